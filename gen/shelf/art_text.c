// SPDX-License-Identifier: MIT
/*
 * art_text - from a text and a box to filled paths and quads.
 *
 * Lines are laid out once, at about the size they will have in pixels (`ref`), into polygons; that block
 * is bent, measured by its ink, and then only scaled and moved, so that fitting is arithmetic and not
 * search:
 *
 *     place = the largest scale at which the block's ink lies in the box, aligned in it
 *
 * Letters: v = a point of the block before bending; u = its x as -1..1 across the block.
 *
 *     arch   on a circle whose rise over the block's width is bend_by of it; letters stand on the circle
 *     smile  the same, hanging
 *     bulge  y *= 1 + bend_by (1 - u^2) about the middle
 *     roof   the same about the foot: flat below, round above
 *     rise   y -= bend_by * x
 *     wave   y -= bend_by * width * sin(pi u) / 4
 */
#include "shelf/art_text.h"

#include <string.h>

#include "base/utf8.h"
#include "corpus/casing.h"
#include "font/fontset.h"
#include "text/layout.h"

enum { MAX_LINES = 6, MAX_WORDS = 512, REF_LEAST_PX = 20, REF_MOST_PX = 160 };

/* --- lines ---------------------------------------------------------------------------------------- */

struct row {
    const char *text;
    struct path path; /* at ref px, first baseline at y = 0; then in the block's frame */
    double width;     /* advance */
    struct box ink;   /* before bending */
    struct box bent;  /* after */
};

struct block {
    struct row row[MAX_LINES];
    int n;
    struct box ink; /* of all rows, bent */
    double ref;     /* em, px, of its frame */
};

/* The em at which letters of a height in mm are made: as many edges as can be seen. */
static double ref_px(const struct art_sheet *s, double height_mm)
{
    return clampd(height_mm * s->px_per_mm, REF_LEAST_PX, REF_MOST_PX);
}

static struct sample sample_of(const struct art_style *st)
{
    return (struct sample){.face = st->face,
                           .stretch = st->stretch > 0 ? st->stretch : 1,
                           .oblique_deg = st->oblique_deg,
                           .weight_em = st->weight_em,
                           .tracking_em = st->tracking_em,
                           .features = ""};
}

static bool lay(struct art_sheet *s, const struct art_style *st, const char *text, size_t len, double em_px,
                struct sample *sm, struct layout *out)
{
    struct styled_text t = {.text = text, .len = len};
    struct err e = {0};
    *sm = sample_of(st);
    enum st bad = fontset_runs(s->type->fonts, s->arena, st->face, text, len, &t.run, &t.n_runs, &e);
    (void)(bad || (bad = layout_make(s->type->shaper, sm, &t, em_px, s->arena, out, &e)));
    art_sheet_fail(s, bad, &e);
    return !bad;
}

static struct row make_row(struct art_sheet *s, const struct art_style *st, const char *text, size_t len,
                           double ref)
{
    struct row r = {.text = arena_dup(s->arena, text, len), .ink = box_empty()};
    struct layout l;
    struct sample sm;
    if (!len || !lay(s, st, r.text, len, ref, &sm, &l)) {
        return r;
    }
    double step = st->bend == BEND_NONE || st->bend == BEND_RISE ? 0 : ref / 12;
    struct err e = {0};
    for (size_t i = 0; i < l.n_glyphs; i++) {
        art_sheet_fail(s, layout_outline(s->type->shaper, &sm, &l, i, step, s->arena, &r.path, &e), &e);
    }
    r.width = l.line[0].to.x;
    r.ink = path_bounds(&r.path);
    return r;
}

/* Em. */
static double width_of(struct art_sheet *s, const struct art_style *st, const char *text, size_t len)
{
    struct layout l;
    struct sample sm;
    return len && lay(s, st, text, len, 100, &sm, &l) ? l.line[0].to.x / 100 : 0;
}

