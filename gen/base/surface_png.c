// SPDX-License-Identifier: MIT
#include "base/surface_png.h"

static cairo_status_t append(void *png, const unsigned char *data, unsigned len)
{
    buf_add(png, data, len);
    return CAIRO_STATUS_SUCCESS;
}

cairo_status_t surface_png(cairo_surface_t *s, struct buf *png)
{
    return cairo_surface_write_to_png_stream(s, append, png);
}
