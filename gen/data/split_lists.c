// SPDX-License-Identifier: MIT
#include "data/split_lists.h"

#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "data/out_folder.h"
#include "data/tally.h"

struct split_lists *split_lists_new(const char *dir)
{
    struct split_lists *s = calloc(1, sizeof *s);
    if (!s || !(s->dir = strdup(dir))) {
        BUG("out of memory");
    }
    return s;
}

static enum st open_split(struct split_lists *s, int split, const char *list, struct err *e)
{
    struct buf folder = {0}, name = {0};
    buf_printf(&folder, "%s/%s", s->dir, dataset_split[split]);
    for (const char *p = list; *p; p++) {
        buf_add(&name, *p == '*' ? dataset_split[split] : p,
                *p == '*' ? strlen(dataset_split[split]) : 1);
    }
    enum st st = dir_make(folder.data, e);
    (void)(st || (st = out_list(s->dir, name.data, &s->list[split], e)));
    s->folder[split] = folder.data;
    buf_release(&name);
    return st;
}

enum st split_lists_add(struct split_lists *s, const struct export_item *it, const char *list,
                        FILE **f, struct err *e)
{
    enum st st = s->list[it->split] ? ST_OK : open_split(s, it->split, list, e);
    if (st) {
        return st;
    }
    buf_clear(&s->name);
    buf_printf(&s->name, "%s.%s", it->name, it->image->ext);
    *f = s->list[it->split];
    return out_file(s->folder[it->split], s->name.data, it->image->bytes, it->image->size, e);
}

enum st split_lists_end(struct split_lists *s, struct err *e)
{
    enum st st = ST_OK;
    for (int i = 0; i < DATASET_SPLITS && !st; i++) {
        st = out_list_close(&s->list[i], s->dir, e);
    }
    return st;
}

void split_lists_free(struct split_lists *s)
{
    if (s) {
        for (int i = 0; i < DATASET_SPLITS; i++) {
            (void)out_list_close(&s->list[i], s->dir, NULL);
            free(s->folder[i]);
        }
        buf_release(&s->name);
        free(s->dir);
        free(s);
    }
}
