// SPDX-License-Identifier: MIT
/*
 * layout - from styled text to glyphs, units, words and lines.
 *
 * First pass, line by line: graphemes, items, shaping, and the units. HarfBuzz says which bytes a
 * glyph stands for (its cluster), UAX #29 says what a reader calls one letter. A group is the
 * smallest stretch of an item that begins and ends at a border of both. Mostly it is one grapheme.
 * Several graphemes in one cluster are a ligature: in alphabetic scripts its letters stand side by
 * side and each gets a part of the box, cut at GDEF's ligature carets if the font has one for each
 * cut, else in equal parts; in other scripts (Arabic lam-alef, Indic conjuncts) they are one unit.
 *
 * Second pass, when all widths are known: the pen walks along each line in visual order. After each
 * group but the line's last it adds the tracking, unless the script joins its letters there, and
 * what justification asks for. Both count as part of the group's advance.
 */
#include "text/layout.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>

#include "base/utf8.h"
#include "text/shape.h"

enum { MAX_CARETS = 8 };

/* One line on its way. Lengths along the line are px. */
struct row {
    size_t glyph, n_glyphs; /* in sh->glyph */
    size_t unit, n_units;
    double width;
    double ascent_em, descent_em; /* of its faces, the greatest */
    size_t space_gaps, cluster_gaps;
};

struct work {
    struct shaper *sh;
    const struct sample *s;
    const struct styled_text *t;
    struct arena *a;
    struct layout *out;
    struct row *row;
    struct shape_style style;
    const struct face *face; /* main: line pitch, centre of sideways text */
};

struct shaper *shaper_new(void)
{
    struct shaper *sh = calloc(1, sizeof *sh);
    if (!sh) {
        BUG("out of memory: shaper");
    }
    sh->buffer = hb_buffer_create();
    sh->outlines = outlines_new();
    return sh;
}

void shaper_free(struct shaper *sh)
{
    if (!sh) {
        return;
    }
    for (size_t i = 0; i < sh->n_axis_fonts; i++) {
        hb_font_destroy(sh->axis_font[i].font);
    }
    free(sh->axis_font);
    free(sh->glyph);
    hb_buffer_destroy(sh->buffer);
    outlines_free(sh->outlines);
    free(sh);
}

/* --- units and words ------------------------------------------------------------------------- */

/* What a unit's characters leave on the paper. */
enum trace { TRACE_INK, TRACE_WHITE, TRACE_NOTHING };

static enum trace unit_trace(const char *s, size_t start, size_t end)
{
    if (end - start == 1) {
        unsigned char c = (unsigned char)s[start];
        return c == ' ' || (c >= '\t' && c <= '\r') ? TRACE_WHITE : TRACE_INK;
    }
    bool white = true, nothing = true;
    for (size_t i = start; i < end;) {
        uint32_t cp = utf8_next(s, end, &i);
        white = white && uc_is_property_white_space(cp);
        nothing = nothing && uc_is_property_default_ignorable_code_point(cp);
    }
    return white ? TRACE_WHITE : nothing ? TRACE_NOTHING : TRACE_INK;
}

/* Default ignorables stay with the word they follow and begin none. */
static void add_to_word(struct layout *out, struct unit *u, enum trace trace)
{
    struct unit *before = out->n_units ? u - 1 : NULL;
    bool goes_on = before && before->line == u->line && before->word != NO_WORD;
    if (trace == TRACE_WHITE || (trace == TRACE_NOTHING && !goes_on)) {
        u->word = NO_WORD;
        return;
    }
    if (!goes_on) {
        out->word[out->n_words++] =
            (struct word){.start = u->start, .line = u->line, .advance = box_empty()};
    }
    u->word = (uint32_t)(out->n_words - 1);
    out->word[u->word].end = u->end;
}

static void add_unit(struct work *w, uint32_t start, uint32_t end, uint32_t line, bool rtl,
                     uint32_t parts, uint32_t nth)
{
    struct layout *out = w->out;
    enum trace trace = unit_trace(w->t->text, start, end);
    struct unit *u = &out->unit[out->n_units];
    *u = (struct unit){.start = start,
                       .end = end,
                       .line = line,
                       .advance = box_empty(),
                       .parts = parts,
                       .part = rtl ? parts - 1 - nth : nth,
                       .space = trace != TRACE_INK,
                       .rtl = rtl};
    add_to_word(out, u, trace);
    out->n_units++;
}

static bool any_set(const uint8_t *flag, size_t from, size_t to)
{
    return from < to && memchr(flag + from, 1, to - from) != NULL;
}

