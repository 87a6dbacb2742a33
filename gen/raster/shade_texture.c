// SPDX-License-Identifier: MIT
/*
 * shade_texture - pictures on surfaces, filtered.
 *
 * Mip-mapping (Williams, "Pyramidal parametrics", SIGGRAPH 1983): halves of halves, averaged in linear light, with alpha as
 * weight so that cleared texels lend no colour. Level 0 is the picture itself, which its owner may drop after the call;
 * level 1 is averaged where it is looked at; levels 2 and up, 1/12 of the texels, are kept in a cache of this process
 * under the picture's key, as products come back frame after frame. What has not been used longest goes first.
 */
#include <pthread.h>
#include <stdlib.h>
#include <string.h>

#include "base/color.h"
#include "raster/shade.h"

enum { BUCKETS = 4096 };
#define LIMIT_BYTES ((size_t)512 << 20)

struct entry {
    struct chain chain; /* first: chain_put() finds its entry by it */
    char *key;          /* NULL: not in the cache */
    size_t bytes;
    int users;
    uint64_t used;
    struct entry *next;
};

static struct {
    pthread_mutex_t lock;
    struct entry *bucket[BUCKETS];
    size_t bytes;
    uint64_t tick;
} cache = {.lock = PTHREAD_MUTEX_INITIALIZER};

static pthread_once_t tables_once = PTHREAD_ONCE_INIT;
static float linear_of[256];
static uint8_t code_of[4097];

static void make_tables(void)
{
    for (int i = 0; i < 256; i++) {
        linear_of[i] = (float)srgb_decode(i / 255.0);
    }
    for (int i = 0; i <= 4096; i++) {
        code_of[i] = (uint8_t)(255 * srgb_encode(i / 4096.0) + 0.5);
    }
}

float shade_linear(uint8_t code)
{
    return linear_of[code];
}

/* Sums of linear light times alpha, and of alpha, of a block of a picture. */
static void block_sum(const uint8_t *px, int w, int h, int channels, int x0, int y0, int size,
                      float sum[4])
{
    int x1 = x0 + size < w ? x0 + size : w, y1 = y0 + size < h ? y0 + size : h;
    sum[0] = sum[1] = sum[2] = sum[3] = 0;
    for (int y = y0; y < y1; y++) {
        const uint8_t *p = px + ((size_t)y * (size_t)w + (size_t)x0) * (size_t)channels;
        for (int x = x0; x < x1; x++, p += channels) {
            float a = channels == 4 ? (float)p[3] : 255;
            int g = channels == 1 ? 0 : 1;
            sum[0] += a * linear_of[p[0]];
            sum[1] += a * linear_of[p[g]];
            sum[2] += a * linear_of[p[2 * g]];
            sum[3] += a;
        }
    }
    float n = (float)(x1 - x0) * (float)(y1 - y0);
    float k = sum[3] > 0 ? 1 / sum[3] : 0;
    sum[0] *= k;
    sum[1] *= k;
    sum[2] *= k;
    sum[3] = n > 0 ? sum[3] / n : 0;
}

static void shrink(const uint8_t *px, int w, int h, int channels, int size, uint8_t *out, int ow,
                   int oh)
{
    for (int y = 0; y < oh; y++) {
        for (int x = 0; x < ow; x++, out += 4) {
            float s[4];
            block_sum(px, w, h, channels, x * size, y * size, size, s);
            for (int k = 0; k < 3; k++) {
                out[k] = code_of[(int)(s[k] * 4096 + 0.5F)];
            }
            out[3] = (uint8_t)(s[3] + 0.5F);
        }
    }
}

static int part(int n, int by)
{
    return (n + by - 1) / by;
}

