// SPDX-License-Identifier: MIT
/*
 * art_packshot - art from the user's pictures of a pack.
 *
 * A picture is cropped to its content: rows and columns at its rim that are see-through, or of one colour
 * like the rim, are no part of the pack. What stands beside a picture is made from its edge: the colours
 * along the edge, smoothed, and smoothed more the farther they are from it, so that a side goes on where
 * the front ends and becomes calm. Around a can or bottle the front lies in the middle and both edges meet
 * at the seam behind.
 */
#include "shelf/art_draw.h"

#include <cairo.h>
#include <string.h>

#include "base/buf.h"
#include "base/files.h"

enum { EDGE_N = 64, STRIP_W = 64 };

struct shot {
    cairo_surface_t *im;            /* ARGB32, the file as it is */
    int x0, y0, x1, y1;             /* content */
    struct art_rgb edge[4][EDGE_N]; /* left (down), right (down), top (rightwards), bottom */
    struct art_rgb mean;
};

/* --- reading --------------------------------------------------------------------------------------- */

struct cursor {
    const struct buf *b;
    size_t at;
};

static cairo_status_t read_bytes(void *closure, unsigned char *data, unsigned n)
{
    struct cursor *c = closure;
    if (c->b->len - c->at < n) {
        return CAIRO_STATUS_READ_ERROR;
    }
    memcpy(data, c->b->data + c->at, n);
    c->at += n;
    return CAIRO_STATUS_SUCCESS;
}

static cairo_surface_t *surface_of(const struct image *im)
{
    cairo_surface_t *s = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, im->width_px, im->height_px);
    if (cairo_surface_status(s)) {
        return s;
    }
    unsigned char *data = cairo_image_surface_get_data(s);
    size_t stride = (size_t)cairo_image_surface_get_stride(s);
    const uint8_t *p = im->px;
    for (int y = 0; y < im->height_px; y++) {
        for (int x = 0; x < im->width_px; x++, p += 3) {
            uint32_t v = 0xff000000u | (uint32_t)p[0] << 16 | (uint32_t)p[1] << 8 | p[2];
            memcpy(data + (size_t)y * stride + 4 * (size_t)x, &v, 4);
        }
    }
    cairo_surface_mark_dirty(s);
    return s;
}

/* PNG through Cairo, which keeps transparency; all else through image_decode(), which also has the limits. */
static enum st read_shot(const char *path, struct shot *out, struct err *e)
{
    struct buf b = {0};
    struct image im = {0};
    enum st st = file_read(path, &b, e);
    if (!st) {
        st = image_decode(b.data ? b.data : "", b.len, 3, &im, e);
    }
    bool png = b.len > 8 && !memcmp(b.data, "\x89PNG", 4);
    if (!st) {
        struct cursor c = {&b, 0};
        cairo_surface_t *s = png ? cairo_image_surface_create_from_png_stream(read_bytes, &c) : NULL;
        if (s && !cairo_surface_status(s) && cairo_image_surface_get_format(s) == CAIRO_FORMAT_ARGB32) {
            out->im = s;
        } else {
            if (s) {
                cairo_surface_destroy(s);
            }
            out->im = surface_of(&im);
        }
        if (cairo_surface_status(out->im)) {
            st = err_set(e, ST_NOMEM, "no memory for a picture of %d x %d px", im.width_px, im.height_px);
        }
    }
    buf_release(&b);
    image_release(&im);
    return st ? err_wrap(e, st, "pack shot '%s': ", path) : ST_OK;
}

/* --- content ----------------------------------------------------------------------------------------- */

static uint32_t pixel(const struct shot *s, int x, int y)
{
    uint32_t v;
    memcpy(&v,
           cairo_image_surface_get_data(s->im) + (size_t)y * (size_t)cairo_image_surface_get_stride(s->im) +
               4 * (size_t)x,
           4);
    return v;
}

static bool like(uint32_t a, uint32_t b)
{
    if ((a >> 24) < 16 && (b >> 24) < 16) {
        return true;
    }
    for (int c = 0; c < 32; c += 8) {
        int d = (int)(a >> c & 255) - (int)(b >> c & 255);
        if (d > 12 || d < -12) {
            return false;
        }
    }
    return true;
}

