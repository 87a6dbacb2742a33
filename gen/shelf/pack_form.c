// SPDX-License-Identifier: MIT
/*
 * pack_form - proportions of real packs.
 *
 * Measured on packs of a supermarket, in millimetres: a 330 ml drink can is 66 wide and 115 high, its neck
 * ends at 0.82 of the radius and takes 13; a 400 g tin is 73 by 110 with a 3 mm double seam; PET necks are 28
 * with caps of 30 by 16; crown caps 32 by 6; wine necks 29 with capsules of 60. What scales with the pack is
 * a share of its size, clamped to what exists.
 *
 * Sheets of pouches, bags and tubes do not stretch: a cross-section of any height has the same length along
 * the surface, so a pack is narrower where it is thicker. run_mm is the length along the middle of the front.
 */
#include "shelf/pack_form.h"

#include <math.h>

#include "base/rng.h"

double pack_vary(const struct sku *s, enum pack_trait trait, double lo, double hi)
{
    struct rng r = rng_stream(s->seed, RNG_PACK, (uint64_t)trait, 0);
    return rng_uniform(&r, lo, hi);
}

uint32_t pack_key(const struct sku *s, enum pack_trait trait)
{
    struct rng r = rng_stream(s->seed, RNG_PACK, (uint64_t)trait, 0);
    return rng_key(&r);
}

double ellipse_around_mm(double a, double b)
{
    /* Ramanujan 1914, second approximation: relative error below 3e-4 even for a flat ellipse */
    double h = (a - b) * (a - b) / ((a + b) * (a + b));
    return PI * (a + b) * (1 + 3 * h / (10 + sqrt(4 - 3 * h)));
}

/* --- turned bodies -------------------------------------------------------------------------------- */

static void can_form(const struct sku *s, struct round_form *f)
{
    double w = fmin(s->size_mm[0], s->size_mm[1]), h = f->height;
    f->closure = CLOSURE_RING_PULL;
    f->printed_body = s->material != SKU_PAPER && h > 1.62 * w && h > 70;
    if (f->printed_body) {
        f->a = f->label_a;
        f->b = f->label_b;
        f->shoulder_z = h - fmin(0.13 * h, 0.22 * w);
        f->neck_z = h - fmin(0.035 * h, 4);
        f->neck_r = 0.82; /* of the body's semi-axes */
        f->heel = fmin(0.08 * h, 0.14 * w);
        f->label_z0 = f->heel;
        f->label_z1 = f->shoulder_z;
        return;
    }
    /* a double seam stands out from the body by as much as it is thick */
    f->seam = fmin(1.2, 0.03 * w);
    f->label_a -= f->seam - LABEL_OFFSET_MM;
    f->label_b -= f->seam - LABEL_OFFSET_MM;
    f->a = f->label_a - LABEL_OFFSET_MM;
    f->b = f->label_b - LABEL_OFFSET_MM;
    f->heel = fmin(3.2, 0.1 * h);
    f->label_z0 = f->heel + fmin(1.5, 0.02 * h);
    f->label_z1 = h - f->label_z0;
    f->shoulder_z = f->neck_z = h - f->heel;
    f->neck_r = 1;
}

static enum closure bottle_closure(const struct sku *s)
{
    double pick = pack_vary(s, TRAIT_CAP, 0, 1), h = s->size_mm[2], w = s->size_mm[0];
    if (s->material == SKU_GLASS) {
        if (h >= 270) {
            return pick < 0.6 ? CLOSURE_CAPSULE : CLOSURE_SCREW;
        }
        return pick < 0.65 && w < 75 ? CLOSURE_CROWN : CLOSURE_SCREW;
    }
    return s->material == SKU_PET || pick < 0.4 ? CLOSURE_SCREW : CLOSURE_FLIP;
}

static void bottle_neck(const struct sku *s, struct round_form *f)
{
    double r = fmin(f->a, f->b), h = f->height, tall = 16, out = 1.6;
    f->neck_r = clampd(s->material == SKU_GLASS ? 14 : 13.2, 0.28 * r, 0.66 * r);
    if (s->material != SKU_GLASS && s->material != SKU_PET) { /* shampoo, detergent: wide */
        f->neck_r = r * pack_vary(s, TRAIT_NECK, 0.45, 0.62);
    }
    switch (f->closure) {
    case CLOSURE_CROWN:
        tall = 6.5;
        out = 2.6;
        break;
    case CLOSURE_CAPSULE:
        tall = fmin(pack_vary(s, TRAIT_CAP_HEIGHT, 48, 64), 0.2 * h);
        out = 0.5;
        break;
    case CLOSURE_FLIP:
        tall = clampd(h * pack_vary(s, TRAIT_CAP_HEIGHT, 0.12, 0.17), 10, 42);
        out = r * pack_vary(s, TRAIT_CAP, 0.12, 0.34);
        break;
    default:
        tall = s->material == SKU_GLASS ? pack_vary(s, TRAIT_CAP_HEIGHT, 15, 24)
                                        : pack_vary(s, TRAIT_CAP_HEIGHT, 13, 19);
        break;
    }
    f->cap_z = h - fmin(tall, 0.24 * h);
    f->cap_r = fmin(f->neck_r + out, 0.98 * r);
}

