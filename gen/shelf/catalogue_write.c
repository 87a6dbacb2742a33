// SPDX-License-Identifier: MIT
/*
 * A catalogue as YAML. Keys come in the order of the table; those that have their default are left out, so that a
 * person can read the file. Numbers are written with as few digits as read back to the same double.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "recipe/names.h"
#include "shelf/catalogue_parts.h"

/* Plain in YAML wherever it stands, and a text for whoever reads it: "Oat Drink", "500 g", but not "7" or "no". */
static bool is_plain(const char *s)
{
    static const char *const words[] = {"null", "true", "false", "yes", "no", "on", "off", "y", "n"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        if (!strcasecmp(s, words[i])) {
            return false;
        }
    }
    bool letter = (*s >= 'a' && *s <= 'z') || (*s >= 'A' && *s <= 'Z');
    bool counted = *s >= '0' && *s <= '9' && strchr(s, ' ');
    return (letter || counted) && !strpbrk(s, ":#,[]{}\"'");
}

static void put_text(struct buf *out, const char *s)
{
    if (is_plain(s)) {
        buf_addstr(out, s);
        return;
    }
    buf_addc(out, '\'');
    for (; *s; s++) {
        buf_addstr(out, *s == '\'' ? "'" : "");
        buf_addc(out, *s);
    }
    buf_addc(out, '\'');
}

static void put_number(struct buf *out, double v)
{
    char text[40];
    for (int digits = 6; digits <= 17; digits++) {
        snprintf(text, sizeof text, "%.*g", digits, v);
        if (strtod(text, NULL) == v) {
            break;
        }
    }
    buf_addstr(out, text);
}

static void put_color(struct buf *out, const uint8_t c[3])
{
    buf_printf(out, "'#%02x%02x%02x'", c[0], c[1], c[2]);
}

/* Files: their names, or for the hash what is in them. */
static enum st put_file(struct buf *out, const char *path, bool hashes, struct err *e)
{
    char sha[65];
    if (!hashes) {
        put_text(out, path);
        return ST_OK;
    }
    enum st st = file_sha256(path, sha, e);
    if (!st) {
        buf_addstr(out, sha);
    }
    return st;
}

static enum st put_value(struct buf *out, const struct sku_key *k, const struct sku *s, bool hashes, struct err *e)
{
    const void *at = sku_field(s, k);
    const uint8_t(*color)[3] = at;
    const double *number = at;
    size_t len;
    switch (k->type) {
    case SKU_KEY_ID:
    case SKU_KEY_TEXT:
    case SKU_KEY_WORD:
        put_text(out, *(const char *const *)at);
        break;
    case SKU_KEY_EAN:
        buf_printf(out, "'%s'", *(const char *const *)at);
        break;
    case SKU_KEY_TEXTS:
        for (size_t i = 0; i < s->n_claims; i++) {
            buf_addstr(out, i ? ", " : "[");
            put_text(out, s->claim[i]);
        }
        buf_addc(out, ']');
        break;
    case SKU_KEY_NUMBERS:
        for (size_t i = 0; i < s->n_outlines; i++) {
            buf_addstr(out, i ? ", " : "[");
            put_number(out, s->outline[i]);
        }
        buf_addc(out, ']');
        break;
    case SKU_KEY_NAME: {
        const char *name = names_at(k->names, *(const int *)at, &len);
        buf_add(out, name, len);
        break;
    }
    case SKU_KEY_NUMBER:
        put_number(out, *number);
        break;
    case SKU_KEY_INT:
        buf_printf(out, "%d", *(const int *)at);
        break;
    case SKU_KEY_SEED:
        buf_printf(out, "%lu", (unsigned long)*(const uint32_t *)at);
        break;
    case SKU_KEY_FLAG:
        buf_addstr(out, *(const bool *)at ? "true" : "false");
        break;
    case SKU_KEY_SIZE:
        for (int i = 0; i < 3; i++) {
            buf_addstr(out, i ? ", " : "[");
            put_number(out, number[i]);
        }
        buf_addc(out, ']');
        break;
    case SKU_KEY_COLOR:
        put_color(out, color[0]);
        break;
    case SKU_KEY_COLORS:
        for (int i = 0; i < 3; i++) {
            buf_addstr(out, i ? ", " : "[");
            put_color(out, color[i]);
        }
        buf_addc(out, ']');
        break;
    case SKU_KEY_FILE:
        return put_file(out, *(const char *const *)at, hashes, e);
    }
    return ST_OK;
}

/* Whether a value needs no saying: it is what the key has without. */
static bool is_default(const struct sku_key *k, const struct sku *s, const struct sku *def)
{
    const void *at = sku_field(s, k), *without = sku_field(def, k);
    if (k->required || !strncmp(k->def, "by ", 3)) {
        return !strcmp(k->key, "font") && !s->font;
    }
    switch (k->type) {
    case SKU_KEY_TEXT:
    case SKU_KEY_WORD:
        return !strcmp(*(const char *const *)at, *(const char *const *)without);
    case SKU_KEY_TEXTS:
        return !s->n_claims;
    case SKU_KEY_NUMBERS:
        return !s->n_outlines;
    case SKU_KEY_NAME:
        return *k->def && *(const int *)at == *(const int *)without;
    case SKU_KEY_FILE:
        return !*(const char *const *)at;
    case SKU_KEY_NUMBER:
        return *(const double *)at == *(const double *)without;
    case SKU_KEY_INT:
        return *(const int *)at == *(const int *)without;
    case SKU_KEY_FLAG:
        return *(const bool *)at == *(const bool *)without;
    default:
        return false;
    }
}

enum st catalogue_put(const struct catalogue *c, bool hashes, struct buf *out, struct err *e)
{
    struct arena a = {0};
    struct binder b = {.name = "", .arena = &a};
    struct sku def;
    enum st st = ST_OK;
    sku_defaults(&b, &def);
    buf_addstr(out, "skus:\n");
    for (size_t i = 0; i < c->n && !st; i++) {
        for (size_t k = 0; k < sku_n_keys && !st; k++) {
            if (!is_default(&sku_keys[k], &c->sku[i], &def)) {
                buf_printf(out, "  %c %s: ", k ? ' ' : '-', sku_keys[k].key);
                st = put_value(out, &sku_keys[k], &c->sku[i], hashes, e);
                buf_addc(out, '\n');
            }
        }
    }
    arena_release(&a);
    return st;
}

void catalogue_write(const struct catalogue *c, struct buf *out)
{
    catalogue_put(c, false, out, NULL);
}
