// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <math.h>

#include "data_fixture.h"
#include "data/record.h"
#include "eval/product_facet.h"
#include "eval/product_folder.h"
#include "eval/product_set.h"
#include "eval/retrieval_summary.h"

static void put(const char *name, const char *text)
{
    const char *path = fixture_path(name);
    char dir[400];
    snprintf(dir, sizeof dir, "%s", path);
    *strrchr(dir, '/') = 0;
    assert_int_equal(dir_make(dir, NULL), ST_OK);
    assert_int_equal(file_write(path, text, strlen(text), NULL), ST_OK);
}

static void picture(const char *name, unsigned number)
{
    struct buf b = {0};
    put(name, "");
    fixture_picture(number, &b);
    assert_int_equal(file_write(fixture_path(name), b.data, b.len, NULL), ST_OK);
    buf_release(&b);
}

static void of_lists(void **state)
{
    (void)state;
    struct product_set *s;
    struct err e = {0};
    picture("list/img/a.jpg", 2);
    picture("list/img/b.png", 3);
    put("list/labels.tsv",
        "\xef\xbb\xbfimg/a.jpg\t28\tApple Juice\tJuice\torigin/x.jpg\r\n\nimg/b.png\tMilk\n");
    assert_int_equal(product_set_open(fixture_path("list"), NULL, &s, &e), ST_OK);
    assert_string_equal(product_set_kind(s), "labels");
    assert_int_equal(product_set_count(s), 2);
    const struct product_item *a = product_set_item(s, 0), *b = product_set_item(s, 1);
    assert_string_equal(a->key, "img/a.jpg");
    assert_string_equal(a->class_name, "Apple Juice");
    assert_string_equal(a->category, "Juice");
    assert_string_equal(b->class_name, "Milk");
    assert_null(b->category);
    assert_true(a->split == -1 && a->visible < 0);
    struct buf got = {0}, want = {0};
    fixture_picture(3, &want);
    assert_int_equal(product_set_picture(s, 1, &got, NULL), ST_OK);
    assert_int_equal(got.len, want.len);
    assert_memory_equal(got.data, want.data, got.len);
    buf_release(&got);
    buf_release(&want);
    product_set_close(s);
    put("bad/labels.tsv", "img/a.jpg\t1\tA\nimg/b.jpg\n");
    assert_int_equal(product_set_open(fixture_path("bad"), NULL, &s, &e), ST_FORMAT);
    assert_non_null(strstr(e.msg, "line 2"));
    assert_int_equal(product_set_open(fixture_path("nothing"), NULL, &s, NULL), ST_IO);
    assert_int_equal(product_set_open(fixture_path("list"), "tset", &s, NULL), ST_USAGE);
}

static void of_folders(void **state)
{
    (void)state;
    struct product_set *s;
    picture("folders/train/milk/1.jpg", 2);
    picture("folders/train/tea/1.jpg", 4);
    picture("folders/test/milk/2.png", 5);
    put("folders/train/milk/notes.txt", "no picture");
    assert_int_equal(product_set_open(fixture_path("folders"), NULL, &s, NULL), ST_OK);
    assert_string_equal(product_set_kind(s), "folders");
    assert_int_equal(product_set_count(s), 3);
    product_set_close(s);
    assert_int_equal(product_set_open(fixture_path("folders/"), "test", &s, NULL), ST_OK);
    assert_int_equal(product_set_count(s), 1);
    assert_string_equal(product_set_item(s, 0)->class_name, "milk");
    assert_string_equal(product_set_item(s, 0)->key, "test/milk/2.png");
    assert_int_equal(product_set_item(s, 0)->split, 2);
    size_t all;
    product_set_all(s, &all);
    assert_int_equal(all, 3);
    product_set_close(s);
    assert_int_equal(product_set_open(fixture_path("folders"), "val", &s, NULL), ST_IO);
    picture("flat/a.jpg", 2);
    assert_int_equal(product_set_open(fixture_path("flat"), NULL, &s, NULL), ST_FORMAT);
}

