// SPDX-License-Identifier: MIT
#include "font/standin.h"

#include <stddef.h>

static const struct standin table[] = {
    {0x00b2, '2', STANDIN_RAISED},  {0x00b3, '3', STANDIN_RAISED}, {0x00b9, '1', STANDIN_RAISED},
    {0x02e3, 'x', STANDIN_RAISED},  {0x0363, 'a', STANDIN_ABOVE},  {0x0364, 'e', STANDIN_ABOVE},
    {0x0365, 'i', STANDIN_ABOVE},   {0x0366, 'o', STANDIN_ABOVE},  {0x0367, 'u', STANDIN_ABOVE},
    {0x0368, 'c', STANDIN_ABOVE},   {0x0369, 'd', STANDIN_ABOVE},  {0x036a, 'h', STANDIN_ABOVE},
    {0x036b, 'm', STANDIN_ABOVE},   {0x036c, 'r', STANDIN_ABOVE},  {0x036d, 't', STANDIN_ABOVE},
    {0x036e, 'v', STANDIN_ABOVE},   {0x036f, 'x', STANDIN_ABOVE},  {0x2019, '\'', STANDIN_SAME},
    {0x201d, 0x201c, STANDIN_SAME}, {0x2070, '0', STANDIN_RAISED}, {0x2074, '4', STANDIN_RAISED},
    {0x2075, '5', STANDIN_RAISED},  {0x2076, '6', STANDIN_RAISED}, {0x2077, '7', STANDIN_RAISED},
    {0x2078, '8', STANDIN_RAISED},  {0x2079, '9', STANDIN_RAISED}, {0x207f, 'n', STANDIN_RAISED},
    {0x2e17, '-', STANDIN_SAME},
};

const struct standin *standin_find(uint32_t cp)
{
    size_t lo = 0, hi = sizeof table / sizeof *table;
    while (lo < hi) {
        size_t mid = (lo + hi) / 2;
        if (table[mid].cp < cp) {
            lo = mid + 1;
        } else {
            hi = mid;
        }
    }
    return lo < sizeof table / sizeof *table && table[lo].cp == cp ? &table[lo] : NULL;
}

uint32_t standin_ligature(uint32_t first, uint32_t second)
{
    static const struct {
        uint32_t first, second, draws;
    } pair[] = {{'c', 'h', 0xf1bb}, {'c', 'k', 0xeec4}, {'t', 'z', 0xeedc}, {0x17f, 't', 0xfb05}};
    for (size_t i = 0; i < sizeof pair / sizeof *pair; i++) {
        if (pair[i].first == first && pair[i].second == second) {
            return pair[i].draws;
        }
    }
    return 0;
}
