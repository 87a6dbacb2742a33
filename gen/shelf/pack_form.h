// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_PACK_FORM_H
#define ERSATZ_SHELF_PACK_FORM_H
/*
 * pack_form - the measures of a pack that follow from its SKU: where the neck begins, how high a cap is, how
 * far a pouch bulges. The layout of the art and the triangles are both made from them, so that they cannot
 * differ.
 *
 * Pure functions of the SKU; what it does not say is drawn from its seed, one stream a trait. Millimetres, in
 * the object frame of mesh.h. Internal to packs.h.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/geom.h"
#include "shelf/catalogue.h"

/* What a seed decides. Each is a stream of its own; the list only grows. */
enum pack_trait {
    TRAIT_CURVE = 1,
    TRAIT_SHOULDER,
    TRAIT_NECK,
    TRAIT_CAP,
    TRAIT_CAP_HEIGHT,
    TRAIT_LABEL_LOW,
    TRAIT_LABEL_HIGH,
    TRAIT_LABEL_CLEAR,
    TRAIT_FILL,
    TRAIT_BULGE,
    TRAIT_WRINKLE,
    TRAIT_RIBS,
    TRAIT_SIDE,
    TRAIT_COLOR,
    TRAIT_FINISH
};

/** pack_vary() - uniform in [lo, hi), fixed for a SKU and a trait. */
double pack_vary(const struct sku *s, enum pack_trait trait, double lo, double hi);
/** pack_key() - a key for rng_hash() likewise. */
uint32_t pack_key(const struct sku *s, enum pack_trait trait);

/** ellipse_around_mm() - circumference of an ellipse of semi-axes a and b. */
double ellipse_around_mm(double a, double b);

/* Cans, bottles, jars: a body turned about z, an ellipse where width and depth differ. */
enum closure {
    CLOSURE_NONE,
    CLOSURE_RING_PULL,
    CLOSURE_CROWN,
    CLOSURE_SCREW,
    CLOSURE_CAPSULE,
    CLOSURE_FLIP,
    CLOSURE_TWIST_OFF
};

struct round_form {
    double a, b;             /* semi-axes of the body below the label */
    double label_a, label_b; /* of the label, the outermost */
    double label_z0, label_z1;
    double around_mm; /* of the label */
    double height;
    double heel;               /* radius of the edge it stands on */
    double shoulder_z, neck_z; /* the shoulder lies between them */
    double neck_r;
    double cap_z, cap_r; /* lower edge and radius of the closure */
    double seam;         /* tins: by how much their seams stand out from the body */
    double wall;         /* thickness of glass or PET; 0 = the body is opaque */
    double fill_z;       /* level of the contents */
    enum closure closure;
    bool printed_body; /* the body itself is printed (drink cans); else it wears a label */
};

#define LABEL_OFFSET_MM 0.2

/** round_form() - for SHAPE_CAN, SHAPE_BOTTLE, SHAPE_JAR. */
struct round_form round_form(const struct sku *s);

/* Pouches, bags and tubes: sheets that keep their width along the surface, `rows` cross-sections from the
 * bottom up. */
enum { SOFT_ROWS_MAX = 48 };
struct soft_row {
    double z, half_depth; /* of the outline's middle, half the thickness there */
    double run_mm;        /* along the surface from the bottom, at the middle of the front */
};
struct soft_form {
    int rows;
    struct soft_row row[SOFT_ROWS_MAX];
    double width_mm; /* of a sheet laid flat */
    double run_mm;   /* height of a sheet laid flat */
    double seal_mm;  /* height of a crimped end */
};

/** soft_form() - for SHAPE_POUCH, SHAPE_BAG, SHAPE_TUBE. */
struct soft_form soft_form(const struct sku *s);

/* The stand-up tube's cap. */
struct tube_form {
    double cap_z1, cap_r; /* upper edge; radius */
    double a, b;          /* semi-axes of the body where it meets the cap */
};
struct tube_form tube_form(const struct sku *s);

/* Gable-top carton: body up to fold_z, roof up to ridge_z, fin up to the top. */
struct carton_form {
    double fold_z, ridge_z;
    double slope_mm; /* length of the roof from fold to ridge */
    double fin_mm;
    double cap_r, cap_h;
};
struct carton_form carton_form(const struct sku *s);

/* Tray: opening of width x depth at the top with a rim; walls lean outward. */
struct tray_form {
    double rim_mm;               /* width of the flat rim under the film */
    double lean_mm;              /* how much narrower the floor is, each side */
    double sticker_w, sticker_h; /* label on the front wall */
    double wall_mm;              /* length of the front wall, along it */
};
struct tray_form tray_form(const struct sku *s);

/* Multipack: a wrap around rows x columns of round units. */
struct multipack_form {
    int rows, columns;
    double unit_r;
    bool bottles;
    double wrap_z0, wrap_z1;
    double corner_mm;         /* radius of the wrap's vertical edges */
    double front_mm, side_mm; /* of its panels, along the surface: half of each corner included */
};
struct multipack_form multipack_form(const struct sku *s);

#endif
