// SPDX-License-Identifier: MIT
/*
 * art_motif - still lifes: which things a motif is made of, and how they lie together.
 *
 * A motif has up to four things: what it is about, and what goes with it. Small things are heaped or fill a bowl; large
 * ones stand as a group of one to three with their companions. Colours are the things' own; where a thing has
 * many (fruit, drinks, sweets) the SKU's contents colour it.
 */
#include "shelf/art_motif.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "shelf/art_draw.h"

#define C(hex) {((hex) >> 16 & 255) / 255.0, ((hex) >> 8 & 255) / 255.0, ((hex) & 255) / 255.0}
/* base, second, grain, size, amount, bump, round, gloss, sharp, glow */
#define LOOK(a, b, ...) {.base = C(a), .second = C(b), __VA_ARGS__}

enum { MOST_THINGS = 4, MOST_SPRITES = 12, MOST_PLACES = 160 };
enum motif_kind { KIND_LARGE, KIND_SMALL, KIND_FLOATING, KIND_MEADOW, KIND_PEAKS, KIND_SPARKS, KIND_LIQUID };

struct motif {
    const char *names; /* the first is its own, the others mean the same: "|a|b|" */
    enum motif_kind kind;
    int tinted;        /* how many of its first things take the contents' colour, if that is one */
    struct art_thing thing[MOST_THINGS];
};

#define LEAF {art_o_leaf, LOOK(0x5c9e31, 0xb7d98a, .grain = GRAIN_VEINS, .amount = 0.55, .bump = 0.01, .round = 0.5, .gloss = 0.25, .sharp = 12, .glow = 0.4), NULL, 0.55}

