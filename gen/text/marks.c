// SPDX-License-Identifier: MIT
#include "text/marks.h"

#include <math.h>

#include "base/color.h"

struct maker {
    struct shaper *shaper;
    const struct sample *s;
    const struct layout *l;
    struct box ink, area;
    double em, step;
    struct arena *arena;
};

static struct rng mark_rng(const struct maker *m, enum fx_id fx)
{
    return rng_stream(m->s->seed, RNG_FX_DRAW + fx_table[fx].stream, m->s->index, m->s->attempt);
}

/* The pen that wrote the text. */
static void ink_color(const struct maker *m, double rgb[3])
{
    const struct fx_ink *v = FX_VALUES(m->s, ink);
    color_linear(v ? v->lightness : 0, v ? v->saturation : 0, v ? v->hue_deg : 0, rgb);
}

static void gray_color(double darkness, double rgb[3])
{
    color_linear(1 - darkness, 0, 0, rgb);
}

static void add_rect(const struct maker *m, struct path *pa, double x0, double y0, double x1, double y1)
{
    path_rect(pa, m->arena, (struct box){x0, y0, x1, y1}, m->step);
}

/* A band of given thickness along a polyline's points (centre line), from both sides. */
static void add_band(const struct maker *m, struct path *pa, const struct pt *c, size_t n, double thickness)
{
    struct pt *p = arena_array(m->arena, struct pt, 2 * n);
    for (size_t i = 0; i < n; i++) {
        const struct pt *a = &c[i ? i - 1 : 0], *b = &c[i + 1 < n ? i + 1 : i];
        double dx = b->x - a->x, dy = b->y - a->y, len = hypot(dx, dy);
        double nx = -dy / len * thickness / 2, ny = dx / len * thickness / 2;
        p[i] = (struct pt){c[i].x + nx, c[i].y + ny};
        p[2 * n - 1 - i] = (struct pt){c[i].x - nx, c[i].y - ny};
    }
    path_polygon(pa, m->arena, p, 2 * n);
}

/* --- lines along the text ------------------------------------------------------------------------------------- */

/* A stretch of `share` of a line's length, at a random place of it. */
static void stretch_of(const struct line *line, double share, struct rng *g, double *x0, double *x1)
{
    double width = line->to.x - line->from.x, length = width * share;
    *x0 = line->from.x + rng_unit(g) * (width - length);
    *x1 = *x0 + length;
}

static void add_dashes(const struct maker *m, struct path *pa, double x0, double x1, double y, double t, double dash,
                       double gap)
{
    for (double x = x0; x + dash <= x1 + 1e-9; x += dash + gap) {
        add_rect(m, pa, x, y - t / 2, x + dash, y + t / 2);
    }
}

static void add_wave(const struct maker *m, struct path *pa, double x0, double x1, double y, double t)
{
    double period = 6 * t, amplitude = t;
    size_t n = 2 + (size_t)((x1 - x0) / period * 8);
    struct pt *c = arena_array(m->arena, struct pt, n);
    for (size_t i = 0; i < n; i++) {
        double x = x0 + (x1 - x0) * (double)i / (double)(n - 1);
        c[i] = (struct pt){x, y + amplitude * sin(2 * PI * (x - x0) / period)};
    }
    add_band(m, pa, c, n, t);
}

static void underline(const struct maker *m, struct mark_path *out)
{
    const struct fx_underline *v = FX_VALUES(m->s, underline);
    enum { SOLID, DOUBLE, DASHED, DOTTED, WAVY };
    struct rng g = mark_rng(m, FX_underline);
    double t = v->thickness_em * m->em;
    ink_color(m, out->color);
    for (size_t i = 0; i < m->l->n_lines; i++) {
        double x0, x1, y = m->l->line[i].from.y + v->offset_em * m->em + t / 2;
        stretch_of(&m->l->line[i], v->share, &g, &x0, &x1);
        switch ((int)v->style) {
        case DOUBLE:
            add_rect(m, &out->path, x0, y - t / 2, x1, y);
            add_rect(m, &out->path, x0, y + t, x1, y + 1.5 * t);
            break;
        case DASHED:
            add_dashes(m, &out->path, x0, x1, y, t, 4 * t, 2 * t);
            break;
        case DOTTED:
            add_dashes(m, &out->path, x0, x1, y, t, t, t);
            break;
        case WAVY:
            add_wave(m, &out->path, x0, x1, y, t);
            break;
        default:
            add_rect(m, &out->path, x0, y - t / 2, x1, y + t / 2);
        }
    }
}