static struct entry *chain_make(const struct texture *t)
{
    const struct image *im = t->im;
    struct chain c = {.n_levels = CHAIN_FIRST};
    size_t texels = 0;
    for (int w = part(im->width_px, 4), h = part(im->height_px, 4);;
         w = part(w, 2), h = part(h, 2)) {
        c.width_px[c.n_levels] = w;
        c.height_px[c.n_levels++] = h;
        texels += (size_t)w * (size_t)h;
        if ((w == 1 && h == 1) || c.n_levels == CHAIN_MAX) {
            break;
        }
    }
    struct entry *e = calloc(1, sizeof *e + 4 * texels);
    char *key = t->key ? strdup(t->key) : NULL;
    if (!e || (t->key && !key)) {
        BUG("out of memory for a texture of %d x %d", im->width_px, im->height_px);
    }
    uint8_t *at = (uint8_t *)(e + 1);
    for (int k = CHAIN_FIRST; k < c.n_levels; k++) {
        c.px[k] = at;
        if (k == CHAIN_FIRST) {
            shrink(im->px, im->width_px, im->height_px, im->channels, 4, at, c.width_px[k],
                   c.height_px[k]);
        } else {
            shrink(c.px[k - 1], c.width_px[k - 1], c.height_px[k - 1], 4, 2, at, c.width_px[k],
                   c.height_px[k]);
        }
        at += (size_t)c.width_px[k] * (size_t)c.height_px[k] * 4;
    }
    for (int k = 0; k < 3; k++) {
        c.mean[k] = linear_of[c.px[c.n_levels - 1][k]];
    }
    *e = (struct entry){.chain = c, .key = key, .bytes = sizeof *e + 4 * texels, .users = 1};
    return e;
}

static void entry_free(struct entry *e)
{
    free(e->key);
    free(e);
}

static size_t bucket_of(const char *key)
{
    uint32_t h = 2166136261u; /* FNV-1a */
    for (; *key; key++) {
        h = (h ^ (uint8_t)*key) * 16777619u;
    }
    return h % BUCKETS;
}

/* With the lock held. */
static struct entry *find(const char *key)
{
    for (struct entry *e = cache.bucket[bucket_of(key)]; e; e = e->next) {
        if (strcmp(e->key, key) == 0) {
            e->users++;
            e->used = ++cache.tick;
            return e;
        }
    }
    return NULL;
}

/* With the lock held: let go of what nobody uses, the longest unused first. */
static void make_room(void)
{
    while (cache.bytes > LIMIT_BYTES) {
        struct entry **oldest = NULL;
        for (int i = 0; i < BUCKETS; i++) {
            for (struct entry **e = &cache.bucket[i]; *e; e = &(*e)->next) {
                if ((*e)->users == 0 && (!oldest || (*e)->used < (*oldest)->used)) {
                    oldest = e;
                }
            }
        }
        if (!oldest) {
            return;
        }
        struct entry *gone = *oldest;
        *oldest = gone->next;
        cache.bytes -= gone->bytes;
        entry_free(gone);
    }
}

const struct chain *chain_get(const struct texture *t)
{
    pthread_once(&tables_once, make_tables);
    struct entry *e = NULL;
    if (t->key) {
        pthread_mutex_lock(&cache.lock);
        e = find(t->key);
        pthread_mutex_unlock(&cache.lock);
    }
    if (e) {
        return &e->chain;
    }
    struct entry *fresh = chain_make(t);
    if (!fresh->key) {
        return &fresh->chain;
    }
    pthread_mutex_lock(&cache.lock);
    e = find(t->key); /* another thread may have been quicker */
    if (!e) {
        size_t b = bucket_of(fresh->key);
        fresh->next = cache.bucket[b];
        fresh->used = ++cache.tick;
        cache.bucket[b] = fresh;
        cache.bytes += fresh->bytes;
        e = fresh;
        fresh = NULL;
        make_room();
    }
    pthread_mutex_unlock(&cache.lock);
    if (fresh) {
        entry_free(fresh);
    }
    return &e->chain;
}

void chain_put(const struct chain *c)
{
    struct entry *e = (struct entry *)(uintptr_t)c;
    if (!e) {
        return;
    }
    if (!e->key) {
        entry_free(e);
        return;
    }
    pthread_mutex_lock(&cache.lock);
    e->users--;
    pthread_mutex_unlock(&cache.lock);
}

#define INLINE static inline __attribute__((always_inline))

/* Linear colour times alpha, and alpha, 0..1. */
INLINE v4 texel_of(const uint8_t *p, int channels)
{
    int g = channels == 1 ? 0 : 1;
    v4 t = {linear_of[p[0]], linear_of[p[g]], linear_of[p[2 * g]], 1};
    return channels == 4 ? t * ((float)p[3] / 255) : t;
}

/* Texels around a place of a level, and how near the second ones are. */
struct around {
    int x[2], y[2];
    float ax, ay;
};

