// SPDX-License-Identifier: MIT
#include <jansson.h>

#include "eval/product_facet.h"

#include <math.h>
#include <string.h>

#include "data/record.h"

struct step {
    double below;
    const char *name;
};

static const char *step_of(const struct step *s, double v)
{
    while (!(v < s->below) && isfinite(s->below)) {
        s++;
    }
    return s->name;
}

static const struct step view[] = {
    {20, "0-20°"}, {45, "20-45°"}, {90, "45-90°"}, {INFINITY, "90-180°"}};
static const struct step above[] = {
    {0, "-90-0°"}, {20, "0-20°"}, {45, "20-45°"}, {INFINITY, "45-90°"}};
static const struct step visible[] = {
    {0.5, "0-50 %"}, {0.8, "50-80 %"}, {0.95, "80-95 %"}, {INFINITY, "95-100 %"}};
static const struct step size[] = {
    {48, "0-48 px"}, {96, "48-96 px"}, {192, "96-192 px"}, {INFINITY, "192 px and more"}};
static const struct step blur[] = {
    {1e-9, "0 px"}, {1, "0.1-1 px"}, {2, "1-2 px"}, {INFINITY, "2 px and more"}};
static const struct step light[] = {
    {1000, "0-1000 e"}, {4000, "1000-4000 e"}, {INFINITY, "4000 e and more"}};

/* Where the camera stands in the object's frame, whose front is towards -y: c = -R^T t, seen from the middle of its height. */
static void view_of(const struct record_item *it, double *yaw_deg, double *above_deg)
{
    const double *m = it->cam_from_object;
    double c[3];
    for (int k = 0; k < 3; k++) {
        c[k] = -(m[k] * m[3] + m[4 + k] * m[7] + m[8 + k] * m[11]);
    }
    c[2] -= (it->bounds_m[2] + it->bounds_m[5]) / 2;
    *yaw_deg = fabs(atan2(c[0], -c[1])) * 180 / M_PI;
    *above_deg = atan2(c[2], hypot(c[0], c[1])) * 180 / M_PI;
}

static double number(const json_t *label, const char *effect, const char *key)
{
    return json_number_value(
        json_object_get(json_object_get(json_object_get(label, "effects"), effect), key));
}

struct facet product_visible_facet(double share)
{
    return (struct facet){"visible", step_of(visible, share)};
}

size_t product_facets(const struct record_item *it, const struct json_t *label, struct arena *a,
                      struct facet *out)
{
    size_t n = 0;
    if (it->has_pose) {
        double yaw, up;
        view_of(it, &yaw, &up);
        out[n++] = (struct facet){"view", step_of(view, yaw)};
        out[n++] = (struct facet){"above", step_of(above, up)};
    }
    out[n++] = product_visible_facet(it->visible_fraction * (1 - it->truncation));
    out[n++] = (struct facet){
        "size", step_of(size, fmax(it->box[2] - it->box[0], it->box[3] - it->box[1]))};
    if (label) {
        double electrons = number(label, "noise", "electrons");
        double radius =
            fmax(number(label, "defocus", "radius_px"), number(label, "motion", "length_px") / 2);
        out[n++] = (struct facet){"blur", step_of(blur, radius)};
        if (electrons > 0) {
            out[n++] = (struct facet){"light", step_of(light, electrons)};
        }
    }
    if (it->category) {
        out[n++] = (struct facet){"category", arena_dup(a, it->category, strlen(it->category))};
    }
    return n;
}
