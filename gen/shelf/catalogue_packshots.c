// SPDX-License-Identifier: MIT
/*
 * A catalogue from a folder of pack shots: one SKU a picture, with what can be measured, and plausible sizes.
 *
 * Names come from DIR/labels.tsv (file, class number, name, category: the layout that exported crops have, too) or from the
 * files' names. No picture says how large a pack is: the height is taken as that of what has such proportions in shops.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/geom.h"
#include "shelf/catalogue_parts.h"
#include "shelf/packshot.h"

struct named_shot {
    const char *path, *name, *category;
};

/* Between the tabs; NULL behind the last. */
static char *field(char **line)
{
    char *from = *line, *tab = from ? strchr(from, '\t') : NULL;
    if (tab) {
        *tab = 0;
    }
    *line = tab ? tab + 1 : NULL;
    return from;
}

static enum st read_labels(const char *dir, const char *path, struct arena *a,
                           struct named_shot **out, size_t *n, struct err *e)
{
    struct buf text = {0};
    enum st st = file_read(path, &text, e);
    if (st) {
        return st;
    }
    size_t lines = 1;
    for (size_t i = 0; i < text.len; i++) {
        lines += text.data[i] == '\n';
    }
    *out = arena_zarray(a, struct named_shot, lines);
    *n = 0;
    char *copy = arena_dup(a, text.data ? text.data : "", text.len), *save = NULL;
    for (char *line = strtok_r(copy, "\r\n", &save); line; line = strtok_r(NULL, "\r\n", &save)) {
        char *rest = line, *file = field(&rest), *number = field(&rest), *name = field(&rest),
             *group = field(&rest);
        (*out)[(*n)++] = (struct named_shot){
            .path = *file == '/' ? file : arena_printf(a, "%s/%s", dir, file),
            .name = name && *name       ? name
                    : number && *number ? number
                                        : file,
            .category = group && *group ? group : "products",
        };
    }
    buf_release(&text);
    return ST_OK;
}

static bool is_picture(const char *path)
{
    const char *dot = strrchr(path, '.');
    return dot &&
           (!strcasecmp(dot, ".jpg") || !strcasecmp(dot, ".jpeg") || !strcasecmp(dot, ".png"));
}

static enum st read_folder(const char *dir, struct arena *a, struct named_shot **out, size_t *n,
                           struct err *e)
{
    const char **path;
    size_t all;
    enum st st = files_glob(arena_printf(a, "%s/*", dir), a, &path, &all, e);
    if (st) {
        return st;
    }
    *out = arena_zarray(a, struct named_shot, all + 1);
    *n = 0;
    for (size_t i = 0; i < all; i++) {
        if (is_picture(path[i])) {
            const char *base = strrchr(path[i], '/') + 1;
            (*out)[(*n)++] = (struct named_shot){
                path[i], arena_dup(a, base, (size_t)(strrchr(base, '.') - base)), "products"};
        }
    }
    return ST_OK;
}

/* Letters, digits, '-' and '_'; others become '-'. A number behind those that come again. */
static const char *id_of(struct arena *a, const char *name, const struct sku *before, size_t n)
{
    char *id = arena_dup(a, name, strnlen(name, 70));
    for (char *c = id; *c; c++) {
        bool good = (*c >= 'a' && *c <= 'z') || (*c >= 'A' && *c <= 'Z') ||
                    (*c >= '0' && *c <= '9') || *c == '_';
        *c = good ? *c : '-';
    }
    const char *tried = *id ? id : "pack";
    for (size_t again = 2;; again++) {
        size_t i = 0;
        while (i < n && strcmp(before[i].id, tried)) {
            i++;
        }
        if (i == n) {
            return tried;
        }
        tried = arena_printf(a, "%s-%zu", *id ? id : "pack", again);
    }
}

/* The first word, with a letter at least. */
static const char *brand_of(struct arena *a, const char *name)
{
    size_t n = strcspn(name, " -_");
    return n ? arena_dup(a, name, n < 40 ? n : 40) : "pack";
}

