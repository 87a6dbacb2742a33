// SPDX-License-Identifier: MIT
#include "train/sample_sheet.h"

#include <cairo.h>
#include <fontconfig/fontconfig.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/files.h"
#include "base/surface_png.h"
#include "base/utf8.h"

enum { WIDTH_PX = 1500, GAP_PX = 14, LINE_PX = 15, TEXT_PX = 12, MOST_ZOOM = 3, TALL_PX = 130 };

struct tile {
    cairo_surface_t *picture;
    char *label, *note;
    int zoom;
};

struct sample_sheet {
    struct tile tile[SHEET_MOST];
    size_t n;
    FcFontSet *face; /* sans-serif and what comes after it, in order; made when first needed */
};

struct sample_sheet *sample_sheet_new(void)
{
    struct sample_sheet *s = calloc(1, sizeof *s);
    if (!s) {
        BUG("out of memory");
    }
    return s;
}

void sample_sheet_free(struct sample_sheet *s)
{
    if (!s) {
        return;
    }
    for (size_t i = 0; i < s->n; i++) {
        cairo_surface_destroy(s->tile[i].picture);
        free(s->tile[i].label);
        free(s->tile[i].note);
    }
    if (s->face) {
        FcFontSetDestroy(s->face);
    }
    free(s);
}

size_t sample_sheet_count(const struct sample_sheet *s)
{
    return s->n;
}

/* --- pictures ----------------------------------------------------------------------------------------------- */

struct range {
    float low, scale; /* (v - low) scale is 0 to 255 */
};

static struct range range_of(const float *v, size_t n)
{
    float low = v[0], high = v[0];
    for (size_t i = 1; i < n; i++) {
        low = v[i] < low ? v[i] : low;
        high = v[i] > high ? v[i] : high;
    }
    return (struct range){low, high > low ? 255 / (high - low) : 0};
}

static uint32_t tone(const struct range *r, float v)
{
    float t = (v - r->low) * r->scale + 0.5f;
    return t > 0 ? t < 255 ? (uint32_t)t : 255 : 0; /* NaN is black */
}

static cairo_surface_t *surface_of(const struct seen *it)
{
    size_t n = (size_t)it->width_px * (size_t)it->height_px;
    size_t green = it->channels == 3 ? n : 0, blue = it->channels == 3 ? 2 * n : 0;
    cairo_surface_t *s =
        cairo_image_surface_create(CAIRO_FORMAT_RGB24, it->width_px, it->height_px);
    struct range r = range_of(it->px, n * (size_t)it->channels);
    if (cairo_surface_status(s)) {
        return s; /* sample_sheet_write() will say so */
    }
    cairo_surface_flush(s);
    unsigned char *data = cairo_image_surface_get_data(s);
    size_t stride = (size_t)cairo_image_surface_get_stride(s);
    for (size_t i = 0; i < n; i++) {
        uint32_t v = tone(&r, it->px[i]) << 16 | tone(&r, it->px[green + i]) << 8 |
                     tone(&r, it->px[blue + i]);
        memcpy(data + i / (size_t)it->width_px * stride + i % (size_t)it->width_px * 4, &v,
               sizeof v);
    }
    cairo_surface_mark_dirty(s);
    return s;
}

/* What Cairo can draw: names of folders may hold any bytes. */
static char *copy(const char *s)
{
    size_t bad, len = s ? strlen(s) : 0;
    char *c = s ? strdup(s) : NULL;
    if (s && !c) {
        BUG("out of memory");
    }
    for (size_t i = 0, good = s && utf8_valid(s, len, &bad); i < len; i++) {
        c[i] = !good && (unsigned char)c[i] >= 0x80 ? '?' : (unsigned char)c[i] < 0x20 ? ' ' : c[i];
    }
    return c;
}

void sample_sheet_add(struct sample_sheet *s, const struct seen *it)
{
    if (s->n == SHEET_MOST || it->width_px < 1 || it->height_px < 1) {
        return;
    }
    struct tile *t = &s->tile[s->n++];
    *t = (struct tile){
        .picture = surface_of(it), .label = copy(it->label), .note = copy(it->note), .zoom = 1};
    while (t->zoom < MOST_ZOOM && it->height_px * (t->zoom + 1) <= TALL_PX &&
           it->width_px * (t->zoom + 1) <= (WIDTH_PX - 3 * GAP_PX) / 2) {
        t->zoom++;
    }
}

/* --- text --------------------------------------------------------------------------------------------------- */

static void find_faces(struct sample_sheet *s)
{
    FcPattern *p = FcPatternCreate();
    FcResult result;
    FcPatternAddString(p, FC_FAMILY, (const FcChar8 *)"sans-serif");
    FcPatternAddBool(p, FC_SCALABLE, FcTrue);
    FcConfigSubstitute(NULL, p, FcMatchPattern);
    FcDefaultSubstitute(p);
    s->face = FcFontSort(NULL, p, FcTrue, NULL,
                         &result); /* trimmed: a face that adds no character is left out */
    FcPatternDestroy(p);
}

