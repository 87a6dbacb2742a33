// SPDX-License-Identifier: MIT
#include "shelf/art_sheet.h"

#include <stdlib.h>
#include <string.h>

#include "base/color.h"
#include "base/files.h"

enum st art_sheet_init(struct art_sheet *s, int width_px, int height_px, struct art_type *type,
                       struct arena *a, struct err *e)
{
    *s = (struct art_sheet){
        .width_px = width_px, .height_px = height_px, .px_per_mm = 1, .type = type, .arena = a};
    s->surface = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, width_px, height_px);
    s->cr = cairo_create(s->surface);
    if (cairo_status(s->cr)) {
        return err_set(e, ST_NOMEM, "no picture of %d x %d px: %s", width_px, height_px,
                       cairo_status_to_string(cairo_status(s->cr)));
    }
    cairo_set_tolerance(s->cr, 0.15);
    return ST_OK;
}

void art_sheet_release(struct art_sheet *s)
{
    if (s->cr) {
        cairo_destroy(s->cr);
        cairo_surface_destroy(s->surface);
    }
    *s = (struct art_sheet){0};
}

void art_sheet_place(struct art_sheet *s, struct box at, double width_mm, double height_mm)
{
    s->px_per_mm = art_w(at) * s->width_px / width_mm;
    cairo_save(s->cr);
    cairo_translate(s->cr, at.x0 * s->width_px, at.y0 * s->height_px);
    cairo_scale(s->cr, art_w(at) * s->width_px / width_mm, art_h(at) * s->height_px / height_mm);
    cairo_rectangle(s->cr, 0, 0, width_mm, height_mm);
    cairo_clip(s->cr);
}

void art_sheet_leave(struct art_sheet *s)
{
    cairo_restore(s->cr);
}

void art_sheet_note(struct art_sheet *s, const char *text, const char *kind, const struct quad *q)
{
    if (s->n_texts == s->cap_texts) {
        size_t cap = s->cap_texts ? 2 * s->cap_texts : 64;
        struct art_text *t = arena_array(s->arena, struct art_text, cap);
        if (s->n_texts) {
            memcpy(t, s->text, s->n_texts * sizeof *t);
        }
        s->text = t;
        s->cap_texts = cap;
    }
    struct art_text *t = &s->text[s->n_texts++];
    t->text = arena_dup(s->arena, text, strlen(text));
    t->kind = arena_dup(s->arena, kind, strlen(kind));
    for (int i = 0; i < 4; i++) {
        double x = q->p[i].x, y = q->p[i].y;
        cairo_user_to_device(s->cr, &x, &y);
        t->quad.p[i] = (struct pt){x / s->width_px, y / s->height_px};
    }
}

void art_sheet_fail(struct art_sheet *s, enum st st, const struct err *e)
{
    if (st && !s->st) {
        s->st = st;
        s->err = *e;
    }
}

static void copy_rgb(uint8_t *p, const unsigned char *from, int n)
{
    for (int x = 0; x < n; x++, p += 3) {
        uint32_t v;
        memcpy(&v, from + 4 * (size_t)x, 4);
        p[0] = (uint8_t)(v >> 16);
        p[1] = (uint8_t)(v >> 8);
        p[2] = (uint8_t)v;
    }
}

/* Cairo's words are premultiplied, RGBA is not. */
static void copy_rgba(uint8_t *p, const unsigned char *from, int n)
{
    for (int x = 0; x < n; x++, p += 4) {
        uint32_t v;
        memcpy(&v, from + 4 * (size_t)x, 4);
        uint32_t a = v >> 24, half = a / 2;
        p[3] = (uint8_t)a;
        for (int c = 0; c < 3; c++) {
            uint32_t k = v >> (16 - 8 * c) & 255;
            p[c] = (uint8_t)(a == 255 || a == 0 ? k : (k * 255 + half) / a);
        }
    }
}

