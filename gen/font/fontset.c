// SPDX-License-Identifier: MIT
#include "font/fontset.h"

#include <hb-ot.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "font/fontfind.h"

/* So many faces keep the pages that were touched in them, some 160 KiB each in a font of Latin
 * letters. Letting go costs time: with the 220 faces of lines-hard.yaml, all of them every 128 samples
 * took a third more than never, one for one beyond 144 takes a tenth more, with 54 MiB instead of
 * 65. */
enum { AWAKE_FACES = 144 };

/* The faces in use, as a ring: who comes in sends out who came first. Advice to the system and nothing more: what
 * is drawn does not depend on it, so a race between threads costs a page that is read again. */
struct awake {
    atomic_uint next;
    atomic_int ring[AWAKE_FACES]; /* id + 1; 0: empty */
    atomic_bool is[];             /* by id */
};

struct fontset {
    struct arena arena;
    struct face *face;  /* the faces of fallback families stand last and are never chosen */
    size_t n, n_chosen; /* all; those a sample may be drawn in */
    size_t n_mix;       /* behind those: for words inside their lines */
    struct awake *awake; /* NULL: few enough to be awake all */
};

/* --- loading -------------------------------------------------------------------------------------------- */

static const char *name_of(struct arena *a, const struct face *f, hb_ot_name_id_t id, hb_ot_name_id_t otherwise)
{
    char s[256];
    unsigned n = sizeof s;
    if (!hb_ot_name_get_utf8(f->hb_face, id, HB_LANGUAGE_INVALID, &n, s) || !n) {
        n = sizeof s;
        hb_ot_name_get_utf8(f->hb_face, otherwise, HB_LANGUAGE_INVALID, &n, s);
    }
    return arena_dup(a, s, n);
}

static bool same_face(const struct found *a, const struct found *b)
{
    return a->index == b->index && !strcmp(a->path, b->path);
}

/* A face that comes in twice counts once, with both weights. */
static bool merge_twin(struct fontset *fs, const struct found *list, const size_t *from, size_t i)
{
    for (size_t k = 0; k < fs->n; k++) {
        if (same_face(&list[from[k]], &list[i])) {
            fs->face[k].weight += list[i].weight;
            return true;
        }
    }
    return false;
}

/* A collection has several faces, and a page mapped twice counts twice. */
static const struct face *of_same_file(const struct fontset *fs, const char *path)
{
    for (size_t k = fs->n; k-- > 0;) {
        if (!strcmp(fs->face[k].path, path)) {
            return &fs->face[k];
        }
    }
    return NULL;
}

static enum st open_all(struct fontset *fs, const struct found *list, size_t n, bool compose,
                        struct err *e)
{
    size_t *from = arena_array(&fs->arena, size_t, n + 1);
    fs->face = arena_zarray(&fs->arena, struct face, n + 1);
    for (size_t i = 0; i < n; i++) {
        if (merge_twin(fs, list, from, i)) {
            continue;
        }
        struct face *f = &fs->face[fs->n];
        struct err bad = {0};
        enum st st =
            face_open(f, list[i].path, list[i].index, of_same_file(fs, list[i].path), &bad);
        if (st && list[i].users) {
            return err_set(e, st, "%s", bad.msg);
        }
        if (st) {
            continue; /* a broken font of the system is not the recipe's fault */
        }
        f->family = list[i].family ? list[i].family
                                   : name_of(&fs->arena, f, HB_OT_NAME_ID_TYPOGRAPHIC_FAMILY,
                                             HB_OT_NAME_ID_FONT_FAMILY);
        f->style = list[i].style ? list[i].style
                                 : name_of(&fs->arena, f, HB_OT_NAME_ID_TYPOGRAPHIC_SUBFAMILY,
                                           HB_OT_NAME_ID_FONT_SUBFAMILY);
        f->set = list[i].set;
        f->weight = list[i].weight;
        f->bolder_em = list[i].bolder_em;
        f->id = (int)fs->n;
        from[fs->n++] = i;
        f->composes = compose;
        if (list[i].mix) {
            fs->n_mix++;
        } else if (strcmp(f->set, "fallback")) {
            fs->n_chosen = fs->n;
        }
    }
    if (fs->n > AWAKE_FACES) {
        fs->awake = arena_zalloc(&fs->arena, sizeof *fs->awake + fs->n * sizeof *fs->awake->is);
    }
    return fs->n_chosen ? ST_OK : err_set(e, ST_RECIPE, "none of the recipe's fonts can be opened");
}

