// SPDX-License-Identifier: MIT
#include "net/image_norm.h"

#include <math.h>

#include "base/st.h"

#if BF16_LOOPS

enum { LANES = BF16_LANES, RUN = 64 };

typedef bf16_vec vec;

/* A run of pixels, 16 channels each: of an image whole where its rows follow each other, of a row else. */
struct runs {
    int64_t per_image, length, step; /* runs of an image, pixels of one, from one to the next */
};

static bool dense(const struct bf16_image *m)
{
    return m->step_h == m->w * m->step_w;
}

static struct runs runs_of(const struct bf16_image *m)
{
    return dense(m) ? (struct runs){1, m->h * m->w, 0} : (struct runs){m->h, m->w, m->step_h};
}

static int64_t offset(const struct bf16_image *m, int64_t run, int64_t channel)
{
    struct runs r = runs_of(m);
    return run / r.per_image * m->step_n + run % r.per_image * r.step + channel / LANES * m->step_c;
}

/* Sums of 16 channels in double. */
struct totals {
    __m512d low, high;
};

BF16_INLINE void add_up(struct totals *t, vec v)
{
    t->low = t->low + _mm512_cvtps_pd(_mm512_castps512_ps256(v));
    t->high = t->high + _mm512_cvtps_pd(_mm512_extractf32x8_ps(v, 1));
}

BF16_INLINE void get_totals(const struct totals *t, double to[LANES])
{
    _mm512_storeu_pd(to, t->low);
    _mm512_storeu_pd(to + 8, t->high);
}

static int64_t smaller(int64_t a, int64_t b)
{
    return a < b ? a : b;
}

BF16_CODE static void measure(const struct image_norm *k, int64_t c, double sum[LANES],
                              double squares[LANES])
{
    const struct bf16_image *x = &k->x;
    struct runs r = runs_of(x);
    struct totals all = {_mm512_setzero_pd(), _mm512_setzero_pd()}, square = all;
    for (int64_t run = 0; run < x->n * r.per_image; run++) {
        const uint16_t *px = x->px + offset(x, run, c);
        for (int64_t p = 0; p < r.length; p += RUN) {
            vec s = _mm512_setzero_ps(), q = s;
            for (int64_t i = p; i < smaller(p + RUN, r.length); i++) {
                vec v = bf16_load(px + i * x->step_w);
                s = s + v;
                q = _mm512_fmadd_ps(v, v, q);
            }
            add_up(&all, s);
            add_up(&square, q);
        }
    }
    get_totals(&all, sum);
    get_totals(&square, squares);
}

static void moments(const struct image_norm *k, int64_t c)
{
    double n = (double)(k->x.n * k->x.h * k->x.w), sum[LANES], squares[LANES];
    measure(k, c, sum, squares);
    for (int i = 0; i < LANES; i++) {
        double mean = sum[i] / n, variance = squares[i] / n - mean * mean;
        k->mean[c + i] = (float)mean;
        k->variance[c + i] = (float)(variance > 0 ? variance : 0);
    }
}

/* What y = a x + b is made of. */
static void line_of(const struct image_norm *k, int64_t c, float a[LANES], float b[LANES])
{
    for (int i = 0; i < LANES; i++) {
        a[i] = k->scale[c + i] / sqrtf(k->variance[c + i] + k->eps);
        b[i] = k->shift[c + i] - k->mean[c + i] * a[i];
    }
}

BF16_INLINE void normalise(const struct image_norm *k, int64_t c, const bool plus)
{
    float ka[LANES], kb[LANES];
    line_of(k, c, ka, kb);
    vec a = _mm512_loadu_ps(ka), b = _mm512_loadu_ps(kb),
        least = _mm512_set1_ps(k->relu ? 0 : -INFINITY);
    struct runs r = runs_of(&k->x);
    for (int64_t run = 0; run < k->x.n * r.per_image; run++) {
        const uint16_t *px = k->x.px + offset(&k->x, run, c),
                       *add = plus ? k->plus->px + offset(k->plus, run, c) : px;
        uint16_t *to = k->y.px + offset(&k->y, run, c);
        for (int64_t i = 0; i < r.length; i++) {
            vec v = _mm512_fmadd_ps(a, bf16_load(px + i * k->x.step_w), b);
            if (plus) {
                v = v + bf16_load(add + i * k->plus->step_w);
            }
            bf16_store(to + i * k->y.step_w, _mm512_max_ps(v, least));
        }
    }
}

BF16_CODE static void normalise_alone(const struct image_norm *k, int64_t c)
{
    normalise(k, c, false);
}

BF16_CODE static void normalise_plus(const struct image_norm *k, int64_t c)
{
    normalise(k, c, true);
}

