// SPDX-License-Identifier: MIT
/* Letters: see plain.c. */
#include "net/plain_ops.h"

#include <math.h>
#include <string.h>

static int64_t last_dim(const struct op *o)
{
    return o->dim[o->n_dims - 1];
}

/* --- convolution ---------------------------------------------------------------------------------- */

/* Calls of the six-line loop: y(n, k, i, j) += w(k, c, u, v) x(n, c, i s + u - p, j s + v - p). */
struct conv_place {
    int64_t y, x, w;
};
typedef void conv_fn(struct step *s, struct conv_place p);

static void conv_each(struct step *s, conv_fn *f)
{
    const struct op *o = s->op, *i = s->in_op[0];
    int64_t cg = i->dim[1] / o->groups, kg = o->dim[1] / o->groups;
    for (int64_t n = 0; n < o->dim[0]; n++) {
        for (int64_t k = 0; k < o->dim[1]; k++) {
            for (int64_t r = 0; r < o->dim[2]; r++) {
                for (int64_t q = 0; q < o->dim[3]; q++) {
                    for (int64_t c = 0; c < cg; c++) {
                        for (int64_t u = 0; u < o->kernel[0]; u++) {
                            for (int64_t v = 0; v < o->kernel[1]; v++) {
                                int64_t a = r * o->stride[0] + u - o->pad[0], b = q * o->stride[1] + v - o->pad[1];
                                if (a < 0 || b < 0 || a >= i->dim[2] || b >= i->dim[3]) {
                                    continue;
                                }
                                int64_t channel = k / kg * cg + c;
                                f(s, (struct conv_place){
                                         ((n * o->dim[1] + k) * o->dim[2] + r) * o->dim[3] + q,
                                         ((n * i->dim[1] + channel) * i->dim[2] + a) * i->dim[3] + b,
                                         ((k * cg + c) * o->kernel[0] + u) * o->kernel[1] + v});
                            }
                        }
                    }
                }
            }
        }
    }
}

static void conv_add(struct step *s, struct conv_place p)
{
    s->out->y[p.y] += (double)s->w[0][p.w] * s->in[0]->y[p.x];
}

static void conv_add_back(struct step *s, struct conv_place p)
{
    s->in[0]->g[p.x] += (double)s->w[0][p.w] * s->out->g[p.y];
    s->dw[0][p.w] += (float)(s->in[0]->y[p.x] * s->out->g[p.y]);
}

static void conv(struct step *s)
{
    const struct op *o = s->op;
    int64_t plane = o->dim[2] * o->dim[3];
    for (int64_t i = 0; i < op_count(o); i++) {
        s->out->y[i] = s->w[1] ? (double)s->w[1][i / plane % o->dim[1]] : 0;
    }
    conv_each(s, conv_add);
    for (int64_t i = 0; o->relu && i < op_count(o); i++) {
        s->out->y[i] = fmax(s->out->y[i], 0);
    }
}

static void conv_back(struct step *s)
{
    const struct op *o = s->op;
    int64_t plane = o->dim[2] * o->dim[3];
    for (int64_t i = 0; i < op_count(o); i++) {
        s->out->g[i] = o->relu && !(s->out->y[i] > 0) ? 0 : s->out->g[i];
        if (s->dw[1]) {
            s->dw[1][i / plane % o->dim[1]] += (float)s->out->g[i];
        }
    }
    conv_each(s, conv_add_back);
}

/* --- batch norm: kept holds mean and 1 / deviation of each channel ---------------------------------- */

static int64_t channel_of(const struct op *o, int64_t i)
{
    int64_t plane = o->n_dims == 4 ? o->dim[2] * o->dim[3] : 1;
    return i / plane % o->dim[1];
}

static void batchnorm(struct step *s)
{
    const struct op *o = s->op;
    int64_t c = o->dim[1], count = op_count(o), m = count / c;
    bool train = s->net->o.train && !o->fixed;
    double *mean = s->out->kept, *inv = mean + c;
    float *run_mean = params_data(s->net->params, o->param[2]), *run_var = params_data(s->net->params, o->param[3]);
    for (int64_t k = 0; k < c; k++) {
        mean[k] = train ? 0 : (double)run_mean[k];
        inv[k] = train ? 0 : (double)run_var[k];
    }
    if (train) {
        for (int64_t i = 0; i < count; i++) {
            mean[channel_of(o, i)] += s->in[0]->y[i] / (double)m;
        }
        for (int64_t i = 0; i < count; i++) {
            double d = s->in[0]->y[i] - mean[channel_of(o, i)];
            inv[channel_of(o, i)] += d * d / (double)m;
        }
        for (int64_t k = 0; k < c; k++) {
            double unbiased = m > 1 ? inv[k] * (double)m / (double)(m - 1) : inv[k];
            run_mean[k] += (float)(BATCHNORM_MOMENTUM * (mean[k] - (double)run_mean[k]));
            run_var[k] += (float)(BATCHNORM_MOMENTUM * (unbiased - (double)run_var[k]));
        }
    }
    for (int64_t k = 0; k < c; k++) {
        inv[k] = 1 / sqrt(inv[k] + NORM_EPS);
    }
    for (int64_t i = 0; i < count; i++) {
        int64_t k = channel_of(o, i);
        double v = (s->in[0]->y[i] - mean[k]) * inv[k] * (double)s->w[0][k] + (double)s->w[1][k];
        s->out->y[i] = o->relu ? fmax(v, 0) : v;
    }
}

