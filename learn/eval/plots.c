// SPDX-License-Identifier: MIT
#include "eval/plots.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "eval/html_text.h"

enum { WIDTH = 520, HEIGHT = 260, LEFT = 58, RIGHT = 16, TOP = 30, BOTTOM = 40, POINTS = 500, COLOURS = 7 };

static const char *const colour[COLOURS] = {"#0072b2", "#d55e00", "#009e73", "#cc79a7",
                                            "#e69f00", "#56b4e9", "#444"};

size_t plot_ticks(double lo, double hi, double *out)
{
    enum { MOST = 12 };
    double span = hi - lo;
    if (!(span > 0) || !isfinite(span)) {
        out[0] = lo;
        return 1;
    }
    double power = pow(10, floor(log10(span / 5))), rough = span / 5 / power;
    double step = power * (rough < 1.5 ? 1 : rough < 3.5 ? 2 : rough < 7.5 ? 5 : 10);
    size_t n = 0;
    for (double k = ceil(lo / step - 1e-9); k * step <= hi + 1e-9 * span && n < MOST; k++) {
        out[n++] = k * step;
    }
    return n;
}

static void add_text(struct buf *out, double x, double y, const char *anchor, const char *cls,
                     const char *text)
{
    buf_printf(out, "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" class=\"%s\">", x, y, anchor, cls);
    html_escape(out, text, strlen(text));
    buf_addstr(out, "</text>");
}

static void add_number(struct buf *out, double x, double y, const char *anchor, double v, bool percent)
{
    char s[40];
    double shown = percent ? 100 * v : v;
    if (fabs(shown) >= 1e6) {
        snprintf(s, sizeof s, "%gM", shown / 1e6);
    } else if (fabs(shown) >= 1e4) {
        snprintf(s, sizeof s, "%gk", shown / 1e3);
    } else {
        snprintf(s, sizeof s, "%.4g%s", fabs(shown) < 1e-12 ? 0 : shown, percent ? " %" : "");
    }
    add_text(out, x, y, anchor, "n", s);
}

/* --- curves --------------------------------------------------------------------------------------- */

struct frame { /* of data; y is its logarithm where the plot says so */
    double x0, x1, y0, y1;
};

static bool usable(const struct plot *p, double x, double y)
{
    return isfinite(x) && isfinite(y) && (!p->log_y || y > 0);
}

static double height_of(const struct plot *p, double y)
{
    return p->log_y ? log10(y) : y;
}

static bool frame_of(const struct plot *p, struct frame *f)
{
    *f = (struct frame){HUGE_VAL, -HUGE_VAL, HUGE_VAL, -HUGE_VAL};
    for (size_t s = 0; s < p->n_series; s++) {
        for (size_t i = 0; i < p->series[s].n; i++) {
            double x = p->series[s].x[i], y = p->series[s].y[i];
            if (usable(p, x, y)) {
                f->x0 = fmin(f->x0, x);
                f->x1 = fmax(f->x1, x);
                f->y0 = fmin(f->y0, height_of(p, y));
                f->y1 = fmax(f->y1, height_of(p, y));
            }
        }
    }
    if (!(f->x0 <= f->x1)) {
        return false;
    }
    if (p->diagonal) {
        *f = (struct frame){0, 1, 0, 1};
    } else if (p->percent && !p->log_y) {
        f->y0 = fmin(f->y0, 0);
    }
    f->x1 += f->x1 == f->x0;
    f->y1 += f->y1 == f->y0 ? 1 : p->diagonal ? 0 : 0.04 * (f->y1 - f->y0);
    return true;
}

static double px_x(const struct frame *f, double x)
{
    return LEFT + (x - f->x0) / (f->x1 - f->x0) * (WIDTH - LEFT - RIGHT);
}

static double px_y(const struct frame *f, double y)
{
    return HEIGHT - BOTTOM - (y - f->y0) / (f->y1 - f->y0) * (HEIGHT - TOP - BOTTOM);
}

/* Ticks of a logarithmic axis: powers of ten, with 2 and 5 in between where there is room. In logarithms. */
static size_t log_ticks(double lo, double hi, double *out)
{
    enum { MOST = 12 };
    static const double within[] = {1, 2, 5};
    int each = hi - lo < 3 ? 3 : 1, stride = hi - lo > MOST ? (int)((hi - lo) / MOST) + 1 : 1;
    size_t n = 0;
    for (int power = (int)floor(lo); power <= hi && n < MOST; power += stride) {
        for (int i = 0; i < each && n < MOST; i++) {
            double v = power + log10(within[i]);
            if (v >= lo && v <= hi) {
                out[n++] = v;
            }
        }
    }
    return n;
}

