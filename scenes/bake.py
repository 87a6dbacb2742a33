# SPDX-License-Identifier: MIT
"""Bake a model (glTF, OBJ, .blend) into a triangle file and pictures of its base colours.

What Blender would draw is taken: modifiers applied, instances made real, shading normals as they are. The result is in
the object frame of docs/format.md: metres as in the file, x right, y back, z up, standing on z = 0, the middle of its
footprint at x = y = 0. glTF and OBJ have y up; Blender's importers turn them, so that their front (+z) faces -y.
"""

from __future__ import annotations

import json
import os
import struct
from array import array
from collections import deque
from typing import Any, Iterator

import bpy

import scene_build
from job import ModelError

GREY = 0.8
DRAWN = {"MESH", "CURVE", "SURFACE", "FONT", "META"}


class Soup:
    """Triangles on their way into a file: vertices that agree in everything are one."""

    def __init__(self) -> None:
        self.place: dict[tuple, int] = {}
        self.tri: list[int] = []
        self.slot: list[int] = []
        self.materials: list[Any] = []

    def slot_of(self, material: Any) -> int:
        if material not in self.materials:
            self.materials.append(material)
        return self.materials.index(material)

    def add(self, corners: list[tuple], material: Any) -> None:
        """corners: three of (x, y, z, nx, ny, nz, u, v), counter-clockwise."""
        for c in corners:
            self.tri.append(self.place.setdefault(c, len(self.place)))
        self.slot.append(self.slot_of(material))

    def bytes(self) -> bytes:
        """The triangle file, moved to where a product stands."""
        vertices = list(self.place)
        lo = [min(v[k] for v in vertices) for k in range(3)]
        hi = [max(v[k] for v in vertices) for k in range(3)]
        shift = ((lo[0] + hi[0]) / 2, (lo[1] + hi[1]) / 2, lo[2])
        pos = [v[k] - shift[k] for v in vertices for k in range(3)]
        normal = [n for v in vertices for n in v[3:6]]
        uv = [t for v in vertices for t in v[6:8]]
        head = scene_build.HEADER.pack(
            scene_build.MESH_MAGIC, len(vertices), len(self.slot), len(self.materials), 0
        )
        floats = struct.pack(f"<{8 * len(vertices)}f", *pos, *normal, *uv)
        return head + floats + struct.pack(f"<{len(self.tri)}I", *self.tri) + bytes(self.slot)


def run(job: dict) -> dict:
    """Bake a job's model; answers with what its slots are made of and the files that it came from."""
    scene_build.empty()
    load(job["model"])
    soup = Soup()
    for obj, matrix in drawn_objects():
        add_object(soup, obj, matrix)
        if len(soup.slot) > job["max_triangles"]:
            raise ModelError(f"'{job['model']}' has more than {job['max_triangles']} triangles")
    if not soup.slot:
        raise ModelError(f"'{job['model']}' has no surface")
    if len(soup.materials) > job["max_slots"]:
        raise ModelError(f"'{job['model']}' has {len(soup.materials)} materials, {job['max_slots']} are the most")
    with open(job["result"], "wb") as f:
        f.write(soup.bytes())
    pictures: dict[Any, str] = {}
    slots = [slot(m, job["result"], pictures) for m in soup.materials]
    return {"slots": slots, "sources": sources(job["model"])}


def load(path: str) -> None:
    """Import by ending. Raises ModelError with the importer's words."""
    ending = os.path.splitext(path)[1].lower()
    try:
        if ending in (".gltf", ".glb"):
            load_gltf(path)
        elif ending == ".obj":
            load_obj(path)
        elif ending == ".blend":
            bpy.ops.wm.open_mainfile(filepath=path, load_ui=False, use_scripts=False)
        else:
            raise ModelError(f"'{path}' is no .gltf, .glb, .obj or .blend")
    except RuntimeError as e:
        raise ModelError(f"'{path}' cannot be imported: {str(e).strip()}") from None


def load_obj(path: str) -> None:
    if "obj_import" in dir(bpy.ops.wm):
        bpy.ops.wm.obj_import(filepath=path, forward_axis="NEGATIVE_Z", up_axis="Y", global_scale=1, clamp_size=0)
    else:
        bpy.ops.import_scene.obj(filepath=path, axis_forward="-Z", axis_up="Y")


def load_gltf(path: str) -> None:
    try:
        import numpy
    except ImportError:
        raise ModelError("the importer of glTF needs numpy (package python3-numpy)") from None
    # importers of Blender 3.4's age use a name that numpy 1.24 dropped and 2.0 gave another meaning
    if "bool" not in vars(numpy):
        numpy.bool = bool
    bpy.ops.import_scene.gltf(filepath=path)


def drawn_objects() -> Iterator[tuple[Any, Any]]:
    """Everything with a surface that a render would show: (evaluated object, matrix)."""
    graph = bpy.context.evaluated_depsgraph_get()
    for instance in graph.object_instances:
        obj = instance.object
        if instance.show_self and obj.type in DRAWN and not obj.hide_render:
            yield obj, instance.matrix_world.copy()


def floats(collection: Any, name: str, width: int) -> array:
    values = array("f", bytes(4 * width * len(collection)))
    collection.foreach_get(name, values)
    return values


