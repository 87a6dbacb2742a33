// SPDX-License-Identifier: MIT
/* catalogue: make up products, or check a file of them and sum it up; and show what either looks like. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "cmd/catalogue_sheet.h"
#include "cmd/cmd.h"
#include "cmd/opts.h"
#include "shelf/catalogue.h"

struct tally {
    const char *text;
    size_t n;
};

static int by_name(const void *a, const void *b)
{
    return strcmp(((const struct tally *)a)->text, ((const struct tally *)b)->text);
}

static int by_count(const void *a, const void *b)
{
    const struct tally *x = a, *y = b;
    return x->n != y->n ? (x->n < y->n) - (x->n > y->n) : strcmp(x->text, y->text);
}

static const char *category_of(const struct sku *s)
{
    return s->category;
}

static const char *shape_of(const struct sku *s)
{
    return sku_shape_name(s->shape);
}

static const char *brand_of(const struct sku *s)
{
    return s->brand;
}

/* "32 categories: coffee 14, milk 9, ..." */
static void print_counts(const struct catalogue *c, const char *what, const char *(*of)(const struct sku *))
{
    size_t n = catalogue_count(c), kinds = 0;
    struct tally *t = calloc(n, sizeof *t);
    if (!t) {
        BUG("out of memory");
    }
    for (size_t i = 0; i < n; i++) {
        t[i] = (struct tally){of(catalogue_sku(c, i)), 1};
    }
    qsort(t, n, sizeof *t, by_name);
    for (size_t i = 0; i < n; i++) {
        if (kinds && !strcmp(t[kinds - 1].text, t[i].text)) {
            t[kinds - 1].n++;
        } else {
            t[kinds++] = t[i];
        }
    }
    qsort(t, kinds, sizeof *t, by_count);
    printf("%zu %s:", kinds, what);
    for (size_t i = 0; i < kinds; i++) {
        printf("%s %s %zu", i ? "," : "", t[i].text, t[i].n);
    }
    putchar('\n');
    free(t);
}

static void print_summary(const struct catalogue *c)
{
    double low = catalogue_sku(c, 0)->price, high = low;
    for (size_t i = 0; i < catalogue_count(c); i++) {
        double price = catalogue_sku(c, i)->price;
        low = price < low ? price : low;
        high = price > high ? price : high;
    }
    printf("%zu SKUs, %.2f to %.2f each\n", catalogue_count(c), low, high);
    print_counts(c, "categories", category_of);
    print_counts(c, "shapes", shape_of);
    print_counts(c, "brands", brand_of);
}

static enum st check_file(const char *path, const char *sheet, bool quiet, struct err *e)
{
    struct catalogue *c = NULL;
    struct buf problems = {0};
    enum st st = catalogue_load(path, &problems, &c, e);
    if (problems.len) {
        fputs(problems.data, stderr);
    }
    if (!st) {
        print_summary(c);
        st = sheet ? catalogue_sheet(c, sheet, quiet, e) : ST_OK;
    }
    buf_release(&problems);
    catalogue_free(c);
    return st;
}

static enum st make(uint64_t seed, uint64_t count, const char *out, const char *sheet, bool quiet,
                    struct err *e)
{
    struct catalogue *c = NULL;
    struct buf text = {0};
    enum st st = catalogue_generate(seed, (size_t)count, &c, e);
    if (!st) {
        buf_printf(&text, "# %llu products that do not exist: ersatz catalogue --count %llu --seed %llu\n",
                   (unsigned long long)count, (unsigned long long)count, (unsigned long long)seed);
        catalogue_write(c, &text);
        if (out) {
            st = file_write(out, text.data, text.len, e);
        } else if (!sheet) {
            fwrite(text.data, 1, text.len, stdout);
        }
    }
    if (!st && sheet) {
        st = catalogue_sheet(c, sheet, quiet, e);
    }
    buf_release(&text);
    catalogue_free(c);
    return st;
}

int cmd_catalogue(int argc, char **argv)
{
    uint64_t count = 200, seed = 1;
    const char *out = NULL, *sheet = NULL;
    bool keys = false;
    const struct opt opts[] = {
        {"count", 'n', OPT_UINT, &count, "N", "products to make up (200)"},
        {"seed", 's', OPT_UINT, &seed, "S", "of the random numbers (1)"},
        {"output", 'o', OPT_STR, &out, "FILE",
         "where to write them, instead of to standard output"},
        {"sheet", 0, OPT_STR, &sheet, "FILE",
         "a picture (PNG) of what is printed on each product; without -o no YAML then"},
        {"keys", 0, OPT_FLAG, &keys, NULL,
         "all keys of a catalogue as a Markdown page (docs/catalogue.md)"},
        {0},
    };
    const char *pos[1] = {NULL};
    struct cmd c = {
        .verb = "catalogue",
        .usage = "[FILE]",
        .about =
            "Makes up a catalogue of supermarket products, as YAML. With FILE, which may be the "
            "name\n"
            "of one that comes with the program (grocery): checks it, then counts what is in it.\n"
            "\n"
            "  ersatz catalogue grocery --sheet grocery.png      what is there\n"
            "  ersatz catalogue -n 500 -s 7 -o mine.yaml         then, in a recipe:\n"
            "                                                    catalogue: {file: mine.yaml}",
        .opts = opts,
        .pos = pos,
        .max_pos = 1};
    int rc;
    if (!cmd_parse(&c, argc, argv, &rc)) {
        return rc;
    }
    struct err e = {0};
    enum st st = ST_OK;
    if (keys) {
        struct buf page = {0};
        catalogue_reference(&page);
        fwrite(page.data, 1, page.len, stdout);
        buf_release(&page);
    } else if (pos[0] && out) {
        return cmd_usage(&c, "FILE is checked and not written: leave out -o");
    } else if (pos[0]) {
        st = check_file(pos[0], sheet, c.quiet, &e);
    } else {
        st = make(seed, count, out, sheet, c.quiet, &e);
        st = st == ST_RANGE ? ST_USAGE : st;
    }
    return cmd_end(&c, st, &e);
}
