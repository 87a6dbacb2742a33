// SPDX-License-Identifier: MIT
#include "recipe/bind.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "recipe/names.h"

/* --- messages -------------------------------------------------------------------------------- */

void bind_problem(struct binder *b, const struct node *at, const char *fmt, ...)
{
    b->count++;
    if (!b->problems) {
        return;
    }
    char msg[1500];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(msg, sizeof msg, fmt, ap);
    va_end(ap);
    size_t start = b->problems->len;
    if (at->origin) {
        buf_printf(b->problems, "--set %s: %s", at->origin, msg);
    } else {
        buf_printf(b->problems, "%s:%d:%d: %s", b->name, at->line, at->column, msg);
    }
    for (char *p = b->problems->data + start; *p; p++) {
        *p = (unsigned char)*p < 0x20 || *p == 0x7f ? '?' : *p;
    }
    buf_addc(b->problems, '\n');
}

const char *bind_shown(struct binder *b, const struct node *v)
{
    enum { MAX = 60 };
    if (v->kind != NODE_SCALAR) {
        return v->kind == NODE_NULL ? "nothing" : v->kind == NODE_SEQ ? "a list" : "a mapping";
    }
    struct buf out = {0};
    size_t i = 0;
    buf_addc(&out, '\'');
    while (i < v->len && i < MAX) {
        size_t from = i;
        uint32_t cp = utf8_next(v->text, v->len, &i);
        if (cp < 0x20 || (cp >= 0x7f && cp < 0xa0)) {
            buf_addc(&out, '?');
        } else {
            buf_add(&out, v->text + from, i - from);
        }
    }
    buf_addstr(&out, i < v->len ? "...'" : "'");
    const char *shown = arena_dup(b->arena, out.data, out.len);
    buf_release(&out);
    return shown;
}

void bind_unknown(struct binder *b, const struct node *key, const char *where,
                  const char *const *candidate, size_t n)
{
    const char *near = names_nearest(key->text, candidate, n);
    if (near) {
        bind_problem(b, key, "unknown key %s in %s (did you mean '%s'?)", bind_shown(b, key), where,
                     near);
        return;
    }
    struct buf all = {0};
    for (size_t i = 0; i < n; i++) {
        buf_printf(&all, "%s%s", i ? ", " : "", candidate[i]);
    }
    bind_problem(b, key, "unknown key %s in %s (keys: %s)", bind_shown(b, key), where,
                 all.data ? all.data : "none");
    buf_release(&all);
}

/* "'lwoer' is none of as-is, upper, lower, title (did you mean 'lower'?)" */
static void expect_name(struct binder *b, const char *key, const struct node *v, const char *names)
{
    enum { MAX = 32 };
    const char *candidate[MAX], *name;
    size_t n = 0, len;
    struct buf all = {0};
    while (n < MAX && (name = names_at(names, (int)n, &len))) {
        candidate[n] = arena_dup(b->arena, name, len);
        buf_printf(&all, "%s%s", n ? ", " : "", candidate[n]);
        n++;
    }
    const char *near = v->kind == NODE_SCALAR ? names_nearest(v->text, candidate, n) : NULL;
    bind_problem(b, v, "%s: %s is none of: %s%s%s%s", key, bind_shown(b, v), all.data,
                 near ? " (did you mean '" : "", near ? near : "", near ? "'?)" : "");
    buf_release(&all);
}

static void expect(struct binder *b, const char *key, const struct node *v, const struct limits *l)
{
    if (l->names) {
        expect_name(b, key, v, l->names);
        return;
    }
    const char *what = l->whole ? "a whole number" : "a number";
    if (l->max >= HUGE_VAL) {
        bind_problem(b, v, "%s: wants %s, not %s", key, what, bind_shown(b, v));
    } else {
        bind_problem(b, v, "%s: wants %s from %.16g to %.16g%s%s, not %s", key, what, l->min,
                     l->max, *l->unit ? " " : "", l->unit, bind_shown(b, v));
    }
}

/* --- values ---------------------------------------------------------------------------------- */

/* A scalar as a number or as the place of a name; no range check. */
static bool scalar_value(const struct node *v, const struct limits *l, double *out)
{
    if (v->kind != NODE_SCALAR) {
        return false;
    }
    if (l->names) {
        *out = names_find(l->names, v->text, v->len);
        return *out >= 0;
    }
    /* what strtod() takes without hexadecimal, nan and inf */
    if (v->quoted || !v->len || strspn(v->text, "0123456789+-.eE") != v->len) {
        return false;
    }
    char *end;
    *out = strtod(v->text, &end);
    return !*end && isfinite(*out);
}

bool bind_number(struct binder *b, const char *key, const struct node *v, const struct limits *l,
                 double *out)
{
    double x;
    bool good = scalar_value(v, l, &x);
    if (good && !l->names) {
        good = x >= l->min && x <= l->max && (!l->whole || x == floor(x));
    }
    if (!good) {
        expect(b, key, v, l);
        return false;
    }
    *out = x;
    return true;
}

bool bind_flag(struct binder *b, const char *key, const struct node *v, bool *out)
{
    static const char *const yes[] = {"true", "yes", "on"}, *const no[] = {"false", "no", "off"};
    for (int i = 0; i < 3 && v->kind == NODE_SCALAR && !v->quoted; i++) {
        bool is_yes = !strcasecmp(v->text, yes[i]);
        if (is_yes || !strcasecmp(v->text, no[i])) {
            *out = is_yes;
            return true;
        }
    }
    bind_problem(b, v, "%s: wants true or false, not %s", key, bind_shown(b, v));
    return false;
}

bool bind_string(struct binder *b, const char *key, const struct node *v, const char **out)
{
    if (v->kind != NODE_SCALAR) {
        bind_problem(b, v, "%s: wants a text, not %s", key, bind_shown(b, v));
        return false;
    }
    *out = v->text;
    return true;
}

bool bind_strings(struct binder *b, const char *key, const struct node *v, const char ***out,
                  size_t *n)
{
    const struct node *item = v->kind == NODE_SEQ ? v->item : v;
    size_t count = v->kind == NODE_SEQ ? v->n : 1;
    const char **list = arena_array(b->arena, const char *, count);
    bool good = true;
    for (size_t i = 0; i < count; i++) {
        good = bind_string(b, key, &item[i], &list[i]) && good;
    }
    if (good) {
        *out = list;
        *n = count;
    }
    return good;
}
