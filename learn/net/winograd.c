// SPDX-License-Identifier: MIT
/*
 * F(2 x 2, 3 x 3) of Lavin & Gray 2016, "Fast Algorithms for Convolutional Neural Networks", after Winograd 1980. A tile of 2 x 2
 * outputs Y comes from the 4 x 4 inputs D around it and a filter G of 3 x 3:
 *
 *     Y = A' [(F G F') . (B' D B)] A        . : element by element, summed over input channels; ' : transposed
 *
 *          1  0 -1  0           1    0    0
 *     B' = 0  1  1  0      F =  1/2  1/2  1/2     A' = 1  1  1  0
 *          0 -1  1  0           1/2 -1/2  1/2          0  1 -1 -1
 *          0  1  0 -1           0    0    1
 *
 * For all tiles and channels the products are 16 matrix products, one for each place of the 4 x 4: (tiles, in) x (in, out). By
 * the chain rule, the filters' gradient is F' [sum over tiles (A dY A') . (B' D B)] F: 16 products (out, tiles) x (tiles, in). The gradient
 * of the inputs is the same convolution of dY with filters turned by 180 degrees, in and out exchanged.
 *
 * What is multiplied is rounded to bf16, sums and transforms are fp32. Differences of neighbours are larger than the pixels and
 * are rounded as a whole: for independent pixels the error's variance grows by (5/3)^2 over the direct convolution's, its deviation
 * by 5/3.
 *
 * Everything goes in chunks of CHUNK tiles, so that what lies between the transforms stays in the processor's second cache.
 *
 * Orders in memory (bf16 pairs are what the processor's dot product takes; P: PANEL columns):
 *     filters    [16][out / P][in / 2][P][2]          tiles forward   [16][CHUNK][in]
 *     sums       [16][CHUNK][P] fp32                  of gradients    [16][C / P][CHUNK / 2][P][2], inputs' and outputs'
 */
#include "net/winograd.h"

#include <string.h>

#include "base/st.h"
#include "net/pair_product.h"

enum { CHUNK = 128, PLACES = 16, LANES = BF16_LANES, PANEL = PAIR_PANEL };

bool winograd_fits(int64_t in, int64_t out)
{
    return in % LANES == 0 && out % LANES == 0 && in >= LANES && out >= LANES;
}

/* From place to place, in elements: 64 bytes more than the numbers take, for 16 streams that are a power of two apart would meet in
 * the same few lines of the first cache. */
static int64_t tiles_step(int64_t n, int64_t channels)
{
    return n * channels + 2 * LANES;
}

static int64_t sums_step(int64_t n, int64_t columns)
{
    return n * columns + LANES;
}

static int64_t filters_step(int64_t in, int64_t out)
{
    return in * out + 2 * LANES;
}

size_t winograd_filter_count(int64_t in, int64_t out)
{
    return (size_t)(PLACES * filters_step(in, out));
}

static int64_t tiles_of(int64_t n, int64_t h, int64_t w)
{
    return n * ((h + 1) / 2) * ((w + 1) / 2);
}

/* Tiles that are treated together: all, or CHUNK; rounded up to what the products take. */
static int64_t chunk_of(int64_t tiles)
{
    return tiles >= CHUNK ? CHUNK : (tiles + PAIR_ROWS - 1) / PAIR_ROWS * PAIR_ROWS;
}

size_t winograd_room(int64_t in, int64_t out, int64_t n, int64_t h, int64_t w)
{
    int64_t t = chunk_of(tiles_of(n, h, w)), most = in > out ? in : out;
    int64_t forward = 2 * tiles_step(t, most) + 4 * sums_step(t, PANEL);
    int64_t back = 2 * (tiles_step(t, in) + tiles_step(t, out)) + 4 * in * out;
    return (size_t)(PLACES * (forward > back ? forward : back)) + 64;
}

#if BF16_LOOPS

typedef bf16_vec vec;

/* --- tiles of an image -------------------------------------------------------------------------------- */

static const uint16_t zeros[LANES];

