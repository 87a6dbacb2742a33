// SPDX-License-Identifier: MIT
/* read: pictures of lines -> their texts. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/files.h"
#include "base/json.h"
#include "base/progress.h"
#include "cmd/cmd.h"
#include "cmd/opts.h"
#include "cmd/reader_opts.h"
#include "ocr/reader.h"

enum { CHUNK = 256, MAX_PICTURES = 100000 }; /* pictures at once: batches of like widths */

struct job {
    struct reader *reader;
    const char **path;
    size_t first;
    struct buf *line; /* of each picture of the chunk: what is printed */
    bool text;
};

static void got(void *ctx, size_t i, const struct line_text *t)
{
    struct job *k = ctx;
    struct buf *b = &k->line[i];
    buf_clear(b);
    if (k->text) {
        buf_add(b, t->text, t->len);
        buf_addc(b, '\n');
        return;
    }
    const struct classes *c = reader_about(k->reader)->classes;
    struct json j = json_to(b);
    json_object(&j);
    json_key(&j, "file");
    json_str(&j, k->path[k->first + i]);
    json_key(&j, "text");
    json_strn(&j, t->text, t->len);
    json_key(&j, "confidence");
    json_fixed(&j, t->confidence, 4);
    json_key(&j, "graphemes");
    json_array(&j);
    for (size_t g = 0; g < t->n_labels; g++) {
        size_t len;
        const char *s = classes_text(c, t->label[g], &len);
        json_array(&j);
        json_strn(&j, s, len);
        json_fixed(&j, (double)t->label_confidence[g], 3);
        json_int(&j, t->label_frame[g]);
        json_end_array(&j);
    }
    json_end_array(&j);
    json_end_object(&j);
    buf_addc(b, '\n');
}

static enum st read_chunk(struct job *k, size_t n, int vertical, struct err *e)
{
    struct line_image image[CHUNK] = {{0}};
    enum st st = ST_OK;
    for (size_t i = 0; i < n && !st; i++) {
        struct image im = {0};
        st = image_read(k->path[k->first + i], 1, &im, e);
        if (!st) {
            line_image_make(&im, reader_about(k->reader)->shape.height_px, vertical, &image[i]);
        } else {
            err_wrap(e, st, "'%s': ", k->path[k->first + i]);
        }
        image_release(&im);
    }
    st = st ? st : reader_lines(k->reader, image, n, got, k, e);
    for (size_t i = 0; i < n; i++) {
        if (!st) {
            fwrite(k->line[i].data, 1, k->line[i].len, stdout);
        }
        line_image_release(&image[i]);
    }
    return st;
}

static enum st read_all(struct job *k, size_t n, int vertical, bool quiet, struct err *e)
{
    struct progress p = progress_start("lines", n, quiet);
    enum st st = ST_OK;
    for (k->first = 0; k->first < n && !st; k->first += CHUNK) {
        size_t left = n - k->first;
        st = read_chunk(k, left < CHUNK ? left : CHUNK, vertical, e);
        progress_at(&p, k->first + (left < CHUNK ? left : CHUNK));
    }
    progress_end(&p);
    return st;
}

int cmd_read(int argc, char **argv)
{
    struct reader_choice choice = {0};
    bool text = false, vertical = false;
    const struct opt opts[] = {
        {"text", 't', OPT_FLAG, &text, NULL, "only the text, a line each; not JSON"},
        {"vertical", 0, OPT_FLAG, &vertical, NULL, "lines run from top to bottom"},
        READER_OPTS(choice),
        {0},
    };
    const char **pos = calloc(MAX_PICTURES, sizeof *pos);
    struct cmd c = {
        .verb = "read",
        .usage = "MODEL IMAGE...",
        .about =
            "Reads pictures of single lines (PNG, JPEG, WebP, TIFF). Prints one JSON object a "
            "picture: file, text,\n"
            "confidence that all of it is right, and each grapheme with its confidence and place\n"
            "(frames of 4 pixels at the model's height).",
        .opts = opts,
        .pos = pos,
        .min_pos = 2,
        .max_pos = MAX_PICTURES};
    int rc;
    if (!pos || !cmd_parse(&c, argc, argv, &rc)) {
        free(pos);
        return rc;
    }
    struct err e = {0};
    struct reader_options o;
    struct job k = {.path = pos + 1, .text = text, .line = calloc(CHUNK, sizeof *k.line)};
    enum st st = reader_choose(&choice, &o, &e);
    (void)(st || (st = reader_open(pos[0], &o, &k.reader, &e)) ||
           (st = read_all(&k, (size_t)c.n_pos - 1, vertical, c.quiet || text, &e)));
    for (int i = 0; i < CHUNK; i++) {
        buf_release(&k.line[i]);
    }
    free(k.line);
    reader_close(k.reader);
    free(pos);
    return cmd_end(&c, st, &e);
}
