// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_ART_H
#define ERSATZ_SHELF_ART_H
/*
 * art - what is printed on packs and price tags: pictures with known texts.
 *
 * The art of a SKU is one picture: an unfolded pack, whose regions (front, back, sides, lid ...) are where
 * the mesh's texture coordinates point (packs.h). It is drawn by Cairo and the text engine from the SKU's
 * fields and grammar, or laid out from the user's pack shots. A pure function of the SKU: the same picture
 * in every run. Texts come with the place of each of their lines, in texture coordinates.
 *
 *     struct art *a = art_of(cache, sku, &e);       // drawn at first use, shared by all threads
 */
#include "base/geom.h"
#include "base/image.h"
#include "shelf/catalogue.h"

struct art_text {
    const char *text;  /* UTF-8, one line, as printed */
    const char *kind;  /* brand, name, variant, claim, net, ingredients, nutrition, ean, price, ... */
    struct quad quad;  /* texture frame, in shares of the picture (0..1), in reading direction */
};

struct art {
    struct image im;           /* RGB (RGBA for labels on clear packs, 0 = see through) */
    const char *key;           /* hexadecimal SHA-256 of the pixels */
    const struct art_text *text;
    size_t n_texts;
};

struct art_cache;
struct fontset; /* font/fontset.h */
/** art_cache_new() - limit_bytes: pictures used longest ago are let go above it (0 = 1 GiB). fonts: as the
 *  text engine found them. */
struct art_cache *art_cache_new(size_t limit_bytes, struct err *e);
/** art_cache_scale() - resolution of all art drawn from now on; 4 until said otherwise. To be called
 *  before threads. */
void art_cache_scale(struct art_cache *c, double px_per_mm);
/** art_cache_fonts() - the faces it draws with: other font files would draw other art. */
const struct fontset *art_cache_fonts(const struct art_cache *c);
void art_cache_free(struct art_cache *c);

/** art_of() - the art of a SKU, held until art_drop(). Thread-safe. ST_IO, ST_FORMAT for pack shots. */
enum st art_of(struct art_cache *c, const struct sku *s, const struct art **out, struct err *e);
void art_drop(struct art_cache *c, const struct art *a);

/* What stands on a price tag. Strings may be NULL: left out. */
struct tag_text {
    const char *name, *price, *unit_price, *ean, *net, *old_price;
    int style;          /* 0..: layout and colours of a chain */
    double size_mm[2];  /* width, height */
};
/** art_tag() - draw a price tag. The same arguments give the same picture; the caller frees it with
 *  art_free(). */
enum st art_tag(struct art_cache *c, const struct tag_text *t, struct art **out, struct err *e);
void art_free(struct art *a);

#endif
