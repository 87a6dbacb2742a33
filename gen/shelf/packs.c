// SPDX-License-Identifier: MIT
#include "shelf/packs.h"

#include <math.h>

#include "shelf/pack_parts.h"

typedef void pack_builder(struct mesh_builder *, const struct sku *, const struct pack_layout *);

/* What a shape can be built at: bounds of each side, and which sides must not exceed which by much. */
struct shape_row {
    const char *name;
    pack_builder *build;
    double least_mm[3], most_mm[3];
    double flattest; /* least depth as a share of the width */
    double deepest;  /* most depth likewise; sheets do not stretch */
    double slimmest; /* least height as a share of the width */
};

static const struct shape_row shapes[SHAPE_COUNT] = {
    [SHAPE_BOX] = {"box", pack_build_box, {10, 5, 10}, {1200, 1200, 1200}, 0, HUGE_VAL, 0},
    [SHAPE_CAN] = {"can", pack_build_can, {30, 30, 20}, {400, 400, 500}, 0.4, 2.5, 0.25},
    [SHAPE_BOTTLE] = {"bottle", pack_build_bottle, {18, 14, 40}, {400, 400, 700}, 0.25, 4, 0.9},
    [SHAPE_JAR] = {"jar", pack_build_jar, {25, 25, 30}, {300, 300, 400}, 0.5, 2, 0.45},
    [SHAPE_POUCH] = {"pouch", pack_build_pouch, {40, 12, 50}, {600, 400, 800}, 0.05, 0.66, 0.4},
    [SHAPE_BAG] = {"bag", pack_build_bag, {40, 8, 50}, {800, 500, 1000}, 0.03, 0.75, 0.4},
    [SHAPE_TUBE] = {"tube", pack_build_tube, {18, 12, 50}, {200, 160, 400}, 0.2, 1, 0.9},
    [SHAPE_CARTON] = {"carton", pack_build_carton, {35, 35, 60}, {300, 300, 500}, 0.3, 3, 0.6},
    [SHAPE_TRAY] = {"tray", pack_build_tray, {60, 50, 15}, {600, 500, 200}, 0.2, 5, 0.05},
    [SHAPE_MULTIPACK] =
        {"multipack", pack_build_multipack, {40, 40, 40}, {1000, 800, 600}, 0.1, 10, 0.1},
    [SHAPE_CUTOUT] = {"cutout", pack_build_cutout, {10, 5, 10}, {700, 600, 900}, 0, HUGE_VAL, 0},
};

struct box pack_panel(const struct pack_layout *l, enum panel_kind kind)
{
    for (int i = 0; i < l->n_panels; i++) {
        if (l->panel[i].kind == kind) {
            return l->panel[i].at;
        }
    }
    return (struct box){0, 0, 0, 0};
}

static enum st check(const struct sku *s, const struct shape_row *row, struct err *e)
{
    static const char *const side[3] = {"width", "depth", "height"};
    const double *v = s->size_mm;
    for (int k = 0; k < 3; k++) {
        if (!(v[k] >= row->least_mm[k] && v[k] <= row->most_mm[k])) {
            return err_set(e, ST_RANGE, "SKU '%s': a %s of %s %g mm (%g to %g are possible)", s->id,
                           row->name, side[k], v[k], row->least_mm[k], row->most_mm[k]);
        }
    }
    if (v[1] < row->flattest * v[0] || v[1] > row->deepest * v[0] || v[2] < row->slimmest * v[0]) {
        return err_set(e, ST_RANGE, "SKU '%s': %g x %g x %g mm are no proportions of a %s", s->id, v[0], v[1],
                       v[2], row->name);
    }
    if (s->shape == SHAPE_MULTIPACK &&
        (s->pack_rows > 24 || s->pack_columns > 24 || s->pack_rows * s->pack_columns > 24)) {
        return err_set(e, ST_RANGE, "SKU '%s': a multipack of %d x %d (24 units at most)", s->id,
                       s->pack_rows, s->pack_columns);
    }
    return ST_OK;
}

enum st pack_mesh(const struct sku *s, struct arena *a, struct mesh *out, struct err *e)
{
    if ((unsigned)s->shape >= SHAPE_COUNT || !shapes[s->shape].build) {
        return err_set(e, ST_RANGE, "SKU '%s': a model is no parametric pack", s->id);
    }
    const struct shape_row *row = &shapes[s->shape];
    enum st st = check(s, row, e);
    if (st) {
        return st;
    }
    /* the resolution of the art does not matter: panels are shares of it */
    struct pack_layout l = pack_layout(s, 4);
    struct mesh_builder *b = builder_new(a);
    row->build(b, s, &l);
    return builder_end(b, out, e);
}