static bool line_is(const struct shot *s, uint32_t rim, bool row, int at, int from, int to)
{
    int strange = 0;
    for (int i = from; i < to; i++) {
        strange += !like(row ? pixel(s, i, at) : pixel(s, at, i), rim);
    }
    return strange * 200 <= to - from; /* specks of JPEG */
}

/* The rim's colour is that of three corners out of four; without one there is no rim. */
static bool rim_color(const struct shot *s, int w, int h, uint32_t *rim)
{
    uint32_t c[4] = {pixel(s, 0, 0), pixel(s, w - 1, 0), pixel(s, 0, h - 1), pixel(s, w - 1, h - 1)};
    for (int i = 0; i < 2; i++) {
        int n = 0;
        for (int k = 0; k < 4; k++) {
            n += like(c[i], c[k]);
        }
        if (n >= 3) {
            *rim = c[i];
            return true;
        }
    }
    return false;
}

static void crop(struct shot *s)
{
    int w = cairo_image_surface_get_width(s->im), h = cairo_image_surface_get_height(s->im);
    uint32_t rim;
    s->x0 = s->y0 = 0;
    s->x1 = w;
    s->y1 = h;
    if (!rim_color(s, w, h, &rim)) {
        return;
    }
    while (s->y0 < s->y1 - 1 && line_is(s, rim, true, s->y0, 0, w)) {
        s->y0++;
    }
    while (s->y1 > s->y0 + 1 && line_is(s, rim, true, s->y1 - 1, 0, w)) {
        s->y1--;
    }
    while (s->x0 < s->x1 - 1 && line_is(s, rim, false, s->x0, s->y0, s->y1)) {
        s->x0++;
    }
    while (s->x1 > s->x0 + 1 && line_is(s, rim, false, s->x1 - 1, s->y0, s->y1)) {
        s->x1--;
    }
    if ((s->x1 - s->x0) * 20 < w ||
        (s->y1 - s->y0) * 20 < h) { /* a picture of one colour is its own content */
        s->x0 = s->y0 = 0;
        s->x1 = w;
        s->y1 = h;
    }
}

/* Mean of what is solid in a block of pixels; weight 0 if nothing is. */
static double block_mean(const struct shot *s, int x0, int y0, int x1, int y1, struct art_rgb *out)
{
    double sum[4] = {0};
    for (int y = y0; y < y1; y++) {
        for (int x = x0; x < x1; x++) {
            uint32_t v = pixel(s, x, y);
            for (int c = 0; c < 3; c++) {
                sum[c] += (v >> (16 - 8 * c) & 255) / 255.0; /* premultiplied */
            }
            sum[3] += (v >> 24) / 255.0;
        }
    }
    if (sum[3] > 0.01) {
        *out = (struct art_rgb){sum[0] / sum[3], sum[1] / sum[3], sum[2] / sum[3]};
    }
    return sum[3];
}

static void measure_edges(struct shot *s)
{
    int w = s->x1 - s->x0, h = s->y1 - s->y0, dx = w / 40 > 1 ? w / 40 : 1, dy = h / 40 > 1 ? h / 40 : 1;
    s->mean = art_rgb(0.9, 0.9, 0.9);
    block_mean(s, s->x0, s->y0, s->x1, s->y1, &s->mean);
    for (int i = 0; i < EDGE_N; i++) {
        int ya = s->y0 + h * i / EDGE_N, yb = s->y0 + h * (i + 1) / EDGE_N, xa = s->x0 + w * i / EDGE_N,
            xb = s->x0 + w * (i + 1) / EDGE_N;
        yb = yb > ya ? yb : ya + 1;
        xb = xb > xa ? xb : xa + 1;
        for (int k = 0; k < 4; k++) {
            s->edge[k][i] = i ? s->edge[k][i - 1] : s->mean;
        }
        block_mean(s, s->x0, ya, s->x0 + dx, yb, &s->edge[0][i]);
        block_mean(s, s->x1 - dx, ya, s->x1, yb, &s->edge[1][i]);
        block_mean(s, xa, s->y0, xb, s->y0 + dy, &s->edge[2][i]);
        block_mean(s, xa, s->y1 - dy, xb, s->y1, &s->edge[3][i]);
    }
}