static void strike(const struct maker *m, struct mark_path *out)
{
    const struct fx_strike *v = FX_VALUES(m->s, strike);
    struct rng g = mark_rng(m, FX_strike);
    ink_color(m, out->color);
    out->over = true;
    for (size_t i = 0; i < m->l->n_lines; i++) {
        double x0, x1, y = m->l->line[i].from.y - m->s->face->x_height / 2 * m->em;
        stretch_of(&m->l->line[i], v->share, &g, &x0, &x1);
        double slope = tan(v->angle_deg * PI / 180), mid = (x0 + x1) / 2;
        size_t n = 2 + (m->step > 0 ? (size_t)((x1 - x0) / m->step) : 0);
        struct pt *c = arena_array(m->arena, struct pt, n);
        for (size_t k = 0; k < n; k++) {
            double x = x0 + (x1 - x0) * (double)k / (double)(n - 1);
            c[k] = (struct pt){x, y + (x - mid) * slope};
        }
        if (x1 - x0 > 1e-6) {
            add_band(m, &out->path, c, n, v->thickness_em * m->em);
        }
    }
}

/* --- lines of the paper ------------------------------------------------------------------------------------------ */

static void ruled(const struct maker *m, struct mark_path *out)
{
    const struct fx_ruled *v = FX_VALUES(m->s, ruled);
    enum { RULED, SQUARED, DOTTED };
    struct rng g = mark_rng(m, FX_ruled);
    double pitch = v->pitch_em * m->em, t = v->thickness_em * m->em;
    double y0 = m->area.y0 + rng_unit(&g) * pitch, x0 = m->area.x0 + rng_unit(&g) * pitch;
    gray_color(v->darkness, out->color);
    for (double y = y0; y < m->area.y1; y += pitch) {
        if ((int)v->style != DOTTED) {
            add_rect(m, &out->path, m->area.x0, y, m->area.x1, y + t);
            continue;
        }
        for (double x = x0; x < m->area.x1; x += pitch) {
            add_rect(m, &out->path, x, y, x + 2 * t, y + 2 * t);
        }
    }
    for (double x = x0; x < m->area.x1 && (int)v->style == SQUARED; x += pitch) {
        add_rect(m, &out->path, x, m->area.y0, x + t, m->area.y1);
    }
}

/* Cell borders: each of the four sides is there in three of four tables; they run on past the corners. */
static void table(const struct maker *m, struct mark_path *out)
{
    const struct fx_table *v = FX_VALUES(m->s, table);
    struct rng g = mark_rng(m, FX_table);
    double gap = v->gap_em * m->em, t = v->thickness_em * m->em;
    const struct box *b = &m->ink, *all = &m->area;
    uint32_t sides = rng_u32(&g) | rng_u32(&g); /* each bit set with probability 3/4 */
    sides |= (sides & 15) ? 0 : 4;
    gray_color(v->darkness, out->color);
    if (sides & 1) {
        add_rect(m, &out->path, all->x0, b->y0 - gap - t, all->x1, b->y0 - gap);
    }
    if (sides & 2) {
        add_rect(m, &out->path, all->x0, b->y1 + gap, all->x1, b->y1 + gap + t);
    }
    if (sides & 4) {
        add_rect(m, &out->path, b->x0 - gap - t, all->y0, b->x0 - gap, all->y1);
    }
    if (sides & 8) {
        add_rect(m, &out->path, b->x1 + gap, all->y0, b->x1 + gap + t, all->y1);
    }
}

/* --- other text -------------------------------------------------------------------------------------------------- */