static const char *cased(struct art_sheet *s, const struct art_style *st, const char *text, size_t *len)
{
    *len = strlen(text);
    if (st->upper) {
        return casing_apply(s->arena, text, *len, CASE_UPPER, NULL, len);
    }
    return utf8_nfc(s->arena, text, *len, len);
}

double art_text_width(struct art_sheet *s, const struct art_style *st, const char *text)
{
    size_t len;
    const char *t = cased(s, st, text, &len);
    return width_of(s, st, t, len);
}

/* --- breaking ------------------------------------------------------------------------------------- */

struct words {
    const char *text;
    uint32_t start[MAX_WORDS], end[MAX_WORDS];
    double width[MAX_WORDS];
    int n;
    double space;
};

static void split_words(struct art_sheet *s, const struct art_style *st, const char *text, size_t len,
                        struct words *w)
{
    w->text = text;
    w->n = 0;
    w->space = width_of(s, st, "n n", 3) - width_of(s, st, "nn", 2);
    for (size_t i = 0; i < len && w->n < MAX_WORDS;) {
        size_t j = i;
        while (j < len && text[j] != ' ' && text[j] != '\n') {
            j++;
        }
        if (j > i) {
            w->start[w->n] = (uint32_t)i;
            w->end[w->n] = (uint32_t)j;
            w->width[w->n++] = width_of(s, st, text + i, j - i);
        }
        i = j + 1;
    }
}

static double span(const struct words *w, int from, int to)
{
    double sum = 0;
    for (int i = from; i < to; i++) {
        sum += w->width[i] + (i > from ? w->space : 0);
    }
    return sum;
}

/* Ends of n lines whose widest is as narrow as can be; returns its width. Words are few. */
static double break_evenly(const struct words *w, int n, int end[MAX_LINES])
{
    double best[MAX_LINES + 1][64];
    int from[MAX_LINES + 1][64];
    int m = w->n < 63 ? w->n : 63;
    for (int j = 0; j <= m; j++) {
        best[1][j] = span(w, 0, j);
        from[1][j] = 0;
    }
    for (int k = 2; k <= n; k++) {
        for (int j = k; j <= m; j++) {
            best[k][j] = HUGE_VAL;
            for (int i = k - 1; i < j; i++) {
                double v = fmax(best[k - 1][i], span(w, i, j));
                if (v < best[k][j]) {
                    best[k][j] = v;
                    from[k][j] = i;
                }
            }
        }
    }
    for (int k = n, j = m; k >= 1; k--) {
        end[k - 1] = j;
        j = from[k][j];
    }
    return best[n][m];
}

/* --- the block -------------------------------------------------------------------------------------- */

static double leading_em(const struct art_style *st)
{
    return st->leading > 0 ? st->leading
           : st->upper     ? st->face->cap_height * 1.22
                           : st->face->cap_height * 1.48;
}

static struct pt bend_point(const struct art_style *st, struct box b, struct pt p)
{
    double w = art_w(b), u = (p.x - b.x0) / w * 2 - 1, k = st->bend_by;
    switch (st->bend) {
    case BEND_ARCH:
    case BEND_SMILE: {
        double sag = k * w, r = (w * w / 4 + sag * sag) / (2 * sag), a = u * w / 2 / r;
        double up = st->bend == BEND_ARCH ? b.y1 - p.y : p.y - b.y0;
        double x = (b.x0 + b.x1) / 2 + (r + up) * sin(a), rise = (r + up) * cos(a) - r;
        return (struct pt){x, st->bend == BEND_ARCH ? b.y1 - rise : b.y0 + rise};
    }
    case BEND_BULGE:
        return (struct pt){p.x, (b.y0 + b.y1) / 2 + (p.y - (b.y0 + b.y1) / 2) * (1 + k * (1 - u * u))};
    case BEND_ROOF:
        return (struct pt){p.x, b.y1 + (p.y - b.y1) * (1 + k * (1 - u * u))};
    case BEND_RISE:
        return (struct pt){p.x, p.y - k * (p.x - b.x0)};
    case BEND_WAVE:
        return (struct pt){p.x, p.y - k * w * sin(PI * u) / 4};
    case BEND_NONE:
        break;
    }
    return p;
}

