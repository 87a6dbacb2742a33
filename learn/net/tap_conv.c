// SPDX-License-Identifier: MIT
/*
 * Forward, output pixel (y, x) sees input (stride y - pad + ky, stride x - pad + kx) at tap (ky, kx). Backward, an input pixel is under
 * those taps whose distance to it is a multiple of the stride; so the inputs fall into stride x stride classes, each with its own
 * taps, and each class is a convolution of dY without strides.
 *
 * Orders in memory (bf16 pairs; P: PANEL columns):
 *     filters forward   [taps][out / P][in / 2][P][2]      turned   [taps][in / P][out / 2][P][2]
 *     gathered pixels   [taps][CHUNK][channels]            of gradients   [taps][channels / P][CHUNK / 2][P][2]
 *     sums              [CHUNK][P] fp32                    of gradients   [taps][out][in] fp32
 */
#include "net/tap_conv.h"

#include <string.h>

#include "base/st.h"
#include "net/pair_product.h"

enum { CHUNK = 128, LANES = BF16_LANES, PANEL = PAIR_PANEL };

static int taps_of(const struct tap_conv *k)
{
    return k->kernel[0] * k->kernel[1];
}

size_t tap_filter_count(const struct tap_conv *k, int64_t in, int64_t out)
{
    return (size_t)(taps_of(k) * in * out);
}

size_t tap_room(const struct tap_conv *k, int64_t in, int64_t out)
{
    size_t taps = (size_t)taps_of(k), most = (size_t)(in > out ? in : out);
    size_t products = taps * CHUNK * most * sizeof(uint16_t) + CHUNK * PANEL * sizeof(float);
    size_t gradient = CHUNK * (size_t)(out + (int64_t)taps * in) * sizeof(uint16_t) +
                      taps * (size_t)(in * out) * sizeof(float);
    return (products > gradient ? products : gradient) + 64;
}

#if BF16_LOOPS

/* --- pixels ---------------------------------------------------------------------------------------------- */

/* The pixels that a product has a row for: every stride-th of an image, from `first` on. */
struct lattice {
    int64_t n, h, w;             /* of the lattice */
    int64_t first[2], stride[2]; /* pixel (y, x) of it lies at first + stride (y, x) */
};

static int64_t rows_of(const struct lattice *l)
{
    return l->n * l->h * l->w;
}

static const uint16_t zeros[LANES];

/* Where the pixel of row r is in m, moved by so much; zeros outside, step 0. */
static const uint16_t *pixel_at(const struct bf16_image *m, const struct lattice *l, int64_t r,
                                int64_t down, int64_t right, int64_t *step)
{
    int64_t n = r / (l->h * l->w), y = r / l->w % l->h * l->stride[0] + l->first[0] + down;
    int64_t x = r % l->w * l->stride[1] + l->first[1] + right;
    bool in = n < l->n && y >= 0 && x >= 0 && y < m->h && x < m->w;
    *step = in ? m->step_c : 0;
    return in ? m->px + n * m->step_n + y * m->step_h + x * m->step_w : zeros;
}

/* Rows r0 ... r0 + n - 1 -> to: [n][C]. */
BF16_CODE static void gather(const struct bf16_image *m, const struct lattice *l, int64_t r0,
                             int64_t n, int64_t down, int64_t right, uint16_t *to)
{
    for (int64_t r = 0; r < n; r++) {
        int64_t step;
        const uint16_t *px = pixel_at(m, l, r0 + r, down, right, &step);
        for (int64_t b = 0; b < m->c / LANES; b++) {
            _mm256_storeu_si256((__m256i *)(to + r * m->c + b * LANES),
                                _mm256_loadu_si256((const __m256i *)(px + b * step)));
        }
    }
}

/* Rows r0 ... -> to: [C / P][n / 2][P][2]. */
BF16_CODE static void gather_pairs(const struct bf16_image *m, const struct lattice *l, int64_t r0,
                                   int64_t n, int64_t down, int64_t right, uint16_t *to)
{
    for (int64_t r = 0; r < n; r += 2) {
        int64_t step[2];
        const uint16_t *first = pixel_at(m, l, r0 + r, down, right, &step[0]);
        const uint16_t *second = pixel_at(m, l, r0 + r + 1, down, right, &step[1]);
        for (int64_t c = 0; c < m->c; c += LANES) {
            int64_t panel = c / PANEL * PANEL, width = pair_panel(panel, m->c), b = c / LANES;
            _mm512_storeu_si512(
                to + panel * n + r * width + 2 * (c - panel),
                bf16_pairs(_mm256_loadu_si256((const __m256i *)(first + b * step[0])),
                           _mm256_loadu_si256((const __m256i *)(second + b * step[1]))));
        }
    }
}

