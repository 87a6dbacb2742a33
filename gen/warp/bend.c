// SPDX-License-Identifier: MIT
/*
 * bend - arc, wave and curl.
 *
 * Arc and wave move a point with its foot on the baseline: (u, v) -> P(u) + v N(u), where P is the bent
 * baseline (v = 0) and N its normal, pointing to the lower side. The plane moves as a whole, so
 * joined scripts stay joined and a letter turns with the line under it.
 *
 * Arc. P is a circle of radius R walked at unit speed, so that letters are not stretched along the
 * baseline. With a = u - mid and f = a / R (R > 0: centre below, the middle is high):
 *
 *     u' = mid + (R - v) sin f        v' = R - (R - v) cos f
 *
 * A line of length L has half angle t = L / 2R and height R (1 - cos t) over its chord; the recipe gives that
 * height as a share s of L, so t solves (1 - cos t) / 2t = s. Beyond the ends of the line (plus an em) the
 * page goes on straight along the tangent. On the inner side lengths shrink by 1 - v/R: |R| is kept at
 * twice the depth of the text on that side, so that no letter shrinks below half, and past |R|/2, where
 * only marks can be, v approaches 0.9 R without reaching the centre.
 *
 * Wave. P(u) = (u, A sin(k u + phase)). The baseline is displaced across the line only: it gets longer by up
 * to sqrt(1 + (A k)^2), 2 % for A k = 0.2, as real waves of a page would not; the gain is that letters
 * far along a line do not creep. Letters stand on the slope: N = (-sin h, cos h), tan h = A k cos(k u + phase).
 * The normals of a sharp wave meet at distance 1 / (A k^2) from the baseline, so a point at distance w
 * leans by lean * w sin h with
 *
 *     lean = min(1, 0.6 / (A k^2 w_max)),   u' = u - lean w sin h,   v' = v + A sin() - lean w (1 - cos h)
 *
 * and w = v held to the text's own extent plus half an em. The determinant is at least 0.4 (for lean = 1 it
 * is 1/cos h - w h', |w h'| <= 0.6; for lean = 0 it is 1), so the wave keeps its full amplitude and never folds.
 *
 * Curl. The page lies flat in the plane z = 0 up to u0, is rolled on a cylinder of radius R whose axis runs
 * across the line, away from the viewer, and leaves it at angle phi along the tangent. The rolled part is
 * the line's rest of length l = (1 - start) L; phi = depth * 90 degrees; R = l / phi. A point t past u0:
 *
 *     f = min(t / R, phi),  x = u0 + R sin f + (t - R f) cos phi,  z = R (1 - cos f) + (t - R f) sin phi
 *
 * seen by a pinhole at distance D = 4 L over the centre of the text: both coordinates, taken from that
 * centre, shrink by D / (D + z). So letters get narrow as cos f and a little lower as they recede. The
 * page would hide itself where x' (D + z) < x z', that is tan f > (D + z) / x, about 83 degrees; depth is
 * held at 0.9 (81 degrees).
 *
 * sin and cos are series of our own: they vectorise, and give the same bits with every libm.
 */
#include "warp/bend.h"

#include "base/simd.h"

#define ARC_MOST 0.35       /* (1 - cos t) / 2t has its maximum 0.362 at t = 2.33 */
#define WAVE_FOLD 0.6
#define CURL_MOST 0.9
#define CURL_LEAST_ROLL 0.1 /* share of the line */
#define CURL_DISTANCE 4.0   /* lengths of the text */

/* Taylor series about the nearest multiple of pi/2; error below 2e-13 for |a| < 1e6. */
static inline __attribute__((always_inline)) void sin_cos(double a, double *sin_a, double *cos_a)
{
    double q = (a * (2 / PI) + 0x1.8p52) - 0x1.8p52;
    int32_t quadrant = (int32_t)q;
    double r = (a - q * 0x1.921fb544p0) - q * 0x1.0b4611a626331p-34, r2 = r * r;
    double s = r * (1 + r2 * (-1.0 / 6 + r2 * (1.0 / 120 + r2 * (-1.0 / 5040 +
                   r2 * (1.0 / 362880 + r2 * (-1.0 / 39916800 + r2 / 6227020800.0))))));
    double c = 1 + r2 * (-1.0 / 2 + r2 * (1.0 / 24 + r2 * (-1.0 / 720 + r2 * (1.0 / 40320 +
                   r2 * (-1.0 / 3628800 + r2 * (1.0 / 479001600 - r2 / 87178291200.0))))));
    double odd_s = quadrant & 1 ? c : s, odd_c = quadrant & 1 ? s : c;
    *sin_a = quadrant & 2 ? -odd_s : odd_s;
    *cos_a = (quadrant + 1) & 2 ? -odd_c : odd_c;
}

/* --- arc ------------------------------------------------------------------------------------------ */

