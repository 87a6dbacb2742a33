// SPDX-License-Identifier: MIT
/* Catalogues of any bytes: refused with problems, or read whole, in range and written so that they read back. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "recipe/names.h"
#include "shelf/catalogue.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(int good)
{
    if (!good) {
        abort();
    }
}

static void check_text(const char *s)
{
    size_t bad;
    demand(s && utf8_valid(s, strlen(s), &bad) && !strpbrk(s, "\n\r\t"));
}

/* What the rooms behind rely on once a catalogue is accepted. */
static void check(const struct sku *s)
{
    check_text(s->id);
    check_text(s->name);
    check_text(s->brand);
    check_text(s->variant);
    check_text(s->category);
    check_text(s->net);
    check_text(s->ingredients);
    demand(*s->id && *s->name && *s->brand && *s->category);
    for (size_t i = 0; i < s->n_claims; i++) {
        check_text(s->claim[i]);
    }
    demand((int)s->shape >= 0 && s->shape < SHAPE_COUNT && s->material < SKU_MATERIAL_COUNT);
    demand(s->grammar < GRAMMAR_COUNT && names_find(SKU_MOTIFS, s->motif, strlen(s->motif)) >= 0);
    for (int i = 0; i < 3; i++) {
        demand(s->size_mm[i] >= 1 && s->size_mm[i] <= 1200);
    }
    demand(strlen(s->ean) == 13 && s->ean[12] == ean13_digit(s->ean));
    demand(s->price > 0 && s->weight > 0 && s->shoulder >= 0 && s->shoulder < 1);
    demand(s->pack_rows >= 1 && s->pack_columns >= 1 && (s->shape == SHAPE_MULTIPACK) == (s->pack_rows * s->pack_columns > 1));
    demand((s->shape == SHAPE_MODEL) == (s->model != NULL));
    demand((s->shape == SHAPE_CUTOUT) == (s->n_outlines >= 6) && s->n_outlines % 2 == 0);
    demand(s->edge >= -0.8 && s->edge <= 0.8 && s->roof >= 0 && s->roof < 1 &&
           s->section < SECTION_COUNT);
    for (size_t i = 0; i < s->n_outlines; i += 2) {
        demand(s->outline[i] < s->outline[i + 1]);
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct catalogue *c = NULL, *again = NULL;
    struct buf problems = {0}, text = {0};
    enum st st = catalogue_parse("fuzz", size ? (const char *)data : "", size, &problems, &c, NULL);
    demand((st != ST_OK) == (problems.len > 0) && (st != ST_OK) == (c == NULL));
    if (!st && catalogue_count(c) <= 2000) { /* "generate: 100000" is right and slow */
        for (size_t i = 0; i < catalogue_count(c); i++) {
            check(catalogue_sku(c, i));
        }
        catalogue_write(c, &text);
        demand(!catalogue_parse("again", text.data, text.len, NULL, &again, NULL));
        demand(catalogue_count(c) == catalogue_count(again));
        struct buf second = {0};
        catalogue_write(again, &second);
        demand(text.len == second.len && !memcmp(text.data, second.data, text.len));
        buf_release(&second);
    }
    catalogue_free(c);
    catalogue_free(again);
    buf_release(&problems);
    buf_release(&text);
    return 0;
}
