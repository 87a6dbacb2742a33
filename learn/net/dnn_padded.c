// SPDX-License-Identifier: MIT
/*
 * Where an element of a blocked layout lies is a sum with one part a dimension: outside of the blocks its quotient times
 * the stride, inside its remainders times what lies within (oneDNN's "blocking": strides, inner blocks from outer to inner).
 * So a table of offsets a dimension, and five loops.
 */
#include "net/dnn_padded.h"

#if DNNL_VERSION_MAJOR >= 3

#include <pthread.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/st.h"
#include "net/bf16_image.h"

enum { DIMS = 5 };

struct side {
    bool bf16;
    size_t bytes;
    int64_t base, *place[DIMS]; /* in elements, by index of each dimension */
};

struct padded_copy {
    int64_t dim[DIMS];
    bool add;
    struct side from, to;
};

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

static const dnnl_dim_t *list_of(const_dnnl_memory_desc_t m, dnnl_query_t what)
{
    const dnnl_dims_t *v = NULL;
    if (dnnl_memory_desc_query(m, what, &v) != dnnl_success || !v) {
        BUG("oneDNN does not tell %d of a layout", (int)what);
    }
    return *v;
}

static int number_of(const_dnnl_memory_desc_t m, dnnl_query_t what)
{
    int v = 0;
    if (dnnl_memory_desc_query(m, what, &v) != dnnl_success) {
        BUG("oneDNN does not tell %d of a layout", (int)what);
    }
    return v;
}

static bool is_blocked(const_dnnl_memory_desc_t m)
{
    dnnl_format_kind_t kind = dnnl_format_kind_undef;
    return dnnl_memory_desc_query(m, dnnl_query_format_kind, &kind) == dnnl_success &&
           kind == dnnl_blocked;
}

static bool is_padded(const_dnnl_memory_desc_t m)
{
    const dnnl_dim_t *dim = list_of(m, dnnl_query_dims), *room = list_of(m, dnnl_query_padded_dims);
    for (int d = 0; d < number_of(m, dnnl_query_ndims_s32); d++) {
        if (dim[d] != room[d]) {
            return true;
        }
    }
    return false;
}

/* Index i of dimension d of n inner blocks, from the innermost outwards. */
static int64_t place_of(int64_t i, int d, int n, const dnnl_dim_t *block, const dnnl_dim_t *which,
                        int64_t stride)
{
    int64_t at = 0, step = 1;
    for (int k = n - 1; k >= 0; k--) {
        if (which[k] == d) {
            at += i % block[k] * step;
            i /= block[k];
        }
        step *= block[k];
    }
    return at + i * stride;
}

static struct side side_of(const_dnnl_memory_desc_t m)
{
    int dims = number_of(m, dnnl_query_ndims_s32),
        blocks = number_of(m, dnnl_query_inner_nblks_s32);
    const dnnl_dim_t *dim = list_of(m, dnnl_query_dims), *stride = list_of(m, dnnl_query_strides);
    const dnnl_dim_t *block = list_of(m, dnnl_query_inner_blks),
                     *which = list_of(m, dnnl_query_inner_idxs);
    struct side s = {.bf16 = number_of(m, dnnl_query_data_type) == (int)dnnl_bf16,
                     .bytes = dnnl_memory_desc_get_size(m)};
    dnnl_memory_desc_query(m, dnnl_query_submemory_offset_s64, &s.base);
    for (int d = 0; d < DIMS; d++) {
        int64_t n = d < dims ? dim[d] : 1;
        s.place[d] = must(calloc((size_t)n, sizeof *s.place[d]));
        for (int64_t i = 0; d < dims && i < n; i++) {
            s.place[d][i] = place_of(i, d, blocks, block, which, stride[d]);
        }
    }
    return s;
}

struct padded_copy *padded_copy_new(const_dnnl_memory_desc_t from, const_dnnl_memory_desc_t to,
                                    bool add)
{
    int dims = number_of(from, dnnl_query_ndims_s32);
    if (!is_blocked(from) || !is_blocked(to) || dims > DIMS ||
        (!is_padded(from) && !is_padded(to))) {
        return NULL;
    }
    struct padded_copy *c = must(calloc(1, sizeof *c));
    c->add = add;
    c->from = side_of(from);
    c->to = side_of(to);
    for (int d = 0; d < DIMS; d++) {
        c->dim[d] = d < dims ? list_of(from, dnnl_query_dims)[d] : 1;
    }
    return c;
}

void padded_copy_free(struct padded_copy *c)
{
    for (int d = 0; c && d < DIMS; d++) {
        free(c->from.place[d]);
        free(c->to.place[d]);
    }
    free(c);
}