static const struct motif motifs[] = {
    {"|fruit|orange|citrus|juice|mandarin|peach|apricot|mango|tropical|", KIND_LARGE, 2,
     {{art_o_disc, LOOK(0xf28c13, 0xf9b233, .grain = GRAIN_PORES, .grain_size = 0.09, .amount = 0.5, .bump = 0.006, .gloss = 0.35, .sharp = 25, .glow = 0.2), art_d_stem, 1},
      {art_o_disc, LOOK(0xf29a1f, 0xfbb03b, .round = 0.06, .gloss = 0.15, .sharp = 8), art_d_citrus, 0.85}, LEAF}},
    {"|lemon|lime|", KIND_LARGE, 0,
     {{art_o_lemon, LOOK(0xf7d51d, 0xfbe96b, .grain = GRAIN_PORES, .grain_size = 0.09, .amount = 0.6, .bump = 0.007, .gloss = 0.35, .sharp = 25, .glow = 0.25), NULL, 1.05},
      {art_o_disc, LOOK(0xf2d024, 0xf9e978, .round = 0.06, .gloss = 0.1, .sharp = 8), art_d_citrus, 0.8}, LEAF}},
    {"|apple|", KIND_LARGE, 1,
     {{art_o_apple, LOOK(0xc81e1e, 0xe8b93a, .grain = GRAIN_FADE, .grain_size = 0.3, .amount = 0.45, .gloss = 0.55, .sharp = 35, .glow = 0.15), art_d_stem, 1},
      {art_o_apple, LOOK(0xf7ecc4, 0xb5351e, .round = 0.1, .gloss = 0.1, .sharp = 10), art_d_yolk, 0}, LEAF}},
    {"|pear|", KIND_LARGE, 0,
     {{art_o_pear, LOOK(0xb9c23a, 0xd98b3a, .grain = GRAIN_SPECKLE, .grain_size = 0.3, .amount = 0.5, .gloss = 0.4, .sharp = 25, .glow = 0.2), art_d_stem, 1}, LEAF}},
    {"|banana|", KIND_LARGE, 0,
     {{art_o_banana, LOOK(0xf6cf36, 0x9a6a1c, .grain = GRAIN_SPECKLE, .grain_size = 0.35, .amount = 0.25, .gloss = 0.25, .sharp = 14, .round = 0.9), NULL, 1.15}, LEAF}},
    {"|berry|strawberry|berries|raspberry|jam|", KIND_LARGE, 0,
     {{art_o_heart, LOOK(0xd5182a, 0xf3c85a, .grain = GRAIN_SEEDS, .grain_size = 0.17, .amount = 0.85, .bump = 0.02, .gloss = 0.5, .sharp = 30, .glow = 0.25), art_d_berry_cap, 0.85},
      {art_o_disc, LOOK(0x33427f, 0x7c8fc9, .grain = GRAIN_CLOUDS, .grain_size = 0.7, .amount = 0.6, .gloss = 0.2, .sharp = 12), art_d_crown, 0.42}, LEAF}},
    {"|blueberry|currant|", KIND_SMALL, 0,
     {{art_o_disc, LOOK(0x2f3d7a, 0x7f92cc, .grain = GRAIN_CLOUDS, .grain_size = 0.7, .amount = 0.6, .gloss = 0.25, .sharp = 12), art_d_crown, 1}, LEAF}},
    {"|cherry|", KIND_LARGE, 0,
     {{art_o_disc, LOOK(0x9e0b1f, 0xd92b3a, .grain = GRAIN_FADE, .amount = 0.6, .gloss = 0.75, .sharp = 45, .glow = 0.2), art_d_stem, 0.7}, LEAF}},
    {"|grape|wine|", KIND_SMALL, 1,
     {{art_o_disc, LOOK(0x5a1f5e, 0x8d5ba0, .grain = GRAIN_FADE, .amount = 0.6, .gloss = 0.55, .sharp = 30, .glow = 0.6), NULL, 1.3}, LEAF}},
    {"|tomato|ketchup|sauce|", KIND_LARGE, 0,
     {{art_o_disc, LOOK(0xd6241a, 0xf0602a, .grain = GRAIN_FADE, .amount = 0.5, .gloss = 0.7, .sharp = 40, .glow = 0.2), art_d_calyx, 1},
      {art_o_disc, LOOK(0xd4301f, 0xe8604a, .round = 0.1, .gloss = 0.3, .sharp = 15), art_d_slice, 0.8}, LEAF}},
    {"|leaf|herb|tea|mint|salad|basil|vegan|", KIND_LARGE, 0,
     {{art_o_leaf, LOOK(0x3f8a2a, 0xa9d46c, .grain = GRAIN_VEINS, .amount = 0.6, .bump = 0.02, .round = 0.6, .gloss = 0.35, .sharp = 14, .glow = 0.4), NULL, 1.1},
      {art_o_leaf, LOOK(0x6fae3e, 0xcbe597, .grain = GRAIN_VEINS, .amount = 0.6, .bump = 0.02, .round = 0.6, .gloss = 0.3, .sharp = 14, .glow = 0.4), NULL, 0.85},
      {art_o_leaf, LOOK(0x2f6b2b, 0x86bf5a, .grain = GRAIN_VEINS, .amount = 0.6, .bump = 0.02, .round = 0.6, .gloss = 0.3, .sharp = 14, .glow = 0.4), NULL, 0.95}}},
    {"|grain|wheat|oat|flour|cereal|rye|", KIND_SMALL, 0,
     {{art_o_kernel, LOOK(0xd9a441, 0x9a6420, .grain = GRAIN_STREAKS, .grain_size = 0.3, .amount = 0.6, .bump = 0.01, .gloss = 0.25, .sharp = 14), NULL, 0.85},
      {art_o_ear, LOOK(0xdfae4e, 0xa87026, .grain = GRAIN_CLOUDS, .grain_size = 0.1, .amount = 0.4, .gloss = 0.2, .sharp = 12), art_d_ear, 3.2}}},
    {"|flakes|muesli|granola|cornflakes|", KIND_SMALL, 0,
     {{art_o_crisp, LOOK(0xedb64e, 0xa85a1c, .grain = GRAIN_SADDLE, .grain_size = 0.3, .amount = 0.9, .bump = 0.2, .round = 0.2, .gloss = 0.2, .sharp = 10, .glow = 0.3), NULL, 1.35},
      {art_o_heart, LOOK(0xd5182a, 0xf3c85a, .grain = GRAIN_SEEDS, .grain_size = 0.17, .amount = 0.85, .bump = 0.02, .gloss = 0.5, .sharp = 30), art_d_berry_cap, 1.2}}},
    {"|rice|", KIND_SMALL, 0,
     {{art_o_kernel, LOOK(0xf5efdf, 0xd9cba8, .grain = GRAIN_FADE, .amount = 0.6, .gloss = 0.45, .sharp = 20, .glow = 0.4), NULL, 0.75}, LEAF}},
    {"|bean|coffee|espresso|", KIND_SMALL, 0,
     {{art_o_oval, LOOK(0x5a3116, 0x2e170a, .grain = GRAIN_CLOUDS, .grain_size = 0.4, .amount = 0.5, .bump = 0.01, .gloss = 0.5, .sharp = 22), art_d_crease, 1}}},
    {"|cup|hot|instant|", KIND_LARGE, 0,
     {{art_o_cup, LOOK(0xf4efe6, 0x4a2511, .gloss = 0.5, .sharp = 30, .round = 0.8), art_d_cup, 1.05},
      {art_o_oval, LOOK(0x5a3116, 0x2e170a, .grain = GRAIN_CLOUDS, .grain_size = 0.4, .amount = 0.5, .gloss = 0.5, .sharp = 22), art_d_crease, 0.26}}},
    {"|cocoa|chocolate|dark|", KIND_SMALL, 0,
     {{art_o_square, LOOK(0x5b2f17, 0x3c1d0c, .grain = GRAIN_CLOUDS, .grain_size = 1.2, .amount = 0.4, .round = 0.25, .gloss = 0.4, .sharp = 18), art_d_squares, 1.6},
      {art_o_almond, LOOK(0xa4622e, 0x6b3a18, .grain = GRAIN_STREAKS, .grain_size = 0.3, .amount = 0.6, .gloss = 0.2, .sharp = 14), NULL, 1}}},
    {"|nut|almond|hazelnut|peanut|nuts|", KIND_SMALL, 0,
     {{art_o_almond, LOOK(0xb1692f, 0x74401b, .grain = GRAIN_STREAKS, .grain_size = 0.25, .amount = 0.7, .bump = 0.02, .gloss = 0.22, .sharp = 14), NULL, 1.1},
      {art_o_disc, LOOK(0xc98b4b, 0x8d5426, .grain = GRAIN_STREAKS, .grain_size = 0.3, .amount = 0.5, .gloss = 0.3, .sharp = 18), NULL, 0.9}}},
    {"|seed|sesame|sunflower|", KIND_SMALL, 0,
     {{art_o_kernel, LOOK(0x4a4038, 0xd8cdb8, .grain = GRAIN_RIDGES, .grain_size = 0.3, .amount = 0.7, .gloss = 0.3, .sharp = 16), NULL, 0.8},
      {art_o_kernel, LOOK(0x9aa05a, 0x6a7030, .grain = GRAIN_CLOUDS, .grain_size = 0.4, .amount = 0.5, .gloss = 0.2, .sharp = 12), NULL, 0.8}}},
    {"|egg|mayonnaise|", KIND_LARGE, 0,
     {{art_o_egg, LOOK(0xe2b48a, 0xc98f62, .grain = GRAIN_SPECKLE, .grain_size = 0.4, .amount = 0.4, .gloss = 0.2, .sharp = 14), NULL, 0.9},
      {art_o_egg, LOOK(0xfdfaf2, 0xf5a81c, .round = 0.2, .gloss = 0.3, .sharp = 14), art_d_yolk, 0.85}, LEAF}},
    {"|bread|toast|loaf|bakery|", KIND_LARGE, 0,
     {{art_o_loaf, LOOK(0xf3dcae, 0x96561f, .grain = GRAIN_CRUST, .grain_size = 0.07, .amount = 0.9, .bump = 0.012, .round = 0.2, .gloss = 0.1, .sharp = 8), NULL, 1.05},
      {art_o_ear, LOOK(0xdfae4e, 0xa87026, .grain = GRAIN_CLOUDS, .grain_size = 0.1, .amount = 0.4, .gloss = 0.2, .sharp = 12), art_d_ear, 1}}},
    {"|biscuit|cookie|", KIND_LARGE, 0,
     {{art_o_crisp, LOOK(0xd99a4e, 0x8a4a19, .grain = GRAIN_TOAST, .grain_size = 0.18, .amount = 0.7, .bump = 0.05, .round = 0.5, .gloss = 0.12, .sharp = 8), art_d_chips, 0.85},
      {art_o_square, LOOK(0x5b2f17, 0x3c1d0c, .round = 0.25, .gloss = 0.4, .sharp = 18), art_d_squares, 0.4}}},
    {"|cracker|waffle|wafer|", KIND_LARGE, 0,
     {{art_o_square, LOOK(0xe3b25f, 0xa5661f, .grain = GRAIN_WAFFLE, .grain_size = 0.32, .amount = 0.75, .bump = 0.05, .round = 0.2, .gloss = 0.15, .sharp = 8), NULL, 0.85},
      {art_o_kernel, LOOK(0xd9a441, 0x9a6420, .gloss = 0.25, .sharp = 14), NULL, 0.3}}},
    {"|chips|crisps|crisp|snack|", KIND_SMALL, 0,
     {{art_o_crisp, LOOK(0xf8d873, 0xb9741f, .grain = GRAIN_SADDLE, .grain_size = 0.3, .amount = 0.8, .bump = 0.13, .round = 0.1, .gloss = 0.22, .sharp = 10, .glow = 0.55), NULL, 2.2}}},
    {"|nacho|tortilla|", KIND_SMALL, 0,
     {{art_o_triangle, LOOK(0xeeb94c, 0xa8591a, .grain = GRAIN_SADDLE, .grain_size = 0.22, .amount = 0.8, .bump = 0.1, .round = 0.15, .gloss = 0.2, .sharp = 12), NULL, 1.9},
      {art_o_pepper, LOOK(0xc81e14, 0x8c0f0c, .grain = GRAIN_FADE, .amount = 0.5, .gloss = 0.7, .sharp = 35), NULL, 1.4}}},
    {"|potato|fries|", KIND_LARGE, 0,
     {{art_o_oval, LOOK(0xd9b268, 0xa67b3a, .grain = GRAIN_SPECKLE, .grain_size = 0.25, .amount = 0.6, .bump = 0.02, .gloss = 0.12, .sharp = 10), NULL, 0.95}, LEAF}},
    {"|pasta|penne|", KIND_SMALL, 0,
     {{art_o_tube, LOOK(0xf0c667, 0xd39b35, .grain = GRAIN_RIDGES, .grain_size = 0.12, .amount = 0.5, .bump = 0.012, .round = 0.9, .gloss = 0.25, .sharp = 14), art_d_tube, 1.6}}},
    {"|farfalle|", KIND_SMALL, 0,
     {{art_o_bow, LOOK(0xf3cd72, 0xd49d3a, .grain = GRAIN_CLOUDS, .grain_size = 0.5, .amount = 0.4, .bump = 0.06, .round = 0.4, .gloss = 0.25, .sharp = 12), art_d_pinch, 1.6}}},
    {"|fusilli|noodle|", KIND_SMALL, 0,
     {{art_o_spiral, LOOK(0xf0c564, 0xb97f22, .grain = GRAIN_TWIST, .grain_size = 0.24, .amount = 0.6, .bump = 0.05, .round = 0.9, .gloss = 0.25, .sharp = 12), NULL, 1.7}}},
    {"|cheese|gouda|cheddar|", KIND_LARGE, 0,
     {{art_o_wedge, LOOK(0xf6c644, 0xf9dd86, .grain = GRAIN_CLOUDS, .grain_size = 0.6, .amount = 0.4, .round = 0.14, .gloss = 0.2, .sharp = 10, .glow = 0.3), art_d_holes, 1.15},
      {art_o_square, LOOK(0xf8d468, 0xfbe49a, .grain = GRAIN_CLOUDS, .grain_size = 0.6, .amount = 0.4, .round = 0.2, .gloss = 0.2, .sharp = 10), NULL, 0.45}, LEAF}},
    {"|butter|margarine|", KIND_LARGE, 0,
     {{art_o_square, LOOK(0xfbe38a, 0xf3cf58, .grain = GRAIN_FADE, .amount = 0.5, .round = 0.2, .gloss = 0.3, .sharp = 14, .glow = 0.3), NULL, 0.8},
      {art_o_fold, LOOK(0xfdeaa2, 0xf5d666, .grain = GRAIN_STREAKS, .grain_size = 0.3, .amount = 0.4, .bump = 0.03, .gloss = 0.3, .sharp = 14), NULL, 0.5}}},
    {"|milk|cream|splash|drink|kefir|", KIND_LIQUID, 0,
     {{art_o_splash, LOOK(0xfbf9f4, 0xe6e3dc, .grain = GRAIN_FADE, .amount = 0.5, .round = 0.55, .gloss = 0.5, .sharp = 26, .glow = 0.5), NULL, 1.2},
      {art_o_drop, LOOK(0xfdfbf7, 0xe6e3dc, .gloss = 0.6, .sharp = 30, .glow = 0.5), NULL, 0.16}}},
    {"|glass|beer|lemonade|cola|soda|", KIND_LARGE, 1,
     {{art_o_glass, LOOK(0xe9f1f4, 0xd98a1c, .round = 0.9, .gloss = 0.6, .sharp = 30, .glow = 0.5), art_d_glass, 1.2},
      {art_o_cube, LOOK(0xd6ecf5, 0xffffff, .grain = GRAIN_CLOUDS, .grain_size = 0.6, .amount = 0.6, .round = 0.35, .gloss = 0.8, .sharp = 30, .glow = 0.8, .alpha = 0.9), art_d_cube, 0.35}}},
    {"|yogurt|yoghurt|pudding|dessert|quark|bowl|soup|", KIND_LARGE, 0,
     {{art_o_bowl, LOOK(0xf3efe8, 0xfdfaf4, .round = 0.8, .gloss = 0.4, .sharp = 24), art_d_bowl, 1.15},
      {art_o_heart, LOOK(0xd5182a, 0xf3c85a, .grain = GRAIN_SEEDS, .grain_size = 0.17, .amount = 0.85, .bump = 0.02, .gloss = 0.5, .sharp = 30), art_d_berry_cap, 0.42}, LEAF}},
    {"|cow|meadow|dairy|farm|", KIND_MEADOW, 0,
     {{art_o_cow, LOOK(0xf6f3ec, 0x2a211d, .grain = GRAIN_SPOTS, .grain_size = 0.42, .amount = 1, .round = 0.9, .gloss = 0.1, .sharp = 8), art_d_cow, 1},
      {art_o_flower, LOOK(0xfdfdf8, 0xf5b81c, .round = 0.5, .gloss = 0.1, .sharp = 8), art_d_flower, 0.16}}},
    {"|drop|oil|", KIND_LARGE, 1,
     {{art_o_drop, LOOK(0xe2b01e, 0xf6da62, .grain = GRAIN_FADE, .amount = 0.8, .gloss = 0.8, .sharp = 40, .glow = 0.8), NULL, 1},
      {art_o_oval, LOOK(0x6d7d2b, 0x3f4c18, .grain = GRAIN_FADE, .amount = 0.6, .gloss = 0.6, .sharp = 30), NULL, 0.5}, LEAF}},
    {"|olive|", KIND_SMALL, 0,
     {{art_o_oval, LOOK(0x74842f, 0x454f1a, .grain = GRAIN_FADE, .amount = 0.7, .gloss = 0.65, .sharp = 32), NULL, 1.3}, LEAF}},
    {"|honey|syrup|", KIND_FLOATING, 0,
     {{art_o_drop, LOOK(0xe8960c, 0xf9c846, .grain = GRAIN_FADE, .amount = 0.8, .gloss = 0.8, .sharp = 40, .glow = 0.9), NULL, 0.8},
      {art_o_flower, LOOK(0xfdfdf8, 0xf5b81c, .round = 0.5, .gloss = 0.1, .sharp = 8), art_d_flower, 0.45}}},
    {"|fish|tuna|salmon|seafood|herring|", KIND_LARGE, 0,
     {{art_o_fish, LOOK(0xb9c6cf, 0x3f5a73, .grain = GRAIN_SCALES, .grain_size = 0.12, .amount = 0.75, .bump = 0.006, .round = 0.95, .gloss = 0.55, .sharp = 22), art_d_fish, 1.3},
      {art_o_disc, LOOK(0xf2d024, 0xf9e978, .round = 0.06, .gloss = 0.1, .sharp = 8), art_d_citrus, 0.5}, LEAF}},
    {"|meat|ham|sausage|salami|bacon|", KIND_LARGE, 0,
     {{art_o_fold, LOOK(0xe58f86, 0xf8d5cc, .grain = GRAIN_STREAKS, .grain_size = 0.35, .amount = 0.7, .bump = 0.04, .round = 0.5, .gloss = 0.35, .sharp = 16, .glow = 0.3), art_d_rind, 0.95},
      {art_o_disc, LOOK(0xa8322a, 0xf0cfc0, .grain = GRAIN_SPECKLE, .grain_size = 0.22, .amount = 0.9, .round = 0.15, .gloss = 0.2, .sharp = 12), NULL, 0.6}, LEAF}},
    {"|pepper|chili|spice|paprika|curry|", KIND_LARGE, 0,
     {{art_o_pepper, LOOK(0xcf1d12, 0xe8501f, .grain = GRAIN_FADE, .amount = 0.6, .round = 0.9, .gloss = 0.75, .sharp = 38), NULL, 1},
      {art_o_disc, LOOK(0x3a2a20, 0x6a5040, .grain = GRAIN_CLOUDS, .grain_size = 0.3, .amount = 0.6, .bump = 0.05, .gloss = 0.2, .sharp = 12), NULL, 0.18}, LEAF}},
    {"|carrot|vegetable|vegetables|", KIND_LARGE, 0,
     {{art_o_carrot, LOOK(0xe9781a, 0xc65a10, .grain = GRAIN_CLOUDS, .grain_size = 0.3, .amount = 0.4, .gloss = 0.3, .sharp = 16), art_d_carrot, 1.1},
      {art_o_disc, LOOK(0x7fb53c, 0x4f8a24, .grain = GRAIN_FADE, .amount = 0.5, .gloss = 0.5, .sharp = 24, .glow = 0.3), NULL, 0.26},
      {art_o_disc, LOOK(0xd6241a, 0xf0602a, .grain = GRAIN_FADE, .amount = 0.5, .gloss = 0.7, .sharp = 40), art_d_calyx, 0.6}}},
    {"|pea|peas|lentil|legume|chickpea|", KIND_SMALL, 0,
     {{art_o_disc, LOOK(0x86bb3f, 0x558f26, .grain = GRAIN_FADE, .amount = 0.6, .gloss = 0.5, .sharp = 24, .glow = 0.3), NULL, 0.9}, LEAF}},
    {"|kidney|beans|", KIND_SMALL, 0,
     {{art_o_oval, LOOK(0x7a1f1a, 0x4c0f0d, .grain = GRAIN_FADE, .amount = 0.6, .gloss = 0.6, .sharp = 28), NULL, 1}, LEAF}},
    {"|corn|maize|", KIND_SMALL, 0,
     {{art_o_square, LOOK(0xf6c927, 0xfbe27a, .grain = GRAIN_FADE, .amount = 0.6, .round = 0.5, .gloss = 0.5, .sharp = 22, .glow = 0.4), NULL, 0.9}, LEAF}},
    {"|popcorn|", KIND_SMALL, 0,
     {{art_o_cloud, LOOK(0xfdf3d7, 0xe6b84e, .grain = GRAIN_CLOUDS, .grain_size = 0.35, .amount = 0.7, .bump = 0.06, .gloss = 0.15, .sharp = 10), NULL, 1.4}}},
    {"|mushroom|", KIND_LARGE, 0,
     {{art_o_mushroom, LOOK(0xe7d6bd, 0xa98359, .grain = GRAIN_CLOUDS, .grain_size = 0.5, .amount = 0.5, .round = 0.8, .gloss = 0.12, .sharp = 8), NULL, 0.85}, LEAF}},
    {"|onion|garlic|", KIND_LARGE, 0,
     {{art_o_drop, LOOK(0xc9853d, 0x8c4a1a, .grain = GRAIN_RIDGES, .grain_size = 0.22, .amount = 0.5, .gloss = 0.35, .sharp = 18), NULL, 0.95}, LEAF}},
    {"|cucumber|pickle|gherkin|", KIND_LARGE, 0,
     {{art_o_sausage, LOOK(0x5f8a2c, 0x35571a, .grain = GRAIN_SPECKLE, .grain_size = 0.2, .amount = 0.6, .bump = 0.03, .gloss = 0.5, .sharp = 24), NULL, 1.1},
      {art_o_disc, LOOK(0x6f9a38, 0xcfe0a0, .round = 0.1, .gloss = 0.3, .sharp = 12), art_d_slice, 0.5}, LEAF}},
    {"|candy|sweet|gum|gummy|bonbon|", KIND_SMALL, 1,
     {{art_o_disc, LOOK(0xd92058, 0xf56a9a, .grain = GRAIN_FADE, .amount = 0.6, .gloss = 0.8, .sharp = 40, .glow = 0.8), NULL, 1.2},
      {art_o_square, LOOK(0x2fa84f, 0x8fe09a, .grain = GRAIN_FADE, .amount = 0.6, .round = 0.4, .gloss = 0.7, .sharp = 36, .glow = 0.8), NULL, 1},
      {art_o_oval, LOOK(0xf5b51c, 0xfbe27a, .grain = GRAIN_FADE, .amount = 0.6, .gloss = 0.7, .sharp = 36, .glow = 0.8), NULL, 1.1}}},
    {"|ice|frozen|snow|", KIND_SMALL, 0,
     {{art_o_cube, LOOK(0xbfe2f2, 0xffffff, .grain = GRAIN_CLOUDS, .grain_size = 0.6, .amount = 0.7, .bump = 0.02, .round = 0.3, .gloss = 0.8, .sharp = 30, .glow = 0.8, .alpha = 0.92), art_d_cube, 1.6}, LEAF}},
    {"|bubbles|bubble|foam|soap|detergent|", KIND_FLOATING, 0,
     {{art_o_disc, LOOK(0x9fd3f0, 0xf3c6ea, .grain = GRAIN_FADE, .amount = 0.5, .gloss = 0.9, .sharp = 40, .glow = 1, .alpha = 0.45), art_d_bubble, 1}}},
    {"|flower|lavender|camomile|rose|blossom|", KIND_FLOATING, 0,
     {{art_o_flower, LOOK(0xfbf3fa, 0xf5b81c, .grain = GRAIN_NONE, .round = 0.5, .gloss = 0.15, .sharp = 8, .glow = 0.4), art_d_flower, 0.95},
      {art_o_flower, LOOK(0xc99be0, 0xf3d34a, .grain = GRAIN_NONE, .round = 0.5, .gloss = 0.15, .sharp = 8, .glow = 0.4), art_d_flower, 0.7}, LEAF}},
    {"|cotton|cloud|soft|paper|tissue|", KIND_FLOATING, 0,
     {{art_o_cloud, LOOK(0xffffff, 0xdfe8f2, .grain = GRAIN_CLOUDS, .grain_size = 0.3, .amount = 0.4, .bump = 0.03, .gloss = 0.05, .sharp = 6, .glow = 0.5), NULL, 1.2},
      LEAF}},
    {"|bone|dog|", KIND_SMALL, 0,
     {{art_o_bone, LOOK(0xc98a4b, 0x8a5226, .grain = GRAIN_CLOUDS, .grain_size = 0.2, .amount = 0.5, .bump = 0.03, .round = 0.7, .gloss = 0.1, .sharp = 8), NULL, 1.5},
      {art_o_star, LOOK(0xa3512a, 0x6f3218, .grain = GRAIN_CLOUDS, .grain_size = 0.2, .amount = 0.5, .round = 0.6, .gloss = 0.1, .sharp = 8), NULL, 1}}},
    {"|paw|cat|pet|", KIND_FLOATING, 1,
     {{art_o_paw, LOOK(0x7a5236, 0x4f3220, .round = 0.7, .gloss = 0.2, .sharp = 12), NULL, 1},
      {art_o_bone, LOOK(0xe9c48d, 0xb98a4c, .grain = GRAIN_CLOUDS, .grain_size = 0.3, .amount = 0.4, .round = 0.8, .gloss = 0.2, .sharp = 10), NULL, 0.8},
      {art_o_fish, LOOK(0xb9c6cf, 0x3f5a73, .grain = GRAIN_SCALES, .grain_size = 0.12, .amount = 0.75, .gloss = 0.4, .sharp = 20), art_d_fish, 0.7}}},
    {"|bolt|energy|sport|power|", KIND_SPARKS, 0,
     {{art_o_bolt, LOOK(0xffd400, 0xff7a00, .grain = GRAIN_FADE, .amount = 0.8, .round = 0.5, .gloss = 0.5, .sharp = 20), NULL, 1.2}}},
    {"|star|party|gift|", KIND_SPARKS, 1,
     {{art_o_star, LOOK(0xffc928, 0xf08c00, .grain = GRAIN_FADE, .amount = 0.7, .round = 0.7, .gloss = 0.5, .sharp = 20), NULL, 0.9}}},
    {"|tooth|teeth|", KIND_SPARKS, 0,
     {{art_o_tooth, LOOK(0xfbfdff, 0xcfe3f2, .grain = GRAIN_FADE, .amount = 0.6, .round = 0.9, .gloss = 0.9, .sharp = 40, .glow = 0.4), NULL, 1}}},
    {"|sun|sunny|suncare|", KIND_SPARKS, 0,
     {{art_o_disc, LOOK(0xffc21f, 0xff8a00, .grain = GRAIN_FADE, .amount = 0.7, .gloss = 0.3, .sharp = 10, .glow = 0.8), NULL, 0.8}}},
    {"|baby|heart|", KIND_SPARKS, 1,
     {{art_o_heart, LOOK(0xf59ab4, 0xf8c8d6, .grain = GRAIN_FADE, .amount = 0.6, .round = 0.9, .gloss = 0.4, .sharp = 18, .glow = 0.4), NULL, 0.8}}},
    {"|wave|sea|aqua|fresh|", KIND_LIQUID, 0,
     {{art_o_splash, LOOK(0x35a3dd, 0xbfe8fb, .grain = GRAIN_FADE, .amount = 0.8, .round = 0.6, .gloss = 0.9, .sharp = 30, .glow = 0.8), NULL, 1.2},
      {art_o_drop, LOOK(0x49b1e5, 0xd3f0fd, .grain = GRAIN_FADE, .amount = 0.7, .gloss = 0.9, .sharp = 36, .glow = 0.8), NULL, 0.16}}},
    {"|sheet|towel|napkin|", KIND_FLOATING, 0,
     {{art_o_sheet, LOOK(0xffffff, 0xd9e4ef, .grain = GRAIN_WAFFLE, .grain_size = 0.14, .amount = 0.25, .bump = 0.01, .round = 0.4, .gloss = 0.05, .sharp = 6, .glow = 0.5), NULL, 1.1},
      {art_o_cloud, LOOK(0xffffff, 0xdfe8f2, .grain = GRAIN_CLOUDS, .grain_size = 0.3, .amount = 0.4, .bump = 0.03, .gloss = 0.05, .sharp = 6, .glow = 0.5), NULL, 0.8}}},
    {"|sparkles|sparkle|shine|clean|glass-clean|dental|", KIND_SPARKS, 0, {{NULL}}},
    {"|mountain|water|spring|peak|", KIND_PEAKS, 0,
     {{art_o_drop, LOOK(0x8fc8ea, 0xe4f5ff, .grain = GRAIN_FADE, .amount = 0.8, .gloss = 0.9, .sharp = 40, .glow = 1, .alpha = 0.8), NULL, 0.2}}},
};

