// SPDX-License-Identifier: MIT
#include "cycles/session.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"

enum { OLDEST_MAJOR = 3, OLDEST_MINOR = 4, WORDS_BYTES = 400, TAIL_BYTES = 4096 };
#define START_S 60.0

const char *session_program(const char *path)
{
    const char *env = getenv("BLENDER");
    return path && *path ? path : env && *env ? env : "blender";
}

const char *session_script(struct arena *a, struct err *e)
{
    const char *script = share_path(a, "scenes/worker.py");
    if (!script) {
        err_set(e, ST_IO, "cannot find 'scenes/worker.py', which comes with the program");
    }
    return script;
}

enum st session_start(struct session *s, enum session_fault *fault, struct err *e)
{
    *fault = FAULT_NONE;
    if (s->running) {
        return ST_OK;
    }
    struct buf number = {0}, temp = {0};
    buf_printf(&number, "%d", s->threads);
    buf_printf(&temp, "TMPDIR=%s", s->temp);
    const char *argv[] = {s->program,  "--background", "--factory-startup", "--disable-autoexec",
                          "-noaudio",  "--threads",    number.data,         "--python-exit-code",
                          "6",         "--python",     s->script,           "--",
                          "--jobs-fd", CHILD_JOBS,     "--replies-fd",      CHILD_REPLIES,
                          NULL};
    /* a colour configuration or scripts of the user's would change pixels */
    /* and its allocator (jemalloc) keeps what the next frame needs again: a tenth of the time would go into page faults */
    const char *env[] = {temp.data,
                         "OCIO",
                         "BLENDER_USER_SCRIPTS",
                         "BLENDER_SYSTEM_SCRIPTS",
                         "PYTHONSTARTUP",
                         "MALLOC_CONF=dirty_decay_ms:60000,muzzy_decay_ms:60000,thp:always",
                         NULL};
    enum st st = child_start(&s->child, argv, env, s->log, e);
    if (st) {
        *fault = FAULT_NEVER;
        if (st == ST_CHILD && e) {
            strncat(e->msg,
                    " (install the package 'blender', or name it by --blender PATH or $BLENDER)",
                    sizeof e->msg - strlen(e->msg) - 1);
        }
    } else {
        s->running = true;
        s->ready = false;
        s->until = deadline_in(s->timeout_s > 0 ? s->timeout_s : START_S);
    }
    buf_release(&number);
    buf_release(&temp);
    return st;
}

void session_end(struct session *s, double grace_s)
{
    child_end(&s->child, grace_s);
    s->running = s->ready = false;
}

/* What went wrong with the process, as a message; it is ended. doing: what it was at. */
static enum st tell(struct session *s, enum child_got got, const char *line, const char *doing,
                    enum session_fault *fault, struct err *e)
{
    struct buf end = {0};
    *fault = FAULT_AGAIN;
    enum st st = ST_CHILD;
    if (got == CHILD_STOPPED) {
        *fault = FAULT_NEVER;
        st = err_set(e, ST_STOPPED, "stopped");
    } else if (got == CHILD_LATE) {
        err_set(e, st, "'%s' took too long %s", s->program, doing);
    } else if (got == CHILD_ENDED) {
        session_end(s, 0.5);
        child_tell_end(&s->child, &end);
        err_set(e, st, "'%s' %s %s", s->program, end.data, doing);
    } else {
        err_set(e, st, "'%s' answered nonsense %s: '%.80s'", s->program, doing, line ? line : "");
    }
    session_end(s, 0);
    buf_release(&end);
    return st;
}

static bool whole_numbers(const json_t *list, int out[3])
{
    if (json_array_size(list) != 3) {
        return false;
    }
    for (size_t i = 0; i < 3; i++) {
        const json_t *v = json_array_get(list, i);
        if (!json_is_integer(v) || json_integer_value(v) < 0 || json_integer_value(v) > 9999) {
            return false;
        }
        out[i] = (int)json_integer_value(v);
    }
    return true;
}

static enum st check_hello(struct session *s, const json_t *hello, enum session_fault *fault,
                           struct err *e)
{
    const int *v = s->version;
    s->oidn = json_is_true(json_object_get(hello, "oidn"));
    enum st st = ST_OK;
    if (v[0] < OLDEST_MAJOR || (v[0] == OLDEST_MAJOR && v[1] < OLDEST_MINOR)) {
        st = err_set(e, ST_CHILD, "'%s' is Blender %d.%d.%d; %d.%d or newer is needed", s->program,
                     v[0], v[1], v[2], OLDEST_MAJOR, OLDEST_MINOR);
    } else if (!json_is_true(json_object_get(hello, "cycles"))) {
        st = err_set(e, ST_CHILD, "'%s' (Blender %d.%d.%d) was built without Cycles", s->program,
                     v[0], v[1], v[2]);
    }
    if (st) {
        *fault = FAULT_NEVER;
        session_end(s, 1);
    }
    s->ready = !st;
    return st;
}