static void batchnorm_back(struct step *s)
{
    const struct op *o = s->op;
    int64_t c = o->dim[1], count = op_count(o), m = count / c;
    const double *mean = s->out->kept, *inv = mean + c;
    double *g = s->out->g;
    for (int64_t i = 0; i < count; i++) {
        g[i] = o->relu && !(s->out->y[i] > 0) ? 0 : g[i];
    }
    for (int64_t k = 0; k < c; k++) {
        double sum = 0, dot = 0;
        for (int64_t i = 0; i < count; i++) {
            if (channel_of(o, i) == k) {
                sum += g[i];
                dot += g[i] * (s->in[0]->y[i] - mean[k]) * inv[k];
            }
        }
        s->dw[0][k] += (float)dot;
        s->dw[1][k] += (float)sum;
        for (int64_t i = 0; i < count; i++) {
            if (channel_of(o, i) == k) {
                double xhat = (s->in[0]->y[i] - mean[k]) * inv[k];
                double through = o->fixed ? 0
                                          : (sum + xhat * dot) /
                                                (double)m; /* the batch's own mean and variance */
                s->in[0]->g[i] += (double)s->w[0][k] * inv[k] * (g[i] - through);
            }
        }
    }
}

/* --- pooling: kept holds the place of each maximum ---------------------------------------------------- */

static void maxpool(struct step *s)
{
    const struct op *o = s->op, *i = s->in_op[0];
    int64_t at = 0;
    for (int64_t nc = 0; nc < o->dim[0] * o->dim[1]; nc++) {
        for (int64_t r = 0; r < o->dim[2]; r++) {
            for (int64_t q = 0; q < o->dim[3]; q++, at++) {
                double best = -HUGE_VAL;
                for (int64_t u = 0; u < o->kernel[0]; u++) {
                    for (int64_t v = 0; v < o->kernel[1]; v++) {
                        int64_t a = r * o->stride[0] + u - o->pad[0], b = q * o->stride[1] + v - o->pad[1];
                        int64_t from = (nc * i->dim[2] + a) * i->dim[3] + b;
                        if (a >= 0 && b >= 0 && a < i->dim[2] && b < i->dim[3] && s->in[0]->y[from] > best) {
                            best = s->in[0]->y[from];
                            s->out->kept[at] = (double)from;
                        }
                    }
                }
                s->out->y[at] = best;
            }
        }
    }
}

static void maxpool_back(struct step *s)
{
    for (int64_t i = 0; i < op_count(s->op); i++) {
        s->in[0]->g[(int64_t)s->out->kept[i]] += s->out->g[i];
    }
}

static void mean_hw(struct step *s)
{
    int64_t plane = s->in_op[0]->dim[2] * s->in_op[0]->dim[3];
    for (int64_t i = 0; i < op_count(s->op); i++) {
        double sum = 0;
        for (int64_t k = 0; k < plane; k++) {
            sum += s->in[0]->y[i * plane + k];
        }
        s->out->y[i] = sum / (double)plane;
    }
}

static void mean_hw_back(struct step *s)
{
    int64_t plane = s->in_op[0]->dim[2] * s->in_op[0]->dim[3];
    for (int64_t i = 0; i < op_count(s->in_op[0]); i++) {
        s->in[0]->g[i] += s->out->g[i / plane] / (double)plane;
    }
}

/* --- element by element -------------------------------------------------------------------------------- */

static void relu(struct step *s)
{
    for (int64_t i = 0; i < op_count(s->op); i++) {
        s->out->y[i] = fmax(s->in[0]->y[i], 0);
    }
}

static void relu_back(struct step *s)
{
    for (int64_t i = 0; i < op_count(s->op); i++) {
        s->in[0]->g[i] += s->out->y[i] > 0 ? s->out->g[i] : 0;
    }
}

