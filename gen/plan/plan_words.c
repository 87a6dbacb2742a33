// SPDX-License-Identifier: MIT
#include "plan/plan_words.h"

#include <string.h>

#include "font/fontset.h"

struct span {
    uint32_t start, end; /* bytes, without the space behind */
    bool mixed, spaced;
};

static size_t words_of(struct arena *a, const char *text, size_t len, struct span **out)
{
    struct span *v = arena_zarray(a, struct span, len / 2 + 1);
    size_t n = 0;
    for (size_t i = 0; i < len;) {
        size_t end = i + strcspn(text + i, " \n");
        if (end > i) {
            v[n++] = (struct span){.start = (uint32_t)i, .end = (uint32_t)end};
        }
        i = end + 1;
    }
    *out = v;
    return n;
}

static bool roman_numeral(const char *s, size_t len)
{
    size_t n = 0;
    while (n < len && strchr("IVXLCDM", s[n])) {
        n++;
    }
    size_t signs = 0;
    while (n + signs < len && strchr(".,:;)", s[n + signs])) {
        signs++;
    }
    return n > 0 && n + signs == len && (n > 1 || (signs && *s != 'C' && *s != 'D' && *s != 'M'));
}

/* Digits with what stands between and behind them. */
static bool number(const char *s, size_t len)
{
    return strcspn(s, "0123456789") < len && strspn(s, "0123456789.,:;()/-") >= len;
}

struct stretch {
    size_t from, n;
};

static struct stretch draw_stretch(struct rng *g, size_t n_words)
{
    size_t from = rng_below(g, (uint32_t)n_words), n = 1 + rng_below(g, 3);
    return (struct stretch){from, n < n_words - from ? n : n_words - from};
}

static void mark_mixed(const struct recipe *r, const char *text, struct span *v, size_t n,
                       struct rng *g)
{
    bool on = rng_unit(g) < r->mix_p, whole = rng_unit(g) < 0.2;
    bool numerals = rng_unit(g) < 0.75, numbers = rng_unit(g) < 0.4;
    struct stretch st = draw_stretch(g, n);
    for (size_t i = 0; i < n; i++) {
        bool in = i >= st.from && i - st.from < st.n;
        const char *word = text + v[i].start;
        size_t len = v[i].end - v[i].start;
        v[i].mixed = (on && (whole || in)) || (numerals && roman_numeral(word, len)) || (numbers && number(word, len));
    }
}

struct runs {
    struct face_run *v;
    size_t n, cap;
};

/* The runs of text[start, end) in `face`, with the tracking of that stretch. */
static enum st add_runs(const struct world *w, struct sample *s, struct arena *a,
                        const struct face *face, uint32_t start, uint32_t end, double tracking_em,
                        struct runs *out, struct err *e)
{
    struct face_run *v;
    size_t n;
    enum st st = fontset_runs(w->fonts, a, face, s->text.text + start, end - start, &v, &n, e);
    for (size_t i = 0; i < n && !st; i++) {
        if (out->n == out->cap) {
            BUG("more face runs than bytes");
        }
        out->v[out->n++] = (struct face_run){start + v[i].start, v[i].face, tracking_em};
    }
    return st;
}

/* The text cut where a word's style differs from the one before it. What stands between two words goes with the
 * first, but is not spaced out. */
static enum st split_runs(const struct world *w, struct sample *s, struct arena *a,
                          const struct span *v, size_t n, const struct face *other,
                          double spaced_em, struct err *e)
{
    struct runs out = {.cap = s->text.len + 1};
    out.v = arena_array(a, struct face_run, out.cap);
    enum st st = ST_OK;
    for (size_t i = 0, j; i < n && !st; i = j) {
        for (j = i + 1; j < n && v[j].mixed == v[i].mixed && v[j].spaced == v[i].spaced; j++) {
        }
        const struct face *face = v[i].mixed ? other : s->face;
        uint32_t start = i ? v[i].start : 0, next = j < n ? v[j].start : (uint32_t)s->text.len;
        uint32_t end = v[i].spaced ? v[j - 1].end : next;
        st = add_runs(w, s, a, face, start, end, v[i].spaced ? spaced_em : 0, &out, e);
        if (!st && end < next) {
            st = add_runs(w, s, a, face, end, next, 0, &out, e);
        }
    }
    if (!st) {
        s->text.run = out.v;
        s->text.n_runs = out.n;
    }
    return st;
}

/* A face for the words to mix in; NULL if there is none, or it is held out for another split. */
static const struct face *mixed_face(const struct world *w, const struct sample *s, struct rng *g,
                                     struct arena *a)
{
    const struct face *f = fontset_choose_mix(w->fonts, g, a, s->text.text, s->text.len);
    bool other_split = f && w->recipe->split_by == SPLIT_FONT && w->face_split &&
                       w->face_split[f->id] != w->face_split[s->face->id];
    return other_split ? NULL : f;
}

enum st plan_words(const struct world *w, struct sample *s, struct rng *g, struct arena *a,
                   struct err *e)
{
    const struct recipe *r = w->recipe;
    struct span *v;
    size_t n = r->n_font_mix || r->spaced_p > 0 ? words_of(a, s->text.text, s->text.len, &v) : 0;
    if (!n) {
        return ST_OK;
    }
    const struct face *other = NULL;
    bool any = false;
    if (r->n_font_mix) {
        other = mixed_face(w, s, g, a);
        mark_mixed(r, s->text.text, v, n, g);
    }
    bool spaced = rng_unit(g) < r->spaced_p;
    double spaced_em = dist_draw(&r->spaced_em, g);
    struct stretch st = draw_stretch(g, n);
    for (size_t i = 0; i < n; i++) {
        v[i].mixed = v[i].mixed && other;
        v[i].spaced = spaced && i >= st.from && i - st.from < st.n;
        any = any || v[i].mixed || v[i].spaced;
    }
    return any ? split_runs(w, s, a, v, n, other, spaced_em, e) : ST_OK;
}