static const char *tidy_name(struct arena *a, const char *name)
{
    char *s = arena_dup(a, name, strnlen(name, 60));
    for (char *c = s; *c; c++) {
        *c = *c == '-' || *c == '_' || (unsigned char)*c < ' ' ? ' ' : *c;
    }
    return *s ? s : "pack";
}

/* Height and depth that go with the proportions of the picture. A box seen at an angle shows its side for sin and its front
 * for cos of it; pictures are taken at some 25 degrees. */
static void size_of(const struct packshot *p, double mm[3])
{
    double e = fabs(p->edge), front = p->aspect * (1 - e);
    double height = p->aspect < 0.6 ? 215 : p->aspect < 1.1 ? 160 : 110;
    double width = clampd(front * height, 20, 600);
    double depth = p->section == SECTION_ROUND ? width
                   : e > 0 ? width * clampd(e / (1 - e) / tan(25 * PI / 180), 0.35, 1.1)
                           : 0.7 * width;
    mm[0] = round(width);
    mm[1] = round(clampd(depth, 10, 500));
    mm[2] = height;
}

static enum st add_shot(struct catalogue *c, const struct sku *def, const struct named_shot *shot,
                        struct err *e)
{
    struct packshot p;
    enum st st = packshot_measure(shot->path, &p, e);
    if (st) {
        return st;
    }
    struct sku *s = &c->sku[c->n];
    struct arena *a = &c->arena;
    *s = *def;
    s->id = id_of(a, shot->name, c->sku, c->n);
    s->name = tidy_name(a, shot->name);
    s->brand = brand_of(a, shot->name);
    s->category = arena_dup(a, shot->category, strnlen(shot->category, 40));
    s->shape = SHAPE_CUTOUT;
    s->material = SKU_GLOSS;
    size_of(&p, s->size_mm);
    for (int k = 0; k < 3; k++) {
        memcpy(s->color[k], p.color, sizeof p.color);
    }
    memcpy(s->contents, p.color, sizeof p.color);
    s->price = 1;
    s->seed = hash_text(s->id);
    s->ean = arena_printf(a, "29%010llu0", (unsigned long long)(hash_text(s->id) % 10000000000u));
    ((char *)(uintptr_t)s->ean)[12] = ean13_digit(s->ean);
    s->front = arena_dup(a, shot->path, strlen(shot->path));
    double *outline = arena_array(a, double, 2 + 2 * PACKSHOT_ROWS);
    memcpy(outline, p.outline, sizeof p.outline);
    s->outline = outline;
    s->n_outlines = 2 + 2 * PACKSHOT_ROWS;
    s->section = p.section;
    s->edge = round(1000 * p.edge) / 1000;
    s->roof = round(1000 * p.roof) / 1000;
    s->id_number = (int)c->n++;
    return ST_OK;
}

enum st catalogue_packshots(const char *dir, struct catalogue **out, struct err *e)
{
    struct catalogue *c = calloc(1, sizeof *c);
    if (!c) {
        BUG("out of memory");
    }
    struct named_shot *shot;
    size_t n = 0;
    const char *labels = arena_printf(&c->arena, "%s/labels.tsv", dir);
    enum st st = file_exists(labels) ? read_labels(dir, labels, &c->arena, &shot, &n, e)
                                     : read_folder(dir, &c->arena, &shot, &n, e);
    if (!st && !n) {
        st = err_set(e, ST_IO, "there is no JPEG or PNG in '%s'", dir);
    }
    struct binder b = {.name = "", .arena = &c->arena};
    struct sku def;
    if (!st) {
        c->sku = arena_zarray(&c->arena, struct sku, n);
        sku_defaults(&b, &def);
    }
    for (size_t i = 0; i < n && !st; i++) {
        st = add_shot(c, &def, &shot[i], e);
    }
    if (st) {
        catalogue_free(c);
        c = NULL;
    }
    *out = c;
    return st;
}
