// SPDX-License-Identifier: MIT
#include <jansson.h>

#include "data/tally.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "data/format.h"

const char *const dataset_split[DATASET_SPLITS] = {"train", "val", "test"};

int dataset_split_number(const char *name)
{
    for (int i = 0; i < DATASET_SPLITS; i++) {
        if (!strcmp(name, dataset_split[i])) {
            return i;
        }
    }
    return -1;
}

/* --- counter --------------------------------------------------------------------------------- */

/* FNV-1a, 64 bits (Fowler, Noll, Vo), folded. */
static size_t hash(const char *s, size_t len)
{
    uint64_t h = 0xcbf29ce484222325u;
    for (size_t i = 0; i < len; i++) {
        h = (h ^ (uint8_t)s[i]) * 0x100000001b3u;
    }
    return (size_t)(h ^ h >> 32);
}

static struct count_entry *find(const struct counter *c, const char *name, size_t len)
{
    size_t i = hash(name, len) & (c->cap - 1);
    while (c->slot[i].name && (c->slot[i].len != len || memcmp(c->slot[i].name, name, len))) {
        i = (i + 1) & (c->cap - 1);
    }
    return &c->slot[i];
}

static void *zalloc(size_t n, size_t size)
{
    void *p = calloc(n, size);
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

static void grow(struct counter *c)
{
    struct counter old = *c;
    c->cap = old.cap ? old.cap * 2 : 64;
    c->slot = zalloc(c->cap, sizeof *c->slot);
    for (size_t i = 0; i < old.cap; i++) {
        if (old.slot[i].name) {
            *find(c, old.slot[i].name, old.slot[i].len) = old.slot[i];
        }
    }
    free(old.slot);
}

void counter_add(struct counter *c, const char *name, size_t len, uint64_t count)
{
    if (2 * c->n >= c->cap) {
        grow(c);
    }
    struct count_entry *s = find(c, name, len);
    if (!s->name) {
        s->name = zalloc(len + 1, 1);
        memcpy(s->name, name, len);
        s->len = len;
        c->n++;
    }
    s->count += count;
}

static int by_length_and_bytes(const void *x, const void *y)
{
    const struct count_entry *a = x, *b = y;
    if (a->len != b->len) {
        return a->len < b->len ? -1 : 1;
    }
    return memcmp(a->name, b->name, a->len);
}

struct count_entry *counter_sorted(const struct counter *c)
{
    struct count_entry *v = zalloc(c->n + 1, sizeof *v);
    size_t n = 0;
    for (size_t i = 0; i < c->cap; i++) {
        if (c->slot[i].name) {
            v[n++] = c->slot[i];
        }
    }
    qsort(v, n, sizeof *v, by_length_and_bytes);
    return v;
}

void counter_release(struct counter *c)
{
    for (size_t i = 0; i < c->cap; i++) {
        free(c->slot[i].name);
    }
    free(c->slot);
    *c = (struct counter){0};
}

static void counter_merge(struct counter *into, const struct counter *from)
{
    for (size_t i = 0; i < from->cap; i++) {
        if (from->slot[i].name) {
            counter_add(into, from->slot[i].name, from->slot[i].len, from->slot[i].count);
        }
    }
}

static void counter_write(const struct counter *c, const char *key, struct json *j)
{
    struct count_entry *v = counter_sorted(c);
    json_key(j, key);
    json_begin_object(j);
    for (size_t i = 0; i < c->n; i++) {
        json_key(j, v[i].name);
        json_int(j, (int64_t)v[i].count);
    }
    json_end_object(j);
    free(v);
}

static enum st counter_read(struct counter *c, const json_t *o, const char *key, struct err *e)
{
    json_t *map = json_object_get(o, key), *v;
    const char *name;
    if (!json_is_object(map)) {
        return err_set(e, ST_FORMAT, "statistics have no '%s'", key);
    }
    json_object_foreach(map, name, v)
    {
        if (!json_is_integer(v) || json_integer_value(v) < 0) {
            return err_set(e, ST_FORMAT, "statistics '%s' of '%.40s' is not a count", key, name);
        }
        counter_add(c, name, strlen(name), (uint64_t)json_integer_value(v));
    }
    return ST_OK;
}

/* --- tally ----------------------------------------------------------------------------------- */

static void count_name(struct counter *c, const char *name)
{
    if (name) {
        counter_add(c, name, strlen(name), 1);
    }
}

void tally_add(struct tally *t, const struct record_facts *f)
{
    char length[16];
    t->samples++;
    t->graphemes += f->n_graphemes;
    t->replans += f->replans;
    t->forced += f->forced;
    for (size_t i = 0; f->text && i < f->text_len;) {
        size_t from = i;
        utf8_next(f->text, f->text_len, &i);
        counter_add(&t->characters, f->text + from, i - from, 1);
    }
    snprintf(length, sizeof length, "%u", f->n_graphemes);
    count_name(&t->lengths, length);
    count_name(&t->sources, f->source);
    count_name(&t->fonts, f->font);
    count_name(&t->splits, dataset_split[f->split]);
    for (size_t i = 0; i < f->shown_len; i += strlen(f->shown + i) + 1) {
        count_name(&t->shown, f->shown + i);
    }
}

void tally_merge(struct tally *into, const struct tally *from)
{
    into->samples += from->samples;
    into->graphemes += from->graphemes;
    into->replans += from->replans;
    into->forced += from->forced;
    counter_merge(&into->characters, &from->characters);
    counter_merge(&into->lengths, &from->lengths);
    counter_merge(&into->sources, &from->sources);
    counter_merge(&into->fonts, &from->fonts);
    counter_merge(&into->splits, &from->splits);
    counter_merge(&into->shown, &from->shown);
}

void tally_write(const struct tally *t, struct json *j)
{
    const struct {
        const char *key;
        uint64_t v;
    } sums[] = {{"samples", t->samples},
                {"graphemes", t->graphemes},
                {"replans", t->replans},
                {"forced", t->forced}};
    json_begin_object(j);
    for (size_t i = 0; i < sizeof sums / sizeof *sums; i++) {
        json_key(j, sums[i].key);
        json_int(j, (int64_t)sums[i].v);
    }
    counter_write(&t->splits, "splits", j);
    counter_write(&t->sources, "sources", j);
    counter_write(&t->fonts, "fonts", j);
    counter_write(&t->lengths, "lengths", j);
    counter_write(&t->characters, "characters", j);
    if (t->shown.n) {
        counter_write(&t->shown, "shown", j);
    }
    json_end_object(j);
}

enum st tally_read(struct tally *t, const json_t *o, struct err *e)
{
    static const char *const keys[] = {"samples", "graphemes", "replans", "forced"};
    uint64_t *const sums[] = {&t->samples, &t->graphemes, &t->replans, &t->forced};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        json_t *v = json_object_get(o, keys[i]);
        if (!json_is_integer(v) || json_integer_value(v) < 0) {
            return err_set(e, ST_FORMAT, "statistics have no count '%s'", keys[i]);
        }
        *sums[i] += (uint64_t)json_integer_value(v);
    }
    enum st st;
    (void)((st = counter_read(&t->splits, o, "splits", e)) ||
           (st = counter_read(&t->sources, o, "sources", e)) ||
           (st = counter_read(&t->fonts, o, "fonts", e)) ||
           (st = counter_read(&t->lengths, o, "lengths", e)) ||
           (st = counter_read(&t->characters, o, "characters", e)) ||
           (st = json_object_get(o, "shown") ? counter_read(&t->shown, o, "shown", e) : ST_OK));
    return st;
}

void tally_release(struct tally *t)
{
    if (t) {
        counter_release(&t->characters);
        counter_release(&t->lengths);
        counter_release(&t->sources);
        counter_release(&t->fonts);
        counter_release(&t->splits);
        counter_release(&t->shown);
        *t = (struct tally){0};
    }
}
