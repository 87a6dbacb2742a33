// SPDX-License-Identifier: MIT
/*
 * art - the cache: who draws, who waits, what is let go.
 *
 * An entry is found by a hash of everything the picture depends on, so that equal SKUs of two catalogues
 * share it. The first thread that wants an entry draws it outside the lock; others wait for that one.
 * Entries nobody holds are let go, longest unused first, while the pictures are more than limit_bytes
 * together. Drawing is a pure function of the SKU, so an entry that was let go comes back with the same
 * bytes.
 *
 * A drafter (shaper, outlines, scratch memory) belongs to one thread while it draws; idle ones are kept.
 */
#include "shelf/art.h"

#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "font/fontset.h"
#include "shelf/art_draw.h"
#include "shelf/art_text.h"

enum { BUCKETS = 4096 };

struct entry {
    char key[65];
    struct art *art; /* NULL while it is drawn */
    size_t users;
    struct entry *chain;         /* in its bucket */
    struct entry *older, *newer; /* unused ones, by when they were let go */
    bool unused;
};

struct drafter {
    struct art_type type;
    struct arena arena;
    struct drafter *next;
};

struct art_cache {
    pthread_mutex_t lock;
    pthread_cond_t drawn;
    struct fontset *fonts;
    double px_per_mm;
    size_t limit_bytes, bytes;
    struct entry *bucket[BUCKETS];
    struct entry *oldest, *newest; /* of the unused */
    struct drafter *idle;
};

/* --- life ------------------------------------------------------------------------------------- */

/* Display faces first; book faces for those who like serifs; OCR-B for bar codes (receipt); the rest so that
 * any name of a user's catalogue can be drawn. */
static const char *font_sets[] = {"packaging", "basic", "book", "receipt", "handwriting", "scripts"};

struct art_cache *art_cache_new(size_t limit_bytes, struct err *e)
{
    struct art_cache *c = calloc(1, sizeof *c);
    if (!c) {
        err_set(e, ST_NOMEM, "no memory for label art");
        return NULL;
    }
    struct recipe r = {
        .path = "label art", .font_sets = font_sets, .n_font_sets = sizeof font_sets / sizeof *font_sets};
    if (fontset_load(&r, NULL, &c->fonts, e)) {
        free(c);
        return NULL;
    }
    pthread_mutex_init(&c->lock, NULL);
    pthread_cond_init(&c->drawn, NULL);
    c->limit_bytes = limit_bytes ? limit_bytes : (size_t)1 << 30;
    c->px_per_mm = 4;
    return c;
}

void art_cache_scale(struct art_cache *c, double px_per_mm)
{
    c->px_per_mm = px_per_mm;
}

static void drafter_free(struct drafter *d)
{
    art_type_release(&d->type);
    arena_release(&d->arena);
    free(d);
}

const struct fontset *art_cache_fonts(const struct art_cache *c)
{
    return c->fonts;
}

void art_cache_free(struct art_cache *c)
{
    if (!c) {
        return;
    }
    for (int i = 0; i < BUCKETS; i++) {
        for (struct entry *n, *t = c->bucket[i]; t; t = n) {
            n = t->chain;
            art_free(t->art);
            free(t);
        }
    }
    for (struct drafter *n, *d = c->idle; d; d = n) {
        n = d->next;
        drafter_free(d);
    }
    fontset_free(c->fonts);
    pthread_mutex_destroy(&c->lock);
    pthread_cond_destroy(&c->drawn);
    free(c);
}

void art_free(struct art *a)
{
    if (a) {
        image_release(&a->im);
        free((struct art_block *)a);
    }
}

static struct drafter *drafter_take(struct art_cache *c)
{
    pthread_mutex_lock(&c->lock);
    struct drafter *d = c->idle;
    if (d) {
        c->idle = d->next;
    }
    pthread_mutex_unlock(&c->lock);
    if (!d) {
        d = calloc(1, sizeof *d);
        if (!d) {
            BUG("out of memory: drafter");
        }
        art_type_init(&d->type, c->fonts);
    }
    return d;
}

static void drafter_give(struct art_cache *c, struct drafter *d)
{
    arena_reset(&d->arena);
    pthread_mutex_lock(&c->lock);
    d->next = c->idle;
    c->idle = d;
    pthread_mutex_unlock(&c->lock);
}

/* --- what a picture depends on ------------------------------------------------------------------ */

static void add_string(struct buf *b, const char *s)
{
    buf_printf(b, "%zu:%s;", s ? strlen(s) + 1 : 0, s ? s : "");
}

static void sku_key(const struct sku *s, double px_per_mm, char out[65])
{
    struct buf b = {0};
    const char *const text[] = {s->name,        s->brand, s->variant, s->category, s->motif, s->net,
                                s->ingredients, s->ean,   s->font,    s->front,    s->back,  s->side};
    for (size_t i = 0; i < sizeof text / sizeof *text; i++) {
        add_string(&b, text[i]);
    }
    for (size_t i = 0; i < s->n_claims; i++) {
        add_string(&b, s->claim[i]);
    }
    buf_printf(&b, "%d %a %a %a %d %d %u %a %d %d %d %d %d %a", s->shape, s->size_mm[0], s->size_mm[1],
               s->size_mm[2], s->material, s->grammar, s->seed, s->shoulder, s->stackable, s->hangs, s->lies,
               s->pack_rows, s->pack_columns, px_per_mm);
    buf_add(&b, s->color, sizeof s->color);
    buf_add(&b, s->contents, sizeof s->contents);
    for (size_t i = 0; i < s->n_outlines; i++) {
        buf_printf(&b, "%a ", s->outline[i]);
    }
    if (s->shape == SHAPE_CUTOUT) {
        buf_printf(&b, "%d %a %a", s->section, s->edge, s->roof);
    }
    bytes_sha256(b.data, b.len, out);
    buf_release(&b);
}

