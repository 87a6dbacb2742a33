// SPDX-License-Identifier: MIT
#include "cmd/preview_scene.h"

#include <stdio.h>
#include <string.h>

#include "base/color.h"
#include "cmd/preview.h"
#include "label/shelf_label.h"
#include "shelf/catalogue.h"

/* Neighbours in number are far apart in hue: steps of the golden angle. */
static void item_color(uint32_t item, double rgb[3])
{
    double linear[3];
    color_linear(0.6, 1, (double)item * 137.50776405, linear);
    for (int k = 0; k < 3; k++) {
        rgb[k] = srgb_encode(linear[k]);
    }
}

/* --- contact sheet -------------------------------------------------------------------------------- */

/* A translucent edge, two pixels wide, around what is visible of each item. */
static cairo_surface_t *outlines(const struct shelf_label *l)
{
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, l->width_px, l->height_px);
    if (cairo_surface_status(s)) {
        return s;
    }
    cairo_surface_flush(s);
    unsigned char *data = cairo_image_surface_get_data(s);
    size_t stride = (size_t)cairo_image_surface_get_stride(s), w = (size_t)l->width_px;
    for (size_t y = 0; y < (size_t)l->height_px; y++) {
        for (size_t x = 0; x < w; x++) {
            uint16_t id = l->instance[y * w + x];
            bool edge = id && (x == 0 || y == 0 || x + 1 == w || y + 1 == (size_t)l->height_px ||
                               l->instance[y * w + x - 1] != id || l->instance[y * w + x + 1] != id ||
                               l->instance[(y - 1) * w + x] != id || l->instance[(y + 1) * w + x] != id);
            uint32_t v = 0;
            if (id) {
                double c[3], a = edge ? 0.95 : 0.12;
                item_color(id - 1u, c);
                v = (uint32_t)(a * 255) << 24 | (uint32_t)(a * c[0] * 255) << 16 | (uint32_t)(a * c[1] * 255) << 8 |
                    (uint32_t)(a * c[2] * 255);
            }
            memcpy(data + y * stride + x * 4, &v, 4);
        }
    }
    cairo_surface_mark_dirty(s);
    return s;
}

static void stroke_polygon(cairo_t *cr, const struct pt *p, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        cairo_line_to(cr, p[i].x, p[i].y);
    }
    cairo_close_path(cr);
    cairo_stroke(cr);
}

static void stroke_box(cairo_t *cr, const struct box *b)
{
    cairo_rectangle(cr, b->x0, b->y0, b->x1 - b->x0, b->y1 - b->y0);
    cairo_stroke(cr);
}

void scene_draw_labels(cairo_t *cr, const struct made *m, double px)
{
    const struct shelf_label *l = m->shelf;
    cairo_surface_t *s = outlines(l);
    cairo_set_source_surface(cr, s, 0, 0);
    cairo_paint(cr);
    cairo_surface_destroy(s);
    cairo_set_line_width(cr, px);
    for (size_t i = 0; i < l->n_items; i++) {
        double c[3];
        item_color(l->item[i].item, c);
        cairo_set_source_rgba(cr, c[0], c[1], c[2], 0.8);
        stroke_box(cr, &l->item[i].visible_box);
    }
    cairo_set_source_rgba(cr, 1, 0.85, 0, 1);
    for (size_t i = 0; i < l->n_tags; i++) {
        stroke_polygon(cr, l->tag[i].quad.p, 4);
    }
    cairo_set_source_rgba(cr, 0.9, 0, 0.7, 0.9);
    for (size_t i = 0; i < l->n_texts; i++) {
        stroke_polygon(cr, l->text[i].polygon, l->text[i].n);
    }
    cairo_set_source_rgba(cr, 1, 0.1, 0.1, 1);
    cairo_set_line_width(cr, 2 * px);
    for (size_t i = 0; i < l->n_regions; i++) {
        if (l->scene->region[l->region[i].region].kind == REGION_GAP) {
            stroke_box(cr, &l->region[i].box);
        }
    }
}

/* --- web page ------------------------------------------------------------------------------------- */

static void add_title(struct buf *out, const char *a, const char *b)
{
    buf_addstr(out, "<title>");
    html_escaped(out, a, strlen(a));
    buf_addstr(out, *b ? " &#183; " : "");
    html_escaped(out, b, strlen(b));
    buf_addstr(out, "</title>");
}

static void add_box(struct buf *out, const char *cls, const struct box *b, const char *color, const char *title, const char *more)
{
    buf_printf(out, "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%.1f\"%s%s%s>", cls, b->x0, b->y0,
               b->x1 - b->x0, b->y1 - b->y0, *color ? " stroke=\"" : "", color, *color ? "\"" : "");
    add_title(out, title, more);
    buf_addstr(out, "</rect>");
}

static void add_polygon(struct buf *out, const char *cls, const struct pt *p, size_t n, const char *title, const char *more)
{
    buf_printf(out, "<polygon class=\"%s\" points=\"", cls);
    for (size_t i = 0; i < n; i++) {
        buf_printf(out, "%s%.1f,%.1f", i ? " " : "", p[i].x, p[i].y);
    }
    buf_addstr(out, "\">");
    add_title(out, title, more);
    buf_addstr(out, "</polygon>");
}

void scene_add_svg(struct buf *out, const struct made *m)
{
    const struct shelf_label *l = m->shelf;
    const struct scene *s = l->scene;
    for (size_t i = 0; i < l->n_regions; i++) {
        const struct region *r = &s->region[l->region[i].region];
        bool gap = r->kind == REGION_GAP;
        add_box(out, gap ? "k gap" : "k", &l->region[i].box, "", gap ? "gap" : "shelf", gap && r->sku ? r->sku->id : "");
    }
    for (size_t i = 0; i < l->n_items; i++) {
        const struct item_label *t = &l->item[i];
        char color[16], seen[64];
        double c[3];
        item_color(t->item, c);
        snprintf(color, sizeof color, "#%02x%02x%02x", (unsigned)(c[0] * 255), (unsigned)(c[1] * 255), (unsigned)(c[2] * 255));
        snprintf(seen, sizeof seen, "%.0f %% visible", 100 * t->visible_fraction);
        add_box(out, "i", &t->visible_box, color, s->item[t->item].sku->id, seen);
    }
    for (size_t i = 0; i < l->n_texts; i++) {
        const struct surface_text *t = &s->text[l->text[i].text];
        add_polygon(out, "x", l->text[i].polygon, l->text[i].n, t->text, t->kind);
    }
    for (size_t i = 0; i < l->n_tags; i++) {
        const struct tag *t = &s->tag[l->tag[i].tag];
        add_polygon(out, "p", l->tag[i].quad.p, 4, t->price ? t->price : "", t->sku ? t->sku->id : "");
    }
}

void scene_caption(struct buf *out, const struct made *m)
{
    const struct shelf_label *l = m->shelf;
    size_t gaps = 0;
    for (size_t i = 0; i < l->n_regions; i++) {
        gaps += l->scene->region[l->region[i].region].kind == REGION_GAP;
    }
    buf_printf(out, "%zu items, %zu tags, %zu texts, %zu gaps", l->n_items, l->n_tags, l->n_texts, gaps);
    if (m->shelf->n_items == 1) {
        buf_printf(out, ", %s", l->scene->item[l->item[0].item].sku->id);
    }
}
