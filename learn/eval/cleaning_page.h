// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_CLEANING_PAGE_H
#define ERSATZ_EVAL_CLEANING_PAGE_H
/* cleaning_page - what a cleaning proposes, as a page to look through and as lists. */
#include "eval/cleaning.h"
#include "eval/product_set.h"

struct cleaning_pages { /* borrowed */
    struct product_set *set;
    const uint32_t *label; /* of each item */
    const char *const *class_name;
    size_t classes;
    const struct cleaned *cleaned;
    const char *model, *data;
    float least;
    const struct cleaning_score *score; /* NULL: the truth is not known */
};

/** cleaning_page_write() - clean.html: for each label some of what is kept and what is thrown out, with scalar products; labels with the most to
 *  throw out first, at most 300 of them with 24 pictures each. ST_IO, ST_FORMAT if a picture cannot be read. */
enum st cleaning_page_write(const struct cleaning_pages *p, struct buf *out, struct err *e);
/** cleaning_list_write() - wrong.tsv: file, class, cluster, size, score, better, better_score; a line for each picture proposed. */
void cleaning_list_write(const struct cleaning_pages *p, struct buf *out);
/** cleaning_json_write() - clean.json: counts, least, and precision and recall if the truth is known, in all and by kind of noise. */
void cleaning_json_write(const struct cleaning_pages *p, struct buf *out);

#endif
