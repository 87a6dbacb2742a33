// SPDX-License-Identifier: MIT
/*
 * packshot - the outline of a pack before a plain ground.
 *
 * Ground is what is like the picture's rim: its median colour. In each row the pack reaches from the first to the last pixel
 * that is not. White packs before white have holes in their edges, so edges are drawn to the convex hull of all rows; of
 * what has a bottle's neck only where the hull is near, since the neck is hollow. Under a pack a shadow or a mirror image
 * may lie: both are faint, so that rows at the lower end in which nothing is clearly unlike the ground do not count.
 *
 * The guess of a side: an edge between two faces of a box is a straight line from top to bottom along which brightness steps
 * the same way in nearly all rows, since each face has a light of its own whatever is printed on it. The place between the
 * outline's edges where mean step over its scatter is greatest is the edge, if it is clear enough.
 */
#include "shelf/packshot.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/geom.h"
#include "base/image.h"

enum { UNLIKE = 14, CLEARLY_UNLIKE = 60 };
#define HULL_NEAR 0.06 /* of the width: edges of a bottle this far inside of the hull are holes */
#define NECK 0.5       /* most width of a neck, of the body's */
#define BODY_TOP 0.4   /* rows from here down are body, whatever stands above */
#define BODY_FOOT 0.93
#define SIDE_LEAST 0.1 /* share of the width that a side has, if there is one */
#define SIDE_MOST 0.46
#define STEP_CLEAR 1.3 /* mean step over scatter that is taken for an edge */

struct rows {
    int n, y0; /* rows of the pack, first row */
    double *l, *r;
    bool neck;
};

static int unlike(const uint8_t *p, const uint8_t ground[3])
{
    int most = 0;
    for (int k = 0; k < 3; k++) {
        int d = abs(p[k] - ground[k]);
        most = d > most ? d : most;
    }
    return most;
}

static const uint8_t *pixel(const struct image *im, int x, int y)
{
    return im->px + 3 * ((size_t)y * (size_t)im->width_px + (size_t)x);
}

static void ground_of(const struct image *im, uint8_t out[3])
{
    int w = im->width_px, h = im->height_px;
    for (int k = 0; k < 3; k++) {
        size_t count[256] = {0}, sum = 0;
        for (int x = 0; x < w; x++) {
            count[pixel(im, x, 0)[k]]++;
            count[pixel(im, x, h - 1)[k]]++;
        }
        for (int y = 0; y < h; y++) {
            count[pixel(im, 0, y)[k]]++;
            count[pixel(im, w - 1, y)[k]]++;
        }
        int v = 0;
        while (v < 255 && (sum += count[v]) < (size_t)(w + h)) {
            v++;
        }
        out[k] = (uint8_t)v;
    }
}

/* Pixels of a row that are unlike the ground by more than `limit`. */
static int row_count(const struct image *im, const uint8_t ground[3], int y, int limit)
{
    int n = 0;
    for (int x = 0; x < im->width_px; x++) {
        n += unlike(pixel(im, x, y), ground) > limit;
    }
    return n;
}

/* First pixel of two in a row that are pack, from one side; -1: none. */
static int first_of(const struct image *im, const uint8_t ground[3], int y, bool from_right)
{
    int w = im->width_px;
    for (int i = 0; i + 1 < w; i++) {
        int x = from_right ? w - 1 - i : i, next = from_right ? x - 1 : x + 1;
        if (unlike(pixel(im, x, y), ground) > UNLIKE &&
            unlike(pixel(im, next, y), ground) > UNLIKE) {
            return x;
        }
    }
    return -1;
}

