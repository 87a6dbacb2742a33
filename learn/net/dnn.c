// SPDX-License-Identifier: MIT
/*
 * oneDNN 2.x describes an operation first (dnnl_*_desc_t) and then asks for an implementation; 3.x does both in one
 * call, and its memory descriptors are handles instead of structs. find() and MD() hide that; what else differs stands at
 * its place.
 */
#include "net/dnn.h"

#include <oneapi/dnnl/dnnl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#include "net/dnn_padded.h"

#define V3 (DNNL_VERSION_MAJOR >= 3)

struct spec {
    dnnl_primitive_desc_t pd;
    const char *name;
    bool no_shift; /* backward of batch norm: 2.x wants to be given the shift, 3.x refuses it */
    struct padded_copy *copy; /* done by this instead (dnn_padded.h) */
    dnnl_exec_arg_t fixed[3]; /* 3.x: scales, which it takes with each run */
    int n_fixed;
};

struct run {
    const struct padded_copy *copy; /* or: */
    const void *from;
    void *to;
    dnnl_primitive_t primitive;
    int n;
    dnnl_exec_arg_t arg[16];
};

/* Everything that is freed together. */
struct piece {
    enum { PIECE_MD, PIECE_MEM, PIECE_SPEC, PIECE_RUN } kind;
    void *p;
    bool owned; /* MEM: of its own */
};

struct dnn_pool_memory {
    struct chunk {
        char *px;
        size_t bytes;
    } *chunk;
    size_t n;
    struct kept **kept;
    size_t n_kept;
};

struct kept { /* a copy of a weight */
    const void *of;
    int key[2];
    struct md md; /* its own descriptor */
    void *px;
    uint64_t version;
};

struct block { /* taken from a chunk until a step has run */
    size_t chunk, at, bytes;
    int until;
};

struct dnn {
    struct dnn_pool_memory *pool;
    struct block *block; /* by chunk and place */
    size_t n_blocks, cap_blocks;
    int now, until;
    dnnl_engine_t engine;
    dnnl_stream_t stream;
    struct piece *piece;
    size_t n, cap, bytes;
};

extern void omp_set_num_threads(int n); /* libgomp, which oneDNN brings */

static void *must(void *p)
{
    if (!p) {
        BUG("out of memory");
    }
    return p;
}

static void must_work(dnnl_status_t st, const char *what)
{
    if (st != dnnl_success) {
        BUG("oneDNN: %s failed with %d", what, (int)st);
    }
}

static void keep(struct dnn *d, int kind, void *p, bool owned)
{
    if (d->n == d->cap) {
        d->cap = d->cap ? d->cap * 2 : 256;
        d->piece = must(realloc(d->piece, d->cap * sizeof *d->piece));
    }
    d->piece[d->n++] = (struct piece){kind, p, owned};
}

struct dnn_pool_memory *dnn_pool_memory_new(void)
{
    return must(calloc(1, sizeof(struct dnn_pool_memory)));
}

static void release_md(struct md *m)
{
#if V3
    dnnl_memory_desc_destroy(m->own);
#else
    free(m->own);
#endif
}

void dnn_pool_memory_free(struct dnn_pool_memory *p)
{
    for (size_t i = 0; p && i < p->n; i++) {
        free(p->chunk[i].px);
    }
    for (size_t i = 0; p && i < p->n_kept; i++) {
        release_md(&p->kept[i]->md);
        free(p->kept[i]->px);
        free(p->kept[i]);
    }
    if (p) {
        free(p->chunk);
        free(p->kept);
        free(p);
    }
}

size_t dnn_pool_memory_bytes(const struct dnn_pool_memory *p)
{
    size_t n = 0;
    for (size_t i = 0; i < p->n; i++) {
        n += p->chunk[i].bytes;
    }
    return n;
}

/* Forgets blocks that no later step needs. */
static void drop_blocks(struct dnn *d)
{
    size_t n = 0;
    for (size_t i = 0; i < d->n_blocks; i++) {
        if (d->block[i].until >= d->now) {
            d->block[n++] = d->block[i];
        }
    }
    d->n_blocks = n;
}

/* Puts a block before number i; the list stays in order. */
static void *put_block(struct dnn *d, size_t i, struct block x)
{
    if (d->n_blocks == d->cap_blocks) {
        d->cap_blocks = d->cap_blocks ? 2 * d->cap_blocks : 64;
        d->block = must(realloc(d->block, d->cap_blocks * sizeof *d->block));
    }
    memmove(d->block + i + 1, d->block + i, (d->n_blocks - i) * sizeof *d->block);
    d->block[i] = x;
    d->n_blocks++;
    return d->pool->chunk[x.chunk].px + x.at;
}

/* The first gap that has room; a chunk more if there is none. */
static void *take(struct dnn *d, size_t bytes)
{
    enum { CHUNK = 64 << 20, HUGE_PAGE = 2 << 20 };
    struct dnn_pool_memory *p = d->pool;
    size_t i = 0;
    drop_blocks(d);
    for (size_t c = 0; c < p->n; c++) {
        size_t at = 0;
        for (; i < d->n_blocks && d->block[i].chunk == c && d->block[i].at - at < bytes; i++) {
            at = d->block[i].at + d->block[i].bytes;
        }
        bool before = i < d->n_blocks && d->block[i].chunk == c;
        if (before || p->chunk[c].bytes - at >= bytes) {
            return put_block(d, i, (struct block){c, at, bytes, d->until});
        }
    }
    size_t size = bytes > CHUNK ? (bytes + HUGE_PAGE - 1) / HUGE_PAGE * HUGE_PAGE : CHUNK;
    p->chunk = must(realloc(p->chunk, (p->n + 1) * sizeof *p->chunk));
    p->chunk[p->n++] = (struct chunk){must(aligned_alloc(HUGE_PAGE, size)), size};
    madvise(p->chunk[p->n - 1].px, size, MADV_HUGEPAGE); /* a first use costs little then */
    return put_block(d, d->n_blocks, (struct block){p->n - 1, 0, bytes, d->until});
}

void dnn_scratch_life(struct dnn *d, int now, int until)
{
    d->now = now;
    d->until = until;
}

