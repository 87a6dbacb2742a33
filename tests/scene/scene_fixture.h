// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SCENE_FIXTURE_H
#define ERSATZ_SCENE_FIXTURE_H
/* A box in front of a camera, a lamp and a texture: enough to know by hand what Blender must make of it. */
#include <string.h>

#include "cycles/blender.h"
#include "shelf/packs.h"

/* Boxes of 200 x 100 x 300 mm standing at (x, y, 0); the front (-y) of each shows the texture, the rest is grey. */
struct fixture {
    struct arena arena;
    struct mesh box;
    struct image art;
    struct scene scene;
    struct render_settings settings;
};

static inline void fixture_art(struct fixture *f, int side_px, int channels)
{
    if (image_init(&f->art, side_px, side_px, channels, NULL)) {
        BUG("no memory for the art");
    }
    /* quarters: top-left red, top-right green, bottom-left blue, bottom-right white */
    static const uint8_t color[4][3] = {{255, 0, 0}, {0, 255, 0}, {0, 0, 255}, {255, 255, 255}};
    for (int y = 0; y < side_px; y++) {
        for (int x = 0; x < side_px; x++) {
            uint8_t *p = f->art.px + ((size_t)y * (size_t)side_px + (size_t)x) * (size_t)channels;
            memcpy(p, color[2 * (y >= side_px / 2) + (x >= side_px / 2)], 3);
            if (channels == 4) {
                p[3] = 255;
            }
        }
    }
}

static inline void fixture_box(struct fixture *f)
{
    struct mesh_builder *b = builder_new(&f->arena);
    builder_box(b, (struct vec3){-0.1, -0.05 + 1e-4, 0}, (struct vec3){0.1, 0.05, 0.3}, 1);
    struct vec3 front[4] = {
        {-0.1, -0.05, 0.3}, {0.1, -0.05, 0.3}, {0.1, -0.05, 0}, {-0.1, -0.05, 0}};
    builder_quad(b, front, (struct box){0, 0, 1, 1}, 0);
    if (builder_end(b, &f->box, NULL)) {
        BUG("the box does not hold");
    }
}

/* Looks along +y from (0, -1, 0.15): camera x = world x, camera y = -world z, camera z = world y. */
static inline struct camera fixture_camera(int width_px, int height_px, double f_px)
{
    return (struct camera){.width_px = width_px,
                           .height_px = height_px,
                           .f_px = f_px,
                           .cx_px = width_px / 2.0,
                           .cy_px = height_px / 2.0,
                           .cam_from_world = {{{1, 0, 0, 0}, {0, 0, -1, 0.15}, {0, 1, 0, 1}}}};
}

static inline struct material fixture_material(float grey)
{
    return (struct material){.base_color = {grey, grey, grey},
                             .texture = SCENE_NONE,
                             .roughness = 0.8f,
                             .specular = 0.5f,
                             .ior = 1.45f,
                             .alpha = 1};
}

/* n boxes side by side, 0.25 m apart, the middle of the row at x = 0. All light comes from everywhere. */
static inline void fixture_init(struct fixture *f, size_t n, int width_px, int height_px,
                                double f_px)
{
    *f = (struct fixture){0};
    fixture_box(f);
    fixture_art(f, 64, 3);
    struct scene *s = &f->scene;
    s->mesh = arena_zalloc(&f->arena, sizeof *s->mesh);
    s->mesh[0] = &f->box;
    s->n_meshes = 1;
    s->texture = arena_zarray(&f->arena, struct texture, 1);
    s->texture[0] = (struct texture){&f->art, "quarters-64"};
    s->n_textures = 1;
    s->material = arena_zarray(&f->arena, struct material, 2);
    s->material[0] = fixture_material(0.5f);
    s->material[0].texture = 0;
    s->material[1] = fixture_material(0.5f);
    s->n_materials = 2;
    s->object = arena_zarray(&f->arena, struct object, n + 1);
    for (size_t i = 0; i < n; i++) {
        s->object[i] = (struct object){
            .material = {0, 1},
            .world_from_object = xform_move(0.25 * ((double)i - ((double)n - 1) / 2), 0, 0),
            .item = SCENE_NONE,
            .tag = SCENE_NONE};
    }
    s->n_objects = n;
    s->camera = fixture_camera(width_px, height_px, f_px);
    for (int k = 0; k < 3; k++) {
        s->ambient[k] = 1;
    }
    f->settings = (struct render_settings){.width_px = width_px,
                                           .height_px = height_px,
                                           .f_px = f_px,
                                           .cx_px = s->camera.cx_px,
                                           .cy_px = s->camera.cy_px,
                                           .samples = 1,
                                           .seed = 7};
}

static inline void fixture_release(struct fixture *f)
{
    image_release(&f->art);
    arena_release(&f->arena);
}

#endif
