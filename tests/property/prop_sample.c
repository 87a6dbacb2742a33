// SPDX-License-Identifier: MIT
/*
 * Whole samples of the shipped recipes, against labels. The ink of each glyph is drawn again, alone,
 * by another shaper, through the same map, and compared pixel by pixel with the quads; and the
 * finished picture of a recipe with nothing but black ink on white is compared with them too, so that
 * an error common to map and label would show.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "sample.h"
#include "text/raster.h"

static void near(double got, double want, double tol, const char *what)
{
    if (!(fabs(got - want) <= tol)) {
        fail_msg("%s: got %.9g, want %.9g within %g", what, got, want, tol);
    }
}

static struct generator *open_recipe(const char *path, const char *const *set, size_t n)
{
    struct generator *g;
    struct buf problems = {0};
    struct err e = {0};
    if (generator_open(path, set, n, NULL, &g, &problems, &e)) {
        fail_msg("%s: %s\n%.*s", path, e.msg, (int)problems.len, problems.data ? problems.data : "");
    }
    buf_release(&problems);
    return g;
}

static void make(struct worker *w, uint64_t i, struct made *m)
{
    struct err e = {0};
    if (sample_make(w, 1, i, m, &e)) {
        fail_msg("sample %llu: %s", (unsigned long long)i, e.msg);
    }
}

/* Distance of a point from a convex quad; 0 inside. Either sense of turning. */
static double outside(const struct quad *q, double x, double y)
{
    double area = 0, worst = -INFINITY;
    for (int i = 0; i < 4; i++) {
        struct pt a = q->p[i], b = q->p[(i + 1) % 4];
        area += a.x * b.y - b.x * a.y;
    }
    for (int i = 0; i < 4; i++) {
        struct pt a = q->p[i], b = q->p[(i + 1) % 4];
        double len = hypot(b.x - a.x, b.y - a.y), d = (b.y - a.y) * (x - a.x) - (b.x - a.x) * (y - a.y);
        if (len > 1e-9) {
            worst = fmax(worst, (area > 0 ? d : -d) / len);
        }
    }
    return fmax(worst, 0);
}

/* --- quads against glyphs drawn one by one --------------------------------------------------------- */

struct scene {
    const struct made *m;
    struct shaper *shaper; /* not the one that drew the sample */
    struct arena arena;
    float *cov;
    double *edge;          /* by unit and side: how near the ink comes to it */
    uint64_t index;
    const char *recipe;
};

static double grow(const struct scene *sc)
{
    return sc->m->canvas->grow_px;
}

/* The picture of one glyph alone, with what the tone effects moved. */
static void draw(struct scene *sc, size_t k)
{
    const struct made *m = sc->m;
    struct path pa = {0};
    struct err e = {0};
    if (layout_outline(sc->shaper, m->sample, m->layout, k, 0.5, &sc->arena, &pa, &e)) {
        fail_msg("glyph %zu: %s", k, e.msg);
    }
    for (size_t i = 0; i < pa.n; i++) {
        pa.p[i] = canvas_moved(m->canvas, warp_point(m->warp, pa.p[i]));
    }
    raster_fill(&pa, m->width_px, m->height_px, sc->cov, &sc->arena);
    /* nothing may have been cut off: all of the outline's area is in the picture */
    double drawn = 0;
    for (long i = 0; i < (long)m->width_px * m->height_px; i++) {
        drawn += (double)sc->cov[i];
    }
    struct box b = path_bounds(&pa);
    if (pa.n && !(b.x0 > -0.5 && b.y0 > -0.5 && b.x1 < m->width_px + 0.5 && b.y1 < m->height_px + 0.5)) {
        fail_msg("%s %llu: glyph %zu is cut at the border: (%g, %g) - (%g, %g) of %d x %d", sc->recipe,
                 (unsigned long long)sc->index, k, b.x0, b.y0, b.x1, b.y1, m->width_px, m->height_px);
    }
    if (pa.n && !(drawn > 0)) {
        fail_msg("glyph %zu left no ink", k);
    }
}

static void note_edges(struct scene *sc, uint32_t u, double x, double y)
{
    const struct quad *q = &sc->m->label->grapheme[u].quad;
    for (int i = 0; i < 4; i++) {
        struct pt a = q->p[i], b = q->p[(i + 1) % 4];
        double len = hypot(b.x - a.x, b.y - a.y);
        double d = len > 0 ? fabs((b.y - a.y) * (x - a.x) - (b.x - a.x) * (y - a.y)) / len : 0;
        sc->edge[4 * u + (unsigned)i] = fmin(sc->edge[4 * u + (unsigned)i], d);
    }
}

