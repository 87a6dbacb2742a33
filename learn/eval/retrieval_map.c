// SPDX-License-Identifier: MIT
/* The map of a report: which pictures stand for all, their thumbnails, their places. */
#include <stdlib.h>
#include <string.h>

#include "base/arena.h"
#include "eval/embedding_map.h"
#include "eval/retrieval_report.h"

enum { SIDE_PX = 1200, THUMB_PX = 30, PNG_LEVEL = 6 };

/* The picture shrunk to a square, mean of the pixels that fall on each (of small ones the nearest). */
static enum st shrink(const struct image *im, struct image *out, struct err *e)
{
    enum st st = image_init(out, THUMB_PX, THUMB_PX, 3, e);
    for (int y = 0; y < THUMB_PX && !st; y++) {
        int y0 = y * im->height_px / THUMB_PX, y1 = (y + 1) * im->height_px / THUMB_PX;
        for (int x = 0; x < THUMB_PX; x++) {
            int x0 = x * im->width_px / THUMB_PX, x1 = (x + 1) * im->width_px / THUMB_PX, n = 0,
                sum[3] = {0};
            for (int v = y0; v < (y1 > y0 ? y1 : y0 + 1); v++) {
                for (int u = x0; u < (x1 > x0 ? x1 : x0 + 1); u++, n++) {
                    for (int c = 0; c < 3; c++) {
                        sum[c] +=
                            im->px[3 * ((size_t)v * (size_t)im->width_px + (size_t)u) + (size_t)c];
                    }
                }
            }
            for (int c = 0; c < 3; c++) {
                out->px[3 * (y * THUMB_PX + x) + c] = (uint8_t)((sum[c] + n / 2) / n);
            }
        }
    }
    return st;
}

static enum st thumbnail(struct product_set *s, size_t i, struct image *out, struct err *e)
{
    struct buf b = {0};
    struct image im = {0};
    enum st st = product_set_picture(s, i, &b, e);
    (void)(st || (st = image_decode(b.data, b.len, 3, &im, e)) || (st = shrink(&im, out, e)));
    image_release(&im);
    buf_release(&b);
    return st;
}

enum st retrieval_map(struct product_set *queries, const struct vectors *q,
                      struct product_set *gallery, const struct vectors *g, size_t most,
                      bool (*progress)(void *ctx, int done), void *ctx, struct buf *out,
                      struct err *e)
{
    size_t all = q->n + (g ? g->n : 0), m = (size_t)q->dims;
    most = most < MAP_MOST ? most : MAP_MOST;
    size_t n = all < most ? all : most;
    float *v = malloc(size_mul(n * m + 1, sizeof *v));
    uint32_t *label = malloc((n + 1) * sizeof *label);
    double *xy = malloc((2 * n + 1) * sizeof *xy);
    struct image *thumb = calloc(n + 1, sizeof *thumb), map = {0};
    enum st st = ST_OK;
    if (!v || !label || !xy || !thumb) {
        BUG("out of memory");
    }
    for (size_t k = 0; k < n && !st; k++) {
        size_t i = (size_t)((double)k * (double)all / (double)n);
        const struct vectors *from = i < q->n ? q : g;
        size_t row = i < q->n ? i : i - q->n;
        memcpy(v + k * m, from->v + row * m, m * sizeof *v);
        label[k] = from->label[row];
        st = thumbnail(from == q ? queries : gallery, row, &thumb[k], e);
    }
    if (!st) {
        embedding_map_place(v, n, q->dims, 0, progress, ctx, xy);
        (void)((st = embedding_map_draw(xy, label, thumb, n, SIDE_PX, THUMB_PX, &map, e)) ||
               (st = encode_png(&map, PNG_LEVEL, out, e)));
    }
    for (size_t k = 0; k < n; k++) {
        image_release(&thumb[k]);
    }
    image_release(&map);
    free(thumb);
    free(xy);
    free(label);
    free(v);
    return st;
}
