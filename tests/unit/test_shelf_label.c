// SPDX-License-Identifier: MIT
/* Labels of scenes of a box or two, against projections done by hand. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <jansson.h>

#include "shelf_fixture.h"

static const struct label_limits all = {.min_pixels = 1, .amodal_masks = true};

static void near(double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol)) {
        fail_msg("got %.9g, want %.9g within %g", got, want, tol);
    }
}

static void assert_box(const struct box *b, double x0, double y0, double x1, double y1)
{
    near(b->x0, x0, 0);
    near(b->y0, y0, 0);
    near(b->x1, x1, 0);
    near(b->y1, y1, 0);
}

/* 1 m above the floor, 2 m in front of the origin, 500 px focal length, 640 x 480. */
static struct view eye(void)
{
    return fix_view(640, 480, 500, (struct vec3){0, -2, 1}, 0);
}

/* A box 0.2 wide, 0.2 deep, 0.4 high, standing at z = 0.8. Its front is 1.9 m away: x from 320 - 26.3 to 320 + 26.3, y from
 * 240 - 500 * 0.2 / 1.9 = 187.4 to 292.6; nothing of top or sides shows outside of that. */
static void test_one_box(void **state)
{
    (void)state;
    shelf_begin();
    uint32_t item = shelf_item(0.2, 0.2, 0.4, xform_move(0, 0, 0.8), 0);
    struct view v = eye();
    shelf_look(&v, all);
    assert_int_equal(shelf.label.n_items, 1);
    const struct item_label *t = &shelf.label.item[0];
    assert_int_equal(t->item, item);
    assert_int_equal(t->instance, 1);
    assert_box(&t->visible_box, 294, 187, 346, 293);
    assert_box(&t->amodal_box, 294, 187, 346, 293);
    assert_int_equal(t->visible_px, 52 * 106);
    assert_int_equal(t->amodal_px, 52 * 106);
    near(t->visible_fraction, 1, 0);
    near(t->truncation, 0, 0);
    /* Columns first: 294 whole columns, then 187 pixels down. */
    assert_int_equal(t->visible.count[0], 294 * 480 + 187);
    assert_int_equal(t->visible.count[1], 106);
    assert_int_equal(t->visible.count[2], 480 - 106);
    assert_int_equal(t->visible.n, 2 * 52 + 1);
    assert_int_equal(shelf.label.instance[240 * 640 + 320], 1);
    assert_int_equal(shelf.label.instance[240 * 640 + 293], 0);
}

/* OpenCV's frame: a point of the object, by pose and pinhole alone, falls where the label says. */
static void test_pose(void **state)
{
    (void)state;
    shelf_begin();
    struct xform turn = xform_turn_z(0.5), move = xform_move(0.3, 0.2, 0.7);
    shelf_item(0.2, 0.1, 0.4, xform_mul(&move, &turn), 0);
    struct view v = eye();
    shelf_look(&v, all);
    const struct item_label *t = &shelf.label.item[0];
    /* The origin of the object is 0.3 to the right, 0.3 below and 2.2 m in front of the camera. */
    near(t->cam_from_object.m[0][3], 0.3, 1e-12);
    near(t->cam_from_object.m[1][3], 0.3, 1e-12);
    near(t->cam_from_object.m[2][3], 2.2, 1e-12);
    /* Object's x axis: turned by 0.5 to the left and away; its z axis goes up, which is -y of the camera. */
    near(t->cam_from_object.m[0][0], cos(0.5), 1e-12);
    near(t->cam_from_object.m[2][0], sin(0.5), 1e-12);
    near(t->cam_from_object.m[1][2], -1, 1e-12);
    for (int i = 0; i < 8; i++) {
        struct vec3 p = {i & 1 ? 0.1 : -0.1, i & 2 ? 0.05 : -0.05, i & 4 ? 0.4 : 0};
        p = xform_apply(&t->cam_from_object, p);
        near(t->corner[i].x, 500 * p.x / p.z + 320, 1e-4);
        near(t->corner[i].y, 500 * p.y / p.z + 240, 1e-4);
    }
}

