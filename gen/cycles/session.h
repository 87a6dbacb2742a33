// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CYCLES_SESSION_H
#define ERSATZ_CYCLES_SESSION_H
/*
 * session - one Blender running scenes/worker.py: start it, hear what it is, give it a job, hear how that went.
 *
 * One try each; whether to try again is the caller's to say (blender.c), by the fault that is told.
 */
#include <jansson.h>
#include <stdatomic.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/deadline.h"
#include "cycles/child.h"

struct session {
    const char *program, *script, *log, *temp; /* borrowed */
    int threads;
    double timeout_s; /* to get ready; 0 = a minute */
    const atomic_int *stop;
    struct child child;
    bool running, ready;
    struct deadline until; /* ready by */
    int version[3];
    bool oidn;
};

enum session_fault {
    FAULT_NONE,
    FAULT_AGAIN, /* it crashed, hung, or talked nonsense: another process may do better */
    FAULT_NEVER, /* no Blender, the wrong one, or a job it refuses */
};

/** session_program() - path, else $BLENDER, else "blender". */
const char *session_program(const char *path);
/** session_script() - where worker.py lies; NULL, and an error, if it is not there. */
const char *session_script(struct arena *a, struct err *e);

/** session_start() - start the process if there is none; does not wait for it. */
enum st session_start(struct session *s, enum session_fault *fault, struct err *e);
/** session_ready() - wait until it has said what it is; 3.4 with Cycles at least. */
enum st session_ready(struct session *s, enum session_fault *fault, struct err *e);
/**
 * session_reply() - wait for the reply to job `id`.
 * reply: out, a JSON object with "ok": true; the caller drops the reference
 * ST_CHILD; ST_IO if Blender's disk is full; ST_FORMAT for a model that cannot be baked; ST_STOPPED. After any of
 * them the process is gone.
 */
enum st session_reply(struct session *s, uint64_t id, struct deadline until, json_t **reply,
                      enum session_fault *fault, struct err *e);
/** session_end() - let it quit, or kill it. */
void session_end(struct session *s, double grace_s);
/** session_last_words() - end of the log, for a message; progress of renders is left out. */
void session_last_words(const char *log, struct buf *out);

#endif
