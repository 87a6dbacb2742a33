// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_HTML_TEXT_H
#define ERSATZ_EVAL_HTML_TEXT_H
/* html_text - text and pictures inside a page that needs no other file. */
#include <stddef.h>

#include "base/buf.h"

/** html_escape() - for contents and quoted attributes, of HTML and SVG. */
void html_escape(struct buf *out, const char *s, size_t len);
/** html_picture() - <img> with the bytes of a JPEG or PNG inside; nothing if they are neither. attributes:
 *  may be "". */
void html_picture(struct buf *out, const void *bytes, size_t len, const char *attributes);
/** html_page() - the beginning of a page: style, title, heading. The caller ends it with "</html>". */
void html_page(struct buf *out, const char *title);

#endif
