// SPDX-License-Identifier: MIT
/* clean: pictures under a wrong label; and the reverse, to measure it. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/progress.h"
#include "cmd/cmd.h"
#include "cmd/opts.h"
#include "cmd/product_vectors.h"
#include "data/label_noise.h"
#include "eval/cleaning_page.h"
#include "eval/product_folder.h"

struct job {
    const char *model, *data, *output, *split, *least, *how;
    uint64_t false_alarms, spoil, seed;
    bool force, fp32, quiet;
};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

/* --- cleaning -------------------------------------------------------------------------------------------- */

static enum st write_folder(const struct job *k, const struct cleaning_pages *p, struct err *e)
{
    struct product_folder *f = NULL;
    struct buf page = {0}, list = {0}, json = {0};
    size_t n = product_set_count(p->set);
    enum st st = product_folder_begin(k->output, k->force, &f, e);
    struct progress bar = progress_start("copied", n, k->quiet);
    for (size_t i = 0; i < n && !st; i++) {
        st = p->cleaned[i].wrong ? ST_OK : product_folder_add(f, p->set, i, NULL, NULL, e);
        progress_at(&bar, i + 1);
    }
    progress_end(&bar);
    if (!st) {
        cleaning_list_write(p, &list);
        cleaning_json_write(p, &json);
        (void)((st = cleaning_page_write(p, &page, e)) ||
               (st = product_folder_file(f, "clean.html", page.data, page.len, e)) ||
               (st = product_folder_file(f, "wrong.tsv", list.data, list.len, e)) ||
               (st = product_folder_file(f, "clean.json", json.data, json.len, e)));
    }
    if (st) {
        product_folder_drop(f);
    } else {
        st = product_folder_commit(f, e);
    }
    buf_release(&page);
    buf_release(&list);
    buf_release(&json);
    return st;
}

/* The truth, where the set states it: then what was found can be judged. */
static bool judge(const struct product_vectors *p, const struct cleaned *c,
                  struct cleaning_score *score)
{
    size_t n = product_set_count(p->set);
    bool *wrong = must(calloc(n + 1, sizeof *wrong)), known = true;
    for (size_t i = 0; i < n && known; i++) {
        const struct product_item *it = product_set_item(p->set, i);
        known = it->truth != NULL;
        wrong[i] = known && strcmp(it->truth, it->class_name) != 0;
    }
    if (known) {
        *score = cleaning_judge(c, wrong, n);
    }
    free(wrong);
    return known;
}

static void show_trial(void *ctx, int done, int of)
{
    struct progress *p = ctx;
    p->total = (uint64_t)of;
    progress_at(p, (uint64_t)done);
}

static enum st clean(const struct job *k, struct err *e)
{
    struct embedder *m = NULL;
    struct product_vectors p = {0};
    struct strtab classes = {0};
    enum st st = embedder_open(k->model, &(struct embedder_options){.fp32 = k->fp32}, &m, e);
    st = st ? st : product_vectors_load(m, k->data, k->split, &classes, k->quiet, &p, e);
    if (!st) {
        struct vectors v = product_vectors_of(&p);
        struct cleaned *c = must(calloc(v.n + 1, sizeof *c));
        const char **names = product_class_names(&classes);
        struct progress bar = progress_start("trials", 0, k->quiet);
        float least = k->least          ? strtof(k->least, NULL)
                      : k->false_alarms ? cleaning_least(&v, (double)k->false_alarms / 1000)
                                        : cleaning_choose(&v, classes.n, show_trial, &bar);
        progress_end(&bar);
        cleaning_run(&v, classes.n, least, c);
        struct cleaning_score score;
        bool known = judge(&p, c, &score);
        struct cleaning_pages pages = {.set = p.set,
                                       .label = p.label,
                                       .class_name = names,
                                       .classes = classes.n,
                                       .cleaned = c,
                                       .model = product_last_part(k->model),
                                       .data = product_last_part(k->data),
                                       .least = least,
                                       .score = known ? &score : NULL};
        st = write_folder(k, &pages, e);
        size_t thrown = 0;
        for (size_t i = 0; i < v.n; i++) {
            thrown += c[i].wrong;
        }
        if (!st) {
            printf("%zu of %zu pictures of %zu classes proposed as wrong, at products below %.3f\n",
                   thrown, v.n, classes.n, (double)least);
        }
        if (!st && known) {
            printf("by the truth %zu are wrong: precision %.1f %%, recall %.1f %%\n", score.wrong,
                   100 * score.precision, 100 * score.recall);
        }
        free(names);
        free(c);
    }
    product_vectors_release(&p);
    strtab_release(&classes);
    embedder_close(m);
    return st;
}