/* Units of one line, from its graphemes (n offsets relative to the line) and its shaped clusters.
 */
static void make_units(struct work *w, uint32_t line, const struct item_list *items,
                       const uint32_t *grapheme, size_t n)
{
    const struct line *l = &w->out->line[line];
    struct row *row = &w->row[line];
    size_t len = l->end - l->start, g = 0;
    uint8_t *border = arena_zarray(w->a, uint8_t, len + 1); /* a cluster begins at this byte */
    uint32_t *owner = arena_array(w->a, uint32_t, len + 1); /* first unit of the byte's group */
    struct shaped *glyph = w->sh->glyph + row->glyph;
    for (size_t i = 0; i < row->n_glyphs; i++) {
        border[glyph[i].cluster - l->start] = 1;
    }
    for (size_t k = 0; k < items->n; k++) {
        const struct item *it = &items->item[k];
        while (g < n && l->start + grapheme[g] < it->end) {
            size_t h = g + 1;
            while (h < n && l->start + grapheme[h] < it->end && !border[grapheme[h]]) {
                h++;
            }
            uint32_t first = (uint32_t)w->out->n_units;
            bool rtl = it->level % 2, split = h - g > 1 && script_alphabetic(it->script) &&
                                              !any_set(border, grapheme[g] + 1, grapheme[h]);
            uint32_t parts = split ? (uint32_t)(h - g) : 1;
            for (uint32_t j = 0; j < parts; j++) {
                size_t last = split ? g + j + 1 : h;
                add_unit(w, l->start + grapheme[g + j], l->start + grapheme[last], line, rtl, parts,
                         j);
            }
            for (size_t b = grapheme[g]; b < grapheme[h]; b++) {
                owner[b] = first;
            }
            g = h;
        }
    }
    for (size_t i = 0; i < row->n_glyphs; i++) {
        glyph[i].unit = owner[glyph[i].cluster - l->start];
    }
}

/* --- first pass ------------------------------------------------------------------------------ */

/* Where the group of glyph i ends; its advance. */
static size_t group_end(const struct shaped *g, size_t i, size_t n, double *advance)
{
    size_t j = i;
    *advance = 0;
    while (j < n && g[j].unit == g[i].unit) {
        *advance += g[j++].advance;
    }
    return j;
}

static bool takes_gap(const struct shaped *g, const struct unit *u, double advance, bool last)
{
    return !last && advance > 0 && (!g->joined || u->space);
}

/* White behind a group that takes a gap: its tracking; behind a space also the sample's word spacing,
 * twice that where a sentence ends, as compositors did before 1900. */
static double gap_px(const struct work *w, const struct shaped *g, const struct unit *u)
{
    double words = u->space ? w->s->word_space_em * w->out->em_px : 0;
    bool sentence = words > 0 && u->start > 0 && strchr(".!?", w->t->text[u->start - 1]);
    return g->tracking + (sentence ? 2 * words : words);
}

static void measure(struct work *w, struct row *row)
{
    const struct shaped *g = w->sh->glyph + row->glyph;
    for (size_t i = 0, j; i < row->n_glyphs; i = j) {
        double advance;
        j = group_end(g, i, row->n_glyphs, &advance);
        const struct unit *u = &w->out->unit[g[i].unit];
        row->width += advance;
        if (takes_gap(&g[i], u, advance, j == row->n_glyphs)) {
            row->width += gap_px(w, &g[i], u);
            row->space_gaps += u->space;
            row->cluster_gaps++;
        }
    }
}

static enum st shape_line(struct work *w, uint32_t k, struct err *e)
{
    struct line *l = &w->out->line[k];
    struct row *row = &w->row[k];
    const char *text = w->t->text;
    uint32_t *grapheme;
    size_t n = utf8_graphemes(w->a, text + l->start, l->end - l->start, &grapheme);
    struct item_list items;
    itemize_line(w->a, w->t, l->start, l->end, w->s->direction, grapheme, n, &items);
    l->rtl = items.rtl;
    *row = (struct row){.glyph = w->sh->n, .unit = w->out->n_units};
    row->ascent_em = items.n ? 0 : w->face->ascent;
    row->descent_em = items.n ? 0 : w->face->descent;
    for (size_t i = 0; i < items.n; i++) {
        const struct item *it = &items.item[items.visual[i]];
        enum st bad = shape_item(w->sh, w->s, &w->style, text, l->start, l->end, it, e);
        if (bad) {
            return bad;
        }
        row->ascent_em = fmax(row->ascent_em, it->face->ascent);
        row->descent_em = fmax(row->descent_em, it->face->descent);
    }
    row->n_glyphs = w->sh->n - row->glyph;
    make_units(w, k, &items, grapheme, n);
    row->n_units = w->out->n_units - row->unit;
    measure(w, row);
    return ST_OK;
}

