// SPDX-License-Identifier: MIT
/*
 * bench_train - training steps of two models as a training makes them: forward, loss, backward, Adam, and refreshing the
 * bf16 copies of the weights. tests/bench/torch_crnn.py and torch_resnet18.py are the same models, shapes and work in
 * PyTorch; beside_torch.py runs both in turn.
 *
 *   crnn      1.1 M weights, 32 pictures of 1 x 32 x 256, CTC over 97 classes, labels of 28
 *   resnet18  11.7 M weights, 64 pictures of 3 x 64 x 64, softmax over 1000 classes; a 3 x 3 stem of stride 2
 *
 * usage: bench_train MODEL PRECISION WORKERS THREADS STEPS     a line for people
 *        bench_train MODEL -                                   requests from standard input
 *
 * PRECISION is bf16 or fp32. The batch is shared by WORKERS (net/crew.h), each with a net of its own that computes with
 * THREADS threads. A request is a line "PRECISION WORKERS THREADS STEPS", its answer "IMAGES-PER-SECOND
 * IMAGES-PER-CPU-SECOND FIRST-LOSS LAST-LOSS"; the first of a kind builds its nets and makes three steps before the clock
 * starts. What a machine that others use too gives in a second of the wall changes, in a second of a processor hardly.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "loss/ctc.h"
#include "net/crew.h"
#include "net/net.h"
#include "net/optim.h"

enum { MAX_WORKERS = 16, WARM_UP = 3 };
enum { CRNN_CLASSES = 97, CRNN_LABEL = 28, CRNN_WIDTH = 256, CRNN_HEIGHT = 32, CRNN_BATCH = 32 };
enum { RESNET_CLASSES = 1000, RESNET_SIDE = 64, RESNET_BATCH = 64 };

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

/* of all threads of this program */
static double cpu_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void *must(void *p)
{
    if (!p) {
        fprintf(stderr, "bench_train: out of memory\n");
        exit(1);
    }
    return p;
}

/* One worker's part of a batch: pictures first ... first + n - 1. */
struct part {
    struct net *net;
    int x, y, threads;
    int64_t first, n;
    int32_t *label, *frames, *lengths;
    double *losses;
    double loss, forward_s, loss_s, backward_s;
};

/* A model: how it is described, and its loss, which writes the gradient of the mean over the part. */
struct model {
    const char *name;
    int64_t batch, in[3], n_labels;
    int (*describe)(struct net *n, int x);
    int32_t (*label)(int64_t i, int64_t k);
    double (*loss)(struct part *p);
};

/* --- CRNN ---------------------------------------------------------------------------------------- */

static int conv_norm(struct net *n, int x, const char *name, int64_t out, int64_t kernel,
                     int64_t stride, bool relu)
{
    char bn[64];
    snprintf(bn, sizeof bn, "%s.bn", name);
    x = net_conv(n, x,
                 &(struct conv){.name = name,
                                .out = out,
                                .kernel = {kernel, kernel},
                                .stride = {stride, stride},
                                .pad = {kernel / 2, kernel / 2},
                                .no_bias = true});
    return net_batchnorm(n, x, bn, relu);
}

static int crnn(struct net *n, int x)
{
    static const int64_t two[2] = {2, 2}, tall[2] = {2, 1};
    x = net_maxpool(n, conv_norm(n, x, "c1", 32, 3, 1, true), two, two, NULL);
    x = net_maxpool(n, conv_norm(n, x, "c2", 64, 3, 1, true), two, two, NULL);
    x = conv_norm(n, x, "c3", 96, 3, 1, true);
    x = net_maxpool(n, conv_norm(n, x, "c4", 96, 3, 1, true), tall, tall, NULL);
    x = conv_norm(n, x, "c5", 128, 3, 1, true);
    x = net_maxpool(n, conv_norm(n, x, "c6", 128, 3, 1, true), tall, tall, NULL);
    x = net_conv(n, x, &(struct conv){.name = "c7", .out = 128, .kernel = {2, 1}, .relu = true});
    x = net_bilstm(n, net_columns(n, x), "l1", 128);
    x = net_bilstm(n, x, "l2", 128);
    return net_linear(n, x, "out", CRNN_CLASSES);
}

static int32_t crnn_label(int64_t i, int64_t k)
{
    return 1 + (int32_t)((i * 31 + k * 7) % (CRNN_CLASSES - 1));
}

static double crnn_loss(struct part *p)
{
    int64_t d[4];
    net_dims(p->net, p->y, d);
    float *g = net_host_grad(p->net, p->y), share = 1 / (float)p->n;
    for (int64_t i = 0; i < p->n; i++) {
        p->frames[i] = (int32_t)d[0];
        p->lengths[i] = CRNN_LABEL;
    }
    double sum = ctc_loss(net_host(p->net, p->y), d[0], p->n, CRNN_CLASSES, p->frames, p->label,
                          p->lengths, NULL, g, p->losses, p->threads);
    for (int64_t i = 0; i < d[0] * p->n * CRNN_CLASSES; i++) {
        g[i] *= share;
    }
    return sum / (double)p->n;
}

