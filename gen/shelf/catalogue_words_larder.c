// SPDX-License-Identifier: MIT
/* Yoghurt, cheese, cereal, spreads, pasta, rice, baking, spices, oils. */
#include "shelf/catalogue_brands.h"
#include "shelf/catalogue_words.h"

/* clang-format off */
/* --- packages -------------------------------------------------------------------------------- */

static const struct pack yoghurt_packs[] = {
    {"g", 150, SHAPE_JAR, SKU_PLASTIC, {70, 70, 80}, PACK_STACKS, 0, 0, 0},
    {"g", 500, SHAPE_JAR, SKU_PLASTIC, {95, 95, 104}, PACK_STACKS, 0, 0, 0},
    {"g", 125, SHAPE_MULTIPACK, SKU_FILM, {132, 132, 66}, PACK_STACKS, 0, 2, 2},
    {"g", 400, SHAPE_TRAY, SKU_PLASTIC, {112, 112, 72}, PACK_STACKS, 0, 0, 0},
    {0}};
static const struct pack drink_packs[] = {
    {"g", 250, SHAPE_BOTTLE, SKU_PLASTIC, {58, 58, 158}, 0, 0.7, 0, 0},
    {"g", 500, SHAPE_BOTTLE, SKU_PLASTIC, {72, 72, 196}, 0, 0.7, 0, 0},
    {0}};
static const struct pack cheese_packs[] = {
    {"g", 150, SHAPE_TRAY, SKU_FILM, {182, 118, 20}, PACK_LIES | PACK_STACKS, 0, 0, 0},
    {"g", 250, SHAPE_TRAY, SKU_FILM, {150, 104, 34}, PACK_LIES | PACK_STACKS, 0, 0, 0},
    {"g", 400, SHAPE_TRAY, SKU_FILM, {205, 135, 32}, PACK_LIES | PACK_STACKS, 0, 0, 0},
    {0}};
static const struct pack soft_cheese_packs[] = {
    {"g", 200, SHAPE_TRAY, SKU_PLASTIC, {112, 84, 52}, PACK_STACKS, 0, 0, 0},
    {"g", 300, SHAPE_TRAY, SKU_PLASTIC, {122, 92, 64}, PACK_STACKS, 0, 0, 0},
    {0}};
static const struct pack butter_packs[] = {{"g", 250, SHAPE_BOX, SKU_PAPER, {102, 64, 40}, PACK_STACKS, 0, 0, 0}, {"g", 125, SHAPE_BOX, SKU_PAPER, {72, 52, 36}, PACK_STACKS, 0, 0, 0}, {0}};
static const struct pack cereal_packs[] = {
    {"g", 375, SHAPE_BOX, SKU_PAPER, {192, 66, 276}, 0, 0, 0, 0}, {"g", 500, SHAPE_BOX, SKU_PAPER, {198, 74, 300}, 0, 0, 0, 0},
    {"g", 750, SHAPE_BOX, SKU_PAPER, {215, 82, 318}, 0, 0, 0, 0}, {0}};
static const struct pack muesli_packs[] = {
    {"g", 500, SHAPE_BAG, SKU_FILM, {140, 78, 232}, 0, 0, 0, 0}, {"g", 750, SHAPE_BAG, SKU_FILM, {158, 88, 262}, 0, 0, 0, 0},
    {"g", 450, SHAPE_POUCH, SKU_FILM, {175, 75, 250}, 0, 0, 0, 0}, {0}};
static const struct pack jam_packs[] = {
    {"g", 340, SHAPE_JAR, SKU_GLASS, {72, 72, 104}, PACK_STACKS, 0, 0, 0}, {"g", 225, SHAPE_JAR, SKU_GLASS, {63, 63, 92}, PACK_STACKS, 0, 0, 0},
    {"g", 450, SHAPE_JAR, SKU_GLASS, {80, 80, 114}, 0, 0, 0, 0}, {0}};
static const struct pack honey_packs[] = {
    {"g", 500, SHAPE_JAR, SKU_GLASS, {82, 82, 110}, PACK_STACKS, 0, 0, 0}, {"g", 250, SHAPE_JAR, SKU_GLASS, {68, 68, 86}, PACK_STACKS, 0, 0, 0},
    {"g", 350, SHAPE_BOTTLE, SKU_PET, {74, 54, 166}, 0, 0.75, 0, 0}, {0}};
static const struct pack pasta_packs[] = {
    {"g", 500, SHAPE_BAG, SKU_FILM, {128, 68, 228}, 0, 0, 0, 0}, {"g", 1000, SHAPE_BAG, SKU_FILM, {162, 84, 276}, 0, 0, 0, 0},
    {"g", 500, SHAPE_BOX, SKU_PAPER, {118, 52, 196}, PACK_STACKS, 0, 0, 0}, {0}};
static const struct pack spaghetti_packs[] = {{"g", 500, SHAPE_BOX, SKU_PAPER, {74, 42, 266}, 0, 0, 0, 0}, {"g", 1000, SHAPE_BOX, SKU_PAPER, {92, 66, 268}, 0, 0, 0, 0}, {0}};
static const struct pack rice_packs[] = {
    {"g", 1000, SHAPE_BAG, SKU_FILM, {132, 68, 204}, 0, 0, 0, 0}, {"g", 500, SHAPE_BOX, SKU_PAPER, {112, 52, 172}, PACK_STACKS, 0, 0, 0},
    {"g", 2000, SHAPE_BAG, SKU_FILM, {172, 90, 252}, PACK_LIES, 0, 0, 0}, {0}};
