// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_READER_H
#define ERSATZ_OCR_READER_H
/*
 * reader - a trained model in use: pictures of lines -> texts. One thread's.
 *
 *     struct reader *r;
 *     reader_open("assets/models/receipts.ersatz", &(struct reader_options){0}, &r, &e);
 *     reader_lines(r, images, n, got, ctx, &e);      // got(ctx, i, &text) for each line, in any order
 *     reader_close(r);
 */
#include "ocr/decode.h"
#include "ocr/line_image.h"
#include "ocr/reader_file.h"

struct reader_options { /* zero = default */
    enum decode_how how;
    int width;             /* of the beam */
    double token_weight;
    const char *lexicon;   /* file of words, or NULL */
    double bonus;          /* nats a word of it; 1 by default where there is a lexicon */
    bool fp32;             /* no bf16 */
    bool int8;             /* in bytes, after measuring (reader_run.h) */
    int batch;             /* lines at once: 16 */
};

struct line_text {
    const char *text;      /* logical order, NFC; borrowed until the next line */
    size_t len;
    double confidence;     /* that all of it is right */
    const int32_t *label;  /* classes in visual order, with each one's confidence and the frame it stands at */
    const float *label_confidence;
    const int32_t *label_frame;
    size_t n_labels;
};
typedef void reader_got_fn(void *ctx, size_t line, const struct line_text *t);

struct reader;

/** reader_open() - ST_IO; ST_FORMAT if it is no reader. */
enum st reader_open(const char *path, const struct reader_options *o, struct reader **out, struct err *e);
void reader_close(struct reader *r);
const struct reader_about *reader_about(const struct reader *r);
/** reader_build_s() - seconds so far that went into building nets, once for each width of line. */
double reader_build_s(const struct reader *r);
/** reader_lines() - images made by line_image_make() with the model's height. */
enum st reader_lines(struct reader *r, const struct line_image *image, size_t n, reader_got_fn *got, void *ctx, struct err *e);

#endif
