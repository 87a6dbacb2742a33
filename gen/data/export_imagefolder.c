// SPDX-License-Identifier: MIT
/*
 * Hugging Face datasets' ImageFolder: train/KEY.jpg and train/metadata.jsonl with lines
 * {"file_name": "KEY.jpg", "text": "..."}, likewise val and test. load_dataset("imagefolder",
 * data_dir=OUT) finds the splits by the folders' names. Transcripts are kept as they are.
 * Source: Hugging Face datasets, "Create an image dataset", section "ImageFolder".
 */
#include "base/json.h"
#include "data/split_lists.h"
#include "data/tally.h"

static void imagefolder_free(void *state)
{
    split_lists_free(state);
}

static enum st imagefolder_begin(const char *dir, const struct convert_options *o, void **state, struct err *e)
{
    (void)o;
    (void)e;
    *state = split_lists_new(dir);
    return ST_OK;
}

static enum st imagefolder_add(void *state, const struct export_item *it, struct err *e)
{
    struct split_lists *s = state;
    FILE *f;
    enum st st = split_lists_add(s, it, "*/metadata.jsonl", &f, e);
    if (st) {
        return st;
    }
    struct buf line = {0};
    struct json j = json_to(&line);
    json_object(&j);
    json_key(&j, "file_name");
    json_str(&j, s->name.data);
    json_key(&j, "text");
    json_strn(&j, it->label->text, it->label->text_len);
    json_end_object(&j);
    buf_addc(&line, '\n');
    if (fwrite(line.data, 1, line.len, f) != line.len) {
        st = err_errno(e, "cannot write '%s/metadata.jsonl'", dataset_split[it->split]);
    }
    buf_release(&line);
    return st;
}

static enum st imagefolder_end(void *state, struct err *e)
{
    return split_lists_end(state, e);
}

const struct exporter export_imagefolder = {
    .name = "imagefolder",
    .help = "Hugging Face: SPLIT/ with metadata.jsonl",
    .takes = TAKES_TEXT,
    .marker = "?*/metadata.jsonl",
    .begin = imagefolder_begin,
    .add = imagefolder_add,
    .end = imagefolder_end,
    .free = imagefolder_free,
};
