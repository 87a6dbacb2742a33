// SPDX-License-Identifier: MIT
/* Biscuits, chocolate, crisps, sweets. */
#include "shelf/catalogue_brands.h"
#include "shelf/catalogue_words.h"

/* clang-format off */
/* --- packages -------------------------------------------------------------------------------- */

static const struct pack biscuit_packs[] = {
    {"g", 200, SHAPE_BOX, SKU_FILM, {218, 58, 58}, PACK_STACKS | PACK_LIES, 0, 0, 0}, {"g", 150, SHAPE_BOX, SKU_PAPER, {142, 52, 186}, 0, 0, 0, 0},
    {"g", 400, SHAPE_BOX, SKU_FILM, {252, 74, 74}, PACK_STACKS | PACK_LIES, 0, 0, 0}, {0}};
static const struct pack cookie_packs[] = {{"g", 180, SHAPE_BAG, SKU_FILM, {142, 58, 206}, 0, 0, 0, 0}, {"g", 350, SHAPE_BAG, SKU_FILM, {172, 78, 252}, 0, 0, 0, 0}, {"g", 250, SHAPE_TRAY, SKU_FILM, {212, 132, 44}, PACK_STACKS | PACK_LIES, 0, 0, 0}, {0}};
static const struct pack bar_packs[] = {{"g", 100, SHAPE_BOX, SKU_GLOSS, {78, 10, 164}, PACK_LIES, 0, 0, 0}, {"g", 200, SHAPE_BOX, SKU_GLOSS, {92, 15, 196}, PACK_LIES, 0, 0, 0}, {0}};
static const struct pack praline_packs[] = {{"g", 200, SHAPE_BOX, SKU_GLOSS, {188, 34, 132}, PACK_STACKS, 0, 0, 0}, {"g", 125, SHAPE_BOX, SKU_GLOSS, {142, 34, 112}, PACK_STACKS, 0, 0, 0}, {"g", 400, SHAPE_BOX, SKU_GLOSS, {262, 36, 178}, 0, 0, 0, 0}, {0}};
static const struct pack crisp_packs[] = {{"g", 150, SHAPE_BAG, SKU_FILM, {192, 78, 282}, 0, 0, 0, 0}, {"g", 250, SHAPE_BAG, SKU_FILM, {224, 96, 322}, 0, 0, 0, 0}, {"g", 45, SHAPE_BAG, SKU_FILM, {132, 44, 176}, PACK_HANGS, 0, 0, 0}, {0}};
static const struct pack stack_packs[] = {{"g", 165, SHAPE_CAN, SKU_PAPER, {76, 76, 258}, 0, 0, 0, 0}, {"g", 70, SHAPE_CAN, SKU_PAPER, {76, 76, 134}, PACK_STACKS, 0, 0, 0}, {0}};
static const struct pack nut_packs[] = {{"g", 200, SHAPE_POUCH, SKU_FILM, {142, 52, 196}, PACK_HANGS, 0, 0, 0}, {"g", 150, SHAPE_CAN, SKU_METAL, {84, 84, 92}, PACK_STACKS, 0, 0, 0}, {0}};
static const struct pack sweet_packs[] = {{"g", 200, SHAPE_BAG, SKU_FILM, {146, 42, 206}, PACK_HANGS, 0, 0, 0}, {"g", 100, SHAPE_BAG, SKU_FILM, {122, 34, 168}, PACK_HANGS, 0, 0, 0}, {"g", 350, SHAPE_POUCH, SKU_FILM, {188, 62, 242}, 0, 0, 0, 0}, {0}};
static const struct pack mint_packs[] = {{"g", 50, SHAPE_BOX, SKU_METAL, {62, 20, 96}, PACK_HANGS, 0, 0, 0}, {"g", 75, SHAPE_POUCH, SKU_FILM, {94, 26, 138}, PACK_HANGS, 0, 0, 0}, {0}};

/* --- biscuits -------------------------------------------------------------------------------- */

static const struct flavour biscuit_en[] = {
    {"Butter", 0xf0c848, NULL, "butter (MILK) (14 %)"}, {"Milk Chocolate", 0x7a4424, "cocoa", "milk chocolate (MILK) (32 %), palm-free vegetable oil"}, {"Dark Chocolate", 0x341c14, "cocoa", "dark chocolate (34 %), rapeseed oil"},
    {"Lemon Cream", 0xf0dc3c, "lemon", "rapeseed oil, lemon oil, whey powder (MILK)"}, {"Ginger", 0xc87830, NULL, "treacle, ground ginger (1.5 %)"}, {"Hazelnut", 0x9c6c3c, "nut", "HAZELNUTS (9 %), butter (MILK)"}, {"Oat & Raisin", 0xb08850, "grain", "OAT flakes (30 %), raisins (12 %)"}, {0}};