static const struct pack quick_rice_packs[] = {{"g", 250, SHAPE_POUCH, SKU_FILM, {134, 34, 178}, 0, 0, 0, 0}, {"g", 400, SHAPE_POUCH, SKU_FILM, {158, 40, 202}, 0, 0, 0, 0}, {0}};
static const struct pack flour_packs[] = {{"g", 1000, SHAPE_BAG, SKU_PAPER, {106, 70, 184}, 0, 0, 0, 0}, {"g", 500, SHAPE_BAG, SKU_PAPER, {86, 58, 150}, 0, 0, 0, 0}, {"g", 1500, SHAPE_BAG, SKU_PAPER, {122, 80, 208}, 0, 0, 0, 0}, {0}};
static const struct pack mix_packs[] = {{"g", 450, SHAPE_BOX, SKU_GLOSS, {138, 58, 204}, 0, 0, 0, 0}, {"g", 300, SHAPE_BOX, SKU_GLOSS, {124, 48, 184}, 0, 0, 0, 0}, {0}};
static const struct pack spice_packs[] = {
    {"g", 45, SHAPE_JAR, SKU_GLASS, {45, 45, 104}, PACK_STACKS, 0, 0, 0}, {"g", 30, SHAPE_POUCH, SKU_PAPER, {82, 13, 132}, PACK_HANGS, 0, 0, 0},
    {"g", 80, SHAPE_JAR, SKU_PLASTIC, {54, 54, 122}, PACK_STACKS, 0, 0, 0}, {0}};
static const struct pack salt_packs[] = {{"g", 500, SHAPE_BOX, SKU_PAPER, {88, 52, 138}, PACK_STACKS, 0, 0, 0}, {"g", 350, SHAPE_CAN, SKU_PAPER, {66, 66, 168}, 0, 0, 0, 0}, {0}};
static const struct pack oil_packs[] = {
    {"ml", 750, SHAPE_BOTTLE, SKU_GLASS, {73, 73, 304}, 0, 0.62, 0, 0}, {"ml", 500, SHAPE_BOTTLE, SKU_GLASS, {63, 63, 268}, 0, 0.62, 0, 0},
    {"ml", 1000, SHAPE_BOTTLE, SKU_PET, {82, 82, 290}, 0, 0.7, 0, 0}, {0}};
static const struct pack vinegar_packs[] = {{"ml", 500, SHAPE_BOTTLE, SKU_GLASS, {62, 62, 262}, 0, 0.6, 0, 0}, {"ml", 250, SHAPE_BOTTLE, SKU_GLASS, {56, 56, 186}, 0, 0.58, 0, 0}, {0}};

/* --- yoghurt and desserts --------------------------------------------------------------------- */

static const struct flavour fruit_en[] = {
    {"Strawberry", 0xd8283c, "berry", "strawberries (11 %)"}, {"Raspberry", 0xc01c58, "berry", "raspberries (10 %)"}, {"Blueberry", 0x48408c, "blueberry", "blueberries (11 %)"},
    {"Cherry", 0x9c1428, "cherry", "cherries (12 %)"}, {"Peach & Passion Fruit", 0xf0a040, "fruit", "peaches (9 %), passion fruit juice (2 %)"}, {"Vanilla", 0xe6c860, "flower", "vanilla extract (0.2 %)"},
    {"Lemon", 0xf0dc3c, "lemon", "lemon juice (3 %), lemon peel"}, {"Mango", 0xf4a21c, "fruit", "mango purée (12 %)"}, {0}};
static const struct flavour fruit_de[] = {
    {"Erdbeere", 0xd8283c, "berry", "Erdbeeren (11 %)"}, {"Himbeere", 0xc01c58, "berry", "Himbeeren (10 %)"}, {"Heidelbeere", 0x48408c, "blueberry", "Heidelbeeren (11 %)"},
    {"Kirsche", 0x9c1428, "cherry", "Sauerkirschen (12 %)"}, {"Pfirsich-Maracuja", 0xf0a040, "fruit", "Pfirsiche (9 %), Maracujasaft (2 %)"}, {"Vanille", 0xe6c860, "flower", "Vanilleextrakt (0,2 %)"}, {"Zitrone", 0xf0dc3c, "lemon", "Zitronensaft (3 %)"}, {0}};
static const struct flavour fruit_fr[] = {
    {"Fraise", 0xd8283c, "berry", "fraises (11 %)"}, {"Framboise", 0xc01c58, "berry", "framboises (10 %)"}, {"Abricot", 0xf0a040, "fruit", "abricots (12 %)"},
    {"Myrtille", 0x48408c, "blueberry", "myrtilles (11 %)"}, {"Vanille", 0xe6c860, "flower", "extrait de vanille (0,2 %)"}, {"Citron", 0xf0dc3c, "lemon", "jus de citron (3 %)"}, {0}};
static const struct flavour fruit_es[] = {{"Fresa", 0xd8283c, "berry", "fresas (11 %)"}, {"Limón", 0xf0dc3c, "lemon", "zumo de limón (3 %)"}, {"Melocotón", 0xf0a040, "fruit", "melocotón (10 %)"}, {"Frutos del Bosque", 0x782058, "blueberry", "moras, frambuesas y arándanos (11 %)"}, {0}};
static const struct flavour fruit_it[] = {{"Fragola", 0xd8283c, "berry", "fragole (11 %)"}, {"Limone", 0xf0dc3c, "lemon", "succo di limone (3 %)"}, {"Pesca", 0xf0a040, "fruit", "pesche (10 %)"}, {"Mirtillo", 0x48408c, "blueberry", "mirtilli (11 %)"}, {"Vaniglia", 0xe6c860, "flower", "estratto di vaniglia (0,2 %)"}, {0}};
static const struct flavour plain_en[] = {{"Natural", 0x3c88c8, "cow", "3.8"}, {"Low Fat", 0x58b06c, "cow", "1.5"}, {"0 % Fat", 0xc8303c, "cow", "0.1"}, {"10 % Fat", 0x2a3c84, "cow", "10"}, {0}};
static const struct flavour pudding[] = {{"Chocolate", 0x5a3020, "cocoa", "low-fat cocoa powder (3 %)"}, {"Vanilla", 0xe6c860, "flower", "ground vanilla pods"}, {"Caramel", 0xb87432, "drop", "caramel (4 %)"}, {"Hazelnut", 0x9c6c3c, "nut", "HAZELNUT paste (2 %)"}, {0}};
static const struct product yoghurt[] = {
    {"Fruit Yoghurt", LANG_EN, yoghurt_packs, fruit_en, {0.55, 0.95}, "berry", 0, "Yoghurt (MILK) 80 %, sugar, {}, modified maize starch, natural flavouring, lemon juice concentrate."},
    {"Greek Style Yoghurt", LANG_EN, yoghurt_packs, plain_en, {0.79, 1.29}, "cow", 0xfdfcf8, "Pasteurised MILK, cream (MILK), live yoghurt cultures. {} % fat."},
    {"Creamy Pudding", LANG_EN, yoghurt_packs, pudding, {0.65, 1.09}, "bowl", 0, "Whole MILK (72 %), cream (MILK), sugar, modified starch, {}, thickener: carrageenan."},
    {"Drinking Yoghurt", LANG_EN, drink_packs, fruit_en, {0.89, 1.39}, "berry", 0, "Yoghurt (MILK) 86 %, {}, sugar, stabiliser: pectins, flavouring."},
    {"Fruchtjoghurt", LANG_DE, yoghurt_packs, fruit_de, {0.45, 0.89}, "berry", 0, "JOGHURT mild 82 %, Zucker, {}, Stärke, Aroma, färbendes Karottenkonzentrat."},
    {"Yaourt aux Fruits", LANG_FR, yoghurt_packs, fruit_fr, {0.59, 0.99}, "berry", 0, "Yaourt (LAIT) 81 %, sucre, {}, amidon, arôme naturel."},
    {"Yogur", LANG_ES, yoghurt_packs, fruit_es, {0.45, 0.79}, "berry", 0, "LECHE desnatada, azúcar, {}, fermentos lácticos (LECHE)."},
    {"Yogurt Cremoso", LANG_IT, yoghurt_packs, fruit_it, {0.59, 0.99}, "berry", 0, "Yogurt intero (LATTE) 82 %, zucchero, {}, amido di mais."},
    {0}};
