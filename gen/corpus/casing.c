// SPDX-License-Identifier: MIT
#include "corpus/casing.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <unicase.h>
#include <uninorm.h>

#include "base/st.h"
#include "recipe/recipe.h"

/* Mapping ASCII byte by byte is right but for the languages that dot their i otherwise. */
static bool ascii_rules(const char *s, size_t len, const char *lang)
{
    if (lang && (!strncmp(lang, "tr", 2) || !strncmp(lang, "az", 2) || !strncmp(lang, "lt", 2))) {
        return false;
    }
    for (size_t i = 0; i < len; i++) {
        if (s[i] & 0x80) {
            return false;
        }
    }
    return true;
}

static const char *ascii_case(struct arena *a, const char *s, size_t len, char from, int shift)
{
    char *o = arena_dup(a, s, len);
    for (size_t i = 0; i < len; i++) {
        if (o[i] >= from && o[i] < from + 26) {
            o[i] = (char)(o[i] + shift);
        }
    }
    return o;
}

const char *casing_apply(struct arena *a, const char *s, size_t len, int to, const char *lang,
                         size_t *out_len)
{
    *out_len = len;
    if (to == CASE_AS_IS) {
        return s;
    }
    if (to != CASE_TITLE && ascii_rules(s, len, lang)) {
        return to == CASE_UPPER ? ascii_case(a, s, len, 'a', -32) : ascii_case(a, s, len, 'A', 32);
    }
    char iso[4] = "";
    for (size_t i = 0; lang && i < 3 && lang[i] && lang[i] != '-'; i++) {
        iso[i] = lang[i];
    }
    const uint8_t *in = (const uint8_t *)s;
    uint8_t *r = to == CASE_UPPER   ? u8_toupper(in, len, iso, UNINORM_NFC, NULL, out_len)
                 : to == CASE_LOWER ? u8_tolower(in, len, iso, UNINORM_NFC, NULL, out_len)
                                    : u8_totitle(in, len, iso, UNINORM_NFC, NULL, out_len);
    if (!r) {
        BUG("case mapping failed on %zu bytes", len);
    }
    const char *o = arena_dup(a, (const char *)r, *out_len);
    free(r);
    return o;
}
