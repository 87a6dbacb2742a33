// SPDX-License-Identifier: MIT
#include "ocr/visual_order.h"

#include <fribidi.h>
#include <string.h>

#include "base/arena.h"
#include "base/st.h"
#include "base/utf8.h"

/* One grapheme cluster. */
struct cluster {
    size_t start, end; /* bytes */
    int level;
};

struct line {
    struct cluster *c;
    size_t n;
    bool rtl;
};

/* Levels of all clusters: P2 to I2 are FriBidi's, by the first character of each; L1 here. */
static void levels_of(const char *s, size_t len, enum order_base base, struct arena *a, struct line *out)
{
    FriBidiChar *cp = arena_array(a, FriBidiChar, len + 1);
    FriBidiCharType *type = arena_array(a, FriBidiCharType, len + 1);
    FriBidiBracketType *bracket = arena_array(a, FriBidiBracketType, len + 1);
    FriBidiLevel *level = arena_array(a, FriBidiLevel, len + 1);
    size_t *first = arena_array(a, size_t, len + 1), n_cp = 0;
    out->c = arena_array(a, struct cluster, len + 1);
    out->n = 0;
    for (size_t i = 0; i < len;) {
        size_t end = utf8_grapheme_end(s, len, i);
        first[out->n] = n_cp;
        out->c[out->n++] = (struct cluster){.start = i, .end = end};
        while (i < end) {
            cp[n_cp++] = utf8_next(s, len, &i);
        }
    }
    FriBidiParType par = base == ORDER_RTL   ? FRIBIDI_PAR_RTL
                         : base == ORDER_LTR ? FRIBIDI_PAR_LTR
                                             : FRIBIDI_PAR_ON;
    FriBidiStrIndex n = (FriBidiStrIndex)n_cp;
    if (n) {
        fribidi_get_bidi_types(cp, n, type);
        fribidi_get_bracket_types(cp, n, type, bracket);
        if (!fribidi_get_par_embedding_levels_ex(type, bracket, n, &par, level)) {
            BUG("out of memory: bidi levels of %zu characters", n_cp);
        }
    }
    out->rtl = FRIBIDI_IS_RTL(par);
    bool tail = true;
    for (size_t k = out->n; k-- > 0;) {
        tail = tail && FRIBIDI_IS_EXPLICIT_OR_BN_OR_WS(type[first[k]]);
        out->c[k].level = tail ? out->rtl : level[first[k]];
    }
}

/* L2: from the highest level down to the lowest odd one, runs at that level or above are reversed. */
static void reverse_runs(struct line *l)
{
    int top = 0;
    for (size_t i = 0; i < l->n; i++) {
        top = l->c[i].level > top ? l->c[i].level : top;
    }
    for (; top > 0; top--) {
        for (size_t i = 0, end; i < l->n; i = end + 1) {
            for (end = i; end < l->n && l->c[end].level >= top; end++) {
            }
            for (size_t x = i, y = end; x + 1 < y; x++) {
                struct cluster swap = l->c[x];
                l->c[x] = l->c[--y];
                l->c[y] = swap;
            }
        }
    }
}

/* L4 for a cluster of one character. */
static void put_cluster(const char *s, const struct cluster *c, struct buf *out)
{
    size_t i = c->start;
    FriBidiChar cp = utf8_next(s, c->end, &i), seen = cp;
    if (c->level % 2 && i == c->end && fribidi_get_mirror_char(cp, &seen)) {
        char b[4];
        buf_add(out, b, (size_t)utf8_put(b, seen));
    } else {
        buf_add(out, s + c->start, c->end - c->start);
    }
}

enum order_base order_to_visual(const char *s, size_t len, enum order_base base, struct buf *out)
{
    struct arena a = {0};
    struct line l;
    levels_of(s, len, base, &a, &l);
    reverse_runs(&l);
    for (size_t i = 0; i < l.n; i++) {
        put_cluster(s, &l.c[i], out);
    }
    arena_release(&a);
    return l.rtl ? ORDER_RTL : ORDER_LTR;
}

static enum order_base most_of(const char *s, size_t len)
{
    long right = 0;
    for (size_t i = 0; i < len;) {
        FriBidiCharType t = fribidi_get_bidi_type(utf8_next(s, len, &i));
        right += FRIBIDI_IS_STRONG(t) ? (FRIBIDI_IS_RTL(t) ? 1 : -1) : 0;
    }
    return right > 0 ? ORDER_RTL : ORDER_LTR;
}

static bool looks_like(const char *logical, size_t n, enum order_base base, const char *s, size_t len)
{
    struct buf seen = {0};
    order_to_visual(logical, n, base, &seen);
    bool same = seen.len == len && (!len || !memcmp(seen.data, s, len));
    buf_release(&seen);
    return same;
}

bool order_to_logical(const char *s, size_t len, enum order_base base, struct buf *out)
{
    size_t at = out->len;
    base = base == ORDER_AUTO ? most_of(s, len) : base;
    order_to_visual(s, len, base, out);
    return out->len == at ? len == 0 : looks_like(out->data + at, out->len - at, base, s, len);
}
