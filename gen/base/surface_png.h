// SPDX-License-Identifier: MIT
#ifndef ERSATZ_BASE_SURFACE_PNG_H
#define ERSATZ_BASE_SURFACE_PNG_H
/* surface_png - what Cairo has drawn, as a PNG file in memory. */
#include <cairo.h>

#include "base/buf.h"

/** surface_png() - appends the file to png. Returns Cairo's own status; if it is not CAIRO_STATUS_SUCCESS, part of a file may be there. */
cairo_status_t surface_png(cairo_surface_t *s, struct buf *png);

#endif