/* A second box covers the right half of the first. */
static void test_hidden_half(void **state)
{
    (void)state;
    shelf_begin();
    shelf_item(0.2, 0.2, 0.4, xform_move(0, 0, 0.8), 0);
    shelf_item(0.3, 0.02, 0.8, xform_move(0.15, -0.5, 0.6), 1); /* its left edge stands before the middle */
    shelf_item(0.1, 0.05, 0.1, xform_move(0.05, -0.3, 0.9), 2); /* wholly behind the second */
    struct view v = eye();
    shelf_look(&v, all);
    assert_int_equal(shelf.label.n_items, 2);
    assert_int_equal(shelf.label.ignored, 0);
    const struct item_label *t = &shelf.label.item[0];
    assert_box(&t->visible_box, 294, 187, 320, 293);
    assert_box(&t->amodal_box, 294, 187, 346, 293);
    near(t->visible_fraction, 0.5, 1e-12);
    assert_int_equal(t->visible.n, 2 * 26 + 1);
    assert_int_equal(t->amodal.n, 2 * 52 + 1);
    assert_int_equal(shelf.label.item[1].instance, 2);
    /* Under a limit of 60 % it is ignored, but keeps its number in the map. */
    shelf_look(&v, (struct label_limits){.min_pixels = 1, .min_visible = 0.6});
    assert_int_equal(shelf.label.n_items, 1);
    assert_int_equal(shelf.label.item[0].instance, 2);
    assert_int_equal(shelf.label.item[0].amodal.n, 0); /* not asked for */
    assert_int_equal(shelf.label.ignored, 1);
    assert_int_equal(shelf.label.instance[240 * 640 + 300], 1);
    shelf_look(&v, (struct label_limits){.min_pixels = 26 * 106 + 1});
    assert_int_equal(shelf.label.n_items, 1);
    shelf_look(&v, (struct label_limits){.min_pixels = 26 * 106});
    assert_int_equal(shelf.label.n_items, 2);
}

/* A plate 0.4 wide and 0.2 high at 1.9 m, its middle on the picture's left border: half of it is outside. */
static void test_truncated(void **state)
{
    (void)state;
    shelf_begin();
    shelf_item(0.4, 0.002, 0.2, xform_move(-320.0 * 1.9 / 500, -0.1, 0.9), 0);
    struct view v = eye();
    shelf_look(&v, all);
    const struct item_label *t = &shelf.label.item[0];
    near(t->truncation, 0.5, 0.01);
    near(t->visible_fraction, 1, 0); /* of what is in the picture */
    near(t->visible_box.x0, 0, 0);
    near(t->amodal_box.x0, -53, 1);
    near(t->amodal_box.x1, t->visible_box.x1, 0);
    assert_int_equal(t->amodal.count[0], t->visible.count[0]);
}

static void test_text(void **state)
{
    (void)state;
    shelf_begin();
    uint32_t item = shelf_item(0.2, 0.2, 0.4, xform_move(0, 0, 0.8), 0);
    shelf_text(item, "left and right", 0.1, 0.25, 0.9, 0.5);
    shelf_text(item, "left only", 0.05, 0.75, 0.45, 0.8);
    struct view v = eye();
    shelf_look(&v, all);
    assert_int_equal(shelf.label.n_texts, 2);
    const struct text_label *t = &shelf.label.text[0];
    near(t->visible_fraction, 1, 0);
    near(t->height_px, 500 * 0.1 / 1.9, 1e-3);
    /* Top-left as it is read: 0.08 left of the middle, 0.1 above the camera's height. */
    near(t->quad.p[0].x, 320 - 500 * 0.08 / 1.9, 1e-3);
    near(t->quad.p[0].y, 240 - 500 * 0.1 / 1.9, 1e-3);
    near(t->quad.p[2].x, 320 + 500 * 0.08 / 1.9, 1e-3);
    near(t->quad.p[2].y, 240, 1e-3);
    assert_int_equal(t->n, 4);
    /* Half of the first behind another box; from behind nothing is read. */
    shelf_item(0.3, 0.02, 0.8, xform_move(0.15, -0.5, 0.6), 1);
    shelf_look(&v, all);
    assert_int_equal(shelf.label.n_texts, 2);
    near(shelf.label.text[0].visible_fraction, 0.5, 0.03);
    near(shelf.label.text[1].visible_fraction, 1, 0);
    shelf_look(&v, (struct label_limits){.min_text_visible = 0.8});
    assert_int_equal(shelf.label.n_texts, 1);
    assert_int_equal(shelf.label.text[0].text, 1);
    shelf_look(&v, (struct label_limits){.min_text_px = 10});
    assert_int_equal(shelf.label.n_texts, 1);
    assert_int_equal(shelf.label.text[0].text, 0);
    v.cam_from_world = fix_camera((struct vec3){0, 2, 1}, PI);
    shelf_look(&v, all);
    assert_int_equal(shelf.label.n_items, 2);
    assert_int_equal(shelf.label.n_texts, 0);
}

/* A wall of the object itself in front of its text: an L of two boxes in one mesh. */
static void test_text_behind_its_own_object(void **state)
{
    (void)state;
    shelf_begin();
    uint32_t item = shelf_item(0.2, 0.2, 0.4, xform_move(0, 0, 0.8), 0);
    shelf_text(item, "inside", 0.1, 0.25, 0.9, 0.5);
    for (int i = 0; i < 4; i++) { /* as if printed on the back wall of a box that is open to the front */
        struct vec3 *p = (struct vec3 *)(uintptr_t)shelf.text[0].p;
        p[i].y = 0.1;
    }
    struct view v = eye();
    shelf_look(&v, all);
    assert_int_equal(shelf.label.n_texts, 0);
}

