// SPDX-License-Identifier: MIT
/* Scenes as a whole, with real art and meshes: references, repetition, splits, products in view. */
#include <jansson.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <string.h>

#include "plan/plan.h"
#include "planogram_fixture.h"
#include "raster/raster3d.h"
#include "shelf/planogram.h"
#include "shelf/shapes.h"
#include "shelf/viewpoint.h"

enum { SKUS = 24 };

static struct {
    struct fixture fx;
    struct recipe r;
    struct catalogue *catalogue;
    struct shelf_world w;
    struct arena arena;
    uint8_t split[SKUS];
} t;

static void near(double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol)) {
        fail_msg("got %.9g, want %.9g within %g", got, want, tol);
    }
}

static int set_up(void **state)
{
    (void)state;
    struct err e = {0};
    fixture_init(&t.fx);
    t.r.shelf = t.fx.r;
    t.r.shelf.width_px = dist_const(320);
    t.r.shelf.height_px = dist_const(240);
    if (catalogue_generate(5, SKUS, &t.catalogue, &e)) {
        fail_msg("%s", e.msg);
    }
    t.w = (struct shelf_world){.recipe = &t.r,
                               .catalogue = t.catalogue,
                               .art = art_cache_new(0, &e),
                               .shapes = shape_cache_new(&(struct shape_options){0})};
    assert_non_null(t.w.art);
    art_cache_scale(t.w.art, 1);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    shape_cache_free(t.w.shapes);
    art_cache_free(t.w.art);
    catalogue_free(t.catalogue);
    arena_release(&t.arena);
    return 0;
}

static struct stage *make(uint64_t i)
{
    struct stage *s;
    struct err e = {0};
    if (stage_make(&t.w, 11, i, 0, &t.arena, &s, &e)) {
        fail_msg("scene %u: %s", (unsigned)i, e.msg);
    }
    return s;
}

static void drop(struct stage *s)
{
    stage_drop(s);
    arena_reset(&t.arena);
}

static void check_references(const struct scene *s)
{
    assert_true(s->n_objects > 0 && s->n_objects <= 32766 && s->n_lights > 0);
    for (size_t k = 0; k < s->n_objects; k++) {
        const struct object *o = &s->object[k];
        assert_true(o->mesh < s->n_meshes);
        for (int j = 0; j < s->mesh[o->mesh]->n_slots; j++) {
            assert_true(o->material[j] < s->n_materials);
        }
        assert_int_equal(o->role == ROLE_ITEM, o->item != SCENE_NONE);
        assert_int_equal(o->role == ROLE_TAG, o->tag != SCENE_NONE);
        struct xform inv = xform_rigid_inverse(&o->world_from_object),
                     one = xform_mul(&inv, &o->world_from_object);
        for (int i = 0; i < 3; i++) {
            near(one.m[i][i], 1, 1e-9); /* rigid */
        }
    }
    for (size_t k = 0; k < s->n_materials; k++) {
        uint32_t texture = s->material[k].texture;
        assert_true(texture == SCENE_NONE ||
                    (texture < s->n_textures && s->texture[texture].im->px));
    }
    for (size_t k = 0; k < s->n_items; k++) {
        assert_int_equal(s->object[s->item[k].object].item, k);
    }
    for (size_t k = 0; k < s->n_tags; k++) {
        assert_int_equal(s->object[s->tag[k].object].tag, k);
        assert_true(s->tag[k].bay >= 0 && s->tag[k].price[0]);
    }
    for (size_t k = 0; k < s->n_texts; k++) {
        const struct surface_text *x = &s->text[k];
        assert_true(x->object < s->n_objects && x->n >= 4 && x->n % 2 == 0 && x->text[0] &&
                    x->kind[0]);
    }
}

static void test_shelf_is_whole(void **state)
{
    (void)state;
    t.r.kind = KIND_SHELF;
    for (unsigned i = 0; i < 4; i++) {
        struct stage *stage = make(i);
        const struct scene *s = stage_scene(stage);
        check_references(s);
        assert_true(s->n_items > 5 && s->n_texts > s->n_items && s->n_regions > 0);
        for (size_t k = 0; k < s->n_regions; k++) {
            const struct region *r = &s->region[k];
            assert_true(r->lo.x < r->hi.x && r->lo.y < r->hi.y && r->lo.z < r->hi.z && r->bay >= 0);
        }
        for (size_t k = 0; k < s->n_tags; k++) { /* one SKU, one price */
            for (size_t j = 0; j < k; j++) {
                assert_true(s->tag[k].sku != s->tag[j].sku ||
                            strcmp(s->tag[k].price, s->tag[j].price) == 0);
            }
        }
        drop(stage);
    }
}