static void check_glyph(struct scene *sc, size_t k)
{
    const struct made *m = sc->m;
    uint32_t u = m->layout->glyph[k].unit, parts = m->layout->unit[u].parts;
    draw(sc, k);
    for (int y = 0; y < m->height_px; y++) {
        for (int x = 0; x < m->width_px; x++) {
            float cov = sc->cov[(long)y * m->width_px + x];
            for (uint32_t p = u; p < u + parts && cov >= 0.08F; p++) { /* hairlines of type made lighter */
                note_edges(sc, p, x + 0.5, y + 0.5);
            }
            if (cov < 0.25F) {
                continue;
            }
            double off = INFINITY;
            for (uint32_t p = u; p < u + parts; p++) {
                off = fmin(off, outside(&m->label->grapheme[p].quad, x + 0.5, y + 0.5));
            }
            if (off > 0.75) {
                fail_msg("%s %llu '%.*s': ink of glyph %zu at (%d, %d) is %.2f px outside of its quad", sc->recipe,
                         (unsigned long long)sc->index, (int)m->text.len, m->text.data, k, x, y, off);
            }
        }
    }
}

/* Each side of a quad is touched by ink: it could not be smaller. Parts of ligatures excepted, whose
 * sides are the font's cuts; letters of a few pixels, where a quarter of a pixel's ink decides; and type made lighter, whose
 * hairlines leave an outline without ink. */
static void check_tight(const struct scene *sc)
{
    const struct made *m = sc->m;
    if (m->sample->weight_em + m->sample->face->bolder_em < -0.01) {
        return;
    }
    for (uint32_t u = 0; u < m->label->n_graphemes; u++) {
        const struct unit *unit = &m->layout->unit[u];
        if (unit->parts > 1 || unit->space || m->label->em_px < 12) {
            continue;
        }
        for (int i = 0; i < 4; i++) {
            double d = sc->edge[4 * u + (unsigned)i];
            if (isfinite(d) && d > grow(sc) + 2.0) {
                fail_msg("%s %llu '%.*s' in %s: side %d of unit %u is %.2f px from any ink", sc->recipe,
                         (unsigned long long)sc->index, (int)m->text.len, m->text.data, m->sample->face->family, i, u, d);
            }
        }
    }
}

static void check_sample(struct scene *sc)
{
    const struct made *m = sc->m;
    assert_int_equal(m->pixels->width_px, m->width_px);
    assert_int_equal(m->pixels->height_px, m->height_px);
    assert_int_equal(m->label->n_graphemes, m->layout->n_units);
    arena_reset(&sc->arena);
    sc->cov = arena_array(&sc->arena, float, (size_t)m->width_px * (size_t)m->height_px);
    sc->edge = arena_array(&sc->arena, double, 4 * m->label->n_graphemes);
    for (size_t i = 0; i < 4 * m->label->n_graphemes; i++) {
        sc->edge[i] = INFINITY;
    }
    for (size_t k = 0; k < m->layout->n_glyphs; k++) {
        check_glyph(sc, k);
    }
    check_tight(sc);
}

/* Units cover the transcript; words lie around their graphemes; baselines lie in the picture. */
static void check_ranges(const struct made *m)
{
    const struct label *l = m->label;
    uint32_t at = 0;
    for (size_t i = 0; i < l->n_graphemes; i++) {
        assert_true(l->grapheme[i].start >= at && l->grapheme[i].end > l->grapheme[i].start);
        for (uint32_t b = at; b < l->grapheme[i].start; b++) {
            assert_int_equal(m->text.data[b], '\n');
        }
        at = l->grapheme[i].end;
    }
    assert_int_equal(at, m->text.len);
    for (size_t k = 0; k < l->n_words; k++) {
        for (size_t i = 0; i < l->n_graphemes; i++) {
            if (l->grapheme[i].start < l->word[k].start || l->grapheme[i].end > l->word[k].end) {
                continue;
            }
            struct pt c = {0, 0};
            for (int j = 0; j < 4; j++) {
                c.x += l->grapheme[i].quad.p[j].x / 4;
                c.y += l->grapheme[i].quad.p[j].y / 4;
            }
            assert_true(outside(&l->word[k].quad, c.x, c.y) < 1.5);
        }
    }
}

static void check_recipe(const char *path, const char *const *set, size_t n_set, unsigned n)
{
    struct generator *g = open_recipe(path, set, n_set);
    struct worker *w = worker_new(g);
    struct made m = {0};
    struct scene sc = {.m = &m, .shaper = shaper_new(), .recipe = path};
    for (uint64_t i = 0; i < n; i++) {
        sc.index = i;
        make(w, i, &m);
        check_sample(&sc);
        check_ranges(&m);
    }
    arena_release(&sc.arena);
    shaper_free(sc.shaper);
    made_release(&m);
    worker_free(w);
    generator_close(g);
}