/* One side of a convex hull as a function of the row; sign 1: the left side (least x). Andrew's monotone chain (1979). */
static void hull(const double *x, int n, double sign, double *out)
{
    int *stack = malloc((size_t)n * sizeof *stack), top = 0;
    if (!stack) {
        BUG("out of memory");
    }
    for (int i = 0; i < n; i++) {
        while (top >= 2) {
            int a = stack[top - 2], b = stack[top - 1];
            double on_line = x[a] + (x[i] - x[a]) * (b - a) / (i - a);
            if (sign * (x[b] - on_line) < 0) {
                break;
            }
            top--;
        }
        stack[top++] = i;
    }
    for (int k = 0; k + 1 < top; k++) {
        int a = stack[k], b = stack[k + 1];
        for (int i = a; i <= b; i++) {
            out[i] = x[a] + (x[b] - x[a]) * (i - a) / (b - a);
        }
    }
    if (top == 1) {
        out[0] = x[0];
    }
    free(stack);
}

/* Edges that lie a little inside of the hull are drawn to it. */
static void mend(double *x, int n, double sign, double near)
{
    double *h = malloc((size_t)n * sizeof *h);
    if (!h) {
        BUG("out of memory");
    }
    hull(x, n, sign, h);
    for (int i = 0; i < n; i++) {
        x[i] = sign * (x[i] - h[i]) < near ? h[i] : x[i];
    }
    free(h);
}

static bool find_rows(const struct image *im, const uint8_t ground[3], struct rows *out)
{
    int h = im->height_px, least = im->width_px / 50 + 1, y0 = 0, y1 = h;
    while (y0 < h && row_count(im, ground, y0, UNLIKE) < least) {
        y0++;
    }
    while (y1 > y0 && row_count(im, ground, y1 - 1, CLEARLY_UNLIKE) < least) {
        y1--;
    }
    out->n = y1 - y0;
    out->y0 = y0;
    if (out->n < h / 10 + 4) {
        return false;
    }
    out->l = malloc((size_t)out->n * sizeof *out->l);
    out->r = malloc((size_t)out->n * sizeof *out->r);
    if (!out->l || !out->r) {
        BUG("out of memory");
    }
    double widest = 0, neck = 0;
    for (int i = 0; i < out->n; i++) {
        int l = first_of(im, ground, y0 + i, false), r = first_of(im, ground, y0 + i, true);
        bool none = l < 0 || r <= l;
        out->l[i] = none ? (i ? out->l[i - 1] : im->width_px / 2.0) : l;
        out->r[i] = none ? (i ? out->r[i - 1] : im->width_px / 2.0 + 1) : r + 1;
        widest = fmax(widest, out->r[i] - out->l[i]);
        /* below a cap, a carton has the fin of its gable, a bottle its neck */
        neck = i > 0.06 * out->n && i < 0.1 * out->n ? fmax(neck, out->r[i] - out->l[i]) : neck;
    }
    out->neck = neck < NECK * widest;
    mend(out->l, out->n, 1, out->neck ? HULL_NEAR * widest : HUGE_VAL);
    mend(out->r, out->n, -1, out->neck ? HULL_NEAR * widest : HUGE_VAL);
    return true;
}

/* Mean brightness of a few pixels around a place of a row. */
static double bright(const struct image *im, int y, double x0, double x1)
{
    double sum = 0;
    int n = 0, a = (int)clampd(floor(x0), 0, im->width_px - 1),
        b = (int)clampd(ceil(x1), a + 1, im->width_px);
    for (int x = a; x < b; x++, n++) {
        const uint8_t *p = pixel(im, x, y);
        sum += 0.299 * p[0] + 0.587 * p[1] + 0.114 * p[2];
    }
    return sum / n;
}

/* How clear a line from top to bottom at share u between the outline's edges is. */
static double step_at(const struct image *im, const struct rows *o, double u)
{
    double sum = 0, sum2 = 0;
    int n = 0;
    for (int i = (int)(BODY_TOP * o->n); i < (int)(BODY_FOOT * o->n); i++, n++) {
        double w = o->r[i] - o->l[i], x = o->l[i] + u * w, d = fmax(2, 0.03 * w);
        double step = bright(im, o->y0 + i, x + 0.5, x + d) - bright(im, o->y0 + i, x - d, x - 0.5);
        step = clampd(step, -40, 40);
        sum += step;
        sum2 += step * step;
    }
    double mean = sum / n;
    return fabs(mean) / (sqrt(fmax(0, sum2 / n - mean * mean)) + 4);
}

