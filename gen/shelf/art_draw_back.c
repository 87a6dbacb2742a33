// SPDX-License-Identifier: MIT
/*
 * art_draw_back - what the law wants on a pack, and where it comes from.
 *
 * Nutrition: grams per 100 g of the kind of food that the motif or category names, varied a little for each
 * SKU. They are
 * rounded as printed first, and energy is computed from what is printed, by the factors of Regulation (EU)
 * 1169/2011, annex XIV: fat 37 kJ (9 kcal) a gram, carbohydrate and protein 17 (4), fibre 8 (2).
 */
#include "shelf/art_draw.h"

#include <stdio.h>
#include <string.h>

struct nutrients {
    const char *words;
    double fat, saturates, carbs, sugars, fibre, protein, salt;
};

/* clang-format off */
static const struct nutrients foods[] = {
    {"milk|yogurt|yoghurt|kefir|splash|dairy|cow", 3.5, 2.3, 4.8, 4.8, 0, 3.4, 0.13},
    {"cheese|gouda|cheddar", 27, 18, 0.2, 0.1, 0, 25, 1.6},
    {"butter|margarine", 82, 52, 0.7, 0.7, 0, 0.6, 0.05},
    {"oil|drop", 92, 13, 0, 0, 0, 0, 0},
    {"chip|crisp|snack|nacho|tortilla|popcorn", 31, 3, 53, 2.2, 4.4, 6.1, 1.3},
    {"nut|almond|seed|peanut", 52, 6, 12, 5, 8.6, 22, 0.02},
    {"choco|cocoa", 32, 19, 54, 50, 3.4, 6.5, 0.2},
    {"biscuit|cookie|cracker|waffle|bakery|cake", 21, 9.5, 65, 28, 2.8, 6.4, 0.7},
    {"bread|toast|loaf", 2.2, 0.4, 46, 3.2, 5.6, 8.7, 1.1},
    {"pasta|noodle|penne|fusilli|farfalle|rice|flour", 1.6, 0.4, 72, 3, 3.1, 12.5, 0.01},
    {"cereal|flakes|muesli|granola|grain|oat", 6.4, 1.2, 63, 14, 8.2, 10.5, 0.3},
    {"candy|sweet|gum|honey|jam|syrup", 0.2, 0.1, 78, 62, 0.4, 1.8, 0.06},
    {"fish|tuna|salmon|seafood", 9.8, 1.6, 0, 0, 0, 23, 0.9},
    {"meat|ham|sausage|salami|bacon", 18, 7, 1.0, 0.8, 0, 18.5, 2.2},
    {"tomato|sauce|ketchup|vegetable|pea|bean|corn|carrot|pickle|mushroom|onion|soup", 0.5, 0.1, 8.1, 5.4,
        2.7, 2.4, 0.7},
    {"water|mountain|tea|coffee|bean|cup", 0, 0, 0.2, 0, 0, 0.1, 0.01},
    {"fruit|orange|apple|lemon|berry|juice|drink|glass|cola|soda|bolt|energy", 0.1, 0, 10.4, 9.9, 0.2, 0.4,
        0.02},
};
/* clang-format on */

/* Words of the law in the languages of the ingredients. */
struct tongue {
    const char *hints; /* words that only this one has among ingredients */
    const char *per_g, *per_ml, *row[8], *ingredients, *best_before, *batch, *keep[4];
};

