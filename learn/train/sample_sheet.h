// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TRAIN_SAMPLE_SHEET_H
#define ERSATZ_TRAIN_SAMPLE_SHEET_H
/*
 * sample_sheet - what a net sees, on one picture for people: its very input, each sample with its label under it.
 *
 *     struct sample_sheet *s = sample_sheet_new();
 *     sample_sheet_add(s, &(struct seen){.px = x, .channels = 1, .height_px = 32, .width_px = 256, .label = "TOTAL 12.50"});
 *     sample_sheet_write(s, "out/samples.png", &e);
 *     sample_sheet_free(s);
 *
 * A net's input has mean 0 and deviation 1, not tones: its least value is drawn black and its greatest white, of all channels
 * together. Rows are filled from left to right, pictures enlarged by a whole number where they are small, so that pixels stay pixels.
 *
 * Labels are drawn character by character from left to right, as classes follow one another in the net's output: of right-to-left
 * lines what is given is the visual order, and letters that join in writing stand apart. Each character comes from the first
 * of fontconfig's sans-serif faces that has it.
 */
#include <stddef.h>

#include "base/st.h"

struct seen {
    const float
        *px; /* borrowed; (channels, height, width) row-major; 1 or 3 channels, of R, G, B */
    int channels, height_px, width_px;
    const char *label; /* UTF-8, copied */
    const char *note;  /* a second line, in grey; NULL = none */
};

enum { SHEET_MOST = 96 }; /* samples; more are left out */

struct sample_sheet;
struct sample_sheet *sample_sheet_new(void);
void sample_sheet_free(struct sample_sheet *s);
void sample_sheet_add(struct sample_sheet *s, const struct seen *it);
size_t sample_sheet_count(const struct sample_sheet *s);
/** sample_sheet_write() - a PNG, whole or not at all. ST_IO; ST_NOMEM where Cairo cannot draw. */
enum st sample_sheet_write(struct sample_sheet *s, const char *path, struct err *e);

#endif
