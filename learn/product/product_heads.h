// SPDX-License-Identifier: MIT
#ifndef ERSATZ_PRODUCT_PRODUCT_HEADS_H
#define ERSATZ_PRODUCT_PRODUCT_HEADS_H
/*
 * product_heads - labels learned beside the classes, by a linear layer each on the net's feature ("head.NAME.weight", ".bias"):
 * category, brand, shape and colour by cross-entropy; yaw by its sine and cosine; visible share and the box of the printed texts by
 * Huber's loss (loss/extra_heads.h). They shape the net while it learns and are no part of the model.
 */
#include "net/net.h"
#include "product/product_setup.h"

struct product_heads {
    int tensor[HEAD_COUNT]; /* -1 = no such head */
};

extern const char *const product_head_loss[HEAD_COUNT]; /* "loss_category", ... of the log */

/** product_heads_wanted() - whether a recipe has a head. Heads of names that no sample states have one output and learn nothing. */
bool product_heads_wanted(const struct recipe *r, int head);
void product_heads_describe(struct net *n, int feature, const struct product_setup *s,
                            const struct recipe *r, struct product_heads *out);
/** product_heads_learn() - after forward: gradients into the heads' tensors; loss: out, HEAD_COUNT, not weighted. */
void product_heads_learn(const struct product_heads *h, struct net *n, const struct recipe *r,
                         const struct product_labels *l, int batch, double *loss);

#endif