#define GELU_K 0.7978845608028654 /* sqrt(2 / pi) */
#define GELU_A 0.044715

static void gelu(struct step *s)
{
    for (int64_t i = 0; i < op_count(s->op); i++) {
        double x = s->in[0]->y[i];
        s->out->y[i] = 0.5 * x * (1 + tanh(GELU_K * (x + GELU_A * x * x * x)));
    }
}

static void gelu_back(struct step *s)
{
    for (int64_t i = 0; i < op_count(s->op); i++) {
        double x = s->in[0]->y[i], t = tanh(GELU_K * (x + GELU_A * x * x * x));
        double slope = 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * GELU_K * (1 + 3 * GELU_A * x * x);
        s->in[0]->g[i] += s->out->g[i] * slope;
    }
}

static void add(struct step *s)
{
    for (int64_t i = 0; i < op_count(s->op); i++) {
        s->out->y[i] = s->in[0]->y[i] + s->in[1]->y[i];
    }
}

static void add_back(struct step *s)
{
    for (int64_t i = 0; i < op_count(s->op); i++) {
        s->in[0]->g[i] += s->out->g[i];
        s->in[1]->g[i] += s->out->g[i];
    }
}

static void positions(struct step *s)
{
    const struct op *o = s->op;
    for (int64_t i = 0; i < op_count(o); i++) {
        s->out->y[i] = s->in[0]->y[i] + positions_value(i / (o->dim[1] * o->dim[2]), i % o->dim[2], o->dim[2]);
    }
}

static void positions_back(struct step *s)
{
    for (int64_t i = 0; i < op_count(s->op); i++) {
        s->in[0]->g[i] += s->out->g[i];
    }
}

static double drop_factor(const struct step *s, uint32_t key, int64_t i)
{
    return !s->net->o.train ? 1 : dropout_keep(key, i, s->op->p) ? 1 / (1 - s->op->p) : 0;
}

static void dropout(struct step *s)
{
    uint32_t key = dropout_key(s->net, s->number);
    for (int64_t i = 0; i < op_count(s->op); i++) {
        s->out->y[i] = s->in[0]->y[i] * drop_factor(s, key, i);
    }
}

static void dropout_back(struct step *s)
{
    uint32_t key = dropout_key(s->net, s->number);
    for (int64_t i = 0; i < op_count(s->op); i++) {
        s->in[0]->g[i] += s->out->g[i] * drop_factor(s, key, i);
    }
}

/* --- order -------------------------------------------------------------------------------------------- */

/* (N, C, H, W) -> (W, N, C H): the place in the image of place i of the sequence. */
static int64_t column_place(const struct step *s, int64_t i)
{
    const int64_t *d = s->in_op[0]->dim;
    int64_t ch = d[1] * d[2], t = i / (d[0] * ch), n = i / ch % d[0];
    return (n * ch + i % ch) * d[3] + t;
}

static void columns(struct step *s)
{
    for (int64_t i = 0; i < op_count(s->op); i++) {
        s->out->y[i] = s->in[0]->y[column_place(s, i)];
    }
}

static void columns_back(struct step *s)
{
    for (int64_t i = 0; i < op_count(s->op); i++) {
        s->in[0]->g[column_place(s, i)] += s->out->g[i];
    }
}

/* --- linear --------------------------------------------------------------------------------------------- */

static void linear(struct step *s)
{
    int64_t k = last_dim(s->op), c = last_dim(s->in_op[0]);
    for (int64_t i = 0; i < op_count(s->op); i++) {
        const double *x = s->in[0]->y + i / k * c;
        double sum = (double)s->w[1][i % k];
        for (int64_t j = 0; j < c; j++) {
            sum += (double)s->w[0][i % k * c + j] * x[j];
        }
        s->out->y[i] = sum;
    }
}

static void linear_back(struct step *s)
{
    int64_t k = last_dim(s->op), c = last_dim(s->in_op[0]);
    for (int64_t i = 0; i < op_count(s->op); i++) {
        double g = s->out->g[i];
        s->dw[1][i % k] += (float)g;
        for (int64_t j = 0; j < c; j++) {
            s->in[0]->g[i / k * c + j] += (double)s->w[0][i % k * c + j] * g;
            s->dw[0][i % k * c + j] += (float)(s->in[0]->y[i / k * c + j] * g);
        }
    }
}

/* --- norms of rows: kept holds mean and 1 / deviation, or 1 / length, of each row -------------------------- */