static void draw_axes(const struct plot *p, const struct frame *f, struct buf *out)
{
    double tick[12];
    size_t n = plot_ticks(f->x0, f->x1, tick);
    for (size_t i = 0; i < n; i++) {
        double x = px_x(f, tick[i]);
        buf_printf(out, "<path class=\"g\" d=\"M%.1f %dV%d\"/>", x, TOP, HEIGHT - BOTTOM);
        add_number(out, x, HEIGHT - BOTTOM + 14, "middle", tick[i], p->diagonal);
    }
    n = p->log_y ? log_ticks(f->y0, f->y1, tick) : plot_ticks(f->y0, f->y1, tick);
    for (size_t i = 0; i < n; i++) {
        double y = px_y(f, tick[i]);
        buf_printf(out, "<path class=\"g\" d=\"M%d %.1fH%d\"/>", LEFT, y, WIDTH - RIGHT);
        add_number(out, LEFT - 6, y + 4, "end", p->log_y ? pow(10, tick[i]) : tick[i],
                   p->percent || p->diagonal);
    }
    if (p->diagonal) {
        buf_printf(out, "<path class=\"d\" d=\"M%d %dL%d %d\"/>", LEFT, HEIGHT - BOTTOM, WIDTH - RIGHT, TOP);
    }
    add_text(out, LEFT, 18, "start", "t", p->title);
    add_text(out, WIDTH - RIGHT, HEIGHT - 6, "end", "n", p->x_label);
}

/* Groups of points are averaged: the mean of a noisy loss is what one looks for. */
static void draw_series(const struct plot *p, const struct frame *f, size_t s, struct buf *out)
{
    const struct plot_series *v = &p->series[s];
    size_t group = v->n / POINTS + 1, drawn = 0;
    buf_printf(out, "<path fill=\"none\" stroke=\"%s\" stroke-width=\"1.6\" d=\"", colour[s % COLOURS]);
    double last_x = 0, last_y = 0;
    for (size_t i = 0; i < v->n; i += group) {
        double x = 0, y = 0;
        size_t n = 0;
        for (size_t q = i; q < v->n && q < i + group; q++) {
            if (usable(p, v->x[q], v->y[q])) {
                x += v->x[q];
                y += v->y[q];
                n++;
            }
        }
        if (n) {
            last_x = px_x(f, x / (double)n);
            last_y = px_y(f, height_of(p, y / (double)n));
            buf_printf(out, "%c%.1f %.1f", drawn++ ? 'L' : 'M', last_x, last_y);
        }
    }
    buf_addstr(out, "\"/>");
    if (p->diagonal || drawn == 1) {
        for (size_t i = 0; i < v->n; i++) {
            if (usable(p, v->x[i], v->y[i])) {
                buf_printf(out, "<circle r=\"3\" fill=\"%s\" cx=\"%.1f\" cy=\"%.1f\"/>", colour[s % COLOURS],
                           px_x(f, v->x[i]), px_y(f, height_of(p, v->y[i])));
            }
        }
    }
    if (p->n_series > 1) { /* legend, from the right */
        double x = WIDTH - RIGHT - 112.0 * (double)(p->n_series - 1 - s) - 104;
        buf_printf(out, "<path stroke=\"%s\" stroke-width=\"3\" d=\"M%.1f 14h14\"/>", colour[s % COLOURS], x);
        add_text(out, x + 18, 18, "start", "n", v->name);
    }
}

void plot_curves(const struct plot *p, struct buf *out)
{
    struct frame f;
    if (!frame_of(p, &f)) {
        return;
    }
    buf_printf(out, "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">", WIDTH, HEIGHT,
               WIDTH, HEIGHT);
    draw_axes(p, &f, out);
    for (size_t s = 0; s < p->n_series; s++) {
        draw_series(p, &f, s, out);
    }
    buf_addstr(out, "</svg>\n");
}

/* --- bars ----------------------------------------------------------------------------------------- */

void plot_bars(const char *title, const struct plot_bar *bar, size_t n, struct buf *out)
{
    enum { ROW = 18, NAMES = 170, VALUES = 60 };
    double most = 0, tick[12];
    for (size_t i = 0; i < n; i++) {
        most = fmax(most, fmax(bar[i].value, bar[i].high));
    }
    if (!n) {
        return;
    }
    most = most > 0 ? most : 1;
    int height = TOP + (int)n * ROW + 22;
    double scale = (WIDTH - NAMES - VALUES) / most;
    buf_printf(out, "<svg viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\">", WIDTH, height,
               WIDTH, height);
    add_text(out, 0, 18, "start", "t", title);
    size_t n_ticks = plot_ticks(0, most, tick);
    for (size_t i = 0; i < n_ticks; i++) {
        double x = NAMES + tick[i] * scale;
        buf_printf(out, "<path class=\"g\" d=\"M%.1f %dV%d\"/>", x, TOP - 4, height - 18);
        add_number(out, x, height - 4, "middle", tick[i], true);
    }
    for (size_t i = 0; i < n; i++) {
        double y = TOP + (double)i * ROW, end = NAMES + bar[i].value * scale;
        struct buf label = {0};
        buf_addstr(&label, bar[i].label);
        if (bar[i].lines) {
            buf_printf(&label, " (%zu)", bar[i].lines);
        }
        add_text(out, NAMES - 6, y + 12, "end", "n", label.data ? label.data : "");
        buf_printf(out, "<rect x=\"%d\" y=\"%.1f\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>", NAMES, y + 2,
                   bar[i].value * scale, ROW - 5, colour[0]);
        if (bar[i].high > bar[i].low) {
            buf_printf(out, "<path class=\"w\" d=\"M%.1f %.1fH%.1f\"/>", NAMES + bar[i].low * scale, y + 8.5,
                       NAMES + bar[i].high * scale);
            end = NAMES + bar[i].high * scale;
        }
        char value[32];
        snprintf(value, sizeof value, "%.2f %%", 100 * bar[i].value);
        add_text(out, end + 5, y + 12, "start", "n", value);
        buf_release(&label);
    }
    buf_addstr(out, "</svg>\n");
}
