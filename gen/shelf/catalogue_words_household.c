// SPDX-License-Identifier: MIT
/* Laundry, cleaners, hair, shower, teeth, paper, batteries; and the words for counted things. */
#include <string.h>

#include "shelf/catalogue_brands.h"
#include "shelf/catalogue_words.h"

/* clang-format off */
/* --- packages -------------------------------------------------------------------------------- */

static const struct pack laundry_packs[] = {
    {"washes", 20, SHAPE_BOTTLE, SKU_PLASTIC, {168, 88, 252}, 0, 0.78, 0, 0}, {"washes", 40, SHAPE_BOTTLE, SKU_PLASTIC, {202, 102, 292}, 0, 0.78, 0, 0}, {"washes", 30, SHAPE_POUCH, SKU_FILM, {196, 84, 272}, 0, 0, 0, 0}, {0}};
static const struct pack powder_packs[] = {{"washes", 20, SHAPE_BOX, SKU_GLOSS, {162, 92, 208}, 0, 0, 0, 0}, {"washes", 50, SHAPE_BOX, SKU_GLOSS, {226, 132, 282}, 0, 0, 0, 0}, {"washes", 80, SHAPE_BAG, SKU_FILM, {302, 142, 412}, PACK_LIES, 0, 0, 0}, {0}};
static const struct pack softener_packs[] = {{"ml", 1000, SHAPE_BOTTLE, SKU_PLASTIC, {104, 72, 262}, 0, 0.74, 0, 0}, {"ml", 1500, SHAPE_BOTTLE, SKU_PLASTIC, {122, 82, 288}, 0, 0.74, 0, 0}, {0}};
static const struct pack cleaner_packs[] = {{"ml", 750, SHAPE_BOTTLE, SKU_PLASTIC, {88, 56, 268}, 0, 0.66, 0, 0}, {"ml", 1000, SHAPE_BOTTLE, SKU_PLASTIC, {92, 64, 286}, 0, 0.7, 0, 0}, {0}};
static const struct pack dish_packs[] = {{"ml", 500, SHAPE_BOTTLE, SKU_PET, {72, 48, 218}, 0, 0.74, 0, 0}, {"ml", 1000, SHAPE_BOTTLE, SKU_PET, {92, 60, 264}, 0, 0.76, 0, 0}, {0}};
static const struct pack tab_packs[] = {{"tablets", 30, SHAPE_BOX, SKU_GLOSS, {168, 72, 188}, 0, 0, 0, 0}, {"tablets", 60, SHAPE_POUCH, SKU_FILM, {202, 88, 242}, 0, 0, 0, 0}, {0}};
static const struct pack shampoo_packs[] = {{"ml", 250, SHAPE_BOTTLE, SKU_PLASTIC, {70, 42, 192}, 0, 0.82, 0, 0}, {"ml", 400, SHAPE_BOTTLE, SKU_PLASTIC, {78, 48, 216}, 0, 0.82, 0, 0}, {0}};
static const struct pack conditioner_packs[] = {{"ml", 200, SHAPE_TUBE, SKU_PLASTIC, {62, 44, 182}, 0, 0, 0, 0}, {"ml", 300, SHAPE_BOTTLE, SKU_PLASTIC, {72, 44, 198}, 0, 0.82, 0, 0}, {0}};
static const struct pack shower_packs[] = {{"ml", 250, SHAPE_BOTTLE, SKU_PET, {66, 40, 188}, 0, 0.84, 0, 0}, {"ml", 400, SHAPE_BOTTLE, SKU_PET, {76, 46, 218}, 0, 0.84, 0, 0}, {0}};
static const struct pack soap_packs[] = {{"g", 100, SHAPE_BOX, SKU_PAPER, {88, 32, 58}, PACK_STACKS, 0, 0, 0}, {"g", 150, SHAPE_BOX, SKU_PAPER, {96, 38, 64}, PACK_STACKS, 0, 0, 0}, {0}};
static const struct pack cream_packs[] = {{"ml", 75, SHAPE_TUBE, SKU_PLASTIC, {48, 34, 142}, 0, 0, 0, 0}, {"ml", 100, SHAPE_TUBE, SKU_PLASTIC, {52, 36, 158}, 0, 0, 0, 0}, {0}};
static const struct pack toothpaste_packs[] = {{"ml", 75, SHAPE_BOX, SKU_GLOSS, {188, 36, 46}, PACK_STACKS | PACK_LIES, 0, 0, 0}, {"ml", 100, SHAPE_BOX, SKU_GLOSS, {206, 38, 50}, PACK_STACKS | PACK_LIES, 0, 0, 0}, {"ml", 75, SHAPE_TUBE, SKU_PLASTIC, {50, 36, 152}, 0, 0, 0, 0}, {0}};
static const struct pack rinse_packs[] = {{"ml", 500, SHAPE_BOTTLE, SKU_PET, {78, 54, 204}, 0, 0.76, 0, 0}, {"ml", 250, SHAPE_BOTTLE, SKU_PET, {62, 44, 168}, 0, 0.76, 0, 0}, {0}};
static const struct pack brush_packs[] = {{"pieces", 1, SHAPE_BOX, SKU_GLOSS, {40, 22, 232}, PACK_HANGS, 0, 0, 0}, {"pieces", 2, SHAPE_BOX, SKU_GLOSS, {66, 22, 232}, PACK_HANGS, 0, 0, 0}, {0}};
static const struct pack roll_packs[] = {{"rolls", 8, SHAPE_BOX, SKU_FILM, {236, 204, 222}, PACK_STACKS, 0, 0, 0}, {"rolls", 4, SHAPE_BOX, SKU_FILM, {202, 108, 212}, PACK_STACKS, 0, 0, 0}, {"rolls", 16, SHAPE_BOX, SKU_FILM, {412, 206, 226}, 0, 0, 0, 0}, {0}};
static const struct pack towel_packs[] = {{"rolls", 2, SHAPE_BOX, SKU_FILM, {226, 114, 232}, PACK_STACKS, 0, 0, 0}, {"rolls", 4, SHAPE_BOX, SKU_FILM, {228, 226, 234}, PACK_STACKS, 0, 0, 0}, {0}};
static const struct pack tissue_packs[] = {{"sheets", 100, SHAPE_BOX, SKU_PAPER, {222, 112, 82}, PACK_STACKS, 0, 0, 0}, {"sheets", 60, SHAPE_BOX, SKU_PAPER, {112, 112, 124}, PACK_STACKS, 0, 0, 0}, {"sheets", 150, SHAPE_BAG, SKU_FILM, {224, 58, 108}, PACK_HANGS, 0, 0, 0}, {0}};
static const struct pack battery_packs[] = {{"pieces", 4, SHAPE_BOX, SKU_GLOSS, {84, 16, 120}, PACK_HANGS, 0, 0, 0}, {"pieces", 8, SHAPE_BOX, SKU_GLOSS, {122, 17, 124}, PACK_HANGS, 0, 0, 0}, {0}};
static const struct pack big_cell_packs[] = {{"pieces", 2, SHAPE_BOX, SKU_GLOSS, {88, 37, 122}, PACK_HANGS, 0, 0, 0}, {"pieces", 4, SHAPE_BOX, SKU_GLOSS, {152, 37, 124}, PACK_HANGS, 0, 0, 0}, {0}};
static const struct pack coin_packs[] = {{"pieces", 2, SHAPE_BOX, SKU_GLOSS, {72, 6, 102}, PACK_HANGS, 0, 0, 0}, {"pieces", 4, SHAPE_BOX, SKU_GLOSS, {84, 6, 112}, PACK_HANGS, 0, 0, 0}, {0}};

