// SPDX-License-Identifier: MIT
/*
 * LSTM and attention of the plain backend. Letters: see plain.c.
 *
 * LSTM (Hochreiter & Schmidhuber 1997; forget gate: Gers et al. 2000), per direction, h_0 = c_0 = 0:
 *     z = W x_t + U h_{t-1} + b,   i, f, o = sigmoid(z_i, z_f, z_o),   a = tanh(z_c)
 *     c_t = f c_{t-1} + i a,       h_t = o tanh(c_t)
 * The backward direction runs from the last frame to the first.
 *
 * Attention (Vaswani et al. 2017, eq. 1) of each line n and head:  softmax(Q K^T / sqrt(d)) V, then the output matrix.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "net/plain_ops.h"

static double sigmoid(double x)
{
    return 1 / (1 + exp(-x));
}

static double *zeros(int64_t n)
{
    double *v = calloc((size_t)n + 1, sizeof *v);
    if (!v) {
        BUG("out of memory");
    }
    return v;
}

/* --- LSTM ------------------------------------------------------------------------------------------- */

/* One direction of one line. */
struct lstm {
    const float *w, *u, *b;
    float *dw, *du, *db;
    int64_t frames, lines, line, in, hidden, direction;
    const double *x;
    double *dx, *y, *g; /* (T, N, C), (T, N, 2 H) */
    double *kept;       /* (T, N, 5 H) of this direction: i, f, a, o, c */
};

static struct lstm lstm_of(struct step *s, int64_t line, int d)
{
    const struct op *o = s->op;
    int64_t size = o->dim[0] * o->dim[1] * o->hidden * 5;
    return (struct lstm){.w = s->w[3 * d], .u = s->w[3 * d + 1], .b = s->w[3 * d + 2], .dw = s->dw[3 * d],
                         .du = s->dw[3 * d + 1], .db = s->dw[3 * d + 2], .frames = o->dim[0], .lines = o->dim[1], .line = line,
                         .in = s->in_op[0]->dim[2], .hidden = o->hidden, .direction = d, .x = s->in[0]->y, .dx = s->in[0]->g,
                         .y = s->out->y, .g = s->out->g, .kept = s->out->kept + d * size};
}

/* Frame of step k; places of its input, hidden state, kept values. */
static int64_t frame_of(const struct lstm *l, int64_t k)
{
    return l->direction ? l->frames - 1 - k : k;
}

static int64_t x_at(const struct lstm *l, int64_t t)
{
    return (t * l->lines + l->line) * l->in;
}

static int64_t h_at(const struct lstm *l, int64_t t)
{
    return (t * l->lines + l->line) * 2 * l->hidden + l->direction * l->hidden;
}

static double *kept_at(const struct lstm *l, int64_t t)
{
    return l->kept + (t * l->lines + l->line) * 5 * l->hidden;
}

static void lstm_step(const struct lstm *l, int64_t k)
{
    int64_t t = frame_of(l, k), h = l->hidden;
    const double *before = k ? l->y + h_at(l, frame_of(l, k - 1)) : NULL;
    const double *c_before = k ? kept_at(l, frame_of(l, k - 1)) + 4 * h : NULL;
    double *v = kept_at(l, t), *y = l->y + h_at(l, t);
    for (int64_t q = 0; q < 4 * h; q++) {
        double z = (double)l->b[q];
        for (int64_t j = 0; j < l->in; j++) {
            z += (double)l->w[q * l->in + j] * l->x[x_at(l, t) + j];
        }
        for (int64_t j = 0; before && j < h; j++) {
            z += (double)l->u[q * h + j] * before[j];
        }
        v[q] = q / h == 2 ? tanh(z) : sigmoid(z);
    }
    for (int64_t j = 0; j < h; j++) {
        double c = (c_before ? v[h + j] * c_before[j] : 0) + v[j] * v[2 * h + j];
        v[4 * h + j] = c;
        y[j] = v[3 * h + j] * tanh(c);
    }
}