static const struct flavour biscuit_de[] = {{"Butter", 0xf0c848, NULL, "BUTTER (14 %)"}, {"Vollmilch", 0x7a4424, "cocoa", "VOLLMILCHSCHOKOLADE (40 %)"}, {"Zartbitter", 0x341c14, "cocoa", "Zartbitterschokolade (40 %)"}, {"Haselnuss", 0x9c6c3c, "nut", "HASELNÜSSE (10 %)"}, {"Dinkel", 0xc8a860, "grain", "DINKELVOLLKORNMEHL (30 %)"}, {0}};
static const struct flavour biscuit_it[] = {{"Cacao e Nocciole", 0x5a3020, "nut", "NOCCIOLE (8 %), cacao magro (5 %)"}, {"al Burro", 0xf0c848, NULL, "BURRO (16 %)"}, {"alle Mandorle", 0xe0b888, "nut", "MANDORLE (18 %)"}, {"con Gocce di Cioccolato", 0x7a4424, "cocoa", "gocce di cioccolato (20 %)"}, {0}};
static const struct flavour biscuit_fr[] = {{"Pur Beurre", 0xf0c848, NULL, "BEURRE (22 %)"}, {"Chocolat au Lait", 0x7a4424, "cocoa", "chocolat au LAIT (38 %)"}, {"Citron", 0xf0dc3c, "lemon", "huile essentielle de citron, BEURRE (15 %)"}, {"Caramel au Beurre Salé", 0xb87432, "drop", "caramel (12 %), BEURRE, sel"}, {0}};
static const struct product biscuits[] = {
    {"Shortbread", LANG_EN, biscuit_packs, biscuit_en, {1.29, 2.49}, "cookie", 0xe8c078, "WHEAT flour, sugar, {}, raising agent: sodium hydrogen carbonate, salt."},
    {"Chunky Cookies", LANG_EN, cookie_packs, biscuit_en, {1.49, 2.79}, "cookie", 0xc08850, "WHEAT flour, cane sugar, {}, EGG, salt. May contain traces of NUTS."},
    {"Butterkekse", LANG_DE, biscuit_packs, biscuit_de, {0.99, 1.99}, "cookie", 0xe8c078, "WEIZENMEHL, Zucker, {}, Süßmolkenpulver (MILCH), Backtriebmittel, Salz."},
    {"Biscotti", LANG_IT, cookie_packs, biscuit_it, {1.49, 2.69}, "cookie", 0xd8a860, "Farina di FRUMENTO, zucchero, {}, UOVA fresche, agenti lievitanti."},
    {"Sablés", LANG_FR, biscuit_packs, biscuit_fr, {1.39, 2.49}, "cookie", 0xe8c078, "Farine de BLÉ, sucre, {}, ŒUFS, sel de mer."},
    {0}};
static const char *const biscuits_claims_en[] = {"baked until golden", "perfect with tea", "from our own oven", "crumbly and crisp", NULL};
static const char *const biscuits_claims_de[] = {"goldgelb gebacken", "nach Hausrezept", "zart und knusprig", NULL};
static const char *const biscuits_claims_fr[] = {"cuisson au four", "recette bretonne", NULL};
static const char *const biscuits_claims_it[] = {"cotti al forno", "senza olio di palma", NULL};

/* --- chocolate ------------------------------------------------------------------------------- */

static const struct flavour chocolate_en[] = {
    {"Milk", 0x6c48a0, NULL, "whole MILK powder (20 %), cocoa solids: 32 % minimum"}, {"Dark 72 %", 0x2c1c18, "cocoa", "cocoa solids: 72 % minimum"}, {"Hazelnut", 0x3c8448, "nut", "whole MILK powder, HAZELNUTS (18 %)"}, {"White", 0xf0e4c4, NULL, "whole MILK powder (26 %), vanilla"},
    {"Orange", 0xf08428, "citrus", "orange oil, candied orange peel (6 %)"}, {"Sea Salt Caramel", 0xb87030, "drop", "caramel (14 %), sea salt, whole MILK powder"}, {"Raspberry", 0xb81c50, "berry", "freeze-dried raspberries (4 %)"}, {"Mint", 0x2c9c80, "leaf", "peppermint oil"}, {0}};