/* A cutout: the picture as far as its outline goes, and beside the outline the colours that stand on it, so that no pixel
 * of the photographer's background is on the pack. */
static void cut_out(struct shot *s, const struct sku *sku)
{
    int w = cairo_image_surface_get_width(s->im), h = cairo_image_surface_get_height(s->im);
    size_t rows = sku->n_outlines / 2 - 1;
    double left = 1, right = 0;
    for (size_t i = 0; i < rows; i++) {
        left = fmin(left, sku->outline[2 + 2 * i]);
        right = fmax(right, sku->outline[3 + 2 * i]);
    }
    s->x0 = (int)clampd(floor(left * w), 0, w - 2);
    s->x1 = (int)clampd(ceil(right * w), s->x0 + 1, w);
    s->y0 = (int)clampd(floor(sku->outline[0] * h), 0, h - 2);
    s->y1 = (int)clampd(ceil(sku->outline[1] * h), s->y0 + 1, h);
    /* so much further, where filters look when the picture is scaled */
    enum { MARGIN = 3 };
    int x0 = s->x0 > MARGIN ? s->x0 - MARGIN : 0, x1 = s->x1 + MARGIN < w ? s->x1 + MARGIN : w;
    unsigned char *data = cairo_image_surface_get_data(s->im);
    size_t stride = (size_t)cairo_image_surface_get_stride(s->im);
    for (int y = s->y0; y < s->y1; y++) {
        double at = (y + 0.5 - s->y0) / (s->y1 - s->y0) * (double)(rows - 1);
        size_t i = (size_t)clampd(floor(at), 0, (double)rows - 2);
        const double *o = sku->outline + 2 + 2 * i;
        double t = at - (double)i;
        int l = (int)clampd(ceil((o[0] + t * (o[2] - o[0])) * w) + 1, s->x0, s->x1 - 1),
            r = (int)clampd(floor((o[1] + t * (o[3] - o[1])) * w) - 2, l, s->x1 - 1);
        uint32_t *px = (uint32_t *)(void *)(data + (size_t)y * stride);
        for (int x = x0; x < l; x++) {
            px[x] = px[l];
        }
        for (int x = r + 1; x < x1; x++) {
            px[x] = px[r];
        }
    }
    for (int k = 1; k <= MARGIN; k++) {
        if (s->y0 >= k) {
            memcpy(data + (size_t)(s->y0 - k) * stride, data + (size_t)s->y0 * stride, stride);
        }
        if (s->y1 - 1 + k < h) {
            memcpy(data + (size_t)(s->y1 - 1 + k) * stride, data + (size_t)(s->y1 - 1) * stride,
                   stride);
        }
    }
    cairo_surface_mark_dirty(s->im);
}

static enum st open_shot(const char *path, const struct sku *cutout, struct shot *s, struct err *e)
{
    enum st st = read_shot(path, s, e);
    if (!st) {
        cairo_surface_flush(s->im);
        if (cutout) {
            cut_out(s, cutout);
        } else {
            crop(s);
        }
        measure_edges(s);
    }
    return st;
}

/* --- painting ------------------------------------------------------------------------------------------ */

/* Mean of an edge around place v (0..1), over `half` of its length to both sides. */
static struct art_rgb smooth(const struct art_rgb e[EDGE_N], double v, double half)
{
    double sum[3] = {0}, n = 0;
    for (int i = 0; i < EDGE_N; i++) {
        double d = fabs((i + 0.5) / EDGE_N - v), k = d < half ? 1 - d / half : 0;
        sum[0] += k * e[i].r;
        sum[1] += k * e[i].g;
        sum[2] += k * e[i].b;
        n += k;
    }
    return (struct art_rgb){sum[0] / n, sum[1] / n, sum[2] / n};
}

/* A box that goes on from one edge (u = 0) and, if `to` is given, arrives at another (u = 1). across: u
 * runs rightwards, v down; else u runs down and v rightwards. Drawn small and stretched: it has no detail. */