bool arc_init(struct warp_arc *c, struct box text, double em_px, double sagitta)
{
    double length = text.x1 - text.x0, s = fmin(fabs(sagitta), ARC_MOST);
    if (!(s > 1e-6) || !(length > 0)) {
        return false;
    }
    double t = 4 * s; /* exact for small s */
    for (int i = 0; i < 20; i++) {
        double f = 1 - cos(t) - 2 * s * t, slope = sin(t) - 2 * s;
        t = clampd(t - f / slope, s, 2.2);
    }
    double inner = sagitta > 0 ? text.y1 : -text.y0;
    double radius = fmax(length / (2 * t), 2 * inner);
    c->mid_px = (text.x0 + text.x1) / 2;
    c->reach_px = fmax(length / 2, fmin(length / 2 + em_px, radius * PI / 2));
    c->radius_px = sagitta > 0 ? radius : -radius;
    return true;
}

VEC void arc_move(const struct warp_arc *c, double *restrict u, double *restrict v, size_t n)
{
    double mid = c->mid_px, radius = c->radius_px, inv = 1 / radius, reach = c->reach_px;
    double side = radius > 0 ? 1 : -1, half = side * radius / 2, soft = 1 / (0.8 * half);
    for (size_t i = 0; i < n; i++) {
        double a = u[i] - mid, in = v[i] * side;
        double bent = a > reach ? reach : a < -reach ? -reach : a;
        double past = in > half ? in - half : 0;
        double deep = (in > half ? half : in) + past / (1 + past * soft);
        double s, co, arm = radius - side * deep;
        sin_cos(bent * inv, &s, &co);
        u[i] = mid + arm * s + (a - bent) * co;
        v[i] = radius - arm * co + (a - bent) * s;
    }
}

bool arc_back(const struct warp_arc *c, struct pt q, struct pt *p)
{
    double radius = c->radius_px, side = radius > 0 ? 1 : -1, half = fabs(radius) / 2;
    double x = q.x - c->mid_px, y = radius - q.y, end = c->reach_px / fabs(radius);
    double f = atan2(x * side, y * side), straight = 0, arm;
    if (fabs(f) <= end) {
        arm = side * hypot(x, y);
    } else { /* on the tangent; which end is told by x, since the ends are less than half a turn */
        f = x > 0 ? end : -end;
        f *= side;
        straight = x * cos(f) - y * sin(f);
        arm = x * sin(f) + y * cos(f);
    }
    double deep = side * (radius - arm);
    if (deep > half) {
        double soft = 0.8 * half, past = deep - half;
        if (past >= soft) {
            return false;
        }
        deep = half + past / (1 - past / soft);
    }
    *p = (struct pt){c->mid_px + f * radius + straight, side * deep};
    return true;
}

/* |d2/da2| = s / R and |d2/da dv| = 1 / R, with s = 1 + v / R: along a direction at angle t to the line
 * cos t sqrt(s^2 cos^2 t + 4 sin^2 t) / R, 1.16 s / R at most for s >= 1. */
struct bend_bound arc_bound(const struct warp_arc *c, struct box text)
{
    double radius = fabs(c->radius_px), outer = c->radius_px > 0 ? -text.y0 : text.y1;
    double stretch = 1 + fmax(outer, 0) / radius;
    return (struct bend_bound){1.16 * stretch / radius, stretch};
}

/* --- wave ----------------------------------------------------------------------------------------- */

bool wave_init(struct warp_wave *c, struct box text, double em_px, double amp_px, double period_px,
               double phase)
{
    if (!(amp_px > 0) || !(period_px > 0)) {
        return false;
    }
    double k = 2 * PI / period_px;
    double top = fmin(text.y0, 0) - em_px / 2, bottom = fmax(text.y1, 0) + em_px / 2;
    double bend = amp_px * k * k * fmax(-top, bottom);
    *c = (struct warp_wave){amp_px, k, phase, fmin(1, WAVE_FOLD / bend), top, bottom};
    return true;
}

VEC void wave_move(const struct warp_wave *c, double *restrict u, double *restrict v, size_t n)
{
    double amp = c->amp_px, k = c->k, phase = c->phase, lean = c->lean;
    double top = c->top_px, bottom = c->bottom_px;
    for (size_t i = 0; i < n; i++) {
        double s, co;
        sin_cos(k * u[i] + phase, &s, &co);
        double slope = amp * k * co, cos_h = 1 / sqrt(1 + slope * slope);
        double w = v[i] < top ? top : v[i] > bottom ? bottom : v[i];
        u[i] -= lean * w * slope * cos_h;
        v[i] += amp * s - lean * w * (1 - cos_h);
    }
}

static void wave_move_any(const void *c, double *u, double *v, size_t n)
{
    wave_move(c, u, v, n);
}

bool wave_back(const struct warp_wave *c, struct pt q, struct pt *p)
{
    return back_by_newton(wave_move_any, c, q, p);
}

/* From the derivatives of A sin(ku), of the slope's sine h' <= A k^2 and h'' <= A k^3 + 2 (A k)^2 k, and of
 * their product with the leaning distance. */