static const struct flavour chocolate_de[] = {{"Vollmilch", 0x6c48a0, NULL, "VOLLMILCHPULVER (20 %)"}, {"Edelbitter 75 %", 0x2c1c18, "cocoa", "Kakao: mindestens 75 %"}, {"Nuss", 0x3c8448, "nut", "HASELNÜSSE (20 %), VOLLMILCHPULVER"}, {"Joghurt", 0x88c0e8, "cow", "MAGERJOGHURTPULVER (12 %)"}, {"Marzipan", 0xd84878, "nut", "Marzipan (MANDELN) (35 %)"}, {0}};
static const struct flavour chocolate_fr[] = {{"Lait", 0x6c48a0, NULL, "LAIT entier en poudre (22 %)"}, {"Noir 70 %", 0x2c1c18, "cocoa", "cacao : 70 % minimum"}, {"Noir Orange", 0xf08428, "citrus", "écorces d'orange (5 %)"}, {"Praliné", 0xb07838, "nut", "praliné (NOISETTES) (30 %)"}, {0}};
static const struct flavour chocolate_it[] = {{"al Latte", 0x6c48a0, NULL, "LATTE intero in polvere (22 %)"}, {"Fondente 70 %", 0x2c1c18, "cocoa", "cacao: 70 % minimo"}, {"Gianduia", 0x9c6c3c, "nut", "NOCCIOLE (26 %)"}, {"Bianco", 0xf0e4c4, NULL, "LATTE intero in polvere (26 %)"}, {0}};
static const struct product chocolate[] = {
    {"Chocolate Bar", LANG_EN, bar_packs, chocolate_en, {0.99, 2.29}, "cocoa", 0x5a3020, "Sugar, cocoa butter, cocoa mass, {}, emulsifier: lecithins (SOYA). May contain traces of NUTS."},
    {"Pralines", LANG_EN, praline_packs, chocolate_en, {2.99, 5.99}, "candy", 0x5a3020, "Sugar, cocoa butter, cocoa mass, cream (MILK), {}, glucose syrup, lecithins (SOYA)."},
    {"Schokolade", LANG_DE, bar_packs, chocolate_de, {0.89, 1.99}, "cocoa", 0x5a3020, "Zucker, Kakaobutter, Kakaomasse, {}, Emulgator Lecithine (SOJA). Kann andere NÜSSE enthalten."},
    {"Chocolat", LANG_FR, bar_packs, chocolate_fr, {1.19, 2.49}, "cocoa", 0x5a3020, "Sucre, pâte de cacao, beurre de cacao, {}, émulsifiant : lécithines (SOJA)."},
    {"Cioccolato", LANG_IT, bar_packs, chocolate_it, {1.19, 2.49}, "cocoa", 0x5a3020, "Zucchero, pasta di cacao, burro di cacao, {}, emulsionante: lecitine (SOIA)."},
    {0}};
static const char *const chocolate_claims_en[] = {"finest cocoa", "fairly traded cocoa", "melts slowly", "long conched", NULL};
static const char *const chocolate_claims_de[] = {"zart schmelzend", "fair gehandelter Kakao", "24 Stunden conchiert", NULL};
static const char *const chocolate_claims_fr[] = {"cacao équitable", "fondant", NULL};
static const char *const chocolate_claims_it[] = {"cacao pregiato", "si scioglie in bocca", NULL};

/* --- crisps and nuts -------------------------------------------------------------------------- */

static const struct flavour crisp_en[] = {
    {"Ready Salted", 0xc82830, NULL, "salt"}, {"Salt & Vinegar", 0x2c6cb8, NULL, "salt and vinegar seasoning (lactose (MILK), malt vinegar (BARLEY))"}, {"Cheese & Onion", 0x3c9848, "cheese", "cheese and onion seasoning (cheese powder (MILK), onion powder)"}, {"Sour Cream & Chive", 0x8cc058, "leaf", "sour cream powder (MILK), chives"},
    {"Paprika", 0xe0481c, "pepper", "paprika seasoning (paprika, yeast extract)"}, {"Sweet Chilli", 0xd02c48, "pepper", "sweet chilli seasoning (sugar, chilli powder)"}, {"Black Pepper", 0x303030, NULL, "sea salt, cracked black pepper"}, {"Barbecue", 0x7c2c14, NULL, "barbecue seasoning (smoked paprika, MUSTARD)"}, {0}};
