// SPDX-License-Identifier: MIT
/*
 * pack_bottle - bottles and jars.
 *
 * A filled bottle is split at the level of its contents. Below, its skin is the contents themselves under a
 * clear coat: the inner face of a wall shows only where there is air behind it, and light that must pass a
 * wall to reach what it holds comes back as noise (docs/packs.md). Above, the skin is glass around a bubble
 * of air. Water takes the skin's glass all the way down: a bottle of water is one lens.
 *
 * The shoulder is a cubic Bezier from the body to the neck, upright at both ends: one number makes it
 * Bordeaux or Burgundy. Bodies may be oval; necks and caps are round.
 */
#include <math.h>
#include <string.h>

#include "shelf/pack_parts.h"

enum { COLUMNS = 36, SHOULDER_STEPS = 7, LID_COLUMNS = 44, PROFILE_MAX = 64 };
enum { SLOT_LABEL, SLOT_WALL, SLOT_CAP, SLOT_CONTENTS };

struct profile {
    struct ring r[PROFILE_MAX];
    size_t n;
};

static void add(struct profile *p, double a_mm, double b_mm, double z_mm, double knurl_mm)
{
    if (p->n == PROFILE_MAX) {
        BUG("a profile of more than %d points", PROFILE_MAX);
    }
    p->r[p->n++] = (struct ring){fmax(a_mm, 0) * MM, fmax(b_mm, 0) * MM, z_mm * MM, 0, knurl_mm * MM};
}

static void skin(struct mesh_builder *b, const struct profile *p, const struct round_form *f, int slot)
{
    builder_rings(b, 0, 0, p->r, p->n, COLUMNS, f->a, f->b, 0, 1, slot);
}

static void base(struct profile *p, const struct round_form *f)
{
    double push = 0.5 * f->heel, r = f->heel;
    add(p, 0, 0, push, 0);
    add(p, 0.5 * f->a, 0.5 * f->b, 0.8 * push, 0);
    add(p, f->a - 1.6 * r, f->b - 1.6 * r, 0.1 * push, 0);
    for (int i = 0; i <= 3; i++) {
        double t = PI / 2 * i / 3;
        add(p, f->a - r + r * sin(t), f->b - r + r * sin(t), r - r * cos(t), 0);
    }
}

/* Weight of the body against the neck at t of the shoulder, and its height. */
static double shoulder_at(const struct sku *s, const struct round_form *f, double t, double *z)
{
    double k1 = pack_vary(s, TRAIT_CURVE, 0.3, 0.75), k2 = 1.05 - k1, l = f->neck_z - f->shoulder_z,
           u = 1 - t;
    double c1 = 3 * u * u * t, c2 = 3 * u * t * t, c3 = t * t * t;
    *z = f->shoulder_z + l * (c1 * k1 + c2 * (1 - k2) + c3);
    return u * u * u + c1;
}

static void shoulder(struct profile *p, const struct sku *s, const struct round_form *f)
{
    for (int i = 1; i <= SHOULDER_STEPS; i++) {
        double z, w = shoulder_at(s, f, (double)i / SHOULDER_STEPS, &z);
        add(p, f->neck_r + (f->a - f->neck_r) * w, f->neck_r + (f->b - f->neck_r) * w, z, 0);
    }
}

/* Grooves around a PET body where there is room above or below the label. */
static void ribs(struct profile *p, const struct sku *s, const struct round_form *f, double z0, double z1)
{
    double pitch = pack_vary(s, TRAIT_RIBS, 7, 11), depth = fmin(0.05 * fmin(f->a, f->b), 1.6);
    int n = s->shape == SHAPE_BOTTLE && s->material == SKU_PET ? (int)fmin((z1 - z0 - 2) / pitch, 2) : 0;
    for (int i = 0; i < n; i++) {
        double z = z0 + (z1 - z0) * (i + 0.5) / n;
        static const double shape[][2] = {{-0.34, 0}, {0, 1}, {0.34, 0}};
        for (int k = 0; k < 3; k++) {
            double c = depth * shape[k][1];
            add(p, f->a - c, f->b - c, z + pitch * shape[k][0], 0);
        }
    }
}