static void copy_pixels(cairo_surface_t *from, struct image *im)
{
    cairo_surface_flush(from);
    const unsigned char *data = cairo_image_surface_get_data(from);
    size_t stride = (size_t)cairo_image_surface_get_stride(from);
    for (int y = 0; y < im->height_px; y++) {
        uint8_t *p = im->px + (size_t)y * (size_t)im->width_px * (size_t)im->channels;
        if (im->channels == 4) {
            copy_rgba(p, data + (size_t)y * stride, im->width_px);
        } else {
            copy_rgb(p, data + (size_t)y * stride, im->width_px);
        }
    }
}

/* One block: the struct, its texts and their strings. */
static struct art *pack_texts(const struct art_sheet *s, const char key[65])
{
    size_t strings = 65;
    for (size_t i = 0; i < s->n_texts; i++) {
        strings += strlen(s->text[i].text) + strlen(s->text[i].kind) + 2;
    }
    struct art_block *block = calloc(1, sizeof *block + s->n_texts * sizeof *s->text + strings);
    if (!block) {
        return NULL;
    }
    struct art *a = &block->art;
    struct art_text *t = (struct art_text *)(block + 1);
    char *p = (char *)(t + s->n_texts);
    a->key = memcpy(p, key, 65);
    p += 65;
    for (size_t i = 0; i < s->n_texts; i++) {
        size_t n = strlen(s->text[i].text) + 1, m = strlen(s->text[i].kind) + 1;
        t[i].quad = s->text[i].quad;
        t[i].text = memcpy(p, s->text[i].text, n);
        t[i].kind = memcpy(p + n, s->text[i].kind, m);
        p += n + m;
    }
    a->text = t;
    a->n_texts = s->n_texts;
    return a;
}

enum st art_sheet_finish(struct art_sheet *s, bool alpha, struct art **out, struct err *e)
{
    struct image im = {0};
    if (!s->st && cairo_status(s->cr)) {
        return err_set(e, ST_NOMEM, "drawing failed: %s", cairo_status_to_string(cairo_status(s->cr)));
    }
    enum st st = s->st ? err_set(e, s->st, "%s", s->err.msg)
                       : image_init(&im, s->width_px, s->height_px, alpha ? 4 : 3, e);
    if (st) {
        return st;
    }
    copy_pixels(s->surface, &im);
    char key[65];
    bytes_sha256(im.px, (size_t)im.width_px * (size_t)im.height_px * (size_t)im.channels, key);
    *out = pack_texts(s, key);
    if (!*out) {
        image_release(&im);
        return err_set(e, ST_NOMEM, "no memory for the texts of a label");
    }
    (*out)->im = im;
    return ST_OK;
}

struct art_under art_sheet_under(struct art_sheet *s, struct box b)
{
    enum { NX = 24, NY = 8 };
    cairo_surface_flush(s->surface);
    const unsigned char *data = cairo_image_surface_get_data(s->surface);
    size_t stride = (size_t)cairo_image_surface_get_stride(s->surface);
    double sum[3] = {0}, l1 = 0, l2 = 0;
    int n = 0;
    for (int i = 0; i < NX * NY; i++) {
        double x = b.x0 + art_w(b) * (i % NX + 0.5) / NX, y = b.y0 + art_h(b) * (i / NX + 0.5) / NY;
        cairo_user_to_device(s->cr, &x, &y);
        if (x < 0 || y < 0 || x >= s->width_px || y >= s->height_px) {
            continue;
        }
        uint32_t v;
        memcpy(&v, data + (size_t)y * stride + 4 * (size_t)x, 4);
        double white = (255 - (v >> 24)) / 255.0; /* see-through counts as white */
        struct art_rgb c = {(v >> 16 & 255) / 255.0 + white, (v >> 8 & 255) / 255.0 + white,
                            (v & 255) / 255.0 + white};
        double l = art_lightness(c);
        sum[0] += c.r;
        sum[1] += c.g;
        sum[2] += c.b;
        l1 += l;
        l2 += l * l;
        n++;
    }
    if (!n) {
        return (struct art_under){{1, 1, 1}, 0};
    }
    double mean = l1 / n;
    return (struct art_under){{sum[0] / n, sum[1] / n, sum[2] / n}, sqrt(fmax(0, l2 / n - mean * mean))};
}

