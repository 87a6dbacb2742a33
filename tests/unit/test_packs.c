// SPDX-License-Identifier: MIT
/*
 * Every shape in several sizes: as large as its SKU says, closed, facing outward, its print undistorted, the
 * right way round and inside its panels.
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

#include "shelf/packs.h"

static struct arena arena;

struct pack_case {
    const char *what;
    enum sku_shape shape;
    enum sku_material material;
    double size[3];
    const char *category;
    uint8_t contents[3];
    int rows, columns;
    bool labelled;  /* wears a label, film or wrap, which is an open sheet of slot 0 */
    double filling; /* least volume as a share of width x depth x height */
};

static const struct pack_case cases[] = {
    {"cereal", SHAPE_BOX, SKU_PAPER, {190, 60, 300}, "", {0}, 0, 0, false, 0.93},
    {"tea", SHAPE_BOX, SKU_GLOSS, {130, 75, 65}, "", {0}, 0, 0, false, 0.9},
    {"toothpaste box", SHAPE_BOX, SKU_GLOSS, {190, 38, 45}, "", {0}, 0, 0, false, 0.9},
    {"drink can", SHAPE_CAN, SKU_METAL, {66, 66, 115}, "", {0}, 0, 0, false, 0.6},
    {"slim can", SHAPE_CAN, SKU_METAL, {53, 53, 135}, "", {0}, 0, 0, false, 0.6},
    {"tin", SHAPE_CAN, SKU_PAPER, {73, 73, 110}, "", {0}, 0, 0, true, 0.6},
    {"tuna", SHAPE_CAN, SKU_METAL, {85, 85, 38}, "", {0}, 0, 0, true, 0.5},
    {"oval tin", SHAPE_CAN, SKU_PAPER, {105, 65, 30}, "", {0}, 0, 0, true, 0.5},
    {"beer", SHAPE_BOTTLE, SKU_GLASS, {61, 61, 230}, "beer", {200, 140, 40}, 0, 0, true, 0.3},
    {"wine", SHAPE_BOTTLE, SKU_GLASS, {75, 75, 300}, "wine", {70, 10, 25}, 0, 0, true, 0.3},
    {"soda", SHAPE_BOTTLE, SKU_PET, {89, 89, 320}, "soft drinks", {60, 20, 10}, 0, 0, true, 0.3},
    {"water", SHAPE_BOTTLE, SKU_PET, {66, 66, 230}, "water", {240, 245, 250}, 0, 0, true, 0.3},
    {"shampoo", SHAPE_BOTTLE, SKU_PLASTIC, {75, 45, 200}, "hair", {0}, 0, 0, true, 0.3},
    {"jam", SHAPE_JAR, SKU_GLASS, {70, 70, 95}, "", {140, 10, 30}, 0, 0, true, 0.5},
    {"cream", SHAPE_JAR, SKU_PLASTIC, {70, 70, 50}, "", {240, 240, 235}, 0, 0, true, 0.5},
    {"rice", SHAPE_POUCH, SKU_FILM, {150, 80, 230}, "", {0}, 0, 0, false, 0.2},
    {"coffee", SHAPE_POUCH, SKU_FILM, {110, 70, 210}, "", {0}, 0, 0, false, 0.2},
    {"crisps", SHAPE_BAG, SKU_FILM, {190, 80, 280}, "", {0}, 0, 0, false, 0.3},
    {"sweets", SHAPE_BAG, SKU_FILM, {130, 40, 180}, "", {0}, 0, 0, false, 0.3},
    {"toothpaste", SHAPE_TUBE, SKU_PLASTIC, {55, 35, 150}, "", {0}, 0, 0, false, 0.3},
    {"hand cream", SHAPE_TUBE, SKU_PLASTIC, {48, 30, 140}, "", {0}, 0, 0, false, 0.3},
    {"milk", SHAPE_CARTON, SKU_PAPER, {95, 63, 235}, "", {0}, 0, 0, false, 0.75},
    {"cream carton", SHAPE_CARTON, SKU_PAPER, {60, 60, 120}, "", {0}, 0, 0, false, 0.65},
    {"mince", SHAPE_TRAY, SKU_FILM, {190, 140, 45}, "", {180, 60, 50}, 0, 0, true, 0.02},
    {"biscuits", SHAPE_TRAY, SKU_PAPER, {220, 130, 35}, "", {190, 140, 80}, 0, 0, true, 0.02},
    {"six cans", SHAPE_MULTIPACK, SKU_FILM, {200, 133, 116}, "", {0}, 2, 3, true, 0},
    {"six bottles", SHAPE_MULTIPACK, SKU_FILM, {267, 178, 320}, "", {200, 220, 230}, 2, 3, true, 0},
    {"a tray of cans", SHAPE_MULTIPACK, SKU_FILM, {396, 264, 116}, "", {0}, 4, 6, true, 0},
};
enum { N_CASES = sizeof cases / sizeof *cases, SEEDS = 2, FIRST_SEED = 7919, GRID = 4 };

