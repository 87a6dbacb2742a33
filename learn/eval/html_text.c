// SPDX-License-Identifier: MIT
#include "eval/html_text.h"

#include <stdint.h>
#include <string.h>

void html_escape(struct buf *out, const char *s, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        switch (s[i]) {
        case '<':
            buf_addstr(out, "&lt;");
            break;
        case '>':
            buf_addstr(out, "&gt;");
            break;
        case '&':
            buf_addstr(out, "&amp;");
            break;
        case '"':
            buf_addstr(out, "&quot;");
            break;
        default:
            buf_addc(out, (unsigned char)s[i] < 0x20 ? ' ' : s[i]);
        }
    }
}

/* RFC 4648, section 4. */
static void add_base64(struct buf *out, const uint8_t *p, size_t len)
{
    static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    for (size_t i = 0; i < len; i += 3) {
        size_t left = len - i;
        uint32_t v =
            (uint32_t)p[i] << 16 | (left > 1 ? (uint32_t)p[i + 1] << 8 : 0) | (left > 2 ? p[i + 2] : 0);
        buf_addc(out, digit[v >> 18]);
        buf_addc(out, digit[v >> 12 & 63]);
        buf_addc(out, left > 1 ? digit[v >> 6 & 63] : '=');
        buf_addc(out, left > 2 ? digit[v & 63] : '=');
    }
}

void html_picture(struct buf *out, const void *bytes, size_t len, const char *attributes)
{
    const char *type = len > 8 && !memcmp(bytes, "\x89PNG", 4)        ? "png"
                       : len > 8 && !memcmp(bytes, "\xff\xd8\xff", 3) ? "jpeg"
                                                                      : NULL;
    if (type) {
        buf_printf(out, "<img alt=\"\" %s src=\"data:image/%s;base64,", attributes, type);
        add_base64(out, bytes, len);
        buf_addstr(out, "\">");
    }
}

static const char head[] =
    "<!doctype html>\n<html lang=\"en\"><meta charset=\"utf-8\"><meta name=\"viewport\" "
    "content=\"width=device-width\">\n"
    "<style>\n"
    "body{font:15px/1.45 system-ui,sans-serif;margin:1.5em auto;max-width:72em;padding:0 "
    "1em;color:#222;background:#fff}\n"
    "h1{font-size:1.5em}h2{font-size:1.15em;margin-top:2em;border-bottom:1px solid #ddd}\n"
    "table{border-collapse:collapse}td,th{padding:.2em .9em .2em "
    "0;text-align:right;vertical-align:top}\n"
    "td:first-child,th:first-child{text-align:left}th{font-weight:600;border-bottom:1px solid "
    "#bbb}\n"
    ".flow{display:flex;flex-wrap:wrap;gap:1.2em 2em;align-items:flex-start}small,.s{color:#777}\n"
    "svg{font:12px system-ui,sans-serif;max-width:100%;height:auto}svg "
    ".t{font-size:14px;font-weight:600}svg "
    ".n{fill:#444}\n"
    "svg .g{stroke:#e4e4e4;fill:none}svg .w{stroke:#222;stroke-width:1.4;fill:none}"
    "svg .d{stroke:#999;stroke-dasharray:4 4;fill:none}\n"
    "figure{margin:0 0 1.3em}figure img{display:block;max-width:100%;border:1px solid "
    "#ddd;image-rendering:auto}\n"
    ".r{font:15px ui-monospace,monospace;white-space:pre-wrap}.r "
    "b{background:#ffd9d0;font-weight:600;border-radius:2px}\n"
    ".r i{background:#d5efd8;font-style:normal;border-radius:2px}\n"
    "</style>\n";

void html_page(struct buf *out, const char *title)
{
    buf_addstr(out, head);
    buf_addstr(out, "<title>");
    html_escape(out, title, strlen(title));
    buf_addstr(out, "</title>\n<h1>");
    html_escape(out, title, strlen(title));
    buf_addstr(out, "</h1>\n");
}
