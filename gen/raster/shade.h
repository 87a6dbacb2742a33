// SPDX-License-Identifier: MIT
#ifndef ERSATZ_RASTER_SHADE_H
#define ERSATZ_RASTER_SHADE_H
/*
 * shade - the parts that raster_shade() is made of. Inside the raster room.
 *
 * All points and directions are in the world frame, in float: a shelf is a few metres large, and a picture needs no more.
 * Radiance is that of Cycles: a lamp's watts mean the same.
 */
#include <string.h>

#include "base/rng.h"
#include "raster/raster_core.h"

typedef float f3[3];
typedef float v4 __attribute__((vector_size(16)));

static inline float shade_dot(const f3 a, const f3 b)
{
    return a[0] * b[0] + a[1] * b[1] + a[2] * b[2];
}

/** shade_rsqrt() - 1 / sqrt(v) to 5e-6 for normal v > 0; plain arithmetic, so that loops vectorise (sqrtf may set errno). */
static inline float shade_rsqrt(float v)
{
    uint32_t i;
    __builtin_memcpy(&i, &v, sizeof i);
    i = 0x5f3759dfu - (i >> 1); /* Blinn, "Floating-point tricks", 1997; then Newton twice */
    float y;
    __builtin_memcpy(&y, &i, sizeof y);
    y *= 1.5F - 0.5F * v * y * y;
    return y * (1.5F - 0.5F * v * y * y);
}

/* ---- textures: shade_texture.c ---- */

enum { CHAIN_FIRST = 2, CHAIN_MAX = 17 };
/* Levels CHAIN_FIRST and up of a texture, each half of the one before; 8-bit sRGB-coded RGBA. */
struct chain {
    int n_levels; /* counted from level 0; at least CHAIN_FIRST + 1 */
    int width_px[CHAIN_MAX], height_px[CHAIN_MAX];
    uint8_t *px[CHAIN_MAX]; /* [0], [1] unused */
    f3 mean;                /* linear */
};
/** chain_get() - from the cache of this process, or made; chain_put() gives it back. Thread-safe. */
const struct chain *chain_get(const struct texture *t);
void chain_put(const struct chain *c);
/** chain_sample() - linear RGB and alpha at (u, v) through a footprint of `width` texels of level 0, trilinear. */
void chain_sample(const struct image *im, const struct chain *c, float u, float v, float width,
                  float out[4]);
float shade_linear(uint8_t code);

/* ---- points to be shaded ---- */

/* Arrays of `n` points; each is one surface in one pixel. */
struct points {
    size_t n, cap;
    float *x[3], *nrm[3], *eye[3]; /* eye: unit, from the point to the camera */
    float *diffuse[3], *f0[3];     /* albedo of the diffuse part; reflection at normal incidence */
    float *rough, *coat, *coat_rough;
    float *out[3];   /* radiance */
    float *sum[3];   /* scratch: light that arrives, as radiance of a white surface */
    float *gloss[3]; /* scratch: reflected light before Fresnel */
    float *glaze;    /* scratch: grey light off the coat */
    float *visible;  /* scratch: of one lamp */
};
void points_init(struct points *p, size_t cap, struct arena *a);

/* ---- lamps: shade_light.c ---- */

struct shadow {
    struct frame frame;
    size_t stride;
    float *depth_m; /* 1e9 = nothing */
};
struct lamp {
    enum light_kind kind;
    f3 at, right, up, out; /* middle and axes; light leaves along `out` */
    float half_w, half_h;  /* AREA */
    float radius;          /* POINT, SPOT */
    f3 radiance; /* AREA: of the surface; else intensity / pi: radiance of white paper at 1 m */
    float cos_cone, soft; /* SPOT */
    float weight;         /* how much it matters where the scene is */
    bool mapped;
    struct shadow shadow;
    int slot; /* in the volume's visibility, if not mapped */
};
struct lamps {
    struct lamp *lamp;
    size_t n;
};
void lamps_init(struct lamps *l, const struct scene *s, const f3 lo, const f3 hi, int max_maps,
                int map_px, struct arena *a);
/** lamp_arrives() - radiance of a white surface at x facing n, nothing in between. */
void lamp_arrives(const struct lamp *l, const f3 x, const f3 n, f3 out);
/** lamp_shade() - add a lamp to p->sum (diffuse) and p->gloss; p->visible holds how much of it each point sees. */
void lamp_shade(const struct lamp *l, struct points *p);

/** shadow_draw() - what the lamp sees. */
void shadow_draw(struct lamp *l, const struct scene *s, const f3 lo, const f3 hi, int map_px,
                 const struct serials *serials, struct core_scratch *c, struct arena *a);
/* Scratch of shadow_visible(), an entry a point. */
struct looks {
    float *u, *v;             /* place in the map, px */
    float *depth_m, *limit_m; /* of the point; what is nearer than the limit hides the lamp */
    float *scale;             /* of the pattern of lookups, per metre of the lamp's sides over f */
    float *found, *sum;       /* lookups that met something, and their depths */
    uint32_t *first, *place;
};
void looks_init(struct looks *k, size_t cap, struct arena *a);
/** shadow_visible() - fill p->visible: share of the lamp that each point sees. seed: of its pixel, 0..15, turns the pattern. */
void shadow_visible(const struct lamp *l, struct points *p, const uint8_t *seed, struct looks *k);

/* ---- light from everywhere, and what surfaces pass on: shade_volume.c, shade_sweep.c ---- */