/* --- spoiling -------------------------------------------------------------------------------------------- */

static enum st choose_noise(const struct job *k, struct label_noise_options *o, struct err *e)
{
    double share = (double)k->spoil / 100;
    o->seed = k->seed;
    if (!k->how || !strcmp(k->how, "mixed")) {
        o->flips = o->albums = o->strangers = share / 3;
    } else if (!strcmp(k->how, "flips")) {
        o->flips = share;
    } else if (!strcmp(k->how, "albums")) {
        o->albums = share;
    } else if (!strcmp(k->how, "strangers")) {
        o->strangers = share;
    } else {
        return err_set(e, ST_USAGE, "unknown way to spoil '%s' (flips, albums, strangers, mixed)",
                       k->how);
    }
    return ST_OK;
}

/* label, how: of each item; only pictures that may be trained on are spoilt. Those of other splits stay as they are. */
static void spoil_labels(struct product_set *s, const struct label_noise_options *o,
                         struct strtab *classes, uint32_t *label, uint8_t *how)
{
    size_t n = product_set_count(s), m = 0;
    uint32_t *from = must(malloc((n + 1) * sizeof *from)), *to = must(malloc((n + 1) * sizeof *to));
    size_t *which = must(malloc((n + 1) * sizeof *which));
    uint8_t *why = must(malloc(n + 1));
    for (int pass = 0; pass < 2;
         pass++) { /* trained classes first: their numbers are those that labels are drawn from */
        for (size_t i = 0; i < n; i++) {
            const struct product_item *it = product_set_item(s, i);
            if ((it->split > 0) == pass) {
                label[i] = strtab_put(classes, it->class_name, strlen(it->class_name));
                how[i] = LABEL_RIGHT;
                if (!pass) {
                    from[m] = label[i];
                    which[m++] = i;
                }
            }
        }
        if (!pass) {
            label_noise(from, m, classes->n, o, to, why);
        }
    }
    for (size_t j = 0; j < m; j++) {
        label[which[j]] = to[j];
        how[which[j]] = why[j];
    }
    free(from);
    free(to);
    free(which);
    free(why);
}

static enum st spoil(const struct job *k, struct err *e)
{
    struct product_set *s = NULL;
    struct product_folder *f = NULL;
    struct strtab classes = {0};
    struct label_noise_options o = {0};
    size_t count[LABEL_NOISES] = {0};
    enum st st = choose_noise(k, &o, e);
    (void)(st || (st = product_set_open(k->data, k->split, &s, e)) ||
           (st = product_folder_begin(k->output, k->force, &f, e)));
    if (!st) {
        size_t n = product_set_count(s);
        uint32_t *label = must(malloc((n + 1) * sizeof *label));
        uint8_t *how = must(malloc(n + 1));
        spoil_labels(s, &o, &classes, label, how);
        struct progress bar = progress_start("copied", n, k->quiet);
        for (size_t i = 0; i < n && !st; i++) {
            st = product_folder_add(f, s, i, classes.row[label[i]].s, label_noise_name[how[i]], e);
            count[how[i]]++;
            progress_at(&bar, i + 1);
        }
        progress_end(&bar);
        free(label);
        free(how);
    }
    if (st) {
        product_folder_drop(f);
    } else if (!(st = product_folder_commit(f, e))) {
        printf("%zu right, %zu flips, %zu in albums of others, %zu strangers\n", count[LABEL_RIGHT],
               count[LABEL_FLIP], count[LABEL_ALBUM], count[LABEL_STRANGER]);
    }
    strtab_release(&classes);
    product_set_close(s);
    return st;
}

