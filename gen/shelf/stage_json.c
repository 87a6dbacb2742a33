// SPDX-License-Identifier: MIT
/* The plan of a scene for a person to read: what was drawn, not what follows from it. */
#include "plan/plan.h"
#include "shelf/stage_parts.h"

static void number(struct json *j, const char *key, double v)
{
    json_key(j, key);
    json_fixed(j, v, 5);
}

static void integer(struct json *j, const char *key, int64_t v)
{
    json_key(j, key);
    json_int(j, v);
}

static void string(struct json *j, const char *key, const char *v)
{
    json_key(j, key);
    json_str(j, v);
}

static void flag(struct json *j, const char *key, bool v)
{
    if (v) {
        json_key(j, key);
        json_bool(j, v);
    }
}

static void matrix(struct json *j, const char *key, const struct xform *t)
{
    json_key(j, key);
    json_array(j);
    for (int r = 0; r < 3; r++) {
        json_array(j);
        for (int k = 0; k < 4; k++) {
            json_fixed(j, t->m[r][k], 6);
        }
        json_end_array(j);
    }
    json_end_array(j);
}

static void colour(struct json *j, const char *key, const float c[3])
{
    json_key(j, key);
    json_array(j);
    for (int k = 0; k < 3; k++) {
        json_fixed(j, (double)c[k], 4);
    }
    json_end_array(j);
}

static void write_camera(struct json *j, const struct camera *c)
{
    json_key(j, "camera");
    json_object(j);
    integer(j, "width_px", c->width_px);
    integer(j, "height_px", c->height_px);
    number(j, "f_px", c->f_px);
    number(j, "cx_px", c->cx_px);
    number(j, "cy_px", c->cy_px);
    number(j, "k1", c->k1);
    number(j, "k2", c->k2);
    number(j, "aperture_m", c->aperture_m);
    number(j, "focus_m", c->focus_m);
    number(j, "exposure_ev", c->exposure_ev);
    matrix(j, "cam_from_world", &c->cam_from_world);
    json_end_object(j);
}

static void write_lamps(struct json *j, const struct stage *s)
{
    static const char *const kind[] = {"area", "spot", "point"};
    json_key(j, "lamps");
    json_array(j);
    for (size_t k = 0; k < s->list.s.n_lights; k++) {
        const struct light *l = &s->list.s.light[k];
        json_object(j);
        string(j, "kind", kind[l->kind]);
        number(j, "power_w", l->power_w);
        colour(j, "color", l->color);
        number(j, "width_m", l->width_m);
        number(j, "height_m", l->height_m);
        matrix(j, "world_from_light", &l->world_from_light);
        json_end_object(j);
    }
    json_end_array(j);
    colour(j, "ambient", s->list.s.ambient);
}

static void write_bays(struct json *j, const struct stage *s)
{
    json_key(j, "bays");
    json_array(j);
    for (int b = s->first_bay; b < s->first_bay + s->n_bays; b++) {
        const struct plan_bay *bay = &s->plan.bay[b];
        json_object(j);
        number(j, "x0_m", bay->x0_m);
        number(j, "x1_m", bay->x1_m);
        string(j, "category", bay->category);
        json_key(j, "shelves");
        json_array(j);
        for (int k = 0; k < bay->n_shelves; k++) {
            json_object(j);
            number(j, "z_m", bay->shelf[k].z_m);
            number(j, "clear_m", bay->shelf[k].clear_m);
            flag(j, "pegs", bay->shelf[k].pegs);
            json_end_object(j);
        }
        json_end_array(j);
        json_end_object(j);
    }
    json_end_array(j);
}

static void write_blocks(struct json *j, const struct stage *s)
{
    json_key(j, "blocks");
    json_array(j);
    for (size_t k = 0; k < s->plan.n_blocks; k++) {
        const struct plan_block *b = &s->plan.block[k];
        if (b->bay < s->first_bay || b->bay >= s->first_bay + s->n_bays) {
            continue;
        }
        json_object(j);
        integer(j, "block", (int64_t)k);
        string(j, "sku", b->sku->id);
        integer(j, "bay", b->bay - s->first_bay);
        integer(j, "shelf", b->shelf);
        number(j, "x0_m", b->x0_m);
        number(j, "x1_m", b->x1_m);
        integer(j, "facings", b->facings);
        flag(j, "out_of_stock", b->empty);
        json_end_object(j);
    }
    json_end_array(j);
}

static void write_items(struct json *j, const struct scene *sc)
{
    json_key(j, "items");
    json_array(j);
    for (size_t k = 0; k < sc->n_items; k++) {
        const struct item *it = &sc->item[k];
        json_object(j);
        string(j, "sku", it->sku->id);
        integer(j, "bay", it->bay);
        integer(j, "shelf", it->shelf);
        integer(j, "block", it->block);
        integer(j, "facing", it->facing);
        integer(j, "row", it->row);
        integer(j, "level", it->level);
        flag(j, "turned", it->turned);
        flag(j, "fallen", it->fallen);
        flag(j, "leaning", it->leaning);
        flag(j, "misplaced", it->misplaced);
        matrix(j, "world_from_object", &sc->object[it->object].world_from_object);
        json_end_object(j);
    }
    json_end_array(j);
}

static void write_tags(struct json *j, const struct scene *sc)
{
    json_key(j, "tags");
    json_array(j);
    for (size_t k = 0; k < sc->n_tags; k++) {
        const struct tag *t = &sc->tag[k];
        json_object(j);
        string(j, "sku", t->sku->id);
        integer(j, "bay", t->bay);
        integer(j, "shelf", t->shelf);
        string(j, "price", t->price);
        json_end_object(j);
    }
    json_end_array(j);
}

void stage_write_json(const struct stage *s, struct json *j)
{
    static const char *const lamps[] = {"strip", "spot", "mixed"}, *const backdrop[] = {
                                                                       "plain", "gradient", "shelf",
                                                                       "photo"};
    bool product = s->w->recipe->kind == KIND_PRODUCT;
    json_object(j);
    string(j, "kind", product ? "product" : "shelf");
    integer(j, "seed", (int64_t)s->seed);
    integer(j, "index", (int64_t)s->index);
    integer(j, "attempt", s->attempt);
    string(j, "split", split_name[s->split]);
    if (product) {
        string(j, "backdrop", backdrop[s->backdrop]);
        number(j, "azimuth_deg", s->azimuth_deg);
        number(j, "elevation_deg", s->elevation_deg);
    }
    string(j, "lamps_kind", lamps[s->lighting.kind]);
    number(j, "color_k", s->lighting.color_k);
    flag(j, "flash", s->lighting.flash);
    write_camera(j, &s->list.s.camera);
    write_lamps(j, s);
    if (!product) {
        number(j, "aisle_m", s->aisle_m);
        number(j, "depth_m", s->plan.depth_m);
        write_bays(j, s);
        write_blocks(j, s);
    }
    write_items(j, &s->list.s);
    write_tags(j, &s->list.s);
    json_end_object(j);
}
