// SPDX-License-Identifier: MIT
#include "cmd/preview.h"

#include <string.h>

#include "cmd/preview_scene.h"

static const char head[] =
    "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\">\n"
    "<meta name=\"viewport\" content=\"width=device-width\">\n<title>%s</title>\n<style>\n"
    "body{font:14px system-ui,sans-serif;margin:1em;background:#f3f3f3;color:#222}\n"
    "header{position:sticky;top:0;background:#f3f3f3;padding:.5em 0;z-index:1}\n"
    "main{display:flex;flex-wrap:wrap;gap:14px;align-items:flex-start}\n"
    "figure{margin:0;background:#fff;padding:8px;max-width:100%%;box-sizing:border-box}\n"
    "figure div{position:relative;overflow:auto}\n"
    "img{display:block;image-rendering:pixelated}\n"
    "svg{position:absolute;left:0;top:0}\n"
    "polygon,polyline{fill:none;vector-effect:non-scaling-stroke;stroke-width:1}\n"
    "rect{fill:transparent;stroke-width:1;vector-effect:non-scaling-stroke}\n"
    ".k{stroke:#7774}.gap{stroke:#f22;stroke-width:2}.x{stroke:#e0b}.p{stroke:#fc0;stroke-width:2}\n"
    "body.no-i .i,body.no-x .x,body.no-p .p,body.no-k .k{display:none}\n"
    ".g{stroke:#0a73e6}.g.o{stroke:#e65a00}.w{stroke:#0a9a38}.b{stroke:#c0009a}\n"
    "body.no-g .g,body.no-w .w,body.no-b .b{display:none}\n"
    "figcaption{margin-top:6px}small{color:#777}\n"
    "</style>\n<header><b>%s</b> ";

static const char search[] =
    "<input type=search placeholder=\"text, font, effect&hellip;\"> <span></span></header>\n<main>\n";

static const char tail[] =
    "</main>\n<script>\n"
    "document.querySelectorAll('[data-c]').forEach(c=>c.onchange=()=>"
    "document.body.classList.toggle(c.dataset.c,!c.checked));\n"
    "const figs=[...document.querySelectorAll('figure')],count=document.querySelector('header span');\n"
    "const show=q=>{let n=0;figs.forEach(f=>{const hit=f.textContent.toLowerCase().includes(q);"
    "f.hidden=!hit;n+=hit});count.textContent=n+' of '+figs.length};\n"
    "document.querySelector('[type=search]').oninput=e=>show(e.target.value.toLowerCase());show('');\n"
    "</script>\n</html>\n";

void html_escaped(struct buf *out, const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        switch (s[i]) {
        case '<':
            buf_addstr(out, "&lt;");
            break;
        case '&':
            buf_addstr(out, "&amp;");
            break;
        case '"':
            buf_addstr(out, "&quot;");
            break;
        case '\n':
            buf_addstr(out, "<br>");
            break;
        default:
            buf_addc(out, s[i]);
        }
    }
}

static void add_base64(struct buf *out, const void *bytes, size_t len)
{
    static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    const uint8_t *p = bytes;
    for (size_t i = 0; i < len; i += 3) {
        size_t left = len - i;
        uint32_t v = (uint32_t)p[i] << 16 | (left > 1 ? (uint32_t)p[i + 1] << 8 : 0) |
                     (left > 2 ? p[i + 2] : 0);
        buf_addc(out, digit[v >> 18]);
        buf_addc(out, digit[v >> 12 & 63]);
        buf_addc(out, left > 1 ? digit[v >> 6 & 63] : '=');
        buf_addc(out, left > 2 ? digit[v & 63] : '=');
    }
}

static void add_points(struct buf *out, const char *element, const char *cls, const struct pt *p,
                       size_t n)
{
    buf_printf(out, "<%s class=\"%s\" points=\"", element, cls);
    for (size_t i = 0; i < n; i++) {
        buf_printf(out, "%s%.2f,%.2f", i ? " " : "", p[i].x, p[i].y);
    }
    buf_addstr(out, "\"/>");
}

void html_begin(struct buf *out, const char *title, bool scenes)
{
    static const struct {
        const char *cls, *name;
        bool scenes;
    } layer[] = {{"g", "graphemes", false}, {"w", "words", false}, {"b", "baseline", false},
                 {"i", "items", true},      {"p", "tags", true},   {"x", "texts", true},
                 {"k", "shelves and gaps", true}};
    struct buf t = {0};
    html_escaped(&t, title, strlen(title));
    buf_printf(out, head, t.data, t.data);
    for (size_t i = 0; i < sizeof layer / sizeof *layer; i++) {
        if (layer[i].scenes == scenes) {
            buf_printf(out, "<label><input type=checkbox checked data-c=no-%s>%s</label> ", layer[i].cls, layer[i].name);
        }
    }
    buf_addstr(out, search);
    buf_release(&t);
}

static void add_effects(struct buf *out, const struct sample *s)
{
    for (int f = 0; f < FX_COUNT; f++) {
        if (s->fx[f].on && f != FX_ink && f != FX_paper) {
            buf_printf(out, "%s ", fx_table[f].key);
        }
    }
}

static void add_text_svg(struct buf *out, const struct label *l)
{
    for (size_t i = 0; i < l->n_graphemes; i++) {
        add_points(out, "polygon", i % 2 ? "g o" : "g", l->grapheme[i].quad.p, 4);
    }
    for (size_t i = 0; i < l->n_words; i++) {
        add_points(out, "polygon", "w", l->word[i].quad.p, 4);
    }
    for (size_t i = 0; i < l->n_lines; i++) {
        add_points(out, "polyline", "b", l->baseline[i], l->n_baseline[i]);
    }
}

static void add_text_caption(struct buf *out, const struct made *m, const char *key)
{
    const struct sample *s = m->sample;
    buf_printf(out, "<figcaption dir=\"%s\">", m->label->rtl ? "rtl" : "ltr");
    html_escaped(out, s->text.text, s->text.len);
    buf_printf(out, "</figcaption><small>%s %s ", key, split_name[s->split]);
    html_escaped(out, m->font, strlen(m->font));
    buf_printf(out, " %.0f px<br>", m->label->em_px);
}

void html_add(struct buf *out, const struct made *m)
{
    int zoom = m->height_px < 60 ? 2 : 1;
    char key[24];
    sample_key(m->sample->index, key);
    buf_printf(out, "<figure><div><img alt=\"\" width=\"%d\" height=\"%d\" src=\"data:image/%s;base64,",
               m->width_px * zoom, m->height_px * zoom, strcmp(m->image_ext, "png") ? "jpeg" : "png");
    add_base64(out, m->image.data, m->image.len);
    buf_printf(out, "\"><svg width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">", m->width_px * zoom,
               m->height_px * zoom, m->width_px, m->height_px);
    if (m->label) {
        add_text_svg(out, m->label);
    } else {
        scene_add_svg(out, m);
    }
    buf_addstr(out, "</svg></div>");
    if (m->label) {
        add_text_caption(out, m, key);
    } else {
        buf_printf(out, "<small>%s %s ", key, split_name[m->split]);
        scene_caption(out, m);
        buf_addstr(out, "<br>");
    }
    add_effects(out, m->sample);
    buf_addstr(out, "</small></figure>\n");
}

void html_end(struct buf *out)
{
    buf_addstr(out, tail);
}
