// SPDX-License-Identifier: MIT
/*
 * rays - pinhole points of all pixels of a view.
 *
 * What undoes the lens is a factor of the squared radius s alone, and smooth: f(s) = r / out(r) at s = out(r)^2. It is worked
 * out (lens_undo) at RAYS_STEPS places up to the picture's corner and drawn straight between them. The error of that is
 * h^2 f'' / 8; with k1 = 0.05 and a corner at s = 1 it is 1e-9 of the radius, at nine tenths of a barrel's fold 1e-6.
 * Beyond that, where f' goes to infinity, and outside the table, lens_undo() is asked.
 */
#include "raster/raster_core.h"

static double factor_at(const struct lens *l, double s)
{
    double out = sqrt(s);
    return out > 0 ? lens_undo(l, out) / out : 1;
}

void rays_init(struct rays *r, const struct view *v)
{
    *r = (struct rays){
        .view = *v, .lens = lens_of_view(v), .bent = v->k1 != 0 || v->k2 != 0, .f = 1 / v->f_px};
    if (!r->bent) {
        return;
    }
    double x = fmax(fabs(v->cx_px), fabs(v->width_px - v->cx_px)) * r->f,
           y = fmax(fabs(v->cy_px), fabs(v->height_px - v->cy_px)) * r->f, end = x * x + y * y,
           fold = 0.9 * r->lens.fold_out;
    r->end = fmin(end, fold * fold);
    r->per_unit = RAYS_STEPS / r->end;
    for (int i = 0; i <= RAYS_STEPS; i++) {
        r->factor[i] = factor_at(&r->lens, i / r->per_unit);
    }
    r->factor[RAYS_STEPS + 1] = r->factor[RAYS_STEPS];
}

double rays_factor(const struct rays *r, double s)
{
    if (!(s < r->end)) {
        return factor_at(&r->lens, s);
    }
    double t = s * r->per_unit;
    int i = (int)t;
    return r->factor[i] + (t - i) * (r->factor[i + 1] - r->factor[i]);
}