/* Tags hang in the rail: before the boards' edges, between a hand's breadth under the board's top
 * and the top itself. */
static void test_tags_are_in_their_rail(void **state)
{
    (void)state;
    t.r.kind = KIND_SHELF;
    struct recipe_shelf keep = t.r.shelf;
    t.r.shelf.pegs = 0;
    struct stage *stage = make(3);
    const struct scene *s = stage_scene(stage);
    assert_true(s->n_tags > 0);
    for (size_t k = 0; k < s->n_tags; k++) {
        const struct tag *tag = &s->tag[k];
        const struct object *o = &s->object[tag->object];
        double top = 0;
        for (size_t j = 0; j < s->n_regions; j++) {
            const struct region *r = &s->region[j];
            top = r->kind == REGION_SHELF && r->bay == tag->bay && r->shelf == tag->shelf
                      ? r->lo.z + 0.03
                      : top;
        }
        struct vec3 low = xform_apply(&o->world_from_object, (struct vec3){0, 0, 0});
        struct vec3 high = xform_apply(&o->world_from_object, (struct vec3){0, 0, 0.036});
        struct vec3 face = xform_dir(&o->world_from_object, (struct vec3){0, -1, 0});
        assert_true(low.y < -0.01 && low.y > -0.03 && low.z > top - 0.05 && high.z < top + 0.004);
        assert_true(high.y > low.y && face.z > 0.05); /* leans back, looks up */
    }
    drop(stage);
    t.r.shelf = keep;
}

static void test_same_arguments_same_scene(void **state)
{
    (void)state;
    for (int kind = KIND_SHELF; kind <= KIND_PRODUCT; kind++) {
        t.r.kind = kind;
        struct arena other = {0};
        struct stage *a = make(2), *b;
        assert_int_equal(stage_make(&t.w, 11, 2, 0, &other, &b, NULL), ST_OK);
        const struct scene *s = stage_scene(a), *q = stage_scene(b);
        assert_int_equal(s->n_objects, q->n_objects);
        assert_int_equal(s->n_texts, q->n_texts);
        assert_memory_equal(s->object, q->object, s->n_objects * sizeof *s->object);
        assert_memory_equal(s->material, q->material, s->n_materials * sizeof *s->material);
        assert_memory_equal(s->light, q->light, s->n_lights * sizeof *s->light);
        assert_memory_equal(&s->camera, &q->camera, sizeof s->camera);
        for (size_t k = 0; k < s->n_textures; k++) {
            assert_string_equal(s->texture[k].key, q->texture[k].key);
        }
        stage_drop(b);
        arena_release(&other);
        drop(a);
    }
}

static void test_held_out_skus(void **state)
{
    (void)state;
    t.r.kind = KIND_SHELF;
    t.r.split_val = t.r.split_test = 0.3;
    t.r.split_by = SPLIT_SKU;
    int frames[3] = {0}, held = 0;
    for (int k = 0; k < SKUS; k++) {
        t.split[k] = k % 5 == 0 ? SPLIT_TEST : k % 5 == 1 ? SPLIT_VAL : SPLIT_TRAIN;
    }
    t.w.sku_split = t.split;
    for (unsigned i = 0; i < 24; i++) {
        t.r.kind = i % 2 ? KIND_SHELF : KIND_PRODUCT;
        struct stage *stage = make(i);
        const struct scene *s = stage_scene(stage);
        int split = stage_split(stage);
        frames[split]++;
        for (size_t k = 0; k < s->n_items; k++) {
            int own = t.split[s->item[k].sku->id_number];
            assert_true(own == split || (own == SPLIT_TRAIN && t.r.kind == KIND_SHELF));
            held += own == split && split != SPLIT_TRAIN;
        }
        drop(stage);
    }
    assert_true(frames[0] && frames[1] && frames[2] && held > 10);
    t.w.sku_split = NULL;
    t.r.split_val = t.r.split_test = 0;
}

static void test_products_are_seen(void **state)
{
    (void)state;
    t.r.kind = KIND_PRODUCT;
    t.r.shelf.width_px = t.r.shelf.height_px = dist_const(96);
    for (unsigned i = 0; i < 40; i++) {
        struct stage *stage = make(100 + i);
        const struct scene *s = stage_scene(stage);
        check_references(s);
        assert_int_equal(s->n_items, 1);
        struct view v = view_of_camera(&s->camera);
        struct maps m;
        raster_scene(s, &v, 0, &t.arena, &m);
        struct coverage c;
        raster_object(s, s->item[0].object, &v, &t.arena, &c);
        size_t seen = 0;
        for (int k = 0; k < 96 * 96; k++) {
            seen += m.id[k] == s->item[0].object + 1;
        }
        if (!(c.pixels > 200 && (double)seen > 0.1 * (double)c.pixels)) {
            fail_msg("product %u: %zu of %zu pixels are seen", i, seen, (size_t)c.pixels);
        }
        drop(stage);
    }
}

