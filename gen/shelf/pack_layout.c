// SPDX-License-Identifier: MIT
/*
 * pack_layout - where the panels of a pack lie in its art.
 *
 * Boxes, cartons and multipacks are unfolded: front, right, back and left side by side as they meet on the
 * pack, top and bottom in a row above. Pouches and bags are two sheets side by side. Rolled labels fill the
 * picture; a printed lid lies below them. Neighbours in the picture are mostly neighbours on the pack, so
 * that no margin is needed between them.
 */
#include <math.h>

#include "shelf/pack_form.h"
#include "shelf/packs.h"

enum { ATLAS_MAX_PX = 2048 };

/* Share of a body's circumference that a shopper sees well: 130 degrees. */
#define FRONT_SHARE 0.36

/* A layout with boxes in mm, until finish() makes shares of them. */
static void place(struct pack_layout *l, enum panel_kind kind, double x, double y, double w, double h)
{
    l->panel[l->n_panels++] =
        (struct panel){.kind = kind, .at = {x, y, x + w, y + h}, .width_mm = w, .height_mm = h};
}

static void place_wrap(struct pack_layout *l, double around, double height, double front)
{
    place(l, PANEL_WRAP, 0, 0, around, height);
    l->panel[l->n_panels - 1].front_mm = front;
}

static void unfold(struct pack_layout *l, double w, double d, double side_h, double top_h, bool bottom)
{
    if (top_h > 0) {
        place(l, PANEL_TOP, 0, 0, w, top_h);
    }
    if (bottom) {
        place(l, PANEL_BOTTOM, w + d, 0, w, top_h);
    }
    place(l, PANEL_FRONT, 0, top_h, w, side_h);
    place(l, PANEL_RIGHT, w, top_h, d, side_h);
    place(l, PANEL_BACK, w + d, top_h, w, side_h);
    place(l, PANEL_LEFT, 2 * w + d, top_h, d, side_h);
}

static void layout_round(struct pack_layout *l, const struct sku *s)
{
    struct round_form f = round_form(s);
    double h = f.label_z1 - f.label_z0;
    place_wrap(l, f.around_mm, h, FRONT_SHARE * f.around_mm);
    if (s->shape == SHAPE_JAR) {
        double side = 2 * (f.cap_r - 1.5);
        place(l, PANEL_LID, 0, h, side, side);
    }
    if (s->shape != SHAPE_CAN && s->material == SKU_GLASS) {
        l->see_through = s->shape == SHAPE_BOTTLE || pack_vary(s, TRAIT_LABEL_CLEAR, 0, 1) < 0.5;
    } else if (s->shape != SHAPE_CAN && s->material == SKU_PET) {
        l->see_through = pack_vary(s, TRAIT_LABEL_CLEAR, 0, 1) < 0.3;
    }
}

static void layout_soft(struct pack_layout *l, const struct sku *s)
{
    struct soft_form f = soft_form(s);
    if (s->shape == SHAPE_TUBE) {
        place_wrap(l, 2 * f.width_mm, f.run_mm, 0.8 * f.width_mm);
        return;
    }
    place(l, PANEL_FRONT, 0, 0, f.width_mm, f.run_mm);
    place(l, PANEL_BACK, f.width_mm, 0, f.width_mm, f.run_mm);
    if (s->shape == SHAPE_POUCH) {
        place(l, PANEL_BOTTOM, 0, f.run_mm, f.width_mm, s->size_mm[1]);
    }
}

static void layout_carton(struct pack_layout *l, const struct sku *s)
{
    struct carton_form f = carton_form(s);
    unfold(l, s->size_mm[0], s->size_mm[1], f.fold_z, f.slope_mm + f.fin_mm, false);
}

static void layout_tray(struct pack_layout *l, const struct sku *s)
{
    struct tray_form f = tray_form(s);
    place(l, PANEL_LID, 0, 0, s->size_mm[0], s->size_mm[1]);
    place(l, PANEL_FRONT, 0, s->size_mm[1], f.sticker_w, f.sticker_h);
    l->see_through = s->material == SKU_FILM || s->material == SKU_PET || s->material == SKU_PLASTIC;
}

static void layout_multipack(struct pack_layout *l, const struct sku *s)
{
    struct multipack_form f = multipack_form(s);
    unfold(l, f.front_mm, f.side_mm, f.wrap_z1 - f.wrap_z0, 0, false);
}

/* The picture, the back, and of a box the side that the picture does not show. */
static void layout_cutout(struct pack_layout *l, const struct sku *s)
{
    double w = s->size_mm[0], d = s->size_mm[1], h = s->size_mm[2],
           shown = s->edge != 0 ? w + d : w;
    place(l, PANEL_FRONT, 0, 0, shown, h);
    place(l, PANEL_BACK, shown, 0, w, h);
    if (s->section == SECTION_BOX) {
        place(l, PANEL_RIGHT, shown + w, 0, d, h);
    }
}

/* From millimetres to shares and pixels. */
static void finish(struct pack_layout *l, double px_per_mm)
{
    double w = 0, h = 0;
    for (int i = 0; i < l->n_panels; i++) {
        w = fmax(w, l->panel[i].at.x1);
        h = fmax(h, l->panel[i].at.y1);
    }
    double scale = fmin(px_per_mm, fmin(ATLAS_MAX_PX / w, ATLAS_MAX_PX / h));
    l->width_px = (int)clampd(ceil(w * scale), 1, ATLAS_MAX_PX);
    l->height_px = (int)clampd(ceil(h * scale), 1, ATLAS_MAX_PX);
    for (int i = 0; i < l->n_panels; i++) {
        struct box *b = &l->panel[i].at;
        *b = (struct box){b->x0 / w, b->y0 / h, b->x1 / w, b->y1 / h};
    }
}

struct pack_layout pack_layout(const struct sku *s, double px_per_mm)
{
    struct pack_layout l = {0};
    switch (s->shape) {
    case SHAPE_BOX:
        unfold(&l, s->size_mm[0], s->size_mm[1], s->size_mm[2], s->size_mm[1], true);
        break;
    case SHAPE_CAN:
    case SHAPE_BOTTLE:
    case SHAPE_JAR:
        layout_round(&l, s);
        break;
    case SHAPE_POUCH:
    case SHAPE_BAG:
    case SHAPE_TUBE:
        layout_soft(&l, s);
        break;
    case SHAPE_CARTON:
        layout_carton(&l, s);
        break;
    case SHAPE_TRAY:
        layout_tray(&l, s);
        break;
    case SHAPE_MULTIPACK:
        layout_multipack(&l, s);
        break;
    case SHAPE_CUTOUT:
        layout_cutout(&l, s);
        break;
    default: /* a model brings its own pictures */
        l.width_px = l.height_px = 1;
        return l;
    }
    finish(&l, px_per_mm);
    return l;
}
