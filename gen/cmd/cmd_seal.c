// SPDX-License-Identifier: MIT
/* seal: a test set goes out without its answers. */
#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/random.h>

#include "base/buf.h"
#include "cmd/cmd.h"
#include "cmd/opts.h"
#include "eval/sealed.h"

static const char about[] =
    "Splits the answers of a test set from its pictures, so that whoever trains never holds them.\n"
    "OUT gets the pictures, in a new order, without names or metadata, and sealed.json with a commitment: a "
    "hash\n"
    "of the answers that proves later that they were not changed. The answers go into a file of their own, "
    "readable\n"
    "for you alone; keep it. Predictions come back as JSON lines {\"key\": \"000000\", \"text\": \"...\"} "
    "and are scored\n"
    "by 'ersatz eval --answers FILE PREDICTIONS', which counts in FILE.log how often it was asked.\n"
    "DATASET is anything 'ersatz eval' reads. The commitment is printed.";

/* ANSWERS beside OUT, not in it. */
static void default_answers(const char *out, struct buf *b)
{
    buf_addstr(b, out);
    while (b->len > 1 && b->data[b->len - 1] == '/') {
        b->data[--b->len] = 0;
    }
    buf_addstr(b, ".answers.json");
}

int cmd_seal(int argc, char **argv)
{
    const char *out = NULL, *answers = NULL, *pos[1];
    struct sealed_options o = {0};
    const struct opt opts[] = {
        {"output", 'o', OPT_STR, &out, "OUT", "folder to make: what goes out"},
        {"answers", 0, OPT_STR, &answers, "FILE", "what stays (default OUT.answers.json)"},
        {"split", 0, OPT_STR, &o.split, "NAME", "only this split: train, val or test"},
        {"force", 0, OPT_FLAG, &o.force, NULL, "replace OUT, if it is a sealed set, and its answers"},
        {0},
    };
    struct cmd c = {.verb = "seal",
                    .usage = "DATASET -o OUT",
                    .about = about,
                    .opts = opts,
                    .pos = pos,
                    .min_pos = 1,
                    .max_pos = 1};
    int rc;
    if (!cmd_parse(&c, argc, argv, &rc)) {
        return rc;
    }
    if (!out) {
        return cmd_usage(&c, "where to? -o OUT");
    }
    struct err e = {0};
    struct buf file = {0};
    struct sealed_result r = {0};
    uint8_t salt[SEAL_SALT];
    default_answers(out, &file);
    answers = answers ? answers : file.data;
    /* the one place where chance must come from outside: who could draw the salt again could try answers */
    enum st st =
        getrandom(salt, sizeof salt, 0) == (ssize_t)sizeof salt ? ST_OK : err_errno(&e, "no random salt");
    st = st ? st : sealed_make(pos[0], out, answers, salt, &o, &r, &e);
    if (!st) {
        printf("%s\n", r.commitment);
        cmd_note(&c, "%llu pictures in '%s'; their answers are in '%s'", (unsigned long long)r.lines, out,
                 answers);
    }
    buf_release(&file);
    return cmd_end(&c, st, &e);
}
