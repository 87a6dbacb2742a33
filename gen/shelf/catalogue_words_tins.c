// SPDX-License-Identifier: MIT
/* Sauces, vegetables and fish in cans, soup, baby food, pet food. */
#include "shelf/catalogue_brands.h"
#include "shelf/catalogue_words.h"

/* clang-format off */
/* --- packages -------------------------------------------------------------------------------- */

static const struct pack sauce_packs[] = {
    {"g", 400, SHAPE_JAR, SKU_GLASS, {76, 76, 138}, PACK_STACKS, 0, 0, 0}, {"g", 190, SHAPE_JAR, SKU_GLASS, {63, 63, 88}, PACK_STACKS, 0, 0, 0},
    {"g", 690, SHAPE_BOTTLE, SKU_GLASS, {84, 84, 240}, 0, 0.6, 0, 0}, {0}};
static const struct pack squeeze_packs[] = {
    {"ml", 450, SHAPE_BOTTLE, SKU_PLASTIC, {82, 56, 196}, 0, 0.78, 0, 0}, {"ml", 250, SHAPE_BOTTLE, SKU_PLASTIC, {66, 46, 162}, 0, 0.78, 0, 0},
    {"ml", 875, SHAPE_BOTTLE, SKU_PLASTIC, {98, 66, 236}, 0, 0.8, 0, 0}, {0}};
static const struct pack tubed_packs[] = {{"ml", 200, SHAPE_TUBE, SKU_METAL, {58, 40, 178}, 0, 0, 0, 0}, {"ml", 100, SHAPE_TUBE, SKU_METAL, {46, 32, 148}, 0, 0, 0, 0}, {0}};
static const struct pack mustard_packs[] = {{"g", 190, SHAPE_JAR, SKU_GLASS, {63, 63, 88}, PACK_STACKS, 0, 0, 0}, {"g", 370, SHAPE_JAR, SKU_GLASS, {74, 74, 122}, PACK_STACKS, 0, 0, 0}, {0}};
static const struct pack can_packs[] = {
    {"g", 400, SHAPE_CAN, SKU_METAL, {74, 74, 110}, PACK_STACKS, 0, 0, 0}, {"g", 200, SHAPE_CAN, SKU_METAL, {66, 66, 82}, PACK_STACKS, 0, 0, 0},
    {"g", 800, SHAPE_CAN, SKU_METAL, {100, 100, 119}, PACK_STACKS, 0, 0, 0}, {"g", 400, SHAPE_MULTIPACK, SKU_FILM, {224, 76, 112}, PACK_STACKS, 0, 1, 3}, {0}};
static const struct pack pickle_packs[] = {
    {"g", 370, SHAPE_JAR, SKU_GLASS, {74, 74, 128}, PACK_STACKS, 0, 0, 0}, {"g", 670, SHAPE_JAR, SKU_GLASS, {92, 92, 152}, PACK_STACKS, 0, 0, 0}, {0}};
static const struct pack tuna_packs[] = {
    {"g", 160, SHAPE_CAN, SKU_METAL, {85, 85, 40}, PACK_STACKS, 0, 0, 0}, {"g", 80, SHAPE_CAN, SKU_METAL, {67, 67, 34}, PACK_STACKS, 0, 0, 0},
    {"g", 160, SHAPE_MULTIPACK, SKU_PAPER, {258, 86, 42}, PACK_STACKS, 0, 1, 3}, {0}};
static const struct pack sardine_packs[] = {{"g", 120, SHAPE_BOX, SKU_GLOSS, {108, 62, 26}, PACK_STACKS | PACK_LIES, 0, 0, 0}, {"g", 190, SHAPE_BOX, SKU_GLOSS, {152, 82, 30}, PACK_STACKS | PACK_LIES, 0, 0, 0}, {0}};
static const struct pack soup_packs[] = {
    {"g", 400, SHAPE_CAN, SKU_METAL, {74, 74, 110}, PACK_STACKS, 0, 0, 0}, {"ml", 500, SHAPE_POUCH, SKU_FILM, {148, 66, 202}, 0, 0, 0, 0}, {"g", 570, SHAPE_CAN, SKU_METAL, {84, 84, 118}, PACK_STACKS, 0, 0, 0}, {0}};
