// SPDX-License-Identifier: MIT
/*
 * PaddleOCR's SimpleDataSet for recognition: train/KEY.jpg and rec_gt_train.txt with lines
 * "train/KEY.jpg TAB transcript" (data_dir is the folder itself), likewise val and test; and
 * dict.txt, all characters of the transcripts, one a line in order of code point
 * (character_dict_path). A space is not listed there: PaddleOCR has use_space_char for it. Tabs and
 * line breaks become spaces. Source: PaddleOCR, "Text recognition", section "Dataset preparation".
 */
#include <stdlib.h>
#include <string.h>

#include "base/utf8.h"
#include "data/out_folder.h"
#include "data/split_lists.h"
#include "data/tally.h"

struct paddle {
    struct split_lists *lists;
    struct counter characters;
};

static void paddle_free(void *state)
{
    struct paddle *p = state;
    if (p) {
        split_lists_free(p->lists);
        counter_release(&p->characters);
        free(p);
    }
}

static enum st paddle_begin(const char *dir, const struct convert_options *o, void **state, struct err *e)
{
    (void)o;
    (void)e;
    struct paddle *p = calloc(1, sizeof *p);
    if (!p) {
        BUG("out of memory");
    }
    p->lists = split_lists_new(dir);
    *state = p;
    return ST_OK;
}

static enum st paddle_add(void *state, const struct export_item *it, struct err *e)
{
    struct paddle *p = state;
    FILE *f;
    enum st st = split_lists_add(p->lists, it, "rec_gt_*.txt", &f, e);
    if (!st &&
        fprintf(f, "%s/%s\t%s\n", dataset_split[it->split], p->lists->name.data, it->line) < 0) {
        st = err_errno(e, "cannot write 'rec_gt_%s.txt'", dataset_split[it->split]);
    }
    size_t len = strlen(it->line);
    for (size_t i = 0; i < len;) {
        size_t from = i;
        utf8_next(it->line, len, &i);
        counter_add(&p->characters, it->line + from, i - from, 1);
    }
    return st;
}

static enum st paddle_end(void *state, struct err *e)
{
    struct paddle *p = state;
    struct buf dict = {0};
    struct count_entry *v = counter_sorted(&p->characters);
    for (size_t i = 0; i < p->characters.n; i++) {
        if (strcmp(v[i].name, " ")) {
            buf_printf(&dict, "%s\n", v[i].name);
        }
    }
    free(v);
    enum st st = out_file(p->lists->dir, "dict.txt", dict.data, dict.len, e);
    buf_release(&dict);
    return st ? st : split_lists_end(p->lists, e);
}

const struct exporter export_paddle = {
    .name = "paddle",
    .help = "PaddleOCR: SPLIT/, rec_gt_SPLIT.txt and dict.txt",
    .takes = TAKES_TEXT,
    .marker = "rec_gt_*.txt",
    .one_line = true,
    .begin = paddle_begin,
    .add = paddle_add,
    .end = paddle_end,
    .free = paddle_free,
};
