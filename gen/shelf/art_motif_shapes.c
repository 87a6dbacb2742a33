// SPDX-License-Identifier: MIT
/*
 * art_motif_shapes - silhouettes of things to eat and use.
 *
 * All in the square -1..1, y down. An outline only makes a path.
 */
#include "shelf/art_motif.h"

/* A closed curve r(angle) = 1 + sum of two waves, squeezed: round things that are never quite round. */
static void blob(cairo_t *cr, double rx, double ry, double k2, double k3, double phase)
{
    for (int i = 0; i < 64; i++) {
        double a = 2 * PI * i / 64,
               r = (1 + k2 * cos(2 * a + phase) + k3 * cos(3 * a - phase)) / (1 + fabs(k2) + fabs(k3));
        cairo_line_to(cr, rx * r * cos(a), ry * r * sin(a));
    }
    cairo_close_path(cr);
}

void art_o_disc(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_arc(cr, 0, 0, 1, 0, 2 * PI);
}

void art_o_oval(cairo_t *cr, struct rng *r)
{
    blob(cr, 1, rng_uniform(r, 0.66, 0.8), 0.02, 0.03, rng_uniform(r, 0, 6));
}

void art_o_egg(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, 0, -1);
    cairo_curve_to(cr, 0.48, -1, 0.78, -0.25, 0.78, 0.2);
    cairo_curve_to(cr, 0.78, 0.72, 0.42, 1, 0, 1);
    cairo_curve_to(cr, -0.42, 1, -0.78, 0.72, -0.78, 0.2);
    cairo_curve_to(cr, -0.78, -0.25, -0.48, -1, 0, -1);
}

void art_o_apple(cairo_t *cr, struct rng *r)
{
    double w = rng_uniform(r, 0.95, 1);
    cairo_move_to(cr, 0, -0.72);
    cairo_curve_to(cr, 0.25, -1.02, w, -0.95, w, -0.2);
    cairo_curve_to(cr, w, 0.5, 0.55, 1.02, 0.15, 0.92);
    cairo_curve_to(cr, 0.08, 0.88, -0.08, 0.88, -0.15, 0.92);
    cairo_curve_to(cr, -0.55, 1.02, -w, 0.5, -w, -0.2);
    cairo_curve_to(cr, -w, -0.95, -0.25, -1.02, 0, -0.72);
}

void art_o_pear(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, 0, -1);
    cairo_curve_to(cr, 0.38, -1, 0.3, -0.4, 0.5, -0.1);
    cairo_curve_to(cr, 0.95, 0.4, 0.7, 1, 0, 1);
    cairo_curve_to(cr, -0.7, 1, -0.95, 0.4, -0.5, -0.1);
    cairo_curve_to(cr, -0.3, -0.4, -0.38, -1, 0, -1);
}

void art_o_lemon(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, -1, 0.02);
    cairo_curve_to(cr, -0.85, -0.1, -0.8, -0.7, 0, -0.7);
    cairo_curve_to(cr, 0.75, -0.7, 0.8, -0.12, 0.97, -0.05);
    cairo_curve_to(cr, 1.04, 0, 1, 0.1, 0.9, 0.12);
    cairo_curve_to(cr, 0.75, 0.3, 0.7, 0.7, 0, 0.7);
    cairo_curve_to(cr, -0.8, 0.7, -0.88, 0.12, -1, 0.02);
}

void art_o_heart(cairo_t *cr, struct rng *r)
{
    double tip = rng_uniform(r, -0.08, 0.08);
    cairo_move_to(cr, 0, -0.72);
    cairo_curve_to(cr, 0.4, -0.98, 0.92, -0.75, 0.84, -0.2);
    cairo_curve_to(cr, 0.75, 0.35, 0.3, 0.85, tip, 1);
    cairo_curve_to(cr, -0.3, 0.85, -0.75, 0.35, -0.84, -0.2);
    cairo_curve_to(cr, -0.92, -0.75, -0.4, -0.98, 0, -0.72);
}