static bool is_cosine(const char *s)
{
    char *end;
    double v = strtod(s, &end);
    return end != s && !*end && v >= -1 && v <= 1;
}

int cmd_clean(int argc, char **argv)
{
    struct job k = {.seed = 1};
    const struct opt opts[] = {
        {"output", 'o', OPT_STR, &k.output, "DIR",
         "what is kept, with clean.html, wrong.tsv and clean.json"},
        {"split", 0, OPT_STR, &k.split, "NAME", "only this split: train, val or test"},
        {"least", 0, OPT_STR, &k.least, "COSINE",
         "any two pictures of a group are at least this much alike, -1 to 1"},
        {"false-alarms", 0, OPT_UINT, &k.false_alarms, "PERMILLE",
         "or: as much alike as this share of pairs of different labels is"},
        {"spoil", 0, OPT_UINT, &k.spoil, "PERCENT",
         "the reverse: give this share wrong labels; takes no model"},
        {"how", 0, OPT_STR, &k.how, "NOISE",
         "--spoil: flips, albums, strangers, or mixed (default): a third each"},
        {"seed", 's', OPT_UINT, &k.seed, "N", "--spoil: of what is drawn (default: 1)"},
        {"force", 0, OPT_FLAG, &k.force, NULL,
         "replace DIR if it is the result of an earlier cleaning"},
        {"fp32", 0, OPT_FLAG, &k.fp32, NULL, "compute in fp32 even where bf16 is faster"},
        {0},
    };
    const char *pos[2];
    struct cmd c = {.verb = "clean",
                    .usage = "MODEL DATASET -o DIR | --spoil PERCENT DATASET -o DIR",
                    .about = "Finds pictures under a wrong label. Those of each label are embedded "
                             "and clustered (complete linkage,\n"
                             "CLINK, Defays 1977); the largest cluster is kept, the rest proposed "
                             "as wrong: clean.html to look through,\n"
                             "wrong.tsv, and DIR itself, folders of what is kept (SPLIT/CLASS/..., "
                             "crops.tsv), to train on again and to\n"
                             "clean again. DATASET: ours (kind: product), what 'convert --to "
                             "crops' makes, folders of classes, or a\n"
                             "folder with labels.tsv.\n\n"
                             "--spoil makes labels wrong on purpose and writes down which "
                             "(crops.tsv: noise, and sku, the truth), so that\n"
                             "cleaning such a folder states its precision and recall. flips: "
                             "single pictures; albums: half of a class\n"
                             "under one other label; strangers: pictures of products that are then "
                             "in no class. Validation and test\n"
                             "pictures keep their labels.",
                    .opts = opts,
                    .pos = pos,
                    .min_pos = 1,
                    .max_pos = 2};
    int rc;
    if (!cmd_parse(&c, argc, argv, &rc)) {
        return rc;
    }
    if (c.n_pos != (k.spoil ? 1 : 2)) {
        return cmd_usage(&c, k.spoil ? "--spoil takes a dataset and no model"
                                     : "a model and a dataset are needed");
    }
    if (!k.output) {
        return cmd_usage(&c, "where to? -o DIR");
    }
    if (k.spoil > 90 || k.false_alarms > 1000 || (k.least && !is_cosine(k.least))) {
        return cmd_usage(
            &c, "--spoil is at most 90 percent, --false-alarms 1000 permille, --least -1 to 1");
    }
    struct err e = {0};
    k.quiet = c.quiet;
    k.model = pos[0];
    k.data = pos[c.n_pos - 1];
    return cmd_end(&c, k.spoil ? spoil(&k, &e) : clean(&k, &e), &e);
}
