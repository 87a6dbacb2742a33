// SPDX-License-Identifier: MIT
/*
 * What can go wrong with a Blender, made to happen: by shell scripts that stand in for it or run before it.
 *
 * A script finds its pipes as the shell's descriptors 8 and 9, $real is the real Blender, $dir a folder of the test.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <dirent.h>
#include <ftw.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/deadline.h"
#include "base/files.h"
#include "scene_fixture.h"

enum { W = 64, H = 48, F = 60 };
#define HELLO "echo '{\"hello\":1,\"version\":[4,2,0],\"cycles\":true,\"oidn\":false}' >&9; "

static char dir[] = "/tmp/ersatz-faults-XXXXXX";
static char cache[64], wrapper[64];

static void script(const char *body)
{
    const char *real = getenv("BLENDER") ? getenv("BLENDER") : "blender";
    struct buf b = {0};
    buf_printf(&b, "#!/bin/sh\nreal=%s dir=%s\n", real, dir);
    /* the numbers of the pipes are the last word and the last but two */
    buf_addstr(&b, "for w; do three=$two two=$one one=$w; done\n"
                   "exec 8</proc/self/fd/$three 9>/proc/self/fd/$one\n");
    buf_printf(&b, "%s\n", body);
    assert_int_equal(file_write(wrapper, b.data, b.len, NULL), ST_OK);
    assert_int_equal(chmod(wrapper, 0755), 0);
    buf_release(&b);
}

static struct blender_options options(void)
{
    return (struct blender_options){.path = wrapper, .cache_dir = cache, .threads = 1};
}

/* One frame through the wrapper, from opening to closing. */
static enum st frame(const struct blender_options *o, struct fixture *f, struct passes *p,
                     struct err *e)
{
    struct blender *b = NULL;
    enum st st = blender_open(o, &b, e);
    (void)(st || (st = blender_start(b, &f->scene, &f->settings, e)) ||
           (st = blender_finish(b, &f->arena, p, e)));
    blender_close(b);
    return st;
}

static void fails_with(const struct blender_options *o, enum st want, const char *text)
{
    struct fixture f;
    struct passes p;
    struct err e = {0};
    fixture_init(&f, 1, W, H, F);
    enum st st = frame(o, &f, &p, &e);
    if (st != want || !strstr(e.msg, text)) {
        fail_msg("status %d, wanted %d and '%s'; it said: %s", st, want, text, e.msg);
    }
    fixture_release(&f);
}

static size_t lines_of(const char *name)
{
    struct buf b = {0};
    char path[128];
    size_t n = 0;
    snprintf(path, sizeof path, "%s/%s", dir, name);
    if (!file_read(path, &b, NULL)) {
        for (size_t i = 0; i < b.len; i++) {
            n += b.data[i] == '\n';
        }
    }
    unlink(path);
    buf_release(&b);
    return n;
}

static long number_in(const char *name)
{
    struct buf b = {0};
    char path[128];
    snprintf(path, sizeof path, "%s/%s", dir, name);
    long n = file_read(path, &b, NULL) ? 0 : strtol(b.data, NULL, 10);
    buf_release(&b);
    return n;
}

static bool alive(long pid)
{
    char path[64];
    struct buf b = {0};
    snprintf(path, sizeof path, "/proc/%ld/stat", pid);
    bool yes = !file_read(path, &b, NULL) && !strstr(b.data, ") Z ");
    buf_release(&b);
    return yes;
}

static int count_work_folders(void)
{
    DIR *d = opendir(cache);
    int n = 0;
    for (struct dirent *de; (de = readdir(d));) {
        n += !strncmp(de->d_name, "work-", 5);
    }
    closedir(d);
    return n;
}

static void no_blender(void **state)
{
    (void)state;
    struct blender_options o = options();
    char version[32];
    struct err e = {0};
    o.path = "/nonexistent/blender";
    fails_with(&o, ST_CHILD,
               "cannot run '/nonexistent/blender': No such file or directory (install the package "
               "'blender', or name it "
               "by --blender PATH or $BLENDER)");
    assert_int_equal(blender_check("/nonexistent/blender", version, &e), ST_CHILD);
}

