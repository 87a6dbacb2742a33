// SPDX-License-Identifier: MIT
#include "corpus/scan.h"

#include <stdarg.h>
#include <stdio.h>

#include "base/utf8.h"

enum st scan_init(struct scan *sc, const char *s, size_t len, size_t max_len, struct err *e)
{
    *sc = (struct scan){.s = s, .len = len, .err = e};
    size_t bad;
    if (len > max_len) {
        return err_set(e, ST_RECIPE, "%zu bytes are too long, the limit is %zu", len, max_len);
    }
    if (!utf8_valid(s, len, &bad)) {
        return err_set(e, ST_RECIPE, "byte %zu is not UTF-8", bad + 1);
    }
    return ST_OK;
}

uint32_t scan_peek(const struct scan *sc)
{
    size_t i = sc->i;
    return scan_done(sc) ? 0 : utf8_next(sc->s, sc->len, &i);
}

uint32_t scan_next(struct scan *sc)
{
    return scan_done(sc) ? 0 : utf8_next(sc->s, sc->len, &sc->i);
}

bool scan_take(struct scan *sc, char c)
{
    if (scan_done(sc) || sc->s[sc->i] != c) {
        return false;
    }
    sc->i++;
    return true;
}

enum st scan_number(struct scan *sc, const char *what, uint32_t max, uint32_t *out)
{
    size_t at = sc->i;
    uint64_t v = 0;
    while (!scan_done(sc) && sc->s[sc->i] >= '0' && sc->s[sc->i] <= '9') {
        v = v * 10 + (uint64_t)(sc->s[sc->i++] - '0');
        if (v > max) {
            return scan_error(sc, at, "%s is over %u", what, max);
        }
    }
    if (sc->i == at) {
        return scan_error(sc, at, "%s is missing", what);
    }
    *out = (uint32_t)v;
    return ST_OK;
}

enum st scan_error(const struct scan *sc, size_t at, const char *fmt, ...)
{
    char msg[400];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(msg, sizeof msg, fmt, ap);
    va_end(ap);
    size_t column = 1;
    for (size_t i = 0; i < at && i < sc->len; column++) {
        utf8_next(sc->s, sc->len, &i);
    }
    return err_set(sc->err, ST_RECIPE, "column %zu: %s", column, msg);
}
