// SPDX-License-Identifier: MIT
#include "distort.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/rng.h"
#include "plan/plan.h"
#include "tone/canvas.h"
#include "tone/filters.h"
#include "tone/resize.h"
#include "warp/warp_plane.h"

enum { EMS_A_PICTURE = 16, LEVEL_BINS = 256 };

#define LINE_EMS 1.3     /* height of a line's picture, as text_sample.c has it */
#define LEAST_SCALE 0.5  /* of a warped line */
#define LEAST_RANGE 0.03 /* between ink and paper, of white: less is no print */
#define CONTRAST_KEPT 0.7
#define LEAST_COVERAGE 0.2f /* below it is paper with its grain */

struct distorter {
    struct recipe recipe;
};

struct distort_worker {
    const struct recipe *r;
    struct arena arena; /* of one picture */
    struct encoder encoder;
};

enum st distorter_open(const char *recipe, const char *const *overrides, size_t n,
                       struct distorter **out, struct buf *problems, struct err *e)
{
    struct distorter *d = calloc(1, sizeof *d);
    if (!d) {
        BUG("out of memory");
    }
    enum st st = recipe_load(&d->recipe, recipe, overrides, n, problems, e);
    if (!st && (d->recipe.kind == KIND_READER || d->recipe.kind == KIND_EMBEDDER)) {
        st = err_set(e, ST_RECIPE,
                     "'%s' makes a model and has no effects (kind: text, shelf or product)",
                     d->recipe.path);
    }
    if (st) {
        distorter_close(d);
        d = NULL;
    }
    *out = d;
    return st;
}

void distorter_close(struct distorter *d)
{
    if (d) {
        recipe_release(&d->recipe);
        free(d);
    }
}

const struct recipe *distorter_recipe(const struct distorter *d)
{
    return &d->recipe;
}

struct distort_worker *distort_worker_new(const struct distorter *d)
{
    struct distort_worker *w = calloc(1, sizeof *w);
    if (!w) {
        BUG("out of memory");
    }
    w->r = &d->recipe;
    return w;
}

void distort_worker_free(struct distort_worker *w)
{
    if (w) {
        encoder_release(&w->encoder);
        arena_release(&w->arena);
        free(w);
    }
}

/* --- the plan ----------------------------------------------------------------------------------------------- */

static bool only_drawn(int f)
{
    return fx_table[f].stage == FXS_MARK || f == FX_glyph_jitter || f == FX_ink || f == FX_paper ||
           f == FX_paper_photo;
}

/* Returns the stages that have something to do, as bits. */
static unsigned plan(const struct recipe *r, uint64_t seed, uint64_t index, uint32_t attempt,
                     struct sample *s)
{
    unsigned stages = 0;
    *s = (struct sample){
        .seed = seed, .index = index, .attempt = attempt, .direction = DIRECTION_LTR};
    plan_effects(r, s);
    for (int f = 0; f < FX_COUNT; f++) {
        s->fx[f].on &= !only_drawn(f);
        stages |= s->fx[f].on ? 1u << fx_table[f].stage : 0;
    }
    return stages;
}

/* --- from bytes to light -------------------------------------------------------------------------------------- */

static struct canvas canvas_of(struct distort_worker *w, const struct sample *s,
                               const struct image *in)
{
    struct canvas c = {.width_px = in->width_px,
                       .height_px = in->height_px,
                       .channels = in->channels,
                       .s = s,
                       .recipe = w->r,
                       .arena = &w->arena,
                       .moved = affine_identity()};
    size_t n = (size_t)c.width_px * (size_t)c.height_px;
    for (int k = 0; k < c.channels; k++) {
        c.plane[k] = arena_array(&w->arena, float, n);
        for (size_t i = 0; i < n; i++) {
            c.plane[k][i] = linear_from_byte(in->px[i * (size_t)c.channels + (size_t)k]);
        }
    }
    return c;
}