static struct sku sku_of(const struct pack_case *c, uint32_t seed)
{
    struct sku s = {.id = c->what,
                    .name = c->what,
                    .brand = "Nolm",
                    .variant = "",
                    .category = c->category,
                    .shape = c->shape,
                    .material = c->material,
                    .seed = seed,
                    .pack_rows = c->rows,
                    .pack_columns = c->columns,
                    .color = {{200, 30, 40}, {240, 200, 60}, {20, 60, 120}}};
    memcpy(s.size_mm, c->size, sizeof s.size_mm);
    memcpy(s.contents, c->contents, sizeof s.contents);
    return s;
}

static void build(const struct sku *s, struct mesh *m)
{
    struct err e = {0};
    if (pack_mesh(s, &arena, m, &e)) {
        fail_msg("%s: %s", s->id, e.msg);
    }
}

typedef void check(const struct pack_case *c, const struct sku *s, const struct mesh *m);

static void each(check *f)
{
    for (int i = 0; i < N_CASES; i++) {
        for (uint32_t seed = 1; seed <= SEEDS; seed++) {
            struct sku s = sku_of(&cases[i], seed * FIRST_SEED);
            struct mesh m;
            build(&s, &m);
            f(&cases[i], &s, &m);
            arena_reset(&arena);
        }
    }
}

static struct vec3 vertex(const struct mesh *m, uint32_t i)
{
    return (struct vec3){(double)m->pos[i][0], (double)m->pos[i][1], (double)m->pos[i][2]};
}

static struct vec3 face(const struct mesh *m, size_t t)
{
    struct vec3 a = vertex(m, m->tri[t][0]), b = vertex(m, m->tri[t][1]), c = vertex(m, m->tri[t][2]);
    return vec3_cross(vec3_sub(b, a), vec3_sub(c, a));
}

/* --- size, count ---------------------------------------------------------------------------------- */

static void check_size(const struct pack_case *c, const struct sku *s, const struct mesh *m)
{
    const double want[3][2] = {
        {-s->size_mm[0] / 2, s->size_mm[0] / 2}, {-s->size_mm[1] / 2, s->size_mm[1] / 2}, {0, s->size_mm[2]}};
    for (int k = 0; k < 3; k++) {
        double lo = (double)m->lo[k] * 1000, hi = (double)m->hi[k] * 1000;
        if (!(fabs(lo - want[k][0]) <= 0.5 && fabs(hi - want[k][1]) <= 0.5)) {
            fail_msg("%s %u: axis %d from %.2f to %.2f mm, want %g to %g", c->what, s->seed, k, lo, hi,
                     want[k][0], want[k][1]);
        }
    }
    if (!(m->n_triangles >= 300 && m->n_triangles <= 3000)) {
        fail_msg("%s %u: %zu triangles", c->what, s->seed, m->n_triangles);
    }
}

static void test_size_is_the_skus(void **state)
{
    (void)state;
    each(check_size);
}

/* --- closed, outward ------------------------------------------------------------------------------ */

struct edge {
    int64_t from[3], to[3];
    uint8_t slot;
};

static int edge_order(const void *a, const void *b)
{
    return memcmp(a, b, offsetof(struct edge, slot));
}