static const struct motif *find_motif(const char *name)
{
    char want[64];
    snprintf(want, sizeof want, "|%.60s|", name ? name : "");
    for (size_t i = 0; i < sizeof motifs / sizeof *motifs; i++) {
        if (strcasestr(motifs[i].names, want)) {
            return &motifs[i];
        }
    }
    return NULL;
}

bool art_motif_known(const char *motif)
{
    return find_motif(motif) != NULL;
}

size_t art_motif_count(void)
{
    return sizeof motifs / sizeof *motifs;
}

const char *art_motif_name(size_t i)
{
    static _Thread_local char name[32];
    const char *from = motifs[i].names + 1;
    snprintf(name, sizeof name, "%.*s", (int)strcspn(from, "|"), from);
    return name;
}

/* Words of a longer motif ("ripe tomato"), then the sparkles that suit everything. */
static const struct motif *nearest_motif(const char *name)
{
    const struct motif *m = find_motif(name);
    for (const char *p = name; p && *p && !m;) {
        char word[64];
        size_t n = strcspn(p, " -_,/");
        snprintf(word, sizeof word, "%.*s", (int)(n < 60 ? n : 60), p);
        m = n ? find_motif(word) : NULL;
        p += n + (p[n] != 0);
    }
    return m ? m : find_motif("sparkles");
}

