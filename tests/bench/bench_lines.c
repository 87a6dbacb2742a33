// SPDX-License-Identifier: MIT
/*
 * bench_lines - ersatz beside a bare loop, in turn, on the same texts and fonts.
 *
 * The bare loop is what one would write in an afternoon and no faster program could leave out: shape
 * with HarfBuzz, take FreeType's outlines, move their points by a sine, rasterise, 3 x 3 blur, noise,
 * JPEG in memory. No labels, no files. Texts and faces come from recipes/lines-plain.yaml and are planned
 * before the clock starts. ersatz runs as its users run it: `ersatz gen` into a folder, start-up and
 * all (its share is shown). Every round runs all contestants once; the table shows medians, and the
 * ratios are medians of the rounds' own ratios, since machines are noisy.
 *
 * usage: bench_lines PATH-OF-ERSATZ [LINES [ROUNDS]]
 */
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H
#include <hb.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <turbojpeg.h>
#include <unistd.h>
#include <math.h>

#include "bench_median.h"
#include "font/fontset.h"
#include "sample.h"

enum { HEIGHT = 32, EM_PX = 24, MAX_W = 1024, MAX_FACES = 64 };

/* --- the bare loop ------------------------------------------------------------------------------ */

struct bare {
    FT_Library ft;
    FT_Face face[MAX_FACES];
    hb_buffer_t *buffer;
    tjhandle jpeg;
    unsigned char *out;
    unsigned long out_cap;
    uint32_t noise;
    uint8_t a[HEIGHT * MAX_W], b[HEIGHT * MAX_W];
};

static FT_Face face_of(struct bare *b, const struct face *f)
{
    FT_Face *slot = &b->face[f->id % MAX_FACES];
    if (!*slot) {
        FT_New_Memory_Face(b->ft, f->bytes, (FT_Long)f->n_bytes, f->index, slot);
        FT_Set_Pixel_Sizes(*slot, 0, EM_PX);
    }
    return *slot;
}

static int draw_line(struct bare *b, const struct sample *s)
{
    FT_Face ft = face_of(b, s->face);
    hb_buffer_clear_contents(b->buffer);
    hb_buffer_add_utf8(b->buffer, s->text.text, (int)s->text.len, 0, (int)s->text.len);
    hb_buffer_guess_segment_properties(b->buffer);
    hb_shape(s->face->hb_font, b->buffer, NULL, 0);
    unsigned n;
    hb_glyph_info_t *info = hb_buffer_get_glyph_infos(b->buffer, &n);
    hb_glyph_position_t *pos = hb_buffer_get_glyph_positions(b->buffer, &n);
    double scale = (double)EM_PX / s->face->upem, width = 8;
    for (unsigned i = 0; i < n; i++) {
        width += pos[i].x_advance * scale;
    }
    int w = (int)width < MAX_W ? (int)width : MAX_W;
    memset(b->a, 0, (size_t)w * HEIGHT);
    FT_Bitmap bitmap = {.rows = HEIGHT, .width = (unsigned)w, .pitch = w, .buffer = b->a,
                        .num_grays = 256, .pixel_mode = FT_PIXEL_MODE_GRAY};
    double pen = 4;
    for (unsigned i = 0; i < n; i++) {
        FT_Load_Glyph(ft, info[i].codepoint, FT_LOAD_NO_HINTING | FT_LOAD_NO_BITMAP);
        FT_Outline *o = &ft->glyph->outline;
        for (int k = 0; k < o->n_points; k++) {
            double x = (double)o->points[k].x / 64 + pen + pos[i].x_offset * scale;
            o->points[k].x = (FT_Pos)(x * 64);
            o->points[k].y += (FT_Pos)(64 * (8 + sin(x * 0.02)));
        }
        FT_Outline_Get_Bitmap(b->ft, o, &bitmap);
        pen += pos[i].x_advance * scale;
    }
    return w;
}

/* 3 x 3 box blur and uniform noise, black on white. */
static void spoil(struct bare *b, int w)
{
    for (int y = 0; y < HEIGHT; y++) {
        const uint8_t *r1 = b->a + y * w, *r0 = y ? r1 - w : r1, *r2 = y + 1 < HEIGHT ? r1 + w : r1;
        uint8_t *d = b->b + y * w;
        for (int x = 0; x < w; x++) {
            int l = x ? x - 1 : x, r = x + 1 < w ? x + 1 : x;
            int sum = r0[l] + r0[x] + r0[r] + r1[l] + r1[x] + r1[r] + r2[l] + r2[x] + r2[r];
            b->noise = b->noise * 1664525u + 1013904223u;
            int v = 255 - sum / 9 + (int)(b->noise >> 28) - 8;
            d[x] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
        }
    }
}

