// SPDX-License-Identifier: MIT
#include "corpus/clean.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>
#include <uninorm.h>

#include "base/st.h"
#include "base/utf8.h"

static bool is_direction(uint32_t cp)
{
    return cp == 0x200e || cp == 0x200f || cp == 0x061c;
}

uint32_t clean_cp(uint32_t cp)
{
    if (utf8_plain(cp)) {
        return cp;
    }
    if (cp == 0x200c || cp == 0x200d || is_direction(cp)) {
        return cp;
    }
    if (uc_is_property_white_space(cp)) {
        return ' ';
    }
    const uint32_t dropped = UC_CATEGORY_MASK_Cc | UC_CATEGORY_MASK_Cf | UC_CATEGORY_MASK_Cs;
    return uc_is_general_category_withtable(cp, dropped) || uc_is_property_not_a_character(cp) ? 0
                                                                                               : cp;
}

/* Marks and joiners: what attaches to the letter before it. */
static bool attaches(uint32_t cp)
{
    return cp == 0x200c || cp == 0x200d ||
           (!utf8_plain(cp) && uc_is_general_category_withtable(cp, UC_CATEGORY_MASK_M));
}

size_t clean_append(struct buf *out, const char *s, size_t len)
{
    size_t begin = out->len;
    buf_grow(out, len + 4); /* cleaning never lengthens */
    char *o = out->data + begin;
    bool plain = true, space = false, first = true, base = false;
    for (size_t i = 0; i < len;) {
        uint32_t cp = (unsigned char)s[i];
        if (cp > 0x20 && cp < 0x7f) {
            i++;
        } else {
            cp = clean_cp(utf8_next(s, len, &i));
            if (!cp) {
                continue;
            }
            if (cp == ' ') {
                space = true;
                continue;
            }
            if ((!base || space) && attaches(cp)) {
                continue;
            }
            plain = plain && utf8_plain(cp);
        }
        if (space && !first) {
            *o++ = ' ';
        }
        space = first = false;
        base = !is_direction(cp);
        o += utf8_put(o, cp);
    }
    out->len = (size_t)(o - out->data);
    out->data[out->len] = 0;
    if (!plain) {
        size_t n = 0;
        uint8_t *nfc = u8_normalize(UNINORM_NFC, (const uint8_t *)out->data + begin,
                                    out->len - begin, NULL, &n);
        if (!nfc) {
            BUG("normalisation failed on %zu bytes", out->len - begin);
        }
        out->len = begin;
        buf_add(out, nfc, n);
        free(nfc);
    }
    return out->len - begin;
}

void clean_trim(const char **s, size_t *len)
{
    while (*len && **s == ' ') {
        (*s)++;
        (*len)--;
    }
    while (*len && (*s)[*len - 1] == ' ') {
        (*len)--;
    }
}

const char *clean_nfc(struct arena *a, const char *s, size_t len, size_t *out_len)
{
    bool plain = true;
    for (size_t i = 0; i < len && plain;) {
        plain = utf8_plain(utf8_next(s, len, &i));
    }
    if (plain) {
        *out_len = len;
        return s;
    }
    return utf8_nfc(a, s, len, out_len);
}
