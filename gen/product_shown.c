// SPDX-License-Identifier: MIT
#include "product_shown.h"

#include <math.h>
#include <string.h>

#include "base/color.h"
#include "label/shelf_label.h"
#include "shelf/catalogue.h"

/* CIE 1976 L*a*b* under D65, by way of linear sRGB. */
static void lab_of(const uint8_t rgb[3], double lab[3])
{
    static const double xyz_from_rgb[3][3] = {
        {0.4124, 0.3576, 0.1805}, {0.2126, 0.7152, 0.0722}, {0.0193, 0.1192, 0.9505}};
    static const double white[3] = {0.9505, 1, 1.089};
    double f[3];
    for (int i = 0; i < 3; i++) {
        double t = 0;
        for (int k = 0; k < 3; k++) {
            t += xyz_from_rgb[i][k] * srgb_decode(rgb[k] / 255.0);
        }
        t /= white[i];
        f[i] = t > 216.0 / 24389 ? cbrt(t) : (24389.0 / 27 * t + 16) / 116;
    }
    lab[0] = 116 * f[1] - 16;
    lab[1] = 500 * (f[0] - f[1]);
    lab[2] = 200 * (f[1] - f[2]);
}

const char *basic_color(const uint8_t rgb[3])
{
    static const struct {
        const char *name;
        uint8_t rgb[3];
    } basic[] = {{"black", {20, 20, 20}},   {"white", {245, 245, 245}}, {"grey", {128, 128, 128}},
                 {"red", {200, 30, 40}},    {"green", {40, 140, 60}},   {"yellow", {245, 210, 40}},
                 {"blue", {40, 80, 180}},   {"brown", {110, 70, 40}},   {"purple", {120, 50, 140}},
                 {"pink", {240, 150, 180}}, {"orange", {240, 130, 30}}};
    double want[3], best = HUGE_VAL;
    const char *name = basic[0].name;
    lab_of(rgb, want);
    for (size_t i = 0; i < sizeof basic / sizeof *basic; i++) {
        double lab[3], d = 0;
        lab_of(basic[i].rgb, lab);
        for (int k = 0; k < 3; k++) {
            d += (lab[k] - want[k]) * (lab[k] - want[k]);
        }
        if (d < best) {
            best = d;
            name = basic[i].name;
        }
    }
    return name;
}

struct product_info product_info_of(const struct sku *s, int split)
{
    return (struct product_info){.sku = s->id,
                                 .brand = s->brand,
                                 .category = s->category,
                                 .shape = sku_shape_name(s->shape),
                                 .color = basic_color(s->color[0]),
                                 .split = split};
}

static void text_box(const struct shelf_label *l, uint32_t object, struct product_view *v)
{
    for (size_t i = 0; i < l->n_texts; i++) {
        if (l->scene->text[l->text[i].text].object != object) {
            continue;
        }
        for (int k = 0; k < 4; k++) {
            struct pt p = l->text[i].quad.p[k];
            double at[4] = {p.x, p.y, -p.x, -p.y};
            for (int c = 0; c < 4; c++) { /* least and greatest by one rule */
                double now = c < 2 ? v->text_box[c] : -v->text_box[c];
                if (!v->has_text && !k) {
                    now = at[c];
                }
                now = fmin(now, at[c]);
                v->text_box[c] = c < 2 ? now : -now;
            }
        }
        v->has_text = true;
    }
}

/* The front of a product faces -y of its frame (shelf/mesh.h). */
static double yaw_of(const struct xform *cam_from_object)
{
    struct xform inverse = xform_rigid_inverse(cam_from_object);
    return atan2(inverse.m[0][3], -inverse.m[1][3]);
}

bool made_view(const struct made *m, size_t i, struct product_view *out)
{
    const struct shelf_label *l = m->shelf;
    if (!l || i >= l->n_items) {
        return false;
    }
    const struct item_label *t = &l->item[i];
    const struct item *it = &l->scene->item[t->item];
    const struct box *b = &t->visible_box, *a = &t->amodal_box;
    *out = (struct product_view){
        .product = product_info_of(it->sku, m->split),
        .box = {b->x0, b->y0, b->x1, b->y1},
        .amodal_area_px = (a->x1 - a->x0) * (a->y1 - a->y0),
        .visible_fraction = t->visible_fraction,
        .truncation = t->truncation,
        .yaw_rad = yaw_of(&t->cam_from_object),
    };
    text_box(l, it->object, out);
    return true;
}

bool made_subject(const struct made *m, struct product_view *out)
{
    struct product_view v;
    double best = -1;
    for (size_t i = 0; made_view(m, i, &v); i++) {
        double size = v.amodal_area_px * v.visible_fraction * (1 - v.truncation);
        if (size > best) {
            best = size;
            *out = v;
        }
    }
    return best >= 0;
}