void art_o_leaf(cairo_t *cr, struct rng *r)
{
    double lean = rng_uniform(r, -0.12, 0.12), w = rng_uniform(r, 0.42, 0.52);
    cairo_move_to(cr, lean, -1);
    cairo_curve_to(cr, w * 0.8, -0.62, w * 1.5, 0.1, 0.03, 0.86);
    cairo_line_to(cr, 0.03, 1);
    cairo_line_to(cr, -0.03, 1);
    cairo_line_to(cr, -0.03, 0.86);
    cairo_curve_to(cr, -w * 1.5, 0.1, -w * 0.8, -0.62, lean, -1);
}

void art_o_kernel(cairo_t *cr, struct rng *r)
{
    double w = rng_uniform(r, 0.34, 0.44);
    cairo_move_to(cr, 0, -1);
    cairo_curve_to(cr, w * 1.2, -0.7, w * 1.3, 0.7, 0, 1);
    cairo_curve_to(cr, -w * 1.3, 0.7, -w * 1.2, -0.7, 0, -1);
}

void art_o_almond(cairo_t *cr, struct rng *r)
{
    double w = rng_uniform(r, 0.5, 0.6);
    cairo_move_to(cr, 0, -1);
    cairo_curve_to(cr, w * 0.7, -0.75, w * 1.5, 0.95, 0, 0.98);
    cairo_curve_to(cr, -w * 1.5, 0.95, -w * 0.7, -0.75, 0, -1);
}

void art_o_drop(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, 0, -1);
    cairo_curve_to(cr, 0.12, -0.6, 0.68, -0.1, 0.68, 0.34);
    cairo_curve_to(cr, 0.68, 0.72, 0.38, 1, 0, 1);
    cairo_curve_to(cr, -0.38, 1, -0.68, 0.72, -0.68, 0.34);
    cairo_curve_to(cr, -0.68, -0.1, -0.12, -0.6, 0, -1);
}

void art_o_fish(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, -1, 0.02);
    cairo_curve_to(cr, -0.75, -0.32, -0.35, -0.42, -0.1, -0.4);
    cairo_curve_to(cr, 0, -0.58, 0.2, -0.56, 0.28, -0.33);
    cairo_curve_to(cr, 0.45, -0.26, 0.6, -0.12, 0.68, -0.08);
    cairo_curve_to(cr, 0.8, -0.2, 0.9, -0.36, 1, -0.42);
    cairo_curve_to(cr, 0.9, -0.1, 0.9, 0.12, 1, 0.42);
    cairo_curve_to(cr, 0.88, 0.34, 0.78, 0.2, 0.68, 0.1);
    cairo_curve_to(cr, 0.5, 0.2, 0.3, 0.3, 0.12, 0.34);
    cairo_curve_to(cr, 0.08, 0.5, -0.12, 0.52, -0.16, 0.38);
    cairo_curve_to(cr, -0.55, 0.38, -0.85, 0.22, -1, 0.02);
}

void art_o_wedge(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, -0.98, 0.14);
    cairo_line_to(cr, 0.55, -0.62);
    cairo_curve_to(cr, 0.82, -0.5, 0.95, -0.25, 0.98, 0.02);
    cairo_line_to(cr, 0.98, 0.6);
    cairo_line_to(cr, -0.98, 0.72);
    cairo_close_path(cr);
}

static void slab(cairo_t *cr, double w, double h, double r)
{
    cairo_arc(cr, w - r, -h + r, r, -PI / 2, 0);
    cairo_arc(cr, w - r, h - r, r, 0, PI / 2);
    cairo_arc(cr, -w + r, h - r, r, PI / 2, PI);
    cairo_arc(cr, -w + r, -h + r, r, PI, 1.5 * PI);
    cairo_close_path(cr);
}

void art_o_tube(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, -0.22, -0.98);
    cairo_line_to(cr, 0.3, -0.72);
    cairo_line_to(cr, 0.3, 0.98);
    cairo_line_to(cr, -0.22, 0.72);
    cairo_close_path(cr);
}

