// SPDX-License-Identifier: MIT
#include "cmd/preview.h"

#include <string.h>

#include "font/face.h"

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
    ".g{stroke:#0a73e6}.g.o{stroke:#e65a00}.w{stroke:#0a9a38}.b{stroke:#c0009a}\n"
    "body.no-g .g,body.no-w .w,body.no-b .b{display:none}\n"
    "figcaption{margin-top:6px}small{color:#777}\n"
    "</style>\n<header><b>%s</b> "
    "<label><input type=checkbox checked data-c=no-g>graphemes</label> "
    "<label><input type=checkbox checked data-c=no-w>words</label> "
    "<label><input type=checkbox checked data-c=no-b>baseline</label> "
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

static void add_escaped(struct buf *out, const char *s, size_t len)
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

void html_begin(struct buf *out, const char *title)
{
    struct buf t = {0};
    add_escaped(&t, title, strlen(title));
    buf_printf(out, head, t.data, t.data);
    buf_release(&t);
}

void html_add(struct buf *out, const struct made *m)
{
    const struct label *l = m->label;
    const struct sample *s = m->sample;
    int zoom = l->height_px < 60 ? 2 : 1;
    char key[24];
    sample_key(s->index, key);
    buf_printf(out, "<figure><div><img alt=\"\" width=\"%d\" height=\"%d\" src=\"data:image/%s;base64,",
               l->width_px * zoom, l->height_px * zoom,
               strcmp(m->image_ext, "png") ? "jpeg" : "png");
    add_base64(out, m->image.data, m->image.len);
    buf_printf(out, "\"><svg width=\"%d\" height=\"%d\" viewBox=\"0 0 %d %d\">", l->width_px * zoom,
               l->height_px * zoom, l->width_px, l->height_px);
    for (size_t i = 0; i < l->n_graphemes; i++) {
        add_points(out, "polygon", i % 2 ? "g o" : "g", l->grapheme[i].quad.p, 4);
    }
    for (size_t i = 0; i < l->n_words; i++) {
        add_points(out, "polygon", "w", l->word[i].quad.p, 4);
    }
    for (size_t i = 0; i < l->n_lines; i++) {
        add_points(out, "polyline", "b", l->baseline[i], l->n_baseline[i]);
    }
    buf_printf(out, "</svg></div><figcaption dir=\"%s\">", l->rtl ? "rtl" : "ltr");
    add_escaped(out, s->text.text, s->text.len);
    buf_printf(out, "</figcaption><small>%s %s ", key, split_name[s->split]);
    add_escaped(out, s->face->family, strlen(s->face->family));
    buf_addc(out, ' ');
    add_escaped(out, s->face->style, strlen(s->face->style));
    buf_printf(out, " %.0f px<br>", l->em_px);
    for (int f = 0; f < FX_COUNT; f++) {
        if (s->fx[f].on && f != FX_ink && f != FX_paper) {
            buf_printf(out, "%s ", fx_table[f].key);
        }
    }
    buf_addstr(out, "</small></figure>\n");
}

void html_end(struct buf *out)
{
    buf_addstr(out, tail);
}