/* --- sprites of a scene ------------------------------------------------------------------------- */

struct still {
    struct art_sheet *s;
    struct art_design *d;
    const struct motif *m;
    struct box b;
    struct rng r;
    struct art_sprite sprite[MOST_SPRITES];
    int of[MOST_SPRITES]; /* which thing */
    int n_sprites;
};

struct place {
    double x, y, radius, turn, alpha;
    int sprite;
    bool flip;
};

static struct art_thing tinted(const struct still *st, int i)
{
    struct art_thing t = st->m->thing[i];
    struct art_rgb c = st->d->contents;
    double hi = fmax(c.r, fmax(c.g, c.b)), lo = fmin(c.r, fmin(c.g, c.b));
    if (i < st->m->tinted && hi - lo > 0.16 && hi > 0.3) {
        t.look.base = art_mix(c, t.look.base, 0.15);
        t.look.second = art_mix(art_turn_hue(art_lighter(c, 0.25), 8), t.look.second, 0.15);
    }
    return t;
}

static int n_things(const struct motif *m)
{
    int n = 0;
    while (n < MOST_THINGS && m->thing[n].outline) {
        n++;
    }
    return n;
}

/* `variants` turned versions of thing i, for a radius in mm. */
static int add_sprites(struct still *st, int i, int variants, double radius, double turn_lo, double turn_hi, double shadow)
{
    struct art_thing t = tinted(st, i);
    int first = st->n_sprites;
    double px = clampd(2 * radius * st->s->px_per_mm, 14, 300);
    for (int k = 0; k < variants && st->n_sprites < MOST_SPRITES; k++) {
        double turn = turn_lo + (turn_hi - turn_lo) * (k + rng_unit(&st->r)) / variants;
        st->of[st->n_sprites] = i;
        st->sprite[st->n_sprites++] = art_sprite_make(&t, (int)px, turn, shadow, &st->r, st->s->arena);
    }
    return first;
}