/* clang-format off */
static const struct tongue tongues[] = {
    {"",
     "Nutrition per 100 g", "Nutrition per 100 ml",
     {"Energy", "Fat", "of which saturates", "Carbohydrate", "of which sugars", "Fibre", "Protein", "Salt"},
     "Ingredients", "Best before:", "Batch:",
     {"Store in a cool and dry place.",
      "Keep refrigerated at 2 to 7 °C. Once opened, use within 3 days.",
      "Protect from light and heat. Close well after opening.",
      "Packed under protective atmosphere."}},
    {"Zucker|Salz|Wasser|Weizen|Milch|Gewürz|Hafer|Zutat|nach dem",
     "Nährwerte je 100 g", "Nährwerte je 100 ml",
     {"Energie", "Fett", "davon gesättigte Fettsäuren", "Kohlenhydrate", "davon Zucker", "Ballaststoffe",
      "Eiweiß", "Salz"},
     "Zutaten", "Mindestens haltbar bis:", "Charge:",
     {"Kühl und trocken lagern.",
      "Gekühlt bei 2 bis 7 °C lagern. Nach dem Öffnen in 3 Tagen verbrauchen.",
      "Vor Licht und Wärme schützen.",
      "Unter Schutzatmosphäre verpackt."}},
    {"sucre|farine|eau,|lait|arôme|huile|graines",
     "Valeurs nutritionnelles pour 100 g", "Valeurs nutritionnelles pour 100 ml",
     {"Énergie", "Matières grasses", "dont acides gras saturés", "Glucides", "dont sucres", "Fibres",
      "Protéines", "Sel"},
     "Ingrédients", "À consommer de préférence avant :", "Lot :",
     {"À conserver dans un endroit frais et sec.",
      "À conserver entre 2 et 7 °C. Après ouverture, consommer sous 3 jours.",
      "À l'abri de la lumière et de la chaleur.",
      "Conditionné sous atmosphère protectrice."}},
    {"azúcar|harina|agua|leche|aceite",
     "Información nutricional por 100 g", "Información nutricional por 100 ml",
     {"Valor energético", "Grasas", "de las cuales saturadas", "Hidratos de carbono", "de los cuales azúcares",
      "Fibra alimentaria", "Proteínas", "Sal"},
     "Ingredientes", "Consumir preferentemente antes de:", "Lote:",
     {"Conservar en lugar fresco y seco.",
      "Conservar entre 2 y 7 °C. Una vez abierto, consumir en 3 días.",
      "Proteger de la luz y el calor.",
      "Envasado en atmósfera protectora."}},
    {"zucchero|farina|acqua|latte|olio|sale",
     "Valori nutrizionali per 100 g", "Valori nutrizionali per 100 ml",
     {"Energia", "Grassi", "di cui acidi grassi saturi", "Carboidrati", "di cui zuccheri", "Fibre", "Proteine",
      "Sale"},
     "Ingredienti", "Da consumarsi preferibilmente entro:", "Lotto:",
     {"Conservare in luogo fresco e asciutto.",
      "Conservare tra 2 e 7 °C. Dopo l'apertura consumare entro 3 giorni.",
      "Proteggere da luce e calore.",
      "Confezionato in atmosfera protettiva."}},
};
/* clang-format on */

/* Whether any of the words "a|b|c" stands in a text, case aside. */
static bool any_word(const char *text, const char *words)
{
    for (const char *w = words; text && *w; w += strcspn(w, "|"), w += *w == '|') {
        char word[32];
        snprintf(word, sizeof word, "%.*s", (int)strcspn(w, "|"), w);
        if (strcasestr(text, word)) {
            return true;
        }
    }
    return false;
}

static const struct tongue *tongue_of(const struct sku *s)
{
    for (size_t i = 1; i < sizeof tongues / sizeof *tongues; i++) {
        if (any_word(s->ingredients, tongues[i].hints)) {
            return &tongues[i];
        }
    }
    return &tongues[0];
}

static const struct nutrients *food_of(const struct sku *s)
{
    for (int pass = 0; pass < 3; pass++) {
        const char *text = pass == 0 ? s->name : pass == 1 ? s->motif : s->category;
        for (size_t i = 0; text && i < sizeof foods / sizeof *foods; i++) {
            if (any_word(text, foods[i].words)) {
                return &foods[i];
            }
        }
    }
    return &foods[10];
}

struct page {
    struct art_sheet *s;
    struct art_design *d;
    struct rng r;
    struct box b; /* what is left */
    double em;
    struct art_rgb ink, paper;
    const struct tongue *say;
};

static struct art_style plain(const struct page *p, bool bold)
{
    return art_style(p->s, bold ? VOICE_NARROW_BOLD : VOICE_NARROW, NULL, false);
}

static void para(struct page *p, const char *text, const char *kind, bool bold, double size)
{
    struct art_style st = plain(p, bold);
    p->b.y0 = art_text_para(p->s, &st, p->ink, text, kind, p->b, p->em * size, 0) + p->em * 0.5;
}

/* --- facts --------------------------------------------------------------------------------------- */

static double about(struct page *p, double v)
{
    double k = v * rng_uniform(&p->r, 0.86, 1.16);
    return k < 10 ? floor(k * 10 + 0.5) / 10 : floor(k + 0.5);
}

static void fact(struct page *p, int row, double y, double h, const char *label, const char *value,
                 bool indent)
{
    struct art_style st = plain(p, !indent && row != 1);
    struct art_ink_style ink = {.fill = p->ink, .min_contrast = 4.5};
    double em = h * 0.68, base = y + h * 0.72;
    if (row) {
        art_fill_box(p->s, art_box(p->b.x0, y, p->b.x1, y + 0.12), p->ink, 0.55);
    }
    st.stretch = fmin(1, art_w(p->b) * 0.62 / fmax(em * art_text_width(p->s, &st, label), 0.01));
    art_text_line(p->s, &st, &ink, label, "nutrition", p->b.x0 + h * (indent ? 0.5 : 0.2), base, em, 0);
    st.stretch = 1;
    art_text_line(p->s, &st, &ink, value, "nutrition", p->b.x1 - h * 0.2, base, em, 1);
}

