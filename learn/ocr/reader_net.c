// SPDX-License-Identifier: MIT
#include "ocr/reader_net.h"

#include <stdio.h>

static const int64_t none[2] = {1, 1}, both[2] = {2, 2}, down[2] = {2, 1};

static int conv_norm(struct net *n, int x, const char *name, int64_t out, int64_t kernel,
                     const int64_t stride[2], int64_t groups)
{
    char bn[64];
    snprintf(bn, sizeof bn, "%s.bn", name);
    x = net_conv(n, x,
                 &(struct conv){.name = name,
                                .out = out,
                                .kernel = {kernel, kernel},
                                .pad = {kernel / 2, kernel / 2},
                                .stride = {stride[0], stride[1]},
                                .groups = groups,
                                .no_bias = true});
    return net_batchnorm(n, x, bn, true);
}

/* A 3 x 3 layer: whole, or depthwise and pointwise. */
static int layer(struct net *n, int x, const struct reader_shape *s, const char *name, int64_t out)
{
    int64_t d[4];
    char part[64];
    net_dims(n, x, d);
    if (s->cnn == CNN_VGG || d[1] == 1) {
        return conv_norm(n, x, name, out, 3, none, 1);
    }
    snprintf(part, sizeof part, "%s.depth", name);
    x = conv_norm(n, x, part, d[1], 3, none, d[1]);
    snprintf(part, sizeof part, "%s.point", name);
    return conv_norm(n, x, part, out, 1, none, 1);
}

static int64_t channels(const struct reader_shape *s, int quarters)
{
    int64_t c = (int64_t)s->width * quarters / 4;
    return c < 16 ? 16 : (c + 15) / 16 * 16; /* a vector of oneDNN's */
}

/* A quarter of the pixels from the first layer on, and strides instead of pooling further up. */
static int fast(struct net *n, int x, const struct reader_shape *s)
{
    x = conv_norm(n, x, "cnn.1", channels(s, 1), 5, both, 1);
    x = net_maxpool(n, conv_norm(n, x, "cnn.2", channels(s, 1), 3, none, 1), both, both, NULL);
    x = conv_norm(n, x, "cnn.3", channels(s, 2), 3, none, 1);
    x = conv_norm(n, x, "cnn.4", channels(s, 3), 3, down, 1);
    x = conv_norm(n, x, "cnn.5", channels(s, 3), 3, none, 1);
    return conv_norm(n, x, "cnn.6", channels(s, 4), 3, down, 1);
}

static int pooled(struct net *n, int x, const struct reader_shape *s)
{
    x = net_maxpool(n, layer(n, x, s, "cnn.1", channels(s, 1)), both, both, NULL);
    x = net_maxpool(n, layer(n, x, s, "cnn.2", channels(s, 2)), both, both, NULL);
    x = layer(n, x, s, "cnn.3", channels(s, 3));
    x = net_maxpool(n, layer(n, x, s, "cnn.4", channels(s, 3)), down, down, NULL);
    x = layer(n, x, s, "cnn.5", channels(s, 4));
    return net_maxpool(n, layer(n, x, s, "cnn.6", channels(s, 4)), down, down, NULL);
}

static int cnn(struct net *n, int x, const struct reader_shape *s)
{
    x = s->cnn == CNN_FAST ? fast(n, x, s) : pooled(n, x, s);
    x = net_conv(n, x, &(struct conv){.name = "cnn.7", .out = channels(s, 4), .kernel = {s->height_px / 16, 1}, .no_bias = true});
    return net_columns(n, net_batchnorm(n, x, "cnn.7.bn", true));
}

/* Pre-norm (Xiong et al. 2020): x + attention(norm(x)), then x + mlp(norm(x)). */
static int transformer(struct net *n, int x, const struct reader_shape *s, const char *name)
{
    char part[64];
    int64_t c = 2 * (int64_t)s->hidden;
    snprintf(part, sizeof part, "%s.norm1", name);
    int y = net_layernorm(n, x, part);
    snprintf(part, sizeof part, "%s.attention", name);
    x = net_add(n, x, net_dropout(n, net_attention(n, y, part, s->heads), s->dropout));
    snprintf(part, sizeof part, "%s.norm2", name);
    y = net_layernorm(n, x, part);
    snprintf(part, sizeof part, "%s.up", name);
    y = net_gelu(n, net_linear(n, y, part, 2 * c));
    snprintf(part, sizeof part, "%s.down", name);
    return net_add(n, x, net_dropout(n, net_linear(n, y, part, c), s->dropout));
}

static int encoder_layer(struct net *n, int x, const struct reader_shape *s, const char *name)
{
    return s->encoder == ENCODER_BILSTM ? net_bilstm(n, x, name, s->hidden) : transformer(n, x, s, name);
}

int reader_describe(struct net *n, const struct reader_shape *s, int64_t batch, int64_t width_px, int head[2])
{
    int input = net_input(n, 4, (int64_t[]){batch, 1, s->height_px, width_px});
    int x = cnn(n, input, s);
    if (s->encoder == ENCODER_TRANSFORMER) {
        x = net_positions(n, net_linear(n, x, "encoder.in", 2 * (int64_t)s->hidden));
    }
    for (int i = 0; i < s->layers; i++) {
        char name[32];
        snprintf(name, sizeof name, "encoder.%d", i + 1);
        x = encoder_layer(n, x, s, name);
    }
    int y = s->encoder == ENCODER_TRANSFORMER ? net_layernorm(n, x, "graphemes.norm") : x;
    y = s->dropout > 0 ? net_dropout(n, y, s->dropout) : y;
    head[0] = net_linear(n, y, "graphemes", s->classes);
    net_output(n, head[0]);
    head[1] = -1;
    if (s->tokens) {
        y = encoder_layer(n, x, s, "tokens.encoder");
        y = s->encoder == ENCODER_TRANSFORMER ? net_layernorm(n, y, "tokens.norm") : y;
        y = s->dropout > 0 ? net_dropout(n, y, s->dropout) : y;
        head[1] = net_linear(n, y, "tokens", s->tokens);
        net_output(n, head[1]);
    }
    return input;
}
