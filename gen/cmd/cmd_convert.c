// SPDX-License-Identifier: MIT
/* convert: datasets to and from the formats of other trainers. */
#include <stdio.h>

#include "base/progress.h"
#include "cmd/cmd.h"
#include "cmd/opts.h"
#include "data/convert.h"

static void say_progress(void *ctx, uint64_t done, uint64_t total)
{
    struct progress *p = ctx;
    p->total = total;
    progress_at(p, done);
}

/* The formats, a line each, behind the description. */
static const char *about_formats(void)
{
    static char text[2000];
    int n = snprintf(text, sizeof text,
                     "Writes a dataset in another format (--to), or reads one and makes a dataset of it\n"
                     "(--from), so that real data can be mixed, checked and trained on like generated data.\n"
                     "Pictures are copied byte by byte.\n");
    for (const struct exporter *const *x = convert_exporters; *x && n < (int)sizeof text; x++) {
        n += snprintf(text + n, sizeof text - (size_t)n, "\n  --to %-12s   %s", (*x)->name, (*x)->help);
    }
    for (const struct importer *const *x = convert_importers; *x && n < (int)sizeof text; x++) {
        n += snprintf(text + n, sizeof text - (size_t)n, "\n  --from %-12s %s", (*x)->name, (*x)->help);
    }
    return text;
}

int cmd_convert(int argc, char **argv)
{
    const char *to = NULL, *from = NULL, *out = NULL;
    struct convert_options o = {0};
    uint64_t margin = 5, min_visible = 0;
    const struct opt opts[] = {
        {"to", 0, OPT_STR, &to, "FORMAT", "write a dataset in this format"},
        {"from", 0, OPT_STR, &from, "FORMAT", "read this format, make a dataset"},
        {"output", 'o', OPT_STR, &out, "OUT", "folder (or file) to make"},
        {"split", 0, OPT_STR, &o.split, "NAME", "only this split (--to), or the split of all samples (--from)"},
        {"by", 0, OPT_STR, &o.by, "WHAT", "shelves: a class is a sku, brand or category (--to; default sku)"},
        {"min-visible", 0, OPT_UINT, &min_visible, "PERCENT", "shelves: leave out items of which less is seen (--to)"},
        {"margin", 0, OPT_UINT, &margin, "PERCENT", "crops: on each side, of the item's size (default 5)"},
        {"shard-samples", 0, OPT_UINT, &o.shard_samples, "N", "samples a shard (--from; default 10000)"},
        {"force", 0, OPT_FLAG, &o.force, NULL, "replace OUT if it is the result of an earlier conversion"},
        {0},
    };
    const char *pos[1];
    struct cmd c = {.verb = "convert",
                    .usage = "SOURCE (--to|--from) FORMAT -o OUT",
                    .about = about_formats(),
                    .opts = opts,
                    .pos = pos,
                    .min_pos = 1,
                    .max_pos = 1};
    int rc;
    if (!cmd_parse(&c, argc, argv, &rc)) {
        return rc;
    }
    if (!to == !from) {
        return cmd_usage(&c, "wants --to FORMAT or --from FORMAT");
    }
    if (!out) {
        return cmd_usage(&c, "where to? -o OUT");
    }
    if (min_visible > 100 || margin > 1000) {
        return cmd_usage(&c, "--min-visible is at most 100, --margin at most 1000 percent");
    }
    o.min_visible = (double)min_visible / 100;
    o.margin = (double)margin / 100;
    struct err e = {0};
    struct convert_result r = {0};
    struct progress p = progress_start("samples", 0, c.quiet);
    o.progress = say_progress;
    o.ctx = &p;
    enum st st = to ? convert_export(pos[0], to, out, &o, &r, &e) : convert_import(pos[0], from, out, &o, &r, &e);
    progress_end(&p);
    if (!st) {
        cmd_note(&c, "%llu samples in '%s'", (unsigned long long)r.samples, out);
    }
    if (!st && r.items) {
        cmd_note(&c, "%llu items", (unsigned long long)r.items);
    }
    if (!st && r.items_left_out) {
        cmd_note(&c, "%llu items left out: less than %llu %% of them is seen", (unsigned long long)r.items_left_out,
                 (unsigned long long)min_visible);
    }
    if (!st && r.changed) {
        cmd_note(&c, "%llu transcripts had tabs or line breaks, which this format has no place for: now spaces",
                 (unsigned long long)r.changed);
    }
    return cmd_end(&c, st, &e);
}