void art_o_crisp(cairo_t *cr, struct rng *r)
{
    blob(cr, 1, rng_uniform(r, 0.68, 0.85), rng_uniform(r, -0.06, 0.06), rng_uniform(r, 0.02, 0.08),
         rng_uniform(r, 0, 6));
}

void art_o_square(cairo_t *cr, struct rng *r)
{
    (void)r;
    slab(cr, 0.86, 0.86, 0.16);
}

void art_o_bow(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, -0.95, -0.62);
    for (int i = 1; i <= 6; i++) {
        cairo_line_to(cr, -0.95 + (i % 2 ? -0.05 : 0.05), -0.62 + 1.24 * i / 6);
    }
    cairo_curve_to(cr, -0.4, 0.5, -0.25, 0.2, 0, 0.2);
    cairo_curve_to(cr, 0.25, 0.2, 0.4, 0.5, 0.95, 0.62);
    for (int i = 5; i >= 0; i--) {
        cairo_line_to(cr, 0.95 + (i % 2 ? 0.05 : -0.05), -0.62 + 1.24 * i / 6);
    }
    cairo_curve_to(cr, 0.4, -0.5, 0.25, -0.2, 0, -0.2);
    cairo_curve_to(cr, -0.25, -0.2, -0.4, -0.5, -0.95, -0.62);
}

void art_o_spiral(cairo_t *cr, struct rng *r)
{
    (void)r;
    for (int side = 0; side < 2; side++) {
        for (int i = 0; i <= 40; i++) {
            double t = side ? 1 - i / 40.0 : i / 40.0, y = -1 + 2 * t;
            cairo_line_to(cr, (side ? 1 : -1) * (0.26 + 0.08 * sin(t * 26 + (side ? 2.2 : 0))), y);
        }
    }
    cairo_close_path(cr);
}

void art_o_loaf(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, -0.72, 0.85);
    cairo_curve_to(cr, -0.75, 0.4, -0.7, 0.1, -0.74, -0.1);
    cairo_curve_to(cr, -1.15, -0.3, -0.95, -0.88, -0.4, -0.86);
    cairo_curve_to(cr, -0.15, -0.95, 0.15, -0.95, 0.4, -0.86);
    cairo_curve_to(cr, 0.95, -0.88, 1.15, -0.3, 0.74, -0.1);
    cairo_curve_to(cr, 0.7, 0.1, 0.75, 0.4, 0.72, 0.85);
    cairo_close_path(cr);
}

void art_o_pepper(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, -0.4, -0.9);
    cairo_curve_to(cr, 0.1, -1.05, 0.45, -0.7, 0.4, -0.3);
    cairo_curve_to(cr, 0.35, 0.2, 0.3, 0.7, 0.75, 0.98);
    cairo_curve_to(cr, 0.1, 0.98, -0.25, 0.5, -0.4, 0);
    cairo_curve_to(cr, -0.55, -0.4, -0.6, -0.8, -0.4, -0.9);
}

void art_o_mushroom(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, -0.98, 0.08);
    cairo_curve_to(cr, -0.95, -1.1, 0.95, -1.1, 0.98, 0.08);
    cairo_curve_to(cr, 0.9, 0.28, 0.5, 0.22, 0.32, 0.22);
    cairo_curve_to(cr, 0.28, 0.5, 0.4, 0.85, 0.3, 0.95);
    cairo_curve_to(cr, 0.1, 1.02, -0.1, 1.02, -0.3, 0.95);
    cairo_curve_to(cr, -0.4, 0.85, -0.28, 0.5, -0.32, 0.22);
    cairo_curve_to(cr, -0.5, 0.22, -0.9, 0.28, -0.98, 0.08);
}

void art_o_bolt(cairo_t *cr, struct rng *r)
{
    (void)r;
    static const double p[][2] = {{0.25, -1}, {-0.55, 0.12}, {-0.08, 0.12},
                                  {-0.3, 1},  {0.6, -0.22},  {0.1, -0.22}};
    for (int i = 0; i < 6; i++) {
        cairo_line_to(cr, p[i][0], p[i][1]);
    }
    cairo_close_path(cr);
}

