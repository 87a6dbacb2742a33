// SPDX-License-Identifier: MIT
#ifndef ERSATZ_SHELF_PACKSHOT_H
#define ERSATZ_SHELF_PACKSHOT_H
/*
 * packshot - where the pack is in a photograph of it before a plain ground, and what it seems to be.
 *
 * What is measured goes into a catalogue (catalogue_packshots.c), where a person can read and correct it; meshes and art are
 * made from the catalogue alone.
 */
#include "shelf/catalogue.h"

enum { PACKSHOT_ROWS = 28 };

struct packshot {
    double outline[2 + 2 * PACKSHOT_ROWS]; /* as in struct sku */
    double aspect; /* width over height of the outline, in pixels of the picture */
    enum sku_section section;
    double edge, roof;
    uint8_t color[3]; /* mean of the pack, sRGB */
};

/**
 * packshot_measure() - from a JPEG or PNG whose ground is of one colour or see-through.
 * Returns ST_IO, ST_FORMAT; ST_RANGE if nothing stands out from the ground. section, edge and roof are guesses.
 */
enum st packshot_measure(const char *path, struct packshot *out, struct err *e);

#endif
