// SPDX-License-Identifier: MIT
#include "corpus/template.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "corpus/casing.h"
#include "corpus/clean.h"
#include "corpus/scan.h"
#include "recipe/recipe.h"

struct field {
    const char *name;
    const char *before; /* literal text in front */
    size_t before_len;
    int to_case;    /* enum recipe_case */
    uint32_t width; /* 0: as long as it is */
    char align;
    char fill[4];
    size_t fill_len;
};

struct text_template {
    struct arena arena;
    struct field *field; /* n_fields, and one more whose `before` is the tail */
    size_t n_fields;
    size_t fixed;  /* graphemes of literals and widths */
    size_t n_free; /* fields without a width */
};

/* --- parsing ---------------------------------------------------------------------------------- */

static enum st parse_name(struct scan *sc, struct arena *a, size_t open, struct field *f)
{
    size_t at = sc->i;
    while (!scan_done(sc) && !strchr("{}!:", sc->s[sc->i])) {
        sc->i++;
    }
    if (scan_done(sc) || sc->s[sc->i] == '{') {
        return scan_error(sc, open, "no '}' closes this (write {{ for a brace)");
    }
    if (sc->i == at) {
        return scan_error(sc, at, "a field without a name");
    }
    f->name = arena_dup(a, sc->s + at, sc->i - at);
    return ST_OK;
}

static enum st parse_case(struct scan *sc, struct field *f)
{
    if (!scan_take(sc, '!')) {
        return ST_OK;
    }
    size_t at = sc->i;
    switch (scan_next(sc)) {
    case 'u':
        f->to_case = CASE_UPPER;
        return ST_OK;
    case 'l':
        f->to_case = CASE_LOWER;
        return ST_OK;
    case 't':
        f->to_case = CASE_TITLE;
        return ST_OK;
    default:
        return scan_error(sc, at, "u, l or t wanted behind '!'");
    }
}

static bool is_align(uint32_t c)
{
    return c == '<' || c == '>' || c == '^';
}

static enum st parse_format(struct scan *sc, struct field *f)
{
    f->align = '<';
    f->fill[0] = ' ';
    f->fill_len = 1;
    if (!scan_take(sc, ':')) {
        return ST_OK;
    }
    struct scan ahead = *sc;
    uint32_t fill = scan_next(&ahead);
    if (is_align(scan_peek(&ahead))) {
        if (!clean_cp(fill) || utf8_grapheme_end(sc->s, sc->len, sc->i) != ahead.i) {
            return scan_error(sc, sc->i, "a fill is one character that stands alone");
        }
        f->fill_len = (size_t)utf8_put(f->fill, clean_cp(fill));
        *sc = ahead;
    }
    bool aligned = is_align(scan_peek(sc));
    if (aligned) {
        f->align = (char)scan_next(sc);
    }
    size_t at = sc->i;
    enum st st = scan_number(sc, "width", TEMPLATE_MAX_WIDTH, &f->width);
    return st || f->width ? st : scan_error(sc, at, "a width of 0");
}

static enum st parse_field(struct scan *sc, struct text_template *t, struct field *f)
{
    size_t open = sc->i - 1;
    f->to_case = CASE_AS_IS;
    enum st st = parse_name(sc, &t->arena, open, f);
    if (!st) {
        st = parse_case(sc, f);
    }
    if (!st) {
        st = parse_format(sc, f);
    }
    if (!st && !scan_take(sc, '}')) {
        st = scan_error(sc, sc->i, "'}' wanted at the end of field '%s'", f->name);
    }
    return st;
}

/* Literal text up to a field or the end; braces are undoubled. */
static enum st parse_literal(struct scan *sc, struct text_template *t, struct field *f)
{
    char *o = arena_alloc(&t->arena, sc->len - sc->i + 1);
    f->before = o;
    while (!scan_done(sc)) {
        size_t at = sc->i;
        uint32_t c = scan_next(sc);
        if (c == '{' && !scan_take(sc, '{')) {
            sc->i = at;
            break;
        }
        if (c == '}' && !scan_take(sc, '}')) {
            return scan_error(sc, at, "'}' closes nothing (write }} for a brace)");
        }
        c = clean_cp(c);
        if (!c) {
            return scan_error(sc, at, "a control character");
        }
        o += utf8_put(o, c);
    }
    f->before_len = (size_t)(o - f->before);
    t->fixed += utf8_grapheme_count(f->before, f->before_len);
    return ST_OK;
}

static enum st parse(struct scan *sc, struct text_template *t)
{
    size_t most = 1;
    for (size_t i = 0; i < sc->len; i++) {
        most += sc->s[i] == '{';
    }
    t->field = arena_zarray(&t->arena, struct field, most);
    for (;;) {
        struct field *f = &t->field[t->n_fields];
        enum st st = parse_literal(sc, t, f);
        if (st || scan_done(sc)) {
            return st;
        }
        sc->i++; /* the brace */
        st = parse_field(sc, t, f);
        if (st) {
            return st;
        }
        t->n_fields++;
        t->fixed += f->width;
        t->n_free += !f->width;
    }
}

enum st template_compile(const char *text, struct text_template **out, struct err *e)
{
    *out = NULL;
    struct scan sc;
    enum st st = scan_init(&sc, text, strlen(text), TEMPLATE_MAX_BYTES, e);
    if (st) {
        return st;
    }
    struct text_template *t = calloc(1, sizeof *t);
    if (!t) {
        BUG("out of memory");
    }
    st = parse(&sc, t);
    if (st) {
        template_free(t);
        return st;
    }
    *out = t;
    return ST_OK;
}

void template_free(struct text_template *t)
{
    if (t) {
        arena_release(&t->arena);
        free(t);
    }
}

size_t template_fields(const struct text_template *t)
{
    return t->n_fields;
}

const char *template_field_name(const struct text_template *t, size_t field)
{
    return t->field[field].name;
}

/* --- making ----------------------------------------------------------------------------------- */

static void pad(struct buf *out, const struct field *f, size_t n)
{
    while (n--) {
        buf_add(out, f->fill, f->fill_len);
    }
}

static void add_value(struct buf *out, const struct field *f, const char *s, size_t len)
{
    size_t have = f->width ? utf8_grapheme_count(s, len) : 0;
    size_t gap = f->width > have ? f->width - have : 0;
    size_t left = f->align == '<' ? 0 : f->align == '>' ? gap : gap / 2;
    pad(out, f, left);
    buf_add(out, s, len);
    pad(out, f, gap - left);
}

enum st template_make(const struct text_template *t, template_value_fn *value, void *ctx,
                      double length, struct arena *a, const char **s, size_t *len, struct err *e)
{
    double free_length = length - (double)t->fixed;
    double share =
        t->n_free && free_length > (double)t->n_free ? free_length / (double)t->n_free : 1;
    struct buf out = {0};
    enum st st = ST_OK;
    for (size_t i = 0; i < t->n_fields && !st; i++) {
        const struct field *f = &t->field[i];
        const char *v = NULL;
        size_t n = 0;
        buf_add(&out, f->before, f->before_len);
        st = value(ctx, i, f->width ? (double)f->width : share, f->width, a, &v, &n, e);
        if (!st) {
            v = casing_apply(a, v, n, f->to_case, NULL, &n);
            add_value(&out, f, v, n);
        }
    }
    if (!st) {
        buf_add(&out, t->field[t->n_fields].before, t->field[t->n_fields].before_len);
        size_t raw_len = out.len;
        const char *raw = arena_dup(a, out.data ? out.data : "", raw_len);
        *s = clean_nfc(a, raw, raw_len, len);
    }
    buf_release(&out);
    return st;
}