struct bend_bound wave_bound(const struct warp_wave *c)
{
    double slope = c->amp_px * c->k, turn = slope * c->k, reach = c->lean * fmax(-c->top_px, c->bottom_px);
    return (struct bend_bound){turn * (1 + c->lean) + reach * turn * c->k * (1 + 2 * slope),
                               hypot(1, slope) + reach * turn};
}

/* --- curl ----------------------------------------------------------------------------------------- */

bool curl_init(struct warp_curl *c, struct box text, double depth, double start, bool left)
{
    double length = text.x1 - text.x0, height = text.y1 - text.y0;
    double phi = fmin(depth, CURL_MOST) * PI / 2;
    if (!(phi > 1e-4) || !(length > 0)) {
        return false;
    }
    double roll = fmax(1 - start, CURL_LEAST_ROLL) * length;
    *c = (struct warp_curl){
        .side = left ? -1 : 1,
        .centre_u_px = (text.x0 + text.x1) / 2,
        .centre_v_px = (text.y0 + text.y1) / 2,
        .start_px = length / 2 - roll,
        .radius_px = roll / phi,
        .phi = phi,
        .distance_px = CURL_DISTANCE * fmax(length, height),
        .sin_phi = sin(phi),
        .cos_phi = cos(phi),
    };
    return true;
}

struct bend_bound curl_bound(const struct warp_curl *c)
{
    return (struct bend_bound){1 / c->radius_px, 1};
}

VEC void curl_move(const struct warp_curl *c, double *restrict u, double *restrict v, size_t n)
{
    double side = c->side, cu = c->centre_u_px, cv = c->centre_v_px, start = c->start_px;
    double radius = c->radius_px, inv = 1 / radius, phi = c->phi, d = c->distance_px;
    double sin_phi = c->sin_phi, cos_phi = c->cos_phi;
    for (size_t i = 0; i < n; i++) {
        double a = side * (u[i] - cu), t = a - start, s, co;
        double f = t * inv;
        f = f < 0 ? 0 : f > phi ? phi : f;
        double flat = t < 0 ? t : 0, past = f < phi ? 0 : t - radius * phi;
        sin_cos(f, &s, &co);
        double x = start + flat + radius * s + past * cos_phi;
        double z = radius * (1 - co) + past * sin_phi;
        double near = d / (d + z);
        u[i] = cu + side * x * near;
        v[i] = cv + (v[i] - cv) * near;
    }
}

/* x / (1 + z/D) = X is solved for f: R D sin f + X R cos f = X (D + R) - start D. */
bool curl_back(const struct warp_curl *c, struct pt q, struct pt *p)
{
    double x = c->side * (q.x - c->centre_u_px), d = c->distance_px, r = c->radius_px;
    double t = x - c->start_px, z = 0;
    if (t > 0) {
        double sine = (x * (d + r) - c->start_px * d) / (r * hypot(d, x));
        double f = sine < 1 ? asin(sine) - atan2(x, d) : c->phi + 1;
        if (f <= c->phi) {
            t = f * r;
            z = r * (1 - cos(f));
        } else {
            double end_x = c->start_px + r * c->sin_phi, end_z = r * (1 - c->cos_phi);
            double room = c->cos_phi * d - x * c->sin_phi;
            if (!(room > 1e-9 * d)) {
                return false; /* beyond the vanishing line of the turned page */
            }
            double past = (x * (d + end_z) - end_x * d) / room;
            t = r * c->phi + past;
            z = end_z + past * c->sin_phi;
        }
    }
    p->x = c->centre_u_px + c->side * (c->start_px + t);
    p->y = c->centre_v_px + (q.y - c->centre_v_px) * (d + z) / d;
    return true;
}

/* --- Newton ---------------------------------------------------------------------------------------- */

bool back_by_newton(void (*move)(const void *c, double *u, double *v, size_t n), const void *c,
                    struct pt q, struct pt *p)
{
    const double h = 1e-3; /* px */
    struct pt at = q;
    double best = HUGE_VAL, step_x = 0, step_y = 0;
    for (int i = 0; i < 60; i++) {
        double u[5] = {at.x, at.x + h, at.x - h, at.x, at.x};
        double v[5] = {at.y, at.y, at.y, at.y + h, at.y - h};
        move(c, u, v, 5);
        double ex = q.x - u[0], ey = q.y - v[0], off = hypot(ex, ey);
        if (!(off < best)) { /* too far: half of the last step */
            step_x /= 2;
            step_y /= 2;
            at.x -= step_x;
            at.y -= step_y;
            continue;
        }
        best = off;
        *p = at;
        if (off < 1e-9) {
            return true;
        }
        double xx = (u[1] - u[2]) / (2 * h), xy = (u[3] - u[4]) / (2 * h);
        double yx = (v[1] - v[2]) / (2 * h), yy = (v[3] - v[4]) / (2 * h), det = xx * yy - xy * yx;
        if (!(fabs(det) > 1e-6)) {
            break;
        }
        step_x = (ex * yy - ey * xy) / det;
        step_y = (ey * xx - ex * yx) / det;
        at.x += step_x;
        at.y += step_y;
    }
    return best < 1e-7;
}