/* --- laundry --------------------------------------------------------------------------------- */

static const struct flavour wash_en[] = {{"Colour", 0xe0387c, "flower", "dye transfer inhibitor"}, {"Universal", 0x2c6cc8, "bubble", "optical brighteners"}, {"Sensitive", 0x88c8e0, "baby", "no perfume, no dyes"}, {"Black", 0x28242c, "drop", "colour care polymer"}, {"Wool & Silk", 0xc8a0d8, "flower", "fibre care agents"}, {"Alpine Fresh", 0x3cb0a0, "mountain", "perfume: linalool, limonene"}, {0}};
static const struct flavour wash_de[] = {{"Color", 0xe0387c, "flower", "Farbübertragungsinhibitoren"}, {"Vollwaschmittel", 0x2c6cc8, "bubble", "optische Aufheller"}, {"Sensitiv", 0x88c8e0, "baby", "ohne Duftstoffe"}, {"Schwarz", 0x28242c, "drop", "Farbpflege"}, {0}};
static const struct flavour softener_en[] = {{"Lavender", 0x9c78c8, "flower", "linalool, coumarin"}, {"Cotton Breeze", 0x6cb0e0, "wave", "limonene, hexyl cinnamal"}, {"Wild Rose", 0xe8688c, "flower", "citronellol, geraniol"}, {"Vanilla Orchid", 0xe8c880, "flower", "coumarin, benzyl salicylate"}, {0}};
static const struct flavour softener_it[] = {{"Lavanda", 0x9c78c8, "flower", "linalool, cumarina"}, {"Muschio Bianco", 0xb8c8d0, "flower", "esilcinnamaldeide"}, {"Brezza Marina", 0x3c9cd0, "wave", "limonene"}, {0}};
static const struct flavour softener_es[] = {{"Azul Marino", 0x2c78c8, "wave", "limoneno"}, {"Rosas", 0xe8688c, "flower", "citronelol, geraniol"}, {"Talco", 0xc8d8e8, "baby", "cumarina"}, {0}};
static const struct flavour wash_fr[] = {{"Fraîcheur Marine", 0x3c9cd0, "wave", "limonène, linalol"}, {"Fleurs Blanches", 0xe8d0e0, "flower", "linalol, géraniol"}, {"Couleurs", 0xe0387c, "flower", "inhibiteur de transfert"}, {0}};
static const struct product laundry[] = {
    {"Liquid Detergent", LANG_EN, laundry_packs, wash_en, {3.99, 7.99}, "bubble", 0, "5-15 % anionic surfactants, under 5 % non-ionic surfactants, soap, enzymes, {}. Keep out of reach of children."},
    {"Washing Powder", LANG_EN, powder_packs, wash_en, {3.79, 6.99}, "bubble", 0xf4f4f8, "15-30 % zeolites, 5-15 % anionic surfactants, oxygen-based bleaching agents, enzymes, {}."},
    {"Fabric Softener", LANG_EN, softener_packs, softener_en, {1.99, 3.49}, "flower", 0, "5-15 % cationic surfactants, perfume ({}), benzisothiazolinone."},
    {"Flüssigwaschmittel", LANG_DE, laundry_packs, wash_de, {3.49, 6.99}, "bubble", 0, "5-15 % anionische Tenside, unter 5 % nichtionische Tenside, Enzyme, {}. Darf nicht in die Hände von Kindern gelangen."},
    {"Ammorbidente", LANG_IT, softener_packs, softener_it, {1.79, 3.29}, "flower", 0, "5-15 % tensioattivi cationici, profumo ({})."},
    {"Suavizante", LANG_ES, softener_packs, softener_es, {1.69, 2.99}, "flower", 0, "5-15 % tensioactivos catiónicos, perfume ({})."},
    {"Lessive Liquide", LANG_FR, laundry_packs, wash_fr, {3.99, 7.49}, "bubble", 0, "5-15 % agents de surface anioniques, moins de 5 % savon, enzymes, parfum ({})."},
    {0}};
