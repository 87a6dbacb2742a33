# SPDX-License-Identifier: MIT
"""The job's camera as Blender's."""

from __future__ import annotations

import bpy
from mathutils import Matrix

SENSOR_MM = 36.0  # any number: only its ratio to the focal length counts


def matrix(rows: list) -> Matrix:
    """Three rows of [M | t] -> 4x4."""
    return Matrix([*rows, [0.0, 0.0, 0.0, 1.0]])


def build(scene: bpy.types.Scene, job: dict) -> bpy.types.Object:
    """Make the camera of a job, link it and make it the scene's.

    The job's camera looks along z with y down (OpenCV), Blender's along -z with y up: a half turn about x. With
    HORIZONTAL fit focal length and both shifts are in units of the picture's width.
    """
    c, width, height = job["camera"], job["render"]["width_px"], job["render"]["height_px"]
    data = bpy.data.cameras.new("camera")
    data.type = "PERSP"
    data.sensor_fit = "HORIZONTAL"
    data.sensor_width = SENSOR_MM
    data.lens_unit = "MILLIMETERS"
    data.lens = c["f_px"] * SENSOR_MM / width
    data.shift_x = (width / 2 - c["cx_px"]) / width
    data.shift_y = (c["cy_px"] - height / 2) / width
    data.clip_start = c["near_m"]
    data.clip_end = c["far_m"]
    set_aperture(data, c["aperture_m"], c["focus_m"])
    camera = bpy.data.objects.new("camera", data)
    camera.matrix_world = matrix(c["world_from_camera"]) @ Matrix.Diagonal((1.0, -1.0, -1.0, 1.0))
    scene.collection.objects.link(camera)
    scene.camera = camera
    return camera


def set_aperture(data: bpy.types.Camera, radius_m: float, focus_m: float) -> None:
    """A round lens of this radius; 0: a pinhole."""
    dof = data.dof
    dof.use_dof = radius_m > 0
    if radius_m > 0:
        dof.focus_object = None
        dof.focus_distance = focus_m
        dof.aperture_fstop = data.lens * 1e-3 / (2 * radius_m)
        dof.aperture_blades = 0
        dof.aperture_rotation = 0
        dof.aperture_ratio = 1
