// SPDX-License-Identifier: MIT
/*
 * Layout of a header block (POSIX.1-1988, "ustar"): offset, length, field
 *
 *     0 100 name     100 8 mode    108 8 uid     116 8 gid    124 12 size    136 12 mtime
 *   148   8 checksum 156 1 type    157 100 link  257 6 "ustar" 263 2 "00"    265 32 user
 *   297  32 group    329 8 major   337 8 minor   345 155 prefix
 *
 * Numbers are octal text. The checksum is the sum of all bytes with its own field taken as eight
 * spaces. GNU tar writes "ustar  " (no prefix field then), base-256 numbers (first byte 0x80) and
 * type 'L' (the contents are the next member's name); pax writes type 'x' (the contents are "LEN
 * key=value" lines for the next member) and 'g' (for all).
 */
#include "data/tar.h"

#include <stdio.h>
#include <string.h>

enum {
    AT_MODE = 100,
    AT_UID = 108,
    AT_GID = 116,
    AT_SIZE = 124,
    AT_MTIME = 136,
    AT_SUM = 148,
    AT_TYPE = 156,
    AT_MAGIC = 257,
    AT_PREFIX = 345,
    LEN_ID = 8,
    LEN_SIZE = 12,
    LEN_PREFIX = 155,
};

/* --- writing --------------------------------------------------------------------------------- */

/* `len`-1 octal digits with leading zeros and a NUL. */
static void put_octal(uint8_t *field, int len, uint64_t v)
{
    for (int i = len - 2; i >= 0; i--, v >>= 3) {
        field[i] = (uint8_t)('0' + (v & 7));
    }
    field[len - 1] = 0;
}

enum st tar_header(uint8_t block[TAR_BLOCK], const char *name, uint64_t size, struct err *e)
{
    size_t n = strlen(name);
    if (n == 0 || n > TAR_NAME_MAX) {
        return err_set(e, ST_RANGE, "tar member name '%.120s' is empty or over %d bytes", name,
                       TAR_NAME_MAX);
    }
    if (size > TAR_SIZE_MAX) {
        return err_set(e, ST_RANGE, "tar member '%s' is too large: %llu bytes", name,
                       (unsigned long long)size);
    }
    memset(block, 0, TAR_BLOCK);
    memcpy(block, name, n);
    put_octal(block + AT_MODE, LEN_ID, 0644);
    put_octal(block + AT_UID, LEN_ID, 0);
    put_octal(block + AT_GID, LEN_ID, 0);
    put_octal(block + AT_SIZE, LEN_SIZE, size);
    put_octal(block + AT_MTIME, LEN_SIZE, 0);
    block[AT_TYPE] = '0';
    memcpy(block + AT_MAGIC, "ustar\00000", 8);
    memset(block + AT_SUM, ' ', 8);
    unsigned sum = 0;
    for (int i = 0; i < TAR_BLOCK; i++) {
        sum += block[i];
    }
    put_octal(block + AT_SUM, 7, sum); /* six digits, NUL, and the space that is there */
    return ST_OK;
}

/* --- reading --------------------------------------------------------------------------------- */

static bool all_zero(const uint8_t *p, uint64_t len)
{
    for (uint64_t i = 0; i < len; i++) {
        if (p[i]) {
            return false;
        }
    }
    return true;
}

static bool get_base256(const uint8_t *field, int len, uint64_t *v)
{
    *v = field[0] & 0x3f; /* bit 6 is the sign: no size is negative */
    if (field[0] & 0x40) {
        return false;
    }
    for (int i = 1; i < len; i++) {
        if (*v >> 55) {
            return false;
        }
        *v = *v << 8 | field[i];
    }
    return true;
}

static bool get_number(const uint8_t *field, int len, uint64_t *v)
{
    if (field[0] & 0x80) {
        return get_base256(field, len, v);
    }
    int i = 0;
    while (i < len && field[i] == ' ') {
        i++;
    }
    *v = 0;
    for (; i < len && field[i] >= '0' && field[i] <= '7'; i++) {
        *v = *v << 3 | (uint64_t)(field[i] - '0'); /* at most 12 digits: 36 bits */
    }
    for (; i < len; i++) {
        if (field[i] != ' ' && field[i] != 0) {
            return false;
        }
    }
    return true;
}

static bool checksum_right(const uint8_t *h)
{
    uint64_t want, sum = 0;
    if (!get_number(h + AT_SUM, 8, &want)) {
        return false;
    }
    for (int i = 0; i < TAR_BLOCK; i++) {
        sum += i >= AT_SUM && i < AT_SUM + 8 ? ' ' : h[i];
    }
    return sum == want;
}

static void name_from_header(const uint8_t *h, char name[TAR_PATH_MAX])
{
    const char *prefix = (const char *)h + AT_PREFIX;
    bool posix = memcmp(h + AT_MAGIC, "ustar\0", 6) == 0;
    int n = posix ? (int)strnlen(prefix, LEN_PREFIX) : 0;
    snprintf(name, TAR_PATH_MAX, "%.*s%s%.*s", n, prefix, n ? "/" : "", TAR_NAME_MAX,
             (const char *)h);
}

