// SPDX-License-Identifier: MIT
/*
 * mesh - checking, naming, storing and looking things up on triangles.
 *
 * The name of a mesh is the SHA-256 of its triangle file, so the key in memory and `sha256sum` of the file
 * agree.
 *
 * A texture coordinate is looked up by its barycentric weights in the texture plane: with corners A, B, C and
 * D = (B - A) x (C - A), the weights of B and C are (P - A) x (C - A) / D and (B - A) x (P - A) / D.
 * Triangles of no area there (edges of a print stretched over a neck) show nothing and are passed over.
 *
 * Letters: P the wanted point, w weights.
 */
#include "shelf/mesh.h"

#include <math.h>
#include <string.h>

#include "base/files.h"

#define MAGIC "ERSMESH1"
enum { MAGIC_LEN = 8, HEAD_LEN = MAGIC_LEN + 4 * 4, VERTEX_LEN = (3 + 3 + 2) * 4, TRIANGLE_LEN = 3 * 4 + 1 };

/* Least doubled area of a triangle in the texture that shows anything: a ten-thousandth of a texel of a 2048
 * picture. */
#define LEAST_UV_AREA 2.5e-11
/* How far outside a triangle a point may lie and still be on it, as a weight: rounding of float coordinates.
 */
#define EDGE_TOLERANCE 1e-4

_Static_assert(sizeof(float) == 4 && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__,
               "the triangle file is copied as it lies in memory");

static int finite3(const float *v, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (!isfinite(v[i])) {
            return 0;
        }
    }
    return 1;
}

/* Whether all numbers are usable; if not, *what and *at say which. */
static int sound(const struct mesh *m, const char **what, size_t *at)
{
    for (*at = 0; *at < m->n_vertices; ++*at) {
        if (!finite3(m->pos[*at], 3) || !finite3(m->normal[*at], 3) || !finite3(m->uv[*at], 2)) {
            *what = "a number that is not finite in vertex";
            return 0;
        }
    }
    for (*at = 0; *at < m->n_triangles; ++*at) {
        const uint32_t *t = m->tri[*at];
        if (t[0] >= m->n_vertices || t[1] >= m->n_vertices || t[2] >= m->n_vertices) {
            *what = "a vertex that is not there in triangle";
            return 0;
        }
        if (m->slot[*at] >= m->n_slots) {
            *what = "a slot that is not there in triangle";
            return 0;
        }
    }
    return 1;
}

static void measure(struct mesh *m)
{
    for (int k = 0; k < 3; k++) {
        m->lo[k] = m->hi[k] = m->pos[m->tri[0][0]][k];
    }
    for (size_t t = 0; t < m->n_triangles; t++) {
        for (int c = 0; c < 3; c++) {
            const float *p = m->pos[m->tri[t][c]];
            for (int k = 0; k < 3; k++) {
                m->lo[k] = p[k] < m->lo[k] ? p[k] : m->lo[k];
                m->hi[k] = p[k] > m->hi[k] ? p[k] : m->hi[k];
            }
        }
    }
}

/* Of a point's coordinates; vertices that were split for their normals have them in common. */
static uint64_t point_hash(const float p[3])
{
    uint64_t h = 0;
    for (int k = 0; k < 3; k++) {
        float v = p[k] + 0.0f; /* -0 is 0 */
        uint32_t bits;
        memcpy(&bits, &v, sizeof bits);
        h = (h ^ bits) * 0x9e3779b97f4a7c15u;
        h ^= h >> 32;
    }
    return h;
}

static uint64_t edge_hash(uint64_t from, uint64_t to)
{
    uint64_t h = (from * 0xd6e8feb86659fd93u) ^ (to + (to << 31) + 0x9e3779b97f4a7c15u);
    h = (h ^ (h >> 29)) *
        0xbf58476d1ce4e5b9u; /* the mixer of Steele et al., "Fast splittable generators", 2014 */
    return h ^ (h >> 32);
}

/* Each edge counts its hash for one way and against it for the other: in a closed mesh nothing is left. That of another mesh comes to
 * 0 with a probability of 2^-64. */
static bool is_closed(const struct mesh *m)
{
    uint64_t sum = 0;
    for (size_t t = 0; t < m->n_triangles; t++) {
        uint64_t h[3];
        for (int k = 0; k < 3; k++) {
            h[k] = point_hash(m->pos[m->tri[t][k]]);
        }
        for (int k = 0; k < 3; k++) {
            sum += edge_hash(h[k], h[(k + 1) % 3]) - edge_hash(h[(k + 1) % 3], h[k]);
        }
    }
    return sum == 0;
}

