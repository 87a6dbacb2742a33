// SPDX-License-Identifier: MIT
/*
 * t-SNE. Similarities of the vectors: p_ij from Gaussians around each, whose widths are sought so that each sees `perplexity` neighbours;
 * symmetrised, summing to 1. On the plane: q_ij proportional to 1 / (1 + |y_i - y_j|^2). Gradient of the Kullback-Leibler divergence:
 *     dC/dy_i = 4 sum_j (a p_ij - q_ij) w_ij (y_i - y_j),   w_ij = 1 / (1 + |y_i - y_j|^2),  q_ij = w_ij / sum w
 * with a = 12 for the first quarter of the steps (early exaggeration), momentum 0.5 then 0.8, gains as in the authors' code, and a learning rate
 * of n / 12, at least 50 (Belkina et al., Nature Communications 10, 2019).
 */
#include "eval/embedding_map.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/simd.h"
#include "search/dots.h"

enum { STEPS = 500, ROUNDS = 60 };

static void *zeros(size_t n, size_t size)
{
    void *p = calloc(n + 1, size);
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

/* --- principal components -------------------------------------------------------------------------- */

static void normalise(double *x, int n)
{
    double sum = 0;
    for (int i = 0; i < n; i++) {
        sum += x[i] * x[i];
    }
    for (int i = 0; i < n && sum > 0; i++) {
        x[i] /= sqrt(sum);
    }
}

/* out = C x, C the covariance times n, without `other`, a direction that was found already. */
static void times_covariance(const float *v, size_t n, int dims, const double *mean,
                             const double *x, const double *other, double *out)
{
    memset(out, 0, (size_t)dims * sizeof *out);
    for (size_t i = 0; i < n; i++) {
        const float *r = v + i * (size_t)dims;
        double s = 0;
        for (int d = 0; d < dims; d++) {
            s += ((double)r[d] - mean[d]) * x[d];
        }
        for (int d = 0; d < dims; d++) {
            out[d] += ((double)r[d] - mean[d]) * s;
        }
    }
    double along = 0;
    for (int d = 0; d < dims && other; d++) {
        along += out[d] * other[d];
    }
    for (int d = 0; d < dims && other; d++) {
        out[d] -= along * other[d];
    }
}

void embedding_map_pca(const float *v, size_t n, int dims, double *xy)
{
    size_t m = (size_t)dims;
    double *mean = zeros(m, sizeof *mean), *axis = zeros(2 * m, sizeof *axis),
           *next = zeros(m, sizeof *next);
    for (size_t i = 0; i < n * m; i++) {
        mean[i % m] += (double)v[i] / (double)n;
    }
    for (int k = 0; k < 2; k++) {
        double *x = axis + (size_t)k * m;
        for (int d = 0; d < dims; d++) {
            x[d] =
                1 +
                0.37 *
                    ((d * 7 + k * 3) %
                     5); /* any start that no direction of the data is likely to be at right angles to */
        }
        normalise(x, dims);
        for (int r = 0; r < ROUNDS; r++) {
            times_covariance(v, n, dims, mean, x, k ? axis : NULL, next);
            memcpy(x, next, m * sizeof *x);
            normalise(x, dims);
        }
        for (size_t i = 0; i < n; i++) {
            xy[2 * i + (size_t)k] = 0;
            for (int d = 0; d < dims; d++) {
                xy[2 * i + (size_t)k] += ((double)v[i * m + (size_t)d] - mean[d]) * x[d];
            }
        }
    }
    free(mean);
    free(axis);
    free(next);
}

/* --- t-SNE ----------------------------------------------------------------------------------------- */

/* p: row of n similarities exp(-beta d), 0 at `self`, summing to 1, with beta such that their entropy is ln(perplexity). d: squared distances */
static void sharpen(const float *d, size_t n, size_t self, double perplexity, float *p)
{
    double beta = 1, lo = 0, hi = INFINITY, want = log(perplexity), least = INFINITY;
    for (size_t j = 0; j < n; j++) {
        least = j != self && (double)d[j] < least ? (double)d[j] : least;
    }
    for (int round = 0; round < 60; round++) {
        double sum = 0, mean = 0;
        for (size_t j = 0; j < n; j++) {
            double x = j == self ? 0
                                 : exp(-beta * ((double)d[j] -
                                                least)); /* the nearest is 1: no underflow of all */
            p[j] = (float)x;
            sum += x;
            mean += x * ((double)d[j] - least);
        }
        for (size_t j = 0; j < n; j++) {
            p[j] = (float)((double)p[j] / sum);
        }
        double entropy = log(sum) + beta * mean / sum;
        if (fabs(entropy - want) < 1e-5) {
            break;
        }
        if (entropy > want) {
            lo = beta;
            beta = isinf(hi) ? 2 * beta : (beta + hi) / 2;
        } else {
            hi = beta;
            beta = (lo + beta) / 2;
        }
    }
}

static float *similarities(const float *v, size_t n, int dims)
{
    float *p = zeros(size_mul(n, n), sizeof *p), *d = zeros(n, sizeof *d);
    double perplexity = fmax(1.5, fmin(30, ((double)n - 1) / 3));
    for (size_t i = 0; i < n; i++) {
        dots_all(v + i * (size_t)dims, 1, v, n, dims, d);
        for (size_t j = 0; j < n; j++) {
            d[j] = 2 - 2 * d[j]; /* squared distance of vectors of unit length */
        }
        sharpen(d, n, i, perplexity, p + i * n);
    }
    for (size_t i = 0; i < n; i++) {
        for (size_t j = 0; j < i; j++) {
            p[i * n + j] = p[j * n + i] = (p[i * n + j] + p[j * n + i]) / (2 * (float)n);
        }
    }
    free(d);
    return p;
}

enum { WIDE = 16 };

/* Of point i: w: its w_ij, 0 at i. Returns their sum. x, y, w: padded to WIDE with points that are very far off. */
VEC static double weights(const float *x, const float *y, size_t n, size_t i, float *w)
{
    float lane[WIDE] = {0};
    double sum = 0;
    for (size_t j = 0; j < n; j += WIDE) {
        for (size_t l = 0; l < WIDE; l++) {
            float dx = x[i] - x[j + l], dy = y[i] - y[j + l];
            w[j + l] = 1 / (1 + dx * dx + dy * dy);
            lane[l] += w[j + l];
        }
    }
    for (size_t l = 0; l < WIDE; l++) {
        sum += (double)lane[l];
    }
    sum -= (double)w[i];
    w[i] = 0;
    return sum;
}

/* attraction sum p w (y_i - y_j) and repulsion sum w^2 (y_i - y_j) of point i */
VEC static void forces(const float *x, const float *y, const float *p, const float *w, size_t n,
                       size_t i, double pull[2], double push[2])
{
    float ax[WIDE] = {0}, ay[WIDE] = {0}, rx[WIDE] = {0}, ry[WIDE] = {0};
    for (size_t j = 0; j < n; j += WIDE) {
        for (size_t l = 0; l < WIDE; l++) {
            float dx = x[i] - x[j + l], dy = y[i] - y[j + l], a = p[j + l] * w[j + l],
                  r = w[j + l] * w[j + l];
            ax[l] += a * dx;
            ay[l] += a * dy;
            rx[l] += r * dx;
            ry[l] += r * dy;
        }
    }
    pull[0] = pull[1] = push[0] = push[1] = 0;
    for (size_t l = 0; l < WIDE; l++) {
        pull[0] += (double)ax[l];
        pull[1] += (double)ay[l];
        push[0] += (double)rx[l];
        push[1] += (double)ry[l];
    }
}

struct sne {
    size_t n, room; /* room: n rounded up to WIDE */
    float *p;       /* (n, room) */
    float *x, *y, *w;
    double *gain, *step, *pull, *push; /* (n, 2) */
};

static void one_step(struct sne *s, double exaggeration, double momentum, double rate)
{
    double total = 0, mean[2] = {0};
    for (size_t i = 0; i < s->n; i++) {
        total += weights(s->x, s->y, s->room, i, s->w);
        forces(s->x, s->y, s->p + i * s->room, s->w, s->room, i, s->pull + 2 * i, s->push + 2 * i);
    }
    for (size_t i = 0; i < 2 * s->n; i++) {
        double g = 4 * (exaggeration * s->pull[i] - s->push[i] / total);
        s->gain[i] = (g > 0) != (s->step[i] > 0) ? s->gain[i] + 0.2 : fmax(0.01, 0.8 * s->gain[i]);
        s->step[i] = momentum * s->step[i] - rate * s->gain[i] * g;
        float *at = i % 2 ? &s->y[i / 2] : &s->x[i / 2];
        *at = (float)((double)*at + s->step[i]);
        mean[i % 2] += (double)*at / (double)s->n;
    }
    for (size_t i = 0; i < s->n; i++) {
        s->x[i] -= (float)mean[0];
        s->y[i] -= (float)mean[1];
    }
}

static void start(struct sne *s, const float *v, size_t n, int dims, double *xy)
{
    float *p = similarities(v, n, dims);
    double scale = 0;
    *s = (struct sne){.n = n, .room = (n + WIDE - 1) / WIDE * WIDE};
    s->p = zeros(size_mul(n, s->room), sizeof *s->p);
    s->x = zeros(s->room, sizeof *s->x);
    s->y = zeros(s->room, sizeof *s->y);
    s->w = zeros(s->room, sizeof *s->w);
    s->gain = zeros(2 * n, sizeof *s->gain);
    s->step = zeros(2 * n, sizeof *s->step);
    s->pull = zeros(2 * n, sizeof *s->pull);
    s->push = zeros(2 * n, sizeof *s->push);
    for (size_t i = 0; i < n; i++) {
        memcpy(s->p + i * s->room, p + i * n, n * sizeof *p);
    }
    free(p);
    embedding_map_pca(v, n, dims, xy);
    for (size_t i = 0; i < n; i++) {
        scale += xy[2 * i] * xy[2 * i] / (double)n;
    }
    scale = scale > 0 ? 1e-4 / sqrt(scale) : 1;
    for (size_t i = 0; i < s->room; i++) {
        /* equal vectors must not begin at one point: nothing could ever part them */
        s->x[i] = i < n ? (float)(xy[2 * i] * scale + 1e-7 * cos((double)i)) : 1e18f;
        s->y[i] = i < n ? (float)(xy[2 * i + 1] * scale + 1e-7 * sin((double)i)) : 1e18f;
    }
    for (size_t i = 0; i < 2 * n; i++) {
        s->gain[i] = 1;
    }
}

void embedding_map_place(const float *v, size_t n, int dims, int steps,
                         bool (*progress)(void *ctx, int done), void *ctx, double *xy)
{
    if (n > MAP_MOST) {
        BUG("a map of %zu", n);
    }
    if (n < 4) {
        embedding_map_pca(v, n, dims, xy);
        return;
    }
    struct sne s;
    start(&s, v, n, dims, xy);
    steps = steps > 0 ? steps : STEPS;
    double rate = fmax(50, (double)n / 12);
    for (int t = 0; t < steps; t++) {
        bool early = t < steps / 4;
        one_step(&s, early ? 12 : 1, early ? 0.5 : 0.8, rate);
        if (progress && !progress(ctx, t + 1)) {
            break;
        }
    }
    for (size_t i = 0; i < n; i++) {
        xy[2 * i] = (double)s.x[i];
        xy[2 * i + 1] = (double)s.y[i];
    }
    free(s.p);
    free(s.x);
    free(s.y);
    free(s.w);
    free(s.gain);
    free(s.step);
    free(s.pull);
    free(s.push);
}

/* --- drawing --------------------------------------------------------------------------------------- */

void embedding_map_tone(uint32_t label, uint8_t rgb[3])
{
    static const uint8_t tone[8][3] = {{0, 114, 178},   {213, 94, 0},  {0, 158, 115},
                                       {204, 121, 167}, {230, 159, 0}, {86, 180, 233},
                                       {68, 68, 68},    {190, 180, 30}};
    memcpy(rgb, tone[label % 8], 3);
}

/* A frame of two pixels and the thumbnail in it; or a square of six pixels. */
static void put(struct image *im, int cx, int cy, const struct image *thumb, int thumb_px,
                const uint8_t frame[3])
{
    int side = thumb->px ? thumb_px + 4 : 6, x0 = cx - side / 2, y0 = cy - side / 2;
    for (int y = 0; y < side; y++) {
        for (int x = 0; x < side; x++) {
            bool inside = thumb->px && x >= 2 && y >= 2 && x < side - 2 && y < side - 2;
            const uint8_t *from =
                inside ? thumb->px + 3 * ((size_t)(y - 2) * (size_t)thumb_px + (size_t)(x - 2))
                       : frame;
            if (x0 + x >= 0 && y0 + y >= 0 && x0 + x < im->width_px && y0 + y < im->height_px) {
                memcpy(im->px + 3 * ((size_t)(y0 + y) * (size_t)im->width_px + (size_t)(x0 + x)),
                       from, 3);
            }
        }
    }
}

enum st embedding_map_draw(const double *xy, const uint32_t *label, const struct image *thumb,
                           size_t n, int side_px, int thumb_px, struct image *out, struct err *e)
{
    enum st st = image_init(out, side_px, side_px, 3, e);
    if (st) {
        return st;
    }
    memset(out->px, 255, (size_t)side_px * (size_t)side_px * 3);
    double lo[2] = {INFINITY, INFINITY}, hi[2] = {-INFINITY, -INFINITY};
    for (size_t i = 0; i < 2 * n; i++) {
        lo[i % 2] = fmin(lo[i % 2], xy[i]);
        hi[i % 2] = fmax(hi[i % 2], xy[i]);
    }
    double span = fmax(fmax(hi[0] - lo[0], hi[1] - lo[1]), 1e-12), room = side_px - thumb_px - 12;
    for (size_t i = 0; i < n; i++) {
        uint8_t frame[3];
        embedding_map_tone(label[i], frame);
        double x = side_px / 2. + room * (xy[2 * i] - (lo[0] + hi[0]) / 2) / span;
        double y = side_px / 2. - room * (xy[2 * i + 1] - (lo[1] + hi[1]) / 2) / span;
        put(out, (int)x, (int)y, &thumb[i], thumb_px, frame);
    }
    return ST_OK;
}