static enum st outline_text(const struct maker *m, const struct styled_text *t, double em, struct path *pa,
                            struct err *e)
{
    struct layout l;
    enum st st = layout_make(m->shaper, m->s, t, em, m->arena, &l, e);
    for (size_t i = 0; !st && i < l.n_glyphs; i++) {
        st = layout_outline(m->shaper, m->s, &l, i, m->step, m->arena, pa, e);
    }
    return st;
}

static void move_path(struct path *pa, double dx, double dy)
{
    for (size_t i = 0; i < pa->n; i++) {
        pa->p[i].x += dx;
        pa->p[i].y += dy;
    }
}

static void append_path(const struct maker *m, struct path *to, const struct path *from)
{
    for (size_t c = 0, i = 0; c < from->n_contours; i = from->end[c++]) {
        path_polygon(to, m->arena, from->p + i, from->end[c] - i);
    }
}

/* The line before (`before`) or after this one, its ink box `gap` away from ours. Vertical text has its
 * neighbours to the right and to the left. */
static enum st add_neighbour(const struct maker *m, const struct styled_text *t, bool before, double gap,
                             struct rng *g, struct path *out, struct err *e)
{
    struct path pa = {0};
    enum st st = outline_text(m, t, m->em, &pa, e);
    if (st || !pa.n) {
        return st;
    }
    struct box b = path_bounds(&pa);
    double along = rng_uniform(g, -0.3, 0.3);
    if (m->l->vertical) {
        move_path(&pa, before ? m->ink.x1 + gap - b.x0 : m->ink.x0 - gap - b.x1, along * (b.y1 - b.y0));
    } else {
        move_path(&pa, along * (b.x1 - b.x0), before ? m->ink.y0 - gap - b.y1 : m->ink.y1 + gap - b.y0);
    }
    append_path(m, out, &pa);
    return ST_OK;
}

static enum st neighbours(const struct maker *m, struct mark_path *out, struct err *e)
{
    const struct fx_neighbours *v = FX_VALUES(m->s, neighbours);
    enum { ABOVE, BELOW, BOTH };
    struct rng g = mark_rng(m, FX_neighbours);
    enum st st = ST_OK;
    ink_color(m, out->color);
    if ((int)v->side != BELOW && m->s->above.len) {
        st = add_neighbour(m, &m->s->above, true, v->gap_em * m->em, &g, &out->path, e);
    }
    if (!st && (int)v->side != ABOVE && m->s->below.len) {
        st = add_neighbour(m, &m->s->below, false, v->gap_em * m->em, &g, &out->path, e);
    }
    return st;
}

static enum st show_through(const struct maker *m, struct mark_path *out, struct err *e)
{
    const struct fx_show_through *v = FX_VALUES(m->s, show_through);
    struct rng g = mark_rng(m, FX_show_through);
    ink_color(m, out->color);
    out->opacity = v->opacity;
    out->blur_px = v->blur_px;
    enum st st = m->s->behind.len ? outline_text(m, &m->s->behind, m->em, &out->path, e) : ST_OK;
    double mid = m->ink.x0 + m->ink.x1, dx = rng_normal(&g) * m->em, dy = rng_uniform(&g, -0.6, 0.6) * m->em;
    for (size_t i = 0; i < out->path.n; i++) {
        struct pt *p = &out->path.p[i];
        p->x = mid - p->x + dx; /* seen from the other side */
        p->y += dy;
    }
    return st;
}

/* --- stamp --------------------------------------------------------------------------------------------------------- */

static void add_ellipse(const struct maker *m, struct path *pa, double rx, double ry, double thickness)
{
    enum { N = 72 };
    struct pt outer[N], inner[N];
    for (int i = 0; i < N; i++) {
        double c = cos(2 * PI * i / N), s = sin(2 * PI * i / N);
        outer[i] = (struct pt){rx * c, ry * s};
        inner[N - 1 - i] = (struct pt){(rx - thickness) * c, (ry - thickness) * s}; /* the other way: a hole */
    }
    path_polygon(pa, m->arena, outer, N);
    path_polygon(pa, m->arena, inner, N);
}

