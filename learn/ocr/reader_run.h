// SPDX-License-Identifier: MIT
#ifndef ERSATZ_OCR_READER_RUN_H
#define ERSATZ_OCR_READER_RUN_H
/*
 * reader_run - what the heads say of lines: batches of like widths through nets of those widths. One thread's.
 *
 *     struct reader_run *r = reader_run_new(params, &shape, &(struct reader_run_options){0});
 *     reader_run_lines(r, images, n, heard, ctx, &e);       // heard(ctx, i, &graphemes, &tokens) for each line, in any order
 */
#include "ocr/decode.h"
#include "ocr/line_image.h"
#include "ocr/reader_net.h"

struct reader_run;
/** heads: valid during the call; tokens NULL where the second head is not computed. */
typedef void reader_heard_fn(void *ctx, size_t line, const struct head_output *graphemes, const struct head_output *tokens);

struct reader_run_options { /* zero = default */
    bool fp32;              /* no bf16 */
    bool int8;              /* convolutions and LSTMs in bytes: up to CALIBRATION batches of the first call are run once in numbers to see how large
                             * values become; what is read depends on these lines a little */
    bool tokens;            /* the second head is listened to: without, it is not computed */
    int batch;              /* lines at once: 16 */
};
/** reader_run_new() - params: borrowed. */
struct reader_run *reader_run_new(struct params *p, const struct reader_shape *s,
                                  const struct reader_run_options *o);
void reader_run_free(struct reader_run *r);
/** reader_run_build_s() - seconds that went into building nets, once for each width. */
double reader_run_build_s(const struct reader_run *r);
/** reader_run_lines() - images of shape's height. ST_RANGE if oneDNN cannot. */
enum st reader_run_lines(struct reader_run *r, const struct line_image *image, size_t n, reader_heard_fn *heard, void *ctx,
                         struct err *e);

#endif
