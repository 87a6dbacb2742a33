// SPDX-License-Identifier: MIT
/*
 * path - polygons from curves.
 *
 * How many edges a curve takes. Over a parameter interval of length h a twice differentiable curve
 * B strays from its chord by at most max|B''| h^2 / 8 (the remainder of linear interpolation). With
 * n equal intervals h = 1/n:
 *
 *     conic:  B'' = 2 D,              D  = P0 - 2 P1 + P2        |D| / (4 n^2)         <= tol
 *     cubic:  |B''| <= 6 max|Di|,     D1 = P0 - 2 P1 + P2
 *                                     D2 = P1 - 2 P2 + P3        3 max|Di| / (4 n^2)   <= tol
 *
 * Points are in pixels when they come here, so tol = PATH_TOLERANCE_PX. A map that bends needs
 * short edges as well: |B'| <= 2 max|Pi+1 - Pi| (conic) or 3 max|Pi+1 - Pi| (cubic) bounds an edge
 * by |B'| / n <= step.
 *
 * The step. An edge of length L whose image has curvature k strays from its own chord by k L^2 / 8,
 * by the same bound; L = sqrt(8 tol / k), with tol = PATH_BEND_TOLERANCE_PX.
 *
 * Letters: P control points, n edges, h parameter step, tol tolerance, L length, k curvature.
 */
#include "text/path.h"

#include <stdbool.h>
#include <string.h>

enum { FIRST_VERTICES = 512, FIRST_CONTOURS = 32, MAX_EDGES = 256 };

/* A corner whose vertex would move farther than this many times the distance is bevelled. */
#define MITER_LIMIT 2.0
/* Share of the mean stroke width that shrinking may take from each side. */
#define SHRINK_SHARE 0.25

static struct pt *vertices_reserve(struct path *pa, struct arena *a, size_t more)
{
    if (pa->n + more > pa->cap) {
        size_t cap = pa->cap ? pa->cap * 2 : FIRST_VERTICES;
        cap = cap < pa->n + more ? pa->n + more : cap;
        struct pt *p = arena_array(a, struct pt, cap);
        if (pa->n) {
            memcpy(p, pa->p, pa->n * sizeof *p);
        }
        pa->p = p;
        pa->cap = cap;
    }
    return pa->p + pa->n;
}

static void vertices_commit(struct path *pa, size_t n)
{
    pa->n += n;
    pa->end[pa->n_contours - 1] = (uint32_t)pa->n;
}

static void contour_begin(struct path *pa, struct arena *a)
{
    if (pa->n_contours == pa->cap_contours) {
        size_t cap = pa->cap_contours ? pa->cap_contours * 2 : FIRST_CONTOURS;
        uint32_t *end = arena_array(a, uint32_t, cap);
        if (pa->n_contours) {
            memcpy(end, pa->end, pa->n_contours * sizeof *end);
        }
        pa->end = end;
        pa->cap_contours = cap;
    }
    pa->n_contours++;
}

void path_move(struct path *pa, struct arena *a, struct pt p)
{
    contour_begin(pa, a);
    *vertices_reserve(pa, a, 1) = p;
    vertices_commit(pa, 1);
}

void path_line(struct path *pa, struct arena *a, struct pt p)
{
    *vertices_reserve(pa, a, 1) = p;
    vertices_commit(pa, 1);
}

/* Not hypot(): a tenth of the time of a bold line went there, and no length in a picture overflows. */
static inline double distance(struct pt p, struct pt q)
{
    double x = q.x - p.x, y = q.y - p.y;
    return sqrt(x * x + y * y);
}

/* A whole n with n * n >= square and n >= least, within 1..MAX_EDGES, one above the smallest at
 * most where a bound is met exactly; NaN gives MAX_EDGES. */
static int edge_count(double square, double least)
{
    double n = sqrt(square);
    n = n > least ? n : least;
    return n < MAX_EDGES ? (int)n + (n > (int)n) + (n == 0) : MAX_EDGES;
}

void path_lines(struct path *pa, struct arena *a, struct pt p, double step_px)
{
    struct pt p0 = pa->p[pa->n - 1];
    int n = step_px > 0 ? edge_count(0, distance(p0, p) / step_px) : 1;
    struct pt *out = vertices_reserve(pa, a, (size_t)n);
    for (int i = 1; i < n; i++) {
        double t = (double)i / n;
        out[i - 1] = (struct pt){p0.x + t * (p.x - p0.x), p0.y + t * (p.y - p0.y)};
    }
    out[n - 1] = p;
    vertices_commit(pa, (size_t)n);
}

