// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CORPUS_SCAN_H
#define ERSATZ_CORPUS_SCAN_H
/*
 * scan - reads the small languages of recipes (pattern, template, alphabet), code point by code
 * point.
 *
 * Columns in messages count code points from 1, as an editor does.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/st.h"

struct scan {
    const char *s; /* borrowed; valid UTF-8 once scan_init() said ST_OK */
    size_t len, i;
    struct err *err;
};

/** scan_init() - ST_RECIPE if the text is not UTF-8 or is longer than max_len bytes. */
enum st scan_init(struct scan *sc, const char *s, size_t len, size_t max_len, struct err *e);
static inline bool scan_done(const struct scan *sc)
{
    return sc->i >= sc->len;
}
/** scan_peek() - the next code point, 0 at the end. */
uint32_t scan_peek(const struct scan *sc);
/** scan_next() - the same, and moves on. */
uint32_t scan_next(struct scan *sc);
/** scan_take() - moves over an ASCII character if it is the next; whether it was. */
bool scan_take(struct scan *sc, char c);
/** scan_number() - decimal digits -> *out; ST_RECIPE if there are none or the value exceeds max. */
enum st scan_number(struct scan *sc, const char *what, uint32_t max, uint32_t *out);
/** scan_error() - ST_RECIPE with "column N: " of byte offset `at` in front. */
enum st scan_error(const struct scan *sc, size_t at, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