static const char *const laundry_claims_en[] = {"clean from 20 °C", "for the whole family", "long lasting freshness", "dermatologically tested", NULL};
static const char *const laundry_claims_de[] = {"schon ab 20 °C rein", "kraftvoll gegen Flecken", "dermatologisch getestet", NULL};
static const char *const laundry_claims_fr[] = {"efficace dès 20 °C", "fraîcheur longue durée", NULL};
static const char *const laundry_claims_es[] = {"frescor duradero", "suavidad total", NULL};
static const char *const laundry_claims_it[] = {"profumo che dura", "morbidezza naturale", NULL};

/* --- cleaners -------------------------------------------------------------------------------- */

static const struct flavour clean_en[] = {{"Bathroom", 0x1c98c8, "bubble", "citric acid"}, {"Kitchen", 0xf08c1c, "sun", "sodium carbonate"}, {"Glass", 0x78c8f0, "star", "ethanol"}, {"Multi Surface Lemon", 0xf0dc28, "lemon", "limonene"}, {"Pine", 0x2c7c44, "leaf", "pine oil"}, {"Toilet", 0x28509c, "wave", "formic acid"}, {0}};
static const struct flavour clean_de[] = {{"Bad", 0x1c98c8, "bubble", "Citronensäure"}, {"Küche", 0xf08c1c, "sun", "Natriumcarbonat"}, {"Glas", 0x78c8f0, "star", "Ethanol"}, {"Allzweck Zitrone", 0xf0dc28, "lemon", "Limonene"}, {"Essig", 0xc8a850, "drop", "Essigsäure"}, {0}};
static const struct flavour clean_es[] = {{"Baño", 0x1c98c8, "bubble", "ácido cítrico"}, {"Cocina", 0xf08c1c, "sun", "carbonato de sodio"}, {"Limón", 0xf0dc28, "lemon", "limoneno"}, {"Pino", 0x2c7c44, "leaf", "aceite de pino"}, {0}};
static const struct flavour dish_en[] = {{"Lemon", 0xf0dc28, "lemon", "limonene"}, {"Apple", 0x8cc83c, "apple", "perfume"}, {"Ultra Original", 0x28a0d8, "bubble", "perfume"}, {"Aloe Vera", 0x88c8a0, "leaf", "aloe barbadensis extract"}, {"Pomegranate", 0xc82848, "berry", "perfume"}, {0}};
static const struct flavour dish_it[] = {{"Limone", 0xf0dc28, "lemon", "limonene"}, {"Aceto", 0xc8a850, "drop", "aceto di vino"}, {"Aloe", 0x88c8a0, "leaf", "estratto di aloe"}, {0}};
static const struct flavour clean_fr[] = {{"Salle de Bain", 0x1c98c8, "bubble", "acide citrique"}, {"Cuisine", 0xf08c1c, "sun", "carbonate de sodium"}, {"Vitres", 0x78c8f0, "star", "éthanol"}, {"Savon Noir", 0x4c5830, "leaf", "savon à l'huile d'olive"}, {0}};
static const struct flavour tabs_en[] = {{"All in One", 0x2c50a8, "star", "phosphonates"}, {"Lemon", 0xf0dc28, "lemon", "limonene"}, {"Classic", 0x48a0d8, "bubble", "percarbonate"}, {"Green", 0x58a848, "leaf", "citrates"}, {0}};
static const struct product cleaners[] = {
    {"Power Cleaner", LANG_EN, cleaner_packs, clean_en, {1.79, 3.29}, "sparkles", 0, "Under 5 % non-ionic surfactants, {}, perfume. Causes serious eye irritation."},
    {"Washing-up Liquid", LANG_EN, dish_packs, dish_en, {0.99, 2.19}, "bubble", 0, "15-30 % anionic surfactants, under 5 % amphoteric surfactants, {}, phenoxyethanol."},
    {"Dishwasher Tabs", LANG_EN, tab_packs, tabs_en, {3.99, 6.99}, "sparkles", 0xf0f4f8, "15-30 % oxygen-based bleaching agents, under 5 % non-ionic surfactants, enzymes, {}."},
    {"Reiniger", LANG_DE, cleaner_packs, clean_de, {1.49, 2.79}, "sparkles", 0, "Unter 5 % nichtionische Tenside, {}, Duftstoffe. Verursacht schwere Augenreizung."},
    {"Detersivo Piatti", LANG_IT, dish_packs, dish_it, {0.99, 1.99}, "bubble", 0, "15-30 % tensioattivi anionici, meno di 5 % tensioattivi anfoteri, {}."},
    {"Nettoyant", LANG_FR, cleaner_packs, clean_fr, {1.59, 2.89}, "sparkles", 0, "Moins de 5 % agents de surface non ioniques, {}, parfum."},
    {"Limpiador", LANG_ES, cleaner_packs, clean_es, {1.49, 2.69}, "sparkles", 0, "Menos de 5 % tensioactivos no iónicos, {}, perfume."},
    {0}};
