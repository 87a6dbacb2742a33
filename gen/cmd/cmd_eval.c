// SPDX-License-Identifier: MIT
/* eval: error rates of a reader, retrieval of an embedder; or two of either on the same data; or predictions for a sealed set. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/progress.h"
#include "cmd/cmd.h"
#include "cmd/eval_products.h"
#include "cmd/opts.h"
#include "cmd/reader_opts.h"
#include "eval/eval_set.h"
#include "eval/report.h"
#include "eval/sealed.h"
#include "ocr/reader.h"
#include "product/embed_set.h"

enum { CHUNK = 512 }; /* lines at once */

struct evaluation {
    const char *output, *split, *train_log;
    bool vertical, quiet;
    struct reader_options reader;
};

/* A line that waits for its batch. */
struct waiting {
    struct line_image picture;
    char *key, *want;
    size_t want_len;
    void *image;
    size_t image_len;
    struct arena facets;
    struct facet *facet;
    size_t n_facets;
    struct buf got;
    double confidence;
};

static void *copy(const void *p, size_t n)
{
    void *c = malloc(n + 1);
    if (!c) {
        BUG("out of memory");
    }
    memcpy(c, p, n);
    ((char *)c)[n] = 0;
    return c;
}

static void release(struct waiting *w)
{
    line_image_release(&w->picture);
    free(w->key);
    free(w->want);
    free(w->image);
    arena_release(&w->facets);
    buf_release(&w->got);
    *w = (struct waiting){0};
}

static enum st take(struct waiting *w, const struct eval_item *it, int height_px, bool vertical, struct err *e)
{
    struct image im = {0};
    enum st st = image_decode(it->image, it->image_len, 1, &im, e);
    if (st) {
        return err_wrap(e, st, "'%s': ", it->key);
    }
    line_image_make(&im, height_px, vertical, &w->picture);
    image_release(&im);
    w->key = copy(it->key, strlen(it->key));
    w->want = copy(it->text, it->text_len);
    w->want_len = it->text_len;
    w->image = copy(it->image, it->image_len);
    w->image_len = it->image_len;
    w->n_facets = it->n_facets;
    w->facet = arena_array(&w->facets, struct facet, it->n_facets + 1);
    for (size_t i = 0; i < it->n_facets; i++) {
        w->facet[i] = (struct facet){arena_dup(&w->facets, it->facet[i].kind, strlen(it->facet[i].kind)),
                                     arena_dup(&w->facets, it->facet[i].value, strlen(it->facet[i].value))};
    }
    return ST_OK;
}

static void got(void *ctx, size_t i, const struct line_text *t)
{
    struct waiting *w = (struct waiting *)ctx + i;
    buf_clear(&w->got);
    buf_add(&w->got, t->text, t->len);
    w->confidence = t->confidence;
}

/* Reads n waiting lines and adds them to the scores, in order. */
static enum st read_waiting(struct reader *r, struct waiting *w, size_t n, struct scores *s, double *seconds, struct err *e)
{
    struct line_image *image = malloc((n + 1) * sizeof *image);
    if (!image) {
        BUG("out of memory");
    }
    for (size_t i = 0; i < n; i++) {
        image[i] = w[i].picture;
    }
    double start = clock_s(), built = reader_build_s(r);
    enum st st = reader_lines(r, image, n, got, w, e);
    *seconds += clock_s() - start - (reader_build_s(r) - built); /* which is done once for each width */
    for (size_t i = 0; i < n && !st; i++) {
        st = scores_add(s, &(struct scored){.key = w[i].key, .want = w[i].want, .want_len = w[i].want_len,
                                            .got = w[i].got.data ? w[i].got.data : "", .got_len = w[i].got.len,
                                            .confidence = w[i].confidence, .facet = w[i].facet, .n_facets = w[i].n_facets,
                                            .image = w[i].image, .image_len = w[i].image_len}, e);
    }
    for (size_t i = 0; i < n; i++) {
        release(&w[i]);
    }
    free(image);
    return st;
}

static enum st run_model(const struct evaluation *v, struct reader *r, const char *data, struct scores *s,
                         struct grapheme_counts *unknown, double *seconds, struct err *e)
{
    struct eval_set *set = NULL;
    struct eval_item it;
    struct waiting *w = calloc(CHUNK, sizeof *w);
    size_t n = 0;
    enum st st = eval_set_open(data, v->split, &set, e);
    struct progress p = progress_start("lines", st ? 0 : eval_set_count(set), v->quiet);
    while (!st && eval_set_more(set) && !(st = eval_set_next(set, &it, e))) {
        if (!it.text) {
            st = err_set(e, ST_FORMAT, "'%s' is a sealed set: read it with 'ersatz read', and send the predictions to its keeper",
                         data);
            break;
        }
        int32_t *label = malloc((it.text_len + 1) * sizeof *label);
        classes_encode(reader_about(r)->classes, it.text, it.text_len, label, it.text_len, unknown);
        free(label);
        st = take(&w[n], &it, reader_about(r)->shape.height_px, v->vertical, e);
        n += !st;
        if (!st && n == CHUNK) {
            st = read_waiting(r, w, n, s, seconds, e);
            n = 0;
            progress_at(&p, eval_set_done(set));
        }
    }
    if (!st && n) {
        st = read_waiting(r, w, n, s, seconds, e);
        n = 0;
    }
    for (size_t i = 0; i < n; i++) {
        release(&w[i]);
    }
    progress_end(&p);
    eval_set_close(set);
    free(w);
    return st;
}

