// SPDX-License-Identifier: MIT
/*
 * Samples gather in batches, each one transaction. LMDB's map has a fixed size; when it is full,
 * the transaction is given up, the map doubled, and the same batch written again. Nothing is synced
 * before the end: a database that is not whole is not kept.
 */
#include <errno.h>
#include <lmdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/convert.h"
#include "data/lmdb_keys.h"

enum { BATCH = 512 };
static const size_t FIRST_MAP_SIZE = (size_t)64 << 20;

struct pending {
    const void *image; /* borrowed from the dataset, which stays open */
    size_t image_len;
    char *text; /* owned */
    size_t text_len;
};

struct lmdb {
    MDB_env *env;
    size_t map_size;
    uint64_t done; /* samples in finished batches */
    struct pending batch[BATCH];
    size_t n;
};

static enum st failed(struct err *e, int rc)
{
    return err_set(e, ST_IO, "cannot write LMDB: %s%s", mdb_strerror(rc),
                   rc == EIO ? " (LMDB says so of a full disk)" : "");
}

static void clear_batch(struct lmdb *l)
{
    for (size_t i = 0; i < l->n; i++) {
        free(l->batch[i].text);
    }
    l->n = 0;
}

static void lmdb_free(void *state)
{
    struct lmdb *l = state;
    if (l) {
        clear_batch(l);
        mdb_env_close(l->env);
        free(l);
    }
}

static enum st lmdb_begin(const char *dir, const struct convert_options *o, void **state, struct err *e)
{
    (void)o;
    struct lmdb *l = calloc(1, sizeof *l);
    if (!l) {
        BUG("out of memory");
    }
    *state = l;
    l->map_size = FIRST_MAP_SIZE;
    int rc;
    (void)((rc = mdb_env_create(&l->env)) || (rc = mdb_env_set_mapsize(l->env, l->map_size)) ||
           (rc = mdb_env_open(l->env, dir, MDB_NOLOCK | MDB_NOSYNC, 0666)));
    return rc ? failed(e, rc) : ST_OK;
}

static int put(MDB_txn *txn, MDB_dbi dbi, const char *key, const void *bytes, size_t len)
{
    MDB_val k = {strlen(key), (void *)(uintptr_t)key}, v = {len, (void *)(uintptr_t)bytes};
    return mdb_put(txn, dbi, &k, &v, 0);
}

static int put_batch(struct lmdb *l, MDB_txn *txn)
{
    MDB_dbi dbi;
    char key[LMDB_KEY_SIZE], count[24];
    int rc = mdb_dbi_open(txn, NULL, 0, &dbi);
    for (size_t i = 0; i < l->n && !rc; i++) {
        const struct pending *p = &l->batch[i];
        unsigned long long number = l->done + i + 1;
        snprintf(key, sizeof key, LMDB_IMAGE_KEY, number);
        rc = put(txn, dbi, key, p->image, p->image_len);
        snprintf(key, sizeof key, LMDB_LABEL_KEY, number);
        rc = rc ? rc : put(txn, dbi, key, p->text, p->text_len);
    }
    snprintf(count, sizeof count, "%llu", (unsigned long long)(l->done + l->n));
    return rc ? rc : put(txn, dbi, LMDB_COUNT_KEY, count, strlen(count));
}

static enum st flush(struct lmdb *l, struct err *e)
{
    for (;;) {
        MDB_txn *txn;
        int rc = mdb_txn_begin(l->env, NULL, 0, &txn);
        if (rc) {
            return failed(e, rc);
        }
        if ((rc = put_batch(l, txn))) {
            mdb_txn_abort(txn);
        } else {
            rc = mdb_txn_commit(txn);
        }
        if (rc == MDB_MAP_FULL && l->map_size < SIZE_MAX / 4) {
            l->map_size *= 2;
            if ((rc = mdb_env_set_mapsize(l->env, l->map_size))) {
                return failed(e, rc);
            }
            continue;
        }
        if (rc) {
            return failed(e, rc);
        }
        l->done += l->n;
        clear_batch(l);
        return ST_OK;
    }
}

static enum st lmdb_add(void *state, const struct export_item *it, struct err *e)
{
    struct lmdb *l = state;
    struct pending *p = &l->batch[l->n++];
    *p = (struct pending){it->image->bytes, it->image->size, malloc(it->label->text_len + 1),
                          it->label->text_len};
    if (!p->text) {
        BUG("out of memory");
    }
    memcpy(p->text, it->label->text, p->text_len);
    return l->n == BATCH ? flush(l, e) : ST_OK;
}

static enum st lmdb_end(void *state, struct err *e)
{
    struct lmdb *l = state;
    enum st st = flush(l, e);
    int rc = st ? 0 : mdb_env_sync(l->env, 1);
    return rc ? failed(e, rc) : st;
}

const struct exporter export_lmdb = {
    .name = "lmdb",
    .help = "LMDB of deep-text-recognition-benchmark and PARSeq",
    .takes = TAKES_TEXT,
    .marker = "data.mdb",
    .begin = lmdb_begin,
    .add = lmdb_add,
    .end = lmdb_end,
    .free = lmdb_free,
};
