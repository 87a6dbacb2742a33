// SPDX-License-Identifier: MIT
/*
 * Colours of lamps. A black body's chromaticity is Krystek's rational fit in the CIE 1960 (u, v)
 * plane (M. Krystek: "An algorithm to calculate correlated colour temperature", Color Research and
 * Application 10, 1985), good to some 1e-4 from 1000 K to 15000 K. The camera balances white: not
 * for each lamp but for the light as a whole, and rarely all the way. Lamps are therefore given in
 * colours relative to a white between daylight (6504 K, the white of sRGB) and their own mean, on
 * the scale of reciprocal temperature, in which steps look alike.
 */
#include "shelf/lighting.h"

#include "base/color.h"
#include "shelf/viewpoint.h"

void planck_rgb(double kelvin, double rgb[3])
{
    double t = clampd(kelvin, 1000, 15000);
    double u = (0.860117757 + 1.54118254e-4 * t + 1.28641212e-7 * t * t) /
               (1 + 8.42420235e-4 * t + 7.08145163e-7 * t * t);
    double v = (0.317398726 + 4.22806245e-5 * t + 4.20481691e-8 * t * t) /
               (1 - 2.89741816e-5 * t + 1.61456053e-7 * t * t);
    double x = 3 * u / (2 * u - 8 * v + 4), y = 2 * v / (2 * u - 8 * v + 4);
    double big_x = x / y, big_z = (1 - x - y) / y; /* XYZ with Y = 1; then IEC 61966-2-1 */
    rgb[0] = 3.2406 * big_x - 1.5372 - 0.4986 * big_z;
    rgb[1] = -0.9689 * big_x + 1.8758 + 0.0415 * big_z;
    rgb[2] = 0.0557 * big_x - 0.2040 + 1.0570 * big_z;
    for (int k = 0; k < 3; k++) {
        rgb[k] = rgb[k] > 0 ? rgb[k] : 0; /* below 1900 K: outside of what sRGB can show */
    }
    double lum = color_luminance(rgb);
    for (int k = 0; k < 3; k++) {
        rgb[k] /= lum;
    }
}

/* The lamp as the camera sees it, luminance 1. green: what fluorescent tubes add. */
static void lamp_color(double kelvin, double white_k, double green, float out[3])
{
    double lamp[3], white[3];
    planck_rgb(kelvin, lamp);
    planck_rgb(white_k, white);
    for (int k = 0; k < 3; k++) {
        lamp[k] /= white[k];
    }
    lamp[1] *= 1 + green;
    double lum = color_luminance(lamp);
    for (int k = 0; k < 3; k++) {
        out[k] = (float)(lamp[k] / lum);
    }
}

static double luminance_of(const float c[3])
{
    double rgb[3] = {(double)c[0], (double)c[1], (double)c[2]};
    return color_luminance(rgb);
}

/* A lamp's small piece of radiant intensity i at `at`, shining on p; falls off with the squared
 * distance. */
static double from_piece(double i, struct vec3 at, struct vec3 p, struct vec3 n)
{
    struct vec3 d = vec3_sub(at, p);
    double r2 = vec3_dot(d, d), cosine = vec3_dot(d, n) / sqrt(r2);
    return cosine > 0 ? i * cosine / r2 : 0;
}

static double from_area(const struct light *l, struct vec3 p, struct vec3 n)
{
    /* pieces no longer than a quarter of a metre; radiance P / (4 A), Lambert's cosine at the lamp */
    int nx = (int)clampd(ceil(l->width_m / 0.25), 1, 64),
        ny = (int)clampd(ceil(l->height_m / 0.25), 1, 64);
    double sum = 0, intensity = l->power_w / 4 / (nx * ny);
    struct vec3 down = xform_dir(&l->world_from_light, (struct vec3){0, 0, -1});
    for (int k = 0; k < nx * ny; k++) {
        struct vec3 q = {((k % nx + 0.5) / nx - 0.5) * l->width_m,
                         ((double)(k / nx) + 0.5) / ny * l->height_m - l->height_m / 2, 0};
        struct vec3 at = xform_apply(&l->world_from_light, q), d = vec3_unit(vec3_sub(p, at));
        double cosine = vec3_dot(d, down);
        sum += cosine > 0 ? from_piece(intensity * cosine, at, p, n) : 0;
    }
    return sum;
}

/* Blender's spot: full inside the inner cone, smooth to nothing at the outer one. */
static double spot_share(const struct light *l, struct vec3 p, struct vec3 at)
{
    struct vec3 axis = xform_dir(&l->world_from_light, (struct vec3){0, 0, -1}),
                d = vec3_unit(vec3_sub(p, at));
    double cosine = vec3_dot(axis, d), edge = cos(l->cone_rad / 2);
    double t = clampd((cosine - edge) / fmax(1e-6, (1 - edge) * l->blend), 0, 1);
    return t * t * (3 - 2 * t);
}