static void put(struct still *st, const struct place *p)
{
    art_sprite_put(st->s, &st->sprite[p->sprite], p->x, p->y, p->radius, p->turn, p->flip, p->alpha);
}

static int by_depth(const void *a, const void *b)
{
    const struct place *p = a, *q = b;
    return p->y < q->y ? -1 : p->y > q->y;
}

static void put_all(struct still *st, struct place *p, int n)
{
    qsort(p, (size_t)n, sizeof *p, by_depth);
    for (int i = 0; i < n; i++) {
        put(st, &p[i]);
    }
}

static void ground_shadow(struct still *st, double x, double y, double rx, double ry, double alpha)
{
    art_glow(st->s, x, y, rx, ry, art_rgb(0.12, 0.07, 0.03), alpha);
}

/* --- compositions --------------------------------------------------------------------------------- */

/* A mound of small things: rows from the back, each lower and wider. */
static void heap(struct still *st, struct box b, double radius, bool bare)
{
    struct place p[MOST_PLACES];
    int n = 0, things = n_things(st->m), first[MOST_THINGS], variants[MOST_THINGS];
    for (int i = 0; i < things; i++) {
        double r = radius * st->m->thing[i].size;
        variants[i] = i == 0 ? 5 : 2;
        bool upright = st->m->thing[i].size > 3;
        first[i] = add_sprites(st, i, variants[i], r, upright ? -0.7 : 0, upright ? 0.7 : 2 * PI, 0.5);
    }
    double step = radius * st->m->thing[0].size * 0.8, w = art_w(b);
    b.y0 = fmax(b.y0, b.y1 - w * 0.72); /* a mound, not a tower */
    double h = art_h(b);
    int rows = (int)clampd(h / step, 2, 14);
    if (!bare) {
        ground_shadow(st, (b.x0 + b.x1) / 2, b.y1 - h * 0.06, w * 0.56, h * 0.16, 0.5);
    }
    for (int j = 0; j < rows; j++) {
        double v = (j + 0.6) / rows, half = w / 2 * sqrt(1 - (1 - v) * (1 - v)) * 0.96;
        int across = (int)clampd(2 * half / (step * 1.15), 1, 14);
        for (int i = 0; i < across && n < MOST_PLACES; i++) {
            double u = across > 1 ? (i + 0.5) / across * 2 - 1 : 0;
            int t = 0;
            for (int k = 1; k < things; k++) {
                if (st->m->thing[k].size <= 3 && rng_unit(&st->r) < (k == 1 ? 0.1 : 0.16)) {
                    t = k;
                }
            }
            double sag = u * u * h * 0.28 * (1 - v);
            p[n++] = (struct place){(b.x0 + b.x1) / 2 + u * half + rng_uniform(&st->r, -0.3, 0.3) * step,
                                    b.y0 + v * h * 0.92 + sag + rng_uniform(&st->r, -0.22, 0.22) * step,
                                    radius * st->m->thing[t].size * rng_uniform(&st->r, 0.85, 1.12), rng_uniform(&st->r, -0.25, 0.25), 1,
                                    first[t] + (int)rng_below(&st->r, (uint32_t)variants[t]), rng_unit(&st->r) < 0.2};
        }
    }
    for (int k = 1; k < things; k++) {
        if (st->m->thing[k].size > 3) { /* ears stand behind */
            for (int i = 0; i < 5; i++) {
                double r = fmin(radius * st->m->thing[k].size, h * 0.5);
                struct place ear = {(b.x0 + b.x1) / 2 + (i - 2) * w * 0.17, b.y0 + h * (0.34 + 0.05 * abs(i - 2)), r, (i - 2) * 0.12, 1,
                                    first[k] + i % 2, i > 2};
                put(st, &ear);
            }
        }
    }
    put_all(st, p, n);
}