static void another_program(void **state)
{
    (void)state;
    struct blender_options o = options();
    script("echo 'I am a teapot'; echo >>$dir/runs; exit 0");
    fails_with(&o, ST_CHILD,
               "ended with status 0 before it was ready for work, 3 times in a row; its last "
               "words: I am a teapot");
    assert_int_equal(lines_of("runs"), 3);
}

static void an_old_blender(void **state)
{
    (void)state;
    struct blender_options o = options();
    script("echo >>$dir/runs; echo "
           "'{\"hello\":1,\"version\":[2,93,4],\"cycles\":true,\"oidn\":true}' >&9; read -r l <&8");
    fails_with(&o, ST_CHILD, "is Blender 2.93.4; 3.4 or newer is needed");
    assert_int_equal(lines_of("runs"), 1); /* trying again would not help */
}

static void a_blender_without_cycles(void **state)
{
    (void)state;
    struct blender_options o = options();
    char version[32];
    struct err e = {0};
    script("echo '{\"hello\":1,\"version\":[4,2,0],\"cycles\":false,\"oidn\":false}' >&9; read -r "
           "l <&8");
    fails_with(&o, ST_CHILD, "(Blender 4.2.0) was built without Cycles");
    assert_int_equal(blender_check(wrapper, version, &e), ST_CHILD);
}

static void nonsense_on_the_pipe(void **state)
{
    (void)state;
    struct blender_options o = options();
    script("echo 'Saved: x.png' >&9; sleep 1000");
    fails_with(&o, ST_CHILD,
               "answered nonsense before it was ready for work: 'Saved: x.png', 3 times in a row");
    script(HELLO "read -r l <&8; echo '{\"id\":1,\"ok\":' >&9; sleep 1000");
    fails_with(&o, ST_CHILD, "answered nonsense at work: '{\"id\":1,\"ok\":'");
    script(HELLO "read -r l <&8; echo '{\"id\":99,\"ok\":true}' >&9; sleep 1000");
    fails_with(&o, ST_CHILD, "answered nonsense at work");
    script(HELLO "head -c 5000000 /dev/zero >&9; sleep 1000");
    fails_with(&o, ST_CHILD, "answered nonsense at work");
}

static void a_result_that_is_not_there_or_cannot_be_read(void **state)
{
    (void)state;
    struct blender_options o = options();
    script(HELLO "read -r l <&8; echo '{\"id\":1,\"ok\":true,\"render_s\":1}' >&9; sleep 1000");
    fails_with(&o, ST_CHILD, "Blender's result cannot be read: cannot open");
    script(HELLO "read -r l <&8; r=${l#*\\\"result\\\":\\\"}; r=${r%%\\\"*}; echo garbage >$r; "
                 "echo '{\"id\":1,\"ok\":true,\"render_s\":1}' >&9; sleep 1000");
    fails_with(&o, ST_CHILD, "Blender's result cannot be read: '");
}

static void a_hang(void **state)
{
    (void)state;
    struct blender_options o = options();
    o.timeout_s = 0.3;
    o.tries = 2;
    script("echo >>$dir/runs; sleep 1000");
    fails_with(&o, ST_CHILD, "took too long before it was ready for work, 2 times in a row");
    assert_int_equal(lines_of("runs"), 2);
    script(HELLO "echo $$ >$dir/pid; sleep 1000");
    fails_with(&o, ST_CHILD, "took too long at work, 2 times in a row");
    assert_false(alive(number_in("pid")));
}

