// SPDX-License-Identifier: MIT
/*
 * Prices end in 9 far more often than in anything else, then in 5 and 0 (R. M. Schindler, P. N.
 * Kirby: "Patterns of rightmost digits used in advertised prices", Journal of Consumer Research 24,
 * 1997). Beside the price stands that of a kilogram, a litre or a piece (Directive 98/6/EC); it is
 * of the price as printed, rounded to the cent.
 */
#include "shelf/price.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static const struct {
    const char *before, *after;
    char decimal;
} ways[] = {{"€", "", '.'},  {"", " €", ','}, {"$", "", '.'}, {"£", "", '.'},
            {"€ ", "", ','}, {"", " €", '.'}, {"", "", '.'}};

struct price_style price_style_draw(struct rng *g)
{
    size_t k = rng_below(g, sizeof ways / sizeof *ways);
    double hundred = rng_unit(g), level = rng_unit(g);
    return (struct price_style){ways[k].before, ways[k].after, ways[k].decimal, hundred < 0.4,
                                0.9 + 0.25 * level};
}

int64_t price_cents(double value, double u)
{
    double cents = fmax(value * 100, 9);
    /* steps of 10 cents up to 5, of 50 cents (.49, .99) up to 20, then whole ones */
    double step = cents < 500 ? 10 : cents < 2000 ? 50 : 100;
    int64_t up = (int64_t)(fmax(1, round(cents / step)) * step);
    int64_t end = u < 0.72 ? 1 : u < 0.88 ? 5 : 0;
    return up - end;
}

static const char *money(const struct price_style *st, int64_t cents, struct arena *a)
{
    return arena_printf(a, "%s%" PRId64 "%c%02" PRId64 "%s", st->before, cents / 100, st->decimal,
                        cents % 100, st->after);
}

/* A number; a comma may stand for the point. */
static const char *number(const char *s, double *v)
{
    double whole = 0, unit = 1;
    const char *p = s;
    for (; *p >= '0' && *p <= '9'; p++) {
        whole = 10 * whole + (*p - '0');
    }
    if ((*p == '.' || *p == ',') && p > s) {
        for (p++; *p >= '0' && *p <= '9'; p++) {
            unit /= 10;
            whole += unit * (*p - '0');
        }
    }
    *v = whole;
    return p > s ? p : NULL;
}

static const char *skip_space(const char *s)
{
    while (*s == ' ') {
        s++;
    }
    return s;
}

enum net_unit net_parse(const char *net, double *amount)
{
    static const struct {
        const char *name;
        enum net_unit unit;
        double factor;
    } units[] = {
        {"kg", NET_GRAM, 1000},     {"g", NET_GRAM, 1},          {"ml", NET_MILLILITRE, 1},
        {"cl", NET_MILLILITRE, 10}, {"l", NET_MILLILITRE, 1000}, {"L", NET_MILLILITRE, 1000},
        {"pcs", NET_PIECE, 1},      {"pc", NET_PIECE, 1},        {"pieces", NET_PIECE, 1},
        {"tabs", NET_PIECE, 1},     {"rolls", NET_PIECE, 1},     {"sheets", NET_PIECE, 1},
        {"bags", NET_PIECE, 1},     {"washes", NET_PIECE, 1}};
    double v, packs = 1;
    const char *p = net ? number(net, &v) : NULL;
    if (!p) {
        return NET_NONE;
    }
    p = skip_space(p);
    size_t times = *p == 'x'                        ? 1
                   : strncmp(p, "\xc3\x97", 2) == 0 ? 2
                                                    : 0; /* the multiplication sign */
    if (times) {
        packs = v;
        p = number(skip_space(p + times), &v);
        if (!p) {
            return NET_NONE;
        }
        p = skip_space(p);
    }
    for (size_t k = 0; k < sizeof units / sizeof *units; k++) {
        if (strcmp(p, units[k].name) == 0 && v * packs > 0) {
            *amount = packs * v * units[k].factor;
            return units[k].unit;
        }
    }
    return NET_NONE;
}

static void add_unit_price(const struct price_style *st, const struct sku *s, struct price *p,
                           struct arena *a)
{
    double amount;
    enum net_unit unit = net_parse(s->net, &amount);
    if (unit == NET_NONE || (unit == NET_PIECE && amount < 2)) {
        return;
    }
    bool hundred = unit != NET_PIECE && st->per_hundred && amount <= 500;
    double per = unit == NET_PIECE ? 1 : hundred ? 100 : 1000;
    const char *name = unit == NET_PIECE  ? "pc"
                       : unit == NET_GRAM ? (hundred ? "100 g" : "kg")
                                          : (hundred ? "100 ml" : "l");
    p->unit_cents = (int64_t)floor((double)p->cents * per / amount + 0.5);
    p->unit_price = arena_printf(a, "%s/%s", money(st, p->unit_cents, a), name);
}

struct price price_make(const struct price_style *st, const struct sku *s, bool reduced,
                        struct rng *g, struct arena *a)
{
    double u = rng_unit(g), wobble = rng_uniform(g, 0.95, 1.05), off = rng_uniform(g, 1.12, 1.6);
    struct price p = {.cents = price_cents(s->price * st->level * wobble, u)};
    p.price = money(st, p.cents, a);
    add_unit_price(st, s, &p, a);
    if (reduced) {
        p.old_cents = price_cents((double)p.cents * off / 100, 0);
        if (p.old_cents > p.cents) {
            p.old_price = money(st, p.old_cents, a);
        } else {
            p.old_cents = 0;
        }
    }
    return p;
}
