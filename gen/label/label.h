// SPDX-License-Identifier: MIT
#ifndef ERSATZ_LABEL_LABEL_H
#define ERSATZ_LABEL_LABEL_H
/*
 * label - what is true of a finished picture, from geometry, in the image frame.
 *
 * A quad is tight: its four directions are those of the warped box (of the word or grapheme in the
 * page frame), each edge moved out or in until it touches the outermost vertex of the warped outlines
 * (label/quad.h). So it holds all ink, follows every warp, and is as small as a quad of these directions can
 * be. A space has its advance box instead. Ligature glyphs that draw several graphemes are cut along the
 * advance: each part gets the outline between its two cuts.
 */
#include "base/buf.h"
#include "base/geom.h"
#include "plan/plan.h"
#include "text/layout.h"
#include "tone/canvas.h"
#include "warp/warp.h"

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

/* What labels are computed from: the outlines that were drawn, where they ended up. */
struct label_input {
    const struct layout *layout;
    const struct warp *warp;     /* fitted */
    const struct path *ink;      /* warped outlines of all glyphs, image frame */
    const uint32_t *glyph_end;   /* glyph k is vertices glyph_end[k-1]..glyph_end[k]-1 of ink */
    const struct canvas *canvas; /* rendered: size, em, and the effects that moved pixels or widened strokes */
    const char *text;            /* transcript */
};

/** label_make() - all quads, baselines and facts but the contrast. The arena owns them. */
void label_make(const struct label_input *in, struct arena *a, struct label *out);
/** label_write_json() - KEY.json of a sample: one object, see docs/format.md. */
void label_write_json(const struct label *l, const struct sample *s, const char *key,
                      struct buf *out);

#endif