static const char *const yoghurt_claims_en[] = {"with live cultures", "deliciously creamy", "high in protein", "made with pasture milk", "no artificial colours", NULL};
static const char *const yoghurt_claims_de[] = {"extra cremig", "mit lebenden Kulturen", "ohne Gelatine", "aus Alpenmilch", NULL};
static const char *const yoghurt_claims_fr[] = {"onctueux", "ferments vivants", "lait entier", NULL};
static const char *const yoghurt_claims_es[] = {"muy cremoso", "con fermentos vivos", NULL};
static const char *const yoghurt_claims_it[] = {"cremoso", "con fermenti vivi", "senza coloranti", NULL};

/* --- cheese and butter ------------------------------------------------------------------------ */

static const struct flavour slices_en[] = {{"Mild Cheddar", 0xf0b030, NULL, ""}, {"Mature Cheddar", 0xc86c1c, NULL, ", matured for nine months"}, {"Gouda", 0xf0d060, NULL, ""}, {"Emmental Style", 0xe8c858, NULL, ""}, {"Smoked", 0x7a4420, NULL, ", smoked over beech wood"}, {0}};
static const struct flavour slices_de[] = {{"Gouda jung", 0xf0d060, NULL, ""}, {"Butterkäse", 0xf4d878, NULL, ""}, {"Tilsiter", 0xe0b848, NULL, ""}, {"Bergkäse", 0xa86c28, "mountain", ", mindestens 5 Monate gereift"}, {0}};
static const struct flavour soft_en[] = {{"Original", 0x3c88c8, "cow", ""}, {"Garlic & Herbs", 0x4c9438, "leaf", ", garlic, parsley, chives (1.2 %)"}, {"Light", 0x8cc8e8, "cow", ""}, {"Chilli", 0xd8341c, "pepper", ", red chilli (2 %)"}, {"Black Pepper", 0x383838, "leaf", ", cracked black pepper (1 %)"}, {0}};
static const struct flavour soft_it[] = {{"Classica", 0x3c88c8, "cow", ""}, {"Light", 0x8cc8e8, "cow", ""}, {"Senza Lattosio", 0x8a4fa3, "cow", ""}, {0}};
static const struct flavour soft_fr[] = {{"Nature", 0x3c88c8, "cow", ""}, {"Ail et Fines Herbes", 0x4c9438, "leaf", ", ail, ciboulette, persil (1,5 %)"}, {"Poivre", 0x383838, "leaf", ", poivre noir (1 %)"}, {0}};
static const struct flavour butter_en[] = {{"Salted", 0x2a5ca8, NULL, ", salt (1.5 %)"}, {"Unsalted", 0x58a868, NULL, ""}, {"Spreadable", 0xf0b830, NULL, ", rapeseed oil (28 %)"}, {0}};
static const struct flavour cheese_es[] = {{"Tierno", 0xf4dc88, NULL, ""}, {"Semicurado", 0xd8a040, NULL, ", madurado dos meses"}, {"Curado", 0x8a5c28, NULL, ", madurado seis meses"}, {0}};
static const struct product cheese[] = {
    {"Cheese Slices", LANG_EN, cheese_packs, slices_en, {1.79, 2.99}, "cheese", 0xf0c850, "Cheese (MILK){}, starter culture, salt, microbial rennet."},
    {"Cream Cheese", LANG_EN, soft_cheese_packs, soft_en, {1.19, 2.19}, "cheese", 0xfcf8ec, "Full fat soft cheese (MILK){}, salt, stabiliser: locust bean gum."},
    {"Churned Butter", LANG_EN, butter_packs, butter_en, {2.19, 3.29}, "butter", 0xf8e490, "Butter (MILK){}. 82 % fat."},
    {"Käsescheiben", LANG_DE, cheese_packs, slices_de, {1.59, 2.79}, "cheese", 0xf0c850, "Schnittkäse aus pasteurisierter KUHMILCH{}, Speisesalz, mikrobielles Lab."},
    {"Fromage Frais", LANG_FR, soft_cheese_packs, soft_fr, {1.39, 2.29}, "cheese", 0xfcf8ec, "LAIT pasteurisé, crème (LAIT){}, sel, ferments lactiques."},
    {"Crescenza", LANG_IT, soft_cheese_packs, soft_it, {1.69, 2.59}, "cheese", 0xfcf8ec, "LATTE pastorizzato, sale, caglio, fermenti lattici{}."},
    {"Queso en Lonchas", LANG_ES, cheese_packs, cheese_es, {1.69, 2.89}, "cheese", 0xf0c850, "LECHE pasteurizada de vaca{}, sal, cuajo, fermentos lácticos."},
    {0}};
