// SPDX-License-Identifier: MIT
#include "label/label.h"

#include <hb.h>
#include <string.h>

#include "base/utf8.h"
#include "label/quad.h"

struct maker {
    const struct label_input *in;
    struct arena *arena;
    bool moves;               /* the canvas moved pixels */
    const struct pt *vertex;  /* of the ink, moved */
    struct hull *unit, *word;
    struct hull text;
};

static struct pt to_picture(const struct maker *m, struct pt page)
{
    struct pt p = warp_point(m->in->warp, page);
    return m->moves ? canvas_moved(m->in->canvas, p) : p;
}

static struct quad warped_box(const struct maker *m, const struct box *b)
{
    return (struct quad){{to_picture(m, (struct pt){b->x0, b->y0}), to_picture(m, (struct pt){b->x1, b->y0}),
                          to_picture(m, (struct pt){b->x1, b->y1}), to_picture(m, (struct pt){b->x0, b->y1})}};
}

static bool canvas_moves(const struct canvas *c)
{
    struct affine id = affine_identity();
    return c->row_shift_px || memcmp(&c->moved, &id, sizeof id);
}

static void moved_vertices(struct maker *m)
{
    const struct path *ink = m->in->ink;
    m->vertex = ink->p;
    if (m->moves) {
        struct pt *v = arena_array(m->arena, struct pt, ink->n);
        for (size_t i = 0; i < ink->n; i++) {
            v[i] = canvas_moved(m->in->canvas, ink->p[i]);
        }
        m->vertex = v;
    }
}

/* --- ligatures -------------------------------------------------------------------------------------------- */

/* Signed distance of p to the left of the line from a to b, times the line's length. */
static double side(struct pt a, struct pt b, struct pt p)
{
    return (b.x - a.x) * (p.y - a.y) - (b.y - a.y) * (p.x - a.x);
}

/* Cuts the segment a-b down to where `da` and `db`, linear along it, are not negative. */
static bool clip(struct pt *a, struct pt *b, double da, double db)
{
    if (da < 0 && db < 0) {
        return false;
    }
    double t = da / (da - db);
    struct pt cut = {a->x + (b->x - a->x) * t, a->y + (b->y - a->y) * t};
    if (da < 0) {
        *a = cut;
    } else if (db < 0) {
        *b = cut;
    }
    return true;
}

/* The part of the edge a-b that lies between the cuts of unit u. The outermost parts are open outwards. */
static void add_edge_part(struct maker *m, uint32_t u, struct pt a, struct pt b)
{
    const struct unit *unit = &m->in->layout->unit[u];
    struct hull *h = &m->unit[u];
    const struct pt *q = h->start.p;
    double turn = side(q[0], q[3], q[1]) > 0 ? 1 : -1; /* which side of its left cut the part lies on */
    if (unit->part > 0 && !clip(&a, &b, turn * side(q[0], q[3], a), turn * side(q[0], q[3], b))) {
        return;
    }
    if (unit->part + 1 < unit->parts && !clip(&a, &b, -turn * side(q[1], q[2], a), -turn * side(q[1], q[2], b))) {
        return;
    }
    hull_add(h, a);
    hull_add(h, b);
    if (unit->word != NO_WORD) {
        hull_add(&m->word[unit->word], a);
        hull_add(&m->word[unit->word], b);
    }
}

static void add_ligature(struct maker *m, const struct glyph *g, uint32_t from, uint32_t to)
{
    const struct path *ink = m->in->ink;
    uint32_t parts = m->in->layout->unit[g->unit].parts;
    uint32_t start = from;
    for (size_t c = 0; c < ink->n_contours && start < to; c++) {
        if (ink->end[c] <= from) {
            continue;
        }
        for (uint32_t i = start; i < ink->end[c]; i++) {
            struct pt a = m->vertex[i], b = m->vertex[i + 1 < ink->end[c] ? i + 1 : start];
            for (uint32_t u = g->unit; u < g->unit + parts; u++) {
                add_edge_part(m, u, a, b);
            }
        }
        start = ink->end[c];
    }
}

/* --- quads --------------------------------------------------------------------------------------------------- */

static void add_glyphs(struct maker *m)
{
    const struct layout *l = m->in->layout;
    uint32_t from = 0;
    for (size_t k = 0; k < l->n_glyphs; k++) {
        const struct unit *u = &l->unit[l->glyph[k].unit];
        uint32_t to = m->in->glyph_end[k];
        if (u->parts > 1) {
            add_ligature(m, &l->glyph[k], from, to);
        }
        for (uint32_t i = from; i < to; i++) {
            hull_add(&m->text, m->vertex[i]);
            if (u->parts <= 1) {
                hull_add(&m->unit[l->glyph[k].unit], m->vertex[i]);
                if (u->word != NO_WORD) {
                    hull_add(&m->word[u->word], m->vertex[i]);
                }
            }
        }
        from = to;
    }
}

