// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CMD_OPTS_H
#define ERSATZ_CMD_OPTS_H
/*
 * opts - what all verbs share: options from one table a verb, help from the same table, errors, exit codes.
 *
 *     static const char about[] = "Checks a recipe or a dataset.";
 *     const char *pos[1];
 *     struct cmd c = {.verb = "check", .usage = "FILE|DIR", .about = about, .opts = opts,
 *                     .pos = pos, .min_pos = 1, .max_pos = 1};
 *     int rc;
 *     if (!cmd_parse(&c, argc, argv, &rc)) { return rc; }     // help printed, or a usage error
 *     ...
 *     return cmd_end(&c, st, &err);
 *
 * Data goes to stdout, everything else to stderr. Help asked for goes to stdout with 0; help forced by
 * misuse goes to stderr with 2.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/st.h"

enum opt_type { OPT_FLAG, OPT_STR, OPT_UINT, OPT_LIST };

struct opt_list {
    const char **v;
    size_t n;
};

struct opt {
    const char *name;   /* long name without dashes; NULL ends the table. A flag also takes --no-NAME */
    char letter;        /* short name or 0 */
    enum opt_type type;
    void *dst;          /* bool *, const char **, uint64_t *, struct opt_list * */
    const char *arg;    /* name of the value in help, NULL for flags */
    const char *help;
};

struct cmd {
    const char *verb, *usage, *about;
    const struct opt *opts;
    const char **pos; /* positional arguments go here */
    int min_pos, max_pos;
    int n_pos;        /* out */
    bool quiet, verbose; /* out: -q, -v */
};

/** cmd_parse() - argv[0] is the verb. True: go on. False: return *rc at once. */
bool cmd_parse(struct cmd *c, int argc, char **argv, int *rc);
/** cmd_usage() - a usage error found by the verb itself: prints it and the hint; returns 2. */
int cmd_usage(const struct cmd *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/** cmd_end() - print the error, if any, and turn the status into an exit code (st.h). */
int cmd_end(const struct cmd *c, enum st st, const struct err *e);
/** cmd_note() - one line on stderr, unless -q. */
void cmd_note(const struct cmd *c, const char *fmt, ...) __attribute__((format(printf, 2, 3)));
/** cmd_human() - "1.2 s", "3 min 20 s", "2 h 5 min" into a static per-thread buffer. */
const char *cmd_human_time(double seconds);

#endif
