// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_READER_VALID_H
#define ERSATZ_OCR_READER_VALID_H
/*
 * reader_valid - held-out lines, kept in memory, that a training is evaluated on as it goes: read greedily by all workers.
 *
 * Set 0 is generated: of the recipes' split val where they have one, else samples far beyond those that are learned from.
 * The others are data.valid.
 */
#include "net/crew.h"
#include "ocr/calibrate.h"
#include "ocr/reader_setup.h"

struct reader_valid;
enum st reader_valid_new(const struct reader_setup *s, const struct recipe *r, struct reader_valid **out, struct err *e);
void reader_valid_free(struct reader_valid *v);
size_t reader_valid_count(const struct reader_valid *v); /* sets */
struct valid_rates {
    const char *name; /* of the set; borrowed */
    double cer, cer_norm, exact_norm; /* fractions */
    struct calibration calibration;   /* of greedy readings; of the first set alone, else all zero */
};
/** reader_valid_run() - read one set with the crew's parameters. */
enum st reader_valid_run(struct reader_valid *v, size_t set, struct crew *c, const struct reader_about *a, bool bf16,
                         struct valid_rates *out, struct err *e);

#endif
