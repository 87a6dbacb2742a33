// SPDX-License-Identifier: MIT
#include "recipe/bind.h"

#include <math.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void bind_problem(struct binder *b, const struct node *at, const char *fmt, ...)
{
    b->count++;
    if (!b->problems) {
        return;
    }
    char msg[600];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(msg, sizeof msg, fmt, ap);
    va_end(ap);
    for (char *p = msg; *p; p++) {
        *p = (unsigned char)*p < 0x20 || *p == 0x7f ? '?' : *p;
    }
    if (at->origin) {
        buf_printf(b->problems, "--set %s: %s\n", at->origin, msg);
    } else {
        buf_printf(b->problems, "%s:%d:%d: %s\n", b->name, at->line, at->column, msg);
    }
}

void bind_unknown(struct binder *b, const struct node *key, const char *where,
                  const char *const *candidate, size_t n)
{
    const char *near = nearest(key->text, candidate, n);
    if (near) {
        bind_problem(b, key, "unknown key '%.80s' in %s (did you mean '%s'?)", key->text, where, near);
        return;
    }
    struct buf all = {0};
    for (size_t i = 0; i < n; i++) {
        buf_printf(&all, "%s%s", i ? ", " : "", candidate[i]);
    }
    bind_problem(b, key, "unknown key '%.80s' in %s (keys: %s)", key->text, where,
                 all.data ? all.data : "none");
    buf_release(&all);
}

static void expect(struct binder *b, const char *key, const struct node *v, const struct limits *l)
{
    const char *got = v->kind == NODE_SCALAR ? v->text
                      : v->kind == NODE_NULL ? "nothing"
                      : v->kind == NODE_SEQ  ? "a list"
                                             : "a mapping";
    if (l->names) {
        char list[300];
        snprintf(list, sizeof list, "%s", l->names);
        for (char *p = list; *p; p++) {
            *p = *p == '|' ? ' ' : *p;
        }
        bind_problem(b, v, "%s: '%.80s' is none of: %s", key, got, list);
    } else {
        bind_problem(b, v, "%s: wants %s from %g to %g%s%s, not '%.80s'", key,
                     l->whole ? "a whole number" : "a number", l->min, l->max, *l->unit ? " " : "",
                     l->unit, got);
    }
}

/* A scalar as a number or as the place of a name; no range check. */
static bool scalar_value(const struct node *v, const struct limits *l, double *out)
{
    if (v->kind != NODE_SCALAR) {
        return false;
    }
    if (l->names) {
        int place = names_find(l->names, v->text, v->len);
        *out = place;
        return place >= 0;
    }
    char *end;
    *out = strtod(v->text, &end);
    bool plain = strspn(v->text, "0123456789+-.eE") == v->len; /* no hexadecimal, nan, inf */
    return plain && !v->quoted && v->len && !*end && isfinite(*out);
}

static bool in_range(const struct limits *l, double v)
{
    if (l->names) {
        return true;
    }
    return v >= l->min && v <= l->max && (!l->whole || v == floor(v));
}

bool bind_number(struct binder *b, const char *key, const struct node *v, const struct limits *l,
                 double *out)
{
    double x;
    if (!scalar_value(v, l, &x) || !in_range(l, x)) {
        expect(b, key, v, l);
        return false;
    }
    *out = x;
    return true;
}

/* A list of exactly n numbers; range-checked if l is not NULL. */
static bool numbers(struct binder *b, const char *key, const struct node *v, size_t n,
                    const struct limits *l, double *out)
{
    if (v->kind != NODE_SEQ || v->n != n) {
        bind_problem(b, v, "%s: wants a list of %zu numbers", key, n);
        return false;
    }
    static const struct limits any = {-1e300, 1e300, "", NULL, false};
    for (size_t i = 0; i < n; i++) {
        if (!bind_number(b, key, &v->item[i], l ? l : &any, &out[i])) {
            return false;
        }
    }
    return true;
}

static bool bind_range(struct binder *b, const char *key, const struct node *v,
                       const struct limits *l, struct dist *out)
{
    double ab[2];
    if (!numbers(b, key, v, 2, l, ab)) {
        return false;
    }
    if (!(ab[0] <= ab[1])) {
        bind_problem(b, v, "%s: the range goes from %g down to %g", key, ab[0], ab[1]);
        return false;
    }
    *out = ab[0] == ab[1] ? dist_const(ab[0])
                          : (struct dist){.kind = DIST_UNIFORM, .a = ab[0], .b = ab[1]};
    return true;
}

static bool bind_choice(struct binder *b, const char *key, const struct node *v,
                        const struct node *weights, const struct limits *l, struct dist *out)
{
    if (v->kind != NODE_SEQ || !v->n) {
        bind_problem(b, v, "%s: choice wants a list of values", key);
        return false;
    }
    if (weights && (weights->kind != NODE_SEQ || weights->n != v->n)) {
        bind_problem(b, weights, "%s: weights wants as many numbers as choice has values: %zu", key, v->n);
        return false;
    }
    double *value = arena_array(b->arena, double, v->n), *cum = arena_array(b->arena, double, v->n);
    static const struct limits weight_limits = {0, 1e9, "", NULL, false};
    double sum = 0;
    for (size_t i = 0; i < v->n; i++) {
        double w = 1;
        if (!bind_number(b, key, &v->item[i], l, &value[i]) ||
            (weights && !bind_number(b, "weights", &weights->item[i], &weight_limits, &w))) {
            return false;
        }
        cum[i] = sum += w;
    }
    if (!(sum > 0)) {
        bind_problem(b, weights, "%s: all weights are 0", key);
        return false;
    }
    *out = (struct dist){.kind = DIST_CHOICE, .value = value, .cum = cum, .n = v->n};
    return true;
}

