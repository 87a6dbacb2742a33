// SPDX-License-Identifier: MIT
/*
 * What must hold between the keys of a SKU and between SKUs.
 *
 * Sizes: a carton of 2 m or a can that is not round is a slip of the keyboard, mostly of units or of the order of
 * the three numbers. The limits are those of what shops sell, with room, and lie within what packs.c can build.
 */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "recipe/names.h"
#include "shelf/catalogue_parts.h"

static const char *const axis_name[3] = {"width", "depth", "height"};

static const struct shape_sizes {
    double min[3], max[3]; /* width, depth, height, mm */
    double round;          /* width and depth may differ by this share; 0 = as they like */
    double flat_min, flat_max; /* depth / width; 0 = any */
    double slim_min, slim_max; /* height / larger of width and depth; 0 = any */
    const char *what;
} sizes[SHAPE_COUNT] = {
    [SHAPE_BOX] = {{10, 5, 10}, {700, 600, 900}, 0, 0, 0, 0, 0, "a box"},
    [SHAPE_CAN] = {{30, 30, 20}, {220, 220, 380}, 0.01, 0, 0, 0.25, 6, "a can"},
    [SHAPE_BOTTLE] = {{20, 14, 45}, {300, 250, 520}, 0, 0.25, 4, 1, 8, "a bottle"},
    [SHAPE_JAR] = {{25, 25, 30}, {220, 220, 320}, 0.3, 0, 0, 0.45, 4, "a jar"},
    [SHAPE_POUCH] = {{40, 12, 50}, {450, 220, 650}, 0, 0.05, 0.66, 0.4, 5, "a pouch"},
    [SHAPE_BAG] = {{40, 8, 50}, {650, 400, 950}, 0, 0.05, 0.75, 0.4, 6, "a bag"},
    [SHAPE_TUBE] = {{18, 12, 50}, {130, 110, 320}, 0, 0.2, 1, 1.2, 9, "a tube"},
    [SHAPE_CARTON] = {{35, 35, 60}, {160, 160, 400}, 0, 0.3, 3, 0.9, 6, "a carton"},
    [SHAPE_TRAY] = {{60, 50, 15}, {450, 400, 200}, 0, 0.2, 5, 0.05, 2, "a tray"},
    [SHAPE_MULTIPACK] = {{50, 40, 40}, {800, 600, 520}, 0, 0.1, 10, 0.1, 5, "a multipack"},
    [SHAPE_MODEL] = {{1, 1, 1}, {1200, 1200, 1200}, 0, 0, 0, 0, 0, "a model"},
    [SHAPE_CUTOUT] = {{10, 5, 10}, {700, 600, 900}, 0, 0, 0, 0, 0, "a cutout"},
};

/* The node to point at: the key's value, or the SKU. */
static const struct node *at_key(const struct node *v, const char *key)
{
    const struct node *item = tree_get(v, key);
    return item ? item : v;
}

static void check_size(struct binder *b, const char *path, const struct node *v, const struct sku *s)
{
    const struct shape_sizes *l = &sizes[s->shape];
    const struct node *at = at_key(v, "size_mm");
    size_t before = b->count;
    for (int i = 0; i < 3; i++) {
        if (!(s->size_mm[i] >= l->min[i] && s->size_mm[i] <= l->max[i])) {
            bind_problem(b, at->kind == NODE_SEQ ? &at->item[i] : at, "%s.size_mm: %s of %s wants %g to %g mm, not %g",
                         path, axis_name[i], l->what, l->min[i], l->max[i], s->size_mm[i]);
        }
    }
    double wide = fmax(s->size_mm[0], s->size_mm[1]), slim = s->size_mm[2] / wide;
    double flat = s->size_mm[1] / s->size_mm[0];
    if (b->count != before) {
        return;
    }
    if (l->round > 0 && fabs(s->size_mm[0] - s->size_mm[1]) > l->round * wide) {
        bind_problem(b, at, "%s.size_mm: %s is round, width and depth may differ by %g %% (%g and %g mm)", path,
                     l->what, l->round * 100, s->size_mm[0], s->size_mm[1]);
    }
    if (l->flat_max > 0 && !(flat >= l->flat_min && flat <= l->flat_max)) {
        bind_problem(b, at, "%s.size_mm: %s is %g to %g times as deep as it is wide, not %.2g (width, depth, height?)",
                     path, l->what, l->flat_min, l->flat_max, flat);
    }
    if (l->slim_max > 0 && !(slim >= l->slim_min && slim <= l->slim_max)) {
        bind_problem(b, at, "%s.size_mm: %s is %g to %g times as high as it is wide, not %.2g (width, depth, height?)",
                     path, l->what, l->slim_min, l->slim_max, slim);
    }
}

