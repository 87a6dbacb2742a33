// SPDX-License-Identifier: MIT
/*
 * Packs of any size, seed and material that pack_mesh() takes: as large as asked for, bodies closed, no edge
 * used twice one way, all of the print's front on the pack. Sizes are drawn over the whole of what each shape
 * allows, and beyond: then a refusal with a message is right, and nothing else.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "shelf/packs.h"

enum { ROUNDS = 40 };

static struct arena arena;

static struct sku draw(enum sku_shape shape, uint32_t round)
{
    struct rng r = rng_stream(4711, 900 + (uint32_t)shape, round, 0);
    /* widths and depths of a hand to a crate, heights in proportion */
    double w = exp(rng_uniform(&r, log(25), log(350))), d = w * exp(rng_uniform(&r, log(0.25), log(1.05)));
    double h = w * exp(rng_uniform(&r, log(0.4), log(4)));
    if (shape == SHAPE_TUBE) {
        d = w * rng_uniform(&r, 0.45, 0.64);
    }
    if (shape == SHAPE_TRAY) {
        h = w * rng_uniform(&r, 0.1, 0.4);
    }
    struct sku s = {.id = "drawn",
                    .name = "",
                    .brand = "",
                    .category = rng_below(&r, 2) ? "water" : "",
                    .shape = shape,
                    .material = (enum sku_material)rng_below(&r, SKU_MATERIAL_COUNT),
                    .size_mm = {w, d, h},
                    .seed = rng_u32(&r),
                    .shoulder = rng_below(&r, 3) ? 0 : rng_uniform(&r, 0.2, 0.95),
                    .pack_rows = 1 + (int)rng_below(&r, 4),
                    .pack_columns = 1 + (int)rng_below(&r, 6)};
    for (int k = 0; k < 3; k++) {
        s.contents[k] = (uint8_t)rng_below(&r, 256);
    }
    return s;
}

struct edge {
    int64_t from[3], to[3];
};

static int edge_order(const void *a, const void *b)
{
    return memcmp(a, b, sizeof(struct edge));
}

static void ends(const struct mesh *m, size_t corner, int64_t out[3])
{
    for (int k = 0; k < 3; k++) {
        out[k] = llround((double)m->pos[m->tri[corner / 3][corner % 3]][k] * 1e7);
    }
}

static void check_edges(const struct sku *s, const struct mesh *m, bool has_sheets)
{
    size_t n = 3 * m->n_triangles;
    struct edge *e = arena_array(&arena, struct edge, n);
    for (size_t i = 0; i < n; i++) {
        ends(m, i, e[i].from);
        ends(m, i / 3 * 3 + (i + 1) % 3, e[i].to);
    }
    qsort(e, n, sizeof *e, edge_order);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && !edge_order(&e[i - 1], &e[i])) {
            fail_msg("shape %d, %.1f x %.1f x %.1f mm, seed %u: an edge runs twice one way", s->shape,
                     s->size_mm[0], s->size_mm[1], s->size_mm[2], s->seed);
        }
        struct edge back;
        memcpy(back.from, e[i].to, sizeof back.from);
        memcpy(back.to, e[i].from, sizeof back.to);
        if (!has_sheets && !bsearch(&back, e, n, sizeof *e, edge_order)) {
            fail_msg("shape %d, %.1f x %.1f x %.1f mm, seed %u: open at %g %g %g mm", s->shape, s->size_mm[0],
                     s->size_mm[1], s->size_mm[2], s->seed, (double)e[i].from[0] / 1e4,
                     (double)e[i].from[1] / 1e4, (double)e[i].from[2] / 1e4);
        }
    }
}

static void check_bounds(const struct sku *s, const struct mesh *m)
{
    const double want[3][2] = {
        {-s->size_mm[0] / 2, s->size_mm[0] / 2}, {-s->size_mm[1] / 2, s->size_mm[1] / 2}, {0, s->size_mm[2]}};
    for (int k = 0; k < 3; k++) {
        if (!(fabs((double)m->lo[k] * 1000 - want[k][0]) <= 0.5 &&
              fabs((double)m->hi[k] * 1000 - want[k][1]) <= 0.5)) {
            fail_msg("shape %d material %d, %.1f x %.1f x %.1f mm, seed %u: axis %d is %.2f to %.2f",
                     s->shape, s->material, s->size_mm[0], s->size_mm[1], s->size_mm[2], s->seed, k,
                     (double)m->lo[k] * 1000, (double)m->hi[k] * 1000);
        }
    }
    if (!(m->n_triangles >= 300 && m->n_triangles <= 3000)) {
        fail_msg("shape %d material %d, %.1f x %.1f x %.1f mm, %d x %d units: %zu triangles", s->shape,
                 s->material, s->size_mm[0], s->size_mm[1], s->size_mm[2], s->pack_rows, s->pack_columns,
                 m->n_triangles);
    }
}

static void check_front(const struct sku *s, const struct mesh *m)
{
    struct pack_layout l = pack_layout(s, 4);
    for (int i = 0; i < l.n_panels; i++) {
        const struct panel *p = &l.panel[i];
        assert_true(p->width_mm > 0 && p->height_mm > 0);
        if (p->kind != PANEL_FRONT && p->kind != PANEL_WRAP) {
            continue;
        }
        for (int k = 0; k < 25; k++) {
            double u = p->at.x0 + (0.1 + 0.2 * (k % 5)) * (p->at.x1 - p->at.x0);
            double v = p->at.y0 + (0.1 + 0.2 * (k / 5)) * (p->at.y1 - p->at.y0);
            struct vec3 at, n;
            if (!mesh_at_uv(m, 0, u, v, &at, &n)) {
                fail_msg("shape %d, %.1f x %.1f x %.1f mm, seed %u: the print at %d %d is nowhere", s->shape,
                         s->size_mm[0], s->size_mm[1], s->size_mm[2], s->seed, k % 5, k / 5);
            }
            assert_true(at.z >= 0 && at.z <= s->size_mm[2] * 1e-3);
        }
    }
}

static void test_any_pack(void **state)
{
    (void)state;
    for (int shape = 0; shape < SHAPE_MODEL; shape++) {
        int made = 0;
        for (uint32_t i = 0; i < ROUNDS; i++) {
            struct sku s = draw((enum sku_shape)shape, i);
            struct mesh m;
            struct err e = {0};
            enum st st = pack_mesh(&s, &arena, &m, &e);
            if (st) {
                assert_int_equal(st, ST_RANGE);
                assert_true(e.msg[0] != 0);
            } else {
                made++;
                check_bounds(&s, &m);
                bool sheets = shape == SHAPE_CAN || shape == SHAPE_BOTTLE || shape == SHAPE_JAR ||
                              shape == SHAPE_TRAY || shape == SHAPE_MULTIPACK;
                check_edges(&s, &m, sheets);
                check_front(&s, &m);
            }
            arena_reset(&arena);
        }
        if (made < ROUNDS / 4) { /* else this says nothing about the shape */
            fail_msg("shape %d: only %d of %d sizes were taken", shape, made, ROUNDS);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_any_pack)};
    int rc = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return rc;
}
