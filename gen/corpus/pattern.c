// SPDX-License-Identifier: MIT
/*
 * A recursive-descent parser makes a tree; making a text walks it.
 *
 *     choice = sequence ("|" sequence)*
 *     sequence = (atom repeat?)*
 *     atom = character | escape | class | piece | "(" choice ")"
 *     repeat = "?" | "*" | "+" | "{" n ("," n)? "}"
 *
 * A repetition is a node over its atom, so (((a{9}){9}){9}) is three small nodes; the walk is
 * bounded by a budget of steps and of bytes that all of its levels share.
 */
#include "corpus/pattern.h"

#include <stdlib.h>
#include <string.h>

#include "base/buf.h"
#include "base/utf8.h"
#include "corpus/charset.h"
#include "corpus/clean.h"
#include "corpus/piece.h"

enum node_kind { NODE_TEXT, NODE_CLASS, NODE_PIECE, NODE_SEQUENCE, NODE_CHOICE, NODE_REPEAT };

struct node {
    enum node_kind kind;
    struct node *child; /* SEQUENCE, CHOICE: the first; REPEAT: the only one */
    struct node *next;  /* sibling */
    uint32_t lo, hi;    /* REPEAT: counts; CHOICE: hi children */
    union {
        struct charset set;
        struct piece piece;
        struct {
            char bytes[4];
            uint32_t len;
        } text;
    } u;
};

struct pattern {
    struct arena arena;
    struct node *root;
};

/* --- parsing ---------------------------------------------------------------------------------- */

struct parser {
    struct scan sc;
    struct arena *arena;
    int depth;
};

static enum st parse_choice(struct parser *ps, struct node **out);

static struct node *node_new(struct parser *ps, enum node_kind kind)
{
    struct node *n = arena_zalloc(ps->arena, sizeof *n);
    n->kind = kind;
    return n;
}

static struct node *text_node(struct parser *ps, uint32_t cp)
{
    struct node *n = node_new(ps, NODE_TEXT);
    n->u.text.len = (uint32_t)utf8_put(n->u.text.bytes, cp);
    return n;
}

static enum st parse_class(struct parser *ps, struct node **out)
{
    struct scan *sc = &ps->sc;
    if (scan_peek(sc) == '^') {
        return scan_error(sc, sc->i, "a class cannot be negated (write \\^ for the character)");
    }
    size_t at = sc->i - 1;
    *out = node_new(ps, NODE_CLASS);
    enum st st = charset_parse(sc, &(*out)->u.set, ps->arena, ']');
    return st || (*out)->u.set.count ? st : scan_error(sc, at, "an empty class");
}

static enum st parse_escape(struct parser *ps, struct node **out)
{
    struct scan *sc = &ps->sc;
    if (scan_take(sc, '{')) {
        *out = node_new(ps, NODE_PIECE);
        return piece_parse(sc, &(*out)->u.piece);
    }
    *out = node_new(ps, NODE_CLASS);
    uint32_t single;
    enum st st = charset_escape(sc, &(*out)->u.set, ps->arena, &single);
    if (st) {
        return st;
    }
    if (single) {
        *out = text_node(ps, single);
    } else {
        charset_finish(&(*out)->u.set);
    }
    return ST_OK;
}

static enum st parse_group(struct parser *ps, struct node **out)
{
    struct scan *sc = &ps->sc;
    size_t at = sc->i - 1;
    if (++ps->depth > PATTERN_MAX_DEPTH) {
        return scan_error(sc, at, "groups are nested deeper than %d", PATTERN_MAX_DEPTH);
    }
    enum st st = parse_choice(ps, out);
    ps->depth--;
    if (!st && !scan_take(sc, ')')) {
        st = scan_error(sc, at, "no ')' closes this");
    }
    return st;
}

static enum st parse_atom(struct parser *ps, struct node **out)
{
    struct scan *sc = &ps->sc;
    size_t at = sc->i;
    uint32_t c = scan_next(sc);
    switch (c) {
    case '(':
        return parse_group(ps, out);
    case '[':
        return parse_class(ps, out);
    case '\\':
        return parse_escape(ps, out);
    case ']':
    case '}':
        return scan_error(sc, at, "'%c' closes nothing (write \\%c for the character)", (char)c,
                          (char)c);
    case '?':
    case '*':
    case '+':
    case '{':
        return scan_error(
            sc, at, "nothing stands before '%c' to be repeated (write \\x{%x} for the character)",
            (char)c, c);
    default:
        break;
    }
    c = clean_cp(c);
    if (!c) {
        return scan_error(sc, at, "a control character");
    }
    *out = text_node(ps, c);
    return ST_OK;
}

static enum st parse_counts(struct scan *sc, uint32_t *lo, uint32_t *hi)
{
    size_t at = sc->i;
    enum st st = scan_number(sc, "count", PATTERN_MAX_COUNT, lo);
    *hi = *lo;
    if (!st && scan_take(sc, ',')) {
        st = scan_number(sc, "second count", PATTERN_MAX_COUNT, hi);
    }
    if (!st && !scan_take(sc, '}')) {
        st = scan_error(sc, sc->i, "'}' wanted behind the count");
    }
    if (!st && *hi < *lo) {
        st = scan_error(sc, at, "the counts do not ascend");
    }
    return st;
}

