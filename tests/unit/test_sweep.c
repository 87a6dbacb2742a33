// SPDX-License-Identifier: MIT
/* Light swept through a grid, beside the same said cell by cell. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "raster/shade.h"

enum { NX = 7, NY = 4, NZ = 5, CELLS = NX * NY * NZ };
static const f3 ambient = {0.5F, 1, 2}, below = {0.1F, 0.2F, 0.3F};
static struct arena arena;
static float area[CELLS][3], glow[CELLS];

static int teardown(void **state)
{
    (void)state;
    arena_release(&arena);
    return 0;
}

static void near(double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol)) {
        fail_msg("got %.9g, want %.9g within %g", got, want, tol);
    }
}

static size_t at(int x, int y, int z)
{
    return (size_t)((z * NY + y) * NX + x);
}

/* Light of one colour in a cell that came along d. */
static double comes(int x, int y, int z, const int d[3], double enters)
{
    int px = x - d[0], py = y - d[1], pz = z - d[2];
    if (px < 0 || py < 0 || pz < 0 || px >= NX || py >= NY || pz >= NZ) {
        return enters;
    }
    double stop = 0, in = comes(px, py, pz, d, enters);
    for (int i = 0; i < 3; i++) {
        stop += d[i] ? (double)area[at(px, py, pz)][i] : 0;
    }
    stop = fmin(stop, 1);
    return (1 - stop) * in + stop * (double)glow[at(px, py, pz)];
}

/* Mean over the directions that fall onto a face, by cosine. */
static double face_light(int x, int y, int z, int face, int k, bool fine)
{
    double weight[4] = {0, fine ? 1 / 21.0 : 1 / 15.0, fine ? 4 / 105.0 : 0,
                        fine ? 9 / 280.0 : 3 / 40.0},
           sum = 0, all = 0;
    for (int i = 0; i < 27; i++) {
        int d[3] = {i % 3 - 1, i / 3 % 3 - 1, i / 9 - 1}, n = abs(d[0]) + abs(d[1]) + abs(d[2]);
        /* faces: -x +x -y +y -z +z; light that travels down falls onto one that looks up */
        if (n == 0 || d[face / 2] != (face % 2 ? -1 : 1)) {
            continue;
        }
        double w = weight[n] / sqrt(n);
        sum += w * comes(x, y, z, d, (double)(d[2] > 0 ? below : ambient)[k]);
        all += w;
    }
    return sum / all;
}

static void fill(struct sweep *w, float most)
{
    for (uint32_t c = 0; c < CELLS; c++) {
        for (uint32_t i = 0; i < 3; i++) {
            area[c][i] = most * rng_hash_unit(1, c, i);
        }
        glow[c] = rng_hash_unit(2, c, 0);
    }
    sweep_init(w, (int[3]){NX, NY, NZ}, (const float(*)[3])area, &arena);
    for (int k = 0; k < 3; k++) {
        memcpy(w->glow[k], glow, sizeof glow);
    }
}

static void test_as_cell_by_cell(void **state)
{
    (void)state;
    struct sweep w;
    fill(&w, 0.7F);
    for (int fine = 0; fine < 2; fine++) {
        sweep_light(&w, fine, ambient, below);
        for (int c = 0; c < CELLS; c++) {
            for (int i = 0; i < 18; i++) {
                double want = face_light(c % NX, c / NX % NY, c / NX / NY, i / 3, i % 3, fine);
                near((double)w.cube[i / 3][i % 3][c], want, 1e-5);
            }
        }
    }
}

/* In the open every face sees what is outside. */
static void test_open(void **state)
{
    (void)state;
    struct sweep w;
    fill(&w, 0);
    sweep_light(&w, 1, ambient, ambient);
    for (int i = 0; i < 18; i++) {
        near((double)w.cube[i / 3][i % 3][at(3, 2, 2)], (double)ambient[i % 3], 1e-5);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_as_cell_by_cell),
        cmocka_unit_test(test_open),
    };
    cmocka_set_message_output(CM_OUTPUT_TAP);
    return cmocka_run_group_tests(tests, NULL, teardown);
}