static const struct pack dry_soup_packs[] = {{"g", 65, SHAPE_POUCH, SKU_PAPER, {126, 13, 164}, PACK_HANGS, 0, 0, 0}, {"g", 90, SHAPE_BOX, SKU_PAPER, {104, 46, 138}, PACK_STACKS, 0, 0, 0}, {0}};
static const struct pack baby_packs[] = {{"g", 190, SHAPE_JAR, SKU_GLASS, {63, 63, 86}, PACK_STACKS, 0, 0, 0}, {"g", 125, SHAPE_JAR, SKU_GLASS, {56, 56, 74}, PACK_STACKS, 0, 0, 0}, {"g", 100, SHAPE_POUCH, SKU_FILM, {84, 32, 146}, 0, 0, 0, 0}, {0}};
static const struct pack porridge_packs[] = {{"g", 250, SHAPE_BOX, SKU_PAPER, {122, 58, 188}, 0, 0, 0, 0}, {"g", 400, SHAPE_BOX, SKU_PAPER, {138, 66, 204}, 0, 0, 0, 0}, {0}};
static const struct pack pet_packs[] = {
    {"g", 400, SHAPE_CAN, SKU_METAL, {74, 74, 110}, PACK_STACKS, 0, 0, 0}, {"g", 800, SHAPE_CAN, SKU_METAL, {100, 100, 119}, PACK_STACKS, 0, 0, 0}, {"g", 85, SHAPE_POUCH, SKU_FILM, {94, 16, 132}, 0, 0, 0, 0}, {0}};
static const struct pack cat_packs[] = {{"g", 85, SHAPE_POUCH, SKU_FILM, {94, 16, 132}, 0, 0, 0, 0}, {"g", 100, SHAPE_TRAY, SKU_METAL, {98, 74, 32}, PACK_STACKS, 0, 0, 0}, {0}};
static const struct pack kibble_packs[] = {{"g", 1500, SHAPE_BAG, SKU_FILM, {202, 92, 336}, 0, 0, 0, 0}, {"g", 800, SHAPE_BAG, SKU_FILM, {168, 76, 284}, 0, 0, 0, 0}, {"g", 3000, SHAPE_BAG, SKU_FILM, {262, 118, 430}, PACK_LIES, 0, 0, 0}, {0}};

/* --- sauces ---------------------------------------------------------------------------------- */

static const struct flavour pasta_sauce_en[] = {
    {"Tomato & Basil", 0xc8281c, "tomato", "basil (2 %)"}, {"Arrabbiata", 0xb01c10, "pepper", "red chilli (1 %), garlic"}, {"Mushroom", 0x9c6c48, "mushroom", "mushrooms (14 %)"},
    {"Roasted Garlic", 0xd86c34, "onion", "roasted garlic (3 %)"}, {"Bolognese", 0xa83018, "bowl", "beef (16 %), carrot, CELERY"}, {"Four Cheese", 0xf0d890, "cheese", "cheeses (MILK) (12 %), cream (MILK)"}, {0}};
static const struct flavour pasta_sauce_it[] = {
    {"Basilico", 0xc8281c, "tomato", "basilico (2 %)"}, {"Arrabbiata", 0xb01c10, "pepper", "peperoncino (1 %), aglio"}, {"Olive e Capperi", 0x6c4830, "tomato", "olive (6 %), capperi (2 %)"}, {"Ricotta e Noci", 0xf0dcc0, "nut", "ricotta (LATTE) (12 %), NOCI (4 %)"}, {0}};
static const struct flavour pesto_it[] = {{"alla Genovese", 0x4c8c2c, "leaf", "basilico (31 %), ANACARDI, formaggi (LATTE)"}, {"Rosso", 0xb8381c, "tomato", "pomodori secchi (28 %), ANACARDI, formaggi (LATTE)"}, {"alla Rucola", 0x6ca038, "leaf", "rucola (26 %), MANDORLE, formaggi (LATTE)"}, {0}};
static const struct flavour table_en[] = {
    {"Tomato Ketchup", 0xc81c18, "tomato", "tomatoes (148 g per 100 g), spirit vinegar, sugar, salt, spices (CELERY)"}, {"Mayonnaise", 0xf4e8b8, "drop", "rapeseed oil (72 %), EGG yolk, spirit vinegar, MUSTARD, salt"},
    {"Barbecue", 0x5c2010, "drop", "tomatoes, sugar, treacle, smoke flavouring, onion, MUSTARD"}, {"Burger Sauce", 0xf0a048, "drop", "rapeseed oil, gherkins (11 %), tomatoes, EGG yolk, MUSTARD"}, {"Sweet Chilli", 0xe0481c, "pepper", "sugar, red chilli (14 %), garlic, vinegar"},
    {"Garlic", 0xf8f0d8, "onion", "rapeseed oil, garlic (6 %), EGG yolk, yoghurt (MILK)"}, {"Mustard", 0xe0b01c, "grain", "water, MUSTARD seed (28 %), vinegar, turmeric"}, {0}};
