// SPDX-License-Identifier: MIT
#include "text/shape.h"

#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "text/compose.h"

/* Off where letters are spaced out, in scripts whose ligatures are a matter of taste. User features
 * come after them and win. */
static const char *const tight_features[] = {"-liga", "-clig"};
enum { N_TIGHT = sizeof tight_features / sizeof *tight_features };

/* --- fonts ----------------------------------------------------------------------------------- */

static bool same_axes(const struct axis_font *af, const struct sample *s)
{
    if (af->n_axes != s->n_axes) {
        return false;
    }
    for (unsigned i = 0; i < af->n_axes; i++) {
        if (af->axis[i].tag != hb_tag_from_string(s->axis[i].tag, -1) ||
            af->axis[i].value != (float)s->axis[i].value) {
            return false;
        }
    }
    return true;
}

static struct axis_font *axis_font_slot(struct shaper *sh, size_t id)
{
    if (id >= sh->n_axis_fonts) {
        size_t n = id + 1;
        sh->axis_font = realloc(sh->axis_font, size_mul(n, sizeof *sh->axis_font));
        if (!sh->axis_font) {
            BUG("out of memory: %zu faces", n);
        }
        memset(sh->axis_font + sh->n_axis_fonts, 0, (n - sh->n_axis_fonts) * sizeof *sh->axis_font);
        sh->n_axis_fonts = n;
    }
    return &sh->axis_font[id];
}

hb_font_t *shaper_font(struct shaper *sh, const struct sample *s, const struct face *f)
{
    if (!f->variable || s->n_axes == 0) {
        return f->hb_font;
    }
    struct axis_font *af = axis_font_slot(sh, (size_t)f->id);
    if (af->face == f && same_axes(af, s)) {
        return af->font;
    }
    hb_font_destroy(af->font);
    *af = (struct axis_font){.face = f, .font = hb_font_create_sub_font(f->hb_font)};
    af->n_axes = (unsigned)s->n_axes;
    for (unsigned i = 0; i < af->n_axes; i++) {
        af->axis[i] =
            (hb_variation_t){hb_tag_from_string(s->axis[i].tag, -1), (float)s->axis[i].value};
    }
    hb_ot_font_set_funcs(af->font); /* a sub-font's own advances would be its parent's */
    hb_font_set_variations(af->font, af->axis, af->n_axes);
    hb_font_make_immutable(af->font);
    return af->font;
}

/* --- style ----------------------------------------------------------------------------------- */

static enum st add_feature(struct shape_style *st, const char *s, size_t len, struct err *e)
{
    if (st->n_features == SHAPER_FEATURES ||
        !hb_feature_from_string(s, (int)len, &st->feature[st->n_features])) {
        return err_set(e, ST_RECIPE, "font feature '%.*s' cannot be used", (int)len, s);
    }
    st->n_features++;
    return ST_OK;
}

enum st shape_style_init(struct shape_style *st, const struct sample *s, const char *lang,
                         double em_px, bool vertical, struct err *e)
{
    *st = (struct shape_style){
        .language = lang ? hb_language_from_string(lang, -1) : HB_LANGUAGE_INVALID,
        .em_px = em_px,
        .stretch = s->stretch > 0 ? s->stretch : 1,
        .tracked = s->tracking_em != 0,
        .vertical = vertical,
        .n_tight = N_TIGHT,
    };
    for (size_t i = 0; i < N_TIGHT; i++) {
        enum st bad = add_feature(st, tight_features[i], strlen(tight_features[i]), e);
        if (bad) {
            return bad;
        }
    }
    const char *sep = ", ";
    for (const char *p = s->features ? s->features : ""; *p;) {
        p += strspn(p, sep);
        size_t len = strcspn(p, sep);
        if (len && add_feature(st, p, len, e)) {
            return ST_RECIPE;
        }
        p += len;
    }
    return ST_OK;
}

/* --- shaping --------------------------------------------------------------------------------- */

static hb_direction_t item_direction(const struct item *it)
{
    bool odd = it->level % 2;
    if (it->upright) {
        return odd ? HB_DIRECTION_BTT : HB_DIRECTION_TTB;
    }
    return odd ? HB_DIRECTION_RTL : HB_DIRECTION_LTR;
}

static bool is_white(uint32_t cp)
{
    return hb_unicode_general_category(hb_unicode_funcs_get_default(), cp) ==
               HB_UNICODE_GENERAL_CATEGORY_SPACE_SEPARATOR ||
           (cp >= '\t' && cp <= '\r');
}