double lighting_irradiance(const struct light *l, int n_lights, struct vec3 p, struct vec3 n)
{
    double sum = 0;
    for (int i = 0; i < n_lights; i++) {
        struct vec3 at = xform_apply(&l[i].world_from_light, (struct vec3){0, 0, 0});
        double e = l[i].kind == LIGHT_AREA
                       ? from_area(&l[i], p, n)
                       : from_piece(l[i].power_w / (4 * PI), at, p, n) *
                             (l[i].kind == LIGHT_SPOT ? spot_share(&l[i], p, at) : 1);
        sum += e * luminance_of(l[i].color);
    }
    return sum;
}

/* Points that the camera's meter looks at: where the rays of the picture meet the plane of the
 * boards' edges. */
struct meter {
    struct vec3 p[48];
    int n;
};

static struct meter meter_of(const struct camera *c, double top_m)
{
    enum { COLUMNS = 8, ROWS = 6 };
    struct meter m = {.n = 0};
    struct vec3 eye = viewpoint_eye(c);
    for (int i = 0; i < COLUMNS * ROWS; i++) {
        struct vec3 d = viewpoint_ray(c, (i % COLUMNS + 0.5) / COLUMNS * c->width_px,
                                      ((double)(i / COLUMNS) + 0.5) / ROWS * c->height_px);
        double t = d.y > 0.05 ? -eye.y / d.y : 0, z = eye.z + t * d.z;
        if (t > 0 && z > 0.05 && z < top_m) {
            m.p[m.n++] = (struct vec3){eye.x + t * d.x, 0, z};
        }
    }
    if (!m.n) {
        m.p[m.n++] = (struct vec3){eye.x, 0, top_m / 2};
    }
    return m;
}

static double metered(const struct light *l, int n, const struct meter *m)
{
    double sum = 0;
    for (int i = 0; i < m->n; i++) {
        sum += lighting_irradiance(l, n, m->p[i], (struct vec3){0, -1, 0});
    }
    return sum / m->n;
}

static void scale(struct light *l, int n, const struct meter *m, double irradiance)
{
    double have = metered(l, n, m);
    for (int i = 0; i < n && have > 0; i++) {
        l[i].power_w *= irradiance / have;
    }
}

static void add_strip(struct lighting *out, double x0, double x1, double y0, double y1, double z,
                      const float color[3])
{
    struct light *l = &out->light[out->n_lights++];
    *l = (struct light){.kind = LIGHT_AREA,
                        .world_from_light = xform_move((x0 + x1) / 2, (y0 + y1) / 2, z),
                        .width_m = x1 - x0,
                        .height_m = y1 - y0,
                        .power_w = (x1 - x0) * (y1 - y0),
                        .color = {color[0], color[1], color[2]}};
    out->strip[out->n_strips++] = (struct strip){x0, x1, y0, y1, z};
}

/* One or two lines along the aisle, or short fixtures across it. */
static void add_strips(struct lighting *out, double aisle_m, double mid_x, const float color[3],
                       struct rng *g)
{
    double u = rng_unit(g), width = rng_uniform(g, 0.08, 0.2), shift = rng_uniform(g, -0.15, 0.15),
           pitch = rng_uniform(g, 1.5, 2.4);
    double z = out->ceiling_m - rng_uniform(g, 0.08, 0.5), mid = -aisle_m / 2 + shift,
           dx = rng_uniform(g, -0.5, 0.5) * pitch;
    if (u < 0.6) {
        add_strip(out, mid_x - 4, mid_x + 4, mid - width / 2, mid + width / 2, z, color);
    } else if (u < 0.8) {
        double apart = fmin(0.9, 0.3 * aisle_m);
        add_strip(out, mid_x - 4, mid_x + 4, mid - apart - width / 2, mid - apart + width / 2, z,
                  color);
        add_strip(out, mid_x - 4, mid_x + 4, mid + apart - width / 2, mid + apart + width / 2, z,
                  color);
    } else {
        for (int i = -1; i <= 1; i++) {
            double x = mid_x + dx + i * pitch;
            add_strip(out, x - width, x + width, mid - 0.65, mid + 0.65, z, color);
        }
    }
}

/* z axis of the lamp's frame points away from what it shines on. */
static struct xform aimed(struct vec3 at, struct vec3 target)
{
    struct vec3 z = vec3_unit(vec3_sub(at, target)),
                x = vec3_unit(vec3_cross((struct vec3){0, 0, 1}, z));
    if (vec3_len(x) < 0.5) {
        x = (struct vec3){1, 0, 0};
    }
    struct vec3 y = vec3_cross(z, x);
    return (struct xform){{{x.x, y.x, z.x, at.x}, {x.y, y.y, z.y, at.y}, {x.z, y.z, z.z, at.z}}};
}

