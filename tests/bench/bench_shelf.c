// SPDX-License-Identifier: MIT
/*
 * bench_shelf - what a labelled frame costs beside Blender's bare render of the same scene, and what the rasteriser makes.
 *
 * The scenes are those of recipes/shelf-small.yaml. Their jobs are written once and saved as .blend files; the bare render is one
 * Blender process that opens each, renders it and saves a PNG (bare_render.py): no passes, no labels, no denoiser. ersatz runs as its
 * users run it, `ersatz gen` into a folder. Both have the whole machine and take turns. FEW frames are made as well, and taken off: what
 * is told is a further frame, without start-up and the label art that is drawn once. Ratios are those of one round, of wall-clock and of
 * processor time; the table has their medians. Rates of the rasteriser leave start-up out, too.
 *
 * usage: bench_shelf PATH-OF-ERSATZ [FRAMES [ROUNDS]]
 */
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/files.h"
#include "bench_median.h"
#include "bench_scene.h"
#include "cycles/job.h"
#include "cycles/scratch.h"
#include "cycles/store.h"

enum { MAX_ROUNDS = 15, FEW = 4, MEMORY_FRAMES = 200, CYCLES_FRAMES = 60 };
static const char *const recipe = "recipes/shelf-small.yaml";

struct cost {
    double wall_s, cpu_s;
};

static double seconds(struct timeval t)
{
    return (double)t.tv_sec + 1e-6 * (double)t.tv_usec;
}

/* Run a program to its end; processor time is that of all it waited for, too. */
static struct cost run(const char *const argv[])
{
    fflush(stdout); /* or the child writes it again */
    double t = bench_now_s();
    pid_t pid = fork();
    if (pid == 0) {
        if (!freopen("/dev/null", "w", stdout)) {
            _exit(126);
        }
        execvp(argv[0], (char *const *)argv);
        _exit(127);
    }
    int status;
    struct rusage ru;
    if (pid < 0 || wait4(pid, &status, 0, &ru) < 0 || status != 0) {
        fprintf(stderr, "bench_shelf: '%s %s' failed\n", argv[0], argv[1]);
        exit(1);
    }
    return (struct cost){bench_now_s() - t, seconds(ru.ru_utime) + seconds(ru.ru_stime)};
}

static struct cost gen(const char *ersatz, const char *what, unsigned count, const char *dir,
                       const char *set)
{
    char n[24];
    snprintf(n, sizeof n, "%u", count);
    const char *argv[] = {ersatz, "gen",     what,      "-q", "-o",
                          dir,    "--force", "--count", n,    set ? "--set" : NULL,
                          set,    NULL};
    return run(argv);
}

static struct cost blender(const char *what, const char *first, const char *second)
{
    const char *program = getenv("BLENDER") ? getenv("BLENDER") : "blender";
    const char *argv[] = {program,
                          "--background",
                          "--factory-startup",
                          "-noaudio",
                          "--python-exit-code",
                          "6",
                          "--python",
                          "tests/bench/bare_render.py",
                          "--",
                          what,
                          first,
                          second,
                          NULL};
    return run(argv);
}

/* --- beside the bare render ------------------------------------------------------------------------ */

static void save_scenes(const char *dir, unsigned frames, struct arena *a)
{
    struct bench_scene b;
    struct store store;
    struct buf jobs = {0};
    struct err e = {0};
    long cores = sysconf(_SC_NPROCESSORS_ONLN);
    bench_scene_open(&b, recipe, NULL, 0);
    bench_must(store_open(&store, dir, &e), &e);
    for (unsigned i = 0; i < frames; i++) {
        const struct scene *s = bench_scene_plan(&b, i);
        struct render_settings r = bench_scene_settings(bench_scene_view(s, 0, 0), 8, i);
        store_begin(&store);
        for (size_t k = 0; k < s->n_meshes; k++) {
            bench_must(store_mesh(&store, s->mesh[k], &e), &e);
        }
        for (size_t k = 0; k < s->n_textures; k++) {
            bench_must(store_texture(&store, &s->texture[k], &e), &e);
        }
        store_keep_all(&store);
        struct job_place place = {.id = i + 1,
                                  .threads = (int)cores,
                                  .folders = {store.cache, store.work},
                                  .result = dir};
        job_write_frame(s, &r, &place, &jobs);
    }
    const char *path = arena_printf(a, "%s/jobs.jsonl", dir);
    bench_must(file_write(path, jobs.data, jobs.len, &e), &e);
    blender("save", path, dir);
    store_close(&store);
    buf_release(&jobs);
    bench_scene_close(&b);
}

static struct cost less(struct cost a, struct cost b)
{
    return (struct cost){a.wall_s - b.wall_s, a.cpu_s - b.cpu_s};
}

static void beside_bare(const char *ersatz, const char *dir, unsigned frames, unsigned rounds,
                        struct arena *a)
{
    double wall[MAX_ROUNDS], cpu[MAX_ROUNDS], labelled_s[MAX_ROUNDS], bare_s[MAX_ROUNDS];
    const char *out = arena_printf(a, "%s/out", dir), *count = arena_printf(a, "%u", FEW + frames),
               *few = arena_printf(a, "%u", FEW);
    save_scenes(dir, FEW + frames, a);
    for (unsigned k = 0; k < rounds; k++) {
        struct cost bare = less(blender("render", dir, count), blender("render", dir, few)),
                    labelled = less(gen(ersatz, recipe, FEW + frames, out, NULL),
                                    gen(ersatz, recipe, FEW, out, NULL));
        wall[k] = labelled.wall_s / bare.wall_s;
        cpu[k] = labelled.cpu_s / bare.cpu_s;
        labelled_s[k] = labelled.wall_s / frames;
        bare_s[k] = bare.wall_s / frames;
    }
    printf("Cycles, bare\t%.2f\ts/frame\n", bench_median(bare_s, rounds));
    printf("Cycles, labelled\t%.2f\ts/frame\n", bench_median(labelled_s, rounds));
    printf("labelled / bare\t%.2f\tratio\n", bench_median(wall, rounds));
    printf("labelled / bare, CPU\t%.2f\tratio\n", bench_median(cpu, rounds));
}

