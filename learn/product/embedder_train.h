// SPDX-License-Identifier: MIT
#ifndef ERSATZ_PRODUCT_EMBEDDER_TRAIN_H
#define ERSATZ_PRODUCT_EMBEDDER_TRAIN_H
/*
 * embedder_train - learn to tell products apart: from a recipe of kind embedder to a model file (train/trainer.h).
 *
 * Values of a report: "loss", that of the classes; "accuracy", share of pictures nearest to their own class, without margin;
 * "angle_deg", between a picture and its class; "loss_centre", "loss_remember" and one a head, where the recipe has them. Of an
 * evaluation: "top1", "top5", "map".
 */
#include "train/trainer.h"

/** embedder_train() - ST_RECIPE, ST_IO, ST_FORMAT, ST_RANGE (no implementation for these shapes), ST_STOPPED. */
enum st embedder_train(const struct recipe *r, const struct train_options *o, struct err *e);

#endif