static const char *const cleaners_claims_en[] = {"streak-free shine", "cuts through grease", "recyclable packaging", "no scrubbing", NULL};
static const char *const cleaners_claims_de[] = {"streifenfreier Glanz", "löst Kalk und Fett", NULL};
static const char *const cleaners_claims_fr[] = {"brillance sans traces", "sans frotter", NULL};
static const char *const cleaners_claims_it[] = {"sgrassa a fondo", "delicato sulle mani", NULL};
static const char *const cleaners_claims_es[] = {"brillo sin marcas", "quita grasa", NULL};

/* --- hair ------------------------------------------------------------------------------------ */

static const struct flavour hair_en[] = {{"Repair", 0xc88838, "drop", "hydrolyzed keratin"}, {"Volume", 0xd858a0, "bubble", "panthenol"}, {"Colour Care", 0x8a2c58, "flower", "helianthus annuus seed oil"}, {"Anti Dandruff", 0x2c78b8, "wave", "piroctone olamine"}, {"Sensitive", 0xb8d8c8, "leaf", "aloe barbadensis leaf juice"}, {"Argan Oil", 0xb87820, "nut", "argania spinosa kernel oil"}, {"Coconut", 0xf0ece0, "leaf", "cocos nucifera oil"}, {0}};
static const struct flavour hair_de[] = {{"Repair", 0xc88838, "drop", "hydrolyzed keratin"}, {"Volumen", 0xd858a0, "bubble", "panthenol"}, {"Farbschutz", 0x8a2c58, "flower", "helianthus annuus seed oil"}, {"Brennnessel", 0x5c9c48, "leaf", "urtica dioica extract"}, {"Kamille", 0xf0d058, "flower", "chamomilla recutita extract"}, {0}};
static const struct flavour hair_fr[] = {{"Nutrition", 0xc88838, "drop", "butyrospermum parkii butter"}, {"Couleur", 0x8a2c58, "flower", "vitis vinifera seed oil"}, {"Doux à l'Amande", 0xf0d8b8, "nut", "prunus amygdalus dulcis oil"}, {0}};
static const struct flavour hair_es[] = {{"Reparador", 0xc88838, "drop", "hydrolyzed keratin"}, {"Aloe Vera", 0x88c070, "leaf", "aloe barbadensis leaf juice"}, {"Brillo Cítrico", 0xf0b828, "lemon", "citrus limon peel oil"}, {0}};
static const struct product hair[] = {
    {"Shampoo", LANG_EN, shampoo_packs, hair_en, {1.99, 3.99}, "flower", 0, "Aqua, sodium laureth sulfate, cocamidopropyl betaine, sodium chloride, {}, parfum, citric acid, sodium benzoate."},
    {"Conditioner", LANG_EN, conditioner_packs, hair_en, {1.99, 3.99}, "drop", 0, "Aqua, cetearyl alcohol, behentrimonium chloride, {}, glycerin, parfum, limonene."},
    {"Haarshampoo", LANG_DE, shampoo_packs, hair_de, {1.49, 3.49}, "flower", 0, "Aqua, sodium laureth sulfate, coco-glucoside, {}, parfum, citric acid, sodium benzoate."},
    {"Shampooing", LANG_FR, shampoo_packs, hair_fr, {2.29, 4.29}, "flower", 0, "Aqua, sodium coco-sulfate, cocamidopropyl betaine, {}, parfum, linalool."},
    {"Champú", LANG_ES, shampoo_packs, hair_es, {1.79, 3.29}, "flower", 0, "Aqua, sodium laureth sulfate, cocamide dea, {}, parfum, citric acid."},
    {0}};
