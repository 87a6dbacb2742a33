// SPDX-License-Identifier: MIT
#include "corpus/charset.h"

#include <stdlib.h>
#include <string.h>
#include <unictype.h>

#include "base/utf8.h"
#include "corpus/clean.h"

enum { LAST_ASSIGNED = 0x3ffff }; /* planes above hold private use, tags and variation selectors */

void charset_add(struct charset *cs, struct arena *a, uint32_t lo, uint32_t hi)
{
    if (cs->n == cs->cap) {
        size_t cap = cs->cap ? 2 * cs->cap : 8;
        struct charset_range *r = arena_array(a, struct charset_range, cap);
        if (cs->n) {
            memcpy(r, cs->range, cs->n * sizeof *r);
        }
        cs->range = r;
        cs->cap = cap;
    }
    cs->range[cs->n++] = (struct charset_range){lo, hi};
    cs->count += hi - lo + 1;
}

static int by_start(const void *x, const void *y)
{
    const struct charset_range *a = x, *b = y;
    return a->lo < b->lo ? -1 : a->lo > b->lo;
}

void charset_finish(struct charset *cs)
{
    if (!cs->n) {
        return;
    }
    qsort(cs->range, cs->n, sizeof *cs->range, by_start);
    size_t n = 1;
    for (size_t i = 1; i < cs->n; i++) {
        struct charset_range *last = &cs->range[n - 1], *r = &cs->range[i];
        if (r->lo <= last->hi + 1) {
            last->hi = r->hi > last->hi ? r->hi : last->hi;
        } else {
            cs->range[n++] = *r;
        }
    }
    cs->n = n;
    cs->count = 0;
    for (size_t i = 0; i < n; i++) {
        const struct charset_range *r = &cs->range[i];
        cs->count += r->hi - r->lo + 1;
        for (uint32_t cp = r->lo; cp <= r->hi && cp < 128; cp++) {
            cs->ascii[cp >> 6] |= (uint64_t)1 << (cp & 63);
        }
    }
}

bool charset_has(const struct charset *cs, uint32_t cp)
{
    if (cp < 128) {
        return cs->ascii[cp >> 6] >> (cp & 63) & 1;
    }
    size_t lo = 0, hi = cs->n;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (cp > cs->range[mid].hi) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < cs->n && cp >= cs->range[lo].lo;
}

uint32_t charset_nth(const struct charset *cs, uint32_t k)
{
    for (size_t i = 0; i < cs->n; i++) {
        uint32_t size = cs->range[i].hi - cs->range[i].lo + 1;
        if (k < size) {
            return cs->range[i].lo + k;
        }
        k -= size;
    }
    BUG("character %u of a set of %u", k, cs->count);
}

static bool drawable(uint32_t cp)
{
    const uint32_t no = UC_CATEGORY_MASK_Cn | UC_CATEGORY_MASK_Co | UC_CATEGORY_MASK_Cc |
                        UC_CATEGORY_MASK_Cs | UC_CATEGORY_MASK_Zl | UC_CATEGORY_MASK_Zp;
    return cp < 0x7f ? cp >= 0x20 : !uc_is_general_category_withtable(cp, no);
}

struct property {
    const uc_script_t *script;
    uc_general_category_t category;
};

static bool has_property(const struct property *p, uint32_t cp)
{
    if (!p) {
        return true;
    }
    return p->script ? uc_is_script(cp, p->script) : uc_is_general_category(cp, p->category);
}

/* Adds the drawable part of [lo, hi] that has the property; whether the set still holds it. */
static bool add_drawable(struct charset *cs, struct arena *a, uint32_t lo, uint32_t hi,
                         const struct property *p)
{
    for (uint32_t cp = lo; cp <= hi && cs->count <= CHARSET_MAX; cp++) {
        uint32_t from = cp;
        while (cp <= hi && cp - from <= CHARSET_MAX && drawable(cp) && has_property(p, cp)) {
            cp++;
        }
        if (cp > from) {
            charset_add(cs, a, from, cp - 1);
        }
    }
    return cs->count <= CHARSET_MAX;
}

/* {name} behind \x and \p. */
static enum st braced(struct scan *sc, size_t at, char name[40])
{
    const char *open = sc->s + sc->i;
    const char *close =
        scan_take(sc, '{') ? memchr(open, '}', sc->len - (size_t)(open - sc->s)) : NULL;
    size_t n = close ? (size_t)(close - open) - 1 : 0;
    if (n == 0 || n >= 40) {
        return scan_error(sc, at, "'\\%c' wants a name or number in braces, as in %s",
                          sc->s[at + 1], sc->s[at + 1] == 'x' ? "\\x{e9}" : "\\p{Thai}");
    }
    memcpy(name, open + 1, n);
    name[n] = 0;
    sc->i += n + 1;
    return ST_OK;
}

