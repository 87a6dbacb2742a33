// SPDX-License-Identifier: MIT
/*
 * art_motif_shade - from a silhouette to a lit body.
 *
 * The outline is filled to a mask. d(p), the distance to its edge (two-pass chamfer 3-4, Borgefors 1986),
 * becomes height: with R = round * max d,
 *
 *     h = R sqrt(1 - (1 - min(d / R, 1))^2)
 *
 * which is a half ball where the mask is a disc and a pillow elsewhere. Smoothed, and roughened by the
 * texture's bump, its slope gives a normal; light is a wrapped Lambert term, a Blinn-Phong highlight and a
 * rim. Shadows turn a little red, as they do in print. The shadow it casts is the blurred mask, moved to
 * the lower right.
 */
#include "shelf/art_motif.h"

#include <string.h>

struct plate {
    int n;          /* pixels a side */
    double unit_px; /* pixels from 0 to 1 */
    float *mask, *h, *tmp;
    uint32_t key;
};

/* --- noise ------------------------------------------------------------------------------------- */

static double value_noise(uint32_t key, double x, double y)
{
    double fx = floor(x), fy = floor(y), u = x - fx, v = y - fy;
    uint32_t ix = (uint32_t)(int32_t)fx, iy = (uint32_t)(int32_t)fy;
    u = u * u * (3 - 2 * u);
    v = v * v * (3 - 2 * v);
    double a = (double)rng_hash_unit(key, ix, iy), b = (double)rng_hash_unit(key, ix + 1, iy);
    double c = (double)rng_hash_unit(key, ix, iy + 1), d = (double)rng_hash_unit(key, ix + 1, iy + 1);
    return a + (b - a) * u + (c - a) * v + (a - b - c + d) * u * v;
}

double art_noise(uint32_t key, double x, double y)
{
    return (value_noise(key, x, y) * 4 + value_noise(key + 1, x * 2.03, y * 2.03) * 2 +
            value_noise(key + 2, x * 4.1, y * 4.1)) /
           7;
}

/* --- mask and height ------------------------------------------------------------------------------- */

static void draw_mask(struct plate *p, const struct art_thing *t, double angle, struct rng *r)
{
    cairo_surface_t *sf = cairo_image_surface_create(CAIRO_FORMAT_A8, p->n, p->n);
    cairo_t *cr = cairo_create(sf);
    cairo_translate(cr, p->n / 2.0, p->n / 2.0);
    cairo_scale(cr, p->unit_px, p->unit_px);
    cairo_rotate(cr, angle);
    t->outline(cr, r);
    cairo_fill(cr);
    cairo_destroy(cr);
    cairo_surface_flush(sf);
    const unsigned char *d = cairo_image_surface_get_data(sf);
    int stride = cairo_image_surface_get_stride(sf);
    for (int y = 0; y < p->n; y++) {
        for (int x = 0; x < p->n; x++) {
            p->mask[y * p->n + x] = (float)d[y * stride + x] / 255;
        }
    }
    cairo_surface_destroy(sf);
}

static float least(float a, float b)
{
    return a < b ? a : b;
}

/* h becomes the distance to the edge, px. */
static void distance(struct plate *p)
{
    int n = p->n;
    const float near = 0.955f, far = 1.37f; /* optimal chamfer steps */
    float *h = p->h;
    for (int i = 0; i < n * n; i++) {
        h[i] = p->mask[i] >= 0.5f ? 1e6f : 0;
    }
    for (int y = 1; y < n; y++) {
        for (int x = 1; x < n - 1; x++) {
            float *q = h + y * n + x;
            *q = least(least(*q, q[-1] + near), least(q[-n] + near, least(q[-n - 1], q[-n + 1]) + far));
        }
    }
    for (int y = n - 2; y >= 0; y--) {
        for (int x = n - 2; x >= 1; x--) {
            float *q = h + y * n + x;
            *q = least(least(*q, q[1] + near), least(q[n] + near, least(q[n - 1], q[n + 1]) + far));
        }
    }
}

/* Mean over 2r+1 pixels of a row or column, twice: a tent. */
static void blur_lines(float *dst, const float *src, int n, int step, int line, int r)
{
    for (int l = 0; l < n; l++) {
        const float *a = src + (size_t)l * (size_t)line;
        float *b = dst + (size_t)l * (size_t)line, sum = 0;
        for (int i = -r; i < n; i++) {
            sum += i + r < n ? a[(i + r) * step] : 0;
            sum -= i - r - 1 >= 0 ? a[(i - r - 1) * step] : 0;
            if (i >= 0) {
                b[i * step] = sum / (float)(2 * r + 1);
            }
        }
    }
}

