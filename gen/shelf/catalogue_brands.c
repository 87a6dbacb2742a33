// SPDX-License-Identifier: MIT
#include "shelf/catalogue_brands.h"

#include <math.h>
#include <string.h>

#include "base/color.h"

/* --- names ----------------------------------------------------------------------------------- */

/* clang-format off */
enum { KNOWN = 10 };
static const struct brand known[DEPT_COUNT][KNOWN + 1] = {
    [DEPT_DAIRY] = {{"Almtaler", LANG_DE}, {"Brookmead", LANG_EN}, {"Clairprés", LANG_FR}, {"Larkfield", LANG_EN},
                    {"Hofweide", LANG_DE}, {"Valdorata", LANG_IT}, {"Moorbury", LANG_EN}, {"Prado Alto", LANG_ES}},
    [DEPT_PLANT] = {{"Oatlark", LANG_EN}, {"Hafermond", LANG_DE}, {"Nuvola Verde", LANG_IT}, {"Greenward", LANG_EN},
                    {"Mandelhain", LANG_DE}, {"Rizelle", LANG_FR}, {"Pale Meadow", LANG_EN}},
    [DEPT_JUICE] = {{"Sunfold", LANG_EN}, {"Obsthain", LANG_DE}, {"Zestley", LANG_EN}, {"Verger Doux", LANG_FR},
                    {"Naranzuela", LANG_ES}, {"Fizzaro", LANG_EN}, {"Limonetto", LANG_IT}, {"Kribbel", LANG_DE},
                    {"Tanglo", LANG_EN}},
    [DEPT_WATER] = {{"Eschenquell", LANG_DE}, {"Stillbeck", LANG_EN}, {"Fontelune", LANG_FR}, {"Acquamira", LANG_IT},
                    {"Craigwell", LANG_EN}, {"Quellhorn", LANG_DE}, {"Rillstone", LANG_EN}},
    [DEPT_BEER] = {{"Old Heron", LANG_EN}, {"Bergkrug", LANG_DE}, {"Amberley Crown", LANG_EN}, {"Brasserie Colvert", LANG_FR},
                   {"Hopfenrath", LANG_DE}, {"Tin Anchor", LANG_EN}, {"Mönchsried", LANG_DE}},
    [DEPT_HOT] = {{"Monteverano", LANG_IT}, {"Harrow & Finch", LANG_EN}, {"Rösthaus Adler", LANG_DE}, {"Maison Thévenac", LANG_FR},
                  {"Blendworth", LANG_EN}, {"Caffè Morosini", LANG_IT}, {"Lotus Gate", LANG_EN}, {"Teewald", LANG_DE}},
    [DEPT_BREAKFAST] = {{"Morning Bowl", LANG_EN}, {"Kornfuchs", LANG_DE}, {"Goldspelt", LANG_EN}, {"Petit Grenier", LANG_FR},
                        {"Crunchwell", LANG_EN}, {"Müsligarten", LANG_DE}, {"Orchard Lane", LANG_EN}},
    [DEPT_GRAINS] = {{"Pastificio Bellandi", LANG_IT}, {"Golden Acre", LANG_EN}, {"Tre Spighe", LANG_IT}, {"Nudelfreund", LANG_DE},
                     {"Stoneham's", LANG_EN}, {"Molino Santoro", LANG_IT}, {"Arrozal del Sur", LANG_ES}},
    [DEPT_BAKING] = {{"Pepperfield", LANG_EN}, {"Mühlenglück", LANG_DE}, {"Whisk & Willow", LANG_EN}, {"Especias Romero", LANG_ES},
                     {"Moulin Sauvage", LANG_FR}, {"Saltmarsh", LANG_EN}, {"Backstube Anton", LANG_DE}},
    [DEPT_TINS] = {{"Harvest Row", LANG_EN}, {"Pomodora", LANG_IT}, {"Gartenstolz", LANG_DE}, {"Kettle & Ladle", LANG_EN},
                   {"Huerta Nueva", LANG_ES}, {"Potager d'Élise", LANG_FR}, {"Fieldgate", LANG_EN}, {"Küchenliesl", LANG_DE}},
    [DEPT_FISH] = {{"Captain Merrow", LANG_EN}, {"Nordfang", LANG_DE}, {"Mar Bravío", LANG_ES}, {"Skerry Bay", LANG_EN},
                   {"Tre Delfini", LANG_IT}, {"Port Lannec", LANG_FR}, {"Kutterglück", LANG_DE}},
    [DEPT_SWEET] = {{"Brambletin", LANG_EN}, {"Kakaofee", LANG_DE}, {"Casa Ravera", LANG_IT}, {"Hobbin & Daughters", LANG_EN},
                    {"Maison Aubinel", LANG_FR}, {"Butterleigh", LANG_EN}, {"Zuckerwerk", LANG_DE}, {"Nibblejoy", LANG_EN},
                    {"Dolce Ninfa", LANG_IT}},
    [DEPT_CRISPS] = {{"Spudley", LANG_EN}, {"Krosser", LANG_DE}, {"Crackle Barn", LANG_EN}, {"Papas Lolita", LANG_ES},
                     {"Salt Harbour", LANG_EN}, {"Croustelle", LANG_FR}, {"Corn Parade", LANG_EN}},
    [DEPT_OILS] = {{"Terra d'Ulivi", LANG_IT}, {"Greenpress", LANG_EN}, {"Sierra Oleada", LANG_ES}, {"Mas Garrigue", LANG_FR},
                   {"Rapsgold", LANG_DE}, {"Frantoio Lisi", LANG_IT}, {"Amphora Hill", LANG_EN}},
    [DEPT_BABY] = {{"Tiny Ladle", LANG_EN}, {"Minibär", LANG_DE}, {"Bébéline", LANG_FR}, {"Cuddlecup", LANG_EN},
                   {"Peque Luna", LANG_ES}, {"Pimpinella", LANG_IT}, {"Wee Sparrow", LANG_EN}},
    [DEPT_PET] = {{"Barkley & Tom", LANG_EN}, {"Pfotenwohl", LANG_DE}, {"Whiskerby", LANG_EN}, {"Bon Museau", LANG_FR},
                  {"Rufus Field", LANG_EN}, {"Gattomio", LANG_IT}, {"Miezekost", LANG_DE}},
    [DEPT_CLEANING] = {{"Brightwash", LANG_EN}, {"Klarofix", LANG_DE}, {"Sparkona", LANG_EN}, {"Lavella", LANG_IT},
                       {"Wavelle", LANG_EN}, {"Fraîcheline", LANG_FR}, {"Blanca Nova", LANG_ES}, {"Blitzo", LANG_DE}},
    [DEPT_BODY] = {{"Hollin & Fern", LANG_EN}, {"Seidenhaar", LANG_DE}, {"Velouria", LANG_EN}, {"Maison Corylle", LANG_FR},
                   {"Aquenza", LANG_ES}, {"Kräuterhain", LANG_DE}, {"Ivy Marlow", LANG_EN}},
    [DEPT_ORAL] = {{"Mintora", LANG_EN}, {"Zahnperle", LANG_DE}, {"Smilewell", LANG_EN}, {"Dentisano", LANG_IT},
                   {"Émail Vif", LANG_FR}, {"Pearlguard", LANG_EN}, {"Klardent", LANG_DE}},
    [DEPT_PAPER] = {{"Softley", LANG_EN}, {"Wolkenweich", LANG_DE}, {"Cloudfold", LANG_EN}, {"Doucelle", LANG_FR},
                    {"Nubesuave", LANG_ES}, {"Papyra", LANG_EN}, {"Flauschi", LANG_DE}},
    [DEPT_POWER] = {{"Ampfire", LANG_EN}, {"Strombold", LANG_DE}, {"Longbolt", LANG_EN}, {"Voltaro", LANG_EN},
                    {"Pilexa", LANG_FR}, {"Dynarra", LANG_EN}, {"Kraftzelle", LANG_DE}},
};
static const struct brand own[] = {
    {"Plain & Fair", LANG_EN}, {"Penny Oak", LANG_EN}, {"Simple Ways", LANG_EN}, {"Thriftwell", LANG_EN}, {"Fair Pick", LANG_EN}, {0}};

