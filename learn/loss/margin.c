// SPDX-License-Identifier: MIT
/*
 * Softmax with margins: cosines of all (sampled) classes as one product of matrices, then rows one by one.
 *
 * Letters: i rows, c classes of the step, k centres of a class; col = c * sub + k its column; u = x / |x|, v = w / |w|.
 *
 * Gradient of a cosine: d cos / dx = (v - cos u) / |x| = sin theta r / |x|, where r is the unit vector at right angles to u
 * towards v. For other classes the first form is used. For the own class the second, in double: d t / dx =
 * ((1 - strength) sin theta + strength (-1)^k m1 sin(m1 theta + m2)) r / |x|. So the derivative of arccos, 1 / sin theta, that
 * has no limit at theta = 0 and pi, never appears: it cancels against the length of v - cos u. What is left at
 * 0 and pi is the direction r, which nothing defines there; it is taken as zero below sin theta = 1e-6 (fp32 knows no
 * better) and the pull of the margin ends. theta itself comes from atan2(|v - cos u|, cos), exact where arccos is not.
 */
#include "loss/margin.h"

#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/st.h"
#include "loss/products.h"

#define PI 3.14159265358979323846
static const double RIGHT_ANGLE_LEAST = 1e-6; /* of sin theta */

static const struct margin_options defaults[] = {
    [MARGIN_SOFTMAX] = {MARGIN_SOFTMAX, 1, 1, 0, 0, 1, 1},
    [MARGIN_NORMALISED] = {MARGIN_NORMALISED, 30, 1, 0, 0, 1, 1},
    [MARGIN_SPHEREFACE] = {MARGIN_SPHEREFACE, 0, 4, 0, 0, 1, 1},
    [MARGIN_COSFACE] = {MARGIN_COSFACE, 64, 1, 0, 0.35, 1, 1},
    [MARGIN_ARCFACE] = {MARGIN_ARCFACE, 64, 1, 0.5, 0, 1, 1},
    [MARGIN_COMBINED] = {MARGIN_COMBINED, 64, 1, 0.3, 0.2, 1, 1},
};

struct margin_options margin_defaults(enum margin_kind kind)
{
    return defaults[kind];
}

const char *margin_name(enum margin_kind kind)
{
    static const char *const name[] = {"softmax", "normalised", "sphereface",
                                       "cosface", "arcface",    "combined"};
    return name[kind];
}

double margin_least_scale(int64_t classes, double p)
{
    double c = (double)classes;
    return (c - 1) / c * log((c - 1) * p / (1 - p));
}

/* --- the margin ---------------------------------------------------------------------------------------------- */

struct margins { /* those that the kind has */
    double m1, m2, m3, strength;
};

static struct margins margins_of(const struct margin_options *o)
{
    bool all = o->kind == MARGIN_COMBINED;
    return (struct margins){
        .m1 = all || o->kind == MARGIN_SPHEREFACE ? o->m1 : 1,
        .m2 = all || o->kind == MARGIN_ARCFACE ? o->m2 : 0,
        .m3 = all || o->kind == MARGIN_COSFACE ? o->m3 : 0,
        .strength = o->strength,
    };
}

/* t(theta); *slope = - dt / dtheta. */
static double with_margin(const struct margins *m, double theta, double *slope)
{
    double phi = m->m1 * theta + m->m2, turns = floor(phi / PI),
           sign = fmod(turns, 2) == 0 ? 1 : -1;
    *slope = (1 - m->strength) * sin(theta) + m->strength * sign * m->m1 * sin(phi);
    return (1 - m->strength) * cos(theta) + m->strength * (sign * cos(phi) - 2 * turns - m->m3);
}

/* --- one batch ------------------------------------------------------------------------------------------------- */

struct step {
    const struct margin_options *o;
    const struct margin_batch *b;
    struct margins margins;
    bool angular;
    int64_t classes, columns; /* of this step */
    float *u, *v, *vt;        /* (n, dims), (columns, dims), (dims, columns) */
    double *inverse_x, *inverse_w;
    float *cosine;           /* (n, columns); then d loss / d cosine */
    int32_t *column;         /* (n, classes): of the nearest centre of each class */
    double *logit;           /* (classes) of one row */
    float *grad;             /* (columns) of one row */
    double *pull_x, *pull_w; /* (n), (columns): sums of gradient times cosine */
    double total_weight;
};