static void add_spots(struct lighting *out, const struct shelf_plan *p, double aisle_m,
                      double mid_x, const float color[3], struct rng *g)
{
    int n = 4 + (int)rng_below(g, 4);
    double pitch = rng_uniform(g, 0.8, 1.4), y = -fmin(aisle_m - 0.3, rng_uniform(g, 0.9, 1.5)),
           z = out->ceiling_m - 0.25;
    double cone = rng_uniform(g, 45, 75) * PI / 180, blend = rng_uniform(g, 0.4, 0.9),
           dx = rng_uniform(g, -0.4, 0.4);
    for (int i = 0; i < n; i++) {
        double x = mid_x + dx + (i - (n - 1) / 2.0) * pitch;
        struct vec3 at = {x, y, z}, target = {x + rng_uniform(g, -0.3, 0.3), p->depth_m / 3,
                                              rng_uniform(g, 0.7, 1.5)};
        out->light[out->n_lights++] = (struct light){.kind = LIGHT_SPOT,
                                                     .world_from_light = aimed(at, target),
                                                     .width_m = 0.04,
                                                     .power_w = rng_uniform(g, 0.8, 1.2),
                                                     .color = {color[0], color[1], color[2]},
                                                     .cone_rad = cone,
                                                     .blend = blend};
    }
}

static void add_flash(struct lighting *out, const struct camera *c, const float color[3])
{
    struct xform world_from_cam = xform_rigid_inverse(&c->cam_from_world);
    struct vec3 at = xform_apply(&world_from_cam, (struct vec3){0.012, -0.015, 0});
    out->light[out->n_lights++] = (struct light){.kind = LIGHT_POINT,
                                                 .world_from_light = xform_move(at.x, at.y, at.z),
                                                 .width_m = 0.004,
                                                 .power_w = 1,
                                                 .color = {color[0], color[1], color[2]}};
}

void lighting_make(const struct recipe_shelf *r, const struct shelf_plan *p, const struct camera *c,
                   double aisle_m, uint64_t seed, uint64_t index, uint32_t attempt,
                   struct lighting *out)
{
    struct rng g = rng_stream(seed, RNG_LIGHTING, index, attempt);
    *out = (struct lighting){.kind = (int)dist_draw(&r->lamps, &g),
                             .color_k = dist_draw(&r->color_k, &g)};
    double share = dist_draw(&r->ambient, &g), other_k = dist_draw(&r->color_k, &g);
    double trust = rng_uniform(&g, 0.65, 1), green = rng_uniform(&g, -0.01, 0.04),
           of_spots = rng_uniform(&g, 0.3, 0.6);
    double flash = rng_unit(&g), of_flash = rng_uniform(&g, 0.3, 0.7);
    out->ceiling_m = rng_uniform(&g, 2.9, 4);
    double mid_x = viewpoint_eye(c).x, white = 1 / ((1 - trust) / 6504 + trust / out->color_k);
    struct meter meter = meter_of(c, p->bay[0].top_m);
    float strip[3], spot[3], white_led[3], lamps = (float)(LIGHTING_DIRECT * (1 - share));
    lamp_color(out->color_k, white, green, strip);
    lamp_color(out->kind == LAMPS_SPOT ? out->color_k : other_k, white, 0, spot);
    lamp_color(5800, white, 0, white_led);
    if (out->kind != LAMPS_SPOT) {
        add_strips(out, aisle_m, mid_x, strip, &g);
        scale(out->light, out->n_lights, &meter,
              PI * (double)lamps * (out->kind == LAMPS_MIXED ? 1 - of_spots : 1));
    }
    if (out->kind != LAMPS_STRIP) {
        int first = out->n_lights;
        add_spots(out, p, aisle_m, mid_x, spot, &g);
        scale(out->light + first, out->n_lights - first, &meter,
              PI * (double)lamps * (out->kind == LAMPS_MIXED ? of_spots : 1));
    }
    for (int k = 0; k < 3; k++) {
        out->ambient[k] = (float)(LIGHTING_DIRECT * share) * strip[k];
    }
    if (flash < r->flash) {
        /* the phone's meter takes the flash into account: what was there before counts for less */
        for (int i = 0; i < out->n_lights; i++) {
            out->light[i].power_w *= 1 - of_flash;
        }
        for (int k = 0; k < 3; k++) {
            out->ambient[k] *= (float)(1 - of_flash);
        }
        add_flash(out, c, white_led);
        scale(out->light + out->n_lights - 1, 1, &meter, PI * LIGHTING_DIRECT * of_flash);
        out->flash = true;
    }
}