static float get(const struct side *s, const void *px, int64_t at)
{
    return s->bf16 ? bf16_value(((const uint16_t *)px)[at]) : ((const float *)px)[at];
}

/* bf16: the nearest, ties to even; what is no number stays none. */
static void put(const struct side *s, void *px, int64_t at, float v)
{
    if (!s->bf16) {
        ((float *)px)[at] = v;
        return;
    }
    uint32_t bits;
    memcpy(&bits, &v, sizeof bits);
    ((uint16_t *)px)[at] = v == v ? (uint16_t)((bits + 0x7fff + (bits >> 16 & 1)) >> 16)
                                  : (uint16_t)(bits >> 16 | 0x40);
}

void padded_copy_run(const struct padded_copy *c, const void *from, void *to)
{
    int64_t *const *p = c->from.place, *const *q = c->to.place;
    if (!c->add) {
        memset(to, 0, c->to.bytes);
    }
    for (int64_t i0 = 0; i0 < c->dim[0]; i0++) {
        for (int64_t i1 = 0; i1 < c->dim[1]; i1++) {
            for (int64_t i2 = 0; i2 < c->dim[2]; i2++) {
                for (int64_t i3 = 0; i3 < c->dim[3]; i3++) {
                    int64_t at = c->from.base + p[0][i0] + p[1][i1] + p[2][i2] + p[3][i3];
                    int64_t goal = c->to.base + q[0][i0] + q[1][i1] + q[2][i2] + q[3][i3];
                    for (int64_t i4 = 0; i4 < c->dim[4]; i4++) {
                        float v = get(&c->from, from, at + p[4][i4]);
                        put(&c->to, to, goal + q[4][i4],
                            c->add ? v + get(&c->to, to, goal + q[4][i4]) : v);
                    }
                }
            }
        }
    }
}

/* --- is it needed? ------------------------------------------------------------------------------------- */

/* (20, 32, 3, 3) into blocks of 16 x 16, by the library and by padded_copy_run(). */
static bool try_padding(dnnl_engine_t engine, dnnl_stream_t stream)
{
    enum { O = 20, I = 32, K = 3, COUNT = O * I * K * K };
    const dnnl_dims_t dim = {O, I, K, K};
    static float plain[COUNT];
    dnnl_memory_desc_t a, b;
    dnnl_memory_t ma, mb;
    dnnl_primitive_desc_t pd;
    dnnl_primitive_t p;
    for (int i = 0; i < COUNT; i++) {
        plain[i] = (float)(i + 1);
    }
    dnnl_status_t st = dnnl_memory_desc_create_with_tag(&a, 4, dim, dnnl_f32, dnnl_abcd);
    st = st ? st : dnnl_memory_desc_create_with_tag(&b, 4, dim, dnnl_f32, dnnl_ABcd16a16b);
    if (st) {
        BUG("oneDNN: layouts failed with %d", (int)st);
    }
    size_t bytes = (dnnl_memory_desc_get_size(b) + 63) / 64 * 64;
    float *theirs = must(aligned_alloc(64, bytes)), *ours = must(aligned_alloc(64, bytes));
    memset(theirs, 0xff, bytes);
    (void)((st = dnnl_memory_create(&ma, a, engine, plain)) ||
           (st = dnnl_memory_create(&mb, b, engine, theirs)) ||
           (st = dnnl_reorder_primitive_desc_create(&pd, a, engine, b, engine, NULL)) ||
           (st = dnnl_primitive_create(&p, pd)) ||
           (st = dnnl_primitive_execute(
                p, stream, 2, (dnnl_exec_arg_t[]){{DNNL_ARG_SRC, ma}, {DNNL_ARG_DST, mb}})) ||
           (st = dnnl_stream_wait(stream)));
    if (st) {
        BUG("oneDNN: a reorder failed with %d", (int)st);
    }
    struct padded_copy *c = must(padded_copy_new(a, b, false));
    padded_copy_run(c, plain, ours);
    bool same = !memcmp(theirs, ours, dnnl_memory_desc_get_size(b));
    padded_copy_free(c);
    free(theirs);
    free(ours);
    dnnl_primitive_destroy(p);
    dnnl_primitive_desc_destroy(pd);
    dnnl_memory_destroy(ma);
    dnnl_memory_destroy(mb);
    dnnl_memory_desc_destroy(a);
    dnnl_memory_desc_destroy(b);
    return same;
}

bool dnn_pads_well(dnnl_engine_t engine, dnnl_stream_t stream)
{
    static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
    static bool tried, well;
    pthread_mutex_lock(&lock);
    if (!tried) {
        well = try_padding(engine, stream);
        tried = true;
    }
    pthread_mutex_unlock(&lock);
    return well;
}

#endif