/* Columns by name, in any order; and what is written of a set reads as that set, labels changed. */
static void of_crops_and_back(void **state)
{
    (void)state;
    struct product_set *s;
    struct product_folder *f;
    struct err e = {0};
    picture("crops/train/x/1.jpg", 2);
    picture("crops/val/y/2.jpg", 4);
    put("crops/crops.tsv",
        "file\tsku\tclass\tvisible_fraction\ttruncation\tbrand\tother\n"
        "train/x/1.jpg\tsku-x\tx\t0.8\t0.5\tBrand X\t-\nval/y/2.jpg\ty\ty\t1\t0\t\t-\n");
    assert_int_equal(product_set_open(fixture_path("crops"), NULL, &s, &e), ST_OK);
    const struct product_item *it = product_set_item(s, 0);
    assert_string_equal(it->truth, "sku-x");
    assert_string_equal(it->brand, "Brand X");
    assert_null(product_set_item(s, 1)->brand);
    assert_true(fabs(it->visible - 0.4) < 1e-9);
    assert_string_equal(it->facet[0].value, "0-50 %");
    assert_int_equal(product_folder_begin(fixture_path("copy"), false, &f, &e), ST_OK);
    assert_int_equal(product_folder_add(f, s, 0, "../z", "flip", &e), ST_OK);
    assert_int_equal(product_folder_add(f, s, 1, NULL, NULL, &e), ST_OK);
    assert_int_equal(product_folder_file(f, "wrong.tsv", "x", 1, &e), ST_OK);
    assert_false(dir_exists(fixture_path("copy"))); /* not before it is whole */
    assert_int_equal(product_folder_commit(f, &e), ST_OK);
    product_set_close(s);
    assert_int_equal(product_set_open(fixture_path("copy"), NULL, &s, &e), ST_OK);
    assert_string_equal(product_set_kind(s), "crops");
    it = product_set_item(s, 0);
    assert_string_equal(it->key,
                        "train/_._z/000000000.jpg"); /* a class does not lead out of the folder */
    assert_string_equal(it->class_name, "../z");
    assert_string_equal(it->truth, "sku-x");
    assert_string_equal(it->noise, "flip");
    assert_true(fabs(it->visible - 0.4) < 1e-9);
    assert_null(product_set_item(s, 1)->noise);
    assert_int_equal(product_set_item(s, 1)->split, 1);
    product_set_close(s);
    assert_int_equal(product_folder_begin(fixture_path("copy"), false, &f, NULL), ST_IO);
    assert_int_equal(product_folder_begin(fixture_path("copy"), true, &f, NULL), ST_OK);
    product_folder_drop(f);
    assert_true(file_exists(fixture_path("copy/wrong.tsv"))); /* dropped: the old one stays */
    put("badcrops/crops.tsv", "path\tclass\nx\ty\n");
    assert_int_equal(product_set_open(fixture_path("badcrops"), NULL, &s, NULL), ST_FORMAT);
}

/* A camera two metres before the front, then turned about the product by `yaw`, and raised. */
static const char *seen_from(double yaw_deg, double up_deg, const char *kind)
{
    static struct arena a;
    static struct facet f[PRODUCT_FACETS];
    double yaw = yaw_deg * M_PI / 180, up = up_deg * M_PI / 180;
    /* c: where it stands in the object's frame; z: towards the object's middle, x to the right, y down */
    double c[3] = {2 * cos(up) * sin(yaw), -2 * cos(up) * cos(yaw), 2 * sin(up) + 0.5};
    double z[3] = {-cos(up) * sin(yaw), cos(up) * cos(yaw), -sin(up)},
           x[3] = {cos(yaw), sin(yaw), 0};
    double y[3] = {z[1] * x[2] - z[2] * x[1], z[2] * x[0] - z[0] * x[2], z[0] * x[1] - z[1] * x[0]};
    struct record_item it = {.has_pose = true,
                             .bounds_m = {-0.1, -0.1, 0, 0.1, 0.1, 1},
                             .box = {0, 0, 60, 100},
                             .visible_fraction = 0.9,
                             .truncation = 0};
    double *m = it.cam_from_object, *row[3] = {x, y, z};
    for (int r = 0; r < 3; r++) {
        m[4 * r + 3] = 0;
        for (int k = 0; k < 3; k++) {
            m[4 * r + k] = row[r][k];
            m[4 * r + 3] -= row[r][k] * c[k];
        }
    }
    size_t n = product_facets(&it, NULL, &a, f);
    for (size_t i = 0; i < n; i++) {
        if (!strcmp(f[i].kind, kind)) {
            return f[i].value;
        }
    }
    return "none";
}

