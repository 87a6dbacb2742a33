// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <jansson.h>
#include <lmdb.h>

#include "data/convert.h"
#include "data/dataset_check.h"
#include "data_fixture.h"

enum { COUNT = 12 };

static const char *dataset(void)
{
    const char *dir = fixture_path("data");
    if (!dir_exists(dir)) {
        struct dataset_options o = fixture_options(dir, COUNT, 5);
        struct buf note = {0};
        struct err e = {0};
        if (fixture_make(&o, UINT64_MAX, &note, &e)) {
            fail_msg("%s", e.msg);
        }
    }
    return dir;
}

static struct convert_result export(const char *format, const char *out, const char *split)
{
    struct convert_result r;
    struct err e = {0};
    if (convert_export(dataset(), format, out, &(struct convert_options){.split = split}, &r, &e)) {
        fail_msg("%s: %s", format, e.msg);
    }
    return r;
}

static enum st import(const char *format, const char *from, const char *out, struct err *e)
{
    struct convert_result r;
    return convert_import(from, format, out, &(struct convert_options){.shard_samples = 5}, &r, e);
}

static void assert_file(const char *dir, const char *name, const char *want)
{
    struct buf b = fixture_file(dir, name);
    assert_string_equal(b.data, want);
    buf_release(&b);
}

/* Sample i's picture is the file NAME. */
static void assert_picture(const char *dir, const char *name, unsigned i)
{
    struct buf want = {0}, got = fixture_file(dir, name);
    fixture_picture(i, &want);
    assert_int_equal(got.len, want.len);
    assert_memory_equal(got.data, want.data, want.len);
    buf_release(&want);
    buf_release(&got);
}

static void count_problems(void *ctx, const char *problem)
{
    (void)ctx;
    fail_msg("%s", problem);
}

/* A dataset that passes check and has our pictures and texts, whatever way it came. `lines`: tabs
 * and line breaks were lost. */
static void assert_imported(const char *dir, bool lines, bool splits)
{
    struct check_result cr;
    struct dataset *d;
    struct arena a = {0};
    struct buf image = {0};
    assert_int_equal(
        dataset_check(dir, &(struct check_options){.problem = count_problems}, &cr, NULL), ST_OK);
    assert_int_equal(dataset_open(dir, &d, NULL), ST_OK);
    assert_int_equal(dataset_count(d), COUNT);
    assert_string_equal(dataset_manifest(d)->recipe, "");
    bool seen[COUNT] = {false};
    for (uint64_t k = 0; k < COUNT; k++) {
        struct record r;
        struct record_label l;
        assert_int_equal(dataset_get(d, k, &r, NULL), ST_OK);
        assert_int_equal(record_label(&r, &a, &l, NULL), ST_OK);
        for (unsigned i = 0; i < COUNT; i++) {
            const char *ext = fixture_picture(i, &image);
            if (record_image(&r)->size != image.len ||
                memcmp(record_image(&r)->bytes, image.data, image.len)) {
                continue;
            }
            char *want = arena_dup(&a, fixture_text(i), strlen(fixture_text(i)));
            for (char *p = want; lines && *p; p++) {
                *p = *p == '\t' || *p == '\n' ? ' ' : *p;
            }
            assert_string_equal(record_image(&r)->ext, ext);
            assert_string_equal(l.text, want);
            assert_int_equal(r.split, splits ? fixture_split[i % 5] : 0);
            seen[i] = true;
        }
        arena_reset(&a);
    }
    for (unsigned i = 0; i < COUNT; i++) {
        assert_true(seen[i]);
    }
    dataset_close(d);
    buf_release(&image);
    arena_release(&a);
}

