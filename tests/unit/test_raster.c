// SPDX-License-Identifier: MIT
/* Coverage against areas known in closed form, against itself in a larger canvas, and against
 * FreeType. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <string.h>

#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_OUTLINE_H

#include "base/rng.h"
#include "text/raster.h"
#include "text_face.h"

static struct arena arena;

static void near(double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol)) {
        fail_msg("got %.9g, want %.9g within %g", got, want, tol);
    }
}

static float *fill(const struct path *pa, int w, int h)
{
    float *cov = arena_array(&arena, float, (size_t)w *(size_t)h);
    memset(cov, 0x7f, (size_t)w * (size_t)h * sizeof *cov); /* must be overwritten */
    raster_fill(pa, w, h, cov, &arena);
    return cov;
}

static double sum(const float *cov, int n)
{
    double s = 0;
    for (int i = 0; i < n; i++) {
        s += (double)cov[i];
    }
    return s;
}

static double overlap(double a0, double a1, double b0, double b1)
{
    return fmax(0, fmin(a1, b1) - fmax(a0, b0));
}

static void test_rectangles(void **state)
{
    (void)state;
    const struct box boxes[] = {
        {2.25, 3.5, 9.125, 7.75}, {0, 0, 12, 10},      {4, 4, 5, 5},           {3.3, 2.2, 3.4, 2.9},
        {-5, -5, 6.5, 4.25},      {6.5, 4.25, 50, 60}, {-9, 2, -1, 5},         {13, 1, 20, 4},
        {1, -7, 3, -2},           {1, 11, 3, 15},      {-100, -100, 100, 100}, {0, 2.5, 12, 2.75},
    };
    for (size_t k = 0; k < sizeof boxes / sizeof *boxes; k++) {
        struct path pa = {0};
        path_rect(&pa, &arena, boxes[k], k % 2 ? 0.7 : 0);
        float *cov = fill(&pa, 12, 10);
        for (int y = 0; y < 10; y++) {
            for (int x = 0; x < 12; x++) {
                near((double)cov[y * 12 + x],
                     overlap(boxes[k].x0, boxes[k].x1, x, x + 1) *
                         overlap(boxes[k].y0, boxes[k].y1, y, y + 1),
                     1e-6);
            }
        }
    }
}

static void test_triangles(void **state)
{
    (void)state;
    struct path half = {0};
    const struct pt p[] = {{0, 0}, {1, 1}, {0, 1}};
    path_polygon(&half, &arena, p, 3);
    near((double)fill(&half, 1, 1)[0], 0.5, 1e-7);
    struct rng r = rng_stream(7, RNG_TEXT, 0, 0);
    for (int k = 0; k < 200; k++) {
        struct path pa = {0};
        struct pt q[3];
        for (int i = 0; i < 3; i++) {
            q[i] = (struct pt){rng_uniform(&r, 0, 40), rng_uniform(&r, 0, 24)};
        }
        path_polygon(&pa, &arena, q, 3);
        near(sum(fill(&pa, 40, 24), 40 * 24), fabs(path_area(&pa, 0)), 1e-3);
    }
}

static void test_shallow_edge(void **state)
{
    (void)state;
    /* below the line from (0, 0) to (8, 1): pixel j of the row is covered by 1 - (j + 1/2) / 8 */
    struct path pa = {0};
    const struct pt p[] = {{0, 0}, {8, 1}, {0, 1}};
    path_polygon(&pa, &arena, p, 3);
    float *cov = fill(&pa, 8, 1);
    for (int j = 0; j < 8; j++) {
        near((double)cov[j], 1 - (j + 0.5) / 8, 1e-6);
    }
}

static void reversed(struct path *pa, struct box b)
{
    const struct pt p[] = {{b.x0, b.y0}, {b.x0, b.y1}, {b.x1, b.y1}, {b.x1, b.y0}};
    path_polygon(pa, &arena, p, 4);
}

static void test_winding(void **state)
{
    (void)state;
    struct path pa = {0};
    path_rect(&pa, &arena, (struct box){1, 1, 9, 9}, 0);
    reversed(&pa, (struct box){3, 3, 7, 7});
    float *cov = fill(&pa, 10, 10);
    near((double)cov[5 * 10 + 5], 0, 0); /* a hole, exactly */
    near((double)cov[2 * 10 + 2], 1, 0);
    near(sum(cov, 100), 64 - 16, 1e-5);
    struct path twice = {0}; /* overlap of the same orientation: once */
    path_rect(&twice, &arena, (struct box){1, 1, 6, 6}, 0);
    path_rect(&twice, &arena, (struct box){4, 4, 9, 9}, 0);
    cov = fill(&twice, 10, 10);
    near((double)cov[5 * 10 + 5], 1, 0);
    near(sum(cov, 100), 25 + 25 - 4, 1e-5);
    struct path other = {0}; /* orientation as a whole does not matter */
    reversed(&other, (struct box){1.5, 1, 6, 6});
    near(sum(fill(&other, 10, 10), 100), 22.5, 1e-5);
}

