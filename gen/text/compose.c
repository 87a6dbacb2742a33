// SPDX-License-Identifier: MIT
#include "text/compose.h"

#include <hb-ot.h>

#include "base/utf8.h"
#include "font/standin.h"

static const double raised_scale = 0.6, above_scale = 0.45, above_gap_em = 0.06;

/* What stands in for a code point of the item, NULL if the face has it (or has no stand-in either). */
static const struct standin *lacking(const struct face *f, uint32_t cp)
{
    const struct standin *si = f->composes && cp >= 128 ? standin_find(cp) : NULL;
    return si && !hb_set_has(f->cover, cp) && hb_set_has(f->cover, si->draws) ? si : NULL;
}

/* The type that a face without substitutions of its own has for the letter cp and the one at `next`; 0 if there is none. */
static uint32_t one_type(const struct face *f, bool old, uint32_t cp, const char *text, size_t next,
                         size_t end)
{
    uint32_t draws = old && next < end ? standin_ligature(cp, utf8_next(text, end, &next)) : 0;
    return draws && hb_set_has(f->cover, draws) ? draws : 0;
}

bool compose_fill(hb_buffer_t *b, const char *text, uint32_t start, const struct item *it)
{
    const struct face *f = it->face;
    bool any = false,
         old = f->composes && !hb_ot_layout_has_substitution(hb_font_get_face(f->hb_font));
    for (size_t i = it->start; f->composes && i < it->end && !any;) {
        uint32_t cp = utf8_next(text, it->end, &i);
        any = lacking(f, cp) || one_type(f, old, cp, text, i, it->end);
    }
    if (!any) {
        return false;
    }
    uint32_t base = it->start;
    for (size_t i = it->start; i < it->end;) {
        uint32_t at = (uint32_t)i, cp = utf8_next(text, it->end, &i),
                 draws = one_type(f, old, cp, text, i, it->end);
        const struct standin *si = lacking(f, cp);
        if (!si || si->kind != STANDIN_ABOVE) {
            base = at;
        }
        if (draws) {
            utf8_next(text, it->end, &i); /* the second letter has no glyph, as in any ligature */
        }
        hb_buffer_add(b, draws ? draws : si ? si->draws : cp, base - start);
    }
    hb_buffer_set_content_type(b, HB_BUFFER_CONTENT_TYPE_UNICODE);
    return true;
}

static void raise(const struct shape_style *st, struct shaped *g)
{
    double cap_px = g->face->cap_height * st->em_px;
    g->scale = raised_scale;
    g->advance *= raised_scale;
    g->dy -= cap_px * (1 - raised_scale);
}

/* `mark` over `base`; the pen has passed base's advance when the mark is drawn. */
static void put_above(const struct shape_style *st, const struct shaped *base, struct shaped *mark)
{
    hb_glyph_extents_t b, m;
    mark->advance = 0;
    mark->scale = above_scale;
    if (!hb_font_get_glyph_extents(base->face->hb_font, base->gid, &b) ||
        !hb_font_get_glyph_extents(mark->face->hb_font, mark->gid, &m)) {
        return;
    }
    double k = st->em_px / base->face->upem, kx = k * st->stretch;
    double middle = (b.x_bearing + b.width / 2.0) - above_scale * (m.x_bearing + m.width / 2.0);
    double up =
        b.y_bearing - above_scale * (m.y_bearing + m.height); /* extents' height is negative */
    mark->dx = base->dx + middle * kx - base->advance;
    mark->dy = base->dy - up * k - above_gap_em * st->em_px;
}

void compose_place(const struct shape_style *st, const char *text, const struct item *it,
                   struct shaped *g, unsigned n)
{
    for (unsigned i = 0; i < n; i++) {
        size_t at = g[i].cluster;
        const struct standin *si = lacking(it->face, utf8_next(text, it->end, &at));
        if (si && si->kind == STANDIN_RAISED) {
            raise(st, &g[i]);
        }
        if (i + 1 < n && g[i + 1].cluster == g[i].cluster && at < it->end) {
            si = lacking(it->face, utf8_next(text, it->end, &at));
            if (si && si->kind == STANDIN_ABOVE) {
                put_above(st, &g[i], &g[i + 1]);
                i++;
            }
        }
    }
}
