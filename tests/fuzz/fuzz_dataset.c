// SPDX-License-Identifier: MIT
/*
 * Any bytes as a shard, an index and a manifest: no crash, no read outside the bytes, and what is
 * accepted lies inside. Input: length of the index (4 bytes, little endian), the index up to its
 * seal, the tar. The seal is put on here, so that mutations get past it. Run by libFuzzer (make
 * fuzz), or over tests/fuzz/corpus/dataset by the replay program.
 */
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "data/manifest.h"
#include "data/record.h"
#include "data/seal.h"
#include "data/shard_reader.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool ok, const char *what)
{
    if (!ok) {
        BUG("%s", what);
    }
}

static void read_row(const struct shard *s, const struct index_row *row, struct arena *a)
{
    struct record r = {
        .shard = s->name, .key = row->key, .split = row->split, .n_members = row->n_members};
    struct record_label l;
    struct err e = {0};
    demand(row->n_members >= 1 && row->n_members <= RECORD_MEMBERS,
           "a sample without files, or too many");
    for (size_t i = 0; i < row->n_members; i++) {
        const struct index_member *m = &row->member[i];
        demand(m->offset <= s->len && m->size <= s->len - m->offset, "a member outside the shard");
        r.member[i] = (struct record_member){m->ext, s->bytes + m->offset, m->size, m->offset};
    }
    if (record_label(&r, a, &l, &e)) {
        demand(e.code == ST_FORMAT && e.msg[0], "a refusal without a message");
    } else {
        demand(l.shelf || l.text_len > 0, "a label without text");
        demand(strlen(l.text) <= l.text_len, "a text that ends after its end");
    }
}

static void try_shard(const uint8_t *tar, size_t tar_len, const struct buf *idx)
{
    struct shard s;
    struct err e = {0};
    struct arena a = {0};
    if (shard_from_memory(&s, "fuzz.tar", tar, tar_len, idx ? idx->data : NULL, idx ? idx->len : 0,
                          &e)) {
        demand(e.code == ST_FORMAT && e.msg[0], "a refusal without a message");
        return;
    }
    for (size_t i = 0; i < s.index.n_rows; i++) {
        read_row(&s, &s.index.row[i], &a);
        arena_reset(&a);
    }
    shard_release(&s);
    arena_release(&a);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 4) {
        return 0;
    }
    uint32_t idx_len = data[0] | data[1] << 8 | data[2] << 16 | (uint32_t)data[3] << 24;
    idx_len = idx_len > size - 4 ? (uint32_t)(size - 4) : idx_len;
    const uint8_t *tar = data + 4 + idx_len;
    size_t tar_len = size - 4 - idx_len;
    struct buf sealed = {0};
    struct manifest m;
    buf_add(&sealed, data + 4, idx_len);
    seal_end(&sealed);
    try_shard(tar, tar_len, NULL);
    try_shard(tar, tar_len, &sealed);
    (void)manifest_parse(&m, "fuzz.json", sealed.data, sealed.len, NULL);
    manifest_release(&m);
    buf_release(&sealed);
    return 0;
}