static const char *const hair_claims_en[] = {"for dry hair", "silicone free", "vegan formula", "up to 90 % natural origin", "shine for days", NULL};
static const char *const hair_claims_de[] = {"ohne Silikone", "für jeden Tag", "vegan", NULL};
static const char *const hair_claims_fr[] = {"sans silicone", "cheveux secs", NULL};
static const char *const hair_claims_es[] = {"sin siliconas", "uso frecuente", NULL};

/* --- shower and skin -------------------------------------------------------------------------- */

static const struct flavour shower_en[] = {{"Ocean", 0x2c90c8, "wave", "maris sal"}, {"Citrus & Mint", 0xb8d848, "citrus", "citrus limon peel oil, mentha piperita oil"}, {"Almond Milk", 0xf0e0c8, "nut", "prunus amygdalus dulcis oil"}, {"Lavender", 0x9c78c8, "flower", "lavandula angustifolia oil"}, {"Mango", 0xf4a838, "fruit", "mangifera indica extract"}, {"Charcoal", 0x2c2c30, "drop", "charcoal powder"}, {0}};
static const struct flavour shower_de[] = {{"Meeresbrise", 0x2c90c8, "wave", "maris sal"}, {"Zitrone-Minze", 0xb8d848, "lemon", "citrus limon peel oil"}, {"Milch & Honig", 0xf0dca8, "honey", "mel, lac powder"}, {"Lavendel", 0x9c78c8, "flower", "lavandula angustifolia oil"}, {0}};
static const struct flavour shower_fr[] = {{"Lavande", 0x9c78c8, "flower", "lavandula angustifolia oil"}, {"Fleur d'Oranger", 0xf4c880, "flower", "citrus aurantium flower water"}, {"Verveine", 0xb8cc58, "leaf", "lippia citriodora extract"}, {0}};
static const struct flavour shower_es[] = {{"Mar", 0x2c90c8, "wave", "maris sal"}, {"Avena", 0xe0c898, "grain", "avena sativa extract"}, {"Granada", 0xc82c48, "berry", "punica granatum extract"}, {0}};
static const struct flavour handcream[] = {{"Rich", 0x2c508c, "drop", "butyrospermum parkii butter"}, {"Aloe", 0x78b868, "leaf", "aloe barbadensis leaf juice"}, {"Rose", 0xe07890, "flower", "rosa damascena flower water"}, {"Unscented", 0xc8d0d8, "drop", "panthenol"}, {0}};
static const struct product shower[] = {
    {"Shower Gel", LANG_EN, shower_packs, shower_en, {1.29, 2.79}, "wave", 0, "Aqua, sodium laureth sulfate, cocamidopropyl betaine, {}, glycerin, parfum, sodium benzoate."},
    {"Soap Bar", LANG_EN, soap_packs, shower_en, {0.79, 1.79}, "bubble", 0, "Sodium palmate, sodium cocoate, aqua, {}, glycerin, parfum, sodium chloride."},
    {"Hand Cream", LANG_EN, cream_packs, handcream, {1.49, 3.29}, "flower", 0xfcf4ec, "Aqua, glycerin, cetearyl alcohol, {}, tocopherol, phenoxyethanol."},
    {"Duschgel", LANG_DE, shower_packs, shower_de, {0.99, 2.29}, "wave", 0, "Aqua, sodium laureth sulfate, glycerin, {}, parfum, citric acid."},
    {"Gel Douche", LANG_FR, shower_packs, shower_fr, {1.59, 2.99}, "flower", 0, "Aqua, sodium coco-sulfate, {}, parfum, linalool, citral."},
    {"Gel de Ducha", LANG_ES, shower_packs, shower_es, {1.29, 2.59}, "wave", 0, "Aqua, sodium laureth sulfate, {}, parfum, sodium chloride."},
    {0}};
