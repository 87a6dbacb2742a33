// SPDX-License-Identifier: MIT
/*
 * bench_train - training steps of a CRNN of 1.1 M parameters on pictures of 32 x 256, batches of 32: forward, CTC,
 * backward, AdamW. Prints images a second. tests/bench/torch_crnn.py is the same model, shapes and work in PyTorch.
 *
 * usage: bench_train [fp32|bf16] [steps] [batch]
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "loss/ctc.h"
#include "net/net.h"
#include "net/optim.h"

enum { CLASSES = 97, LABEL = 28, WIDTH = 256, HEIGHT = 32 };

static double now_s(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static int conv(struct net *n, int x, const char *name, int64_t out)
{
    char bn[64];
    snprintf(bn, sizeof bn, "%s.bn", name);
    x = net_conv(n, x, &(struct conv){.name = name, .out = out, .kernel = {3, 3}, .pad = {1, 1}, .no_bias = true});
    return net_batchnorm(n, x, bn, true);
}

static int model(struct net *n, int x)
{
    static const int64_t two[2] = {2, 2}, tall[2] = {2, 1};
    x = net_maxpool(n, conv(n, x, "c1", 32), two, two, NULL);
    x = net_maxpool(n, conv(n, x, "c2", 64), two, two, NULL);
    x = conv(n, x, "c3", 96);
    x = net_maxpool(n, conv(n, x, "c4", 96), tall, tall, NULL);
    x = conv(n, x, "c5", 128);
    x = net_maxpool(n, conv(n, x, "c6", 128), tall, tall, NULL);
    x = net_conv(n, x, &(struct conv){.name = "c7", .out = 128, .kernel = {2, 1}, .relu = true});
    x = net_bilstm(n, net_columns(n, x), "l1", 128);
    x = net_bilstm(n, x, "l2", 128);
    return net_linear(n, x, "out", CLASSES);
}

int main(int argc, char **argv)
{
    bool bf16 = argc < 2 || !strcmp(argv[1], "bf16");
    int steps = argc > 2 ? (int)strtol(argv[2], NULL, 10) : 20;
    int64_t batch = argc > 3 ? strtol(argv[3], NULL, 10) : 32;
    struct err e = {0};
    struct params *p = params_new();
    struct net *n = net_new(p, &(struct net_options){.backend = NET_DNN, .train = true, .bf16 = bf16});
    int x = net_input(n, 4, (int64_t[]){batch, 1, HEIGHT, WIDTH}), y = model(n, x);
    int64_t d[4];
    net_output(n, y);
    params_init(p, 1);
    if (net_build(n, &e)) {
        fprintf(stderr, "%s\n", e.msg);
        return 1;
    }
    net_dims(n, y, d);
    struct optim *o = optim_new(p, &(struct optim_options){.rate = 1e-3, .clip = 5});
    int32_t *frames = calloc((size_t)batch, 4), *lengths = calloc((size_t)batch, 4), *label = calloc((size_t)batch * LABEL, 4);
    double *loss = calloc((size_t)batch, sizeof *loss), parts[4] = {0}, first = 0, last = 0;
    uint32_t noise = 1;
    for (int64_t i = 0; i < batch * HEIGHT * WIDTH; i++) {
        noise = noise * 1664525u + 1013904223u;
        net_host(n, x)[i] = (float)(noise >> 8) * 0x1p-23f - 1;
    }
    for (int64_t i = 0; i < batch; i++) {
        frames[i] = (int32_t)d[0];
        lengths[i] = LABEL;
        for (int k = 0; k < LABEL; k++) {
            label[i * LABEL + k] = 1 + (int32_t)((i * 31 + k * 7) % (CLASSES - 1));
        }
    }
    double start = 0;
    for (int s = -3; s < steps; s++) { /* three to warm up */
        double t[5] = {now_s()};
        start = s == 0 ? t[0] : start;
        net_forward(n);
        t[1] = now_s();
        last = ctc_loss(net_host(n, y), d[0], batch, CLASSES, frames, label, lengths, NULL, net_host_grad(n, y), loss, 2) / (double)batch;
        first = s == -3 ? last : first;
        for (int64_t i = 0; i < d[0] * batch * CLASSES; i++) {
            net_host_grad(n, y)[i] /= (float)batch;
        }
        t[2] = now_s();
        net_backward(n);
        t[3] = now_s();
        optim_step(o);
        t[4] = now_s();
        for (int k = 0; s >= 0 && k < 4; k++) {
            parts[k] += t[k + 1] - t[k];
        }
    }
    double all = now_s() - start;
    size_t weights;
    params_block(p, &weights);
    printf("%.1f images/s (%s, %.2f M weights, %.0f GFLOP/s): forward %.1f, CTC %.1f, backward %.1f, AdamW %.1f ms; loss %.3f -> %.3f\n",
           (double)(batch * steps) / all, bf16 ? "bf16" : "fp32", (double)weights / 1e6,
           3 * net_flops(n) * steps / all / 1e9, 1e3 * parts[0] / steps, 1e3 * parts[1] / steps, 1e3 * parts[2] / steps,
           1e3 * parts[3] / steps, first, last);
    optim_free(o);
    net_free(n);
    params_free(p);
    return 0;
}
