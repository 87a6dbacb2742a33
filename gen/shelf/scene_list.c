// SPDX-License-Identifier: MIT
#include "shelf/scene_list.h"

#include <string.h>

#include "base/files.h"

static void *grow(struct arena *a, const void *old, size_t n, size_t *cap, size_t size)
{
    *cap = *cap ? 2 * *cap : 32;
    void *p = arena_zalloc(a, size_mul(*cap, size));
    if (n) {
        memcpy(p, old, n * size);
    }
    return p;
}

/* A place for one more in list `field`, zeroed. */
#define PUSH(l, field, count, cap) \
    (((l)->s.count == (l)->cap ? (void)((l)->s.field = grow((l)->a, (l)->s.field, (l)->s.count, \
                                                            &(l)->cap, sizeof *(l)->s.field)) \
                               : (void)0), \
     &(l)->s.field[(l)->s.count++])

struct material material_plain(double r, double g, double b, double roughness)
{
    return (struct material){.base_color = {(float)r, (float)g, (float)b},
                             .texture = SCENE_NONE,
                             .roughness = (float)roughness,
                             .specular = 0.5f,
                             .ior = 1.45f,
                             .alpha = 1};
}

uint32_t scene_list_mesh(struct scene_list *l, const struct mesh *m)
{
    for (size_t k = 0; k < l->s.n_meshes; k++) {
        if (l->s.mesh[k] == m || strcmp(l->s.mesh[k]->key, m->key) == 0) {
            return (uint32_t)k;
        }
    }
    *PUSH(l, mesh, n_meshes, cap_meshes) = m;
    return (uint32_t)l->s.n_meshes - 1;
}

uint32_t scene_list_texture(struct scene_list *l, const struct image *im, const char *key)
{
    for (size_t k = 0; k < l->s.n_textures; k++) {
        if (strcmp(l->s.texture[k].key, key) == 0) {
            return (uint32_t)k;
        }
    }
    *PUSH(l, texture, n_textures, cap_textures) = (struct texture){im, key};
    return (uint32_t)l->s.n_textures - 1;
}

uint32_t scene_list_material(struct scene_list *l, const struct material *m)
{
    for (size_t k = 0; k < l->s.n_materials; k++) {
        if (memcmp(&l->s.material[k], m, sizeof *m) == 0) {
            return (uint32_t)k;
        }
    }
    *PUSH(l, material, n_materials, cap_materials) = *m;
    return (uint32_t)l->s.n_materials - 1;
}

const char *image_key(struct arena *a, const struct image *im)
{
    size_t n =
        size_mul(size_mul((size_t)im->width_px, (size_t)im->height_px), (size_t)im->channels);
    char pixels[65], *key = arena_alloc(a, 65);
    bytes_sha256(im->px, n, pixels);
    const char *all =
        arena_printf(a, "%d %d %d %s", im->width_px, im->height_px, im->channels, pixels);
    bytes_sha256(all, strlen(all), key);
    return key;
}

uint32_t scene_add(struct scene_list *l, enum object_role role, const struct mesh *mesh,
                   const struct material *material, int n, struct xform where)
{
    struct object o = {.mesh = scene_list_mesh(l, mesh),
                       .world_from_object = where,
                       .role = role,
                       .item = SCENE_NONE,
                       .tag = SCENE_NONE};
    for (int k = 0; k < MESH_MAX_SLOTS; k++) {
        o.material[k] = k < n ? scene_list_material(l, &material[k]) : o.material[n - 1];
    }
    *PUSH(l, object, n_objects, cap_objects) = o;
    return (uint32_t)l->s.n_objects - 1;
}

struct item *scene_add_item(struct scene_list *l, uint32_t object)
{
    struct item *it = PUSH(l, item, n_items, cap_items);
    it->object = object;
    l->s.object[object].item = (uint32_t)l->s.n_items - 1;
    return it;
}

struct tag *scene_add_tag(struct scene_list *l, uint32_t object)
{
    struct tag *t = PUSH(l, tag, n_tags, cap_tags);
    t->object = object;
    l->s.object[object].tag = (uint32_t)l->s.n_tags - 1;
    return t;
}

struct region *scene_add_region(struct scene_list *l)
{
    return PUSH(l, region, n_regions, cap_regions);
}

struct surface_text *scene_add_text(struct scene_list *l, uint32_t object)
{
    struct surface_text *t = PUSH(l, text, n_texts, cap_texts);
    t->object = object;
    return t;
}

struct light *scene_add_light(struct scene_list *l)
{
    return PUSH(l, light, n_lights, cap_lights);
}
