// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_PLOTS_H
#define ERSATZ_EVAL_PLOTS_H
/*
 * plots - curves and bars as SVG inside a page: no script, no other file, sharp at any size.
 *
 * Colours are those of Okabe & Ito, "Color universal design", 2008, which the colour-blind tell apart.
 */
#include <stdbool.h>
#include <stddef.h>

#include "base/buf.h"

struct plot_series {
    const char *name;
    const double *x, *y; /* x ascending; points that are not finite are left out */
    size_t n;
};

struct plot {
    const char *title, *x_label;
    const struct plot_series *series;
    size_t n_series;
    bool log_y;    /* values must then be > 0; others are left out */
    bool percent;  /* y is a fraction, shown in per cent */
    bool diagonal; /* both axes 0..1, with the line y = x: for reliability */
};

/** plot_curves() - nothing is written if there is no point. Many points are averaged in groups, so that
 *  curves stay small. */
void plot_curves(const struct plot *p, struct buf *out);

struct plot_bar {
    const char *label;
    double value, low, high; /* whiskers; low = high = value: none */
    size_t lines;            /* written beside the label; 0 = not */
};

/** plot_bars() - horizontal bars from 0, in the order given; fractions, shown in per cent. */
void plot_bars(const char *title, const struct plot_bar *bar, size_t n, struct buf *out);

/** plot_ticks() - round numbers (1, 2, 5 times a power of ten) within [lo, hi], some 4 to 9. Returns how
 *  many; out: room for 12. */
size_t plot_ticks(double lo, double hi, double *out);

#endif