/* x, y: in texels whose middles are whole numbers, at least -0.5. The level has w x h texels; edges repeat. */
INLINE struct around around(float x, float y, int w, int h)
{
    int x0 = (int)(x + 1) - 1, y0 = (int)(y + 1) - 1; /* the cast of one more is floor */
    return (struct around){{x0 < 0 ? 0 : x0, x0 + 1 < w ? x0 + 1 : w - 1},
                           {y0 < 0 ? 0 : y0, y0 + 1 < h ? y0 + 1 : h - 1},
                           x - (float)x0,
                           y - (float)y0};
}

INLINE v4 mix(const struct around *r, v4 a, v4 b, v4 c, v4 d)
{
    return (1 - r->ay) * ((1 - r->ax) * a + r->ax * b) + r->ay * ((1 - r->ax) * c + r->ax * d);
}

INLINE v4 mix_texels(const uint8_t *px, int w, int h, int channels, float x, float y)
{
    struct around r = around(x, y, w, h);
    size_t n = (size_t)channels, left = (size_t)r.x[0] * n, right = (size_t)r.x[1] * n;
    const uint8_t *top = px + (size_t)r.y[0] * (size_t)w * n,
                  *foot = px + (size_t)r.y[1] * (size_t)w * n;
    return mix(&r, texel_of(top + left, channels), texel_of(top + right, channels),
               texel_of(foot + left, channels), texel_of(foot + right, channels));
}

/* A texel of level 1, which is not kept: a block of the picture. */
INLINE v4 block_of(const struct image *im, int channels, int x, int y)
{
    int w = im->width_px, h = im->height_px, x1 = 2 * x + 1, y1 = 2 * y + 1;
    if (x1 >= w || y1 >= h) {
        float t[4];
        block_sum(im->px, w, h, channels, 2 * x, 2 * y, 2, t);
        return (v4){t[0], t[1], t[2], 1} * (t[3] / 255);
    }
    size_t n = (size_t)channels;
    const uint8_t *top = im->px + ((size_t)(2 * y) * (size_t)w + (size_t)(2 * x)) * n, *foot = top + (size_t)w * n;
    v4 sum = texel_of(top, channels) + texel_of(top + n, channels) + texel_of(foot, channels) + texel_of(foot + n, channels);
    return 0.25F * sum;
}

INLINE v4 mix_blocks(const struct image *im, int channels, float x, float y)
{
    struct around r = around(x, y, part(im->width_px, 2), part(im->height_px, 2));
    return mix(&r, block_of(im, channels, r.x[0], r.y[0]), block_of(im, channels, r.x[1], r.y[0]),
               block_of(im, channels, r.x[0], r.y[1]), block_of(im, channels, r.x[1], r.y[1]));
}

static v4 bilinear(const struct image *im, const struct chain *c, int level, float u, float v)
{
    /* Sizes are rounded up: the last texel may reach beyond the picture. */
    float scale = 1 / (float)(1 << level), x = u * (float)im->width_px * scale - 0.5F,
          y = v * (float)im->height_px * scale - 0.5F;
    if (level > 1) {
        return mix_texels(c->px[level], c->width_px[level], c->height_px[level], 4, x, y);
    }
    if (level == 1) {
        return im->channels == 3   ? mix_blocks(im, 3, x, y)
               : im->channels == 4 ? mix_blocks(im, 4, x, y)
                                   : mix_blocks(im, 1, x, y);
    }
    return im->channels == 3   ? mix_texels(im->px, im->width_px, im->height_px, 3, x, y)
           : im->channels == 4 ? mix_texels(im->px, im->width_px, im->height_px, 4, x, y)
                               : mix_texels(im->px, im->width_px, im->height_px, 1, x, y);
}

void chain_sample(const struct image *im, const struct chain *c, float u, float v, float width,
                  float out[4])
{
    u = u > 0 ? (u < 1 ? u : 1) : 0; /* also NaN */
    v = v > 0 ? (v < 1 ? v : 1) : 0;
    int level = 0;
    while (width >= 2 && level < c->n_levels - 1) {
        width *= 0.5F;
        level++;
    }
    float t = width > 1 ? width - 1 : 0; /* linear between powers of two */
    t = t > 1 ? 1 : t;
    v4 sum = bilinear(im, c, level, u, v);
    if (t > 0 && level + 1 < c->n_levels) {
        sum = (1 - t) * sum + t * bilinear(im, c, level + 1, u, v);
    }
    memcpy(out, &sum, sizeof sum);
    float k = out[3] > 0 ? 1 / out[3] : 0;
    for (int i = 0; i < 3; i++) {
        out[i] *= k;
    }
}