enum st fontset_load(const struct recipe *r, struct buf *problems, struct fontset **out,
                     struct err *e)
{
    struct fontset *fs = calloc(1, sizeof *fs);
    if (!fs) {
        BUG("out of memory");
    }
    struct found_list l = {.arena = &fs->arena};
    enum st st;
    (void)((st = fontfind_recipe(&l, r, problems, e)) ||
           (st = open_all(fs, l.v, l.n, r->font_compose, e)));
    buf_release(&l.missing);
    buf_release(&l.lacking);
    if (st) {
        fontset_free(fs);
        fs = NULL;
    }
    *out = fs;
    return st;
}

void fontset_free(struct fontset *fs)
{
    if (fs) {
        for (size_t i = 0; i < fs->n; i++) {
            face_close(&fs->face[i]);
        }
        arena_release(&fs->arena);
        free(fs);
    }
}

static void wake(const struct fontset *fs, const struct face *f)
{
    struct awake *w = fs->awake;
    if (!w || atomic_load_explicit(&w->is[f->id], memory_order_relaxed) ||
        atomic_exchange(&w->is[f->id], true)) {
        return;
    }
    int first = atomic_exchange(&w->ring[atomic_fetch_add(&w->next, 1) % AWAKE_FACES], f->id + 1);
    if (first) {
        atomic_store(&w->is[first - 1], false);
        face_rest(&fs->face[first - 1]);
    }
}

size_t fontset_count(const struct fontset *fs)
{
    return fs->n;
}

const struct face *fontset_face(const struct fontset *fs, size_t id)
{
    return &fs->face[id];
}

/* --- choosing --------------------------------------------------------------------------------------------- */

/* The distinct code points of a text: ASCII as a mask, the others as a list. */
struct wanted {
    uint64_t ascii[2];
    uint32_t *cp;
    size_t n;
};

static struct wanted wanted_of(struct arena *a, const char *text, size_t len)
{
    struct wanted w = {.cp = arena_array(a, uint32_t, len + 1)};
    for (size_t i = 0; i < len;) {
        uint32_t cp = utf8_next(text, len, &i);
        if (cp < 0x20 || cp == 127) {
            continue;
        }
        if (cp < 128) {
            w.ascii[cp / 64] |= (uint64_t)1 << cp % 64;
            continue;
        }
        size_t k = 0;
        while (k < w.n && w.cp[k] != cp) {
            k++;
        }
        w.cp[k] = cp;
        w.n += k == w.n;
    }
    return w;
}

/* How many of the wanted code points a face lacks; *first gets one of them. */
static size_t count_lacking(const struct face *f, const struct wanted *w, uint32_t *first)
{
    size_t n = 0;
    for (int h = 0; h < 2; h++) {
        uint64_t missing = w->ascii[h] & ~f->ascii[h];
        if (missing) {
            *first = (uint32_t)(64 * h + __builtin_ctzll(missing));
            n += (size_t)__builtin_popcountll(missing);
        }
    }
    for (size_t i = 0; i < w->n; i++) {
        if (!face_maps(f, w->cp[i])) {
            *first = w->cp[i];
            n++;
        }
    }
    return n;
}

