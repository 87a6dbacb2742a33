// SPDX-License-Identifier: MIT
#ifndef ERSATZ_NET_PROTOBUF_H
#define ERSATZ_NET_PROTOBUF_H
/*
 * protobuf - the wire format of protocol buffers, as much as writing ONNX takes: a message is a run of fields, each a key
 * (number << 3 | type) and a value: type 0 a varint, 2 a length and bytes (strings, messages inside), 5 four bytes.
 */
#include <stdint.h>
#include <string.h>

#include "base/buf.h"

static inline void pb_varint(struct buf *b, uint64_t v)
{
    for (; v >= 0x80; v >>= 7) {
        buf_addc(b, (char)(v | 0x80));
    }
    buf_addc(b, (char)v);
}

static inline void pb_int(struct buf *b, int field, int64_t v)
{
    pb_varint(b, (uint64_t)field << 3);
    pb_varint(b, (uint64_t)v);
}

static inline void pb_bytes(struct buf *b, int field, const void *p, size_t n)
{
    pb_varint(b, (uint64_t)field << 3 | 2);
    pb_varint(b, n);
    buf_add(b, p, n);
}

static inline void pb_str(struct buf *b, int field, const char *s)
{
    pb_bytes(b, field, s, strlen(s));
}

static inline void pb_float(struct buf *b, int field, float v)
{
    uint32_t u;
    memcpy(&u, &v, sizeof u);
    pb_varint(b, (uint64_t)field << 3 | 5);
    for (int k = 0; k < 4; k++) {
        buf_addc(b, (char)(u >> (8 * k)));
    }
}

/** pb_message() - a message inside; it is emptied. */
static inline void pb_message(struct buf *b, int field, struct buf *inside)
{
    pb_bytes(b, field, inside->data ? inside->data : "", inside->len);
    buf_clear(inside);
}

#endif
