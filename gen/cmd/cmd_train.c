// SPDX-License-Identifier: MIT
/* train: a model from a recipe. */
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "cmd/cmd.h"
#include "cmd/opts.h"
#include "ocr/reader_train.h"
#include "product/embedder_train.h"

static atomic_int stop_asked; /* lock-free, so that a signal handler may set it */

static void ask_stop(int sig)
{
    stop_asked = 1;
    signal(sig, SIG_DFL);
}

struct watch {
    bool quiet, terminal;
};

static void show(void *ctx, const struct train_report *r)
{
    const struct watch *w = ctx;
    if (w->quiet) {
        return;
    }
    if (r->evaluated) {
        fprintf(stderr, "%sstep %llu: %s: %s\n", w->terminal ? "\r\033[K" : "",
                (unsigned long long)r->step, r->valid, r->text);
        return;
    }
    if (!w->terminal) {
        return;
    }
    double left = r->samples_per_second > 0 ? (double)(r->steps - r->step) * r->seconds_a_step : 0;
    fprintf(stderr, "\r\033[Kstep %llu of %llu, loss %.3f", (unsigned long long)r->step,
            (unsigned long long)r->steps, r->value[0].v);
    for (int i = 1; i < r->n_values; i++) {
        if (!strncmp(r->value[i].key, "loss_", 5)) {
            fprintf(stderr, " + %.3f", r->value[i].v);
        }
    }
    fprintf(stderr, ", %.0f %s/s (%.0f %% making them), %.0f GFLOP/s", r->samples_per_second,
            r->unit, 100 * r->feed_share, r->gflops);
    if (r->peak_gflops > 0) {
        fprintf(stderr, " (%.0f %% of peak)", 100 * r->gflops / r->peak_gflops);
    }
    fprintf(stderr, ", %s left", cmd_human_time(left));
    fflush(stderr);
}

int cmd_train(int argc, char **argv)
{
    struct train_options o = {.seed = UINT64_MAX, .stop = &stop_asked, .report = show};
    struct opt_list set = {0}, data_set = {0};
    const char *pos[1];
    const struct opt opts[] = {
        {"output", 'o', OPT_STR, &o.out, "DIR",
         "folder for model.ersatz, state.ersatz, train.jsonl and samples.png"},
        {"seed", 's', OPT_UINT, &o.seed, "S", "instead of the recipe's"},
        {"resume", 0, OPT_FLAG, &o.resume, NULL, "go on from DIR/state.ersatz"},
        {"force", 0, OPT_FLAG, &o.force, NULL, "begin anew in a folder that holds a training"},
        {"set", 0, OPT_LIST, &set, "KEY=VALUE",
         "override a key of the recipe, e.g. train.steps=1000"},
        {"data-set", 0, OPT_LIST, &data_set, "KEY=VALUE",
         "override a key of the recipes that data.recipes and data.augment name"},
        {0},
    };
    struct cmd c = {
        .verb = "train",
        .usage = "RECIPE -o DIR",
        .about = "Trains a model from a recipe: of kind reader, to read lines, or of kind "
                 "embedder, to know\n"
                 "products. Samples are made while it learns, never the same twice, or come from "
                 "datasets.\n"
                 "Ctrl-C saves the state; --resume goes on bit by bit as if nothing had happened.\n"
                 "mpirun -n N ersatz train ... trains on N processes, of one machine or several.",
        .opts = opts,
        .pos = pos,
        .min_pos = 1,
        .max_pos = 1};
    int rc;
    if (!cmd_parse(&c, argc, argv, &rc)) {
        free(set.v);
        free(data_set.v);
        return rc;
    }
    struct err e = {0};
    struct recipe r = {0};
    struct buf problems = {0};
    struct watch w = {.quiet = c.quiet, .terminal = isatty(STDERR_FILENO)};
    if (!o.out) {
        rc = cmd_usage(&c, "where to? -o DIR names a folder");
    } else {
        enum st st = ranks_join(&o.ranks, &e);
        signal(SIGINT, ask_stop);
        signal(SIGTERM, ask_stop);
        st = st ? st : ranks_agree(o.ranks, recipe_load(&r, pos[0], set.v, set.n, &problems, &e), &e);
        if (ranks_number(o.ranks)) { /* process 0 speaks for all */
            w.quiet = c.quiet = true;
            buf_clear(&problems);
        }
        fwrite(problems.data ? problems.data : "", 1, problems.len, stderr);
        if (!st && r.kind != KIND_READER && r.kind != KIND_EMBEDDER) {
            st =
                err_set(&e, ST_RECIPE,
                        "'%s' is of a kind that makes data, not a model (kind: reader or embedder)",
                        pos[0]);
        }
        if (!st) {
            o.seed = o.seed == UINT64_MAX ? r.seed : o.seed;
            o.set = data_set.v;
            o.n_set = data_set.n;
            o.ctx = &w;
            st = r.kind == KIND_READER ? reader_train(&r, &o, &e) : embedder_train(&r, &o, &e);
            fputs(w.terminal && !w.quiet ? "\n" : "", stderr);
        }
        if (st == ST_STOPPED) {
            cmd_note(&c, "stopped; --resume goes on from '%s/state.ersatz'", o.out);
            e.msg[0] = 0;
        }
        if (ranks_number(o.ranks)) {
            e.msg[0] = 0;
        }
        rc = cmd_end(&c, st, &e);
        if (!rc && !ranks_number(o.ranks)) {
            printf("%s/model.ersatz\n", o.out);
        }
        ranks_leave(o.ranks);
    }
    recipe_release(&r);
    buf_release(&problems);
    free(set.v);
    free(data_set.v);
    return rc;
}