enum st dnn_new(int threads, struct dnn_pool_memory *pool, struct dnn **out, struct err *e)
{
    struct dnn *d = must(calloc(1, sizeof *d));
    d->pool = pool;
    d->until = DNN_ALWAYS;
    if (threads > 0) {
        omp_set_num_threads(threads);
    }
    *out = NULL;
    if (dnnl_engine_create(&d->engine, dnnl_cpu, 0) != dnnl_success) {
        free(d);
        return err_set(e, ST_RANGE, "oneDNN does not start on this processor");
    }
    must_work(dnnl_stream_create(&d->stream, d->engine, dnnl_stream_default_flags), "stream");
    *out = d;
    return ST_OK;
}

void dnn_free(struct dnn *d)
{
    if (!d) {
        return;
    }
    while (d->n--) {
        struct piece *x = &d->piece[d->n];
        if (x->kind == PIECE_MD) {
            release_md(x->p);
        } else if (x->kind == PIECE_MEM) {
            struct mem *m = x->p;
            dnnl_memory_destroy(m->own);
            if (x->owned) {
                free(m->px);
            }
        } else if (x->kind == PIECE_SPEC) {
#if V3
            padded_copy_free(((struct spec *)x->p)->copy);
#endif
            dnnl_primitive_desc_destroy(((struct spec *)x->p)->pd);
        } else {
            dnnl_primitive_destroy(((struct run *)x->p)->primitive);
        }
        free(x->p);
    }
    free(d->piece);
    free(d->block);
    dnnl_stream_destroy(d->stream);
    dnnl_engine_destroy(d->engine);
    free(d);
}

bool dnn_has_bf16(void)
{
    dnnl_cpu_isa_t isa = dnnl_get_effective_cpu_isa();
    return ((int)isa & (int)dnnl_cpu_isa_avx512_core_bf16) == (int)dnnl_cpu_isa_avx512_core_bf16;
}

const char *dnn_version(void)
{
    static char text[32];
    const dnnl_version_t *v = dnnl_version();
    snprintf(text, sizeof text, "%d.%d.%d", v->major, v->minor, v->patch);
    return text;
}

/* --- layouts ----------------------------------------------------------------------------------------- */

#if V3
typedef const_dnnl_memory_desc_t desc;
#define MD(m) ((m) ? (desc)(m)->own : NULL)
#else
typedef const dnnl_memory_desc_t *desc;
#define MD(m) ((m) ? (desc)(m)->own : NULL)
#endif

static dnnl_data_type_t type_of(enum dtype t)
{
    static const dnnl_data_type_t type[] = {[DNN_F32] = dnnl_f32, [DNN_BF16] = dnnl_bf16, [DNN_U8] = dnnl_u8, [DNN_S8] = dnnl_s8};
    return type[t];
}

static enum dtype dtype_of(dnnl_data_type_t t)
{
    return t == dnnl_bf16 ? DNN_BF16 : t == dnnl_u8 ? DNN_U8 : t == dnnl_s8 ? DNN_S8 : DNN_F32;
}

static size_t desc_bytes(desc m)
{
    return dnnl_memory_desc_get_size(m);
}

static void *clone_desc(desc q)
{
#if V3
    dnnl_memory_desc_t copy;
    must_work(dnnl_memory_desc_clone(&copy, q), "clone");
#else
    dnnl_memory_desc_t *copy = must(malloc(sizeof *copy));
    memcpy(copy, q, sizeof *q);
#endif
    return copy;
}

static struct md *new_md(struct dnn *d, enum dtype t, int n, const int64_t *dim)
{
    struct md *m = must(calloc(1, sizeof *m));
    m->type = t;
    m->n = n;
    memcpy(m->dim, dim, (size_t)n * sizeof *dim);
#if !V3
    m->own = must(calloc(1, sizeof(dnnl_memory_desc_t)));
#endif
    keep(d, PIECE_MD, m, true);
    return m;
}

const struct md *dnn_md(struct dnn *d, enum dtype t, int n, const int64_t *dim, const int64_t *stride)
{
    struct md *m = new_md(d, t, n, dim);
    int64_t plain[DNN_MAX_DIMS], step = 1;
    for (int k = n - 1; k >= 0; k--) {
        plain[k] = step;
        step *= dim[k];
    }
    stride = stride ? stride : plain;
#if V3
    must_work(dnnl_memory_desc_create_with_strides((dnnl_memory_desc_t *)&m->own, n, dim, type_of(t), stride), "strides");
#else
    must_work(dnnl_memory_desc_init_by_strides(m->own, n, dim, type_of(t), stride), "strides");
#endif
    m->bytes = desc_bytes(MD(m));
    return m;
}

const struct md *dnn_md_any(struct dnn *d, enum dtype t, int n, const int64_t *dim)
{
    struct md *m = new_md(d, t, n, dim);
#if V3
    must_work(dnnl_memory_desc_create_with_tag((dnnl_memory_desc_t *)&m->own, n, dim, type_of(t), dnnl_format_tag_any), "any");
#else
    must_work(dnnl_memory_desc_init_by_tag(m->own, n, dim, type_of(t), dnnl_format_tag_any), "any");
#endif
    return m;
}

const struct md *dnn_md_blocks(struct dnn *d, enum dtype t, const int64_t *dim)
{
    struct md *m = new_md(d, t, 4, dim);
#if V3
    must_work(dnnl_memory_desc_create_with_tag((dnnl_memory_desc_t *)&m->own, 4, dim, type_of(t), dnnl_nChw16c), "blocks");
#else
    must_work(dnnl_memory_desc_init_by_tag(m->own, 4, dim, type_of(t), dnnl_nChw16c), "blocks");
#endif
    m->bytes = desc_bytes(MD(m));
    return m;
}

/* What both versions say of a layout in strides and inner blocks; false of others. */
struct blocking {
    int blocks;
    const dnnl_dim_t *stride, *block, *which;
};