static void bend_block(const struct art_style *st, struct block *b)
{
    struct box all = box_empty();
    for (int i = 0; i < b->n; i++) {
        box_add(&all, (struct pt){b->row[i].ink.x0, b->row[i].ink.y0});
        box_add(&all, (struct pt){b->row[i].ink.x1, b->row[i].ink.y1});
    }
    b->ink = box_empty();
    for (int i = 0; i < b->n; i++) {
        struct row *r = &b->row[i];
        for (size_t k = 0; k < r->path.n && st->bend != BEND_NONE; k++) {
            r->path.p[k] = bend_point(st, all, r->path.p[k]);
        }
        r->bent = path_bounds(&r->path);
        box_add(&b->ink, (struct pt){r->bent.x0, r->bent.y0});
        box_add(&b->ink, (struct pt){r->bent.x1, r->bent.y1});
    }
}

static void shift_row(struct row *r, double dx, double dy)
{
    for (size_t i = 0; i < r->path.n; i++) {
        r->path.p[i].x += dx;
        r->path.p[i].y += dy;
    }
    r->ink = (struct box){r->ink.x0 + dx, r->ink.y0 + dy, r->ink.x1 + dx, r->ink.y1 + dy};
}

static void make_block(struct art_sheet *s, const struct art_style *st, const struct words *w, const int *end,
                       int n, double align, struct block *b)
{
    double widest = 0, pitch = leading_em(st) * b->ref;
    b->n = 0;
    for (int i = 0, k = 0; i < n; k = end[i++]) {
        if (end[i] <= k) {
            continue;
        }
        uint32_t from = w->start[k], to = w->end[end[i] - 1];
        struct row r = make_row(s, st, w->text + from, to - from, b->ref);
        if (!box_is_empty(&r.ink)) {
            b->row[b->n++] = r;
            widest = fmax(widest, art_w(r.ink));
        }
    }
    for (int i = 0; i < b->n; i++) {
        struct row *r = &b->row[i];
        shift_row(r, (widest - art_w(r->ink)) * align - r->ink.x0, i * pitch);
    }
    bend_block(st, b);
}

/* --- ink ---------------------------------------------------------------------------------------------- */

/* The path of a row in the sheet's mm: p -> k p + (dx, dy). */
static void trace(cairo_t *cr, const struct row *r, double k, double dx, double dy)
{
    cairo_new_path(cr);
    size_t i = 0;
    for (size_t c = 0; c < r->path.n_contours; c++) {
        for (bool first = true; i < r->path.end[c]; i++, first = false) {
            double x = r->path.p[i].x * k + dx, y = r->path.p[i].y * k + dy;
            if (first) {
                cairo_move_to(cr, x, y);
            } else {
                cairo_line_to(cr, x, y);
            }
        }
        cairo_close_path(cr);
    }
}

static void stroke_around(cairo_t *cr, double width)
{
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
    cairo_set_line_width(cr, width);
    cairo_stroke_preserve(cr);
    cairo_fill(cr);
}

static void fill_row(struct art_sheet *s, const struct art_ink_style *ink, struct box b, double alpha)
{
    if (!ink->fade) {
        art_ink(s, ink->fill, alpha);
        cairo_fill(s->cr);
        return;
    }
    cairo_pattern_t *p = cairo_pattern_create_linear(0, b.y0, 0, b.y1);
    cairo_pattern_add_color_stop_rgba(p, 0.15, ink->fill.r, ink->fill.g, ink->fill.b, alpha);
    cairo_pattern_add_color_stop_rgba(p, 0.95, ink->fill_low.r, ink->fill_low.g, ink->fill_low.b, alpha);
    cairo_set_source(s->cr, p);
    cairo_fill(s->cr);
    cairo_pattern_destroy(p);
}

/* Letters that would melt into what lies beneath change their colour, or get a soft dark or light edge
 * where that is restless. */
