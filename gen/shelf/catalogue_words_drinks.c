// SPDX-License-Identifier: MIT
/* Milk, plant drinks, juice, water, soft drinks, beer, coffee, tea. */
#include "shelf/catalogue_brands.h"
#include "shelf/catalogue_words.h"

/* clang-format off */
/* --- packages -------------------------------------------------------------------------------- */

static const struct pack milk_packs[] = {
    {"ml", 1000, SHAPE_CARTON, SKU_GLOSS, {70, 70, 238}, 0, 0, 0, 0},
    {"ml", 500, SHAPE_CARTON, SKU_GLOSS, {70, 70, 146}, 0, 0, 0, 0},
    {"ml", 1000, SHAPE_BOTTLE, SKU_PLASTIC, {84, 84, 250}, 0, 0.62, 0, 0},
    {0}};
static const struct pack plant_packs[] = {
    {"ml", 1000, SHAPE_CARTON, SKU_GLOSS, {72, 72, 236}, 0, 0, 0, 0},
    {"ml", 500, SHAPE_CARTON, SKU_PAPER, {64, 64, 172}, 0, 0, 0, 0},
    {"ml", 250, SHAPE_BOX, SKU_GLOSS, {52, 40, 124}, 0, 0, 0, 0},
    {0}};
static const struct pack juice_packs[] = {
    {"ml", 1000, SHAPE_CARTON, SKU_GLOSS, {70, 70, 236}, 0, 0, 0, 0},
    {"ml", 750, SHAPE_BOTTLE, SKU_GLASS, {80, 80, 280}, 0, 0.62, 0, 0},
    {"ml", 1000, SHAPE_BOTTLE, SKU_PET, {82, 82, 262}, 0, 0.66, 0, 0},
    {"ml", 200, SHAPE_BOX, SKU_GLOSS, {47, 38, 118}, 0, 0, 0, 0},
    {"ml", 1500, SHAPE_BOTTLE, SKU_PET, {92, 92, 312}, 0, 0.68, 0, 0},
    {0}};
static const struct pack water_packs[] = {
    {"ml", 1500, SHAPE_BOTTLE, SKU_PET, {88, 88, 322}, 0, 0.68, 0, 0},
    {"ml", 500, SHAPE_BOTTLE, SKU_PET, {64, 64, 224}, 0, 0.66, 0, 0},
    {"ml", 750, SHAPE_BOTTLE, SKU_GLASS, {78, 78, 296}, 0, 0.58, 0, 0},
    {"ml", 1500, SHAPE_MULTIPACK, SKU_FILM, {266, 178, 322}, 0, 0, 2, 3},
    {0}};
static const struct pack soda_packs[] = {
    {"ml", 330, SHAPE_CAN, SKU_METAL, {66, 66, 115}, PACK_STACKS, 0, 0, 0},
    {"ml", 1500, SHAPE_BOTTLE, SKU_PET, {92, 92, 316}, 0, 0.64, 0, 0},
    {"ml", 500, SHAPE_BOTTLE, SKU_PET, {66, 66, 230}, 0, 0.62, 0, 0},
    {"ml", 330, SHAPE_MULTIPACK, SKU_FILM, {200, 134, 118}, PACK_STACKS, 0, 2, 3},
    {0}};
static const struct pack energy_packs[] = {
    {"ml", 250, SHAPE_CAN, SKU_METAL, {53, 53, 135}, PACK_STACKS, 0, 0, 0},
    {"ml", 500, SHAPE_CAN, SKU_METAL, {66, 66, 168}, PACK_STACKS, 0, 0, 0},
    {"ml", 250, SHAPE_MULTIPACK, SKU_FILM, {108, 108, 138}, 0, 0, 2, 2},
    {0}};
static const struct pack beer_packs[] = {
    {"ml", 500, SHAPE_BOTTLE, SKU_GLASS, {68, 68, 266}, 0, 0.6, 0, 0},
    {"ml", 330, SHAPE_BOTTLE, SKU_GLASS, {61, 61, 230}, 0, 0.58, 0, 0},
    {"ml", 500, SHAPE_CAN, SKU_METAL, {66, 66, 168}, PACK_STACKS, 0, 0, 0},
    {"ml", 330, SHAPE_MULTIPACK, SKU_PAPER, {186, 124, 234}, 0, 0, 2, 3},
    {0}};
static const struct pack coffee_packs[] = {
    {"g", 500, SHAPE_BAG, SKU_FILM, {95, 68, 172}, 0, 0, 0, 0},
    {"g", 250, SHAPE_BAG, SKU_FILM, {80, 58, 142}, 0, 0, 0, 0},
    {"g", 1000, SHAPE_BAG, SKU_FILM, {132, 82, 300}, 0, 0, 0, 0},
    {0}};
static const struct pack instant_packs[] = {
    {"g", 100, SHAPE_JAR, SKU_GLASS, {78, 78, 132}, PACK_STACKS, 0, 0, 0},
    {"g", 200, SHAPE_JAR, SKU_GLASS, {92, 92, 168}, 0, 0, 0, 0},
    {0}};