static const char *const cheese_claims_es[] = {"sabor suave", "de ganaderías familiares", NULL};
static const char *const cheese_claims_en[] = {"melts beautifully", "from grass-fed cows", "source of calcium", "suitable for vegetarians", NULL};
static const char *const cheese_claims_de[] = {"naturgereift", "ohne Gentechnik", "herzhaft im Geschmack", NULL};
static const char *const cheese_claims_fr[] = {"fouetté à la main", "lait de nos prairies", NULL};
static const char *const cheese_claims_it[] = {"morbido e delicato", "latte italiano", NULL};

/* --- cereal ---------------------------------------------------------------------------------- */

static const struct flavour cereal_en[] = {
    {"Original", 0xf0b030, "grain", "sugar, barley malt extract (BARLEY), salt"}, {"Honey", 0xe8981c, "honey", "sugar, honey (4 %), salt"}, {"Chocolate", 0x5a3020, "cocoa", "sugar, fat-reduced cocoa powder (6 %), salt"},
    {"Cinnamon", 0xb0602c, "grain", "sugar, cinnamon (1 %), salt"}, {"Nut & Honey", 0xc88a30, "nut", "sugar, PEANUTS (6 %), honey (2 %), salt"}, {"Red Berries", 0xc81c38, "berry", "sugar, freeze-dried strawberries (3 %), salt"}, {0}};
static const struct flavour muesli_en[] = {
    {"Fruit & Nut", 0xa8502c, "nut", "raisins (18 %), HAZELNUTS (5 %), ALMONDS (3 %)"}, {"Tropical", 0xf0a020, "fruit", "dried papaya, pineapple and coconut (22 %)"}, {"Crunchy Chocolate", 0x5a3020, "cocoa", "sugar, rapeseed oil, dark chocolate (9 %)"},
    {"Forest Berries", 0x802058, "blueberry", "freeze-dried raspberries, blackberries and blueberries (4 %)"}, {"Five Grain", 0xc8a860, "grain", "sunflower seeds (6 %), linseed (4 %)"}, {"Apple & Cinnamon", 0xc8402c, "apple", "dried apple (9 %), cinnamon (0.5 %)"}, {0}};
static const struct flavour muesli_de[] = {
    {"Früchte", 0xd06028, "fruit", "Rosinen (16 %), getrocknete Aprikosen, Apfelstücke (5 %)"}, {"Nuss", 0x8a5c30, "nut", "HASELNÜSSE (7 %), MANDELN (5 %)"}, {"Schoko", 0x5a3020, "cocoa", "Zartbitterschokolade (12 %), Rapsöl, Zucker"},
    {"Beere", 0x802058, "berry", "gefriergetrocknete Himbeeren und Johannisbeeren (4 %)"}, {"Basis", 0xc8a860, "grain", "Sonnenblumenkerne (6 %), Leinsamen (4 %)"}, {0}};
static const struct flavour muesli_fr[] = {{"Chocolat Noir", 0x3a1c14, "cocoa", "chocolat noir (14 %), sucre, huile de tournesol"}, {"Fruits Rouges", 0xb81c48, "berry", "fraises et framboises lyophilisées (4 %)"}, {"Noisettes", 0x9c6c3c, "nut", "NOISETTES (9 %), miel"}, {0}};
static const struct product cereal[] = {
    {"Corn Flakes", LANG_EN, cereal_packs, cereal_en, {1.79, 3.19}, "flakes", 0xf0b848, "Maize (88 %), {}. Vitamins: niacin, B6, riboflavin, folic acid. May contain GLUTEN."},
    {"Wheat Pillows", LANG_EN, cereal_packs, cereal_en, {1.99, 3.49}, "flakes", 0xc89048, "Whole grain WHEAT (82 %), {}."},
    {"Oat Loops", LANG_EN, cereal_packs, cereal_en, {2.19, 3.59}, "bowl", 0xe0b060, "Whole grain OAT flour (61 %), rice flour, {}, calcium carbonate."},
    {"Muesli", LANG_EN, muesli_packs, muesli_en, {1.99, 3.79}, "flakes", 0xd8b070, "OAT flakes (46 %), WHEAT flakes, {}."},
    {"Knuspermüsli", LANG_DE, muesli_packs, muesli_de, {1.89, 3.29}, "flakes", 0xd8b070, "Vollkorn-HAFERFLOCKEN (48 %), WEIZENFLOCKEN, {}. Kann Spuren von SESAM enthalten."},
    {"Muesli Croustillant", LANG_FR, muesli_packs, muesli_fr, {2.19, 3.49}, "flakes", 0xd8b070, "Flocons d'AVOINE complète (47 %), flocons de BLÉ, {}."},
    {0}};
static const char *const cereal_claims_en[] = {"with whole grain", "high in fibre", "8 vitamins and iron", "crunchy to the last spoon", "a good start", NULL};
static const char *const cereal_claims_de[] = {"mit Vollkorn", "extra knusprig", "ballaststoffreich", NULL};
static const char *const cereal_claims_fr[] = {"riche en fibres", "céréales complètes", "cuit au four", NULL};

/* --- spreads --------------------------------------------------------------------------------- */

static const struct flavour jam_en[] = {
    {"Strawberry", 0xb81828, "berry", "strawberries"}, {"Raspberry", 0x9c1440, "berry", "raspberries"}, {"Apricot", 0xf09028, "fruit", "apricots"}, {"Blackcurrant", 0x3c1430, "blueberry", "blackcurrants"},
    {"Orange Marmalade", 0xe87818, "citrus", "Seville oranges, orange peel"}, {"Rhubarb & Ginger", 0xd06868, "leaf", "rhubarb, stem ginger (3 %)"}, {0}};