void path_conic(struct path *pa, struct arena *a, struct pt c, struct pt p, double step_px)
{
    struct pt p0 = pa->p[pa->n - 1];
    struct pt d = {p0.x - 2 * c.x + p.x, p0.y - 2 * c.y + p.y};
    double least = step_px > 0 ? 2 * fmax(distance(p0, c), distance(c, p)) / step_px : 1;
    int n = edge_count(sqrt(d.x * d.x + d.y * d.y) / (4 * PATH_TOLERANCE_PX), least);
    struct pt *out = vertices_reserve(pa, a, (size_t)n);
    struct pt b = {2 * (c.x - p0.x), 2 * (c.y - p0.y)};
    double h = 1.0 / n;
    for (int i = 1; i < n; i++) {
        double t = i * h;
        out[i - 1] = (struct pt){p0.x + t * (b.x + t * d.x), p0.y + t * (b.y + t * d.y)};
    }
    out[n - 1] = p;
    vertices_commit(pa, (size_t)n);
}

void path_cubic(struct path *pa, struct arena *a, struct pt c1, struct pt c2, struct pt p,
                double step_px)
{
    struct pt p0 = pa->p[pa->n - 1];
    struct pt d1 = {p0.x - 2 * c1.x + c2.x, p0.y - 2 * c1.y + c2.y};
    struct pt d2 = {c1.x - 2 * c2.x + p.x, c1.y - 2 * c2.y + p.y};
    double most = fmax(d1.x * d1.x + d1.y * d1.y, d2.x * d2.x + d2.y * d2.y);
    double least = 1;
    if (step_px > 0) {
        least = 3 * fmax(distance(p0, c1), fmax(distance(c1, c2), distance(c2, p))) / step_px;
    }
    int n = edge_count(3 * sqrt(most) / (4 * PATH_TOLERANCE_PX), least);
    struct pt *out = vertices_reserve(pa, a, (size_t)n);
    /* power basis: B(t) = p0 + t (3 (c1 - p0) + t (3 d1 + t (d2 - d1))) */
    struct pt b1 = {3 * (c1.x - p0.x), 3 * (c1.y - p0.y)};
    struct pt b2 = {3 * d1.x, 3 * d1.y}, b3 = {d2.x - d1.x, d2.y - d1.y};
    double h = 1.0 / n;
    for (int i = 1; i < n; i++) {
        double t = i * h;
        out[i - 1] = (struct pt){p0.x + t * (b1.x + t * (b2.x + t * b3.x)),
                                 p0.y + t * (b1.y + t * (b2.y + t * b3.y))};
    }
    out[n - 1] = p;
    vertices_commit(pa, (size_t)n);
}

void path_polygon(struct path *pa, struct arena *a, const struct pt *p, size_t n)
{
    if (n == 0) {
        return;
    }
    path_move(pa, a, p[0]);
    memcpy(vertices_reserve(pa, a, n - 1), p + 1, (n - 1) * sizeof *p);
    vertices_commit(pa, n - 1);
}

void path_rect(struct path *pa, struct arena *a, struct box b, double step_px)
{
    if (box_is_empty(&b)) {
        return;
    }
    path_move(pa, a, (struct pt){b.x0, b.y0});
    path_lines(pa, a, (struct pt){b.x1, b.y0}, step_px);
    path_lines(pa, a, (struct pt){b.x1, b.y1}, step_px);
    path_lines(pa, a, (struct pt){b.x0, b.y1}, step_px);
    path_lines(pa, a, (struct pt){b.x0, b.y0}, step_px);
}

struct box path_bounds(const struct path *pa)
{
    struct box b = box_empty();
    for (size_t i = 0; i < pa->n; i++) {
        box_add(&b, pa->p[i]);
    }
    return b;
}

static uint32_t contour_start(const struct path *pa, size_t k)
{
    return k ? pa->end[k - 1] : 0;
}

