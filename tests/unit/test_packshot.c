// SPDX-License-Identifier: MIT
/*
 * Packs from pictures: the outline, the side's edge and the gable that are measured are those that were drawn; the cutout
 * made from them has its size, puts the picture where it belongs and none of the photographer's ground on the pack.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "base/image.h"
#include "shelf/art.h"
#include "shelf/packs.h"
#include "shelf/packshot.h"

enum { SIDE = 200 };
static char folder[] = "/tmp/ersatz-packshot-XXXXXX";
static struct arena arena;

static void near(double got, double want, double tol, const char *what)
{
    if (!(fabs(got - want) <= tol)) {
        fail_msg("%s: got %g, want %g within %g", what, got, want, tol);
    }
}

static void rectangle(struct image *im, int x0, int y0, int x1, int y1, uint8_t r, uint8_t g,
                      uint8_t b)
{
    for (int y = y0; y < y1; y++) {
        for (int x = x0; x < x1; x++) {
            memcpy(im->px + 3 * (y * SIDE + x), (uint8_t[]){r, g, b}, 3);
        }
    }
}

static struct image white(void)
{
    struct image im;
    assert_int_equal(image_init(&im, SIDE, SIDE, 3, NULL), ST_OK);
    memset(im.px, 255, (size_t)SIDE * SIDE * 3);
    return im;
}

static const char *save(struct image *im, const char *name)
{
    struct buf b = {0};
    const char *path = arena_printf(&arena, "%s/%s", folder, name);
    assert_int_equal(encode_png(im, 1, &b, NULL), ST_OK);
    assert_int_equal(file_write(path, b.data, b.len, NULL), ST_OK);
    buf_release(&b);
    image_release(im);
    return path;
}

/* A box at x 60..140, y 20..180, whose darker side is the `side` px at its left, or at its right if below 0; printed. */
static const char *box_shot(int side, const char *name)
{
    struct image im = white();
    int edge = side > 0 ? 60 + side : 140 + side;
    rectangle(&im, 60, 20, 140, 180, 200, 60, 40);
    rectangle(&im, side > 0 ? 60 : edge, 20, side > 0 ? edge : 140, 180, 150, 40, 25);
    for (int k = 0; k < 12; k++) { /* print that reaches over no edge */
        rectangle(&im, 90 + 2 * (k % 3), 30 + 12 * k, 106 + k % 5, 36 + 12 * k, 240, 230, 90);
    }
    return save(&im, name);
}

static struct packshot measured(const char *path)
{
    struct packshot p;
    struct err e = {0};
    if (packshot_measure(path, &p, &e)) {
        fail_msg("%s", e.msg);
    }
    return p;
}

static void test_outline_and_edge(void **state)
{
    (void)state;
    for (int right = 0; right < 2; right++) {
        struct packshot p = measured(box_shot(right ? -24 : 24, right ? "r.png" : "l.png"));
        near(p.outline[0], 0.1, 0.006, "top");
        near(p.outline[1], 0.9, 0.006, "bottom");
        for (int i = 0; i < PACKSHOT_ROWS; i++) {
            near(p.outline[2 + 2 * i], 0.3, 0.006, "left");
            near(p.outline[3 + 2 * i], 0.7, 0.006, "right");
        }
        near(p.aspect, 0.5, 0.01, "aspect");
        assert_int_equal(p.section, SECTION_BOX);
        near(p.edge, right ? -0.3 : 0.3, 0.02, "edge");
        near(p.roof, 0, 0, "roof");
    }
}

/* A white pack of which only print is to be seen: the outline is the hull. And a gable. */
static void test_holes_are_mended(void **state)
{
    (void)state;
    struct image im = white();
    for (int y = 20; y < 50; y++) { /* gable: from 40 to 80 px wide */
        int half = 20 + (y - 20) * 2 / 3;
        rectangle(&im, 100 - half, y, 100 + half, y + 1, 40, 90, 40);
    }
    rectangle(&im, 60, 50, 140, 60, 40, 90, 40);
    rectangle(&im, 90, 60, 120, 150, 200, 20, 20);
    rectangle(&im, 60, 170, 140, 180, 40, 90, 40);
    rectangle(&im, 60, 180, 140, 188, 235, 235, 235); /* a faint mirror image under it */
    struct packshot p = measured(save(&im, "w.png"));
    near(p.outline[1], 0.9, 0.006, "bottom");
    near(p.outline[2 + 2 * 14], 0.3, 0.006, "left of the middle");
    near(p.outline[3 + 2 * 14], 0.7, 0.006, "right of the middle");
    near(p.outline[2], 0.4, 0.01, "left of the top");
    near(p.roof, 0.82, 0.03, "roof");
}

