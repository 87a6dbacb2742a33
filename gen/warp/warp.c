// SPDX-License-Identifier: MIT
/*
 * The chain: bends in the line frame, then one 3 x 3 matrix, total = fit * perspective * page.
 *
 * Shear and rotation act about the centre c of the text box. With y down, a positive shear leans to the
 * right: x' = x - tan(a) y. A positive rotation turns clockwise on the screen: x' = x cos - y sin,
 * y' = x sin + y cos.
 *
 * Perspective. The page lies in the plane z = 0 about c, the camera at distance D = distance * width of the
 * text. Turned by yaw about the vertical and by pitch about the horizontal axis (y down, z away from the
 * camera), a point (x, y) of the page stands at
 *
 *     X = x cos(yaw) ,  Y = y cos(pitch) + x sin(yaw) sin(pitch) ,  Z = x sin(yaw) cos(pitch) - y sin(pitch)
 *
 * and is seen at (X, Y) D / (D + Z): positive yaw moves the right end away, positive pitch the top. The
 * picture would pass the horizon where D + Z <= 0; D is held above 1.25 times the nearest approach of the text
 * box, so that nothing of it is enlarged more than five times.
 */
#include "warp/warp.h"

#include "warp/bend.h"
#include "warp/elastic.h"

static void multiply(const double a[9], const double b[9], double out[9])
{
    for (int i = 0; i < 3; i++) {
        for (int j = 0; j < 3; j++) {
            out[3 * i + j] = a[3 * i] * b[j] + a[3 * i + 1] * b[3 + j] + a[3 * i + 2] * b[6 + j];
        }
    }
}

static void matrix_of(const struct affine *m, double out[9])
{
    const double v[9] = {m->a, m->b, m->c, m->d, m->e, m->f, 0, 0, 1};
    for (int i = 0; i < 9; i++) {
        out[i] = v[i];
    }
}

static struct pt project(const double h[9], struct pt p)
{
    double w = h[6] * p.x + h[7] * p.y + h[8];
    return (struct pt){(h[0] * p.x + h[1] * p.y + h[2]) / w, (h[3] * p.x + h[4] * p.y + h[5]) / w};
}

static bool invert(const double m[9], double out[9])
{
    double c0 = m[4] * m[8] - m[5] * m[7], c1 = m[5] * m[6] - m[3] * m[8], c2 = m[3] * m[7] - m[4] * m[6];
    double det = m[0] * c0 + m[1] * c1 + m[2] * c2;
    const double adj[9] = {c0, m[2] * m[7] - m[1] * m[8], m[1] * m[5] - m[2] * m[4],
                           c1, m[0] * m[8] - m[2] * m[6], m[2] * m[3] - m[0] * m[5],
                           c2, m[1] * m[6] - m[0] * m[7], m[0] * m[4] - m[1] * m[3]};
    for (int i = 0; i < 9; i++) {
        out[i] = adj[i] / det;
    }
    return fabs(det) > 1e-300;
}

/* --- preparation ---------------------------------------------------------------------------------------- */

static struct box line_box(const struct warp *w)
{
    const struct box *t = &w->text;
    return w->vertical ? (struct box){t->y0, -t->x1, t->y1, -t->x0} : *t;
}

/* The line box with room for the wave that comes before. */
static struct box waved_box(const struct warp *w)
{
    struct box line = line_box(w);
    double amp = w->has_wave ? w->wave.amp_px : 0;
    return (struct box){line.x0, line.y0 - amp, line.x1, line.y1 + amp};
}

static struct rng warp_rng(const struct sample *s, enum fx_id fx)
{
    return rng_stream(s->seed, RNG_FX_DRAW + fx_table[fx].stream, s->index, s->attempt);
}

static void init_bends(struct warp *w, const struct sample *s)
{
    struct box line = line_box(w);
    const struct fx_wave *wave = FX_VALUES(s, wave);
    const struct fx_arc *arc = FX_VALUES(s, arc);
    const struct fx_elastic *elastic = FX_VALUES(s, elastic);
    const struct fx_curl *curl = FX_VALUES(s, curl);
    if (wave) {
        struct rng g = warp_rng(s, FX_wave);
        w->has_wave = wave_init(&w->wave, line, w->em_px, wave->amplitude_em * w->em_px,
                                wave->period_em * w->em_px, rng_uniform(&g, 0, 2 * PI));
    }
    if (arc) {
        w->has_arc = arc_init(&w->arc, waved_box(w), w->em_px, arc->sagitta);
    }
    if (elastic) {
        struct rng g = warp_rng(s, FX_elastic);
        w->has_elastic = elastic_init(&w->elastic, elastic->amplitude_em * w->em_px,
                                      elastic->scale_em * w->em_px, rng_key(&g));
    }
    if (curl) {
        w->has_curl = curl_init(&w->curl, line, curl->depth, curl->start, curl->side < 0.5);
    }
}

