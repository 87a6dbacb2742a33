# SPDX-License-Identifier: MIT
"""Jobs: lines of JSON, read and checked before Blender sees any of them.

Imports no bpy, so that plain Python tests run it (tests/scene/test_job_py.sh). The format is docs/cycles.md's. Every
key is wanted and no other is allowed: a key that is missing, misspelt or out of range is an error that names it, since
a default here would be a decision, and decisions are made in C.

    job = parse(line)          # dict; raises JobError("job.objects[3].mesh: 7 is not below 5")
"""

from __future__ import annotations

import json
import math
from typing import Any, Callable

PROTOCOL = 1

Check = Callable[[Any, str], None]


class JobError(Exception):
    """A job that does not keep to the format; the message names the place."""


class ModelError(Exception):
    """A model that cannot be baked, and why."""


def _short(value: Any) -> str:
    s = json.dumps(value)
    return s if len(s) <= 40 else s[:37] + "..."


def number(lo: float = -1e9, hi: float = 1e9) -> Check:
    """A finite number in [lo, hi]."""

    def check(value: Any, where: str) -> None:
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            raise JobError(f"{where}: wanted a number, got {_short(value)}")
        if not (math.isfinite(value) and lo <= value <= hi):
            raise JobError(f"{where}: {value} is not in {lo} .. {hi}")

    return check


def integer(lo: int, hi: int) -> Check:
    """A whole number in [lo, hi]."""

    def check(value: Any, where: str) -> None:
        if isinstance(value, bool) or not isinstance(value, int):
            raise JobError(f"{where}: wanted a whole number, got {_short(value)}")
        if not lo <= value <= hi:
            raise JobError(f"{where}: {value} is not in {lo} .. {hi}")

    return check


def text(value: Any, where: str) -> None:
    """A string with something in it."""
    if not isinstance(value, str) or not value:
        raise JobError(f"{where}: wanted a text, got {_short(value)}")


def boolean(value: Any, where: str) -> None:
    """true or false."""
    if not isinstance(value, bool):
        raise JobError(f"{where}: wanted true or false, got {_short(value)}")


def choice(*names: str) -> Check:
    """One of these strings."""

    def check(value: Any, where: str) -> None:
        if not isinstance(value, str) or value not in names:
            raise JobError(f"{where}: {_short(value)} is not one of {', '.join(names)}")

    return check


def nullable(of: Check) -> Check:
    """null, or what `of` accepts."""

    def check(value: Any, where: str) -> None:
        if value is not None:
            of(value, where)

    return check


def array(of: Check, lo: int = 0, hi: int = 1 << 20) -> Check:
    """A list of lo..hi values that `of` accepts."""

    def check(value: Any, where: str) -> None:
        if not isinstance(value, list):
            raise JobError(f"{where}: wanted a list, got {_short(value)}")
        if not lo <= len(value) <= hi:
            raise JobError(f"{where}: {len(value)} values, wanted {lo} .. {hi}")
        for i, v in enumerate(value):
            of(v, f"{where}[{i}]")

    return check


def record(**fields: Check) -> Check:
    """An object with these keys, all of them and no other."""

    def check(value: Any, where: str) -> None:
        if not isinstance(value, dict):
            raise JobError(f"{where}: wanted an object, got {_short(value)}")
        for key, of in fields.items():
            if key not in value:
                raise JobError(f"{where}.{key}: missing")
            of(value[key], f"{where}.{key}")
        for key in value:
            if key not in fields:
                raise JobError(f"{where}.{key}: unknown key")

    return check


SHARE = number(0, 1)
COLOR = array(number(0, 1e6), 3, 3)  # linear, sRGB primaries
XFORM = array(array(number(), 4, 4), 3, 3)  # rows of [M | t], metres
PLACE = integer(0, 1 << 20)  # in a list of this job
BOUNCES = integer(0, 1024)

RENDER = record(
    threads=integer(1, 1024),
    width_px=integer(4, 16384),
    height_px=integer(4, 16384),
    samples=integer(1, 1 << 20),
    seed=integer(0, (1 << 31) - 1),
    max_bounces=BOUNCES,
    diffuse_bounces=BOUNCES,
    glossy_bounces=BOUNCES,
    transmission_bounces=BOUNCES,
    transparent_bounces=BOUNCES,
    clamp_direct=number(0),
    clamp_indirect=number(0),
    caustics=boolean,
    blur_glossy=number(0, 10),
    light_threshold=SHARE,
    light_tree=boolean,
    sampling_patterns=array(text, 1, 8),  # the first that this Blender has
    filter=choice("BLACKMAN_HARRIS", "GAUSSIAN", "BOX"),
    filter_width_px=number(0.01, 10),
    alpha_threshold=SHARE,  # index and depth see what is at least as solid
    denoise=boolean,
    half=boolean,  # colour and albedo as 16-bit floats; normal, depth and index never
)

