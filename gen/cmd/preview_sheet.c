// SPDX-License-Identifier: MIT
#include "cmd/preview.h"

#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/surface_png.h"
#include "cmd/preview_scene.h"

enum { SHEET_WIDTH = 1500, GAP = 14, CAPTION_H = 30, MIN_TILE_W = 220 };

/* Small lines are shown enlarged by a whole number, so that pixels stay pixels, at least two in a row. */
static double zoom_for(const struct image *im)
{
    enum { HALF = (SHEET_WIDTH - 3 * GAP) / 2 };
    if (im->width_px > HALF && im->height_px > HALF / 2) { /* shelves are made smaller, two in a row */
        return (double)HALF / im->width_px;
    }
    int zoom = 1;
    while (zoom < 4 && im->height_px * (zoom + 1) <= 120 &&
           im->width_px * (zoom + 1) <= HALF) {
        zoom++;
    }
    return zoom;
}

static cairo_surface_t *surface_of(const struct image *im)
{
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, im->width_px, im->height_px);
    if (cairo_surface_status(s)) {
        return s;
    }
    cairo_surface_flush(s);
    unsigned char *data = cairo_image_surface_get_data(s);
    int stride = cairo_image_surface_get_stride(s);
    for (int y = 0; y < im->height_px; y++) {
        const uint8_t *p = im->px + (size_t)y * (size_t)im->width_px * (size_t)im->channels;
        for (int x = 0; x < im->width_px; x++, p += im->channels) {
            uint8_t g = im->channels == 1 ? p[0] : p[1], b = im->channels == 1 ? p[0] : p[2];
            uint32_t v = (uint32_t)p[0] << 16 | (uint32_t)g << 8 | b;
            memcpy(data + (size_t)y * (size_t)stride + (size_t)x * 4, &v, 4);
        }
    }
    cairo_surface_mark_dirty(s);
    return s;
}

static void draw_quad(cairo_t *cr, const struct quad *q, double r, double g, double b, double alpha)
{
    cairo_move_to(cr, q->p[0].x, q->p[0].y);
    for (int i = 1; i < 4; i++) {
        cairo_line_to(cr, q->p[i].x, q->p[i].y);
    }
    cairo_close_path(cr);
    cairo_set_source_rgba(cr, r, g, b, alpha);
    cairo_stroke(cr);
}

static void draw_labels(cairo_t *cr, const struct label *l, double zoom)
{
    cairo_set_line_width(cr, 1.0 / zoom);
    for (size_t i = 0; i < l->n_graphemes; i++) {
        if (i % 2) {
            draw_quad(cr, &l->grapheme[i].quad, 0.9, 0.35, 0, 0.8);
        } else {
            draw_quad(cr, &l->grapheme[i].quad, 0, 0.45, 0.9, 0.8);
        }
    }
    for (size_t i = 0; i < l->n_words; i++) {
        draw_quad(cr, &l->word[i].quad, 0, 0.6, 0.2, 0.9);
    }
    cairo_set_source_rgba(cr, 0.8, 0, 0.6, 0.8);
    for (size_t i = 0; i < l->n_lines; i++) {
        for (size_t k = 0; k < l->n_baseline[i]; k++) {
            cairo_line_to(cr, l->baseline[i][k].x, l->baseline[i][k].y);
        }
        cairo_stroke(cr);
    }
}

/* The toy text of Cairo draws no complex scripts: the caption holds what is Latin (key, face, effects);
 * the transcript stands in the web page. */