static void blur(float *im, float *tmp, int n, int r)
{
    for (int i = 0; i < 2 && r > 0; i++) {
        blur_lines(tmp, im, n, 1, n, r);
        blur_lines(im, tmp, n, n, 1, r);
    }
}

static void inflate(struct plate *p, const struct art_look *look)
{
    float deepest = 0;
    distance(p);
    for (int i = 0; i < p->n * p->n; i++) {
        deepest = p->h[i] > deepest && p->h[i] < 1e5f ? p->h[i] : deepest;
    }
    float R = deepest * (float)(look->round > 0 ? look->round : 1);
    for (int i = 0; i < p->n * p->n; i++) {
        float k = R > 0 ? 1 - least(p->h[i] / R, 1) : 0;
        p->h[i] = R * sqrtf(1 - k * k);
    }
    int r = (int)(p->unit_px * (look->round > 0.6 ? 0.06 : 0.03));
    blur(p->h, p->tmp, p->n, r > 1 ? r : 1);
}

/* --- texture ------------------------------------------------------------------------------------------ */

/* Share of `second`, 0..1, and height -1..1, at a point of the unit square (turned back to the thing's own
 * frame). */
struct texel {
    double mix, height;
};

/* Points on a jittered grid: distance to the nearest over the cell's half size. */
static double cells(uint32_t key, double x, double y)
{
    double best = 9;
    for (int j = -1; j <= 1; j++) {
        for (int i = -1; i <= 1; i++) {
            double cx = floor(x) + i, cy = floor(y) + j;
            uint32_t ix = (uint32_t)(int32_t)cx, iy = (uint32_t)(int32_t)cy;
            double px = cx + 0.25 + 0.5 * (double)rng_hash_unit(key, ix, iy),
                   py = cy + 0.25 + 0.5 * (double)rng_hash_unit(key + 7, ix, iy);
            best = fmin(best, hypot(px - x, py - y) * 2);
        }
    }
    return best;
}

static double ramp(double v, double lo, double hi)
{
    double t = clampd((v - lo) / (hi - lo), 0, 1);
    return t * t * (3 - 2 * t);
}

static struct texel texture(const struct art_look *l, uint32_t key, double x, double y, double depth)
{
    double k = l->grain_size > 0 ? 1 / l->grain_size : 4, v, c;
    switch (l->grain) {
    case GRAIN_CLOUDS:
        v = art_noise(key, x * k, y * k);
        return (struct texel){ramp(v, 0.35, 0.7), v * 2 - 1};
    case GRAIN_SPECKLE:
        v = art_noise(key, x * k, y * k);
        c = cells(key, x * k * 2, y * k * 2);
        return (struct texel){fmax(ramp(v, 0.4, 0.75) * 0.4, ramp(c, 0.35, 0.15)), v - 0.5};
    case GRAIN_TOAST:
        v = art_noise(key, x * k, y * k);
        return (struct texel){clampd(ramp(depth, 0.5, 0.05) * 0.9 + ramp(v, 0.45, 0.8) * 0.55, 0, 1),
                              v * 2 - 1};
    case GRAIN_RIDGES:
        v = sin(x * k * 2 * PI);
        return (struct texel){0.5 - 0.5 * v, v};
    case GRAIN_VEINS: {
        double mid = fabs(x) * 14, side = fabs(sin((y * 1.0 + fabs(x) * 1.4) * 11)) * 5 + 0.4;
        v = fmin(mid, side);
        return (struct texel){clampd(1 - v, 0, 1) * 0.8 + art_noise(key, x * 4, y * 4) * 0.35,
                              clampd(v, 0, 1)};
    }
    case GRAIN_SPOTS:
        v = art_noise(key, x * k, y * k);
        return (struct texel){ramp(v, 0.53, 0.56), 0};
    case GRAIN_FADE:
        v = art_noise(key, x * 3, y * 3);
        return (struct texel){ramp(0.5 + 0.5 * y + 0.35 * x + (v - 0.5) * 0.7, 0.15, 0.85), v - 0.5};
    case GRAIN_SCALES: {
        double row = floor(y * k), sx = x * k + (fmod(row, 2) != 0 ? 0.5 : 0);
        double u = sx - floor(sx) - 0.5, w = y * k - row;
        v = hypot(u * 1.6, w);
        return (struct texel){ramp(v, 0.6, 1.05) * 0.7 + ramp(y, 0.2, -0.35) * 0.6, 1 - v};
    }
    case GRAIN_PORES:
        c = cells(key, x * k, y * k);
        return (struct texel){art_noise(key, x * 2, y * 2) * 0.7, ramp(c, 0.1, 0.7)};
    case GRAIN_SEEDS:
        c = cells(key, x * k, y * k * 0.75);
        return (struct texel){ramp(c, 0.42, 0.25), ramp(c, 0.3, 0.8)};
    case GRAIN_STREAKS:
        v = art_noise(key, x * k * 3, y * k * 0.35);
        return (struct texel){ramp(v, 0.4, 0.72), v * 2 - 1};
    case GRAIN_WAFFLE:
        v = fmin(fabs(sin(x * k * PI)), fabs(sin(y * k * PI)));
        return (struct texel){ramp(v, 0.45, 0.1), ramp(v, 0.5, 0.15)};
    case GRAIN_SADDLE: { /* a slice that curled as it was fried: bent up along, down across, and blistered */
        v = art_noise(key, x * k, y * k);
        double rim = ramp(depth, 0.75, 0.15) * (0.45 + 0.8 * art_noise(key + 9, x * 2, y * 2));
        return (struct texel){clampd(rim + ramp(v, 0.62, 0.85) * 0.5, 0, 1),
                              2.2 * (x * x - y * y) + (v - 0.5) * 0.9};
    }
    case GRAIN_TWIST: /* grooves that wind around */
        v = sin((y * 2.2 + x * 1.6) * 2 * PI);
        return (struct texel){ramp(v, 0.1, -0.8), v};
    case GRAIN_CRUST: /* crumb with small holes, brown at the rim only */
        v = art_noise(key, x * k, y * k);
        c = cells(key, x * k * 0.7, y * k * 0.7);
        return (struct texel){
            fmax(ramp(depth, 0.75, 0.25), ramp(c, 0.3, 0.12) * 0.3 + ramp(v, 0.5, 0.9) * 0.22), v * 2 - 1};
    case GRAIN_NONE:
        break;
    }
    return (struct texel){0, 0};
}