static enum st hex_escape(struct scan *sc, size_t at, uint32_t *single)
{
    char name[40];
    enum st st = braced(sc, at, name);
    if (st) {
        return st;
    }
    char *end;
    unsigned long cp = strtoul(name, &end, 16);
    if (*end || name[0] == '-' || name[0] == '+' || cp > 0x10ffff ||
        (cp >= 0xd800 && cp < 0xe000) || !clean_cp((uint32_t)cp)) {
        return scan_error(sc, at, "'\\x{%s}' is not a character that can be drawn", name);
    }
    *single = (uint32_t)cp;
    return ST_OK;
}

static enum st property_escape(struct scan *sc, size_t at, struct charset *cs, struct arena *a)
{
    char name[40];
    enum st st = braced(sc, at, name);
    if (st) {
        return st;
    }
    struct property p = {.script = uc_script_byname(name),
                         .category = uc_general_category_byname(name)};
    if (!p.script && !p.category.bitmask) {
        return scan_error(sc, at, "'%s' is neither a script nor a general category of Unicode",
                          name);
    }
    if (!add_drawable(cs, a, 0x20, LAST_ASSIGNED, &p)) {
        return scan_error(sc, at, "'\\p{%s}' makes a set of more than %d characters", name,
                          CHARSET_MAX);
    }
    return ST_OK;
}

enum st charset_escape(struct scan *sc, struct charset *cs, struct arena *a, uint32_t *single)
{
    size_t at = sc->i - 1;
    uint32_t c = scan_next(sc);
    *single = 0;
    switch (c) {
    case 'w':
        charset_add(cs, a, 'a', 'z');
        charset_add(cs, a, 'A', 'Z'); /* fall through */
    case 'd':
        charset_add(cs, a, '0', '9');
        return ST_OK;
    case 'l':
        charset_add(cs, a, 'a', 'z');
        return ST_OK;
    case 'u':
        charset_add(cs, a, 'A', 'Z');
        return ST_OK;
    case 's':
        *single = ' ';
        return ST_OK;
    case 'x':
        return hex_escape(sc, at, single);
    case 'p':
        return property_escape(sc, at, cs, a);
    default:
        break;
    }
    if (c > 0x20 && c < 0x7f && uc_is_punct(c)) {
        *single = c;
        return ST_OK;
    }
    if (!c) {
        return scan_error(sc, at, "a backslash at the end (write \\\\ for the character)");
    }
    return scan_error(sc, at,
                      "unknown escape '\\%.*s' (known: \\d \\w \\l \\u \\s \\x{} \\p{}, and "
                      "punctuation as itself)",
                      (int)(sc->i - at - 1), sc->s + at + 1);
}

/* One character or escape: *single gets the character, 0 for a set. */
static enum st item(struct scan *sc, struct charset *cs, struct arena *a, uint32_t *single)
{
    size_t at = sc->i;
    if (scan_take(sc, '\\')) {
        return charset_escape(sc, cs, a, single);
    }
    *single = clean_cp(scan_next(sc));
    return *single ? ST_OK : scan_error(sc, at, "a control character");
}

enum st charset_parse(struct scan *sc, struct charset *cs, struct arena *a, char stop)
{
    size_t begin = sc->i;
    while (!scan_done(sc) && !(stop && scan_peek(sc) == (uint32_t)stop)) {
        size_t at = sc->i;
        uint32_t lo, hi;
        enum st st = item(sc, cs, a, &lo);
        if (st) {
            return st;
        }
        hi = lo;
        bool range = sc->i + 1 < sc->len && sc->s[sc->i] == '-' && sc->s[sc->i + 1] != stop;
        if (range && lo) {
            sc->i++;
            st = item(sc, cs, a, &hi);
            if (st) {
                return st;
            }
        }
        if (lo && (!hi || hi < lo)) {
            return scan_error(sc, at, "the range '%.*s' does not ascend", (int)(sc->i - at),
                              sc->s + at);
        }
        if (lo && lo == hi) {
            charset_add(cs, a, lo, lo);
        } else if (lo && !add_drawable(cs, a, lo, hi, NULL)) {
            return scan_error(sc, at, "more than %d characters in one set", CHARSET_MAX);
        }
    }
    if (stop && !scan_take(sc, stop)) {
        return scan_error(sc, begin ? begin - 1 : 0, "no '%c' closes this", stop);
    }
    charset_finish(cs);
    return ST_OK;
}
