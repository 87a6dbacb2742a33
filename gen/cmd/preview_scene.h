// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CMD_PREVIEW_SCENE_H
#define ERSATZ_CMD_PREVIEW_SCENE_H
/*
 * preview_scene - the labels of a shelf or product picture, drawn over it.
 *
 * Items in colours of their own (outline of what is visible, box), tags yellow, printed texts magenta, gaps red. On the
 * web page an item's SKU shows when the pointer rests on it.
 */
#include <cairo.h>

#include "sample.h"

/** scene_draw_labels() - in the image frame; px: size of a pixel of the target, for thin lines. */
void scene_draw_labels(cairo_t *cr, const struct made *m, double px);
/** scene_add_svg() - SVG elements in the image frame, to stand inside <svg viewBox="0 0 W H">. */
void scene_add_svg(struct buf *out, const struct made *m);
/** scene_caption() - "12 items, 3 tags, 20 texts, 1 gap". */
void scene_caption(struct buf *out, const struct made *m);

#endif
