// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TONE_CANVAS_H
#define ERSATZ_TONE_CANVAS_H
/*
 * canvas - what the photometric effects of one sample work on.
 *
 * Life of a canvas: text/ fills the coverage layers; tone_ink() changes the ink's coverage; tone_paper()
 * makes the reflectance planes; tone_compose() lays marks and ink on them; then light, camera and
 * scanner act; tone_encode() rounds to 8 bits. Planes are linear light, 1 = white paper in full light;
 * 1 plane for grey, 3 (R, G, B) for colour. From `sharpen` on effects work on sRGB-coded values, as in a
 * real camera and in a scanner; canvas.coded says which the planes hold.
 *
 * Noise is keyed by pixel (rng_hash), so that vector width and order cannot change it.
 */
#include "base/arena.h"
#include "base/geom.h"
#include "base/image.h"
#include "plan/plan.h"

/* Another layer of ink: coverage with a colour of its own. */
struct mark {
    float *cov;          /* height * width */
    double color[3];     /* linear */
    double opacity;
    bool over;           /* over the text's ink (stamp, strike) or under it (ruled lines) */
};

enum { CANVAS_MARKS = 16 };

struct canvas {
    int width_px, height_px;
    int channels;              /* 1 or 3 */
    double em_px;              /* in the finished image */
    const struct sample *s;
    const struct recipe *recipe;
    struct arena *arena;
    float *ink;                /* coverage of the text's own ink */
    struct mark mark[CANVAS_MARKS];
    int n_marks;
    float *plane[3];           /* 64-byte aligned, width * height each, no padding */
    bool coded;                /* planes are sRGB-coded, not linear */

    /* what moved pixels after rasterising; labels follow */
    struct affine moved;       /* applied to every label point; identity at first */
    float *row_shift_px;       /* scan_jitter: x shift of each row, or NULL; applied after `moved` */
    double grow_px;            /* ink effects widened strokes by up to this much: tone_grow_px() */
};

/** canvas_blur_mark() - Gaussian blur of a mark's coverage (ink seen through paper). */
void canvas_blur_mark(struct canvas *c, struct mark *m, double sigma_px);
/** tone_grow_px() - by how much at most the ink effects of a sample will widen strokes. */
double tone_grow_px(const struct sample *s, double em_px);
void tone_ink(struct canvas *c);
void tone_paper(struct canvas *c, const struct image *photos, size_t n_photos);
void tone_compose(struct canvas *c);
void tone_light(struct canvas *c);
void tone_camera(struct canvas *c);
/** tone_scanner() - may fail only for want of memory in the JPEG codec. */
enum st tone_scanner(struct canvas *c, struct encoder *en, struct err *e);
/** tone_encode() - planes -> 8-bit sRGB image (initialised here, caller releases). */
enum st tone_encode(const struct canvas *c, struct image *out, struct err *e);
/** tone_all() - all of the above in order. */
enum st tone_all(struct canvas *c, const struct image *photos, size_t n_photos, struct encoder *en,
                 struct image *out, struct err *e);

/** canvas_moved() - where the pixel-moving effects put a point of the image frame. */
struct pt canvas_moved(const struct canvas *c, struct pt p);

/**
 * tone_contrast() - how well the ink stands out, of the worst word.
 *
 * im:    finished picture, before the file's own compression
 * ink:   coverage of the text's ink as drawn (canvas.ink before tone_ink, moved like the labels)
 * words: n boxes in the image frame
 * For each word: |mean over ink (coverage >= 1/2 or the word's maximum) - mean over surroundings
 * (coverage 0 in the box grown by em/4)| of CIE lightness as a share of 100, divided by (1 + deviation of the
 * surroundings / that difference): 0 = not to be seen, 1 = black on white.
 */
double tone_contrast(const struct image *im, const float *ink, const struct box *words, size_t n,
                     double em_px);

#endif
