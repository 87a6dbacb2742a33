// SPDX-License-Identifier: MIT
#include "ocr/reader.h"

#include <stdlib.h>

#include "base/heap.h"
#include "ocr/lexicon.h"
#include "ocr/reader_run.h"
#include "ocr/visual_order.h"

struct reader {
    struct reader_about about;
    struct params *params;
    struct reader_run *run;
    struct decoder *decoder;
    struct lexicon *lexicon;
    struct reading reading;
    struct buf seen, text;
    /* of the call under way */
    reader_got_fn *got;
    void *ctx;
};

static enum st load_weights(struct reader *r, const struct checkpoint *c, struct err *e)
{
    int head[2];
    r->params = params_new();
    struct net *n = net_new(r->params, &(struct net_options){.backend = NET_DNN});
    reader_describe(n, &r->about.shape, 1, 64, head); /* puts all parameters in their place */
    net_free(n);
    return checkpoint_load_params(c, r->params, 0, NULL, e);
}

static enum st load_lexicon(struct reader *r, const char *path, struct err *e)
{
    if (!path) {
        return ST_OK;
    }
    r->lexicon = lexicon_new(r->about.classes, true);
    enum st st = lexicon_read(r->lexicon, path, NULL, e);
    lexicon_finish(r->lexicon);
    return st;
}

enum st reader_open(const char *path, const struct reader_options *o, struct reader **out, struct err *e)
{
    heap_keep();
    struct checkpoint *c = NULL;
    struct reader *r = calloc(1, sizeof *r);
    if (!r) {
        BUG("out of memory");
    }
    enum st st;
    (void)((st = checkpoint_read(path, &c, e)) || (st = reader_about_parse(&r->about, path, checkpoint_meta(c), e)) ||
           (st = load_weights(r, c, e)) || (st = load_lexicon(r, o->lexicon, e)));
    checkpoint_free(c);
    if (st) {
        reader_close(r);
        *out = NULL;
        return st;
    }
    r->run =
        reader_run_new(r->params, &r->about.shape,
                       &(struct reader_run_options){
                           .fp32 = o->fp32, .int8 = o->int8, .tokens = o->how == DECODE_JOINT, .batch = o->batch});
    struct decode_options d = {.how = o->how, .width = o->width, .token_weight = o->token_weight, .lexicon = r->lexicon,
                               .bonus = r->lexicon && o->bonus <= 0 ? 1 : o->bonus, .temperature = r->about.temperature};
    r->decoder = decoder_new(r->about.classes, r->about.bpe, &d);
    *out = r;
    return ST_OK;
}

void reader_close(struct reader *r)
{
    if (r) {
        decoder_free(r->decoder);
        reader_run_free(r->run);
        lexicon_free(r->lexicon);
        params_free(r->params);
        reading_release(&r->reading);
        buf_release(&r->seen);
        buf_release(&r->text);
        reader_about_release(&r->about);
        free(r);
    }
}

const struct reader_about *reader_about(const struct reader *r)
{
    return &r->about;
}

double reader_build_s(const struct reader *r)
{
    return reader_run_build_s(r->run);
}

static void heard(void *ctx, size_t i, const struct head_output *graphemes, const struct head_output *tokens)
{
    struct reader *r = ctx;
    decoder_read(r->decoder, graphemes, tokens, &r->reading);
    buf_clear(&r->seen);
    buf_clear(&r->text);
    classes_decode(r->about.classes, r->reading.label, r->reading.n, &r->seen);
    if (r->about.order == ORDER_VISUAL && r->seen.len) {
        order_to_logical(r->seen.data, r->seen.len, ORDER_AUTO, &r->text);
    } else {
        buf_add(&r->text, r->seen.data ? r->seen.data : "", r->seen.len);
    }
    r->got(r->ctx, i, &(struct line_text){r->text.data ? r->text.data : "", r->text.len, r->reading.line, r->reading.label,
                                          r->reading.confidence, r->reading.frame, r->reading.n});
}

enum st reader_lines(struct reader *r, const struct line_image *image, size_t n, reader_got_fn *got, void *ctx, struct err *e)
{
    r->got = got;
    r->ctx = ctx;
    return reader_run_lines(r->run, image, n, heard, r, e);
}