static const struct art_thing bowl = {art_o_bowl, LOOK(0xf6f1e8, 0x000000, .round = 0.8, .gloss = 0.35, .sharp = 24), NULL, 1};

/* A mound in a bowl, whose front hides its foot. */
static void bowlful(struct still *st)
{
    static const uint32_t glaze[5] = {0xf6f1e8, 0x4f7c94, 0xd9c7a8, 0x8a3b2a, 0x3e5f4a};
    struct box b = st->b;
    double w = fmin(art_w(b) * 0.94, art_h(b) * 1.5), r = w / 2, x = (b.x0 + b.x1) / 2, y = b.y1 - r * 0.80;
    struct art_thing t = bowl;
    t.look.base = art_hex(glaze[rng_below(&st->r, 5)]);
    struct art_sprite front = art_sprite_make(&t, (int)clampd(2 * r * st->s->px_per_mm, 20, 300), 0, 0.45, &st->r, st->s->arena);
    ground_shadow(st, x + r * 0.05, y + r * 0.72, r * 0.95, r * 0.2, 0.5);
    art_sprite_put(st->s, &front, x, y, r, 0, false, 1);
    cairo_save(st->s->cr); /* the mouth, dark inside */
    cairo_translate(st->s->cr, x, y - r * 0.3);
    cairo_scale(st->s->cr, r * 0.95, r * 0.19);
    cairo_arc(st->s->cr, 0, 0, 1, 0, 2 * PI);
    cairo_restore(st->s->cr);
    art_ink(st->s, art_lighter(t.look.base, -0.6), 1);
    cairo_fill(st->s->cr);
    cairo_save(st->s->cr);
    cairo_rectangle(st->s->cr, b.x0, b.y0 - art_h(b), art_w(b), y - r * 0.3 - b.y0 + art_h(b));
    cairo_translate(st->s->cr, x, y - r * 0.3);
    cairo_scale(st->s->cr, r * 0.95, r * 0.2);
    cairo_arc(st->s->cr, 0, 0, 1, 0, 2 * PI);
    cairo_scale(st->s->cr, 1 / (r * 0.95), 1 / (r * 0.2));
    cairo_translate(st->s->cr, -x, -(y - r * 0.3));
    cairo_clip(st->s->cr);
    heap(st, art_box(x - r * 0.86, fmax(b.y0, y - r * 0.95), x + r * 0.86, y - r * 0.06), r * 0.17, true);
    cairo_restore(st->s->cr);
    art_sprite_release(&front);
}

/* One to three large things with what goes with them. */
static void group(struct still *st)
{
    static const double where[3][3][3] = {/* x, y, size: of the box's smaller side */
                                          {{0, 0.02, 1}, {0, 0, 0}, {0, 0, 0}},
                                          {{0.26, -0.08, 0.82}, {-0.2, 0.07, 0.92}, {0, 0, 0}},
                                          {{0.02, -0.13, 0.8}, {-0.27, 0.07, 0.8}, {0.27, 0.1, 0.8}}};
    struct box b = st->b;
    double w = art_w(b), h = art_h(b), side = fmin(w * 0.82, h), x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2;
    double wide = clampd(w / h, 0.7, 1.7);
    int things = n_things(st->m);
    const struct art_thing *main = &st->m->thing[0];
    bool single = main->detail == art_d_glass || main->detail == art_d_cup || main->detail == art_d_bowl || main->detail == art_d_fish ||
                  main->detail == art_d_holes;
    int n = single ? 1 : wide < 0.85 ? 2 + (int)rng_below(&st->r, 2) : 2 + (int)rng_below(&st->r, 2);
    double r = side * (n == 1 ? 0.4 : n == 2 ? 0.37 : 0.34);
    if (main->outline == art_o_fish) { /* long and low */
        r = fmin(w * 0.46, h * 0.95) / main->size;
    }
    int first = add_sprites(st, 0, n == 1 ? 1 : 2, r * main->size, single ? -0.06 : -0.45, single ? 0.06 : 0.45, 0.5);
    ground_shadow(st, x, y + side * 0.34, side * 0.62 * fmin(wide, 1.4), side * 0.16, 0.3);
    if (things > 1 && st->m->thing[things - 1].outline == art_o_leaf) { /* leaves lie behind */
        int leaf = add_sprites(st, things - 1, 3, r * 0.62, -2.2, 2.2, 0.4);
        for (int i = 0; i < 5; i++) {
            double a = -2.7 + 2.3 * i / 4 + rng_uniform(&st->r, -0.15, 0.15);
            struct place p = {x + cos(a) * side * 0.42 * wide * 0.9, y + sin(a) * side * 0.3 + side * 0.06, r * 0.6, 0, 1, leaf + i % 3, i % 2};
            put(st, &p);
        }
    }
    for (int i = 0; i < n; i++) {
        struct place p = {x + where[n - 1][i][0] * side * fmin(wide, 1.3), y + where[n - 1][i][1] * side, r * main->size * where[n - 1][i][2] * (n == 1 ? 1 : 1.12),
                          rng_uniform(&st->r, -0.1, 0.1), 1, first + (n == 1 ? 0 : i % 2), i % 2 && !single};
        if (main->outline != art_o_fish) {
            ground_shadow(st, p.x + p.radius * 0.1, p.y + p.radius * 0.8, p.radius * 1.05, p.radius * 0.28, 0.55);
        }
        put(st, &p);
    }
    for (int t = 1; t < things; t++) { /* companions in front */
        const struct art_thing *c = &st->m->thing[t];
        if (c->size <= 0 || c->outline == art_o_leaf) {
            continue;
        }
        if (main->outline == art_o_fish) { /* at its tail */
            double q = fmin(r * 0.42, h * 0.3);
            int lemon = add_sprites(st, t, 2, q, -0.8, 0.8, 0.5);
            for (int i = 0; i < 2; i++) {
                struct place p = {x + w * 0.5 - q * (1.15 + 0.9 * i), b.y1 - q * (1.05 + 0.1 * i), q, 0, 1, lemon + i, false};
                put(st, &p);
            }
            continue;
        }
        int k = add_sprites(st, t, c->size < 0.5 ? 3 : 2, r * c->size, -0.8, 0.8, 0.5), many = c->size < 0.3 ? 7 : c->size < 0.6 ? 4 : 2;
        for (int i = 0; i < many; i++) {
            double u = many > 1 ? (double)i / (many - 1) * 2 - 1 : 0.4;
            struct place p = {x + u * side * 0.42 * wide + rng_uniform(&st->r, -0.04, 0.04) * side,
                              y + side * (0.40 - 0.08 * fabs(u)) - r * c->size * 0.6 + rng_uniform(&st->r, -0.03, 0.03) * side, r * c->size, 0, 1,
                              k + i % (c->size < 0.5 ? 3 : 2), i % 2};
            put(st, &p);
        }
    }
}