static double guess_edge(const struct image *im, const struct rows *o)
{
    double best = STEP_CLEAR, edge = 0;
    for (int k = 0; k <= 72; k++) {
        double u = SIDE_LEAST + k * (SIDE_MOST - SIDE_LEAST) / 72;
        for (int right = 0; right < 2; right++) {
            double s = step_at(im, o, right ? 1 - u : u);
            if (s > best) {
                best = s;
                edge = right ? -u : u;
            }
        }
    }
    return edge;
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void guess(const struct image *im, const struct rows *o, struct packshot *out)
{
    double *w = malloc((size_t)o->n * sizeof *w);
    if (!w) {
        BUG("out of memory");
    }
    int n = 0;
    for (int i = (int)(BODY_TOP * o->n); i < (int)(BODY_FOOT * o->n); i++) {
        w[n++] = o->r[i] - o->l[i];
    }
    qsort(w, (size_t)n, sizeof *w, by_value);
    double body = w[n / 2];
    free(w);
    int fold = 0;
    while (fold < o->n && o->r[fold] - o->l[fold] < 0.965 * body) {
        fold++;
    }
    double above = (double)fold / o->n;
    out->edge = guess_edge(im, o);
    out->section = out->edge == 0 && o->neck ? SECTION_ROUND : SECTION_BOX;
    out->roof = out->section == SECTION_BOX && above > 0.05 && above < 0.4 ? 1 - above : 0;
    out->edge = out->section == SECTION_BOX ? out->edge : 0;
}

static void measure(const struct image *im, const struct rows *o, const uint8_t ground[3],
                    struct packshot *out)
{
    double left = im->width_px, right = 0, sum[3] = {0}, weight = 0;
    *out = (struct packshot){
        .outline = {(double)o->y0 / im->height_px, (double)(o->y0 + o->n) / im->height_px}};
    for (int i = 0; i < PACKSHOT_ROWS; i++) {
        int row = (int)clampd(round((double)i / (PACKSHOT_ROWS - 1) * (o->n - 1)), 0, o->n - 1);
        double l = o->l[row], r = fmax(o->r[row], l + 1);
        /* three digits are a fraction of a pixel, and can be read */
        out->outline[2 + 2 * i] = round(1000 * l / im->width_px) / 1000;
        out->outline[3 + 2 * i] = round(1000 * fmin(r + 1e-9, im->width_px) / im->width_px) / 1000;
        left = fmin(left, l);
        right = fmax(right, r);
    }
    out->outline[0] = round(1000 * out->outline[0]) / 1000;
    out->outline[1] = round(1000 * out->outline[1]) / 1000;
    out->aspect = (right - left) / o->n;
    for (int i = 0; i < o->n; i++) {
        for (int x = (int)o->l[i]; x < (int)o->r[i]; x++) {
            const uint8_t *p = pixel(im, x, o->y0 + i);
            double k = unlike(p, ground) > UNLIKE ? 1 : 0.02;
            for (int c = 0; c < 3; c++) {
                sum[c] += k * p[c];
            }
            weight += k;
        }
    }
    for (int c = 0; c < 3; c++) {
        out->color[c] = (uint8_t)clampd(sum[c] / fmax(weight, 1e-9) + 0.5, 0, 255);
    }
    guess(im, o, out);
}

enum st packshot_measure(const char *path, struct packshot *out, struct err *e)
{
    struct image im = {0};
    struct rows o = {0};
    enum st st = image_read(path, 3, &im, e);
    if (!st) {
        uint8_t ground[3];
        ground_of(&im, ground);
        if (im.width_px < 16 || im.height_px < 16 || !find_rows(&im, ground, &o)) {
            st = err_set(
                e, ST_RANGE,
                "pack shot '%s': nothing stands out from its ground (the colour of its rim)", path);
        } else {
            measure(&im, &o, ground, out);
        }
    }
    free(o.l);
    free(o.r);
    image_release(&im);
    return st;
}
