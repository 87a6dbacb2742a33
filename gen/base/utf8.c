// SPDX-License-Identifier: MIT
#include "base/utf8.h"

#include <stdlib.h>
#include <string.h>
#include <unigbrk.h>
#include <uninorm.h>
#include <unistr.h>

bool utf8_valid(const char *s, size_t len, size_t *bad)
{
    const uint8_t *p = u8_check((const uint8_t *)s, len);
    const char *nul = memchr(s, 0, len);
    if (!p && !nul) {
        return true;
    }
    size_t at = p ? (size_t)((const char *)p - s) : len;
    if (nul && (size_t)(nul - s) < at) {
        at = (size_t)(nul - s);
    }
    if (bad) {
        *bad = at;
    }
    return false;
}

uint32_t utf8_next(const char *s, size_t len, size_t *i)
{
    const uint8_t *p = (const uint8_t *)s + *i;
    if (*p < 0x80) {
        (*i)++;
        return *p;
    }
    ucs4_t cp;
    int n = u8_mbtouc(&cp, p, len - *i);
    *i += (size_t)(n > 0 ? n : 1);
    return cp;
}

int utf8_put(char out[4], uint32_t cp)
{
    uint8_t tmp[6];
    int n = u8_uctomb(tmp, cp, sizeof tmp);
    if (n < 1 || n > 4) {
        out[0] = '?';
        return 1;
    }
    memcpy(out, tmp, (size_t)n);
    return n;
}

char *utf8_nfc(struct arena *a, const char *s, size_t len, size_t *out_len)
{
    size_t ascii = 0;
    while (ascii < len && (unsigned char)s[ascii] < 0x80) {
        ascii++;
    }
    if (ascii < len) {
        size_t n = 0;
        uint8_t *r = u8_normalize(UNINORM_NFC, (const uint8_t *)s, len, NULL, &n);
        if (!r) {
            BUG("normalisation failed on %zu bytes", len);
        }
        char *p = arena_dup(a, (const char *)r, n);
        free(r);
        *out_len = n;
        return p;
    }
    *out_len = len;
    return arena_dup(a, s, len);
}

size_t utf8_graphemes(struct arena *a, const char *s, size_t len, uint32_t **off)
{
    uint32_t *o = arena_array(a, uint32_t, len + 1);
    size_t n = 0, ascii = 0;
    while (ascii < len && (unsigned char)s[ascii] < 0x80 && s[ascii] != '\r') {
        ascii++;
    }
    if (ascii == len) {
        for (; n < len; n++) {
            o[n] = (uint32_t)n;
        }
    } else {
        char *brk = arena_alloc(a, len);
        u8_grapheme_breaks((const uint8_t *)s, len, brk);
        for (size_t i = 0; i < len; i++) {
            if (brk[i] || i == 0) {
                o[n++] = (uint32_t)i;
            }
        }
    }
    o[n] = (uint32_t)len;
    *off = o;
    return n;
}

bool utf8_plain(uint32_t cp)
{
    static const struct {
        uint32_t lo, hi;
    } range[] = {
        {0x20, 0x7e},       {0xa1, 0xac},       {0xae, 0x2ff},      {0x391, 0x3ff},
        {0x400, 0x482},     {0x48a, 0x52f},     {0x531, 0x556},     {0x561, 0x586},
        {0x5d0, 0x5ea},     {0x621, 0x63a},     {0x641, 0x64a},     {0x660, 0x66d},
        {0x671, 0x6d4},     {0x904, 0x939},     {0x964, 0x96f},     {0xe01, 0xe30},
        {0xe32, 0xe32},     {0xe3f, 0xe46},     {0xe4f, 0xe5b},     {0x10d0, 0x10ff},
        {0x1e00, 0x1eff},   {0x2010, 0x2027},   {0x2030, 0x205e},   {0x20a0, 0x20c0},
        {0x2112, 0x2125},   {0x2190, 0x2328},   {0x2500, 0x27ff},   {0x3001, 0x3029},
        {0x3041, 0x3096},   {0x30a0, 0x30ff},   {0x3400, 0x4dbf},   {0x4e00, 0x9fff},
        {0xac00, 0xd7a3},   {0xff01, 0xff5e},   {0xff61, 0xff9d},
    };
    size_t lo = 0, hi = sizeof range / sizeof *range;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (cp > range[mid].hi) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < sizeof range / sizeof *range && cp >= range[lo].lo;
}

static bool printable_ascii(char c)
{
    return c >= 0x20 && c < 0x7f;
}

/* Flags, and emoji joined by ZWJ, are told only by more than two neighbours (UAX #29, GB11 to
 * GB13), which u8_grapheme_next() does not look at. A break does not depend on what follows it, so
 * that a window will do. */
static size_t long_grapheme_end(const char *s, size_t len, size_t i, size_t otherwise)
{
    enum { WINDOW = 256 };
    char brk[WINDOW];
    size_t n = len - i < WINDOW ? len - i : WINDOW;
    while (i + n < len && ((unsigned char)s[i + n] & 0xc0) == 0x80) {
        n--;
    }
    u8_grapheme_breaks((const uint8_t *)s + i, n, brk);
    for (size_t k = 1; k < n; k++) {
        if (brk[k]) {
            return i + k;
        }
    }
    return i + n == len ? len : otherwise;
}

size_t utf8_grapheme_end(const char *s, size_t len, size_t i)
{
    size_t end = i + 1;
    if (end < len && printable_ascii(s[i]) && printable_ascii(s[end])) {
        return end;
    }
    end = i;
    uint32_t cp = utf8_next(s, len, &end);
    if (end >= len) {
        return len;
    }
    size_t behind = end;
    uint32_t next = utf8_next(s, len, &behind);
    if (utf8_plain(cp) && utf8_plain(next)) {
        return end;
    }
    const uint8_t *p = u8_grapheme_next((const uint8_t *)s + i, (const uint8_t *)s + len);
    end = p ? (size_t)((const char *)p - s) : len;
    bool flag = cp >= 0x1f1e6 && cp <= 0x1f1ff;
    bool joined = end - i >= 3 && end < len && !memcmp(s + end - 3, "\xe2\x80\x8d", 3);
    bool indic = cp >= 0x900 && cp < 0xe00; /* conjuncts, GB9c: a cluster since Unicode 15.1 */
    return flag || joined || indic ? long_grapheme_end(s, len, i, end) : end;
}

size_t utf8_grapheme_count(const char *s, size_t len)
{
    size_t n = 0;
    for (size_t i = 0; i < len; i = utf8_grapheme_end(s, len, i)) {
        n++;
    }
    return n;
}