/* Where the shoulder begins if the SKU does not say, as a share of the height. */
static double bottle_shoulder(const struct sku *s)
{
    if (s->material == SKU_PET) {
        return pack_vary(s, TRAIT_SHOULDER, 0.6, 0.7);
    }
    return s->size_mm[2] >= 270 ? pack_vary(s, TRAIT_SHOULDER, 0.58, 0.68)
                                : pack_vary(s, TRAIT_SHOULDER, 0.52, 0.6);
}

/* Glass and PET: a neck of its own above the shoulder. */
static void necked_form(const struct sku *s, struct round_form *f)
{
    double h = f->height, in = fmax(fmin(f->a, f->b) - f->neck_r, 1);
    double share = s->shoulder > 0 ? s->shoulder : bottle_shoulder(s);
    double steep =
        s->material == SKU_GLASS ? pack_vary(s, TRAIT_CURVE, 1.2, 2.6) : pack_vary(s, TRAIT_CURVE, 1.3, 2.2);
    f->shoulder_z = clampd(share * h, 0.3 * h, f->cap_z - 0.6 * in - 3);
    f->neck_z = fmin(f->shoulder_z + steep * in, f->cap_z - 2);
    if (s->material == SKU_GLASS) {
        f->wall = 2.2;
        f->fill_z = f->neck_z + (f->cap_z - f->neck_z) * pack_vary(s, TRAIT_FILL, 0.1, 0.6);
    } else {
        f->wall = 0.6;
        f->fill_z = f->neck_z - (f->neck_z - f->shoulder_z) * pack_vary(s, TRAIT_FILL, 0.02, 0.4);
    }
}

/* Blown plastic: the shoulder runs right up to the cap and is low. */
static void blown_form(const struct sku *s, struct round_form *f)
{
    double h = f->height, in = fmax(fmax(f->a, f->b) - f->neck_r, 1),
           low = pack_vary(s, TRAIT_CURVE, 0.4, 0.9) * in;
    f->neck_z = f->cap_z - 0.8;
    f->shoulder_z = s->shoulder > 0 ? s->shoulder * h : f->neck_z - fmin(low, 0.25 * h);
    f->shoulder_z = clampd(f->shoulder_z, 0.3 * h, f->neck_z - 2);
}

static void bottle_form(const struct sku *s, struct round_form *f)
{
    double r = fmin(f->a, f->b), h = f->height;
    f->closure = bottle_closure(s);
    f->heel = clampd(0.16 * r, 2, 8);
    bottle_neck(s, f);
    if (s->material == SKU_GLASS || s->material == SKU_PET) {
        necked_form(s, f);
    } else {
        blown_form(s, f);
    }
    double low = s->material == SKU_PET ? pack_vary(s, TRAIT_LABEL_LOW, 0.16, 0.3)
                                        : pack_vary(s, TRAIT_LABEL_LOW, 0.06, 0.11);
    f->label_z0 = fmin(fmax(low * h, f->heel + 3), f->shoulder_z * 0.5);
    f->label_z1 = f->shoulder_z - fmin(pack_vary(s, TRAIT_LABEL_HIGH, 2, 7), 0.1 * f->shoulder_z);
    if (s->material == SKU_GLASS) { /* paper labels leave glass free below and above */
        double room = f->shoulder_z - f->heel, tall = room * pack_vary(s, TRAIT_LABEL_HIGH, 0.5, 0.72);
        f->label_z0 = f->heel + (room - tall) * pack_vary(s, TRAIT_LABEL_LOW, 0.35, 0.7);
        f->label_z1 = f->label_z0 + tall;
    }
}