static void test_no_residue(void **state)
{
    (void)state;
    struct path pa = {0};
    struct rng r = rng_stream(3, RNG_TEXT, 0, 0);
    for (int k = 0; k < 300; k++) { /* many shapes in the left half: the right half is exactly 0 */
        struct pt q[5];
        for (int i = 0; i < 5; i++) {
            q[i] = (struct pt){rng_uniform(&r, 0, 100), rng_uniform(&r, 0, 32)};
        }
        path_polygon(&pa, &arena, q, 5);
    }
    float *cov = fill(&pa, 200, 32);
    for (int y = 0; y < 32; y++) {
        for (int x = 0; x < 200; x++) {
            float v = cov[y * 200 + x];
            assert_true(v >= 0 && v <= 1);
            assert_true(x < 101 || v == 0);
        }
    }
}

static void test_bad_vertices(void **state)
{
    (void)state;
    struct path pa = {0};
    const struct pt p[] = {{2, 2}, {NAN, 5}, {6, 2},  {INFINITY, -INFINITY},
                           {6, 6}, {2, 6},   {3, NAN}};
    path_polygon(&pa, &arena, p, 7);
    near(sum(fill(&pa, 8, 8), 64), 16, 1e-6);
    struct path all_bad = {0};
    const struct pt bad[] = {{NAN, NAN}, {NAN, 1}, {2, INFINITY}};
    path_polygon(&all_bad, &arena, bad, 3);
    near(sum(fill(&all_bad, 8, 8), 64), 0, 0);
    const double far[] = {1e9, 1e18, 1e300};
    for (int k = 0; k < 3; k++) {
        struct path huge = {0};
        path_rect(&huge, &arena, (struct box){-far[k], -far[k], far[k], 3.5}, 0);
        float *cov = fill(&huge, 8, 8);
        near((double)cov[2 * 8 + 7], 1, 1e-6);
        near((double)cov[3 * 8 + 0], 0.5, 1e-6);
        near(sum(cov, 64), 28, 1e-4);
        struct path slant = {0};
        const struct pt q[] = {{-far[k], -far[k]}, {far[k], far[k]}, {-far[k], far[k]}};
        path_polygon(&slant, &arena, q, 3);
        near(sum(fill(&slant, 8, 8), 64), 32, 1e-3);
    }
}

static void test_clip(void **state)
{
    (void)state;
    enum { CW = 23, CH = 17, PAD = 40, BW = CW + 2 * PAD, BH = CH + 2 * PAD };
    struct rng r = rng_stream(11, RNG_TEXT, 0, 0);
    for (int k = 0; k < 100; k++) {
        struct path pa = {0}, shifted = {0};
        struct pt p[7], q[7];
        for (int i = 0; i < 7; i++) {
            p[i] = (struct pt){rng_uniform(&r, -PAD, CW + PAD), rng_uniform(&r, -PAD, CH + PAD)};
            q[i] = (struct pt){p[i].x + PAD, p[i].y + PAD};
        }
        path_polygon(&pa, &arena, p, 7);
        path_polygon(&shifted, &arena, q, 7);
        float *small = fill(&pa, CW, CH), *big = fill(&shifted, BW, BH);
        for (int y = 0; y < CH; y++) {
            for (int x = 0; x < CW; x++) {
                near((double)small[y * CW + x], (double)big[(y + PAD) * BW + x + PAD], 2e-5);
            }
        }
        arena_reset(&arena);
    }
}

static void test_sizes(void **state)
{
    (void)state;
    for (int w = 1; w <= 20; w += 3) { /* widths and heights that are not whole groups of rows */
        for (int h = 1; h <= 20; h++) {
            struct path pa = {0};
            path_rect(&pa, &arena, (struct box){0.5, 0.5, w + 1, h + 1}, 0);
            near(sum(fill(&pa, w, h), w * h), (w - 0.5) * (h - 0.5), 1e-4);
        }
    }
    struct path none = {0};
    near(sum(fill(&none, 5, 5), 25), 0, 0);
    raster_fill(&none, 0, 5, NULL, &arena);
}

/* --- against FreeType ------------------------------------------------------------------------ */

enum { W = 64, H = 48 };

/* 26.6, y up from the bitmap's bottom, as FreeType fills it */
static struct pt ft_point(const FT_Vector *v)
{
    return (struct pt){(double)v->x / 64, H - (double)v->y / 64};
}