enum st session_ready(struct session *s, enum session_fault *fault, struct err *e)
{
    *fault = FAULT_NONE;
    if (s->ready) {
        return ST_OK;
    }
    const char *line = NULL;
    enum child_got got = child_line(&s->child, s->until, s->stop, &line);
    json_t *hello = got == CHILD_LINE ? json_loads(line, 0, NULL) : NULL;
    enum st st;
    if (!json_object_get(hello, "hello") ||
        !whole_numbers(json_object_get(hello, "version"), s->version)) {
        st = tell(s, got, line, "before it was ready for work", fault, e);
    } else {
        st = check_hello(s, hello, fault, e);
    }
    json_decref(hello);
    return st;
}

/* A reply that says what went wrong. The process is not trusted after it. */
static enum st tell_refusal(struct session *s, const json_t *reply, enum session_fault *fault,
                            struct err *e)
{
    const char *kind = json_string_value(json_object_get(reply, "kind"));
    const char *what = json_string_value(json_object_get(reply, "error"));
    what = what ? what : "without a word";
    enum st st = ST_CHILD;
    *fault = FAULT_AGAIN;
    if (kind && !strcmp(kind, "disk")) {
        *fault = FAULT_NEVER;
        st = err_set(e, ST_IO, "Blender cannot write its result: %s", what);
    } else if (kind && !strcmp(kind, "job")) {
        *fault = FAULT_NEVER;
        err_set(e, st, "Blender's script refuses the job: %s", what);
    } else if (kind && !strcmp(kind, "model")) {
        *fault = FAULT_NEVER;
        st = err_set(e, ST_FORMAT, "%s", what);
    } else {
        err_set(e, st, "'%s' failed: %.500s", s->program, what);
    }
    session_end(s, 0);
    return st;
}

enum st session_reply(struct session *s, uint64_t id, struct deadline until, json_t **reply,
                      enum session_fault *fault, struct err *e)
{
    *fault = FAULT_NONE;
    *reply = NULL;
    const char *line = NULL;
    enum child_got got = child_line(&s->child, until, s->stop, &line);
    json_t *r = got == CHILD_LINE ? json_loads(line, 0, NULL) : NULL;
    const json_t *ok = json_object_get(r, "ok"), *number = json_object_get(r, "id");
    enum st st = ST_OK;
    if (!json_is_boolean(ok)) {
        st = tell(s, got, line, "at work", fault, e);
    } else if (json_is_false(ok)) {
        st = tell_refusal(s, r, fault, e);
    } else if (!json_is_integer(number) || json_integer_value(number) != (json_int_t)id) {
        st = tell(s, CHILD_NONSENSE, line, "at work", fault, e);
    }
    if (st) {
        json_decref(r);
    } else {
        *reply = r;
    }
    return st;
}

/* Lines that say nothing about a fault: how far a render is. */
static bool is_progress(const char *line)
{
    return !strncmp(line, "Fra:", 4) || !strncmp(line, "Saved:", 6) ||
           !strncmp(line, " Time:", 6) || !*line;
}

void session_last_words(const char *log, struct buf *out)
{
    char tail[TAIL_BYTES + 1];
    int fd = open(log, O_RDONLY | O_CLOEXEC);
    struct stat sb;
    ssize_t n = 0;
    if (fd >= 0 && !fstat(fd, &sb)) {
        n = pread(fd, tail, TAIL_BYTES, sb.st_size > TAIL_BYTES ? sb.st_size - TAIL_BYTES : 0);
    }
    if (fd >= 0) {
        close(fd);
    }
    tail[n > 0 ? n : 0] = 0;
    struct buf words = {0};
    for (char *line = tail, *next; line; line = next) {
        next = strchr(line, '\n');
        if (next) {
            *next++ = 0;
        }
        if (!is_progress(line)) {
            buf_printf(&words, "%s%s", words.len ? " | " : "", line);
        }
    }
    size_t cut = words.len > WORDS_BYTES ? words.len - WORDS_BYTES : 0;
    while (cut && cut < words.len && ((unsigned char)words.data[cut] & 0xc0) == 0x80) {
        cut++; /* not inside a character */
    }
    buf_addstr(out, words.len ? words.data + cut : "");
    buf_release(&words);
}