static struct art_ink_style legible(struct art_sheet *s, struct art_ink_style ink, struct box b)
{
    double want = ink.min_contrast > 0 ? ink.min_contrast : 2.6;
    if (ink.edge_em > 0) {
        ink.fill = art_legible(ink.fill, ink.edge, fmin(want, 2.5));
        ink.fill_low = ink.fade ? art_legible(ink.fill_low, ink.edge, fmin(want, 2.2)) : ink.fill_low;
        return ink;
    }
    struct art_under u = art_sheet_under(s, b);
    ink.fill = art_legible(ink.fill, u.mean, want);
    ink.fill_low = ink.fade ? art_legible(ink.fill_low, u.mean, want) : ink.fill_low;
    if (u.spread > 0.12) {
        bool dark = art_lightness(ink.fill) < 0.5;
        ink.edge =
            dark ? art_rgb(1, 1, 1) : art_mix(art_lighter(u.mean, -0.8), art_rgb(0.05, 0.05, 0.08), 0.6);
        ink.edge_em = 0.07;
    }
    return ink;
}

static void ink_row(struct art_sheet *s, const struct art_ink_style *ink, const struct row *r, double ref,
                    double k, double dx, double dy)
{
    cairo_t *cr = s->cr;
    double em = k * ref, alpha = ink->alpha > 0 ? ink->alpha : 1;
    struct box b = {r->bent.x0 * k + dx, r->bent.y0 * k + dy, r->bent.x1 * k + dx, r->bent.y1 * k + dy};
    cairo_set_fill_rule(cr, CAIRO_FILL_RULE_WINDING);
    if (ink->shadow > 0) {
        for (int i = 2; i >= 1; i--) { /* two widths stand in for a blur */
            trace(cr, r, k, dx + ink->shadow_em * em, dy + ink->shadow_em * em * 1.2);
            art_ink(s, art_rgb(0, 0, 0), ink->shadow * 0.45);
            stroke_around(cr, 2 * ((ink->edge_em + ink->edge2_em) + 0.045 * i) * em);
        }
    }
    double steps = ceil(ink->deep_em * em * s->px_per_mm / 2);
    for (int i = (int)steps; i >= 1; i--) {
        trace(cr, r, k, dx + ink->deep_em * em * i / steps * 0.8, dy + ink->deep_em * em * i / steps);
        art_ink(s, ink->deep, 1);
        stroke_around(cr, fmax(2 * (ink->edge_em + ink->edge2_em) * em, 0.01));
    }
    for (int ring = 2; ring >= 1; ring--) {
        double e = ring == 2 ? (ink->edge2_em > 0 ? ink->edge_em + ink->edge2_em : 0) : ink->edge_em;
        if (e > 0) {
            trace(cr, r, k, dx, dy);
            art_ink(s, ring == 2 ? ink->edge2 : ink->edge, alpha);
            stroke_around(cr, 2 * e * em);
        }
    }
    trace(cr, r, k, dx, dy);
    fill_row(s, ink, b, alpha);
}

/* Quad of a row's ink. A straight line that rises has a leaning quad of its own. */
static struct quad row_quad(const struct art_style *st, const struct row *r, double k, double dx, double dy)
{
    struct box b = r->bent;
    struct quad q = {{{b.x0, b.y0}, {b.x1, b.y0}, {b.x1, b.y1}, {b.x0, b.y1}}};
    if (st->bend == BEND_RISE) {
        double rise = st->bend_by * art_w(r->ink), top = b.y0 + rise, bottom = b.y1; /* of the left edge */
        double hi = HUGE_VAL, lo = -HUGE_VAL;
        for (size_t i = 0; i < r->path.n; i++) {
            double y = r->path.p[i].y + st->bend_by * (r->path.p[i].x - b.x0);
            hi = fmin(hi, y);
            lo = fmax(lo, y);
        }
        top = hi;
        bottom = lo;
        q = (struct quad){{{b.x0, top}, {b.x1, top - rise}, {b.x1, bottom - rise}, {b.x0, bottom}}};
    }
    for (int i = 0; i < 4; i++) {
        q.p[i] = (struct pt){q.p[i].x * k + dx, q.p[i].y * k + dy};
    }
    return q;
}

