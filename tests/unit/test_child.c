// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/files.h"
#include "cycles/child.h"

static char log_path[] = "/tmp/ersatz-child-XXXXXX";

/* A shell script with jobs on descriptor 8 and replies on 9: a shell's redirections may know no number above. */
static struct child shell(const char *script)
{
    struct child c;
    struct buf words = {0};
    buf_printf(&words, "exec 8</proc/self/fd/$1 9>/proc/self/fd/$2; %s", script);
    const char *argv[] = {"sh", "-c", words.data, "sh", CHILD_JOBS, CHILD_REPLIES, NULL};
    const char *env[] = {"ERSATZ_GIVEN=yes", "HOME", NULL};
    assert_int_equal(child_start(&c, argv, env, log_path, NULL), ST_OK);
    buf_release(&words);
    return c;
}

static enum child_got next(struct child *c, const char **line)
{
    return child_line(c, deadline_in(20), NULL, line);
}

static void lines_go_there_and_back(void **state)
{
    (void)state;
    const char *line = NULL;
    struct child c = shell("while read -r l <&8; do echo \"got $l\" >&9; done; echo end >&9");
    child_send(&c, "one\ntw", 6);
    child_send(&c, "o\n", 2);
    assert_int_equal(next(&c, &line), CHILD_LINE);
    assert_string_equal(line, "got one");
    assert_int_equal(next(&c, &line), CHILD_LINE);
    assert_string_equal(line, "got two");
    child_end(&c, 10);
    assert_int_equal(c.status, 0);
}

static void a_job_larger_than_the_pipe_arrives_whole(void **state)
{
    (void)state;
    const char *line = NULL;
    const size_t len = 3000001; /* three times what a pipe holds */
    char *job = malloc(len);
    memset(job, 'x', len);
    job[len - 1] = '\n';
    struct child c = shell("sleep 0.1; head -n 1 <&8 | wc -c >&9");
    child_send(&c, job, len);
    assert_int_equal(next(&c, &line), CHILD_LINE);
    assert_int_equal(strtol(line, NULL, 10), 3000001);
    child_end(&c, 1);
    free(job);
}

static void the_environment_is_ours_with_changes(void **state)
{
    (void)state;
    const char *line = NULL;
    setenv("HOME", "/somewhere", 1);
    setenv("ERSATZ_KEPT", "kept", 1);
    struct child c = shell("echo \"$ERSATZ_GIVEN ${HOME-none} $ERSATZ_KEPT\" >&9; cat >&9");
    assert_int_equal(next(&c, &line), CHILD_LINE);
    assert_string_equal(line, "yes none kept");
    assert_int_equal(next(&c, &line), CHILD_ENDED); /* its stdin is empty, so cat ends */
    child_end(&c, 1);
}

/* Descriptors above 2 that whoever runs the tests has left open. */
static long inherited;

static void nothing_of_ours_leaks_into_it(void **state)
{
    (void)state;
    const char *line = NULL;
    struct child other = shell("read -r l <&8");
    struct child c = shell("ls /proc/self/fd | wc -l >&9");
    assert_int_equal(next(&c, &line), CHILD_LINE);
    /* 0 1 2, the pipes by two numbers each, the folder that ls reads, what the test itself was given: no other pipe */
    assert_true(strtol(line, NULL, 10) <= 8 + inherited);
    child_end(&c, 1);
    child_end(&other, 1);
}

static void a_missing_program_is_told(void **state)
{
    (void)state;
    struct child c;
    struct err e = {0};
    const char *argv[] = {"/nonexistent/blender", NULL}, *env[] = {NULL};
    assert_int_equal(child_start(&c, argv, env, log_path, &e), ST_CHILD);
    assert_string_equal(e.msg, "cannot run '/nonexistent/blender': No such file or directory");
    assert_int_equal(c.pid, 0);
}

static void what_it_said_before_it_died_is_heard(void **state)
{
    (void)state;
    const char *line = NULL;
    struct buf told = {0};
    struct child c = shell("echo last >&9; kill -9 $$");
    assert_int_equal(next(&c, &line), CHILD_LINE);
    assert_string_equal(line, "last");
    assert_int_equal(next(&c, &line), CHILD_ENDED);
    child_end(&c, 1);
    child_tell_end(&c, &told);
    assert_string_equal(told.data, "was ended by signal 9 (Killed)");
    buf_release(&told);
}

