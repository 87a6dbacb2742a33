// SPDX-License-Identifier: MIT
#ifndef ERSATZ_PRODUCT_EMBEDDER_NET_H
#define ERSATZ_PRODUCT_EMBEDDER_NET_H
/*
 * embedder_net - the network that embeds: pictures (N, 3, P, P) -> vectors (N, dims).
 *
 *     resnet     3 x 3 stem, four stages of `depth` basic blocks, channels width / 8, / 4, / 2, 1 and a halved picture from
 *                stage to stage; stem and pooling as the input's size asks for (He et al. 2016)
 *     depthwise  the same plan of inverted bottlenecks: 1 x 1 up, 3 x 3 of each channel alone, 1 x 1 down
 *                (Sandler et al., MobileNetV2, 2018)
 *     head       mean over the picture, linear -> dims, batch norm without which margins do not learn (Deng et al. 2019, "E")
 *
 * width 512, depth 2 and 64 px is ResNet-18 as it is used for pictures of that size.
 */
#include "net/net.h"

enum embedder_kind { EMBEDDER_RESNET, EMBEDDER_DEPTHWISE };
enum embedder_fit { EMBEDDER_PAD, EMBEDDER_STRETCH, EMBEDDER_CROP };

struct embedder_shape {
    int net;          /* enum embedder_kind */
    int fit;          /* enum embedder_fit: how a picture becomes a square one */
    int input_px;     /* 32..256, a multiple of 16 */
    int width, depth; /* channels of the last stage; blocks a stage */
    int dims;
};

#endif