static const struct flavour table_de[] = {
    {"Tomatenketchup", 0xc81c18, "tomato", "Tomaten (140 g je 100 g), Branntweinessig, Zucker, Gewürze (SELLERIE)"}, {"Curryketchup", 0xb8501c, "tomato", "Tomaten, Zucker, Curry (3 %), Gewürze (SENF)"},
    {"Delikatess-Mayonnaise", 0xf4e8b8, "drop", "Rapsöl (80 %), EIGELB, Branntweinessig, SENF"}, {"Remoulade", 0xe8e4a8, "leaf", "Rapsöl, Gurken (12 %), EIGELB, Kräuter, SENF"}, {0}};
static const struct flavour mustard_de[] = {{"Mittelscharf", 0xe0b01c, "grain", "Zucker"}, {"Scharf", 0xb8601c, "grain", "Meerrettich"}, {"Süß", 0x9c6c34, "grain", "brauner Zucker"}, {"Körnig", 0xc89c48, "grain", "Kurkuma"}, {0}};
static const struct flavour mustard_fr[] = {{"Forte", 0xe0b01c, "grain", "acidifiant : acide citrique"}, {"à l'Ancienne", 0xa88038, "grain", "vin blanc (4 %)"}, {"au Miel", 0xf0b848, "honey", "miel (9 %)"}, {0}};
static const struct flavour sauce_es[] = {{"Tomate Frito", 0xc8281c, "tomato", "tomate (82 %), aceite de girasol"}, {"Sofrito Casero", 0xd8642c, "vegetable", "tomate (60 %), cebolla, pimiento"}, {"Brava", 0xb01c10, "pepper", "tomate (55 %), pimentón, guindilla"}, {0}};
static const struct product sauces[] = {
    {"Pasta Sauce", LANG_EN, sauce_packs, pasta_sauce_en, {1.49, 2.79}, "tomato", 0, "Tomatoes (72 %), tomato purée, onion, {}, sunflower oil, sugar, salt, oregano."},
    {"Squeezy Sauce", LANG_EN, squeeze_packs, table_en, {1.49, 2.69}, "tomato", 0, "{}. Shake well. Refrigerate after opening."},
    {"Sugo", LANG_IT, sauce_packs, pasta_sauce_it, {1.79, 2.99}, "tomato", 0, "Polpa di pomodoro (74 %), cipolla, {}, olio di oliva, sale."},
    {"Pesto", LANG_IT, sauce_packs, pesto_it, {1.99, 3.49}, "leaf", 0, "Olio di girasole, {}, sale, aglio."},
    {"Feinkost", LANG_DE, squeeze_packs, table_de, {1.19, 2.29}, "tomato", 0, "{}. Nach dem Öffnen gekühlt aufbewahren."},
    {"Senf", LANG_DE, tubed_packs, mustard_de, {0.79, 1.49}, "grain", 0, "Wasser, SENFSAAT, Branntweinessig, Salz, Gewürze, {}."},
    {"Moutarde", LANG_FR, mustard_packs, mustard_fr, {1.19, 2.29}, "grain", 0, "Eau, graines de MOUTARDE (29 %), vinaigre, sel, {}."},
    {"Salsa", LANG_ES, sauce_packs, sauce_es, {1.19, 2.19}, "tomato", 0, "{}, azúcar, sal, ajo."},
    {0}};
static const char *const sauces_claims_es[] = {"receta casera", "sin conservantes", NULL};
static const char *const sauces_claims_en[] = {"vine-ripened tomatoes", "no preservatives", "slow cooked", "serves four", NULL};
static const char *const sauces_claims_de[] = {"ohne Konservierungsstoffe", "würzig und fein", NULL};
static const char *const sauces_claims_fr[] = {"sans conservateur", "broyée à la meule", NULL};
static const char *const sauces_claims_it[] = {"100 % pomodoro italiano", "senza conservanti", "ricetta di famiglia", NULL};

/* --- vegetables ------------------------------------------------------------------------------ */

static const struct flavour veg_en[] = {
    {"Chopped Tomatoes", 0xc8281c, "tomato", "tomatoes (65 %), tomato juice"}, {"Sweetcorn", 0xf0c828, "corn", "sweetcorn, water"}, {"Garden Peas", 0x5c9c34, "pea", "peas, water, sugar"}, {"Kidney Beans", 0x7c1c1c, "beans", "red kidney beans, water"},
    {"Chickpeas", 0xd8b878, "pea", "chickpeas, water"}, {"Baked Beans", 0xe0682c, "beans", "haricot beans (51 %), tomatoes (34 %), water, sugar"}, {"Lentils", 0x6c5c34, "pea", "green lentils, water"}, {"Carrots", 0xf08428, "carrot", "carrots, water"}, {0}};