static enum st choose(const struct face *face, size_t n, struct rng *r, struct arena *a,
                      const char *text, size_t len, bool strict, const struct face **out,
                      struct err *e)
{
    struct wanted w = wanted_of(a, text, len);
    size_t *lack = arena_array(a, size_t, n), best = 0;
    double *cum = arena_array(a, double, n), sum = 0;
    uint32_t first = 0, best_first = 0;
    for (size_t i = 0; i < n; i++) {
        lack[i] = count_lacking(&face[i], &w, &first);
        if (lack[i] < lack[best] || i == 0) {
            best = i;
            best_first = first;
        }
    }
    if (lack[best] && strict) {
        return err_set(e, ST_RECIPE,
                       "no face draws all of '%.80s': '%s %s' comes nearest and lacks U+%04X", text,
                       face[best].family, face[best].style, best_first);
    }
    for (size_t i = 0; i < n; i++) {
        sum += lack[i] == lack[best] ? face[i].weight : 0;
        cum[i] = sum;
    }
    *out = &face[rng_pick(r, cum, n)];
    return ST_OK;
}

enum st fontset_choose(const struct fontset *fs, struct rng *r, struct arena *a, const char *text,
                       size_t len, bool strict, const struct face **out, struct err *e)
{
    return choose(fs->face, fs->n_chosen, r, a, text, len, strict, out, e);
}

const struct face *fontset_choose_mix(const struct fontset *fs, struct rng *r, struct arena *a,
                                      const char *text, size_t len)
{
    const struct face *f = NULL;
    if (fs->n_mix) {
        choose(fs->face + fs->n_chosen, fs->n_mix, r, a, text, len, false, &f, NULL);
    }
    return f;
}

/* --- runs ---------------------------------------------------------------------------------------------------- */

static bool maps_all(const struct face *f, const char *text, size_t len)
{
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)text[i];
        if (c >= 128 || !(c < 0x20 || (f->ascii[c / 64] >> c % 64 & 1))) {
            return false;
        }
    }
    return true;
}

/* Fallback families first, in the recipe's order, then any face. */
static const struct face *find_cover(const struct fontset *fs, const struct face *last,
                                     const char *s, size_t len)
{
    if (last && face_covers(last, s, len)) {
        return last; /* a word stays in one face where it can */
    }
    for (size_t i = fs->n_chosen; i < fs->n; i++) {
        if (face_covers(&fs->face[i], s, len)) {
            return &fs->face[i];
        }
    }
    for (size_t i = 0; i < fs->n_chosen; i++) {
        if (face_covers(&fs->face[i], s, len)) {
            return &fs->face[i];
        }
    }
    return NULL;
}

static bool stays_with_run(const char *s)
{
    return *s == ' ' || *s == '\n';
}

enum st fontset_runs(const struct fontset *fs, struct arena *a, const struct face *want,
                     const char *text, size_t len, struct face_run **run, size_t *n, struct err *e)
{
    if (maps_all(want, text, len)) {
        *run = arena_array(a, struct face_run, 1);
        **run = (struct face_run){0, want};
        *n = 1;
        wake(fs, want);
        return ST_OK;
    }
    uint32_t *off;
    size_t units = utf8_graphemes(a, text, len, &off), count = 0;
    struct face_run *v = arena_array(a, struct face_run, units + 1);
    const struct face *stranger = NULL;
    for (size_t i = 0; i < units; i++) {
        const char *s = text + off[i];
        size_t s_len = off[i + 1] - off[i];
        const struct face *f = want;
        if (count && stays_with_run(s)) {
            continue;
        }
        if (!face_covers(want, s, s_len)) {
            f = stranger = find_cover(fs, stranger, s, s_len);
        }
        if (!f) {
            size_t at = 0;
            uint32_t cp = utf8_next(s, s_len, &at);
            return err_set(e, ST_RECIPE, "no font of the recipe draws U+%04X '%.*s' of '%.80s'", cp,
                           (int)s_len, s, text);
        }
        if (!count || v[count - 1].face != f) {
            v[count++] = (struct face_run){off[i], f};
            wake(fs, f);
        }
    }
    *run = v;
    *n = count;
    return ST_OK;
}
