// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_ART_DRAW_H
#define ERSATZ_SHELF_ART_DRAW_H
/*
 * art_draw - the designs: from a SKU to what is printed on its panels.
 *
 * Inside the art room only. A brand (what all its packs share) is drawn from a stream keyed by its name,
 * and a design adds the SKU's own colours, motif and texts. Eight grammars compose fronts from the same
 * parts: mark, name, variant, claims, weight, illustration.
 *
 * A front gets two boxes in mm: `whole`, the panel (for a rolled label all around the pack), to be covered
 * by ground and ornament, and `front` in it, the part that faces the shopper, in which everything that is
 * read lies.
 */
#include "shelf/art_sheet.h"
#include "shelf/art_text.h"
#include "shelf/packs.h"

enum art_device { DEVICE_OVAL, DEVICE_RIBBON, DEVICE_SHIELD, DEVICE_SWOOSH, DEVICE_MONOGRAM, DEVICE_BLOCK,
                  DEVICE_OUTLINE, DEVICE_SPRIG, DEVICE_PLAQUE, DEVICE_RULES, DEVICE_COUNT };

struct art_brand {
    const char *name;
    enum art_device device;
    enum art_voice voice;      /* of the wordmark */
    enum art_voice name_voice; /* of product names */
    bool upper, name_upper;
    double stretch, oblique_deg, tracking_em;
    struct art_rgb plate, ink, edge; /* of the mark; the same on all packs of the brand */
    int since;
    double pick[8];            /* 0..1: turns of composition */
};

struct art_design {
    const struct sku *sku;
    struct art_brand brand;
    struct art_rgb ground, second, accent, contents;
    struct art_rgb paper;      /* a near-white or cream that goes with them */
    struct art_rgb deep;       /* a dark of theirs that has a hue, for words on light grounds */
    const char *family;        /* the SKU's own font, or NULL */
    bool food;
    struct rng rng;            /* of this pack */
};

void art_design_init(struct art_design *d, struct art_sheet *s, const struct sku *sku);

/** art_draw_pack() - all panels of a layout. */
void art_draw_pack(struct art_sheet *s, const struct sku *sku, const struct pack_layout *l);
/** art_packshot() - the same from the SKU's pictures. */
void art_packshot(struct art_sheet *s, const struct sku *sku, const struct pack_layout *l);
void art_tag_draw(struct art_sheet *s, const struct tag_text *t);

/* --- fronts, one a grammar ---------------------------------------------------------------------------- */

typedef void art_front_fn(struct art_sheet *s, struct art_design *d, struct box whole, struct box front);
art_front_fn art_front_bands, art_front_badge, art_front_split, art_front_photo, art_front_minimal,
    art_front_retro, art_front_diagonal, art_front_discount;

/** art_back() - the side that informs: facts, ingredients, address, bar code. part: bit set of what it
 *  holds. */
enum art_back_part { BACK_STORY = 1, BACK_FACTS = 2, BACK_INGREDIENTS = 4, BACK_CODE = 8, BACK_ADDRESS = 16,
                     BACK_DATE = 32, BACK_ALL = 63 };
void art_back(struct art_sheet *s, struct art_design *d, struct box b, unsigned parts);

/* Where the parts of a front lie, in shares of it: left, top, right, bottom. Most grammars have two sets:
 * one for fronts that stand, and one for those that are wider than 1.3 times their height. */
struct art_zones {
    double mark[4], name[4], variant[4], picture[4], claim[4], net[4];
};
static inline struct box art_zone(struct box f, const double z[4])
{
    return art_part(f, z[0], z[1], z[2], z[3]);
}
static inline bool art_is_wide(struct box f)
{
    return art_w(f) > 1.3 * art_h(f);
}
/** art_lit_fill() - fill the current path with a colour that is lighter above (y0) and darker below (y1). */
void art_lit_fill(struct art_sheet *s, double y0, double y1, struct art_rgb above, struct art_rgb below);
/** art_small_claim() - claim number i as a plain line; voice as in print of that grammar. */
void art_small_claim(struct art_sheet *s, struct art_design *d, size_t i, struct box b, enum art_voice v,
                     struct art_rgb ink, double max_em_mm);

