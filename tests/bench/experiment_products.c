// SPDX-License-Identifier: MIT
/*
 * experiment_products - what losses, distillation, extra heads and cleaning do to an embedding of products, on datasets of 64 x 64
 * pictures. recipes/experiments/run.sh calls it and makes the tables of docs/experiments.md.
 *
 * usage: experiment_products WHAT A=DIR [B=DIR] [loss=KIND] [seed=N] [steps=N] [noise=SHARE] ...
 *     losses    train on A's training products with one loss (and m1=, m2=, m3=, scale=, strength=, warmup=SHARE of the steps), measure
 *               on its test products; case=NAME is repeated in the answer
 *     forget    train on A, then on B: without and with distillation; measure on both
 *     heads     train on A with heads for category, visible share and yaw
 *     clean     train on A with wrong labels, throw out what does not cluster (eval/cleaning.h), train anew
 *
 * One line of JSON a measurement, on standard output. mAP: each test picture against all others (eval/retrieval.h); test products are none
 * of those learned from. One thread. The net is a small residual one, 14 MFLOP a picture: what is compared is losses.
 */
#include "data/label_noise.h"
#include "eval/cleaning.h"
#include "eval/retrieval.h"
#include "experiment_lesson.h"

/* --- measuring -------------------------------------------------------------------------------------------------------- */

/* Unit vectors (n, DIMS) of pictures. */
static float *embed(struct params *p, const int32_t *picture, int n, enum output which)
{
    struct body b = build(p, false, which == SECOND, 0, NULL, 0);
    float *v = room((size_t)n * DIMS, sizeof *v);
    for (int i = 0; i < n; i += BATCH) {
        int k = n - i < BATCH ? n - i : BATCH;
        for (int j = 0; j < k; j++) {
            show(&pool.all[picture[i + j]], NULL, net_host(b.net, b.input) + (size_t)j * VALUES);
        }
        net_forward(b.net);
        memcpy(v + (size_t)i * DIMS, net_host(b.net, b.out[which]), (size_t)k * DIMS * sizeof *v);
    }
    for (int i = 0; i < n; i++) {
        float *row = v + (size_t)i * DIMS;
        double sum = 1e-30;
        for (int k = 0; k < DIMS; k++) {
            sum += (double)row[k] * (double)row[k];
        }
        for (int k = 0; k < DIMS; k++) {
            row[k] = (float)((double)row[k] / sqrt(sum));
        }
    }
    net_free(b.net);
    return v;
}

static int pick(int set, int test, int32_t *picture)
{
    int n = 0;
    for (int i = 0; i < pool.n; i++) {
        if (pool.all[i].set == set && pool.all[i].test == test) {
            picture[n++] = i;
        }
    }
    return n;
}

struct measured {
    double map, top1;
};

static struct measured measure(struct params *p, int set, enum output which)
{
    struct err e = {0};
    int32_t *picture = room((size_t)pool.n, sizeof *picture);
    int n = pick(set, 1, picture);
    uint32_t *label = room((size_t)n, sizeof *label);
    for (int i = 0; i < n; i++) {
        label[i] = (uint32_t)pool.all[picture[i]].sku;
    }
    float *v = embed(p, picture, n, which);
    struct vectors q = {v, (size_t)n, DIMS, label};
    struct retrieval r;
    check(retrieval_run(&q, NULL, NULL, NULL, &r, &e), &e);
    double sum[2][2] = {{0}};
    static const enum retrieval_measure of[2] = {RETRIEVAL_MAP, RETRIEVAL_TOP1};
    for (size_t i = 0; i < r.n; i++) {
        for (int k = 0; k < 2; k++) {
            sum[k][0] += r.num[i * RETRIEVAL_MEASURES + of[k]];
            sum[k][1] += r.den[i * RETRIEVAL_MEASURES + of[k]];
        }
    }
    retrieval_release(&r);
    free(v);
    free(label);
    free(picture);
    return (struct measured){sum[0][0] / sum[0][1], sum[1][0] / sum[1][1]};
}

/* Pictures of a set's training products, their classes from 0. */
static struct lesson lesson_of(int set)
{
    int32_t *picture = room((size_t)pool.n, sizeof *picture),
            *label = room((size_t)pool.n, sizeof *label);
    int32_t *class = room((size_t)pool.skus.n, sizeof *class);
    struct lesson l = {.picture = picture,
                       .label = label,
                       .n = pick(set, 0, picture),
                       .weights = "classes.weight"};
    for (int i = 0; i < l.n; i++) {
        int32_t *c = &class[pool.all[picture[i]].sku];
        *c = *c ? *c : ++l.classes;
        label[i] = *c - 1;
    }
    free(class);
    return l;
}

/* --- experiments --------------------------------------------------------------------------------------------------------- */

struct wish {
    const char *what, *a, *b, *name;
    struct margin_options margin;
    double centre, rate, noise, warmup;
    uint64_t seed;
    int steps;
};