static const struct flavour veg_de[] = {{"Erbsen und Möhren", 0x5c9c34, "carrot", "Erbsen, Möhren, Wasser, Zucker"}, {"Gemüsemais", 0xf0c828, "corn", "Zuckermais, Wasser"}, {"Kidneybohnen", 0x7c1c1c, "beans", "Kidneybohnen, Wasser"}, {"Brechbohnen", 0x6c8c3c, "beans", "grüne Bohnen, Wasser"}, {"Tomaten gehackt", 0xc8281c, "tomato", "Tomaten (65 %), Tomatensaft"}, {0}};
static const struct flavour veg_it[] = {{"Polpa", 0xc8281c, "tomato", "pomodori (99,8 %)"}, {"Pelati", 0xb01c14, "tomato", "pomodori pelati (65 %), succo di pomodoro"}, {"Ciliegini", 0xe03c28, "tomato", "pomodorini (60 %), succo di pomodoro"}, {"Borlotti", 0x9c5848, "beans", "fagioli borlotti, acqua"}, {0}};
static const struct flavour veg_es[] = {{"Garbanzos", 0xd8b878, "pea", "garbanzos cocidos, agua"}, {"Alubias", 0xf0e8d8, "beans", "alubias cocidas, agua"}, {"Lentejas", 0x6c5c34, "pea", "lentejas cocidas, agua"}, {"Pimientos Asados", 0xc8341c, "pepper", "pimientos asados, agua"}, {0}};
static const struct flavour veg_fr[] = {{"Haricots Verts", 0x6c8c3c, "beans", "haricots verts extra-fins, eau"}, {"Petits Pois", 0x5c9c34, "pea", "petits pois, eau, sucre"}, {"Macédoine", 0xe8a040, "vegetable", "carottes, navets, petits pois, haricots verts, eau"}, {0}};
static const struct flavour pickles_en[] = {{"Gherkins", 0x7c8c34, "cucumber", "gherkins"}, {"Beetroot", 0x6c1030, "vegetable", "beetroot"}, {"Silverskin Onions", 0xe8e4cc, "onion", "silverskin onions"}, {"Red Cabbage", 0x7c2058, "vegetable", "red cabbage"}, {0}};
static const struct flavour pickles_de[] = {{"Cornichons", 0x7c8c34, "cucumber", "Gurken"}, {"Rote Bete", 0x6c1030, "vegetable", "Rote Bete"}, {"Silberzwiebeln", 0xe8e4cc, "onion", "Silberzwiebeln"}, {"Weinsauerkraut", 0xe4dcac, "vegetable", "Weißkohl"}, {0}};
static const struct product vegetables[] = {
    {"Picked & Packed", LANG_EN, can_packs, veg_en, {0.65, 1.19}, "vegetable", 0, "{}, salt. Store in a cool, dry place."},
    {"Pickled", LANG_EN, pickle_packs, pickles_en, {1.39, 2.29}, "vegetable", 0, "{}, water, spirit vinegar, sugar, salt, MUSTARD seed, dill."},
    {"Feldfrisch", LANG_DE, can_packs, veg_de, {0.69, 1.29}, "vegetable", 0, "{}, Speisesalz. Nach dem Öffnen umfüllen und kühl lagern."},
    {"Eingelegt", LANG_DE, pickle_packs, pickles_de, {1.29, 2.19}, "vegetable", 0, "{}, Branntweinessig, Zucker, Speisesalz, SENFKÖRNER, Dill."},
    {"Pomodori e Legumi", LANG_IT, can_packs, veg_it, {0.79, 1.49}, "tomato", 0, "{}, correttore di acidità: acido citrico."},
    {"Conserva", LANG_ES, can_packs, veg_es, {0.75, 1.39}, "beans", 0, "{}, sal, antioxidante: ácido ascórbico."},
    {"Légumes", LANG_FR, can_packs, veg_fr, {0.89, 1.49}, "vegetable", 0, "{}, sel. À conserver dans un endroit sec."},
    {0}};
static const char *const vegetables_claims_en[] = {"picked at their best", "packed within hours", "source of fibre", NULL};
static const char *const vegetables_claims_de[] = {"erntefrisch verarbeitet", "knackig", NULL};
static const char *const vegetables_claims_fr[] = {"cueillis à maturité", "cultivés en France", NULL};
static const char *const vegetables_claims_es[] = {"categoría extra", "listas para comer", NULL};
static const char *const vegetables_claims_it[] = {"raccolti e lavorati in giornata", "100 % italiano", NULL};

/* --- fish ------------------------------------------------------------------------------------ */