static void draw_caption(cairo_t *cr, const struct made *m, double width)
{
    struct buf b = {0};
    char key[24];
    sample_key(m->sample->index, key);
    cairo_select_font_face(cr, "sans-serif", CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
    cairo_set_font_size(cr, 11);
    cairo_rectangle(cr, 0, -CAPTION_H, width, CAPTION_H + 4);
    cairo_clip(cr);
    buf_printf(&b, "%s  %s  %s", key, split_name[m->split], m->font);
    if (m->shelf) {
        scene_caption(&b, m);
    }
    cairo_set_source_rgb(cr, 0.1, 0.1, 0.1);
    cairo_move_to(cr, 0, -16);
    cairo_show_text(cr, b.data);
    buf_clear(&b);
    for (int f = 0; f < FX_COUNT; f++) {
        if (m->sample->fx[f].on && f != FX_ink && f != FX_paper) {
            buf_printf(&b, "%s%s", b.len ? ", " : "", fx_table[f].key);
        }
    }
    cairo_set_source_rgb(cr, 0.45, 0.45, 0.45);
    cairo_move_to(cr, 0, -3);
    cairo_show_text(cr, b.data ? b.data : "");
    buf_release(&b);
}

enum st sheet_add(struct sheet *sh, const struct made *m, struct err *e)
{
    if (sh->n == sh->cap) {
        size_t cap = sh->cap ? sh->cap * 2 : 64;
        cairo_surface_t **t = realloc(sh->tile, cap * sizeof *t);
        if (!t) {
            return err_set(e, ST_NOMEM, "no memory for %zu tiles", cap);
        }
        sh->tile = t;
        sh->cap = cap;
    }
    double zoom = zoom_for(m->pixels);
    int w = (int)(m->pixels->width_px * zoom), h = (int)(m->pixels->height_px * zoom);
    int tile_w = w < MIN_TILE_W ? MIN_TILE_W : w;
    cairo_surface_t *tile = cairo_image_surface_create(CAIRO_FORMAT_RGB24, tile_w, h + CAPTION_H);
    cairo_surface_t *pic = surface_of(m->pixels);
    cairo_t *cr = cairo_create(tile);
    cairo_set_source_rgb(cr, 1, 1, 1);
    cairo_paint(cr);
    cairo_save(cr);
    cairo_translate(cr, 0, CAPTION_H - 2);
    draw_caption(cr, m, tile_w);
    cairo_restore(cr);
    cairo_translate(cr, 0, CAPTION_H);
    cairo_scale(cr, zoom, zoom);
    cairo_set_source_surface(cr, pic, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cr), zoom < 1 ? CAIRO_FILTER_GOOD : CAIRO_FILTER_NEAREST);
    cairo_rectangle(cr, 0, 0, m->pixels->width_px, m->pixels->height_px);
    cairo_fill(cr);
    if (sh->labels && m->label) {
        draw_labels(cr, m->label, zoom);
    } else if (sh->labels) {
        scene_draw_labels(cr, m, 1 / zoom);
    }
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    cairo_surface_destroy(pic);
    sh->tile[sh->n++] = tile;
    return status ? err_set(e, ST_NOMEM, "cannot draw: %s", cairo_status_to_string(status)) : ST_OK;
}

/* Places the tiles in rows, left to right; draws them if cr is not NULL. Returns the height. */
static int flow(const struct sheet *sh, cairo_t *cr, int width)
{
    int x = GAP, y = GAP, row_h = 0;
    for (size_t i = 0; i < sh->n; i++) {
        int w = cairo_image_surface_get_width(sh->tile[i]);
        int h = cairo_image_surface_get_height(sh->tile[i]);
        if (x > GAP && x + w + GAP > width) {
            x = GAP;
            y += row_h + GAP;
            row_h = 0;
        }
        if (cr) {
            cairo_set_source_surface(cr, sh->tile[i], x, y);
            cairo_paint(cr);
        }
        x += w + GAP;
        row_h = h > row_h ? h : row_h;
    }
    return y + row_h + GAP;
}

enum st sheet_write(const struct sheet *sh, const char *path, struct err *e)
{
    enum { CAIRO_MAX_SIDE = 32767 };
    int width = SHEET_WIDTH;
    for (size_t i = 0; i < sh->n; i++) {
        int w = cairo_image_surface_get_width(sh->tile[i]) + 2 * GAP;
        width = w > width ? w : width;
    }
    int height = flow(sh, NULL, width);
    if (height > CAIRO_MAX_SIDE || width > CAIRO_MAX_SIDE) {
        return err_set(e, ST_RANGE, "contact sheet of %d x %d pixels is too large (fewer samples: --count)",
                       width, height);
    }
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_t *cr = cairo_create(s);
    cairo_set_source_rgb(cr, 0.94, 0.94, 0.94);
    cairo_paint(cr);
    flow(sh, cr, width);
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    struct buf png = {0};
    status = status ? status : surface_png(s, &png);
    cairo_surface_destroy(s);
    enum st st = status ? err_set(e, ST_NOMEM, "cannot draw: %s", cairo_status_to_string(status))
                        : file_write(path, png.data, png.len, e);
    buf_release(&png);
    return st;
}

void sheet_release(struct sheet *sh)
{
    for (size_t i = 0; i < sh->n; i++) {
        cairo_surface_destroy(sh->tile[i]);
    }
    free(sh->tile);
    *sh = (struct sheet){0};
}