/* Where a square of pixels is for the first 16 channels, and how far it is to the next 16; zeros beyond the edge. */
struct square {
    const uint16_t *at[PLACES];
    int64_t step[PLACES];
};

struct place {
    int64_t n, y, x; /* of the tile's first output */
};

static struct place place_of(const struct bf16_image *m, int64_t t)
{
    int64_t across = (m->w + 1) / 2, down = (m->h + 1) / 2;
    return (struct place){t / (across * down), t / across % down * 2, t % across * 2};
}

/* size x size pixels from `before` to the left of and above tile t on. */
static void find_square(const struct bf16_image *m, int64_t t, int size, int before,
                        struct square *s)
{
    struct place p = place_of(m, t);
    for (int r = 0; r < size; r++) {
        int64_t y = p.y + r - before;
        const uint16_t *row = m->px + p.n * m->step_n + y * m->step_h;
        bool there = p.n < m->n && y >= 0 && y < m->h;
        for (int c = 0; c < size; c++) {
            int64_t x = p.x + c - before;
            bool in = there && x >= 0 && x < m->w;
            s->at[r * size + c] = in ? row + x * m->step_w : zeros;
            s->step[r * size + c] = in ? m->step_c : 0;
        }
    }
}

BF16_INLINE vec pixel(const struct square *s, int i, int64_t block)
{
    return bf16_load(s->at[i] + block * s->step[i]);
}

/* B' D B of 16 channels. */
BF16_INLINE void transform_input(const struct square *s, int64_t block, vec v[PLACES])
{
    vec e[PLACES];
    BF16_UNROLL
    for (int r = 0; r < 4; r++) {
        vec d0 = pixel(s, 4 * r, block), d1 = pixel(s, 4 * r + 1, block);
        vec d2 = pixel(s, 4 * r + 2, block), d3 = pixel(s, 4 * r + 3, block);
        e[4 * r] = d0 - d2;
        e[4 * r + 1] = d1 + d2;
        e[4 * r + 2] = d2 - d1;
        e[4 * r + 3] = d1 - d3;
    }
    BF16_UNROLL
    for (int c = 0; c < 4; c++) {
        v[c] = e[c] - e[8 + c];
        v[4 + c] = e[4 + c] + e[8 + c];
        v[8 + c] = e[8 + c] - e[4 + c];
        v[12 + c] = e[4 + c] - e[12 + c];
    }
}

/* A dY A' of 16 channels. */
BF16_INLINE void transform_gradient(const struct square *s, int64_t block, vec v[PLACES])
{
    vec e[8];
    BF16_UNROLL
    for (int r = 0; r < 2; r++) {
        vec y0 = pixel(s, 2 * r, block), y1 = pixel(s, 2 * r + 1, block);
        e[4 * r] = y0;
        e[4 * r + 1] = y0 + y1;
        e[4 * r + 2] = y0 - y1;
        e[4 * r + 3] = -y1;
    }
    BF16_UNROLL
    for (int c = 0; c < 4; c++) {
        v[c] = e[c];
        v[4 + c] = e[c] + e[4 + c];
        v[8 + c] = e[c] - e[4 + c];
        v[12 + c] = -e[4 + c];
    }
}

/* A' M A of 16 channels. */
BF16_INLINE void transform_output(const float *m, int64_t step, vec y[4])
{
    vec e[8];
    BF16_UNROLL
    for (int c = 0; c < 4; c++) {
        vec m0 = _mm512_loadu_ps(m + c * step), m1 = _mm512_loadu_ps(m + (4 + c) * step);
        vec m2 = _mm512_loadu_ps(m + (8 + c) * step), m3 = _mm512_loadu_ps(m + (12 + c) * step);
        e[c] = m0 + m1 + m2;
        e[4 + c] = m1 - m2 - m3;
    }
    BF16_UNROLL
    for (int r = 0; r < 2; r++) {
        y[2 * r] = e[4 * r] + e[4 * r + 1] + e[4 * r + 2];
        y[2 * r + 1] = e[4 * r + 1] - e[4 * r + 2] - e[4 * r + 3];
    }
}

