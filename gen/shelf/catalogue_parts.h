// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_CATALOGUE_PARTS_H
#define ERSATZ_SHELF_CATALOGUE_PARTS_H
/*
 * catalogue_parts - what the files of the catalogue share. Nobody else includes it.
 *
 * A catalogue file goes: bytes -> node tree -> catalogue_keys.c binds every key by its row -> catalogue_check.c looks at
 * what must hold between keys and between SKUs. A generated one comes from catalogue_generate.c instead.
 */
#include "base/arena.h"
#include "recipe/bind.h"
#include "shelf/catalogue.h"

struct catalogue {
    struct arena arena; /* owns every string below */
    struct sku *sku;
    size_t n;
};

enum sku_key_type {
    SKU_KEY_ID,      /* const char *, of letters, digits, '-' and '_' */
    SKU_KEY_TEXT,    /* const char *, min..max characters */
    SKU_KEY_TEXTS,   /* list of those, at most SKU_MAX_CLAIMS */
    SKU_KEY_NUMBERS, /* list of double: an outline */
    SKU_KEY_NAME,    /* enum: place in `names` */
    SKU_KEY_WORD,    /* const char *: one of `names` */
    SKU_KEY_NUMBER,  /* double */
    SKU_KEY_INT,     /* int */
    SKU_KEY_SEED,    /* uint32_t */
    SKU_KEY_FLAG,    /* bool */
    SKU_KEY_SIZE,    /* double[3] */
    SKU_KEY_COLOR,   /* uint8_t[3] */
    SKU_KEY_COLORS,  /* uint8_t[3][3] */
    SKU_KEY_EAN,     /* const char *, 13 digits */
    SKU_KEY_FILE,    /* const char *, path of a file that is there */
};
enum { SKU_MAX_CLAIMS = 12 };

/* One key of a SKU: parsing, range, default, writing and docs. */
struct sku_key {
    const char *key;
    enum sku_key_type type;
    size_t offset, offset_n; /* in struct sku */
    double min, max;
    const char *def; /* as YAML; "" = none; "by ..." = sku_complete() finds it */
    const char *unit;
    const char *names; /* "a|b|c", or NULL */
    bool required;
    const char *help;
};
extern const struct sku_key sku_keys[];
extern const size_t sku_n_keys;

/** sku_defaults() - every default of the table. A wrong one is a BUG(). */
void sku_defaults(struct binder *b, struct sku *s);
/** sku_bind() - one entry of `skus` over the defaults in `s`; path: "skus.3", folder: where the file lies, for pictures. */
void sku_bind(struct binder *b, const char *path, const char *folder, const struct node *v, struct sku *s);
/** sku_copy() - with all of its strings in `a`. */
struct sku sku_copy(struct arena *a, const struct sku *s);
/** sku_field() - where a key's value lies in a SKU. */
static inline const void *sku_field(const struct sku *s, const struct sku_key *k)
{
    return (const char *)s + k->offset;
}

/** sku_check() - what must hold between the keys of a SKU: sizes for the shape, packs, models. */
void sku_check(struct binder *b, const char *path, const struct node *v, const struct sku *s);
/** skus_check() - what must hold between SKUs: ids and EANs stand once. v: the list they came from. */
void skus_check(struct binder *b, const struct node *v, const struct sku *s, size_t n);
/** sku_sizes_reference() - the table of sizes by shape, in Markdown. */
void sku_sizes_reference(struct buf *out);

/** catalogue_put() - catalogue_write(), or with sha the text that is hashed: files by their contents, not their names. */
enum st catalogue_put(const struct catalogue *c, bool hashes, struct buf *out, struct err *e);

/** hash_text() - 32 bits of a text (FNV-1a), for what is chosen by a brand or an id. */
uint32_t hash_text(const char *s);

#endif