static void *room(size_t n, size_t size)
{
    void *p = calloc(n ? n : 1, size);
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

static int64_t global_class(const struct margin_batch *b, int64_t c)
{
    return b->sampled ? b->sampled[c] : c;
}

/* Place of a label among the classes of the step. */
static int64_t place_of(const struct margin_batch *b, int32_t label)
{
    if (label >= b->classes) {
        BUG("label %d of %lld classes", (int)label, (long long)b->classes);
    }
    if (!b->sampled) {
        return label;
    }
    int64_t lo = 0, hi = b->n_sampled;
    while (lo < hi) {
        int64_t mid = (lo + hi) / 2;
        if (b->sampled[mid] < label) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    if (lo == b->n_sampled || b->sampled[lo] != label) {
        BUG("class %d was not sampled", (int)label);
    }
    return lo;
}

static double row_weight(const struct margin_batch *b, int64_t i)
{
    return b->label[i] < 0 ? 0 : b->weight ? (double)b->weight[i] : 1;
}

static void prepare(struct step *s)
{
    const struct margin_batch *b = s->b;
    int64_t sub = s->o->sub;
    s->classes = b->sampled ? b->n_sampled : b->classes;
    s->columns = s->classes * sub;
    s->angular = s->o->kind != MARGIN_SOFTMAX;
    s->margins = margins_of(s->o);
    s->u = products_room(b->n * b->dims);
    s->v = products_room(s->columns * b->dims);
    s->vt = products_room(s->columns * b->dims);
    s->cosine = products_room(b->n * s->columns);
    s->inverse_x = room((size_t)b->n, sizeof(double));
    s->inverse_w = room((size_t)s->columns, sizeof(double));
    s->pull_x = room((size_t)b->n, sizeof(double));
    s->pull_w = room((size_t)s->columns, sizeof(double));
    s->column = room((size_t)(b->n * s->classes), sizeof(int32_t));
    s->logit = room((size_t)s->classes, sizeof(double));
    s->grad = products_room(s->columns);
    for (int64_t c = 0; c < s->classes; c++) {
        memcpy(s->v + c * sub * b->dims, b->w + global_class(b, c) * sub * b->dims,
               (size_t)(sub * b->dims) * sizeof(float));
    }
    if (s->angular) {
        products_unit(b->x, b->n, b->dims, s->u, s->inverse_x);
        products_unit(s->v, s->columns, b->dims, s->v, s->inverse_w);
    } else {
        memcpy(s->u, b->x, (size_t)(b->n * b->dims) * sizeof(float));
    }
    products_transpose(s->v, s->columns, b->dims, s->vt);
    products_add(b->n, s->columns, b->dims, s->u, b->dims, 1, s->vt, s->cosine);
    for (int64_t i = 0; i < b->n; i++) {
        s->total_weight += row_weight(b, i);
    }
}

static void release(struct step *s)
{
    free(s->u);
    free(s->v);
    free(s->vt);
    free(s->cosine);
    free(s->inverse_x);
    free(s->inverse_w);
    free(s->pull_x);
    free(s->pull_w);
    free(s->column);
    free(s->logit);
    free(s->grad);
}

/* The own class of a row, in double. */
struct own {
    int64_t place, column;
    double cosine, theta, t, slope; /* slope: - dt / dtheta */
    double off;                     /* |v - cos u|: sin theta */
};

static struct own look_at_own(const struct step *s, int64_t i, int64_t place)
{
    int64_t dims = s->b->dims;
    struct own y = {.place = place, .column = s->column[i * s->classes + place]};
    const float *u = s->u + i * dims, *v = s->v + y.column * dims;
    double dot = 0, uu = 0, vv = 0, off = 0;
    for (int64_t k = 0; k < dims; k++) {
        dot += (double)u[k] * (double)v[k];
        uu += (double)u[k] * (double)u[k];
        vv += (double)v[k] * (double)v[k];
    }
    /* units in fp32 are off by 1e-7; that would be an angle of 4e-4 where there is none */
    double scale_u = uu > 0 ? 1 / sqrt(uu) : 0, scale_v = vv > 0 ? 1 / sqrt(vv) : 0;
    y.cosine = dot * scale_u * scale_v;
    for (int64_t k = 0; k < dims; k++) {
        double d = (double)v[k] * scale_v - y.cosine * (double)u[k] * scale_u;
        off += d * d;
    }
    y.off = sqrt(off);
    y.theta = atan2(y.off, y.cosine);
    y.t = s->angular ? with_margin(&s->margins, y.theta, &y.slope) : dot;
    return y;
}

/* Nearest centre of each class; whether the own class is the nearest of all. */
static bool nearest(struct step *s, int64_t i, int64_t place)
{
    const float *cosine = s->cosine + i * s->columns;
    int64_t sub = s->o->sub, best = 0;
    int32_t *column = s->column + i * s->classes;
    for (int64_t c = 0; c < s->classes; c++) {
        int64_t at = c * sub;
        for (int64_t k = 1; k < sub; k++) {
            at = cosine[c * sub + k] > cosine[at] ? c * sub + k : at;
        }
        column[c] = (int32_t)at;
        best = cosine[at] > cosine[column[best]] ? c : best;
    }
    return best == place;
}

/* Adds what the own class does to gx and gw: along r, and its mirror image at w. g: d loss / d t. */
static void own_gradient(struct step *s, int64_t i, const struct own *y, double g)
{
    const struct margin_batch *b = s->b;
    const float *u = s->u + i * b->dims, *v = s->v + y->column * b->dims;
    if (y->off < RIGHT_ANGLE_LEAST) {
        return;
    }
    double along = g * y->slope / y->off;
    int64_t sub = s->o->sub, row = global_class(b, y->place) * sub + y->column % sub;
    for (int64_t k = 0; k < b->dims; k++) {
        if (b->gx) {
            b->gx[i * b->dims + k] +=
                (float)(along * ((double)v[k] - y->cosine * (double)u[k]) * s->inverse_x[i]);
        }
        if (b->gw) {
            b->gw[row * b->dims + k] += (float)(along * ((double)u[k] - y->cosine * (double)v[k]) *
                                                s->inverse_w[y->column]);
        }
    }
}

/* Logits of a row into s->logit; returns the logarithm of the sum of their exponentials. */
static double score(struct step *s, int64_t i, const struct own *y, double scale)
{
    const float *cosine = s->cosine + i * s->columns;
    const int32_t *column = s->column + i * s->classes;
    double top = -HUGE_VAL, sum = 0;
    for (int64_t c = 0; c < s->classes; c++) {
        s->logit[c] = scale * (c == y->place ? y->t : (double)cosine[column[c]]);
        top = s->logit[c] > top ? s->logit[c] : top;
    }
    for (int64_t c = 0; c < s->classes; c++) {
        sum += exp(s->logit[c] - top);
    }
    return top + log(sum);
}

/* cosine[i] becomes d loss / d cosine times factor, but for the own class, which is done here. Of each class only the
 * nearest centre has a gradient. */
static void row_gradient(struct step *s, int64_t i, const struct own *y, double scale,
                         double log_sum, double factor)
{
    const struct margin_batch *b = s->b;
    float *cosine = s->cosine + i * s->columns;
    double along = 0; /* d loss / d scale */
    memset(s->grad, 0, (size_t)s->columns * sizeof *s->grad);
    for (int64_t c = 0; c < s->classes; c++) {
        double dz = (exp(s->logit[c] - log_sum) - (c == y->place)) * factor;
        int64_t col = s->column[i * s->classes + c];
        along += dz * (c == y->place ? y->t : (double)cosine[col]);
        if (s->angular && c == y->place) {
            own_gradient(s, i, y, dz * scale);
            continue;
        }
        s->grad[col] = (float)(dz * scale);
        s->pull_x[i] += (double)s->grad[col] * (double)cosine[col];
        s->pull_w[col] += (double)s->grad[col] * (double)cosine[col];
    }
    memcpy(cosine, s->grad, (size_t)s->columns * sizeof *s->grad);
    bool by_length = s->angular && s->o->scale <= 0;
    for (int64_t k = 0; b->gx && by_length && k < b->dims; k++) {
        b->gx[i * b->dims + k] += (float)(along * (double)s->u[i * b->dims + k]);
    }
}

/* Loss of one row times its share of the weights. */
static double one_row(struct step *s, int64_t i, struct margin_result *r)
{
    const struct margin_batch *b = s->b;
    double share = row_weight(b, i) / (s->total_weight > 0 ? s->total_weight : 1);
    if (b->label[i] < 0) {
        memset(s->cosine + i * s->columns, 0, (size_t)s->columns * sizeof *s->cosine);
        return 0;
    }
    int64_t place = place_of(b, b->label[i]);
    r->counted++;
    r->correct += nearest(s, i, place);
    struct own y = look_at_own(s, i, place);
    r->theta_rad += y.theta;
    double length = s->inverse_x[i] > 0 ? 1 / s->inverse_x[i] : 0;
    double scale = !s->angular ? 1 : s->o->scale > 0 ? s->o->scale : length;
    double log_sum = score(s, i, &y, scale);
    row_gradient(s, i, &y, scale, log_sum, b->factor * share);
    return (log_sum - s->logit[place]) * share;
}

/* From d loss / d cosine of all other classes to embeddings and weights. */
static void spread(struct step *s)
{
    const struct margin_batch *b = s->b;
    int64_t dims = b->dims, sub = s->o->sub;
    if (b->gx) {
        float *g = products_room(b->n * dims);
        products_add(b->n, dims, s->columns, s->cosine, s->columns, 1, s->v, g);
        for (int64_t i = 0; i < b->n; i++) {
            double inverse = s->angular ? s->inverse_x[i] : 1, pull = s->angular ? s->pull_x[i] : 0;
            for (int64_t k = 0; k < dims; k++) {
                b->gx[i * dims + k] +=
                    (float)(((double)g[i * dims + k] - pull * (double)s->u[i * dims + k]) *
                            inverse);
            }
        }
        free(g);
    }
    if (b->gw) {
        float *g = products_room(s->columns * dims);
        products_add(s->columns, dims, b->n, s->cosine, 1, s->columns, s->u, g);
        for (int64_t col = 0; col < s->columns; col++) {
            double inverse = s->angular ? s->inverse_w[col] : 1,
                   pull = s->angular ? s->pull_w[col] : 0;
            float *to = b->gw + (global_class(b, col / sub) * sub + col % sub) * dims;
            for (int64_t k = 0; k < dims; k++) {
                to[k] += (float)(((double)g[col * dims + k] - pull * (double)s->v[col * dims + k]) *
                                 inverse);
            }
        }
        free(g);
    }
}

struct margin_result margin_loss(const struct margin_options *o, const struct margin_batch *b)
{
    struct step s = {.o = o, .b = b};
    struct margin_result r = {0};
    prepare(&s);
    for (int64_t i = 0; i < b->n; i++) {
        r.loss += one_row(&s, i, &r);
    }
    r.theta_rad = r.counted ? r.theta_rad / (double)r.counted : 0;
    if (b->gx || b->gw) {
        spread(&s);
    }
    release(&s);
    return r;
}

/* --- classes of a step ------------------------------------------------------------------------------------------- */

static int ascending(const void *a, const void *b)
{
    int32_t x = *(const int32_t *)a, y = *(const int32_t *)b;
    return (x > y) - (x < y);
}

/* Others are drawn from the classes that are no label, by rank, without repetition: Floyd's method (Bentley & Floyd
 * 1987), whose set of ranks then becomes classes by counting past the labels. */
int64_t margin_sample(struct rng *r, const int32_t *label, int64_t n, int64_t classes,
                      int64_t wanted, int32_t *out)
{
    int64_t own = 0, k = 0;
    for (int64_t i = 0; i < n; i++) {
        if (label[i] >= 0) {
            out[own++] = label[i];
        }
    }
    qsort(out, (size_t)own, sizeof *out, ascending);
    for (int64_t i = 0; i < own; i++) {
        if (i == 0 || out[i] != out[k - 1]) {
            out[k++] = out[i];
        }
    }
    own = k;
    wanted = wanted > classes ? classes : wanted;
    int64_t others = wanted > own ? wanted - own : 0, left = classes - own;
    unsigned char *taken = room((size_t)left, 1);
    for (int64_t j = left - others; j < left; j++) {
        int64_t rank = rng_below(r, (uint32_t)(j + 1));
        taken[taken[rank] ? j : rank] = 1;
    }
    int64_t next = 0, count = own;
    for (int64_t rank = 0, c = 0; rank < left; rank++, c++) {
        while (next < own && out[next] == c) {
            next++;
            c++;
        }
        if (taken[rank]) {
            out[count++] = (int32_t)c;
        }
    }
    free(taken);
    qsort(out, (size_t)count, sizeof *out, ascending);
    return count;
}
