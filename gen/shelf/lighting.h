// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_LIGHTING_H
#define ERSATZ_SHELF_LIGHTING_H
/*
 * lighting - the lamps of a shop.
 *
 * Strips along the aisle, spots on a track, or both; now and then the phone's flash; and light from
 * everywhere, constant, which is what a bright shop with white ceiling and floor gives and what
 * renders with little noise.
 *
 * All of it is scaled so that exposure has a meaning, as a phone's meter would: white paper in the
 * plane of the boards' edges, facing the shopper and hidden from no lamp, averages radiance
 * LIGHTING_DIRECT over the picture from lamps and from everywhere; what shelves, goods and floor
 * send on brings it to about 1. Its irradiance is then pi * LIGHTING_DIRECT, of which the share
 * `ambient` comes from everywhere and the rest from the lamps. Shadows of boards and of goods
 * darken what is really seen.
 *
 * Watts are Blender's. Measured in 3.4.1 (a white plane 10 m below a lamp): an area lamp of P watts
 * has radiance P / (4 A), not P / (pi A); a point or spot has radiant intensity P / (4 pi), inside
 * the cone of the spot, too.
 */
#include "shelf/scene.h"
#include "shelf/shelfplan.h"

/* Measured with Cycles, 8 scenes: rails, tags and boards' edges then show radiance / albedo from
 * 0.69 to 1.24, 0.96 on average. */
#define LIGHTING_DIRECT 0.8

enum { LIGHTING_MAX = 24, LIGHTING_MAX_STRIPS = 6 };

/* A lamp's housing, for shop.c: its lit underside. */
struct strip {
    double x0_m, x1_m, y0_m, y1_m, z_m;
};

struct lighting {
    struct light light[LIGHTING_MAX];
    int n_lights;
    struct strip strip[LIGHTING_MAX_STRIPS];
    int n_strips;
    float ambient[3];
    double ceiling_m;
    int kind;       /* enum recipe_lamps */
    double color_k; /* of the strips */
    bool flash;
};

/** lighting_make() - the lamps of sample `index`. aisle_m: from the boards' edges to those of the
 * opposite shelf. */
void lighting_make(const struct recipe_shelf *r, const struct shelf_plan *p, const struct camera *c,
                   double aisle_m, uint64_t seed, uint64_t index, uint32_t attempt,
                   struct lighting *out);

/** lighting_irradiance() - luminance of the irradiance (W/m^2) at a point of a surface with unit
 * normal n; nothing is in the way. */
double lighting_irradiance(const struct light *l, int n_lights, struct vec3 p, struct vec3 n);

/** planck_rgb() - colour of a black body, linear sRGB, luminance 1; kelvin: 1000..15000, clamped. */
void planck_rgb(double kelvin, double rgb[3]);

#endif