/* --- ResNet-18 (He et al. 2016) -------------------------------------------------------------------- */

static int block(struct net *n, int x, int number, int64_t in, int64_t out, int64_t stride)
{
    char name[3][32];
    for (int k = 0; k < 3; k++) {
        snprintf(name[k], sizeof name[k], "b%d.%d", number, k);
    }
    int y = conv_norm(n, conv_norm(n, x, name[0], out, 3, stride, true), name[1], out, 3, 1, false);
    int side = in != out || stride != 1 ? conv_norm(n, x, name[2], out, 1, stride, false) : x;
    return net_relu(n, net_add(n, y, side));
}

static int resnet18(struct net *n, int x)
{
    static const int64_t stage[4] = {64, 128, 256, 512};
    int64_t in = 64;
    x = conv_norm(n, x, "stem", in, 3, 2, true);
    for (int s = 0; s < 4; s++) {
        x = block(n, x, 2 * s, in, stage[s], s ? 2 : 1);
        x = block(n, x, 2 * s + 1, stage[s], stage[s], 1);
        in = stage[s];
    }
    return net_linear(n, net_mean_hw(n, x), "out", RESNET_CLASSES);
}

static int32_t resnet_label(int64_t i, int64_t k)
{
    (void)k;
    return (int32_t)(i * 31 % RESNET_CLASSES);
}

static double softmax_loss(struct part *p)
{
    double sum = 0;
    for (int64_t i = 0; i < p->n; i++) {
        const float *y = net_host(p->net, p->y) + i * RESNET_CLASSES;
        float *g = net_host_grad(p->net, p->y) + i * RESNET_CLASSES, most = y[0];
        double z = 0;
        for (int k = 1; k < RESNET_CLASSES; k++) {
            most = y[k] > most ? y[k] : most;
        }
        for (int k = 0; k < RESNET_CLASSES; k++) {
            g[k] = expf(y[k] - most);
            z += (double)g[k];
        }
        sum += log(z) - (double)(y[p->label[i]] - most);
        for (int k = 0; k < RESNET_CLASSES; k++) {
            g[k] = (float)((double)g[k] / z - (k == p->label[i])) / (float)p->n;
        }
    }
    return sum / (double)p->n;
}

static const struct model models[] = {
    {"crnn", CRNN_BATCH, {1, CRNN_HEIGHT, CRNN_WIDTH}, CRNN_LABEL, crnn, crnn_label, crnn_loss},
    {"resnet18",
     RESNET_BATCH,
     {3, RESNET_SIDE, RESNET_SIDE},
     1,
     resnet18,
     resnet_label,
     softmax_loss},
};

/* --- a case: a model in one precision, shared by some workers --------------------------------------- */

struct run_case {
    const struct model *m;
    bool bf16;
    int workers, threads;
    struct crew *crew;
    struct optim *optim;
    struct part part[MAX_WORKERS];
    double first, last, optim_s;
};

static void describe(void *ctx, int w)
{
    struct run_case *c = ctx;
    const struct model *m = c->m;
    struct part *p = &c->part[w];
    p->threads = c->threads;
    p->first = m->batch * w / c->workers;
    p->n = m->batch * (w + 1) / c->workers - p->first;
    p->net =
        net_new(crew_params(c->crew, w),
                &(struct net_options){
                    .backend = NET_DNN, .train = true, .bf16 = c->bf16, .threads = c->threads});
    p->x = net_input(p->net, 4, (int64_t[]){p->n, m->in[0], m->in[1], m->in[2]});
    p->y = m->describe(p->net, p->x);
    net_output(p->net, p->y);
}

static void build(void *ctx, int w)
{
    struct run_case *c = ctx;
    const struct model *m = c->m;
    struct part *p = &c->part[w];
    struct err e = {0};
    if (net_build(p->net, &e)) {
        fprintf(stderr, "bench_train: %s\n", e.msg);
        exit(1);
    }
    size_t n = (size_t)p->n;
    p->label = must(calloc(n * (size_t)m->n_labels, sizeof *p->label));
    p->frames = must(calloc(n, sizeof *p->frames));
    p->lengths = must(calloc(n, sizeof *p->lengths));
    p->losses = must(calloc(n, sizeof *p->losses));
    for (int64_t i = 0; i < p->n * m->n_labels; i++) {
        p->label[i] = m->label(p->first + i / m->n_labels, i % m->n_labels);
    }
    int64_t pixels = m->in[0] * m->in[1] * m->in[2];
    for (int64_t i = 0; i < p->n * pixels;
         i++) { /* noise in [-1, 1), the same whoever has the picture */
        uint32_t v = (uint32_t)(p->first * pixels + i) * 2654435761u;
        v = (v ^ v >> 15) * 2246822519u;
        net_host(p->net, p->x)[i] = (float)((v ^ v >> 13) >> 8) * 0x1p-23f - 1;
    }
}

static void step_part(void *ctx, int w)
{
    struct run_case *c = ctx;
    struct part *p = &c->part[w];
    double t0 = now_s();
    net_forward(p->net);
    double t1 = now_s();
    p->loss = c->m->loss(p);
    double t2 = now_s();
    net_backward(p->net);
    p->forward_s += t1 - t0;
    p->loss_s += t2 - t1;
    p->backward_s += now_s() - t2;
}