/* The grid that light is swept through, as planes of cells, x fastest: shade_sweep.c. */
struct sweep {
    int n[3];
    size_t cells;
    float *stop[8];    /* by the axes that move (1 x, 2 y, 4 z): share of light that a cell stops */
    float *glow[3];    /* B: radiance of what it stops */
    float *cube[6][3]; /* out: light on white faces towards -x +x -y +y -z +z */
    float *light[3];   /* scratch */
};
/** sweep_init() - area: by axis, over cell^2. glow is zero. */
void sweep_init(struct sweep *w, const int n[3], const float (*area)[3], struct arena *a);
/** sweep_light() - fill in the cubes, over 14 directions or, fine, 26. ambient: from outside; below: the same from below. */
void sweep_light(struct sweep *w, int fine, const f3 ambient, const f3 below);

struct volume {
    int n[3];
    f3 lo;
    float cell_m, per_m; /* side of a cell; 1 / cell_m */
    float (*cube)
        [6]
        [4]; /* light that arrives on a white face towards -x +x -y +y -z +z, as its radiance; RGB, unused */
    uint8_t *sees; /* [lamp slot][cell]: share of the lamp that is seen, 0..255 */
    int n_lamps;
    size_t cells;
    f3 ambient, below;    /* radiance from outside the grid: from the sides and above, and from the floor */
};
void volume_init(struct volume *v, const struct scene *s, const struct chain *const *chains,
                 struct lamps *l, const f3 lo, const f3 hi, size_t max_cells, struct arena *a);
static inline size_t volume_cell(const struct volume *v, int x, int y, int z)
{
    return ((size_t)z * (size_t)v->n[1] + (size_t)y) * (size_t)v->n[0] + (size_t)x;
}
/* The eight cells around a point. */
struct nook {
    size_t cell[8];
    float weight[8];
};
static inline struct nook volume_nook(const struct volume *v, const f3 x)
{
    struct nook r;
    int at[3];
    float t[3], scale = 1 / v->cell_m;
    for (int i = 0; i < 3; i++) {
        float g = (x[i] - v->lo[i]) * scale - 0.5F, most = (float)v->n[i] - 1.001F;
        g = g > 0 ? g : 0; /* edges repeat */
        g = g < most ? g : most;
        at[i] = (int)g;
        t[i] = g - (float)at[i];
    }
    size_t first = volume_cell(v, at[0], at[1], at[2]), row = (size_t)v->n[0],
           slab = row * (size_t)v->n[1];
    for (int k = 0; k < 8; k++) {
        r.cell[k] = first + (k & 1 ? 1 : 0) + (k & 2 ? row : 0) + (k & 4 ? slab : 0);
        r.weight[k] =
            (k & 1 ? t[0] : 1 - t[0]) * (k & 2 ? t[1] : 1 - t[1]) * (k & 4 ? t[2] : 1 - t[2]);
    }
    return r;
}

/** volume_light() - radiance of a white surface there that faces n. */
static inline void volume_light(const struct volume *v, const struct nook *k, const f3 n, f3 out)
{
    int fx = n[0] > 0, fy = 2 + (n[1] > 0), fz = 4 + (n[2] > 0);
    float x2 = n[0] * n[0], y2 = n[1] * n[1], z2 = n[2] * n[2];
    v4 sum = {0};
    for (int i = 0; i < 8; i++) {
        const float(*c)[4] = (const float(*)[4])v->cube[k->cell[i]];
        v4 x, y, z;
        memcpy(&x, c[fx], sizeof x);
        memcpy(&y, c[fy], sizeof y);
        memcpy(&z, c[fz], sizeof z);
        sum += k->weight[i] * (x2 * x + y2 * y + z2 * z);
    }
    memcpy(out, &sum, 3 * sizeof *out);
}

/** volume_sees() - share of an unmapped lamp that is seen from there. */
static inline float volume_sees(const struct volume *v, const struct nook *k, int slot)
{
    const uint8_t *sees = v->sees + (size_t)slot * v->cells;
    float sum = 0;
    for (int i = 0; i < 8; i++) {
        sum += k->weight[i] * (float)sees[k->cell[i]];
    }
    return sum / 255;
}

/* ---- surfaces in pixels: shade_surface.c ---- */

/* What is reflected of the aisle behind the camera: a hidden object's picture on its plane. */
struct aisle {
    const struct image *im; /* NULL: none */
    const struct chain *chain;
    float y, x0, x1, z0, z1;
    f3 light; /* factor of the picture */
};

struct shader {
    const struct scene *s;
    struct view view; /* of the finished picture */
    struct view fine; /* the same with `samples` times the pixels */
    struct rays rays; /* of the fine picture */
    int samples;
    size_t stride; /* of keys, of the fine picture */
    struct serials serials;
    struct core_scratch scratch;
    const struct chain **chain;
    struct lamps lamps;
    struct volume volume;
    struct aisle aisle;
    struct points points;
    struct spot *spot; /* one a point, */
    struct nook *nook; /* ... and its place in the volume */
    uint8_t *seed;     /* ... and its pixel's place in a 4 x 4 tile */
    struct looks looks;
};

/* Where a point goes: to pixel `pixel`, for `share` of it. */
struct spot {
    uint32_t pixel;
    float share;
    f3 through;     /* clear layers: what is let pass of the picture behind, */
    float shift[2]; /* ... which is looked at that many pixels aside */
};

enum { SHADER_MAX_SAMPLES = 8 };

/**
 * surface_row() - points of one row of pixels.
 * keys: of the layer; behind: keys of the solid layer when `keys` is a clear layer (equal keys are not in the layer), or
 * NULL. Returns the share of each pixel that is empty in `empty` (may be NULL).
 */
void surface_row(struct shader *sh, int y, const int64_t *keys, const int64_t *behind,
                 float *empty);
/** surface_light() - fill in points.out. */
void surface_light(struct shader *sh);

#endif
