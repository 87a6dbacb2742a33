// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CMD_READER_OPTS_H
#define ERSATZ_CMD_READER_OPTS_H
/* reader_opts - how a model reads: options that read and eval share. */
#include "cmd/opts.h"
#include "ocr/reader.h"

struct reader_choice {
    const char *decode, *lexicon;
    uint64_t width;
    bool fp32, int8;
};

#define READER_OPTS(c) \
    {"decode", 'd', OPT_STR, &(c).decode, "HOW", "greedy (default), beam, or joint: both heads"}, \
    {"beam", 0, OPT_UINT, &(c).width, "N", "width of the beam (default: 10)"}, \
    {"words", 0, OPT_STR, &(c).lexicon, "FILE", "list of words that are likely (beam, joint)"}, \
    {"fp32", 0, OPT_FLAG, &(c).fp32, NULL, "compute in fp32 even where bf16 is faster"}, \
    {"int8", 0, OPT_FLAG, &(c).int8, NULL, "compute in bytes: quicker on thousands of lines, a little less exact"}

/** reader_choose() - ST_USAGE for an unknown way of decoding. */
enum st reader_choose(const struct reader_choice *c, struct reader_options *o, struct err *e);

#endif