static struct lesson lesson_for(const struct wish *w, int set)
{
    struct lesson l = lesson_of(set);
    l.margin = w->margin;
    l.centre = w->centre;
    l.rate = w->rate;
    l.warmup = w->warmup;
    l.steps = w->steps;
    l.seed = w->seed;
    return l;
}

static void say(const struct wish *w, const char *name, int set, struct measured m,
                const struct lesson *l)
{
    printf("{\"experiment\":\"%s\",\"loss\":\"%s%s\",\"case\":\"%s\",\"on\":\"%c\",\"seed\":%d,"
           "\"noise\":%g,\"map\":%.4f,\"top1\":%.4f,"
           "\"train_loss\":%.4f,\"theta_deg\":%.1f,\"length\":%.2f,\"pictures\":%d,\"classes\":%d,"
           "\"steps\":%d}\n",
           w->what, margin_name(w->margin.kind), w->centre > 0 ? "+centre" : "", name, 'A' + set,
           (int)w->seed, w->noise, m.map, m.top1, l->loss, l->theta_deg, l->length, l->n,
           l->classes, l->steps);
    fflush(stdout);
}

static void losses(const struct wish *w, int heads)
{
    struct params *p = params_new();
    struct lesson l = lesson_for(w, 0);
    l.categories = heads ? pool.categories.n : 0;
    learn(&l, p, NULL);
    say(w, heads ? "with heads" : w->name, 0, measure(p, 0, EMBEDDING), &l);
    params_free(p);
}

static void forget(const struct wish *w)
{
    struct params *first = params_new();
    struct lesson l = lesson_for(w, 0);
    learn(&l, first, NULL);
    say(w, "A alone", 0, measure(first, 0, EMBEDDING), &l);
    say(w, "A alone", 1, measure(first, 1, EMBEDDING), &l);
    for (int distill = 0; distill < 2; distill++) {
        struct params *p = params_new();
        struct lesson next = lesson_for(w, 1);
        next.weights = "classes_b.weight";
        next.steps = w->steps / 2;
        next.rate = w->rate / 2;
        next.teacher = distill ? first : NULL;
        learn(&next, p, first);
        const char *name = distill ? "then B, distilled" : "then B";
        say(w, name, 0, measure(p, 0, EMBEDDING), &next);
        say(w, name, 1, measure(p, 1, EMBEDDING), &next);
        if (distill) {
            say(w, "then B, distilled, second embedding", 0, measure(p, 0, SECOND), &next);
            say(w, "then B, distilled, second embedding", 1, measure(p, 1, SECOND), &next);
        }
        params_free(p);
    }
    params_free(first);
}

/* Puts wrong labels among a lesson's, a third of the noise of each kind; what is wrong with each picture. */
static uint8_t *spoil(struct lesson *l, const struct wish *w)
{
    struct label_noise_options o = {w->noise / 3, w->noise / 3, w->noise / 3, w->seed};
    uint32_t *was = room((size_t)l->n, sizeof *was), *now = room((size_t)l->n, sizeof *now);
    uint8_t *how = room((size_t)l->n, 1);
    for (int i = 0; i < l->n; i++) {
        was[i] = (uint32_t)l->label[i];
    }
    label_noise(was, (size_t)l->n, (size_t)l->classes, &o, now, how);
    for (int i = 0; i < l->n; i++) {
        l->label[i] = (int32_t)now[i];
    }
    free(was);
    free(now);
    return how;
}

/* What is thrown out of all, against what is wrong; keep (n): out. far: cleaning_least()'s, 0 = cleaning_choose(). */
static void throw_out(const struct wish *w, int round, double far, const struct lesson *all,
                      const float *v, const uint8_t *how, uint8_t *keep)
{
    size_t n = (size_t)all->n;
    uint32_t *label = room(n, sizeof *label);
    bool *wrong = room(n, sizeof *wrong);
    struct cleaned *c = room(n, sizeof *c);
    int out[LABEL_NOISES] = {0}, of[LABEL_NOISES] = {0};
    for (size_t i = 0; i < n; i++) {
        label[i] = (uint32_t)all->label[i];
        wrong[i] = how[i] != LABEL_RIGHT;
    }
    struct vectors vectors = {v, n, DIMS, label};
    float least = far > 0 ? cleaning_least(&vectors, far)
                          : cleaning_choose(&vectors, (size_t)all->classes, NULL, NULL);
    cleaning_run(&vectors, (size_t)all->classes, least, c);
    struct cleaning_score s = cleaning_judge(c, wrong, n);
    for (size_t i = 0; i < n; i++) {
        keep[i] = !c[i].wrong;
        of[how[i]]++;
        out[how[i]] += c[i].wrong;
    }
    printf("{\"experiment\":\"thrown\",\"loss\":\"%s\",\"seed\":%d,\"steps\":%d,\"noise\":%g,"
           "\"round\":%d,"
           "\"far\":%g,\"least\":%.3f,\"thrown\":%.4f,"
           "\"wrong\":%.4f,\"precision\":%.4f,\"recall\":%.4f",
           margin_name(w->margin.kind), (int)w->seed, w->steps, w->noise, round, far, (double)least,
           (double)s.proposed / (double)n, (double)s.wrong / (double)n, s.precision, s.recall);
    for (int k = LABEL_FLIP; k < LABEL_NOISES; k++) {
        printf(",\"recall_%s\":%.4f", label_noise_name[k], (double)out[k] / (of[k] ? of[k] : 1));
    }
    puts("}");
    fflush(stdout);
    free(label);
    free(wrong);
    free(c);
}