/* Images that lie row behind row, or all in the same way not. */
static void check_alike(const struct bf16_image *a, const struct bf16_image *b)
{
    if (dense(a) != dense(b)) {
        BUG("image_norm: rows of one image lie apart, of the other not");
    }
}

void image_norm_forward(const struct image_norm *k)
{
    check_alike(&k->x, &k->y);
    check_alike(&k->x, k->plus ? k->plus : &k->x);
    for (int64_t c = 0; c < k->x.c; c += LANES) {
        if (k->measure) {
            moments(k, c);
        }
        (k->plus ? normalise_plus : normalise_alone)(k, c);
    }
}

/* --- backward --------------------------------------------------------------------------------------------- */

BF16_INLINE vec masked_by(vec g, vec y)
{
    return _mm512_maskz_mov_ps(_mm512_cmp_ps_mask(y, _mm512_setzero_ps(), _CMP_GT_OQ), g);
}

/* What a gradient is masked by: nothing; the result's sign; or, where nothing was added, that of a x + b, which needs no reading. */
enum mask { MASK_NONE, MASK_RESULT, MASK_LINE };

/* Sums of g and of g (x - mean). */
BF16_INLINE void sum_gradients(const struct image_norm_back *b, int64_t c, const enum mask mask,
                               const bool keep, double shift[LANES], double scale[LANES])
{
    const struct image_norm *k = b->forward;
    float la[LANES], lb[LANES];
    line_of(k, c, la, lb);
    vec line_a = _mm512_loadu_ps(la), line_b = _mm512_loadu_ps(lb),
        mean = _mm512_loadu_ps(k->mean + c);
    struct runs r = runs_of(&k->x);
    struct totals all = {_mm512_setzero_pd(), _mm512_setzero_pd()}, along = all;
    for (int64_t run = 0; run < k->x.n * r.per_image; run++) {
        const uint16_t *px = k->x.px + offset(&k->x, run, c),
                       *dy = b->dy.px + offset(&b->dy, run, c);
        const uint16_t *y = k->y.px + offset(&k->y, run, c);
        uint16_t *to = keep ? b->masked->px + offset(b->masked, run, c) : NULL;
        for (int64_t p = 0; p < r.length; p += RUN) {
            vec s = _mm512_setzero_ps(), q = s;
            for (int64_t i = p; i < smaller(p + RUN, r.length); i++) {
                vec g = bf16_load(dy + i * b->dy.step_w), v = bf16_load(px + i * k->x.step_w);
                if (mask == MASK_RESULT) {
                    g = masked_by(g, bf16_load(y + i * k->y.step_w));
                } else if (mask == MASK_LINE) {
                    g = masked_by(g, _mm512_fmadd_ps(line_a, v, line_b));
                }
                if (keep) {
                    bf16_store(to + i * b->masked->step_w, g);
                }
                s = s + g;
                q = _mm512_fmadd_ps(g, v - mean, q);
            }
            add_up(&all, s);
            add_up(&along, q);
        }
    }
    get_totals(&all, shift);
    get_totals(&along, scale);
}

typedef void sum_fn(const struct image_norm_back *b, int64_t c, double shift[LANES],
                    double scale[LANES]);

BF16_CODE static void sum_plain(const struct image_norm_back *b, int64_t c, double shift[LANES],
                                double scale[LANES])
{
    sum_gradients(b, c, MASK_NONE, false, shift, scale);
}

BF16_CODE static void sum_line(const struct image_norm_back *b, int64_t c, double shift[LANES],
                               double scale[LANES])
{
    sum_gradients(b, c, MASK_LINE, false, shift, scale);
}

BF16_CODE static void sum_result(const struct image_norm_back *b, int64_t c, double shift[LANES],
                                 double scale[LANES])
{
    sum_gradients(b, c, MASK_RESULT, false, shift, scale);
}

BF16_CODE static void sum_line_kept(const struct image_norm_back *b, int64_t c, double shift[LANES],
                                    double scale[LANES])
{
    sum_gradients(b, c, MASK_LINE, true, shift, scale);
}

BF16_CODE static void sum_result_kept(const struct image_norm_back *b, int64_t c,
                                      double shift[LANES], double scale[LANES])
{
    sum_gradients(b, c, MASK_RESULT, true, shift, scale);
}

/* dx = p g + q x + r of a channel. */
struct plane {
    float p[LANES], q[LANES], r[LANES];
};