static void make_quads(struct maker *m, struct label *out)
{
    const struct layout *l = m->in->layout;
    double grow = m->in->canvas->grow_px;
    m->unit = arena_array(m->arena, struct hull, l->n_units);
    m->word = arena_array(m->arena, struct hull, l->n_words);
    m->text = hull_start(warped_box(m, &l->box));
    for (size_t i = 0; i < l->n_units; i++) {
        m->unit[i] = hull_start(warped_box(m, &l->unit[i].advance));
    }
    for (size_t i = 0; i < l->n_words; i++) {
        m->word[i] = hull_start(warped_box(m, &l->word[i].advance));
    }
    add_glyphs(m);
    out->n_graphemes = l->n_units;
    out->grapheme = arena_array(m->arena, struct label_unit, l->n_units);
    for (size_t i = 0; i < l->n_units; i++) {
        out->grapheme[i] = (struct label_unit){l->unit[i].start, l->unit[i].end, hull_quad(&m->unit[i], grow)};
    }
    out->n_words = l->n_words;
    out->word = arena_array(m->arena, struct label_unit, l->n_words);
    for (size_t i = 0; i < l->n_words; i++) {
        out->word[i] = (struct label_unit){l->word[i].start, l->word[i].end, hull_quad(&m->word[i], grow)};
    }
    out->text = hull_quad(&m->text, grow);
}

/* --- baselines -------------------------------------------------------------------------------------------------- */

/* Points so close that the polyline strays less than a tenth of a pixel from the warped baseline. */
static void make_baselines(struct maker *m, struct label *out)
{
    const struct layout *l = m->in->layout;
    out->n_lines = l->n_lines;
    out->baseline = arena_array(m->arena, struct pt *, l->n_lines);
    out->n_baseline = arena_array(m->arena, size_t, l->n_lines);
    bool straight = m->in->warp->affine_only && !m->in->canvas->row_shift_px;
    double bend = warp_curvature(m->in->warp);
    for (size_t i = 0; i < l->n_lines; i++) {
        struct pt a = l->line[i].from, b = l->line[i].to;
        double length = hypot(b.x - a.x, b.y - a.y), step = bend > 0 ? sqrt(8 * 0.1 / bend) : length;
        size_t n = straight ? 2 : 2 + (size_t)clampd(length / fmax(step, 1), 1, 63);
        out->baseline[i] = arena_array(m->arena, struct pt, n);
        out->n_baseline[i] = n;
        for (size_t k = 0; k < n; k++) {
            double t = (double)k / (double)(n - 1);
            out->baseline[i][k] = to_picture(m, (struct pt){a.x + (b.x - a.x) * t, a.y + (b.y - a.y) * t});
        }
    }
}

/* --- facts -------------------------------------------------------------------------------------------------------- */

/* The script of most graphemes, ISO 15924; "Zyyy" (common) where none has one. */
static const char *main_script(const struct label_input *in, struct arena *a)
{
    enum { MOST = 16 };
    hb_script_t script[MOST];
    size_t count[MOST], n = 0, best = 0;
    hb_unicode_funcs_t *unicode = hb_unicode_funcs_get_default();
    for (size_t i = 0; i < in->layout->n_units; i++) {
        size_t at = in->layout->unit[i].start;
        uint32_t cp = utf8_next(in->text, in->layout->unit[i].end, &at);
        hb_script_t s = hb_unicode_script(unicode, cp);
        if (s == HB_SCRIPT_COMMON || s == HB_SCRIPT_INHERITED || s == HB_SCRIPT_UNKNOWN) {
            continue;
        }
        size_t k = 0;
        while (k < n && script[k] != s) {
            k++;
        }
        if (k == n && n < MOST) {
            script[n] = s;
            count[n++] = 0;
        }
        if (k < n && ++count[k] > count[best]) {
            best = k;
        }
    }
    char tag[5] = "Zyyy";
    if (n) {
        hb_tag_to_string(hb_script_to_iso15924_tag(script[best]), tag);
    }
    return arena_dup(a, tag, 4);
}

void label_make(const struct label_input *in, struct arena *a, struct label *out)
{
    struct maker m = {.in = in, .arena = a, .moves = canvas_moves(in->canvas)};
    *out = (struct label){.width_px = in->canvas->width_px, .height_px = in->canvas->height_px,
                          .em_px = in->canvas->em_px, .vertical = in->layout->vertical};
    out->rtl = in->layout->n_lines && in->layout->line[0].rtl;
    moved_vertices(&m);
    make_quads(&m, out);
    make_baselines(&m, out);
    out->script = main_script(in, a);
}