static void test_curved_text(void **state)
{
    (void)state;
    shelf_begin();
    uint32_t item = shelf_item(0.2, 0.2, 0.4, xform_move(0, 0, 0.8), 0);
    /* Sagging in the middle: the quad must hold all of the polygon. */
    static const struct vec3 p[6] = {{-0.08, -0.1, 0.3}, {0, -0.1, 0.28}, {0.08, -0.1, 0.3},
                                     {0.08, -0.1, 0.2},  {0, -0.1, 0.18}, {-0.08, -0.1, 0.2}};
    static const struct vec3 n[6] = {{0, -1, 0}, {0, -1, 0}, {0, -1, 0}, {0, -1, 0}, {0, -1, 0}, {0, -1, 0}};
    shelf.text[0] = (struct surface_text){.text = "smile", .kind = "claim", .object = item, .p = p, .normal = n, .n = 6};
    shelf.f.s.n_texts = 1;
    struct view v = eye();
    shelf_look(&v, all);
    assert_int_equal(shelf.label.n_texts, 1);
    const struct text_label *t = &shelf.label.text[0];
    near(t->visible_fraction, 1, 0);
    assert_int_equal(t->n, 6);
    near(t->quad.p[0].x, 320 - 500 * 0.08 / 1.9, 1e-3);
    near(t->quad.p[0].y, 240 - 500 * 0.1 / 1.9, 1e-3);
    near(t->quad.p[3].y, 240 + 500 * 0.02 / 1.9, 1e-3); /* z = 0.98, the lowest */
}

static void test_tag(void **state)
{
    (void)state;
    shelf_begin();
    const struct mesh *m = fix_box(&shelf.f, (struct vec3){-0.04, -0.001, 0}, (struct vec3){0.04, 0.001, 0.05});
    uint32_t object = fix_add(&shelf.f, m, xform_move(0, 0, 0.975), 0);
    shelf.f.object[object].tag = 0;
    shelf.tag[0] = (struct tag){.object = object, .sku = &shelf_sku[1], .bay = 2, .price = "1,99"};
    shelf.f.s.n_tags = 1;
    struct view v = eye();
    shelf_look(&v, all);
    assert_int_equal(shelf.label.n_tags, 1);
    assert_int_equal(shelf.label.n_items, 0);
    const struct tag_label *t = &shelf.label.tag[0];
    near(t->visible_fraction, 1, 0);
    near(t->quad.p[0].x, 320 - 500 * 0.04 / 1.999, 1e-3); /* top-left as the shopper sees it */
    near(t->quad.p[0].y, 240 - 500 * 0.025 / 1.999, 1e-3);
    near(t->quad.p[2].x, 320 + 500 * 0.04 / 1.999, 1e-3);
    near(t->quad.p[2].y, 240 + 500 * 0.025 / 1.999, 1e-3);
    assert_box(&t->box, 310, 234, 330, 246);
}

static void test_regions(void **state)
{
    (void)state;
    shelf_begin();
    struct region *r = shelf.region;
    /* Front at 1.9 m, back at 2.1. */
    r[0] = (struct region){.kind = REGION_SHELF, .shelf = 3, .lo = {-0.5, -0.1, 0.8}, .hi = {0.5, 0.1, 1.2}};
    /* Behind the camera; beside the picture; from behind the camera into it. */
    r[1] = (struct region){.kind = REGION_GAP, .lo = {-0.5, -4, 0.8}, .hi = {0.5, -3, 1.2}};
    r[2] = (struct region){.kind = REGION_GAP, .lo = {3, -0.1, 0.8}, .hi = {4, 0.1, 1.2}};
    r[3] = (struct region){.kind = REGION_GAP, .lo = {0.5, -4, 0.5}, .hi = {1, 0, 0.9}};
    /* Reaches far out to the right: its height there is no height in the picture. */
    r[4] = (struct region){.kind = REGION_SHELF, .lo = {0, -1.8, 0.9}, .hi = {5, -1.7, 1.1}};
    shelf.f.s.n_regions = 5;
    struct view v = eye();
    shelf_look(&v, all);
    assert_int_equal(shelf.label.n_regions, 3);
    const struct box *b = &shelf.label.region[0].box;
    near(b->x0, 320 - 500 * 0.5 / 1.9, 1e-6);
    near(b->x1, 320 + 500 * 0.5 / 1.9, 1e-6);
    near(b->y0, 240 - 500 * 0.2 / 1.9, 1e-6);
    near(b->y1, 240 + 500 * 0.2 / 1.9, 1e-6);
    b = &shelf.label.region[1].box;
    assert_int_equal(shelf.label.region[1].region, 3);
    near(b->x0, 320 + 500 * 0.5 / 2, 1e-6); /* its far left edge; all else goes off to the right and below */
    near(b->y0, 240 + 500 * 0.1 / 2, 1e-6);
    near(b->x1, 640, 1e-9);
    near(b->y1, 480, 1e-9);
    b = &shelf.label.region[2].box;
    near(b->y0, 0, 1e-9); /* 500 * 0.1 / 0.2 = 250 px above and below the middle */
    near(b->y1, 480, 1e-9);
    near(b->x0, 320, 1e-6);
}