static void place(const struct mesh *m, uint32_t v, int64_t out[3])
{
    for (int k = 0; k < 3; k++) {
        out[k] = llround((double)m->pos[v][k] * 1e7);
    }
}

static void check_closed(const struct pack_case *c, const struct sku *s, const struct mesh *m)
{
    size_t n = 3 * m->n_triangles, open = 0;
    struct edge *e = arena_zarray(&arena, struct edge, n);
    for (size_t i = 0; i < n; i++) {
        place(m, m->tri[i / 3][i % 3], e[i].from);
        place(m, m->tri[i / 3][(i + 1) % 3], e[i].to);
        e[i].slot = m->slot[i / 3];
    }
    qsort(e, n, sizeof *e, edge_order);
    for (size_t i = 0; i < n; i++) {
        if (i > 0 && edge_order(&e[i - 1], &e[i]) == 0) {
            fail_msg("%s %u: slot %d runs twice along an edge at (%g %g %g) mm", c->what, s->seed, e[i].slot,
                     (double)e[i].from[0] / 1e4, (double)e[i].from[1] / 1e4, (double)e[i].from[2] / 1e4);
        }
        struct edge back = {.slot = 0};
        memcpy(back.from, e[i].to, sizeof back.from);
        memcpy(back.to, e[i].from, sizeof back.to);
        if (bsearch(&back, e, n, sizeof *e, edge_order)) {
            continue;
        }
        open++;
        if (e[i].slot != 0 || !c->labelled) {
            fail_msg("%s %u: slot %d is open at (%g %g %g) - (%g %g %g) mm", c->what, s->seed, e[i].slot,
                     (double)e[i].from[0] / 1e4, (double)e[i].from[1] / 1e4, (double)e[i].from[2] / 1e4,
                     (double)e[i].to[0] / 1e4, (double)e[i].to[1] / 1e4, (double)e[i].to[2] / 1e4);
        }
    }
    assert_true((open > 0) == c->labelled);
}

static void test_bodies_are_closed(void **state)
{
    (void)state;
    each(check_closed);
}

static void check_volume(const struct pack_case *c, const struct sku *s, const struct mesh *m)
{
    double all = 0, one[MESH_MAX_SLOTS] = {0}, box = s->size_mm[0] * s->size_mm[1] * s->size_mm[2] * 1e-9;
    for (size_t t = 0; t < m->n_triangles; t++) {
        double v = vec3_dot(vertex(m, m->tri[t][0]), face(m, t)) / 6;
        one[m->slot[t]] += v;
        all += v;
    }
    for (int k = c->labelled || c->shape == SHAPE_CAN; k < m->n_slots; k++) {
        /* a can's ends close only with its wall, a jar's lid only with its print */
        if (!(one[k] > 0) && c->shape != SHAPE_CAN && !(c->shape == SHAPE_JAR && k == 2)) {
            fail_msg("%s %u: slot %d has a volume of %g ml", c->what, s->seed, k, one[k] * 1e6);
        }
    }
    /* a filled bottle is its contents and what is above them */
    bool filled = c->shape == SHAPE_BOTTLE || c->shape == SHAPE_JAR;
    double body = filled ? one[1] + one[3] : c->labelled ? one[1] : all;
    if (!(body >= c->filling * box && body <= 1.02 * box)) {
        fail_msg("%s %u: a body of %g ml in a box of %g", c->what, s->seed, body * 1e6, box * 1e6);
    }
}

static void test_bodies_face_outward(void **state)
{
    (void)state;
    each(check_volume);
}

static void check_normals(const struct pack_case *c, const struct sku *s, const struct mesh *m)
{
    for (size_t t = 0; t < m->n_triangles; t++) {
        struct vec3 f = vec3_unit(face(m, t));
        for (int k = 0; k < 3; k++) {
            const float *v = m->normal[m->tri[t][k]];
            struct vec3 n = {(double)v[0], (double)v[1], (double)v[2]};
            if (!(fabs(vec3_len(n) - 1) < 1e-5 && vec3_dot(n, f) > 0)) {
                fail_msg("%s %u: normal %g %g %g on a face of %g %g %g", c->what, s->seed, n.x, n.y, n.z, f.x,
                         f.y, f.z);
            }
        }
    }
}

