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

#include "base/st.h"

struct face {
    const char *family, *style; /* "DejaVu Sans", "Bold Oblique" */
    const char *path;
    const char *set; /* name of the font set it came from, or "families", "dirs" */
    int index; /* face number inside a collection; named instance in the high 16 bits as in FreeType */
    int id;    /* place in the fontset: 0.. */
    const void *bytes; /* the font as sfnt: the file mapped, or a woff unpacked */
    size_t n_bytes;
    bool mapped; /* the file itself, whose pages can be let go and come back */
    hb_face_t *hb_face;
    hb_font_t *hb_font; /* immutable; scale = upem; default instance */
    hb_set_t *cover;    /* code points in its cmap, immutable */
    uint64_t ascii[2];  /* bit c: U+00c is drawn with ink, or is a space */
    int upem;
    double ascent, descent, line_gap; /* em; descent positive downwards */
    double x_height, cap_height;      /* em; measured from glyphs if OS/2 lacks them */
    bool variable;
    bool fixed_width;
    bool
        composes; /* draws what it lacks from other glyphs (font/standin.h): recipe key font.compose */
    double weight; /* drawing weight in its set, > 0 */
    double
        bolder_em; /* on top of the sample's weight_em: a face that is thinner or fatter than what it stands for */
};

/* From byte `start` of a text on, up to the next run's start, this face draws it. */
struct face_run {
    uint32_t start;
    const struct face *face;
    double tracking_em; /* on top of the sample's: letters of this run are spaced out */
};

/** face_covers() - whether the face draws every code point of one grapheme, with ink where there should
 *  be ink; spaces, default ignorables and variation selectors need no glyph. `s` is valid UTF-8. */
bool face_covers(const struct face *f, const char *s, size_t len);
/** face_maps() - whether its cmap has the code point or needs none for it: the quick half of
 *  face_covers(), which also looks whether the glyph is blank. */
bool face_maps(const struct face *f, uint32_t cp);
/** face_sha256() - of the font's file; read when asked, not at start-up. */
enum st face_sha256(const struct face *f, char out[65], struct err *e);

/* Inside the font room: a face is opened once and never changes. */

/**
 * face_open() - map a font file and prepare one of its faces. Strings are borrowed.
 * same: an open face of the same file, whose mapping is shared; or NULL.
 * Returns ST_IO; ST_FORMAT if it is no font, or has no outlines (bitmap and colour fonts).
 */
enum st face_open(struct face *f, const char *path, int index, const struct face *same,
                  struct err *e);
void face_close(struct face *f);
/** face_rest() - let go of the pages of a mapped file; the next touch brings them back from the system's
 *  cache. Safe while other threads read the face. */
void face_rest(const struct face *f);
/** face_count() - faces in a font file; 0 if it is none. */
unsigned face_count(const char *path);

#endif