/* --- parts ------------------------------------------------------------------------------------------- */

/** art_mark() - the brand's mark as large as the box takes it; ground: what it lies on. Returns the box it
 *  takes. */
struct box art_mark(struct art_sheet *s, struct art_design *d, struct box b, struct art_rgb ground,
                    double align);
/** art_name() - product name; returns the box of its ink. */
struct box art_name(struct art_sheet *s, struct art_design *d, struct box b, const struct art_ink_style *ink,
                    int max_lines, double align);
/** art_variant() - what tells this pack from its sisters; pill: on a rounded plate of that colour. */
struct box art_variant(struct art_sheet *s, struct art_design *d, struct box b, const struct art_rgb *pill,
                       struct art_rgb ink, enum art_voice v, double align);
void art_net(struct art_sheet *s, struct art_design *d, struct box b, struct art_rgb ink, double align);

enum art_badge { BADGE_BURST, BADGE_ROUND, BADGE_LEAF };
void art_badge(struct art_sheet *s, struct art_design *d, enum art_badge kind, const char *text, struct box b,
               struct art_rgb plate, double turn_deg);
/** art_claim_list() - claims from number `from` on as lines with ticks; returns y below. */
double art_claim_list(struct art_sheet *s, struct art_design *d, size_t from, size_t most, struct box b,
                      struct art_rgb ink, struct art_rgb tick);

void art_round_box(struct art_sheet *s, struct box b, double radius);
/** art_oval() - path of an ellipse. */
void art_oval(struct art_sheet *s, double x, double y, double rx, double ry);
/** art_banner() - path of a ribbon with tails, filled; returns the box for its text. */
struct box art_banner(struct art_sheet *s, struct box b, struct art_rgb c, double tail);
void art_star_path(struct art_sheet *s, double x, double y, double r_out, double r_in, int points,
                   double turn);
void art_rays(struct art_sheet *s, struct box clip, double x, double y, int n, struct art_rgb c,
              double alpha);
void art_stripes(struct art_sheet *s, struct box b, double pitch, double share, double angle_deg,
                 struct art_rgb c, double alpha);
void art_dots(struct art_sheet *s, struct box b, double pitch, double radius, struct art_rgb c, double alpha);
/** art_shadow_box() - a soft shadow under a box-like thing. */
void art_shadow_box(struct art_sheet *s, struct box b, double radius, double spread, double alpha);

/* --- illustration ----------------------------------------------------------------------------------- */

/* HERO: a group or a heap in the middle; BORDER: along the foot of the box, running out of it; FULL: all over it. */
enum art_still { STILL_HERO, STILL_BORDER, STILL_FULL };
/** art_motif() - what the pack is about, drawn in a box (some things reach a little beyond it). */
void art_motif(struct art_sheet *s, struct art_design *d, const char *motif, struct box b,
               enum art_still still);
/** art_motif_known() - whether a motif has a picture of its own; others are shown by one that is near or
 *  by sparkles. */
bool art_motif_known(const char *motif);
size_t art_motif_count(void);
const char *art_motif_name(size_t i);

/* --- bar codes -------------------------------------------------------------------------------------- */

/** art_ean_valid() - 13 digits whose last is the check digit (GS1 General Specifications, 7.9). */
bool art_ean_valid(const char *ean);
/** art_ean_bars() - 95 modules, 1 = dark. False unless 13 digits. */
bool art_ean_bars(const char *ean, uint8_t module[95]);
/** art_barcode() - bars and digits on white, as large as fits in the box up to twice the nominal size;
 *  modules are whole pixels. Nothing if the box has no room for a module a pixel. */
void art_barcode(struct art_sheet *s, const char *ean, struct box b);

#endif