static double bare_loop(struct bare *b, const struct sample *s, size_t n)
{
    double t = bench_now_s();
    size_t bytes = 0;
    for (size_t i = 0; i < n; i++) {
        int w = draw_line(b, &s[i]);
        spoil(b, w);
        unsigned long len = b->out_cap;
        if (tjCompress2(b->jpeg, b->b, w, w, HEIGHT, TJPF_GRAY, &b->out, &len, TJSAMP_GRAY, 90,
                        TJFLAG_NOREALLOC)) {
            fprintf(stderr, "bench_lines: %s\n", tjGetErrorStr2(b->jpeg));
            exit(1);
        }
        bytes += len;
    }
    t = bench_now_s() - t;
    if (bytes < n * 300) {
        fprintf(stderr, "bench_lines: the bare loop drew nothing\n");
        exit(1);
    }
    return (double)n / t;
}

/* --- ersatz ---------------------------------------------------------------------------------------- */

struct run {
    double wall_s;
    long rss_kib;
};

static pid_t start_program(const char *const argv[])
{
    pid_t pid = fork();
    if (pid == 0) {
        if (!freopen("/dev/null", "w", stdout)) {
            _exit(126);
        }
        execv(argv[0], (char *const *)argv);
        _exit(127);
    }
    return pid;
}

static long end_program(pid_t pid, const char *const argv[])
{
    int status;
    struct rusage ru;
    if (pid < 0 || wait4(pid, &status, 0, &ru) < 0 || status != 0) {
        fprintf(stderr, "bench_lines: '%s %s' failed\n", argv[0], argv[1]);
        exit(1);
    }
    return ru.ru_maxrss;
}

static struct run run_program(const char *const argv[])
{
    double t = bench_now_s();
    long rss_kib = end_program(start_program(argv), argv);
    return (struct run){bench_now_s() - t, rss_kib};
}

/* `processes` of them at a time, each a dataset of its own below `dir`, which is empty before. */
static struct run run_gen(const char *ersatz, const char *recipe, unsigned long lines,
                          const char *jobs, int processes, const char *dir)
{
    enum { MOST = 2 };
    char count[24], out[MOST][64];
    const char *rm[] = {"/bin/rm", "-rf", dir, NULL}, *mk[] = {"/bin/mkdir", dir, NULL};
    pid_t pid[MOST];
    snprintf(count, sizeof count, "%lu", lines);
    run_program(rm);
    run_program(mk);
    const char *argv[] = {ersatz, "gen",    recipe, "-o", NULL, "--count",
                          count,  "--jobs", jobs,   "-q", NULL};
    double t = bench_now_s();
    struct run run = {0, 0};
    for (int i = 0; i < processes; i++) {
        snprintf(out[i], sizeof out[i], "%s/%d", dir, i);
        argv[4] = out[i];
        pid[i] = start_program(argv);
    }
    for (int i = 0; i < processes; i++) {
        long rss_kib = end_program(pid[i], argv);
        run.rss_kib = rss_kib > run.rss_kib ? rss_kib : run.rss_kib;
    }
    run.wall_s = bench_now_s() - t;
    return run;
}

enum { MAX_ROUNDS = 31 };
/* Rates and times of every round; ratios are those of one round. */
struct table {
    double bare[MAX_ROUNDS], plain[MAX_ROUNDS], plain_to_bare[MAX_ROUNDS], hard[MAX_ROUNDS],
        hard_to_bare[MAX_ROUNDS];
    double jobs[MAX_ROUNDS], jobs_to_one[MAX_ROUNDS], processes_to_one[MAX_ROUNDS],
        start_s[MAX_ROUNDS], version_s[MAX_ROUNDS];
    long plain_rss, hard_rss, jobs_rss;
};

static double rate(const char *ersatz, const char *recipe, unsigned long lines, const char *jobs,
                   int processes, const char *dir, double *start_s, long *rss)
{
    struct run start = run_gen(ersatz, recipe, 1, jobs, processes, dir);
    struct run run = run_gen(ersatz, recipe, lines, jobs, processes, dir);
    if (start_s) {
        *start_s = start.wall_s;
    }
    if (rss && run.rss_kib > *rss) {
        *rss = run.rss_kib;
    }
    return (double)lines * processes / (run.wall_s - start.wall_s);
}

