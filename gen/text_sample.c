// SPDX-License-Identifier: MIT
/*
 * One sample of text, from plan to bytes. The order is the house's main path:
 *
 *   plan_make     what is random about it
 *   layout_make   glyphs on baselines            page frame
 *   glyph paths   outlines, through the warp     -> image frame, once the size is known
 *   raster_fill   coverage of ink and of marks   image frame
 *   tone_all      ink, paper, light, camera      8-bit picture
 *   label_make    quads from the same outlines   image frame
 *
 * The size of the picture: the text is laid out at its planned size, warped, and the box of the result
 * plus margins is scaled to the wanted height (and below the largest width). Margins are in em of the
 * finished picture, so they scale along. Nothing of the text's own ink can lie outside.
 */
#include "text_sample.h"

#include <malloc.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "corpus/corpora.h"
#include "font/fontset.h"
#include "label/label.h"
#include "photos.h"
#include "text/marks.h"
#include "text/raster.h"
#include "tone/canvas.h"
#include "warp/warp.h"

enum { MAX_SIDE_PX = 16384 };

struct text_stock {
    const struct recipe *recipe;
    struct corpora *corpora;
    struct fontset *fonts;
    struct image *photos;
    size_t n_photos;
    uint8_t *face_split, *source_split;
    struct world world;
};

struct render;

struct text_worker {
    const struct text_stock *g;
    struct shaper *shaper;
    struct encoder encoder;
    struct arena arena; /* of the last sample made */
    struct image pixels;
    struct sample sample;
    struct label label;
    const struct render *drawn; /* in the arena */
};

/* --- stock --------------------------------------------------------------------------------------- */

static void hold_out(struct text_stock *g)
{
    const struct recipe *r = g->recipe;
    size_t n = r->split_by == SPLIT_FONT ? fontset_count(g->fonts)
               : r->split_by == SPLIT_SOURCE ? r->n_sources : 0;
    if (!n) {
        return;
    }
    const char **name = malloc(n * sizeof *name);
    uint8_t *split = calloc(n, 1);
    if (!name || !split) {
        BUG("out of memory");
    }
    for (size_t i = 0; i < n; i++) {
        name[i] = r->split_by == SPLIT_FONT ? fontset_face(g->fonts, i)->family : r->sources[i].name;
    }
    plan_hold_out(r->seed, name, n, r->split_val, r->split_test, split);
    free(name);
    if (r->split_by == SPLIT_FONT) {
        g->world.face_split = g->face_split = split;
    } else {
        g->world.source_split = g->source_split = split;
    }
}

/* What is wrong with texts and fonts is told together; a single problem is the error itself. */
static enum st load_all(struct text_stock *g, struct buf *problems, struct err *e)
{
    struct buf list = {0};
    struct err found = {0}, fonts = {0};
    enum st st = corpora_load(g->recipe, &list, &g->corpora, &found);
    if (!st || list.len) {
        enum st other = fontset_load(g->recipe, &list, &g->fonts, &fonts);
        st = st ? st : other;
        if (other && (other != ST_RECIPE || !*found.msg)) {
            found = fonts;
        }
    }
    size_t n = problem_count(&list, 0);
    if (n == 1) {
        list.data[list.len - 1] = 0;
        st = err_set(e, ST_RECIPE, "%s", list.data);
    } else if (n) {
        if (problems) {
            buf_add(problems, list.data, list.len);
        }
        st = err_set(e, ST_RECIPE, "%zu errors in '%s'", n, g->recipe->path);
    } else if (st) {
        err_set(e, st, "%s", found.msg);
    }
    buf_release(&list);
    return st ? st : photos_load(g->recipe, &g->photos, &g->n_photos, e);
}

void text_stock_find_more(const struct recipe *recipe, struct buf *problems, struct err *e)
{
    struct err found[2] = {{0}};
    struct corpora *corpora = NULL;
    struct fontset *fonts = NULL;
    size_t texts = problems->len;
    if (recipe->text_sound && corpora_load(recipe, problems, &corpora, &found[0]) && problems->len == texts) {
        buf_printf(problems, "%s\n", found[0].msg);
    }
    size_t faces = problems->len;
    if (recipe->font_sound && fontset_load(recipe, problems, &fonts, &found[1]) && problems->len == faces) {
        buf_printf(problems, "%s\n", found[1].msg);
    }
    if (e && problems->len > texts) {
        *e = (struct err){0}; /* it counts the keys alone */
        err_set(e, ST_RECIPE, "%zu errors in '%s'", problem_count(problems, 0), recipe->path);
    }
    fontset_free(fonts);
    corpora_free(corpora);
}

