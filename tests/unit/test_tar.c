// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "base/files.h"
#include "data/shard_reader.h"
#include "data/shard_writer.h"
#include "data/tar.h"

/* Known answer: Python's tarfile of the same member (USTAR_FORMAT, mode 0644, all else 0). */
static void header_is_what_other_programs_write(void **state)
{
    (void)state;
    uint8_t block[TAR_BLOCK];
    char hex[65];
    assert_int_equal(tar_header(block, "000000042.jpg", 3000, NULL), ST_OK);
    assert_memory_equal(block, "000000042.jpg\0", 14);
    assert_string_equal((char *)block + 124, "00000005670");
    assert_memory_equal(block + 148, "007424\0 ", 8);
    bytes_sha256(block, sizeof block, hex);
    assert_string_equal(hex, "3dde543494506132a3ed807a337c4e4526cfec8a0140428791a4a1daf335994f");
}

static void header_refuses_what_it_cannot_hold(void **state)
{
    (void)state;
    uint8_t block[TAR_BLOCK];
    char name[200];
    struct err e = {0};
    memset(name, 'a', sizeof name);
    name[100] = 0;
    assert_int_equal(tar_header(block, name, 1, NULL), ST_OK);
    name[100] = 'a';
    name[101] = 0;
    assert_int_equal(tar_header(block, name, 1, &e), ST_RANGE);
    assert_int_equal(tar_header(block, "", 1, NULL), ST_RANGE);
    assert_int_equal(tar_header(block, "a", TAR_SIZE_MAX, NULL), ST_OK);
    assert_int_equal(tar_header(block, "a", TAR_SIZE_MAX + 1, NULL), ST_RANGE);
}

static struct buf small_tar(void)
{
    struct buf b = {0};
    assert_int_equal(tar_append(&b, "a.jpg", "JPEG", 4, NULL), ST_OK);
    assert_int_equal(tar_append(&b, "a.json", "{}", 2, NULL), ST_OK);
    assert_int_equal(tar_append(&b, "b.jpg", "", 0, NULL), ST_OK);
    tar_append_end(&b);
    return b;
}

static void reads_what_it_wrote(void **state)
{
    (void)state;
    struct buf b = small_tar();
    assert_int_equal(b.len, 512 * 7);
    struct tar_cursor c = {.bytes = (uint8_t *)b.data, .len = b.len};
    struct tar_member m;
    bool more;
    static const struct {
        const char *name;
        uint64_t offset, size;
    } want[] = {{"a.jpg", 512, 4}, {"a.json", 1536, 2}, {"b.jpg", 2560, 0}};
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(tar_next(&c, &m, &more, NULL), ST_OK);
        assert_true(more);
        assert_string_equal(m.name, want[i].name);
        assert_int_equal(m.offset, want[i].offset);
        assert_int_equal(m.size, want[i].size);
        assert_true(m.regular);
    }
    assert_int_equal(tar_next(&c, &m, &more, NULL), ST_OK);
    assert_false(more);
    assert_int_equal(c.at, c.len);
    buf_release(&b);
}

static enum st walk_all(const void *bytes, uint64_t len, struct err *e)
{
    struct tar_cursor c = {.bytes = bytes, .len = len};
    struct tar_member m;
    bool more;
    enum st st;
    while (!(st = tar_next(&c, &m, &more, e)) && more) {
    }
    return st;
}

static void every_truncation_is_found(void **state)
{
    (void)state;
    struct buf b = small_tar();
    for (size_t n = 0; n < b.len; n++) {
        uint8_t *copy = test_malloc(n + 1); /* so that a sanitizer sees any byte read beyond */
        memcpy(copy, b.data, n);
        struct err e = {0};
        assert_int_equal(walk_all(copy, n, &e), ST_FORMAT);
        assert_non_null(strstr(e.msg, "offset "));
        test_free(copy);
    }
    assert_int_equal(walk_all(b.data, b.len, NULL), ST_OK);
    buf_release(&b);
}

static void every_flipped_bit_of_a_header_is_found(void **state)
{
    (void)state;
    struct buf b = small_tar();
    for (size_t i = 0; i < TAR_BLOCK; i++) {
        for (int bit = 0; bit < 8; bit++) {
            b.data[i] = (char)(b.data[i] ^ 1 << bit);
            if (i < 148 || i >= 156) { /* the checksum itself may be spelt with spaces for zeros */
                assert_int_equal(walk_all(b.data, b.len, NULL), ST_FORMAT);
            }
            b.data[i] = (char)(b.data[i] ^ 1 << bit);
        }
    }
    buf_release(&b);
}

