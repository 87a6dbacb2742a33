// SPDX-License-Identifier: MIT
#include "base/st.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* Control characters of a hostile file name or YAML value must not reach a terminal. */
static void replace_controls(char *s)
{
    for (; *s; s++) {
        if (((unsigned char)*s < 0x20 && *s != '\n') || *s == 0x7f) {
            *s = '?';
        }
    }
}

enum st err_set(struct err *e, enum st code, const char *fmt, ...)
{
    if (e && !e->msg[0]) {
        va_list ap;
        va_start(ap, fmt);
        vsnprintf(e->msg, sizeof e->msg, fmt, ap);
        va_end(ap);
        replace_controls(e->msg);
        e->code = code;
    }
    return code;
}

enum st err_wrap(struct err *e, enum st code, const char *fmt, ...)
{
    if (e) {
        char place[400], rest[sizeof e->msg];
        va_list ap;
        va_start(ap, fmt);
        vsnprintf(place, sizeof place, fmt, ap);
        va_end(ap);
        replace_controls(place);
        memcpy(rest, e->msg, sizeof rest);
        size_t n = strlen(place);
        memcpy(e->msg, place, n);
        snprintf(e->msg + n, sizeof e->msg - n, "%s", rest);
        e->code = code;
    }
    return code;
}

enum st err_errno(struct err *e, const char *fmt, ...)
{
    int num = errno;
    char what[600];
    va_list ap;
    va_start(ap, fmt);
    vsnprintf(what, sizeof what, fmt, ap);
    va_end(ap);
    return err_set(e, ST_IO, "%s: %s", what, strerror(num));
}

_Noreturn void bug_at(const char *file, int line, const char *fmt, ...)
{
    fprintf(stderr, "BUG at %s:%d: ", file, line);
    va_list ap;
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
#ifdef DEBUG
    abort();
#else
    exit(70);
#endif
}