static bool ends_with(const char *s, const char *end)
{
    size_t n = strlen(s), m = strlen(end);
    return n >= m && !strcasecmp(s + n - m, end);
}

static void check_files(struct binder *b, const char *path, const struct node *v, const struct sku *s)
{
    static const char *const kind[] = {".glb", ".gltf", ".obj", ".blend", ".mesh"};
    bool known = false;
    for (size_t i = 0; s->model && i < sizeof kind / sizeof *kind; i++) {
        known = known || ends_with(s->model, kind[i]);
    }
    if (s->shape == SHAPE_MODEL && !s->model) {
        bind_problem(b, at_key(v, "shape"), "%s.shape: model needs the key model, a file", path);
    } else if (s->model && s->shape != SHAPE_MODEL) {
        bind_problem(b, at_key(v, "model"), "%s.model: goes with shape: model, not with %s", path,
                     sku_shape_name(s->shape));
    } else if (s->model && !known) {
        bind_problem(b, at_key(v, "model"), "%s.model: wants a .glb, .gltf, .obj, .blend or .mesh file", path);
    }
    if (!s->front && (s->back || s->side)) {
        const char *key = s->back ? "back" : "side";
        bind_problem(b, at_key(v, key), "%s.%s: needs front", path, key);
    }
}

/* An outline: top above bottom, and in each row left before right. */
static void check_outline(struct binder *b, const char *path, const struct node *v,
                          const struct sku *s)
{
    const struct node *at = at_key(v, s->n_outlines ? "outline" : "shape");
    if (s->shape != SHAPE_CUTOUT) {
        if (s->n_outlines || s->edge != 0 || s->roof != 0 || s->section) {
            bind_problem(b, at,
                         "%s: outline, section, edge and roof go with shape: cutout, not with %s",
                         path, sku_shape_name(s->shape));
        }
        return;
    }
    if (!s->front || s->n_outlines < 6 || s->n_outlines % 2) {
        bind_problem(b, at,
                     "%s.shape: cutout needs front, and an outline of 2 numbers and 2 for each of "
                     "at least two rows",
                     path);
        return;
    }
    for (size_t i = 0; i + 1 < s->n_outlines; i += 2) {
        if (!(s->outline[i] < s->outline[i + 1])) {
            bind_problem(b, at, "%s.outline: %g is not %s %g", path, s->outline[i],
                         i ? "left of" : "above", s->outline[i + 1]);
        }
    }
    if ((s->edge != 0 || s->roof != 0) && s->section != SECTION_BOX) {
        bind_problem(b, at_key(v, s->edge != 0 ? "edge" : "roof"),
                     "%s: edge and roof go with section: box", path);
    }
}