/* --- the rasteriser ---------------------------------------------------------------------------------- */

static void rate(const char *ersatz, const char *name, const char *what, unsigned few,
                 unsigned many, const char *dir, const char *set)
{
    struct cost a = gen(ersatz, what, few, dir, set), b = gen(ersatz, what, many, dir, set);
    printf("%s\t%.1f\t/CPU-s\n", name, (many - few) / (b.cpu_s - a.cpu_s));
}

static double resident_mib(pid_t pid)
{
    char path[64];
    unsigned long pages = 0;
    snprintf(path, sizeof path, "/proc/%d/statm", (int)pid);
    FILE *f = fopen(path, "r");
    if (!f || fscanf(f, "%*u %lu", &pages) != 1) {
        fprintf(stderr, "bench_shelf: cannot read '%s'\n", path);
        exit(1);
    }
    fclose(f);
    return (double)pages * (double)sysconf(_SC_PAGESIZE) / (1 << 20);
}

/* By 100 frames every SKU has been seen; after that nothing may pile up. */
static void memory(void)
{
    static const char *const set[] = {"image.width_px=160", "image.height_px=120",
                                      "render.supersample=1", "catalogue.px_per_mm=2"};
    struct bench_scene b;
    double half = 0;
    bench_scene_open(&b, recipe, set, 4);
    for (unsigned i = 0; i < MEMORY_FRAMES; i++) {
        bench_scene_plan(&b, i);
        half = i + 1 == MEMORY_FRAMES / 2 ? resident_mib(getpid()) : half;
    }
    printf("memory, %d frames\t%.0f\tMiB\n", MEMORY_FRAMES / 2, half);
    printf("memory, %d / %d frames\t%.3f\tratio\n", MEMORY_FRAMES, MEMORY_FRAMES / 2,
           resident_mib(getpid()) / half);
    bench_scene_close(&b);
}

/* The only child of this process. */
static pid_t child(void)
{
    char path[64];
    int pid = 0;
    snprintf(path, sizeof path, "/proc/self/task/%d/children", (int)getpid());
    FILE *f = fopen(path, "r");
    if (!f || fscanf(f, "%d", &pid) != 1) {
        fprintf(stderr, "bench_shelf: no Blender in '%s'\n", path);
        exit(1);
    }
    fclose(f);
    return pid;
}

/* One Blender, frame after frame of other scenes. What it holds depends on the scene: means over twenty frames are compared. */
static void blender_memory(const char *dir)
{
    static const char *const set[] = {"image.width_px=64", "image.height_px=48",
                                      "render.supersample=1", "catalogue.px_per_mm=1"};
    struct bench_scene b;
    struct blender *blender_process;
    struct arena a = {0};
    struct err e = {0};
    double third[3] = {0};
    pid_t pid = 0;
    bench_scene_open(&b, recipe, set, 4);
    bench_must(blender_open(&(struct blender_options){.cache_dir = dir}, &blender_process, &e), &e);
    for (unsigned i = 0; i < CYCLES_FRAMES; i++) {
        const struct scene *s = bench_scene_plan(&b, i);
        struct render_settings r = bench_scene_settings(bench_scene_view(s, 0, 0), 1, i);
        struct passes p = {0};
        arena_reset(&a);
        bench_must(blender_start(blender_process, s, &r, &e), &e);
        bench_must(blender_finish(blender_process, &a, &p, &e), &e);
        if (pid && pid != child()) {
            fprintf(stderr, "bench_shelf: Blender was replaced at frame %u\n", i);
            exit(1);
        }
        pid = child();
        third[i / (CYCLES_FRAMES / 3)] += resident_mib(pid) / (CYCLES_FRAMES / 3);
    }
    printf("memory of Blender, frames %d to %d\t%.0f\tMiB\n", CYCLES_FRAMES / 3,
           2 * CYCLES_FRAMES / 3, third[1]);
    printf("memory of Blender, last / second third\t%.3f\tratio\n", third[2] / third[1]);
    blender_close(blender_process);
    bench_scene_close(&b);
    arena_release(&a);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        fprintf(stderr, "usage: bench_shelf ERSATZ [FRAMES [ROUNDS]]\n");
        return 2;
    }
    unsigned frames = argc > 2 ? (unsigned)strtoul(argv[2], NULL, 10) : 8;
    unsigned rounds = argc > 3 ? (unsigned)strtoul(argv[3], NULL, 10) : 3;
    rounds = rounds < 1 ? 1 : rounds > MAX_ROUNDS ? MAX_ROUNDS : rounds;
    struct scratch scratch = {0};
    struct arena a = {0};
    struct err e = {0};
    bench_must(scratch_open(&scratch, &e), &e);
    const char *out = arena_printf(&a, "%s/out", scratch.path);
    printf("what\tvalue\tunit\n");
    beside_bare(argv[1], scratch.path, frames, rounds, &a);
    rate(argv[1], "raster frames", recipe, 10, 40, out, "render.engine=raster");
    rate(argv[1], "raster crops", "recipes/products.yaml", 1000, 2500, out, NULL);
    fflush(stdout);
    memory();
    fflush(stdout);
    blender_memory(scratch.path);
    scratch_close(&scratch);
    arena_release(&a);
    return 0;
}
