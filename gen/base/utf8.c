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