static bool blocking_of(const struct md *m, struct blocking *b)
{
#if V3
    const dnnl_dims_t *stride = NULL, *block = NULL, *which = NULL;
    dnnl_format_kind_t kind = dnnl_format_kind_undef;
    if (dnnl_memory_desc_query(MD(m), dnnl_query_format_kind, &kind) != dnnl_success || kind != dnnl_blocked ||
        dnnl_memory_desc_query(MD(m), dnnl_query_inner_nblks_s32, &b->blocks) != dnnl_success ||
        dnnl_memory_desc_query(MD(m), dnnl_query_strides, &stride) != dnnl_success ||
        dnnl_memory_desc_query(MD(m), dnnl_query_inner_blks, &block) != dnnl_success ||
        dnnl_memory_desc_query(MD(m), dnnl_query_inner_idxs, &which) != dnnl_success) {
        return false;
    }
    b->stride = *stride;
    b->block = *block;
    b->which = *which;
    return true;
#else
    const dnnl_memory_desc_t *own = MD(m);
    const dnnl_blocking_desc_t *f = &own->format_desc.blocking;
    *b = (struct blocking){f->inner_nblks, f->strides, f->inner_blks, f->inner_idxs};
    return own->format_kind == dnnl_blocked;
#endif
}

bool md_channel_steps(const struct md *m, int64_t step[4])
{
    struct blocking b;
    if (m->n != 4 || m->dim[1] % 16 || !m->bytes || !blocking_of(m, &b)) {
        return false;
    }
    bool last = b.blocks == 0 && b.stride[1] == 1, blocks = b.blocks == 1 && b.block[0] == 16 && b.which[0] == 1;
    step[0] = b.stride[0];
    step[1] = last ? 16 : b.stride[1];
    step[2] = b.stride[2];
    step[3] = b.stride[3];
    return last || blocks;
}

bool md_same(const struct md *a, const struct md *b)
{
    return dnnl_memory_desc_equal(MD(a), MD(b));
}

struct mem *dnn_mem(struct dnn *d, const struct md *md, void *px)
{
    struct mem *m = must(calloc(1, sizeof *m));
    m->md = md;
    m->px = px;
    if (!px) {
        size_t room = (md->bytes + 127) / 64 * 64;
        m->px = must(aligned_alloc(64, room));
        memset(m->px, 0, room);
        d->bytes += room;
    }
    dnnl_memory_t own;
    must_work(dnnl_memory_create(&own, MD(md), d->engine, m->px), "memory");
    m->own = own;
    keep(d, PIECE_MEM, m, !px);
    return m;
}

struct mem *dnn_scratch(struct dnn *d, const struct md *md)
{
    size_t room = (md->bytes + 127) / 64 * 64;
    d->bytes += d->pool ? room : 0;
    return dnn_mem(d, md, d->pool ? take(d, room) : NULL);
}

/* The kept copy of those keys and that layout; a new one if there is none. */
static struct kept *kept_of(struct dnn_pool_memory *p, const void *of, int key_1, int key_2,
                            const struct md *md)
{
    for (size_t i = 0; i < p->n_kept; i++) {
        struct kept *k = p->kept[i];
        if (k->of == of && k->key[0] == key_1 && k->key[1] == key_2 && md_same(&k->md, md)) {
            return k;
        }
    }
    struct kept *k = must(calloc(1, sizeof *k));
    *k = (struct kept){.of = of, .key = {key_1, key_2}, .md = *md};
    k->md.own = clone_desc(MD(md));
    size_t room = (md->bytes + 127) / 64 * 64;
    k->px = must(aligned_alloc(64, room));
    memset(k->px, 0, room); /* layouts with padding need zeros there */
    p->kept = must(realloc(p->kept, (p->n_kept + 1) * sizeof(struct kept *)));
    p->kept[p->n_kept++] = k;
    return k;
}

struct mem *dnn_kept(struct dnn *d, const void *of, int key_1, int key_2, const struct md *md,
                     uint64_t **version)
{
    if (!d->pool) {
        *version = NULL;
        return dnn_mem(d, md, NULL);
    }
    struct kept *k = kept_of(d->pool, of, key_1, key_2, md);
    *version = &k->version;
    return dnn_mem(d, md, k->px);
}

size_t dnn_bytes(const struct dnn *d)
{
    return d->bytes;
}

static const struct {
    enum dnn_arg name;
    dnnl_query_t query;
    int index, exec;
} args[] = {
    {DNN_SRC, dnnl_query_src_md, 0, DNNL_ARG_SRC},
    {DNN_SRC_1, dnnl_query_src_md, 1, DNNL_ARG_SRC_1},
    {DNN_WEIGHTS, dnnl_query_weights_md, 0, DNNL_ARG_WEIGHTS},
    {DNN_WEIGHTS_ITER, dnnl_query_weights_md, 1, DNNL_ARG_WEIGHTS_ITER},
    {DNN_BIAS, dnnl_query_weights_md, 1, DNNL_ARG_BIAS},
    {DNN_DST, dnnl_query_dst_md, 0, DNNL_ARG_DST},
    {DNN_WORKSPACE, dnnl_query_workspace_md, 0, DNNL_ARG_WORKSPACE},
    {DNN_MEAN, dnnl_query_undef, 0, DNNL_ARG_MEAN},
    {DNN_VARIANCE, dnnl_query_undef, 0, DNNL_ARG_VARIANCE},
    {DNN_SCALE, dnnl_query_undef, 0, DNNL_ARG_SCALE},
    {DNN_SHIFT, dnnl_query_undef, 0, DNNL_ARG_SHIFT},
    {DNN_DIFF_SRC, dnnl_query_diff_src_md, 0, DNNL_ARG_DIFF_SRC},
    {DNN_DIFF_WEIGHTS, dnnl_query_diff_weights_md, 0, DNNL_ARG_DIFF_WEIGHTS},
    {DNN_DIFF_WEIGHTS_ITER, dnnl_query_diff_weights_md, 1, DNNL_ARG_DIFF_WEIGHTS_ITER},
    {DNN_DIFF_BIAS, dnnl_query_diff_weights_md, 1, DNNL_ARG_DIFF_BIAS},
    {DNN_DIFF_DST, dnnl_query_diff_dst_md, 0, DNNL_ARG_DIFF_DST},
    {DNN_DIFF_SCALE, dnnl_query_undef, 0, DNNL_ARG_DIFF_SCALE},
    {DNN_DIFF_SHIFT, dnnl_query_undef, 0, DNNL_ARG_DIFF_SHIFT},
};