static void what_blender_reports(void **state)
{
    (void)state;
    struct blender_options o = options();
    script(HELLO "read -r l <&8; echo '{\"id\":1,\"ok\":false,\"kind\":\"disk\",\"error\":\"No "
                 "space left on device\"}' >&9");
    fails_with(&o, ST_IO, "Blender cannot write its result: No space left on device");
    script("echo >>$dir/runs;" HELLO "read -r l <&8; echo "
           "'{\"id\":1,\"ok\":false,\"kind\":\"blender\",\"error\":\"RuntimeError: no\"}' >&9");
    fails_with(&o, ST_CHILD, "failed: RuntimeError: no, 3 times in a row");
    assert_int_equal(lines_of("runs"), 3);
}

static void *stop_soon(void *flag)
{
    usleep(300000);
    atomic_store((atomic_int *)flag, 1);
    return NULL;
}

static void being_stopped(void **state)
{
    (void)state;
    atomic_int stop = 0;
    pthread_t t;
    struct blender_options o = options();
    o.stop = &stop;
    script(HELLO "sleep 1000");
    struct deadline late =
        deadline_in(5); /* 0.3 s, 0.2 s, and a busy machine; not the minute of a frame */
    assert_int_equal(pthread_create(&t, NULL, stop_soon, &stop), 0);
    fails_with(&o, ST_STOPPED, "stopped");
    assert_false(deadline_passed(late));
    pthread_join(t, NULL);
}

/* The frame that an undisturbed Blender makes. */
static struct passes reference(struct fixture *f)
{
    struct passes p;
    struct err e = {0};
    struct blender_options o = options();
    o.path = NULL;
    if (frame(&o, f, &p, &e)) {
        fail_msg("%s", e.msg);
    }
    return p;
}

static void same_frame(const struct passes *a, const struct passes *b)
{
    assert_memory_equal(a->index, b->index, sizeof(float) * W * H);
    for (int k = 0; k < 3; k++) {
        assert_memory_equal(a->color[k], b->color[k], sizeof(float) * W * H);
    }
}

static void it_crashes_twice_and_the_third_does_the_work(void **state)
{
    (void)state;
    struct fixture f;
    struct passes p;
    struct err e = {0};
    struct blender_options o = options();
    fixture_init(&f, 3, W, H, F);
    struct passes want = reference(&f);
    script("echo >>$dir/runs; [ $(wc -l <$dir/runs) -gt 2 ] || kill -9 $$; exec $real \"$@\"");
    if (frame(&o, &f, &p, &e)) {
        fail_msg("%s", e.msg);
    }
    assert_int_equal(lines_of("runs"), 3);
    same_frame(&p, &want);
    fixture_release(&f);
}

/* Until the log of the only worker says that a render is under way. */
static void wait_for_render(void)
{
    struct deadline until = deadline_in(60);
    for (bool begun = false; !begun && !deadline_passed(until); usleep(1000)) {
        struct arena a = {0};
        struct buf b = {0};
        const char **path;
        size_t n;
        begun =
            !files_glob(arena_printf(&a, "%s/work-*/blender.log", cache), &a, &path, &n, NULL) &&
            !file_read(path[0], &b, NULL) && strstr(b.data, "Fra:");
        buf_release(&b);
        arena_release(&a);
    }
}

static void it_is_killed_in_the_middle_of_a_frame(void **state)
{
    (void)state;
    struct fixture f;
    struct passes p;
    struct err e = {0};
    struct blender *b;
    struct blender_options o = options();
    fixture_init(&f, 3, W, H, F);
    f.settings.samples = 3000; /* a second or two */
    struct passes want = reference(&f);
    script("echo >>$dir/runs; echo $$ >$dir/pid; exec $real \"$@\"");
    assert_int_equal(blender_open(&o, &b, NULL), ST_OK);
    assert_int_equal(blender_start(b, &f.scene, &f.settings, NULL), ST_OK);
    wait_for_render();
    long pid = number_in("pid");
    assert_int_equal(kill((pid_t)pid, SIGKILL), 0);
    if (blender_finish(b, &f.arena, &p, &e)) {
        fail_msg("%s", e.msg);
    }
    assert_int_not_equal(number_in("pid"), pid);
    same_frame(&p, &want);
    /* and goes on */
    f.settings.samples = 1;
    assert_int_equal(blender_start(b, &f.scene, &f.settings, NULL), ST_OK);
    assert_int_equal(blender_finish(b, &f.arena, &p, NULL), ST_OK);
    blender_close(b);
    assert_int_equal(lines_of("runs"), 2);
    fixture_release(&f);
}

