// SPDX-License-Identifier: MIT
#ifndef ERSATZ_DATA_CLASS_LIST_H
#define ERSATZ_DATA_CLASS_LIST_H
/*
 * class_list - what the classes of a dataset of shelves are: its SKUs, brands or categories, in alphabetical order.
 *
 * Filled from the labels of all samples before the first is written, so that a class has the same number in every split and
 * in every conversion of the dataset. The zero value is empty.
 */
#include <stddef.h>

#include "data/convert.h"

enum class_by { BY_SKU, BY_BRAND, BY_CATEGORY };

struct class_list {
    enum class_by by;
    struct class_entry {
        char *name, *super; /* super: category of a SKU, else what the class is */
        double bounds_m[6]; /* of the first item of it */
    } *v; /* by name, in the order of bytes */
    size_t n, cap;
};

/** class_list_begin() - ST_USAGE for another word than sku, brand, category; NULL is sku. */
enum st class_list_begin(struct class_list *c, const char *by, struct err *e);
/** class_list_scan() - the classes of a label's items. ST_FORMAT if an item does not state its. */
enum st class_list_scan(struct class_list *c, const struct record_label *l, struct err *e);
/** class_name() - of an item; not NULL after a scan. */
const char *class_name(const struct class_list *c, const struct record_item *it);
/** class_number() - its place in the list, from 0. BUG() for one that was not scanned. */
size_t class_number(const struct class_list *c, const struct record_item *it);
void class_list_release(struct class_list *c);

#endif