static int row_of(enum dnn_arg name)
{
    int i = 0;
    while (args[i].name != name) {
        i++;
    }
    return i;
}

const struct md *spec_md(struct dnn *d, const struct spec *s, enum dnn_arg name)
{
    int i = row_of(name);
    desc q = dnnl_primitive_desc_query_md(s->pd, args[i].query, args[i].index);
    if (!q || !desc_bytes(q)) {
        return NULL;
    }
    int n;
    int64_t dim[DNNL_MAX_NDIMS];
    dnnl_data_type_t type;
#if V3
    const dnnl_dims_t *dims;
    must_work(dnnl_memory_desc_query(q, dnnl_query_ndims_s32, &n), "query");
    must_work(dnnl_memory_desc_query(q, dnnl_query_dims, &dims), "query");
    must_work(dnnl_memory_desc_query(q, dnnl_query_data_type, &type), "query");
    memcpy(dim, *dims, (size_t)n * sizeof *dim);
#else
    n = q->ndims;
    type = q->data_type;
    memcpy(dim, q->dims, (size_t)n * sizeof *dim);
#endif
    struct md *m = new_md(d, dtype_of(type), n < DNN_MAX_DIMS ? n : DNN_MAX_DIMS, dim);
#if !V3
    free(m->own);
#endif
    m->own = clone_desc(q);
    m->bytes = desc_bytes(q);
    return m;
}

/* --- specs --------------------------------------------------------------------------------------------- */

/* Takes the descriptor that `st` says was made. */
static enum st take_spec(struct dnn *d, const char *name, dnnl_status_t st, dnnl_primitive_desc_t pd, struct spec **out,
                         struct err *e)
{
    *out = NULL;
    if (st != dnnl_success) {
        return err_set(e, ST_RANGE, "oneDNN has no %s for these shapes (status %d)", name, (int)st);
    }
    struct spec *s = must(calloc(1, sizeof *s));
    s->pd = pd;
    s->name = name;
    keep(d, PIECE_SPEC, s, true);
    *out = s;
    return ST_OK;
}

#if !V3
static dnnl_status_t find(struct dnn *d, dnnl_status_t described, const void *op_desc, const_dnnl_primitive_desc_t hint,
                          const_dnnl_primitive_attr_t attr, dnnl_primitive_desc_t *pd)
{
    return described != dnnl_success ? described : dnnl_primitive_desc_create(pd, op_desc, attr, d->engine, hint);
}
#endif

static const_dnnl_primitive_desc_t hint_of(const struct spec *s)
{
    return s ? s->pd : NULL;
}

enum st dnn_reorder(struct dnn *d, const struct md *from, const struct md *to, bool add, struct spec **out, struct err *e)
{
    dnnl_primitive_attr_t attr;
    dnnl_post_ops_t post;
    dnnl_primitive_desc_t pd = NULL;
    must_work(dnnl_primitive_attr_create(&attr), "attributes");
    must_work(dnnl_post_ops_create(&post), "post-ops");
    if (add) {
#if V3
        must_work(dnnl_post_ops_append_sum(post, 1, 0, dnnl_data_type_undef), "sum");
#else
        must_work(dnnl_post_ops_append_sum(post, 1), "sum");
#endif
        must_work(dnnl_primitive_attr_set_post_ops(attr, post), "post-ops");
    }
    dnnl_status_t st = dnnl_reorder_primitive_desc_create(&pd, MD(from), d->engine, MD(to), d->engine, attr);
    dnnl_post_ops_destroy(post);
    dnnl_primitive_attr_destroy(attr);
    enum st taken = take_spec(d, "reorder", st, pd, out, e);
#if V3
    if (!taken && !dnn_pads_well(d->engine, d->stream)) {
        (*out)->copy = padded_copy_new(MD(from), MD(to), add);
    }
#endif
    return taken;
}

/* --- bytes ------------------------------------------------------------------------------------------------- */

#if V3
/* Scales of an argument, given with each run. */
static void fix_scales(struct dnn *d, struct spec *s, int arg, int n, const float *scale)
{
    struct mem *m = dnn_mem(d, dnn_md(d, DNN_F32, 1, (int64_t[]){n}, NULL), NULL);
    memcpy(m->px, scale, (size_t)n * sizeof *scale);
    s->fixed[s->n_fixed++] = (dnnl_exec_arg_t){DNNL_ARG_ATTR_SCALES | arg, m->own};
}
#endif

enum st dnn_quantize(struct dnn *d, const struct md *from, const struct md *to, int n, const float *scale, struct spec **out,
                     struct err *e)
{
    dnnl_primitive_attr_t attr;
    dnnl_primitive_desc_t pd = NULL;
    int mask = n > 1 ? 1 : 0;
    must_work(dnnl_primitive_attr_create(&attr), "attributes");
#if V3
    must_work(dnnl_primitive_attr_set_scales_mask(attr, DNNL_ARG_DST, mask), "scales");
#else
    float *factor = must(malloc((size_t)n * sizeof *factor));
    for (int i = 0; i < n; i++) {
        factor[i] = 1 / scale[i];
    }
    must_work(dnnl_primitive_attr_set_output_scales(attr, n, mask, factor), "scales");
    free(factor);
#endif
    dnnl_status_t made = dnnl_reorder_primitive_desc_create(&pd, MD(from), d->engine, MD(to), d->engine, attr);
    dnnl_primitive_attr_destroy(attr);
    enum st st = take_spec(d, "reorder to bytes", made, pd, out, e);
#if V3
    if (!st) {
        fix_scales(d, *out, DNNL_ARG_DST, n, scale);
    }
#endif
    return st;
}

bool dnn_int8_convs(struct dnn *d)
{
#if V3
    return dnn_pads_well(d->engine, d->stream);
#else
    (void)d;
    return true;
#endif
}

float dnn_int8_bias(float src, float weights)
{
    return V3 ? 1 : 1 / (src * weights);
}