static const char *last_part(const char *path)
{
    const char *slash = strrchr(path, '/');
    return slash && slash[1] ? slash + 1 : path;
}

static void print_rates(const struct summary *u, double lines_per_second)
{
    static const char *const name[RATES] = {"CER", "CER norm", "WER", "WER norm", "exact", "exact norm"};
    printf("%zu lines, %llu graphemes\n", u->lines, (unsigned long long)u->graphemes);
    for (int k = 0; k < RATES; k++) {
        printf("%-11s %6.2f %%   [%.2f, %.2f]\n", name[k], 100 * u->rate[k].value, 100 * u->rate[k].low, 100 * u->rate[k].high);
    }
    if (lines_per_second > 0) {
        printf("%-11s %6.0f lines/s, one thread\n", "speed", lines_per_second);
    }
}

static enum st write_out(const struct evaluation *v, struct scores *s, struct about *a, struct err *e)
{
    if (!v->output) {
        return ST_OK;
    }
    struct arena arena = {0};
    struct buf metrics = {0}, html = {0}, lines = {0}, log = {0};
    enum st st = dir_make(v->output, e);
    if (v->train_log && !st) {
        st = file_read(v->train_log, &log, e);
        a->train_jsonl = log.data;
    }
    if (!st) {
        scores_write_metrics(s, a, &metrics);
        report_write(s, a, &html);
        scores_write_lines(s, &lines);
        (void)((st = file_write(arena_printf(&arena, "%s/metrics.json", v->output), metrics.data, metrics.len, e)) ||
               (st = file_write(arena_printf(&arena, "%s/report.html", v->output), html.data, html.len, e)) ||
               (st = file_write(arena_printf(&arena, "%s/lines.jsonl", v->output), lines.data, lines.len, e)));
    }
    arena_release(&arena);
    buf_release(&metrics);
    buf_release(&html);
    buf_release(&lines);
    buf_release(&log);
    return st;
}

static enum st eval_one(const struct evaluation *v, const char *model, const char *data, struct scores **out, bool report,
                        struct err *e)
{
    struct reader *r = NULL;
    struct grapheme_counts *unknown = grapheme_counts_new();
    struct buf top = {0};
    double seconds = 0;
    struct scores *s = *out = scores_new(&(struct scores_options){.seed = 1});
    enum st st = reader_open(model, &v->reader, &r, e);
    st = st ? st : run_model(v, r, data, s, unknown, &seconds, e);
    if (!st && !scores_count(s)) {
        st = err_set(e, ST_FORMAT, "'%s' has no line of that split", data);
    }
    if (!st && report) {
        grapheme_counts_top(unknown, 20, &top);
        struct about a = {.title = last_part(model), .model = last_part(model), .data = last_part(data), .split = v->split,
                          .lines_per_second = seconds > 0 ? (double)scores_count(s) / seconds : 0, .threads = 1,
                          .unknown = grapheme_counts_total(unknown), .unknown_top = top.data};
        print_rates(scores_sum(s), a.lines_per_second);
        st = write_out(v, s, &a, e);
    }
    buf_release(&top);
    grapheme_counts_free(unknown);
    reader_close(r);
    return st;
}

static enum st eval_two(const struct evaluation *v, const char **pos, struct err *e)
{
    struct scores *s[2] = {NULL, NULL};
    const char *const name[2] = {last_part(pos[0]), last_part(pos[1])};
    struct comparison c[RATES];
    struct buf html = {0}, json = {0};
    struct arena a = {0};
    enum st st = eval_one(v, pos[0], pos[2], &s[0], false, e);
    st = st ? st : eval_one(v, pos[1], pos[2], &s[1], false, e);
    if (!st) {
        struct line_counts *x = scores_counts(s[0]), *y = scores_counts(s[1]);
        rates_compare(x, y, scores_count(s[0]), 1, 0, c);
        free(x);
        free(y);
        for (int k = 0; k < RATES; k++) {
            printf("%-11s %6.2f -> %6.2f %%   change %+.2f [%+.2f, %+.2f], p = %.4f\n", rate_key[k], 100 * c[k].a, 100 * c[k].b,
                   100 * c[k].change.value, 100 * c[k].change.low, 100 * c[k].change.high, c[k].p);
        }
        report_write_comparison(c, name, last_part(pos[2]), scores_count(s[0]), &html, &json);
        if (v->output) {
            (void)((st = dir_make(v->output, e)) ||
                   (st = file_write(arena_printf(&a, "%s/comparison.json", v->output), json.data, json.len, e)) ||
                   (st = file_write(arena_printf(&a, "%s/comparison.html", v->output), html.data, html.len, e)));
        }
    }
    scores_free(s[0]);
    scores_free(s[1]);
    buf_release(&html);
    buf_release(&json);
    arena_release(&a);
    return st;
}