static const struct flavour jam_de[] = {{"Erdbeere", 0xb81828, "berry", "Erdbeeren"}, {"Himbeere", 0x9c1440, "berry", "Himbeeren"}, {"Aprikose", 0xf09028, "fruit", "Aprikosen"}, {"Sauerkirsche", 0x881024, "cherry", "Sauerkirschen"}, {"Zwetschge", 0x4c1c3c, "grape", "Zwetschgen"}, {0}};
static const struct flavour jam_fr[] = {{"Fraise", 0xb81828, "berry", "fraises"}, {"Abricot", 0xf09028, "fruit", "abricots"}, {"Figue", 0x6c2c48, "fruit", "figues"}, {"Mirabelle", 0xf0c040, "fruit", "mirabelles"}, {0}};
static const struct flavour honey_en[] = {{"Clear Blossom", 0xf0a820, "flower", "blossom honey"}, {"Set", 0xf4dc98, "sun", "set honey"}, {"Forest", 0x6c3410, "leaf", "honeydew honey"}, {"Acacia", 0xf4d470, "flower", "acacia honey"}, {0}};
static const struct flavour nutspread[] = {{"Hazelnut Cocoa", 0x5a3018, "nut", "HAZELNUTS (13 %), fat-reduced cocoa (8 %), sugar, sunflower oil"}, {"Smooth Peanut", 0xd09848, "nut", "roasted PEANUTS (95 %), palm-free vegetable fat, salt"}, {"Crunchy Peanut", 0xb87830, "nut", "roasted PEANUTS (96 %), sea salt"}, {"Almond", 0xe0b888, "nut", "roasted ALMONDS (100 %)"}, {0}};
static const struct product spreads[] = {
    {"Extra Jam", LANG_EN, jam_packs, jam_en, {1.69, 3.29}, "berry", 0, "Sugar, {}, gelling agent: pectins, lemon juice. Prepared with 50 g fruit per 100 g."},
    {"Honey", LANG_EN, honey_packs, honey_en, {3.49, 5.99}, "honey", 0, "100 % {}, a blend of EU and non-EU honeys. Not suitable for infants under 12 months."},
    {"Nut Spread", LANG_EN, jam_packs, nutspread, {2.29, 3.99}, "nut", 0, "{}. May contain traces of other NUTS and MILK."},
    {"Fruchtaufstrich", LANG_DE, jam_packs, jam_de, {1.59, 2.79}, "berry", 0, "Zucker, {}, Geliermittel Pektin, Zitronensaftkonzentrat. Hergestellt aus 55 g Früchten je 100 g."},
    {"Confiture", LANG_FR, jam_packs, jam_fr, {1.99, 3.49}, "fruit", 0, "{}, sucre de canne, jus de citron concentré, gélifiant : pectines. 55 g de fruits pour 100 g."},
    {0}};
static const char *const spreads_claims_en[] = {"cooked in small pans", "best on warm toast", "palm oil free", "family recipe", NULL};
static const char *const spreads_claims_de[] = {"wie hausgemacht", "im offenen Kessel gekocht", NULL};
static const char *const spreads_claims_fr[] = {"cuite au chaudron", "recette de grand-mère", NULL};

/* --- pasta and rice --------------------------------------------------------------------------- */

static const struct flavour pasta_en[] = {{"Fusilli", 0x2858a0, "fusilli", "11"}, {"Penne", 0xc82c24, NULL, "12"}, {"Farfalle", 0xf0a020, "farfalle", "11"}, {"Conchiglie", 0x3c9458, NULL, "12"}, {"Macaroni", 0xe06020, NULL, "9"}, {"Rigatoni", 0x7c3c88, NULL, "13"}, {0}};
static const struct flavour pasta_it[] = {{"Penne Rigate", 0xc82c24, NULL, "11"}, {"Fusilli", 0x2858a0, "fusilli", "11"}, {"Orecchiette", 0x3c9458, NULL, "12"}, {"Farfalle", 0xf0a020, "farfalle", "12"}, {"Rigatoni", 0x7c3c88, NULL, "13"}, {"Conchiglie", 0x1c8c94, NULL, "12"}, {0}};
static const struct flavour long_it[] = {{"Spaghetti n. 5", 0x2858a0, NULL, "9"}, {"Linguine", 0x3c9458, NULL, "10"}, {"Capellini", 0xf0a020, NULL, "4"}, {"Bucatini", 0xc82c24, NULL, "11"}, {0}};
static const struct flavour pasta_de[] = {{"Spirelli", 0xc82c24, "fusilli", "8"}, {"Spätzle", 0xf0a020, NULL, "12"}, {"Bandnudeln", 0x2858a0, NULL, "9"}, {"Hörnchen", 0x3c9458, NULL, "8"}, {"Suppennudeln", 0xe06020, "bowl", "5"}, {0}};
static const struct flavour pasta_es[] = {{"Fideos n. 2", 0xf0a020, "bowl", "5"}, {"Macarrones", 0xc82c24, NULL, "9"}, {"Espirales", 0x2858a0, "fusilli", "10"}, {"Tallarines", 0x3c9458, NULL, "8"}, {0}};
static const struct product pasta[] = {
    {"Durum Pasta", LANG_EN, pasta_packs, pasta_en, {0.89, 1.69}, "pasta", 0xecc860, "Durum WHEAT semolina, water. Cooking time: {} minutes. May contain traces of SOYA and MUSTARD."},
    {"Whole Wheat Pasta", LANG_EN, pasta_packs, pasta_en, {1.09, 1.89}, "pasta", 0xb8864c, "Whole durum WHEAT semolina, water. Cooking time: {} minutes."},
    {"Pasta di Semola", LANG_IT, pasta_packs, pasta_it, {0.99, 1.99}, "pasta", 0xecc860, "Semola di GRANO duro, acqua. Tempo di cottura: {} minuti. Può contenere tracce di SOIA e SENAPE."},
    {"Pasta Lunga", LANG_IT, spaghetti_packs, long_it, {0.99, 1.99}, "pasta", 0xecc860, "Semola di GRANO duro, acqua. Tempo di cottura: {} minuti."},
    {"Eiernudeln", LANG_DE, pasta_packs, pasta_de, {1.19, 1.99}, "pasta", 0xf0c848, "HARTWEIZENGRIESS, 20 % EIER aus Bodenhaltung. Kochzeit: {} Minuten."},
    {"Pasta Alimenticia", LANG_ES, pasta_packs, pasta_es, {0.85, 1.59}, "pasta", 0xecc860, "Sémola de TRIGO duro, agua. Tiempo de cocción: {} minutos."},
    {0}};