static void we_are_killed(void **state)
{
    (void)state;
    script("echo $$ >$dir/pid.new; mv $dir/pid.new $dir/pid; exec $real \"$@\"");
    char path[128];
    snprintf(path, sizeof path, "%s/pid", dir);
    unlink(path);
    pid_t us = fork();
    if (us == 0) {
        struct fixture f;
        struct blender *b;
        struct blender_options o = options();
        fixture_init(&f, 3, W, H, F);
        f.settings.samples = 1 << 20;
        if (!blender_open(&o, &b, NULL) && !blender_start(b, &f.scene, &f.settings, NULL)) {
            pause();
        }
        _exit(1);
    }
    wait_for_render();
    long pid = number_in("pid");
    assert_true(alive(pid));
    kill(us, SIGKILL);
    waitpid(us, NULL, 0);
    struct deadline until = deadline_in(20);
    while (alive(pid) && !deadline_passed(until)) {
        usleep(1000);
    }
    assert_false(alive(pid));
    assert_int_equal(count_work_folders(), 1); /* what it left behind */
    struct fixture f;
    fixture_init(&f, 1, W, H, F);
    reference(&f);
    assert_int_equal(count_work_folders(), 0); /* and is swept by the next */
    fixture_release(&f);
}

static void a_bad_job_is_kept_to_be_looked_at(void **state)
{
    (void)state;
    struct fixture f;
    struct passes p;
    struct err e = {0};
    struct buf b = {0};
    char path[160];
    struct blender_options o = options();
    o.path = NULL;
    fixture_init(&f, 1, W, H, F);
    f.scene.material[1].roughness = NAN;
    assert_int_equal(frame(&o, &f, &p, &e), ST_CHILD);
    assert_non_null(strstr(e.msg, "job.materials[1].roughness: wanted a number, got null"));
    assert_null(strstr(e.msg, "in a row"));
    snprintf(path, sizeof path, "%s/failed.json", cache);
    assert_int_equal(file_read(path, &b, NULL), ST_OK);
    assert_non_null(strstr(b.data, "\"roughness\":null"));
    snprintf(path, sizeof path, "%s/%s.mesh", cache, f.box.key);
    assert_true(file_exists(path)); /* the job can be run again by hand */
    buf_release(&b);
    fixture_release(&f);
}

static void a_spoilt_picture_is_told(void **state)
{
    (void)state;
    struct fixture f;
    struct passes p;
    struct err e = {0};
    char path[128];
    struct blender_options o = options();
    o.path = NULL;
    fixture_init(&f, 1, W, H, F);
    f.scene.texture[0].key = "spoilt";
    snprintf(path, sizeof path, "%s/spoilt.png", cache);
    assert_int_equal(file_write(path, "\x89PNG\r\n\x1a\nshort", 13, NULL), ST_OK);
    assert_int_equal(frame(&o, &f, &p, &e), ST_CHILD);
    assert_non_null(strstr(e.msg, "spoilt.png' is not the picture of 64 x 64 it should be"));
    f.scene.texture[0].key = "../escape";
    assert_int_equal(frame(&o, &f, &p, NULL), ST_RANGE);
    fixture_release(&f);
}

