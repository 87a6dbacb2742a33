# SPDX-License-Identifier: MIT
"""Tests of scenes/job.py: what a job must have, and what the error says where it has not."""

import copy
import json
import pathlib
import sys
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "scenes"))
import job  # noqa: E402

ROWS = [[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0]]

FRAME = {
    "protocol": 1,
    "id": 3,
    "kind": "frame",
    "folders": ["/tmp"],
    "result": "/tmp/frame.exr",
    "labels_result": None,
    "render": {
        "threads": 1, "width_px": 64, "height_px": 48, "samples": 1, "seed": 7, "max_bounces": 4,
        "diffuse_bounces": 2, "glossy_bounces": 2, "transmission_bounces": 4, "transparent_bounces": 16,
        "clamp_direct": 0, "clamp_indirect": 3, "caustics": True, "blur_glossy": 1, "light_threshold": 0.01,
        "light_tree": True, "sampling_patterns": ["SOBOL"], "filter": "BOX", "filter_width_px": 1.5,
        "alpha_threshold": 0.5, "denoise": False, "half": True,
    },
    "camera": {
        "world_from_camera": ROWS, "f_px": 60, "cx_px": 32, "cy_px": 24, "aperture_m": 0, "focus_m": 0,
        "near_m": 0.001, "far_m": 1000,
    },
    "ambient": [1, 1, 1],
    "lights": [{
        "kind": "SPOT", "world_from_light": ROWS, "width_m": 0.1, "height_m": 0, "power_w": 10, "color": [1, 1, 1],
        "cone_rad": 1, "blend": 0, "camera_hidden": True,
    }],
    "textures": [{
        "key": "k", "width_px": 8, "height_px": 8, "alpha": False, "interpolation": "Linear", "extension": "REPEAT",
    }],
    "materials": [{
        "base_color": [0.5, 0.5, 0.5], "texture": 0, "roughness": 0.5, "metallic": 0, "specular": 0.5,
        "transmission": 0, "ior": 1.5, "coat": 0, "coat_roughness": 0, "alpha": 1, "emission_color": [0, 0, 0],
        "emission_strength": 0, "distribution": "GGX",
        "bump": {"height_m": 0.001, "scale_per_m": 100, "seed_w": 1.7, "detail": 2},
    }],
    "meshes": ["m"],
    "objects": [{"mesh": 0, "materials": [0], "world_from_object": ROWS, "index": 1, "camera_hidden": False}],
}
BAKE = {
    "protocol": 1, "id": 1, "kind": "bake", "model": "/m.obj", "result": "/r.mesh", "max_slots": 8,
    "max_triangles": 1000,
}


def places(value, path=()):
    """Every key below a value, as a path."""
    if isinstance(value, dict):
        for key, v in value.items():
            yield (*path, key)
            yield from places(v, (*path, key))
    elif isinstance(value, list):
        for i, v in enumerate(value):
            yield from places(v, (*path, i))


def with_value(root, path, value):
    changed = json.loads(json.dumps(root))  # copies the rows that FRAME shares, too
    at = changed
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = value
    return changed


def written(path):
    return "job" + "".join(f"[{s}]" if isinstance(s, int) else f".{s}" for s in path)


class Jobs(unittest.TestCase):
    def refused(self, value, text):
        line = value if isinstance(value, bytes) else json.dumps(value).encode()
        with self.assertRaises(job.JobError) as caught:
            job.parse(line)
        self.assertIn(text, str(caught.exception))

    def test_whole_jobs_pass(self):
        for whole in (FRAME, BAKE):
            self.assertEqual(job.parse(json.dumps(whole).encode() + b"\n"), whole)

    def test_every_key_is_missed_by_name(self):
        for whole in (FRAME, BAKE):
            for path in places(whole):
                changed = copy.deepcopy(whole)
                at = changed
                for step in path[:-1]:
                    at = at[step]
                del at[path[-1]]
                self.refused(changed, "job.kind" if path == ("kind",) else f"{written(path)}: missing")

    def test_unknown_keys_are_refused_everywhere(self):
        for path in [(), ("render",), ("camera",), ("lights", 0), ("materials", 0, "bump"), ("objects", 0)]:
            self.refused(with_value(FRAME, (*path, "sampels"), 1), f"{written((*path, 'sampels'))}: unknown key")

    def test_wrong_types_are_refused_everywhere(self):
        for path in places(FRAME):
            for wrong in ("", {}, -1e30):
                if path != ("labels_result",) or wrong != {}:
                    self.refused(with_value(FRAME, path, wrong), written(path).split("[")[0])

    def test_numbers_in_range(self):
        for path, value, text in [
            (("render", "width_px"), 3, "job.render.width_px: 3 is not in 4 .. 16384"),
            (("render", "samples"), True, "job.render.samples: wanted a whole number, got true"),
            (("render", "seed"), 1.5, "job.render.seed: wanted a whole number, got 1.5"),
            (("materials", 0, "alpha"), 1.01, "job.materials[0].alpha: 1.01 is not in 0 .. 1"),
            (("objects", 0, "index"), 0, "job.objects[0].index: 0 is not in 1 .. 32767"),
            (("objects", 0, "world_from_object", 1, 2), None, "world_from_object[1][2]: wanted a number, got null"),
            (("objects", 0, "world_from_object", 1), [1, 2, 3], "3 values, wanted 4 .. 4"),
            (("lights", 0, "kind"), "SUN", '"SUN" is not one of AREA, SPOT, POINT'),
            (("camera", "far_m"), 0.0005, "is not above near_m"),
        ]:
            self.refused(with_value(FRAME, path, value), text)

    def test_places_in_lists(self):
        self.refused(with_value(FRAME, ("objects", 0, "mesh"), 1), "job.objects[0].mesh: 1 is not below 1")
        self.refused(with_value(FRAME, ("objects", 0, "materials"), [0, 4]), "materials[1]: 4 is not below 1")
        self.refused(with_value(FRAME, ("materials", 0, "texture"), 1), "job.materials[0].texture: 1 is not below 1")
        job.parse(json.dumps(with_value(FRAME, ("materials", 0, "texture"), None)).encode())

    def test_what_is_no_job(self):
        for line, text in [
            (b"", "not JSON"),
            (b"{", "not JSON"),
            (b"\xff\xfe\x00", "not JSON"),
            (b"[" * 100000, "not JSON"),
            (b"[1]", "wanted an object"),
            (b'{"kind": "dance"}', "is not one of frame, bake"),
            (json.dumps(FRAME).replace("60", "NaN", 1).encode(), "NaN is not JSON"),
        ]:
            self.refused(line, text)

    def test_protocol(self):
        self.refused(with_value(FRAME, ("protocol",), 2), "job.protocol: 2 is not in 1 .. 1")


if __name__ == "__main__":
    unittest.main()
