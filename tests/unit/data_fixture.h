// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TESTS_DATA_FIXTURE_H
#define ERSATZ_TESTS_DATA_FIXTURE_H
/* data_fixture - small datasets in a folder of their own, for the tests of gen/data. */
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "base/image.h"
#include "data/dataset_reader.h"
#include "data/dataset_writer.h"

static char fixture_dir[200]; /* made by fixture_begin(), empty */

static inline int fixture_remove_one(const char *path, const struct stat *sb, int type,
                                     struct FTW *at)
{
    (void)sb;
    (void)type;
    (void)at;
    return remove(path);
}

static inline void fixture_remove(const char *path)
{
    nftw(path, fixture_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

static inline int fixture_begin(void **state)
{
    (void)state;
    const char *tmp = getenv("TMPDIR");
    snprintf(fixture_dir, sizeof fixture_dir, "%s/ersatz-test-XXXXXX", tmp && *tmp ? tmp : "/tmp");
    return mkdtemp(fixture_dir) ? 0 : -1;
}

static inline int fixture_end(void **state)
{
    (void)state;
    fixture_remove(fixture_dir);
    return 0;
}

/* Path below fixture_dir; 64 may be in use at once. */
static inline const char *fixture_path(const char *name)
{
    static char path[64][400];
    static unsigned turn;
    char *p = path[turn++ % 64];
    snprintf(p, sizeof path[0], "%s/%s", fixture_dir, name);
    return p;
}

/* A grey picture whose pixels depend on `number`; jpg for even numbers, png for odd ones. */
static inline const char *fixture_picture(unsigned number, struct buf *out)
{
    struct image im;
    struct encoder en = {0};
    if (image_init(&im, 16 + (int)(number % 5), 8, 1, NULL)) {
        abort();
    }
    for (int i = 0; i < im.width_px * im.height_px; i++) {
        im.px[i] = (uint8_t)(i * 7 + (int)number * 13);
    }
    buf_clear(out);
    if (number % 2 ? encode_png(&im, 6, out, NULL) : encode_jpeg(&en, &im, 80, out, NULL)) {
        abort();
    }
    encoder_release(&en);
    image_release(&im);
    return number % 2 ? "png" : "jpg";
}

static const char *const fixture_texts[] = {
    "plain text",        "a, b, and c", "tab\there", "two\nlines", "\xe4\xb8\xad\xe6\x96\x87",
    "\"quoted\" \\ back"};

static inline const char *fixture_text(uint64_t i)
{
    return fixture_texts[i % (sizeof fixture_texts / sizeof *fixture_texts)];
}

static const int fixture_split[5] = {0, 0, 1, 0, 2};

/* Sample i: picture, label with one word. Split: 2 of 5 are val and test. */
static inline enum st fixture_add(struct dataset_writer *w, uint64_t i, struct err *e)
{
    struct buf image = {0}, label = {0};
    const char *ext = fixture_picture((unsigned)i, &image);
    const char *text = fixture_text(i);
    struct record_facts f = {.split = fixture_split[i % 5],
                             .width_px = 16 + (int)(i % 5),
                             .height_px = 8,
                             .n_graphemes = (uint32_t)strlen(text),
                             .replans = i % 7 == 3,
                             .forced = i % 11 == 5,
                             .source = i % 2 ? "odd" : "even",
                             .font = "DejaVu Sans Book",
                             .text = text,
                             .text_len = strlen(text)};
    struct json j = json_to(&label);
    json_begin_object(&j);
    json_key(&j, "text");
    json_str(&j, text);
    json_key(&j, "split");
    json_str(&j, dataset_split[f.split]);
    json_key(&j, "words");
    json_begin_array(&j);
    json_begin_object(&j);
    json_key(&j, "text");
    json_str(&j, text);
    json_key(&j, "quad");
    json_begin_array(&j);
    static const double quad[8] = {1, 1.4, 14.6, 1, 15, 7, 1, 6.5};
    for (int k = 0; k < 8; k++) {
        json_fixed(&j, quad[k], 2);
    }
    json_end_array(&j);
    json_end_object(&j);
    json_end_array(&j);
    json_end_object(&j);
    const struct record_file files[] = {{ext, image.data, image.len},
                                        {"json", label.data, label.len}};
    enum st st = dataset_writer_add(w, i, files, 2, &f, e);
    buf_release(&image);
    buf_release(&label);
    return st;
}

static const struct dataset_font fixture_font = {
    "DejaVu Sans", "Book", "DejaVuSans.ttf",
    "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"};

static inline struct dataset_options fixture_options(const char *dir, uint64_t count,
                                                     uint64_t shard_samples)
{
    static char sha[65];
    bytes_sha256("kind: text\n", 11, sha);
    return (struct dataset_options){.dir = dir,
                                    .recipe = "kind: text\n",
                                    .recipe_sha256 = sha,
                                    .seed = 7,
                                    .count = count,
                                    .shard_samples = shard_samples,
                                    .font = &fixture_font,
                                    .n_fonts = 1};
}

/* Makes what is missing, at most `most` samples, and finishes unless stopped by that. */
static inline enum st fixture_make(const struct dataset_options *o, uint64_t most, struct buf *note,
                                   struct err *e)
{
    struct dataset_writer *w;
    uint64_t first, count;
    enum st st = dataset_writer_open(&w, o, e);
    while (!st && most && dataset_writer_next(w, &first, &count)) {
        for (uint64_t i = first; i < first + count && !st && most; i++, most--) {
            st = fixture_add(w, i, e);
        }
    }
    if (!st && most) {
        st = dataset_writer_finish(w, note, e);
    }
    dataset_writer_free(w);
    return st;
}

/* All bytes of a file, or "" if it is not there. */
static inline struct buf fixture_file(const char *dir, const char *name)
{
    struct buf b = {0}, path = {0};
    buf_printf(&path, "%s/%s", dir, name);
    buf_grow(&b, 1);
    (void)file_read(path.data, &b, NULL);
    buf_release(&path);
    return b;
}

#endif
