// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_READER_NET_H
#define ERSATZ_OCR_READER_NET_H
/*
 * reader_net - the network that reads lines: pictures (N, 1, H, W) -> what each of W / 4 frames says, by two heads.
 *
 *     CNN        H x W -> 1 x W / 4, `width` channels     convolution + batch norm + ReLU, pooled four times in height, twice in width
 *     encoder    `layers` of BiLSTM (2 `hidden` channels), or of pre-norm Transformer (2 `hidden` channels)
 *     graphemes  linear -> classes
 *     tokens     one more layer of the encoder's kind -> linear -> BPE tokens       (if tokens > 0)
 *
 * Shi, Bai, Yao, "An end-to-end trainable neural network for image-based sequence recognition" (CRNN), 2017, with batch norm
 * everywhere and without padding in height; depthwise: each 3 x 3 after the first becomes a 3 x 3 of each channel alone and a 1 x 1
 * (Howard et al., MobileNets, 2017); fast: a first layer of 5 x 5 with stride 2, one pooling, then strides: 45 % of the arithmetic.
 */
#include "net/net.h"
#include "recipe/recipe.h"

struct reader_shape {
    int cnn, encoder;      /* enum recipe_cnn, recipe_encoder */
    int height_px, width, hidden, layers, heads;
    double dropout;
    int32_t classes, tokens; /* with the blank; tokens 0 = no second head */
};

enum { READER_STRIDE = 4, READER_STEP = 32 }; /* pixels a frame; widths are multiples of this */

/** reader_frames() - frames of a picture of so many pixels of width. */
static inline int64_t reader_frames(int64_t width_px)
{
    return (width_px + READER_STRIDE - 1) / READER_STRIDE;
}

/** reader_rung() - the width of net that pictures of so many pixels go through, zeros behind them: multiples of READER_STEP up to 256,
 *  then 64 apart up to 512, 128 up to 1024, ...: few nets to build, and an eighth more to compute at most on average. Training and
 *  reading use the same: what lies behind a line is part of what a net learns. */
static inline int64_t reader_rung(int64_t width_px)
{
    int64_t step = READER_STEP;
    while (step * 8 < width_px) {
        step *= 2;
    }
    return (width_px + step - 1) / step * step;
}

/** reader_describe() - head: out, tensors (T, N, classes) and (T, N, tokens) or -1; both are outputs. Returns the input. */
int reader_describe(struct net *n, const struct reader_shape *s, int64_t batch, int64_t width_px, int head[2]);

#endif
