// SPDX-License-Identifier: MIT
/* Items that lists and folders name. */
#include <dirent.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/utf8.h"
#include "data/tally.h"
#include "eval/product_facet.h"
#include "eval/product_set_parts.h"

enum { CELLS = 24 };

struct cell {
    const char *s;
    size_t len;
};

/* A line's cells between tabs; those beyond CELLS are dropped. */
static size_t cells(const char *s, size_t len, struct cell out[CELLS])
{
    size_t n = 0;
    for (const char *end = s + len; n < CELLS; n++) {
        const char *tab = memchr(s, '\t', (size_t)(end - s));
        out[n] = (struct cell){s, (size_t)((tab ? tab : end) - s)};
        if (!tab) {
            return n + 1;
        }
        s = tab + 1;
    }
    return n;
}

struct lines {
    struct buf text;
    const char *path;
    size_t at;
    unsigned long number;
};

/* CRLF and a byte order mark are tolerated, empty lines skipped. */
static bool next_line(struct lines *l, const char **s, size_t *len)
{
    if (!l->at && l->text.len >= 3 && !memcmp(l->text.data, "\xef\xbb\xbf", 3)) {
        l->at = 3;
    }
    while (l->at < l->text.len) {
        *s = l->text.data + l->at;
        const char *nl = memchr(*s, '\n', l->text.len - l->at);
        *len = nl ? (size_t)(nl - *s) : l->text.len - l->at;
        l->at += *len + (nl != NULL);
        l->number++;
        *len -= *len && (*s)[*len - 1] == '\r';
        if (*len) {
            return true;
        }
    }
    return false;
}

static enum st bad_line(const struct lines *l, struct err *e, const char *what)
{
    return err_set(e, ST_FORMAT, "'%s' line %lu: %s", l->path, l->number, what);
}

static bool is_number(struct cell c)
{
    size_t i = 0;
    while (i < c.len && c.s[i] >= '0' && c.s[i] <= '9') {
        i++;
    }
    return c.len && i == c.len;
}

static int split_of(const char *file)
{
    static const char *const also[] = {"validation", "valid", "dev"};
    const char *slash = strchr(file, '/');
    char word[16] = "";
    if (slash && (size_t)(slash - file) < sizeof word) {
        memcpy(word, file, (size_t)(slash - file));
    }
    for (size_t i = 0; i < sizeof also / sizeof *also; i++) {
        if (!strcmp(word, also[i])) {
            return 1;
        }
    }
    return *word ? dataset_split_number(word) : -1;
}

enum st product_from_labels(struct product_set *s, const char *path, struct err *e)
{
    struct lines l = {.path = path};
    const char *text;
    size_t len;
    struct cell c[CELLS];
    enum st st = file_read(path, &l.text, e);
    while (!st && next_line(&l, &text, &len)) {
        size_t n = cells(text, len, c);
        size_t name = n > 2 && is_number(c[1]) ? 2 : 1;
        if (n < 2 || !c[0].len || !c[name].len) {
            st = bad_line(&l, e, "wants file, tab, class; or file, number, class and more");
        } else if (!utf8_valid(c[name].s, c[name].len, NULL)) {
            st = bad_line(&l, e, "the class is not UTF-8");
        } else {
            struct product_item *p = product_set_add(s);
            p->key = product_set_string(s, c[0].s, c[0].len);
            p->class_name = product_set_string(s, c[name].s, c[name].len);
            p->category =
                n > name + 1 ? product_set_string(s, c[name + 1].s, c[name + 1].len) : NULL;
            if (p->category) {
                struct facet *f = arena_array(&s->arena, struct facet, 1);
                *f = (struct facet){"category", p->category};
                p->facet = f;
                p->n_facets = 1;
            }
        }
    }
    buf_release(&l.text);
    return st;
}

/* --- crops.tsv ------------------------------------------------------------------------------------ */

enum column { FILE_NAME, CLASS, SKU, BRAND, CATEGORY, VISIBLE, TRUNCATION, NOISE, COLUMNS };
static const char *const column_name[COLUMNS] = {
    "file", "class", "sku", "brand", "category", "visible_fraction", "truncation", "noise"};

