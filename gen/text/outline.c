// SPDX-License-Identifier: MIT
/*
 * outline - FreeType outlines behind a cache.
 *
 * The cache is one block filled from the front, and a table of chains through it, keyed by face,
 * glyph and a hash of the variation coordinates. When the block is full all is forgotten: a
 * recipe's glyphs at rest (a few dozen faces, a few hundred glyphs each, some 500 bytes a glyph)
 * fit several times over, so a smarter way out would not pay.
 */
#include "text/outline.h"

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_MULTIPLE_MASTERS_H
#include FT_OUTLINE_H

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"

enum { CACHE_BYTES = 4 << 20, CHAINS = 4096, MAX_AXES = 64 };

struct entry {
    struct entry *next;
    const struct face *face;
    uint32_t gid, variation;
    struct outline outline;
};

struct ft_slot {
    const struct face *face; /* NULL: empty */
    const void *bytes;
    FT_Face ft;
    uint32_t variation; /* hash of the coordinates now set; 0 = default */
};

struct outlines {
    FT_Library library;
    struct ft_slot *slot; /* by face id */
    size_t n_slots;
    char *block; /* CACHE_BYTES */
    size_t used;
    struct entry *chain[CHAINS];
};

struct outlines *outlines_new(void)
{
    struct outlines *o = calloc(1, sizeof *o);
    if (!o || FT_Init_FreeType(&o->library) || !(o->block = malloc(CACHE_BYTES))) {
        BUG("out of memory: glyph outlines");
    }
    return o;
}

void outlines_free(struct outlines *o)
{
    if (!o) {
        return;
    }
    FT_Done_FreeType(o->library); /* closes its faces */
    free(o->slot);
    free(o->block);
    free(o);
}

static void cache_clear(struct outlines *o)
{
    memset(o->chain, 0, sizeof o->chain);
    o->used = 0;
}

static enum st slot_open(struct outlines *o, const struct face *f, struct ft_slot **out,
                         struct err *e)
{
    size_t id = (size_t)f->id;
    if (id >= o->n_slots) {
        o->slot = realloc(o->slot, size_mul(id + 1, sizeof *o->slot));
        if (!o->slot) {
            BUG("out of memory: %zu faces", id + 1);
        }
        memset(o->slot + o->n_slots, 0, (id + 1 - o->n_slots) * sizeof *o->slot);
        o->n_slots = id + 1;
    }
    struct ft_slot *slot = &o->slot[id];
    if (slot->face == f && slot->bytes == f->bytes) {
        *out = slot;
        return ST_OK;
    }
    if (slot->face) { /* another fontset took the id */
        FT_Done_Face(slot->ft);
        cache_clear(o);
    }
    *slot = (struct ft_slot){0};
    FT_Error bad =
        FT_New_Memory_Face(o->library, f->bytes, (FT_Long)f->n_bytes, f->index, &slot->ft);
    if (bad) {
        return err_set(e, ST_FORMAT, "cannot open face %d of '%s': FreeType error %d", f->index,
                       f->path ? f->path : "memory", bad);
    }
    slot->face = f;
    slot->bytes = f->bytes;
    *out = slot;
    return ST_OK;
}

/* FNV-1a over the coordinates; 0 is kept for the default instance. */
static uint32_t variation_hash(const float *coord, unsigned n)
{
    const unsigned char *p = (const unsigned char *)coord;
    uint32_t h = 2166136261u;
    for (size_t i = 0; i < n * sizeof *coord; i++) {
        h = (h ^ p[i]) * 16777619u;
    }
    return n == 0 ? 0 : h ? h : 1;
}

static void set_variation(struct ft_slot *slot, const float *coord, unsigned n, uint32_t hash)
{
    if (slot->variation == hash) {
        return;
    }
    FT_Fixed fixed[MAX_AXES];
    for (unsigned i = 0; i < n; i++) {
        fixed[i] = (FT_Fixed)(coord[i] * 65536.0f + (coord[i] < 0 ? -0.5f : 0.5f));
    }
    FT_Set_Var_Design_Coordinates(slot->ft, n, n ? fixed : NULL);
    slot->variation = hash;
}

/* --- from FreeType's outline to ours --------------------------------------------------------- */

struct writer {
    uint8_t *verb;
    struct outline_pt *pt;
    uint32_t n_verbs, n_points;
};

static void write_verb(struct writer *w, enum outline_verb v, const FT_Vector *const *p, int n)
{
    w->verb[w->n_verbs++] = (uint8_t)v;
    for (int i = 0; i < n; i++) {
        w->pt[w->n_points++] = (struct outline_pt){(float)p[i]->x, (float)p[i]->y};
    }
}