static const char *const shower_claims_en[] = {"pH skin neutral", "with natural oils", "24 h moisture", "soap free", NULL};
static const char *const shower_claims_de[] = {"pH-hautneutral", "ohne Mikroplastik", NULL};
static const char *const shower_claims_fr[] = {"pH neutre", "peaux sensibles", NULL};
static const char *const shower_claims_es[] = {"pH neutro", "piel suave", NULL};

/* --- teeth ----------------------------------------------------------------------------------- */

static const struct flavour teeth_en[] = {{"Fresh Mint", 0x2ca878, "leaf", "mentha arvensis oil"}, {"Whitening", 0x3c9ce8, "star", "sodium pyrophosphate, titanium dioxide"}, {"Sensitive", 0xe86c88, "tooth", "potassium citrate"}, {"Total Care", 0xd8282c, "tooth", "zinc lactate"}, {"Kids Strawberry", 0xf05c8c, "berry", "flavouring, xylitol"}, {"Herbal", 0x6c9c38, "leaf", "salvia officinalis oil, chamomile extract"}, {0}};
static const struct flavour teeth_de[] = {{"Minze", 0x2ca878, "leaf", "mentha arvensis oil"}, {"Weiß", 0x3c9ce8, "star", "sodium hexametaphosphate"}, {"Sensitiv", 0xe86c88, "tooth", "potassium citrate"}, {"Kräuter", 0x6c9c38, "leaf", "salvia officinalis oil"}, {0}};
static const struct flavour teeth_it[] = {{"Menta Forte", 0x2ca878, "leaf", "mentha piperita oil"}, {"Bianco", 0x3c9ce8, "star", "sodium hexametaphosphate"}, {"Gengive", 0xe86c88, "tooth", "zinc lactate"}, {0}};
static const struct flavour teeth_fr[] = {{"Menthe Douce", 0x2ca878, "leaf", "mentha piperita oil"}, {"Blancheur", 0x3c9ce8, "star", "sodium hexametaphosphate"}, {"Gencives", 0xe86c88, "tooth", "zinc citrate"}, {0}};
static const struct flavour brush[] = {{"Soft", 0x58b8e8, "tooth", "soft"}, {"Medium", 0x3c8c50, "tooth", "medium"}, {"Kids", 0xf0a030, "star", "extra soft"}, {"Interdental", 0xc03c78, "tooth", "fine"}, {0}};
static const struct product teeth[] = {
    {"Toothpaste", LANG_EN, toothpaste_packs, teeth_en, {1.19, 3.49}, "tooth", 0, "Aqua, sorbitol, hydrated silica, {}, sodium lauryl sulfate, cellulose gum, sodium fluoride (1450 ppm F)."},
    {"Mouthwash", LANG_EN, rinse_packs, teeth_en, {1.99, 3.99}, "wave", 0, "Aqua, glycerin, {}, sodium fluoride (220 ppm F), cetylpyridinium chloride. Do not swallow."},
    {"Toothbrush", LANG_EN, brush_packs, brush, {1.29, 3.49}, "tooth", 0, "Handle: polypropylene. Bristles: nylon, {}. Change every three months."},
    {"Zahncreme", LANG_DE, toothpaste_packs, teeth_de, {0.99, 2.49}, "tooth", 0, "Aqua, sorbitol, hydrated silica, {}, sodium fluoride (1450 ppm F)."},
    {"Dentifricio", LANG_IT, toothpaste_packs, teeth_it, {1.29, 2.99}, "tooth", 0, "Aqua, sorbitol, hydrated silica, {}, sodium fluoride (1450 ppm F)."},
    {"Dentifrice", LANG_FR, toothpaste_packs, teeth_fr, {1.29, 2.99}, "tooth", 0, "Aqua, sorbitol, hydrated silica, {}, sodium fluoride (1450 ppm F)."},
    {0}};
static const char *const teeth_claims_en[] = {"with fluoride", "12 h fresh breath", "strong enamel", "gentle to gums", NULL};
static const char *const teeth_claims_de[] = {"mit Fluorid", "stärkt den Zahnschmelz", NULL};
static const char *const teeth_claims_fr[] = {"au fluor", "haleine fraîche", NULL};
static const char *const teeth_claims_it[] = {"con fluoro", "alito fresco", NULL};