/* First syllables, middles and ends by language. */
static const char *const syllable[LANG_COUNT][3][16] = {
    [LANG_EN] = {{"Ash", "Bram", "Clover", "Dun", "Fen", "Glen", "Hazel", "King", "Lin", "Mar", "North", "Pel", "Row", "Stan", "Thorn", "Wex"},
                 {"", "", "", "", "", "", "", "", "", "", "ber", "ing", "er", "en", "ley", "mer"},
                 {"brook", "wood", "field", "worth", "dale", "stead", "more", "well", "croft", "hurst", "bury", "gate", "combe", "lea", "mill", "by"}},
    [LANG_DE] = {{"Birken", "Dorn", "Eichen", "Falken", "Grün", "Hasel", "Kirsch", "Linden", "Mohn", "Nord", "Rosen", "Sonn", "Tannen", "Ulmen", "Wald", "Ziegel"},
                 {"", "", "", "", "", "", "", "", "", "", "", "", "", "", "", ""},
                 {"hof", "tal", "bach", "feld", "glück", "garten", "mühle", "stolz", "krone", "rath", "wiese", "berg", "stern", "quell", "zauber", "land"}},
    [LANG_FR] = {{"Beau", "Cham", "Dor", "Fleur", "Gal", "Jol", "Lav", "Mar", "Nor", "Pré", "Rous", "Sau", "Tour", "Val", "Ver", "Vi"},
                 {"", "", "a", "e", "i", "o", "an", "en", "in", "on", "ar", "er", "ir", "el", "il", "ou"},
                 {"lac", "mont", "ville", "sel", "nac", "rolle", "tine", "ière", "vigne", "doux", "belle", "gny", "court", "elle", "ette", "ois"}},
    [LANG_ES] = {{"Al", "Bra", "Ca", "Do", "Es", "Flo", "Gra", "Hue", "Jara", "Lu", "Mon", "Na", "Oli", "Pa", "Ro", "Se"},
                 {"", "ra", "ri", "ro", "la", "li", "lo", "ma", "mi", "na", "ni", "sa", "si", "ta", "va", "ve"},
                 {"nero", "dillo", "cera", "blanca", "zuela", "mar", "monte", "rica", "sol", "llana", "verde", "nada", "drina", "tina", "zal", "ñera"}},
    [LANG_IT] = {{"Al", "Bel", "Ca", "Dol", "Fio", "Gar", "Lu", "Mo", "Nu", "Or", "Per", "Ro", "San", "Tor", "Ve", "Vi"},
                 {"", "la", "li", "lo", "ma", "mi", "na", "ni", "no", "ra", "ri", "ro", "ta", "te", "ti", "vo"},
                 {"relli", "nella", "dino", "monte", "vera", "bianca", "dori", "sano", "netta", "gusto", "mare", "sole", "lina", "tello", "zano", "rosa"}},
};
/* clang-format on */