static void one_round(struct table *t, size_t r, struct bare *bare, const struct sample *sample,
                      size_t n, const char *ersatz, unsigned long lines, const char *dir)
{
    const char *plain = "recipes/lines-plain.yaml", *hard = "recipes/lines-hard.yaml";
    t->bare[r] = bare_loop(bare, sample, n);
    t->plain[r] = rate(ersatz, plain, lines, "1", 1, dir, &t->start_s[r], &t->plain_rss);
    t->plain_to_bare[r] = t->plain[r] / t->bare[r];
    t->jobs[r] = rate(ersatz, plain, 2 * lines, "2", 1, dir, NULL, &t->jobs_rss);
    t->jobs_to_one[r] = t->jobs[r] / t->plain[r];
    t->processes_to_one[r] = rate(ersatz, plain, lines, "1", 2, dir, NULL, NULL) / t->plain[r];
    t->hard[r] = rate(ersatz, hard, lines / 2, "1", 1, dir, NULL, &t->hard_rss);
    t->hard_to_bare[r] = t->hard[r] / t->bare[r];
    const char *version[] = {ersatz, "--version", NULL};
    t->version_s[r] = run_program(version).wall_s;
}

static void print_table(struct table *t, size_t n)
{
    printf("what\tvalue\tunit\n");
    printf("bare loop\t%.0f\tlines/s\n", bench_median(t->bare, n));
    printf("plain, 1 job\t%.0f\tlines/s\n", bench_median(t->plain, n));
    printf("plain / bare\t%.2f\tratio\n", bench_median(t->plain_to_bare, n));
    printf("hard, 1 job\t%.0f\tlines/s\n", bench_median(t->hard, n));
    printf("hard / bare\t%.2f\tratio\n", bench_median(t->hard_to_bare, n));
    printf("plain, 2 jobs\t%.0f\tlines/s\n", bench_median(t->jobs, n));
    printf("2 jobs / 1 job\t%.2f\tratio\n", bench_median(t->jobs_to_one, n));
    printf("2 processes / 1\t%.2f\tratio\n", bench_median(t->processes_to_one, n));
    printf("memory plain, 1 job\t%.1f\tMiB\n", (double)t->plain_rss / 1024);
    printf("memory hard, 1 job\t%.1f\tMiB\n", (double)t->hard_rss / 1024);
    printf("memory plain, 2 jobs\t%.1f\tMiB\n", (double)t->jobs_rss / 1024);
    printf("gen of one sample\t%.1f\tms\n", 1000 * bench_median(t->start_s, n));
    printf("ersatz --version\t%.1f\tms\n", 1000 * bench_median(t->version_s, n));
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: bench_lines ERSATZ [LINES [ROUNDS]]\n");
        return 2;
    }
    unsigned long lines = argc > 2 ? strtoul(argv[2], NULL, 10) : 20000;
    size_t rounds = argc > 3 ? strtoul(argv[3], NULL, 10) : 5;
    rounds = rounds < 1 ? 1 : rounds > MAX_ROUNDS ? MAX_ROUNDS : rounds;
    struct generator *g;
    struct buf problems = {0};
    struct err e = {0};
    if (generator_open("recipes/lines-plain.yaml", NULL, 0, NULL, &g, &problems, &e)) {
        fprintf(stderr, "%sbench_lines: %s\n", problems.data ? problems.data : "", e.msg);
        return 1;
    }
    enum { PLANNED = 4000 };
    struct arena arena = {0};
    struct sample *sample = calloc(PLANNED, sizeof *sample);
    for (size_t i = 0; i < PLANNED; i++) {
        if (plan_make(generator_text(g), 1, i, 0, &arena, &sample[i], &e)) {
            fprintf(stderr, "bench_lines: %s\n", e.msg);
            return 1;
        }
    }
    static struct bare bare;
    FT_Init_FreeType(&bare.ft);
    bare.buffer = hb_buffer_create();
    bare.jpeg = tjInitCompress();
    bare.out_cap = tjBufSize(MAX_W, HEIGHT, TJSAMP_GRAY);
    bare.out = tjAlloc((int)bare.out_cap);
    char dir[] = "/tmp/ersatz-bench-XXXXXX";
    if (!mkdtemp(dir)) {
        perror(dir);
        return 1;
    }
    static struct table table;
    for (size_t r = 0; r < rounds; r++) {
        one_round(&table, r, &bare, sample, PLANNED, argv[1], lines, dir);
        fprintf(stderr, "\rround %zu of %zu", r + 1, rounds);
    }
    fprintf(stderr, "\r\033[K");
    const char *rm[] = {"/bin/rm", "-rf", dir, NULL};
    run_program(rm);
    print_table(&table, rounds);
    arena_release(&arena);
    free(sample);
    generator_close(g);
    return 0;
}