static const struct flavour tuna_en[] = {{"In Spring Water", 0x3c98d8, NULL, "water, salt"}, {"In Brine", 0x2c5890, "wave", "water, salt (1.5 %)"}, {"In Olive Oil", 0x98a02c, NULL, "olive oil, salt"}, {"In Sunflower Oil", 0xf0c428, NULL, "sunflower oil, salt"}, {"Chilli & Lime", 0xd84c24, NULL, "sunflower oil, chilli (1 %), lime juice"}, {0}};
static const struct flavour sardine_en[] = {{"In Tomato Sauce", 0xc8341c, "fish", "tomato sauce (30 %)"}, {"In Olive Oil", 0x98a02c, "fish", "olive oil"}, {"With Lemon", 0xf0dc3c, "fish", "sunflower oil, lemon (3 %)"}, {"Smoked", 0x6c4428, "fish", "rapeseed oil, beech smoke"}, {0}};
static const struct flavour tuna_it[] = {{"all'Olio di Oliva", 0x98a02c, NULL, "olio di oliva, sale"}, {"al Naturale", 0x3c98d8, NULL, "acqua, sale"}, {"Filetti", 0x1c3c78, NULL, "olio di oliva, sale"}, {0}};
static const struct flavour herring_de[] = {{"in Tomatensauce", 0xc8341c, "fish", "Tomatensauce (40 %), SENF"}, {"in Pfeffercreme", 0x584840, "fish", "Sauce (SAHNE, Pfeffer)"}, {"in Senfsauce", 0xe0b01c, "fish", "SENFSAUCE (38 %)"}, {"in Dillcreme", 0x6ca048, "fish", "Sauce (JOGHURT, Dill)"}, {0}};
static const struct flavour fish_es[] = {{"en Aceite de Oliva", 0x98a02c, "fish", "aceite de oliva, sal"}, {"en Escabeche", 0xd86c24, "fish", "aceite, vinagre, pimentón"}, {"Picantes", 0xc8281c, "fish", "aceite de girasol, guindilla"}, {0}};
static const struct flavour fish_fr[] = {{"à l'Huile d'Olive", 0x98a02c, "fish", "huile d'olive, sel"}, {"au Citron", 0xf0dc3c, "fish", "huile de tournesol, citron (4 %)"}, {"à la Tomate", 0xc8341c, "fish", "sauce tomate (30 %)"}, {0}};
static const struct product fish[] = {
    {"Tuna Chunks", LANG_EN, tuna_packs, tuna_en, {1.19, 2.29}, "fish", 0xd8b8a0, "Skipjack tuna (FISH) 72 %, {}. Caught with pole and line."},
    {"Sardines", LANG_EN, sardine_packs, sardine_en, {0.99, 1.89}, "fish", 0xa0a8b0, "Sardines (FISH) 70 %, {}, salt."},
    {"Tonno", LANG_IT, tuna_packs, tuna_it, {1.49, 2.79}, "fish", 0xd8b8a0, "TONNO a pinne gialle, {}."},
    {"Heringsfilets", LANG_DE, sardine_packs, herring_de, {1.29, 1.99}, "fish", 0xa0a8b0, "HERINGSFILETS (60 %), {}, Zucker, Salz, Gewürze."},
    {"Sardinas", LANG_ES, sardine_packs, fish_es, {1.19, 2.29}, "fish", 0xa0a8b0, "SARDINAS, {}."},
    {"Sardines", LANG_FR, sardine_packs, fish_fr, {1.39, 2.49}, "fish", 0xa0a8b0, "SARDINES, {}."},
    {0}};
static const char *const fish_claims_en[] = {"responsibly caught", "rich in omega-3", "high in protein", "hand filleted", NULL};
static const char *const fish_claims_de[] = {"reich an Omega-3", "nach Seemannsart", NULL};
static const char *const fish_claims_fr[] = {"pêche responsable", "préparées à l'ancienne", NULL};
static const char *const fish_claims_es[] = {"pesca responsable", "fuente de omega-3", NULL};
static const char *const fish_claims_it[] = {"pesca sostenibile", "ricco di proteine", NULL};

/* --- soup ------------------------------------------------------------------------------------ */

static const struct flavour soup_en[] = {
    {"Cream of Tomato", 0xd8401c, "tomato", "tomatoes (84 %), sunflower oil, cream (MILK)"}, {"Chicken Noodle", 0xf0c848, "bowl", "chicken (4 %), noodles (WHEAT, EGG), carrot"}, {"Minestrone", 0xc8601c, "vegetable", "tomatoes, potato, carrot, pasta (WHEAT), beans, CELERY"},
    {"Pumpkin & Ginger", 0xf08c1c, "vegetable", "pumpkin (38 %), carrot, ginger (1 %)"}, {"Mushroom", 0xa08468, "mushroom", "mushrooms (11 %), cream (MILK), WHEAT flour"}, {"Red Lentil", 0xd87034, "pea", "red lentils (12 %), tomatoes, onion, cumin"}, {"Leek & Potato", 0xa8c070, "potato", "potato (28 %), leek (12 %), cream (MILK)"}, {0}};