static void tsv_has_a_line_a_sample(void **state)
{
    (void)state;
    const char *out = fixture_path("tsv");
    struct convert_result r = export("tsv", out, NULL);
    assert_int_equal(r.samples, COUNT);
    assert_int_equal(r.changed, 4);
    struct buf b = fixture_file(out, "labels.tsv");
    static const char head[] =
        "images/000000000.jpg\tplain text\nimages/000000001.png\ta, b, and c\n"
        "images/000000002.jpg\ttab here\nimages/000000003.png\ttwo lines\n";
    assert_true(b.len > sizeof head);
    assert_memory_equal(b.data, head, sizeof head - 1);
    assert_picture(out, "images/000000003.png", 3);
    assert_false(dir_exists(fixture_path("tsv.tmp")));
    struct err e = {0};
    assert_int_equal(import("tsv", out, fixture_path("tsv-back"), &e), ST_OK);
    assert_imported(fixture_path("tsv-back"), true, false);
    buf_release(&b);
}

static void only_the_wanted_split(void **state)
{
    (void)state;
    const char *out = fixture_path("val");
    struct convert_result r = export("tsv", out, "val");
    assert_int_equal(r.samples, 2);
    assert_int_equal(r.left_out, 10);
    assert_file(out, "labels.tsv",
                "images/000000002.jpg\ttab here\nimages/000000007.png\ta, b, and c\n");
    assert_false(file_exists(fixture_path("val/images/000000000.jpg")));
}

static void paddle_has_lists_and_a_dictionary(void **state)
{
    (void)state;
    const char *out = fixture_path("paddle");
    export("paddle", out, NULL);
    assert_file(out, "rec_gt_val.txt",
                "val/000000002.jpg\ttab here\nval/000000007.png\ta, b, and c\n");
    assert_file(out, "rec_gt_test.txt",
                "test/000000004.jpg\t\xe4\xb8\xad\xe6\x96\x87\ntest/000000009.png\ttwo lines\n");
    assert_file(out, "dict.txt",
                "\"\n,\n\\\na\nb\nc\nd\ne\nh\ni\nk\nl\nn\no\np\nq\nr\ns\nt\nu\nw\nx\n"
                "\xe4\xb8\xad\n\xe6\x96\x87\n");
    assert_picture(out, "train/000000005.png", 5);
    struct err e = {0}; /* its lists are lists of ours, too */
    assert_int_equal(
        import("tsv", fixture_path("paddle/rec_gt_train.txt"), fixture_path("paddle-back"), &e),
        ST_OK);
}

static void imagefolder_has_metadata(void **state)
{
    (void)state;
    const char *out = fixture_path("hf");
    struct convert_result r = export("imagefolder", out, NULL);
    assert_int_equal(r.changed, 0);
    assert_file(out, "val/metadata.jsonl",
                "{\"file_name\":\"000000002.jpg\",\"text\":\"tab\\there\"}\n"
                "{\"file_name\":\"000000007.png\",\"text\":\"a, b, and c\"}\n");
    assert_picture(out, "train/000000005.png", 5);
    struct err e = {0};
    assert_int_equal(import("imagefolder", out, fixture_path("hf-back"), &e), ST_OK);
    assert_imported(fixture_path("hf-back"), false, true);
}

static void icdar_has_quads(void **state)
{
    (void)state;
    const char *out = fixture_path("icdar");
    export("icdar", out, NULL);
    assert_file(out, "gt/gt_000000001.txt", "1,1,15,1,15,7,1,7,a, b, and c\n");
    assert_file(out, "gt/gt_000000003.txt", "1,1,15,1,15,7,1,7,two lines\n");
    assert_picture(out, "images/000000001.png", 1);
    /* labels without words: one quad around the picture */
    struct err e = {0};
    struct convert_result r;
    export("tsv", fixture_path("for-icdar"), NULL);
    assert_int_equal(import("tsv", fixture_path("for-icdar"), fixture_path("no-words"), &e), ST_OK);
    assert_int_equal(convert_export(fixture_path("no-words"), "icdar", fixture_path("icdar2"),
                                    &(struct convert_options){0}, &r, &e),
                     ST_OK);
    assert_file(fixture_path("icdar2"), "gt/gt_000000000.txt", "0,0,16,0,16,8,0,8,plain text\n");
}