/* Lines as high as those that the recipe makes. */
static void scale_line(struct canvas *c)
{
    struct rng g = rng_stream(c->s->seed, RNG_DISTORT, c->s->index, c->s->attempt);
    int to_h = (int)(dist_draw(&c->recipe->height_px, &g) + 0.5);
    if (to_h <= 0 || to_h == c->height_px) {
        return;
    }
    int to_w = (int)clampd((double)c->width_px * to_h / c->height_px + 0.5, 1, 65500);
    struct plane from = {c->plane[0], c->width_px, c->height_px},
                 to = {arena_array(c->arena, float, (size_t)to_w *(size_t)to_h), to_w, to_h};
    resize(from, to, to_h < c->height_px ? RESIZE_AREA : RESIZE_BICUBIC, c->arena);
    c->plane[0] = to.px;
    c->width_px = to_w;
    c->height_px = to_h;
}

/* --- levels of ink and paper --------------------------------------------------------------------------------------- */

struct levels {
    float paper, ink; /* linear; equal: nothing is printed here */
};

/* Of the square root of light, which spreads dark tones. */
static double level_of(const size_t *bin, size_t n, double share)
{
    size_t seen = 0;
    int k = 0;
    while (k < LEVEL_BINS - 1 && (double)(seen += bin[k]) < share * (double)n) {
        k++;
    }
    return (k + 0.5) / LEVEL_BINS;
}

/* The tones of which few pixels are darker and few lighter; paper is the one that the middle pixel is nearer to. */
static struct levels levels_of(const float *px, size_t n)
{
    size_t bin[LEVEL_BINS] = {0};
    for (size_t i = 0; i < n; i++) {
        float v = px[i] < 0 ? 0 : px[i] > 1 ? 1 : px[i];
        int k = (int)(sqrtf(v) * LEVEL_BINS);
        bin[k < LEVEL_BINS ? k : LEVEL_BINS - 1]++;
    }
    double dark = level_of(bin, n, 0.02), light = level_of(bin, n, 0.98),
           middle = level_of(bin, n, 0.5);
    struct levels l = {(float)(light * light), (float)(dark * dark)};
    if (middle - dark < light - middle) {
        l = (struct levels){l.ink, l.paper};
    }
    if (fabsf(l.paper - l.ink) < (float)LEAST_RANGE) {
        l.ink = l.paper;
    }
    return l;
}

static float *coverage_of(const struct canvas *c, struct levels l)
{
    size_t n = (size_t)c->width_px * (size_t)c->height_px;
    float *cov = arena_zarray(c->arena, float, n);
    for (size_t i = 0; i < n && l.paper != l.ink; i++) {
        cov[i] = (float)clampd((double)((l.paper - c->plane[0][i]) / (l.paper - l.ink)), 0, 1);
    }
    return cov;
}

/* --- stages of a line ------------------------------------------------------------------------------------------------ */

/* false: nothing legible would be left. */
static bool warp_line(struct canvas *c)
{
    struct warp w;
    double scale;
    struct warp_pixels src = {c->plane[0], c->width_px, c->height_px},
                       dst = {.height_px = c->height_px};
    size_t n = (size_t)c->width_px * (size_t)c->height_px;
    warp_init(&w, c->s, plane_page(c->width_px, c->height_px), c->em_px);
    plane_fit(&w, c->width_px, c->height_px, &dst.width_px, &scale);
    if (!(scale >= LEAST_SCALE)) {
        return false;
    }
    dst.px = arena_array(c->arena, float, (size_t)dst.width_px *(size_t)dst.height_px);
    warp_plane(&w, &src, &dst, scale, levels_of(src.px, n).paper, c->arena);
    c->plane[0] = dst.px;
    c->width_px = dst.width_px;
    return true;
}

/* What the effects do to coverage they do to the light that comes from there; what is not print stays as it is. */
static void change_ink(struct canvas *c, struct levels l, const float *before)
{
    size_t n = (size_t)c->width_px * (size_t)c->height_px;
    c->ink = arena_array(c->arena, float, n);
    memcpy(c->ink, before, n * sizeof *c->ink);
    tone_ink(c);
    for (size_t i = 0; i < n; i++) {
        c->plane[0][i] += (before[i] - c->ink[i]) * (l.paper - l.ink);
    }
}

