// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_PRICE_H
#define ERSATZ_SHELF_PRICE_H
/*
 * price - what stands on a price tag: a retail price, the price of a kilogram or litre that belongs
 * to it, an old price.
 *
 *     struct price_style st = price_style_draw(&g);          // one shop, one style
 *     struct price p = price_make(&st, sku, true, &g, &arena);
 *     p.price        "2.49 EUR" in the shop's way: "€2.49", "2,49 €", ...
 *     p.unit_price   "€4.98/kg" for 500 g
 *     p.old_price    "€2.99", if reduced
 */
#include <stdbool.h>

#include "base/arena.h"
#include "base/rng.h"
#include "shelf/catalogue.h"

struct price_style {
    const char *before, *after; /* the currency, on one side of the number */
    char decimal;
    bool per_hundred; /* of small packs: per 100 g, 100 ml instead of kg, l */
    double level;     /* dear or cheap shop: factor on the catalogue's prices */
};

struct price {
    int64_t cents, unit_cents, old_cents;       /* 0: none */
    const char *price, *unit_price, *old_price; /* NULL: none */
};

enum net_unit { NET_NONE, NET_GRAM, NET_MILLILITRE, NET_PIECE };

struct price_style price_style_draw(struct rng *g);
struct price price_make(const struct price_style *st, const struct sku *s, bool reduced,
                        struct rng *g, struct arena *a);

/** price_cents() - the retail price next to `value`: most end in 9, some in 5 or 0. u: 0..1, which
 * ending. */
int64_t price_cents(double value, double u);

/**
 * net_parse() - "500 g", "0.75 l", "6 x 330 ml", "12 pcs" -> amount in grams, millilitres or pieces.
 * NET_NONE for anything else.
 */
enum net_unit net_parse(const char *net, double *amount);

#endif
