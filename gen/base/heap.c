// SPDX-License-Identifier: MIT
#include "base/heap.h"

#include <malloc.h>

void heap_keep(void)
{
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    mallopt(M_MMAP_THRESHOLD, 1 << 30);
}