/* Glyph 0 for the cluster at byte `at`: an error unless all that lacks a glyph is white space. */
static enum st check_missing(const char *text, uint32_t at, const struct item *it, struct err *e)
{
    size_t i = at;
    uint32_t cp = utf8_next(text, it->end, &i), first = cp;
    if (is_white(cp)) {
        return ST_OK;
    }
    hb_codepoint_t gid;
    for (i = at; i < it->end;) { /* name the character that is lacking, not the base before it */
        cp = utf8_next(text, it->end, &i);
        if (!hb_font_get_nominal_glyph(it->face->hb_font, cp, &gid)) {
            break;
        }
    }
    if (hb_font_get_nominal_glyph(it->face->hb_font, cp, &gid)) {
        cp = first;
    }
    return err_set(e, ST_RANGE, "no glyph for U+%04X in '%s %s'", (unsigned)cp,
                   it->face->family ? it->face->family : "?",
                   it->face->style ? it->face->style : "");
}

static struct shaped *glyphs_reserve(struct shaper *sh, size_t more)
{
    if (sh->n + more > sh->cap) {
        size_t cap = sh->cap * 2 > sh->n + more ? sh->cap * 2 : sh->n + more + 256;
        sh->glyph = realloc(sh->glyph, size_mul(cap, sizeof *sh->glyph));
        if (!sh->glyph) {
            BUG("out of memory: %zu glyphs", cap);
        }
        sh->cap = cap;
    }
    return sh->glyph + sh->n;
}

/* Where HarfBuzz's offsets (font units, y up) put the glyph. */
static void place(struct shaped *g, const struct shape_style *st, const struct item *it,
                  const hb_glyph_position_t *pos)
{
    double k = st->em_px / it->face->upem, kx = k * st->stretch;
    if (!st->vertical) {
        g->advance = pos->x_advance * kx;
        g->dx = pos->x_offset * kx;
        g->dy = -pos->y_offset * k;
    } else if (it->upright) {
        g->advance = -pos->y_advance * k;
        g->dx = pos->x_offset * kx;
        g->dy = -pos->y_offset * k;
    } else { /* a quarter turn clockwise: right becomes down, up becomes right */
        g->sideways = true;
        g->advance = pos->x_advance * kx;
        g->dx = pos->y_offset * k - st->centre_em * st->em_px;
        g->dy = pos->x_offset * kx;
    }
}

static void buffer_fill(hb_buffer_t *b, const struct shape_style *st, const char *text,
                        uint32_t start, uint32_t end, const struct item *it)
{
    hb_buffer_clear_contents(b);
    hb_buffer_set_flags(b, (it->start == start ? HB_BUFFER_FLAG_BOT : 0) |
                               (it->end == end ? HB_BUFFER_FLAG_EOT : 0) |
                               HB_BUFFER_FLAG_DO_NOT_INSERT_DOTTED_CIRCLE);
    hb_buffer_set_invisible_glyph(b, GLYPH_INVISIBLE);
    hb_buffer_set_cluster_level(b, HB_BUFFER_CLUSTER_LEVEL_MONOTONE_GRAPHEMES);
    if (!compose_fill(b, text, start, it)) {
        hb_buffer_add_utf8(b, text + start, (int)(end - start), it->start - start,
                           (int)(it->end - it->start));
    }
    hb_buffer_set_direction(b, item_direction(it));
    hb_buffer_set_script(b, it->script);
    hb_buffer_set_language(b, st->language);
}

enum st shape_item(struct shaper *sh, const struct sample *s, const struct shape_style *st,
                   const char *text, uint32_t start, uint32_t end, const struct item *it,
                   struct err *e)
{
    hb_buffer_t *b = sh->buffer;
    buffer_fill(b, st, text, start, end, it);
    double tracking_em = s->tracking_em + it->tracking_em;
    unsigned skip =
        (st->tracked || it->tracking_em != 0) && script_alphabetic(it->script) ? 0 : st->n_tight;
    hb_shape(shaper_font(sh, s, it->face), b, st->feature + skip, st->n_features - skip);
    if (!hb_buffer_allocation_successful(b)) {
        BUG("out of memory: shaping %u bytes", it->end - it->start);
    }
    unsigned n;
    const hb_glyph_info_t *info = hb_buffer_get_glyph_infos(b, &n);
    const hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(b, &n);
    struct shaped *g = glyphs_reserve(sh, n);
    bool joined = script_joined(it->script);
    for (unsigned i = 0; i < n; i++) {
        g[i] = (struct shaped){.face = it->face,
                               .gid = info[i].codepoint,
                               .cluster = start + info[i].cluster,
                               .scale = 1,
                               .tracking = tracking_em * st->em_px,
                               .joined = joined};
        if (g[i].gid == 0) {
            enum st bad = check_missing(text, g[i].cluster, it, e);
            if (bad) {
                return bad;
            }
            g[i].gid = GLYPH_INVISIBLE;
        }
        place(&g[i], st, it, &pos[i]);
    }
    if (it->face->composes && !st->vertical) {
        compose_place(st, text, it, g, n);
    }
    sh->n += n;
    return ST_OK;
}
