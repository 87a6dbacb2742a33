// SPDX-License-Identifier: MIT
#ifndef ERSATZ_FONT_FACE_H
#define ERSATZ_FONT_FACE_H
/*
 * face - one font face, immutable and shared by all threads.
 *
 * The file is mapped once. HarfBuzz shapes from it (hb_font in font units, scale = upem); each worker
 * opens its own FreeType face over the same bytes for outlines (text/outline.h).
 */
#include <hb.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct face {
    const char *family, *style; /* "DejaVu Sans", "Bold Oblique" */
    const char *path;
    const char *set;            /* name of the font set it came from, or "families", "dirs" */
    char sha256[65];            /* of the file; recorded in dataset.json */
    int index;                  /* face number inside a collection; named instance in the high 16 bits as in FreeType */
    int id;                     /* place in the fontset: 0.. */
    const void *bytes;          /* the file, mapped (woff unpacked to sfnt) */
    size_t n_bytes;
    hb_face_t *hb_face;
    hb_font_t *hb_font;         /* immutable; scale = upem; default instance */
    hb_set_t *cover;            /* code points with a glyph, immutable */
    int upem;
    double ascent, descent, line_gap; /* em; descent positive downwards */
    double x_height, cap_height;      /* em; measured from glyphs if OS/2 lacks them */
    bool variable;
    bool fixed_width;
    double weight;              /* drawing weight in its set, > 0 */
};

/* From byte `start` of a text on, up to the next run's start, this face draws it. */
struct face_run {
    uint32_t start;
    const struct face *face;
};

/** face_covers() - whether the face draws every code point of one grapheme (default ignorables and
 *  variation selectors excepted); `s` valid UTF-8. */
bool face_covers(const struct face *f, const char *s, size_t len);

#endif