static void facts(struct page *p)
{
    const struct nutrients *f = food_of(p->d->sku);
    double fat = about(p, f->fat), carbs = about(p, f->carbs), fibre = about(p, f->fibre),
           protein = about(p, f->protein);
    double saturates = fmin(about(p, f->saturates), fat), sugars = fmin(about(p, f->sugars), carbs),
           salt = floor(f->salt * rng_uniform(&p->r, 0.85, 1.2) * 100 + 0.5) / 100;
    double kj = 37 * fat + 17 * carbs + 17 * protein + 8 * fibre,
           kcal = 9 * fat + 4 * carbs + 4 * protein + 2 * fibre;
    double h = fmin(p->em * 1.35, art_h(p->b) / 9.6), top = p->b.y0;
    bool liquid = p->d->sku->net && strcasestr(p->d->sku->net, "l") && !strcasestr(p->d->sku->net, "g");
    if (h < 0.9 || art_w(p->b) < 14) {
        return;
    }
    struct box head = art_box(p->b.x0, top, p->b.x1, top + h * 1.1);
    art_fill_box(p->s, head, p->ink, 1);
    struct art_style st = plain(p, true);
    struct art_ink_style ink = {.fill = p->paper};
    const char *title = liquid ? p->say->per_ml : p->say->per_g;
    art_text_fit(p->s, &st, &ink, title, "nutrition", art_inset(head, h * 0.2, h * 0.22),
                 &(struct art_fit){.v_align = 0.5, .max_em_mm = h * 0.74});
    char v[40];
    double y = head.y1;
    const double value[8] = {0, fat, saturates, carbs, sugars, fibre, protein, salt};
    for (int i = 0; i < 8; i++, y += h) {
        if (i == 0) {
            snprintf(v, sizeof v, "%.0f kJ / %.0f kcal", kj, kcal);
        } else {
            snprintf(v, sizeof v, "%.*f g", i == 7 ? 2 : value[i] >= 10 ? 0 : 1, value[i]);
        }
        fact(p, i, y, h, p->say->row[i], v, i == 2 || i == 4);
    }
    cairo_rectangle(p->s->cr, p->b.x0, top, art_w(p->b), y - top);
    art_ink(p->s, p->ink, 1);
    cairo_set_line_width(p->s->cr, 0.25);
    cairo_stroke(p->s->cr);
    p->b.y0 = y + p->em * 0.9;
}

/* What stands there instead on things that are not eaten. */
static void directions(struct page *p)
{
    static const char *const how[4] = {
        "Directions: shake well, apply with a damp cloth and leave to dry. Do not mix with other products.",
        "Directions: use a small amount, work into a lather and rinse well with warm water.",
        "Directions: dose as marked on the cap. Suitable for 20 to 60 degrees. Close well after use.",
        "Directions: tear along the line and close again after use. Keep in a dry place."};
    para(p, how[rng_below(&p->r, 4)], "directions", false, 1);
    para(p,
         "Keep out of reach of children. Avoid contact with eyes. If it gets into the eyes, rinse with "
         "plenty of water.",
         "warning", true, 0.95);
}

/* --- story, storage, producer ---------------------------------------------------------------------- */

static void story(struct page *p)
{
    static const char *const tale[4] = {"Made with care and patience, from a handful of good ingredients.",
                                        "We know every field that we buy from, and every one who works it.",
                                        "For the small moments that make a day a good one.",
                                        "Simple, honest and full of taste: that is all we want to be."};
    struct box head =
        art_box(p->b.x0, p->b.y0, p->b.x1, p->b.y0 + fmin(art_h(p->b) * 0.16, art_w(p->b) * 0.22));
    art_mark(p->s, p->d, head, p->paper, 0.5);
    p->b.y0 = head.y1 + p->em * 0.8;
    if (p->d->sku->n_claims) {
        p->b.y0 = art_claim_list(p->s, p->d, 0, 3, art_box(p->b.x0, p->b.y0, p->b.x1, p->b.y0 + p->em * 6),
                                 p->ink, p->d->accent) +
                  p->em * 0.6;
    }
    if (p->say == &tongues[0]) { /* the tales are English */
        para(p, tale[rng_below(&p->r, 4)], "story", false, 1.2);
    }
}