/* Those of a lesson that are kept. */
static struct lesson kept(const struct lesson *all, const uint8_t *keep)
{
    struct lesson l = *all;
    int32_t *picture = room((size_t)all->n, sizeof *picture),
            *label = room((size_t)all->n, sizeof *label);
    l.n = 0;
    for (int i = 0; i < all->n; i++) {
        if (keep[i]) {
            picture[l.n] = all->picture[i];
            label[l.n++] = all->label[i];
        }
    }
    l.picture = picture;
    l.label = label;
    return l;
}

static void clean(const struct wish *w, int rounds, double far)
{
    static const double tried[] = {0.1, 0.4, 0.8}; /* also shown */
    struct lesson all = lesson_for(w, 0);
    uint8_t *how = spoil(&all, w), *keep = room((size_t)all.n, 1);
    memset(keep, 1, (size_t)all.n);
    for (int round = 0; round <= rounds + 1; round++) {
        struct params *p = params_new();
        if (round > rounds) { /* what could be had: nothing wrong is left, and all that is right */
            for (int i = 0; i < all.n; i++) {
                keep[i] = how[i] == LABEL_RIGHT;
            }
        }
        struct lesson l = kept(&all, keep);
        char name[32];
        snprintf(name, sizeof name, round > rounds ? "truth" : "round %d", round);
        learn(&l, p, NULL);
        say(w, name, 0, measure(p, 0, EMBEDDING), &l);
        if (round <
            rounds) { /* all pictures are looked at anew: what was thrown out may come back */
            float *v = embed(p, all.picture, all.n, EMBEDDING);
            for (size_t k = 0; k < sizeof tried / sizeof *tried; k++) {
                throw_out(w, round, tried[k], &all, v, how, keep);
            }
            throw_out(w, round, far, &all, v, how, keep);
            free(v);
        }
        params_free(p);
    }
}

/* --- options ------------------------------------------------------------------------------------------------------------- */

static const char *option(int argc, char **argv, const char *key, const char *otherwise)
{
    size_t n = strlen(key);
    for (int i = 2; i < argc; i++) {
        if (!strncmp(argv[i], key, n) && argv[i][n] == '=') {
            return argv[i] + n + 1;
        }
    }
    return otherwise;
}

static double number(int argc, char **argv, const char *key, double otherwise)
{
    const char *v = option(argc, argv, key, NULL);
    return v ? strtod(v, NULL) : otherwise;
}

static struct margin_options margin_wish(int argc, char **argv)
{
    const char *name = option(argc, argv, "loss", "arcface");
    for (int k = MARGIN_SOFTMAX; k <= MARGIN_COMBINED; k++) {
        if (!strcmp(name, margin_name((enum margin_kind)k))) {
            struct margin_options o = margin_defaults((enum margin_kind)k);
            o.scale = number(argc, argv, "scale", o.kind == MARGIN_SPHEREFACE ? 0 : 16);
            o.m1 = number(argc, argv, "m1", o.m1);
            o.m2 = number(argc, argv, "m2", o.m2);
            o.m3 = number(argc, argv, "m3", o.m3);
            o.strength = number(argc, argv, "strength", 1);
            return o;
        }
    }
    fail("unknown loss");
    return margin_defaults(MARGIN_SOFTMAX);
}

int main(int argc, char **argv)
{
    struct wish w = {.what = argc > 1 ? argv[1] : "",
                     .a = option(argc, argv, "A", NULL),
                     .b = option(argc, argv, "B", NULL),
                     .name = option(argc, argv, "case", ""),
                     .margin = margin_wish(argc, argv),
                     .centre = number(argc, argv, "centre", 0),
                     .rate = number(argc, argv, "rate", 2e-3),
                     .noise = number(argc, argv, "noise", 0),
                     .warmup = number(argc, argv, "warmup", 0.25),
                     .seed = (uint64_t)number(argc, argv, "seed", 1),
                     .steps = (int)number(argc, argv, "steps", 1200)};
    if (!w.a) {
        fail("usage: experiment_products losses|forget|heads|clean A=DIR [B=DIR] [loss=KIND] "
             "[seed=N] [steps=N] [noise=SHARE]");
    }
    load(w.a, 0);
    if (w.b) {
        load(w.b, 1);
    }
    if (!strcmp(w.what, "losses") || !strcmp(w.what, "heads")) {
        losses(&w, !strcmp(w.what, "heads"));
    } else if (!strcmp(w.what, "forget") && w.b) {
        forget(&w);
    } else if (!strcmp(w.what, "clean")) {
        clean(&w, (int)number(argc, argv, "rounds", 1), number(argc, argv, "far", 0));
    } else {
        fail("losses, heads and clean want A=DIR, forget also B=DIR");
    }
    return 0;
}