/* The whole skin, from the middle of the base to the middle of the neck's end under the cap. */
static void outline(struct profile *p, const struct sku *s, const struct round_form *f)
{
    base(p, f);
    ribs(p, s, f, f->heel + 2, f->label_z0 - 1);
    add(p, f->a, f->b, f->label_z0, 0);
    add(p, f->a, f->b, f->shoulder_z, 0);
    shoulder(p, s, f);
    double n = f->neck_r, z = f->cap_z, room = z - f->neck_z;
    if (f->closure == CLOSURE_CROWN && room > 10) { /* the bead a crown holds on to */
        add(p, n, n, z - 9, 0);
        add(p, n + 1.3, n + 1.3, z - 7.5, 0);
        add(p, n + 1.3, n + 1.3, z - 3, 0);
        add(p, n, n, z - 1.5, 0);
    } else if (s->shape == SHAPE_BOTTLE && s->material == SKU_PET && room > 5) { /* support ring */
        add(p, n, n, z - 4, 0);
        add(p, n + 2.2, n + 2.2, z - 3.7, 0);
        add(p, n + 2.2, n + 2.2, z - 2.3, 0);
        add(p, n, n, z - 2, 0);
    }
    double top = z + 0.5 * (f->height - z);
    add(p, n, n, top, 0);
    add(p, 0, 0, top, 0);
}

/* The ring at a height: between the two of the outer skin that enclose it. */
static struct ring ring_at(const struct profile *p, double z)
{
    for (size_t i = 0; i + 1 < p->n; i++) {
        const struct ring *lo = &p->r[i], *hi = &p->r[i + 1];
        if (lo->a > 0 && hi->a > 0 && lo->z <= z && z < hi->z) {
            double t = (z - lo->z) / (hi->z - lo->z);
            return (struct ring){lo->a + (hi->a - lo->a) * t, lo->b + (hi->b - lo->b) * t, z, 0, 0};
        }
    }
    return p->r[p->n - 2];
}

/* Below the level: closed by the contents' surface, with a meniscus. */
static void filled(struct mesh_builder *b, const struct profile *p, const struct round_form *f)
{
    struct ring edge = ring_at(p, f->fill_z * MM);
    struct profile low = {.n = 0};
    /* the base ends at its outer edge, where heights begin to grow */
    for (size_t i = 0; i < p->n && (i < 4 || p->r[i].z < edge.z - 1e-5); i++) {
        low.r[low.n++] = p->r[i];
    }
    double z = f->fill_z;
    low.r[low.n++] = edge;
    add(&low, 0.9 * edge.a / MM, 0.9 * edge.b / MM, z - 0.4, 0);
    add(&low, 0, 0, z - 0.5, 0);
    skin(b, &low, f, SLOT_CONTENTS);
}

/* Above the level, a hair off the contents so that no face lies in another. */
static void hollow(struct mesh_builder *b, const struct profile *p, const struct round_form *f)
{
    const double hair = 0.05;
    struct ring edge = ring_at(p, (f->fill_z + hair) * MM);
    struct profile up = {.n = 0};
    add(&up, 0, 0, f->fill_z + 2 * hair, 0);
    up.r[up.n++] = (struct ring){edge.a - hair * MM, edge.b - hair * MM, edge.z, 0, 0};
    for (size_t i = 4; i < p->n; i++) {
        if (p->r[i].z > edge.z + 1e-5) {
            up.r[up.n++] = p->r[i];
        }
    }
    skin(b, &up, f, SLOT_WALL);
}

/* The air above the level: a skin that faces inward, the wall's thickness inside the other. */
static void bubble(struct mesh_builder *b, const struct profile *p, const struct round_form *f)
{
    double z0 = f->fill_z + 0.6, z1 = f->cap_z + 0.3 * (f->height - f->cap_z);
    if (z1 < z0 + 1) {
        return;
    }
    struct profile in = {.n = 0};
    struct ring top = ring_at(p, z1 * MM), low = ring_at(p, z0 * MM);
    double w = f->wall;
    add(&in, 0, 0, z1, 0);
    add(&in, top.a / MM - w, top.b / MM - w, z1, 0);
    for (size_t i = p->n - 1; i > 4; i--) {
        const struct ring *r = &p->r[i];
        /* beads stand out on the outside only */
        if (r->z < z1 * MM - 1e-4 && r->z > z0 * MM + 1e-4 && r->z <= f->neck_z * MM + 1e-6) {
            add(&in, r->a / MM - w, r->b / MM - w, r->z / MM, 0);
        }
    }
    add(&in, low.a / MM - w, low.b / MM - w, z0, 0);
    add(&in, 0, 0, z0, 0);
    skin(b, &in, f, SLOT_WALL);
}