static void step(struct run_case *c)
{
    crew_run(c->crew, step_part, c);
    double t = now_s();
    crew_average(c->crew);
    optim_step_shared(c->optim, crew_parts, c->crew);
    crew_spread(c->crew);
    c->optim_s += now_s() - t;
    c->last = 0;
    for (int w = 0; w < c->workers; w++) {
        c->last += c->part[w].loss * (double)c->part[w].n / (double)c->m->batch;
    }
}

static struct run_case *new_case(const struct model *m, bool bf16, int workers, int threads)
{
    struct run_case *c = must(calloc(1, sizeof *c));
    *c = (struct run_case){
        .m = m, .bf16 = bf16, .workers = workers, .threads = threads, .crew = crew_new(workers)};
    crew_run(c->crew, describe, c);
    params_init(crew_params(c->crew, 0), 1);
    crew_spread(c->crew);
    crew_run(c->crew, build, c);
    c->optim = optim_new(crew_params(c->crew, 0), &(struct optim_options){.rate = 1e-3});
    for (int i = 0; i < WARM_UP; i++) {
        step(c);
        c->first = i ? c->first : c->last;
    }
    return c;
}

/* Images a second, and in *cpu a second of a processor. */
static double measure(struct run_case *c, int steps, double *cpu)
{
    c->optim_s = 0;
    for (int w = 0; w < c->workers; w++) {
        c->part[w].forward_s = c->part[w].loss_s = c->part[w].backward_s = 0;
    }
    double start = now_s(), start_cpu = cpu_s(), images = (double)(c->m->batch * steps);
    for (int i = 0; i < steps; i++) {
        step(c);
    }
    *cpu = images / (cpu_s() - start_cpu);
    return images / (now_s() - start);
}

/* --- requests ------------------------------------------------------------------------------------------ */

enum { MAX_CASES = 16 };

static struct run_case *case_of(const struct model *m, const char *precision, int workers,
                                int threads)
{
    static struct run_case *have[MAX_CASES];
    bool bf16 = !strcmp(precision, "bf16");
    if ((!bf16 && strcmp(precision, "fp32") != 0) || workers < 1 || workers > MAX_WORKERS ||
        threads < 1) {
        fprintf(stderr, "bench_train: a request is 'bf16|fp32 WORKERS THREADS STEPS'\n");
        exit(2);
    }
    int i = 0;
    while (i < MAX_CASES - 1 && have[i] &&
           (have[i]->bf16 != bf16 || have[i]->workers != workers || have[i]->threads != threads)) {
        i++;
    }
    have[i] = have[i] ? have[i] : new_case(m, bf16, workers, threads);
    return have[i];
}

static void serve(const struct model *m)
{
    char precision[8];
    int workers, threads, steps;
    while (scanf("%7s %d %d %d", precision, &workers, &threads, &steps) == 4) {
        struct run_case *c = case_of(m, precision, workers, threads);
        double cpu, rate = measure(c, steps, &cpu);
        printf("%.2f %.2f %.4f %.4f\n", rate, cpu, c->first, c->last);
        fflush(stdout);
    }
}

static void one(const struct model *m, char **argv)
{
    int workers = (int)strtol(argv[1], NULL, 10), threads = (int)strtol(argv[2], NULL, 10),
        steps = (int)strtol(argv[3], NULL, 10);
    struct run_case *c = case_of(m, argv[0], workers, threads);
    steps = steps < 1 ? 1 : steps;
    double cpu, rate = measure(c, steps, &cpu), ms = 1e3 / steps;
    const struct part *p = &c->part[0];
    size_t weights;
    params_block(crew_params(c->crew, 0), &weights);
    printf("%.1f images/s, %.1f a CPU-second (%s, %s, %d workers of %d threads, %.2f M weights, "
           "%.0f GFLOP/s): forward %.1f, loss %.1f, backward %.1f, "
           "average and AdamW %.1f ms; loss %.3f -> %.3f\n",
           rate, cpu, m->name, argv[0], workers, threads, (double)weights / 1e6,
           3 * net_flops(p->net) / (double)p->n * rate / 1e9, p->forward_s * ms, p->loss_s * ms,
           p->backward_s * ms, c->optim_s * ms, c->first, c->last);
}

int main(int argc, char **argv)
{
    const struct model *m = NULL;
    for (size_t i = 0; argc > 2 && i < sizeof models / sizeof *models; i++) {
        m = strcmp(models[i].name, argv[1]) ? m : &models[i];
    }
    if (!m || (argc != 6 && !(argc == 3 && !strcmp(argv[2], "-")))) {
        fprintf(stderr, "usage: bench_train crnn|resnet18 bf16|fp32 WORKERS THREADS STEPS, or "
                        "bench_train crnn|resnet18 -\n");
        return 2;
    }
    if (argc == 3) {
        serve(m);
    } else {
        one(m, argv + 2);
    }
    return 0; /* the system takes the nets back */
}