/* A hand is there when the recipe says so, hides a part of the product and never most of it. */
static void test_hands_hold_products(void **state)
{
    (void)state;
    struct recipe_shelf keep = t.r.shelf;
    t.r.kind = KIND_PRODUCT;
    t.r.shelf.width_px = t.r.shelf.height_px = dist_const(96);
    t.r.shelf.backdrop = dist_const(BACKDROP_PLAIN);
    t.r.shelf.occluders = dist_const(0);
    size_t hidden = 0;
    for (unsigned i = 0; i < 60; i++) {
        t.r.shelf.held = i % 2;
        struct stage *stage = make(300 + i / 2);
        const struct scene *s = stage_scene(stage);
        struct view v = view_of_camera(&s->camera);
        struct maps m;
        raster_scene(s, &v, 0, &t.arena, &m);
        struct coverage c;
        raster_object(s, s->item[0].object, &v, &t.arena, &c);
        size_t seen = 0, hand = 0;
        for (int k = 0; k < 96 * 96; k++) {
            seen += m.id[k] == s->item[0].object + 1;
            hand += m.id[k] && s->object[m.id[k] - 1].role == ROLE_OCCLUDER;
        }
        assert_int_equal(hand > 0, i % 2);
        if ((double)seen < 0.25 * (double)c.pixels * c.share_inside) {
            fail_msg("product %u: %zu of %zu pixels are seen", i, seen, (size_t)c.pixels);
        }
        hidden += i % 2 && (double)seen < 0.98 * (double)c.pixels;
        drop(stage);
    }
    if (hidden < 12) {
        fail_msg("%zu of 30 hands hide something", hidden);
    }
    t.r.shelf.held = 1;
    t.r.shelf.backdrop = dist_const(BACKDROP_SHELF); /* there none does */
    struct stage *stage = make(300);
    t.r.shelf.held = 0;
    struct stage *without = make(300);
    assert_int_equal(stage_scene(stage)->n_objects, stage_scene(without)->n_objects);
    stage_drop(without);
    drop(stage);
    t.r.shelf = keep;
}

/* Without occluders, offset and roll: the box's longer side has the wanted share, in the middle,
 * and the right side shows. */
static void test_product_is_framed(void **state)
{
    (void)state;
    struct recipe_shelf keep = t.r.shelf;
    t.r.kind = KIND_PRODUCT;
    t.r.shelf.width_px = t.r.shelf.height_px = dist_const(200);
    t.r.shelf.backdrop = dist_const(BACKDROP_PLAIN);
    t.r.shelf.occluders = t.r.shelf.offset = t.r.shelf.roll_deg = t.r.shelf.distortion =
        dist_const(0);
    t.r.shelf.product_fill = dist_const(0.8);
    t.r.shelf.azimuth_deg = dist_const(40);
    t.r.shelf.elevation_deg = dist_const(20);
    for (unsigned i = 0; i < 10; i++) {
        struct stage *stage = make(i);
        const struct scene *s = stage_scene(stage);
        const struct object *o = &s->object[s->item[0].object];
        const double *mm = s->item[0].sku->size_mm;
        struct view v = view_of_camera(&s->camera);
        struct box b = box_empty();
        for (int k = 0; k < 8; k++) {
            struct vec3 p = {(k & 1 ? 0.5 : -0.5) * mm[0] / 1000,
                             (k & 2 ? 0.5 : -0.5) * mm[1] / 1000, k & 4 ? mm[2] / 1000 : 0};
            struct pt at;
            double depth;
            assert_true(view_project(&v, xform_apply(&o->world_from_object, p), &at, &depth));
            box_add(&b, at);
        }
        near(fmax(b.x1 - b.x0, b.y1 - b.y0), 160, 4);
        near((b.x0 + b.x1) / 2, 100, 0.01);
        near((b.y0 + b.y1) / 2, 100, 0.01);
        struct xform t2 = xform_mul(&s->camera.cam_from_world, &o->world_from_object);
        struct vec3 right = xform_dir(&t2, (struct vec3){1, 0, 0}),
                    top = xform_dir(&t2, (struct vec3){0, 0, 1});
        near(right.z, -sin(40 * PI / 180) * cos(20 * PI / 180), 1e-9); /* towards the camera */
        near(top.z, -sin(20 * PI / 180), 1e-9);
        drop(stage);
    }
    t.r.shelf = keep;
}