static void test_normals(void **state)
{
    (void)state;
    each(check_normals);
}

/* --- print ---------------------------------------------------------------------------------------- */

static void check_panels(const struct pack_case *c, const struct sku *s, const struct mesh *m)
{
    struct pack_layout l = pack_layout(s, 4);
    for (size_t t = 0; t < m->n_triangles; t++) {
        bool inside = m->slot[t] != 0;
        for (int p = 0; p < l.n_panels && !inside; p++) {
            const struct box *at = &l.panel[p].at;
            inside = true;
            for (int k = 0; k < 3; k++) {
                const float *uv = m->uv[m->tri[t][k]];
                inside = inside && (double)uv[0] >= at->x0 - 1e-5 && (double)uv[0] <= at->x1 + 1e-5 &&
                         (double)uv[1] >= at->y0 - 1e-5 && (double)uv[1] <= at->y1 + 1e-5;
            }
        }
        if (!inside && c->shape != SHAPE_MULTIPACK) { /* its wrap runs over its panels' borders */
            fail_msg("%s %u: triangle %zu shows what is in no panel", c->what, s->seed, t);
        }
    }
}

static void test_print_stays_in_its_panels(void **state)
{
    (void)state;
    each(check_panels);
}

/* The part of a panel in which text is read: all of a face but its borders, the front of a wrap. */
static struct box readable(const struct panel *p, enum sku_shape shape)
{
    double in = shape == SHAPE_BAG || shape == SHAPE_POUCH ? 0.18 : 0.07, w = p->at.x1 - p->at.x0,
           h = p->at.y1 - p->at.y0;
    double half = p->kind == PANEL_WRAP ? p->front_mm / p->width_mm / 2 : 0.5 - in;
    double low = shape == SHAPE_TUBE ? 0.1 : in;
    return (struct box){p->at.x0 + (0.5 - half) * w, p->at.y0 + low * h, p->at.x0 + (0.5 + half) * w,
                        p->at.y1 - in * h};
}

static bool facing(const struct pack_case *c, const struct panel *p)
{
    return p->kind == PANEL_FRONT || p->kind == PANEL_WRAP || p->kind == PANEL_LID ||
           (c->shape == SHAPE_BOX && (p->kind == PANEL_LEFT || p->kind == PANEL_RIGHT)) ||
           (c->shape == SHAPE_CARTON && p->kind != PANEL_TOP) || (p->kind == PANEL_BACK);
}

static void check_panel(const struct pack_case *c, const struct sku *s, const struct mesh *m,
                        const struct panel *p)
{
    struct box r = readable(p, c->shape);
    bool soft = c->shape == SHAPE_BAG || c->shape == SHAPE_POUCH;
    double du = 1.0 / p->width_mm * (p->at.x1 - p->at.x0), dv = 1.0 / p->height_mm * (p->at.y1 - p->at.y0),
           worst = 0;
    /* over 3 mm: facets and creases of that size do not matter to a letter */
    double step = fmin(1.5, 0.05 * fmin(p->width_mm, p->height_mm));
    for (int j = 0; j <= GRID; j++) {
        for (int i = 0; i <= GRID; i++) {
            if (soft && (i == 0 || i == GRID) && (j == 0 || j == GRID)) {
                continue; /* towards the ears of a bag nothing is flat */
            }
            double u = r.x0 + (r.x1 - r.x0) * i / GRID, v = r.y0 + (r.y1 - r.y0) * j / GRID;
            struct vec3 at, n, q[4], unused;
            bool there = mesh_at_uv(m, 0, u, v, &at, &n) &&
                         mesh_at_uv(m, 0, u - step * du, v, &q[0], &unused) &&
                         mesh_at_uv(m, 0, u + step * du, v, &q[1], &unused) &&
                         mesh_at_uv(m, 0, u, v - step * dv, &q[2], &unused) &&
                         mesh_at_uv(m, 0, u, v + step * dv, &q[3], &unused);
            if (!there && p->kind == PANEL_LID) {
                continue; /* its corners are cut off */
            }
            if (!there) {
                fail_msg("%s %u: panel %d is not on the pack at %.2f %.2f", c->what, s->seed, p->kind,
                         i / (double)GRID, j / (double)GRID);
            }
            struct vec3 right = vec3_scale(vec3_sub(q[1], q[0]), 1000 / (2 * step));
            struct vec3 down = vec3_scale(vec3_sub(q[3], q[2]), 1000 / (2 * step));
            double a = vec3_len(right), b = vec3_len(down), shear = fabs(vec3_dot(right, down));
            worst = fmax(worst, fmax(fabs(a - 1), fabs(b - 1)));
            if (!(fabs(a - 1) < 0.05 && fabs(b - 1) < 0.05 && shear < 0.15)) {
                fail_msg("%s %u: panel %d at %.2f %.2f: %.3f wide, %.3f high, shear %.3f", c->what, s->seed,
                         p->kind, i / (double)GRID, j / (double)GRID, a, b, shear);
            }
            /* read from outside, not mirrored */
            assert_true(vec3_dot(vec3_unit(vec3_cross(down, right)), n) > 0.8);
        }
    }
}