static void test_bottle_keeps_its_neck(void **state)
{
    (void)state;
    struct image im = white();
    rectangle(&im, 90, 20, 110, 80, 60, 90, 160);
    rectangle(&im, 65, 80, 135, 180, 60, 90, 160);
    struct packshot p = measured(save(&im, "b.png"));
    assert_int_equal(p.section, SECTION_ROUND);
    near(p.outline[2 + 2 * 8], 0.45, 0.006, "left of the neck");
    near(p.outline[2 + 2 * 20], 0.325, 0.006, "left of the body");
}

static void test_nothing_there(void **state)
{
    (void)state;
    struct packshot p;
    struct image im = white();
    assert_int_equal(packshot_measure(save(&im, "n.png"), &p, NULL), ST_RANGE);
    assert_int_equal(packshot_measure("/no/such.png", &p, NULL), ST_IO);
}

static const struct catalogue *of_folder(const char *labels)
{
    static struct catalogue *c;
    struct err e = {0};
    catalogue_free(c);
    c = NULL;
    if (labels) {
        assert_int_equal(
            file_write(arena_printf(&arena, "%s/labels.tsv", folder), labels, strlen(labels), NULL),
            ST_OK);
    }
    if (labels && catalogue_packshots(folder, &c, &e)) {
        fail_msg("%s", e.msg);
    }
    return c;
}

static void test_catalogue(void **state)
{
    (void)state;
    box_shot(24, "l.png");
    box_shot(-24, "r.png");
    const struct catalogue *c = of_folder("l.png\t4\tOat-Drink\tdrinks\nr.png\t5\tOat-Drink\n");
    assert_int_equal(catalogue_count(c), 2);
    const struct sku *a = catalogue_sku(c, 0), *b = catalogue_sku(c, 1);
    assert_string_equal(a->id, "Oat-Drink");
    assert_string_equal(a->name, "Oat Drink");
    assert_string_equal(a->category, "drinks");
    assert_string_equal(b->id, "Oat-Drink-2");
    /* what is written is read back, with its outline */
    struct buf text = {0}, problems = {0}, again = {0};
    struct catalogue *read = NULL;
    catalogue_write(c, &text);
    if (catalogue_parse("c", text.data, text.len, &problems, &read, NULL)) {
        fail_msg("%s", problems.data);
    }
    catalogue_write(read, &again);
    assert_string_equal(text.data, again.data);
    catalogue_free(read);
    buf_release(&text);
    buf_release(&again);
    buf_release(&problems);
}

/* The point of a pack that shows a point of the picture: shares of the outline. */
static struct vec3 shown_at(const struct sku *s, const struct mesh *m, double u, double v,
                            struct vec3 *normal)
{
    struct pack_layout l = pack_layout(s, 2);
    struct vec3 p = {0, 0, 0};
    struct box at = l.panel[0].at;
    if (!mesh_at_uv(m, 0, at.x0 + u * (at.x1 - at.x0), at.y0 + v * (at.y1 - at.y0), &p, normal)) {
        fail_msg("nothing shows (%g, %g)", u, v);
    }
    return p;
}

