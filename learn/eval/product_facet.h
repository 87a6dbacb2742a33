// SPDX-License-Identifier: MIT
#ifndef ERSATZ_EVAL_PRODUCT_FACET_H
#define ERSATZ_EVAL_PRODUCT_FACET_H
/*
 * product_facet - what kind of picture of a product it is, in steps, from its label (docs/format.md, "Shelves").
 *
 *     view        angle between the front and where the camera stands, seen from above, degrees: 0-20, 20-45, 45-90, 90-180
 *     above       how far the camera looks down on it, degrees: under 0, 0-20, 20-45, 45-90
 *     visible     share of the silhouette that is neither hidden nor cut off, per cent: 0-50, 50-80, 80-95, 95-100
 *     size        longer side of what is seen, pixels: 0-48, 48-96, 96-192, over 192
 *     blur        of defocus (radius) and motion (half its length), pixels: none, 0-1, 1-2, over 2
 *     light       photons the sensor counted (effect noise), electrons: 0-1000, 1000-4000, over 4000
 *     category
 *
 * Steps include their lower end. A value begins with the number it sorts by.
 */
#include "eval/facet.h"

struct record_item;

enum { PRODUCT_FACETS = 8 };

/** product_facets() - label: whole JSON object, for the effects; NULL = none. out: room for PRODUCT_FACETS, strings in `a`, or constant.
 *  Returns how many. */
size_t product_facets(const struct record_item *it, const struct json_t *label, struct arena *a,
                      struct facet *out);
/** product_visible_facet() - for lists that state no more than that. share: 0..1 */
struct facet product_visible_facet(double share);

#endif