/* --- paper ----------------------------------------------------------------------------------- */

static const struct flavour roll_en[] = {{"3 Ply", 0x58a8e0, NULL, "3"}, {"Extra Soft 4 Ply", 0xe098b8, "flower", "4"}, {"Recycled", 0x6ca050, "leaf", "3"}, {"Camomile", 0xf0d468, "flower", "3"}, {0}};
static const struct flavour roll_de[] = {{"3-lagig", 0x58a8e0, NULL, "3"}, {"Samtweich 4-lagig", 0xe098b8, "flower", "4"}, {"Recycling", 0x6ca050, "leaf", "3"}, {"Kamille", 0xf0d468, "flower", "3"}, {0}};
static const struct flavour roll_fr[] = {{"3 Épaisseurs", 0x58a8e0, NULL, "3"}, {"Ultra Doux", 0xe098b8, "flower", "4"}, {"Recyclé", 0x6ca050, "leaf", "2"}, {0}};
static const struct flavour roll_es[] = {{"Doble Capa", 0x58a8e0, NULL, "2"}, {"Triple Capa", 0xe098b8, "flower", "3"}, {"Reciclado", 0x6ca050, "leaf", "2"}, {0}};
static const struct flavour towel_en[] = {{"White", 0x58a8e0, NULL, "2"}, {"Printed", 0xe06c3c, "flower", "2"}, {"Strong 3 Ply", 0x2c4c98, "wave", "3"}, {"Recycled", 0x6ca050, "leaf", "2"}, {0}};
static const struct flavour tissue_en[] = {{"Balsam", 0x88c0a0, "leaf", "3"}, {"Classic", 0x58a8e0, NULL, "3"}, {"Menthol", 0x3ca8a0, "leaf", "4"}, {"Meadow", 0xe8b848, "flower", "3"}, {0}};
static const struct product paper[] = {
    {"Toilet Tissue", LANG_EN, roll_packs, roll_en, {2.79, 4.49}, "sheet", 0xfcfcfc, "{} ply, 150 sheets a roll. Cellulose from responsible sources."},
    {"Kitchen Towels", LANG_EN, towel_packs, towel_en, {1.79, 3.29}, "sheet", 0xfcfcfc, "{} ply, 51 sheets a roll. Suitable for contact with food."},
    {"Facial Tissues", LANG_EN, tissue_packs, tissue_en, {0.99, 1.99}, "sheet", 0xfcfcfc, "{} ply cellulose. Keep the film away from children."},
    {"Toilettenpapier", LANG_DE, roll_packs, roll_de, {2.29, 3.99}, "sheet", 0xfcfcfc, "{} Lagen, 150 Blatt je Rolle. Zellstoff aus verantwortungsvoller Waldwirtschaft."},
    {"Papier Toilette", LANG_FR, roll_packs, roll_fr, {2.49, 4.29}, "sheet", 0xfcfcfc, "{} épaisseurs, 160 feuilles par rouleau. Ouate de cellulose."},
    {"Papel Higiénico", LANG_ES, roll_packs, roll_es, {2.29, 3.79}, "sheet", 0xfcfcfc, "{} capas, 180 hojas por rollo. Celulosa de origen responsable."},
    {0}};
static const char *const paper_claims_en[] = {"soft and strong", "longer rolls", "kind to skin", NULL};
static const char *const paper_claims_de[] = {"weich und reißfest", "hautfreundlich", NULL};
static const char *const paper_claims_fr[] = {"doux et résistant", "maxi rouleaux", NULL};
static const char *const paper_claims_es[] = {"suave y resistente", "rollos más largos", NULL};

/* --- batteries ------------------------------------------------------------------------------- */