static struct box put_block(struct art_sheet *s, const struct art_style *st, const struct art_ink_style *ink,
                            const struct block *b, const char *kind, double k, double dx, double dy)
{
    struct box all = {b->ink.x0 * k + dx, b->ink.y0 * k + dy, b->ink.x1 * k + dx, b->ink.y1 * k + dy};
    struct art_ink_style now = legible(s, *ink, all);
    for (int i = 0; i < b->n; i++) {
        ink_row(s, &now, &b->row[i], b->ref, k, dx, dy);
        if (kind) {
            struct quad q = row_quad(st, &b->row[i], k, dx, dy);
            art_sheet_note(s, b->row[i].text, kind, &q);
        }
    }
    return all;
}

/* --- the ways to set a text --------------------------------------------------------------------------- */

/* Lines and scale for a box; false if nothing is to be set. Scale is mm per px of the block's frame. */
static bool fit(struct art_sheet *s, const struct art_style *st, const char *text, struct box b,
                const struct art_fit *how, struct block *out, double *scale)
{
    size_t len;
    const char *t = text ? cased(s, st, text, &len) : "";
    struct words *w = arena_alloc(s->arena, sizeof *w);
    if (!text || art_w(b) <= 0 || art_h(b) <= 0) {
        return false;
    }
    split_words(s, st, t, len, w);
    if (!w->n || s->st) {
        return false;
    }
    int most = how->max_lines > 0 ? how->max_lines : 1, chosen[MAX_LINES], lines = 0;
    double best = 0;
    most = most < MAX_LINES ? most : MAX_LINES;
    for (int n = 1; n <= most && n <= w->n; n++) {
        int end[MAX_LINES];
        double wide = break_evenly(w, n, end);
        double high = (n - 1) * leading_em(st) + st->face->cap_height * (st->upper ? 1 : 1.28);
        double k = fmin(art_w(b) / wide, art_h(b) / high);
        if (k > best * 1.07) {
            best = k;
            lines = n;
            memcpy(chosen, end, sizeof end);
        }
    }
    out->ref = ref_px(s, how->max_em_mm > 0 ? fmin(best, how->max_em_mm) : best);
    make_block(s, st, w, chosen, lines, how->align, out);
    if (!out->n || box_is_empty(&out->ink)) {
        return false;
    }
    *scale = fmin(art_w(b) / fmax(art_w(out->ink), 1), art_h(b) / fmax(art_h(out->ink), 1));
    if (how->max_em_mm > 0) {
        *scale = fmin(*scale, how->max_em_mm / out->ref);
    }
    return *scale > 0;
}

struct box art_text_fit(struct art_sheet *s, const struct art_style *st, const struct art_ink_style *ink,
                        const char *text, const char *kind, struct box b, const struct art_fit *how)
{
    static const struct art_fit plain;
    struct block *bl = arena_alloc(s->arena, sizeof *bl);
    double k;
    how = how ? how : &plain;
    if (!fit(s, st, text, b, how, bl, &k)) {
        return box_empty();
    }
    double dx = b.x0 - bl->ink.x0 * k + (art_w(b) - art_w(bl->ink) * k) * how->align;
    double dy = b.y0 - bl->ink.y0 * k + (art_h(b) - art_h(bl->ink) * k) * how->v_align;
    return put_block(s, st, ink, bl, kind, k, dx, dy);
}

double art_text_em(struct art_sheet *s, const struct art_style *st, const char *text, struct box b,
                   const struct art_fit *how)
{
    static const struct art_fit plain;
    struct block *bl = arena_alloc(s->arena, sizeof *bl);
    double k;
    return fit(s, st, text, b, how ? how : &plain, bl, &k) ? k * bl->ref : 0;
}