static const struct pack capsule_packs[] = {
    {"capsules", 10, SHAPE_BOX, SKU_GLOSS, {124, 62, 96}, PACK_STACKS, 0, 0, 0},
    {"capsules", 20, SHAPE_BOX, SKU_GLOSS, {124, 124, 96}, PACK_STACKS, 0, 0, 0},
    {0}};
static const struct pack tea_packs[] = {
    {"bags", 20, SHAPE_BOX, SKU_PAPER, {126, 64, 76}, PACK_STACKS, 0, 0, 0},
    {"bags", 50, SHAPE_BOX, SKU_PAPER, {138, 78, 104}, PACK_STACKS, 0, 0, 0},
    {"bags", 80, SHAPE_BOX, SKU_PAPER, {152, 84, 128}, 0, 0, 0, 0},
    {0}};
static const struct pack leaf_packs[] = {
    {"g", 100, SHAPE_CAN, SKU_METAL, {78, 78, 122}, PACK_STACKS, 0, 0, 0},
    {"g", 75, SHAPE_POUCH, SKU_FILM, {105, 55, 170}, 0, 0, 0, 0},
    {0}};

/* --- milk ------------------------------------------------------------------------------------ */

static const struct flavour milk_en[] = {
    {"Whole", 0x2c5aa8, NULL, "3.6"}, {"Semi Skimmed", 0x3c9a56, NULL, "1.7"}, {"Skimmed", 0xc9303e, NULL, "0.3"},
    {"Lactose Free", 0x8a4fa3, NULL, "1.5"}, {"Organic Whole", 0x6b8e23, "leaf", "3.8"}, {0}};
static const struct flavour milk_de[] = {
    {"3,5 % Fett", 0x2c5aa8, NULL, "3,5"}, {"1,5 % Fett", 0x3ea0cf, NULL, "1,5"}, {"0,3 % Fett", 0xc9303e, NULL, "0,3"},
    {"Laktosefrei", 0x8a4fa3, NULL, "1,5"}, {0}};
static const struct flavour milk_fr[] = {
    {"Entier", 0xc9303e, NULL, "3,6"}, {"Demi-écrémé", 0x2c5aa8, NULL, "1,5"}, {"Écrémé", 0x3c9a56, NULL, "0,5"}, {0}};
static const struct flavour milk_it[] = {
    {"Intero", 0xc9303e, NULL, "3,6"}, {"Parzialmente Scremato", 0x2c5aa8, NULL, "1,6"}, {"Scremato", 0x3c9a56, NULL, "0,3"}, {0}};
static const struct flavour milk_es[] = {
    {"Entera", 0x2c5aa8, NULL, "3,6"}, {"Semidesnatada", 0x3c9a56, NULL, "1,55"}, {"Desnatada", 0xd06a9c, NULL, "0,3"}, {0}};
static const struct flavour shake[] = {
    {"Chocolate", 0x5a3020, "cocoa", "low-fat cocoa powder (1.2 %)"}, {"Strawberry", 0xd8405c, "berry", "strawberry juice from concentrate (2 %)"},
    {"Vanilla", 0xe8c868, "flower", "ground vanilla pods (0.05 %)"}, {"Banana", 0xe8c030, "banana", "banana purée (4 %)"},
    {"Salted Caramel", 0xb87432, "drop", "caramel (1.5 %), sea salt"}, {0}};

static const struct product milk[] = {
    {"Fresh Milk", LANG_EN, milk_packs, milk_en, {0.99, 1.45}, "milk", 0xfdfaf0, "MILK, pasteurised and homogenised, {} % fat. Keep at up to 5 °C. Once opened use within three days."},
    {"Farmhouse Milk", LANG_EN, milk_packs, milk_en, {1.19, 1.79}, "cow", 0xfdfaf0, "Pasteurised MILK, {} % fat, from cows that graze from spring to autumn."},
    {"Milkshake", LANG_EN, plant_packs, shake, {1.39, 1.99}, "wave", 0, "Semi skimmed MILK (88 %), sugar, {}, modified maize starch, stabiliser: carrageenan, natural flavouring."},
    {"Frische Weidemilch", LANG_DE, milk_packs, milk_de, {1.09, 1.59}, "milk", 0xfdfaf0, "Pasteurisierte VOLLMILCH mit {} % Fett, homogenisiert. Bei höchstens +8 °C mindestens haltbar bis: siehe Deckel."},
    {"H-Milch", LANG_DE, milk_packs, milk_de, {0.95, 1.29}, "milk", 0xfdfaf0, "Ultrahocherhitzte MILCH, {} % Fett. Nach dem Öffnen kühl lagern und in wenigen Tagen verbrauchen."},
    {"Lait Frais", LANG_FR, milk_packs, milk_fr, {1.09, 1.65}, "milk", 0xfdfaf0, "LAIT de vache pasteurisé, {} % de matière grasse. À conserver entre 0 et 6 °C."},
    {"Latte Fresco", LANG_IT, milk_packs, milk_it, {1.25, 1.79}, "milk", 0xfdfaf0, "LATTE vaccino pastorizzato, {} % di grassi. Conservare tra 0 e 4 °C."},
    {"Leche del Norte", LANG_ES, milk_packs, milk_es, {0.95, 1.35}, "cow", 0xfdfaf0, "LECHE de vaca, {} % de materia grasa. Una vez abierto, conservar en frío y consumir en tres días."},
    {0}};
