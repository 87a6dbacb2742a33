// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TESTS_NET_CASES_H
#define ERSATZ_TESTS_NET_CASES_H
/* net_cases - one small net for every operation, for tests of both backends. */
#include "net/net.h"

static inline int image_input(struct net *n)
{
    int x = net_input(n, 4, (int64_t[]){2, 4, 5, 6});
    net_want_input_grad(n, x);
    return x;
}

static inline int sequence_input(struct net *n)
{
    int x = net_input(n, 3, (int64_t[]){4, 2, 6});
    net_want_input_grad(n, x);
    return x;
}

static inline int case_conv(struct net *n, int x)
{
    return net_conv(n, x, &(struct conv){.name = "a", .out = 3, .kernel = {3, 3}, .pad = {1, 1}});
}
static inline int case_conv_relu_stride(struct net *n, int x)
{
    return net_conv(n, x, &(struct conv){.name = "a", .out = 8, .kernel = {3, 2}, .stride = {2, 1}, .pad = {1, 0}, .relu = true});
}
static inline int case_conv_depthwise(struct net *n, int x)
{
    return net_conv(n, x, &(struct conv){.name = "a", .out = 4, .kernel = {3, 3}, .pad = {1, 1}, .groups = 4, .no_bias = true});
}
static inline int case_conv_twice(struct net *n, int x)
{
    x = net_conv(n, x, &(struct conv){.name = "a", .out = 16, .kernel = {3, 3}, .pad = {1, 1}, .relu = true});
    return net_conv(n, x, &(struct conv){.name = "b", .out = 5, .kernel = {1, 1}});
}
static inline int case_conv_residual(struct net *n, int x)
{
    x = net_conv(n, x, &(struct conv){.name = "a", .out = 16, .kernel = {1, 1}});
    return net_add(n, x, net_conv(n, x, &(struct conv){.name = "b", .out = 16, .kernel = {3, 3}, .pad = {1, 1}, .no_bias = true}));
}
static inline int case_batchnorm(struct net *n, int x)
{
    return net_batchnorm(n, x, "a", false);
}
static inline int case_batchnorm_relu(struct net *n, int x)
{
    return net_batchnorm(n, x, "a", true);
}
static inline int case_maxpool(struct net *n, int x)
{
    return net_maxpool(n, x, (int64_t[]){2, 2}, (int64_t[]){2, 2}, NULL);
}
static inline int case_maxpool_overlap(struct net *n, int x)
{
    return net_maxpool(n, x, (int64_t[]){3, 3}, (int64_t[]){2, 1}, (int64_t[]){1, 1});
}
static inline int case_mean(struct net *n, int x)
{
    return net_mean_hw(n, x);
}
static inline int case_relu(struct net *n, int x)
{
    return net_relu(n, x);
}
static inline int case_gelu(struct net *n, int x)
{
    return net_gelu(n, x);
}
static inline int case_residual(struct net *n, int x)
{
    int y = net_conv(n, x, &(struct conv){.name = "a", .out = 4, .kernel = {3, 3}, .pad = {1, 1}});
    return net_relu(n, net_add(n, x, net_batchnorm(n, y, "b", false)));
}
static inline int case_columns(struct net *n, int x)
{
    return net_columns(n, x);
}
static inline int case_columns_linear(struct net *n, int x)
{
    return net_linear(n, net_columns(n, x), "a", 7);
}
static inline int case_embedding(struct net *n, int x)
{
    return net_l2norm(n, net_linear(n, net_mean_hw(n, x), "a", 5));
}
static inline int case_embedding_norm(struct net *n, int x)
{
    return net_batchnorm(n, net_linear(n, net_mean_hw(n, x), "a", 5), "b", false);
}
static inline int case_linear(struct net *n, int x)
{
    return net_linear(n, x, "a", 5);
}
static inline int case_bilstm(struct net *n, int x)
{
    return net_bilstm(n, x, "a", 3);
}
static inline int case_bilstm_twice(struct net *n, int x)
{
    return net_linear(n, net_bilstm(n, net_bilstm(n, x, "a", 4), "b", 3), "c", 5);
}
static inline int case_layernorm(struct net *n, int x)
{
    return net_layernorm(n, x, "a");
}
static inline int case_attention(struct net *n, int x)
{
    return net_attention(n, x, "a", 2);
}
static inline int case_transformer(struct net *n, int x)
{
    x = net_positions(n, x);
    x = net_add(n, x, net_attention(n, net_layernorm(n, x, "n1"), "a", 3));
    int y = net_linear(n, net_gelu(n, net_linear(n, net_layernorm(n, x, "n2"), "up", 12)), "down", 6);
    return net_add(n, x, y);
}
static inline int case_dropout(struct net *n, int x)
{
    return net_dropout(n, net_linear(n, x, "a", 6), 0.3);
}

static const struct net_case {
    const char *name;
    int (*input)(struct net *n);
    int (*make)(struct net *n, int x);
} net_cases[] = {
    {"conv", image_input, case_conv},
    {"conv, stride, relu", image_input, case_conv_relu_stride},
    {"conv, depthwise", image_input, case_conv_depthwise},
    {"two convs", image_input, case_conv_twice},
    {"conv of 16 channels, residual", image_input, case_conv_residual},
    {"batch norm", image_input, case_batchnorm},
    {"batch norm, relu", image_input, case_batchnorm_relu},
    {"max pool", image_input, case_maxpool},
    {"max pool, overlapping", image_input, case_maxpool_overlap},
    {"mean", image_input, case_mean},
    {"relu", image_input, case_relu},
    {"gelu", image_input, case_gelu},
    {"residual", image_input, case_residual},
    {"columns", image_input, case_columns},
    {"columns, linear", image_input, case_columns_linear},
    {"embedding", image_input, case_embedding},
    {"embedding, batch norm", image_input, case_embedding_norm},
    {"linear", sequence_input, case_linear},
    {"bilstm", sequence_input, case_bilstm},
    {"two bilstms", sequence_input, case_bilstm_twice},
    {"layer norm", sequence_input, case_layernorm},
    {"attention", sequence_input, case_attention},
    {"transformer", sequence_input, case_transformer},
    {"dropout", sequence_input, case_dropout},
};
enum { NET_CASES = sizeof net_cases / sizeof *net_cases };

#endif