static enum st eval_sealed(const struct evaluation *v, const char *answers, const char *predictions, struct err *e)
{
    struct scores *s = NULL;
    uint64_t asked = 0;
    enum st st = sealed_score(answers, predictions, &(struct scores_options){.seed = 1}, &s, &asked, e);
    if (!st) {
        struct about a = {.title = last_part(predictions), .model = last_part(predictions), .data = last_part(answers)};
        print_rates(scores_sum(s), 0);
        printf("asked       %llu times so far\n", (unsigned long long)asked);
        st = write_out(v, s, &a, e);
    }
    scores_free(s);
    return st;
}

/* Do the models embed products? Two must be of one kind. */
static enum st find_kind(const char **pos, int n_models, bool *products, struct err *e)
{
    bool other = false;
    enum st st = embed_is_embedder(pos[0], products, e);
    if (!st && n_models == 2) {
        st = embed_is_embedder(pos[1], &other, e);
        if (!st && other != *products) {
            st =
                err_set(e, ST_USAGE, "'%s' and '%s' are models of different kinds", pos[0], pos[1]);
        }
    }
    return st;
}

int cmd_eval(int argc, char **argv)
{
    struct evaluation v = {0};
    struct eval_products products = {0};
    struct reader_choice choice = {0};
    const char *answers = NULL, *pos[3];
    const struct opt opts[] = {
        {"output", 'o', OPT_STR, &v.output, "DIR",
         "metrics.json, report.html and a list of lines or queries go there"},
        {"split", 0, OPT_STR, &v.split, "NAME", "only this split: train, val or test"},
        {"gallery", 'g', OPT_STR, &products.gallery, "DIR",
         "products: what is searched; without it every picture is searched for among the others"},
        {"gallery-split", 0, OPT_STR, &products.gallery_split, "NAME",
         "products: only this split of the gallery"},
        {"no-map", 0, OPT_FLAG, &products.no_map, NULL,
         "products: no map of the embeddings (it takes some seconds)"},
        {"train-log", 0, OPT_STR, &v.train_log, "FILE",
         "train.jsonl of the training: its curves are shown (readers)"},
        {"vertical", 0, OPT_FLAG, &v.vertical, NULL, "lines run from top to bottom"},
        {"answers", 0, OPT_STR, &answers, "FILE",
         "score predictions for a sealed set against its answers"},
        READER_OPTS(choice),
        {0},
    };
    struct cmd c = {.verb = "eval",
                    .usage = "MODEL [MODEL] DATASET | --answers FILE PREDICTIONS",
                    .about = "How good a model is, with 95 % intervals, as metrics.json and "
                             "report.html. With two models: which is\n"
                             "better on the very same data, and whether that can be chance.\n\n"
                             "Readers: error rates, by length, font, effect and script; "
                             "confusions; the worst lines. DATASET: ours,\n"
                             "LMDB, ImageFolder, or a folder with labels.tsv. norm: NFKC, case "
                             "folded, quotes, dashes and long s\n"
                             "unified, white space collapsed.\n\n"
                             "Embedders of products: top-1, top-5, mAP, recall, verification, by "
                             "view, visibility, blur, light, and\n"
                             "for products and brands that were not taught; a map; the surest "
                             "mistakes. DATASET, --gallery: ours\n"
                             "(kind: product), what 'convert --to crops' makes, folders of "
                             "classes, or a folder with labels.tsv.",
                    .opts = opts,
                    .pos = pos,
                    .min_pos = 1,
                    .max_pos = 3};
    int rc;
    if (!cmd_parse(&c, argc, argv, &rc)) {
        return rc;
    }
    if (answers ? c.n_pos != 1 : c.n_pos < 2) {
        return cmd_usage(&c, answers ? "--answers goes with one file of predictions" : "a model and a dataset are needed");
    }
    struct err e = {0};
    struct scores *s = NULL;
    v.quiet = c.quiet;
    bool embedder = false;
    enum st st = answers ? ST_OK : find_kind(pos, c.n_pos - 1, &embedder, &e);
    st = st ? st : reader_choose(&choice, &v.reader, &e);
    if (!st && embedder) {
        products.model = pos;
        products.n_models = (size_t)c.n_pos - 1;
        products.queries = pos[c.n_pos - 1];
        products.split = v.split;
        products.output = v.output;
        products.fp32 = choice.fp32;
        products.quiet = c.quiet;
        st = eval_products(&products, &e);
    } else if (!st) {
        st = answers ? eval_sealed(&v, answers, pos[0], &e) : c.n_pos == 3 ? eval_two(&v, pos, &e)
                                                                          : eval_one(&v, pos[0], pos[1], &s, true, &e);
    }
    scores_free(s);
    return cmd_end(&c, st, &e);
}