static const struct flavour crisp_de[] = {{"Gesalzen", 0xf0c428, NULL, "Speisesalz"}, {"Paprika", 0xd8341c, "pepper", "Paprikapulver, Hefeextrakt"}, {"Sour Cream", 0x8cc058, "leaf", "SAUERRAHMPULVER, Schnittlauch"}, {"Essig", 0x2c6cb8, NULL, "Essigpulver, LAKTOSE"}, {0}};
static const struct flavour crisp_es[] = {{"Sal Marina", 0x3c98d0, "wave", "sal marina"}, {"Jamón", 0xb83848, NULL, "aroma de jamón"}, {"Limón y Pimienta", 0xf0dc3c, "lemon", "zumo de limón en polvo, pimienta"}, {"Aceite de Oliva", 0x98a02c, "olive", "aceite de oliva (30 %), sal"}, {0}};
static const struct flavour crisp_fr[] = {{"Nature", 0xf0c428, NULL, "sel"}, {"Sel de Mer", 0x3c98d0, "wave", "sel de mer"}, {"Moutarde", 0xd8a81c, "grain", "graines de MOUTARDE, vinaigre"}, {"Poulet Rôti", 0xc8782c, NULL, "arôme de poulet rôti"}, {0}};
static const struct flavour nut_en[] = {{"Salted Peanuts", 0xd84c1c, "nut", "PEANUTS (96 %)"}, {"Roasted Cashews", 0xe8b858, "nut", "CASHEW NUTS (97 %)"}, {"Smoked Almonds", 0x8a4c30, "nut", "ALMONDS (94 %), smoke flavouring"}, {"Trail Mix", 0x4c8c3c, "nut", "raisins, ALMONDS, CASHEWS, dried cranberries"}, {0}};
static const struct product crisps[] = {
    {"Potato Crisps", LANG_EN, crisp_packs, crisp_en, {1.19, 2.29}, "crisp", 0xf0cc60, "Potatoes (62 %), sunflower oil, {}."},
    {"Tortilla Chips", LANG_EN, crisp_packs, crisp_en, {1.29, 2.39}, "crisp", 0xe8b048, "Maize (74 %), sunflower oil, {}."},
    {"Stacked Crisps", LANG_EN, stack_packs, crisp_en, {1.79, 2.69}, "crisp", 0xf0cc60, "Dried potatoes (54 %), sunflower oil, WHEAT starch, {}."},
    {"Nuts", LANG_EN, nut_packs, nut_en, {1.79, 3.49}, "nut", 0xd0a060, "{}, sunflower oil, salt. May contain traces of other NUTS."},
    {"Kartoffelchips", LANG_DE, crisp_packs, crisp_de, {0.99, 2.19}, "crisp", 0xf0cc60, "Kartoffeln (65 %), Sonnenblumenöl, {}."},
    {"Patatas Fritas", LANG_ES, crisp_packs, crisp_es, {1.09, 2.19}, "crisp", 0xf0cc60, "Patatas (64 %), aceite de girasol, {}."},
    {"Chips de Pommes de Terre", LANG_FR, crisp_packs, crisp_fr, {1.19, 2.29}, "crisp", 0xf0cc60, "Pommes de terre (64 %), huile de tournesol, {}."},
    {0}};
static const char *const crisps_claims_en[] = {"hand cooked", "extra crunchy", "big bag for sharing", "no artificial flavours", NULL};
static const char *const crisps_claims_de[] = {"im Kessel gebacken", "extra kross", NULL};
static const char *const crisps_claims_fr[] = {"croustillantes", "cuites au chaudron", NULL};
static const char *const crisps_claims_es[] = {"crujientes", "fritas en sartén", NULL};

/* --- sweets ---------------------------------------------------------------------------------- */

static const struct flavour sweet_en[] = {
    {"Fruit Mix", 0xe8384c, "fruit", "fruit juices from concentrate (3 %)"}, {"Sour Worms", 0x7cc83c, "candy", "malic acid, fruit juices from concentrate (2 %)"}, {"Cola Bottles", 0x5a2c18, "bubble", "colour: caramel, cola flavouring"}, {"Strawberry Hearts", 0xf05c80, "berry", "strawberry juice (1 %)"},
    {"Liquorice", 0x242024, "candy", "WHEAT flour, liquorice extract (3 %)"}, {"Peach Rings", 0xf4a05c, "fruit", "peach juice from concentrate (2 %)"}, {"Vegan Bears", 0x58a848, "leaf", "pectin, fruit and vegetable concentrates"}, {0}};
