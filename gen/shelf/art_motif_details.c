// SPDX-License-Identifier: MIT
/*
 * art_motif_details - what is drawn over lit bodies: stems, cut faces, creases, eyes, holes.
 *
 * Each draws in the thing's own frame, the square -1..1, y down.
 */
#include <stdlib.h>

#include "shelf/art_motif.h"

static void rgba(cairo_t *cr, struct art_rgb c, double a)
{
    cairo_set_source_rgba(cr, c.r, c.g, c.b, a);
}

static void small_leaf(cairo_t *cr, double x, double y, double angle, double size, struct art_rgb c)
{
    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_rotate(cr, angle);
    cairo_scale(cr, size, size);
    cairo_move_to(cr, 0, 0);
    cairo_curve_to(cr, 0.4, -0.5, 1.1, -0.45, 1.4, 0);
    cairo_curve_to(cr, 1.0, 0.3, 0.4, 0.35, 0, 0);
    cairo_pattern_t *p = cairo_pattern_create_linear(0, -0.4, 0, 0.4);
    cairo_pattern_add_color_stop_rgb(p, 0, c.r * 1.25, c.g * 1.25, c.b * 1.2);
    cairo_pattern_add_color_stop_rgb(p, 1, c.r * 0.55, c.g * 0.55, c.b * 0.5);
    cairo_set_source(cr, p);
    cairo_fill(cr);
    cairo_pattern_destroy(p);
    cairo_move_to(cr, 0, 0);
    cairo_curve_to(cr, 0.5, -0.08, 1, -0.06, 1.35, 0);
    rgba(cr, art_rgb(1, 1, 0.9), 0.4);
    cairo_set_line_width(cr, 0.04);
    cairo_stroke(cr);
    cairo_restore(cr);
}

void art_d_stem(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    (void)l;
    cairo_move_to(cr, 0, -0.66);
    cairo_curve_to(cr, 0.02, -0.85, 0.06, -1, 0.16, -1.12);
    rgba(cr, art_rgb(0.32, 0.2, 0.1), 1);
    cairo_set_line_width(cr, 0.075);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_stroke(cr);
    small_leaf(cr, 0.05, -0.88, rng_uniform(r, -0.35, 0), 0.42, art_rgb(0.36, 0.6, 0.2));
}

void art_d_calyx(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    (void)l;
    for (int i = 0; i < 6; i++) {
        small_leaf(cr, 0, -0.74, 0.2 + PI * i / 5.0 * 1.05 + rng_uniform(r, -0.1, 0.1), 0.34,
                   art_rgb(0.3, 0.56, 0.16));
    }
    small_leaf(cr, 0, -0.72, -PI / 2 + 0.25, 0.24, art_rgb(0.3, 0.5, 0.2));
}

void art_d_berry_cap(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    (void)l;
    for (int i = 0; i < 7; i++) {
        small_leaf(cr, 0, -0.8, -0.4 + 3.9 * i / 6.0 + rng_uniform(r, -0.12, 0.12), 0.36,
                   art_rgb(0.34, 0.6, 0.18));
    }
}

void art_d_crown(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    (void)r;
    for (int i = 0; i < 10; i++) {
        double a = PI * i / 5, k = i % 2 ? 0.16 : 0.36;
        cairo_line_to(cr, 0.1 + k * cos(a), -0.35 + k * sin(a) * 0.8);
    }
    cairo_close_path(cr);
    rgba(cr, art_lighter(l->base, -0.8), 0.85);
    cairo_fill(cr);
}