static int take_move(const FT_Vector *to, void *user)
{
    path_move(user, &arena, ft_point(to));
    return 0;
}

static int take_line(const FT_Vector *to, void *user)
{
    path_line(user, &arena, ft_point(to));
    return 0;
}

static int take_conic(const FT_Vector *c, const FT_Vector *to, void *user)
{
    path_conic(user, &arena, ft_point(c), ft_point(to), 0);
    return 0;
}

static int take_cubic(const FT_Vector *c, const FT_Vector *d, const FT_Vector *to, void *user)
{
    path_cubic(user, &arena, ft_point(c), ft_point(d), ft_point(to), 0);
    return 0;
}

static void ft_fill(FT_Library lib, FT_Outline *ol, uint8_t *px)
{
    memset(px, 0, W * H);
    FT_Bitmap bm = {.rows = H,
                    .width = W,
                    .pitch = W,
                    .buffer = px,
                    .num_grays = 256,
                    .pixel_mode = FT_PIXEL_MODE_GRAY};
    assert_int_equal(FT_Outline_Get_Bitmap(lib, ol, &bm), 0);
}

/* The same polygon through both rasterisers: vertices rounded to 26.6 in `pa` too. */
static void ft_fill_polygon(FT_Library lib, struct path *pa, uint8_t *px)
{
    FT_Outline ol;
    assert_int_equal(FT_Outline_New(lib, (FT_UInt)pa->n, (FT_Int)pa->n_contours, &ol), 0);
    for (size_t i = 0; i < pa->n; i++) {
        ol.points[i] = (FT_Vector){lround(pa->p[i].x * 64), lround((H - pa->p[i].y) * 64)};
        ol.tags[i] = FT_CURVE_TAG_ON;
        pa->p[i] = ft_point(&ol.points[i]);
    }
    for (size_t k = 0; k < pa->n_contours; k++) {
        ol.contours[k] = (short)(pa->end[k] - 1);
    }
    ft_fill(lib, &ol, px);
    FT_Outline_Done(lib, &ol);
}

/* Mean and greatest difference in 255ths. */
static void differences(const float *cov, const uint8_t *want, double *mean, double *most)
{
    *mean = *most = 0;
    for (int i = 0; i < W * H; i++) {
        double d = fabs((double)cov[i] * 255 - want[i]);
        *mean += d / (W * H);
        *most = fmax(*most, d);
    }
}

static void compare(const char *pattern, const char *text)
{
    static const FT_Outline_Funcs funcs = {take_move, take_line, take_conic, take_cubic, 0, 0};
    static uint8_t want[W * H];
    FT_Library lib;
    FT_Face face;
    assert_int_equal(FT_Init_FreeType(&lib), 0);
    char path[512];
    int index;
    assert_true(test_face_find(pattern, path, &index));
    assert_int_equal(FT_New_Face(lib, path, index, &face), 0);
    FT_Set_Char_Size(face, 40 * 64, 0, 72, 72);
    for (const char *c = text; *c; c++) {
        assert_int_equal(FT_Load_Char(face, (FT_ULong)*c, FT_LOAD_NO_HINTING), 0);
        FT_Outline *ol = &face->glyph->outline;
        FT_Outline_Translate(ol, 8 * 64 + 21, 10 * 64 + 13);
        struct path pa = {0};
        FT_Outline_Decompose(ol, &funcs, &pa);
        double mean, most;
        /* curves: FreeType's edges stray up to 1/16 px from them, ours 0.02 */
        ft_fill(lib, ol, want);
        float *cov = fill(&pa, W, H);
        assert_true(sum(cov, W * H) > 10);
        differences(cov, want, &mean, &most);
        near(mean, 0, 0.6);
        /* polygons: FreeType's own steps are 1/255 */
        ft_fill_polygon(lib, &pa, want);
        differences(fill(&pa, W, H), want, &mean, &most);
        near(mean, 0, 0.1);
        near(most, 0, 2);
    }
    FT_Done_Face(face);
    FT_Done_FreeType(lib);
}

static void test_freetype(void **state)
{
    (void)state;
    compare("DejaVu Sans:fullname=DejaVu Sans", "ABCDEFGabcdefgQRS&@%8639");
    compare("Noto Sans CJK SC:style=Regular", "ABCDabcd0123456789");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_rectangles),   cmocka_unit_test(test_triangles),
        cmocka_unit_test(test_shallow_edge), cmocka_unit_test(test_winding),
        cmocka_unit_test(test_no_residue),   cmocka_unit_test(test_bad_vertices),
        cmocka_unit_test(test_clip),         cmocka_unit_test(test_sizes),
        cmocka_unit_test(test_freetype),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    arena_release(&arena);
    return failed;
}