static void test_picture_lies_on_front_and_side(void **state)
{
    (void)state;
    box_shot(24, "l.png");
    box_shot(-24, "r.png");
    const struct catalogue *c = of_folder("l.png\t4\tOat\nr.png\t5\tOat\n");
    for (int k = 0; k < 2; k++) {
        struct sku s = *catalogue_sku(c, (size_t)k);
        struct mesh m;
        struct vec3 n;
        double right = k ? 1 : -1, side = 0.15;
        s.size_mm[0] = 70;
        s.size_mm[1] = 60;
        s.size_mm[2] = 200;
        assert_int_equal(pack_mesh(&s, &arena, &m, NULL), ST_OK);
        for (int i = 0; i < 3; i++) {
            near((double)(m.hi[i] - m.lo[i]), s.size_mm[i] / 1000, 1e-4, "size");
        }
        struct vec3 p = shown_at(&s, &m, k ? 0.35 : 0.65, 0.25, &n); /* middle of the front */
        near(p.x, 0, 1e-3, "x");
        near(p.y, -0.03, 1e-4, "y");
        near(p.z, 0.15, 1e-3, "z");
        near(n.y, -1, 1e-3, "normal of the front");
        p = shown_at(&s, &m, k ? 1 - side : side, 0.5, &n); /* middle of the side */
        near(p.x, right * 0.035, 1e-4, "x of the side");
        near(p.y, 0, 2e-3, "y of the side");
        near(n.x, right, 1e-3, "normal of the side");
        near(shown_at(&s, &m, k ? 0.99 : 0.01, 0.5, &n).y, 0.03, 3e-3,
             "the far end of the side is behind");
    }
}

static void test_round_and_gable(void **state)
{
    (void)state;
    box_shot(24, "l.png");
    struct sku s = *catalogue_sku(of_folder("l.png\t4\tOat\n"), 0);
    struct mesh m;
    struct vec3 n;
    s.edge = 0;
    s.section = SECTION_ROUND;
    memcpy(s.size_mm, (double[]){80, 80, 200}, sizeof s.size_mm);
    assert_int_equal(pack_mesh(&s, &arena, &m, NULL), ST_OK);
    struct vec3 p = shown_at(&s, &m, 0.5, 0.5, &n);
    near(p.y, -0.04, 1e-4, "y in the middle");
    p = shown_at(&s, &m, 0.75, 0.5, &n);
    near(p.x, 0.02, 1e-4, "x");
    near(hypot(p.x, p.y), 0.04, 1.5e-3, "radius");
    s.section = SECTION_BOX;
    s.roof = 0.8;
    assert_int_equal(pack_mesh(&s, &arena, &m, NULL), ST_OK);
    near(shown_at(&s, &m, 0.5, 0.25, &n).y, -0.04, 1e-4, "y under the fold");
    near(shown_at(&s, &m, 0.5, 0.1, &n).y, -0.04 * (1 - 0.5 / 0.72), 3e-3,
         "y half way up the gable");
    assert_true(n.z > 0.3); /* leans back: looks up */
}

static void test_ground_is_not_printed(void **state)
{
    (void)state;
    struct image im = white();
    for (int y = 20; y < 180; y++) {
        int half = 15 + (y - 20) / 4;
        rectangle(&im, 100 - half, y, 100 + half, y + 1, 180, 30, 30);
    }
    save(&im, "t.png");
    const struct catalogue *c = of_folder("t.png\t1\tTent\n");
    struct err e = {0};
    struct art_cache *cache = art_cache_new(0, &e);
    assert_non_null(cache);
    const struct art *a;
    assert_int_equal(art_of(cache, catalogue_sku(c, 0), &a, &e), ST_OK);
    for (size_t i = 0; i < (size_t)a->im.width_px * (size_t)a->im.height_px; i++) {
        const uint8_t *p = a->im.px + (size_t)a->im.channels * i;
        if (abs(p[0] - 180) > 6 || abs(p[1] - 30) > 6) {
            fail_msg("pixel %zu is %d %d %d", i, p[0], p[1], p[2]);
        }
    }
    art_drop(cache, a);
    art_cache_free(cache);
}

static int set_up(void **state)
{
    (void)state;
    return mkdtemp(folder) ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    const char **path;
    size_t n;
    if (!files_glob(folder, &arena, &path, &n, NULL)) {
        for (size_t i = 0; i < n; i++) {
            unlink(path[i]);
        }
    }
    rmdir(folder);
    of_folder(NULL);
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_outline_and_edge),
        cmocka_unit_test(test_holes_are_mended),
        cmocka_unit_test(test_bottle_keeps_its_neck),
        cmocka_unit_test(test_nothing_there),
        cmocka_unit_test(test_catalogue),
        cmocka_unit_test(test_picture_lies_on_front_and_side),
        cmocka_unit_test(test_round_and_gable),
        cmocka_unit_test(test_ground_is_not_printed),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
