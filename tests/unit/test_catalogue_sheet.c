// SPDX-License-Identifier: MIT
/* Contact sheets of catalogues: a cell for each product, in order, with its art and its caption; nothing in the others. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/image.h"
#include "cmd/catalogue_sheet.h"

enum { COLUMNS = 6, WIDTH = 236, HEIGHT = 256, CAPTION = 46, GAP = 12, FRONT = 190 };

static char path[] = "/tmp/ersatz-sheet-XXXXXX";

static struct catalogue *parse(const char *yaml)
{
    struct catalogue *c;
    struct err e = {0};
    if (catalogue_parse("c.yaml", yaml, strlen(yaml), NULL, &c, &e)) {
        fail_msg("%s", e.msg);
    }
    return c;
}

static struct image sheet_of(const struct catalogue *c)
{
    struct image im = {0};
    struct err e = {0};
    if (catalogue_sheet(c, path, true, &e) || image_read(path, 3, &im, &e)) {
        fail_msg("%s", e.msg);
    }
    return im;
}

/* Of w x h pixels at (x, y), how many are not white; mean: of those, RGB. */
static int ink(const struct image *im, int x, int y, int w, int h, double mean[3])
{
    int n = 0;
    double sum[3] = {0};
    for (int v = y; v < y + h; v++) {
        for (int u = x; u < x + w; u++) {
            const uint8_t *p = im->px + 3 * ((size_t)v * (size_t)im->width_px + (size_t)u);
            if (p[0] < 250 || p[1] < 250 || p[2] < 250) {
                n++;
                sum[0] += p[0], sum[1] += p[1], sum[2] += p[2];
            }
        }
    }
    for (int k = 0; k < 3; k++) {
        mean[k] = n ? sum[k] / n : 255;
    }
    return n;
}

static int left(int i)
{
    return GAP + i % COLUMNS * (WIDTH + GAP);
}

static int top(int i)
{
    return GAP + i / COLUMNS * (HEIGHT + CAPTION + GAP);
}

static void every_product_has_its_cell(void **state)
{
    (void)state;
    struct catalogue *c;
    assert_int_equal(catalogue_generate(3, 8, &c, NULL), ST_OK);
    struct image im = sheet_of(c);
    assert_int_equal(im.width_px, GAP + COLUMNS * (WIDTH + GAP));
    assert_int_equal(im.height_px, GAP + 2 * (HEIGHT + CAPTION + GAP));
    for (int i = 0; i < 2 * COLUMNS; i++) {
        double mean[3];
        int art = ink(&im, left(i), top(i), WIDTH, FRONT, mean),
            all = ink(&im, left(i), top(i) + FRONT + 6, WIDTH, HEIGHT - FRONT - 6, mean);
        int words = ink(&im, left(i), top(i) + HEIGHT, WIDTH, CAPTION, mean);
        if (i < 8 ? art < 2000 || all < 500 || words < 200 : art || all || words) {
            fail_msg("cell %d: %d, %d and %d pixels of front, whole and caption", i, art, all,
                     words);
        }
    }
    image_release(&im);
    catalogue_free(c);
}

/* The first is red, the second blue; channels are not exchanged, cells neither. */
static void colours_are_those_of_the_pack(void **state)
{
    (void)state;
    struct catalogue *c = parse("skus:\n"
                                "  - {id: a, name: A, brand: B, category: c, price: 1, shape: box, "
                                "size_mm: [80, 40, 120], grammar: minimal,"
                                " colors: ['#d01010', '#c01010', '#e02020']}\n"
                                "  - {id: b, name: A, brand: B, category: c, price: 1, shape: box, "
                                "size_mm: [80, 40, 120], grammar: minimal,"
                                " colors: ['#1010d0', '#1010c0', '#2020e0']}\n");
    struct image im = sheet_of(c);
    double red[3], blue[3];
    assert_int_equal(im.width_px, GAP + 2 * (WIDTH + GAP));
    ink(&im, left(0), top(0), WIDTH, FRONT, red);
    ink(&im, left(1), top(1), WIDTH, FRONT, blue);
    assert_true(red[0] > red[2] + 60);
    assert_true(blue[2] > blue[0] + 60);
    image_release(&im);
    catalogue_free(c);
}

/* Half as deep as wide and high: the front's shape on the sheet is the pack's, 2 : 3. */
static void fronts_are_not_stretched(void **state)
{
    (void)state;
    struct catalogue *c = parse("skus:\n  - {id: a, name: A, brand: B, category: c, price: 1, "
                                "shape: box, size_mm: [80, 40, 120],"
                                " colors: ['#204060', '#305070', '#406080'], grammar: bands}\n");
    struct image im = sheet_of(c);
    double mean[3];
    int w = 0, h = 0;
    for (int x = 0; x < WIDTH; x++) {
        w += ink(&im, left(0) + x, top(0), 1, FRONT, mean) > 0;
    }
    for (int y = 0; y < FRONT; y++) {
        h += ink(&im, left(0), top(0) + y, WIDTH, 1, mean) > 0;
    }
    assert_in_range(h, FRONT - 2, FRONT);
    assert_in_range(w, FRONT * 2 / 3 - 3, FRONT * 2 / 3 + 3);
    image_release(&im);
    catalogue_free(c);
}

static void failures_are_told(void **state)
{
    (void)state;
    struct catalogue *c;
    struct err e = {0};
    assert_int_equal(catalogue_generate(1, CATALOGUE_SHEET_MAX + 1, &c, NULL), ST_OK);
    assert_int_equal(catalogue_sheet(c, path, true, &e), ST_RANGE);
    assert_non_null(strstr(e.msg, "600"));
    catalogue_free(c);
    c = parse("skus:\n  - {id: a, name: A, brand: B, category: c, price: 1, shape: box, size_mm: "
              "[80, 40, 120]}\n");
    assert_int_equal(catalogue_sheet(c, "/nowhere/at/all.png", true, NULL), ST_IO);
    catalogue_free(c);
}

static int make_path(void **state)
{
    (void)state;
    int fd = mkstemp(path);
    return fd < 0 ? -1 : close(fd);
}

static int remove_path(void **state)
{
    (void)state;
    return unlink(path);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_product_has_its_cell),
        cmocka_unit_test(colours_are_those_of_the_pack),
        cmocka_unit_test(fronts_are_not_stretched),
        cmocka_unit_test(failures_are_told),
    };
    return cmocka_run_group_tests(tests, make_path, remove_path);
}
