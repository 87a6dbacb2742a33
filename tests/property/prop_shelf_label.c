// SPDX-License-Identifier: MIT
/* Hundreds of small scenes of boxes: no label is empty, none is missing, all agree with the id map and with each other. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>

#include "../unit/shelf_fixture.h"

enum { W = 120, H = 90, SCENES = 300, FINE = 8 };

/* Two rows of boxes on a board, some turned, lying or far away, some outside of the picture, texts on all; every third camera has a lens. */
static struct view random_scene(uint64_t k)
{
    struct rng r = rng_stream(k, RNG_TEXT, 1, 0);
    shelf_begin();
    int n = 1 + (int)rng_below(&r, 14);
    for (int i = 0; i < n; i++) {
        double w = rng_uniform(&r, 0.01, 0.3), d = rng_uniform(&r, 0.01, 0.2), h = rng_uniform(&r, 0.01, 0.4);
        struct xform t = xform_turn_z(rng_uniform(&r, -0.7, 0.7));
        if (rng_below(&r, 6) == 0) {
            struct xform lie = xform_turn_x(rng_uniform(&r, -3, 3));
            t = xform_mul(&t, &lie);
        }
        t.m[0][3] = rng_uniform(&r, -1, 1);
        t.m[1][3] = rng_below(&r, 3) * 0.25 + rng_uniform(&r, -0.05, 0.05);
        t.m[2][3] = rng_uniform(&r, 0.5, 1.2);
        uint32_t item = shelf_item(w, d, h, t, i);
        shelf_text(shelf.item[item].object, "text", 0.1, 0.2, rng_uniform(&r, 0.5, 0.9), rng_uniform(&r, 0.4, 0.8));
    }
    /* One that nobody can see: inside another, larger one. */
    uint32_t outer = shelf_item(0.3, 0.3, 0.3, xform_move(0.1, 0.2, 0.9), 0);
    uint32_t inner = shelf_item(0.1, 0.1, 0.1, xform_move(0.1, 0.2, 1), 1);
    shelf_text(shelf.item[inner].object, "never", 0.1, 0.1, 0.9, 0.9);
    (void)outer;
    struct region *g = &shelf.region[shelf.f.s.n_regions++];
    *g = (struct region){.kind = REGION_SHELF, .lo = {rng_uniform(&r, -3, 1), -0.1, 0.5}, .hi = {rng_uniform(&r, 1, 3), 0.6, 1.2}};
    struct view v = fix_view(W, H, rng_uniform(&r, 60, 200), (struct vec3){rng_uniform(&r, -0.5, 0.5), -1.2, 1}, rng_uniform(&r, -0.5, 0.5));
    if (k % 3 == 0) {
        v.k1 = rng_uniform(&r, -0.15, 0.1);
    }
    return v;
}

static struct box bounds_of(const uint8_t *px, uint64_t *count)
{
    struct box b = box_empty();
    *count = 0;
    for (int y = 0; y < H; y++) {
        for (int x = 0; x < W; x++) {
            if (px[y * W + x]) {
                box_add(&b, (struct pt){x, y});
                box_add(&b, (struct pt){x + 1, y + 1});
                ++*count;
            }
        }
    }
    return b;
}

static void assert_same_box(const struct box *a, const struct box *b)
{
    assert_true(a->x0 == b->x0 && a->y0 == b->y0 && a->x1 == b->x1 && a->y1 == b->y1);
}

static void check_item(const struct item_label *t, const struct view *v)
{
    uint64_t n;
    const uint8_t *seen = shelf_decode(&t->visible, W, H);
    uint32_t object = shelf.item[t->item].object;
    for (int i = 0; i < W * H; i++) {
        assert_int_equal(seen[i], shelf.maps.id[i] == object + 1);
        assert_int_equal(seen[i], shelf.label.instance[i] == t->instance);
    }
    struct box b = bounds_of(seen, &n);
    assert_true(n > 0);
    assert_int_equal(n, t->visible_px);
    assert_same_box(&b, &t->visible_box);
    const uint8_t *whole = shelf_decode(&t->amodal, W, H);
    for (int i = 0; i < W * H; i++) {
        assert_true(whole[i] >= seen[i]);
    }
    b = bounds_of(whole, &n);
    assert_int_equal(n, t->amodal_px);
    /* In the picture the amodal box is exact; it may reach out. */
    struct box in = {fmax(0, t->amodal_box.x0), fmax(0, t->amodal_box.y0), fmin(W, t->amodal_box.x1), fmin(H, t->amodal_box.y1)};
    int inside = t->amodal_box.x0 >= 0 && t->amodal_box.y0 >= 0 && t->amodal_box.x1 <= W && t->amodal_box.y1 <= H;
    if (inside) {
        assert_same_box(&b, &in);
    }
    assert_true(b.x0 >= in.x0 && b.y0 >= in.y0 && b.x1 <= in.x1 && b.y1 <= in.y1);
    assert_true(t->visible_fraction > 0 && t->visible_fraction <= 1);
    assert_true(t->truncation >= 0 && t->truncation < 1);
    if (inside) {
        assert_true(t->truncation == 0);
    }
    /* The corners of its 3D box hold its silhouette, up to a pixel and what a lens bends. */
    struct box c = box_empty();
    for (int i = 0; i < 8; i++) {
        if (isnan(t->corner[i].x)) {
            return;
        }
        box_add(&c, t->corner[i]);
    }
    double slack = v->k1 != 0 ? 4 : 1;
    assert_true(t->visible_box.x0 >= c.x0 - slack && t->visible_box.x1 <= c.x1 + slack);
    assert_true(t->visible_box.y0 >= c.y0 - slack && t->visible_box.y1 <= c.y1 + slack);
}

