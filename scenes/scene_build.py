# SPDX-License-Identifier: MIT
"""From a job to a Blender scene that holds what the job says and nothing else."""

from __future__ import annotations

import os
import struct
import sys
from array import array

import bpy

import camera
import lights
import materials
from job import JobError

MESH_MAGIC = b"ERSMESH1"
HEADER = struct.Struct("<8s4I")  # magic, vertices, triangles, slots, 0


class Triangles:
    """A triangle file (docs/format.md) as flat arrays; v of texture coordinates points up, as Blender's does."""

    def __init__(self, path: str) -> None:
        with open(path, "rb") as f:
            data = f.read()
        if len(data) < HEADER.size or data[:8] != MESH_MAGIC:
            raise JobError(f"'{path}' is not a triangle file")
        _, self.n_vertices, self.n_triangles, self.n_slots, _ = HEADER.unpack_from(data)
        if len(data) != HEADER.size + self.n_vertices * 32 + self.n_triangles * 13:
            raise JobError(f"'{path}' is {len(data)} bytes long, which its header does not say")
        self._data, self._at = data, HEADER.size
        self.pos = self._take("f", 3 * self.n_vertices)
        self.normal = self._take("f", 3 * self.n_vertices)
        self.uv = self._take("f", 2 * self.n_vertices)
        self.tri = self._take("i", 3 * self.n_triangles)
        self.slot = array("i", list(data[self._at :]))
        self.uv[1::2] = array("f", [1.0 - v for v in self.uv[1::2]])

    def _take(self, kind: str, count: int) -> array:
        values = array(kind)
        values.frombytes(self._data[self._at : self._at + 4 * count])
        if sys.byteorder == "big":
            values.byteswap()
        self._at += 4 * count
        return values


def empty() -> bpy.types.Scene:
    """Forget all data of earlier frames; the scene that is left has no object."""
    bpy.ops.wm.read_homefile(use_empty=True, use_factory_startup=True)
    return bpy.context.scene


def make_mesh(t: Triangles, name: str) -> bpy.types.Mesh:
    """Triangles with their shading normals and texture coordinates. The file's vertices are split where normals or
    texture coordinates are, so both live on vertices."""
    mesh = bpy.data.meshes.new(name)
    mesh.vertices.add(t.n_vertices)
    mesh.vertices.foreach_set("co", t.pos)
    mesh.loops.add(3 * t.n_triangles)
    mesh.loops.foreach_set("vertex_index", t.tri)
    mesh.polygons.add(t.n_triangles)
    mesh.polygons.foreach_set("loop_start", array("i", range(0, 3 * t.n_triangles, 3)))
    if not bpy.types.MeshPolygon.bl_rna.properties["loop_total"].is_readonly:  # later versions tell it from loop_start
        mesh.polygons.foreach_set("loop_total", array("i", [3]) * t.n_triangles)
    mesh.polygons.foreach_set("material_index", t.slot)
    mesh.polygons.foreach_set("use_smooth", [True] * t.n_triangles)
    uv = mesh.attributes.new(materials.UV, "FLOAT2", "POINT")
    uv.data.foreach_set("vector", t.uv)
    mesh.update(calc_edges=True)
    if hasattr(mesh, "use_auto_smooth"):  # before 4.1 normals of one's own count only with it
        mesh.use_auto_smooth = True
    normal = iter(t.normal)
    mesh.normals_split_custom_set_from_vertices(list(zip(normal, normal, normal)))
    return mesh


class MeshStock:
    """One mesh for each pair of triangle file and materials, shared by the objects that show it."""

    def __init__(self, job: dict, made: list[bpy.types.Material]) -> None:
        self._job, self._materials = job, made
        self._triangles: dict[int, Triangles] = {}
        self._meshes: dict[tuple, bpy.types.Mesh] = {}

    def mesh(self, place: int, by_slot: list[int]) -> bpy.types.Mesh:
        key = (place, *by_slot)
        if key not in self._meshes:
            if place not in self._triangles:
                path = materials.find(self._job["folders"], self._job["meshes"][place] + ".mesh")
                self._triangles[place] = Triangles(path)
            t = self._triangles[place]
            if t.n_slots != len(by_slot):
                raise JobError(f"mesh {place} has {t.n_slots} slots, an object of it {len(by_slot)} materials")
            mesh = make_mesh(t, f"mesh {place}")
            for m in by_slot:
                mesh.materials.append(self._materials[m])
            self._meshes[key] = mesh
        return self._meshes[key]


def build(job: dict) -> tuple[bpy.types.Scene, list[bpy.types.Material]]:
    """The scene of a job and its materials."""
    for folder in job["folders"]:
        if not os.path.isdir(folder):
            raise JobError(f"'{folder}' is not a folder")
    scene = empty()
    made = materials.build(job)
    stock = MeshStock(job, made)
    link = scene.collection.objects.link
    for number, o in enumerate(job["objects"]):
        thing = bpy.data.objects.new(f"object {number}", stock.mesh(o["mesh"], o["materials"]))
        thing.matrix_world = camera.matrix(o["world_from_object"])
        thing.pass_index = o["index"]
        thing.visible_camera = not o["camera_hidden"]
        link(thing)
    camera.build(scene, job)
    lights.build(scene, job)
    return scene, made