static void plane_of(const struct image_norm_back *b, int64_t c, const double shift[LANES],
                     const double scale[LANES], struct plane *f)
{
    const struct image_norm *k = b->forward;
    double n = (double)(k->x.n * k->x.h * k->x.w);
    for (int i = 0; i < LANES; i++) {
        double inverse = 1 / sqrt((double)k->variance[c + i] + (double)k->eps),
               a = (double)k->scale[c + i] * inverse;
        double q = -a * inverse * inverse * scale[i] / n;
        b->dshift[c + i] = (float)shift[i];
        b->dscale[c + i] = (float)(scale[i] * inverse);
        f->p[i] = (float)a;
        f->q[i] = (float)q;
        f->r[i] = (float)(-a * shift[i] / n - q * (double)k->mean[c + i]);
    }
}

BF16_INLINE void spread_gradient(const struct image_norm_back *b, int64_t c, const struct plane *f,
                                 const enum mask mask, const bool add)
{
    const struct image_norm *k = b->forward;
    const struct bf16_image *dy = b->masked ? b->masked : &b->dy;
    float la[LANES], lb[LANES];
    line_of(k, c, la, lb);
    vec line_a = _mm512_loadu_ps(la), line_b = _mm512_loadu_ps(lb);
    vec p = _mm512_loadu_ps(f->p), q = _mm512_loadu_ps(f->q), rest = _mm512_loadu_ps(f->r);
    struct runs r = runs_of(&k->x);
    for (int64_t run = 0; run < k->x.n * r.per_image; run++) {
        const uint16_t *px = k->x.px + offset(&k->x, run, c), *from = dy->px + offset(dy, run, c);
        const uint16_t *y = k->y.px + offset(&k->y, run, c);
        uint16_t *to = b->dx.px + offset(&b->dx, run, c);
        for (int64_t i = 0; i < r.length; i++) {
            vec g = bf16_load(from + i * dy->step_w), v = bf16_load(px + i * k->x.step_w);
            if (mask == MASK_RESULT) {
                g = masked_by(g, bf16_load(y + i * k->y.step_w));
            } else if (mask == MASK_LINE) {
                g = masked_by(g, _mm512_fmadd_ps(line_a, v, line_b));
            }
            vec d = _mm512_fmadd_ps(p, g, _mm512_fmadd_ps(q, v, rest));
            if (add) {
                d = d + bf16_load(to + i * b->dx.step_w);
            }
            bf16_store(to + i * b->dx.step_w, d);
        }
    }
}

typedef void spread_fn(const struct image_norm_back *b, int64_t c, const struct plane *f);

BF16_CODE static void spread_plain(const struct image_norm_back *b, int64_t c,
                                   const struct plane *f)
{
    spread_gradient(b, c, f, MASK_NONE, false);
}

BF16_CODE static void spread_line(const struct image_norm_back *b, int64_t c, const struct plane *f)
{
    spread_gradient(b, c, f, MASK_LINE, false);
}

BF16_CODE static void spread_result(const struct image_norm_back *b, int64_t c,
                                    const struct plane *f)
{
    spread_gradient(b, c, f, MASK_RESULT, false);
}

BF16_CODE static void spread_plain_added(const struct image_norm_back *b, int64_t c,
                                         const struct plane *f)
{
    spread_gradient(b, c, f, MASK_NONE, true);
}

BF16_CODE static void spread_line_added(const struct image_norm_back *b, int64_t c,
                                        const struct plane *f)
{
    spread_gradient(b, c, f, MASK_LINE, true);
}

BF16_CODE static void spread_result_added(const struct image_norm_back *b, int64_t c,
                                          const struct plane *f)
{
    spread_gradient(b, c, f, MASK_RESULT, true);
}

void image_norm_backward(const struct image_norm_back *b)
{
    static sum_fn *const sums[2][3] = {{sum_plain, sum_result, sum_line},
                                       {sum_plain, sum_result_kept, sum_line_kept}};
    static spread_fn *const spreads[2][3] = {
        {spread_plain, spread_result, spread_line},
        {spread_plain_added, spread_result_added, spread_line_added}};
    const struct image_norm *k = b->forward;
    enum mask mask = !k->relu ? MASK_NONE : k->plus ? MASK_RESULT : MASK_LINE;
    check_alike(&k->x, &b->dy);
    check_alike(&k->x, &b->dx);
    check_alike(&k->x, b->masked ? b->masked : &b->dx);
    for (int64_t c = 0; c < k->x.c; c += LANES) {
        double shift[LANES], scale[LANES];
        struct plane f;
        sums[b->masked != NULL][mask](b, c, shift, scale);
        plane_of(b, c, shift, scale, &f);
        spreads[b->add][b->masked ? MASK_NONE : mask](b, c, &f);
    }
}

#else

static void missing(void)
{
    BUG("image_norm: not on this processor");
}

void image_norm_forward(const struct image_norm *k)
{
    (void)k;
    missing();
}

void image_norm_backward(const struct image_norm_back *k)
{
    (void)k;
    missing();
}

#endif