static void test_items(void **state)
{
    (void)state;
    size_t items = 0, ignored = 0, cut = 0;
    for (uint64_t k = 0; k < SCENES; k++) {
        struct view v = random_scene(k);
        struct label_limits lim = {.min_pixels = 1 + (int)(k % 5) * 4, .min_visible = 0.1 * (double)(k % 4), .amodal_masks = true};
        shelf_look(&v, lim);
        bool labelled[FIX_MAX] = {false};
        for (size_t i = 0; i < shelf.label.n_items; i++) {
            const struct item_label *t = &shelf.label.item[i];
            check_item(t, &v);
            assert_true(t->visible_px >= (uint64_t)lim.min_pixels);
            assert_true(t->visible_fraction >= lim.min_visible);
            assert_false(labelled[t->item]);
            labelled[t->item] = true;
            cut += t->truncation > 0;
        }
        size_t below = 0;
        for (uint32_t i = 0; i < shelf.f.s.n_items; i++) { /* nothing missing: an item without a label is hidden or small */
            uint64_t seen = 0;
            for (int p = 0; p < W * H; p++) {
                seen += shelf.maps.id[p] == shelf.item[i].object + 1;
            }
            if (labelled[i] || !seen) {
                assert_true(seen > 0 || !labelled[i]);
                continue;
            }
            struct coverage c;
            raster_object(&shelf.f.s, shelf.item[i].object, &v, &shelf.f.a, &c);
            assert_true(seen < (uint64_t)lim.min_pixels || (double)seen < lim.min_visible * (double)c.pixels);
            below++;
        }
        assert_int_equal(below, shelf.label.ignored);
        assert_false(labelled[shelf.f.s.n_items - 1]); /* the one inside another */
        items += shelf.label.n_items;
        ignored += below;
    }
    assert_true(items > 3 * SCENES && ignored > SCENES / 10 && cut > SCENES / 3); /* the scenes are worth the name */
}

/* Points of a text that is called wholly visible lie on pixels of its object. */
static void test_texts(void **state)
{
    (void)state;
    size_t points = 0, off = 0, texts = 0;
    for (uint64_t k = 0; k < SCENES; k++) {
        struct view v = random_scene(k);
        shelf_look(&v, (struct label_limits){.min_text_visible = 0.999, .min_text_px = 3});
        for (size_t i = 0; i < shelf.label.n_texts; i++) {
            const struct text_label *t = &shelf.label.text[i];
            const struct surface_text *s = &shelf.text[t->text];
            assert_string_not_equal(s->text, "never");
            texts++;
            const struct pt *q = t->quad.p;
            for (int j = 0; j < 49; j++) {
                double x = (j % 7 + 0.5) / 7, y = (j / 7 + 0.5) / 7;
                double px = (1 - y) * ((1 - x) * q[0].x + x * q[1].x) + y * ((1 - x) * q[3].x + x * q[2].x);
                double py = (1 - y) * ((1 - x) * q[0].y + x * q[1].y) + y * ((1 - x) * q[3].y + x * q[2].y);
                assert_true(px >= 0 && py >= 0 && px < W && py < H);
                points++;
                off += shelf.maps.id[(int)py * W + (int)px] != s->object + 1;
            }
            /* Clockwise as it is read: nothing that is seen from behind. */
            double turn = (q[1].x - q[0].x) * (q[3].y - q[0].y) - (q[1].y - q[0].y) * (q[3].x - q[0].x);
            assert_true(turn > 0);
        }
    }
    assert_true(texts > SCENES / 2);
    assert_true((double)off < 0.005 * (double)points); /* pixels on a silhouette belong to one side */
}