enum st text_stock_open(const struct recipe *recipe, struct buf *problems, struct text_stock **out, struct err *e)
{
    struct text_stock *g = calloc(1, sizeof *g);
    if (!g) {
        BUG("out of memory");
    }
    g->recipe = recipe;
    enum st st = load_all(g, problems, e);
    if (st) {
        text_stock_close(g);
        *out = NULL;
        return st;
    }
    g->world = (struct world){.recipe = recipe, .corpora = g->corpora, .fonts = g->fonts};
    hold_out(g);
    malloc_trim(0); /* loading leaves as much free memory behind as it leaves in use */
    *out = g;
    return ST_OK;
}

void text_stock_close(struct text_stock *g)
{
    if (!g) {
        return;
    }
    photos_free(g->photos, g->n_photos);
    free(g->face_split);
    free(g->source_split);
    fontset_free(g->fonts);
    corpora_free(g->corpora);
    free(g);
}

const struct world *text_stock_world(const struct text_stock *g)
{
    return &g->world;
}

/* --- worker ---------------------------------------------------------------------------------------- */

struct text_worker *text_worker_new(const struct text_stock *g)
{
    struct text_worker *w = calloc(1, sizeof *w);
    if (!w) {
        BUG("out of memory");
    }
    w->g = g;
    w->shaper = shaper_new();
    return w;
}

void text_worker_free(struct text_worker *w)
{
    if (w) {
        shaper_free(w->shaper);
        encoder_release(&w->encoder);
        image_release(&w->pixels);
        arena_release(&w->arena);
        free(w);
    }
}

/* --- from plan to picture -------------------------------------------------------------------------- */

/* Everything about one rendering that the steps below hand to one another; lives in the arena. */
struct render {
    const struct sample *s;
    struct layout layout;
    struct warp warp;
    struct path ink;          /* all glyphs; page frame, then image frame */
    uint32_t *glyph_end;      /* glyph k is vertices glyph_end[k-1]..glyph_end[k]-1 of ink */
    double step_px;           /* longest edge that the warp may bend */
    int width_px, height_px;
    struct canvas canvas;
    float *drawn;             /* coverage of the ink before ink effects, for the contrast */
};

static double wanted_em_px(const struct sample *s)
{
    /* near the final size, so that the tolerance of flattened curves is that of finished pixels */
    return s->height_px > 0 ? s->height_px / 1.3 : s->size_px;
}

static enum st make_outlines(struct text_worker *w, struct render *r, struct box *page_ink, struct err *e)
{
    const struct layout *l = &r->layout;
    r->glyph_end = arena_array(&w->arena, uint32_t, l->n_glyphs + 1);
    r->step_px = path_step_px(warp_curvature(&r->warp));
    for (size_t i = 0; i < l->n_glyphs; i++) {
        enum st st = layout_outline(w->shaper, r->s, l, i, r->step_px, &w->arena, &r->ink, e);
        if (st) {
            return st;
        }
        r->glyph_end[i] = (uint32_t)r->ink.n;
    }
    if (!r->ink.n) {
        return err_set(e, ST_RANGE, "'%.60s' has no ink in %s %s", r->s->text.text, r->s->face->family,
                       r->s->face->style);
    }
    *page_ink = path_bounds(&r->ink);
    warp_points(&r->warp, r->ink.p, r->ink.n);
    return ST_OK;
}

/* Box of the warped ink and of the warped line boxes, so that "aceno" does not fill the height that
 * "Ajpg" needs. */
static struct box warped_bounds(const struct render *r)
{
    enum { STEPS = 8 };
    struct box b = path_bounds(&r->ink);
    const struct box *t = &r->layout.box;
    for (int i = 0; i <= STEPS; i++) {
        double x = t->x0 + (t->x1 - t->x0) * i / STEPS;
        box_add(&b, warp_point(&r->warp, (struct pt){x, t->y0}));
        box_add(&b, warp_point(&r->warp, (struct pt){x, t->y1}));
    }
    return b;
}

/* Page to picture, uniform. */
struct scaling {
    double k;
    struct box page; /* what the picture shows of the page, in pixels of the page */
};

/* The scale that fits the warped bounds, margins and all, into the wanted size. For vertical text the
 * wanted "height" is measured across the columns, which is the picture's width. pad: at least so
 * much room around the ink, in pixels of the page. */