static void lmdb_has_the_benchmarks_layout(void **state)
{
    (void)state;
    const char *out = fixture_path("lmdb");
    export("lmdb", out, NULL);
    MDB_env *env;
    MDB_txn *txn;
    MDB_dbi dbi;
    assert_int_equal(mdb_env_create(&env), 0);
    assert_int_equal(mdb_env_open(env, out, MDB_RDONLY | MDB_NOLOCK, 0), 0);
    assert_int_equal(mdb_txn_begin(env, NULL, MDB_RDONLY, &txn), 0);
    assert_int_equal(mdb_dbi_open(txn, NULL, 0, &dbi), 0);
    static const struct {
        const char *key, *value;
    } want[] = {
        {"num-samples", "12"}, {"label-000000001", "plain text"}, {"label-000000003", "tab\there"}};
    for (size_t i = 0; i < 3; i++) {
        MDB_val k = {strlen(want[i].key), (void *)(uintptr_t)want[i].key}, v;
        assert_int_equal(mdb_get(txn, dbi, &k, &v), 0);
        assert_int_equal(v.mv_size, strlen(want[i].value));
        assert_memory_equal(v.mv_data, want[i].value, v.mv_size);
    }
    struct buf image = {0};
    MDB_val k = {15, (char[]){"image-000000012"}}, v;
    fixture_picture(11, &image);
    assert_int_equal(mdb_get(txn, dbi, &k, &v), 0);
    assert_int_equal(v.mv_size, image.len);
    assert_memory_equal(v.mv_data, image.data, image.len);
    k = (MDB_val){15, (char[]){"image-000000000"}};
    assert_int_equal(mdb_get(txn, dbi, &k, &v), MDB_NOTFOUND);
    mdb_txn_abort(txn);
    mdb_env_close(env);
    buf_release(&image);
    struct err e = {0};
    assert_int_equal(import("lmdb", out, fixture_path("lmdb-back"), &e), ST_OK);
    assert_imported(fixture_path("lmdb-back"), false, false);
}

/* More than the first map holds (64 MiB): it has to grow, and no sample may be lost on the way. */
static void lmdb_grows(void **state)
{
    (void)state;
    enum { N = 1300 };
    const char *dir = fixture_path("big"), *out = fixture_path("big-lmdb");
    struct dataset_options o = fixture_options(dir, N, N);
    struct dataset_writer *w;
    struct buf image = {0}, note = {0};
    uint64_t first, count;
    fixture_picture(0, &image);
    size_t len = image.len;
    memset(buf_grow(&image, 60000), 'x', 60000); /* a JPEG may have anything behind its end */
    assert_int_equal(dataset_writer_open(&w, &o, NULL), ST_OK);
    assert_true(dataset_writer_next(w, &first, &count));
    for (uint64_t i = 0; i < N; i++) {
        struct record_file two[] = {{"jpg", image.data, len + 60000},
                                    {"json", "{\"text\":\"a\"}", 12}};
        assert_int_equal(
            dataset_writer_add(w, i, two, 2, &(struct record_facts){.width_px = 16}, NULL), ST_OK);
    }
    assert_int_equal(dataset_writer_finish(w, &note, NULL), ST_OK);
    dataset_writer_free(w);
    struct convert_result r;
    struct err e = {0};
    assert_int_equal(convert_export(dir, "lmdb", out, &(struct convert_options){0}, &r, &e), ST_OK);
    assert_int_equal(r.samples, N);
    assert_int_equal(import("lmdb", out, fixture_path("big-back"), &e), ST_OK);
    struct dataset *d;
    assert_int_equal(dataset_open(fixture_path("big-back"), &d, &e), ST_OK);
    assert_int_equal(dataset_count(d), N);
    dataset_close(d);
    buf_release(&image);
}