/* Skin, contents and air; one body where nothing shows through. */
static void body(struct mesh_builder *b, const struct sku *s, const struct round_form *f)
{
    struct profile p = {.n = 0};
    outline(&p, s, f);
    if (f->wall > 0 && !pack_clear_contents(s)) {
        filled(b, &p, f);
        hollow(b, &p, f);
    } else {
        skin(b, &p, f, SLOT_WALL);
    }
    if (f->wall > 0) {
        bubble(b, &p, f);
    }
}

/* --- closures ------------------------------------------------------------------------------------- */

static void cap_screw(struct profile *p, const struct round_form *f)
{
    double r = f->cap_r, z = f->cap_z, h = f->height - z;
    /* the tamper ring, a gap, then ribs */
    add(p, 0, 0, z, 0);
    add(p, r, r, z, 0);
    add(p, r, r, z + 0.16 * h, 0);
    add(p, r - 0.6, r - 0.6, z + 0.2 * h, 0);
    add(p, r, r, z + 0.24 * h, 0.4);
    add(p, r - 0.15, r - 0.15, z + 0.86 * h, 0.4);
    add(p, r - 0.5, r - 0.5, z + 0.93 * h, 0);
    add(p, r - 1.6, r - 1.6, z + h, 0);
    add(p, 0, 0, z + h, 0);
}

static void cap_crown(struct profile *p, const struct round_form *f)
{
    double r = f->cap_r, z = f->cap_z, h = f->height - z;
    add(p, 0, 0, z, 0);
    add(p, r, r, z, 1.1);
    add(p, r - 0.3, r - 0.3, z + 0.3 * h, 0.9);
    add(p, r - 1.6, r - 1.6, z + 0.68 * h, 0.2);
    add(p, r - 3, r - 3, z + 0.92 * h, 0);
    add(p, r - 6, r - 6, z + h, 0);
    add(p, 0, 0, z + h, 0);
}

static void cap_capsule(struct profile *p, const struct round_form *f)
{
    double r = f->cap_r, z = f->cap_z, h = f->height - z;
    add(p, 0, 0, z, 0);
    add(p, r + 0.2, r + 0.2, z, 0);
    add(p, r, r, z + 0.55 * h, 0);
    add(p, r, r, f->height - 9, 0);
    add(p, r + 0.9, r + 0.9, f->height - 8, 0);
    add(p, r + 0.9, r + 0.9, f->height - 4, 0);
    add(p, r, r, f->height - 3, 0);
    add(p, r, r, f->height - 0.8, 0);
    add(p, r - 0.8, r - 0.8, f->height, 0);
    add(p, 0, 0, f->height - 0.1, 0);
}

static void cap_flip(struct profile *p, const struct round_form *f)
{
    double r = f->cap_r, z = f->cap_z, h = f->height - z, edge = fmin(1.5, 0.2 * h);
    add(p, 0, 0, z, 0);
    add(p, r, r, z, 0);
    add(p, r, r, z + 0.58 * h, 0);
    add(p, r - 0.45, r - 0.45, z + 0.6 * h, 0); /* the gap under the lid */
    add(p, r - 0.45, r - 0.45, z + 0.63 * h, 0);
    add(p, r, r, z + 0.65 * h, 0);
    add(p, r - 0.2, r - 0.2, z + h - edge, 0);
    add(p, r - 0.4 * edge, r - 0.4 * edge, z + h - 0.35 * edge, 0);
    add(p, r - edge, r - edge, z + h, 0);
    add(p, 0, 0, z + h, 0);
}

