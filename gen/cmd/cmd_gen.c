// SPDX-License-Identifier: MIT
/* gen: a dataset from a recipe. */
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/progress.h"
#include "cmd/cmd.h"
#include "cmd/open.h"
#include "data/dataset_writer.h"
#include "font/fontset.h"
#include "produce.h"

/* Set by the first Ctrl-C or SIGTERM: samples under way are dropped, whole shards stay. The second one
 * finds the default action again. */
static atomic_int stop_asked; /* lock-free, so that a signal handler may set it */

static void ask_stop(int sig)
{
    stop_asked = 1;
    signal(sig, SIG_DFL);
}

struct gen {
    const char *recipe, *output, *shard, *blender;
    uint64_t seed, count, jobs;
    bool resume, force;
    struct opt_list set;
    uint64_t part, parts;
    /* while it runs */
    struct dataset_writer *writer;
    struct progress progress;
    uint64_t made, replans, forced;
};

/* "2/8": part 2 of 8, from 0. */
static bool parse_part(struct gen *g)
{
    if (!g->shard) {
        g->parts = 1;
        return true;
    }
    char *end;
    g->part = strtoull(g->shard, &end, 10);
    if (end == g->shard || *end != '/') {
        return false;
    }
    const char *of = end + 1;
    g->parts = strtoull(of, &end, 10);
    return end != of && !*end && g->part < g->parts;
}

static enum st deliver(void *ctx, uint64_t index, const struct made *m, struct err *e)
{
    struct gen *g = ctx;
    struct record_file file[2 + MADE_EXTRAS] = {
        {m->image_ext, m->image.data, m->image.len},
        {"json", m->json.data, m->json.len},
    };
    for (int i = 0; i < m->n_extras; i++) {
        file[2 + i] = (struct record_file){m->extra[i].ext, m->extra[i].bytes.data, m->extra[i].bytes.len};
    }
    struct record_facts facts = {
        .split = m->split, .width_px = m->width_px, .height_px = m->height_px,
        .n_graphemes = m->n_graphemes, .replans = m->replans, .forced = m->forced,
        .source = m->source, .font = *m->font ? m->font : NULL, .text = m->text.data, .text_len = m->text.len,
        .shown = m->shown.data, .shown_len = m->shown.len,
    };
    enum st st = dataset_writer_add(g->writer, index, file, (size_t)(2 + m->n_extras), &facts, e);
    g->made++;
    g->replans += m->replans;
    g->forced += m->forced;
    progress_at(&g->progress, g->progress.begun_at + g->made);
    return st;
}

/* The faces by name and checksum: other font files would be another dataset. */
static enum st list_fonts(const struct fontset *fs, struct arena *a, struct dataset_font *font, struct err *e)
{
    for (size_t i = 0; fs && i < fontset_count(fs); i++) {
        const struct face *f = fontset_face(fs, i);
        const char *slash = strrchr(f->path, '/');
        char sha[65];
        enum st st = face_sha256(f, sha, e);
        if (st) {
            return st;
        }
        font[i] = (struct dataset_font){.family = f->family, .style = f->style,
                                        .file = slash ? slash + 1 : f->path, .sha256 = arena_dup(a, sha, 64)};
    }
    return ST_OK;
}

static enum st make_all(struct gen *g, const struct generator *gen, struct err *e)
{
    struct production p = {.generator = gen, .seed = g->seed, .jobs = (unsigned)g->jobs, .deliver = deliver,
                           .ctx = g, .stop = &stop_asked};
    p.run = generator_recipe(gen)->kind == KIND_SHELF ? 1 : 0; /* each takes seconds */
    enum st st = ST_OK;
    while (!st && dataset_writer_next(g->writer, &p.first, &p.count)) {
        st = produce(&p, e);
    }
    return st;
}

static void report(const struct gen *g, const struct cmd *c, double seconds)
{
    uint64_t kept = dataset_writer_kept(g->writer);
    if (kept) {
        cmd_note(c, "%llu samples were there already", (unsigned long long)kept);
    }
    double rate = seconds > 0 ? (double)g->made / seconds : 0;
    cmd_note(c, "%llu samples in %s (%.*f/s)", (unsigned long long)g->made, cmd_human_time(seconds), rate < 10 ? 2 : 0,
             rate);
    if (g->replans || g->forced) {
        cmd_note(c, "%llu attempts were planned again (illegible, or nothing to see), %llu samples made without tone effects",
                 (unsigned long long)g->replans, (unsigned long long)g->forced);
    }
    const struct tally *t = dataset_writer_tally(g->writer);
    if (c->verbose && t) {
        cmd_note(c, "%zu different characters, %zu lengths, %zu sources, %zu faces", t->characters.n,
                 t->lengths.n, t->sources.n, t->fonts.n);
    }
}