/* Sums [n][width] of channels c0 ... -> pixels of the lattice in m. */
BF16_CODE static void scatter(const struct bf16_image *m, const struct lattice *l, int64_t r0,
                              int64_t n, int64_t c0, int64_t width, bool add, const float *sum)
{
    int64_t rows = rows_of(l);
    for (int64_t r = 0; r < n && r0 + r < rows; r++) {
        int64_t step;
        uint16_t *to = (uint16_t *)pixel_at(m, l, r0 + r, 0, 0, &step) + c0 / LANES * step;
        for (int64_t b = 0; b < width / LANES; b++) {
            bf16_vec v = _mm512_loadu_ps(sum + r * width + b * LANES);
            if (add) {
                v = v + bf16_load(to + b * step);
            }
            bf16_store(to + b * step, v);
        }
    }
}

/* --- products --------------------------------------------------------------------------------------------- */

/* How a tap moves, and where its filters are. */
struct tap {
    int64_t down, right;
    const uint16_t *filters;
};

/* Sums over taps of from's pixels at rows of `at`, each with its filters, -> to's pixels at rows of `goal`. */
static void product(const struct bf16_image *from, const struct lattice *at, const struct tap *tap,
                    int taps, const struct bf16_image *to, const struct lattice *goal, bool add,
                    void *room)
{
    uint16_t *a = room;
    float *sum = (float *)(a + (int64_t)taps * CHUNK * from->c);
    for (int64_t r = 0; r < rows_of(goal); r += CHUNK) {
        for (int t = 0; t < taps; t++) {
            gather(from, at, r, CHUNK, tap[t].down, tap[t].right, a + t * CHUNK * from->c);
        }
        for (int64_t c = 0; c < to->c; c += PANEL) {
            int64_t width = pair_panel(c, to->c);
            memset(sum, 0, (size_t)(taps ? 0 : CHUNK * width) * sizeof *sum);
            for (int t = 0; t < taps; t++) {
                pair_product(&(struct pair_product){.a = a + t * CHUNK * from->c,
                                                    .rows = CHUNK,
                                                    .row_step = from->c / 2,
                                                    .pair_step = 1,
                                                    .b = tap[t].filters + c * from->c,
                                                    .pairs = from->c / 2,
                                                    .columns = width,
                                                    .sum = sum,
                                                    .sum_step = width,
                                                    .add = t > 0});
            }
            scatter(to, goal, r, CHUNK, c, width, add, sum);
        }
    }
}

static struct lattice outputs(const struct bf16_image *y)
{
    return (struct lattice){.n = y->n, .h = y->h, .w = y->w, .stride = {1, 1}};
}

/* Where outputs' upper left taps are. */
static struct lattice inputs_of(const struct tap_conv *k, const struct bf16_image *y)
{
    return (struct lattice){.n = y->n,
                            .h = y->h,
                            .w = y->w,
                            .first = {-k->pad[0], -k->pad[1]},
                            .stride = {k->stride[0], k->stride[1]}};
}

void tap_forward(const struct tap_conv *k, const struct bf16_image *x, const uint16_t *forward,
                 const struct bf16_image *y)
{
    struct lattice from = inputs_of(k, y), to = outputs(y);
    struct tap tap[TAP_MOST];
    for (int t = 0; t < taps_of(k); t++) {
        tap[t] = (struct tap){t / k->kernel[1], t % k->kernel[1], forward + t * x->c * y->c};
    }
    product(x, &from, tap, taps_of(k), y, &to, false, k->room);
}

/* Taps over inputs of class (a, b), whose outputs they belong to relative to the class's own place; returns how many. */
static int taps_over(const struct tap_conv *k, int64_t a, int64_t b, const uint16_t *turned,
                     int64_t size, struct tap *tap)
{
    int n = 0;
    for (int t = 0; t < taps_of(k); t++) {
        int64_t down = a + k->pad[0] - t / k->kernel[1], right = b + k->pad[1] - t % k->kernel[1];
        if (down % k->stride[0] == 0 && right % k->stride[1] == 0) {
            tap[n++] = (struct tap){down / k->stride[0], right / k->stride[1], turned + t * size};
        }
    }
    return n;
}