static struct scaling scale_to_fit(const struct render *r, const struct box *bounds,
                                   const struct box *ink, double pad)
{
    const struct sample *s = r->s;
    const double *m = s->margin_em;
    double em = r->layout.em_px;
    struct box b = {
        fmin(bounds->x0 - m[0] * em, ink->x0 - pad), fmin(bounds->y0 - m[1] * em, ink->y0 - pad),
        fmax(bounds->x1 + m[2] * em, ink->x1 + pad), fmax(bounds->y1 + m[3] * em, ink->y1 + pad)};
    double w = b.x1 - b.x0, h = b.y1 - b.y0;
    double across = r->layout.vertical ? w : h, along = r->layout.vertical ? h : w;
    double k = s->height_px > 0 ? s->height_px / across : 1;
    double limit = s->max_width_px > 0 && s->max_width_px < MAX_SIDE_PX ? s->max_width_px : MAX_SIDE_PX;
    k = along * k > limit ? limit / along : k;
    k = across * k > MAX_SIDE_PX ? MAX_SIDE_PX / across : k;
    return (struct scaling){k, b};
}

/* The picture's size and the affine into it. Ink effects widen strokes by pixels of the picture, for
 * which there must be room even where the margin is none: the smaller the scale, the more of the page
 * they take, so it is found step by step. */
static void fit(struct render *r)
{
    const struct sample *s = r->s;
    struct box ink = path_bounds(&r->ink), bounds = warped_bounds(r);
    struct scaling f = scale_to_fit(r, &bounds, &ink, 0);
    for (int i = 0; i < 3; i++) {
        double grow = tone_grow_px(s, r->layout.em_px * f.k);
        grow = s->height_px > 0 ? fmin(grow, s->height_px / 6) : grow; /* room for text as well */
        f = scale_to_fit(r, &bounds, &ink, grow / f.k);
    }
    double k = f.k, w = (f.page.x1 - f.page.x0) * k, h = (f.page.y1 - f.page.y0) * k;
    double width = r->layout.vertical && s->height_px > 0 ? s->height_px : w;
    double height = !r->layout.vertical && s->height_px > 0 ? s->height_px : h;
    r->width_px = (int)clampd(ceil(width - 1e-6), 1, MAX_SIDE_PX);
    r->height_px = (int)clampd(ceil(height - 1e-6), 1, MAX_SIDE_PX);
    struct affine a = {k, 0, (r->width_px - w) / 2 - f.page.x0 * k,
                       0, k, (r->height_px - h) / 2 - f.page.y0 * k};
    warp_fit(&r->warp, a);
    for (size_t i = 0; i < r->ink.n; i++) {
        r->ink.p[i] = affine_apply(&a, r->ink.p[i]);
    }
    r->canvas.em_px = r->layout.em_px * k;
}

static void init_canvas(struct text_worker *w, struct render *r)
{
    const struct recipe *recipe = w->g->recipe;
    struct canvas *c = &r->canvas;
    size_t n = (size_t)r->width_px * (size_t)r->height_px;
    c->width_px = r->width_px;
    c->height_px = r->height_px;
    c->channels = recipe->color == COLOR_RGB ? 3 : 1;
    c->s = r->s;
    c->recipe = recipe;
    c->arena = &w->arena;
    c->moved = affine_identity();
    c->ink = arena_array(&w->arena, float, n);
    for (int i = 0; i < c->channels; i++) {
        c->plane[i] = arena_array(&w->arena, float, n);
    }
    raster_fill(&r->ink, r->width_px, r->height_px, c->ink, &w->arena);
}

static enum st add_marks(struct text_worker *w, struct render *r, struct box page_ink, struct err *e)
{
    struct mark_path mark[MARKS_MAX];
    size_t n;
    struct canvas *c = &r->canvas;
    struct box area = warp_area(&r->warp, (struct box){0, 0, r->width_px, r->height_px});
    enum st st = marks_make(w->shaper, r->s, &r->layout, page_ink, area, r->step_px, &w->arena, mark, &n, e);
    for (size_t i = 0; i < n && !st; i++) {
        struct mark *m = &c->mark[c->n_marks++];
        *m = (struct mark){.opacity = mark[i].opacity, .over = mark[i].over};
        memcpy(m->color, mark[i].color, sizeof m->color);
        m->cov = arena_array(&w->arena, float, (size_t)r->width_px * (size_t)r->height_px);
        warp_points(&r->warp, mark[i].path.p, mark[i].path.n);
        raster_fill(&mark[i].path, r->width_px, r->height_px, m->cov, &w->arena);
        canvas_blur_mark(c, m, mark[i].blur_px);
    }
    return st;
}

static bool any_mark(const struct sample *s)
{
    for (int f = 0; f < FX_COUNT; f++) {
        if (s->fx[f].on && fx_table[f].stage == FXS_MARK) {
            return true;
        }
    }
    return false;
}

static double measure_contrast(struct text_worker *w, const struct render *r)
{
    const struct label *l = &w->label;
    struct box *word = arena_array(&w->arena, struct box, l->n_words);
    for (size_t i = 0; i < l->n_words; i++) {
        word[i] = box_empty();
        for (int k = 0; k < 4; k++) {
            box_add(&word[i], l->word[i].quad.p[k]);
        }
    }
    return tone_contrast(&w->pixels, r->drawn, word, l->n_words, r->canvas.em_px);
}