static const char *const milk_claims_en[] = {"from pasture milk", "rich in calcium", "from free-range cows", "fresh from the dairy", "source of protein", "fully recyclable pack", NULL};
static const char *const milk_claims_de[] = {"aus Weidehaltung", "reich an Calcium", "ohne Gentechnik", "aus der Region", "länger haltbar", NULL};
static const char *const milk_claims_fr[] = {"riche en calcium", "collecté en France", "emballage recyclable", "lait de pâturage", NULL};
static const char *const milk_claims_es[] = {"fuente de calcio", "bienestar animal", "de ganaderías familiares", NULL};
static const char *const milk_claims_it[] = {"fonte di calcio", "100 % latte italiano", "alta qualità", NULL};

/* --- plant drinks ---------------------------------------------------------------------------- */

static const struct flavour plant_en[] = {
    {"Original", 0x3f7f58, NULL, ""}, {"Barista", 0x7a4a2c, "cup", ", rapeseed oil, acidity regulator: dipotassium phosphate"},
    {"Unsweetened", 0x4a90b8, "drop", ""}, {"Vanilla", 0xe2bd5a, "flower", ", sugar (3 %), natural vanilla flavouring"},
    {"Calcium Plus", 0x5878c0, NULL, ", calcium carbonate, vitamins B12 and D2"}, {"Chocolate", 0x5a3020, "cocoa", ", sugar (4 %), low-fat cocoa powder (1.5 %)"}, {0}};
static const struct flavour plant_de[] = {
    {"Natur", 0x3f7f58, NULL, ""}, {"Barista", 0x7a4a2c, "cup", ", Rapsöl, Säureregulator Dikaliumphosphat"},
    {"Ohne Zucker", 0x4a90b8, "drop", ""}, {"Vanille", 0xe2bd5a, "flower", ", Zucker (3 %), Vanilleextrakt"}, {0}};
static const struct flavour plant_fr[] = {
    {"Nature", 0x3f7f58, NULL, ""}, {"Sans Sucres", 0x4a90b8, "drop", ""}, {"Vanille", 0xe2bd5a, "flower", ", sucre (3 %), arôme naturel de vanille"},
    {"Calcium", 0x5878c0, NULL, ", carbonate de calcium"}, {0}};
static const struct flavour plant_it[] = {
    {"Classica", 0x3f7f58, NULL, ""}, {"Senza Zuccheri", 0x4a90b8, "drop", ""}, {"Cacao", 0x5a3020, "cocoa", ", zucchero, cacao magro (1,5 %)"}, {0}};

static const struct product plant[] = {
    {"Oat Drink", LANG_EN, plant_packs, plant_en, {1.59, 2.49}, "grain", 0xe8dcc0, "Water, OATS (11 %){}, sea salt."},
    {"Almond Drink", LANG_EN, plant_packs, plant_en, {1.79, 2.79}, "nut", 0xf2e8d6, "Water, ALMONDS (3 %){}, sea salt, stabiliser: gellan gum."},
    {"Soya Drink", LANG_EN, plant_packs, plant_en, {1.29, 1.99}, "beans", 0xf0e6c8, "Water, hulled SOYA beans (8 %){}, sea salt."},
    {"Coconut Drink", LANG_EN, plant_packs, plant_en, {1.69, 2.49}, "leaf", 0xfaf8f0, "Water, coconut milk (8 %), rice{}, guar gum, salt."},
    {"Haferdrink", LANG_DE, plant_packs, plant_de, {1.19, 2.19}, "grain", 0xe8dcc0, "Wasser, HAFER (10 %){}, Meersalz."},
    {"Mandeldrink", LANG_DE, plant_packs, plant_de, {1.69, 2.49}, "nut", 0xf2e8d6, "Wasser, MANDELN (4 %){}, Meersalz, Stabilisator Gellan."},
    {"Boisson au Riz", LANG_FR, plant_packs, plant_fr, {1.59, 2.29}, "grain", 0xf6f2e4, "Eau, riz (14 %){}, huile de tournesol, sel marin."},
    {"Bevanda di Avena", LANG_IT, plant_packs, plant_it, {1.69, 2.39}, "grain", 0xe8dcc0, "Acqua, AVENA (12 %){}, olio di girasole, sale marino."},
    {0}};
static const char *const plant_claims_en[] = {"100 % plant based", "low in fat", "dairy free", "from European fields", "shake it, love it", NULL};
static const char *const plant_claims_de[] = {"rein pflanzlich", "milchfrei", "aus Europa", "vegan", "gut schütteln", NULL};
static const char *const plant_claims_fr[] = {"100 % végétal", "sans lactose", "riz de Camargue", NULL};
static const char *const plant_claims_it[] = {"100 % vegetale", "senza lattosio", "fonte di fibre", NULL};

/* --- juice ----------------------------------------------------------------------------------- */