static void cap(struct mesh_builder *b, const struct round_form *f)
{
    struct profile p = {.n = 0};
    int columns = COLUMNS;
    switch (f->closure) {
    case CLOSURE_CROWN:
        cap_crown(&p, f);
        columns = 42; /* 21 teeth, as everywhere */
        break;
    case CLOSURE_CAPSULE:
        cap_capsule(&p, f);
        break;
    case CLOSURE_FLIP:
        cap_flip(&p, f);
        break;
    default:
        cap_screw(&p, f);
        columns = 36;
        break;
    }
    builder_rings(b, 0, 0, p.r, p.n, columns, 1, 1, 0, 1, SLOT_CAP);
}

/* The printed band around the body. */
static void label(struct mesh_builder *b, const struct round_form *f, struct box at)
{
    double a = f->label_a * MM, c = f->label_b * MM;
    struct ring r[2] = {{a, c, f->label_z0 * MM, at.y1, 0}, {a, c, f->label_z1 * MM, at.y0, 0}};
    builder_rings(b, 0, 0, r, 2, COLUMNS, f->label_a, f->label_b, at.x0, at.x1, SLOT_LABEL);
}

bool pack_clear_contents(const struct sku *s)
{
    bool bright = s->contents[0] > 200 && s->contents[1] > 200 && s->contents[2] > 200;
    return bright && s->category && (strstr(s->category, "water") || strstr(s->category, "Water"));
}

void pack_build_bottle(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l)
{
    struct round_form f = round_form(s);
    label(b, &f, pack_panel(l, PANEL_WRAP));
    body(b, s, &f);
    cap(b, &f);
}

/* --- jars ----------------------------------------------------------------------------------------- */

static void jar_lid(struct mesh_builder *b, const struct round_form *f)
{
    double r = f->cap_r, z = f->cap_z, h = f->height - z, in = 1.5;
    struct profile p = {.n = 0};
    add(&p, 0, 0, z + 0.6, 0);
    add(&p, r - 0.6, r - 0.6, z + 0.6, 0);
    add(&p, r - 0.5, r - 0.5, z, 0); /* the curl */
    add(&p, r, r, z + 0.5, 0);
    add(&p, r, r, z + 1.2, 0);
    add(&p, r - 0.5, r - 0.5, z + 1.8, 0);
    add(&p, r - 0.5, r - 0.5, z + h - 1.6, 0.25);
    add(&p, r - 0.9, r - 0.9, z + h - 0.6, 0);
    add(&p, r - in, r - in, z + h, 0);
    builder_rings(b, 0, 0, p.r, p.n, LID_COLUMNS, 1, 1, 0, 1, SLOT_CAP);
}

/* The top of the lid shows its panel, lying flat: u to the right, v to the front. */
static void jar_lid_print(struct mesh_builder *b, const struct round_form *f, struct box at)
{
    static const double share[] = {1, 0.93, 0.9, 0};
    double r = (f->cap_r - 1.5) * MM, drop = fmin(0.9, 0.06 * f->cap_r) * MM, z[] = {0, 0, -drop, -drop};
    struct pt e[ELLIPSE_MAX + 1];
    ellipse_steps(1, 1, LID_COLUMNS, e);
    for (int k = 0; k < 3; k++) {
        for (int i = 0; i < LID_COLUMNS; i++) {
            struct vec3 p[4];
            struct pt uv[4];
            for (int c = 0; c < 4; c++) {
                const struct pt *d = &e[c == 0 || c == 3 ? i : i + 1];
                double g = share[c < 2 ? k + 1 : k];
                p[c] = (struct vec3){r * g * d->x, r * g * d->y, f->height * MM + z[c < 2 ? k + 1 : k]};
                uv[c] = (struct pt){at.x0 + (0.5 + 0.5 * g * d->x) * (at.x1 - at.x0),
                                    at.y0 + (0.5 - 0.5 * g * d->y) * (at.y1 - at.y0)};
            }
            builder_patch(b, p, uv, SLOT_LABEL);
        }
    }
}

void pack_build_jar(struct mesh_builder *b, const struct sku *s, const struct pack_layout *l)
{
    struct round_form f = round_form(s);
    label(b, &f, pack_panel(l, PANEL_WRAP));
    body(b, s, &f);
    jar_lid(b, &f);
    jar_lid_print(b, &f, pack_panel(l, PANEL_LID));
}
