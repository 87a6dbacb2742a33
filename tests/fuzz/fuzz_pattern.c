// SPDX-License-Identifier: MIT
/*
 * Any bytes as a pattern, a template and an alphabet: no crash, bounded work, and what is accepted gives
 * valid text. Run by libFuzzer (make fuzz), or over tests/fuzz/corpus/pattern by the replay program.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "corpus/alphabet.h"
#include "corpus/pattern.h"
#include "corpus/template.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool ok, const char *what)
{
    if (!ok) {
        BUG("%s", what);
    }
}

static void try_pattern(const char *text, struct arena *a)
{
    struct pattern *p;
    struct err e = {0};
    if (pattern_compile(text, &p, &e)) {
        demand(!p && e.code == ST_RECIPE && e.msg[0], "a refusal without a message");
        return;
    }
    for (uint64_t i = 0; i < 4; i++) {
        struct rng r = rng_stream(1, RNG_TEXT, i, 0);
        size_t len, n;
        const char *s = pattern_make(p, &r, a, &len);
        demand(utf8_valid(s, len, NULL) && s[len] == 0, "text that is not UTF-8");
        demand(len <= 3 * PATTERN_MAX_BYTES, "text without bound");
        demand(!strcmp(utf8_nfc(a, s, len, &n), s), "text that is not NFC");
    }
    pattern_free(p);
}

static enum st value(void *ctx, size_t field, double length, uint32_t width, struct arena *a,
                     const char **s, size_t *len, struct err *e)
{
    (void)ctx, (void)field, (void)a, (void)e;
    demand(length >= 1 && width <= TEMPLATE_MAX_WIDTH, "a field of no length");
    *s = "vß";
    *len = 3;
    return ST_OK;
}

static void try_template(const char *text, struct arena *a)
{
    struct text_template *t;
    struct err e = {0};
    if (template_compile(text, &t, &e)) {
        demand(!t && e.code == ST_RECIPE && e.msg[0], "a refusal without a message");
        return;
    }
    const char *s;
    size_t len;
    demand(template_make(t, value, NULL, 30, a, &s, &len, &e) == ST_OK, "a template that fails");
    demand(utf8_valid(s, len, NULL), "text that is not UTF-8");
    template_free(t);
}

static void try_alphabet(const char *text)
{
    struct alphabet *al;
    struct err e = {0};
    size_t bad;
    if (alphabet_parse(text, &al, &e)) {
        demand(!al && e.code == ST_RECIPE && e.msg[0], "a refusal without a message");
        return;
    }
    if (!alphabet_check(al, text, strlen(text), &bad)) {
        demand(bad < strlen(text), "an offset outside the text");
    }
    alphabet_free(al);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    char *text = arena_dup(&a, (const char *)data, size);
    try_pattern(text, &a);
    try_template(text, &a);
    try_alphabet(text);
    arena_release(&a);
    return 0;
}
