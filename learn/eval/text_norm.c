// SPDX-License-Identifier: MIT
#include "eval/text_norm.h"

#include <stdbool.h>
#include <stdlib.h>
#include <unicase.h>
#include <unictype.h>
#include <uninorm.h>

#include "base/utf8.h"

static enum st check(const char *s, size_t len, struct err *e)
{
    size_t bad;
    return utf8_valid(s, len, &bad) ? ST_OK : err_set(e, ST_FORMAT, "text is not UTF-8 at byte %zu", bad);
}

static size_t without_breaks(const char *s, size_t len)
{
    while (len && (s[len - 1] == '\n' || s[len - 1] == '\r')) {
        len--;
    }
    return len;
}

enum st text_raw(const char *s, size_t len, struct buf *out, struct err *e)
{
    struct arena a = {0};
    enum st st = check(s, len, e);
    if (!st) {
        size_t n;
        const char *nfc = utf8_nfc(&a, s, without_breaks(s, len), &n);
        buf_add(out, nfc, n);
    }
    arena_release(&a);
    return st;
}

uint32_t text_norm_cp(uint32_t cp)
{
    switch (cp) {
    case 0x60:   /* grave accent */
    case 0xb4:   /* acute accent */
    case 0x2b9:  /* modifier letter prime */
    case 0x2bb:  /* turned comma */
    case 0x2bc:  /* apostrophe */
    case 0x2018: /* quotation marks: left, right, low, reversed */
    case 0x2019:
    case 0x201a:
    case 0x201b:
    case 0x2032: /* prime, reversed prime */
    case 0x2035:
    case 0x2039: /* angle */
    case 0x203a:
    case 0xff07: /* fullwidth apostrophe */
        return '\'';
    case 0xab: /* guillemets */
    case 0xbb:
    case 0x2ba:  /* double prime */
    case 0x201c: /* left, right, low, reversed */
    case 0x201d:
    case 0x201e:
    case 0x201f:
    case 0x2033:
    case 0x2036:
    case 0x301d: /* ditto of East Asia */
    case 0x301e:
    case 0x301f:
    case 0xff02:
        return '"';
    case 0xad:   /* soft hyphen: in a transcript it is one that was printed */
    case 0x2212: /* minus */
    case 0x2e17: /* the double hyphen of Fraktur, and all of Pd below */
        return '-';
    case 0x17f:
        return 's';
    default:
        return cp >= 0x58a && uc_is_general_category(cp, UC_DASH_PUNCTUATION) ? '-' : cp;
    }
}

static void unify(const char *s, size_t len, struct buf *out)
{
    for (size_t i = 0; i < len;) {
        char b[4];
        buf_add(out, b, (size_t)utf8_put(b, text_norm_cp(utf8_next(s, len, &i))));
    }
}

static void nfkc(const struct buf *in, bool fold, struct buf *out)
{
    size_t n = 0;
    const uint8_t *s = (const uint8_t *)in->data;
    uint8_t *r = fold ? u8_casefold(s, in->len, NULL, UNINORM_NFKC, NULL, &n)
                      : u8_normalize(UNINORM_NFKC, s, in->len, NULL, &n);
    if (!r) {
        BUG("normalisation failed on %zu bytes", in->len);
    }
    buf_clear(out);
    buf_add(out, r, n);
    free(r);
}

static void collapse(const struct buf *in, struct buf *out)
{
    bool gap = false, begun = false;
    for (size_t i = 0, from = 0; i < in->len; from = i) {
        if (uc_is_property_white_space(utf8_next(in->data, in->len, &i))) {
            gap = begun;
            continue;
        }
        if (gap) {
            buf_addc(out, ' ');
        }
        buf_add(out, in->data + from, i - from);
        gap = false;
        begun = true;
    }
}

enum st text_norm(const char *s, size_t len, struct buf *out, struct err *e)
{
    enum st st = check(s, len, e);
    struct buf x = {0}, y = {0};
    if (!st && len) {
        unify(s, len, &x);
        nfkc(&x, false, &y);
        nfkc(&y, true, &x);
        buf_clear(&y);
        unify(x.data, x.len, &y);
        nfkc(&y, false, &x);
        collapse(&x, out);
    }
    buf_release(&x);
    buf_release(&y);
    return st;
}
