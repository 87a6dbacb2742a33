// SPDX-License-Identifier: MIT
#ifndef ERSATZ_PRODUCT_REMEMBER_H
#define ERSATZ_PRODUCT_REMEMBER_H
/*
 * remember - learning new products without forgetting what an earlier model knew (Li & Hoiem, "Learning without Forgetting", 2016).
 *
 * The earlier model is frozen. On each new picture it scores its own classes; the new net has a second embedding, "remembered", whose
 * scores by the very same class weights shall be the same (loss/distill.h). No picture of the earlier classes is needed. The second
 * embedding is dropped from the model; where the new net starts from the earlier one, it begins as that one's own embedding.
 *
 *     struct remember *m;
 *     remember_open("first/model.ersatz", &shape, workers, &m, &e);
 *     int y = remember_describe(m, net, feature);                             // of the new net
 *     loss = remember_learn(m, worker, net, input, y, 16, gx2, &e);           // after net_forward(); gx2 (n, dims of y)
 */
#include "net/net.h"
#include "product/embedder_net.h"

struct remember;

/** remember_open() - ST_FORMAT if the model has no classes or sees pictures of another size or fit. */
enum st remember_open(const char *path, const struct embedder_shape *now, int workers,
                      struct remember **out, struct err *e);
void remember_free(struct remember *m);
/** remember_release() - a worker's nets, on its own thread. */
void remember_release(struct remember *m, int worker);
int remember_describe(const struct remember *m, struct net *n, int feature);
/** remember_begin() - values of the second embedding, where they fit. */
void remember_begin(const struct remember *m, struct params *p);
/** remember_learn() - loss; g (batch, dims): its gradient with respect to the second embedding, written. */
enum st remember_learn(struct remember *m, int worker, struct net *n, int input, int second,
                       int batch, bool bf16, double scale, float *g, double *loss, struct err *e);

#endif