static const struct flavour sweet_de[] = {{"Fruchtmix", 0xe8384c, "fruit", "Fruchtsaft aus Konzentrat (3 %)"}, {"Saure Stäbchen", 0x7cc83c, "candy", "Apfelsäure, Fruchtsaft (2 %)"}, {"Lakritz", 0x242024, "candy", "WEIZENMEHL, Süßholzextrakt (3 %)"}, {"Pfirsich", 0xf4a05c, "fruit", "Pfirsichsaft (2 %)"}, {0}};
static const struct flavour sweet_it[] = {{"Frutta Mista", 0xe8384c, "fruit", "succhi di frutta concentrati (3 %)"}, {"Liquirizia", 0x242024, "candy", "estratto di liquirizia (3 %)"}, {"Agrumi", 0xf0a828, "citrus", "succhi di arancia e limone (3 %)"}, {0}};
static const struct flavour sweet_fr[] = {{"Fruits Acidulés", 0x7cc83c, "fruit", "jus de fruits concentrés (3 %), acide malique"}, {"Violette", 0x8a58b8, "flower", "arôme naturel de violette"}, {"Réglisse", 0x242024, "candy", "extrait de réglisse (3 %)"}, {"Menthe", 0x2c9c80, "leaf", "huile essentielle de menthe"}, {0}};
static const struct flavour mint_en[] = {{"Peppermint", 0x2c8cc8, "leaf", "peppermint oil"}, {"Spearmint", 0x3ca068, "leaf", "spearmint oil"}, {"Eucalyptus", 0x1c5c98, "leaf", "eucalyptus oil, menthol"}, {"Cherry", 0xa8142c, "cherry", "cherry flavouring, menthol"}, {0}};
static const struct flavour toffee[] = {{"Butter", 0xe0a838, "candy", "butter (MILK) (8 %)"}, {"Salted", 0x3c6890, "wave", "butter (MILK) (6 %), sea salt"}, {"Chocolate", 0x5a3020, "cocoa", "fat-reduced cocoa (5 %), butter (MILK)"}, {"Liquorice", 0x242024, "candy", "liquorice extract (2 %), butter (MILK)"}, {0}};
static const struct product sweets[] = {
    {"Jelly Sweets", LANG_EN, sweet_packs, sweet_en, {0.99, 1.99}, "candy", 0, "Glucose syrup, sugar, water, {}, citric acid, flavouring, plant concentrates."},
    {"Fresh Mints", LANG_EN, mint_packs, mint_en, {0.99, 1.79}, "leaf", 0xf4f8f8, "Sweetener: sorbitol, {}, magnesium stearate. Excessive consumption may have a laxative effect."},
    {"Toffees", LANG_EN, sweet_packs, toffee, {1.29, 2.29}, "candy", 0xc08038, "Glucose syrup, sugar, condensed MILK, {}, salt, lecithins (SOYA)."},
    {"Caramelle Gommose", LANG_IT, sweet_packs, sweet_it, {0.99, 1.89}, "candy", 0, "Sciroppo di glucosio, zucchero, {}, acidificante: acido citrico, aromi."},
    {"Bonbons Tendres", LANG_FR, sweet_packs, sweet_fr, {1.09, 1.99}, "candy", 0, "Sirop de glucose, sucre, {}, acidifiant : acide citrique, arômes."},
    {"Fruchtgummi", LANG_DE, sweet_packs, sweet_de, {0.89, 1.79}, "candy", 0, "Glukosesirup, Zucker, Gelatine, {}, Säuerungsmittel Citronensäure, Aroma."},
    {0}};
static const char *const sweets_claims_en[] = {"a treat to share", "resealable", "softly sweet", "no artificial colours", NULL};
static const char *const sweets_claims_fr[] = {"à partager", "recette artisanale", NULL};
static const char *const sweets_claims_it[] = {"morbide e gustose", "senza coloranti artificiali", NULL};
static const char *const sweets_claims_de[] = {"zum Teilen", "wiederverschließbar", NULL};

const struct category words_treats[] = {
    {"biscuits", DEPT_SWEET, biscuits, {biscuits_claims_en, biscuits_claims_de, biscuits_claims_fr, NULL, biscuits_claims_it}, MOOD_WARM | MOOD_PASTEL},
    {"chocolate", DEPT_SWEET, chocolate, {chocolate_claims_en, chocolate_claims_de, chocolate_claims_fr, NULL, chocolate_claims_it}, MOOD_NOBLE | MOOD_WARM},
    {"crisps", DEPT_CRISPS, crisps, {crisps_claims_en, crisps_claims_de, crisps_claims_fr, crisps_claims_es, NULL}, MOOD_BRIGHT},
    {"sweets", DEPT_SWEET, sweets, {sweets_claims_en, sweets_claims_de, sweets_claims_fr, NULL, sweets_claims_it}, MOOD_BRIGHT | MOOD_PASTEL},
    {0}};