/* dh, dc: gradients that come from the next step; in place, for the step before. dz: scratch, 4 H. */
static void lstm_step_back(const struct lstm *l, int64_t k, double *dh, double *dc, double *dz)
{
    int64_t t = frame_of(l, k), h = l->hidden;
    const double *before = k ? l->y + h_at(l, frame_of(l, k - 1)) : NULL;
    const double *c_before = k ? kept_at(l, frame_of(l, k - 1)) + 4 * h : NULL;
    const double *v = kept_at(l, t), *g = l->g + h_at(l, t);
    for (int64_t j = 0; j < h; j++) {
        double i = v[j], f = v[h + j], a = v[2 * h + j], o = v[3 * h + j], tc = tanh(v[4 * h + j]);
        double gh = g[j] + dh[j], gc = dc[j] + gh * o * (1 - tc * tc);
        dz[j] = gc * a * i * (1 - i);
        dz[h + j] = (c_before ? gc * c_before[j] : 0) * f * (1 - f);
        dz[2 * h + j] = gc * i * (1 - a * a);
        dz[3 * h + j] = gh * tc * o * (1 - o);
        dc[j] = gc * f;
        dh[j] = 0;
    }
    for (int64_t q = 0; q < 4 * h; q++) {
        l->db[q] += (float)dz[q];
        for (int64_t j = 0; j < l->in; j++) {
            l->dw[q * l->in + j] += (float)(dz[q] * l->x[x_at(l, t) + j]);
            l->dx[x_at(l, t) + j] += dz[q] * (double)l->w[q * l->in + j];
        }
        for (int64_t j = 0; before && j < h; j++) {
            l->du[q * h + j] += (float)(dz[q] * before[j]);
            dh[j] += dz[q] * (double)l->u[q * h + j];
        }
    }
}

void plain_bilstm(struct step *s)
{
    for (int64_t n = 0; n < s->op->dim[1]; n++) {
        for (int d = 0; d < 2; d++) {
            struct lstm l = lstm_of(s, n, d);
            for (int64_t k = 0; k < l.frames; k++) {
                lstm_step(&l, k);
            }
        }
    }
}

void plain_bilstm_back(struct step *s)
{
    int64_t h = s->op->hidden;
    double *dh = zeros(h), *dc = zeros(h), *dz = zeros(4 * h);
    for (int64_t n = 0; n < s->op->dim[1]; n++) {
        for (int d = 0; d < 2; d++) {
            struct lstm l = lstm_of(s, n, d);
            memset(dh, 0, (size_t)h * sizeof *dh);
            memset(dc, 0, (size_t)h * sizeof *dc);
            for (int64_t k = l.frames - 1; k >= 0; k--) {
                lstm_step_back(&l, k, dh, dc, dz);
            }
        }
    }
    free(dh);
    free(dc);
    free(dz);
}

/* --- attention ------------------------------------------------------------------------------------------ */

/* kept: q, k, v as (T, N, 3 C); then the weighted values (T, N, C); then softmax weights (N, heads, T, T). */
struct attention {
    int64_t frames, lines, channels, heads, d;
    double *qkv, *mixed, *weight;
};

static struct attention attention_of(const struct step *s)
{
    const struct op *o = s->op;
    struct attention a = {o->dim[0], o->dim[1], o->dim[2], o->heads, o->dim[2] / o->heads, s->out->kept, NULL, NULL};
    a.mixed = a.qkv + 3 * op_count(o);
    a.weight = a.mixed + op_count(o);
    return a;
}

/* part 0 query, 1 key, 2 value, of a frame, line and head. */
static int64_t part_at(const struct attention *a, int part, int64_t t, int64_t n, int64_t head)
{
    return (t * a->lines + n) * 3 * a->channels + part * a->channels + head * a->d;
}

static double *weights_at(const struct attention *a, int64_t n, int64_t head, int64_t t)
{
    return a->weight + ((n * a->heads + head) * a->frames + t) * a->frames;
}

static double dot(const double *x, const double *y, int64_t n)
{
    double sum = 0;
    for (int64_t i = 0; i < n; i++) {
        sum += x[i] * y[i];
    }
    return sum;
}

/* y(r, k) = b(k) + sum over j of w(k, j) x(r, j); and its reverse. */
static void matrix(const double *x, const float *w, const float *b, double *y, int64_t rows, int64_t in, int64_t out)
{
    for (int64_t i = 0; i < rows * out; i++) {
        y[i] = (double)b[i % out];
        for (int64_t j = 0; j < in; j++) {
            y[i] += (double)w[i % out * in + j] * x[i / out * in + j];
        }
    }
}