static int on_move(const FT_Vector *to, void *user)
{
    write_verb(user, OUTLINE_MOVE, &to, 1);
    return 0;
}

static int on_line(const FT_Vector *to, void *user)
{
    write_verb(user, OUTLINE_LINE, &to, 1);
    return 0;
}

static int on_conic(const FT_Vector *c, const FT_Vector *to, void *user)
{
    const FT_Vector *p[] = {c, to};
    write_verb(user, OUTLINE_CONIC, p, 2);
    return 0;
}

static int on_cubic(const FT_Vector *c1, const FT_Vector *c2, const FT_Vector *to, void *user)
{
    const FT_Vector *p[] = {c1, c2, to};
    write_verb(user, OUTLINE_CUBIC, p, 3);
    return 0;
}

static const FT_Outline_Funcs funcs = {on_move, on_line, on_conic, on_cubic, 0, 0};

/* Room in the block for an outline of n FreeType points and c contours. A run of conics without
 * points between them gives two of ours for one of theirs; each contour adds a move and a closing
 * verb. */
static struct entry *entry_new(struct outlines *o, size_t n, size_t contours)
{
    size_t verbs = n + 2 * contours, points = 2 * n + 4 * contours;
    size_t size = sizeof(struct entry) + points * sizeof(struct outline_pt) + verbs;
    size = (size + 15) & ~(size_t)15;
    if (o->used + size > CACHE_BYTES) {
        cache_clear(o);
    }
    struct entry *en = (struct entry *)(void *)(o->block + o->used);
    o->used += size;
    return en;
}

static enum st load(struct outlines *o, struct ft_slot *slot, uint32_t gid, struct entry **out,
                    struct err *e)
{
    const struct face *f = slot->face;
    FT_Error bad =
        FT_Load_Glyph(slot->ft, gid, FT_LOAD_NO_SCALE | FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP);
    if (bad) {
        return err_set(e, ST_FORMAT, "cannot load glyph %u of '%s %s': FreeType error %d", gid,
                       f->family ? f->family : "?", f->style ? f->style : "", bad);
    }
    if (slot->ft->glyph->format != FT_GLYPH_FORMAT_OUTLINE) {
        return err_set(e, ST_RANGE, "glyph %u of '%s %s' has no outline", gid,
                       f->family ? f->family : "?", f->style ? f->style : "");
    }
    FT_Outline *ft = &slot->ft->glyph->outline;
    size_t n = (size_t)ft->n_points, contours = (size_t)ft->n_contours;
    struct entry *en = entry_new(o, n, contours);
    struct writer w = {.pt = (struct outline_pt *)(void *)(en + 1)};
    w.verb = (uint8_t *)(w.pt + 2 * n + 4 * contours);
    bad = FT_Outline_Decompose(ft, &funcs, &w);
    if (bad) {
        return err_set(e, ST_FORMAT, "broken outline: glyph %u of '%s %s'", gid,
                       f->family ? f->family : "?", f->style ? f->style : "");
    }
    *en = (struct entry){.outline = {w.n_verbs, w.n_points, w.verb, w.pt}};
    *out = en;
    return ST_OK;
}

enum st outlines_get(struct outlines *o, const struct face *f, hb_font_t *font, uint32_t gid,
                     const struct outline **out, struct err *e)
{
    unsigned n_coords = 0;
    const float *coord = f->variable ? hb_font_get_var_coords_design(font, &n_coords) : NULL;
    n_coords = n_coords < MAX_AXES ? n_coords : MAX_AXES;
    uint32_t variation = variation_hash(coord, n_coords);
    struct ft_slot *slot = NULL;
    enum st bad = slot_open(o, f, &slot, e);
    if (bad) {
        return bad;
    }
    uint32_t key = (gid * 0x9E3779B1u ^ (uint32_t)f->id * 0x85EBCA77u ^ variation);
    key ^= key >> 15;
    for (struct entry *en = o->chain[key % CHAINS]; en; en = en->next) {
        if (en->gid == gid && en->face == f && en->variation == variation) {
            *out = &en->outline;
            return ST_OK;
        }
    }
    set_variation(slot, coord, n_coords, variation);
    struct entry *en = NULL;
    bad = load(o, slot, gid, &en, e);
    if (bad) {
        return bad;
    }
    en->face = f;
    en->gid = gid;
    en->variation = variation;
    en->next = o->chain[key % CHAINS];
    o->chain[key % CHAINS] = en;
    *out = &en->outline;
    return ST_OK;
}
