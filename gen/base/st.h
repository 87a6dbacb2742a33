// SPDX-License-Identifier: MIT
#ifndef ERSATZ_BASE_ST_H
#define ERSATZ_BASE_ST_H
/*
 * st - status codes and error messages.
 *
 * Every function that can fail for a reason outside the program (bad input, a full disk, a dead
 * child) returns `enum st` and, where it detects the failure, writes one sentence into a caller-owned
 * `struct err`. Those who pass the failure on stay silent, or put a place in front of it.
 *
 *     struct err e = {0};
 *     if (file_read(path, &buf, &e)) {
 *         return err_wrap(&e, e.code, "recipe '%s': ", name);
 *     }
 *
 * Wording: what failed first, the subject in single quotes, no capital, no full stop. A cure may
 * follow after " (" ... ")". Our own mistakes are BUG(), never `struct err`.
 *
 * Invariants: `err` is untouched on success, so calls chain with ||. The first message wins: err_set()
 * on a struct that already holds one is ignored. NULL is allowed everywhere.
 */
#include <stdarg.h>
#include <stddef.h>

/* The values are the program's exit codes; `ersatz --help` lists them. */
enum st {
    ST_OK = 0,
    ST_CHECK = 1,  /* a check failed: the data is readable and wrong */
    ST_USAGE = 2,  /* the command line is wrong */
    ST_RECIPE = 3, /* the recipe is wrong */
    ST_IO = 4,     /* the system refused: open, read, write, space */
    ST_FORMAT = 5, /* bad bytes in a file that was meant for us */
    ST_CHILD = 6,  /* Blender failed */
    ST_RANGE = 7,  /* a value outside what a function accepts */
    ST_NOMEM = 8,
    ST_STOPPED = 9, /* Ctrl-C: stopped in a state that --resume continues */
};

struct err {
    enum st code;
    char msg[1000];
};

/** err_set() - record what happened; returns `code`. Ignored if `e` already holds a message. */
enum st err_set(struct err *e, enum st code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/** err_wrap() - put a place ("recipe.yaml:12:5: ") in front of the message; returns `code`. */
enum st err_wrap(struct err *e, enum st code, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

/** err_errno() - err_set with ST_IO and ": <strerror(errno)>" appended; errno is read first. */
enum st err_errno(struct err *e, const char *fmt, ...) __attribute__((format(printf, 2, 3)));

/** BUG() - our mistake: prints file and line and ends with status 70 (aborts under DEBUG). */
#define BUG(...) bug_at(__FILE__, __LINE__, __VA_ARGS__)
_Noreturn void bug_at(const char *file, int line, const char *fmt, ...)
    __attribute__((format(printf, 3, 4)));

#endif