struct brand brands_known(enum department d, size_t i)
{
    return i < KNOWN ? known[d][i] : (struct brand){0};
}

struct brand brands_own(size_t i)
{
    enum { OWN = sizeof own / sizeof *own };
    return own[i < OWN ? i : OWN - 1];
}

/* "Alllana": nobody would print that. */
static bool letter_thrice(const char *s)
{
    for (; s[0] && s[1] && s[2]; s++) {
        if (s[0] == s[1] && s[1] == s[2]) {
            return true;
        }
    }
    return false;
}

struct brand brand_invent(struct rng *r, struct arena *a)
{
    static const double share[LANG_COUNT] = {0.5, 0.68, 0.8, 0.88, 1}; /* cumulative */
    enum { LONGEST = 12 };
    enum lang lang = (enum lang)rng_pick(r, share, LANG_COUNT);
    for (;;) {
        const char *first = syllable[lang][0][rng_below(r, 16)], *middle = syllable[lang][1][rng_below(r, 16)];
        const char *last = syllable[lang][2][rng_below(r, 16)];
        bool fits = strlen(first) + strlen(middle) + strlen(last) <= LONGEST;
        const char *name = arena_printf(a, "%s%s%s", first, fits ? middle : "", last);
        if (!letter_thrice(name)) {
            return (struct brand){name, lang};
        }
    }
}