static const struct flavour juice_en[] = {
    {"Orange", 0xf08a1c, "citrus", "orange juice from concentrate"}, {"Apple", 0xc9b038, "apple", "apple juice"},
    {"Multifruit", 0xe8632c, "fruit", "juices of apple, orange, pineapple (25 %), passion fruit and mango"},
    {"Pineapple", 0xf0c83a, "fruit", "pineapple juice from concentrate"}, {"Tropical", 0xf06a48, "fruit", "juices of mango, guava, orange and pineapple"},
    {"Cranberry", 0xa8183c, "berry", "cranberry juice from concentrate (30 %), water, sugar"},
    {"Tomato", 0xc8321e, "tomato", "tomato juice, sea salt"}, {"Pink Grapefruit", 0xe8705c, "citrus", "pink grapefruit juice"}, {0}};
static const struct flavour juice_de[] = {
    {"Orange", 0xf08a1c, "citrus", "Orangensaft aus Orangensaftkonzentrat"}, {"Apfel naturtrüb", 0xc9a838, "apple", "Apfel-Direktsaft"},
    {"Rote Traube", 0x6a1f48, "grape", "roter Traubensaft"}, {"Sauerkirsche", 0x9c1430, "cherry", "Sauerkirschsaft (40 %), Wasser, Zucker"},
    {"Multivitamin", 0xf0782c, "fruit", "Saft aus 12 Früchten, Vitamine A, C und E"}, {"Johannisbeere", 0x4a1638, "blueberry", "schwarzer Johannisbeersaft (28 %), Wasser, Zucker"}, {0}};
static const struct flavour juice_fr[] = {
    {"Orange", 0xf08a1c, "citrus", "pur jus d'orange"}, {"Pomme", 0xc9b038, "apple", "pur jus de pomme"},
    {"Raisin", 0x6a1f48, "grape", "pur jus de raisin"}, {"Abricot", 0xf0a040, "fruit", "purée d'abricot (45 %), eau, sucre"}, {"Poire", 0xb8c060, "pear", "purée de poire (50 %), eau, sucre"}, {0}};
static const struct flavour juice_es[] = {
    {"Naranja", 0xf08a1c, "citrus", "zumo de naranja exprimida"}, {"Melocotón", 0xf0a050, "fruit", "puré de melocotón (45 %), agua, azúcar"},
    {"Piña", 0xf0c83a, "fruit", "zumo de piña"}, {"Manzana", 0xc9b038, "apple", "zumo de manzana"}, {0}};
static const struct flavour juice_it[] = {
    {"Arancia", 0xf08a1c, "citrus", "succo di arancia"}, {"Pesca", 0xf0a050, "fruit", "purea di pesca (50 %), acqua, zucchero"}, {"Albicocca", 0xf09840, "fruit", "purea di albicocca (45 %), acqua, zucchero"},
    {"Pera", 0xb8c060, "pear", "purea di pera (50 %), acqua, zucchero"}, {"Mela", 0xc9b038, "apple", "succo di mela"}, {0}};
static const struct product juice[] = {
    {"Pure Juice", LANG_EN, juice_packs, juice_en, {1.49, 2.79}, "fruit", 0, "100 % fruit content: {}. Shake before pouring."},
    {"Morning Nectar", LANG_EN, juice_packs, juice_en, {1.19, 1.99}, "fruit", 0, "{}, acidity regulator: citric acid, vitamin C. Fruit content: at least 40 %."},
    {"Direktsaft", LANG_DE, juice_packs, juice_de, {1.49, 2.49}, "fruit", 0, "{}. Ohne Zusatz von Farb- und Konservierungsstoffen. Vor dem Öffnen schütteln."},
    {"Pur Jus", LANG_FR, juice_packs, juice_fr, {1.69, 2.79}, "fruit", 0, "{}. Flash-pasteurisé. À conserver au frais après ouverture."},
    {"Zumo", LANG_ES, juice_packs, juice_es, {1.29, 2.19}, "fruit", 0, "{}. Agitar antes de servir."},
    {"Succo e Polpa", LANG_IT, juice_packs, juice_it, {1.39, 2.29}, "fruit", 0, "{}, acidificante: acido citrico, vitamina C. Agitare prima dell'uso."},
    {0}};
static const char *const juice_claims_it[] = {"ricco di vitamina C", "frutta matura", NULL};
static const char *const juice_claims_en[] = {"with vitamin C", "ripe, sunny fruit", "gently pressed", "1 of your 5 a day", "best served chilled", NULL};
static const char *const juice_claims_de[] = {"reich an Vitamin C", "schonend gepresst", "aus reifen Früchten", "gekühlt am besten", NULL};
static const char *const juice_claims_fr[] = {"sans colorant", "fruits bien mûrs", "riche en vitamine C", NULL};
static const char *const juice_claims_es[] = {"rico en vitamina C", "fruta madura", "sin colorantes", NULL};

/* --- water ----------------------------------------------------------------------------------- */

static const struct flavour water_en[] = {
    {"Still", 0x3aa0dc, NULL, "still"}, {"Sparkling", 0x1c58a8, "bubble", "with added carbon dioxide"}, {"Gently Sparkling", 0x46b088, "bubble", "with a little carbon dioxide"},
    {"Lemon", 0xe8d040, "lemon", "with carbon dioxide and natural lemon flavouring"}, {"Lime & Mint", 0x80c048, "leaf", "with natural flavourings of lime and mint"}, {"Raspberry", 0xd83c68, "berry", "with natural raspberry flavouring"}, {0}};
