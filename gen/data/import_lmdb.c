// SPDX-License-Identifier: MIT
/*
 * LMDB in the layout of lmdb_keys.h. LMDB maps its file and trusts its pages, so a damaged database
 * can take the process down: convert databases whose origin you trust.
 */
#include <lmdb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "data/convert.h"
#include "data/lmdb_keys.h"

struct lmdb {
    MDB_env *env;
    MDB_txn *txn;
    MDB_dbi dbi;
    uint64_t next; /* from 1 */
    char name[LMDB_KEY_SIZE];
};

static void lmdb_free(void *state)
{
    struct lmdb *l = state;
    if (l) {
        if (l->txn) {
            mdb_txn_abort(l->txn);
        }
        mdb_env_close(l->env);
        free(l);
    }
}

static enum st get(struct lmdb *l, const char *key, MDB_val *v, struct err *e)
{
    MDB_val k = {strlen(key), (void *)(uintptr_t)key};
    int rc = mdb_get(l->txn, l->dbi, &k, v);
    return rc ? err_set(e, ST_FORMAT, "LMDB key '%s': %s", key, mdb_strerror(rc)) : ST_OK;
}

static enum st read_count(struct lmdb *l, uint64_t *count, struct err *e)
{
    MDB_val v;
    enum st st = get(l, LMDB_COUNT_KEY, &v, e);
    *count = 0;
    bool good = !st && v.mv_size > 0 && v.mv_size < 16;
    for (size_t i = 0; good && i < v.mv_size; i++) {
        char c = ((const char *)v.mv_data)[i];
        good = c >= '0' && c <= '9';
        *count = *count * 10 + (uint64_t)(c - '0');
    }
    return st || good ? st : err_set(e, ST_FORMAT, "LMDB key '" LMDB_COUNT_KEY "' is not a number");
}

static enum st lmdb_begin(const char *from, void **state, uint64_t *count, char source_sha256[65],
                          struct err *e)
{
    struct lmdb *l = calloc(1, sizeof *l);
    if (!l) {
        BUG("out of memory");
    }
    *state = l;
    struct buf file = {0};
    buf_printf(&file, "%s/data.mdb", from);
    enum st st = file_sha256(file.data, source_sha256, e);
    int rc = 0;
    (void)(st || (rc = mdb_env_create(&l->env)) ||
           (rc = mdb_env_open(l->env, from, MDB_RDONLY | MDB_NOLOCK, 0)) ||
           (rc = mdb_txn_begin(l->env, NULL, MDB_RDONLY, &l->txn)) ||
           (rc = mdb_dbi_open(l->txn, NULL, 0, &l->dbi)));
    if (rc) {
        st = err_set(e, rc == MDB_INVALID || rc == MDB_VERSION_MISMATCH ? ST_FORMAT : ST_IO,
                     "cannot read LMDB '%s': %s", file.data, mdb_strerror(rc));
    }
    buf_release(&file);
    return st ? st : read_count(l, count, e);
}

static enum st lmdb_next(void *state, struct import_item *it, struct err *e)
{
    struct lmdb *l = state;
    MDB_val image, label;
    char key[LMDB_KEY_SIZE];
    unsigned long long number = ++l->next;
    snprintf(l->name, sizeof l->name, LMDB_IMAGE_KEY, number);
    snprintf(key, sizeof key, LMDB_LABEL_KEY, number);
    enum st st;
    if ((st = get(l, l->name, &image, e)) || (st = get(l, key, &label, e))) {
        return st;
    }
    *it = (struct import_item){.image = image.mv_data,
                               .image_len = image.mv_size,
                               .text = label.mv_data,
                               .text_len = label.mv_size,
                               .name = l->name,
                               .split = -1};
    return ST_OK;
}

const struct importer import_lmdb = {"lmdb",
                                     "folder with data.mdb: image-%09d, label-%09d, num-samples",
                                     lmdb_begin, lmdb_next, lmdb_free};