static const struct flavour soup_de[] = {{"Tomatencreme", 0xd8401c, "tomato", "Tomaten (62 %), SAHNE"}, {"Linsen", 0x7c5c30, "pea", "Linsen (18 %), Kartoffeln, SELLERIE"}, {"Kartoffel", 0xe0c068, "potato", "Kartoffeln (34 %), Lauch, SAHNE"}, {"Erbsen", 0x7ca03c, "pea", "Erbsen (28 %), Möhren, SELLERIE"}, {"Hühnersuppe", 0xf0c848, "bowl", "Hühnerfleisch (5 %), Nudeln (WEIZEN, EI)"}, {0}};
static const struct flavour soup_fr[] = {{"Velouté de Potiron", 0xf08c1c, "vegetable", "potiron (44 %), pommes de terre, crème (LAIT)"}, {"Poireaux Pommes de Terre", 0xa8c070, "potato", "pommes de terre, poireaux (18 %), crème (LAIT)"}, {"Tomate Basilic", 0xd8401c, "tomato", "tomates (60 %), basilic"}, {0}};
static const struct flavour soup_it[] = {{"Minestrone", 0xc8601c, "vegetable", "patate, carote, piselli, fagioli, SEDANO"}, {"Zuppa di Ceci", 0xd8b060, "pea", "ceci (24 %), pomodoro, rosmarino"}, {"Vellutata di Zucca", 0xf08c1c, "vegetable", "zucca (46 %), patate, panna (LATTE)"}, {0}};
static const struct flavour soup_es[] = {{"Gazpacho", 0xd8401c, "tomato", "tomate (78 %), pimiento, pepino, aceite de oliva virgen extra"}, {"Crema de Calabacín", 0x8cac48, "vegetable", "calabacín (52 %), patata, nata (LECHE)"}, {"Caldo de Pollo", 0xe8c050, "bowl", "pollo (10 %), zanahoria, puerro, APIO"}, {0}};
static const struct flavour dry_soup_en[] = {{"Tomato", 0xd8401c, "tomato", "dried tomato (28 %), cream powder (MILK)"}, {"Chicken Noodle", 0xf0c848, "bowl", "noodles (WHEAT, EGG) (34 %), dried chicken (2 %)"}, {"Mushroom", 0xa08468, "mushroom", "dried mushrooms (4 %), cream powder (MILK)"}, {"Leek & Potato", 0xa8c070, "potato", "dried potato (21 %), dried leek (5 %)"}, {"Minestrone", 0xc8601c, "vegetable", "pasta (WHEAT) (22 %), dried vegetables (11 %), CELERY"}, {0}};
static const struct product soup[] = {
    {"Soup", LANG_EN, soup_packs, soup_en, {1.19, 2.29}, "bowl", 0, "Water, {}, salt, spices. Heat gently, do not boil."},
    {"Cup Soup", LANG_EN, dry_soup_packs, dry_soup_en, {0.89, 1.59}, "cup", 0, "Maize starch, {}, salt, yeast extract, sunflower oil, onion powder. Add 230 ml of boiling water."},
    {"Suppe", LANG_DE, soup_packs, soup_de, {1.29, 2.19}, "bowl", 0, "Wasser, {}, Speisesalz, Gewürze. Erwärmen, nicht kochen."},
    {"Soupe", LANG_FR, soup_packs, soup_fr, {1.49, 2.49}, "bowl", 0, "Eau, {}, sel, poivre. Réchauffer à feu doux."},
    {"Zuppa", LANG_IT, soup_packs, soup_it, {1.39, 2.39}, "bowl", 0, "Acqua, {}, sale, olio di oliva. Scaldare senza bollire."},
    {"Sopa", LANG_ES, soup_packs, soup_es, {1.29, 2.29}, "bowl", 0, "Agua, {}, sal. Calentar a fuego lento o servir fría."},
    {0}};
static const char *const soup_claims_it[] = {"verdure di stagione", "cotta lentamente", NULL};
static const char *const soup_claims_es[] = {"receta casera", "verduras frescas", NULL};
static const char *const soup_claims_en[] = {"ready in three minutes", "no artificial flavours", "a bowl of comfort", NULL};
static const char *const soup_claims_de[] = {"wie selbst gekocht", "ohne Zusatzstoffe", NULL};
static const char *const soup_claims_fr[] = {"mijotée lentement", "légumes de saison", NULL};

/* --- baby food ------------------------------------------------------------------------------- */

static const struct flavour baby_en[] = {
    {"Carrot & Potato", 0xf08c34, "carrot", "carrots (58 %), potatoes (28 %)"}, {"Apple & Banana", 0xe8d060, "banana", "apples (70 %), bananas (30 %)"}, {"Pear", 0xc0d070, "pear", "pears (99 %), vitamin C"}, {"Pumpkin & Rice", 0xf0a030, "vegetable", "pumpkin (60 %), rice (8 %)"},
    {"Spaghetti Bolognese", 0xc8502c, "pasta", "tomatoes, spaghetti (WHEAT) (14 %), beef (9 %), carrots"}, {"Mango & Peach", 0xf4a848, "fruit", "peaches (60 %), mango (40 %)"}, {0}};