static const struct flavour water_de[] = {
    {"Classic", 0x1c58a8, "bubble", "mit Kohlensäure versetzt"}, {"Medium", 0x46b088, "bubble", "mit wenig Kohlensäure"}, {"Naturell", 0x7cc4ec, NULL, "ohne Kohlensäure"}, {0}};
static const struct flavour water_fr[] = {
    {"Plate", 0x7cc4ec, NULL, "non gazeuse"}, {"Gazeuse", 0x2f8a5c, "bubble", "avec adjonction de gaz carbonique"}, {"Citron", 0xe8d040, "lemon", "gazéifiée, arôme naturel de citron"}, {0}};
static const struct flavour water_it[] = {
    {"Naturale", 0x3a90dc, NULL, "non addizionata"}, {"Frizzante", 0xc8303c, "bubble", "con aggiunta di anidride carbonica"}, {"Leggermente Frizzante", 0x46b088, "bubble", "con poca anidride carbonica"}, {0}};
static const struct product water[] = {
    {"Spring Water", LANG_EN, water_packs, water_en, {0.55, 1.15}, "mountain", 0xdcecf4, "Natural spring water, {}. Typical analysis, mg/l: calcium 64, magnesium 12, sodium 7, hydrogen carbonate 210."},
    {"Mineral Water", LANG_EN, water_packs, water_en, {0.65, 1.35}, "drop", 0xdcecf4, "Natural mineral water, {}. Store in a cool and dry place, away from light and strong smells."},
    {"Mineralwasser", LANG_DE, water_packs, water_de, {0.39, 0.89}, "mountain", 0xdcecf4, "Natürliches Mineralwasser, {}. Auszug aus der Analyse, mg/l: Calcium 110, Magnesium 38, Natrium 14, Hydrogencarbonat 465."},
    {"Eau de Source", LANG_FR, water_packs, water_fr, {0.45, 0.95}, "mountain", 0xdcecf4, "Eau de source, {}. À conserver à l'abri du soleil et des odeurs."},
    {"Acqua Minerale", LANG_IT, water_packs, water_it, {0.55, 0.95}, "mountain", 0xdcecf4, "Acqua minerale naturale, {}. Residuo fisso a 180 °C: 152 mg/l. Non disperdere il contenitore nell'ambiente."},
    {0}};
static const char *const water_claims_en[] = {"from a deep source", "low in sodium", "bottled at the spring", "balanced minerals", NULL};
static const char *const water_claims_de[] = {"natriumarm", "für Babynahrung geeignet", "aus der Tiefe der Alb", NULL};
static const char *const water_claims_fr[] = {"source préservée", "pauvre en sodium", NULL};
static const char *const water_claims_it[] = {"povera di sodio", "sorgente alpina", NULL};

/* --- soft drinks ----------------------------------------------------------------------------- */

static const struct flavour soda_en[] = {
    {"Cola", 0x3a1c14, "bubble", "sugar, colour: caramel E150d, natural flavourings, caffeine"}, {"Cola Zero", 0x1c1c1e, "bubble", "colour: caramel E150d, sweeteners: aspartame, acesulfame K, caffeine"},
    {"Orange", 0xf07c14, "citrus", "sugar, orange juice from concentrate (5 %), colour: carotenes"}, {"Lemon", 0xf0dc40, "lemon", "sugar, lemon juice from concentrate (6 %)"},
    {"Lemon & Lime", 0x70b83c, "lemon", "sugar, lemon and lime juice from concentrate (2 %)"}, {"Cherry", 0xa8142c, "cherry", "sugar, cherry juice from concentrate (3 %)"},
    {"Ginger", 0xd8a848, "leaf", "sugar, ginger extract (0.3 %)"}, {"Elderflower", 0xd0dca0, "flower", "sugar, elderflower extract (0.4 %)"}, {0}};
static const struct flavour soda_de[] = {
    {"Zitrone", 0xf0dc40, "lemon", "Zitronensaft aus Konzentrat (6 %)"}, {"Orange", 0xf07c14, "citrus", "Orangensaft aus Konzentrat (8 %), Farbstoff Carotin"},
    {"Rhabarber", 0xe07890, "leaf", "Rhabarbersaft (25 %)"}, {"Holunder", 0xd0dca0, "flower", "Holunderblütenextrakt (0,5 %)"}, {"Cola-Mix", 0x5a2c14, "bubble", "Orangensaft (3 %), Farbstoff E150d, Koffein"}, {0}};
static const struct flavour soda_it[] = {
    {"Limone", 0xf0dc40, "lemon", "succo di limone di Sicilia (12 %)"}, {"Aranciata", 0xf07c14, "citrus", "succo di arancia (12 %)"},
    {"Arancia Rossa", 0xd83c1c, "citrus", "succo di arancia rossa (12 %)"}, {"Chinotto", 0x3a1c14, "leaf", "estratto di chinotto, caramello"}, {"Pompelmo", 0xf0a088, "citrus", "succo di pompelmo (10 %)"}, {0}};