enum st mesh_finish(struct mesh *m, struct err *e)
{
    const char *what;
    size_t at;
    if (m->n_vertices == 0 || m->n_triangles == 0) {
        return err_set(e, ST_RANGE, "a mesh without triangles");
    }
    if (m->n_slots < 1 || m->n_slots > MESH_MAX_SLOTS) {
        return err_set(e, ST_RANGE, "a mesh with %d slots (1 to %d are possible)", m->n_slots,
                       MESH_MAX_SLOTS);
    }
    if (!sound(m, &what, &at)) {
        return err_set(e, ST_RANGE, "a mesh with %s %zu", what, at);
    }
    measure(m);
    m->closed = is_closed(m);
    struct buf b = {0};
    mesh_write(m, &b);
    bytes_sha256(b.data, b.len, m->key);
    buf_release(&b);
    return ST_OK;
}

void mesh_write(const struct mesh *m, struct buf *out)
{
    uint32_t head[4] = {(uint32_t)m->n_vertices, (uint32_t)m->n_triangles, (uint32_t)m->n_slots, 0};
    buf_add(out, MAGIC, MAGIC_LEN);
    buf_add(out, head, sizeof head);
    buf_add(out, m->pos, m->n_vertices * sizeof *m->pos);
    buf_add(out, m->normal, m->n_vertices * sizeof *m->normal);
    buf_add(out, m->uv, m->n_vertices * sizeof *m->uv);
    buf_add(out, m->tri, m->n_triangles * sizeof *m->tri);
    buf_add(out, m->slot, m->n_triangles);
}

static void *take(struct arena *a, const char **p, size_t len)
{
    void *dst = memcpy(arena_alloc(a, len), *p, len);
    *p += len;
    return dst;
}

enum st mesh_parse(struct mesh *m, const char *name, const void *bytes, size_t len, struct arena *a,
                   struct err *e)
{
    *m = (struct mesh){0};
    uint32_t head[4];
    if (len < HEAD_LEN || memcmp(bytes, MAGIC, MAGIC_LEN)) {
        return err_set(e, ST_FORMAT, "'%s' is no triangle file: it does not begin with " MAGIC, name);
    }
    memcpy(head, (const char *)bytes + MAGIC_LEN, sizeof head);
    /* both counts have 32 bits, so the sum cannot overflow 64 */
    uint64_t want = HEAD_LEN + (uint64_t)head[0] * VERTEX_LEN + (uint64_t)head[1] * TRIANGLE_LEN;
    if (head[0] == 0 || head[1] == 0 || head[2] < 1 || head[2] > MESH_MAX_SLOTS || head[3] != 0) {
        return err_set(e, ST_FORMAT, "'%s': bad counts at offset %d: %u vertices, %u triangles, %u slots",
                       name, MAGIC_LEN, head[0], head[1], head[2]);
    }
    if (want != len) {
        return err_set(e, ST_FORMAT, "'%s' has %zu bytes, its counts at offset %d ask for %llu", name, len,
                       MAGIC_LEN, (unsigned long long)want);
    }
    const char *p = (const char *)bytes + HEAD_LEN;
    m->n_vertices = head[0];
    m->n_triangles = head[1];
    m->n_slots = (int)head[2];
    m->pos = take(a, &p, m->n_vertices * sizeof *m->pos);
    m->normal = take(a, &p, m->n_vertices * sizeof *m->normal);
    m->uv = take(a, &p, m->n_vertices * sizeof *m->uv);
    m->tri = take(a, &p, m->n_triangles * sizeof *m->tri);
    m->slot = take(a, &p, m->n_triangles);
    const char *what;
    size_t at;
    if (!sound(m, &what, &at)) {
        return err_set(e, ST_FORMAT, "'%s' has %s %zu", name, what, at);
    }
    return mesh_finish(m, e);
}

static struct vec3 blend3(const float (*v)[3], const uint32_t *t, const double w[3])
{
    double r[3];
    for (int k = 0; k < 3; k++) {
        r[k] = w[0] * (double)v[t[0]][k] + w[1] * (double)v[t[1]][k] + w[2] * (double)v[t[2]][k];
    }
    return (struct vec3){r[0], r[1], r[2]};
}