/* --- colours --------------------------------------------------------------------------------- */

static const struct palette {
    uint32_t ground, second;
    unsigned moods;
} palettes[] = {
    {0xffffff, 0x1f5fa8, MOOD_CLEAN},
    {0xf4f8fb, 0x0c3c78, MOOD_CLEAN},
    {0x0f4c9c, 0xffffff, MOOD_CLEAN | MOOD_BRIGHT},
    {0x1a7fc4, 0xffffff, MOOD_CLEAN},
    {0xd8ecf6, 0x14507c, MOOD_CLEAN | MOOD_PASTEL},
    {0x0e8c8c, 0xffffff, MOOD_CLEAN | MOOD_NATURE},
    {0xe9f4ee, 0x1d6b4c, MOOD_CLEAN | MOOD_NATURE},
    {0x2c2f6e, 0xf2f2fa, MOOD_CLEAN | MOOD_NOBLE},
    {0x2f6b3a, 0xf4efe2, MOOD_NATURE},
    {0x4c7a34, 0xfdf8e8, MOOD_NATURE},
    {0xf3ecd8, 0x3f5c2c, MOOD_NATURE | MOOD_WARM},
    {0xe6ead0, 0x42602e, MOOD_NATURE | MOOD_PASTEL},
    {0xc9b48a, 0x3a2c1c, MOOD_NATURE | MOOD_WARM},
    {0x8cae3c, 0x1e3814, MOOD_NATURE | MOOD_BRIGHT},
    {0xd9232e, 0xffffff, MOOD_BRIGHT | MOOD_WARM},
    {0xf7c81c, 0xb01822, MOOD_BRIGHT},
    {0xf28a1a, 0x5a1c08, MOOD_BRIGHT | MOOD_WARM},
    {0x6a2c8c, 0xf8d848, MOOD_BRIGHT},
    {0xe2387c, 0xffffff, MOOD_BRIGHT},
    {0x14a05c, 0xfff6c8, MOOD_BRIGHT | MOOD_NATURE},
    {0xffe14a, 0x18418c, MOOD_BRIGHT},
    {0x101418, 0xd8b25c, MOOD_NOBLE},
    {0x3c1418, 0xe8d0a0, MOOD_NOBLE | MOOD_WARM},
    {0x14322c, 0xdcc48c, MOOD_NOBLE | MOOD_NATURE},
    {0x1c2440, 0xe0c078, MOOD_NOBLE},
    {0xf6f1e6, 0x2a2420, MOOD_NOBLE | MOOD_PASTEL},
    {0x4a2416, 0xf2dcb4, MOOD_NOBLE | MOOD_WARM},
    {0xa81c24, 0xf8e4b0, MOOD_WARM},
    {0xf8e8c8, 0x8c2418, MOOD_WARM},
    {0xb8561c, 0xfff2d8, MOOD_WARM},
    {0xecd2a0, 0x5c2c14, MOOD_WARM},
    {0xf8d8de, 0x7c2848, MOOD_PASTEL},
    {0xd8e8d4, 0x2e5448, MOOD_PASTEL | MOOD_NATURE},
    {0xe6dff2, 0x4a3478, MOOD_PASTEL},
    {0xfbeed2, 0x6a4420, MOOD_PASTEL | MOOD_WARM},
    {0xcfe6f0, 0x1c4c6c, MOOD_PASTEL | MOOD_CLEAN},
};
enum { PALETTES = sizeof palettes / sizeof *palettes };