static void split_lines(struct work *w)
{
    const char *s = w->t->text;
    struct layout *out = w->out;
    out->n_lines = 1;
    for (size_t i = 0; i < w->t->len; i++) {
        out->n_lines += s[i] == '\n';
    }
    out->line = arena_zarray(w->a, struct line, out->n_lines);
    w->row = arena_array(w->a, struct row, out->n_lines);
    size_t k = 0;
    for (size_t i = 0; i < w->t->len; i++) {
        if (s[i] == '\n') {
            out->line[k++].end = (uint32_t)i;
            out->line[k].start = (uint32_t)i + 1;
        }
    }
    out->line[k].end = (uint32_t)w->t->len;
}

/* --- second pass ----------------------------------------------------------------------------- */

/* The stretch from..to of a line, by the line's ascent and descent. */
static struct box advance_box(const struct work *w, const struct row *row, struct pt base,
                              double from, double to)
{
    double lo = fmin(from, to), hi = fmax(from, to), em = w->out->em_px;
    if (w->out->vertical) {
        double half = fmax(0.5, (row->ascent_em + row->descent_em) / 2) * em;
        return (struct box){base.x - half, base.y + lo, base.x + half, base.y + hi};
    }
    return (struct box){base.x + lo, base.y - row->ascent_em * em, base.x + hi,
                        base.y + row->descent_em * em};
}

/* Cuts of a ligature of `parts` letters, as shares of its advance: cut[0] = 0 ... cut[parts] = 1.
 */
static void ligature_cuts(const struct work *w, const struct shaped *g, const struct unit *u,
                          double advance, double *cut)
{
    uint32_t parts = u->parts;
    for (uint32_t i = 0; i <= parts; i++) {
        cut[i] = (double)i / parts;
    }
    hb_position_t caret[MAX_CARETS];
    unsigned n = MAX_CARETS;
    hb_direction_t dir = u->rtl ? HB_DIRECTION_RTL : HB_DIRECTION_LTR;
    hb_font_t *font = shaper_font(w->sh, w->s, g->face);
    unsigned total = hb_ot_layout_get_ligature_carets(font, dir, g->gid, 0, &n, caret);
    if (total != parts - 1 || n != total || !(g->advance > 0)) {
        return;
    }
    double scale = w->out->em_px * w->style.stretch / g->face->upem;
    double last = 0;
    for (unsigned i = 0; i < n; i++) {
        double at = caret[i] * scale / advance;
        if (!(at > last && at < 1)) { /* not in order: a font's mistake */
            for (uint32_t j = 0; j <= parts; j++) {
                cut[j] = (double)j / parts;
            }
            return;
        }
        cut[i + 1] = last = at;
    }
}

static void set_unit_boxes(struct work *w, const struct row *row, struct pt base,
                           const struct shaped *g, double from, double to)
{
    struct unit *u = &w->out->unit[g->unit];
    if (u->parts == 1) {
        u->advance = advance_box(w, row, base, from, to);
        return;
    }
    double *cut = arena_array(w->a, double, u->parts + 1);
    ligature_cuts(w, g, u, to - from, cut);
    for (uint32_t i = 0; i < u->parts; i++) {
        double lo = cut[u[i].part], hi = cut[u[i].part + 1];
        u[i].advance = advance_box(w, row, base, from + lo * (to - from), from + hi * (to - from));
    }
}

static void emit(struct work *w, const struct shaped *g, struct pt pen)
{
    if (g->gid == GLYPH_INVISIBLE) {
        return;
    }
    w->out->glyph[w->out->n_glyphs++] = (struct glyph){.face = g->face,
                                                       .gid = g->gid,
                                                       .scale = g->scale,
                                                       .unit = g->unit,
                                                       .x = pen.x + g->dx,
                                                       .y = pen.y + g->dy,
                                                       .sideways = g->sideways,
                                                       .joined = g->joined};
}

