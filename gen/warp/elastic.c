// SPDX-License-Identifier: MIT
/*
 * elastic - a random displacement field that can be asked for at any point.
 *
 * Simard, Steinkraus and Platt ("Best practices for convolutional neural networks applied to visual
 * document analysis", ICDAR 2003) blur a field of independent random displacements, one a pixel, with a
 * Gaussian. Here the random vectors stand on a square lattice of spacing h and are blended by the cubic
 * B-spline b, whose shape is nearly a Gaussian of deviation h / sqrt(3):
 *
 *     d(x, y) = (a / sigma) sum_ij b(x/h - i) b(y/h - j) r_ij,       r_ij uniform in [-1, 1)^2
 *
 * Deviation: the field needs no memory and no grid of pixels. r_ij is a hash of (key, i, j), so that 16
 * of them are made for each point, wherever it lies; outlines have far fewer points than a picture has
 * pixels. The field is C2, so that strokes keep smooth edges.
 *
 * sigma makes `a` the deviation of each component. The mean over x of sum_i b(x - i)^2 is the integral of
 * b^2, 151/315; r has variance 1/3; so sigma = (151/315) / sqrt(3).
 *
 * No fold. sum_i |b'(t - i)| is largest half-way between lattice points, where it is 3/2, and
 * sum_j b = 1, so each first derivative of d is at most g = 1.5 a / (sigma h) = 5.42 a / h, whatever the
 * random numbers are. The identity plus a map whose 2 x 2 derivative has entries up to g has a
 * determinant of at least (1 - g)^2 - g^2 = 1 - 2 g, and is one to one if 2 g < 1. `a` is held at
 * 0.083 h: 2 g = 0.9.
 *
 * Curvature. The second derivative along one axis has variance (8/3) (151/315) / 3 in units of
 * (a / (sigma h^2))^2, since the integral of b''^2 is 8/3: a deviation of 2.36 a / h^2.
 */
#include "warp/elastic.h"

#include "base/simd.h"

#define SIGMA (151.0 / 315 / 1.7320508075688772)
/* Lattice coordinates are made positive, so that cutting off the fraction rounds down. */
#define ORIGIN 1048576.0

bool elastic_init(struct warp_elastic *c, double deviation_px, double scale_px, uint32_t key)
{
    if (!(scale_px > 0) || !(deviation_px > 0)) {
        return false;
    }
    *c = (struct warp_elastic){fmin(deviation_px, ELASTIC_MOST * scale_px), 1 / scale_px, key};
    return true;
}

struct bend_bound elastic_bound(const struct warp_elastic *c)
{
    double gradient = 5.42 * c->amp_px * c->inv_px;
    return (struct bend_bound){3 * 2.36 * c->amp_px * c->inv_px * c->inv_px, 1 + gradient};
}

VEC void elastic_move(const struct warp_elastic *c, double *restrict u, double *restrict v, size_t n)
{
    double inv = c->inv_px, gain = c->amp_px / SIGMA / 32768;
    uint32_t key = c->key;
    for (size_t k = 0; k < n; k++) {
        double x = u[k] * inv + ORIGIN, y = v[k] * inv + ORIGIN;
        x = x > 2 ? x : 2;
        y = y > 2 ? y : 2;
        x = x < 2 * ORIGIN ? x : 2 * ORIGIN;
        y = y < 2 * ORIGIN ? y : 2 * ORIGIN;
        int32_t ix = (int32_t)x, iy = (int32_t)y;
        double t = x - ix, s = y - iy, t1 = 1 - t, s1 = 1 - s;
        double bx[4] = {t1 * t1 * t1 / 6, (4 + t * t * (3 * t - 6)) / 6,
                        (4 + t1 * t1 * (3 * t1 - 6)) / 6, t * t * t / 6};
        double by[4] = {s1 * s1 * s1 / 6, (4 + s * s * (3 * s - 6)) / 6,
                        (4 + s1 * s1 * (3 * s1 - 6)) / 6, s * s * s / 6};
        double du = 0, dv = 0;
#pragma GCC unroll 4
        for (int i = 0; i < 4; i++) {
            double cu = 0, cv = 0;
#pragma GCC unroll 4
            for (int j = 0; j < 4; j++) {
                /* one hash holds both components, 16 bits each */
                uint32_t r = rng_hash(key, (uint32_t)(ix + i - 1), (uint32_t)(iy + j - 1));
                cu += by[j] * ((int32_t)(r & 0xffff) - 32768);
                cv += by[j] * ((int32_t)(r >> 16) - 32768);
            }
            du += bx[i] * cu;
            dv += bx[i] * cv;
        }
        u[k] += gain * du;
        v[k] += gain * dv;
    }
}

static void move(const void *c, double *u, double *v, size_t n)
{
    elastic_move(c, u, v, n);
}

bool elastic_back(const struct warp_elastic *c, struct pt q, struct pt *p)
{
    return back_by_newton(move, c, q, p);
}
