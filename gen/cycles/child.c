// SPDX-License-Identifier: MIT
#include "cycles/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { PIPE_BYTES = 1 << 20, LINE_MAX_BYTES = 1 << 20, TICK_MS = 100, READ_BYTES = 65536 };

/* Ends of our pipes are above 2, so that the child can put its log there even if we run without stdin. */
static int above_stderr(int fd)
{
    if (fd > 2) {
        return fd;
    }
    int up = fcntl(fd, F_DUPFD_CLOEXEC, 3);
    close(fd);
    return up;
}

static enum st make_pipe(int fd[2], struct err *e)
{
    if (pipe2(fd, O_CLOEXEC)) {
        fd[0] = fd[1] = -1;
        return err_errno(e, "cannot make a pipe");
    }
    fd[0] = above_stderr(fd[0]);
    fd[1] = above_stderr(fd[1]);
    return fd[0] < 0 || fd[1] < 0 ? err_errno(e, "cannot make a pipe") : ST_OK;
}

static void shut(int *fd)
{
    if (*fd >= 0) {
        close(*fd);
    }
    *fd = -1;
}

/* Our environment with `env` applied; the array is malloc'ed, the strings are borrowed. */
static const char **environment(const char *const env[])
{
    size_t n = 0, m = 0, k = 0;
    while (environ[n]) {
        n++;
    }
    while (env[m]) {
        m++;
    }
    const char **all = calloc(n + m + 1, sizeof *all);
    if (!all) {
        BUG("out of memory");
    }
    for (size_t i = 0; i < n; i++) {
        bool ours = false;
        for (size_t j = 0; j < m && !ours; j++) {
            size_t name = strcspn(env[j], "=");
            ours = !strncmp(environ[i], env[j], name) && environ[i][name] == '=';
        }
        if (!ours) {
            all[k++] = environ[i];
        }
    }
    for (size_t j = 0; j < m; j++) {
        if (strchr(env[j], '=')) {
            all[k++] = env[j];
        }
    }
    return all;
}

struct birth {
    const char **argv, **env;
    int jobs, replies, log, null, failed; /* descriptors; failed: gets errno if exec fails */
    pid_t parent;
};

/* Between fork and exec in a program with threads: system calls only. */
_Noreturn static void be_born(const struct birth *b)
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    sigset_t none;
    sigemptyset(&none);
    sigprocmask(SIG_SETMASK, &none, NULL);
    signal(SIGPIPE, SIG_DFL);
    signal(SIGINT, SIG_DFL);
    if (getppid() == b->parent && dup2(b->null, 0) >= 0 && dup2(b->log, 1) >= 0 &&
        dup2(b->log, 2) >= 0 && !fcntl(b->jobs, F_SETFD, 0) && !fcntl(b->replies, F_SETFD, 0)) {
        execvpe(b->argv[0], (char *const *)b->argv, (char *const *)b->env);
    }
    int why = errno;
    ssize_t rc = write(b->failed, &why, sizeof why);
    (void)rc;
    _exit(127);
}

/* The end of `failed` says that exec went well; an errno in it, that it did not. */
static enum st wait_for_exec(struct child *c, int failed, const char *program, struct err *e)
{
    int why = 0;
    ssize_t n;
    do {
        n = read(failed, &why, sizeof why);
    } while (n < 0 && errno == EINTR);
    if (n != sizeof why) {
        return ST_OK;
    }
    child_end(c, 0);
    return err_set(e, ST_CHILD, "cannot run '%s': %s", program, strerror(why));
}

enum st child_start(struct child *c, const char *const argv[], const char *const env[],
                    const char *log, struct err *e)
{
    *c = (struct child){.jobs_fd = -1, .replies_fd = -1};
    int jobs[2] = {-1, -1}, replies[2] = {-1, -1}, failed[2] = {-1, -1}, log_fd = -1, null_fd = -1;
    char number[2][16];
    size_t n = 0;
    while (argv[n]) {
        n++;
    }
    const char **words = calloc(n + 1, sizeof *words);
    const char **all = environment(env);
    if (!words) {
        BUG("out of memory");
    }
    enum st st = ST_OK;
    if ((log_fd = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0666)) < 0) {
        st = err_errno(e, "cannot open '%s'", log);
    } else if ((null_fd = open("/dev/null", O_RDONLY | O_CLOEXEC)) < 0) {
        st = err_errno(e, "cannot open '/dev/null'");
    }
    if (st || (st = make_pipe(jobs, e)) || (st = make_pipe(replies, e)) ||
        (st = make_pipe(failed, e))) {
        goto out;
    }
    snprintf(number[0], sizeof number[0], "%d", jobs[0]);
    snprintf(number[1], sizeof number[1], "%d", replies[1]);
    for (size_t i = 0; i < n; i++) {
        words[i] = !strcmp(argv[i], CHILD_JOBS)      ? number[0]
                   : !strcmp(argv[i], CHILD_REPLIES) ? number[1]
                                                     : argv[i];
    }
    log_fd = above_stderr(log_fd);
    null_fd = above_stderr(null_fd);
    struct birth b = {words, all, jobs[0], replies[1], log_fd, null_fd, failed[1], getpid()};
    pid_t pid = fork();
    if (pid < 0) {
        st = err_errno(e, "cannot make a process for '%s'", argv[0]);
        goto out;
    }
    if (pid == 0) {
        be_born(&b);
    }
    setpgid(pid, pid); /* in both, so that it is done whoever is first */
    c->pid = pid;
    c->jobs_fd = jobs[1];
    c->replies_fd = replies[0];
    jobs[1] = replies[0] = -1;
    fcntl(c->jobs_fd, F_SETPIPE_SZ,
          PIPE_BYTES); /* most jobs then fit in at once; no harm if refused */
    fcntl(c->jobs_fd, F_SETFL, O_NONBLOCK);
    fcntl(c->replies_fd, F_SETFL, O_NONBLOCK);
    shut(&failed[1]);
    st = wait_for_exec(c, failed[0], argv[0], e);
