// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_ART_TEXT_H
#define ERSATZ_SHELF_ART_TEXT_H
/*
 * art_text - words on packs: faces by role, fitting into boxes, bending, outlines and shadows.
 *
 * Inside the art room only. Text goes through the program's own engine (bidi, fallback, shaping,
 * outlines) and is filled by Cairo as paths. Each printed line is recorded on its sheet with the quad
 * of its ink.
 *
 *     struct art_style st = art_style(s, VOICE_HEAVY, false);
 *     struct art_ink_style ink = {.fill = white, .edge = blue, .edge_em = 0.06};
 *     art_text_fit(s, &st, &ink, "Oat Drink", "name", box, &(struct art_fit){.max_lines = 2});
 */
#include "shelf/art_sheet.h"

struct fontset; /* font/fontset.h */
struct face;
struct shaper;

/* What a text sounds like. Each voice is a list of faces, the first that is installed speaks. */
enum art_voice { VOICE_PLAIN, VOICE_PLAIN_BOLD, VOICE_HEAVY, VOICE_LIGHT, VOICE_NARROW, VOICE_NARROW_BOLD,
                 VOICE_POSTER, VOICE_FRIENDLY, VOICE_GEOMETRIC, VOICE_GEOMETRIC_THIN, VOICE_SLAB,
                 VOICE_SERIF, VOICE_SERIF_HEAVY, VOICE_SERIF_ITALIC, VOICE_DIDONE, VOICE_SCRIPT,
                 VOICE_SCRIPT_BOLD, VOICE_CODE, VOICE_COUNT };

/* Of one thread: fonts are shared, the shaper and its outlines are not. */
struct art_type {
    const struct fontset *fonts;
    struct shaper *shaper;
    const struct face *voice[VOICE_COUNT];
};
void art_type_init(struct art_type *t, const struct fontset *fonts);
void art_type_release(struct art_type *t);

enum art_bend { BEND_NONE, BEND_ARCH, BEND_SMILE, BEND_BULGE, BEND_ROOF, BEND_RISE, BEND_WAVE };

struct art_style {
    const struct face *face;
    double stretch, oblique_deg, weight_em, tracking_em; /* stretch 0 = 1 */
    bool upper;
    double leading;    /* baseline to baseline, em; 0 = by the face */
    enum art_bend bend;
    double bend_by;    /* share of the block's width (ARCH, SMILE, RISE, WAVE) or height (BULGE, ROOF) */
};
/** art_style() - a voice as it is. family: speaks instead where it is installed (NULL: no wish). */
struct art_style art_style(const struct art_sheet *s, enum art_voice v, const char *family, bool upper);

struct art_ink_style {
    struct art_rgb fill;
    bool fade;                 /* to fill_low at the bottom */
    struct art_rgb fill_low;
    double edge_em, edge2_em;  /* outline around the letters, and one around that; 0 = none */
    struct art_rgb edge, edge2;
    double shadow, shadow_em;  /* opacity; how far to the lower right */
    double deep_em;            /* block letters: thickness to the lower right, in `deep` */
    struct art_rgb deep;
    double alpha;              /* 0 = 1 */
    double min_contrast;       /* against what lies beneath; 0 = 2.6; the fill changes until it is reached */
};

struct art_fit {
    int max_lines;      /* 0 = 1 */
    double max_em_mm;   /* 0 = as large as the box */
    double align;       /* of lines and block in the box: 0 left, 0.5 middle, 1 right */
    double v_align;     /* 0 top, 0.5 middle, 1 bottom */
};

/**
 * art_text_fit() - a text as large as a box (mm) takes it, in the number of lines that makes it largest.
 * kind: of the recorded lines; NULL = not recorded (ornament)
 * Returns the box of the ink, mm; empty if there is no text or no room.
 */
struct box art_text_fit(struct art_sheet *s, const struct art_style *st, const struct art_ink_style *ink,
                        const char *text, const char *kind, struct box b, const struct art_fit *how);
/** art_text_em() - the em size, mm, that art_text_fit() would choose. */
double art_text_em(struct art_sheet *s, const struct art_style *st, const char *text, struct box b,
                   const struct art_fit *how);

/** art_text_line() - one line at a size; (x, y): where its baseline begins (align 0), has its middle, or
 *  ends. */
struct box art_text_line(struct art_sheet *s, const struct art_style *st, const struct art_ink_style *ink,
                         const char *text, const char *kind, double x, double y, double em_mm, double align);
/** art_text_width() - of one line at 1 mm em. */
double art_text_width(struct art_sheet *s, const struct art_style *st, const char *text);

/**
 * art_text_para() - running text broken into lines of a box, at em_mm or as much smaller, down to
 * 60 %, as it takes to fit; what is still too long is cut at a sentence or word.
 * Returns the y below the last line.
 */
double art_text_para(struct art_sheet *s, const struct art_style *st, struct art_rgb ink, const char *text,
                     const char *kind, struct box b, double em_mm, double align);
/** art_text_ring() - a text around a circle, its middle at the top (or bottom, upright there too). */
struct box art_text_ring(struct art_sheet *s, const struct art_style *st, const struct art_ink_style *ink,
                         const char *text, const char *kind, double x, double y, double radius, double em_mm,
                         bool bottom);

#endif