/* --- forward --------------------------------------------------------------------------------------------- */

/* A row of tiles, or a part of it: its four rows of pixels, zeros beyond the edge. */
struct strip {
    const uint16_t *row[4]; /* at x = 0, first 16 channels */
    int64_t step_x[4], step_c[4];
    int64_t x, tiles, w; /* of the first tile's first output; tiles; pixels of a row */
};

static struct strip strip_of(const struct bf16_image *m, int64_t t, int64_t tiles)
{
    struct place p = place_of(m, t);
    struct strip s = {.x = p.x, .tiles = tiles, .w = m->w};
    for (int r = 0; r < 4; r++) {
        int64_t y = p.y + r - 1;
        bool in = p.n < m->n && y >= 0 && y < m->h;
        s.row[r] = in ? m->px + p.n * m->step_n + y * m->step_h : zeros;
        s.step_x[r] = in ? m->step_w : 0;
        s.step_c[r] = in ? m->step_c : 0;
    }
    return s;
}

/* Column x of a strip, B' times it. */
BF16_INLINE void transform_column(const struct strip *s, const uint16_t *const row[4], int64_t x,
                                  vec e[4])
{
    vec d[4];
    bool in = x >= 0 && x < s->w;
    BF16_UNROLL
    for (int r = 0; r < 4; r++) {
        d[r] = bf16_load(in ? row[r] + x * s->step_x[r] : zeros);
    }
    e[0] = d[0] - d[2];
    e[1] = d[1] + d[2];
    e[2] = d[2] - d[1];
    e[3] = d[1] - d[3];
}

/* A strip as it is gone along: neighbouring tiles share two of their four columns, which are read and transformed once. */
struct walk {
    const struct strip *s;
    const uint16_t *row[4];
    int64_t x;
    vec e[4][4]; /* columns */
};

BF16_INLINE void begin_walk(struct walk *k, const struct strip *s, int64_t block)
{
    k->s = s;
    k->x = s->x + 1;
    for (int r = 0; r < 4; r++) {
        k->row[r] = s->row[r] + block * s->step_c[r];
    }
    transform_column(s, k->row, s->x - 1, k->e[0]);
    transform_column(s, k->row, s->x, k->e[1]);
}

/* The next tile, B' D B. */
BF16_INLINE void next_tile(struct walk *k, __m256i v[PLACES])
{
    transform_column(k->s, k->row, k->x, k->e[2]);
    transform_column(k->s, k->row, k->x + 1, k->e[3]);
    k->x += 2;
    BF16_UNROLL
    for (int r = 0; r < 4; r++) {
        v[4 * r] = bf16_narrow(k->e[0][r] - k->e[2][r]);
        v[4 * r + 1] = bf16_narrow(k->e[1][r] + k->e[2][r]);
        v[4 * r + 2] = bf16_narrow(k->e[2][r] - k->e[1][r]);
        v[4 * r + 3] = bf16_narrow(k->e[1][r] - k->e[3][r]);
    }
    BF16_UNROLL
    for (int r = 0; r < 4; r++) {
        k->e[0][r] = k->e[2][r];
        k->e[1][r] = k->e[3][r];
    }
}

/* 16 channels of a strip -> v: [16][place][..], tiles `step` apart. */
BF16_INLINE void spread_strip(const struct strip *s, int64_t block, uint16_t *v, int64_t place,
                              int64_t step)
{
    struct walk k;
    begin_walk(&k, s, block);
    for (int64_t t = 0; t < s->tiles; t++) {
        __m256i x[PLACES];
        next_tile(&k, x);
        BF16_UNROLL
        for (int i = 0; i < PLACES; i++) {
            _mm256_storeu_si256((__m256i *)(v + t * step + i * place), x[i]);
        }
    }
}