/* The family of the first face that has the character; "sans-serif" if none has. */
static const char *family_for(const struct sample_sheet *s, uint32_t c)
{
    for (int i = 0; s->face && i < s->face->nfont; i++) {
        FcCharSet *set;
        FcChar8 *name;
        if (!FcPatternGetCharSet(s->face->fonts[i], FC_CHARSET, 0, &set) &&
            FcCharSetHasChar(set, c) &&
            !FcPatternGetString(s->face->fonts[i], FC_FAMILY, 0, &name)) {
            return (const char *)name;
        }
    }
    return "sans-serif";
}

/* Draws at (x, y), y the baseline, and returns where the next text would begin; measures alone if !ink. */
static double draw_text(const struct sample_sheet *s, cairo_t *cr, const char *text, double x,
                        double y, bool ink)
{
    const char *family = "";
    size_t len = strlen(text);
    cairo_set_font_size(cr, TEXT_PX);
    for (size_t i = 0, end; i < len; i = end) {
        char one[32] = ""; /* of a longer cluster its first code point */
        size_t first = i;
        uint32_t c = utf8_next(text, len, &first);
        end = utf8_grapheme_end(text, len, i);
        memcpy(one, text + i, end - i < sizeof one ? end - i : first - i);
        const char *next = family_for(s, c);
        if (strcmp(next, family)) {
            family = next;
            cairo_select_font_face(cr, family, CAIRO_FONT_SLANT_NORMAL, CAIRO_FONT_WEIGHT_NORMAL);
        }
        cairo_text_extents_t size;
        cairo_text_extents(cr, one, &size);
        if (ink) {
            cairo_move_to(cr, x, y);
            cairo_show_text(cr, one);
        }
        x += size.x_advance;
    }
    return x;
}

/* --- the sheet ---------------------------------------------------------------------------------------------- */

static int tile_width(const struct sample_sheet *s, cairo_t *cr, const struct tile *t)
{
    double w = cairo_image_surface_get_width(t->picture) * t->zoom,
           label = draw_text(s, cr, t->label, 0, 0, false);
    double note = t->note ? draw_text(s, cr, t->note, 0, 0, false) : 0,
           most = label > note ? label : note;
    return (int)(w > most ? w : most) + 1;
}

static int tile_height(const struct tile *t)
{
    return cairo_image_surface_get_height(t->picture) * t->zoom + LINE_PX * (t->note ? 2 : 1) + 4;
}

static void draw_tile(const struct sample_sheet *s, cairo_t *cr, const struct tile *t)
{
    int h = cairo_image_surface_get_height(t->picture) * t->zoom;
    cairo_save(cr);
    cairo_scale(cr, t->zoom, t->zoom);
    cairo_set_source_surface(cr, t->picture, 0, 0);
    cairo_pattern_set_filter(cairo_get_source(cr), CAIRO_FILTER_NEAREST);
    cairo_paint(cr);
    cairo_restore(cr);
    cairo_set_source_rgb(cr, 0.05, 0.05, 0.05);
    draw_text(s, cr, t->label, 0, h + LINE_PX - 2, true);
    if (t->note) {
        cairo_set_source_rgb(cr, 0.4, 0.4, 0.4);
        draw_text(s, cr, t->note, 0, h + 2 * LINE_PX - 2, true);
    }
}

/* Places the tiles; draws them if asked to. Returns the height of all. */
static int flow(const struct sample_sheet *s, cairo_t *cr, int width_px, bool ink)
{
    int x = GAP_PX, y = GAP_PX, row = 0;
    for (size_t i = 0; i < s->n; i++) {
        const struct tile *t = &s->tile[i];
        int w = tile_width(s, cr, t), h = tile_height(t);
        if (x > GAP_PX && x + w + GAP_PX > width_px) {
            x = GAP_PX;
            y += row + GAP_PX;
            row = 0;
        }
        if (ink) {
            cairo_save(cr);
            cairo_translate(cr, x, y);
            draw_tile(s, cr, t);
            cairo_restore(cr);
        }
        x += w + GAP_PX;
        row = h > row ? h : row;
    }
    return y + row + GAP_PX;
}

static cairo_status_t draw_all(const struct sample_sheet *s, cairo_surface_t *onto, int width_px)
{
    cairo_t *cr = cairo_create(onto);
    cairo_set_source_rgb(cr, 0.94, 0.94, 0.94);
    cairo_paint(cr);
    flow(s, cr, width_px, true);
    cairo_status_t status = cairo_status(cr);
    cairo_destroy(cr);
    return status;
}

enum st sample_sheet_write(struct sample_sheet *s, const char *path, struct err *e)
{
    if (!s->face) {
        find_faces(s);
    }
    int width = WIDTH_PX;
    cairo_surface_t *scrap = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 1, 1);
    cairo_t *cr = cairo_create(scrap);
    for (size_t i = 0; i < s->n; i++) {
        int w = tile_width(s, cr, &s->tile[i]) + 2 * GAP_PX;
        width = w > width ? w : width;
    }
    int height = flow(s, cr, width, false);
    cairo_destroy(cr);
    cairo_surface_destroy(scrap);
    struct buf png = {0};
    cairo_surface_t *sheet = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
    cairo_status_t status = draw_all(s, sheet, width);
    status = status ? status : surface_png(sheet, &png);
    cairo_surface_destroy(sheet);
    enum st st =
        status ? err_set(e, ST_NOMEM, "cannot draw '%s': %s", path, cairo_status_to_string(status))
               : file_write(path, png.data, png.len, e);
    buf_release(&png);
    return st;
}
