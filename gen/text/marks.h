// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TEXT_MARKS_H
#define ERSATZ_TEXT_MARKS_H
/*
 * marks - other ink on the page, as outlines in the page frame: rules, boxes, strokes, stamps, neighbours.
 *
 * They go through the same warp as the text, so that an underline bends with its line. Each mark is one
 * path with a colour of its own. Lengths are in em of the text; colours are linear light.
 */
#include "text/layout.h"

struct mark_path {
    enum fx_id fx;
    struct path path;   /* page frame */
    double color[3];    /* linear RGB */
    double opacity;
    bool over;          /* lies over the text's ink, not under it */
    double blur_px;     /* deviation of a Gaussian, in the finished picture */
};

enum { MARKS_MAX = 8 };

/**
 * marks_make() - the marks of a sample, in the order in which they lie on the page.
 *
 * ink:     box of the text's own outlines, page frame
 * area:    box of the page that the picture may show: rules run through all of it
 * step_px: longest edge, so that a warp can bend it; <= 0: no limit
 * out:     MARKS_MAX entries; *n is set
 *
 * Returns ST_OK or what layout_make() says of a mark's own text.
 */
enum st marks_make(struct shaper *sh, const struct sample *s, const struct layout *l, struct box ink,
                   struct box area, double step_px, struct arena *a, struct mark_path *out, size_t *n,
                   struct err *e);

#endif