/* Cut face of a citrus fruit: pith, segments, juice. */
void art_d_citrus(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    cairo_arc(cr, 0, 0, 0.92, 0, 2 * PI);
    rgba(cr, art_lighter(l->base, 0.82), 1);
    cairo_fill(cr);
    for (int i = 0; i < 10; i++) {
        double a0 = 2 * PI * i / 10 + 0.05, a1 = 2 * PI * (i + 1) / 10 - 0.05;
        cairo_pattern_t *p = cairo_pattern_create_radial(0, 0, 0.05, 0, 0, 0.85);
        struct art_rgb in = art_lighter(l->second, 0.35), mid = l->second,
                       out = art_lighter(l->second, -0.18);
        cairo_pattern_add_color_stop_rgb(p, 0, in.r, in.g, in.b);
        cairo_pattern_add_color_stop_rgb(p, 0.6, mid.r, mid.g, mid.b);
        cairo_pattern_add_color_stop_rgb(p, 1, out.r, out.g, out.b);
        cairo_move_to(cr, 0.07 * cos((a0 + a1) / 2), 0.07 * sin((a0 + a1) / 2));
        cairo_arc(cr, 0, 0, 0.83, a0, a1);
        cairo_close_path(cr);
        cairo_set_source(cr, p);
        cairo_fill(cr);
        cairo_pattern_destroy(p);
        for (int k = 0; k < 6; k++) {
            double a = rng_uniform(r, a0 + 0.06, a1 - 0.06), q = rng_uniform(r, 0.3, 0.72);
            cairo_move_to(cr, q * cos(a), q * sin(a));
            cairo_line_to(cr, (q + 0.09) * cos(a), (q + 0.09) * sin(a));
            rgba(cr, art_rgb(1, 1, 0.9), 0.35);
            cairo_set_line_width(cr, 0.025);
            cairo_stroke(cr);
        }
    }
}

void art_d_slice(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    cairo_arc(cr, 0, 0, 0.86, 0, 2 * PI);
    rgba(cr, l->second, 1);
    cairo_fill(cr);
    for (int i = 0; i < 16; i++) {
        double a = 2 * PI * i / 16 + rng_uniform(r, -0.1, 0.1), q = rng_uniform(r, 0.35, 0.55);
        cairo_save(cr);
        cairo_rotate(cr, a);
        cairo_translate(cr, q, 0);
        cairo_scale(cr, 0.09, 0.035);
        cairo_arc(cr, 0, 0, 1, 0, 2 * PI);
        cairo_restore(cr);
        rgba(cr, art_lighter(l->second, 0.55), 0.9);
        cairo_fill(cr);
    }
}

void art_d_crease(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, -0.92, 0.06);
    cairo_curve_to(cr, -0.4, -0.22, 0.3, 0.24, 0.92, -0.06);
    rgba(cr, art_lighter(l->base, -0.95), 0.9);
    cairo_set_line_width(cr, 0.12);
    cairo_stroke_preserve(cr);
    cairo_new_path(cr);
    cairo_move_to(cr, -0.88, 0.14);
    cairo_curve_to(cr, -0.4, -0.12, 0.3, 0.34, 0.88, 0.03);
    rgba(cr, art_lighter(l->base, 0.4), 0.5);
    cairo_set_line_width(cr, 0.04);
    cairo_stroke(cr);
}

void art_d_fish(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    (void)r;
    cairo_arc(cr, -0.76, -0.07, 0.07, 0, 2 * PI);
    rgba(cr, art_rgb(0.98, 0.96, 0.85), 1);
    cairo_fill(cr);
    cairo_arc(cr, -0.765, -0.07, 0.04, 0, 2 * PI);
    rgba(cr, art_rgb(0.05, 0.05, 0.08), 1);
    cairo_fill(cr);
    cairo_arc(cr, -0.85, 0, 0.34, -0.75, 0.75);
    rgba(cr, art_lighter(l->base, -0.8), 0.55);
    cairo_set_line_width(cr, 0.025);
    cairo_stroke(cr);
    for (int i = 0; i < 5; i++) {
        cairo_move_to(cr, 0.72, (i - 2) * 0.03);
        cairo_line_to(cr, 0.95, (i - 2) * 0.16);
    }
    cairo_set_line_width(cr, 0.015);
    cairo_stroke(cr);
}