/* --- light ---------------------------------------------------------------------------------------------- */

static const double light[3] = {-0.48, -0.62, 0.62}, half_way[3] = {-0.27, -0.344, 0.9};

static struct art_rgb lit(const struct art_look *l, struct art_rgb c, double nx, double ny, double nz)
{
    double t = clampd(0.45 + 0.55 * (nx * light[0] + ny * light[1] + nz * light[2]), 0, 1);
    double f = 0.34 + 0.80 * t + l->glow * 0.35 * (1 - t), rim = pow(1 - nz, 3) * 0.16;
    double s = l->gloss * pow(fmax(0, nx * half_way[0] + ny * half_way[1] + nz * half_way[2]),
                              l->sharp > 0 ? l->sharp : 20);
    double g = f < 1 ? log(f) : 0; /* shadows keep their red longest */
    return (struct art_rgb){clampd(c.r * (f < 1 ? exp(g * 0.9) : f) + s + rim, 0, 1),
                            clampd(c.g * f + s + rim, 0, 1),
                            clampd(c.b * (f < 1 ? exp(g * 1.1) : f) + s + rim, 0, 1)};
}

static uint32_t word_of(struct art_rgb c, double a)
{
    uint32_t A = (uint32_t)(a * 255 + 0.5), R = (uint32_t)(c.r * a * 255 + 0.5),
             G = (uint32_t)(c.g * a * 255 + 0.5), B = (uint32_t)(c.b * a * 255 + 0.5);
    return A << 24 | R << 16 | G << 8 | B;
}

static void shade(struct plate *p, const struct art_look *l, double angle, cairo_surface_t *out)
{
    int n = p->n;
    double c = cos(angle), sn = sin(angle), bump = l->bump * p->unit_px;
    struct texel *tx = NULL;
    float *share = p->tmp; /* blurring is done */
    (void)tx;
    float deepest = 1e-6f;
    for (int i = 0; i < n * n; i++) {
        deepest = p->h[i] > deepest ? p->h[i] : deepest;
    }
    for (int y = 0; y < n; y++) {
        for (int x = 0; x < n; x++) {
            int i = y * n + x;
            share[i] = 0;
            if (p->mask[i] <= 0 || l->grain == GRAIN_NONE) {
                continue;
            }
            double ux = (x + 0.5 - n / 2.0) / p->unit_px, uy = (y + 0.5 - n / 2.0) / p->unit_px;
            struct texel t =
                texture(l, p->key, c * ux + sn * uy, -sn * ux + c * uy, (double)(p->h[i] / deepest));
            share[i] = (float)(t.mix * l->amount);
            p->h[i] += (float)(t.height * bump);
        }
    }
    unsigned char *data = cairo_image_surface_get_data(out);
    int stride = cairo_image_surface_get_stride(out);
    double alpha = l->alpha > 0 ? l->alpha : 1;
    for (int y = 1; y < n - 1; y++) {
        for (int x = 1; x < n - 1; x++) {
            int i = y * n + x;
            if (p->mask[i] <= 0) {
                continue;
            }
            double dx = (double)(p->h[i + 1] - p->h[i - 1]) / 2, dy = (double)(p->h[i + n] - p->h[i - n]) / 2;
            double k = 1 / sqrt(dx * dx + dy * dy + 1);
            struct art_rgb col = lit(l, art_mix(l->base, l->second, (double)share[i]), -dx * k, -dy * k, k);
            uint32_t v = word_of(col, (double)p->mask[i] * alpha);
            memcpy(data + y * stride + 4 * x, &v, 4);
        }
    }
    cairo_surface_mark_dirty(out);
}

