// SPDX-License-Identifier: MIT
#include "net/bf16_image.h"

bool bf16_runs(void)
{
#if BF16_LOOPS
    return __builtin_cpu_supports("avx512bf16") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512dq");
#else
    return false;
#endif
}
