// SPDX-License-Identifier: MIT
/*
 * Any bytes as a triangle file: no crash, nothing read beyond them, and what is accepted can be written back
 * to the same bytes, looked up, and set upright. Run by libFuzzer (make fuzz), or over tests/fuzz/corpus/mesh
 * by replay.
 */
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include "shelf/shape_model.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool ok, const char *what)
{
    if (!ok) {
        BUG("%s", what);
    }
}

static void use(struct mesh *m, const uint8_t *data, size_t size)
{
    struct buf back = {0};
    mesh_write(m, &back);
    demand(back.len == size && !memcmp(back.data, data, size), "a file that is written otherwise than read");
    buf_release(&back);
    demand(strlen(m->key) == 64, "a mesh without a name");
    for (int k = 0; k < 3; k++) {
        demand(m->lo[k] <= m->hi[k], "bounds the wrong way round");
    }
    struct vec3 p, n;
    for (int i = 0; i < 4; i++) {
        mesh_at_uv(m, 0, 0.3 * i, 1 - 0.3 * i, &p, &n);
    }
    /* huge coordinates may overflow when scaled; that is said, not stored */
    const double size_mm[3] = {100, 50, 200};
    struct err e = {0};
    if (shape_model_place(m, size_mm, &e)) {
        demand(e.code == ST_RANGE && e.msg[0], "a refusal without a message");
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct arena a = {0};
    struct mesh m;
    struct err e = {0};
    if (mesh_parse(&m, "fuzz", data, size, &a, &e)) {
        demand(e.code == ST_FORMAT && e.msg[0], "a refusal without a message");
    } else {
        use(&m, data, size);
    }
    arena_release(&a);
    return 0;
}
