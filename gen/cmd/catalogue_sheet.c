// SPDX-License-Identifier: MIT
#include "cmd/catalogue_sheet.h"

#include <cairo.h>
#include <math.h>
#include <string.h>

#include "base/files.h"
#include "base/progress.h"
#include "base/surface_png.h"
#include "shelf/art.h"
#include "shelf/packs.h"

enum {
    COLUMNS = 6,
    CELL_W = 236,
    FRONT_H = 190,
    CELL_H = FRONT_H + 66,
    CAPTION_H = 46,
    GAP = 12,
    SQUARE = 8
};
#define ART_PX_PER_MM 3.0 /* small labels fill a cell: less would be blurred, more takes longer */
#define ART_LIMIT_BYTES ((size_t)1 << 20)

/* RGB or RGBA as Cairo wants it: native-endian ARGB, premultiplied. */
static cairo_surface_t *surface_of(const struct image *im)
{
    cairo_surface_t *s =
        cairo_image_surface_create(CAIRO_FORMAT_ARGB32, im->width_px, im->height_px);
    if (cairo_surface_status(s)) {
        return s;
    }
    cairo_surface_flush(s);
    unsigned char *data = cairo_image_surface_get_data(s);
    size_t stride = (size_t)cairo_image_surface_get_stride(s);
    const uint8_t *p = im->px;
    for (int y = 0; y < im->height_px; y++) {
        for (int x = 0; x < im->width_px; x++, p += im->channels) {
            uint32_t alpha = im->channels == 4 ? p[3] : 255, v = alpha << 24;
            for (int k = 0; k < 3; k++) {
                v |= ((uint32_t)p[k] * alpha + 127) / 255 << (16 - 8 * k);
            }
            memcpy(data + (size_t)y * stride + (size_t)x * 4, &v, 4);
        }
    }
    cairo_surface_mark_dirty(s);
    return s;
}

static void draw_squares(cairo_t *cr, double x0, double y0, double w, double h)
{
    cairo_save(cr);
    cairo_rectangle(cr, x0, y0, w, h);
    cairo_clip(cr);
    for (int j = 0; j * SQUARE < h; j++) {
        for (int i = 0; i * SQUARE < w; i++) {
            double v = (i + j) % 2 ? 0.80 : 0.90;
            cairo_set_source_rgb(cr, v, v, v);
            cairo_rectangle(cr, x0 + i * SQUARE, y0 + j * SQUARE, SQUARE, SQUARE);
            cairo_fill(cr);
        }
    }
    cairo_restore(cr);
}

/* What a shopper sees, in shares of the art. */
static struct box front_of(const struct sku *s)
{
    struct pack_layout l = pack_layout(s, ART_PX_PER_MM);
    struct box b = {0, 0, 1, 1};
    for (int i = 0; i < l.n_panels; i++) {
        const struct panel *p = &l.panel[i];
        if (p->kind == PANEL_WRAP) {
            double half = 0.5 * p->front_mm / p->width_mm * (p->at.x1 - p->at.x0),
                   x = 0.5 * (p->at.x0 + p->at.x1);
            b = (struct box){x - half, p->at.y0, x + half, p->at.y1};
        } else if (p->kind == (s->shape == SHAPE_TRAY ? PANEL_LID : PANEL_FRONT)) {
            b = p->at;
        }
    }
    return b;
}

/* A part of the art as large as w x h at (x, y) allows, in the middle. */
static void draw_part(cairo_t *cr, const struct art *art, cairo_surface_t *s, struct box part,
                      double x, double y, double w, double h)
{
    double px_w = (part.x1 - part.x0) * art->im.width_px,
           px_h = (part.y1 - part.y0) * art->im.height_px;
    double k = fmin(w / px_w, h / px_h);
    x += (w - k * px_w) / 2;
    y += (h - k * px_h) / 2;
    if (art->im.channels == 4) {
        draw_squares(cr, x, y, k * px_w, k * px_h);
    }
    cairo_save(cr);
    cairo_rectangle(cr, x, y, k * px_w, k * px_h);
    cairo_clip(cr);
    cairo_translate(cr, x, y);
    cairo_scale(cr, k, k);
    cairo_set_source_surface(cr, s, -part.x0 * art->im.width_px, -part.y0 * art->im.height_px);
    cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_GOOD);
    cairo_paint(cr);
    cairo_restore(cr);
}

static void draw_art(cairo_t *cr, const struct sku *k, const struct art *art)
{
    cairo_surface_t *s = surface_of(&art->im);
    draw_part(cr, art, s, front_of(k), 0, 0, CELL_W, FRONT_H);
    draw_part(cr, art, s, (struct box){0, 0, 1, 1}, 0, FRONT_H + 6, CELL_W, CELL_H - FRONT_H - 6);
    cairo_surface_destroy(s);
}

