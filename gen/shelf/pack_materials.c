// SPDX-License-Identifier: MIT
/*
 * pack_materials - what each slot of a pack is made of, as Principled values.
 *
 * Reflectance at normal incidence: 4 % for paper's binder, varnish and most plastics (specular 0.5). Print on
 * metal is ink under clear lacquer on a mirror; a base that is partly metal would take the ink's colour into
 * its reflections, as it should, but Principled mixes only wholly metallic or not, so cans are ink with a
 * strong coat, and bare parts are metal. Absorption in glass is given by its colour.
 *
 * Wear makes surfaces rougher and their varnish thinner.
 */
#include <math.h>

#include "base/color.h"
#include "shelf/pack_parts.h"

static void color_of(float out[3], const uint8_t srgb[3], double scale)
{
    for (int k = 0; k < 3; k++) {
        out[k] = (float)clampd(srgb_decode(srgb[k] / 255.0) * scale, 0.004, 0.95);
    }
}

static struct material plain(double r, double g, double b, double roughness)
{
    return (struct material){.base_color = {(float)r, (float)g, (float)b},
                             .texture = SCENE_NONE,
                             .roughness = (float)roughness,
                             .specular = 0.5f,
                             .ior = 1.45f,
                             .alpha = 1};
}

static struct material tinted(const uint8_t srgb[3], double scale, double roughness)
{
    struct material m = plain(0, 0, 0, roughness);
    color_of(m.base_color, srgb, scale);
    return m;
}

/* --- print ---------------------------------------------------------------------------------------- */

static struct material print(const struct sku *s)
{
    struct material m = plain(0.85, 0.85, 0.83, 0.5);
    double finish = pack_vary(s, TRAIT_FINISH, 0, 1);
    m.bump_seed = pack_key(s, TRAIT_WRINKLE);
    switch (s->material) {
    case SKU_PAPER: /* uncoated or calendered board */
        m.roughness = (float)(0.5 + 0.2 * finish);
        m.specular = 0.35f;
        break;
    case SKU_GLOSS: /* varnished */
        m.roughness = 0.4f;
        m.coat = (float)(0.5 + 0.5 * finish);
        m.coat_roughness = 0.1f;
        break;
    case SKU_METAL:
        m.roughness = 0.32f;
        m.specular = 0.8f;
        m.coat = 1;
        m.coat_roughness = 0.06f;
        break;
    case SKU_FILM: /* plastic film: glossy, never quite flat */
        m.roughness = (float)(0.26 + 0.2 * finish);
        m.coat = (float)(0.4 + 0.4 * (1 - finish));
        m.coat_roughness = (float)(0.08 + 0.15 * finish);
        m.bump = 0.035f;
        m.bump_scale_m = 0.016f;
        break;
    case SKU_PLASTIC:
        m.roughness = (float)(0.3 + 0.15 * finish);
        m.coat = 0.2f;
        m.coat_roughness = 0.15f;
        break;
    default: /* labels on glass and PET: coated paper or film */
        m.roughness = (float)(0.35 + 0.2 * finish);
        m.coat = (float)(0.4 * finish);
        m.coat_roughness = 0.15f;
        break;
    }
    if (s->shape == SHAPE_POUCH || s->shape == SHAPE_BAG) {
        m.bump = s->shape == SHAPE_BAG ? 0.05f : 0.03f;
        m.bump_scale_m = 0.018f;
    }
    return m;
}

/* --- glass, plastic, contents --------------------------------------------------------------------- */

/* Colours of bottle glass after some 5 mm: flint, amber, green, dead leaf. */
static const float glass_tint[4][3] = {
    {0.95f, 0.97f, 0.96f}, {0.42f, 0.15f, 0.025f}, {0.1f, 0.3f, 0.11f}, {0.3f, 0.3f, 0.08f}};

static int glass_kind(const struct sku *s)
{
    /* dark contents that keep badly stand in dark glass: wine, beer, oil; jars are clear */
    double light = 0.3 * s->contents[0] + 0.6 * s->contents[1] + 0.1 * s->contents[2];
    double pick = pack_vary(s, TRAIT_COLOR, 0, 1);
    if (s->shape != SHAPE_BOTTLE || pack_clear_contents(s)) {
        return 0;
    }
    if (s->size_mm[2] >= 270) {
        return light < 90 ? (pick < 0.75 ? 2 : 3) : pick < 0.5 ? 0 : 3;
    }
    return pick < 0.45 ? 1 : pick < 0.65 ? 2 : 0;
}

static struct material clear_wall(const struct sku *s)
{
    struct material m = plain(0.97, 0.98, 0.98, 0.02);
    m.transmission = 1;
    m.ior = s->material == SKU_GLASS ? 1.5f : 1.42f;
    if (s->material == SKU_GLASS) {
        const float *t = glass_tint[glass_kind(s)];
        for (int k = 0; k < 3; k++) {
            m.base_color[k] = t[k];
        }
    } else {
        m.roughness = 0.04f;
        m.ior = pack_clear_contents(s) ? 1.34f : 1.42f;
    }
    return m;
}

static struct material wall(const struct sku *s)
{
    if (s->material == SKU_GLASS || s->material == SKU_PET) {
        return clear_wall(s);
    }
    if (s->material == SKU_METAL) {
        struct material m = plain(0.85, 0.85, 0.86, 0.3);
        m.metallic = 1;
        return m;
    }
    /* bottles of polyethylene take the colour of the label or are white */
    struct material m =
        pack_vary(s, TRAIT_COLOR, 0, 1) < 0.6 ? tinted(s->color[0], 0.9, 0.32) : plain(0.82, 0.82, 0.8, 0.35);
    m.coat = 0.15f;
    m.coat_roughness = 0.2f;
    return m;
}