static void conv_scales(dnnl_primitive_attr_t attr, const struct dnn_int8 *q)
{
#if V3
    must_work(dnnl_primitive_attr_set_scales_mask(attr, DNNL_ARG_SRC, 0), "scales");
    must_work(dnnl_primitive_attr_set_scales_mask(attr, DNNL_ARG_WEIGHTS, 1), "scales");
    if (q->dst > 0) {
        must_work(dnnl_primitive_attr_set_scales_mask(attr, DNNL_ARG_DST, 0), "scales");
    }
#else
    float *factor = must(malloc((size_t)q->channels * sizeof *factor));
    for (int i = 0; i < q->channels; i++) {
        factor[i] = q->src * q->weights[i] / (q->dst > 0 ? q->dst : 1);
    }
    must_work(dnnl_primitive_attr_set_output_scales(attr, q->channels, 2, factor), "scales"); /* 2: by channel of dst */
    free(factor);
#endif
}

static dnnl_prop_kind_t forward_kind(bool train)
{
    return train ? dnnl_forward_training : dnnl_forward_inference;
}

/* Attributes with one element-wise operation behind; NULL if alg is undefined. Caller destroys. */
static dnnl_primitive_attr_t with_curve(dnnl_alg_kind_t alg, float alpha)
{
    dnnl_primitive_attr_t attr;
    dnnl_post_ops_t post;
    must_work(dnnl_primitive_attr_create(&attr), "attributes");
    if (alg != dnnl_alg_kind_undef) {
        must_work(dnnl_post_ops_create(&post), "post-ops");
#if V3
        must_work(dnnl_post_ops_append_eltwise(post, alg, alpha, 0), "eltwise");
#else
        must_work(dnnl_post_ops_append_eltwise(post, 1, alg, alpha, 0), "eltwise");
#endif
        must_work(dnnl_primitive_attr_set_post_ops(attr, post), "post-ops");
        dnnl_post_ops_destroy(post);
    }
    return attr;
}

enum st dnn_conv(struct dnn *d, const struct dnn_conv *c, struct spec **out, struct err *e)
{
    dnnl_primitive_desc_t pd = NULL;
    dnnl_primitive_attr_t attr = with_curve(c->relu ? dnnl_eltwise_relu : dnnl_alg_kind_undef, 0);
    dnnl_status_t st;
    if (c->int8) {
        conv_scales(attr, c->int8);
    }
#if V3
    const dnnl_dims_t no_dilation = {0};
    st = dnnl_convolution_forward_primitive_desc_create(&pd, d->engine, forward_kind(c->train), dnnl_convolution_direct,
                                                        MD(c->src), MD(c->weights), MD(c->bias), MD(c->dst), c->stride,
                                                        no_dilation, c->pad_low, c->pad_high, attr);
#else
    dnnl_convolution_desc_t op;
    st = find(d,
              dnnl_convolution_forward_desc_init(&op, forward_kind(c->train), dnnl_convolution_direct, MD(c->src), MD(c->weights),
                                                 MD(c->bias), MD(c->dst), c->stride, c->pad_low, c->pad_high),
              &op, NULL, attr, &pd);
#endif
    dnnl_primitive_attr_destroy(attr);
    enum st taken = take_spec(d, "convolution", st, pd, out, e);
#if V3
    if (!taken && c->int8) {
        fix_scales(d, *out, DNNL_ARG_SRC, 1, &c->int8->src);
        fix_scales(d, *out, DNNL_ARG_WEIGHTS, c->int8->channels, c->int8->weights);
        if (c->int8->dst > 0) {
            fix_scales(d, *out, DNNL_ARG_DST, 1, &c->int8->dst);
        }
    }
#endif
    return taken;
}

enum st dnn_conv_back_data(struct dnn *d, const struct dnn_conv *c, const struct spec *forward, struct spec **out, struct err *e)
{
    dnnl_primitive_desc_t pd = NULL;
#if V3
    const dnnl_dims_t no_dilation = {0};
    dnnl_status_t st = dnnl_convolution_backward_data_primitive_desc_create(
        &pd, d->engine, dnnl_convolution_direct, MD(c->src), MD(c->weights), MD(c->dst), c->stride, no_dilation, c->pad_low,
        c->pad_high, hint_of(forward), NULL);
#else
    dnnl_convolution_desc_t op;
    dnnl_status_t st = find(d,
                            dnnl_convolution_backward_data_desc_init(&op, dnnl_convolution_direct, MD(c->src), MD(c->weights),
                                                                     MD(c->dst), c->stride, c->pad_low, c->pad_high),
                            &op, hint_of(forward), NULL, &pd);
#endif
    return take_spec(d, "backward convolution", st, pd, out, e);
}

enum st dnn_conv_back_weights(struct dnn *d, const struct dnn_conv *c, const struct spec *forward, struct spec **out,
                              struct err *e)
{
    dnnl_primitive_desc_t pd = NULL;
#if V3
    const dnnl_dims_t no_dilation = {0};
    dnnl_status_t st = dnnl_convolution_backward_weights_primitive_desc_create(
        &pd, d->engine, dnnl_convolution_direct, MD(c->src), MD(c->weights), MD(c->bias), MD(c->dst), c->stride, no_dilation,
        c->pad_low, c->pad_high, hint_of(forward), NULL);
#else
    dnnl_convolution_desc_t op;
    dnnl_status_t st = find(d,
                            dnnl_convolution_backward_weights_desc_init(&op, dnnl_convolution_direct, MD(c->src), MD(c->weights),
                                                                        MD(c->bias), MD(c->dst), c->stride, c->pad_low,
                                                                        c->pad_high),
                            &op, hint_of(forward), NULL, &pd);
#endif
    return take_spec(d, "convolution's gradient of weights", st, pd, out, e);
}

static dnnl_alg_kind_t pool_kind(const struct dnn_pool *p)
{
    return p->max ? dnnl_pooling_max : dnnl_pooling_avg_exclude_padding;
}