/* `m` about the point c instead of the origin. */
static struct affine about(struct affine m, struct pt c)
{
    m.c = c.x - m.a * c.x - m.b * c.y;
    m.f = c.y - m.d * c.x - m.e * c.y;
    return m;
}

static struct pt centre(const struct warp *w)
{
    return (struct pt){(w->text.x0 + w->text.x1) / 2, (w->text.y0 + w->text.y1) / 2};
}

static void init_page(struct warp *w, const struct sample *s)
{
    const struct fx_shear *shear = FX_VALUES(s, shear);
    const struct fx_rotate *rotate = FX_VALUES(s, rotate);
    w->page = affine_identity();
    if (shear) {
        struct affine m = {1, -tan(shear->angle_deg * PI / 180), 0, 0, 1, 0};
        w->page = about(m, centre(w));
    }
    if (rotate) {
        double a = rotate->angle_deg * PI / 180;
        struct affine m = {cos(a), -sin(a), 0, sin(a), cos(a), 0};
        m = about(m, centre(w));
        w->page = affine_mul(&m, &w->page);
    }
}

static void init_perspective(struct warp *w, const struct sample *s)
{
    const struct fx_perspective *v = FX_VALUES(s, perspective);
    static const double identity[9] = {1, 0, 0, 0, 1, 0, 0, 0, 1};
    for (int i = 0; i < 9; i++) {
        w->persp[i] = identity[i];
    }
    if (!v) {
        return;
    }
    double sy = sin(v->yaw_deg * PI / 180), cy = cos(v->yaw_deg * PI / 180);
    double sp = sin(v->pitch_deg * PI / 180), cp = cos(v->pitch_deg * PI / 180);
    struct pt c = centre(w);
    /* the box after shear and rotation is what the camera sees */
    double near = 0, width = 0;
    for (int i = 0; i < 4; i++) {
        struct pt p = affine_apply(&w->page, (struct pt){i & 1 ? w->text.x1 : w->text.x0, i & 2 ? w->text.y1 : w->text.y0});
        near = fmax(near, -((p.x - c.x) * sy * cp - (p.y - c.y) * sp));
        width = fmax(width, 2 * hypot(p.x - c.x, p.y - c.y));
    }
    double d = fmax(v->distance * width, 1.25 * near);
    const double to_c[9] = {1, 0, -c.x, 0, 1, -c.y, 0, 0, 1}, from_c[9] = {1, 0, c.x, 0, 1, c.y, 0, 0, 1};
    const double h[9] = {cy, 0, 0, sy * sp, cp, 0, sy * cp / d, -sp / d, 1};
    double tmp[9];
    multiply(h, to_c, tmp);
    multiply(from_c, tmp, w->persp);
    w->has_persp = fabs(h[6]) + fabs(h[7]) > 1e-12 || cy < 1 || cp < 1;
}

void warp_init(struct warp *w, const struct sample *s, struct box text, double em_px)
{
    *w = (struct warp){.text = text, .em_px = em_px, .vertical = s->direction == DIRECTION_TTB};
    init_bends(w, s);
    init_page(w, s);
    init_perspective(w, s);
    w->affine_only = !w->has_arc && !w->has_wave && !w->has_elastic && !w->has_curl && !w->has_persp;
    warp_fit(w, affine_identity());
}

void warp_fit(struct warp *w, struct affine fit)
{
    double f[9], page[9], tmp[9];
    w->fit = fit;
    matrix_of(&fit, f);
    matrix_of(&w->page, page);
    multiply(w->persp, page, tmp);
    multiply(f, tmp, w->total);
}

/* --- forward ------------------------------------------------------------------------------------------------ */

static bool bends(const struct warp *w)
{
    return w->has_arc || w->has_wave || w->has_elastic || w->has_curl;
}

/* Blocks small enough for the first cache, as two arrays, so that the bends' loops vectorise. */
enum { BLOCK = 256 };

static void bend_block(const struct warp *w, struct pt *p, size_t n)
{
    double u[BLOCK], v[BLOCK];
    for (size_t i = 0; i < n; i++) {
        u[i] = w->vertical ? p[i].y : p[i].x;
        v[i] = w->vertical ? -p[i].x : p[i].y;
    }
    if (w->has_wave) {
        wave_move(&w->wave, u, v, n);
    }
    if (w->has_arc) {
        arc_move(&w->arc, u, v, n);
    }
    if (w->has_elastic) {
        elastic_move(&w->elastic, u, v, n);
    }
    if (w->has_curl) {
        curl_move(&w->curl, u, v, n);
    }
    for (size_t i = 0; i < n; i++) {
        p[i] = w->vertical ? (struct pt){-v[i], u[i]} : (struct pt){u[i], v[i]};
    }
}