struct box art_text_line(struct art_sheet *s, const struct art_style *st, const struct art_ink_style *ink,
                         const char *text, const char *kind, double x, double y, double em_mm, double align)
{
    size_t len;
    const char *t = text ? cased(s, st, text, &len) : NULL;
    struct block *b = arena_zalloc(s->arena, sizeof *b);
    if (!t || !len) {
        return box_empty();
    }
    b->ref = ref_px(s, em_mm);
    b->row[0] = make_row(s, st, t, len, b->ref);
    b->n = 1;
    if (box_is_empty(&b->row[0].ink)) {
        return box_empty();
    }
    bend_block(st, b);
    double k = em_mm / b->ref;
    return put_block(s, st, ink, b, kind, k, x - b->row[0].width * k * align, y);
}

/* Greedy lines at one size; n rows end at end[]; false if they need more than `most`. */
static bool break_greedily(const struct words *w, double width, int most, int *end, int *n)
{
    *n = 0;
    for (int i = 0; i < w->n;) {
        int j = i + 1;
        double at = w->width[i];
        while (j < w->n && at + w->space + w->width[j] <= width) {
            at += w->space + w->width[j++];
        }
        if (*n == most) {
            return false;
        }
        end[(*n)++] = j;
        i = j;
    }
    return true;
}

double art_text_para(struct art_sheet *s, const struct art_style *st, struct art_rgb color, const char *text,
                     const char *kind, struct box b, double em_mm, double align)
{
    size_t len;
    const char *t = text ? cased(s, st, text, &len) : NULL;
    struct words *w = arena_alloc(s->arena, sizeof *w);
    int *end = arena_array(s->arena, int, MAX_WORDS), n = 0;
    if (!t || art_w(b) <= 0 || art_h(b) < em_mm * 0.6) {
        return b.y0;
    }
    split_words(s, st, t, len, w);
    double pitch = st->leading > 0 ? st->leading : 1.25, em = em_mm;
    for (int i = 0; i < 6; i++, em *= 0.92) {
        if (break_greedily(w, art_w(b) / em, (int)(art_h(b) / (pitch * em)), end, &n)) {
            break;
        }
    }
    struct art_ink_style ink = {.fill = color, .min_contrast = 4.5};
    for (int i = 0, from = 0; i < n; from = end[i++]) {
        const char *line = arena_dup(s->arena, t + w->start[from], w->end[end[i] - 1] - w->start[from]);
        double x = b.x0 + art_w(b) * align, y = b.y0 + (i * pitch + 0.85) * em;
        struct art_style raw = *st;
        raw.upper = false; /* it is cased already */
        art_text_line(s, &raw, &ink, line, kind, x, y, em, align);
    }
    return b.y0 + n * pitch * em;
}

struct box art_text_ring(struct art_sheet *s, const struct art_style *st, const struct art_ink_style *ink,
                         const char *text, const char *kind, double x, double y, double radius, double em_mm,
                         bool bottom)
{
    struct art_style raw = *st;
    size_t len;
    const char *t = text ? cased(s, st, text, &len) : NULL;
    struct block *b = arena_zalloc(s->arena, sizeof *b);
    raw.bend = BEND_ARCH; /* edges are cut short enough to bend */
    if (t && len) {
        b->ref = ref_px(s, em_mm);
        b->row[0] = make_row(s, &raw, t, len, b->ref);
    }
    struct row *r = &b->row[0];
    if (!r->path.n) {
        return box_empty();
    }
    double k = fmin(em_mm / b->ref, 5.5 * radius / r->width); /* at most that many radians */
    for (size_t i = 0; i < r->path.n; i++) {
        struct pt *p = &r->path.p[i];
        double a = (p->x - r->width / 2) * k / radius, from = bottom ? radius + p->y * k : radius - p->y * k;
        *p = (struct pt){from * sin(a) / k, (bottom ? 1 : -1) * from * cos(a) / k};
    }
    b->n = 1;
    r->bent = b->ink = path_bounds(&r->path);
    raw.bend = BEND_NONE;
    return put_block(s, &raw, ink, b, kind, k, x, y);
}
