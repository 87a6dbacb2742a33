// SPDX-License-Identifier: MIT
#include "label/quad.h"

static double cross(struct pt a, struct pt b)
{
    return a.x * b.y - a.y * b.x;
}

static struct pt minus(struct pt a, struct pt b)
{
    return (struct pt){a.x - b.x, a.y - b.y};
}

struct hull hull_start(struct quad q)
{
    struct hull h = {.start = q, .box = box_empty()};
    double area = cross(minus(q.p[2], q.p[0]), minus(q.p[3], q.p[1]));
    double sign = area < 0 ? -1 : 1; /* a mirrored quad: outward is the other side */
    struct pt last = minus(q.p[0], q.p[3]);
    for (int i = 0; i < 4; i++) {
        struct pt d = minus(q.p[(i + 1) % 4], q.p[i]);
        double len = hypot(d.x, d.y), sine = cross(last, d) / (len * hypot(last.x, last.y));
        h.degenerate |= !(len > 1e-9) || !(sine * sign > 0.05);
        h.nx[i] = sign * d.y / len;
        h.ny[i] = -sign * d.x / len;
        h.offset[i] = -HUGE_VAL;
        last = d;
    }
    return h;
}

void hull_add(struct hull *h, struct pt p)
{
    h->any = true;
    box_add(&h->box, p);
    for (int i = 0; i < 4; i++) {
        double v = h->nx[i] * p.x + h->ny[i] * p.y;
        h->offset[i] = v > h->offset[i] ? v : h->offset[i];
    }
}

struct quad hull_quad(const struct hull *h, double grow_px)
{
    struct quad q = h->start;
    if (!h->any) {
        return q;
    }
    if (h->degenerate) {
        const struct box *b = &h->box;
        double x0 = b->x0 - grow_px, y0 = b->y0 - grow_px, x1 = b->x1 + grow_px, y1 = b->y1 + grow_px;
        return (struct quad){{{x0, y0}, {x1, y0}, {x1, y1}, {x0, y1}}};
    }
    for (int i = 0; i < 4; i++) { /* corner i lies on edges i-1 and i */
        int k = (i + 3) % 4;
        double det = h->nx[k] * h->ny[i] - h->ny[k] * h->nx[i];
        double a = h->offset[k] + grow_px, b = h->offset[i] + grow_px;
        q.p[i].x = (a * h->ny[i] - b * h->ny[k]) / det;
        q.p[i].y = (b * h->nx[k] - a * h->nx[i]) / det;
    }
    return q;
}
