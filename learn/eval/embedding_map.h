// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_EMBEDDING_MAP_H
#define ERSATZ_EVAL_EMBEDDING_MAP_H
/*
 * embedding_map - embeddings laid out on a plane so that neighbours stay neighbours, and drawn as a picture of pictures.
 *
 * L. van der Maaten, G. Hinton, "Visualizing data using t-SNE", JMLR 9, 2008: exact, O(n^2) a step, so for a few thousand at most. It
 * starts from the two principal components (D. Kobak, P. Berens, "The art of using t-SNE for single-cell transcriptomics", Nature
 * Communications 10, 2019), which keeps the coarse order and needs no random numbers: the same vectors give the same map. Neighbourhoods
 * are true in such a map; distances between groups, and their sizes, mean little.
 */
#include <stdbool.h>

#include "base/image.h"
#include "eval/retrieval.h"

enum { MAP_MOST = 2000 };

/**
 * embedding_map_pca() - xy: (n, 2): coordinates along the two directions of greatest variance, by power iteration; the first deviates more.
 */
void embedding_map_pca(const float *v, size_t n, int dims, double *xy);

/**
 * embedding_map_place() - xy: out, (n, 2), centred; perplexity 30, or (n - 1) / 3 where there are fewer
 * n <= MAP_MOST (a BUG() else). steps: 0 = 500. progress: called now and then; if it returns false it stops early, with what it has.
 */
void embedding_map_place(const float *v, size_t n, int dims, int steps,
                         bool (*progress)(void *ctx, int done), void *ctx, double *xy);

/** embedding_map_tone() - RGB of a class's frame: eight colours in turn (Okabe & Ito 2008). */
void embedding_map_tone(uint32_t label, uint8_t rgb[3]);

/**
 * embedding_map_draw() - a white square of side_px with a thumbnail of thumb_px at each place, framed in its class's colour; later ones lie
 * over earlier ones. thumb: n RGB pictures of thumb_px x thumb_px, those without pixels become dots.
 */
enum st embedding_map_draw(const double *xy, const uint32_t *label, const struct image *thumb,
                           size_t n, int side_px, int thumb_px, struct image *out, struct err *e);

#endif