static void check_print(const struct pack_case *c, const struct sku *s, const struct mesh *m)
{
    bool soft = s->shape == SHAPE_BAG || s->shape == SHAPE_POUCH;
    if (s->seed != FIRST_SEED && !soft) { /* only in sheets does a seed move the print */
        return;
    }
    struct pack_layout l = pack_layout(s, 4);
    for (int p = 0; p < l.n_panels; p++) {
        if (facing(c, &l.panel[p])) {
            check_panel(c, s, m, &l.panel[p]);
        }
    }
}

static void test_print_is_not_stretched(void **state)
{
    (void)state;
    each(check_print);
}

static void check_front(const struct pack_case *c, const struct sku *s, const struct mesh *m)
{
    struct pack_layout l = pack_layout(s, 4);
    for (int i = 0; i < l.n_panels; i++) {
        const struct panel *p = &l.panel[i];
        struct vec3 at, n;
        int hit = mesh_at_uv(m, 0, (p->at.x0 + p->at.x1) / 2, (p->at.y0 + p->at.y1) / 2, &at, &n);
        static const struct vec3 want[PANEL_KIND_COUNT] = {{0, -1, 0}, {0, 1, 0},  {-1, 0, 0}, {1, 0, 0},
                                                           {0, 0, 1},  {0, 0, -1}, {0, -1, 0}, {0, 0, 1}};
        if (!hit ||
            !(vec3_dot(n, want[p->kind]) > (p->kind == PANEL_TOP && c->shape == SHAPE_CARTON ? 0.5 : 0.85))) {
            fail_msg("%s %u: the middle of panel %d %s, normal %g %g %g", c->what, s->seed, p->kind,
                     hit ? "looks elsewhere" : "is nowhere", n.x, n.y, n.z);
        }
        if (p->kind == PANEL_FRONT || p->kind == PANEL_WRAP) {
            /* the front's middle is in the middle, and the front */
            assert_true(fabs(at.x) < 0.03e-3 * s->size_mm[0] && at.y < -0.25e-3 * s->size_mm[1]);
        }
    }
    assert_true(l.width_px >= 1 && l.width_px <= 2048 && l.height_px >= 1 && l.height_px <= 2048);
}

static void test_panels_face_their_way(void **state)
{
    (void)state;
    each(check_front);
}

static void test_layout_has_square_texels(void **state)
{
    (void)state;
    for (int i = 0; i < N_CASES; i++) {
        for (int ppm = 2; ppm <= 8; ppm += 3) {
            struct sku s = sku_of(&cases[i], 11);
            struct pack_layout l = pack_layout(&s, ppm);
            for (int k = 0; k < l.n_panels; k++) {
                const struct panel *p = &l.panel[k];
                double x = (p->at.x1 - p->at.x0) * l.width_px / p->width_mm;
                double y = (p->at.y1 - p->at.y0) * l.height_px / p->height_mm;
                assert_true(p->at.x0 >= 0 && p->at.y0 >= 0 && p->at.x1 <= 1 + 1e-12 && p->at.y1 <= 1 + 1e-12);
                assert_true(fabs(x / y - 1) < 0.02 && x <= ppm * 1.02);
                for (int j = 0; j < k; j++) { /* no two overlap */
                    const struct box *a = &p->at, *b = &l.panel[j].at;
                    assert_true(a->x0 >= b->x1 - 1e-9 || b->x0 >= a->x1 - 1e-9 || a->y0 >= b->y1 - 1e-9 ||
                                b->y0 >= a->y1 - 1e-9);
                }
            }
        }
    }
}