/* Area of the contours from `first` on. */
double path_area(const struct path *pa, size_t first)
{
    double twice = 0;
    for (size_t k = first; k < pa->n_contours; k++) {
        uint32_t i0 = contour_start(pa, k), i1 = pa->end[k];
        for (uint32_t i = i0; i < i1; i++) {
            struct pt p = pa->p[i], q = pa->p[i + 1 < i1 ? i + 1 : i0];
            twice += p.x * q.y - q.x * p.y;
        }
    }
    return twice / 2;
}

/* Length of the contours from `first` on. */
static double path_length(const struct path *pa, size_t first)
{
    double length = 0;
    for (size_t k = first; k < pa->n_contours; k++) {
        uint32_t i0 = contour_start(pa, k), i1 = pa->end[k];
        for (uint32_t i = i0; i < i1; i++) {
            length += distance(pa->p[i], pa->p[i + 1 < i1 ? i + 1 : i0]);
        }
    }
    return length;
}

static inline bool apart(struct pt p, struct pt q)
{
    double x = q.x - p.x, y = q.y - p.y;
    return x * x + y * y > 1e-12;
}

/* Vertices without repeats (a zero edge has no normal) from p[0..n-1] into out; returns how many.
 */
static size_t distinct(const struct pt *p, size_t n, struct pt *out)
{
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        if (m == 0 || apart(out[m - 1], p[i])) {
            out[m++] = p[i];
        }
    }
    while (m > 1 && !apart(out[m - 1], out[0])) {
        m--;
    }
    return m;
}

/* Unit normal of the edge p -> q, to its left on the screen: outwards where area is positive. */
static struct pt normal(struct pt p, struct pt q)
{
    double len = distance(p, q);
    return (struct pt){(q.y - p.y) / len, -(q.x - p.x) / len};
}

/* Offset of one contour. With unit normals n1, n2 of the edges that meet in a vertex, the two
 * offset edges meet at d (n1 + n2) / (1 + n1.n2): that point has distance d from both. Its length
 * is d sqrt(2 / (1 + n1.n2)). */
static void contour_offset(struct path *pa, struct arena *a, const struct pt *p, size_t n, double d)
{
    struct pt before = normal(p[n - 1], p[0]);
    struct pt *out = vertices_reserve(pa, a, 2 * n);
    size_t m = 0;
    for (size_t i = 0; i < n; i++) {
        struct pt after = normal(p[i], p[i + 1 < n ? i + 1 : 0]);
        double one_dot = 1 + before.x * after.x + before.y * after.y;
        if (one_dot * MITER_LIMIT * MITER_LIMIT >= 2) {
            out[m++] = (struct pt){p[i].x + d * (before.x + after.x) / one_dot,
                                   p[i].y + d * (before.y + after.y) / one_dot};
        } else {
            out[m++] = (struct pt){p[i].x + d * before.x, p[i].y + d * before.y};
            out[m++] = (struct pt){p[i].x + d * after.x, p[i].y + d * after.y};
        }
        before = after;
    }
    contour_begin(pa, a);
    vertices_commit(pa, m);
}

void path_offset(struct path *pa, struct arena *a, size_t first, double dist_px)
{
    double area = path_area(pa, first);
    if (!(fabs(area) > 1e-9) || !(fabs(dist_px) > 1e-9) || first >= pa->n_contours) {
        return;
    }
    /* a stroke of width w and length l has area w l and outline 2 l */
    double d = dist_px;
    if (d < 0) {
        d = fmax(d, -SHRINK_SHARE * 2 * fabs(area) / path_length(pa, first));
    }
    d = area > 0 ? d : -d;

    size_t start = contour_start(pa, first), n = pa->n - start, n_contours = pa->n_contours - first;
    struct pt *old = arena_array(a, struct pt, n);
    struct pt *clean = arena_array(a, struct pt, n);
    uint32_t *end = arena_array(a, uint32_t, n_contours);
    memcpy(old, pa->p + start, n * sizeof *old);
    memcpy(end, pa->end + first, n_contours * sizeof *end);
    pa->n = start;
    pa->n_contours = first;
    for (size_t k = 0; k < n_contours; k++) {
        size_t i0 = k ? end[k - 1] - start : 0, i1 = end[k] - start;
        size_t m = distinct(old + i0, i1 - i0, clean);
        if (m > 2) {
            contour_offset(pa, a, clean, m, d);
        }
    }
}

double path_step_px(double curvature_per_px)
{
    return curvature_per_px > 0 ? sqrt(8 * PATH_BEND_TOLERANCE_PX / curvature_per_px) : 0;
}