static const char *const pasta_claims_es[] = {"100 % trigo duro", "siempre en su punto", NULL};
static const char *const pasta_claims_en[] = {"bronze cut", "100 % durum wheat", "always al dente", "source of protein", NULL};
static const char *const pasta_claims_de[] = {"mit frischen Eiern", "bissfest", "nach schwäbischer Art", NULL};
static const char *const pasta_claims_it[] = {"trafilata al bronzo", "essiccata lentamente", "100 % grano italiano", NULL};

static const struct flavour rice_en[] = {{"Long Grain", 0xd8342c, NULL, "long grain rice"}, {"Basmati", 0x1c6c4c, NULL, "basmati rice"}, {"Jasmine", 0x8cb83c, "flower", "jasmine rice"}, {"Brown", 0x9c6c3c, NULL, "whole grain rice"}, {"Risotto", 0xe8a030, "bowl", "round grain rice"}, {"Wild Blend", 0x382820, NULL, "parboiled long grain rice (80 %), wild rice (20 %)"}, {0}};
static const struct flavour rice_it[] = {{"Arborio", 0xc82c24, "bowl", "riso Arborio"}, {"Carnaroli", 0x2c4c98, "bowl", "riso Carnaroli"}, {"Vialone Nano", 0x3c8c48, "bowl", "riso Vialone Nano"}, {"Originario", 0xf0b030, "bowl", "riso Originario"}, {0}};
static const struct flavour rice_es[] = {{"Redondo", 0xd8342c, "bowl", "arroz de grano redondo"}, {"Bomba", 0xf0b030, "sun", "arroz bomba"}, {"Largo", 0x2c6cac, NULL, "arroz de grano largo"}, {"Integral", 0x9c6c3c, NULL, "arroz integral"}, {0}};
static const struct flavour rice_de[] = {{"Langkorn", 0xd8342c, NULL, "Langkornreis"}, {"Basmati", 0x1c6c4c, NULL, "Basmatireis"}, {"Milchreis", 0x88c0e8, "cow", "Rundkornreis"}, {"Naturreis", 0x9c6c3c, NULL, "Naturreis"}, {0}};
static const struct flavour quick_rice[] = {{"Mediterranean", 0xd85c2c, "tomato", "sun-dried tomato (5 %), courgette, basil"}, {"Egg Fried", 0xf0c040, "egg", "EGG (4 %), peas, SOYA sauce"}, {"Coconut & Lime", 0x8cb83c, "leaf", "coconut extract (6 %), lime leaf"}, {"Golden Vegetable", 0xe8981c, "vegetable", "carrot, sweetcorn, peas (12 %), turmeric"}, {0}};
static const struct product rice[] = {
    {"Rice", LANG_EN, rice_packs, rice_en, {1.69, 3.29}, "rice", 0xf8f4e4, "100 % {}. One part of rice, two parts of water, a pinch of salt."},
    {"Two Minute Rice", LANG_EN, quick_rice_packs, quick_rice, {1.29, 1.99}, "bowl", 0, "Steamed long grain rice (82 %), {}, sunflower oil, salt."},
    {"Reis", LANG_DE, rice_packs, rice_de, {1.49, 2.79}, "rice", 0xf8f4e4, "100 % {}. Auf einen Teil Reis zwei Teile Wasser. Kochzeit: 16 bis 18 Minuten."},
    {"Riso Superfino", LANG_IT, rice_packs, rice_it, {2.29, 3.79}, "rice", 0xf8f4e4, "100 % {}. Tempo di cottura: 16 minuti."},
    {"Arroz", LANG_ES, rice_packs, rice_es, {1.49, 2.99}, "rice", 0xf8f4e4, "100 % {}. Tiempo de cocción: 18 minutos."},
    {0}};
static const char *const rice_claims_en[] = {"light and fluffy", "naturally gluten free", "from family farms", "every grain a delight", NULL};
static const char *const rice_claims_de[] = {"locker und körnig", "von Natur aus glutenfrei", NULL};
static const char *const rice_claims_it[] = {"per risotti cremosi", "coltivato in Italia", NULL};
static const char *const rice_claims_es[] = {"no se pasa", "ideal para paella", NULL};

/* --- baking ---------------------------------------------------------------------------------- */

