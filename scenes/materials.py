# SPDX-License-Identifier: MIT
"""The job's materials as node trees around one Principled BSDF.

Its inputs were renamed in Blender 4.0; each is looked up by both names, newest first.
"""

from __future__ import annotations

import os
import struct
from typing import Any, Sequence

import bpy

from job import JobError

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PNG_END = b"IEND\xaeB`\x82"
UV = "texture"  # name of the meshes' attribute

# key of the job -> names of the input
INPUTS = {
    "metallic": ("Metallic",),
    "roughness": ("Roughness",),
    "ior": ("IOR",),
    "specular": ("Specular IOR Level", "Specular"),
    "transmission": ("Transmission Weight", "Transmission"),
    "coat": ("Coat Weight", "Clearcoat"),
    "coat_roughness": ("Coat Roughness", "Clearcoat Roughness"),
    "emission_strength": ("Emission Strength",),
    "alpha": ("Alpha",),
}
# what a version may have and no job uses
UNUSED = (
    "Subsurface Weight",
    "Subsurface",
    "Sheen Weight",
    "Sheen",
    "Anisotropic",
    "Diffuse Roughness",
    "Thin Film Thickness",
)


def find(folders: list[str], name: str) -> str:
    """Path of a file that is in one of the folders. Raises JobError."""
    for folder in folders:
        path = os.path.join(folder, name)
        if os.path.exists(path):
            return path
    raise JobError(f"'{name}' is in none of {', '.join(folders)}")


def socket(sockets: Any, names: Sequence[str]) -> Any:
    """The first input or output that goes by one of the names."""
    for name in names:
        if name in sockets:
            return sockets[name]
    raise RuntimeError(f"this Blender has no socket '{names[0]}'")


def check_png(path: str, texture: dict) -> None:
    """Cycles draws a picture it cannot read in pink and says nothing: so look at both ends of it first."""
    with open(path, "rb") as f:
        head = f.read(24)
        f.seek(-min(len(PNG_END), os.path.getsize(path)), os.SEEK_END)
        tail = f.read()
    size = struct.unpack(">II", head[16:24]) if len(head) == 24 else None
    if not head.startswith(PNG_SIGNATURE) or tail != PNG_END or size != (texture["width_px"], texture["height_px"]):
        raise JobError(f"'{path}' is not the picture of {texture['width_px']} x {texture['height_px']} it should be")


def load_images(job: dict) -> list[bpy.types.Image]:
    """The pictures of a job, in its order. Cycles reads the pixels when it renders."""
    images = []
    for texture in job["textures"]:
        path = find(job["folders"], texture["key"] + ".png")
        check_png(path, texture)
        image = bpy.data.images.load(path, check_existing=False)
        image.colorspace_settings.name = "sRGB"
        image.alpha_mode = "STRAIGHT" if texture["alpha"] else "NONE"
        images.append(image)
    return images


def build(job: dict) -> list[bpy.types.Material]:
    """All materials of a job, in its order."""
    images = load_images(job)
    return [_material(job, m, images, f"material {i}") for i, m in enumerate(job["materials"])]


def _material(job: dict, m: dict, images: list, name: str) -> bpy.types.Material:
    material = bpy.data.materials.new(name)
    if not material.node_tree:  # before 5.0 a tree has to be asked for
        material.use_nodes = True
    tree = material.node_tree
    tree.nodes.clear()
    bsdf = tree.nodes.new("ShaderNodeBsdfPrincipled")
    output = tree.nodes.new("ShaderNodeOutputMaterial")
    tree.links.new(bsdf.outputs["BSDF"], output.inputs["Surface"])
    bsdf.distribution = m["distribution"]
    for unused in UNUSED:
        if unused in bsdf.inputs:
            bsdf.inputs[unused].default_value = 0.0
    for key, names in INPUTS.items():
        socket(bsdf.inputs, names).default_value = m[key]
    bsdf.inputs["Base Color"].default_value = (*m["base_color"], 1.0)
    socket(bsdf.inputs, ("Emission Color", "Emission")).default_value = (*m["emission_color"], 1.0)
    if m["texture"] is not None:
        _texture(tree, bsdf, m, job["textures"][m["texture"]], images[m["texture"]])
    if m["bump"] is not None:
        _bump(tree, bsdf, m["bump"])
    return material


def _texture(tree: Any, bsdf: Any, m: dict, texture: dict, image: bpy.types.Image) -> None:
    place = tree.nodes.new("ShaderNodeAttribute")
    place.attribute_type = "GEOMETRY"
    place.attribute_name = UV
    node = tree.nodes.new("ShaderNodeTexImage")
    node.image = image
    node.interpolation = texture["interpolation"]
    node.extension = texture["extension"]
    node.projection = "FLAT"
    tree.links.new(place.outputs["Vector"], node.inputs["Vector"])
    tree.links.new(node.outputs["Color"], bsdf.inputs["Base Color"])
    if texture["alpha"]:
        times = tree.nodes.new("ShaderNodeMath")
        times.operation = "MULTIPLY"
        times.inputs[1].default_value = m["alpha"]
        tree.links.new(node.outputs["Alpha"], times.inputs[0])
        tree.links.new(times.outputs[0], bsdf.inputs["Alpha"])


def _bump(tree: Any, bsdf: Any, b: dict) -> None:
    """Wrinkles: noise over the object's own metres; the seed is a place on the noise's fourth axis."""
    place = tree.nodes.new("ShaderNodeTexCoord")
    noise = tree.nodes.new("ShaderNodeTexNoise")
    noise.noise_dimensions = "4D"
    if hasattr(noise, "normalize"):  # from 4.0; before that it always did
        noise.normalize = True
    noise.inputs["W"].default_value = b["seed_w"]
    noise.inputs["Scale"].default_value = b["scale_per_m"]
    noise.inputs["Detail"].default_value = b["detail"]
    noise.inputs["Roughness"].default_value = 0.5
    noise.inputs["Distortion"].default_value = 0.0
    bump = tree.nodes.new("ShaderNodeBump")
    bump.inputs["Strength"].default_value = 1.0
    bump.inputs["Distance"].default_value = b["height_m"]
    tree.links.new(place.outputs["Object"], noise.inputs["Vector"])
    tree.links.new(noise.outputs[0], bump.inputs["Height"])  # "Fac", in 5.x "Factor"
    for normal in ("Normal", "Coat Normal", "Clearcoat Normal"):
        if normal in bsdf.inputs:
            tree.links.new(bump.outputs["Normal"], bsdf.inputs[normal])


def principled(material: bpy.types.Material) -> bpy.types.Node:
    """The node that a made material stands around."""
    return next(n for n in material.node_tree.nodes if n.bl_idname == "ShaderNodeBsdfPrincipled")


def harden_alpha(material: bpy.types.Material, threshold: float) -> None:
    """For label passes: at least `threshold` is solid and all else is not there."""
    tree = material.node_tree
    alpha = principled(material).inputs["Alpha"]
    if not alpha.is_linked:
        alpha.default_value = float(alpha.default_value >= threshold)
        return
    step = tree.nodes.new("ShaderNodeMath")
    step.operation = "GREATER_THAN"
    step.inputs[1].default_value = threshold - 1e-6
    tree.links.new(alpha.links[0].from_socket, step.inputs[0])
    tree.links.new(step.outputs[0], alpha)


def put_out(material: bpy.types.Material) -> None:
    """No light of its own."""
    principled(material).inputs["Emission Strength"].default_value = 0.0