void warp_points(const struct warp *w, struct pt *p, size_t n)
{
    for (size_t i = 0; bends(w) && i < n; i += BLOCK) {
        bend_block(w, p + i, n - i < BLOCK ? n - i : BLOCK);
    }
    if (w->has_persp) {
        for (size_t i = 0; i < n; i++) {
            p[i] = project(w->total, p[i]);
        }
    } else {
        const double *t = w->total;
        struct affine m = {t[0], t[1], t[2], t[3], t[4], t[5]};
        for (size_t i = 0; i < n; i++) {
            p[i] = affine_apply(&m, p[i]);
        }
    }
}

struct pt warp_point(const struct warp *w, struct pt p)
{
    warp_points(w, &p, 1);
    return p;
}

/* --- derivatives and inverse -------------------------------------------------------------------------------- */

void warp_jacobian(const struct warp *w, struct pt p, double j[4])
{
    double h = w->em_px * 1e-4;
    struct pt q[4] = {{p.x + h, p.y}, {p.x - h, p.y}, {p.x, p.y + h}, {p.x, p.y - h}};
    warp_points(w, q, 4);
    j[0] = (q[0].x - q[1].x) / (2 * h);
    j[1] = (q[2].x - q[3].x) / (2 * h);
    j[2] = (q[0].y - q[1].y) / (2 * h);
    j[3] = (q[2].y - q[3].y) / (2 * h);
}

bool warp_inverse(const struct warp *w, struct pt q, struct pt *p)
{
    double back[9];
    if (!invert(w->total, back)) {
        return false;
    }
    struct pt a = project(back, q);
    double side = w->total[6] * a.x + w->total[7] * a.y + w->total[8];
    if (!(side > 1e-9) || !isfinite(a.x) || !isfinite(a.y)) {
        return false; /* behind the camera */
    }
    struct pt l = w->vertical ? (struct pt){a.y, -a.x} : a;
    if ((w->has_curl && !curl_back(&w->curl, l, &l)) || (w->has_elastic && !elastic_back(&w->elastic, l, &l)) ||
        (w->has_arc && !arc_back(&w->arc, l, &l)) || (w->has_wave && !wave_back(&w->wave, l, &l))) {
        return false;
    }
    *p = w->vertical ? (struct pt){-l.y, l.x} : l;
    struct pt again = warp_point(w, *p);
    return hypot(again.x - q.x, again.y - q.y) < 1e-6 * fmax(1, w->em_px);
}

bool warp_folds(const struct warp *w, int n)
{
    for (int k = 0; k < n * n; k++) {
        double j[4], s = (double)(k % n) / (n - 1), t = (double)(k / n) / (n - 1);
        struct pt p = {w->text.x0 + (w->text.x1 - w->text.x0) * s, w->text.y0 + (w->text.y1 - w->text.y0) * t};
        warp_jacobian(w, p, j);
        if (!(j[0] * j[3] - j[1] * j[2] > 0)) {
            return true;
        }
    }
    return false;
}

/* f after g: second derivatives f'' g'^2 + f' g''. */
static struct bend_bound after(struct bend_bound f, struct bend_bound g)
{
    return (struct bend_bound){f.curvature * g.stretch * g.stretch + f.stretch * g.curvature, f.stretch * g.stretch};
}

/* Larger singular value of the linear part. */
static double stretch_of(const struct affine *m)
{
    double s = hypot(m->a + m->e, m->b - m->d), d = hypot(m->a - m->e, m->b + m->d);
    return (s + d) / 2;
}

double warp_curvature(const struct warp *w)
{
    struct bend_bound k = {0, 1};
    k = w->has_wave ? after(wave_bound(&w->wave), k) : k;
    k = w->has_arc ? after(arc_bound(&w->arc, waved_box(w)), k) : k;
    k = w->has_elastic ? after(elastic_bound(&w->elastic), k) : k;
    k = w->has_curl ? after(curl_bound(&w->curl), k) : k;
    return k.curvature * stretch_of(&w->page) * stretch_of(&w->fit);
}

struct box warp_area(const struct warp *w, struct box picture)
{
    enum { SIDE = 8 };
    struct box b = w->text;
    double reach = 3 * (w->text.x1 - w->text.x0 + w->text.y1 - w->text.y0);
    for (int i = 0; i <= SIDE; i++) {
        for (int k = 0; k <= SIDE; k++) {
            struct pt p, q = {picture.x0 + (picture.x1 - picture.x0) * i / SIDE,
                              picture.y0 + (picture.y1 - picture.y0) * k / SIDE};
            if ((i == 0 || k == 0 || i == SIDE || k == SIDE) && warp_inverse(w, q, &p)) {
                box_add(&b, (struct pt){clampd(p.x, w->text.x0 - reach, w->text.x1 + reach),
                                        clampd(p.y, w->text.y0 - reach, w->text.y1 + reach)});
            }
        }
    }
    return (struct box){b.x0 - w->em_px, b.y0 - w->em_px, b.x1 + w->em_px, b.y1 + w->em_px};
}