static const struct flavour energy[] = {
    {"Original", 0x2858b8, "bolt", "sugar, glucose"}, {"Sugar Free", 0xb8c0c8, "bolt", "sweeteners: sucralose, acesulfame K"}, {"Tropical", 0xf0a020, "fruit", "sugar, mango and passion fruit flavouring"},
    {"Berry", 0x8a2890, "berry", "sugar, blueberry flavouring"}, {"Watermelon", 0xe84858, "fruit", "sugar, watermelon flavouring"}, {0}};
static const struct flavour soda_es[] = {{"Naranja", 0xf07c14, "citrus", "zumo de naranja (8 %)"}, {"Limón", 0xf0dc40, "lemon", "zumo de limón (6 %)"}, {"Piña", 0xf0c030, "fruit", "zumo de piña (8 %)"}, {"Tinto sin Alcohol", 0x8a1838, "grape", "mosto de uva, zumo de limón (2 %)"}, {0}};
static const struct flavour soda_fr[] = {{"Citron", 0xf0dc40, "lemon", "jus de citron à base de concentré (6 %)"}, {"Grenadine", 0xc8203c, "berry", "jus de fruits rouges (10 %)"}, {"Menthe", 0x2ca070, "leaf", "extrait de menthe"}, {"Pamplemousse", 0xf0a088, "citrus", "jus de pamplemousse (8 %)"}, {0}};
static const struct product soda[] = {
    {"Soda", LANG_EN, soda_packs, soda_en, {0.59, 0.99}, "glass", 0, "Carbonated water, {}, acidity regulator: citric acid."},
    {"Old Style Lemonade", LANG_EN, soda_packs, soda_en, {0.79, 1.29}, "bubble", 0, "Carbonated water, {}, natural flavouring."},
    {"Energy Drink", LANG_EN, energy_packs, energy, {0.69, 1.59}, "bolt", 0xe8c848, "Water, {}, carbon dioxide, citric acid, taurine (0.4 %), caffeine (0.03 %), B vitamins. High caffeine content (32 mg/100 ml)."},
    {"Limonade", LANG_DE, soda_packs, soda_de, {0.65, 1.09}, "bubble", 0, "Natürliches Mineralwasser, Zucker, {}, Kohlensäure, Säuerungsmittel Citronensäure."},
    {"Bibita", LANG_IT, soda_packs, soda_it, {0.75, 1.25}, "citrus", 0, "Acqua, zucchero, {}, anidride carbonica, aromi naturali."},
    {"Refresco", LANG_ES, soda_packs, soda_es, {0.55, 0.95}, "bubble", 0, "Agua carbonatada, azúcar, {}, acidulante: ácido cítrico, aromas."},
    {"Limonade Artisanale", LANG_FR, soda_packs, soda_fr, {0.79, 1.35}, "bubble", 0, "Eau gazéifiée, sucre, {}, acidifiant : acide citrique, arômes naturels."},
    {0}};
static const char *const soda_claims_es[] = {"bien frío", "sin conservantes", NULL};
static const char *const soda_claims_fr[] = {"sans colorant", "à servir bien frais", NULL};
static const char *const soda_claims_en[] = {"extra fizzy", "crisp and light", "no preservatives", "serve ice cold", "the taste of summer", NULL};
static const char *const soda_claims_de[] = {"weniger süß", "mit echtem Saft", "eiskalt genießen", NULL};
static const char *const soda_claims_it[] = {"con vero succo", "senza coloranti", NULL};

/* --- beer ------------------------------------------------------------------------------------ */

static const struct flavour beer_en[] = {
    {"Pale Ale", 0xd88a28, "leaf", "4.7"}, {"Lager", 0xf0c850, "grain", "4.8"}, {"India Pale Ale", 0xc8641c, "leaf", "5.9"}, {"Stout", 0x241410, "grain", "5.2"},
    {"Wheat", 0xf0d480, "grain", "5.0"}, {"Alcohol Free", 0x3a88c8, "leaf", "0.5"}, {0}};
static const struct flavour beer_de[] = {
    {"Helles", 0xf0c850, "grain", "4,9"}, {"Pilsener", 0xe8d068, "leaf", "4,8"}, {"Weizen", 0xe0a840, "grain", "5,3"}, {"Dunkel", 0x6a3014, "grain", "5,2"},
    {"Radler", 0xf0e070, "citrus", "2,5"}, {"Alkoholfrei", 0x3a88c8, "leaf", "0,5"}, {0}};
static const struct flavour beer_fr[] = {{"Blonde", 0xf0c850, "grain", "6,2"}, {"Ambrée", 0xc86a20, "grain", "6,0"}, {"Brune", 0x4a2010, "grain", "6,5"}, {"Blanche", 0xf4e4a8, "citrus", "4,5"}, {0}};
static const struct product beer[] = {
    {"Craft Beer", LANG_EN, beer_packs, beer_en, {1.49, 2.49}, "glass", 0, "Water, BARLEY malt, WHEAT, hops, yeast. {} % vol. Please drink responsibly."},
    {"Brewer's Reserve", LANG_EN, beer_packs, beer_en, {1.29, 2.19}, "glass", 0, "Water, BARLEY malt, WHEAT malt, hops, yeast. {} % vol. Serve at 6 to 8 °C."},
    {"Landbier", LANG_DE, beer_packs, beer_de, {0.85, 1.35}, "glass", 0, "Brauwasser, GERSTENMALZ, Hopfen, Hefe. Alkohol {} % vol. Gebraut nach dem Reinheitsgebot."},
    {"Bière Artisanale", LANG_FR, beer_packs, beer_fr, {1.69, 2.89}, "glass", 0, "Eau, malt d'ORGE, houblon, levure, sucre. Alcool {} % vol. L'abus d'alcool est dangereux pour la santé."},
    {0}};
