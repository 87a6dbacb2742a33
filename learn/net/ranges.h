// SPDX-License-Identifier: MIT
#ifndef ERSATZ_NET_RANGES_H
#define ERSATZ_NET_RANGES_H
/*
 * ranges - how large the values of a net's tensors become: what computing in bytes (net_options.int8) has to know beforehand.
 *
 *     struct net_ranges *r = net_ranges_new();
 *     net_new(p, &(struct net_options){.ranges = r, .bf16 = true, ...});              // measures whenever it runs
 *     net_new(p, &(struct net_options){.ranges = r, .int8 = true, .bf16 = true, ...}); // uses what was measured
 *
 * Tensors are known by their numbers: all nets of one struct are described alike, at any width and batch.
 */
#include <stddef.h>

struct net_ranges;

struct net_ranges *net_ranges_new(void);
void net_ranges_free(struct net_ranges *r);
/** net_ranges_see() - values of tensor x: its range is widened to them. bf16: two bytes a value. */
void net_ranges_see(struct net_ranges *r, int x, const void *v, size_t n, int bf16);
/** net_ranges_largest() - magnitude; 1 of what was never seen. */
float net_ranges_largest(const struct net_ranges *r, int x);

#endif