enum st dnn_pool(struct dnn *d, const struct dnn_pool *p, struct spec **out, struct err *e)
{
    dnnl_primitive_desc_t pd = NULL;
#if V3
    const dnnl_dims_t no_dilation = {0};
    dnnl_status_t st = dnnl_pooling_forward_primitive_desc_create(&pd, d->engine, forward_kind(p->train), pool_kind(p),
                                                                  MD(p->src), MD(p->dst), p->stride, p->kernel, no_dilation,
                                                                  p->pad_low, p->pad_high, NULL);
#else
    dnnl_pooling_desc_t op;
    dnnl_status_t st = find(d,
                            dnnl_pooling_forward_desc_init(&op, forward_kind(p->train), pool_kind(p), MD(p->src), MD(p->dst),
                                                           p->stride, p->kernel, p->pad_low, p->pad_high),
                            &op, NULL, NULL, &pd);
#endif
    return take_spec(d, "pooling", st, pd, out, e);
}

enum st dnn_pool_back(struct dnn *d, const struct dnn_pool *p, const struct spec *forward, struct spec **out, struct err *e)
{
    dnnl_primitive_desc_t pd = NULL;
#if V3
    const dnnl_dims_t no_dilation = {0};
    dnnl_status_t st = dnnl_pooling_backward_primitive_desc_create(&pd, d->engine, pool_kind(p), MD(p->src), MD(p->dst),
                                                                   p->stride, p->kernel, no_dilation, p->pad_low, p->pad_high,
                                                                   hint_of(forward), NULL);
#else
    dnnl_pooling_desc_t op;
    dnnl_status_t st = find(d,
                            dnnl_pooling_backward_desc_init(&op, pool_kind(p), MD(p->src), MD(p->dst), p->stride, p->kernel,
                                                            p->pad_low, p->pad_high),
                            &op, hint_of(forward), NULL, &pd);
#endif
    return take_spec(d, "backward pooling", st, pd, out, e);
}

static unsigned batchnorm_flags(const struct dnn_batchnorm *b)
{
    return (unsigned)dnnl_use_scale | (unsigned)dnnl_use_shift |
           (b->train && !b->fixed ? 0u : (unsigned)dnnl_use_global_stats) |
           (b->relu ? (unsigned)dnnl_fuse_norm_relu : 0u);
}

enum st dnn_batchnorm(struct dnn *d, const struct dnn_batchnorm *b, struct spec **out, struct err *e)
{
    dnnl_primitive_desc_t pd = NULL;
#if V3
    dnnl_status_t st = dnnl_batch_normalization_forward_primitive_desc_create(
        &pd, d->engine, forward_kind(b->train), MD(b->src), MD(b->src), b->eps, batchnorm_flags(b), NULL);
#else
    dnnl_batch_normalization_desc_t op;
    dnnl_status_t st = find(d,
                            dnnl_batch_normalization_forward_desc_init(&op, forward_kind(b->train), MD(b->src), b->eps,
                                                                       batchnorm_flags(b)),
                            &op, NULL, NULL, &pd);
#endif
    return take_spec(d, "batch norm", st, pd, out, e);
}

enum st dnn_batchnorm_back(struct dnn *d, const struct dnn_batchnorm *b, const struct spec *forward, struct spec **out,
                           struct err *e)
{
    dnnl_primitive_desc_t pd = NULL;
#if V3
    dnnl_status_t st = dnnl_batch_normalization_backward_primitive_desc_create(
        &pd, d->engine, dnnl_backward, MD(b->src), MD(b->src), MD(b->src), b->eps, batchnorm_flags(b), hint_of(forward), NULL);
#else
    dnnl_batch_normalization_desc_t op;
    dnnl_status_t st = find(d,
                            dnnl_batch_normalization_backward_desc_init(&op, dnnl_backward, MD(b->src), MD(b->src), b->eps,
                                                                        batchnorm_flags(b)),
                            &op, hint_of(forward), NULL, &pd);
#endif
    enum st taken = take_spec(d, "backward batch norm", st, pd, out, e);
    if (!taken) {
        (*out)->no_shift = V3;
    }
    return taken;
}

enum st dnn_layernorm(struct dnn *d, const struct md *src, float eps, bool train, struct spec **out, struct err *e)
{
    dnnl_primitive_desc_t pd = NULL;
    unsigned flags = (unsigned)dnnl_use_scale | (unsigned)dnnl_use_shift;
#if V3
    dnnl_status_t st = dnnl_layer_normalization_forward_primitive_desc_create(&pd, d->engine, forward_kind(train), MD(src),
                                                                              MD(src), NULL, eps, flags, NULL);
#else
    dnnl_layer_normalization_desc_t op;
    dnnl_status_t st = find(d, dnnl_layer_normalization_forward_desc_init(&op, forward_kind(train), MD(src), NULL, eps, flags),
                            &op, NULL, NULL, &pd);
#endif
    return take_spec(d, "layer norm", st, pd, out, e);
}

enum st dnn_layernorm_back(struct dnn *d, const struct md *src, float eps, const struct spec *forward, struct spec **out,
                           struct err *e)
{
    dnnl_primitive_desc_t pd = NULL;
    unsigned flags = (unsigned)dnnl_use_scale | (unsigned)dnnl_use_shift;
#if V3
    dnnl_status_t st = dnnl_layer_normalization_backward_primitive_desc_create(
        &pd, d->engine, dnnl_backward, MD(src), MD(src), MD(src), NULL, eps, flags, hint_of(forward), NULL);
#else
    dnnl_layer_normalization_desc_t op;
    dnnl_status_t st = find(
        d, dnnl_layer_normalization_backward_desc_init(&op, dnnl_backward, MD(src), MD(src), NULL, eps, flags), &op,
        hint_of(forward), NULL, &pd);
#endif
    return take_spec(d, "backward layer norm", st, pd, out, e);
}

enum st dnn_linear(struct dnn *d, const struct dnn_linear *l, struct spec **out, struct err *e)
{
    dnnl_primitive_desc_t pd = NULL;
#if V3
    dnnl_status_t st = dnnl_inner_product_forward_primitive_desc_create(&pd, d->engine, forward_kind(l->train), MD(l->src),
                                                                        MD(l->weights), MD(l->bias), MD(l->dst), NULL);
#else
    dnnl_inner_product_desc_t op;
    dnnl_status_t st = find(d,
                            dnnl_inner_product_forward_desc_init(&op, forward_kind(l->train), MD(l->src), MD(l->weights),
                                                                 MD(l->bias), MD(l->dst)),
                            &op, NULL, NULL, &pd);
#endif
    return take_spec(d, "linear layer", st, pd, out, e);
}