/* --- entries; all with the lock held -------------------------------------------------------------- */

static struct entry **slot_of(struct art_cache *c, const char key[65])
{
    struct entry **p = &c->bucket[strtoul((char[5]){key[0], key[1], key[2], key[3], 0}, NULL, 16) % BUCKETS];
    while (*p && strcmp((*p)->key, key)) {
        p = &(*p)->chain;
    }
    return p;
}

static size_t size_of(const struct art *a)
{
    return (size_t)a->im.width_px * (size_t)a->im.height_px * (size_t)a->im.channels;
}

static void unlink_unused(struct art_cache *c, struct entry *t)
{
    *(t->older ? &t->older->newer : &c->oldest) = t->newer;
    *(t->newer ? &t->newer->older : &c->newest) = t->older;
    t->older = t->newer = NULL;
    t->unused = false;
}

static void link_unused(struct art_cache *c, struct entry *t)
{
    t->older = c->newest;
    *(c->newest ? &c->newest->newer : &c->oldest) = t;
    c->newest = t;
    t->unused = true;
}

static void remove_entry(struct art_cache *c, struct entry *t)
{
    struct entry **p = slot_of(c, t->key);
    *p = t->chain;
    if (t->unused) {
        unlink_unused(c, t);
    }
    if (t->art) {
        c->bytes -= size_of(t->art);
        art_free(t->art);
    }
    free(t);
}

static void trim(struct art_cache *c)
{
    while (c->bytes > c->limit_bytes && c->oldest) {
        remove_entry(c, c->oldest);
    }
}

/* --- the art of a SKU -------------------------------------------------------------------------------- */

static enum st draw(struct art_cache *c, const struct sku *s, struct art **out, struct err *e)
{
    struct drafter *d = drafter_take(c);
    struct pack_layout l = pack_layout(s, c->px_per_mm);
    struct art_sheet sheet;
    enum st st = art_sheet_init(&sheet, l.width_px, l.height_px, &d->type, &d->arena, e);
    if (!st) {
        art_draw_pack(&sheet, s, &l);
        st = art_sheet_finish(&sheet, l.see_through, out, e);
    }
    art_sheet_release(&sheet);
    drafter_give(c, d);
    return st ? err_wrap(e, st, "SKU '%s': ", s->id ? s->id : "") : ST_OK;
}

enum st art_of(struct art_cache *c, const struct sku *s, const struct art **out, struct err *e)
{
    char key[65];
    sku_key(s, c->px_per_mm, key);
    pthread_mutex_lock(&c->lock);
    struct entry **p;
    while (*(p = slot_of(c, key)) && !(*p)->art) {
        pthread_cond_wait(&c->drawn, &c->lock);
    }
    struct entry *t = *p;
    if (t) {
        if (t->unused) {
            unlink_unused(c, t);
        }
        t->users++;
        *out = t->art;
        pthread_mutex_unlock(&c->lock);
        return ST_OK;
    }
    t = calloc(1, sizeof *t);
    if (!t) {
        pthread_mutex_unlock(&c->lock);
        return err_set(e, ST_NOMEM, "no memory for label art");
    }
    memcpy(t->key, key, sizeof key);
    t->users = 1;
    *p = t;
    pthread_mutex_unlock(&c->lock);

    struct art *a = NULL;
    enum st st = draw(c, s, &a, e);

    pthread_mutex_lock(&c->lock);
    if (st) {
        remove_entry(c, t); /* a thread that waited tries for itself, and fails with its own message */
    } else {
        t->art = a;
        ((struct art_block *)a)->owner = t;
        c->bytes += size_of(a);
        *out = a;
        trim(c);
    }
    pthread_cond_broadcast(&c->drawn);
    pthread_mutex_unlock(&c->lock);
    return st;
}

void art_drop(struct art_cache *c, const struct art *a)
{
    if (!a) {
        return;
    }
    struct entry *t = ((const struct art_block *)a)->owner;
    pthread_mutex_lock(&c->lock);
    if (--t->users == 0) {
        link_unused(c, t);
        trim(c);
    }
    pthread_mutex_unlock(&c->lock);
}

/* --- price tags -------------------------------------------------------------------------------------- */

enum st art_tag(struct art_cache *c, const struct tag_text *t, struct art **out, struct err *e)
{
    if (!(t->size_mm[0] >= 10 && t->size_mm[0] <= 400 && t->size_mm[1] >= 10 && t->size_mm[1] <= 400)) {
        return err_set(e, ST_RANGE, "a price tag of %g x %g mm is not within 10..400 mm", t->size_mm[0],
                       t->size_mm[1]);
    }
    struct drafter *d = drafter_take(c);
    struct art_sheet sheet;
    double k = c->px_per_mm;
    enum st st = art_sheet_init(&sheet, (int)ceil(t->size_mm[0] * k), (int)ceil(t->size_mm[1] * k), &d->type,
                                &d->arena, e);
    if (!st) {
        art_sheet_place(&sheet, art_box(0, 0, 1, 1), t->size_mm[0], t->size_mm[1]);
        art_tag_draw(&sheet, t);
        art_sheet_leave(&sheet);
        st = art_sheet_finish(&sheet, false, out, e);
    }
    art_sheet_release(&sheet);
    drafter_give(c, d);
    return st;
}