void art_d_holes(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    cairo_move_to(cr, -0.98, 0.14); /* the cut face is a shade darker than the top */
    cairo_line_to(cr, 0.98, 0.05);
    cairo_line_to(cr, 0.98, 0.6);
    cairo_line_to(cr, -0.98, 0.72);
    cairo_close_path(cr);
    rgba(cr, art_lighter(l->base, -0.25), 0.5);
    cairo_fill(cr);
    for (int i = 0; i < 9; i++) {
        double x = -0.75 + 1.55 * i / 8.0 + rng_uniform(r, -0.05, 0.05), y = rng_uniform(r, 0.2, 0.55),
               k = rng_uniform(r, 0.04, 0.11);
        cairo_save(cr);
        cairo_translate(cr, x, y);
        cairo_scale(cr, k * 1.15, k);
        cairo_arc(cr, 0, 0, 1, 0, 2 * PI);
        cairo_restore(cr);
        cairo_pattern_t *p = cairo_pattern_create_linear(x, y - k, x, y + k);
        struct art_rgb d = art_lighter(l->base, -0.75), m = art_lighter(l->base, 0.1);
        cairo_pattern_add_color_stop_rgb(p, 0, d.r, d.g, d.b);
        cairo_pattern_add_color_stop_rgb(p, 1, m.r, m.g, m.b);
        cairo_set_source(cr, p);
        cairo_fill(cr);
        cairo_pattern_destroy(p);
    }
}

void art_d_tube(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    (void)r;
    cairo_save(cr);
    cairo_translate(cr, 0.04, -0.84);
    cairo_rotate(cr, 0.46);
    cairo_scale(cr, 0.27, 0.12);
    cairo_arc(cr, 0, 0, 1, 0, 2 * PI);
    cairo_restore(cr);
    rgba(cr, art_lighter(l->base, -0.85), 1);
    cairo_fill_preserve(cr);
    rgba(cr, art_lighter(l->base, 0.45), 1);
    cairo_set_line_width(cr, 0.045);
    cairo_stroke(cr);
}

void art_d_pinch(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    (void)r;
    for (int i = -1; i <= 1; i++) {
        cairo_move_to(cr, -0.3, i * 0.16);
        cairo_curve_to(cr, -0.1, i * 0.05, 0.1, i * 0.05, 0.3, i * 0.16);
    }
    rgba(cr, art_lighter(l->base, -0.7), 0.6);
    cairo_set_line_width(cr, 0.04);
    cairo_stroke(cr);
}

void art_d_rind(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, -0.9, 0.25);
    cairo_curve_to(cr, -0.5, -0.35, 0.2, -0.1, 0.85, -0.1);
    rgba(cr, art_lighter(l->second, 0.5), 0.8);
    cairo_set_line_width(cr, 0.09);
    cairo_stroke(cr);
}

void art_d_carrot(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    for (int i = 0; i < 5; i++) {
        cairo_move_to(cr, 0, -0.66);
        cairo_curve_to(cr, (i - 2) * 0.1, -0.8, (i - 2) * 0.16, -0.9, (i - 2) * 0.22,
                       -1.15 + abs(i - 2) * 0.06);
        rgba(cr, art_rgb(0.25 + 0.05 * i, 0.55, 0.18), 1);
        cairo_set_line_width(cr, 0.09);
        cairo_stroke(cr);
    }
    for (int i = 0; i < 6; i++) {
        double y = -0.45 + i * 0.2, x = rng_uniform(r, -0.2, 0.1) * (1 - i * 0.13);
        cairo_move_to(cr, x, y);
        cairo_line_to(cr, x + 0.16 * (1 - i * 0.12), y + 0.02);
    }
    rgba(cr, art_lighter(l->base, -0.5), 0.6);
    cairo_set_line_width(cr, 0.03);
    cairo_stroke(cr);
}

static void oval_at(cairo_t *cr, double x, double y, double rx, double ry)
{
    cairo_save(cr);
    cairo_translate(cr, x, y);
    cairo_scale(cr, rx, ry);
    cairo_new_sub_path(cr);
    cairo_arc(cr, 0, 0, 1, 0, 2 * PI);
    cairo_restore(cr);
}

