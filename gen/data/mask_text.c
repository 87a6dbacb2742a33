// SPDX-License-Identifier: MIT
#include "data/mask_text.h"

#include <stddef.h>

/* One signed number of five-bit groups, lowest first; moves on *at. */
static bool next_number(const char **at, int64_t *v)
{
    *v = 0;
    for (int shift = 0; shift < 35; shift += 5) {
        int c = **at - 48;
        if (c < 0 || c > 63) {
            return false;
        }
        ++*at;
        *v |= (int64_t)(c & 31) << shift;
        if (!(c & 32)) {
            *v -= c & 16 ? (int64_t)1 << (shift + 5) : 0;
            return true;
        }
    }
    return false; /* longer than any size of a picture */
}

bool mask_text_decode(const char *text, int width_px, int height_px, uint8_t *px)
{
    int64_t all = (int64_t)width_px * height_px, end = 0, before[2] = {0, 0};
    for (size_t i = 0; *text; i++) {
        int64_t run;
        if (!next_number(&text, &run)) {
            return false;
        }
        run += i > 2 ? before[0] : 0; /* the count two before */
        if (run < 0 || run > all - end) {
            return false;
        }
        for (int64_t k = end; px && k < end + run; k++) {
            px[k % height_px * width_px + k / height_px] = i % 2;
        }
        end += run;
        before[0] = before[1];
        before[1] = run;
    }
    return end == all;
}