static void lists_of_other_hands_are_read(void **state)
{
    (void)state;
    struct buf image = {0}, list = {0};
    const char *src = fixture_path("hand");
    struct err e = {0};
    assert_int_equal(dir_make(src, NULL), ST_OK);
    fixture_picture(0, &image);
    assert_int_equal(file_write(fixture_path("hand/a.jpg"), image.data, image.len, NULL), ST_OK);
    /* byte order mark, CRLF, an empty line, e + combining acute accent, no line break at the end */
    buf_addstr(&list, "\xef\xbb\xbf"
                      "a.jpg\tcafe\xcc\x81\r\n\r\na.jpg\tx\ty");
    assert_int_equal(file_write(fixture_path("hand/labels.tsv"), list.data, list.len, NULL), ST_OK);
    assert_int_equal(import("tsv", src, fixture_path("hand-in"), &e), ST_OK);
    struct dataset *d;
    struct record r;
    struct record_label l;
    struct arena a = {0};
    assert_int_equal(dataset_open(fixture_path("hand-in"), &d, &e), ST_OK);
    assert_int_equal(dataset_count(d), 2);
    assert_int_equal(dataset_get(d, 0, &r, &e), ST_OK);
    assert_int_equal(record_label(&r, &a, &l, &e), ST_OK);
    assert_string_equal(l.text, "caf\xc3\xa9"); /* NFC */
    assert_int_equal(l.width_px, 16);
    assert_int_equal(dataset_get(d, 1, &r, &e), ST_OK);
    assert_int_equal(record_label(&r, &a, &l, &e), ST_OK);
    assert_string_equal(l.text, "x\ty");
    dataset_close(d);
    arena_release(&a);
    buf_release(&image);
    buf_release(&list);
}

static void bad_lists_are_refused_with_their_line(void **state)
{
    (void)state;
    static const struct {
        const char *list, *says;
        enum st st;
    } cases[] = {
        {"a.jpg\tgood\nb.jpg\tmissing\n", "line 2: cannot open", ST_IO},
        {"a.jpg\tgood\n\na.jpg no tab\n", "line 3: no tab", ST_FORMAT},
        {"a.jpg\t\n", "transcript is empty", ST_FORMAT},
        {"a.jpg\t\xff\n", "not UTF-8", ST_FORMAT},
        {"labels.tsv\ttext\n", "'labels.tsv'", ST_FORMAT},
        {"\n\n", "no sample", ST_FORMAT},
    };
    struct buf image = {0};
    const char *src = fixture_path("bad");
    assert_int_equal(dir_make(src, NULL), ST_OK);
    fixture_picture(0, &image);
    assert_int_equal(file_write(fixture_path("bad/a.jpg"), image.data, image.len, NULL), ST_OK);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct err e = {0};
        assert_int_equal(
            file_write(fixture_path("bad/labels.tsv"), cases[i].list, strlen(cases[i].list), NULL),
            ST_OK);
        assert_int_equal(import("tsv", src, fixture_path("bad-in"), &e), cases[i].st);
        if (!strstr(e.msg, cases[i].says)) {
            fail_msg("case %zu: wanted '%s', it said: %s", i, cases[i].says, e.msg);
        }
        assert_false(dir_exists(fixture_path("bad-in")));
        assert_false(dir_exists(fixture_path("bad-in.tmp")));
    }
    struct err e = {0};
    assert_int_equal(import("lmdb", src, fixture_path("bad-in"), &e), ST_IO);
    e = (struct err){0};
    assert_int_equal(import("imagefolder", src, fixture_path("bad-in"), &e), ST_IO);
    e = (struct err){0};
    assert_int_equal(file_write(fixture_path("bad/data.mdb"), "garbage", 7, NULL), ST_OK);
    assert_int_not_equal(import("lmdb", src, fixture_path("bad-in"), &e), ST_OK);
    buf_release(&image);
}