static enum st generate(struct gen *g, const struct generator *gen, const struct cmd *c, struct err *e)
{
    const struct recipe *r = generator_recipe(gen);
    const struct fontset *fonts = generator_fonts(gen);
    struct arena a = {0};
    struct buf note = {0};
    size_t n = fonts ? fontset_count(fonts) : 0;
    struct dataset_font *font = arena_zarray(&a, struct dataset_font, n);
    struct dataset_options o = {
        .dir = g->output, .stream_fd = STDOUT_FILENO, .recipe = r->text,
        .recipe_sha256 = r->sha256, .seed = g->seed, .count = g->count,
        .shard_samples = r->shard_samples, .part = g->part, .parts = g->parts,
        .resume = g->resume, .force = g->force, .font = font, .n_fonts = n,
        .parts_on_disk = r->kind == KIND_SHELF, .programs = generator_programs(gen),
    };
    enum st st;
    (void)((st = list_fonts(fonts, &a, font, e)) || (st = dataset_writer_open(&g->writer, &o, e)));
    if (!st) {
        g->progress = progress_start("samples", dataset_writer_total(g->writer), c->quiet);
        g->progress.begun_at = dataset_writer_kept(g->writer);
        (void)((st = make_all(g, gen, e)) || (st = dataset_writer_finish(g->writer, &note, e)));
        double seconds = progress_end(&g->progress);
        if (!st) {
            report(g, c, seconds);
            if (note.len) {
                cmd_note(c, "%s", note.data);
            }
        }
    }
    dataset_writer_free(g->writer);
    buf_release(&note);
    arena_release(&a);
    return st;
}

int cmd_gen(int argc, char **argv)
{
    struct gen g = {.seed = UINT64_MAX, .count = UINT64_MAX};
    const struct opt opts[] = {
        {"output", 'o', OPT_STR, &g.output, "DIR", "folder to make; - for one tar stream on standard output"},
        {"count", 'n', OPT_UINT, &g.count, "N", "samples, instead of the recipe's count"},
        {"seed", 's', OPT_UINT, &g.seed, "S", "instead of the recipe's"},
        {"jobs", 'j', OPT_UINT, &g.jobs, "J", "threads (default: one a core); does not change a byte"},
        {"shard", 0, OPT_STR, &g.shard, "I/N", "only part I (from 0) of N, for as many machines"},
        {"resume", 0, OPT_FLAG, &g.resume, NULL, "keep what is whole in DIR, make what is missing"},
        {"force", 0, OPT_FLAG, &g.force, NULL, "replace an older dataset in DIR"},
        {"blender", 0, OPT_STR, &g.blender, "PATH", "the Blender to use (default: $BLENDER, else blender)"},
        {"set", 0, OPT_LIST, &g.set, "KEY=VALUE", "override a key of the recipe, e.g. image.height_px=48"},
        {0},
    };
    const char *pos[1];
    struct cmd c = {.verb = "gen",
                    .usage = "RECIPE -o DIR",
                    .about = "Makes a dataset: tar shards in WebDataset's layout, an index for each, and\n"
                             "dataset.json. Sample i depends on recipe, seed and i alone: jobs, parts, kills and\n"
                             "restarts do not change it. Ctrl-C keeps what is whole; go on with --resume.",
                    .opts = opts,
                    .pos = pos,
                    .min_pos = 1,
                    .max_pos = 1};
    int rc;
    if (!cmd_parse(&c, argc, argv, &rc)) {
        free(g.set.v);
        return rc;
    }
    struct err e = {0};
    struct generator *gen = NULL;
    if (!g.output) {
        rc = cmd_usage(&c, "where to? -o DIR names a folder, -o - standard output");
    } else if (g.count == 0) {
        rc = cmd_usage(&c, "--count 0 would make an empty dataset: one sample is the least; without --count it is the recipe's count");
    } else if (!parse_part(&g)) {
        rc = cmd_usage(&c, "--shard wants I/N with I from 0 to N-1, not '%s'", g.shard);
    } else if (g.resume && g.force) {
        rc = cmd_usage(&c, "--resume keeps what is there, --force removes it: which one?");
    } else {
        signal(SIGINT, ask_stop);
        signal(SIGTERM, ask_stop);
        signal(SIGPIPE, SIG_IGN);
        g.jobs = g.jobs ? g.jobs : produce_cores();
        struct generator_options o = {.blender = g.blender, .workers = (unsigned)g.jobs, .stop = &stop_asked};
        enum st st = cmd_open(pos[0], &g.set, &o, &gen, &e);
        if (!st) {
            const struct recipe *r = generator_recipe(gen);
            g.seed = g.seed == UINT64_MAX ? r->seed : g.seed;
            g.count = g.count == UINT64_MAX ? r->count : g.count;
            st = generate(&g, gen, &c, &e);
        }
        if (st == ST_STOPPED && stop_asked) {
            cmd_note(&c, "stopped; whole shards stay in '%s', and --resume goes on from them", g.output);
            e.msg[0] = 0;
        }
        rc = st == ST_STOPPED && !stop_asked ? ST_OK : cmd_end(&c, st, &e);
        if (st == ST_IO && g.made && strcmp(g.output, "-")) {
            cmd_note(&c, "whole shards stay in '%s'; --resume goes on from them", g.output);
        }
    }
    generator_close(gen);
    free(g.set.v);
    return rc;
}