static void add_frame(const struct maker *m, struct path *pa, double hw, double hh, double t)
{
    add_rect(m, pa, -hw, -hh, hw, -hh + t);
    add_rect(m, pa, -hw, hh - t, hw, hh);
    add_rect(m, pa, -hw, -hh + t, -hw + t, hh - t);
    add_rect(m, pa, hw - t, -hh + t, hw, hh - t);
}

/* A word inside a double ring or a double frame, about the origin; then turned and set down on the text. */
static enum st stamp(const struct maker *m, struct mark_path *out, struct err *e)
{
    const struct fx_stamp *v = FX_VALUES(m->s, stamp);
    struct rng g = mark_rng(m, FX_stamp);
    double size = v->size_em * m->em, hw = size, hh = size * rng_uniform(&g, 0.35, 0.8), t = 0.06 * size;
    bool ring = rng_u32(&g) & 1;
    color_linear(0.45, 0.9, v->hue_deg, out->color);
    out->opacity = v->opacity;
    out->over = true;
    if (m->s->stamp.len) {
        enum st st = outline_text(m, &m->s->stamp, size, &out->path, e);
        if (st) {
            return st;
        }
        struct box b = path_bounds(&out->path);
        double k = fmin(1.4 * hw / (b.x1 - b.x0), 0.8 * hh / (b.y1 - b.y0));
        for (size_t i = 0; i < out->path.n; i++) {
            out->path.p[i].x = (out->path.p[i].x - (b.x0 + b.x1) / 2) * k;
            out->path.p[i].y = (out->path.p[i].y - (b.y0 + b.y1) / 2) * k;
        }
    }
    for (int inner = 0; inner < 2; inner++) {
        double shrink = inner * 2 * t;
        if (ring) {
            add_ellipse(m, &out->path, hw - shrink, hh - shrink, inner ? t / 2 : t);
        } else {
            add_frame(m, &out->path, hw - shrink, hh - shrink, inner ? t / 2 : t);
        }
    }
    double c = cos(v->angle_deg * PI / 180), s = sin(v->angle_deg * PI / 180);
    double cx = rng_uniform(&g, m->ink.x0, m->ink.x1), cy = rng_uniform(&g, m->ink.y0, m->ink.y1);
    for (size_t i = 0; i < out->path.n; i++) {
        struct pt p = out->path.p[i];
        out->path.p[i] = (struct pt){cx + c * p.x - s * p.y, cy + s * p.x + c * p.y};
    }
    return ST_OK;
}

/* --- all ------------------------------------------------------------------------------------------------------------ */

static enum st make_one(const struct maker *m, enum fx_id fx, struct mark_path *out, struct err *e)
{
    switch (fx) {
    case FX_underline:
        underline(m, out);
        return ST_OK;
    case FX_strike:
        strike(m, out);
        return ST_OK;
    case FX_ruled:
        ruled(m, out);
        return ST_OK;
    case FX_table:
        table(m, out);
        return ST_OK;
    case FX_neighbours:
        return neighbours(m, out, e);
    case FX_stamp:
        return stamp(m, out, e);
    case FX_show_through:
        return show_through(m, out, e);
    default:
        BUG("effect %d is no mark", (int)fx);
    }
}

enum st marks_make(struct shaper *sh, const struct sample *s, const struct layout *l, struct box ink,
                   struct box area, double step_px, struct arena *a, struct mark_path *out, size_t *n,
                   struct err *e)
{
    static const enum fx_id order[] = {FX_show_through, FX_ruled, FX_table, FX_neighbours,
                                       FX_underline, FX_strike, FX_stamp};
    struct maker m = {sh, s, l, ink, area, l->em_px, step_px, a};
    *n = 0;
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        bool along_lines = order[i] == FX_underline || order[i] == FX_strike;
        if (!s->fx[order[i]].on || (along_lines && l->vertical)) {
            continue; /* vertical text is marked beside the line, not under it: not drawn */
        }
        out[*n] = (struct mark_path){.fx = order[i], .opacity = 1};
        enum st st = make_one(&m, order[i], &out[*n], e);
        if (st) {
            return st;
        }
        *n += out[*n].path.n > 0;
    }
    return ST_OK;
}
