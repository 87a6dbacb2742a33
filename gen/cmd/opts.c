// SPDX-License-Identifier: MIT
#include "cmd/opts.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void print_opt(FILE *f, const char *name, char letter, const char *arg, const char *help)
{
    char left[64];
    int n = letter ? snprintf(left, sizeof left, "  -%c, --%s", letter, name)
                   : snprintf(left, sizeof left, "      --%s", name);
    if (arg && n > 0 && n < (int)sizeof left) {
        snprintf(left + n, sizeof left - (size_t)n, " %s", arg);
    }
    fprintf(f, "%-28s %s\n", left, help);
}

static void print_help(const struct cmd *c, FILE *f)
{
    fprintf(f, "usage: ersatz %s [options] %s\n\n%s\n\noptions:\n", c->verb, c->usage, c->about);
    for (const struct opt *o = c->opts; o && o->name; o++) {
        print_opt(f, o->name, o->letter, o->arg, o->help);
    }
    print_opt(f, "quiet", 'q', NULL, "errors only");
    print_opt(f, "verbose", 'v', NULL, "say more");
    print_opt(f, "help", 'h', NULL, "this text");
}

int cmd_usage(const struct cmd *c, const char *fmt, ...)
{
    va_list ap;
    va_start(ap, fmt);
    fprintf(stderr, "ersatz %s: ", c->verb);
    vfprintf(stderr, fmt, ap);
    fprintf(stderr, "\nusage: ersatz %s [options] %s\n(see 'ersatz %s --help')\n", c->verb, c->usage,
            c->verb);
    va_end(ap);
    return ST_USAGE;
}

static bool store(struct cmd *c, const struct opt *o, const char *value, int *rc)
{
    switch (o->type) {
    case OPT_STR:
        *(const char **)o->dst = value;
        return true;
    case OPT_UINT: {
        char *end;
        errno = 0;
        unsigned long long v = strtoull(value, &end, 10);
        if (errno || *end || end == value || *value == '-' || *value == '+') {
            *rc = cmd_usage(c, "--%s needs a whole number, not '%s'", o->name, value);
            return false;
        }
        *(uint64_t *)o->dst = v;
        return true;
    }
    case OPT_LIST: {
        struct opt_list *l = o->dst;
        const char **v = realloc(l->v, (l->n + 1) * sizeof *v);
        if (!v) {
            BUG("out of memory");
        }
        l->v = v;
        l->v[l->n++] = value;
        return true;
    }
    case OPT_FLAG:
        break;
    }
    return true;
}

static const struct opt *find_long(const struct cmd *c, const char *name, size_t len)
{
    for (const struct opt *o = c->opts; o && o->name; o++) {
        if (strlen(o->name) == len && memcmp(o->name, name, len) == 0) {
            return o;
        }
    }
    return NULL;
}

/* One option at argv[*i]; moves *i over its value. */
static bool parse_option(struct cmd *c, int argc, char **argv, int *i, int *rc)
{
    const char *arg = argv[*i], *value = NULL;
    const struct opt *o = NULL;
    bool off = false;
    if (arg[1] == '-') {
        const char *name = arg + 2, *eq = strchr(name, '=');
        size_t len = eq ? (size_t)(eq - name) : strlen(name);
        if (!eq && (!strcmp(name, "quiet") || !strcmp(name, "verbose"))) {
            *(*name == 'q' ? &c->quiet : &c->verbose) = true;
            return true;
        }
        o = find_long(c, name, len);
        if (!o && len > 3 && !memcmp(name, "no-", 3)) {
            o = find_long(c, name + 3, len - 3);
            off = o && o->type == OPT_FLAG;
            o = off ? o : NULL;
        }
        value = eq ? eq + 1 : NULL;
    } else {
        if (!strcmp(arg, "-q") || !strcmp(arg, "-v")) {
            *(arg[1] == 'q' ? &c->quiet : &c->verbose) = true;
            return true;
        }
        for (const struct opt *k = c->opts; k && k->name; k++) {
            if (k->letter && k->letter == arg[1]) {
                o = k;
            }
        }
        value = o && arg[2] ? arg + 2 : NULL;
    }
    if (!o) {
        *rc = cmd_usage(c, "unknown option '%s'", arg);
        return false;
    }
    if (o->type == OPT_FLAG) {
        if (value) {
            *rc = cmd_usage(c, "--%s takes no value", o->name);
            return false;
        }
        *(bool *)o->dst = !off;
        return true;
    }
    if (!value) {
        if (*i + 1 >= argc) {
            *rc = cmd_usage(c, "--%s needs a value: %s", o->name, o->arg);
            return false;
        }
        value = argv[++*i];
    }
    return store(c, o, value, rc);
}

bool cmd_parse(struct cmd *c, int argc, char **argv, int *rc)
{
    bool only_pos = false;
    for (int i = 1; i < argc; i++) {
        if (!only_pos && (!strcmp(argv[i], "-h") || !strcmp(argv[i], "--help"))) {
            print_help(c, stdout);
            *rc = ST_OK;
            return false;
        }
        if (!only_pos && !strcmp(argv[i], "--")) {
            only_pos = true;
        } else if (!only_pos && argv[i][0] == '-' && argv[i][1]) {
            if (!parse_option(c, argc, argv, &i, rc)) {
                return false;
            }
        } else if (c->n_pos == c->max_pos) {
            *rc = cmd_usage(c, "too many arguments: '%s'", argv[i]);
            return false;
        } else {
            c->pos[c->n_pos++] = argv[i];
        }
    }
    if (c->n_pos < c->min_pos) {
        *rc = cmd_usage(c, "needs %s", c->usage);
        return false;
    }
    return true;
}

int cmd_end(const struct cmd *c, enum st st, const struct err *e)
{
    if (st != ST_OK && e && e->msg[0]) {
        fprintf(stderr, "ersatz %s: %s\n", c->verb, e->msg);
    }
    switch (st) {
    case ST_RANGE:
        return ST_FORMAT;
    case ST_NOMEM:
        return ST_IO;
    case ST_STOPPED:
        return 130; /* as a shell reports SIGINT */
    default:
        return (int)st;
    }
}

void cmd_note(const struct cmd *c, const char *fmt, ...)
{
    if (c->quiet) {
        return;
    }
    va_list ap;
    va_start(ap, fmt);
    vfprintf(stderr, fmt, ap);
    va_end(ap);
    fputc('\n', stderr);
}

const char *cmd_human_time(double seconds)
{
    static _Thread_local char s[48];
    if (!(seconds < 1e7)) {
        return "long";
    }
    int t = (int)(seconds + 0.5);
    if (seconds < 10) {
        snprintf(s, sizeof s, "%.1f s", seconds);
    } else if (t < 120) {
        snprintf(s, sizeof s, "%d s", t);
    } else if (t < 7200) {
        snprintf(s, sizeof s, "%d min %d s", t / 60, t % 60);
    } else {
        snprintf(s, sizeof s, "%d h %d min", t / 3600, t / 60 % 60);
    }
    return s;
}
