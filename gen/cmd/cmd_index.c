// SPDX-License-Identifier: MIT
/* index: pictures of products -> a file that is searched by likeness. */
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/json.h"
#include "base/progress.h"
#include "cmd/cmd.h"
#include "cmd/opts.h"
#include "cmd/product_vectors.h"
#include "search/product_index.h"

enum { GRAPH_FROM = 20000 }; /* pictures: looking at fewer takes less than a millisecond */

static atomic_int stop_asked; /* lock-free, so that a signal handler may set it */

static void ask_stop(int sig)
{
    (void)sig;
    stop_asked = 1;
}

struct indexing {
    const char *model, *data, *output, *split;
    bool graph, no_graph, fp32, quiet;
    uint64_t links, width;
};

static bool show(void *ctx, size_t done)
{
    progress_at(ctx, done);
    return !stop_asked;
}

/* {"model", "model_sha256", "dims", "data", "split"}: find refuses another model's vectors. */
static enum st write_about(const struct indexing *x, int dims, struct buf *out, struct err *e)
{
    char sha[65];
    enum st st = file_sha256(x->model, sha, e);
    struct json j = json_to(out);
    json_object(&j);
    json_key(&j, "model");
    json_str(&j, x->model);
    json_key(&j, "model_sha256");
    json_str(&j, st ? "" : sha);
    json_key(&j, "dims");
    json_int(&j, dims);
    json_key(&j, "data");
    json_str(&j, product_last_part(x->data));
    if (x->split) {
        json_key(&j, "split");
        json_str(&j, x->split);
    }
    json_end_object(&j);
    return st;
}

static enum st build(const struct indexing *x, const struct product_vectors *p, struct hnsw **graph,
                     struct err *e)
{
    size_t n = product_set_count(p->set);
    *graph = NULL;
    if (x->no_graph || (!x->graph && n < GRAPH_FROM)) {
        return ST_OK;
    }
    struct hnsw_options o = {.links = (int)x->links, .width = (int)x->width, .seed = 1};
    struct progress bar = progress_start("links", n, x->quiet);
    *graph = hnsw_build(p->v, n, p->dims, &o, show, &bar);
    progress_end(&bar);
    return *graph ? ST_OK : err_set(e, ST_STOPPED, "stopped; nothing was written");
}

static enum st run(const struct indexing *x, struct err *e)
{
    struct embedder *m = NULL;
    struct product_vectors p = {0};
    struct strtab classes = {0};
    struct hnsw *graph = NULL;
    struct index_entry *entry = NULL;
    struct buf about = {0};
    enum st st = embedder_open(x->model, &(struct embedder_options){.fp32 = x->fp32}, &m, e);
    (void)(st || (st = write_about(x, embedder_dims(m), &about, e)) ||
           (st = product_vectors_load(m, x->data, x->split, &classes, x->quiet, &p, e)) ||
           (st = build(x, &p, &graph, e)));
    if (!st) {
        size_t n = product_set_count(p.set);
        entry = calloc(n + 1, sizeof *entry);
        if (!entry) {
            BUG("out of memory");
        }
        for (size_t i = 0; i < n; i++) {
            const struct product_item *it = product_set_item(p.set, i);
            entry[i] = (struct index_entry){it->class_name, it->key};
        }
        st = product_index_write(x->output, about.data, p.v, n, p.dims, entry, graph, e);
    }
    if (!st && !x->quiet) {
        fprintf(stderr, "%zu pictures of %zu products in '%s'%s\n", product_set_count(p.set),
                classes.n, x->output, graph ? ", with a graph" : "");
    }
    free(entry);
    hnsw_free(graph);
    product_vectors_release(&p);
    strtab_release(&classes);
    embedder_close(m);
    buf_release(&about);
    return st;
}

int cmd_index(int argc, char **argv)
{
    struct indexing x = {.links = 16, .width = 100};
    const struct opt opts[] = {
        {"output", 'o', OPT_STR, &x.output, "FILE", "the index"},
        {"split", 0, OPT_STR, &x.split, "NAME", "only this split: train, val or test"},
        {"graph", 0, OPT_FLAG, &x.graph, NULL,
         "a graph for searching in any case (default: from 20,000 pictures)"},
        {"exact", 0, OPT_FLAG, &x.no_graph, NULL,
         "no graph in any case: every search looks at all"},
        {"links", 0, OPT_UINT, &x.links, "N",
         "links of a picture in the graph, 2 to 64 (default: 16)"},
        {"width", 0, OPT_UINT, &x.width, "N", "how widely links are searched for (default: 100)"},
        {"fp32", 0, OPT_FLAG, &x.fp32, NULL, "compute in fp32 even where bf16 is faster"},
        {0},
    };
    const char *pos[2];
    struct cmd c = {
        .verb = "index",
        .usage = "MODEL DATASET -o FILE",
        .about = "Embeds the pictures of a dataset and writes them, with what they show, into one "
                 "file for 'ersatz find':\n"
                 "a gallery of pack shots, or many views of each product. DATASET: ours (kind: "
                 "product), what\n"
                 "'convert --to crops' makes, folders of classes, or a folder with labels.tsv.\n"
                 "A search looks at all pictures, or, where there are many, follows a graph (HNSW, "
                 "Malkov & Yashunin\n"
                 "2018), which takes a fraction of a millisecond for a million and now and then "
                 "misses one.",
        .opts = opts,
        .pos = pos,
        .min_pos = 2,
        .max_pos = 2};
    int rc;
    if (!cmd_parse(&c, argc, argv, &rc)) {
        return rc;
    }
    if (!x.output) {
        return cmd_usage(&c, "where to? -o FILE");
    }
    if (x.links < 2 || x.links > 64 || x.width < x.links || x.width > 2000 ||
        (x.graph && x.no_graph)) {
        return cmd_usage(&c, "--links is 2 to 64, --width from that to 2000; --graph and --exact "
                             "exclude each other");
    }
    struct err e = {0};
    x.model = pos[0];
    x.data = pos[1];
    x.quiet = c.quiet;
    signal(SIGINT, ask_stop);
    return cmd_end(&c, run(&x, &e), &e);
}
