// SPDX-License-Identifier: MIT
/*
 * layout_outline - one glyph of a layout as polygons.
 *
 * Everything up to the page is one affine map of the outline in font units, applied to control
 * points before curves are split, so that the tolerance holds in pixels of the page:
 *
 *     page = jitter * place * shape * p
 *
 *     shape    em_px / upem, y turned down, x stretched, then leaned over the baseline
 *     place    a quarter turn clockwise for sideways glyphs; to the glyph's origin
 *     jitter   turned and scaled about the middle of what moves together, then shifted
 *
 * Synthetic weight comes last, on the polygon: path_offset() moves every edge out by half the
 * weight, so that strokes grow alike on all sides however the glyph is stretched or slanted
 * (FreeType's own emboldening moves the outline up and to the right and follows the stretch).
 */
#include <math.h>

#include "text/layout.h"
#include "text/shape.h"

/* Font units, y up -> px, y down, origin at the glyph's own: stretched, then slanted about the
 * baseline. */
static struct affine glyph_shape(const struct sample *s, const struct glyph *g, double em_px)
{
    double k = em_px / g->face->upem * (g->scale > 0 ? g->scale : 1),
           stretch = s->stretch > 0 ? s->stretch : 1;
    return (struct affine){k * stretch, k * tan(s->oblique_deg * PI / 180), 0, 0, -k, 0};
}

/* The glyph's jitter, about the middle of its unit or joined word, page frame. Counter-based: key k
 * reads the stream's blocks 4k..4k+3 and no others, one for each normal deviate. */
static struct affine glyph_jitter(const struct sample *s, const struct layout *l,
                                  const struct glyph *g, const struct fx_glyph_jitter *v)
{
    const struct unit *u = &l->unit[g->unit];
    struct box b = u->advance;
    uint32_t key = g->unit;
    if (g->joined && u->word != NO_WORD) {
        b = l->word[u->word].advance;
        key = u->word | 1u << 29; /* apart from the units' keys; 4 * key stays below 2^32 */
    }
    for (uint32_t i = 1; i < u->parts; i++) {
        box_add(&b, (struct pt){u[i].advance.x0, u[i].advance.y0});
        box_add(&b, (struct pt){u[i].advance.x1, u[i].advance.y1});
    }
    struct rng r =
        rng_stream(s->seed, RNG_FX_DRAW + fx_table[FX_glyph_jitter].stream, s->index, s->attempt);
    r.ctr[0] = 4 * key;
    double dx = rng_normal(&r) * v->shift_em * l->em_px;
    double dy = rng_normal(&r) * v->shift_em * l->em_px;
    double turn = rng_normal(&r) * v->turn_deg * PI / 180;
    double scale = fmax(0.1, 1 + rng_normal(&r) * v->scale);
    double c = scale * cos(turn), sn = scale * sin(turn);
    double x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2;
    return (struct affine){c, -sn, x + dx - c * x + sn * y, sn, c, y + dy - sn * x - c * y};
}

static void append(struct path *pa, struct arena *a, const struct outline *ol,
                   const struct affine *m, double step_px)
{
    const struct outline_pt *p = ol->pt;
    for (uint32_t v = 0; v < ol->n_verbs; v++) {
        struct pt q[3];
        int n = ol->verb[v] == OUTLINE_CUBIC ? 3 : ol->verb[v] == OUTLINE_CONIC ? 2 : 1;
        for (int i = 0; i < n; i++, p++) {
            q[i] = affine_apply(m, (struct pt){(double)p->x, (double)p->y});
        }
        switch ((enum outline_verb)ol->verb[v]) {
        case OUTLINE_MOVE:
            path_move(pa, a, q[0]);
            break;
        case OUTLINE_LINE:
            path_lines(pa, a, q[0], step_px);
            break;
        case OUTLINE_CONIC:
            path_conic(pa, a, q[0], q[1], step_px);
            break;
        case OUTLINE_CUBIC:
            path_cubic(pa, a, q[0], q[1], q[2], step_px);
            break;
        }
    }
}

enum st layout_outline(struct shaper *sh, const struct sample *s, const struct layout *l,
                       size_t index, double step_px, struct arena *a, struct path *pa,
                       struct err *e)
{
    const struct glyph *g = &l->glyph[index];
    const struct outline *ol;
    enum st bad = outlines_get(sh->outlines, g->face, shaper_font(sh, s, g->face), g->gid, &ol, e);
    if (bad) {
        return bad;
    }
    struct affine m = glyph_shape(s, g, l->em_px);
    struct affine place = g->sideways ? (struct affine){0, -1, g->x, 1, 0, g->y}
                                      : (struct affine){1, 0, g->x, 0, 1, g->y};
    m = affine_mul(&place, &m);
    const struct fx_glyph_jitter *jitter = FX_VALUES(s, glyph_jitter);
    if (jitter) {
        struct affine j = glyph_jitter(s, l, g, jitter);
        m = affine_mul(&j, &m);
    }
    size_t first = pa->n_contours;
    append(pa, a, ol, &m, step_px);
    double weight_em = s->weight_em + g->face->bolder_em;
    if (weight_em != 0) {
        path_offset(pa, a, first, weight_em / 2 * l->em_px * (g->scale > 0 ? g->scale : 1));
    }
    return ST_OK;
}