static void jar_form(const struct sku *s, struct round_form *f)
{
    double r = fmin(f->a, f->b), h = f->height;
    f->closure = CLOSURE_TWIST_OFF;
    f->cap_r = r * pack_vary(s, TRAIT_CAP, 0.88, 0.97);
    f->neck_r = f->cap_r - 1.6;
    f->cap_z = h - clampd(pack_vary(s, TRAIT_CAP_HEIGHT, 0.11, 0.15) * h, 7, 17);
    double share = s->shoulder > 0 ? s->shoulder : pack_vary(s, TRAIT_SHOULDER, 0.72, 0.8);
    f->shoulder_z = clampd(share * h, 0.4 * h, f->cap_z - 4);
    f->neck_z = fmin(f->shoulder_z + fmax(0.35 * (f->cap_z - f->shoulder_z), 3.5), f->cap_z - 0.4);
    f->heel = clampd(0.14 * r, 2, 6);
    f->wall = s->material == SKU_GLASS ? 2.0 : s->material == SKU_PET ? 0.8 : 0;
    f->fill_z = f->neck_z + (f->cap_z - f->neck_z) * pack_vary(s, TRAIT_FILL, 0.2, 0.8);
    f->label_z0 = fmin(f->heel + pack_vary(s, TRAIT_LABEL_LOW, 0.03, 0.08) * h, 0.3 * h);
    f->label_z1 = f->shoulder_z - pack_vary(s, TRAIT_LABEL_HIGH, 0.01, 0.05) * h;
}

struct round_form round_form(const struct sku *s)
{
    struct round_form f = {.height = s->size_mm[2]};
    f.label_a = s->size_mm[0] / 2;
    f.label_b = s->size_mm[1] / 2;
    f.a = f.label_a - LABEL_OFFSET_MM;
    f.b = f.label_b - LABEL_OFFSET_MM;
    if (s->shape == SHAPE_CAN) {
        can_form(s, &f);
    } else if (s->shape == SHAPE_JAR) {
        jar_form(s, &f);
    } else {
        bottle_form(s, &f);
    }
    f.around_mm = ellipse_around_mm(f.label_a, f.label_b);
    return f;
}

/* --- sheets --------------------------------------------------------------------------------------- */

/* Half the thickness at a share t of the height between the seals, for full thickness 1. */
static double pouch_swell(double t)
{
    /* widest a little above the floor, then almost straight to the seal */
    double rise = t < 0.22 ? 0.86 + 0.14 * sin(PI / 2 * t / 0.22) : 1;
    double u = t < 0.22 ? 0 : (t - 0.22) / 0.78;
    return rise * (1 - u * u * (1.9 - 0.9 * u));
}

static double bag_swell(double t)
{
    /* between a sine and a rounded box, fuller below where the contents lie */
    double sag = t - 0.12 * sin(PI * t) * (1 - t);
    return pow(sin(PI * clampd(sag, 0, 1)), 0.72);
}

static void rows_measure(struct soft_form *f)
{
    for (int i = 1; i < f->rows; i++) {
        const struct soft_row *p = &f->row[i - 1];
        f->row[i].run_mm = p->run_mm + hypot(f->row[i].z - p->z, f->row[i].half_depth - p->half_depth);
    }
    f->run_mm = f->row[f->rows - 1].run_mm;
}

/* Half the thickness of two welded films. */
#define SEAL_HALF_MM 0.12
enum { CRIMP_ROWS = 4, POUCH_ROWS = 16, BAG_ROWS = 17, TUBE_ROWS = 12 };

static void crimp_rows(struct soft_form *f, double z0, double z1, bool first, bool last)
{
    for (int i = first ? 0 : 1; i <= CRIMP_ROWS - (last ? 0 : 1); i++) {
        f->row[f->rows++] =
            (struct soft_row){.z = z0 + (z1 - z0) * i / CRIMP_ROWS, .half_depth = SEAL_HALF_MM};
    }
}

static void pouch_form(const struct sku *s, struct soft_form *f)
{
    double h = s->size_mm[2], d = s->size_mm[1] / 2;
    f->seal_mm = clampd(0.045 * h, 5, 12);
    double top = h - f->seal_mm;
    for (int i = 0; i < POUCH_ROWS; i++) {
        double t = (double)i / POUCH_ROWS;
        f->row[f->rows++] =
            (struct soft_row){.z = top * t, .half_depth = fmax(d * pouch_swell(t), SEAL_HALF_MM)};
    }
    crimp_rows(f, top, h, true, true);
}

static void bag_form(const struct sku *s, struct soft_form *f)
{
    double h = s->size_mm[2], d = s->size_mm[1] / 2;
    f->seal_mm = clampd(0.05 * h, 6, 14);
    double z0 = f->seal_mm, z1 = h - f->seal_mm, most = 0;
    for (int i = 1; i < BAG_ROWS; i++) {
        most = fmax(most, bag_swell((double)i / BAG_ROWS));
    }
    crimp_rows(f, 0, z0, true, true);
    for (int i = 1; i < BAG_ROWS; i++) {
        /* closer together near the seals, where the film turns */
        double t = (double)i / BAG_ROWS;
        t = t - 0.1 * sin(2 * PI * t);
        f->row[f->rows++] = (struct soft_row){.z = z0 + (z1 - z0) * t,
                                              .half_depth = fmax(d * bag_swell(t) / most, SEAL_HALF_MM)};
    }
    crimp_rows(f, z1, h, true, true);
}

