# SPDX-License-Identifier: MIT
"""The bare render that ersatz is measured against: Blender opens .blend files one after the other and saves pictures.

    blender ... --python tests/bench/bare_render.py -- save JOBS DIR      from jobs (docs/cycles.md), one a line, to DIR/N.blend
    blender ... --python tests/bench/bare_render.py -- render DIR COUNT   each to DIR/N.png: no passes, no labels, nothing else
"""

import os
import sys

import bpy

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "..", "scenes"))


def save(jobs: str, folder: str) -> None:
    import job
    import passes
    import scene_build

    with open(jobs, "rb") as f:
        for n, line in enumerate(f):
            todo = job.parse(line)
            scene, _ = scene_build.build(todo)
            passes.set_cycles(scene, todo["render"])
            passes.set_output(scene, todo["render"])
            bpy.ops.wm.save_as_mainfile(filepath=os.path.join(folder, f"{n}.blend"), compress=False)


def render(folder: str, count: int) -> None:
    for n in range(count):
        bpy.ops.wm.open_mainfile(filepath=os.path.join(folder, f"{n}.blend"))
        scene = bpy.context.scene
        if hasattr(scene.render.image_settings, "media_type"):  # from 5.0
            scene.render.image_settings.media_type = "IMAGE"
        scene.render.image_settings.file_format = "PNG"
        scene.render.filepath = os.path.join(folder, f"{n}.png")
        bpy.ops.render.render(write_still=True)


if __name__ == "__main__":
    what, first, second = sys.argv[sys.argv.index("--") + 1:]
    if what == "save":
        save(first, second)
    else:
        render(first, int(second))
