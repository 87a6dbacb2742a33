// SPDX-License-Identifier: MIT
#ifndef ERSATZ_PRODUCT_EMBEDDER_NET_H
#define ERSATZ_PRODUCT_EMBEDDER_NET_H
/*
 * embedder_net - the network that embeds: pictures (N, 3, P, P) -> vectors (N, dims).
 *
 *     stem       7 x 7 with stride 2 and pooling (quarter), or 3 x 3 with stride 2 (half)
 *     resnet     four stages of `depth` basic blocks, channels width / 8, / 4, / 2, 1; each halves the picture but the first
 *                (He, Zhang, Ren, Sun, "Deep residual learning for image recognition", 2016)
 *     depthwise  the same plan of inverted bottlenecks: 1 x 1 up to four times the channels, 3 x 3 of each alone, 1 x 1 down
 *                (Sandler et al., "MobileNetV2", 2018)
 *     feature    mean over the picture: (N, width)
 *     embedding  linear -> dims, batch norm ("option E" of Deng et al., ArcFace, 2019)
 *
 * resnet, stem quarter, width 512, depth 2 is ResNet-18.
 */
#include "net/net.h"
#include "recipe/recipe.h"

struct embedder_shape {
    int net, stem;    /* enum recipe_backbone, recipe_stem */
    int fit;          /* enum recipe_fit: how a picture becomes a square one */
    int input_px;     /* 32..256, a multiple of 16 */
    int width, depth; /* channels of the last stage; blocks a stage */
    int dims;
};

struct embedder_ends {
    int input, feature, embedding; /* (N, 3, P, P), (N, width), (N, dims) */
};

/** embedder_describe() - the embedding is an output. */
struct embedder_ends embedder_describe(struct net *n, const struct embedder_shape *s,
                                       int64_t batch);
/** embedder_head() - a linear layer and batch norm on the feature: the embedding, named "embedding"; a second one of another name. */
int embedder_head(struct net *n, int feature, const char *name, int dims);

#endif