def loop_normals(mesh: Any) -> array:
    """Of each corner, as shaded; kept by corner_normals from 4.1, computed on request before."""
    if hasattr(mesh, "calc_normals_split"):
        mesh.calc_normals_split()
        return floats(mesh.loops, "normal", 3)
    return floats(mesh.corner_normals, "vector", 3)


def add_object(soup: Soup, obj: Any, matrix: Any) -> None:
    mesh = obj.to_mesh()
    if mesh is None:
        return
    mesh.calc_loop_triangles()
    if len(mesh.loop_triangles):
        add_mesh(soup, obj, mesh, matrix)
    obj.to_mesh_clear()


def add_mesh(soup: Soup, obj: Any, mesh: Any, matrix: Any) -> None:
    normals, linear = loop_normals(mesh), matrix.to_3x3()
    mirrored = linear.determinant() < 0
    # normals go by the transposed inverse; a flattened object has none
    turn = linear.inverted_safe().transposed()
    points = [(matrix @ v.co).to_tuple() for v in mesh.vertices]
    layer = next((u for u in mesh.uv_layers if u.active_render), None)
    uv = floats(layer.data, "uv", 2) if layer else array("f", bytes(8 * len(mesh.loops)))
    vertex_of = array("i", bytes(4 * len(mesh.loops)))
    mesh.loops.foreach_get("vertex_index", vertex_of)
    corner: dict[int, tuple] = {}

    def make(loop: int) -> tuple:
        n = turn @ scene_vector(normals, loop)
        n.normalize()
        return (*points[vertex_of[loop]], n.x, n.y, n.z, uv[2 * loop], 1.0 - uv[2 * loop + 1])

    for t in mesh.loop_triangles:
        for loop in t.loops:
            if loop not in corner:
                corner[loop] = make(loop)
        a, b, c = (corner[loop] for loop in t.loops)
        slots = obj.material_slots
        material = slots[t.material_index].material if t.material_index < len(slots) else None
        soup.add([a, c, b] if mirrored else [a, b, c], material.original if material else None)


def scene_vector(values: array, place: int) -> Any:
    from mathutils import Vector

    return Vector(values[3 * place : 3 * place + 3])


def slot(material: Any, result: str, pictures: dict) -> dict:
    """What a material is made of. The rest of Blender's nodes has no counterpart here."""
    made = {"base_color": [GREY] * 3, "roughness": 0.5, "metallic": 0.0, "alpha": 1.0, "texture": None}
    if material is None:
        return made
    bsdf = material.node_tree and next(
        (n for n in material.node_tree.nodes if n.bl_idname == "ShaderNodeBsdfPrincipled"), None
    )
    if not bsdf:
        made["base_color"] = list(material.diffuse_color)[:3]
        return made
    base = bsdf.inputs["Base Color"]
    made["base_color"] = [min(max(c, 0.0), 1.0) for c in list(base.default_value)[:3]]
    for key, name in (("roughness", "Roughness"), ("metallic", "Metallic"), ("alpha", "Alpha")):
        if not bsdf.inputs[name].is_linked:
            made[key] = min(max(float(bsdf.inputs[name].default_value), 0.0), 1.0)
    image = picture_behind(base)
    if image:
        made["texture"] = save_picture(image, result, pictures)
    return made


def picture_behind(start: Any) -> Any:
    """The picture nearest upstream of an input, through whatever mixes and ramps lie between."""
    queue, seen = deque([start]), set()
    while queue:
        for link in queue.popleft().links:
            node = link.from_node
            if node.bl_idname == "ShaderNodeTexImage" and node.image:
                return node.image
            if node not in seen:
                seen.add(node)
                queue.extend(node.inputs)
    return None


def save_picture(image: Any, result: str, pictures: dict) -> str:
    """As PNG beside the triangle file, once; the path."""
    if image not in pictures:
        name = image.filepath or image.name
        if not image.size[0] or not image.size[1]:
            raise ModelError(f"picture '{name}' of the model cannot be read")
        path = f"{result}.{len(pictures)}.png"
        image.filepath_raw = path
        image.file_format = "PNG"
        image.save()
        pictures[image] = path
    return pictures[image]


def sources(model: str) -> list[str]:
    """The model and the files it names: when one changes, it has to be baked anew."""
    folder = os.path.dirname(model)
    names = []
    if model.lower().endswith(".gltf"):
        with open(model, encoding="utf-8") as f:
            root = json.load(f)
        entries = root.get("buffers", []) + root.get("images", [])
        names = [e["uri"] for e in entries if "uri" in e and not e["uri"].startswith("data:")]
    elif model.lower().endswith(".obj"):
        with open(model, encoding="utf-8", errors="replace") as f:
            libraries = [line.split(None, 1)[1].strip() for line in f if line.startswith("mtllib ")]
        names = libraries + [m for lib in libraries for m in maps_of(os.path.join(folder, lib))]
    found = [os.path.join(folder, n) for n in names]
    found += [bpy.path.abspath(lib.filepath) for lib in bpy.data.libraries]
    return [model] + sorted({os.path.abspath(p) for p in found if os.path.isfile(p)})


def maps_of(library: str) -> list[str]:
    if not os.path.isfile(library):
        return []
    with open(library, encoding="utf-8", errors="replace") as f:
        return [line.split()[-1] for line in f if line.strip().lower().startswith("map_kd") and len(line.split()) > 1]
