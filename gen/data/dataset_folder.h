// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_DATASET_FOLDER_H
#define ERSATZ_DATA_DATASET_FOLDER_H
/* dataset_folder - which files of ours, and which others, a folder holds. */
#include <stdbool.h>
#include <stdint.h>

#include "base/st.h"

enum entry_kind { ENTRY_SHARD, ENTRY_INDEX, ENTRY_MANIFEST, ENTRY_TEMP, ENTRY_PART, ENTRY_OTHER };

struct folder_entry {
    enum entry_kind kind;
    uint64_t shard; /* of SHARD, INDEX, and TEMP of either; of PART the sample; UINT64_MAX for the manifest and its TEMP */
    char *name;     /* owned */
};

struct folder {
    struct folder_entry *entry; /* in order of name */
    size_t n;
};

/** folder_read() - ST_IO if it cannot be read. `f` is always safe to release. */
enum st folder_read(struct folder *f, const char *dir, struct err *e);
void folder_release(struct folder *f);
/** folder_remove() - one entry of `dir`. A file that is gone already is no failure. */
enum st folder_remove(const char *dir, const char *name, struct err *e);

#endif
