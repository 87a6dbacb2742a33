// SPDX-License-Identifier: MIT
#include "base/json.h"
#include "font/face.h"
#include "label/label.h"
#include "version.h"

enum { PX_DECIMALS = 2 };

static void write_pt(struct json *j, struct pt p)
{
    json_fixed(j, p.x, PX_DECIMALS);
    json_fixed(j, p.y, PX_DECIMALS);
}

static void write_quad(struct json *j, const struct quad *q)
{
    json_array(j);
    for (int i = 0; i < 4; i++) {
        write_pt(j, q->p[i]);
    }
    json_end_array(j);
}

static void write_units(struct json *j, const char *key, const struct label_unit *u, size_t n, const char *text)
{
    json_key(j, key);
    json_array(j);
    for (size_t i = 0; i < n; i++) {
        json_object(j);
        json_key(j, "text");
        json_strn(j, text + u[i].start, u[i].end - u[i].start);
        json_key(j, "quad");
        write_quad(j, &u[i].quad);
        json_end_object(j);
    }
    json_end_array(j);
}

static void write_text(struct json *j, const char *key, const char *value)
{
    json_key(j, key);
    json_str(j, value);
}

static void write_number(struct json *j, const char *key, double value, int decimals)
{
    json_key(j, key);
    json_fixed(j, value, decimals);
}

static void write_font(struct json *j, const struct label *l, const struct sample *s)
{
    json_key(j, "font");
    json_object(j);
    write_text(j, "family", s->face->family);
    write_text(j, "style", s->face->style);
    write_number(j, "size_px", l->em_px, PX_DECIMALS);
    if (s->text.n_runs > 1) { /* faces that drew what the chosen one lacks */
        json_key(j, "runs");
        json_array(j);
        for (size_t i = 0; i < s->text.n_runs; i++) {
            json_array(j);
            json_int(j, s->text.run[i].start);
            json_str(j, s->text.run[i].face->family);
            json_end_array(j);
        }
        json_end_array(j);
    }
    json_end_object(j);
}

static void write_baselines(struct json *j, const struct label *l)
{
    json_key(j, "baselines");
    json_array(j);
    for (size_t i = 0; i < l->n_lines; i++) {
        json_array(j);
        for (size_t k = 0; k < l->n_baseline[i]; k++) {
            write_pt(j, l->baseline[i][k]);
        }
        json_end_array(j);
    }
    json_end_array(j);
}

void label_write_json(const struct label *l, const struct sample *s, const char *key, struct buf *out)
{
    struct json j = json_to(out);
    json_object(&j);
    write_text(&j, "key", key);
    json_key(&j, "text");
    json_strn(&j, s->text.text, s->text.len);
    json_key(&j, "width_px");
    json_int(&j, l->width_px);
    json_key(&j, "height_px");
    json_int(&j, l->height_px);
    write_text(&j, "split", split_name[s->split]);
    write_text(&j, "source", s->text.source);
    if (s->text.lang) {
        write_text(&j, "lang", s->text.lang);
    }
    write_text(&j, "script", l->script);
    write_text(&j, "direction", l->vertical ? "ttb" : l->rtl ? "rtl" : "ltr");
    write_font(&j, l, s);
    json_key(&j, "quad");
    write_quad(&j, &l->text);
    write_units(&j, "words", l->word, l->n_words, s->text.text);
    write_units(&j, "graphemes", l->grapheme, l->n_graphemes, s->text.text);
    write_baselines(&j, l);
    write_number(&j, "contrast", l->contrast, 4);
    json_key(&j, "seed");
    json_int(&j, (int64_t)s->seed);
    json_key(&j, "index");
    json_int(&j, (int64_t)s->index);
    json_key(&j, "attempt");
    json_int(&j, s->attempt);
    plan_write_effects(s, &j);
    write_text(&j, "version", ERSATZ_VERSION);
    json_end_object(&j);
    buf_addc(out, '\n');
}
