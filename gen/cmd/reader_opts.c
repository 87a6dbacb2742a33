// SPDX-License-Identifier: MIT
#include "cmd/reader_opts.h"

#include <string.h>

enum st reader_choose(const struct reader_choice *c, struct reader_options *o, struct err *e)
{
    static const char *const name[] = {"greedy", "beam", "joint"};
    int how = c->decode ? -1 : 0;
    for (int i = 0; i < 3 && c->decode; i++) {
        how = strcmp(c->decode, name[i]) ? how : i;
    }
    if (how < 0) {
        return err_set(e, ST_USAGE, "--decode is greedy, beam or joint, not '%s'", c->decode);
    }
    *o = (struct reader_options){.how = (enum decode_how)how, .width = (int)c->width, .lexicon = c->lexicon, .fp32 = c->fp32, .int8 = c->int8};
    return ST_OK;
}