/* The same, an even number of tiles as pairs; `step`: from tile to tile, of which every second begins a pair. */
BF16_INLINE void spread_strip_pairs(const struct strip *s, int64_t block, uint16_t *v,
                                    int64_t place, int64_t step)
{
    struct walk k;
    begin_walk(&k, s, block);
    for (int64_t t = 0; t < s->tiles; t += 2) {
        __m256i x[PLACES], y[PLACES];
        next_tile(&k, x);
        next_tile(&k, y);
        BF16_UNROLL
        for (int i = 0; i < PLACES; i++) {
            _mm512_storeu_si512(v + t * step + i * place, bf16_pairs(x[i], y[i]));
        }
    }
}

/* Tiles t0 ... t0 + n - 1 -> v: [16][n][C]. */
BF16_CODE static void spread(const struct bf16_image *m, int64_t t0, int64_t n, uint16_t *v)
{
    int64_t across = (m->w + 1) / 2;
    for (int64_t t = 0; t < n;) {
        int64_t rest = across - (t0 + t) % across, tiles = rest < n - t ? rest : n - t;
        struct strip s = strip_of(m, t0 + t, tiles);
        for (int64_t b = 0; b < m->c / LANES; b++) {
            spread_strip(&s, b, v + t * m->c + b * LANES, tiles_step(n, m->c), m->c);
        }
        t += tiles;
    }
}

BF16_INLINE void put(const struct winograd_job *j, uint16_t *to, vec y)
{
    if (j->add) {
        y = y + bf16_load(to);
    }
    if (j->relu) {
        y = _mm512_max_ps(y, _mm512_setzero_ps());
    }
    bf16_store(to, y);
}

/* Sums m: [16][n][width] of channels c0 ... -> the job's output. */
BF16_CODE static void collect(const struct winograd_job *j, int64_t t0, int64_t n, int64_t c0,
                              int64_t width, const float *m)
{
    const struct bf16_image *o = &j->out;
    for (int64_t t = 0; t < n; t++) {
        struct place p = place_of(o, t0 + t);
        if (p.n >= o->n) {
            break;
        }
        for (int64_t b = 0; b < width; b += LANES) {
            vec y[4], bias = j->bias ? _mm512_loadu_ps(j->bias + c0 + b) : _mm512_setzero_ps();
            transform_output(m + t * width + b, sums_step(n, width), y);
            uint16_t *to = o->px + p.n * o->step_n + (c0 + b) / LANES * o->step_c +
                           p.y * o->step_h + p.x * o->step_w;
            bool right = p.x + 1 < o->w, below = p.y + 1 < o->h;
            put(j, to, y[0] + bias);
            if (right) {
                put(j, to + o->step_w, y[1] + bias);
            }
            if (below) {
                put(j, to + o->step_h, y[2] + bias);
            }
            if (right && below) {
                put(j, to + o->step_h + o->step_w, y[3] + bias);
            }
        }
    }
}

void winograd_forward(const struct winograd_job *j)
{
    int64_t in = j->in.c, out = j->out.c, tiles = tiles_of(j->in.n, j->in.h, j->in.w),
            n = chunk_of(tiles);
    uint16_t *v = j->room;
    float *m = (float *)(v + PLACES * tiles_step(n, in));
    for (int64_t t = 0; t < tiles; t += n) {
        spread(&j->in, t, n, v);
        for (int64_t c = 0; c < out; c += PANEL) {
            int64_t width = pair_panel(c, out);
            for (int64_t i = 0; i < PLACES; i++) {
                pair_product(
                    &(struct pair_product){.a = v + i * tiles_step(n, in),
                                           .rows = n,
                                           .row_step = in / 2,
                                           .pair_step = 1,
                                           .b = j->filters + i * filters_step(in, out) + c * in,
                                           .pairs = in / 2,
                                           .columns = width,
                                           .sum = m + i * sums_step(n, width),
                                           .sum_step = width});
            }
            collect(j, t, n, c, width, m);
        }
    }
}

/* --- gradient of the filters ------------------------------------------------------------------------------- */

typedef void transform_fn(const struct square *s, int64_t block, vec v[PLACES]);