/* Perspective of a slanted box: what is outside of the picture must not widen the box inside. */
static void test_region_cut_before_it_is_boxed(void **state)
{
    (void)state;
    shelf_begin();
    struct view v = fix_view(640, 480, 500, (struct vec3){0, -2, 1}, PI / 4); /* looks to the left: the right comes near */
    shelf.region[0] = (struct region){.kind = REGION_SHELF, .lo = {-2, 0, 0.95}, .hi = {1.2, 0.01, 1.05}};
    shelf.f.s.n_regions = 1;
    shelf_look(&v, all);
    /* Where x = 640 cuts the front: normalised x 0.64. The point (x, 0) has camera z = (2 - x) / sqrt 2 and camera
     * x = (x + 2) / sqrt 2: x = -0.439, z = 1.725; half a height of 500 * 0.05 / 1.725. Nearer points are outside. */
    near(shelf.label.region[0].box.y1, 240 + 500 * 0.05 / 1.7246, 0.05);
    near(shelf.label.region[0].box.x1, 640, 1e-9);
}

static double number(const json_t *list, size_t i)
{
    return json_number_value(json_array_get(list, i));
}

static void test_json(void **state)
{
    (void)state;
    shelf_begin();
    uint32_t item = shelf_item(0.2, 0.2, 0.4, xform_move(0, 0, 0.8), 2);
    shelf.item[item].fallen = true;
    shelf_text(item, "Soap \"Mild\"", 0.1, 0.25, 0.9, 0.5);
    shelf.region[0] = (struct region){.kind = REGION_GAP, .lo = {-0.5, -0.1, 0.8}, .hi = {0.5, 0.1, 1.2}, .sku = &shelf_sku[0]};
    shelf.f.s.n_regions = 1;
    struct view v = eye();
    shelf_look(&v, all);
    struct buf b = {0};
    struct json j = json_to(&b);
    json_begin_object(&j);
    json_key(&j, "kind");
    json_str(&j, "shelf");
    shelf_label_write_json(&shelf.label, &j);
    json_end_object(&j);
    json_t *root = json_loadb(b.data, b.len, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    const json_t *it = json_array_get(json_object_get(root, "items"), 0);
    assert_string_equal(json_string_value(json_object_get(it, "sku")), "soap");
    assert_string_equal(json_string_value(json_array_get(json_object_get(it, "state"), 0)), "fallen");
    assert_int_equal(json_integer_value(json_object_get(it, "instance")), 1);
    near(number(json_object_get(it, "box"), 2), 346, 0);
    near(number(json_object_get(it, "cam_from_object"), 11), 2, 0);
    near(number(json_object_get(it, "bounds_m"), 5), 0.4, 1e-5);
    assert_string_equal(json_string_value(json_object_get(json_object_get(it, "mask"), "counts")),
                        rle_string(&shelf.label.item[0].visible, &shelf.f.a));
    near(number(json_object_get(json_object_get(it, "mask"), "size"), 0), 480, 0);
    const json_t *text = json_array_get(json_object_get(root, "texts"), 0);
    assert_string_equal(json_string_value(json_object_get(text, "text")), "Soap \"Mild\"");
    assert_int_equal(json_integer_value(json_object_get(text, "instance")), 1);
    const json_t *gap = json_array_get(json_object_get(root, "regions"), 0);
    assert_string_equal(json_string_value(json_object_get(gap, "kind")), "gap");
    assert_string_equal(json_string_value(json_object_get(gap, "sku")), "oat-1l");
    json_decref(root);
    buf_release(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_one_box),     cmocka_unit_test(test_pose),
        cmocka_unit_test(test_hidden_half), cmocka_unit_test(test_truncated),
        cmocka_unit_test(test_text),        cmocka_unit_test(test_text_behind_its_own_object),
        cmocka_unit_test(test_curved_text), cmocka_unit_test(test_tag),
        cmocka_unit_test(test_regions),     cmocka_unit_test(test_region_cut_before_it_is_boxed),
        cmocka_unit_test(test_json),
    };
    return cmocka_run_group_tests(tests, NULL, shelf_release);
}
