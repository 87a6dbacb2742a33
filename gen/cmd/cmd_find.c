// SPDX-License-Identifier: MIT
/* find: which products of an index pictures show. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/json.h"
#include "base/progress.h"
#include "cmd/cmd.h"
#include "cmd/opts.h"
#include "product/embedder.h"
#include "search/product_index.h"

enum { MAX_PICTURES = 100000, MOST = 1000 };

struct finding {
    const char *index, *model;
    struct index_query query;
    bool text, fp32, quiet;
};

static const char *model_of(const struct finding *f, const json_t *about)
{
    return f->model ? f->model : json_string_value(json_object_get(about, "model"));
}

/* Vectors of two models have nothing to do with each other. */
static enum st open_model(const struct finding *f, const struct product_index *x,
                          struct embedder **m, struct err *e)
{
    json_t *about = json_loads(product_index_about(x), 0, NULL);
    const char *path = model_of(f, about),
               *want = json_string_value(json_object_get(about, "model_sha256"));
    char sha[65];
    enum st st =
        path ? ST_OK
             : err_set(e, ST_FORMAT, "'%s' does not name its model (--model FILE)", f->index);
    if (!st && (st = file_sha256(path, sha, e))) {
        st = f->model
                 ? st
                 : err_wrap(e, st,
                            "the model of '%s' (--model FILE says where it is now): ", f->index);
    }
    if (!st && want && strcmp(sha, want)) {
        st = err_set(
            e, ST_FORMAT,
            "'%s' was made with another model than '%s' is now ('ersatz index' makes it anew)",
            f->index, path);
    }
    st = st ? st : embedder_open(path, &(struct embedder_options){.fp32 = f->fp32}, m, e);
    if (!st && embedder_dims(*m) != product_index_dims(x)) {
        st = err_set(e, ST_FORMAT, "'%s' has vectors of %d dimensions, '%s' makes %d", f->index,
                     product_index_dims(x), path, embedder_dims(*m));
    }
    json_decref(about);
    return st;
}

static void print(const struct finding *f, const struct product_index *x, const char *path,
                  const struct neighbour *found, size_t n, struct buf *line)
{
    buf_clear(line);
    if (f->text) {
        for (size_t i = 0; i < n; i++) {
            struct index_entry it = product_index_entry(x, found[i].at);
            buf_printf(line, "%s\t%zu\t%.4f\t%s\t%s\n", path, i + 1, (double)found[i].score,
                       it.class_name, it.key);
        }
    } else {
        struct json j = json_to(line);
        json_begin_object(&j);
        json_key(&j, "file");
        json_str(&j, path);
        json_key(&j, "found");
        json_begin_array(&j);
        for (size_t i = 0; i < n; i++) {
            struct index_entry it = product_index_entry(x, found[i].at);
            json_begin_object(&j);
            json_key(&j, "class");
            json_str(&j, it.class_name);
            json_key(&j, "score");
            json_fixed(&j, (double)found[i].score, 6);
            json_key(&j, "key");
            json_str(&j, it.key);
            json_end_object(&j);
        }
        json_end_array(&j);
        json_end_object(&j);
        buf_addc(line, '\n');
    }
    fwrite(line->data, 1, line->len, stdout);
}

static enum st run(const struct finding *f, const char **path, size_t n, struct err *e)
{
    struct product_index *x = NULL;
    struct embedder *m = NULL;
    struct buf line = {0};
    struct neighbour found[MOST];
    float *v = NULL;
    enum st st = product_index_open(f->index, &x, e);
    st = st ? st : open_model(f, x, &m, e);
    if (!st && !(v = malloc((size_t)embedder_dims(m) * sizeof *v))) {
        BUG("out of memory");
    }
    struct progress p = progress_start("pictures", n, f->quiet);
    for (size_t i = 0; i < n && !st; i++) {
        struct image im = {0};
        const struct image *one = &im;
        (void)((st = image_read(path[i], 3, &im, e)) || (st = embedder_images(m, &one, 1, v, e)));
        image_release(&im);
        if (!st) {
            print(f, x, path[i], found, product_index_find(x, v, &f->query, found), &line);
            progress_at(&p, i + 1);
        }
    }
    progress_end(&p);
    free(v);
    buf_release(&line);
    embedder_close(m);
    product_index_close(x);
    return st;
}

int cmd_find(int argc, char **argv)
{
    struct finding f = {0};
    uint64_t top = 5, width = 128;
    const struct opt opts[] = {
        {"index", 'i', OPT_STR, &f.index, "FILE", "what 'ersatz index' made"},
        {"model", 'm', OPT_STR, &f.model, "FILE",
         "the model the index was made with, if it is no longer where it was"},
        {"top", 'n', OPT_UINT, &top, "N", "how many products, 1 to 1000 (default: 5)"},
        {"pictures", 0, OPT_FLAG, &f.query.pictures, NULL,
         "the N nearest pictures, even if several show one product"},
        {"text", 0, OPT_FLAG, &f.text, NULL,
         "lines FILE, RANK, SCORE, PRODUCT, KEY with tabs between instead of JSON"},
        {"exact", 0, OPT_FLAG, &f.query.exact, NULL,
         "look at every picture of the index, even if it has a graph"},
        {"width", 0, OPT_UINT, &width, "N",
         "how widely is searched in the graph; wider is surer and slower (default: 128)"},
        {"fp32", 0, OPT_FLAG, &f.fp32, NULL, "compute in fp32 even where bf16 is faster"},
        {0},
    };
    static const char *pos[MAX_PICTURES];
    struct cmd c = {
        .verb = "find",
        .usage = "--index FILE IMAGE...",
        .about =
            "The products of an index that pictures look most like, a line of JSON a picture:\n"
            "  {\"file\": \"a.jpg\", \"found\": [{\"class\": \"oat-milk-1-l\", \"score\": 0.83, "
            "\"key\": \"img/028.jpg\"}, ...]}\n"
            "class: the product; key: its picture that is nearest; score: cosine of the angle "
            "between the two embeddings,\n"
            "1 = the same. 'ersatz eval' says which score means what (thresholds at given rates of "
            "false alarms).\n\n"
            "A picture is taken as a whole: it should show one product and little else. Shelves "
            "have to be cut up\n"
            "first, since there is no detector: 'ersatz convert --to crops' does it for pictures "
            "that have labels.",
        .opts = opts,
        .pos = pos,
        .min_pos = 1,
        .max_pos = MAX_PICTURES};
    int rc;
    if (!cmd_parse(&c, argc, argv, &rc)) {
        return rc;
    }
    if (!f.index) {
        return cmd_usage(&c,
                         "in what? --index FILE ('ersatz index MODEL DATASET -o FILE' makes one)");
    }
    if (top < 1 || top > MOST || width < 1 || width > 100000) {
        return cmd_usage(&c, "--top is 1 to %d, --width 1 to 100000", MOST);
    }
    struct err e = {0};
    f.query.k = (size_t)top;
    f.query.width = (size_t)width;
    f.quiet = c.quiet;
    return cmd_end(&c, run(&f, pos, (size_t)c.n_pos, &e), &e);
}
