// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_ART_SHEET_H
#define ERSATZ_SHELF_ART_SHEET_H
/*
 * art_sheet - one picture being drawn: a Cairo context in millimetres, and the texts put on it.
 *
 * Inside the art room only. A sheet has a place (art_sheet_place()): the panel that is drawn on, whose
 * user space is mm, x right, y down from its top-left corner, clipped to it. What is printed is recorded
 * with its quad in shares of the whole picture, whichever panel and however turned it lies.
 *
 *     struct art_sheet s;
 *     art_sheet_init(&s, 800, 1200, type, &arena, &e);
 *     art_sheet_place(&s, panel->at, panel->width_mm, panel->height_mm);
 *     ... cairo_*(s.cr), art_text_*(&s, ...) ...
 *     art_sheet_leave(&s);
 *     art_sheet_finish(&s, see_through, &art, &e);
 *     art_sheet_release(&s);
 *
 * Failure sticks: drawing goes on, and art_sheet_finish() returns what went wrong first. So designs need
 * no error paths. Colours are sRGB-coded, 0..1: ink is mixed as a printer mixes it on screen, not as
 * light.
 */
#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/geom.h"
#include "base/rng.h"
#include "base/st.h"
#include "shelf/art.h"

struct art_type; /* art_text.h */

struct art_rgb {
    double r, g, b;
};

/* What art_sheet_finish() allocates: one block with texts and strings behind it. */
struct art_block {
    struct art art;
    void *owner; /* the cache's entry, if it holds it */
};

struct art_sheet {
    cairo_surface_t *surface; /* ARGB32 */
    cairo_t *cr;
    int width_px, height_px;
    double px_per_mm;         /* of the current place */
    struct art_type *type;    /* borrowed; of this thread */
    struct arena *arena;      /* borrowed; all that is drawn with */
    struct art_text *text;    /* in the arena until art_sheet_finish() */
    size_t n_texts, cap_texts;
    uint8_t *glow;            /* in the arena; of art_glow() */
    enum st st;
    struct err err;
};

enum st art_sheet_init(struct art_sheet *s, int width_px, int height_px, struct art_type *type,
                       struct arena *a, struct err *e);
void art_sheet_release(struct art_sheet *s);
/** art_sheet_place() - draw on a part of the picture (shares of it) as on width x height mm. */
void art_sheet_place(struct art_sheet *s, struct box at, double width_mm, double height_mm);
void art_sheet_leave(struct art_sheet *s);
/** art_sheet_note() - record a text; q: mm of the current place. Strings are copied. */
void art_sheet_note(struct art_sheet *s, const char *text, const char *kind, const struct quad *q);
/** art_sheet_fail() - remember the first failure. */
void art_sheet_fail(struct art_sheet *s, enum st st, const struct err *e);
/** art_sheet_finish() - pixels and texts as a struct art of its own, to be freed with art_free(). */
enum st art_sheet_finish(struct art_sheet *s, bool alpha, struct art **out, struct err *e);

/* What lies under a box (mm), from a grid of pixels: mean colour, and how much its lightness varies
 * (deviation of CIE lightness, 0..0.5). */
struct art_under {
    struct art_rgb mean;
    double spread;
};
struct art_under art_sheet_under(struct art_sheet *s, struct box b);

/* --- colours ---------------------------------------------------------------------------------- */

static inline struct art_rgb art_rgb(double r, double g, double b)
{
    return (struct art_rgb){r, g, b};
}
struct art_rgb art_rgb8(const uint8_t c[3]);
struct art_rgb art_hex(uint32_t rrggbb);
struct art_rgb art_mix(struct art_rgb a, struct art_rgb b, double t);
/** art_lighter() - k > 0: that share of the way to white; k < 0: to a dark of the same hue. */
struct art_rgb art_lighter(struct art_rgb c, double k);
/** art_vivid() - saturation times k (HSL), kept in gamut. */
struct art_rgb art_vivid(struct art_rgb c, double k);
struct art_rgb art_turn_hue(struct art_rgb c, double deg);
double art_lightness(struct art_rgb c);
/** art_contrast() - 1..21, as WCAG 2.1 has it: (Ya + 0.05) / (Yb + 0.05) of relative luminances. */
double art_contrast(struct art_rgb a, struct art_rgb b);
/** art_legible() - `want`, or the nearest of its shades, white and near-black that reaches `ratio` on
 *  `ground`; the one with the most contrast if none does. */
struct art_rgb art_legible(struct art_rgb want, struct art_rgb ground, double ratio);

void art_ink(struct art_sheet *s, struct art_rgb c, double alpha);
/** art_fill_box() - a rectangle in mm. */
void art_fill_box(struct art_sheet *s, struct box b, struct art_rgb c, double alpha);
/** art_fade_box() - from `top` to `bottom` colour; across: from left to right. */
void art_fade_box(struct art_sheet *s, struct box b, struct art_rgb top, struct art_rgb bottom, bool across);
/** art_glow() - a soft round spot: alpha in the middle, nothing at the edge of the ellipse. */
void art_glow(struct art_sheet *s, double x, double y, double rx, double ry, struct art_rgb c, double alpha);

static inline struct box art_box(double x0, double y0, double x1, double y1)
{
    return (struct box){x0, y0, x1, y1};
}
static inline struct box art_inset(struct box b, double x, double y)
{
    return (struct box){b.x0 + x, b.y0 + y, b.x1 - x, b.y1 - y};
}
/** art_part() - the part of a box between shares of its width and height. */
static inline struct box art_part(struct box b, double u0, double v0, double u1, double v1)
{
    double w = b.x1 - b.x0, h = b.y1 - b.y0;
    return (struct box){b.x0 + u0 * w, b.y0 + v0 * h, b.x0 + u1 * w, b.y0 + v1 * h};
}
static inline double art_w(struct box b)
{
    return b.x1 - b.x0;
}
static inline double art_h(struct box b)
{
    return b.y1 - b.y0;
}

/** art_key() - 64 bits of a string, to key a stream with: all SKUs of a brand draw the same numbers. */
uint64_t art_key(const char *s);

#endif
