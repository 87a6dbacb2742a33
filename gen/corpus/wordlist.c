// SPDX-License-Identifier: MIT
#include "corpus/wordlist.h"

#include <stdlib.h>
#include <string.h>

#include "corpus/clean.h"
#include "corpus/linereader.h"

/* What stands behind the last TAB; *len is cut to what stands before it. */
static enum st take_weight(const char *entry, size_t *len, double *weight, struct err *e)
{
    *weight = 1;
    const char *tab = memrchr(entry, '\t', *len);
    if (!tab) {
        return ST_OK;
    }
    char number[32], *end;
    const char *s = tab + 1;
    size_t n = *len - (size_t)(s - entry);
    clean_trim(&s, &n);
    int shown = n > 60 ? 60 : (int)n;
    if (n == 0 || n >= sizeof number) {
        return err_set(e, ST_RECIPE, "'%.*s' is not a weight: a number above 0 wanted", shown, s);
    }
    memcpy(number, s, n);
    number[n] = 0;
    *weight = strtod(number, &end);
    if (*end || !(*weight > 0 && *weight <= 1e12)) {
        return err_set(e, ST_RECIPE, "'%s' is not a weight: a number above 0 wanted", number);
    }
    *len = (size_t)(tab - entry);
    return ST_OK;
}

enum st wordlist_add(struct wordlist *w, const char *entry, size_t len, struct err *e)
{
    double weight;
    enum st st = take_weight(entry, &len, &weight, e);
    if (st) {
        return st;
    }
    if (!clean_append(&w->text, entry, len)) {
        return err_set(e, ST_RECIPE, "an entry without text");
    }
    size_t n = wordlist_count(w);
    uint32_t zero = 0, end = (uint32_t)w->text.len;
    if (!n) {
        buf_add(&w->start, &zero, sizeof zero);
    } else {
        weight += ((const double *)(const void *)w->cum.data)[n - 1];
    }
    buf_add(&w->start, &end, sizeof end);
    buf_add(&w->cum, &weight, sizeof weight);
    return ST_OK;
}

enum st wordlist_add_file(struct wordlist *w, const char *path, size_t max_bytes, struct err *e)
{
    struct linereader lr = {0};
    enum st st = linereader_open(&lr, path, e);
    while (!st && linereader_next(&lr, &st, e)) {
        if (w->text.len + lr.len > max_bytes) {
            break;
        }
        bool comment = lr.len >= 2 && lr.line[0] == ';' && lr.line[1] == ';';
        if (comment || strspn(lr.line, " \t\r") == lr.len) {
            continue;
        }
        st = wordlist_add(w, lr.line, lr.len, e);
        if (st) {
            err_wrap(e, st, "%s:%zu: ", path, lr.number);
        }
    }
    linereader_close(&lr);
    return st;
}

size_t wordlist_count(const struct wordlist *w)
{
    return w->cum.len / sizeof(double);
}

const char *wordlist_draw(const struct wordlist *w, struct rng *r, size_t *len)
{
    const uint32_t *start = (const uint32_t *)(const void *)w->start.data;
    size_t k = rng_pick(r, (const double *)(const void *)w->cum.data, wordlist_count(w));
    *len = start[k + 1] - start[k];
    return w->text.data + start[k];
}

void wordlist_release(struct wordlist *w)
{
    buf_release(&w->text);
    buf_release(&w->start);
    buf_release(&w->cum);
}
