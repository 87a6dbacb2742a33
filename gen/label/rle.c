// SPDX-License-Identifier: MIT
/*
 * COCO's run lengths. The picture is read column by column from the left, each from the top; counts alternate between
 * runs of 0 and of 1 and begin with zeros, of which there may be none. The last run ends with the picture.
 *
 * The compressed text, as pycocotools writes and reads it: from the fourth on a count is replaced by its difference to the
 * one two before; each is then cut into groups of five bits, lowest first, until what is left is only sign; a group goes into
 * one character, 48 + group, plus 32 if another follows. Source: cocoapi, "common/maskApi.h" and the description of the format
 * on cocodataset.org.
 */
#include "label/shelf_label.h"

struct runs {
    uint32_t *count;
    size_t n;
    uint64_t end; /* of the last run of ones, as a place in the column-wise picture */
};

/* A run of ones [from, to); one that begins where the last ended makes it longer. */
static void runs_add(struct runs *r, uint64_t from, uint64_t to)
{
    if (r->n > 0 && from == r->end) {
        r->count[r->n - 1] += (uint32_t)(to - from);
    } else {
        r->count[r->n++] = (uint32_t)(from - r->end);
        r->count[r->n++] = (uint32_t)(to - from);
    }
    r->end = to;
}

static size_t count_starts(const uint8_t *mask, int w, int h)
{
    size_t n = 0, stride = (size_t)w;
    for (size_t y = 0; y < (size_t)h; y++) {
        for (size_t x = 0; x < stride; x++) {
            n += mask[y * stride + x] && !(y > 0 && mask[(y - 1) * stride + x]);
        }
    }
    return n;
}

struct rle rle_of_mask(const uint8_t *mask, int x0, int y0, int mask_w, int mask_h, int width_px, int height_px,
                       struct arena *a)
{
    uint64_t all = (uint64_t)width_px * (uint64_t)height_px;
    struct runs r = {.count = arena_array(a, uint32_t, 2 * count_starts(mask, mask_w, mask_h) + 1)};
    for (int x = 0; x < mask_w; x++) {
        uint64_t column = (uint64_t)(x0 + x) * (uint64_t)height_px + (uint64_t)y0;
        for (int y = 0; y < mask_h; y++) {
            if (!mask[(size_t)y * (size_t)mask_w + (size_t)x]) {
                continue;
            }
            int from = y;
            while (y < mask_h && mask[(size_t)y * (size_t)mask_w + (size_t)x]) {
                y++;
            }
            runs_add(&r, column + (uint64_t)from, column + (uint64_t)y);
        }
    }
    if (r.end < all || r.n == 0) {
        r.count[r.n++] = (uint32_t)(all - r.end);
    }
    return (struct rle){r.count, r.n};
}

const char *rle_string(const struct rle *r, struct arena *a)
{
    char *s = arena_array(a, char, 7 * r->n + 1); /* 33 bits with sign are at most 7 groups */
    size_t len = 0;
    for (size_t i = 0; i < r->n; i++) {
        int64_t v = r->count[i];
        if (i > 2) {
            v -= r->count[i - 2];
        }
        for (bool more = true; more;) {
            int group = (int)(v & 31);
            v = (v - group) / 32; /* an arithmetic shift */
            more = group & 16 ? v != -1 : v != 0;
            s[len++] = (char)(48 + group + (more ? 32 : 0));
        }
    }
    s[len] = 0;
    return s;
}