static const struct flavour flour_en[] = {{"Plain", 0x2c6cac, NULL, "WHEAT flour"}, {"Self Raising", 0xd8342c, NULL, "WHEAT flour, raising agents: calcium phosphate, sodium carbonates"}, {"Strong Bread", 0x8a4c1c, NULL, "strong WHEAT flour"}, {"Wholemeal", 0x6c5c28, NULL, "wholemeal WHEAT flour"}, {"Rye", 0x58483c, NULL, "dark RYE flour"}, {0}};
static const struct flavour flour_de[] = {{"Type 405", 0x2c6cac, NULL, "WEIZENMEHL Type 405"}, {"Type 550", 0xd8342c, NULL, "WEIZENMEHL Type 550"}, {"Dinkel 630", 0x8cb83c, NULL, "DINKELMEHL Type 630"}, {"Roggen 1150", 0x58483c, NULL, "ROGGENMEHL Type 1150"}, {0}};
static const struct flavour flour_fr[] = {{"T45 Pâtisserie", 0xe28ca4, NULL, "farine de BLÉ T45"}, {"T55 Tous Usages", 0x2c6cac, NULL, "farine de BLÉ T55"}, {"T150 Complète", 0x6c5c28, NULL, "farine complète de BLÉ T150"}, {0}};
static const struct flavour sugar[] = {{"Granulated", 0x2c8ccc, "star", "white sugar"}, {"Caster", 0x8cc8e8, "star", "fine white sugar"}, {"Icing", 0xf0a8c0, "star", "sugar, anti-caking agent: maize starch"}, {"Demerara", 0xb87830, "star", "unrefined cane sugar"}, {0}};
static const struct flavour mix[] = {{"Chocolate Brownie", 0x4c2818, "cocoa", "fat-reduced cocoa powder (12 %)"}, {"Lemon Drizzle", 0xf0dc3c, "lemon", "lemon oil, dried lemon peel"}, {"Carrot", 0xf08428, "carrot", "dried carrot (4 %), cinnamon"}, {"Blueberry Muffin", 0x48408c, "blueberry", "dried blueberries (5 %)"}, {"Pancake", 0xe8b848, "cow", "BUTTERMILK powder (8 %)"}, {0}};
static const struct flavour flour_es[] = {{"de Trigo", 0x2c6cac, NULL, "harina de TRIGO"}, {"de Fuerza", 0xd8342c, NULL, "harina de fuerza de TRIGO"}, {"Integral", 0x6c5c28, NULL, "harina integral de TRIGO"}, {"de Maíz", 0xf0b828, NULL, "harina de maíz"}, {0}};
static const struct product baking[] = {
    {"Flour", LANG_EN, flour_packs, flour_en, {0.79, 1.59}, "grain", 0xf4ecd8, "{}. Not ready to eat: bake before you taste."},
    {"Sugar", LANG_EN, flour_packs, sugar, {0.99, 1.79}, "star", 0xfcfcfc, "{}. Store in a dry place."},
    {"Baking Mix", LANG_EN, mix_packs, mix, {1.79, 2.99}, "cookie", 0, "Sugar, WHEAT flour, palm-free vegetable oil, {}, raising agent: sodium hydrogen carbonate, salt. May contain EGG."},
    {"Mehl", LANG_DE, flour_packs, flour_de, {0.69, 1.49}, "grain", 0xf4ecd8, "{}. Kühl und trocken lagern."},
    {"Farine", LANG_FR, flour_packs, flour_fr, {0.89, 1.69}, "grain", 0xf4ecd8, "{}. À conserver dans un endroit sec."},
    {"Harina", LANG_ES, flour_packs, flour_es, {0.75, 1.49}, "grain", 0xf4ecd8, "{}. Conservar en lugar fresco y seco."},
    {0}};
static const char *const baking_claims_es[] = {"para repostería", "molida con cuidado", NULL};
static const char *const baking_claims_en[] = {"milled with care", "for light sponges", "every home baker's friend", NULL};
static const char *const baking_claims_de[] = {"für feines Gebäck", "griffig gemahlen", NULL};
static const char *const baking_claims_fr[] = {"blé de nos régions", "sans grumeaux", NULL};

/* --- spices ---------------------------------------------------------------------------------- */

static const struct flavour spice_en[] = {
    {"Sweet Paprika", 0xc8341c, "pepper", "ground paprika"}, {"Black Pepper", 0x302824, "grain", "ground black pepper"}, {"Curry Madras", 0xd8981c, "leaf", "turmeric, coriander, fenugreek, cumin, ginger, MUSTARD, chilli"}, {"Oregano", 0x5c7c34, "leaf", "dried oregano"},
    {"Cinnamon", 0x8a4c24, "leaf", "ground cinnamon"}, {"Garlic Granules", 0xe8dcb8, "onion", "dried garlic"}, {"Chilli Flakes", 0xd82c18, "pepper", "crushed chilli"}, {"Turmeric", 0xe8a01c, "leaf", "ground turmeric"}, {0}};
static const struct flavour spice_de[] = {{"Paprika edelsüß", 0xc8341c, "pepper", "Paprika, gemahlen"}, {"Pfeffer schwarz", 0x302824, "grain", "schwarzer Pfeffer, gemahlen"}, {"Muskatnuss", 0x8a5c34, "nut", "Muskatnuss, gemahlen"}, {"Kümmel", 0x6c5830, "grain", "Kümmel, ganz"}, {"Majoran", 0x5c7c34, "leaf", "Majoran, gerebelt"}, {0}};
static const struct flavour spice_es[] = {{"Pimentón Dulce", 0xc8341c, "pepper", "pimentón molido"}, {"Comino", 0x9c7838, "grain", "comino molido"}, {"Azafrán", 0xe0601c, "flower", "azafrán en hebras"}, {"Orégano", 0x5c7c34, "leaf", "hojas de orégano"}, {0}};
static const struct flavour spice_fr[] = {{"Herbes de Provence", 0x6c8444, "leaf", "thym, romarin, sarriette, origan"}, {"Poivre Noir", 0x302824, "grain", "poivre noir moulu"}, {"Thym", 0x7c8c58, "leaf", "feuilles de thym"}, {"Laurier", 0x486838, "leaf", "feuilles de laurier"}, {0}};
static const struct flavour salt[] = {{"Fine", 0x2c6cac, "wave", "sea salt"}, {"Coarse", 0x1c9cb4, "wave", "coarse sea salt"}, {"With Herbs", 0x5c8c3c, "leaf", "sea salt (82 %), parsley, rosemary, CELERY"}, {"Smoked", 0x584840, "wave", "sea salt, smoked over oak"}, {0}};
static const struct product spices[] = {
    {"Spices", LANG_EN, spice_packs, spice_en, {1.29, 2.79}, "leaf", 0, "{}. May contain traces of MUSTARD and CELERY."},
    {"Sea Salt", LANG_EN, salt_packs, salt, {0.79, 2.19}, "wave", 0xf8f8f8, "{}, anti-caking agent: sodium ferrocyanide."},
    {"Gewürze", LANG_DE, spice_packs, spice_de, {0.99, 2.29}, "leaf", 0, "{}. Kann Spuren von SENF und SELLERIE enthalten."},
    {"Especias", LANG_ES, spice_packs, spice_es, {0.99, 2.49}, "leaf", 0, "{}. Conservar en lugar fresco y seco."},
    {"Épices", LANG_FR, spice_packs, spice_fr, {1.19, 2.59}, "leaf", 0, "{}. À conserver à l'abri de la lumière."},
    {0}};
static const char *const spices_claims_en[] = {"full of aroma", "freshly ground", "no added salt", NULL};
static const char *const spices_claims_de[] = {"aromafrisch", "ohne Zusätze", NULL};
static const char *const spices_claims_es[] = {"aroma intenso", "calidad extra", NULL};
static const char *const spices_claims_fr[] = {"sélection du marché", "arôme intense", NULL};

