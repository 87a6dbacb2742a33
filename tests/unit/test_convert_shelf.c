// SPDX-License-Identifier: MIT
/* Datasets of shelves in the formats of others; tests/e2e/shelf_formats.py reads them back. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>

#include "data/convert.h"
#include "data/dataset_check.h"
#include "data/mask_text.h"
#include "data_fixture.h"
#include "shelf_fixture.h"

enum { COUNT = 6, DAMAGED_COUNT = 2, W = 160, H = 120 };

/* Three boxes and their texts, one before another, one cut off by the border. */
static void make_scene(uint64_t i)
{
    shelf_begin();
    double dx = 0.02 * (double)i;
    struct xform turn = xform_turn_z(0.2 - 0.05 * (double)i), move = xform_move(0.1 - dx, 0.1, 0.8);
    shelf_item(0.2, 0.2, 0.4, xform_mul(&move, &turn), 0);
    if (i % 2) {
        shelf_item(0.15, 0.1, 0.3, xform_move(0.25 - dx, -0.2, 0.8), 1);
    } else {
        shelf_item(0.4, 0.1, 0.3, xform_move(0.35 - dx, -0.2, 0.8), 2);
    }
    shelf_item(0.4, 0.1, 0.3, xform_move(-0.7 - dx, 0, 0.9), 2);
    shelf_text(0, "Varda, \"Oat\" <1 l> & more", 0.1, 0.1, 0.9, 0.3);
    shelf_text(1, "natur\xc3\xa4l", 0.1, 0.1, 0.9, 0.3);
    struct view v = fix_view(W, H, 170, (struct vec3){0, -2, 1}, 0.05);
    shelf_look(&v, (struct label_limits){.min_pixels = 4, .amodal_masks = true});
}

static enum st add_shelf(struct dataset_writer *w, uint64_t i, const char *label, struct err *e)
{
    struct image im;
    struct encoder en = {0};
    struct buf picture = {0};
    assert_int_equal(image_init(&im, W, H, 3, NULL), ST_OK);
    for (int p = 0; p < W * H * 3; p++) {
        im.px[p] = (uint8_t)(p * 7 + (int)i * 13 + p / 1000);
    }
    assert_int_equal(i % 2 ? encode_png(&im, 6, &picture, NULL) : encode_jpeg(&en, &im, 90, &picture, NULL), ST_OK);
    struct record_facts f = {.split = fixture_split[i % 5], .width_px = W, .height_px = H, .source = "shelf", .text = ""};
    const struct record_file files[] = {{i % 2 ? "png" : "jpg", picture.data, picture.len}, {"json", label, strlen(label)}};
    enum st st = dataset_writer_add(w, i, files, 2, &f, e);
    buf_release(&picture);
    encoder_release(&en);
    image_release(&im);
    return st;
}

static void write_label(uint64_t i, struct buf *out)
{
    make_scene(i);
    struct json j = json_to(out);
    json_begin_object(&j);
    json_key(&j, "kind");
    json_str(&j, "shelf");
    json_key(&j, "split");
    json_str(&j, dataset_split[fixture_split[i % 5]]);
    shelf_label_write_json(&shelf.label, &j);
    json_end_object(&j);
}

/* Made once. `edit`: changes the label of sample 1, or NULL. */
static const char *dataset(const char *name, void (*edit)(char *label))
{
    const char *dir = fixture_path(name);
    if (dir_exists(dir)) {
        return dir;
    }
    struct dataset_options o = fixture_options(dir, edit ? DAMAGED_COUNT : COUNT, 5);
    struct dataset_writer *w;
    struct err e = {0};
    uint64_t first, count;
    struct buf label = {0};
    assert_int_equal(dataset_writer_open(&w, &o, &e), ST_OK);
    while (dataset_writer_next(w, &first, &count)) {
        for (uint64_t i = first; i < first + count; i++) {
            buf_clear(&label);
            write_label(i, &label);
            if (i == 1 && edit) {
                edit(label.data);
            }
            if (add_shelf(w, i, label.data, &e)) {
                fail_msg("%s", e.msg);
            }
        }
    }
    buf_clear(&label);
    assert_int_equal(dataset_writer_finish(w, &label, &e), ST_OK);
    dataset_writer_free(w);
    buf_release(&label);
    return dir;
}

static enum st export(const char *from, const char *format, const struct convert_options *o, struct convert_result *r,
                      struct err *e)
{
    char out[80];
    snprintf(out, sizeof out, "%s-out", format);
    return convert_export(from, format, fixture_path(out), o, r, e);
}

static void read_back(const char *format)
{
    struct convert_result r;
    struct err e = {0};
    const char *from = dataset("shelves", NULL);
    if (export(from, format, &(struct convert_options){.margin = 0.05}, &r, &e)) {
        fail_msg("%s: %s", format, e.msg);
    }
    assert_int_equal(r.samples, COUNT);
    char command[1200], out[80];
    snprintf(out, sizeof out, "%s-out", format);
    snprintf(command, sizeof command, "python3 tests/e2e/shelf_formats.py %s %s %s", format, from, fixture_path(out));
    assert_int_equal(system(command), 0);
}

static void test_coco(void **state)
{
    (void)state;
    read_back("coco");
}

static void test_yolo(void **state)
{
    (void)state;
    read_back("yolo");
}

static void test_voc(void **state)
{
    (void)state;
    read_back("voc");
}

static void test_bop(void **state)
{
    (void)state;
    read_back("bop");
}

static void test_crops(void **state)
{
    (void)state;
    read_back("crops");
}

static void test_icdar(void **state)
{
    (void)state;
    read_back("icdar");
}

static void count_problems(void *ctx, const char *problem)
{
    ++*(int *)ctx;
    print_message("%s\n", problem);
}