static void set_rgb(uint32_t rgb, uint8_t out[3])
{
    out[0] = (uint8_t)(rgb >> 16);
    out[1] = (uint8_t)(rgb >> 8 & 255);
    out[2] = (uint8_t)(rgb & 255);
}

void palette_draw(struct rng *r, unsigned moods, uint8_t ground[3], uint8_t second[3])
{
    double cum[PALETTES], sum = 0;
    for (int i = 0; i < PALETTES; i++) {
        sum += palettes[i].moods & moods ? 1 : 0;
        cum[i] = sum;
    }
    const struct palette *p = &palettes[sum > 0 ? rng_pick(r, cum, PALETTES) : 0];
    set_rgb(p->ground, ground);
    set_rgb(p->second, second);
}

static double lightness(const uint8_t c[3])
{
    double rgb[3];
    for (int i = 0; i < 3; i++) {
        rgb[i] = srgb_decode(c[i] / 255.0);
    }
    return lightness_from_y(color_luminance(rgb));
}

/* Euclidean, in sRGB codes: coarse, and enough to tell red on red. */
static double distance(const uint8_t a[3], const uint8_t b[3])
{
    double sum = 0;
    for (int i = 0; i < 3; i++) {
        sum += (a[i] - b[i]) * (a[i] - b[i]);
    }
    return sqrt(sum);
}

void palette_accent(uint32_t wanted, const uint8_t ground[3], uint8_t out[3])
{
    enum { APART = 90 };
    set_rgb(wanted, out);
    int toward = lightness(ground) > 0.5 ? 0 : 255;
    for (int step = 0; step < 8 && distance(out, ground) < APART; step++) {
        for (int i = 0; i < 3; i++) {
            out[i] = (uint8_t)(out[i] + (toward - out[i]) / 4);
        }
    }
}

void palette_by_hash(uint32_t hash, uint8_t out[3][3])
{
    const struct palette *p = &palettes[hash % PALETTES];
    set_rgb(p->ground, out[0]);
    set_rgb(p->second, out[1]);
    palette_accent(palettes[(hash / PALETTES) % PALETTES].second, out[0], out[2]);
}

/* --- fonts ----------------------------------------------------------------------------------- */

const char *brand_font(struct rng *r, enum sku_grammar g)
{
    enum { FONTS = 6 };
    /* clang-format off */
    static const char *const font[GRAMMAR_COUNT][FONTS] = {
        [GRAMMAR_BANDS] = {"Roboto Condensed", "Bebas Neue", "Lato", "TeX Gyre Adventor", "Cabin", "Yanone Kaffeesatz"},
        [GRAMMAR_BADGE] = {"Vollkorn", "TeX Gyre Bonum", "Lato", "Dancing Script", "Yanone Kaffeesatz", "TeX Gyre Adventor"},
        [GRAMMAR_SPLIT] = {"Lato", "Cabin", "TeX Gyre Adventor", "Roboto", "Bebas Neue", "Open Sans Condensed"},
        [GRAMMAR_PHOTO] = {"Cabin", "Lato", "Yanone Kaffeesatz", "Dancing Script", "Roboto", "Vollkorn"},
        [GRAMMAR_MINIMAL] = {"TeX Gyre Adventor", "Lato", "Roboto", "GFS Didot", "Cabin", "EB Garamond"},
        [GRAMMAR_RETRO] = {"TeX Gyre Bonum", "Dancing Script", "TeX Gyre Chorus", "Vollkorn", "Old Standard TT", "Bebas Neue"},
        [GRAMMAR_DIAGONAL] = {"Bebas Neue", "Yanone Kaffeesatz", "Roboto Condensed", "TeX Gyre Adventor", "Open Sans Condensed", "Lato"},
        [GRAMMAR_DISCOUNT] = {"Roboto", "Lato", "Roboto Condensed", "Cabin", "Open Sans Condensed", "TeX Gyre Adventor"},
    };
    /* clang-format on */
    return font[g][rng_below(r, FONTS)];
}
