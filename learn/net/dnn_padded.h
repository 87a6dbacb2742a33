// SPDX-License-Identifier: MIT
#ifndef ERSATZ_NET_DNN_PADDED_H
#define ERSATZ_NET_DNN_PADDED_H
/*
 * dnn_padded - reorders to and from layouts with filled-up dimensions, in C, where oneDNN's own are wrong.
 *
 * oneDNN 3.7.2 as Debian 13 has it leaves out most of a weight of (20, 32, 3, 3) or (3, 4, 3, 3) when it goes into blocks of
 * 16 x 16, whose rest must be filled with zeros; 2.6.3 does not. dnn_pads_well() tries one such reorder, once a program, and
 * where it fails every reorder with a filled-up side is done here. Those are few and small: dimensions that are no multiple
 * of 8 or 16, as an alphabet's or the three colours'. Part of dnn.c; oneDNN 3.x alone.
 */
#include <stdbool.h>
#include <stddef.h>

#include <oneapi/dnnl/dnnl.h>

struct padded_copy;

#if DNNL_VERSION_MAJOR >= 3

/** dnn_pads_well() - whether the library's reorders into padded blocks are right. Thread-safe. */
bool dnn_pads_well(dnnl_engine_t engine, dnnl_stream_t stream);
/** padded_copy_new() - of f32 and bf16 in blocked layouts; NULL where neither side is padded, or one is not blocked.
 *  add: to what is there instead of over it. The descriptors are not needed afterwards. */
struct padded_copy *padded_copy_new(const_dnnl_memory_desc_t from, const_dnnl_memory_desc_t to,
                                    bool add);
void padded_copy_free(struct padded_copy *c);
/** padded_copy_run() - the filling becomes zero, unless added to. */
void padded_copy_run(const struct padded_copy *c, const void *from, void *to);

#endif
#endif