static void producer(struct page *p)
{
    static const char *const first[12] = {"North", "Mill",   "Ash",   "Elm",    "Stone", "Brook",
                                          "Lang",  "Hollen", "Kings", "Winter", "Oster", "Fair"};
    static const char *const last[12] = {"wick", "field", "bruck", "haven", "dale", "bury",
                                         "heim", "ford",  "mark",  "stedt", "moor", "by"};
    static const char *const street[8] = {"Mill Lane",     "Harbour Road",     "Orchard Street",
                                          "Station Road",  "Old Brewery Yard", "Dairy Lane",
                                          "Market Square", "Riverside"};
    static const char *const kind[5] = {"Foods Ltd", "& Sons", "GmbH", "Company", "Group plc"};
    struct rng r = rng_stream(art_key(p->d->brand.name), RNG_ART_BRAND, 2000, 0); /* one address a brand */
    char text[300];
    snprintf(text, sizeof text, "%s %s, %u %s, %05u %s%s", p->d->brand.name, kind[rng_below(&r, 5)],
             1 + rng_below(&r, 180), street[rng_below(&r, 8)], 10000 + rng_below(&r, 89999),
             first[rng_below(&r, 12)], last[rng_below(&r, 12)]);
    para(p, text, "address", false, 0.9);
}

/* Arrows that chase each other, and the material's number. */
static void recycling(struct page *p, double x, double y, double r)
{
    static const char *const code[SKU_MATERIAL_COUNT] = {"PAP 21", "PAP 21", "FE 40", "GL 70",
                                                         "PET 1",  "PP 5",   "HDPE 2"};
    cairo_t *cr = p->s->cr;
    art_ink(p->s, p->ink, 1);
    cairo_set_line_width(cr, r * 0.22);
    for (int i = 0; i < 3; i++) {
        cairo_save(cr);
        cairo_translate(cr, x, y);
        cairo_rotate(cr, 2 * PI * i / 3);
        cairo_arc(cr, 0, 0, r * 0.72, -PI / 2 - 0.75, -PI / 2 + 0.55);
        cairo_stroke(cr);
        cairo_rotate(cr, 0.6);
        cairo_move_to(cr, r * 0.34, -r * 0.72);
        cairo_line_to(cr, -r * 0.02, -r * 1.02);
        cairo_line_to(cr, -r * 0.02, -r * 0.42);
        cairo_close_path(cr);
        cairo_fill(cr);
        cairo_restore(cr);
    }
    struct art_style st = plain(p, true);
    struct art_ink_style ink = {.fill = p->ink};
    art_text_line(p->s, &st, &ink, code[p->d->sku->material], "mark", x, y + r * 1.75, r * 0.72, 0.5);
}

static void bin_mark(struct page *p, double x, double y, double r)
{
    cairo_t *cr = p->s->cr;
    art_ink(p->s, p->ink, 1);
    cairo_arc(cr, x, y, r, 0, 2 * PI);
    cairo_set_line_width(cr, r * 0.14);
    cairo_stroke(cr);
    cairo_arc(cr, x - r * 0.1, y - r * 0.42, r * 0.2, 0, 2 * PI); /* a figure that drops something */
    cairo_fill(cr);
    cairo_rectangle(cr, x - r * 0.28, y - r * 0.18, r * 0.32, r * 0.72);
    cairo_rectangle(cr, x + r * 0.2, y + r * 0.12, r * 0.34, r * 0.44);
    cairo_fill(cr);
}

static void best_before(struct page *p, struct box b)
{
    char date[40];
    snprintf(date, sizeof date, "%02u.%02u.20%02u  L%u", 1 + rng_below(&p->r, 28), 1 + rng_below(&p->r, 12),
             26 + rng_below(&p->r, 3), 1000 + rng_below(&p->r, 8999));
    struct art_style st = plain(p, true), code = art_style(p->s, VOICE_CODE, NULL, false);
    struct art_ink_style ink = {.fill = p->ink, .min_contrast = 4.5}, jet = {.fill = art_rgb(0.1, 0.1, 0.12)};
    double h = fmin(art_h(b) * 0.4, p->em * 1.2);
    art_text_fit(p->s, &st, &ink, p->d->food ? p->say->best_before : p->say->batch, "label",
                 art_box(b.x0, b.y0, b.x1, b.y0 + h * 0.8), &(struct art_fit){.max_em_mm = h});
    struct box field = art_box(b.x0, b.y0 + h, b.x1, b.y0 + h * 2.3);
    art_fill_box(p->s, field, art_rgb(1, 1, 1), 1);
    art_text_fit(p->s, &code, &jet, date, "date", art_inset(field, h * 0.25, h * 0.25),
                 &(struct art_fit){.v_align = 0.5, .max_em_mm = h * 1.1});
}