static const char *const beer_claims_en[] = {"small batch", "brewed with aroma hops", "slow brewed", "family brewery", NULL};
static const char *const beer_claims_de[] = {"seit 1782", "nach altem Rezept", "kalt gelagert", "Privatbrauerei", NULL};
static const char *const beer_claims_fr[] = {"brassée lentement", "refermentée en bouteille", NULL};

/* --- coffee ---------------------------------------------------------------------------------- */

static const struct flavour coffee_en[] = {
    {"Classic", 0x8a3a1c, "bean", ""}, {"Dark Roast", 0x2a1610, "cocoa", ""}, {"Mild", 0xd8a048, "cup", ""}, {"Decaf", 0x3a7a48, "cup", ", decaffeinated"},
    {"Colombia", 0xc8281c, "mountain", " from Colombia"}, {"Ethiopia", 0xd07818, "sun", " from Ethiopia"}, {0}};
static const struct flavour coffee_de[] = {
    {"Klassisch", 0x8a3a1c, "bean", ""}, {"Kräftig", 0x2a1610, "bean", ""}, {"Mild", 0xd8a048, "cup", ""}, {"Entkoffeiniert", 0x3a7a48, "cup", ", entkoffeiniert"}, {0}};
static const struct flavour coffee_it[] = {
    {"Classico", 0xa8281c, "cup", ""}, {"Intenso", 0x2a1610, "bean", ""}, {"Cremoso", 0xc89048, "cup", ""}, {"Decaffeinato", 0x3a7a48, "cup", " decaffeinato"}, {"Arabica", 0xb8902c, "bean", ", 100 % arabica"}, {0}};
static const struct flavour coffee_fr[] = {{"Doux", 0xd8a048, "cup", ""}, {"Corsé", 0x2a1610, "bean", ""}, {"Bio", 0x5a8a30, "leaf", " issu de l'agriculture biologique"}, {0}};
static const struct product coffee[] = {
    {"Ground Coffee", LANG_EN, coffee_packs, coffee_en, {4.99, 8.49}, "bean", 0x4a2414, "Roasted and ground coffee{}. Keep in a cool and dry place; once opened use within four weeks."},
    {"Coffee Beans", LANG_EN, coffee_packs, coffee_en, {5.99, 9.99}, "bean", 0x4a2414, "Whole roasted coffee beans{}. Packed in a protective atmosphere."},
    {"Instant Coffee", LANG_EN, instant_packs, coffee_en, {3.99, 6.99}, "cup", 0x4a2414, "Freeze-dried instant coffee{}. One teaspoon a cup, hot but not boiling water."},
    {"Coffee Capsules", LANG_EN, capsule_packs, coffee_en, {2.79, 3.99}, "cup", 0x4a2414, "Roasted and ground coffee in capsules of 5.2 g{}."},
    {"Röstkaffee", LANG_DE, coffee_packs, coffee_de, {5.49, 7.99}, "bean", 0x4a2414, "Röstkaffee, gemahlen{}. Trocken und kühl lagern."},
    {"Espresso", LANG_IT, coffee_packs, coffee_it, {5.29, 8.99}, "cup", 0x4a2414, "Caffè torrefatto macinato{}. Confezionato in atmosfera protettiva."},
    {"Capsule Espresso", LANG_IT, capsule_packs, coffee_it, {2.99, 4.29}, "cup", 0x4a2414, "Caffè torrefatto macinato in capsule da 5,5 g{}."},
    {"Café Moulu", LANG_FR, coffee_packs, coffee_fr, {4.79, 7.49}, "bean", 0x4a2414, "Café torréfié moulu{}. À conserver au sec."},
    {0}};
static const char *const coffee_claims_en[] = {"slow roasted", "100 % arabica", "intensity 8", "from small farms", "full of aroma", NULL};
static const char *const coffee_claims_de[] = {"schonend geröstet", "100 % Arabica", "Stärke 4 von 5", "volles Aroma", NULL};
static const char *const coffee_claims_fr[] = {"torréfaction lente", "pur arabica", NULL};
static const char *const coffee_claims_it[] = {"tostatura lenta", "intensità 9", "miscela pregiata", NULL};

/* --- tea ------------------------------------------------------------------------------------- */

