// SPDX-License-Identifier: MIT
#include "product/product_heads.h"

#include <stdio.h>
#include <stdlib.h>

#include "loss/extra_heads.h"

#define HUBER_BETA 0.1 /* of shares */

static const char *const head_name[HEAD_COUNT] = {"category", "brand",   "shape", "color",
                                                  "yaw",      "visible", "box"};
const char *const product_head_loss[HEAD_COUNT] = {"loss_category", "loss_brand", "loss_shape",
                                                   "loss_color",    "loss_yaw",   "loss_visible",
                                                   "loss_box"};

bool product_heads_wanted(const struct recipe *r, int head)
{
    return r->learn.head[head] > 0;
}

static int64_t outputs(const struct product_setup *s, int head)
{
    if (head < NAMED_HEADS) {
        return s->name[head].n > 1 ? (int64_t)s->name[head].n : 1;
    }
    return head == HEAD_YAW ? 2 : head == HEAD_BOX ? HEAD_VALUES : 1;
}

void product_heads_describe(struct net *n, int feature, const struct product_setup *s,
                            const struct recipe *r, struct product_heads *out)
{
    for (int h = 0; h < HEAD_COUNT; h++) {
        char name[32];
        out->tensor[h] = -1;
        if (product_heads_wanted(r, h)) {
            snprintf(name, sizeof name, "head.%s", head_name[h]);
            out->tensor[h] = net_linear(n, feature, name, outputs(s, h));
            net_output(n, out->tensor[h]);
        }
    }
}

static struct head_result learn_one(int head, struct net *n, int tensor,
                                    const struct product_labels *l, int batch, double factor)
{
    int64_t dim[4];
    float *x = net_host(n, tensor), *g = net_host_grad(n, tensor);
    net_dims(n, tensor, dim);
    int32_t *name = malloc((size_t)batch * sizeof *name);
    float *want = malloc((size_t)batch * HEAD_VALUES * sizeof *want);
    if (!name || !want) {
        BUG("out of memory");
    }
    for (int i = 0; i < batch; i++) {
        name[i] = head < NAMED_HEADS ? l[i].name[head] : -1;
        for (int k = 0; k < dim[1] && head >= NAMED_HEADS && head != HEAD_YAW; k++) {
            want[i * dim[1] + k] = head == HEAD_BOX ? l[i].box[k] : l[i].visible;
        }
        if (head == HEAD_YAW) {
            want[i] = l[i].yaw_rad;
        }
    }
    struct head_result r = head < NAMED_HEADS ? head_classify(x, batch, dim[1], name, factor, g)
                           : head == HEAD_YAW
                               ? head_angle(x, want, batch, 1, factor, g)
                               : head_regress(x, want, batch, dim[1], HUBER_BETA, factor, g);
    free(name);
    free(want);
    return r;
}

void product_heads_learn(const struct product_heads *h, struct net *n, const struct recipe *r,
                         const struct product_labels *l, int batch, double *loss)
{
    for (int k = 0; k < HEAD_COUNT; k++) {
        loss[k] =
            h->tensor[k] < 0 ? 0 : learn_one(k, n, h->tensor[k], l, batch, r->learn.head[k]).loss;
    }
}
