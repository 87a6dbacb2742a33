// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_READER_TRAIN_H
#define ERSATZ_OCR_READER_TRAIN_H
/*
 * reader_train - learn to read lines: from a recipe of kind reader to a model file (train/trainer.h).
 *
 * Values of a report: "loss" and "loss_tokens", nats a line, of the heads; of an evaluation: "cer", "cer_norm", "exact_norm" of
 * held-out lines, as fractions.
 */
#include "train/trainer.h"

/** reader_train() - ST_RECIPE, ST_IO, ST_FORMAT, ST_RANGE (no implementation for these shapes), ST_STOPPED. */
enum st reader_train(const struct recipe *r, const struct train_options *o, struct err *e);

#endif
