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