static const struct flavour tea_en[] = {
    {"English Breakfast", 0x9c2c1c, "cup", "black tea"}, {"Earl Grey", 0x3c4c88, "citrus", "black tea, natural bergamot flavouring (4 %)"}, {"Green", 0x6a9c3c, "leaf", "green tea"},
    {"Peppermint", 0x2c8c68, "leaf", "peppermint leaves"}, {"Chamomile", 0xf0c848, "flower", "chamomile flowers"}, {"Lemon & Ginger", 0xe8b030, "lemon", "ginger (38 %), lemongrass, lemon peel (8 %), lemon flavouring"},
    {"Forest Fruits", 0xa02050, "blueberry", "hibiscus, rosehip, apple, blackberry leaves, raspberries (3 %)"}, {"Rooibos", 0xb84820, "sun", "rooibos"}, {0}};
static const struct flavour tea_de[] = {
    {"Kamille", 0xf0c848, "flower", "Kamillenblüten"}, {"Pfefferminze", 0x2c8c68, "leaf", "Pfefferminzblätter"}, {"Früchte", 0xb82048, "berry", "Hibiskus, Hagebutte, Apfel, Orangenschalen"},
    {"Fenchel Anis Kümmel", 0x98a840, "leaf", "Fenchel (40 %), Anis (30 %), Kümmel (30 %)"}, {"Ostfriesische Mischung", 0x7a2c18, "cup", "Schwarzer Tee"}, {0}};
static const struct flavour tea_fr[] = {
    {"Verveine", 0x7aa850, "leaf", "feuilles de verveine"}, {"Tilleul", 0xb8b848, "flower", "fleurs et feuilles de tilleul"}, {"Menthe", 0x2c8c68, "leaf", "feuilles de menthe"}, {"Nuit Calme", 0x384880, "star", "camomille (35 %), tilleul, fleur d'oranger"}, {0}};
static const struct flavour tea_it[] = {{"Camomilla", 0xf0c848, "flower", "fiori di camomilla"}, {"Finocchio", 0x98a840, "leaf", "semi di finocchio"}, {"Frutti di Bosco", 0xa02050, "blueberry", "ibisco, rosa canina, mela, lamponi (3 %)"}, {"Limone e Zenzero", 0xe8b030, "lemon", "zenzero (35 %), citronella, scorza di limone (8 %)"}, {0}};
static const struct product tea[] = {
    {"Tea", LANG_EN, tea_packs, tea_en, {1.79, 3.49}, "leaf", 0xa85c20, "{}. Brew for three to five minutes in freshly boiled water."},
    {"Leaf Tea", LANG_EN, leaf_packs, tea_en, {3.99, 6.99}, "leaf", 0x7a4a20, "{}. One heaped teaspoon a cup."},
    {"Kräutertee", LANG_DE, tea_packs, tea_de, {1.29, 2.79}, "leaf", 0xb87830, "{}. Mit sprudelnd kochendem Wasser übergießen und 5 bis 8 Minuten ziehen lassen."},
    {"Infusion", LANG_FR, tea_packs, tea_fr, {1.99, 3.29}, "leaf", 0xb89840, "{}. Laisser infuser cinq minutes dans une eau frémissante."},
    {"Infuso", LANG_IT, tea_packs, tea_it, {1.79, 3.19}, "leaf", 0xb89840, "{}. Lasciare in infusione cinque minuti in acqua bollente."},
    {0}};
static const char *const tea_claims_it[] = {"senza teina", "erbe selezionate", NULL};
static const char *const tea_claims_en[] = {"for a quiet moment", "no artificial flavouring", "hand picked", "plastic free bags", NULL};
static const char *const tea_claims_de[] = {"Arzneibuchqualität", "aromaversiegelt", "ohne Zusatz von Aromen", NULL};
static const char *const tea_claims_fr[] = {"sans théine", "plantes de France", NULL};

const struct category words_drinks[] = {
    {"milk", DEPT_DAIRY, milk, {milk_claims_en, milk_claims_de, milk_claims_fr, milk_claims_es, milk_claims_it}, MOOD_CLEAN | MOOD_NATURE},
    {"plant drinks", DEPT_PLANT, plant, {plant_claims_en, plant_claims_de, plant_claims_fr, NULL, plant_claims_it}, MOOD_NATURE | MOOD_PASTEL},
    {"juice", DEPT_JUICE, juice, {juice_claims_en, juice_claims_de, juice_claims_fr, juice_claims_es, juice_claims_it}, MOOD_BRIGHT | MOOD_NATURE},
    {"water", DEPT_WATER, water, {water_claims_en, water_claims_de, water_claims_fr, NULL, water_claims_it}, MOOD_CLEAN},
    {"soft drinks", DEPT_JUICE, soda, {soda_claims_en, soda_claims_de, soda_claims_fr, soda_claims_es, soda_claims_it}, MOOD_BRIGHT},
    {"beer", DEPT_BEER, beer, {beer_claims_en, beer_claims_de, beer_claims_fr, NULL, NULL}, MOOD_NOBLE | MOOD_WARM},
    {"coffee", DEPT_HOT, coffee, {coffee_claims_en, coffee_claims_de, coffee_claims_fr, NULL, coffee_claims_it}, MOOD_NOBLE | MOOD_WARM},
    {"tea", DEPT_HOT, tea, {tea_claims_en, tea_claims_de, tea_claims_fr, NULL, tea_claims_it}, MOOD_NATURE | MOOD_NOBLE},
    {0}};