/* What headers of type 'L' and 'x' say about the member after them. */
struct extra {
    char name[TAR_PATH_MAX]; /* "" = nothing said */
    uint64_t size;
    bool has_size;
};

static bool take_name(struct extra *x, const uint8_t *s, uint64_t len)
{
    while (len && s[len - 1] == 0) {
        len--;
    }
    if (len == 0 || len >= TAR_PATH_MAX || memchr(s, 0, len)) {
        return false;
    }
    memcpy(x->name, s, len);
    x->name[len] = 0;
    return true;
}

static bool take_size(struct extra *x, const uint8_t *s, uint64_t len)
{
    x->size = 0;
    x->has_size = len > 0 && len <= 18;
    for (uint64_t i = 0; i < len && x->has_size; i++) {
        x->has_size = s[i] >= '0' && s[i] <= '9';
        x->size = x->size * 10 + (uint64_t)(s[i] - '0');
    }
    return x->has_size;
}

/* "LEN key=value\n" lines, LEN counting all of its own line. */
static bool parse_pax(struct extra *x, const uint8_t *p, uint64_t left)
{
    while (left) {
        uint64_t len = 0, i = 0;
        for (; i < left && i < 9 && p[i] >= '0' && p[i] <= '9'; i++) {
            len = len * 10 + (uint64_t)(p[i] - '0');
        }
        if (i == 0 || i >= left || p[i] != ' ' || len > left || len < i + 3 || p[len - 1] != '\n') {
            return false;
        }
        const uint8_t *key = p + i + 1;
        const uint8_t *eq = memchr(key, '=', len - i - 2);
        if (!eq) {
            return false;
        }
        size_t key_len = (size_t)(eq - key);
        uint64_t value_len = (uint64_t)(p + len - 1 - (eq + 1));
        if (key_len == 4 && !memcmp(key, "path", 4) && !take_name(x, eq + 1, value_len)) {
            return false;
        }
        if (key_len == 4 && !memcmp(key, "size", 4) && !take_size(x, eq + 1, value_len)) {
            return false;
        }
        p += len;
        left -= len;
    }
    return true;
}

static enum st bad(const struct tar_cursor *c, struct err *e, const char *what)
{
    return err_set(e, ST_FORMAT, "offset %llu: %s", (unsigned long long)c->at, what);
}

static enum st read_end(struct tar_cursor *c, struct err *e)
{
    if (c->len - c->at < 2 * TAR_BLOCK) {
        return bad(c, e, "archive stops inside its end");
    }
    if (!all_zero(c->bytes + c->at, c->len - c->at)) {
        return bad(c, e, "bytes after the end of the archive");
    }
    c->at = c->len;
    return ST_OK;
}

enum st tar_next(struct tar_cursor *c, struct tar_member *m, bool *more, struct err *e)
{
    struct extra x = {.name = ""};
    *more = false;
    for (;;) {
        if (c->at > c->len || c->len - c->at < TAR_BLOCK) {
            return bad(c, e, "archive stops without its end");
        }
        const uint8_t *h = c->bytes + c->at;
        if (h[0] == 0 && all_zero(h, TAR_BLOCK)) {
            return read_end(c, e);
        }
        if (!checksum_right(h)) {
            return bad(c, e, "header checksum is wrong");
        }
        uint64_t size, room = c->len - c->at - TAR_BLOCK;
        uint8_t type = h[AT_TYPE];
        if (!get_number(h + AT_SIZE, LEN_SIZE, &size)) {
            return bad(c, e, "size is not a number");
        }
        bool about_next = type == 'x' || type == 'L' || type == 'g' || type == 'K';
        m->regular = type == '0' || type == 0 || type == '7';
        if (x.has_size && m->regular) {
            size = x.size;
        }
        if (!about_next && !m->regular) {
            size = type == '1' || type == '2' ? 0 : size; /* links may state the target's size */
        }
        if (size > room || tar_padded(size) > room) {
            return bad(c, e, "contents reach beyond the end of the file");
        }
        const uint8_t *data = h + TAR_BLOCK;
        if ((type == 'x' && !parse_pax(&x, data, size)) ||
            (type == 'L' && !take_name(&x, data, size))) {
            return bad(c, e, "extended header is malformed");
        }
        if (!about_next) {
            if (x.name[0]) {
                memcpy(m->name, x.name, sizeof m->name);
            } else {
                name_from_header(h, m->name);
            }
            m->header = c->at;
            m->offset = c->at + TAR_BLOCK;
            m->size = size;
            c->at += TAR_BLOCK + tar_padded(size);
            if (m->name[0] == 0) {
                c->at = m->header;
                return bad(c, e, "member without a name");
            }
            *more = true;
            return ST_OK;
        }
        c->at += TAR_BLOCK + tar_padded(size);
    }
}