static void write_line(cairo_t *cr, double y, double size, cairo_font_weight_t weight, double grey,
                       const char *text)
{
    cairo_select_font_face(cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL, weight);
    cairo_set_font_size(cr, size);
    cairo_set_source_rgb(cr, grey, grey, grey);
    cairo_move_to(cr, 0, y);
    cairo_show_text(cr, text ? text : "");
}

static void draw_caption(cairo_t *cr, const struct sku *s)
{
    struct buf b = {0};
    cairo_save(cr);
    cairo_rectangle(cr, 0, CELL_H, CELL_W, CAPTION_H);
    cairo_clip(cr);
    buf_printf(&b, "%s%s%s", s->brand, *s->brand ? " " : "", s->name);
    write_line(cr, CELL_H + 13, 11.5, CAIRO_FONT_WEIGHT_BOLD, 0.1, b.data);
    buf_clear(&b);
    buf_printf(&b, "%s%s%s", s->variant, *s->variant && *s->net ? ", " : "", s->net);
    write_line(cr, CELL_H + 27, 10.5, CAIRO_FONT_WEIGHT_NORMAL, 0.25, b.data);
    buf_clear(&b);
    buf_printf(&b, "%s", sku_shape_name(s->shape));
    if (s->size_mm[0] > 0) { /* models may bring theirs */
        buf_printf(&b, ", %g × %g × %g mm", s->size_mm[0], s->size_mm[1], s->size_mm[2]);
    }
    write_line(cr, CELL_H + 40, 10.5, CAIRO_FONT_WEIGHT_NORMAL, 0.45, b.data);
    cairo_restore(cr);
    buf_release(&b);
}

static enum st draw_cell(cairo_t *cr, struct art_cache *cache, const struct sku *s, struct err *e)
{
    draw_caption(cr, s);
    if (s->model) {
        cairo_save(cr);
        cairo_rectangle(cr, 0, 0, CELL_W, CELL_H);
        cairo_clip_preserve(cr);
        cairo_set_source_rgb(cr, 0.85, 0.85, 0.85);
        cairo_fill(cr);
        const char *file = strrchr(s->model, '/');
        cairo_translate(cr, 10, 0);
        write_line(cr, CELL_H / 2.0, 11.5, CAIRO_FONT_WEIGHT_NORMAL, 0.25,
                   file ? file + 1 : s->model);
        cairo_restore(cr);
        return ST_OK;
    }
    const struct art *art;
    enum st st = art_of(cache, s, &art, e);
    if (!st) {
        draw_art(cr, s, art);
        art_drop(cache, art);
    }
    return st;
}

static enum st draw_cells(cairo_t *cr, const struct catalogue *c, bool quiet, struct err *e)
{
    struct err found = {0};
    struct art_cache *cache = art_cache_new(ART_LIMIT_BYTES, &found);
    if (!cache) {
        return err_set(e, found.code, "%s", found.msg);
    }
    art_cache_scale(cache, ART_PX_PER_MM);
    size_t n = catalogue_count(c);
    struct progress p = progress_start("products", n, quiet);
    enum st st = ST_OK;
    for (size_t i = 0; i < n && !st; i++) {
        cairo_save(cr);
        cairo_translate(cr, GAP + (double)(i % COLUMNS) * (CELL_W + GAP),
                        GAP + (double)(i / COLUMNS) * (CELL_H + CAPTION_H + GAP));
        st = draw_cell(cr, cache, catalogue_sku(c, i), e);
        cairo_restore(cr);
        progress_at(&p, i + 1);
    }
    progress_end(&p);
    art_cache_free(cache);
    return st;
}

enum st catalogue_sheet(const struct catalogue *c, const char *path, bool quiet, struct err *e)
{
    _Static_assert((CATALOGUE_SHEET_MAX / COLUMNS + 1) * (CELL_H + CAPTION_H + GAP) <= 32767,
                   "larger than a surface may be");
    size_t n = catalogue_count(c), columns = n < COLUMNS ? n : COLUMNS,
           rows = (n + COLUMNS - 1) / COLUMNS;
    if (n > CATALOGUE_SHEET_MAX) {
        return err_set(e, ST_RANGE, "a sheet holds up to %d products, not %zu", CATALOGUE_SHEET_MAX,
                       n);
    }
    cairo_surface_t *s =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, GAP + (int)columns * (CELL_W + GAP),
                                   GAP + (int)rows * (CELL_H + CAPTION_H + GAP));
    cairo_t *cr = cairo_create(s);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    enum st st = draw_cells(cr, c, quiet, e);
    struct buf png = {0};
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    if (!st) {
        status = status ? status : surface_png(s, &png);
        st = status ? err_set(e, ST_NOMEM, "cannot draw: %s", cairo_status_to_string(status))
                    : file_write(path, png.data, png.len, e);
    }
    cairo_surface_destroy(s);
    buf_release(&png);
    return st;
}
