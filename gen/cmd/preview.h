// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CMD_PREVIEW_H
#define ERSATZ_CMD_PREVIEW_H
/*
 * preview - samples with their labels drawn over them, as a contact sheet and as a web page.
 *
 * Both are filled sample by sample and finished at the end:
 *
 *     struct sheet sh = {.labels = true};  struct buf html = {0};
 *     html_begin(&html, title, false);
 *     for (...) { sheet_add(&sh, &made, &e); html_add(&html, &made); }
 *     sheet_write(&sh, "out.png", &e);  html_end(&html);
 */
#include <cairo.h>
#include <stdbool.h>

#include "sample.h"

struct sheet {
    bool labels;             /* draw quads and baselines */
    cairo_surface_t **tile;  /* one a sample */
    size_t n, cap;
};

/** sheet_add() - draws one sample at a readable size into a tile of its own. */
enum st sheet_add(struct sheet *sh, const struct made *m, struct err *e);
/** sheet_write() - packs the tiles into rows and writes a PNG. */
enum st sheet_write(const struct sheet *sh, const char *path, struct err *e);
void sheet_release(struct sheet *sh);

/** html_begin(), html_add(), html_end() - one self-contained page: pictures as data URLs, quads as SVG
 *  over them that can be switched on and off, transcripts, faces, effects and a filter. */
void html_begin(struct buf *out, const char *title, bool scenes);
void html_add(struct buf *out, const struct made *m);
/** html_escaped() - text for HTML: markup and line breaks are escaped. */
void html_escaped(struct buf *out, const char *s, size_t len);
void html_end(struct buf *out);

#endif
