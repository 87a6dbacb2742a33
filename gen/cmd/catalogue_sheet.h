// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CMD_CATALOGUE_SHEET_H
#define ERSATZ_CMD_CATALOGUE_SHEET_H
/*
 * catalogue_sheet - the products of a catalogue on one picture: what is printed on each, its name and its size.
 *
 *     catalogue_sheet(catalogue, "sheet.png", false, &e);
 *
 * A cell shows what of a SKU's art faces the shopper and, small below it, all of it as it is printed, unfolded: the panels
 * of a box side by side, a label before it is rolled (docs/packs.md). All cells have one size, so packs are not in proportion
 * to each other. Where art is seen through there are squares behind it. A model brings its own pictures: its cell names the file.
 */
#include <stdbool.h>

#include "shelf/catalogue.h"

enum { CATALOGUE_SHEET_MAX = 600 };

/**
 * catalogue_sheet() - write a PNG, six SKUs in a row, in the catalogue's order.
 * quiet: no progress
 * ST_RANGE above CATALOGUE_SHEET_MAX SKUs; ST_IO, ST_FORMAT for pack shots, with the SKU's name; ST_IO for the file.
 */
enum st catalogue_sheet(const struct catalogue *c, const char *path, bool quiet, struct err *e);

#endif