void sku_check(struct binder *b, const char *path, const struct node *v, const struct sku *s)
{
    check_size(b, path, v, s);
    check_files(b, path, v, s);
    check_outline(b, path, v, s);
    enum { MOST_UNITS = 24 }; /* that packs.c builds */
    bool many = s->pack_rows * s->pack_columns > 1;
    if (s->shape == SHAPE_MULTIPACK && !many) {
        bind_problem(b, at_key(v, "shape"), "%s.shape: multipack needs pack_rows or pack_columns above 1", path);
    } else if (s->pack_rows * s->pack_columns > MOST_UNITS) {
        bind_problem(b, at_key(v, "shape"), "%s.shape: a multipack has at most %d units, not %d x %d", path, MOST_UNITS,
                     s->pack_rows, s->pack_columns);
    } else if (s->shape != SHAPE_MULTIPACK && many) {
        bind_problem(b, at_key(v, s->pack_rows > 1 ? "pack_rows" : "pack_columns"),
                     "%s.%s: goes with shape: multipack, not with %s", path,
                     s->pack_rows > 1 ? "pack_rows" : "pack_columns", sku_shape_name(s->shape));
    }
    if (s->shoulder > 0 && s->shape != SHAPE_BOTTLE && s->shape != SHAPE_JAR) {
        bind_problem(b, at_key(v, "shoulder"), "%s.shoulder: goes with bottles and jars, not with %s", path,
                     sku_shape_name(s->shape));
    }
}

/* --- between SKUs ---------------------------------------------------------------------------- */

struct named {
    const char *text;
    size_t place;
};

static int by_text(const void *a, const void *b)
{
    const struct named *x = a, *y = b;
    int d = strcmp(x->text, y->text);
    return d ? d : (x->place > y->place) - (x->place < y->place);
}

/* An EAN that nobody gave follows from the id: two of one id need to be told that alone. */
static bool follows_from_id(const struct node *v, const struct sku *s, size_t first, size_t k)
{
    return !strcmp(s[k].id, s[first].id) && !tree_get(&v->item[k], "ean") &&
           !tree_get(&v->item[first], "ean");
}

/* Sorted, equal ones are neighbours; the later one of the file is the one that is wrong. */
static void find_twice(struct binder *b, const struct node *v, const struct sku *s, size_t n, const char *key)
{
    bool ids = !strcmp(key, "id");
    struct named *list = arena_array(b->arena, struct named, n);
    for (size_t i = 0; i < n; i++) {
        list[i] = (struct named){ids ? s[i].id : s[i].ean, i};
    }
    qsort(list, n, sizeof *list, by_text);
    size_t first = 0;
    for (size_t i = 1; i < n; i++) {
        if (strcmp(list[i].text, list[first].text)) {
            first = i;
        } else if (*list[i].text &&
                   (ids || !follows_from_id(v, s, list[first].place, list[i].place))) {
            size_t k = list[i].place;
            bind_problem(b, at_key(&v->item[k], key), "skus.%zu.%s: '%s' is the %s of skus.%zu, too (line %d)", k, key,
                         list[i].text, key, list[first].place, s[list[first].place].line);
        }
    }
}

void skus_check(struct binder *b, const struct node *v, const struct sku *s, size_t n)
{
    find_twice(b, v, s, n, "id");
    find_twice(b, v, s, n, "ean");
}

void sku_sizes_reference(struct buf *out)
{
    buf_addstr(out, "| shape | width, mm | depth, mm | height, mm | depth / width | height / width |\n"
                    "|---|---|---|---|---|---|\n");
    for (int i = 0; i < SHAPE_COUNT; i++) {
        const struct shape_sizes *l = &sizes[i];
        buf_printf(out, "| `%s` | %g to %g | %g to %g | %g to %g |", sku_shape_name((enum sku_shape)i), l->min[0],
                   l->max[0], l->min[1], l->max[1], l->min[2], l->max[2]);
        if (l->round > 0) {
            buf_printf(out, " %g to %g |", 1 - l->round, 1 + l->round);
        } else if (l->flat_max > 0) {
            buf_printf(out, " %g to %g |", l->flat_min, l->flat_max);
        } else {
            buf_addstr(out, " any |");
        }
        if (l->slim_max > 0) {
            buf_printf(out, " %g to %g |\n", l->slim_min, l->slim_max);
        } else {
            buf_addstr(out, " any |\n");
        }
    }
}