enum st dnn_linear_back_data(struct dnn *d, const struct dnn_linear *l, const struct spec *forward, struct spec **out,
                             struct err *e)
{
    dnnl_primitive_desc_t pd = NULL;
#if V3
    dnnl_status_t st = dnnl_inner_product_backward_data_primitive_desc_create(&pd, d->engine, MD(l->src), MD(l->weights),
                                                                              MD(l->dst), hint_of(forward), NULL);
#else
    dnnl_inner_product_desc_t op;
    dnnl_status_t st = find(d, dnnl_inner_product_backward_data_desc_init(&op, MD(l->src), MD(l->weights), MD(l->dst)), &op,
                            hint_of(forward), NULL, &pd);
#endif
    return take_spec(d, "backward linear layer", st, pd, out, e);
}

enum st dnn_linear_back_weights(struct dnn *d, const struct dnn_linear *l, const struct spec *forward, struct spec **out,
                                struct err *e)
{
    dnnl_primitive_desc_t pd = NULL;
#if V3
    dnnl_status_t st = dnnl_inner_product_backward_weights_primitive_desc_create(
        &pd, d->engine, MD(l->src), MD(l->weights), MD(l->bias), MD(l->dst), hint_of(forward), NULL);
#else
    dnnl_inner_product_desc_t op;
    dnnl_status_t st = find(
        d, dnnl_inner_product_backward_weights_desc_init(&op, MD(l->src), MD(l->weights), MD(l->bias), MD(l->dst)), &op,
        hint_of(forward), NULL, &pd);
#endif
    return take_spec(d, "linear layer's gradient of weights", st, pd, out, e);
}

enum st dnn_matmul(struct dnn *d, const struct md *src, const struct md *weights, const struct md *dst, float scale,
                   struct spec **out, struct err *e)
{
    dnnl_primitive_desc_t pd = NULL;
    bool scaled = scale < 1 || scale > 1;
    dnnl_primitive_attr_t attr = with_curve(scaled ? dnnl_eltwise_linear : dnnl_alg_kind_undef, scale);
#if V3
    dnnl_status_t st = dnnl_matmul_primitive_desc_create(&pd, d->engine, MD(src), MD(weights), NULL, MD(dst), attr);
#else
    dnnl_matmul_desc_t op;
    dnnl_status_t st = find(d, dnnl_matmul_desc_init(&op, MD(src), MD(weights), NULL, MD(dst)), &op, NULL, attr, &pd);
#endif
    dnnl_primitive_attr_destroy(attr);
    return take_spec(d, "matrix product", st, pd, out, e);
}

enum st dnn_softmax(struct dnn *d, const struct md *md, struct spec **out, struct err *e)
{
    dnnl_primitive_desc_t pd = NULL;
#if V3
    dnnl_status_t st = dnnl_softmax_forward_primitive_desc_create(&pd, d->engine, dnnl_forward_training, dnnl_softmax_accurate,
                                                                  MD(md), MD(md), md->n - 1, NULL);
#else
    dnnl_softmax_desc_t op;
    dnnl_status_t st = find(d, dnnl_softmax_forward_desc_init(&op, dnnl_forward_training, MD(md), md->n - 1), &op, NULL, NULL,
                            &pd);
#endif
    return take_spec(d, "softmax", st, pd, out, e);
}

enum st dnn_softmax_back(struct dnn *d, const struct md *md, const struct spec *forward, struct spec **out, struct err *e)
{
    dnnl_primitive_desc_t pd = NULL;
#if V3
    dnnl_status_t st = dnnl_softmax_backward_primitive_desc_create(&pd, d->engine, dnnl_softmax_accurate, MD(md), MD(md), MD(md),
                                                                   md->n - 1, hint_of(forward), NULL);
#else
    dnnl_softmax_desc_t op;
    dnnl_status_t st = find(d, dnnl_softmax_backward_desc_init(&op, MD(md), MD(md), md->n - 1), &op, hint_of(forward), NULL,
                            &pd);
#endif
    return take_spec(d, "backward softmax", st, pd, out, e);
}

static dnnl_alg_kind_t curve_kind(enum dnn_curve k)
{
    return k == DNN_RELU ? dnnl_eltwise_relu : k == DNN_GELU ? dnnl_eltwise_gelu_tanh : dnnl_eltwise_relu_use_dst_for_bwd;
}

enum st dnn_curve(struct dnn *d, enum dnn_curve k, const struct md *md, struct spec **out, struct err *e)
{
    dnnl_primitive_desc_t pd = NULL;
#if V3
    dnnl_status_t st = dnnl_eltwise_forward_primitive_desc_create(&pd, d->engine, dnnl_forward_training, curve_kind(k), MD(md),
                                                                  MD(md), 0, 0, NULL);
#else
    dnnl_eltwise_desc_t op;
    dnnl_status_t st = find(d, dnnl_eltwise_forward_desc_init(&op, dnnl_forward_training, curve_kind(k), MD(md), 0, 0), &op,
                            NULL, NULL, &pd);
#endif
    return take_spec(d, "activation", st, pd, out, e);
}

enum st dnn_curve_back(struct dnn *d, enum dnn_curve k, const struct md *md, const struct spec *forward, struct spec **out,
                       struct err *e)
{
    dnnl_primitive_desc_t pd = NULL;
#if V3
    dnnl_status_t st = dnnl_eltwise_backward_primitive_desc_create(&pd, d->engine, curve_kind(k), MD(md), MD(md), MD(md), 0, 0,
                                                                   hint_of(forward), NULL);
#else
    dnnl_eltwise_desc_t op;
    dnnl_status_t st = find(d, dnnl_eltwise_backward_desc_init(&op, curve_kind(k), MD(md), MD(md), 0, 0), &op, hint_of(forward),
                            NULL, &pd);
#endif
    return take_spec(d, "backward activation", st, pd, out, e);
}