void art_d_cup(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    (void)r;
    cairo_arc(cr, 0.76, 0.0, 0.26, -1.7, 1.9);
    rgba(cr, art_lighter(l->base, -0.12), 1);
    cairo_set_line_width(cr, 0.13);
    cairo_stroke(cr);
    oval_at(cr, 0, -0.52, 0.71, 0.17);
    rgba(cr, art_lighter(l->base, 0.5), 1);
    cairo_fill(cr);
    oval_at(cr, 0, -0.5, 0.64, 0.135);
    cairo_pattern_t *p = cairo_pattern_create_linear(-0.6, -0.6, 0.6, -0.4);
    struct art_rgb a = art_lighter(l->second, 0.25), b = art_lighter(l->second, -0.5);
    cairo_pattern_add_color_stop_rgb(p, 0, b.r, b.g, b.b);
    cairo_pattern_add_color_stop_rgb(p, 1, a.r, a.g, a.b);
    cairo_set_source(cr, p);
    cairo_fill(cr);
    cairo_pattern_destroy(p);
    for (int i = -1; i <= 1; i++) {
        double x = i * 0.28;
        cairo_move_to(cr, x, -0.62);
        cairo_curve_to(cr, x - 0.16, -0.8, x + 0.16, -0.95, x, -1.15);
        rgba(cr, art_rgb(1, 1, 1), 0.38);
        cairo_set_line_width(cr, 0.08);
        cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
        cairo_stroke(cr);
    }
}

void art_d_bowl(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    (void)r;
    oval_at(cr, 0, -0.27, 0.98, 0.23);
    rgba(cr, art_lighter(l->base, 0.6), 1);
    cairo_fill(cr);
    oval_at(cr, 0, -0.25, 0.91, 0.19);
    rgba(cr, l->second, 1);
    cairo_fill(cr);
    oval_at(cr, -0.25, -0.28, 0.4, 0.06);
    rgba(cr, art_lighter(l->second, 0.5), 0.5);
    cairo_fill(cr);
}

void art_d_glass(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    cairo_move_to(cr, -0.5, -0.55);
    cairo_line_to(cr, -0.38, 0.84);
    cairo_curve_to(cr, -0.2, 0.9, 0.2, 0.9, 0.38, 0.84);
    cairo_line_to(cr, 0.5, -0.55);
    cairo_close_path(cr);
    cairo_pattern_t *p = cairo_pattern_create_linear(-0.5, 0, 0.5, 0);
    struct art_rgb c = l->second, d = art_lighter(c, -0.35), h = art_lighter(c, 0.3);
    cairo_pattern_add_color_stop_rgb(p, 0, d.r, d.g, d.b);
    cairo_pattern_add_color_stop_rgb(p, 0.25, h.r, h.g, h.b);
    cairo_pattern_add_color_stop_rgb(p, 0.6, c.r, c.g, c.b);
    cairo_pattern_add_color_stop_rgb(p, 1, d.r, d.g, d.b);
    cairo_set_source(cr, p);
    cairo_fill(cr);
    cairo_pattern_destroy(p);
    oval_at(cr, 0, -0.55, 0.5, 0.08);
    rgba(cr, art_lighter(c, 0.45), 1);
    cairo_fill(cr);
    for (int i = 0; i < 12; i++) {
        oval_at(cr, rng_uniform(r, -0.33, 0.33), rng_uniform(r, -0.4, 0.75), 0.022, 0.022);
        rgba(cr, art_rgb(1, 1, 1), 0.45);
        cairo_fill(cr);
    }
    cairo_move_to(cr, -0.38, -0.85);
    cairo_line_to(cr, -0.3, 0.6);
    rgba(cr, art_rgb(1, 1, 1), 0.5);
    cairo_set_line_width(cr, 0.06);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_stroke(cr);
}

void art_d_cow(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    (void)l;
    (void)r;
    oval_at(cr, -0.93, -0.3, 0.075, 0.1);
    rgba(cr, art_rgb(0.93, 0.68, 0.62), 1);
    cairo_fill(cr);
    oval_at(cr, 0.3, 0.38, 0.13, 0.1);
    cairo_fill(cr);
    oval_at(cr, -0.76, -0.46, 0.028, 0.035);
    rgba(cr, art_rgb(0.05, 0.04, 0.04), 1);
    cairo_fill(cr);
}