static void check_again(const struct pack_case *c, const struct sku *s, const struct mesh *m)
{
    (void)c;
    struct mesh again, other;
    struct sku t = *s;
    t.seed++;
    build(s, &again);
    assert_string_equal(m->key, again.key);
    build(&t, &other);
    /* cans are all alike; the rest differs by its seed */
    if (s->shape != SHAPE_CAN && s->shape != SHAPE_MULTIPACK) {
        assert_string_not_equal(m->key, other.key);
    }
}

static void test_same_sku_same_mesh(void **state)
{
    (void)state;
    each(check_again);
}

/* --- what cannot be ------------------------------------------------------------------------------- */

static void test_impossible_sizes_are_refused(void **state)
{
    (void)state;
    static const struct {
        enum sku_shape shape;
        double size[3];
    } bad[] = {{SHAPE_BOX, {0, 10, 10}},      {SHAPE_BOX, {NAN, 100, 100}},  {SHAPE_CAN, {66, 66, 5}},
               {SHAPE_BOTTLE, {80, 80, 60}},  {SHAPE_POUCH, {100, -5, 200}}, {SHAPE_TRAY, {2000, 100, 40}},
               {SHAPE_MODEL, {100, 100, 100}}};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        struct sku s = {.id = "x", .shape = bad[i].shape};
        memcpy(s.size_mm, bad[i].size, sizeof s.size_mm);
        struct mesh m;
        struct err e = {0};
        assert_int_equal(pack_mesh(&s, &arena, &m, &e), ST_RANGE);
        assert_non_null(strstr(e.msg, "'x'"));
    }
}

/* --- materials ------------------------------------------------------------------------------------ */

static void check_materials(const struct pack_case *c, const struct sku *s, const struct mesh *m)
{
    struct material fresh[MESH_MAX_SLOTS], worn[MESH_MAX_SLOTS];
    pack_materials(s, m, 0, fresh);
    pack_materials(s, m, 1, worn);
    for (int k = 0; k < m->n_slots; k++) {
        const struct material *f = &fresh[k], *w = &worn[k];
        assert_true(f->texture == SCENE_NONE && f->alpha == 1 && f->ior > 1);
        assert_true(f->roughness >= 0 && w->roughness > f->roughness && w->roughness <= 1);
        assert_true(w->coat <= f->coat && f->metallic * (1 - f->metallic) == 0);
        for (int i = 0; i < 3; i++) {
            assert_true(f->base_color[i] >= 0 && f->base_color[i] <= 1);
        }
    }
    assert_true(fresh[0].transmission == 0 && fresh[0].metallic == 0);
    bool clear = s->material == SKU_GLASS || s->material == SKU_PET;
    if (c->shape == SHAPE_BOTTLE || c->shape == SHAPE_JAR) {
        assert_true((fresh[1].transmission == 1) == clear);
    }
    if (c->shape == SHAPE_CAN) {
        assert_true(fresh[1].metallic == 1);
    }
}

static void test_materials(void **state)
{
    (void)state;
    each(check_materials);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_size_is_the_skus),
        cmocka_unit_test(test_bodies_are_closed),
        cmocka_unit_test(test_bodies_face_outward),
        cmocka_unit_test(test_normals),
        cmocka_unit_test(test_print_stays_in_its_panels),
        cmocka_unit_test(test_print_is_not_stretched),
        cmocka_unit_test(test_panels_face_their_way),
        cmocka_unit_test(test_layout_has_square_texels),
        cmocka_unit_test(test_same_sku_same_mesh),
        cmocka_unit_test(test_impossible_sizes_are_refused),
        cmocka_unit_test(test_materials),
    };
    int rc = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return rc;
}