static bool bind_normal(struct binder *b, const char *key, const struct node *v,
                        const struct node *clip, const struct limits *l, struct dist *out)
{
    double md[2], lh[2] = {l->min, l->max};
    if (!numbers(b, key, v, 2, NULL, md) || (clip && !numbers(b, key, clip, 2, l, lh))) {
        return false;
    }
    if (!(md[1] >= 0) || !(lh[0] <= lh[1])) {
        bind_problem(b, v, "%s: normal wants [mean, deviation >= 0] and clip [low, high]", key);
        return false;
    }
    *out = (struct dist){.kind = DIST_NORMAL, .a = md[0], .b = md[1], .lo = lh[0], .hi = lh[1]};
    return true;
}

static bool bind_mapping(struct binder *b, const char *key, const struct node *v,
                         const struct limits *l, struct dist *out)
{
    static const char *const keys[] = {"uniform", "normal", "loguniform", "choice", "clip", "weights"};
    enum { KINDS = 4, KEYS = sizeof keys / sizeof *keys };
    const char *kind = NULL;
    bool good = true;
    for (size_t i = 0; i < v->n; i++) {
        size_t k = 0;
        while (k < KEYS && strcmp(keys[k], v->key[i].text)) {
            k++;
        }
        if (k == KEYS) {
            bind_unknown(b, &v->key[i], key, keys, KEYS);
            good = false;
        } else if (k < KINDS && kind) {
            bind_problem(b, &v->key[i], "%s: both %s and %s", key, kind, keys[k]);
            good = false;
        } else if (k < KINDS) {
            kind = keys[k];
        }
    }
    if (!good) {
        return false;
    }
    const struct node *clip = tree_get(v, "clip"), *weights = tree_get(v, "weights");
    if (!kind || (clip && strcmp(kind, "normal")) || (weights && strcmp(kind, "choice")) ||
        (l->names && strcmp(kind, "choice"))) {
        bind_problem(b, v, l->names ? "%s: a mapping here is {choice: [...], weights: [...]}"
                                    : "%s: a mapping is one of {uniform: [a, b]}, {loguniform: [a, b]}, "
                                      "{normal: [mean, deviation], clip: [a, b]}, {choice: [...], weights: [...]}",
                     key);
        return false;
    }
    const struct node *arg = tree_get(v, kind);
    if (!strcmp(kind, "uniform")) {
        return bind_range(b, key, arg, l, out);
    }
    if (!strcmp(kind, "normal")) {
        return bind_normal(b, key, arg, clip, l, out);
    }
    if (!strcmp(kind, "choice")) {
        return bind_choice(b, key, arg, weights, l, out);
    }
    if (!bind_range(b, key, arg, l, out)) {
        return false;
    }
    if (!(out->a > 0)) {
        bind_problem(b, arg, "%s: loguniform wants numbers above 0", key);
        return false;
    }
    if (out->kind == DIST_UNIFORM) {
        out->kind = DIST_LOGUNIFORM;
    }
    return true;
}

bool bind_dist(struct binder *b, const char *key, const struct node *v, const struct limits *l,
               struct dist *out)
{
    struct dist d = {0};
    bool good;
    if (v->kind == NODE_SEQ) {
        good = l->names ? bind_choice(b, key, v, NULL, l, &d) : bind_range(b, key, v, l, &d);
    } else if (v->kind == NODE_MAP) {
        good = bind_mapping(b, key, v, l, &d);
    } else {
        good = bind_number(b, key, v, l, &d.a);
    }
    if (good) {
        *out = d;
        out->whole = l->whole;
    }
    return good;
}

bool bind_flag(struct binder *b, const char *key, const struct node *v, bool *out)
{
    static const char *const yes[] = {"true", "yes", "on"}, *const no[] = {"false", "no", "off"};
    for (int i = 0; i < 3 && v->kind == NODE_SCALAR && !v->quoted; i++) {
        if (!strcmp(v->text, yes[i]) || !strcmp(v->text, no[i])) {
            *out = !strcmp(v->text, yes[i]);
            return true;
        }
    }
    bind_problem(b, v, "%s: wants true or false", key);
    return false;
}

bool bind_string(struct binder *b, const char *key, const struct node *v, const char **out)
{
    if (v->kind != NODE_SCALAR || memchr(v->text, 0, v->len)) {
        bind_problem(b, v, "%s: wants a text", key);
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
    for (size_t i = 0; i < count; i++) {
        if (!bind_string(b, key, &item[i], &list[i])) {
            return false;
        }
    }
    *out = list;
    *n = count;
    return true;
}