static void existing_folders_are_safe(void **state)
{
    (void)state;
    const char *out = fixture_path("safe");
    struct convert_result r;
    struct err e = {0};
    struct convert_options o = {0};
    assert_int_equal(dir_make(out, NULL), ST_OK); /* empty: fine */
    assert_int_equal(convert_export(dataset(), "tsv", out, &o, &r, &e), ST_OK);
    assert_int_equal(convert_export(dataset(), "tsv", out, &o, &r, &e), ST_IO);
    assert_non_null(strstr(e.msg, "--force"));
    e = (struct err){0};
    o.force = true;
    o.split = "test";
    assert_int_equal(convert_export(dataset(), "tsv", out, &o, &r, &e), ST_OK);
    assert_false(file_exists(fixture_path("safe/images/000000000.jpg")));
    assert_false(dir_exists(fixture_path("safe.tmp-old")));
    assert_int_equal(convert_export(dataset(), "lmdb", out, &o, &r, &e),
                     ST_IO); /* no data.mdb in it */
    assert_true(file_exists(fixture_path("safe/labels.tsv")));
    e = (struct err){0};
    assert_int_equal(convert_export(dataset(), "kitti", out, &o, &r, &e), ST_USAGE);
    o.split = "dev";
    e = (struct err){0};
    assert_int_equal(convert_export(dataset(), "tsv", out, &o, &r, &e), ST_USAGE);
    e = (struct err){0};
    assert_int_equal(convert_export(fixture_path("nothing"), "tsv", fixture_path("new"),
                                    &(struct convert_options){0}, &r, &e),
                     ST_IO);
    assert_false(dir_exists(fixture_path("new")));
}

/* Shards of others: folders in keys, .txt labels; two tars with the same keys must not overwrite
 * each other. */
static void plain_webdataset_is_exported(void **state)
{
    (void)state;
    struct buf image = {0}, tar = {0};
    struct convert_result r;
    struct err e = {0};
    const char *dir = fixture_path("wds"), *out = fixture_path("wds-tsv");
    fixture_picture(0, &image);
    assert_int_equal(tar_append(&tar, "sub/a.txt", "hello\n", 6, NULL), ST_OK);
    assert_int_equal(tar_append(&tar, "sub/a.jpeg", image.data, image.len, NULL), ST_OK);
    tar_append_end(&tar);
    assert_int_equal(dir_make(dir, NULL), ST_OK);
    assert_int_equal(file_write(fixture_path("wds/x.tar"), tar.data, tar.len, NULL), ST_OK);
    assert_int_equal(convert_export(dir, "tsv", out, &(struct convert_options){0}, &r, &e), ST_OK);
    assert_file(out, "labels.tsv", "images/sub_a.jpeg\thello\n");
    assert_int_equal(file_write(fixture_path("wds/y.tar"), tar.data, tar.len, NULL), ST_OK);
    assert_int_equal(
        convert_export(dir, "tsv", fixture_path("twice"), &(struct convert_options){0}, &r, &e),
        ST_FORMAT);
    assert_non_null(strstr(e.msg, "two samples"));
    assert_false(dir_exists(fixture_path("twice")));
    buf_release(&image);
    buf_release(&tar);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(tsv_has_a_line_a_sample),
        cmocka_unit_test(only_the_wanted_split),
        cmocka_unit_test(paddle_has_lists_and_a_dictionary),
        cmocka_unit_test(imagefolder_has_metadata),
        cmocka_unit_test(icdar_has_quads),
        cmocka_unit_test(lmdb_has_the_benchmarks_layout),
        cmocka_unit_test(lmdb_grows),
        cmocka_unit_test(lists_of_other_hands_are_read),
        cmocka_unit_test(bad_lists_are_refused_with_their_line),
        cmocka_unit_test(existing_folders_are_safe),
        cmocka_unit_test(plain_webdataset_is_exported),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