static void matrix_back(const double *x, const float *w, const double *g, double *dx, float *dw, float *db, int64_t rows,
                        int64_t in, int64_t out)
{
    for (int64_t i = 0; i < rows * out; i++) {
        db[i % out] += (float)g[i];
        for (int64_t j = 0; j < in; j++) {
            dx[i / out * in + j] += (double)w[i % out * in + j] * g[i];
            dw[i % out * in + j] += (float)(x[i / out * in + j] * g[i]);
        }
    }
}

static void head_forward(const struct attention *a, int64_t n, int64_t head)
{
    for (int64_t t = 0; t < a->frames; t++) {
        double *w = weights_at(a, n, head, t), top = -HUGE_VAL, sum = 0;
        for (int64_t u = 0; u < a->frames; u++) {
            w[u] = dot(a->qkv + part_at(a, 0, t, n, head), a->qkv + part_at(a, 1, u, n, head), a->d) / sqrt((double)a->d);
            top = fmax(top, w[u]);
        }
        for (int64_t u = 0; u < a->frames; u++) {
            w[u] = exp(w[u] - top);
            sum += w[u];
        }
        double *y = a->mixed + (t * a->lines + n) * a->channels + head * a->d;
        memset(y, 0, (size_t)a->d * sizeof *y);
        for (int64_t u = 0; u < a->frames; u++) {
            w[u] /= sum;
            for (int64_t j = 0; j < a->d; j++) {
                y[j] += w[u] * a->qkv[part_at(a, 2, u, n, head) + j];
            }
        }
    }
}

/* g_mixed -> g_qkv of one line and head. */
static void head_backward(const struct attention *a, int64_t n, int64_t head, const double *g_mixed, double *g_qkv)
{
    double scale = 1 / sqrt((double)a->d);
    for (int64_t t = 0; t < a->frames; t++) {
        const double *w = weights_at(a, n, head, t), *g = g_mixed + (t * a->lines + n) * a->channels + head * a->d;
        double mean = 0;
        for (int64_t u = 0; u < a->frames; u++) {
            mean += w[u] * dot(g, a->qkv + part_at(a, 2, u, n, head), a->d);
        }
        for (int64_t u = 0; u < a->frames; u++) {
            int64_t q = part_at(a, 0, t, n, head), k = part_at(a, 1, u, n, head), v = part_at(a, 2, u, n, head);
            double gw = w[u] * (dot(g, a->qkv + v, a->d) - mean) * scale;
            for (int64_t j = 0; j < a->d; j++) {
                g_qkv[v + j] += w[u] * g[j];
                g_qkv[q + j] += gw * a->qkv[k + j];
                g_qkv[k + j] += gw * a->qkv[q + j];
            }
        }
    }
}

void plain_attention(struct step *s)
{
    struct attention a = attention_of(s);
    int64_t rows = a.frames * a.lines;
    matrix(s->in[0]->y, s->w[0], s->w[1], a.qkv, rows, a.channels, 3 * a.channels);
    for (int64_t n = 0; n < a.lines; n++) {
        for (int64_t h = 0; h < a.heads; h++) {
            head_forward(&a, n, h);
        }
    }
    matrix(a.mixed, s->w[2], s->w[3], s->out->y, rows, a.channels, a.channels);
}

void plain_attention_back(struct step *s)
{
    struct attention a = attention_of(s);
    int64_t rows = a.frames * a.lines;
    double *g_mixed = zeros(rows * a.channels), *g_qkv = zeros(rows * 3 * a.channels);
    matrix_back(a.mixed, s->w[2], s->out->g, g_mixed, s->dw[2], s->dw[3], rows, a.channels, a.channels);
    for (int64_t n = 0; n < a.lines; n++) {
        for (int64_t h = 0; h < a.heads; h++) {
            head_backward(&a, n, h, g_mixed, g_qkv);
        }
    }
    matrix_back(s->in[0]->y, s->w[0], g_qkv, s->in[0]->g, s->dw[0], s->dw[1], rows, a.channels, 3 * a.channels);
    free(g_mixed);
    free(g_qkv);
}
