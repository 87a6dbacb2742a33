// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_CATALOGUE_BRANDS_H
#define ERSATZ_SHELF_CATALOGUE_BRANDS_H
/*
 * catalogue_brands - names and looks of brands that do not exist.
 *
 * Each department has some names made by hand; after those, syllables are put together. What a brand looks like (two
 * colours, a grammar, a font) depends on its name, its department and a seed.
 */
#include "base/arena.h"
#include "base/rng.h"
#include "shelf/catalogue_words.h"

enum palette_mood { MOOD_CLEAN = 1, MOOD_NATURE = 2, MOOD_BRIGHT = 4, MOOD_NOBLE = 8, MOOD_WARM = 16, MOOD_PASTEL = 32 };

struct brand {
    const char *name;
    enum lang lang;
};

/** brands_known() - brand i of a department that was thought up by hand; name NULL past the end. */
struct brand brands_known(enum department d, size_t i);
/** brands_own() - brand i of those a shop may sell under its own name, cheaply; name NULL past the end. */
struct brand brands_own(size_t i);
/** brand_invent() - a name of two or three syllables in some language; letters of Latin-1. */
struct brand brand_invent(struct rng *r, struct arena *a);

/** palette_draw() - ground and second colour in one of some moods (enum palette_mood). */
void palette_draw(struct rng *r, unsigned moods, uint8_t ground[3], uint8_t second[3]);
/** palette_by_hash() - ground, second and accent for a brand that a file gives no colours. */
void palette_by_hash(uint32_t hash, uint8_t out[3][3]);
/** palette_accent() - `wanted` (0xrrggbb), made lighter or darker until it stands out from the ground. */
void palette_accent(uint32_t wanted, const uint8_t ground[3], uint8_t out[3]);
/** brand_font() - a family for a grammar, of those in packages.txt. */
const char *brand_font(struct rng *r, enum sku_grammar g);

#endif