void tap_backward(const struct tap_conv *k, const struct bf16_image *dy, const uint16_t *turned,
                  const struct bf16_image *dx, bool add)
{
    for (int64_t a = 0; a < k->stride[0]; a++) {
        for (int64_t b = 0; b < k->stride[1]; b++) {
            struct tap tap[TAP_MOST];
            int taps = taps_over(k, a, b, turned, dx->c * dy->c, tap);
            struct lattice goal = {.n = dx->n,
                                   .h = (dx->h - a + k->stride[0] - 1) / k->stride[0],
                                   .w = (dx->w - b + k->stride[1] - 1) / k->stride[1],
                                   .first = {a, b},
                                   .stride = {k->stride[0], k->stride[1]}};
            struct lattice from = goal;
            from.first[0] = from.first[1] = 0;
            from.stride[0] = from.stride[1] = 1;
            if (taps > 0 || !add) {
                product(dy, &from, tap, taps, dx, &goal, add, k->room);
            }
        }
    }
}

/* --- gradient of the filters ------------------------------------------------------------------------------- */

/* sum: [taps][filters] -> dw: [filters][taps], added. */
static void add_filters(const float *sum, int64_t filters, int taps, float *dw)
{
    for (int64_t f = 0; f < filters; f++) {
        for (int t = 0; t < taps; t++) {
            dw[f * taps + t] += sum[t * filters + f];
        }
    }
}

void tap_gradient(const struct tap_conv *k, const struct bf16_image *x, const struct bf16_image *dy,
                  float *dw)
{
    struct lattice from = inputs_of(k, dy), at = outputs(dy);
    int64_t in = x->c, out = dy->c;
    int taps = taps_of(k);
    uint16_t *vy = k->room, *vx = vy + CHUNK * out;
    float *sum = (float *)(vx + taps * CHUNK * in);
    for (int64_t r = 0; r < rows_of(&at); r += CHUNK) {
        gather_pairs(dy, &at, r, CHUNK, 0, 0, vy);
        for (int t = 0; t < taps; t++) {
            gather_pairs(x, &from, r, CHUNK, t / k->kernel[1], t % k->kernel[1],
                         vx + t * CHUNK * in);
            pair_gradient(vy, out, vx + t * CHUNK * in, in, CHUNK, r > 0, sum + t * in * out);
        }
    }
    add_filters(sum, in * out, taps, dw);
}

/* --- filters -------------------------------------------------------------------------------------------------- */

/* Tap t of 16 filters of one output. */
BF16_INLINE __m256i tap_of(const float *w, int taps, int t)
{
    float v[LANES];
    for (int i = 0; i < LANES; i++) {
        v[i] = w[i * taps + t];
    }
    return bf16_narrow(_mm512_loadu_ps(v));
}

BF16_CODE void tap_filters(const struct tap_conv *k, const float *w, int64_t out, int64_t in,
                           uint16_t *forward, uint16_t *turned)
{
    int taps = taps_of(k);
    for (int64_t b = 0; b < in / LANES * (out / 2); b++) {
        struct pair_block p = pair_block(b, in, out);
        for (int t = 0; t < taps; t++) {
            __m256i v0 = tap_of(w + (p.out * in + p.in) * taps, taps, t);
            __m256i v1 = tap_of(w + ((p.out + 1) * in + p.in) * taps, taps, t);
            if (forward) {
                uint16_t *to = forward + t * in * out + p.forward;
                pair_column(to, p.forward_columns, v0);
                pair_column(to + 2, p.forward_columns, v1);
            }
            if (turned) {
                _mm512_storeu_si512(turned + t * in * out + p.turned, bf16_pairs(v0, v1));
            }
        }
    }
}

#else

static void missing(void)
{
    BUG("tap_conv: not on this processor");
}

void tap_filters(const struct tap_conv *k, const float *w, int64_t out, int64_t in,
                 uint16_t *forward, uint16_t *turned)
{
    (void)k, (void)w, (void)out, (void)in, (void)forward, (void)turned;
    missing();
}

void tap_forward(const struct tap_conv *k, const struct bf16_image *x, const uint16_t *forward,
                 const struct bf16_image *y)
{
    (void)k, (void)x, (void)forward, (void)y;
    missing();
}

void tap_backward(const struct tap_conv *k, const struct bf16_image *dy, const uint16_t *turned,
                  const struct bf16_image *dx, bool add)
{
    (void)k, (void)dy, (void)turned, (void)dx, (void)add;
    missing();
}

void tap_gradient(const struct tap_conv *k, const struct bf16_image *x, const struct bf16_image *dy,
                  float *dw)
{
    (void)k, (void)x, (void)dy, (void)dw;
    missing();
}

#endif