static const struct flavour cells[] = {{"AA LR6", 0xd89820, NULL, "1.5 V"}, {"AAA LR03", 0x2c78c8, NULL, "1.5 V"}, {"AA Max LR6", 0xc8342c, "star", "1.5 V"}, {"AAA Max LR03", 0x7c3c98, "star", "1.5 V"}, {0}};
static const struct flavour big_cells[] = {{"C LR14", 0x4c9c4c, NULL, "1.5 V"}, {"D LR20", 0xc8342c, NULL, "1.5 V"}, {"9V 6LR61", 0x7c3c98, NULL, "9 V"}, {0}};
static const struct flavour rechargeable[] = {{"AA 2400 mAh", 0x3ca048, NULL, "1.2 V"}, {"AAA 900 mAh", 0x8cc83c, NULL, "1.2 V"}, {"AA 1900 mAh", 0x1c8478, NULL, "1.2 V"}, {0}};
static const struct flavour coins[] = {{"CR2032", 0x3c68b8, NULL, "3 V"}, {"CR2025", 0xb83c58, NULL, "3 V"}, {"LR44", 0xd89820, NULL, "1.5 V"}, {"CR2016", 0x3c9c78, NULL, "3 V"}, {0}};
static const struct product power[] = {
    {"Alkaline", LANG_EN, battery_packs, cells, {2.49, 4.99}, "bolt", 0, "Alkaline manganese, {}. Do not charge, open, heat or throw into fire. Use only one type at a time."},
    {"Alkaline Power", LANG_EN, big_cell_packs, big_cells, {3.49, 5.99}, "bolt", 0, "Alkaline manganese, {}. Do not charge, open, heat or throw into fire."},
    {"Recharge", LANG_EN, battery_packs, rechargeable, {5.99, 9.99}, "bolt", 0, "Nickel metal hydride, {}. Charge before first use. Recycle after use."},
    {"Coin Cells", LANG_EN, coin_packs, coins, {1.99, 3.99}, "bolt", 0, "Lithium, {}. Keep out of reach of children: swallowing causes severe burns within two hours."},
    {"Alkali-Batterien", LANG_DE, battery_packs, cells, {2.29, 4.49}, "bolt", 0, "Alkali-Mangan, {}. Nicht laden, öffnen, erhitzen oder ins Feuer werfen."},
    {"Piles Alcalines", LANG_FR, battery_packs, cells, {2.49, 4.79}, "bolt", 0, "Alcaline au manganèse, {}. Ne pas recharger, ouvrir ni jeter au feu."},
    {0}};
static const char *const power_claims_en[] = {"up to 10 years of storage", "leak protection", "more power", "0 % mercury", NULL};
static const char *const power_claims_de[] = {"10 Jahre lagerfähig", "auslaufsicher", NULL};
static const char *const power_claims_fr[] = {"longue durée", "0 % mercure", NULL};

const struct category words_household[] = {
    {"laundry", DEPT_CLEANING, laundry, {laundry_claims_en, laundry_claims_de, laundry_claims_fr, laundry_claims_es, laundry_claims_it}, MOOD_BRIGHT | MOOD_CLEAN},
    {"cleaners", DEPT_CLEANING, cleaners, {cleaners_claims_en, cleaners_claims_de, cleaners_claims_fr, cleaners_claims_es, cleaners_claims_it}, MOOD_BRIGHT | MOOD_CLEAN},
    {"hair care", DEPT_BODY, hair, {hair_claims_en, hair_claims_de, hair_claims_fr, hair_claims_es, NULL}, MOOD_PASTEL | MOOD_NOBLE | MOOD_CLEAN},
    {"body care", DEPT_BODY, shower, {shower_claims_en, shower_claims_de, shower_claims_fr, shower_claims_es, NULL}, MOOD_PASTEL | MOOD_CLEAN},
    {"oral care", DEPT_ORAL, teeth, {teeth_claims_en, teeth_claims_de, teeth_claims_fr, NULL, teeth_claims_it}, MOOD_CLEAN},
    {"paper", DEPT_PAPER, paper, {paper_claims_en, paper_claims_de, paper_claims_fr, paper_claims_es, NULL}, MOOD_PASTEL | MOOD_CLEAN},
    {"batteries", DEPT_POWER, power, {power_claims_en, power_claims_de, power_claims_fr, NULL, NULL}, MOOD_NOBLE | MOOD_BRIGHT},
    {0}};

/* --- all together ---------------------------------------------------------------------------- */

static const char *const unit_words[][LANG_COUNT] = {
    {"capsules", "Kapseln", "capsules", "cápsulas", "capsule"}, {"bags", "Beutel", "sachets", "bolsitas", "filtri"},
    {"rolls", "Rollen", "rouleaux", "rollos", "rotoli"},        {"sheets", "Tücher", "feuilles", "pañuelos", "veline"},
    {"washes", "Waschladungen", "lavages", "lavados", "lavaggi"}, {"tablets", "Tabs", "tablettes", "pastillas", "pastiglie"},
    {"pieces", "Stück", "pièces", "unidades", "pezzi"},
};
/* clang-format on */

const char *words_unit(const char *unit, enum lang lang)
{
    for (size_t i = 0; i < sizeof unit_words / sizeof *unit_words; i++) {
        if (!strcmp(unit, unit_words[i][LANG_EN])) {
            return unit_words[i][lang];
        }
    }
    return unit;
}

const struct category *words_category(size_t i)
{
    static const struct category *const part[] = {words_drinks, words_larder, words_tins, words_treats, words_household};
    for (size_t p = 0; p < sizeof part / sizeof *part; p++) {
        for (size_t k = 0; part[p][k].name; k++) {
            if (i-- == 0) {
                return &part[p][k];
            }
        }
    }
    return NULL;
}