static const struct flavour baby_de[] = {{"Karotte-Kartoffel", 0xf08c34, "carrot", "Karotten (60 %), Kartoffeln (30 %)"}, {"Apfel-Banane", 0xe8d060, "banana", "Äpfel (70 %), Bananen (30 %)"}, {"Birne", 0xc0d070, "pear", "Birnen (99 %), Vitamin C"}, {"Nudeln mit Gemüse", 0xc8502c, "pasta", "Nudeln (WEIZEN) (16 %), Tomaten, Möhren"}, {0}};
static const struct flavour baby_fr[] = {{"Pomme Poire", 0xc0d070, "apple", "pommes (55 %), poires (45 %)"}, {"Carottes", 0xf08c34, "carrot", "carottes (75 %), eau"}, {"Petits Légumes", 0x9cb84c, "vegetable", "courgettes (40 %), pommes de terre, petits pois"}, {0}};
static const struct flavour baby_it[] = {{"Mela", 0xd8d070, "apple", "mele (99 %), vitamina C"}, {"Pera", 0xc0d070, "pear", "pere (99 %), vitamina C"}, {"Carota e Zucchina", 0xf08c34, "carrot", "carote (55 %), zucchine (35 %), acqua"}, {0}};
static const struct flavour baby_es[] = {{"Manzana y Plátano", 0xe8d060, "banana", "manzana (70 %), plátano (30 %)"}, {"Verduras", 0x9cb84c, "vegetable", "calabacín, patata, zanahoria, agua"}, {"Pera", 0xc0d070, "pear", "pera (99 %), vitamina C"}, {0}};
static const struct flavour porridge_en[] = {{"Banana", 0xe8d060, "banana", "dried banana (6 %)"}, {"Oat & Honey Pear", 0xd8b060, "honey", "OAT flour (38 %), dried pear (5 %)"}, {"Rice", 0xf0ecd8, "grain", "rice flour (52 %)"}, {"Seven Grain", 0xc89858, "grain", "WHEAT, OAT, BARLEY, RYE, spelt (WHEAT), rice, maize"}, {0}};
static const struct product baby[] = {
    {"First Spoonfuls", LANG_EN, baby_packs, baby_en, {0.89, 1.39}, "baby", 0, "{}, water. No added salt. Stir, heat gently and test the temperature."},
    {"Baby Porridge", LANG_EN, porridge_packs, porridge_en, {2.19, 3.49}, "baby", 0, "{}, whole MILK powder (42 %), maltodextrin, vitamin B1."},
    {"Erste Löffelchen", LANG_DE, baby_packs, baby_de, {0.85, 1.29}, "baby", 0, "{}, Wasser, Rapsöl (1 %). Ohne Salz. Nach dem 4. Monat."},
    {"Prime Pappe", LANG_IT, baby_packs, baby_it, {0.89, 1.39}, "baby", 0, "{}. Senza sale aggiunto. Dai 4 mesi."},
    {"Primeros Purés", LANG_ES, baby_packs, baby_es, {0.85, 1.35}, "baby", 0, "{}. Sin sal añadida. Desde los 4 meses."},
    {"Mes Premières Purées", LANG_FR, baby_packs, baby_fr, {0.99, 1.59}, "baby", 0, "{}. Dès 4 mois. Sans sel ajouté."},
    {0}};
static const char *const baby_claims_en[] = {"from 4 months", "organic fruit and vegetables", "no added salt", "smooth texture", NULL};
static const char *const baby_claims_de[] = {"nach dem 4. Monat", "Bio-Qualität", "ohne Zusatz von Salz", NULL};
static const char *const baby_claims_es[] = {"desde los 4 meses", "de cultivo ecológico", NULL};
static const char *const baby_claims_it[] = {"dai 4 mesi", "da agricoltura biologica", NULL};
static const char *const baby_claims_fr[] = {"dès 4 mois", "bio", NULL};

/* --- pet food -------------------------------------------------------------------------------- */