/* What stands behind an atom; wraps it if there is something. */
static enum st parse_repeat(struct parser *ps, struct node **atom)
{
    enum { STAR_MAX = 8 };
    struct scan *sc = &ps->sc;
    uint32_t lo = 0, hi = STAR_MAX;
    if (scan_take(sc, '?')) {
        hi = 1;
    } else if (scan_take(sc, '+')) {
        lo = 1;
    } else if (scan_take(sc, '{')) {
        enum st st = parse_counts(sc, &lo, &hi);
        if (st) {
            return st;
        }
    } else if (!scan_take(sc, '*')) {
        return ST_OK;
    }
    struct node *n = node_new(ps, NODE_REPEAT);
    n->child = *atom;
    n->lo = lo;
    n->hi = hi;
    *atom = n;
    return ST_OK;
}

static enum st parse_sequence(struct parser *ps, struct node **out)
{
    struct scan *sc = &ps->sc;
    *out = node_new(ps, NODE_SEQUENCE);
    struct node **link = &(*out)->child;
    while (!scan_done(sc) && scan_peek(sc) != '|' && scan_peek(sc) != ')') {
        struct node *atom = NULL;
        enum st st = parse_atom(ps, &atom);
        if (!st) {
            st = parse_repeat(ps, &atom);
        }
        if (st) {
            return st;
        }
        *link = atom;
        link = &atom->next;
    }
    return ST_OK;
}

static enum st parse_choice(struct parser *ps, struct node **out)
{
    *out = node_new(ps, NODE_CHOICE);
    struct node **link = &(*out)->child;
    do {
        enum st st = parse_sequence(ps, link);
        if (st) {
            return st;
        }
        link = &(*link)->next;
        (*out)->hi++;
    } while (scan_take(&ps->sc, '|'));
    return ST_OK;
}

enum st pattern_compile(const char *text, struct pattern **out, struct err *e)
{
    *out = NULL;
    struct parser ps = {0};
    enum st st = scan_init(&ps.sc, text, strlen(text), PATTERN_MAX_BYTES, e);
    if (st) {
        return st;
    }
    struct pattern *p = calloc(1, sizeof *p);
    if (!p) {
        BUG("out of memory");
    }
    ps.arena = &p->arena;
    st = parse_choice(&ps, &p->root);
    if (!st && !scan_done(&ps.sc)) {
        st = scan_error(&ps.sc, ps.sc.i, "')' closes nothing (write \\) for the character)");
    }
    if (st) {
        pattern_free(p);
        return st;
    }
    *out = p;
    return ST_OK;
}

void pattern_free(struct pattern *p)
{
    if (p) {
        arena_release(&p->arena);
        free(p);
    }
}

/* --- making ----------------------------------------------------------------------------------- */

struct maker {
    struct rng *r;
    struct buf out;
    uint32_t steps; /* left */
};

static void add(struct maker *mk, const char *s, size_t len)
{
    if (mk->out.len + len <= PATTERN_MAX_BYTES) {
        buf_add(&mk->out, s, len);
    } else {
        mk->steps = 0;
    }
}

static void make_piece(struct maker *mk, const struct piece *p)
{
    size_t before = mk->out.len;
    piece_make(p, mk->r, &mk->out);
    if (mk->out.len > PATTERN_MAX_BYTES) {
        mk->out.len = before;
        mk->steps = 0;
    }
}

static void make(struct maker *mk, const struct node *n)
{
    if (!mk->steps) {
        return;
    }
    mk->steps--;
    char utf8[4];
    const struct node *c = n->child;
    switch (n->kind) {
    case NODE_TEXT:
        add(mk, n->u.text.bytes, n->u.text.len);
        break;
    case NODE_CLASS:
        add(mk, utf8,
            (size_t)utf8_put(utf8, charset_nth(&n->u.set, rng_below(mk->r, n->u.set.count))));
        break;
    case NODE_PIECE:
        make_piece(mk, &n->u.piece);
        break;
    case NODE_SEQUENCE:
        for (; c && mk->steps; c = c->next) {
            make(mk, c);
        }
        break;
    case NODE_CHOICE:
        for (uint32_t k = n->hi > 1 ? rng_below(mk->r, n->hi) : 0; k; k--) {
            c = c->next;
        }
        make(mk, c);
        break;
    case NODE_REPEAT:
        for (uint32_t k = n->lo + rng_below(mk->r, n->hi - n->lo + 1); k && mk->steps; k--) {
            make(mk, c);
        }
        break;
    }
}

const char *pattern_make(const struct pattern *p, struct rng *r, struct arena *a, size_t *len)
{
    struct maker mk = {.r = r, .steps = PATTERN_MAX_STEPS};
    make(&mk, p->root);
    size_t raw_len = mk.out.len;
    const char *raw = arena_dup(a, mk.out.data ? mk.out.data : "", raw_len);
    buf_release(&mk.out);
    return clean_nfc(a, raw, raw_len, len);
}