static void death_is_noticed_although_its_own_child_holds_the_pipe(void **state)
{
    (void)state;
    const char *line = NULL;
    struct buf told = {0};
    struct child c = shell("sleep 1000 & exit 3");
    assert_int_equal(next(&c, &line), CHILD_ENDED);
    child_end(&c, 1);
    child_tell_end(&c, &told);
    assert_string_equal(told.data, "ended with status 3");
    buf_release(&told);
}

static bool alive(pid_t pid)
{
    char path[64];
    struct buf b = {0};
    snprintf(path, sizeof path, "/proc/%ld/stat", (long)pid);
    bool yes = !file_read(path, &b, NULL) && !strstr(b.data, ") Z ");
    buf_release(&b);
    return yes;
}

static void the_whole_group_is_killed(void **state)
{
    (void)state;
    const char *line = NULL;
    struct child c = shell("sleep 1000 & echo $! >&9; wait");
    assert_int_equal(next(&c, &line), CHILD_LINE);
    pid_t grandchild = (pid_t)strtol(line, NULL, 10);
    assert_true(alive(grandchild));
    child_end(&c, 0);
    struct deadline until = deadline_in(10);
    while (alive(grandchild) && !deadline_passed(until)) {
        usleep(1000);
    }
    assert_false(alive(grandchild));
}

static void a_reader_that_is_gone_does_not_kill_us(void **state)
{
    (void)state;
    const char *line = NULL;
    signal(SIGPIPE, SIG_DFL);
    struct child c = shell("exit 0");
    assert_int_equal(next(&c, &line), CHILD_ENDED);
    struct deadline until = deadline_in(10);
    do { /* a process that ends closes its side of one pipe after the other */
        child_send(&c, "job\n", 4);
    } while (c.jobs_fd != -1 && !deadline_passed(until));
    assert_int_equal(c.jobs_fd, -1);
    assert_int_equal(next(&c, &line), CHILD_ENDED);
    child_end(&c, 0);
}

static void waiting_ends_by_deadline_stop_and_nonsense(void **state)
{
    (void)state;
    const char *line = NULL;
    atomic_int stop = 0;
    struct child c = shell("sleep 1000");
    assert_int_equal(child_line(&c, deadline_in(0.05), &stop, &line), CHILD_LATE);
    atomic_store(&stop, 1);
    assert_int_equal(child_line(&c, deadline_in(1000), &stop, &line), CHILD_STOPPED);
    child_end(&c, 0);
    c = shell("head -c 3000000 /dev/zero >&9; sleep 1000");
    assert_int_equal(next(&c, &line), CHILD_NONSENSE);
    child_end(&c, 0);
}

static void its_words_go_to_the_log(void **state)
{
    (void)state;
    struct buf log = {0};
    struct child c = shell("echo out; echo err 1>&2");
    child_end(&c, 10);
    assert_int_equal(file_read(log_path, &log, NULL), ST_OK);
    assert_non_null(strstr(log.data, "out\nerr\n"));
    buf_release(&log);
    struct child none = {0};
    child_end(&none, 0);
    child_end(NULL, 0);
}

int main(void)
{
    for (int fd = 3; fd < 1024; fd++) {
        inherited += fcntl(fd, F_GETFD) == 0;
    }
    int fd = mkostemp(log_path, O_CLOEXEC);
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_go_there_and_back),
        cmocka_unit_test(a_job_larger_than_the_pipe_arrives_whole),
        cmocka_unit_test(the_environment_is_ours_with_changes),
        cmocka_unit_test(nothing_of_ours_leaks_into_it),
        cmocka_unit_test(a_missing_program_is_told),
        cmocka_unit_test(what_it_said_before_it_died_is_heard),
        cmocka_unit_test(death_is_noticed_although_its_own_child_holds_the_pipe),
        cmocka_unit_test(the_whole_group_is_killed),
        cmocka_unit_test(a_reader_that_is_gone_does_not_kill_us),
        cmocka_unit_test(waiting_ends_by_deadline_stop_and_nonsense),
        cmocka_unit_test(its_words_go_to_the_log),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    close(fd);
    unlink(log_path);
    return failed;
}