static void views(void **state)
{
    (void)state;
    assert_string_equal(seen_from(0, 0, "view"), "0-20°");
    assert_string_equal(seen_from(-30, 0, "view"), "20-45°");
    assert_string_equal(seen_from(30, 10, "view"), "20-45°");
    assert_string_equal(seen_from(80, 10, "view"), "45-90°");
    assert_string_equal(seen_from(179, 10, "view"), "90-180°");
    assert_string_equal(seen_from(10, 30, "above"), "20-45°");
    assert_string_equal(seen_from(10, -10, "above"), "-90-0°");
    assert_string_equal(seen_from(0, 0, "visible"), "80-95 %");
    assert_string_equal(seen_from(0, 0, "size"), "96-192 px");
    assert_string_equal(seen_from(0, 0, "blur"), "none");
}

/* Twelve queries of two classes; those of facet "b" are searched for in vain. */
static void parts(void **state)
{
    (void)state;
    enum { N = 24 };
    float v[2 * N], g[4] = {1, 0, 0, 1};
    uint32_t label[N], gl[2] = {0, 1};
    struct facet f[N];
    struct query_facets of[N];
    for (size_t i = 0; i < N; i++) {
        bool bad = i >= N / 2;
        label[i] = i % 2;
        v[2 * i] = (label[i] == 0) != bad;
        v[2 * i + 1] = (label[i] == 0) == bad;
        f[i] = (struct facet){"kind", bad ? "20 b" : "3 a"};
        of[i] = (struct query_facets){&f[i], 1};
    }
    struct retrieval r;
    struct retrieval_summary s;
    struct buf json = {0};
    assert_int_equal(retrieval_run(&(struct vectors){v, N, 2, label},
                                   &(struct vectors){g, 2, 2, gl}, NULL, NULL, &r, NULL),
                     ST_OK);
    retrieval_summarise(&r, of, label, gl, NULL, &s);
    assert_true(fabs(s.m[RETRIEVAL_TOP1].value - 0.5) < 1e-9 && s.m[RETRIEVAL_TOP1].low < 0.45);
    assert_int_equal(s.n_parts, 2);
    assert_string_equal(s.part[0].value, "3 a"); /* 3 before 20 */
    assert_int_equal(s.part[0].queries, N / 2);
    assert_true(s.part[0].m[RETRIEVAL_MAP].value == 1 && s.part[1].m[RETRIEVAL_MAP].value == 0.5);
    assert_int_equal(s.n_worst, N / 2);
    assert_true(s.worst[0] >= N / 2);
    assert_int_equal(s.n_mistaken, 2);
    assert_true(s.mistaken[0].want == 0 && s.mistaken[0].got == 1 && s.mistaken[0].count == N / 4);
    retrieval_write_metrics(&r, &s, &(struct retrieval_about){.model = "m", .dims = 2}, &json);
    assert_non_null(strstr(json.data, "\"top1\": 0.5"));
    assert_non_null(strstr(json.data, "\"map_ci95\""));
    assert_non_null(strstr(json.data, "\"20 b\""));
    assert_null(strstr(json.data, "1e-3")); /* 24 pairs cannot say */
    buf_release(&json);
    retrieval_summary_release(&s);
    retrieval_release(&r);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(of_lists),
        cmocka_unit_test(of_folders),
        cmocka_unit_test(of_crops_and_back),
        cmocka_unit_test(views),
        cmocka_unit_test(parts),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