/* Tiles t0 ... -> v: [16][C / P][n / 2][P][2]. */
BF16_INLINE void spread_pairs(const struct bf16_image *m, int64_t t0, int64_t n, int size,
                              int before, transform_fn *transform, uint16_t *v)
{
    struct square s[2];
    for (int64_t t = 0; t < n; t += 2) {
        find_square(m, t0 + t, size, before, &s[0]);
        find_square(m, t0 + t + 1, size, before, &s[1]);
        for (int64_t c = 0; c < m->c; c += LANES) {
            vec x[PLACES], y[PLACES];
            int64_t panel = c / PANEL * PANEL, width = pair_panel(panel, m->c);
            uint16_t *to = v + panel * n + t * width + 2 * (c - panel);
            __m256i first[PLACES];
            transform(&s[0], c / LANES, x);
            BF16_UNROLL
            for (int i = 0; i < PLACES; i++) {
                first[i] = bf16_narrow(x[i]);
            }
            transform(&s[1], c / LANES, y);
            BF16_UNROLL
            for (int i = 0; i < PLACES; i++) {
                _mm512_storeu_si512(to + i * tiles_step(n, m->c),
                                    bf16_pairs(first[i], bf16_narrow(y[i])));
            }
        }
    }
}

BF16_CODE static void spread_inputs(const struct bf16_image *m, int64_t t0, int64_t n, uint16_t *v)
{
    int64_t across = (m->w + 1) / 2;
    if (across % 2) { /* pairs go from row to row */
        spread_pairs(m, t0, n, 4, 1, transform_input, v);
        return;
    }
    for (int64_t t = 0; t < n;) {
        int64_t rest = across - (t0 + t) % across, tiles = rest < n - t ? rest : n - t;
        struct strip s = strip_of(m, t0 + t, tiles);
        for (int64_t c = 0; c < m->c; c += LANES) {
            int64_t panel = c / PANEL * PANEL, width = pair_panel(panel, m->c);
            spread_strip_pairs(&s, c / LANES, v + panel * n + t * width + 2 * (c - panel),
                               tiles_step(n, m->c), width);
        }
        t += tiles;
    }
}

BF16_CODE static void spread_gradients(const struct bf16_image *m, int64_t t0, int64_t n,
                                       uint16_t *v)
{
    spread_pairs(m, t0, n, 2, 0, transform_gradient, v);
}

/* F' S F of 16 filters that lie side by side. */
BF16_INLINE void transform_sums(const float *sum, int64_t step, vec g[9])
{
    const vec half = _mm512_set1_ps(0.5f);
    vec e[12];
    BF16_UNROLL
    for (int c = 0; c < 4; c++) {
        vec s0 = _mm512_loadu_ps(sum + c * step), s1 = _mm512_loadu_ps(sum + (4 + c) * step);
        vec s2 = _mm512_loadu_ps(sum + (8 + c) * step), s3 = _mm512_loadu_ps(sum + (12 + c) * step);
        vec both = half * (s1 + s2);
        e[c] = s0 + both;
        e[4 + c] = half * (s1 - s2);
        e[8 + c] = both + s3;
    }
    BF16_UNROLL
    for (int r = 0; r < 3; r++) {
        vec both = half * (e[4 * r + 1] + e[4 * r + 2]);
        g[3 * r] = e[4 * r] + both;
        g[3 * r + 1] = half * (e[4 * r + 1] - e[4 * r + 2]);
        g[3 * r + 2] = both + e[4 * r + 3];
    }
}

BF16_CODE static void add_filters(const float *sum, int64_t filters, float *dw)
{
    for (int64_t f = 0; f < filters; f += LANES) {
        float tap[9][LANES] __attribute__((aligned(64)));
        vec g[9];
        transform_sums(sum + f, filters, g);
        BF16_UNROLL
        for (int k = 0; k < 9; k++) {
            _mm512_store_ps(tap[k], g[k]);
        }
        for (int i = 0; i < LANES; i++) {
            float *to = dw + (f + i) * 9;
            for (int k = 0; k < 9; k++) {
                to[k] += tap[k][i];
            }
        }
    }
}