/* --- oils ------------------------------------------------------------------------------------ */

static const struct flavour oil_en[] = {{"Extra Virgin Olive", 0x98a02c, "olive", "extra virgin olive oil"}, {"Mild Olive", 0xd0c048, "olive", "refined olive oil, virgin olive oil"}, {"Sunflower", 0xf0c830, "sun", "sunflower oil"}, {"Rapeseed", 0xf0dc48, "flower", "cold-pressed rapeseed oil"}, {"Sesame", 0xc88c30, "grain", "toasted SESAME oil"}, {0}};
static const struct flavour oil_it[] = {{"Extra Vergine", 0x98a02c, "olive", "olio extra vergine di oliva"}, {"Fruttato Intenso", 0x587818, "olive", "olio extra vergine di oliva, prima spremitura"}, {"Delicato", 0xd0c048, "olive", "olio extra vergine di oliva"}, {"Biologico", 0x6c9c2c, "leaf", "olio extra vergine di oliva da agricoltura biologica"}, {0}};
static const struct flavour oil_es[] = {{"Virgen Extra", 0x98a02c, "olive", "aceite de oliva virgen extra"}, {"Suave", 0xd0c048, "olive", "aceite de oliva"}, {"Arbequina", 0xb8b038, "olive", "aceite de oliva virgen extra de arbequina"}, {0}};
static const struct flavour oil_fr[] = {{"Olive Fruitée", 0x98a02c, "olive", "huile d'olive vierge extra"}, {"Noix", 0xc89848, "nut", "huile de NOIX"}, {"Pépins de Raisin", 0xc8c860, "grape", "huile de pépins de raisin"}, {0}};
static const struct flavour oil_de[] = {{"Rapsöl", 0xf0dc48, "flower", "Rapsöl, kalt gepresst"}, {"Sonnenblumenöl", 0xf0c830, "sun", "Sonnenblumenöl"}, {"Leinöl", 0xd8a028, "flower", "Leinöl, nativ"}, {0}};
static const struct flavour vinegar[] = {{"White Wine", 0xf0e8b8, "grape", "white wine vinegar, SULPHITES"}, {"Cider", 0xd8a040, "fruit", "cider vinegar, SULPHITES"}, {"Balsamic", 0x2c1814, "grape", "wine vinegar, grape must, colour E150d, SULPHITES"}, {"Malt", 0x7a3c18, "grain", "BARLEY malt vinegar"}, {0}};
static const struct product oils[] = {
    {"Oil", LANG_EN, oil_packs, oil_en, {3.49, 7.99}, "drop", 0, "{}. Store away from light; it may become cloudy in the cold."},
    {"Vinegar", LANG_EN, vinegar_packs, vinegar, {1.19, 2.99}, "drop", 0, "{}. Acidity: 5 %."},
    {"Olio di Oliva", LANG_IT, oil_packs, oil_it, {5.99, 9.99}, "drop", 0, "{}. Ottenuto unicamente mediante procedimenti meccanici."},
    {"Aceite de Oliva", LANG_ES, oil_packs, oil_es, {4.99, 8.99}, "drop", 0, "{}. Conservar en lugar fresco, al abrigo de la luz."},
    {"Huile Vierge", LANG_FR, oil_packs, oil_fr, {4.49, 8.49}, "drop", 0, "{}. Première pression à froid."},
    {"Speiseöl", LANG_DE, oil_packs, oil_de, {1.99, 4.99}, "drop", 0, "{}. Vor Licht und Wärme schützen."},
    {0}};
static const char *const oils_claims_en[] = {"first cold pressing", "for salads and dressings", "rich in omega-3", "from a single mill", NULL};
static const char *const oils_claims_de[] = {"mild im Geschmack", "aus heimischem Anbau", NULL};
static const char *const oils_claims_fr[] = {"pressée à froid", "du moulin", NULL};
static const char *const oils_claims_es[] = {"primera cosecha", "extracción en frío", NULL};
static const char *const oils_claims_it[] = {"spremuto a freddo", "olive italiane", NULL};

const struct category words_larder[] = {
    {"yoghurt", DEPT_DAIRY, yoghurt, {yoghurt_claims_en, yoghurt_claims_de, yoghurt_claims_fr, yoghurt_claims_es, yoghurt_claims_it}, MOOD_CLEAN | MOOD_PASTEL},
    {"cheese", DEPT_DAIRY, cheese, {cheese_claims_en, cheese_claims_de, cheese_claims_fr, cheese_claims_es, cheese_claims_it}, MOOD_CLEAN | MOOD_NATURE},
    {"cereal", DEPT_BREAKFAST, cereal, {cereal_claims_en, cereal_claims_de, cereal_claims_fr, NULL, NULL}, MOOD_BRIGHT | MOOD_WARM},
    {"spreads", DEPT_BREAKFAST, spreads, {spreads_claims_en, spreads_claims_de, spreads_claims_fr, NULL, NULL}, MOOD_WARM | MOOD_PASTEL},
    {"pasta", DEPT_GRAINS, pasta, {pasta_claims_en, pasta_claims_de, NULL, pasta_claims_es, pasta_claims_it}, MOOD_CLEAN | MOOD_WARM},
    {"rice", DEPT_GRAINS, rice, {rice_claims_en, rice_claims_de, NULL, rice_claims_es, rice_claims_it}, MOOD_CLEAN | MOOD_NATURE},
    {"baking", DEPT_BAKING, baking, {baking_claims_en, baking_claims_de, baking_claims_fr, baking_claims_es, NULL}, MOOD_PASTEL | MOOD_WARM},
    {"spices", DEPT_BAKING, spices, {spices_claims_en, spices_claims_de, spices_claims_fr, spices_claims_es, NULL}, MOOD_WARM | MOOD_NOBLE},
    {"oils", DEPT_OILS, oils, {oils_claims_en, oils_claims_de, oils_claims_fr, oils_claims_es, oils_claims_it}, MOOD_NATURE | MOOD_NOBLE},
    {0}};