/* Weights of (u, v) in a triangle's texture; 0 if it lies outside. */
static int weigh(const struct mesh *m, const uint32_t *t, double u, double v, double w[3])
{
    const float *a = m->uv[t[0]], *b = m->uv[t[1]], *c = m->uv[t[2]];
    /* nearly all triangles fail here */
    if ((u < (double)fminf(a[0], fminf(b[0], c[0])) - EDGE_TOLERANCE) ||
        (u > (double)fmaxf(a[0], fmaxf(b[0], c[0])) + EDGE_TOLERANCE)) {
        return 0;
    }
    double bu = (double)b[0] - (double)a[0], bv = (double)b[1] - (double)a[1];
    double cu = (double)c[0] - (double)a[0], cv = (double)c[1] - (double)a[1];
    double pu = u - (double)a[0], pv = v - (double)a[1];
    double d = bu * cv - bv * cu;
    if (!(fabs(d) > LEAST_UV_AREA)) {
        return 0;
    }
    w[1] = (pu * cv - pv * cu) / d;
    w[2] = (bu * pv - bv * pu) / d;
    w[0] = 1 - w[1] - w[2];
    return w[0] >= -EDGE_TOLERANCE && w[1] >= -EDGE_TOLERANCE && w[2] >= -EDGE_TOLERANCE;
}

int mesh_at_uv(const struct mesh *m, int slot, double u, double v, struct vec3 *p, struct vec3 *n)
{
    for (size_t i = 0; i < m->n_triangles; i++) {
        double w[3];
        if (m->slot[i] == slot && weigh(m, m->tri[i], u, v, w)) {
            *p = blend3((const float(*)[3])m->pos, m->tri[i], w);
            *n = vec3_unit(blend3((const float(*)[3])m->normal, m->tri[i], w));
            return 1;
        }
    }
    return 0;
}

/* Cells that a triangle can show anything in: [x0, x1] x [y0, y1]. weigh() lets points lie outside by EDGE_TOLERANCE of the
 * sides, of which none is longer than the texture. */
struct cells {
    int x0, y0, x1, y1;
};

static int cell_at(double v)
{
    return (int)clampd(v * MESH_UV_SIDE, 0, MESH_UV_SIDE - 1);
}

static struct cells cells_of(const struct mesh *m, const uint32_t *t)
{
    const float *a = m->uv[t[0]], *b = m->uv[t[1]], *c = m->uv[t[2]];
    double lo[2], hi[2];
    for (int k = 0; k < 2; k++) {
        double least = (double)fminf(a[k], fminf(b[k], c[k])),
               most = (double)fmaxf(a[k], fmaxf(b[k], c[k]));
        double margin = EDGE_TOLERANCE * (1 + 3 * (most - least));
        lo[k] = least - margin;
        hi[k] = most + margin;
    }
    return (struct cells){cell_at(lo[0]), cell_at(lo[1]), cell_at(hi[0]), cell_at(hi[1])};
}

void mesh_uv_init(struct mesh_uv *x, const struct mesh *m, int slot, struct arena *a)
{
    enum { CELLS = MESH_UV_SIDE * MESH_UV_SIDE };
    uint32_t next[CELLS + 1] = {0};
    *x = (struct mesh_uv){.mesh = m};
    for (int pass = 0; pass < 2; pass++) {
        for (uint32_t i = 0; i < m->n_triangles; i++) {
            if (m->slot[i] != slot) {
                continue;
            }
            struct cells c = cells_of(m, m->tri[i]);
            for (int y = c.y0; y <= c.y1; y++) {
                for (int k = y * MESH_UV_SIDE + c.x0; k <= y * MESH_UV_SIDE + c.x1; k++) {
                    if (pass) {
                        x->list[next[k]++] =
                            i; /* in the order of the mesh: the first that shows it is the answer */
                    } else {
                        x->first[k + 1]++;
                    }
                }
            }
        }
        if (pass == 0) {
            for (int k = 0; k < CELLS; k++) {
                x->first[k + 1] += x->first[k];
            }
            memcpy(next, x->first, sizeof next);
            x->list = arena_array(a, uint32_t, x->first[CELLS] + 1);
        }
    }
}

int mesh_uv_at(const struct mesh_uv *x, double u, double v, struct vec3 *p, struct vec3 *n)
{
    if (!(isfinite(u) && isfinite(v))) {
        return 0;
    }
    int k = cell_at(v) * MESH_UV_SIDE + cell_at(u);
    const struct mesh *m = x->mesh;
    for (uint32_t i = x->first[k]; i < x->first[k + 1]; i++) {
        const uint32_t *t = m->tri[x->list[i]];
        double w[3];
        if (weigh(m, t, u, v, w)) {
            *p = blend3((const float(*)[3])m->pos, t, w);
            *n = vec3_unit(blend3((const float(*)[3])m->normal, t, w));
            return 1;
        }
    }
    return 0;
}