enum st dnn_add(struct dnn *d, const struct md *a, const struct md *b, const struct md *dst, bool relu, struct spec **out,
                struct err *e)
{
    dnnl_primitive_desc_t pd = NULL;
    dnnl_primitive_attr_t attr = with_curve(relu ? dnnl_eltwise_relu : dnnl_alg_kind_undef, 0);
#if V3
    dnnl_status_t st = dnnl_binary_primitive_desc_create(&pd, d->engine, dnnl_binary_add, MD(a), MD(b), MD(dst), attr);
#else
    dnnl_binary_desc_t op;
    dnnl_status_t st = find(d, dnnl_binary_desc_init(&op, dnnl_binary_add, MD(a), MD(b), MD(dst)), &op, NULL, attr, &pd);
#endif
    dnnl_primitive_attr_destroy(attr);
    return take_spec(d, "sum", st, pd, out, e);
}

/* NULL where nothing is in bytes. Caller destroys. */
static dnnl_primitive_attr_t lstm_scales(const struct dnn_lstm *l)
{
    dnnl_primitive_attr_t attr = NULL;
    if (l->int8) {
        dnnl_dim_t units = 4 * l->weights->dim[4];
        must_work(dnnl_primitive_attr_create(&attr), "attributes");
        must_work(dnnl_primitive_attr_set_rnn_data_qparams(attr, DNN_LSTM_SCALE, DNN_LSTM_SHIFT), "scales");
        must_work(dnnl_primitive_attr_set_rnn_weights_qparams(attr, units, 1 << 3 | 1 << 4, l->int8), "scales");
    }
    return attr;
}

enum st dnn_lstm_weights(struct dnn *d, const struct md *from, const struct md *to, const struct dnn_lstm *l, struct spec **out,
                         struct err *e)
{
    dnnl_primitive_desc_t pd = NULL;
    dnnl_primitive_attr_t attr = lstm_scales(l);
    dnnl_status_t st = dnnl_reorder_primitive_desc_create(&pd, MD(from), d->engine, MD(to), d->engine, attr);
    dnnl_primitive_attr_destroy(attr);
    return take_spec(d, "reorder to an LSTM's bytes", st, pd, out, e);
}

enum st dnn_lstm(struct dnn *d, const struct dnn_lstm *l, struct spec **out, struct err *e)
{
    dnnl_primitive_desc_t pd = NULL;
    dnnl_primitive_attr_t attr = lstm_scales(l);
#if V3
    dnnl_status_t st = dnnl_lstm_forward_primitive_desc_create(
        &pd, d->engine, forward_kind(l->train), dnnl_bidirectional_concat, MD(l->src), NULL, NULL, MD(l->weights), MD(l->iter),
        NULL, NULL, MD(l->bias), MD(l->dst), NULL, NULL, 0, attr);
#else
    dnnl_rnn_desc_t op;
    dnnl_status_t st = find(d,
                            dnnl_lstm_forward_desc_init(&op, forward_kind(l->train), dnnl_bidirectional_concat, MD(l->src), NULL,
                                                        NULL, MD(l->weights), MD(l->iter), MD(l->bias), MD(l->dst), NULL, NULL,
                                                        0),
                            &op, NULL, attr, &pd);
#endif
    if (attr) {
        dnnl_primitive_attr_destroy(attr);
    }
    return take_spec(d, "LSTM", st, pd, out, e);
}

enum st dnn_lstm_back(struct dnn *d, const struct dnn_lstm *l, const struct dnn_lstm *diff, const struct spec *forward,
                      struct spec **out, struct err *e)
{
    dnnl_primitive_desc_t pd = NULL;
#if V3
    dnnl_status_t st = dnnl_lstm_backward_primitive_desc_create(
        &pd, d->engine, dnnl_backward, dnnl_bidirectional_concat, MD(l->src), NULL, NULL, MD(l->weights), MD(l->iter), NULL, NULL,
        MD(l->bias), MD(l->dst), NULL, NULL, MD(diff->src), NULL, NULL, MD(diff->weights), MD(diff->iter), NULL, NULL,
        MD(diff->bias), MD(diff->dst), NULL, NULL, 0, hint_of(forward), NULL);
#else
    dnnl_rnn_desc_t op;
    dnnl_status_t st = find(d,
                            dnnl_lstm_backward_desc_init(&op, dnnl_backward, dnnl_bidirectional_concat, MD(l->src), NULL, NULL,
                                                         MD(l->weights), MD(l->iter), MD(l->bias), MD(l->dst), NULL, NULL,
                                                         MD(diff->src), NULL, NULL, MD(diff->weights), MD(diff->iter),
                                                         MD(diff->bias), MD(diff->dst), NULL, NULL, 0),
                            &op, hint_of(forward), NULL, &pd);
#endif
    return take_spec(d, "backward LSTM", st, pd, out, e);
}

/* --- running --------------------------------------------------------------------------------------------- */

struct run *dnn_run(struct dnn *d, const struct spec *s, const struct arg *list)
{
    struct run *r = must(calloc(1, sizeof *r));
    r->copy = s->copy;
    must_work(dnnl_primitive_create(&r->primitive, s->pd), s->name);
    for (; list->name != DNN_NONE; list++) {
        if (list->mem && !(s->no_shift && list->name == DNN_SHIFT)) {
            r->from = list->name == DNN_SRC ? list->mem->px : r->from;
            r->to = list->name == DNN_DST ? list->mem->px : r->to;
            r->arg[r->n++] = (dnnl_exec_arg_t){args[row_of(list->name)].exec, list->mem->own};
        }
    }
    for (int i = 0; i < s->n_fixed; i++) {
        r->arg[r->n++] = s->fixed[i];
    }
    keep(d, PIECE_RUN, r, true);
    return r;
}

void run_now(struct dnn *d, const struct run *r)
{
#if V3
    if (r->copy) {
        padded_copy_run(r->copy, r->from, r->to);
        return;
    }
#endif
    must_work(dnnl_primitive_execute(r->primitive, d->stream, r->n, r->arg), "running");
}
