// SPDX-License-Identifier: MIT
/*
 * Distributions from nodes. Everything that dist_draw() could return lies in the key's range, and a
 * normal distribution must have at least RARE of its mass inside its clip: drawing again until inside
 * would else end in a constant that nobody asked for.
 */
#include <math.h>
#include <string.h>

#include "recipe/bind.h"

#define RARE 0.1

static const struct limits any_number = {.min = -HUGE_VAL, .max = HUGE_VAL, .unit = ""};

/* A list of exactly two numbers. */
static bool bind_pair(struct binder *b, const char *key, const struct node *v, const char *form,
                      const struct limits *l, double out[2])
{
    if (v->kind != NODE_SEQ || v->n != 2) {
        bind_problem(b, v, "%s: wants two numbers, %s", key, form);
        return false;
    }
    bool first = bind_number(b, key, &v->item[0], l, &out[0]);
    return bind_number(b, key, &v->item[1], l, &out[1]) && first;
}

static bool bind_range(struct binder *b, const char *key, const struct node *v,
                       const struct limits *l, double out[2])
{
    if (!bind_pair(b, key, v, "[from, to]", l, out)) {
        return false;
    }
    if (!(out[0] <= out[1])) {
        bind_problem(b, v, "%s: the range goes from %.16g down to %.16g", key, out[0], out[1]);
        return false;
    }
    return true;
}

static bool bind_uniform(struct binder *b, const char *key, const struct node *v,
                         const struct limits *l, struct dist *out)
{
    double ab[2];
    if (!bind_range(b, key, v, l, ab)) {
        return false;
    }
    *out = ab[0] == ab[1] ? dist_const(ab[0])
                          : (struct dist){.kind = DIST_UNIFORM, .a = ab[0], .b = ab[1]};
    return true;
}

static bool bind_loguniform(struct binder *b, const char *key, const struct node *v,
                            const struct limits *l, struct dist *out)
{
    if (!bind_uniform(b, key, v, l, out)) {
        return false;
    }
    if (!(out->a > 0)) {
        bind_problem(b, v, "%s: loguniform wants numbers above 0", key);
        return false;
    }
    out->kind = out->kind == DIST_UNIFORM ? DIST_LOGUNIFORM : out->kind;
    return true;
}

/* Share of a normal distribution that lies between lo and hi. */
static double normal_mass(double mean, double deviation, double lo, double hi)
{
    if (!(deviation > 0)) {
        return mean >= lo && mean <= hi;
    }
    double scale = deviation * sqrt(2.0);
    return (erfc((lo - mean) / scale) - erfc((hi - mean) / scale)) / 2;
}

static bool bind_normal(struct binder *b, const char *key, const struct node *v,
                        const struct node *clip, const struct limits *l, struct dist *out)
{
    double md[2], lh[2] = {l->min, l->max};
    bool good = bind_pair(b, key, v, "[mean, deviation]", &any_number, md);
    if ((clip && !bind_range(b, key, clip, l, lh)) || !good) {
        return false;
    }
    if (!(md[1] >= 0)) {
        bind_problem(b, &v->item[1], "%s: a deviation is not negative", key);
        return false;
    }
    double slack = l->whole ? 0.5 : 0;
    if (!(normal_mass(md[0], md[1], lh[0] - slack, lh[1] + slack) >= RARE)) {
        bind_problem(b, v, "%s: normal [%.16g, %.16g] hardly ever falls between %.16g and %.16g",
                     key, md[0], md[1], lh[0], lh[1]);
        return false;
    }
    *out = (struct dist){.kind = DIST_NORMAL, .a = md[0], .b = md[1], .lo = lh[0], .hi = lh[1]};
    return true;
}

static bool bind_choice(struct binder *b, const char *key, const struct node *v,
                        const struct node *weights, const struct limits *l, struct dist *out)
{
    static const struct limits weight_limits = {.min = 0, .max = 1e9, .unit = ""};
    if (v->kind != NODE_SEQ || !v->n) {
        bind_problem(b, v, "%s: choice wants a list of values", key);
        return false;
    }
    if (weights && (weights->kind != NODE_SEQ || weights->n != v->n)) {
        bind_problem(b, weights, "%s: weights wants as many numbers as choice has values, %zu", key,
                     v->n);
        return false;
    }
    const char *weights_key = arena_printf(b->arena, "%s.weights", key);
    double *value = arena_array(b->arena, double, v->n), *cum = arena_array(b->arena, double, v->n);
    double sum = 0;
    bool good = true;
    for (size_t i = 0; i < v->n; i++) {
        double w = 1;
        good = bind_number(b, key, &v->item[i], l, &value[i]) && good;
        if (weights) {
            good = bind_number(b, weights_key, &weights->item[i], &weight_limits, &w) && good;
        }
        cum[i] = sum += w;
    }
    if (good && !(sum > 0)) {
        bind_problem(b, weights, "%s: all weights are 0", key);
        good = false;
    }
    *out = (struct dist){.kind = DIST_CHOICE, .value = value, .cum = cum, .n = v->n};
    return good;
}

/* The one key of a mapping that names a distribution; NULL after a problem. */
static const char *dist_kind_of(struct binder *b, const char *key, const struct node *v,
                                const struct limits *l)
{
    static const char *const keys[] = {"choice",     "weights", "uniform",
                                       "loguniform", "normal",  "clip"};
    enum { KEYS = sizeof keys / sizeof *keys };
    const char *kind = NULL;
    size_t known = l->names ? 2 : KEYS, before = b->count;
    for (size_t i = 0; i < v->n; i++) {
        size_t k = 0;
        while (k < known && strcmp(keys[k], v->key[i].text)) {
            k++;
        }
        if (k == known) {
            bind_unknown(b, &v->key[i], key, keys, known);
        } else if (!strcmp(keys[k], "weights") || !strcmp(keys[k], "clip")) {
            continue;
        } else if (kind) {
            bind_problem(b, &v->key[i], "%s: both %s and %s", key, kind, keys[k]);
        } else {
            kind = keys[k];
        }
    }
    if (b->count > before) {
        return NULL;
    }
    bool clip = tree_get(v, "clip"), weights = tree_get(v, "weights");
    if (!kind) {
        bind_problem(b, v, "%s: a mapping here wants %s", key,
                     l->names ? "choice" : "one of uniform, loguniform, normal, choice");
    } else if (clip && strcmp(kind, "normal")) {
        bind_problem(b, v, "%s: clip goes with normal, not with %s", key, kind);
    } else if (weights && strcmp(kind, "choice")) {
        bind_problem(b, v, "%s: weights goes with choice, not with %s", key, kind);
    } else {
        return kind;
    }
    return NULL;
}

static bool bind_mapping(struct binder *b, const char *key, const struct node *v,
                         const struct limits *l, struct dist *out)
{
    const char *kind = dist_kind_of(b, key, v, l);
    if (!kind) {
        return false;
    }
    const struct node *arg = tree_get(v, kind);
    switch (*kind) {
    case 'u':
        return bind_uniform(b, key, arg, l, out);
    case 'l':
        return bind_loguniform(b, key, arg, l, out);
    case 'n':
        return bind_normal(b, key, arg, tree_get(v, "clip"), l, out);
    default:
        return bind_choice(b, key, arg, tree_get(v, "weights"), l, out);
    }
}

bool bind_dist(struct binder *b, const char *key, const struct node *v, const struct limits *l,
               struct dist *out)
{
    struct dist d = {0};
    bool good;
    if (v->kind == NODE_SEQ) {
        good = l->names ? bind_choice(b, key, v, NULL, l, &d) : bind_uniform(b, key, v, l, &d);
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