void art_o_flower(cairo_t *cr, struct rng *r)
{
    int n = 9 + (int)rng_below(r, 4);
    for (int i = 0; i < n; i++) {
        cairo_save(cr);
        cairo_rotate(cr, 2 * PI * i / n);
        cairo_move_to(cr, 0, 0);
        cairo_curve_to(cr, -0.25, -0.35, -0.24, -0.95, 0, -1);
        cairo_curve_to(cr, 0.24, -0.95, 0.25, -0.35, 0, 0);
        cairo_restore(cr);
    }
}

void art_o_carrot(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, -0.3, -0.6);
    cairo_curve_to(cr, -0.2, -0.78, 0.2, -0.78, 0.3, -0.6);
    cairo_curve_to(cr, 0.32, 0, 0.12, 0.7, 0, 1);
    cairo_curve_to(cr, -0.12, 0.7, -0.32, 0, -0.3, -0.6);
}

void art_o_cloud(cairo_t *cr, struct rng *r)
{
    for (int i = 0; i < 7; i++) {
        double a = 2 * PI * i / 7;
        cairo_new_sub_path(cr);
        cairo_arc(cr, 0.55 * cos(a), 0.45 * sin(a), rng_uniform(r, 0.36, 0.45), 0, 2 * PI);
    }
    cairo_new_sub_path(cr);
    cairo_arc(cr, 0, 0, 0.5, 0, 2 * PI);
}

void art_o_bone(cairo_t *cr, struct rng *r)
{
    (void)r;
    for (int i = 0; i < 4; i++) {
        cairo_new_sub_path(cr);
        cairo_arc(cr, i % 2 ? 0.7 : -0.7, i / 2 ? 0.2 : -0.2, 0.28, 0, 2 * PI);
    }
    cairo_rectangle(cr, -0.7, -0.2, 1.4, 0.4);
}

void art_o_paw(cairo_t *cr, struct rng *r)
{
    (void)r;
    static const double toe[4][3] = {
        {-0.66, -0.12, 0.24}, {-0.26, -0.58, 0.27}, {0.26, -0.58, 0.27}, {0.66, -0.12, 0.24}};
    for (int i = 0; i < 4; i++) {
        cairo_new_sub_path(cr);
        cairo_arc(cr, toe[i][0], toe[i][1], toe[i][2], 0, 2 * PI);
    }
    cairo_new_sub_path(cr);
    cairo_arc(cr, 0, 0.4, 0.48, 0, 2 * PI);
}

void art_o_cob(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, 0, -1);
    cairo_curve_to(cr, 0.4, -0.95, 0.42, 0.3, 0.36, 0.9);
    cairo_line_to(cr, -0.36, 0.9);
    cairo_curve_to(cr, -0.42, 0.3, -0.4, -0.95, 0, -1);
}

void art_o_banana(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, -0.98, -0.5);
    cairo_curve_to(cr, -0.7, 0.75, 0.6, 0.85, 0.98, -0.35);
    cairo_line_to(cr, 0.86, -0.45);
    cairo_curve_to(cr, 0.5, 0.15, -0.35, 0.15, -0.8, -0.6);
    cairo_close_path(cr);
}

void art_o_cup(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, -0.72, -0.5);
    cairo_curve_to(cr, -0.72, 0.2, -0.6, 0.72, -0.3, 0.82);
    cairo_line_to(cr, 0.3, 0.82);
    cairo_curve_to(cr, 0.6, 0.72, 0.72, 0.2, 0.72, -0.5);
    cairo_curve_to(cr, 0.5, -0.72, -0.5, -0.72, -0.72, -0.5);
}

void art_o_bowl(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, -1, -0.25);
    cairo_curve_to(cr, -0.95, 0.35, -0.6, 0.62, -0.34, 0.66);
    cairo_line_to(cr, -0.3, 0.75);
    cairo_line_to(cr, 0.3, 0.75);
    cairo_line_to(cr, 0.34, 0.66);
    cairo_curve_to(cr, 0.6, 0.62, 0.95, 0.35, 1, -0.25);
    cairo_curve_to(cr, 0.7, -0.55, -0.7, -0.55, -1, -0.25);
}

