// SPDX-License-Identifier: MIT
#include <jansson.h>

#include "eval/report_curves.h"

#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "base/st.h"
#include "eval/plots.h"
#include "ocr/strtab.h"

struct series {
    double *x, *y;
    size_t n, cap;
};

struct table {
    struct strtab names;
    struct series *series;
    size_t cap;
};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

static void add_point(struct table *t, const char *name, double x, double y)
{
    uint32_t k = strtab_put(&t->names, name, strlen(name));
    if (k >= t->cap) {
        size_t cap = t->cap ? 2 * t->cap : 16;
        t->series = must(realloc(t->series, size_mul(cap, sizeof *t->series)));
        memset(t->series + t->cap, 0, (cap - t->cap) * sizeof *t->series);
        t->cap = cap;
    }
    struct series *s = &t->series[k];
    if (s->n == s->cap) {
        s->cap = s->cap ? 2 * s->cap : 256;
        s->x = must(realloc(s->x, size_mul(s->cap, sizeof *s->x)));
        s->y = must(realloc(s->y, size_mul(s->cap, sizeof *s->y)));
    }
    s->x[s->n] = x;
    s->y[s->n++] = y;
}

static void read_lines(struct table *t, const char *s)
{
    for (double line = 1; *s; line++) {
        const char *nl = strchr(s, '\n'), *key;
        size_t len = nl ? (size_t)(nl - s) : strlen(s);
        json_t *o = json_loadb(s, len, 0, NULL), *v, *step = json_object_get(o, "step");
        double x = json_is_number(step) ? json_number_value(step) : line;
        json_object_foreach(o, key, v)
        {
            if (json_is_number(v) && strcmp(key, "step") != 0) {
                add_point(t, key, x, json_number_value(v));
            }
        }
        json_decref(o);
        s += len + (nl != NULL);
    }
}

/* All series of which the name holds `part`, in one plot. */
static void plot_group(const struct table *t, const char *part, const char *title, bool log_y, bool percent,
                       struct buf *out)
{
    enum { MOST = 5 };
    struct plot_series s[MOST];
    size_t n = 0;
    for (size_t k = 0; k < t->names.n && n < MOST; k++) {
        if (strstr(t->names.row[k].s, part)) {
            s[n++] = (struct plot_series){t->names.row[k].s, t->series[k].x, t->series[k].y, t->series[k].n};
        }
    }
    plot_curves(&(struct plot){.title = title,
                               .x_label = "step",
                               .series = s,
                               .n_series = n,
                               .log_y = log_y,
                               .percent = percent},
                out);
}

void report_curves(const char *jsonl, struct buf *out)
{
    struct table t = {0};
    read_lines(&t, jsonl);
    plot_group(&t, "loss", "loss", true, false, out);
    plot_group(&t, "cer", "CER", true, true, out);
    plot_group(&t, "exact", "exact lines", false, true, out);
    plot_group(&t, "rate", "learning rate", false, false, out);
    plot_group(&t, "per_second", "speed, a second", false, false, out);
    for (size_t k = 0; k < t.cap; k++) {
        free(t.series[k].x);
        free(t.series[k].y);
    }
    free(t.series);
    strtab_release(&t.names);
}
