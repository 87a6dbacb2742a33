// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_SCENE_LIST_H
#define ERSATZ_SHELF_SCENE_LIST_H
/*
 * scene_list - a scene while it is put together: lists that grow in an arena. Meshes and textures
 * with equal keys, and equal materials, are held once.
 *
 *     struct scene_list l = {.a = arena};
 *     uint32_t k = scene_add(&l, ROLE_FIXTURE, mesh, &material, 1, where);
 *     l.s.camera = ...;                   // the rest is set directly
 */
#include "base/arena.h"
#include "shelf/scene.h"

struct scene_list {
    struct arena *a;
    struct scene s;
    size_t cap_meshes, cap_textures, cap_materials, cap_objects, cap_items, cap_tags, cap_texts,
        cap_regions, cap_lights;
};

/** material_plain() - a matt dielectric of one colour, linear. */
struct material material_plain(double r, double g, double b, double roughness);

uint32_t scene_list_mesh(struct scene_list *l, const struct mesh *m);
uint32_t scene_list_texture(struct scene_list *l, const struct image *im, const char *key);
uint32_t scene_list_material(struct scene_list *l, const struct material *m);

/** image_key() - hexadecimal SHA-256 of a picture's size and pixels, in the arena. */
const char *image_key(struct arena *a, const struct image *im);

/** scene_add() - an object; its mesh's slot k is of material[k], the last one for all slots beyond
 * n. Returns its place. */
uint32_t scene_add(struct scene_list *l, enum object_role role, const struct mesh *mesh,
                   const struct material *material, int n, struct xform where);
struct item *scene_add_item(struct scene_list *l, uint32_t object);
struct tag *scene_add_tag(struct scene_list *l, uint32_t object);
struct region *scene_add_region(struct scene_list *l);
struct surface_text *scene_add_text(struct scene_list *l, uint32_t object);
struct light *scene_add_light(struct scene_list *l);

#endif