/* Plan -> picture and label in the worker. */
static enum st render(struct text_worker *w, struct err *e)
{
    const struct sample *s = &w->sample;
    struct render *r = arena_zarray(&w->arena, struct render, 1);
    r->s = s;
    enum st st = layout_make(w->shaper, s, &s->text, wanted_em_px(s), &w->arena, &r->layout, e);
    if (st) {
        return st;
    }
    warp_init(&r->warp, s, r->layout.box, r->layout.em_px);
    struct box page_ink;
    if ((st = make_outlines(w, r, &page_ink, e))) {
        return st;
    }
    fit(r);
    init_canvas(w, r);
    if (any_mark(s) && (st = add_marks(w, r, page_ink, e))) {
        return st;
    }
    size_t n = (size_t)r->width_px * (size_t)r->height_px;
    r->drawn = arena_array(&w->arena, float, n);
    memcpy(r->drawn, r->canvas.ink, n * sizeof *r->drawn);
    st = tone_all(&r->canvas, w->g->photos, w->g->n_photos, &w->encoder, &w->pixels, e);
    if (st) {
        return st;
    }
    struct label_input in = {.layout = &r->layout, .warp = &r->warp, .ink = &r->ink, .glyph_end = r->glyph_end,
                             .canvas = &r->canvas, .text = s->text.text};
    label_make(&in, &w->arena, &w->label);
    w->label.contrast = measure_contrast(w, r);
    w->drawn = r;
    return ST_OK;
}

/* --- attempts and encoding ---------------------------------------------------------------------------------- */

/* The last resort of legibility: black on white, whatever the plan said of ink, paper and light. */
static void switch_off_tone(struct sample *s)
{
    for (int f = 0; f < FX_COUNT; f++) {
        s->fx[f].on &= fx_table[f].stage == FXS_WARP;
    }
}

static enum st make_legible(struct text_worker *w, uint64_t seed, uint64_t index, struct made *out, struct err *e)
{
    const struct recipe *r = w->g->recipe;
    for (uint32_t attempt = 0;; attempt++) {
        arena_reset(&w->arena);
        bool last = attempt == (uint32_t)r->max_attempts;
        enum st st = plan_make(&w->g->world, seed, index, last ? attempt - 1 : attempt, &w->arena, &w->sample, e);
        if (!st && last) {
            switch_off_tone(&w->sample);
        }
        st = st ? st : render(w, e);
        if (st || last || w->label.contrast >= r->min_contrast) {
            out->replans = attempt;
            out->forced = last;
            return st;
        }
    }
}

static enum st encode_mask(struct text_worker *w, struct buf *out, struct err *e)
{
    struct image im;
    enum st st = image_init(&im, w->label.width_px, w->label.height_px, 1, e);
    if (!st) {
        size_t n = (size_t)im.width_px * (size_t)im.height_px;
        for (size_t i = 0; i < n; i++) {
            im.px[i] = (uint8_t)(clampd((double)w->drawn->canvas.ink[i], 0, 1) * 255 + 0.5);
        }
        st = encode_png(&im, 3, out, e);
    }
    image_release(&im);
    return st;
}

enum st text_sample_make(struct text_worker *w, uint64_t seed, uint64_t index, struct made *out, struct err *e)
{
    const struct recipe *r = w->g->recipe;
    enum st st = make_legible(w, seed, index, out, e);
    if (st) {
        return st;
    }
    out->image_ext = r->format == FORMAT_PNG ? "png" : "jpg";
    st = r->format == FORMAT_PNG ? encode_png(&w->pixels, 3, &out->image, e)
                                 : encode_jpeg(&w->encoder, &w->pixels, w->sample.quality, &out->image, e);
    if (!st && r->ink_mask) {
        st = encode_mask(w, made_extra(out, "mask.png"), e);
    }
    char key[24];
    sample_key(index, key);
    label_write_json(&w->label, &w->sample, key, &out->json);
    buf_add(&out->text, w->sample.text.text, w->sample.text.len);
    out->source = w->sample.text.source;
    snprintf(out->font, sizeof out->font, "%s %s", w->sample.face->family, w->sample.face->style);
    out->split = w->sample.split;
    out->width_px = w->label.width_px;
    out->height_px = w->label.height_px;
    out->n_graphemes = (uint32_t)w->label.n_graphemes;
    out->pixels = &w->pixels;
    out->label = &w->label;
    out->sample = &w->sample;
    out->layout = &w->drawn->layout;
    out->warp = &w->drawn->warp;
    out->canvas = &w->drawn->canvas;
    return st;
}
