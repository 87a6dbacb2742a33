// SPDX-License-Identifier: MIT
/* fonts: the faces of a recipe, and what they cannot draw. */
#include <stdio.h>
#include <stdlib.h>

#include "base/utf8.h"
#include "cmd/cmd.h"
#include "cmd/open.h"
#include "font/fontset.h"

/* The graphemes of `text` that a face lacks, into `out`, one after another. */
static size_t lacking(const struct face *f, const char *text, size_t len, struct arena *a,
                      struct buf *out)
{
    uint32_t *off;
    size_t n = utf8_graphemes(a, text, len, &off), missing = 0;
    for (size_t i = 0; i < n; i++) {
        if (!face_covers(f, text + off[i], off[i + 1] - off[i])) {
            buf_add(out, text + off[i], off[i + 1] - off[i]);
            missing++;
        }
    }
    return missing;
}

int cmd_fonts(int argc, char **argv)
{
    const char *text = "";
    struct opt_list set = {0};
    const struct opt opts[] = {
        {"text", 't', OPT_STR, &text, "TEXT", "also say which of its characters each face lacks"},
        {"set", 0, OPT_LIST, &set, "KEY=VALUE", "override a key of the recipe"},
        {0},
    };
    const char *pos[1];
    struct cmd c = {.verb = "fonts",
                    .usage = "RECIPE",
                    .about = "Lists the faces that a recipe draws with: number, set, family, style, file.",
                    .opts = opts,
                    .pos = pos,
                    .min_pos = 1,
                    .max_pos = 1};
    int rc;
    if (!cmd_parse(&c, argc, argv, &rc)) {
        return rc;
    }
    struct err e = {0};
    struct generator *g = NULL;
    struct arena a = {0};
    struct buf line = {0};
    size_t len = 0, bad = 0;
    for (const char *p = text; *p; p++) {
        len++;
    }
    enum st st = utf8_valid(text, len, &bad) ? cmd_open(pos[0], &set, &(struct generator_options){.quick = true}, &g, &e)
                                             : err_set(&e, ST_USAGE, "--text is not UTF-8");
    if (!st) {
        const struct fontset *fs = generator_fonts(g);
        for (size_t i = 0; i < fontset_count(fs); i++) {
            const struct face *f = fontset_face(fs, i);
            printf("%zu\t%s\t%s\t%s\t%s", i, f->set, f->family, f->style, f->path);
            buf_clear(&line);
            if (len && lacking(f, text, len, &a, &line)) {
                printf("\tlacks %s", line.data);
            }
            putchar('\n');
        }
    }
    buf_release(&line);
    arena_release(&a);
    generator_close(g);
    free(set.v);
    return cmd_end(&c, st, &e);
}