static void test_check(void **state)
{
    (void)state;
    int problems = 0;
    struct check_result cr;
    struct check_options o = {.problem = count_problems, .ctx = &problems};
    assert_int_equal(dataset_check(dataset("shelves", NULL), &o, &cr, NULL), ST_OK);
    assert_int_equal(problems, 0);
    assert_int_equal(cr.samples, COUNT);
}

static void test_wrong_kind(void **state)
{
    (void)state;
    struct convert_result r;
    struct convert_options o = {0};
    struct err e = {0};
    assert_int_equal(export(dataset("shelves", NULL), "paddle", &o, &r, &e), ST_FORMAT);
    assert_non_null(strstr(e.msg, "is a shelf, and 'paddle' is a format for text"));
    assert_false(dir_exists(fixture_path("paddle-out")));
    const char *lines = fixture_path("lines");
    struct dataset_options d = fixture_options(lines, 3, 5);
    struct buf note = {0};
    assert_int_equal(fixture_make(&d, UINT64_MAX, &note, NULL), ST_OK);
    buf_release(&note);
    e = (struct err){0};
    assert_int_equal(convert_export(lines, "coco", fixture_path("lines-coco"), &o, &r, &e), ST_FORMAT);
    assert_non_null(strstr(e.msg, "is a picture of text, and 'coco' is a format for shelves"));
}

static void test_options(void **state)
{
    (void)state;
    const char *from = dataset("shelves", NULL);
    struct convert_result r;
    struct err e = {0};
    struct convert_options o = {.by = "colour"};
    assert_int_equal(convert_export(from, "coco", fixture_path("x"), &o, &r, &e), ST_USAGE);
    assert_non_null(strstr(e.msg, "sku, brand or category"));
    o.by = "brand";
    assert_int_equal(convert_export(from, "bop", fixture_path("x"), &o, &r, &e), ST_USAGE);
    /* By brand, of one split: all classes keep their numbers though val has fewer items. */
    o.split = "val";
    assert_int_equal(convert_export(from, "yolo", fixture_path("by-brand"), &o, &r, NULL), ST_OK);
    struct buf b = fixture_file(fixture_path("by-brand"), "data.yaml");
    assert_string_equal(b.data, "path: .\nval: images/val\nnc: 2\nnames:\n  0: \"Lumel\"\n  1: \"Varda\"\n");
    buf_release(&b);
    /* What is hidden is left out, and counted. */
    o = (struct convert_options){.min_visible = 0.97};
    assert_int_equal(convert_export(from, "voc", fixture_path("seen"), &o, &r, NULL), ST_OK);
    assert_true(r.items_left_out > 0 && r.items > 0);
    uint64_t all = r.items + r.items_left_out;
    assert_int_equal(convert_export(from, "voc", fixture_path("all"), &(struct convert_options){0}, &r, NULL), ST_OK);
    assert_int_equal(r.items, all);
    assert_int_equal(r.items_left_out, 0);
}

static void replace(char *label, const char *what, const char *with)
{
    char *at = strstr(label, what);
    assert_non_null(at);
    memcpy(at, with, strlen(with));
}

static void longer_run(char *label)
{
    char *at = strstr(label, "\"counts\":\"");
    assert_non_null(at);
    at[strlen("\"counts\":\"")] ^= 1; /* the runs no longer end with the picture */
}

static void other_size(char *label)
{
    replace(label, "\"size\":[120,160]", "\"size\":[160,120]");
}


static void no_sku(char *label)
{
    replace(label, "\"sku\"", "\"skx\"");
}

static void test_damaged_labels(void **state)
{
    (void)state;
    static const struct {
        const char *name, *says;
        void (*edit)(char *label);
    } row[] = {
        {"longer-run", "mask is damaged", longer_run},
        {"other-size", "mask is damaged or of another size", other_size},
        {"no-sku", "no sku", no_sku},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct convert_result r;
        struct err e = {0};
        char out[64];
        snprintf(out, sizeof out, "%s-out", row[i].name);
        assert_int_equal(convert_export(dataset(row[i].name, row[i].edit), "voc", fixture_path(out), &(struct convert_options){0},
                                        &r, &e),
                         ST_FORMAT);
        if (!strstr(e.msg, row[i].says) || !strstr(e.msg, "000000001") || !strstr(e.msg, "item 0")) {
            fail_msg("%s: %s", row[i].name, e.msg);
        }
    }
}

/* The reader's decoder against texts that are not of this world. */
static void test_mask_text(void **state)
{
    (void)state;
    uint8_t px[20];
    assert_true(mask_text_decode("2121O20N2ON", 5, 4, px));
    static const uint8_t want[] = {0, 0, 1, 0, 0, 0, 1, 1, 1, 0, 1, 1, 1, 1, 1, 0, 0, 1, 0, 0};
    assert_memory_equal(px, want, sizeof want);
    static const char *const bad[] = {"", "2121O20N2O", "2121O20N2OO", "D0D", "\x7f", "ooooooooooo0", "o", "/", "21 21", "O5"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_false(mask_text_decode(bad[i], 5, 4, px));
    }
}

static int end(void **state)
{
    shelf_release(state);
    return fixture_end(state);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_coco),       cmocka_unit_test(test_yolo),  cmocka_unit_test(test_voc),
        cmocka_unit_test(test_bop),        cmocka_unit_test(test_crops), cmocka_unit_test(test_icdar),
        cmocka_unit_test(test_check),      cmocka_unit_test(test_wrong_kind),
        cmocka_unit_test(test_options),    cmocka_unit_test(test_damaged_labels),
        cmocka_unit_test(test_mask_text),
    };
    return cmocka_run_group_tests(tests, fixture_begin, end);
}