static void test_quads_hold_their_ink(void **state)
{
    (void)state;
    check_recipe("recipes/lines-plain.yaml", NULL, 0, 20);
    check_recipe("recipes/lines-hard.yaml", NULL, 0, 60);
    check_recipe("recipes/demo.yaml", NULL, 0, 60);
    check_recipe("recipes/fraktur.yaml", NULL, 0, 30);
    check_recipe("recipes/paragraph.yaml", NULL, 0, 10);
}

/* Every bend at once, far beyond what recipes use. */
static void test_quads_hold_their_ink_however_bent(void **state)
{
    (void)state;
    static const char *const set[] = {
        "effects.glyph_jitter={p: 1, turn_deg: 8, shift_em: 0.05}", "effects.arc={p: 0.5, sagitta: [-0.2, 0.2]}",
        "effects.wave={p: 0.5, amplitude_em: [0.1, 0.6]}", "effects.elastic={p: 0.7, amplitude_em: 0.1}",
        "effects.curl={p: 0.5, depth: 0.8}", "effects.rotate={p: 1, angle_deg: [-180, 180]}",
        "effects.perspective={p: 0.5, yaw_deg: [-40, 40], pitch_deg: [-40, 40]}", "effects.resample={p: 0.5}",
        "effects.scan_jitter={p: 0.5}", "image.height_px=160"};
    check_recipe("recipes/lines-hard.yaml", set, sizeof set / sizeof *set, 40);
}

/* --- quads against pixels --------------------------------------------------------------------------- */

/* Black on white in a lossless file: what is dark must lie in the quads, and every quad with ink must
 * hold some. Nothing of the drawing code is used here but the label. */
static void check_pixels(const struct made *m)
{
    const struct label *l = m->label;
    size_t dark = 0;
    long *held = calloc(l->n_graphemes + 1, sizeof *held);
    for (int y = 0; y < m->height_px; y++) {
        for (int x = 0; x < m->width_px; x++) {
            if (m->pixels->px[(size_t)y * (size_t)m->width_px + (size_t)x] > 100) {
                continue;
            }
            dark++;
            double off = INFINITY;
            for (size_t i = 0; i < l->n_graphemes; i++) {
                double d = outside(&l->grapheme[i].quad, x + 0.5, y + 0.5);
                held[i] += d < 1;
                off = fmin(off, d);
            }
            if (off > 1.5) {
                fail_msg("'%.*s': dark pixel (%d, %d) is %.2f px from every quad", (int)m->text.len, m->text.data, x, y, off);
            }
        }
    }
    assert_true(dark > 20);
    for (size_t i = 0; i < l->n_graphemes; i++) {
        if (!m->layout->unit[i].space && !held[i]) {
            fail_msg("'%.*s': no dark pixel in the quad of unit %zu", (int)m->text.len, m->text.data, i);
        }
    }
    free(held);
}

static void test_dark_pixels_lie_in_quads(void **state)
{
    (void)state;
    static const char *const moves[][2] = {
        {"effects.rotate={p: 1, angle_deg: [-15, 15]}", "effects.wave=1"},
        {"effects.scan_jitter={p: 1}", "effects.rotate=0"},
        {"effects.resample={p: 1}", "effects.shear={p: 1, angle_deg: 20}"},
        {"effects.curl={p: 1, depth: 0.7}", "effects.perspective={p: 1, yaw_deg: 30}"},
    };
    for (size_t k = 0; k < sizeof moves / sizeof *moves; k++) {
        const char *const set[] = {moves[k][0], moves[k][1], "image.height_px=160", "image.format=png"};
        struct generator *g = open_recipe("recipes/lines-plain.yaml", set, sizeof set / sizeof *set);
        struct worker *w = worker_new(g);
        struct made m = {0};
        for (uint64_t i = 0; i < 15; i++) {
            make(w, i, &m);
            check_pixels(&m);
        }
        made_release(&m);
        worker_free(w);
        generator_close(g);
    }
}

/* --- the same bytes ------------------------------------------------------------------------------------ */

static void test_samples_do_not_depend_on_order_or_worker(void **state)
{
    (void)state;
    enum { N = 24 };
    static const char *const set[] = {"image.ink_mask=true"};
    struct generator *g = open_recipe("recipes/lines-hard.yaml", set, 1);
    struct worker *w1 = worker_new(g), *w2 = worker_new(g);
    struct made a[N] = {0}, b = {0};
    for (uint64_t i = 0; i < N; i++) {
        make(w1, i, &a[i]);
    }
    for (uint64_t i = N; i-- > 0;) {
        make(w2, i, &b);
        assert_int_equal(a[i].image.len, b.image.len);
        assert_memory_equal(a[i].image.data, b.image.data, b.image.len);
        assert_int_equal(a[i].json.len, b.json.len);
        assert_memory_equal(a[i].json.data, b.json.data, b.json.len);
        assert_int_equal(a[i].extra[0].bytes.len, b.extra[0].bytes.len);
        assert_memory_equal(a[i].extra[0].bytes.data, b.extra[0].bytes.data, b.extra[0].bytes.len);
        assert_true(b.extra[0].bytes.len > 0);
        made_release(&a[i]);
    }
    made_release(&b);
    worker_free(w1);
    worker_free(w2);
    generator_close(g);
}