/* A white sheet with the effects of paper, through which the picture is seen. */
static void change_paper(struct canvas *c)
{
    size_t n = (size_t)c->width_px * (size_t)c->height_px;
    struct canvas sheet = *c;
    sheet.plane[0] = arena_array(c->arena, float, n);
    tone_paper(&sheet, NULL, 0);
    for (size_t i = 0; i < n; i++) {
        c->plane[0][i] *= sheet.plane[0][i];
    }
}

static double contrast(const struct canvas *c, const struct image *im, const float *coverage)
{
    struct box all = {0, 0, c->width_px, c->height_px};
    return tone_contrast(im, coverage, &all, 1, c->em_px);
}

static enum st finish(struct distort_worker *w, struct canvas *c, struct image *out, struct err *e)
{
    tone_light(c);
    tone_camera(c);
    enum st st = tone_scanner(c, &w->encoder, e);
    return st ? st : tone_encode(c, out, e);
}

static enum st distort_line(struct distort_worker *w, const struct sample *s, unsigned stages,
                            const struct image *in, struct image *out, bool *legible, struct err *e)
{
    struct canvas c = canvas_of(w, s, in);
    scale_line(&c);
    c.em_px = c.height_px / LINE_EMS;
    *legible = !(stages & 1u << FXS_WARP) || warp_line(&c);
    if (!*legible) {
        return ST_OK;
    }
    size_t n = (size_t)c.width_px * (size_t)c.height_px;
    struct levels l = levels_of(c.plane[0], n);
    float *drawn = coverage_of(&c, l);
    enum st st = tone_encode(&c, out, e);
    if (st) {
        return st;
    }
    if (stages & 1u << FXS_INK) {
        change_ink(&c, l, drawn);
    }
    for (size_t i = 0; i < n; i++) {
        drawn[i] = drawn[i] < LEAST_COVERAGE ? 0 : drawn[i];
    }
    double want = fmin(w->r->min_contrast, CONTRAST_KEPT * contrast(&c, out, drawn));
    if (stages & 1u << FXS_PAPER) {
        change_paper(&c);
    }
    st = finish(w, &c, out, e);
    *legible = st || contrast(&c, out, drawn) >= want;
    return st;
}

/* --- entry ------------------------------------------------------------------------------------------------------------ */

static enum st copy_image(const struct image *in, struct image *out, struct err *e)
{
    image_release(out);
    enum st st = image_init(out, in->width_px, in->height_px, in->channels, e);
    if (!st) {
        memcpy(out->px, in->px,
               (size_t)in->width_px * (size_t)in->height_px * (size_t)in->channels);
    }
    return st;
}

enum st sample_distort(struct distort_worker *w, uint64_t seed, uint64_t index,
                       const struct image *in, struct image *out, struct err *e)
{
    bool line = w->r->kind == KIND_TEXT, good = false;
    uint32_t attempts = line ? (uint32_t)w->r->max_attempts : 1;
    enum st st = ST_OK;
    *out = (struct image){0};
    if (line && in->channels != 1) {
        return err_set(e, ST_RANGE, "a line of %d channels cannot be distorted, only a grey one",
                       in->channels);
    }
    for (uint32_t attempt = 0; attempt < attempts && !good && !st; attempt++) {
        struct sample s;
        arena_reset(&w->arena);
        unsigned stages = plan(w->r, seed, index, attempt, &s);
        if (!stages) {
            break;
        }
        if (line) {
            st = distort_line(w, &s, stages, in, out, &good, e);
        } else {
            struct canvas c = canvas_of(w, &s, in);
            c.em_px = (double)c.height_px / EMS_A_PICTURE;
            st = finish(w, &c, out, e);
            good = true;
        }
    }
    st = st || good ? st : copy_image(in, out, e);
    if (st) {
        image_release(out);
    }
    return st;
}