/* Large things side by side along the foot of the box, over its edge. */
static void along_foot(struct still *st)
{
    struct box b = st->b;
    double r = fmin(art_h(b) * 0.42, art_w(b) * 0.2);
    int things = n_things(st->m), first[MOST_THINGS], n = 0;
    struct place p[MOST_PLACES];
    for (int i = 0; i < things; i++) {
        first[i] = add_sprites(st, i, 2, r * fmin(st->m->thing[i].size, 1.5), -0.6, 0.6, 0.5);
    }
    double step = r * 1.25;
    int across = (int)(art_w(b) / step) + 2;
    for (int row = 0; row < 2; row++) {
        for (int i = 0; i < across && n < MOST_PLACES; i++) {
            int t = things > 1 && rng_unit(&st->r) < 0.4 ? 1 + (int)rng_below(&st->r, (uint32_t)things - 1) : 0;
            double k = fmin(st->m->thing[t].size, 1.5);
            p[n++] = (struct place){b.x0 + (i - 0.5 + (row ? 0.5 : 0)) * step + rng_uniform(&st->r, -0.2, 0.2) * r,
                                    b.y1 - r * (row ? 0.45 : 1.15) + rng_uniform(&st->r, -0.2, 0.2) * r, r * fmax(k, 0.35) * rng_uniform(&st->r, 0.9, 1.1),
                                    rng_uniform(&st->r, -0.2, 0.2), 1, first[t] + (int)rng_below(&st->r, 2), rng_unit(&st->r) < 0.3};
        }
    }
    put_all(st, p, n);
}

/* All over the box, the near ones larger. */
static void float_about(struct still *st)
{
    struct box b = st->b;
    double side = fmin(art_w(b), art_h(b)), r = side * 0.2;
    int things = n_things(st->m), first[MOST_THINGS];
    for (int i = 0; i < things; i++) {
        first[i] = add_sprites(st, i, 2, r * st->m->thing[i].size * 1.2, -0.4, 0.4, st->m->thing[i].look.alpha > 0 ? 0.12 : 0.35);
    }
    int n = (int)clampd(14 * art_w(b) * art_h(b) / (side * side), 12, 34);
    for (int i = 0; i < n; i++) {
        int t = (int)rng_below(&st->r, (uint32_t)things);
        double k = i < n / 2 ? rng_uniform(&st->r, 0.25, 0.5) : rng_uniform(&st->r, 0.5, 1.15);
        /* points of a golden-ratio sequence cover the box evenly */
        double u = fmod(0.13 + i * 0.754877666, 1), v = fmod(0.37 + i * 0.569840291, 1);
        double q = r * st->m->thing[t].size * k; /* all of it in the box: words are near */
        struct place p = {b.x0 + q + u * (art_w(b) - 2 * q), b.y0 + q + v * (art_h(b) - 2 * q), q, rng_uniform(&st->r, -0.3, 0.3), 1,
                          first[t] + i % 2, i % 3 == 0};
        put(st, &p);
    }
}

static void hill(struct art_sheet *s, struct box b, double y, double rise, double phase, struct art_rgb top, struct art_rgb low)
{
    cairo_move_to(s->cr, b.x0, b.y1);
    for (int i = 0; i <= 24; i++) {
        double u = i / 24.0;
        cairo_line_to(s->cr, b.x0 + u * art_w(b), y - rise * (0.5 + 0.5 * sin(u * 4.2 + phase)));
    }
    cairo_line_to(s->cr, b.x1, b.y1);
    cairo_close_path(s->cr);
    cairo_pattern_t *p = cairo_pattern_create_linear(0, y - rise, 0, b.y1);
    cairo_pattern_add_color_stop_rgb(p, 0, top.r, top.g, top.b);
    cairo_pattern_add_color_stop_rgb(p, 1, low.r, low.g, low.b);
    cairo_set_source(s->cr, p);
    cairo_fill(s->cr);
    cairo_pattern_destroy(p);
}

/* A meadow with a cow or two; the sky is whatever lies beneath. */
static void meadow(struct still *st)
{
    struct box b = st->b;
    double h = art_h(b), w = art_w(b), ph = rng_uniform(&st->r, 0, 3);
    cairo_save(st->s->cr);
    cairo_rectangle(st->s->cr, b.x0, b.y0, w, h);
    cairo_clip(st->s->cr);
    art_glow(st->s, b.x0 + w * 0.75, b.y0 + h * 0.3, h * 0.5, h * 0.5, art_rgb(1, 0.97, 0.8), 0.8);
    hill(st->s, b, b.y0 + h * 0.62, h * 0.2, ph + 2, art_hex(0xa8cf7a), art_hex(0x7fb356));
    hill(st->s, b, b.y0 + h * 0.74, h * 0.16, ph + 4, art_hex(0x8cc152), art_hex(0x5f9a35));
    hill(st->s, b, b.y0 + h * 0.9, h * 0.12, ph, art_hex(0x74b13a), art_hex(0x3f7d22));
    double r = fmin(h * 0.42, w * 0.36);
    int cow = add_sprites(st, 0, 2, r, 0, 0.001, 0.4), flower = add_sprites(st, 1, 1, r * 0.14, 0, 0.3, 0.2);
    struct place far = {b.x0 + w * 0.77, b.y0 + h * 0.58, r * 0.42, 0, 1, cow + 1, true};
    struct place near = {b.x0 + w * 0.42, b.y0 + h * 0.6, r, 0, 1, cow, false};
    put(st, &far);
    ground_shadow(st, near.x, near.y + r * 0.82, r, r * 0.16, 0.5);
    put(st, &near);
    for (int i = 0; i < 12; i++) {
        double u = fmod(0.2 + i * 0.618, 1);
        struct place p = {b.x0 + u * w, b.y0 + h * (0.9 + 0.08 * fmod(i * 0.37, 1)), r * rng_uniform(&st->r, 0.06, 0.11), 0, 1, flower, false};
        put(st, &p);
    }
    cairo_restore(st->s->cr);
}

static void peaks(struct still *st)
{
    struct box b = st->b;
    double w = art_w(b), h = art_h(b);
    struct art_sheet *s = st->s;
    cairo_save(s->cr);
    cairo_rectangle(s->cr, b.x0, b.y0, w, h);
    cairo_clip(s->cr);
    for (int layer = 0; layer < 2; layer++) {
        for (int i = 0; i < 3; i++) {
            double x = b.x0 + w * (i * 0.42 + (layer ? -0.04 : 0.14)), top = b.y0 + h * (layer ? 0.2 + 0.14 * (i % 2) : 0.08 + 0.2 * (i % 2));
            double half = w * 0.38, foot = b.y0 + h * 0.86;
            cairo_move_to(s->cr, x - half, foot);
            cairo_line_to(s->cr, x, top);
            cairo_line_to(s->cr, x + half, foot);
            cairo_close_path(s->cr);
            art_ink(s, layer ? art_hex(0x4d7599) : art_hex(0x8fb2cc), 1);
            cairo_fill(s->cr);
            cairo_move_to(s->cr, x, top); /* the side in shade */
            cairo_line_to(s->cr, x + half, foot);
            cairo_line_to(s->cr, x + half * 0.1, foot);
            cairo_line_to(s->cr, x - half * 0.06, top + (foot - top) * 0.5);
            cairo_close_path(s->cr);
            art_ink(s, layer ? art_hex(0x2f5577) : art_hex(0x6d96b5), 1);
            cairo_fill(s->cr);
            cairo_move_to(s->cr, x, top); /* snow */
            for (int k = 0; k <= 6; k++) {
                double u = 1 - 2 * k / 6.0, drop = (foot - top) * (k % 2 ? 0.22 : 0.34);
                cairo_line_to(s->cr, x + u * half * drop / (foot - top), top + drop);
            }
            cairo_close_path(s->cr);
            art_ink(s, art_rgb(1, 1, 1), 0.95);
            cairo_fill(s->cr);
        }
    }
    art_fade_box(s, art_box(b.x0, b.y0 + h * 0.78, b.x1, b.y1), art_hex(0xbfe3f5), art_hex(0x2f86c0), false);
    for (int i = 0; i < 9; i++) {
        double y = b.y0 + h * (0.8 + 0.022 * i), u = fmod(0.3 + i * 0.618, 1);
        art_fill_box(s, art_box(b.x0 + u * w * 0.8, y, b.x0 + u * w * 0.8 + w * 0.2, y + h * 0.006), art_rgb(1, 1, 1), 0.6);
    }
    cairo_restore(s->cr);
    int drop = add_sprites(st, 0, 1, w * 0.09, 0, 0.01, 0.2);
    for (int i = 0; i < 3; i++) {
        struct place p = {b.x0 + w * (0.3 + 0.22 * i), b.y0 + h * (0.9 - 0.05 * (i % 2)), fmin(w, h) * (0.07 + 0.02 * (i % 2)), 0, 1, drop, false};
        put(st, &p);
    }
}

