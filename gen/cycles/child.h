// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CYCLES_CHILD_H
#define ERSATZ_CYCLES_CHILD_H
/*
 * child - a program in a process group of its own, with a pipe to it and a pipe back, both of lines.
 *
 *     struct child c = {0};
 *     child_start(&c, argv, env, "blender.log", &e);   // argv may name the pipes: CHILD_JOBS, CHILD_REPLIES
 *     child_send(&c, job.data, job.len);
 *     while ((got = child_line(&c, deadline, stop, &line)) == CHILD_LINE) ...
 *     child_end(&c, 2.0);
 *
 * Its stdin is empty, stdout and stderr are appended to the log. It is killed when the thread that started it
 * ends (PR_SET_PDEATHSIG), and its pipe of jobs ends with our process: so keep to one thread for its life, or expect it
 * to die early. The zero value is no child; child_end() accepts it.
 */
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/types.h>

#include "base/buf.h"
#include "base/deadline.h"
#include "base/st.h"

/* Words of argv that are replaced by the number of the child's end of a pipe. */
#define CHILD_JOBS "{jobs}"
#define CHILD_REPLIES "{replies}"

struct child {
    pid_t pid; /* also its process group; 0: none */
    int jobs_fd, replies_fd;
    struct buf out; /* still to be written to it */
    size_t out_done;
    struct buf in;   /* read and not yet given out */
    size_t line_len; /* of the line given out last, with its newline */
    bool reaped;
    int status; /* of waitpid(2), once reaped */
};

/**
 * child_start() - run argv[0], looked for in $PATH.
 * env: NULL-ended "NAME=value" (set) and "NAME" (unset); the rest is ours
 * Returns ST_OK; ST_CHILD with "cannot run '...': reason" if the program cannot be started; ST_IO for pipes and the log.
 */
enum st child_start(struct child *c, const char *const argv[], const char *const env[],
                    const char *log, struct err *e);

/** child_send() - hand over bytes; what the pipe does not take at once follows during child_line(). Copied. */
void child_send(struct child *c, const void *bytes, size_t len);

enum child_got { CHILD_LINE, CHILD_ENDED, CHILD_LATE, CHILD_STOPPED, CHILD_NONSENSE };
/**
 * child_line() - wait for its next line.
 * stop: non-zero ends the wait within 0.1 s; may be NULL
 * line: out, without its newline; valid until the next call
 * Returns CHILD_LINE; CHILD_ENDED: its pipe ended or it did; CHILD_LATE: the deadline passed; CHILD_STOPPED;
 * CHILD_NONSENSE: more than a megabyte and no newline.
 */
enum child_got child_line(struct child *c, struct deadline until, const atomic_int *stop,
                          const char **line);

/** child_end() - close its pipes, give it grace_s seconds to end, kill what is left of its group. */
void child_end(struct child *c, double grace_s);
/** child_tell_end() - "ended with status 1", "was ended by signal 9 (Killed)", for a child that was ended. */
void child_tell_end(const struct child *c, struct buf *out);

#endif