/* The blurred mask to the lower right, behind. */
static void cast_shadow(struct plate *p, double alpha, cairo_surface_t *out)
{
    int n = p->n, off = (int)(p->unit_px * 0.07) + 1;
    unsigned char *data = cairo_image_surface_get_data(out);
    int stride = cairo_image_surface_get_stride(out);
    memcpy(p->h, p->mask, (size_t)n * (size_t)n * sizeof *p->h);
    blur(p->h, p->tmp, n, (int)(p->unit_px * 0.07) + 1);
    for (int y = off; y < n; y++) {
        for (int x = off; x < n; x++) {
            double a = alpha * (double)p->h[(y - off) * n + x - off];
            uint32_t v = word_of((struct art_rgb){0.1, 0.06, 0.03}, clampd(a, 0, 1));
            memcpy(data + y * stride + 4 * x, &v, 4);
        }
    }
    cairo_surface_mark_dirty(out);
}

struct art_sprite art_sprite_make(const struct art_thing *t, int px, double angle, double shadow,
                                  struct rng *r, struct arena *a)
{
    struct plate p = {.unit_px = px / 2.0, .n = (int)(px * SPRITE_MARGIN) | 1};
    size_t all = (size_t)p.n * (size_t)p.n;
    p.mask = arena_array(a, float, all);
    p.h = arena_array(a, float, all);
    p.tmp = arena_array(a, float, all);
    p.key = rng_key(r);
    struct art_sprite sp = {cairo_image_surface_create(CAIRO_FORMAT_ARGB32, p.n, p.n),
                            t->size > 0 ? t->size : 1};
    cairo_surface_t *body = cairo_image_surface_create(CAIRO_FORMAT_ARGB32, p.n, p.n);
    draw_mask(&p, t, angle, r);
    if (shadow > 0) {
        cast_shadow(&p, shadow, sp.im);
    }
    inflate(&p, &t->look);
    shade(&p, &t->look, angle, body);
    cairo_t *cr = cairo_create(body);
    if (t->detail) {
        cairo_translate(cr, p.n / 2.0, p.n / 2.0);
        cairo_scale(cr, p.unit_px, p.unit_px);
        cairo_rotate(cr, angle);
        t->detail(cr, &t->look, r);
    }
    cairo_destroy(cr);
    cr = cairo_create(sp.im);
    cairo_set_source_surface(cr, body, 0, 0);
    cairo_paint(cr);
    cairo_destroy(cr);
    cairo_surface_destroy(body);
    return sp;
}

void art_sprite_release(struct art_sprite *sp)
{
    if (sp->im) {
        cairo_surface_destroy(sp->im);
        sp->im = NULL;
    }
}

void art_sprite_put(struct art_sheet *s, const struct art_sprite *sp, double x, double y, double radius,
                    double turn, bool flip, double alpha)
{
    int n = cairo_image_surface_get_width(sp->im);
    double k = 2 * radius * SPRITE_MARGIN / n;
    cairo_save(s->cr);
    cairo_translate(s->cr, x, y);
    cairo_rotate(s->cr, turn);
    cairo_scale(s->cr, flip ? -k : k, k);
    cairo_set_source_surface(s->cr, sp->im, -n / 2.0, -n / 2.0);
    cairo_pattern_set_filter(cairo_get_source(s->cr), CAIRO_FILTER_BILINEAR);
    if (alpha < 1) {
        cairo_paint_with_alpha(s->cr, alpha);
    } else {
        cairo_paint(s->cr);
    }
    cairo_restore(s->cr);
}
