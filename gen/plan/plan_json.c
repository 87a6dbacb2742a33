// SPDX-License-Identifier: MIT
#include "base/json.h"
#include "font/face.h"
#include "plan/plan.h"

static void write_text(struct json *j, const char *key, const struct styled_text *t)
{
    if (!t->len) {
        return;
    }
    json_key(j, key);
    json_object(j);
    json_key(j, "text");
    json_strn(j, t->text, t->len);
    json_key(j, "source");
    json_str(j, t->source);
    if (t->lang) {
        json_key(j, "lang");
        json_str(j, t->lang);
    }
    json_key(j, "runs");
    json_array(j);
    for (size_t i = 0; i < t->n_runs; i++) {
        json_object(j);
        json_key(j, "start");
        json_int(j, t->run[i].start);
        json_key(j, "family");
        json_str(j, t->run[i].face->family);
        json_key(j, "style");
        json_str(j, t->run[i].face->style);
        if (t->run[i].tracking_em != 0) {
            json_key(j, "tracking_em");
            json_double(j, t->run[i].tracking_em);
        }
        json_end_object(j);
    }
    json_end_array(j);
    json_end_object(j);
}

void plan_write_effects(const struct sample *s, struct json *j)
{
    enum { DECIMALS = 5 };
    json_key(j, "effects");
    json_object(j);
    for (int f = 0; f < FX_COUNT; f++) {
        if (!s->fx[f].on) {
            continue;
        }
        json_key(j, fx_table[f].key);
        json_object(j);
        for (int k = 0; fx_table[f].param[k].key; k++) {
            const struct fx_param *p = &fx_table[f].param[k];
            json_key(j, p->key);
            if (p->names) {
                size_t len;
                const char *name = fx_value_name(p, s->fx[f].v[k], &len);
                json_strn(j, name, len);
            } else {
                json_fixed(j, s->fx[f].v[k], DECIMALS);
            }
        }
        json_end_object(j);
    }
    json_end_object(j);
}

static void write_number(struct json *j, const char *key, double v)
{
    json_key(j, key);
    json_double(j, v);
}

static void write_style(struct json *j, const struct sample *s)
{
    json_key(j, "font");
    json_object(j);
    json_key(j, "family");
    json_str(j, s->face->family);
    json_key(j, "style");
    json_str(j, s->face->style);
    write_number(j, "size_px", s->size_px);
    write_number(j, "weight_em", s->weight_em);
    write_number(j, "oblique_deg", s->oblique_deg);
    if (s->word_space_em != 0) {
        write_number(j, "word_space_em", s->word_space_em);
    }
    write_number(j, "stretch", s->stretch);
    write_number(j, "tracking_em", s->tracking_em);
    json_key(j, "features");
    json_str(j, s->features);
    for (size_t i = 0; i < s->n_axes; i++) {
        write_number(j, s->axis[i].tag, s->axis[i].value);
    }
    json_end_object(j);
}

void plan_write_json(const struct sample *s, struct buf *out)
{
    struct json j = json_to(out);
    j.pretty = true;
    json_object(&j);
    json_key(&j, "seed");
    json_int(&j, (int64_t)s->seed);
    json_key(&j, "index");
    json_int(&j, (int64_t)s->index);
    json_key(&j, "attempt");
    json_int(&j, s->attempt);
    json_key(&j, "split");
    json_str(&j, split_name[s->split]);
    write_text(&j, "text", &s->text);
    write_text(&j, "above", &s->above);
    write_text(&j, "below", &s->below);
    write_text(&j, "behind", &s->behind);
    write_text(&j, "stamp", &s->stamp);
    write_style(&j, s);
    write_number(&j, "height_px", s->height_px);
    write_number(&j, "max_width_px", s->max_width_px);
    json_key(&j, "margin_em");
    json_array(&j);
    for (int i = 0; i < 4; i++) {
        json_double(&j, s->margin_em[i]);
    }
    json_end_array(&j);
    write_number(&j, "line_gap_em", s->line_gap_em);
    json_key(&j, "quality");
    json_int(&j, s->quality);
    plan_write_effects(s, &j);
    json_end_object(&j);
    buf_addc(out, '\n');
}
