# SPDX-License-Identifier: MIT
"""The job's lamps and its light from everywhere."""

from __future__ import annotations

import math

import bpy

import materials
from camera import matrix

BACKGROUND = "background"  # name of the world's node


def build(scene: bpy.types.Scene, job: dict) -> None:
    """Make and link all lights of a job, and its world."""
    for number, light in enumerate(job["lights"]):
        _light(scene, light, f"light {number}")
    _world(scene, job["ambient"])


def put_out(scene: bpy.types.Scene, made: list[bpy.types.Material]) -> None:
    """Make it dark: lamps, world and whatever material shines. What a pixel shows needs no light."""
    for thing in scene.objects:
        if thing.type == "LIGHT":
            thing.hide_render = True
    scene.world.node_tree.nodes[BACKGROUND].inputs["Strength"].default_value = 0.0
    for material in made:
        materials.put_out(material)


def _light(scene: bpy.types.Scene, light: dict, name: str) -> None:
    data = bpy.data.lights.new(name, light["kind"])
    data.energy = light["power_w"]
    data.color = light["color"]
    if light["kind"] == "AREA":
        data.shape = "RECTANGLE"
        data.size = light["width_m"]
        data.size_y = light["height_m"]
        data.spread = math.pi
    else:
        data.shadow_soft_size = light["width_m"]
        if hasattr(data, "use_soft_falloff"):  # from 4.1; the lamps of a shop have a size
            data.use_soft_falloff = False
    if light["kind"] == "SPOT":
        data.spot_size = light["cone_rad"]
        data.spot_blend = light["blend"]
        data.use_square = False
    data.use_shadow = True
    if hasattr(data.cycles, "cast_shadow"):  # later versions read use_shadow
        data.cycles.cast_shadow = True
    data.cycles.max_bounces = 1024
    data.cycles.use_multiple_importance_sampling = True
    data.cycles.is_portal = False
    lamp = bpy.data.objects.new(name, data)
    lamp.matrix_world = matrix(light["world_from_light"])
    lamp.visible_camera = not light["camera_hidden"]
    scene.collection.objects.link(lamp)


def _world(scene: bpy.types.Scene, ambient: list) -> None:
    world = bpy.data.worlds.new("world")
    scene.world = world
    if not world.node_tree:  # before 5.0 a tree has to be asked for
        world.use_nodes = True
    tree = world.node_tree
    tree.nodes.clear()
    background = tree.nodes.new("ShaderNodeBackground")
    background.name = BACKGROUND
    output = tree.nodes.new("ShaderNodeOutputWorld")
    background.inputs["Color"].default_value = (*ambient, 1.0)
    background.inputs["Strength"].default_value = 1.0
    tree.links.new(background.outputs["Background"], output.inputs["Surface"])
    world.cycles.sampling_method = "AUTOMATIC"
    world.cycles.max_bounces = 1024