/* A bar code on its side, where the panel is too narrow for it; returns the width it takes. */
static double standing_code(struct page *p, struct box b)
{
    double module = 1 / p->s->px_per_mm, long_side = 113 * module * 1.02, across = long_side * 0.45;
    if (art_h(b) < long_side || art_w(b) < across) {
        return 0;
    }
    cairo_save(p->s->cr);
    cairo_translate(p->s->cr, b.x1 - across, b.y1);
    cairo_rotate(p->s->cr, -PI / 2);
    art_barcode(p->s, p->d->sku->ean, art_box(0, 0, long_side, across));
    cairo_restore(p->s->cr);
    return across;
}

/* The foot: bar code at its right or in the middle, date and marks beside it. */
static void foot(struct page *p, unsigned parts)
{
    double w = art_w(p->b), k = p->s->px_per_mm,
           px = fmin(fmax(1, floor(0.5 * k)), floor(w * k / 113 + 1e-6)); /* of a module */
    bool code = parts & BACK_CODE && p->d->sku->ean, lying = code && px >= 1;
    double code_w = lying ? 113 * px / k : 0, h = fmin(art_h(p->b) * 0.42, lying ? code_w * 0.62 : p->em * 4);
    if (code && !lying) {
        h = fmin(art_h(p->b) * 0.6, 113 / k * 1.05);
    }
    struct box b = art_box(p->b.x0, p->b.y1 - h, p->b.x1, p->b.y1);
    if (h < p->em * 1.5) {
        return;
    }
    p->b.y1 = b.y0 - p->em * 0.7;
    if (lying) {
        bool beside = w - code_w > 12;
        art_barcode(p->s, p->d->sku->ean, beside ? art_box(b.x1 - code_w, b.y0, b.x1, b.y1) : b);
        b.x1 = beside ? b.x1 - code_w - p->em : b.x0;
    } else if (code) {
        b.x1 -= standing_code(p, b) + p->em * 0.5;
    }
    if (art_w(b) > 11) {
        double r = fmin(h * 0.13, art_w(b) * 0.12);
        if (parts & BACK_DATE) {
            best_before(p, art_box(b.x0, b.y0, b.x1, b.y0 + fmin(h * 0.45, p->em * 3.4)));
        }
        if (r > 0.9) {
            recycling(p, b.x0 + r * 1.2, b.y1 - r * 2.1, r);
            bin_mark(p, b.x0 + r * 4.2, b.y1 - r * 1.9, r);
        }
    }
}

void art_back(struct art_sheet *s, struct art_design *d, struct box b, unsigned parts)
{
    struct art_under u = art_sheet_under(s, b);
    double m = fmin(art_w(b), art_h(b)) * 0.05;
    struct page p = {
        .s = s, .d = d, .b = art_inset(b, m, m), .r = rng_stream(d->sku->seed, RNG_ART_FACTS, 0, 0)};
    p.paper = u.mean;
    p.say = tongue_of(d->sku);
    p.ink = art_legible(art_mix(art_lighter(d->ground, -0.8), art_rgb(0.08, 0.08, 0.1), 0.5), u.mean, 5.5);
    p.em = clampd(sqrt(art_w(p.b) * art_h(p.b)) * 0.031, 1.15, 4.2);
    p.em = fmin(p.em, art_w(p.b) / 14);
    if (art_w(p.b) < 10 || art_h(p.b) < 8) {
        return;
    }
    if (parts & (BACK_CODE | BACK_DATE)) {
        foot(&p, parts);
    }
    if (parts & BACK_STORY && art_h(p.b) > p.em * 14) {
        story(&p);
    }
    if (parts & BACK_FACTS) {
        if (d->food) {
            facts(&p);
        } else {
            directions(&p);
        }
    }
    if (parts & BACK_INGREDIENTS && d->sku->ingredients && *d->sku->ingredients) {
        char *text = arena_printf(s->arena, "%s: %s", p.say->ingredients, d->sku->ingredients);
        para(&p, text, "ingredients", false, 1);
    }
    if (parts & BACK_ADDRESS) {
        para(&p, p.say->keep[rng_below(&p.r, 4)], "storage", true, 0.95);
        producer(&p);
    }
    if (parts & BACK_STORY && art_h(p.b) > 0.28 * art_h(b) &&
        art_w(p.b) > 40) { /* a serving suggestion where there is room */
        art_motif(s, d, d->sku->motif, art_inset(p.b, art_w(p.b) * 0.08, art_h(p.b) * 0.06), STILL_HERO);
    }
}