static void spark(struct art_sheet *s, double x, double y, double r, struct art_rgb c)
{
    art_glow(s, x, y, r * 0.8, r * 0.8, c, 0.55);
    cairo_move_to(s->cr, x, y - r);
    for (int i = 0; i < 4; i++) {
        double a = PI / 2 * i, b = a + PI / 2;
        cairo_curve_to(s->cr, x + r * 0.1 * sin(a + 0.4), y - r * 0.1 * cos(a + 0.4), x + r * 0.1 * sin(b - 0.4), y - r * 0.1 * cos(b - 0.4), x + r * sin(b),
                       y - r * cos(b));
    }
    cairo_close_path(s->cr);
    art_ink(s, art_rgb(1, 1, 1), 0.95);
    cairo_fill(s->cr);
}

/* Light: a glow, swooshes, sparks; and what the motif has of its own. */
static void sparks(struct still *st)
{
    struct box b = st->b;
    double w = art_w(b), h = art_h(b), side = fmin(w, h), x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2;
    struct art_sheet *s = st->s;
    art_glow(s, x, y, w * 0.55, h * 0.55, art_lighter(st->d->accent, 0.6), 0.8);
    for (int i = 0; i < 5; i++) {
        double t = i / 4.0, dy = (t - 0.5) * h * 0.5;
        cairo_move_to(s->cr, x - w * 0.5, y + dy * 0.3 + h * 0.2);
        cairo_curve_to(s->cr, x - w * 0.2, y + dy - h * 0.3, x + w * 0.1, y + dy + h * 0.3, x + w * 0.5, y + dy * 0.2 - h * 0.25);
        art_ink(s, art_lighter(i % 2 ? st->d->accent : st->d->second, 0.35), 0.75);
        cairo_set_line_width(s->cr, side * (0.02 + 0.02 * i));
        cairo_set_line_cap(s->cr, CAIRO_LINE_CAP_ROUND);
        cairo_stroke(s->cr);
    }
    if (st->m->thing[0].outline) {
        double r = side * 0.36 * st->m->thing[0].size;
        int k = add_sprites(st, 0, 1, r, 0.1, 0.12, 0.5);
        struct place p = {x, y, r, 0, 1, k, false};
        put(st, &p);
    }
    for (int i = 0; i < 9; i++) {
        double u = fmod(0.31 + i * 0.754877666, 1), v = fmod(0.17 + i * 0.569840291, 1);
        spark(s, b.x0 + u * w, b.y0 + v * h, side * rng_uniform(&st->r, 0.04, i == 0 ? 0.22 : 0.12), art_lighter(st->d->accent, 0.7));
    }
}

static void liquid(struct still *st)
{
    struct box b = st->b;
    double side = fmin(art_w(b), art_h(b)), x = (b.x0 + b.x1) / 2, y = (b.y0 + b.y1) / 2, r = side * 0.48;
    int k = add_sprites(st, 0, 1, r, 0, 0.01, 0.4), drop = add_sprites(st, 1, 2, r * 0.16, -0.5, 0.5, 0.3);
    ground_shadow(st, x, y + r * 0.78, r * 1.1, r * 0.2, 0.4);
    struct place p = {x, y + r * 0.05, r, 0, 1, k, rng_unit(&st->r) < 0.5};
    put(st, &p);
    for (int i = 0; i < 7; i++) {
        double a = PI + PI * (i + 0.5) / 7;
        struct place q = {x + cos(a) * r * rng_uniform(&st->r, 0.75, 1.15), y + r * 0.1 + sin(a) * r * rng_uniform(&st->r, 0.95, 1.2), r * rng_uniform(&st->r, 0.05, 0.12), 0, 1,
                          drop + i % 2, false};
        put(st, &q);
    }
}

/* A landscape whose rim fades away, so that it is a picture on a pack and not one pasted on it. */
static void vignette(struct still *st, void (*scene)(struct still *st))
{
    cairo_t *cr = st->s->cr;
    struct box b = st->b;
    cairo_rectangle(cr, b.x0, b.y0, art_w(b), art_h(b));
    cairo_clip(cr);
    cairo_push_group(cr);
    scene(st);
    cairo_pattern_t *picture = cairo_pop_group(cr), *mask = cairo_pattern_create_radial(0, 0, 0, 0, 0, 1);
    cairo_pattern_add_color_stop_rgba(mask, 0.72, 0, 0, 0, 1);
    cairo_pattern_add_color_stop_rgba(mask, 1, 0, 0, 0, 0);
    cairo_matrix_t m;
    cairo_matrix_init_scale(&m, 2 / art_w(b), 2 / art_h(b));
    cairo_matrix_translate(&m, -(b.x0 + b.x1) / 2, -(b.y0 + b.y1) / 2);
    cairo_pattern_set_matrix(mask, &m);
    cairo_set_source(cr, picture);
    cairo_mask(cr, mask);
    cairo_pattern_destroy(mask);
    cairo_pattern_destroy(picture);
}

/* --- the way in -------------------------------------------------------------------------------------- */

static void small_things(struct still *st, enum art_still how)
{
    struct box b = st->b;
    double side = fmin(art_w(b), art_h(b)), r = side * 0.085;
    if (how == STILL_HERO && rng_unit(&st->r) < 0.55 && st->m->thing[0].size < 1.5) {
        bowlful(st);
    } else if (how == STILL_FULL) {
        heap(st, art_box(b.x0 - art_w(b) * 0.25, b.y0 - art_h(b) * 0.3, b.x1 + art_w(b) * 0.25, b.y1 + art_h(b) * 0.1), r * 1.1, true);
    } else {
        heap(st, how == STILL_BORDER ? art_box(b.x0 - art_w(b) * 0.1, b.y0 + art_h(b) * 0.15, b.x1 + art_w(b) * 0.1, b.y1 + art_h(b) * 0.1) : b, r * 1.15,
             how == STILL_BORDER);
    }
}

void art_motif(struct art_sheet *s, struct art_design *d, const char *motif, struct box b, enum art_still how)
{
    if (art_w(b) < 4 || art_h(b) < 4) {
        return;
    }
    struct still st = {.s = s, .d = d, .m = nearest_motif(motif), .b = b};
    st.r = rng_stream(d->sku->seed, RNG_ART_MOTIF, (uint64_t)how, 0);
    cairo_save(s->cr);
    switch (st.m->kind) {
    case KIND_SMALL:
        small_things(&st, how);
        break;
    case KIND_LARGE:
        if (how == STILL_BORDER || how == STILL_FULL) {
            along_foot(&st);
        } else {
            group(&st);
        }
        break;
    case KIND_FLOATING:
        float_about(&st);
        break;
    case KIND_MEADOW:
        vignette(&st, meadow);
        break;
    case KIND_PEAKS:
        vignette(&st, peaks);
        break;
    case KIND_SPARKS:
        sparks(&st);
        break;
    case KIND_LIQUID:
        liquid(&st);
        break;
    }
    cairo_restore(s->cr);
    for (int i = 0; i < st.n_sprites; i++) {
        art_sprite_release(&st.sprite[i]);
    }
}
