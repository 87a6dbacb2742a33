// SPDX-License-Identifier: MIT
#ifndef ERSATZ_BASE_SIMD_H
#define ERSATZ_BASE_SIMD_H
/*
 * simd - one loop, compiled for several vector widths.
 *
 * VEC marks a function whose loops the compiler may vectorise; the loader picks the widest version
 * the machine runs. With -ffp-contract=off and no reassociation every version computes the same
 * bits: lanes differ, the arithmetic of each pixel does not. Keep libm calls out of such loops.
 */
#if defined(__x86_64__) && defined(__GNUC__) && !defined(__clang__) && !defined(__SANITIZE_ADDRESS__) && \
    !defined(__SANITIZE_THREAD__)
#define VEC __attribute__((target_clones("arch=x86-64-v4", "arch=x86-64-v3", "default"), optimize("O3")))
#else
#define VEC
#endif

#endif