void winograd_gradient(const struct bf16_image *x, const struct bf16_image *dy, float *dw,
                       void *room)
{
    int64_t in = x->c, out = dy->c, tiles = tiles_of(x->n, x->h, x->w), n = chunk_of(tiles);
    uint16_t *vx = room, *vy = vx + PLACES * tiles_step(n, in);
    float *sum = (float *)(vy + PLACES * tiles_step(n, out));
    for (int64_t t = 0; t < tiles; t += n) {
        spread_inputs(x, t, n, vx);
        spread_gradients(dy, t, n, vy);
        for (int64_t i = 0; i < PLACES; i++) {
            pair_gradient(vy + i * tiles_step(n, out), out, vx + i * tiles_step(n, in), in, n,
                          t > 0, sum + i * in * out);
        }
    }
    add_filters(sum, in * out, dw);
}

/* --- filters -------------------------------------------------------------------------------------------------- */

/* F G F' of 16 filters (out o, in i ... i + 15). */
BF16_INLINE void transform_filters(const float *w, __m256i u[PLACES])
{
    const vec half = _mm512_set1_ps(0.5f);
    float tap[9][LANES] __attribute__((aligned(64)));
    vec e[12];
    for (int i = 0; i < LANES; i++) {
        for (int k = 0; k < 9; k++) {
            tap[k][i] = w[9 * i + k];
        }
    }
    BF16_UNROLL
    for (int c = 0; c < 3; c++) {
        vec g0 = _mm512_load_ps(tap[c]), g1 = _mm512_load_ps(tap[3 + c]),
            g2 = _mm512_load_ps(tap[6 + c]);
        e[c] = g0;
        e[3 + c] = half * (g0 + g2 + g1);
        e[6 + c] = half * (g0 + g2 - g1);
        e[9 + c] = g2;
    }
    BF16_UNROLL
    for (int r = 0; r < 4; r++) {
        vec g0 = e[3 * r], g1 = e[3 * r + 1], g2 = e[3 * r + 2];
        u[4 * r] = bf16_narrow(g0);
        u[4 * r + 1] = bf16_narrow(half * (g0 + g2 + g1));
        u[4 * r + 2] = bf16_narrow(half * (g0 + g2 - g1));
        u[4 * r + 3] = bf16_narrow(g2);
    }
}

/* Turned by 180 degrees: places (r, c) change with (3 - r, 3 - c), 1 and 2 standing still, for F G with G upside down is F G with
 * rows 0 and 3 exchanged (and row 2 equal, its middle changing nothing). */
static int turned_place(int i)
{
    static const int other[4] = {3, 1, 2, 0};
    return 4 * other[i / 4] + other[i % 4];
}

BF16_CODE void winograd_filters(const float *w, int64_t out, int64_t in, uint16_t *forward,
                                uint16_t *turned)
{
    __m256i u[2][PLACES];
    for (int64_t b = 0; b < in / LANES * (out / 2); b++) {
        struct pair_block p = pair_block(b, in, out);
        transform_filters(w + (p.out * in + p.in) * 9, u[0]);
        transform_filters(w + ((p.out + 1) * in + p.in) * 9, u[1]);
        for (int k = 0; k < PLACES && forward; k++) {
            uint16_t *to = forward + k * filters_step(in, out) + p.forward;
            pair_column(to, p.forward_columns, u[0][k]);
            pair_column(to + 2, p.forward_columns, u[1][k]);
        }
        for (int k = 0; k < PLACES && turned; k++) {
            _mm512_storeu_si512(turned + turned_place(k) * filters_step(in, out) + p.turned,
                                bf16_pairs(u[0][k], u[1][k]));
        }
    }
}

#else

static void missing(void)
{
    BUG("winograd: not on this processor");
}

void winograd_filters(const float *w, int64_t out, int64_t in, uint16_t *forward, uint16_t *turned)
{
    (void)w, (void)out, (void)in, (void)forward, (void)turned;
    missing();
}

void winograd_forward(const struct winograd_job *j)
{
    (void)j;
    missing();
}

void winograd_gradient(const struct bf16_image *x, const struct bf16_image *dy, float *dw,
                       void *room)
{
    (void)x, (void)dy, (void)dw, (void)room;
    missing();
}

#endif
