// SPDX-License-Identifier: MIT
/*
 * art_motif_table - what motifs are made of: a row a motif, its things and how they are lit.
 */
#include <stdio.h>
#include <string.h>

#include "shelf/art_draw.h"
#include "shelf/art_motif.h"

/* clang-format off */
#define LEAF {art_o_leaf, LOOK(0x5c9e31, 0xb7d98a, .grain = GRAIN_VEINS, .amount = 0.55, .bump = 0.01, .round = 0.5, .gloss = 0.25, .sharp = 12, .glow = 0.4), NULL, 0.55}

static const struct art_motif motifs[] = {
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

/* clang-format on */

static const struct art_motif *find_motif(const char *name)
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
const struct art_motif *art_motif_find(const char *name)
{
    const struct art_motif *m = find_motif(name);
    for (const char *p = name; p && *p && !m;) {
        char word[64];
        size_t n = strcspn(p, " -_,/");
        snprintf(word, sizeof word, "%.*s", (int)(n < 60 ? n : 60), p);
        m = n ? find_motif(word) : NULL;
        p += n + (p[n] != 0);
    }
    return m ? m : find_motif("sparkles");
}
