// SPDX-License-Identifier: MIT
#include "corpus/cut.h"

#include <math.h>
#include <string.h>

#include "base/utf8.h"
#include "corpus/spaceless.h"

enum { SEARCH_BYTES = 1024 }; /* longest stretch without a border that is looked at */

static bool blank(char c)
{
    return c == ' ' || c == '\n';
}

/* Whether a word begins at text[at], a grapheme's start. */
static bool is_border(const struct corpus *c, size_t at)
{
    const char *s = c->text.data;
    if (at == 0 || blank(s[at - 1])) {
        return true;
    }
    if (!(s[at] & 0x80) && !(s[at - 1] & 0x80)) {
        return false;
    }
    size_t i = corpus_before(c, at), k = at;
    uint32_t before = utf8_next(s, c->text.len, &i);
    return spaceless_break(before, utf8_next(s, c->text.len, &k));
}

/* The first grapheme's start at or behind `at`: from a place before it that is one for sure. */
static size_t grapheme_start(const struct corpus *c, size_t at)
{
    const char *s = c->text.data;
    size_t len = c->text.len, from = at;
    while (from > 0 && ((unsigned char)s[from] & 0xc0) == 0x80) {
        from--;
    }
    for (size_t bytes = 0; from > 0 && bytes < SEARCH_BYTES; bytes++) {
        size_t prev = corpus_before(c, from), i = prev, k = from;
        if (blank(s[from]) || blank(s[prev]) ||
            (utf8_plain(utf8_next(s, len, &i)) && utf8_plain(utf8_next(s, len, &k)))) {
            break;
        }
        from = prev;
    }
    while (from < at) {
        from = utf8_grapheme_end(s, len, from);
    }
    return from;
}

/* The first word that begins at or behind a random place; text.len if none is near. */
static size_t random_word(const struct corpus *c, struct rng *r)
{
    const char *s = c->text.data;
    size_t len = c->text.len, at = grapheme_start(c, rng_below(r, (uint32_t)len));
    for (size_t stop = at + SEARCH_BYTES; at < len && at < stop;) {
        if (blank(s[at])) {
            at++;
        } else if (is_border(c, at)) {
            return at;
        } else {
            at = utf8_grapheme_end(s, len, at);
        }
    }
    return len;
}

/* Copies a stretch, its line ends replaced by what they stand for. */
static struct cut copy(const struct corpus *c, struct arena *a, size_t start, size_t end)
{
    const char *s = c->text.data;
    char *o = arena_alloc(a, end - start + 1);
    size_t n = 0;
    for (size_t i = start; i < end;) {
        const char *nl = memchr(s + i, '\n', end - i);
        size_t part = (nl ? (size_t)(nl - s) : end) - i;
        memcpy(o + n, s + i, part);
        n += part;
        i += part;
        if (i < end) {
            if (corpus_joint(c, i)) {
                o[n++] = ' ';
            }
            i++;
        }
    }
    o[n] = 0;
    return (struct cut){o, n};
}

bool cut_span(const struct corpus *c, struct rng *r, struct arena *a, struct cut_length n,
              struct cut *out)
{
    const char *s = c->text.data;
    size_t len = c->text.len, start = random_word(c, r), best_end = 0;
    double best = HUGE_VAL;
    uint32_t count = 0;
    for (size_t i = start; i < len && count <= n.hi;) {
        if (i > start && count >= n.lo && (blank(s[i]) || is_border(c, i)) && !blank(s[i - 1])) {
            double off = fabs((double)count - n.want);
            if (off < best) {
                best = off;
                best_end = i;
            }
            if (count >= n.want) {
                break;
            }
        }
        if (s[i] != '\n') {
            i = utf8_grapheme_end(s, len, i);
            count++;
        } else if (s[i + 1] == '\n') {
            break;
        } else {
            count += corpus_joint(c, i++);
        }
    }
    if (!best_end) {
        return false;
    }
    *out = copy(c, a, start, best_end);
    return true;
}

bool cut_piece(const struct corpus *c, struct rng *r, struct arena *a, struct cut_length n,
               struct cut *out)
{
    double lo = n.lo, hi = n.hi < c->max_len ? n.hi : c->max_len;
    if (!(lo <= hi)) {
        return false;
    }
    double want = fmin(fmax(n.want, lo), hi), reach = fmax(2, want / 8);
    for (;; reach *= 2) {
        uint32_t from = (uint32_t)fmax(lo, ceil(want - reach)),
                 to = (uint32_t)fmin(hi, want + reach);
        uint32_t k = c->first[from], count = c->first[to + 1] - k;
        if (count) {
            k += rng_below(r, count);
            *out = copy(c, a, c->piece[k].start, (size_t)c->piece[k].start + c->piece[k].len);
            return true;
        }
        if (want - reach <= lo && want + reach >= hi) {
            return false;
        }
    }
}

/* Where the word that starts at text[start] ends; *n: its graphemes. In scripts without spaces at
 * the first border behind `most` graphemes. */
static size_t word_end(const struct corpus *c, size_t start, uint32_t most, uint32_t *n)
{
    const char *s = c->text.data;
    size_t i = start;
    for (*n = 0; i < c->text.len && !blank(s[i]) && i - start < SEARCH_BYTES; ++*n) {
        if (*n && is_border(c, i) && *n >= most) {
            break;
        }
        i = utf8_grapheme_end(s, c->text.len, i);
    }
    return i;
}

/* Whether two words are written without a space between them. */
static bool touch(const char *word, size_t word_len, const char *text, size_t len)
{
    size_t first = 0, last = len;
    do {
        last--;
    } while (last > 0 && ((unsigned char)text[last] & 0xc0) == 0x80);
    return spaceless(utf8_next(word, word_len, &first)) && spaceless(utf8_next(text, len, &last));
}

bool cut_words(const struct corpus *c, struct rng *r, struct arena *a, struct cut_length n,
               struct cut *out)
{
    enum { MISSES = 16 };
    const char *s = c->text.data;
    struct buf text = {0};
    uint32_t count = 0;
    for (int misses = 0; misses < MISSES && count < n.want;) {
        uint32_t most = 1 + rng_below(r, 4), word_n;
        size_t start = random_word(c, r);
        size_t end = word_end(c, start, most, &word_n);
        bool space = count && word_n && !touch(s + start, end - start, text.data, text.len);
        double with = (double)count + space + word_n;
        bool nearer = count < n.lo || with - n.want < n.want - count;
        if (!word_n || with > n.hi || !nearer) {
            misses++;
            continue;
        }
        if (space) {
            buf_addc(&text, ' ');
        }
        buf_add(&text, s + start, end - start);
        count = (uint32_t)with;
    }
    bool good = count >= n.lo;
    if (good) {
        *out = (struct cut){arena_dup(a, text.data, text.len), text.len};
    }
    buf_release(&text);
    return good;
}