static void test_regions(void **state)
{
    (void)state;
    size_t n = 0;
    for (uint64_t k = 0; k < SCENES; k++) {
        struct view v = random_scene(k);
        shelf_look(&v, (struct label_limits){.min_pixels = 8});
        for (size_t i = 0; i < shelf.label.n_regions; i++) {
            const struct box *b = &shelf.label.region[i].box;
            assert_true(b->x0 >= -1e-9 && b->y0 >= -1e-9 && b->x1 <= W + 1e-9 && b->y1 <= H + 1e-9);
            assert_true((b->x1 - b->x0) * (b->y1 - b->y0) >= 8);
            n++;
            /* Every point of the region that is in the picture is in its box. */
            const struct region *r = &shelf.region[shelf.label.region[i].region];
            for (int j = 0; j < 343; j++) {
                struct pt p;
                struct vec3 w = {r->lo.x + (r->hi.x - r->lo.x) * (j % 7) / 6, r->lo.y + (r->hi.y - r->lo.y) * (j / 7 % 7) / 6,
                                 r->lo.z + (r->hi.z - r->lo.z) * (j / 49) / 6};
                if (view_project(&v, w, &p, NULL) && p.x >= 0 && p.y >= 0 && p.x < W && p.y < H) {
                    assert_true(p.x >= b->x0 - 0.3 && p.x <= b->x1 + 0.3 && p.y >= b->y0 - 0.3 && p.y <= b->y1 + 0.3);
                }
            }
        }
    }
    assert_true(n > SCENES / 2);
}

/* The box of a region is that of the same box drawn as an object: also where it passes the camera or leaves the picture. */
static void test_regions_are_tight(void **state)
{
    (void)state;
    size_t n = 0, passes = 0;
    struct rng r = rng_stream(1, RNG_TEXT, 2, 0);
    for (int k = 0; k < SCENES; k++) {
        shelf_begin();
        double x = rng_uniform(&r, 0.05, 1), y = rng_uniform(&r, -3, 2), z = rng_uniform(&r, 0.2, 1.5);
        struct region *g = &shelf.region[shelf.f.s.n_regions++];
        *g = (struct region){.lo = {x, y, z}, .hi = {x + rng_uniform(&r, 0.1, 2), y + rng_uniform(&r, 0.1, 4), z + rng_uniform(&r, 0.1, 1)}};
        struct view v = fix_view(W, H, rng_uniform(&r, 60, 200), (struct vec3){0, -1.2, 1}, rng_uniform(&r, -1.5, 0.8));
        v.k1 = k % 3 ? 0 : rng_uniform(&r, -0.1, 0.05);
        shelf_look(&v, (struct label_limits){.min_pixels = 30});
        struct coverage c;
        uint32_t object = fix_add(&shelf.f, fix_box(&shelf.f, g->lo, g->hi), xform_identity(), 0);
        /* Drawn eight times as large: a corner as sharp as a needle has no pixel's centre in it. */
        struct view fine = v;
        fine.width_px *= FINE;
        fine.height_px *= FINE;
        fine.f_px *= FINE;
        fine.cx_px *= FINE;
        fine.cy_px *= FINE;
        raster_object(&shelf.f.s, object, &fine, &shelf.f.a, &c);
        if (!shelf.label.n_regions) {
            assert_true(c.pixels < 40 * FINE * FINE);
            continue;
        }
        struct box want = box_empty();
        for (int i = 0; i < c.width_px * c.height_px; i++) {
            if (c.mask[i]) {
                double px = c.x0 + i % c.width_px, py = c.y0 + i / c.width_px;
                box_add(&want, (struct pt){px / FINE, py / FINE});
                box_add(&want, (struct pt){(px + 1) / FINE, (py + 1) / FINE});
            }
        }
        const struct box *b = &shelf.label.region[0].box;
        double tol = v.k1 != 0 ? 2 : 1;
        if (!(fabs(b->x0 - want.x0) <= tol && fabs(b->y0 - want.y0) <= tol && fabs(b->x1 - want.x1) <= tol &&
              fabs(b->y1 - want.y1) <= tol)) {
            fail_msg("scene %d: box %g %g %g %g, drawn %g %g %g %g", k, b->x0, b->y0, b->x1, b->y1, want.x0, want.y0, want.x1,
                     want.y1);
        }
        n++;
        passes += g->lo.y < -1.2;
    }
    assert_true(n > SCENES / 3 && passes > SCENES / 10);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_items),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_regions),
        cmocka_unit_test(test_regions_are_tight),
    };
    return cmocka_run_group_tests(tests, NULL, shelf_release);
}
