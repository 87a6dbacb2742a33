// SPDX-License-Identifier: MIT
#include "product/embedder_net.h"

#include <stdio.h>

enum { STAGES = 4, EXPANSION = 4 };

/* Convolution and batch norm; kernel 1 or 3 or 7, padded to keep the size. */
static int conv_norm(struct net *n, int x, const char *block, const char *part, int64_t out,
                     int64_t kernel, int64_t stride, int64_t groups, bool relu)
{
    char name[64], bn[72];
    snprintf(name, sizeof name, "%s.%s", block, part);
    snprintf(bn, sizeof bn, "%s.bn", name);
    x = net_conv(n, x,
                 &(struct conv){.name = name,
                                .out = out,
                                .kernel = {kernel, kernel},
                                .stride = {stride, stride},
                                .pad = {kernel / 2, kernel / 2},
                                .groups = groups,
                                .no_bias = true});
    return net_batchnorm(n, x, bn, relu);
}

static int64_t channels_of(struct net *n, int x)
{
    int64_t d[4];
    net_dims(n, x, d);
    return d[1];
}

static int basic_block(struct net *n, int x, const char *name, int64_t out, int64_t stride)
{
    int y = conv_norm(n, x, name, "1", out, 3, stride, 1, true);
    y = conv_norm(n, y, name, "2", out, 3, 1, 1, false);
    if (stride != 1 || channels_of(n, x) != out) {
        x = conv_norm(n, x, name, "skip", out, 1, stride, 1, false);
    }
    return net_relu(n, net_add(n, y, x));
}

static int bottleneck(struct net *n, int x, const char *name, int64_t out, int64_t stride)
{
    int64_t in = channels_of(n, x), wide = EXPANSION * in;
    int y = conv_norm(n, x, name, "up", wide, 1, 1, 1, true);
    y = conv_norm(n, y, name, "depth", wide, 3, stride, wide, true);
    y = conv_norm(n, y, name, "down", out, 1, 1, 1, false);
    return stride == 1 && in == out ? net_add(n, y, x) : y;
}

/* Of stage 0..3: a vector of oneDNN's at least. */
static int64_t stage_channels(const struct embedder_shape *s, int stage)
{
    int64_t c = (int64_t)s->width >> (STAGES - 1 - stage);
    return c < 16 ? 16 : (c + 15) / 16 * 16;
}

static int stem(struct net *n, int x, const struct embedder_shape *s)
{
    static const int64_t three[2] = {3, 3}, two[2] = {2, 2}, one[2] = {1, 1};
    if (s->stem == STEM_HALF) {
        return conv_norm(n, x, "stem", "conv", stage_channels(s, 0), 3, 2, 1, true);
    }
    return net_maxpool(n, conv_norm(n, x, "stem", "conv", stage_channels(s, 0), 7, 2, 1, true),
                       three, two, one);
}

int embedder_head(struct net *n, int feature, const char *name, int dims)
{
    char bn[64];
    snprintf(bn, sizeof bn, "%s.bn", name);
    return net_batchnorm(n, net_linear(n, feature, name, dims), bn, false);
}

struct embedder_ends embedder_describe(struct net *n, const struct embedder_shape *s, int64_t batch)
{
    struct embedder_ends e = {.input =
                                  net_input(n, 4, (int64_t[]){batch, 3, s->input_px, s->input_px})};
    int x = stem(n, e.input, s);
    for (int stage = 0; stage < STAGES; stage++) {
        for (int b = 0; b < s->depth; b++) {
            char name[32];
            snprintf(name, sizeof name, "stage%d.%d", stage + 1, b + 1);
            int64_t stride = stage && !b ? 2 : 1, out = stage_channels(s, stage);
            x = s->net == BACKBONE_RESNET ? basic_block(n, x, name, out, stride)
                                          : bottleneck(n, x, name, out, stride);
        }
    }
    e.feature = net_mean_hw(n, x);
    e.embedding = embedder_head(n, e.feature, "embedding", s->dims);
    net_output(n, e.embedding);
    return e;
}