/* A file system of two megabytes, for which the test must be root. */
static void a_full_disk(void **state)
{
    (void)state;
    struct buf cmd = {0};
    char small[80];
    snprintf(small, sizeof small, "%s/small", dir);
    buf_printf(&cmd, "mkdir %s && mount -t tmpfs -o size=2m ersatz %s 2>/dev/null", small, small);
    if (system(cmd.data)) {
        buf_release(&cmd);
        print_message("no mount of a small file system: not root\n");
        skip();
    }
    struct blender_options o = options();
    o.path = NULL;
    o.cache_dir = small;
    struct fixture f;
    struct passes p;
    struct err e = {0};
    fixture_init(&f, 1, 1200, 900,
                 9000); /* a box from near: noise in every pixel, some eight megabytes of it */
    enum st st = frame(&o, &f, &p, &e);
    buf_clear(&cmd);
    buf_printf(&cmd, "umount %s", small);
    assert_int_equal(system(cmd.data), 0);
    buf_release(&cmd);
    if (st != ST_IO || !strstr(e.msg, "o space left")) {
        fail_msg("status %d: %s", st, e.msg);
    }
    fixture_release(&f);
}

static long resident_kb(long pid)
{
    char path[64];
    struct buf b = {0};
    snprintf(path, sizeof path, "/proc/%ld/status", pid);
    assert_int_equal(file_read(path, &b, NULL), ST_OK);
    const char *at = strstr(b.data, "VmRSS:");
    long kb = at ? strtol(at + 6, NULL, 10) : 0;
    buf_release(&b);
    return kb;
}

static void memory_does_not_grow(void **state)
{
    (void)state;
    struct fixture f;
    struct blender *b;
    struct err e = {0};
    struct blender_options o = options();
    script("echo $$ >$dir/pid; exec $real \"$@\"");
    fixture_init(&f, 40, W, H, F);
    assert_int_equal(blender_open(&o, &b, NULL), ST_OK);
    long early = 0, late = 0;
    for (int i = 0; i < 60; i++) {
        struct arena a = {0};
        struct passes p;
        f.settings.seed = (uint32_t)i;
        if (blender_start(b, &f.scene, &f.settings, &e) || blender_finish(b, &a, &p, &e)) {
            fail_msg("%s", e.msg);
        }
        arena_release(&a);
        early = i == 19 ? resident_kb(number_in("pid")) : early;
        late = i == 59 ? resident_kb(number_in("pid")) : late;
    }
    blender_close(b);
    print_message("# %ld kB after 20 frames, %ld kB after 60\n", early, late);
    assert_true(early > 0 && late - early < 8000);
    fixture_release(&f);
}

static int remove_one(const char *path, const struct stat *sb, int type, struct FTW *ftw)
{
    (void)sb, (void)type, (void)ftw;
    return remove(path);
}

int main(void)
{
    char version[32];
    if (blender_check(NULL, version, NULL)) {
        puts("1..0 # SKIP no Blender with Cycles");
        return 77;
    }
    if (!mkdtemp(dir)) {
        return 1;
    }
    snprintf(cache, sizeof cache, "%s/cache", dir);
    snprintf(wrapper, sizeof wrapper, "%s/blender", dir);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(no_blender),
        cmocka_unit_test(another_program),
        cmocka_unit_test(an_old_blender),
        cmocka_unit_test(a_blender_without_cycles),
        cmocka_unit_test(nonsense_on_the_pipe),
        cmocka_unit_test(a_result_that_is_not_there_or_cannot_be_read),
        cmocka_unit_test(a_hang),
        cmocka_unit_test(what_blender_reports),
        cmocka_unit_test(being_stopped),
        cmocka_unit_test(it_crashes_twice_and_the_third_does_the_work),
        cmocka_unit_test(it_is_killed_in_the_middle_of_a_frame),
        cmocka_unit_test(we_are_killed),
        cmocka_unit_test(a_bad_job_is_kept_to_be_looked_at),
        cmocka_unit_test(a_spoilt_picture_is_told),
        cmocka_unit_test(a_full_disk),
        cmocka_unit_test(memory_does_not_grow),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    nftw(dir, remove_one, 16, FTW_DEPTH | FTW_PHYS);
    return failed;
}
