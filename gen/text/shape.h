// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TEXT_SHAPE_H
#define ERSATZ_TEXT_SHAPE_H
/*
 * shape - items -> glyphs with advances, by HarfBuzz; and the worker's state that this needs.
 *
 * Inside the text room only; others see `struct shaper` through layout.h.
 *
 * Shaped glyphs of all lines of one layout collect in shaper.glyph, a list that is reused from
 * sample to sample. Lengths are px at the layout's size: `advance` along the line, dx and dy from
 * the pen to the glyph's origin in the page frame.
 */
#include <hb.h>
#include <hb-ot.h>
#include <stdbool.h>
#include <stdint.h>

#include "text/itemize.h"
#include "text/outline.h"

/* gid of a default ignorable (ZWJ, LRM, ...): takes its place in the list and draws nothing. */
#define GLYPH_INVISIBLE UINT32_MAX

struct shaped {
    const struct face *face;
    uint32_t gid;
    uint32_t cluster; /* byte of the text */
    uint32_t unit;    /* set by layout.c: first unit of the group it draws */
    double advance, dx, dy;
    double scale;    /* of the outline: 1, less for stand-ins (compose.h) */
    double tracking; /* px behind it, if its group takes a gap */
    bool sideways;
    bool joined; /* of a joined script */
};

/* A face with the sample's variation axes. */
struct axis_font {
    const struct face *face; /* NULL: empty */
    hb_font_t *font;         /* sub-font of face->hb_font */
    hb_variation_t axis[RECIPE_MAX_AXES];
    unsigned n_axes;
};

enum { SHAPER_FEATURES = 32 };

struct shaper {
    hb_buffer_t *buffer;
    struct outlines *outlines;
    struct axis_font *axis_font; /* by face id */
    size_t n_axis_fonts;
    struct shaped *glyph;
    size_t n, cap;
};

/** shaper_font() - the face's font with the sample's axes: face->hb_font itself where there are
 * none or the face is not variable. Borrowed; valid until the next call for this face with other
 * axes. */
hb_font_t *shaper_font(struct shaper *sh, const struct sample *s, const struct face *f);

/* What the items of one layout share. */
struct shape_style {
    hb_feature_t feature[SHAPER_FEATURES];
    unsigned n_features;
    unsigned n_tight; /* how many at the front serve tracked text only */
    hb_language_t language;
    double em_px, stretch;
    bool tracked;
    bool vertical;
    double centre_em; /* sideways text: baseline left of the column's centre by this */
};

/** shape_style_init() - features and language of a sample; ST_RECIPE if a feature is unreadable. */
enum st shape_style_init(struct shape_style *st, const struct sample *s, const char *lang,
                         double em_px, bool vertical, struct err *e);

/**
 * shape_item() - shape one item and append its glyphs, in visual order, to sh->glyph.
 *
 * text: the whole text; the item's line is its bytes [start, end), the context that HarfBuzz sees
 *
 * Returns ST_OK; ST_RANGE if a visible character has no glyph (the message names it and the
 * face).
 */
enum st shape_item(struct shaper *sh, const struct sample *s, const struct shape_style *st,
                   const char *text, uint32_t start, uint32_t end, const struct item *it,
                   struct err *e);

#endif