static void test_plan_is_json(void **state)
{
    (void)state;
    for (int kind = KIND_SHELF; kind <= KIND_PRODUCT; kind++) {
        t.r.kind = kind;
        struct stage *stage = make(1);
        struct buf b = {0};
        struct json j = json_to(&b);
        stage_write_json(stage, &j);
        json_t *root = json_loadb(b.data, b.len, JSON_REJECT_DUPLICATES, NULL);
        assert_non_null(root);
        assert_int_equal(json_array_size(json_object_get(root, "items")),
                         stage_scene(stage)->n_items);
        assert_string_equal(json_string_value(json_object_get(root, "kind")),
                            kind == KIND_SHELF ? "shelf" : "product");
        json_decref(root);
        buf_release(&b);
        drop(stage);
    }
}

/* A photograph behind the product: red left of blue stays red left of blue. */
static void test_photo_behind(void **state)
{
    (void)state;
    enum { W = 64, H = 48 };
    static uint8_t px[W * H * 3];
    for (int k = 0; k < W * H; k++) {
        px[k * 3 + (k % W < W / 2 ? 0 : 2)] = 200;
    }
    struct recipe_shelf keep = t.r.shelf;
    struct image photo = {W, H, 3, px};
    t.w.photo = &photo;
    t.w.n_photos = 1;
    t.r.kind = KIND_PRODUCT;
    t.r.shelf.backdrop = dist_const(BACKDROP_PHOTO);
    int both = 0;
    for (unsigned i = 0; i < 6; i++) {
        struct stage *stage = make(i);
        const struct scene *s = stage_scene(stage);
        check_references(s);
        for (size_t k = 0; k < s->n_objects; k++) {
            uint32_t texture = s->material[s->object[k].material[0]].texture;
            if (s->object[k].role != ROLE_ROOM || texture == SCENE_NONE) {
                continue;
            }
            const struct image *im = s->texture[texture].im;
            const uint8_t *left = im->px, *right = im->px + (im->width_px - 1) * 3;
            assert_true(left[0] + left[2] == 200 && right[0] + right[2] == 200);
            assert_true(left[0] >= right[0]);
            both += left[0] > right[0];
        }
        drop(stage);
    }
    assert_true(both > 0);
    t.w.photo = NULL;
    t.w.n_photos = 0;
    t.r.shelf = keep;
}

/* As in a shop's own picture: a white card behind it, and neither table nor texture. */
static void test_white_behind(void **state)
{
    (void)state;
    struct recipe_shelf keep = t.r.shelf;
    t.r.kind = KIND_PRODUCT;
    t.r.shelf.backdrop = dist_const(BACKDROP_WHITE);
    t.r.shelf.occluders = dist_const(0);
    t.r.shelf.elevation_deg = dist_const(30); /* where half of all others stand on a table */
    for (unsigned i = 0; i < 8; i++) {
        struct stage *stage = make(i);
        const struct scene *s = stage_scene(stage);
        check_references(s);
        int cards = 0;
        for (size_t k = 0; k < s->n_objects; k++) {
            const struct material *m = &s->material[s->object[k].material[0]];
            if (s->object[k].role == ROLE_ROOM) {
                cards++;
                assert_int_equal(m->texture, SCENE_NONE);
                near((double)m->emission[0], 1, 1e-6);
                near((double)m->emission[1], 1, 1e-6);
                near((double)m->emission[2], 1, 1e-6);
            }
        }
        assert_int_equal(cards, 1);
        drop(stage);
    }
    t.r.shelf = keep;
}

static void test_no_photo_for_a_photo(void **state)
{
    (void)state;
    struct recipe_shelf keep = t.r.shelf;
    struct stage *s;
    struct err e = {0};
    t.r.kind = KIND_PRODUCT;
    t.r.shelf.backdrop = dist_const(BACKDROP_PHOTO);
    assert_int_equal(stage_make(&t.w, 1, 1, 0, &t.arena, &s, &e), ST_RECIPE);
    assert_null(s);
    stage_drop(s);
    t.r.shelf = keep;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_shelf_is_whole),
        cmocka_unit_test(test_tags_are_in_their_rail),
        cmocka_unit_test(test_same_arguments_same_scene),
        cmocka_unit_test(test_held_out_skus),
        cmocka_unit_test(test_products_are_seen),
        cmocka_unit_test(test_product_is_framed),
        cmocka_unit_test(test_hands_hold_products),
        cmocka_unit_test(test_plan_is_json),
        cmocka_unit_test(test_photo_behind),
        cmocka_unit_test(test_white_behind),
        cmocka_unit_test(test_no_photo_for_a_photo),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