struct tube_form tube_form(const struct sku *s)
{
    double w = s->size_mm[0], d = s->size_mm[1], h = s->size_mm[2];
    struct tube_form f = {.b = d / 2};
    /* the ellipse of depth d whose circumference is twice the width of the flat end */
    double lo = 0.3 * f.b, hi = w / 2;
    for (int i = 0; i < 60; i++) {
        double mid = (lo + hi) / 2;
        *(ellipse_around_mm(mid, f.b) < 2 * w ? &lo : &hi) = mid;
    }
    /* too deep for that: as wide as it may be, and the sheet narrows upward */
    f.a = PI * f.b > w ? w / 2 : fmin((lo + hi) / 2, w / 2);
    f.cap_z1 = clampd(h * pack_vary(s, TRAIT_CAP_HEIGHT, 0.13, 0.2), 8, 38);
    f.cap_r = fmin(f.a, f.b) * pack_vary(s, TRAIT_CAP, 0.86, 0.99);
    return f;
}

static void tube_rows(const struct sku *s, struct soft_form *f)
{
    double h = s->size_mm[2];
    struct tube_form t = tube_form(s);
    f->seal_mm = clampd(0.05 * h, 4, 9);
    double z0 = t.cap_z1 + 0.4, z1 = h - f->seal_mm;
    for (int i = 0; i < TUBE_ROWS; i++) {
        double u = (double)i / TUBE_ROWS;
        f->row[f->rows++] =
            (struct soft_row){.z = z0 + (z1 - z0) * u, .half_depth = fmax(t.b * pow(1 - u, 0.9), 0.4)};
    }
    crimp_rows(f, z1, h, true, true);
}

struct soft_form soft_form(const struct sku *s)
{
    struct soft_form f = {.width_mm = s->size_mm[0]};
    if (s->shape == SHAPE_POUCH) {
        pouch_form(s, &f);
    } else if (s->shape == SHAPE_BAG) {
        bag_form(s, &f);
    } else {
        tube_rows(s, &f);
    }
    rows_measure(&f);
    return f;
}

/* --- the rest ------------------------------------------------------------------------------------- */

struct carton_form carton_form(const struct sku *s)
{
    double d = s->size_mm[1], h = s->size_mm[2];
    struct carton_form f = {0};
    f.fin_mm = clampd(0.07 * h, 7, 16);
    f.ridge_z = h - f.fin_mm;
    /* roofs rise by some 40 degrees */
    double rise = fmin(d / 2 * 0.84, 0.4 * f.ridge_z);
    f.fold_z = f.ridge_z - rise;
    f.slope_mm = hypot(d / 2, rise);
    f.cap_r = clampd(0.3 * f.slope_mm, 6, 14);
    f.cap_h = clampd(0.9 * f.cap_r, 6, 12);
    return f;
}

struct tray_form tray_form(const struct sku *s)
{
    double w = s->size_mm[0], d = s->size_mm[1], h = s->size_mm[2];
    struct tray_form f = {0};
    f.rim_mm = clampd(0.04 * fmin(w, d), 3, 8);
    f.lean_mm = fmin(0.28 * h, 0.12 * fmin(w, d));
    f.wall_mm = hypot(h - 2, f.lean_mm);
    f.sticker_w = 0.62 * w;
    f.sticker_h = 0.7 * f.wall_mm;
    return f;
}

struct multipack_form multipack_form(const struct sku *s)
{
    double w = s->size_mm[0], d = s->size_mm[1], h = s->size_mm[2];
    struct multipack_form f = {.rows = s->pack_rows > 0 ? s->pack_rows : 2,
                               .columns = s->pack_columns > 0 ? s->pack_columns : 3};
    f.unit_r = fmin(w / f.columns, d / f.rows) / 2 - 0.3;
    f.bottles = h > 4.6 * f.unit_r;
    f.wrap_z0 = fmin(2, 0.02 * h);
    f.wrap_z1 = h * (f.bottles ? 0.62 : 0.9);
    f.corner_mm = 0.92 * f.unit_r;
    double bend = f.corner_mm * (PI / 2 - 2); /* a corner against its two tangents */
    f.front_mm = w + bend;
    f.side_mm = d + bend;
    return f;
}
