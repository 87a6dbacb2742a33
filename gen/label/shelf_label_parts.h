// SPDX-License-Identifier: MIT
#ifndef ERSATZ_LABEL_SHELF_LABEL_PARTS_H
#define ERSATZ_LABEL_SHELF_LABEL_PARTS_H
/* shelf_label_parts - what shelf_label.c is made of. Inside the label room. */
#include "label/shelf_label.h"

/** shelf_label_texts() - the texts of which enough is seen; in the order of scene.text. seen_px: by object, how many pixels of
 *  the id map are its. */
void shelf_label_texts(struct shelf_label *l, const struct view *v, const uint64_t *seen_px, const struct label_limits *lim,
                       struct arena *a);

/** shelf_label_regions() - shelves and gaps that reach into the picture. */
void shelf_label_regions(struct shelf_label *l, const struct view *v, const struct label_limits *lim, struct arena *a);

#endif