/* --- colours ---------------------------------------------------------------------------------- */

struct art_rgb art_rgb8(const uint8_t c[3])
{
    return (struct art_rgb){c[0] / 255.0, c[1] / 255.0, c[2] / 255.0};
}

struct art_rgb art_hex(uint32_t v)
{
    return (struct art_rgb){(v >> 16 & 255) / 255.0, (v >> 8 & 255) / 255.0, (v & 255) / 255.0};
}

struct art_rgb art_mix(struct art_rgb a, struct art_rgb b, double t)
{
    return (struct art_rgb){a.r + (b.r - a.r) * t, a.g + (b.g - a.g) * t, a.b + (b.b - a.b) * t};
}

struct art_rgb art_lighter(struct art_rgb c, double k)
{
    if (k >= 0) {
        return art_mix(c, art_rgb(1, 1, 1), k);
    }
    struct art_rgb dark = {c.r * c.r * 0.45, c.g * c.g * 0.45, c.b * c.b * 0.45};
    return art_mix(c, dark, -k);
}

struct art_rgb art_vivid(struct art_rgb c, double k)
{
    double g = 0.3 * c.r + 0.59 * c.g + 0.11 * c.b;
    return (struct art_rgb){clampd(g + (c.r - g) * k, 0, 1), clampd(g + (c.g - g) * k, 0, 1),
                            clampd(g + (c.b - g) * k, 0, 1)};
}

/* Rotation about the grey axis of RGB (Rodrigues). */
struct art_rgb art_turn_hue(struct art_rgb v, double deg)
{
    double a = deg * PI / 180, c = cos(a), k = (1 - c) / 3, s = sin(a) / sqrt(3);
    return (struct art_rgb){clampd(v.r * (c + k) + v.g * (k - s) + v.b * (k + s), 0, 1),
                            clampd(v.r * (k + s) + v.g * (c + k) + v.b * (k - s), 0, 1),
                            clampd(v.r * (k - s) + v.g * (k + s) + v.b * (c + k), 0, 1)};
}

static double luminance(struct art_rgb c)
{
    double lin[3] = {srgb_decode(c.r), srgb_decode(c.g), srgb_decode(c.b)};
    return color_luminance(lin);
}

double art_lightness(struct art_rgb c)
{
    return lightness_from_y(luminance(c));
}

double art_contrast(struct art_rgb a, struct art_rgb b)
{
    double x = luminance(a), y = luminance(b);
    return (fmax(x, y) + 0.05) / (fmin(x, y) + 0.05);
}

static bool grey(struct art_rgb c)
{
    return fmax(c.r, fmax(c.g, c.b)) - fmin(c.r, fmin(c.g, c.b)) < 0.12;
}

/* Darker: a grey takes the hue of the ground, so that white letters on yellow become brown and not grey. */
static struct art_rgb shade_for(struct art_rgb want, struct art_rgb ground, double k)
{
    if (grey(want) && grey(ground)) {
        return art_rgb(0.13, 0.13, 0.18);
    }
    struct art_rgb from =
        grey(want) ? art_mix(art_lighter(ground, -0.55), art_rgb(0.1, 0.08, 0.1), 0.25) : want;
    return art_lighter(from, -k);
}

struct art_rgb art_legible(struct art_rgb want, struct art_rgb ground, double ratio)
{
    if (art_contrast(want, ground) >= ratio) {
        return want;
    }
    const struct art_rgb white = {1, 1, 1}, black = {0.08, 0.07, 0.09};
    bool light = art_contrast(white, ground) > fmax(ratio, art_contrast(black, ground) * 0.6);
    for (int i = 1; i <= 6; i++) {
        struct art_rgb c = light ? art_lighter(want, i * 0.15) : shade_for(want, ground, i * 0.16);
        if (art_contrast(c, ground) >= ratio) {
            return c;
        }
    }
    return art_contrast(white, ground) > art_contrast(black, ground) ? white : black;
}