/* Glyphs and boxes of one line whose pen starts at `base`; fill: px to spread over its gaps. */
static double place_line(struct work *w, struct row *row, struct pt base, double fill)
{
    const struct shaped *g = w->sh->glyph + row->glyph;
    double pen = 0;
    size_t gaps = row->space_gaps ? row->space_gaps : row->cluster_gaps;
    for (size_t i = 0, j; i < row->n_glyphs; i = j) {
        double advance, from = pen;
        j = group_end(g, i, row->n_glyphs, &advance);
        for (size_t k = i; k < j; k++) {
            emit(w, &g[k],
                 w->out->vertical ? (struct pt){base.x, base.y + pen}
                                  : (struct pt){base.x + pen, base.y});
            pen += g[k].advance;
        }
        const struct unit *u = &w->out->unit[g[i].unit];
        if (takes_gap(&g[i], u, advance, j == row->n_glyphs)) {
            pen += gap_px(w, &g[i], u) + (u->space || !row->space_gaps ? fill / (double)gaps : 0);
        }
        set_unit_boxes(w, row, base, &g[i], from, pen);
    }
    return pen;
}

/* Units without a glyph lie where the one before them ends; words and the layout hold their units.
 */
static void close_boxes(struct work *w, const struct row *row, struct pt base)
{
    struct layout *out = w->out;
    struct box last = advance_box(w, row, base, 0, 0);
    for (size_t i = row->unit; i < row->unit + row->n_units; i++) {
        struct unit *u = &out->unit[i];
        if (box_is_empty(&u->advance)) {
            u->advance = (struct box){last.x1, last.y0, last.x1, last.y1};
        }
        last = u->advance;
        if (u->word != NO_WORD) {
            struct box *b = &out->word[u->word].advance;
            box_add(b, (struct pt){last.x0, last.y0});
            box_add(b, (struct pt){last.x1, last.y1});
        }
    }
}

static void place_all(struct work *w)
{
    struct layout *out = w->out;
    double widest = 0, em = out->em_px;
    double pitch =
        (w->face->ascent + w->face->descent + w->face->line_gap) * em * (1 + w->s->line_gap_em);
    for (size_t k = 0; k < out->n_lines; k++) {
        widest = fmax(widest, w->row[k].width);
    }
    out->box = box_empty();
    for (size_t k = 0; k < out->n_lines; k++) {
        struct row *row = &w->row[k];
        struct line *l = &out->line[k];
        double room = widest - row->width, fill = 0;
        if (w->s->align == ALIGN_JUSTIFY && k + 1 < out->n_lines && row->cluster_gaps) {
            fill = room;
        }
        bool at_end = (w->s->align == ALIGN_END) != l->rtl;
        double indent = fill > 0 ? 0 : w->s->align == ALIGN_CENTER ? room / 2 : at_end ? room : 0;
        double across = (double)k * pitch;
        struct pt base = out->vertical ? (struct pt){-across, indent} : (struct pt){indent, across};
        double width = place_line(w, row, base, fill);
        close_boxes(w, row, base);
        l->from = base;
        l->to = out->vertical ? (struct pt){base.x, base.y + width}
                              : (struct pt){base.x + width, base.y};
        struct box b = advance_box(w, row, base, 0, width);
        box_add(&out->box, (struct pt){b.x0, b.y0});
        box_add(&out->box, (struct pt){b.x1, b.y1});
    }
}

enum st layout_make(struct shaper *sh, const struct sample *s, const struct styled_text *t,
                    double em_px, struct arena *a, struct layout *out, struct err *e)
{
    if (!(em_px > 0 && em_px <= 65500)) {
        return err_set(e, ST_RANGE, "text size of %g px is not in (0, 65500]", em_px);
    }
    if (t->n_runs == 0 || !t->run[0].face || t->len > UINT32_MAX / 2) {
        BUG("styled text without a face, or of %zu bytes", t->len);
    }
    *out = (struct layout){.em_px = em_px, .vertical = s->direction == DIRECTION_TTB};
    struct work w = {.sh = sh, .s = s, .t = t, .a = a, .out = out};
    w.face = s->face ? s->face : t->run[0].face;
    enum st bad = shape_style_init(&w.style, s, t->lang, em_px, out->vertical, e);
    if (bad) {
        return bad;
    }
    w.style.centre_em = (w.face->ascent - w.face->descent) / 2;
    sh->n = 0;
    split_lines(&w);
    out->unit = arena_array(a, struct unit, t->len);
    out->word = arena_array(a, struct word, t->len / 2 + 1);
    for (size_t k = 0; k < out->n_lines; k++) {
        bad = shape_line(&w, (uint32_t)k, e);
        if (bad) {
            return bad;
        }
    }
    out->glyph = arena_array(a, struct glyph, sh->n);
    place_all(&w);
    return ST_OK;
}