out:
    for (int i = 0; i < 2; i++) {
        shut(&jobs[i]);
        shut(&replies[i]);
        shut(&failed[i]);
    }
    shut(&log_fd);
    shut(&null_fd);
    free(words);
    free(all);
    return st;
}

/* write(2) without SIGPIPE, whatever the program does about that signal. */
static ssize_t write_quietly(int fd, const void *bytes, size_t len)
{
    sigset_t broken, before, pending;
    sigemptyset(&broken);
    sigaddset(&broken, SIGPIPE);
    sigpending(&pending);
    bool was_pending = sigismember(&pending, SIGPIPE);
    pthread_sigmask(SIG_BLOCK, &broken, &before);
    ssize_t n = write(fd, bytes, len);
    int why = errno;
    if (n < 0 && why == EPIPE && !was_pending) {
        struct timespec now = {0};
        while (sigtimedwait(&broken, NULL, &now) < 0 && errno == EINTR) {
        }
    }
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    errno = why;
    return n;
}

/* As much as the pipe takes. A broken pipe is told by the other one. */
static void push(struct child *c)
{
    while (c->jobs_fd >= 0 && c->out_done < c->out.len) {
        ssize_t n = write_quietly(c->jobs_fd, c->out.data + c->out_done, c->out.len - c->out_done);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0 && errno != EAGAIN) {
            shut(&c->jobs_fd);
        }
        if (n < 0) {
            return;
        }
        c->out_done += (size_t)n;
    }
}

void child_send(struct child *c, const void *bytes, size_t len)
{
    if (c->out_done == c->out.len) {
        buf_clear(&c->out);
        c->out_done = 0;
    }
    buf_add(&c->out, bytes, len);
    push(c);
}

/* Takes in what is there. Returns 0 at the end of the pipe. */
static int pull(struct child *c)
{
    for (;;) {
        ssize_t n = read(c->replies_fd, buf_grow(&c->in, READ_BYTES), READ_BYTES);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n < 0 && errno == EAGAIN) {
            return 1;
        }
        if (n <= 0) {
            return 0;
        }
        c->in.len += (size_t)n;
        c->in.data[c->in.len] = 0;
        if (c->in.len > LINE_MAX_BYTES) {
            return 1;
        }
    }
}

static bool reap(struct child *c, int flags)
{
    if (!c->reaped) {
        pid_t got;
        do {
            got = waitpid(c->pid, &c->status, flags);
        } while (got < 0 && errno == EINTR);
        c->reaped = got != 0; /* ECHILD: somebody else has */
    }
    return c->reaped;
}

/* A whole line is in: cut it off, and remember to drop it at the next call. */
static bool take_line(struct child *c, const char **line)
{
    char *end = c->in.len ? memchr(c->in.data, '\n', c->in.len) : NULL;
    if (!end) {
        return false;
    }
    *end = 0;
    c->line_len = (size_t)(end - c->in.data) + 1;
    *line = c->in.data;
    return true;
}

enum child_got child_line(struct child *c, struct deadline until, const atomic_int *stop,
                          const char **line)
{
    if (c->line_len) {
        memmove(c->in.data, c->in.data + c->line_len, c->in.len - c->line_len);
        c->in.len -= c->line_len;
        c->line_len = 0;
    }
    for (;;) {
        bool open = pull(c);
        if (take_line(c, line)) {
            return CHILD_LINE;
        }
        if (c->in.len > LINE_MAX_BYTES) {
            return CHILD_NONSENSE;
        }
        if (stop && atomic_load(stop)) {
            return CHILD_STOPPED;
        }
        if (!open || c->jobs_fd < 0 || reap(c, WNOHANG)) {
            /* what it wrote just before it died */
            return pull(c), take_line(c, line) ? CHILD_LINE : CHILD_ENDED;
        }
        if (deadline_passed(until)) {
            return CHILD_LATE;
        }
        struct pollfd fd[2] = {{.fd = c->replies_fd, .events = POLLIN},
                               {.fd = -1, .events = POLLOUT}};
        if (c->out_done < c->out.len) {
            fd[1].fd = c->jobs_fd;
        }
        poll(fd, 2, deadline_wait_ms(until, TICK_MS));
        push(c);
    }
}

void child_end(struct child *c, double grace_s)
{
    if (!c || !c->pid) {
        return;
    }
    shut(&c->jobs_fd);
    struct deadline until = deadline_in(grace_s);
    while (!reap(c, WNOHANG) && !deadline_passed(until)) {
        poll(NULL, 0, 5);
    }
    kill(-c->pid, SIGKILL); /* the group, whoever in it is left */
    reap(c, 0);
    shut(&c->replies_fd);
    buf_release(&c->in);
    buf_release(&c->out);
    c->pid = 0;
}

void child_tell_end(const struct child *c, struct buf *out)
{
    if (WIFSIGNALED(c->status)) {
        buf_printf(out, "was ended by signal %d (%s)", WTERMSIG(c->status),
                   strsignal(WTERMSIG(c->status)));
    } else {
        buf_printf(out, "ended with status %d", WEXITSTATUS(c->status));
    }
}