static void bytes_behind_the_end_are_found(void **state)
{
    (void)state;
    struct buf b = small_tar();
    buf_add(&b, "\0\0\0\0", 4);
    assert_int_equal(walk_all(b.data, b.len, NULL), ST_OK);
    b.data[b.len - 1] = 'x';
    struct err e = {0};
    assert_int_equal(walk_all(b.data, b.len, &e), ST_FORMAT);
    assert_string_equal(e.msg, "offset 2560: bytes after the end of the archive");
    buf_release(&b);
}

/* A member of a type of our choice, as pax and GNU tar put them before files. */
static void append_typed(struct buf *b, char type, const char *name, const char *data, size_t len)
{
    size_t at = b->len;
    assert_int_equal(tar_append(b, name, data, len, NULL), ST_OK);
    uint8_t *h = (uint8_t *)b->data + at;
    unsigned sum = 0;
    h[156] = (uint8_t)type;
    memset(h + 148, ' ', 8);
    for (int i = 0; i < TAR_BLOCK; i++) {
        sum += h[i];
    }
    snprintf((char *)h + 148, 7, "%06o", sum);
}

static void reads_headers_of_others(void **state)
{
    (void)state;
    struct buf b = {0};
    char long_name[300], record[400];
    memset(long_name, 'n', 250);
    memcpy(long_name + 250, ".jpg", 5);
    append_typed(&b, '5', "folder/", "", 0);
    append_typed(&b, 'g', "pax_global_header", "19 comment=ignored\n", 19);
    append_typed(&b, 'x', "PaxHeaders/a", "28 mtime=1700000000.1234567\n", 28);
    append_typed(&b, '0', "folder/a.jpg", "1", 1);
    snprintf(record, sizeof record, "264 path=%s\n", long_name);
    append_typed(&b, 'x', "PaxHeaders/b", record, strlen(record));
    append_typed(&b, '0', "cut", "22", 2);
    append_typed(&b, 'L', "././@LongLink", long_name, 255);
    append_typed(&b, 0, "cut", "333", 3);
    append_typed(&b, '2', "link.jpg", "", 0);
    tar_append_end(&b);
    assert_int_equal(strlen(record), 264);
    static const struct {
        const char *name;
        uint64_t size;
        bool regular;
    } want[] = {{"folder/", 0, false},
                {"folder/a.jpg", 1, true},
                {NULL, 2, true},
                {NULL, 3, true},
                {"link.jpg", 0, false}};
    struct tar_cursor c = {.bytes = (uint8_t *)b.data, .len = b.len};
    struct tar_member m;
    bool more;
    for (size_t i = 0; i < 5; i++) {
        assert_int_equal(tar_next(&c, &m, &more, NULL), ST_OK);
        assert_true(more);
        assert_string_equal(m.name, want[i].name ? want[i].name : long_name);
        assert_int_equal(m.size, want[i].size);
        assert_int_equal(m.regular, want[i].regular);
    }
    assert_int_equal(tar_next(&c, &m, &more, NULL), ST_OK);
    assert_false(more);
    buf_release(&b);
}

static void malformed_pax_headers_are_errors(void **state)
{
    (void)state;
    static const char *const records[] = {
        "",          "x",           "9 path=a",   "99 path=a\n", "11 path=a\n", "8 path\n\n",
        "8 path=\n", "10 size=x\n", "0 path=a\n", "3 =",         "-1 a=b\n"};
    for (size_t i = 1; i < sizeof records / sizeof *records; i++) {
        struct buf b = {0};
        append_typed(&b, 'x', "p", records[i], strlen(records[i]));
        append_typed(&b, '0', "a.jpg", "1", 1);
        tar_append_end(&b);
        assert_int_equal(walk_all(b.data, b.len, NULL), ST_FORMAT);
        buf_release(&b);
    }
}

static void keys_end_at_the_first_dot_of_the_last_component(void **state)
{
    (void)state;
    assert_int_equal(shard_split_name("000.mask.png"), 3);
    assert_int_equal(shard_split_name("a.b/000.jpg"), 7);
    assert_int_equal(shard_split_name("README"), 0);
    assert_int_equal(shard_split_name("a/.hidden"), 0);
    assert_int_equal(shard_split_name("a."), 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(header_is_what_other_programs_write),
        cmocka_unit_test(header_refuses_what_it_cannot_hold),
        cmocka_unit_test(reads_what_it_wrote),
        cmocka_unit_test(every_truncation_is_found),
        cmocka_unit_test(every_flipped_bit_of_a_header_is_found),
        cmocka_unit_test(bytes_behind_the_end_are_found),
        cmocka_unit_test(reads_headers_of_others),
        cmocka_unit_test(malformed_pax_headers_are_errors),
        cmocka_unit_test(keys_end_at_the_first_dot_of_the_last_component),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
