// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CORPUS_CORPUSFILE_H
#define ERSATZ_CORPUS_CORPUSFILE_H
/*
 * corpusfile - text files held compactly in memory, with an index of their lines or sentences.
 *
 *     struct corpus c = {0};
 *     corpus_add_file(&c, "english.txt", CORPUS_MAX_BYTES, NULL, e);
 *     corpus_index(&c, CORPUS_LINES, 80, NULL);
 *     ... cut_piece(&c, ...) (corpus/cut.h) ...
 *     corpus_release(&c);
 *
 * Invariants of `text`: lines cleaned (corpus/clean.h), each followed by one '\n'; a paragraph ends
 * with one more. So a grapheme begins at every space and behind every space and line end. A file's
 * end ends a paragraph, and so does a line that is blank or only "%" (fortune files); lines that
 * begin with ";;" (dictionaries' comments) are dropped.
 *
 * What exceeds max_bytes is left out: the first files, in the order given, are kept.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/st.h"

enum { CORPUS_MAX_BYTES = 16 * 1024 * 1024 };

/* A line or sentence: bytes of text; may hold a '\n' that is read as in corpus_joint(). */
struct corpus_piece {
    uint32_t start, len;
};

struct corpus {
    struct buf text;
    struct corpus_piece *piece; /* by length, then by place */
    uint32_t n_pieces;
    uint32_t *first;  /* those of n graphemes are piece[first[n]] .. piece[first[n + 1] - 1] */
    uint32_t max_len; /* longest that is indexed, graphemes */
    uint32_t shortest,
        longest; /* graphemes; of the pieces that were found, indexed or not, or of the
                                 * paragraphs that min_length was compared with; 0 = none */
};

/* What of a text may be used. */
typedef bool corpus_keep_fn(void *ctx, uint32_t cp);
struct corpus_filter {
    corpus_keep_fn *keep; /* NULL: every code point */
    void *ctx;
    uint32_t min_length; /* paragraphs of fewer graphemes are dropped, 0 = none */
};

/**
 * corpus_add_file() - append a file, plain or gzip.
 *
 * f: NULL = everything. Words with a code point that `keep` refuses are dropped (in scripts without
 *    spaces, single graphemes), and end the paragraph, so that cuts are made from what stood
 *    together in the text
 *
 * Returns ST_OK; ST_IO; ST_FORMAT for bad UTF-8 (file, line, offset) or a damaged gzip file.
 */
enum st corpus_add_file(struct corpus *c, const char *path, size_t max_bytes,
                        const struct corpus_filter *f, struct err *e);

enum corpus_unit { CORPUS_LINES, CORPUS_SENTENCES };
/**
 * corpus_index() - find all lines or sentences of 1..max_len graphemes.
 *
 * A sentence ends behind . ! ? … and closing quotes or brackets, before a space, unless a
 * lower-case letter follows or a single letter stands before the full stop ("J. Smith", "z. B.");
 * behind 。！？｡ । ॥ ؟ ۔ always; and where its paragraph ends.
 * f: NULL = all; pieces with a code point that `keep` refuses are left out; min_length is not used
 */
void corpus_index(struct corpus *c, enum corpus_unit unit, uint32_t max_len,
                  const struct corpus_filter *f);

/** corpus_joint() - what the line end at text[at] is inside a paragraph: true = a space; false =
 *  nothing, between two characters of scripts without spaces. */
bool corpus_joint(const struct corpus *c, size_t at);
/** corpus_length() - graphemes of a stretch of text, its line ends read as joints. */
uint32_t corpus_length(const struct corpus *c, size_t start, size_t end);
/** corpus_before() - start of the code point that ends at text[at], at > 0. */
size_t corpus_before(const struct corpus *c, size_t at);

void corpus_release(struct corpus *c);

#endif
