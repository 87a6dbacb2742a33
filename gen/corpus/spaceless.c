// SPDX-License-Identifier: MIT
#include "corpus/spaceless.h"

#include <stddef.h>
#include <unictype.h>

struct range {
    uint32_t lo, hi;
};

static bool within(const struct range *r, size_t n, uint32_t cp)
{
    for (size_t i = 0; i < n && cp >= r[i].lo; i++) {
        if (cp <= r[i].hi) {
            return true;
        }
    }
    return false;
}

bool spaceless(uint32_t cp)
{
    static const struct range range[] = {
        {0xe00, 0xfff},   {0x1000, 0x109f}, {0x1780, 0x17ff},   {0x1950, 0x1aaf},
        {0x2e80, 0x312f}, {0x3190, 0xa4cf}, {0xa980, 0xa9df},   {0xaa60, 0xaadf},
        {0xf900, 0xfaff}, {0xff00, 0xff9f}, {0x1b000, 0x1b16f}, {0x20000, 0x3ffff},
    };
    return cp >= 0xe00 && within(range, sizeof range / sizeof *range, cp);
}

/* Belongs to what stands before it. */
static bool clings_back(uint32_t cp)
{
    static const struct range range[] = {
        {0xe2f, 0xe30},   {0xe32, 0xe33},   {0xe45, 0xe46},   {0xeaf, 0xeb0},   {0xeb2, 0xeb3},
        {0xec6, 0xec6},   {0xf0b, 0xf14},   {0x3005, 0x3005}, {0x303b, 0x303b}, {0x3041, 0x3041},
        {0x3043, 0x3043}, {0x3045, 0x3045}, {0x3047, 0x3047}, {0x3049, 0x3049}, {0x3063, 0x3063},
        {0x3083, 0x3083}, {0x3085, 0x3085}, {0x3087, 0x3087}, {0x308e, 0x308e}, {0x309d, 0x309e},
        {0x30a1, 0x30a1}, {0x30a3, 0x30a3}, {0x30a5, 0x30a5}, {0x30a7, 0x30a7}, {0x30a9, 0x30a9},
        {0x30c3, 0x30c3}, {0x30e3, 0x30e3}, {0x30e5, 0x30e5}, {0x30e7, 0x30e7}, {0x30ee, 0x30ee},
        {0x30fb, 0x30fe},
    };
    if (within(range, sizeof range / sizeof *range, cp)) {
        return true;
    }
    const uint32_t closing = UC_CATEGORY_MASK_Pe | UC_CATEGORY_MASK_Pf | UC_CATEGORY_MASK_Po;
    return !(cp >= 0x3400 && cp <= 0x9fff) && uc_is_general_category_withtable(cp, closing);
}

static bool clings_on(uint32_t cp)
{
    if ((cp >= 0xe40 && cp <= 0xe44) || (cp >= 0xec0 && cp <= 0xec4)) {
        return true;
    }
    const uint32_t opening = UC_CATEGORY_MASK_Ps | UC_CATEGORY_MASK_Pi;
    return !(cp >= 0x3400 && cp <= 0x9fff) && uc_is_general_category_withtable(cp, opening);
}

bool spaceless_break(uint32_t before, uint32_t after)
{
    return (spaceless(before) || spaceless(after)) && !clings_back(after) && !clings_on(before);
}
