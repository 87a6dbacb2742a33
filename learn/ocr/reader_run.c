// SPDX-License-Identifier: MIT
#include "ocr/reader_run.h"

#include <stdlib.h>
#include <string.h>

#include "base/progress.h"
#include "net/dnn.h"
#include "net/ranges.h"

enum { MAX_NETS = 64, CALIBRATION = 4 };

struct shaped {
    int64_t width_px;
    int lines;
    struct net *net;
    int input, head[2];
    uint64_t used;
};

struct reader_run {
    struct params *params;
    struct reader_shape shape;
    bool bf16;
    int batch;
    struct dnn_pool_memory *pool;
    struct shaped net[MAX_NETS];
    int n_nets;
    struct net_ranges *ranges; /* for int8; NULL = none */
    bool ranged;               /* they are measured */
    uint64_t clock;
    double build_s;
};

struct reader_run *reader_run_new(struct params *p, const struct reader_shape *s,
                                  const struct reader_run_options *o)
{
    struct reader_run *r = calloc(1, sizeof *r);
    if (!r) {
        BUG("out of memory");
    }
    *r = (struct reader_run){.params = p,
                             .shape = *s,
                             .bf16 = !o->fp32 && dnn_has_bf16(),
                             .batch = o->batch ? o->batch : 16,
                             .pool = dnn_pool_memory_new()};
    r->shape.tokens = o->tokens ? s->tokens : 0;
    r->ranges = o->int8 ? net_ranges_new() : NULL;
    return r;
}

static void drop_nets(struct reader_run *r)
{
    for (int i = 0; i < r->n_nets; i++) {
        net_free(r->net[i].net);
        r->net[i] = (struct shaped){0};
    }
    r->n_nets = 0;
}

void reader_run_free(struct reader_run *r)
{
    if (r) {
        drop_nets(r);
        dnn_pool_memory_free(r->pool);
        net_ranges_free(r->ranges);
    }
    free(r);
}

/* The net for so many lines of a width; the one used longest ago makes room. */
static enum st net_for(struct reader_run *r, int64_t width_px, int lines, struct shaped **out,
                       struct err *e)
{
    int oldest = 0;
    for (int i = 0; i < r->n_nets; i++) {
        if (r->net[i].width_px == width_px && r->net[i].lines == lines) {
            r->net[i].used = ++r->clock;
            *out = &r->net[i];
            return ST_OK;
        }
        oldest = r->net[i].used < r->net[oldest].used ? i : oldest;
    }
    struct shaped *s = r->n_nets < MAX_NETS ? &r->net[r->n_nets++] : &r->net[oldest];
    net_free(s->net);
    *s = (struct shaped){.width_px = width_px, .lines = lines, .used = ++r->clock};
    s->net = net_new(r->params, &(struct net_options){.backend = NET_DNN, .bf16 = r->bf16, .int8 = r->ranged, .ranges = r->ranges, .threads = 1, .pool = r->pool});
    s->input = reader_describe(s->net, &r->shape, lines, width_px, s->head);
    *out = s;
    double start = clock_s();
    enum st st = net_build(s->net, e);
    r->build_s += clock_s() - start;
    return st;
}

double reader_run_build_s(const struct reader_run *r)
{
    return r->build_s;
}

static void put_line(struct reader_run *r, struct shaped *s, int place, const struct line_image *im)
{
    float *x = net_host(s->net, s->input) + (size_t)place * (size_t)r->shape.height_px * (size_t)s->width_px;
    for (int y = 0; y < r->shape.height_px; y++) {
        float *row = x + (size_t)y * (size_t)s->width_px;
        memcpy(row, im->px + (size_t)y * (size_t)im->width_px, (size_t)im->width_px * sizeof *row);
        memset(row + im->width_px, 0, (size_t)(s->width_px - im->width_px) * sizeof *row);
    }
}

struct place {
    size_t line;
    int width_px;
};

/* Widest first: what is left over for the last batch is cheap. */
static int by_width(const void *x, const void *y)
{
    const struct place *a = x, *b = y;
    if (a->width_px != b->width_px) {
        return a->width_px > b->width_px ? -1 : 1;
    }
    return a->line < b->line ? -1 : 1;
}

/* The smallest of 1, 4, 16, ... that holds n lines, the whole batch if none does. */
static int batch_for(const struct reader_run *r, size_t n)
{
    int lines = 1;
    while (lines < r->batch && (size_t)lines < n) {
        lines *= 4;
    }
    return lines < r->batch ? lines : r->batch;
}

/* Batches are cut from the sorted lines and padded to their widest, as in training (reader_feed.c). */
static enum st read_batch(struct reader_run *r, const struct line_image *image,
                          const struct place *p, size_t n, reader_heard_fn *heard, void *ctx,
                          struct err *e)
{
    int lines = batch_for(r, n);
    struct shaped *s;
    enum st st = net_for(r, reader_rung(p[0].width_px), lines, &s, e);
    if (st) {
        return st;
    }
    for (size_t i = 0; i < n; i++) {
        put_line(r, s, (int)i, &image[p[i].line]);
    }
    size_t size = (size_t)r->shape.height_px *
                  (size_t)s->width_px; /* places that are not used: no stale numbers */
    memset(net_host(s->net, s->input) + n * size, 0, ((size_t)lines - n) * size * sizeof(float));
    net_forward(s->net);
    int64_t c = r->shape.classes, v = r->shape.tokens;
    for (size_t k = 0; k < n && heard; k++) {
        int64_t t = reader_frames(p[k].width_px);
        struct head_output g = {net_host(s->net, s->head[0]) + (int64_t)k * c, t, lines * c, c},
                           tok = {0};
        if (v) {
            tok = (struct head_output){net_host(s->net, s->head[1]) + (int64_t)k * v, t, lines * v,
                                       v};
        }
        heard(ctx, p[k].line, &g, v ? &tok : NULL);
    }
    return ST_OK;
}

/* Batches spread evenly over the widths, once in numbers. */
static enum st calibrate(struct reader_run *r, const struct line_image *image, const struct place *p, size_t n, struct err *e)
{
    size_t batch = (size_t)r->batch, batches = (n + batch - 1) / batch, some = batches < CALIBRATION ? batches : CALIBRATION;
    enum st st = ST_OK;
    for (size_t i = 0; i < some && !st; i++) {
        size_t at = (2 * i + 1) * batches / (2 * some) * batch, left = n - at;
        st = read_batch(r, image, p + at, left < batch ? left : batch, NULL, NULL, e);
    }
    drop_nets(r);
    r->ranged = some > 0;
    return st;
}

enum st reader_run_lines(struct reader_run *r, const struct line_image *image, size_t n, reader_heard_fn *heard, void *ctx,
                         struct err *e)
{
    struct place *p = malloc((n + 1) * sizeof *p);
    enum st st = ST_OK;
    if (!p) {
        BUG("out of memory");
    }
    for (size_t i = 0; i < n; i++) {
        p[i] = (struct place){i, image[i].width_px};
    }
    qsort(p, n, sizeof *p, by_width);
    st = r->ranges && !r->ranged ? calibrate(r, image, p, n, e) : ST_OK;
    for (size_t i = 0; i < n && !st; i += (size_t)r->batch) {
        size_t left = n - i;
        st = read_batch(r, image, p + i, left < (size_t)r->batch ? left : (size_t)r->batch, heard,
                        ctx, e);
    }
    free(p);
    return st;
}