CAMERA = record(
    world_from_camera=XFORM,  # camera: x right, y down, z forward
    f_px=number(1e-3),
    cx_px=number(),
    cy_px=number(),
    aperture_m=number(0, 1),  # radius of the lens
    focus_m=number(0, 1e4),
    near_m=number(1e-6),
    far_m=number(1e-6),
)

LIGHT = record(
    kind=choice("AREA", "SPOT", "POINT"),
    world_from_light=XFORM,  # shines along its -z
    width_m=number(0, 1e3),
    height_m=number(0, 1e3),
    power_w=number(0),
    color=COLOR,
    cone_rad=number(0, math.pi),
    blend=SHARE,
    camera_hidden=boolean,
)

TEXTURE = record(
    key=text,  # KEY.png in one of the folders
    width_px=integer(1, 65500),
    height_px=integer(1, 65500),
    alpha=boolean,
    interpolation=choice("Closest", "Linear", "Cubic"),
    extension=choice("REPEAT", "EXTEND"),
)

BUMP = record(height_m=number(0, 1), scale_per_m=number(1e-3), seed_w=number(), detail=number(0, 15))

MATERIAL = record(
    base_color=COLOR,
    texture=nullable(PLACE),
    roughness=SHARE,
    metallic=SHARE,
    specular=number(0, 10),
    transmission=SHARE,
    ior=number(1, 10),
    coat=SHARE,
    coat_roughness=SHARE,
    alpha=SHARE,
    emission_color=COLOR,
    emission_strength=number(0),
    distribution=choice("GGX", "MULTI_GGX"),
    bump=nullable(BUMP),
)

OBJECT = record(
    mesh=PLACE,
    materials=array(PLACE, 1, 8),  # one a slot of the mesh
    world_from_object=XFORM,
    index=integer(1, 32767),
    camera_hidden=boolean,
)

FRAME = record(
    protocol=integer(PROTOCOL, PROTOCOL),
    id=integer(0, 1 << 53),
    kind=choice("frame"),
    folders=array(text, 1, 8),
    result=text,
    labels_result=nullable(text),  # index and depth in a clean pass of their own
    render=RENDER,
    camera=CAMERA,
    ambient=COLOR,
    lights=array(LIGHT),
    textures=array(TEXTURE),
    materials=array(MATERIAL),
    meshes=array(text),
    objects=array(OBJECT, 0, 32766),
)

BAKE = record(
    protocol=integer(PROTOCOL, PROTOCOL),
    id=integer(0, 1 << 53),
    kind=choice("bake"),
    model=text,
    result=text,  # the triangle file; pictures are written beside it
    max_slots=integer(1, 255),
    max_triangles=integer(1, 1 << 30),
)


def _refuse_constant(name: str) -> None:
    raise JobError(f"job: {name} is not JSON")


def _below(value: int, count: int, where: str) -> None:
    if value >= count:
        raise JobError(f"{where}: {value} is not below {count}")


def _check_places(job: dict) -> None:
    for i, m in enumerate(job["materials"]):
        if m["texture"] is not None:
            _below(m["texture"], len(job["textures"]), f"job.materials[{i}].texture")
    for i, o in enumerate(job["objects"]):
        _below(o["mesh"], len(job["meshes"]), f"job.objects[{i}].mesh")
        for k, m in enumerate(o["materials"]):
            _below(m, len(job["materials"]), f"job.objects[{i}].materials[{k}]")
    camera = job["camera"]
    if not camera["far_m"] > camera["near_m"]:
        raise JobError(f"job.camera.far_m: {camera['far_m']} is not above near_m")


def parse(line: bytes) -> dict:
    """One line -> a checked job. Raises JobError."""
    try:
        job = json.loads(line, parse_constant=_refuse_constant)
    except (ValueError, RecursionError) as e:
        raise JobError(f"job: not JSON: {e}") from None
    if not isinstance(job, dict):
        raise JobError(f"job: wanted an object, got {_short(job)}")
    kind = job.get("kind")
    if kind == "frame":
        FRAME(job, "job")
        _check_places(job)
    elif kind == "bake":
        BAKE(job, "job")
    else:
        raise JobError(f"job.kind: {_short(kind)} is not one of frame, bake")
    return job