static void extend(struct art_sheet *s, struct box b, const struct art_rgb *from, const struct art_rgb *to,
                   bool across)
{
    cairo_surface_t *im = cairo_image_surface_create(CAIRO_FORMAT_RGB24, STRIP_W, STRIP_W);
    unsigned char *data = cairo_image_surface_get_data(im);
    int stride = cairo_image_surface_get_stride(im);
    for (int iu = 0; iu < STRIP_W; iu++) {
        double u = (iu + 0.5) / STRIP_W, near = to ? fmin(u, 1 - u) : u;
        double half = 0.02 + 0.5 * near, t = to ? clampd((u - 0.15) / 0.7, 0, 1) : 0;
        t = t * t * (3 - 2 * t);
        for (int iv = 0; iv < STRIP_W; iv++) {
            double v = (iv + 0.5) / STRIP_W;
            struct art_rgb c = smooth(from, v, half);
            c = to ? art_mix(c, smooth(to, v, half), t) : c;
            uint32_t px = (uint32_t)(c.r * 255 + 0.5) << 16 | (uint32_t)(c.g * 255 + 0.5) << 8 |
                          (uint32_t)(c.b * 255 + 0.5);
            memcpy(data + (across ? iv * stride + 4 * iu : iu * stride + 4 * iv), &px, 4);
        }
    }
    cairo_surface_mark_dirty(im);
    cairo_save(s->cr);
    cairo_translate(s->cr, b.x0, b.y0);
    cairo_scale(s->cr, art_w(b) / STRIP_W, art_h(b) / STRIP_W);
    cairo_set_source_surface(s->cr, im, 0, 0);
    cairo_pattern_set_extend(cairo_get_source(s->cr), CAIRO_EXTEND_PAD);
    cairo_rectangle(s->cr, 0, 0, STRIP_W, STRIP_W);
    cairo_fill(s->cr);
    cairo_restore(s->cr);
    cairo_surface_destroy(im);
}

static void mirrored(const struct art_rgb e[EDGE_N], struct art_rgb out[EDGE_N])
{
    for (int i = 0; i < EDGE_N; i++) {
        out[i] = e[EDGE_N - 1 - i];
    }
}

/* The picture's content filling a box; where it is see-through its mean colour shows. */
static void fill_with(struct art_sheet *s, const struct shot *p, struct box b)
{
    double w = p->x1 - p->x0, h = p->y1 - p->y0;
    art_fill_box(s, b, p->mean, 1);
    cairo_save(s->cr);
    cairo_rectangle(s->cr, b.x0, b.y0, art_w(b), art_h(b));
    cairo_clip(s->cr);
    cairo_translate(s->cr, b.x0, b.y0);
    cairo_scale(s->cr, art_w(b) / w, art_h(b) / h);
    cairo_set_source_surface(s->cr, p->im, -p->x0, -p->y0);
    cairo_pattern_set_filter(cairo_get_source(s->cr), CAIRO_FILTER_GOOD);
    cairo_pattern_set_extend(cairo_get_source(s->cr), CAIRO_EXTEND_PAD);
    cairo_paint(s->cr);
    cairo_restore(s->cr);
}

/* Where a picture of its proportions goes in a box: all of it if they are alike (it may be stretched a
 * quarter), else as large as it fits, and its edges go on beyond it. */
static void put_shot(struct art_sheet *s, const struct shot *p, struct box b)
{
    double k = (p->x1 - p->x0) / (double)(p->y1 - p->y0) / (art_w(b) / art_h(b));
    struct box in = b;
    if (k > 1.25) {
        double h = art_h(b) / k * 1.25, rest = (art_h(b) - h) / 2;
        in = art_box(b.x0, b.y0 + rest, b.x1, b.y1 - rest);
        extend(s, art_box(b.x0, in.y1, b.x1, b.y1), p->edge[3], NULL, false);
        cairo_save(s->cr); /* upwards: the same, turned over */
        cairo_translate(s->cr, 0, in.y0);
        cairo_scale(s->cr, 1, -1);
        extend(s, art_box(b.x0, 0, b.x1, rest), p->edge[2], NULL, false);
        cairo_restore(s->cr);
    } else if (k < 0.8) {
        double w = art_w(b) * k * 1.25, rest = (art_w(b) - w) / 2;
        in = art_box(b.x0 + rest, b.y0, b.x1 - rest, b.y1);
        extend(s, art_box(in.x1, b.y0, b.x1, b.y1), p->edge[1], NULL, true);
        cairo_save(s->cr);
        cairo_translate(s->cr, in.x0, 0);
        cairo_scale(s->cr, -1, 1);
        extend(s, art_box(0, b.y0, rest, b.y1), p->edge[0], NULL, true);
        cairo_restore(s->cr);
    }
    fill_with(s, p, in);
}