void art_ink(struct art_sheet *s, struct art_rgb c, double alpha)
{
    cairo_set_source_rgba(s->cr, c.r, c.g, c.b, alpha);
}

void art_fill_box(struct art_sheet *s, struct box b, struct art_rgb c, double alpha)
{
    art_ink(s, c, alpha);
    cairo_rectangle(s->cr, b.x0, b.y0, art_w(b), art_h(b));
    cairo_fill(s->cr);
}

void art_fade_box(struct art_sheet *s, struct box b, struct art_rgb top, struct art_rgb bottom, bool across)
{
    cairo_pattern_t *p = across ? cairo_pattern_create_linear(b.x0, 0, b.x1, 0)
                                : cairo_pattern_create_linear(0, b.y0, 0, b.y1);
    cairo_pattern_add_color_stop_rgb(p, 0, top.r, top.g, top.b);
    cairo_pattern_add_color_stop_rgb(p, 1, bottom.r, bottom.g, bottom.b);
    cairo_set_source(s->cr, p);
    cairo_rectangle(s->cr, b.x0, b.y0, art_w(b), art_h(b));
    cairo_fill(s->cr);
    cairo_pattern_destroy(p);
}

enum { GLOW_PX = 64 };

/* Opacity of a glow, near a Gaussian that ends at radius 1; made once a sheet. */
static const uint8_t *glow_table(struct art_sheet *s)
{
    static const double fall[6] = {1, 0.78, 0.42, 0.13, 0, 0};
    if (!s->glow) {
        s->glow = arena_array(s->arena, uint8_t, GLOW_PX * GLOW_PX);
        for (int i = 0; i < GLOW_PX * GLOW_PX; i++) {
            double x = (i % GLOW_PX + 0.5) / (GLOW_PX / 2) - 1, y = (i / GLOW_PX + 0.5) / (GLOW_PX / 2) - 1;
            double r = fmin(hypot(x, y), 1) * 4, k = floor(r);
            s->glow[i] = (uint8_t)(255 * (fall[(int)k] + (fall[(int)k + 1] - fall[(int)k]) * (r - k)) + 0.5);
        }
    }
    return s->glow;
}

/* A small picture that is stretched: many times quicker than a radial gradient of the same size. */
void art_glow(struct art_sheet *s, double x, double y, double rx, double ry, struct art_rgb c, double alpha)
{
    const uint8_t *fall = glow_table(s);
    cairo_surface_t *im = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, GLOW_PX, GLOW_PX);
    unsigned char *data = cairo_image_surface_get_data(im);
    int stride = cairo_image_surface_get_stride(im);
    for (int i = 0; i < GLOW_PX * GLOW_PX && alpha > 0; i++) {
        double a = alpha * fall[i];
        uint32_t v = (uint32_t)(a + 0.5) << 24 | (uint32_t)(c.r * a + 0.5) << 16 |
                     (uint32_t)(c.g * a + 0.5) << 8 | (uint32_t)(c.b * a + 0.5);
        memcpy(data + i / GLOW_PX * stride + i % GLOW_PX * 4, &v, 4);
    }
    cairo_surface_mark_dirty(im);
    cairo_save(s->cr);
    cairo_translate(s->cr, x, y);
    cairo_scale(s->cr, 2 * rx / GLOW_PX, 2 * ry / GLOW_PX);
    cairo_set_source_surface(s->cr, im, -GLOW_PX / 2, -GLOW_PX / 2);
    cairo_pattern_set_filter(cairo_get_source(s->cr), CAIRO_FILTER_BILINEAR);
    cairo_paint(s->cr);
    cairo_restore(s->cr);
    cairo_surface_destroy(im);
}

/* FNV-1a (Fowler, Noll, Vo), 64 bits. */
uint64_t art_key(const char *s)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (; s && *s; s++) {
        h = (h ^ (unsigned char)*s) * 0x100000001b3u;
    }
    return h;
}