void art_o_glass(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, -0.55, -0.95);
    cairo_line_to(cr, -0.42, 0.92);
    cairo_curve_to(cr, -0.2, 1, 0.2, 1, 0.42, 0.92);
    cairo_line_to(cr, 0.55, -0.95);
    cairo_curve_to(cr, 0.3, -1.02, -0.3, -1.02, -0.55, -0.95);
}

void art_o_star(cairo_t *cr, struct rng *r)
{
    (void)r;
    for (int i = 0; i < 10; i++) {
        double a = PI * i / 5, k = i % 2 ? 0.48 : 1;
        cairo_line_to(cr, k * sin(a), -k * cos(a));
    }
    cairo_close_path(cr);
}

void art_o_sausage(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, -0.9, -0.25);
    cairo_curve_to(cr, -0.5, 0.1, 0.5, 0.1, 0.9, -0.25);
    cairo_curve_to(cr, 1.08, -0.1, 1.05, 0.15, 0.9, 0.25);
    cairo_curve_to(cr, 0.5, 0.6, -0.5, 0.6, -0.9, 0.25);
    cairo_curve_to(cr, -1.05, 0.15, -1.08, -0.1, -0.9, -0.25);
}

void art_o_fold(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, -0.95, 0.3);
    cairo_curve_to(cr, -0.9, -0.5, -0.3, -0.75, 0.1, -0.55);
    cairo_curve_to(cr, 0.5, -0.8, 0.98, -0.3, 0.92, 0.2);
    cairo_curve_to(cr, 0.9, 0.6, 0.4, 0.5, 0.1, 0.62);
    cairo_curve_to(cr, -0.3, 0.75, -0.9, 0.75, -0.95, 0.3);
}

/* A crown that a drop throws up: broad tongues that thin out to tips, on a pool. */
void art_o_splash(cairo_t *cr, struct rng *r)
{
    enum { N = 7 };
    cairo_move_to(cr, -0.72, 0.42);
    for (int i = 0; i < N; i++) {
        double u0 = -0.72 + 1.44 * i / N, u1 = -0.72 + 1.44 * (i + 1) / N, um = (u0 + u1) / 2;
        double high = (i % 2 ? 0.9 : 1.25) * rng_uniform(r, 0.75, 1.05) * (1 - 0.45 * um * um),
               lean = um * 0.45;
        double tip = 0.42 - high, valley = 0.1 + 0.25 * u1 * u1;
        cairo_curve_to(cr, u0 + 0.02 + lean * 0.2, 0.2, um - 0.06 + lean, tip + 0.45, um - 0.05 + lean,
                       tip + 0.08);
        cairo_curve_to(cr, um - 0.06 + lean, tip - 0.06, um + 0.06 + lean, tip - 0.06, um + 0.05 + lean,
                       tip + 0.08);
        cairo_curve_to(cr, um + 0.06 + lean, tip + 0.45, u1 - 0.05 + lean * 0.2, valley, u1,
                       i == N - 1 ? 0.42 : valley);
    }
    cairo_curve_to(cr, 1.1, 0.5, 1, 0.92, 0, 0.92);
    cairo_curve_to(cr, -1, 0.92, -1.1, 0.5, -0.72, 0.42);
    cairo_close_path(cr);
}

/* An ear of wheat: kernels left and right of a stalk. */
void art_o_ear(cairo_t *cr, struct rng *r)
{
    for (int i = 0; i < 13; i++) {
        double y = i == 12 ? -0.82 : 0.15 - 0.155 * (i / 2), side = i == 12 ? 0 : i % 2 ? 1 : -1;
        cairo_save(cr);
        cairo_translate(cr, side * 0.13, y);
        cairo_rotate(cr, side * rng_uniform(r, 0.3, 0.42));
        cairo_scale(cr, 0.1, 0.19);
        cairo_new_sub_path(cr);
        cairo_arc(cr, 0, 0, 1, 0, 2 * PI);
        cairo_restore(cr);
    }
    cairo_rectangle(cr, -0.022, 0.1, 0.044, 0.9);
}