static void add_crop(struct product_set *s, const struct cell c[COLUMNS])
{
    const char *text[COLUMNS];
    for (int k = 0; k < COLUMNS; k++) {
        text[k] = product_set_string(s, c[k].s, c[k].len);
    }
    struct facet *f = arena_array(&s->arena, struct facet, 2);
    struct product_item *p = product_set_add(s);
    p->key = text[FILE_NAME];
    p->class_name = text[CLASS];
    p->truth = text[SKU];
    p->brand = text[BRAND];
    p->category = text[CATEGORY];
    p->noise = text[NOISE];
    p->split = split_of(p->key);
    p->facet = f;
    if (text[VISIBLE]) {
        p->visible = strtod(text[VISIBLE], NULL) *
                     (1 - (text[TRUNCATION] ? strtod(text[TRUNCATION], NULL) : 0));
        f[p->n_facets++] = product_visible_facet(p->visible);
    }
    if (p->category) {
        f[p->n_facets++] = (struct facet){"category", p->category};
    }
}

enum st product_from_crops(struct product_set *s, const char *path, struct err *e)
{
    struct lines l = {.path = path};
    const char *text;
    size_t len, where[COLUMNS], n;
    struct cell c[CELLS];
    enum st st = file_read(path, &l.text, e);
    bool any = !st && next_line(&l, &text, &len);
    n = any ? cells(text, len, c) : 0;
    for (int k = 0; k < COLUMNS; k++) {
        for (where[k] = 0; where[k] < n; where[k]++) {
            struct cell x = c[where[k]];
            if (x.len == strlen(column_name[k]) && !memcmp(x.s, column_name[k], x.len)) {
                break;
            }
        }
    }
    if (!st && (where[FILE_NAME] >= n || where[CLASS] >= n)) {
        st = bad_line(&l, e, "the first line names no columns 'file' and 'class'");
    }
    while (!st && next_line(&l, &text, &len)) {
        struct cell here[COLUMNS] = {0};
        n = cells(text, len, c);
        for (int k = 0; k < COLUMNS; k++) {
            here[k] = where[k] < n ? c[where[k]] : (struct cell){NULL, 0};
        }
        if (!here[FILE_NAME].len || !here[CLASS].len ||
            !utf8_valid(here[CLASS].s, here[CLASS].len, NULL)) {
            st = bad_line(&l, e, "no file, or no class in UTF-8");
        } else {
            add_crop(s, here);
        }
    }
    buf_release(&l.text);
    return st;
}

/* --- folders -------------------------------------------------------------------------------------- */

/* By its name: there may be other files beside the pictures. */
static bool is_picture(const char *s)
{
    static const char *const end[] = {".jpg", ".jpeg", ".png", ".webp", ".tif", ".tiff"};
    size_t n = strlen(s);
    for (size_t i = 0; i < sizeof end / sizeof *end; i++) {
        size_t m = strlen(end[i]);
        if (n > m && !strcasecmp(s + n - m, end[i])) {
            return true;
        }
    }
    return false;
}

enum st product_from_folders(struct product_set *s, struct err *e)
{
    struct arena a = {0};
    const char **path = NULL;
    size_t n = 0, skip = strlen(s->dir) + 1;
    enum st st = files_glob(s->dir, &a, &path, &n, e);
    for (size_t i = 0; i < n && !st; i++) {
        const char *file = path[i] + skip;
        const char *slash = strrchr(file, '/');
        if (!is_picture(file)) {
            continue;
        }
        int split = split_of(file);
        const char *name = split >= 0 ? strchr(file, '/') + 1 : file;
        if (!slash || slash < name) {
            st = err_set(e, ST_FORMAT, "'%s/%s' lies in no folder of a class", s->dir, file);
            break;
        }
        const char *end = strchr(name, '/');
        struct product_item *p = product_set_add(s);
        p->key = product_set_string(s, file, strlen(file));
        p->class_name = product_set_string(s, name, (size_t)(end - name));
        p->split = split;
    }
    arena_release(&a);
    return st;
}
