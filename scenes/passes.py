# SPDX-License-Identifier: MIT
"""Render a frame: every setting of Cycles, the passes, and the files they go to."""

from __future__ import annotations

import errno
import os
import time

import bpy

import camera
import lights
import materials
import scene_build

LAYER = "frame"  # first part of the names of the file's channels
NO_SPACE_BYTES = 1 << 20


def run(job: dict) -> dict:
    """Render a job. Files appear under their names when they are whole."""
    begin = time.perf_counter()
    scene, made = scene_build.build(job)
    settings = job["render"]
    denoised = set_cycles(scene, settings)
    set_output(scene, settings)
    clean = job["labels_result"] is not None
    set_passes(scene, settings, color=True, labels=not clean)
    scene.render.use_persistent_data = clean  # the second render finds meshes, trees and pictures of the first
    build_s = time.perf_counter() - begin
    render_s = render(scene, job["result"])
    if clean:
        for material in made:
            materials.harden_alpha(material, settings["alpha_threshold"])
        camera.set_aperture(scene.camera.data, 0, 0)
        lights.put_out(scene, made)
        set_label_pass(scene)
        set_passes(scene, settings, color=False, labels=True)
        render_s += render(scene, job["labels_result"])
    return {"render_s": round(render_s, 4), "build_s": round(build_s, 4), "denoised": denoised}


def set_pattern(cycles: bpy.types.PropertyGroup, patterns: list[str]) -> None:
    """The first pattern this Blender has. In 4.3 its list is made on demand and cannot be read: only trying tells."""
    for pattern in patterns:
        try:
            cycles.sampling_pattern = pattern
        except TypeError:
            continue
        return
    raise ValueError(f"this Blender has none of the sampling patterns {patterns}")


def set_cycles(scene: bpy.types.Scene, s: dict) -> bool:
    """All that decides a pixel. True if Blender will denoise."""
    render, cycles = scene.render, scene.cycles
    render.engine = "CYCLES"
    render.resolution_x, render.resolution_y = s["width_px"], s["height_px"]
    render.resolution_percentage = 100
    render.pixel_aspect_x = render.pixel_aspect_y = 1
    render.threads_mode, render.threads = "FIXED", s["threads"]
    render.use_border = render.use_motion_blur = render.film_transparent = render.use_simplify = False
    render.use_compositing = render.use_sequencer = render.use_multiview = False
    cycles.device = "CPU"
    cycles.samples = s["samples"]
    cycles.seed = s["seed"]
    cycles.use_animated_seed = cycles.use_adaptive_sampling = False
    cycles.time_limit = cycles.sample_offset = 0
    set_pattern(cycles, s["sampling_patterns"])
    cycles.max_bounces = s["max_bounces"]
    cycles.diffuse_bounces, cycles.glossy_bounces = s["diffuse_bounces"], s["glossy_bounces"]
    cycles.transmission_bounces, cycles.transparent_max_bounces = s["transmission_bounces"], s["transparent_bounces"]
    cycles.volume_bounces = cycles.min_light_bounces = cycles.min_transparent_bounces = 0
    cycles.sample_clamp_direct, cycles.sample_clamp_indirect = s["clamp_direct"], s["clamp_indirect"]
    cycles.caustics_reflective = cycles.caustics_refractive = s["caustics"]
    cycles.blur_glossy = s["blur_glossy"]
    cycles.light_sampling_threshold = s["light_threshold"]
    if hasattr(cycles, "use_light_tree"):  # from 3.5
        cycles.use_light_tree = s["light_tree"]
    if hasattr(cycles, "use_guiding"):
        cycles.use_guiding = False
    cycles.use_fast_gi = False
    cycles.film_exposure = 1
    cycles.pixel_filter_type, cycles.filter_width = s["filter"], s["filter_width_px"]
    return set_denoiser(cycles, s["denoise"])


def set_denoiser(cycles: bpy.types.PropertyGroup, wanted: bool) -> bool:
    """Builds without OpenImageDenoise raise at the render unless use_denoising is False."""
    import _cycles

    cycles.use_denoising = bool(wanted and getattr(_cycles, "with_openimagedenoise", False))
    if cycles.use_denoising:
        cycles.denoiser = "OPENIMAGEDENOISE"
        cycles.denoising_input_passes = "RGB_ALBEDO_NORMAL"
        cycles.denoising_prefilter = "ACCURATE"
    return bool(cycles.use_denoising)


def set_output(scene: bpy.types.Scene, s: dict) -> None:
    """Multilayer EXR, linear. With half floats Blender keeps depth, normal and index at 32 bits."""
    scene.display_settings.display_device = "sRGB"
    view = scene.view_settings
    view.view_transform, view.look, view.exposure, view.gamma = "Standard", "None", 0, 1
    view.use_curve_mapping = False
    image = scene.render.image_settings
    if hasattr(image, "media_type"):  # from 5.0, and to be set first
        image.media_type = "MULTI_LAYER_IMAGE"
    image.file_format = "OPEN_EXR_MULTILAYER"
    image.color_depth = "16" if s["half"] else "32"
    image.exr_codec = "NONE"  # read once and deleted: packing costs more than it saves
    if hasattr(image, "use_exr_interleave"):  # from 5.0, which else writes one part a pass
        image.use_exr_interleave = True
    scene.render.use_file_extension = False
    scene.render.use_overwrite = True
    scene.render.use_stamp = False


def set_passes(scene: bpy.types.Scene, s: dict, color: bool, labels: bool) -> None:
    """color: the picture and what guides a denoiser; labels: index and depth."""
    layer = scene.view_layers[0]
    layer.name = LAYER
    for name in dir(layer):
        if name.startswith("use_pass_"):
            setattr(layer, name, False)
    layer.use_pass_combined = True  # Cycles wants it
    layer.use_pass_z = layer.use_pass_object_index = labels
    layer.pass_alpha_threshold = s["alpha_threshold"]
    layer.samples = 0
    layer.cycles.denoising_store_passes = color


def set_label_pass(scene: bpy.types.Scene) -> None:
    """One sample, no light, no denoiser."""
    scene.cycles.samples = 1
    scene.cycles.use_denoising = False
    scene.cycles.max_bounces = 0


def render(scene: bpy.types.Scene, path: str) -> float:
    """Render to a file. Returns seconds. OSError if the disk is full, which Blender tells only its log."""
    part = path + ".part"
    if os.path.exists(part):
        os.unlink(part)
    scene.render.filepath = part
    begin = time.perf_counter()
    bpy.ops.render.render(write_still=True, scene=scene.name)
    took = time.perf_counter() - begin
    space = os.statvfs(os.path.dirname(part))
    if space.f_bavail * space.f_frsize < NO_SPACE_BYTES:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), part)
    if not os.path.exists(part):
        raise RuntimeError(f"Blender wrote no '{part}'")
    os.replace(part, path)
    return took