/* What fills a bottle, seen through its wall: the wall's reflection is the coat, its tint goes twice over the
 * colour. Oil, beer, juice let light through; milk, jam, cola and wine do not, or so little that it does not
 * show. */
static struct material contents(const struct sku *s)
{
    struct material m = tinted(s->contents, 0.9, 0.12);
    float most = fmaxf(m.base_color[0], fmaxf(m.base_color[1], m.base_color[2]));
    float least = fminf(m.base_color[0], fminf(m.base_color[1], m.base_color[2]));
    float colourful = most > 0.08f ? (most - least) / most : 0;
    m.transmission = s->shape == SHAPE_BOTTLE && most > 0.3f ? 0.6f * colourful * colourful : 0;
    m.ior = 1.4f;
    m.coat = 1;
    m.coat_roughness = s->material == SKU_GLASS ? 0.01f : 0.04f;
    const float *tint = glass_tint[s->material == SKU_GLASS ? glass_kind(s) : 0];
    for (int k = 0; k < 3; k++) {
        m.base_color[k] = fmaxf(m.base_color[k] * tint[k], 0.003f);
    }
    return m;
}

static struct material cap(const struct sku *s)
{
    struct round_form f = round_form(s);
    if (f.closure == CLOSURE_CROWN || f.closure == CLOSURE_TWIST_OFF || f.closure == CLOSURE_CAPSULE) {
        struct material m = pack_vary(s, TRAIT_FINISH, 0, 1) < 0.3 ? plain(0.83, 0.69, 0.38, 0.3)
                                                                   : tinted(s->color[2], 1, 0.35);
        m.metallic = f.closure != CLOSURE_CAPSULE;
        m.coat = 0.5f;
        m.coat_roughness = 0.15f;
        return m;
    }
    double pick = pack_vary(s, TRAIT_FINISH, 0, 1);
    struct material m = pick < 0.45   ? tinted(s->color[1], 0.95, 0.38)
                        : pick < 0.75 ? tinted(s->color[2], 0.95, 0.38)
                                      : plain(0.8, 0.8, 0.79, 0.4);
    m.coat = 0.1f;
    m.coat_roughness = 0.25f;
    return m;
}

static struct material bare_metal(void)
{
    /* aluminium and tinplate, brushed by rolling */
    struct material m = plain(0.9, 0.9, 0.91, 0.22);
    m.metallic = 1;
    return m;
}

static struct material tray_wall(const struct sku *s)
{
    static const float tone[4][3] = {
        {0.02f, 0.02f, 0.022f}, {0.82f, 0.82f, 0.8f}, {0.7f, 0.72f, 0.74f}, {0.05f, 0.09f, 0.2f}};
    const float *t = tone[(int)pack_vary(s, TRAIT_COLOR, 0, 3.999)];
    struct material m = plain((double)t[0], (double)t[1], (double)t[2], 0.35);
    if (s->material == SKU_PAPER) {
        m = plain(0.55, 0.42, 0.28, 0.75);
    }
    return m;
}

static struct material unit(const struct sku *s)
{
    struct multipack_form f = multipack_form(s);
    struct material m = tinted(s->color[0], 0.9, 0.3);
    if (f.bottles) {
        m = contents(s);
        m.roughness = 0.06f;
        if (s->contents[0] > 150 && s->contents[1] > 150 && s->contents[2] > 150) { /* water */
            m.transmission = 1;
            m.ior = 1.34f;
            m.coat = 0;
            return m;
        }
    }
    m.coat = 1;
    m.coat_roughness = 0.06f;
    return m;
}

static struct material other(const struct sku *s, int slot)
{
    switch (s->shape) {
    case SHAPE_CAN:
        return bare_metal();
    case SHAPE_BOTTLE:
    case SHAPE_JAR:
        return slot == 1 ? wall(s) : slot == 2 ? cap(s) : contents(s);
    case SHAPE_TRAY:
        return slot == 1 ? tray_wall(s) : tinted(s->contents, 0.9, 0.4);
    case SHAPE_MULTIPACK:
        return slot == 1                   ? unit(s)
               : multipack_form(s).bottles ? tinted(s->color[2], 0.95, 0.38)
                                           : bare_metal();
    default: /* caps of tubes and cartons */
        return pack_vary(s, TRAIT_FINISH, 0, 1) < 0.5 ? tinted(s->color[1], 0.95, 0.35)
                                                      : plain(0.8, 0.8, 0.79, 0.38);
    }
}

/* Handling: fine scratches widen reflections, the varnish goes in places. */
static void wear_down(struct material *m, double wear)
{
    if (m->transmission == 1) { /* clear glass and PET */
        m->roughness = (float)((double)m->roughness + 0.05 * wear);
        return;
    }
    m->roughness = (float)clampd((double)m->roughness + 0.3 * wear * (1 - (double)m->roughness), 0, 1);
    m->coat = (float)((double)m->coat * (1 - 0.6 * wear));
    m->coat_roughness = (float)clampd((double)m->coat_roughness + 0.3 * wear, 0, 1);
    m->specular = (float)((double)m->specular * (1 - 0.3 * wear));
}

void pack_materials(const struct sku *s, const struct mesh *m, double wear,
                    struct material out[MESH_MAX_SLOTS])
{
    wear = clampd(wear, 0, 1);
    for (int k = 0; k < m->n_slots; k++) {
        out[k] = k == 0 ? print(s) : other(s, k);
        wear_down(&out[k], wear);
    }
}
