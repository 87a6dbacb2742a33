// SPDX-License-Identifier: MIT
#ifndef ERSATZ_LABEL_LABEL_H
#define ERSATZ_LABEL_LABEL_H
/*
 * label - what is true of a finished picture, from geometry, in the image frame.
 *
 * A quad is tight: its four directions are those of the warped box (of the word or grapheme in the
 * page frame), each edge moved out or in until it touches the outermost vertex of the warped outlines.
 * So it holds all ink, follows every warp, and is as small as a quad of that direction can be. A space
 * has its advance box instead. Ligature glyphs that draw several graphemes are cut along the advance.
 */
#include "base/buf.h"
#include "base/geom.h"
#include "plan/plan.h"
#include "text/layout.h"

struct label_unit {
    uint32_t start, end; /* bytes of the transcript */
    struct quad quad;
};

struct label {
    struct label_unit *grapheme; size_t n_graphemes;
    struct label_unit *word;     size_t n_words;
    struct pt **baseline;        /* one polyline a line */
    size_t *n_baseline;
    size_t n_lines;
    struct quad text;            /* around everything */
    int width_px, height_px;
    double em_px;                /* as finished */
    double contrast;
    const char *script;          /* ISO 15924 of most of the text: "Latn" */
    bool rtl, vertical;
};

/**
 * label_quad() - tight quad around points, with edge directions from a warped box.
 * corners: the box's corners after the warp (directions only); p: n warped vertices (n > 0)
 * Returns the quad; degenerate directions fall back to the axis-aligned box.
 */
struct quad label_quad(struct quad corners, const struct pt *p, size_t n);
/** label_write_json() - KEY.json of a sample: one object, see docs/format.md. */
void label_write_json(const struct label *l, const struct sample *s, const char *key,
                      struct buf *out);

#endif
