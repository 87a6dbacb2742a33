// SPDX-License-Identifier: MIT
/*
 * Pictures of tests/golden/picture.yaml against the PNG files beside it. Fonts and libraries of another
 * release draw a little differently, so there are limits: mean error, share of pixels that differ
 * by more than 8/255, largest error. `make golden-update` rewrites the files.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/files.h"
#include "data/origin.h"
#include "sample.h"

enum { PICTURES = 6, LARGE = 8 };
static const double MEAN_LIMIT = 0.5, SHARE_LIMIT = 0.005; /* of 255; of pixels */
static const int MAX_LIMIT = 96;

/* What was made and the tenfold difference, beside the build, to look at. */
static void leave_evidence(const struct image *got, const struct image *want, int i)
{
    struct image diff;
    struct err e = {0};
    if (image_init(&diff, got->width_px, got->height_px, 3, &e)) {
        return;
    }
    size_t n = (size_t)got->width_px * (size_t)got->height_px * 3;
    for (size_t k = 0; k < n; k++) {
        int d = abs(got->px[k] - want->px[k]) * 10;
        diff.px[k] = (uint8_t)(d > 255 ? 255 : d);
    }
    const char *dir = getenv("ERSATZ_BUILD");
    const struct image *im[] = {got, &diff};
    const char *const name[] = {"got", "diff"};
    for (int k = 0; k < 2; k++) {
        char path[512];
        struct buf png = {0};
        snprintf(path, sizeof path, "%s/golden-%d-%s.png", dir ? dir : "/tmp", i, name[k]);
        if (!encode_png(im[k], 6, &png, &e) && !file_write(path, png.data, png.len, &e)) {
            print_message("# see %s\n", path);
        }
        buf_release(&png);
    }
    image_release(&diff);
}

static void compare(const struct image *got, int i, const char *path)
{
    struct image want;
    struct err e = {0};
    if (image_read(path, 3, &want, &e)) {
        fail_msg("%s", e.msg);
    }
    if (got->width_px != want.width_px || got->height_px != want.height_px) {
        fail_msg("picture %d is %d x %d, was %d x %d", i, got->width_px, got->height_px,
                 want.width_px, want.height_px);
    }
    size_t n = (size_t)got->width_px * (size_t)got->height_px * 3, large = 0;
    double sum = 0;
    int most = 0;
    for (size_t k = 0; k < n; k++) {
        int d = abs(got->px[k] - want.px[k]);
        sum += d;
        large += d > LARGE;
        most = d > most ? d : most;
    }
    double mean = sum / (double)n, share = (double)large / (double)n;
    if (mean > MEAN_LIMIT || share > SHARE_LIMIT || most > MAX_LIMIT) {
        char versions[400];
        origin_versions(versions);
        leave_evidence(got, &want, i);
        fail_msg("picture %d: mean error %.3f (limit %.3f), %.4f of pixels (%.4f) differ by more "
                 "than %d, "
                 "largest %d (%d); %s",
                 i, mean, MEAN_LIMIT, share, SHARE_LIMIT, LARGE, most, MAX_LIMIT, versions);
    }
    image_release(&want);
}

static void pictures_are_as_they_were(void **state)
{
    (void)state;
    struct generator *g;
    struct buf problems = {0};
    struct err e = {0};
    if (generator_open("tests/golden/picture.yaml", NULL, 0, NULL, &g, &problems, &e)) {
        fail_msg("%s", e.msg);
    }
    struct worker *w = worker_new(g);
    struct made m = {0};
    for (int i = 0; i < PICTURES; i++) {
        char path[64];
        snprintf(path, sizeof path, "tests/golden/picture-%d.png", i);
        assert_int_equal(sample_make(w, 7, (uint64_t)i, &m, &e), ST_OK);
        if (getenv("ERSATZ_GOLDEN_UPDATE")) {
            assert_int_equal(file_write(path, m.image.data, m.image.len, &e), ST_OK);
        }
        compare(m.pixels, i, path);
    }
    made_release(&m);
    worker_free(w);
    generator_close(g);
    buf_release(&problems);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(pictures_are_as_they_were)};
    return cmocka_run_group_tests_name("golden pictures", tests, NULL, NULL);
}