static void put_wrap(struct art_sheet *s, const struct shot *p, const struct panel *pl)
{
    double w = pl->width_mm, h = pl->height_mm, fw = clampd(pl->front_mm, w * 0.15, w), rest = (w - fw) / 2;
    if (rest > 0.01) { /* one stretch from the right edge around the back to the left one, cut at the seam */
        extend(s, art_box(w - rest, 0, w + rest, h), p->edge[1], p->edge[0], true);
        extend(s, art_box(-rest, 0, rest, h), p->edge[1], p->edge[0], true);
    }
    put_shot(s, p, art_box(rest, 0, w - rest, h));
}

struct shots {
    bool cutout;
    struct shot front, back, side;
    bool has_back, has_side;
};

static void put_panel(struct art_sheet *s, const struct shots *sh, const struct panel *p)
{
    struct box b = art_box(0, 0, p->width_mm, p->height_mm);
    const struct shot *f = &sh->front;
    struct art_rgb turned[EDGE_N];
    switch (p->kind) {
    case PANEL_FRONT:
        if (sh->cutout) {
            fill_with(s, f, b);
        } else {
            put_shot(s, f, b);
        }
        break;
    case PANEL_WRAP:
        put_wrap(s, f, p);
        break;
    case PANEL_BACK:
        if (sh->has_back) {
            put_shot(s, &sh->back, b);
        } else { /* seen from behind, its left edge meets the right side */
            extend(s, b, f->edge[1], f->edge[0], true);
        }
        break;
    case PANEL_LEFT: /* its right edge meets the front's left one */
        if (sh->has_side) {
            put_shot(s, &sh->side, b);
        } else {
            cairo_save(s->cr);
            cairo_translate(s->cr, b.x1, 0);
            cairo_scale(s->cr, -1, 1);
            extend(s, b, f->edge[0], NULL, true);
            cairo_restore(s->cr);
        }
        break;
    case PANEL_RIGHT:
        if (sh->has_side) {
            put_shot(s, &sh->side, b);
        } else {
            extend(s, b, f->edge[1], NULL, true);
        }
        break;
    case PANEL_TOP: /* its lower edge meets the front's upper one */
        cairo_save(s->cr);
        cairo_translate(s->cr, 0, b.y1);
        cairo_scale(s->cr, 1, -1);
        extend(s, b, f->edge[2], NULL, false);
        cairo_restore(s->cr);
        break;
    case PANEL_BOTTOM:
        mirrored(f->edge[3], turned);
        extend(s, b, f->edge[3], NULL, false);
        break;
    case PANEL_LID:
        art_fill_box(s, b, smooth(f->edge[2], 0.5, 0.6), 1);
        break;
    case PANEL_KIND_COUNT:
        break;
    }
}

void art_packshot(struct art_sheet *s, const struct sku *sku, const struct pack_layout *l)
{
    struct shots sh = {.cutout = sku->shape == SHAPE_CUTOUT,
                       .has_back = sku->back != NULL,
                       .has_side = sku->side != NULL};
    struct err e = {0};
    enum st st = open_shot(sku->front, sh.cutout ? sku : NULL, &sh.front, &e);
    (void)(st || (sh.has_back && (st = open_shot(sku->back, NULL, &sh.back, &e))));
    (void)(st || (sh.has_side && (st = open_shot(sku->side, NULL, &sh.side, &e))));
    art_sheet_fail(s, st, &e);
    if (!st) {
        art_ink(s, sh.front.mean, 1);
        cairo_paint(s->cr);
        for (int i = 0; i < l->n_panels; i++) {
            const struct panel *p = &l->panel[i];
            art_sheet_place(s, p->at, p->width_mm, p->height_mm);
            put_panel(s, &sh, p);
            art_sheet_leave(s);
        }
    }
    struct shot *all[3] = {&sh.front, &sh.back, &sh.side};
    for (int i = 0; i < 3; i++) {
        if (all[i]->im) {
            cairo_surface_destroy(all[i]->im);
        }
    }
}
