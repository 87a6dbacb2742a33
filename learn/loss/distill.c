// SPDX-License-Identifier: MIT
#include "loss/distill.h"

#include <math.h>
#include <stdlib.h>

#include "base/st.h"
#include "loss/products.h"

/* Cosines of all pairs: u (n, dims) and v (classes, dims) of unit length. */
struct pairs {
    float *u, *v, *cosine;
    double *inverse_x, *inverse_w;
};

static struct pairs pairs_of(const float *x, int64_t n, int64_t dims, const float *w,
                             int64_t classes)
{
    struct pairs p = {
        .u = products_room(n * dims),
        .v = products_room(classes * dims),
        .cosine = products_room(n * classes),
        .inverse_x = malloc((size_t)(n + 1) * sizeof(double)),
        .inverse_w = malloc((size_t)(classes + 1) * sizeof(double)),
    };
    if (!p.inverse_x || !p.inverse_w) {
        BUG("out of memory");
    }
    float *vt = products_room(classes * dims);
    products_unit(x, n, dims, p.u, p.inverse_x);
    products_unit(w, classes, dims, p.v, p.inverse_w);
    products_transpose(p.v, classes, dims, vt);
    products_add(n, classes, dims, p.u, dims, 1, vt, p.cosine);
    free(vt);
    return p;
}

static void pairs_release(struct pairs *p)
{
    free(p->u);
    free(p->v);
    free(p->cosine);
    free(p->inverse_x);
    free(p->inverse_w);
}

void distill_scores(const float *x, int64_t n, int64_t dims, const float *w, int64_t classes,
                    double scale, double shift, float *out)
{
    struct pairs p = pairs_of(x, n, dims, w, classes);
    for (int64_t i = 0; i < n * classes; i++) {
        out[i] = (float)(scale * ((double)p.cosine[i] - shift));
    }
    pairs_release(&p);
}

/* d cos / dx = (v - cos u) / |x| */
void distill_scores_back(const float *x, int64_t n, int64_t dims, const float *w, int64_t classes,
                         double scale, const float *g, float *gx)
{
    struct pairs p = pairs_of(x, n, dims, w, classes);
    float *sum = products_room(n * dims);
    products_add(n, dims, classes, g, classes, 1, p.v, sum);
    for (int64_t i = 0; i < n; i++) {
        double pull = 0;
        for (int64_t c = 0; c < classes; c++) {
            pull += (double)g[i * classes + c] * (double)p.cosine[i * classes + c];
        }
        for (int64_t k = 0; k < dims; k++) {
            double d = (double)sum[i * dims + k] - pull * (double)p.u[i * dims + k];
            gx[i * dims + k] += (float)(scale * d * p.inverse_x[i]);
        }
    }
    free(sum);
    pairs_release(&p);
}

static double sigmoid(double z)
{
    return z >= 0 ? 1 / (1 + exp(-z)) : exp(z) / (1 + exp(z));
}

/* ln(1 + e^z) */
static double softplus(double z)
{
    return z > 0 ? z + log1p(exp(-z)) : log1p(exp(z));
}

/* With a = was, z = is: the cross-entropy is p softplus(-z) + (1 - p) softplus(z), its least the same with z = a. */
double distill_bce(const float *was, const float *is, size_t count, float *g)
{
    double sum = 0;
    for (size_t i = 0; i < count; i++) {
        double a = (double)was[i], z = (double)is[i], p = sigmoid(a);
        sum += p * (softplus(-z) - softplus(-a)) + sigmoid(-a) * (softplus(z) - softplus(a));
        if (g) {
            g[i] = (float)((sigmoid(z) - p) / (double)count);
        }
    }
    return count ? sum / (double)count : 0;
}

static double norm(const float *a, size_t n)
{
    double sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += (double)a[i] * (double)a[i];
    }
    return sqrt(sum);
}

static void multiply(float *a, size_t n, double f)
{
    for (size_t i = 0; i < n; i++) {
        a[i] = (float)((double)a[i] * f);
    }
}

void distill_balance(float *a, size_t n_a, float *b, size_t n_b, double share)
{
    const double most = 10;
    double na = norm(a, n_a), nb = norm(b, n_b);
    if (!(na > 0 && nb > 0 && isfinite(na) && isfinite(nb))) {
        return;
    }
    double fa = (1 - share) * (na + nb) / na, fb = share * (na + nb) / nb;
    multiply(a, n_a, fa < most ? fa : most);
    multiply(b, n_b, fb < most ? fb : most);
}