static void layernorm(struct step *s)
{
    int64_t c = last_dim(s->op), rows = op_count(s->op) / c;
    for (int64_t r = 0; r < rows; r++) {
        const double *x = s->in[0]->y + r * c;
        double mean = 0, var = 0;
        for (int64_t k = 0; k < c; k++) {
            mean += x[k] / (double)c;
        }
        for (int64_t k = 0; k < c; k++) {
            var += (x[k] - mean) * (x[k] - mean) / (double)c;
        }
        s->out->kept[2 * r] = mean;
        s->out->kept[2 * r + 1] = 1 / sqrt(var + NORM_EPS);
        for (int64_t k = 0; k < c; k++) {
            s->out->y[r * c + k] = (x[k] - mean) * s->out->kept[2 * r + 1] * (double)s->w[0][k] + (double)s->w[1][k];
        }
    }
}

static void layernorm_back(struct step *s)
{
    int64_t c = last_dim(s->op), rows = op_count(s->op) / c;
    for (int64_t r = 0; r < rows; r++) {
        const double *x = s->in[0]->y + r * c, *g = s->out->g + r * c;
        double mean = s->out->kept[2 * r], inv = s->out->kept[2 * r + 1], sum = 0, dot = 0;
        for (int64_t k = 0; k < c; k++) {
            double xhat = (x[k] - mean) * inv, gw = g[k] * (double)s->w[0][k];
            s->dw[0][k] += (float)(g[k] * xhat);
            s->dw[1][k] += (float)g[k];
            sum += gw;
            dot += gw * xhat;
        }
        for (int64_t k = 0; k < c; k++) {
            double xhat = (x[k] - mean) * inv, gw = g[k] * (double)s->w[0][k];
            s->in[0]->g[r * c + k] += inv * (gw - (sum + xhat * dot) / (double)c);
        }
    }
}

#define L2_EPS 1e-12

static void l2norm(struct step *s)
{
    int64_t c = last_dim(s->op), rows = op_count(s->op) / c;
    for (int64_t r = 0; r < rows; r++) {
        double sum = 0;
        for (int64_t k = 0; k < c; k++) {
            sum += s->in[0]->y[r * c + k] * s->in[0]->y[r * c + k];
        }
        s->out->kept[r] = 1 / sqrt(sum + L2_EPS);
        for (int64_t k = 0; k < c; k++) {
            s->out->y[r * c + k] = s->in[0]->y[r * c + k] * s->out->kept[r];
        }
    }
}

static void l2norm_back(struct step *s)
{
    int64_t c = last_dim(s->op), rows = op_count(s->op) / c;
    for (int64_t r = 0; r < rows; r++) {
        double dot = 0;
        for (int64_t k = 0; k < c; k++) {
            dot += s->out->g[r * c + k] * s->out->y[r * c + k];
        }
        for (int64_t k = 0; k < c; k++) {
            s->in[0]->g[r * c + k] += (s->out->g[r * c + k] - dot * s->out->y[r * c + k]) * s->out->kept[r];
        }
    }
}

/* --- the table -------------------------------------------------------------------------------------------- */

int64_t plain_kept(const struct net *n, const struct op *o)
{
    switch (o->kind) {
    case OP_BATCHNORM:
        return 2 * o->dim[1];
    case OP_MAXPOOL:
        return op_count(o);
    case OP_LAYERNORM:
        return 2 * op_count(o) / last_dim(o);
    case OP_L2NORM:
        return o->dim[0];
    case OP_BILSTM: /* gates i, f, c, o and the cell, both directions */
        return 2 * o->dim[0] * o->dim[1] * o->hidden * 5;
    case OP_ATTENTION: /* q, k, v; weights of each head; what goes into the last matrix */
        return 4 * op_count(o) + o->dim[1] * o->heads * o->dim[0] * o->dim[0];
    default:
        (void)n;
        return 0;
    }
}

const struct plain_row plain_table[] = {
    [OP_CONV] = {conv, conv_back},
    [OP_BATCHNORM] = {batchnorm, batchnorm_back},
    [OP_MAXPOOL] = {maxpool, maxpool_back},
    [OP_MEAN_HW] = {mean_hw, mean_hw_back},
    [OP_RELU] = {relu, relu_back},
    [OP_GELU] = {gelu, gelu_back},
    [OP_ADD] = {add, add_back},
    [OP_COLUMNS] = {columns, columns_back},
    [OP_LINEAR] = {linear, linear_back},
    [OP_BILSTM] = {plain_bilstm, plain_bilstm_back},
    [OP_LAYERNORM] = {layernorm, layernorm_back},
    [OP_ATTENTION] = {plain_attention, plain_attention_back},
    [OP_POSITIONS] = {positions, positions_back},
    [OP_DROPOUT] = {dropout, dropout_back},
    [OP_L2NORM] = {l2norm, l2norm_back},
};