/* --- size and legibility ---------------------------------------------------------------------------------- */

static void test_height_is_what_was_asked_for(void **state)
{
    (void)state;
    struct generator *g = open_recipe("recipes/lines-hard.yaml", NULL, 0);
    struct worker *w = worker_new(g);
    struct made m = {0};
    for (uint64_t i = 0; i < 40; i++) {
        make(w, i, &m);
        assert_int_equal(m.height_px, 32);
        near(m.label->baseline[0][0].x, 0, m.width_px, "baseline begins in the picture");
    }
    made_release(&m);
    worker_free(w);
    generator_close(g);
}

/* Ink effects widen strokes after the picture's size was chosen; without a margin, the room for it must be there. */
static void test_widened_ink_stays_in_the_picture(void **state)
{
    (void)state;
    static const char *const set[][3] = {
        {"image.margin_em=0", "effects.dilate={radius_px: 2.5}", "effects.bleed={radius_px: 0.5}"},
        {"image.margin_em=0", "effects.bleed={radius_px: 2}", "image.max_width_px=200"},
        {"image.margin_em=0", "effects.dot_matrix={pitch_em: 0.12, dot: 1.3}", "image.height_px=0"},
    };
    for (size_t k = 0; k < sizeof set / sizeof *set; k++) {
        struct generator *g = open_recipe("recipes/lines-plain.yaml", set[k], 3);
        struct worker *w = worker_new(g);
        struct made m = {0};
        for (uint64_t i = 0; i < 12; i++) {
            make(w, i, &m);
            assert_true(m.forced || m.canvas->grow_px > 1);
            for (int j = 0; j < 4;
                 j++) { /* nothing is turned: the quad is the box of the grown ink */
                struct pt p = m.label->text.p[j];
                near(p.x, m.width_px / 2.0, m.width_px / 2.0 + 0.05, "text stays in the picture");
                near(p.y, m.height_px / 2.0, m.height_px / 2.0 + 0.05, "text stays in the picture");
            }
        }
        made_release(&m);
        worker_free(w);
        generator_close(g);
    }
}

/* White on white cannot be read: it must be planned anew, and in the end drawn black on white. */
static void test_what_cannot_be_read_is_forced(void **state)
{
    (void)state;
    static const char *const set[] = {"effects.ink={p: 1, lightness: 1}"};
    struct generator *g = open_recipe("recipes/lines-plain.yaml", set, 1);
    struct worker *w = worker_new(g);
    struct made m = {0};
    make(w, 0, &m);
    assert_true(m.forced && m.replans > 0);
    assert_true(m.label->contrast > 0.5);
    made_release(&m);
    worker_free(w);
    generator_close(g);
}

static void test_contrast_follows_the_ink(void **state)
{
    (void)state;
    static const struct { const char *set; double lo, hi; } row[] = {
        {"effects.ink={p: 1, lightness: 0}", 0.65, 1.0},
        {"effects.ink={p: 1, lightness: 0.5}", 0.35, 0.55},
        {"effects.ink={p: 1, lightness: 0.75}", 0.15, 0.3},
    };
    for (size_t k = 0; k < sizeof row / sizeof *row; k++) {
        struct generator *g = open_recipe("recipes/lines-plain.yaml", &row[k].set, 1);
        struct worker *w = worker_new(g);
        struct made m = {0};
        for (uint64_t i = 0; i < 5; i++) {
            make(w, i, &m);
            near(m.label->contrast, (row[k].lo + row[k].hi) / 2, (row[k].hi - row[k].lo) / 2, row[k].set);
        }
        made_release(&m);
        worker_free(w);
        generator_close(g);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_quads_hold_their_ink),
        cmocka_unit_test(test_quads_hold_their_ink_however_bent),
        cmocka_unit_test(test_dark_pixels_lie_in_quads),
        cmocka_unit_test(test_samples_do_not_depend_on_order_or_worker),
        cmocka_unit_test(test_height_is_what_was_asked_for),
        cmocka_unit_test(test_widened_ink_stays_in_the_picture),
        cmocka_unit_test(test_what_cannot_be_read_is_forced),
        cmocka_unit_test(test_contrast_follows_the_ink),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