static const struct flavour dog_en[] = {{"Beef", 0xa8301c, "meat", "beef 14 %"}, {"Chicken", 0xf0b838, NULL, "chicken 14 %"}, {"Lamb & Rice", 0x5c8c3c, "meat", "lamb 14 %, rice 4 %"}, {"Turkey", 0xd8782c, "meat", "turkey 14 %"}, {"Game", 0x6c3c24, "meat", "venison 8 %, rabbit 6 %"}, {0}};
static const struct flavour cat_en[] = {{"Salmon", 0xf08870, "fish", "salmon 8 %"}, {"Tuna", 0x3c78b8, "fish", "tuna 8 %"}, {"Chicken", 0xf0b838, NULL, "chicken 10 %"}, {"Beef", 0xa8301c, "meat", "beef 10 %"}, {"Duck", 0x5c7c48, "meat", "duck 8 %"}, {"Kitten", 0xe888b8, NULL, "poultry 12 %"}, {0}};
static const struct flavour pet_de[] = {{"mit Rind", 0xa8301c, "meat", "Rind 12 %"}, {"mit Huhn", 0xf0b838, NULL, "Huhn 12 %"}, {"mit Lachs", 0xf08870, "fish", "Lachs 6 %"}, {"mit Wild", 0x6c3c24, "meat", "Wild 6 %"}, {0}};
static const struct flavour pet_fr[] = {{"au Bœuf", 0xa8301c, "meat", "bœuf 12 %"}, {"au Poulet", 0xf0b838, NULL, "poulet 12 %"}, {"au Saumon", 0xf08870, "fish", "saumon 6 %"}, {0}};
static const struct flavour pet_it[] = {{"con Manzo", 0xa8301c, "meat", "manzo 12 %"}, {"con Tonno", 0x3c78b8, "fish", "tonno 6 %"}, {"con Pollo", 0xf0b838, NULL, "pollo 12 %"}, {0}};
static const struct product pet[] = {
    {"Dog Dinner", LANG_EN, pet_packs, dog_en, {0.89, 1.49}, "paw", 0x8a4c30, "Complete pet food for adult dogs. Meat and animal derivatives ({}), cereals, minerals. Crude protein 8 %, fat 5 %, ash 2 %."},
    {"Cat Bites in Jelly", LANG_EN, cat_packs, cat_en, {0.49, 0.89}, "paw", 0x8a4c30, "Complete pet food for cats. Meat and FISH derivatives ({}), minerals, sugars. Crude protein 8.5 %, moisture 82 %."},
    {"Crunchy Kibble", LANG_EN, kibble_packs, dog_en, {4.49, 7.99}, "paw", 0xa8703c, "Complete dry food for dogs. Cereals, meat derivatives ({}), oils and fats, beet pulp, minerals. Crude protein 23 %."},
    {"Feine Stücke", LANG_DE, cat_packs, pet_de, {0.45, 0.85}, "paw", 0x8a4c30, "Alleinfuttermittel für Katzen. Fleisch und tierische Nebenerzeugnisse ({}), Mineralstoffe. Rohprotein 9 %."},
    {"Terrine", LANG_FR, cat_packs, pet_fr, {0.55, 0.95}, "paw", 0x8a4c30, "Aliment complet pour chats. Viandes et sous-produits animaux ({}), substances minérales. Protéine brute 9 %."},
    {"Bocconcini", LANG_IT, cat_packs, pet_it, {0.49, 0.89}, "paw", 0x8a4c30, "Alimento completo per gatti. Carni e derivati ({}), sostanze minerali. Proteina grezza 9 %."},
    {0}};
static const char *const pet_claims_en[] = {"complete and balanced", "easy to digest", "with taurine", "vets' choice of vitamins", NULL};
static const char *const pet_claims_de[] = {"ohne Getreide", "mit Taurin", NULL};
static const char *const pet_claims_fr[] = {"sans céréales", "cuisson douce", NULL};
static const char *const pet_claims_it[] = {"senza cereali", "cottura delicata", NULL};

const struct category words_tins[] = {
    {"sauces", DEPT_TINS, sauces, {sauces_claims_en, sauces_claims_de, sauces_claims_fr, sauces_claims_es, sauces_claims_it}, MOOD_WARM | MOOD_BRIGHT},
    {"canned vegetables", DEPT_TINS, vegetables, {vegetables_claims_en, vegetables_claims_de, vegetables_claims_fr, vegetables_claims_es, vegetables_claims_it}, MOOD_WARM | MOOD_NATURE},
    {"canned fish", DEPT_FISH, fish, {fish_claims_en, fish_claims_de, fish_claims_fr, fish_claims_es, fish_claims_it}, MOOD_CLEAN | MOOD_BRIGHT},
    {"soup", DEPT_TINS, soup, {soup_claims_en, soup_claims_de, soup_claims_fr, soup_claims_es, soup_claims_it}, MOOD_WARM | MOOD_NATURE},
    {"baby food", DEPT_BABY, baby, {baby_claims_en, baby_claims_de, baby_claims_fr, baby_claims_es, baby_claims_it}, MOOD_PASTEL},
    {"pet food", DEPT_PET, pet, {pet_claims_en, pet_claims_de, pet_claims_fr, NULL, pet_claims_it}, MOOD_BRIGHT | MOOD_NOBLE},
    {0}};