void art_d_flower(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    (void)r;
    cairo_pattern_t *p = cairo_pattern_create_radial(-0.08, -0.08, 0, 0, 0, 0.3);
    struct art_rgb a = art_lighter(l->second, 0.35), b = art_lighter(l->second, -0.45);
    cairo_pattern_add_color_stop_rgb(p, 0, a.r, a.g, a.b);
    cairo_pattern_add_color_stop_rgb(p, 1, b.r, b.g, b.b);
    cairo_arc(cr, 0, 0, 0.28, 0, 2 * PI);
    cairo_set_source(cr, p);
    cairo_fill(cr);
    cairo_pattern_destroy(p);
}

void art_d_chips(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    for (int i = 0; i < 8; i++) {
        double a = rng_uniform(r, 0, 2 * PI), q = sqrt(rng_unit(r)) * 0.68, k = rng_uniform(r, 0.08, 0.14);
        cairo_save(cr);
        cairo_translate(cr, q * cos(a), q * sin(a));
        cairo_rotate(cr, a * 3);
        cairo_rectangle(cr, -k, -k * 0.8, 2 * k, 1.6 * k);
        cairo_restore(cr);
        rgba(cr, art_rgb(0.2, 0.1, 0.05), 1);
        cairo_fill(cr);
        cairo_arc(cr, q * cos(a) - k * 0.35, q * sin(a) - k * 0.35, k * 0.25, 0, 2 * PI);
        rgba(cr, art_lighter(l->base, 0.2), 0.5);
        cairo_fill(cr);
    }
}

void art_d_bubble(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    (void)r;
    cairo_arc(cr, 0, 0, 0.95, 0, 2 * PI);
    rgba(cr, art_lighter(l->base, 0.75), 0.75);
    cairo_set_line_width(cr, 0.05);
    cairo_stroke(cr);
    cairo_arc(cr, 0, 0, 0.74, PI * 1.05, PI * 1.45);
    rgba(cr, art_rgb(1, 1, 1), 0.9);
    cairo_set_line_width(cr, 0.11);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_stroke(cr);
    cairo_arc(cr, 0.5, 0.5, 0.09, 0, 2 * PI);
    rgba(cr, art_rgb(1, 1, 1), 0.7);
    cairo_fill(cr);
}

void art_d_ear(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    for (int i = 0; i < 13; i++) {
        double y = i == 12 ? -0.95 : 0.05 - 0.155 * (i / 2), side = i == 12 ? 0 : i % 2 ? 1 : -1;
        cairo_move_to(cr, side * 0.16, y);
        cairo_line_to(cr, side * (0.26 + 0.1 * rng_unit(r)), y - 0.5);
    }
    rgba(cr, art_lighter(l->base, 0.1), 0.8);
    cairo_set_line_width(cr, 0.018);
    cairo_stroke(cr);
}

void art_d_yolk(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    (void)r;
    oval_at(cr, 0.05, 0.15, 0.4, 0.4);
    rgba(cr, l->second, 1);
    cairo_fill(cr);
    oval_at(cr, -0.08, 0.0, 0.12, 0.08);
    rgba(cr, art_rgb(1, 1, 1), 0.7);
    cairo_fill(cr);
}

void art_d_cube(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    (void)r;
    (void)l;
    cairo_move_to(cr, -0.5, -0.5);
    cairo_line_to(cr, 0.1, -0.56);
    cairo_move_to(cr, -0.52, -0.4);
    cairo_line_to(cr, -0.55, 0.2);
    rgba(cr, art_rgb(1, 1, 1), 0.75);
    cairo_set_line_width(cr, 0.07);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_stroke(cr);
}

void art_d_squares(cairo_t *cr, const struct art_look *l, struct rng *r)
{
    (void)r;
    for (int i = 0; i < 2; i++) {
        double k = i ? 0.5 : 0.62;
        cairo_rectangle(cr, -k, -k, 2 * k, 2 * k);
        rgba(cr, i ? art_lighter(l->base, -0.3) : art_lighter(l->base, 0.22), 0.6);
        cairo_set_line_width(cr, 0.05);
        cairo_stroke(cr);
    }
}