void art_o_cube(cairo_t *cr, struct rng *r)
{
    (void)r;
    slab(cr, 0.8, 0.8, 0.22);
}

void art_o_tooth(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, -0.75, -0.45);
    cairo_curve_to(cr, -0.75, -0.95, -0.25, -0.95, 0, -0.78);
    cairo_curve_to(cr, 0.25, -0.95, 0.75, -0.95, 0.75, -0.45);
    cairo_curve_to(cr, 0.75, 0.0, 0.55, 0.3, 0.5, 0.75);
    cairo_curve_to(cr, 0.45, 1.02, 0.25, 1.02, 0.2, 0.72);
    cairo_curve_to(cr, 0.14, 0.3, -0.14, 0.3, -0.2, 0.72);
    cairo_curve_to(cr, -0.25, 1.02, -0.45, 1.02, -0.5, 0.75);
    cairo_curve_to(cr, -0.55, 0.3, -0.75, 0.0, -0.75, -0.45);
}

void art_o_triangle(cairo_t *cr, struct rng *r)
{
    double k = rng_uniform(r, 0.86, 1);
    cairo_move_to(cr, 0, -0.95 * k);
    cairo_curve_to(cr, 0.3, -0.5, 0.7, 0.2, 0.95, 0.68);
    cairo_curve_to(cr, 0.4, 0.8, -0.4, 0.8, -0.95, 0.68);
    cairo_curve_to(cr, -0.7, 0.2, -0.3, -0.5, 0, -0.95 * k);
}

void art_o_sheet(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, -0.8, -0.55);
    cairo_curve_to(cr, -0.3, -0.8, 0.3, -0.35, 0.85, -0.6);
    cairo_line_to(cr, 0.8, 0.6);
    cairo_curve_to(cr, 0.3, 0.85, -0.3, 0.4, -0.85, 0.65);
    cairo_close_path(cr);
}

void art_o_cow(cairo_t *cr, struct rng *r)
{
    (void)r;
    cairo_move_to(cr, -0.98, -0.32); /* muzzle, forehead, back */
    cairo_curve_to(cr, -0.98, -0.48, -0.86, -0.52, -0.82, -0.62);
    cairo_line_to(cr, -0.92, -0.72);
    cairo_line_to(cr, -0.74, -0.66);
    cairo_line_to(cr, -0.6, -0.74);
    cairo_line_to(cr, -0.58, -0.6);
    cairo_curve_to(cr, -0.3, -0.42, 0.4, -0.52, 0.82, -0.42);
    cairo_curve_to(cr, 0.98, -0.3, 0.92, 0.1, 0.97, 0.3); /* tail */
    cairo_line_to(cr, 0.9, 0.32);
    cairo_curve_to(cr, 0.88, 0.1, 0.86, 0, 0.84, -0.1);
    cairo_curve_to(cr, 0.82, 0.1, 0.78, 0.2, 0.76, 0.35);
    cairo_line_to(cr, 0.78, 0.85);
    cairo_line_to(cr, 0.6, 0.85);
    cairo_line_to(cr, 0.56, 0.35);
    cairo_curve_to(cr, 0.4, 0.42, 0.3, 0.42, 0.1, 0.26);
    cairo_curve_to(cr, -0.05, 0.28, -0.2, 0.3, -0.3, 0.28);
    cairo_line_to(cr, -0.32, 0.85);
    cairo_line_to(cr, -0.48, 0.85);
    cairo_curve_to(cr, -0.5, 0.5, -0.56, 0.2, -0.6, 0);
    cairo_curve_to(cr, -0.7, -0.06, -0.76, -0.16, -0.8, -0.2);
    cairo_curve_to(cr, -0.9, -0.16, -0.98, -0.2, -0.98, -0.32);
}
