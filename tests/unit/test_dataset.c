// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/file.h>
#include <sys/wait.h>

#include "data/dataset_check.h"
#include "data_fixture.h"

static void assert_same_file(const char *a, const char *b, const char *name)
{
    struct buf x = fixture_file(a, name), y = fixture_file(b, name);
    assert_true(x.len > 0);
    assert_int_equal(x.len, y.len);
    assert_memory_equal(x.data, y.data, x.len);
    buf_release(&x);
    buf_release(&y);
}

static void assert_same_dataset(const char *a, const char *b, int n_shards)
{
    char name[40];
    assert_same_file(a, b, DATASET_MANIFEST);
    for (int k = 0; k < n_shards; k++) {
        snprintf(name, sizeof name, SHARD_NAME, (unsigned long long)k);
        assert_same_file(a, b, name);
        snprintf(name, sizeof name, INDEX_NAME, (unsigned long long)k);
        assert_same_file(a, b, name);
    }
}

static void make(const char *dir, uint64_t count)
{
    struct dataset_options o = fixture_options(dir, count, 10);
    struct err e = {0};
    struct buf note = {0};
    if (fixture_make(&o, UINT64_MAX, &note, &e)) {
        fail_msg("%s", e.msg);
    }
    assert_int_equal(note.len, 0);
}

static bool has_temp(const char *dir)
{
    char cmd[500];
    snprintf(cmd, sizeof cmd, "ls -A '%s' | grep -q tmp", dir);
    return system(cmd) == 0;
}

static void what_is_written_is_read(void **state)
{
    (void)state;
    const char *dir = fixture_path("rw");
    make(dir, 25);
    struct dataset *d;
    struct err e = {0};
    struct arena a = {0};
    struct buf want = {0};
    assert_int_equal(dataset_open(dir, &d, &e), ST_OK);
    assert_int_equal(dataset_count(d), 25);
    for (uint64_t k = 0; k < 25; k++) {
        uint64_t i = k * 7 % 25; /* any order */
        struct record r;
        struct record_label l;
        char key[24];
        assert_int_equal(dataset_get(d, i, &r, &e), ST_OK);
        snprintf(key, sizeof key, "%09d", (int)i);
        assert_string_equal(r.key, key);
        assert_int_equal(r.split, fixture_split[i % 5]);
        assert_int_equal(r.width_px, 16 + i % 5);
        const char *ext = fixture_picture((unsigned)i, &want);
        assert_string_equal(record_image(&r)->ext, ext);
        assert_int_equal(record_image(&r)->size, want.len);
        assert_memory_equal(record_image(&r)->bytes, want.data, want.len);
        assert_int_equal(record_label(&r, &a, &l, &e), ST_OK);
        assert_string_equal(l.text, fixture_text(i));
        assert_int_equal(l.n_words, 1);
        assert_true(l.word[0].quad[1] == 1.4 && l.word[0].quad[7] == 6.5);
        assert_null(record_member(&r, "mask.png"));
    }
    struct record r;
    assert_int_equal(dataset_get(d, 25, &r, &e), ST_RANGE);
    const struct manifest *m = dataset_manifest(d);
    assert_string_equal(m->recipe, "kind: text\n");
    assert_int_equal(m->origin.seed, 7);
    assert_int_equal(m->tally.samples, 25);
    assert_int_equal(m->tally.replans, 4);
    assert_int_equal(m->tally.forced, 2);
    assert_string_equal(m->font[0].file, "DejaVuSans.ttf");
    dataset_close(d);
    buf_release(&want);
    arena_release(&a);
}

static void stop_here(void *ctx, const char *problem)
{
    struct buf *b = ctx;
    buf_printf(b, "%s\n", problem);
}

static enum st check(const char *dir, struct buf *problems)
{
    struct check_result r;
    struct err e = {0};
    return dataset_check(dir, &(struct check_options){.problem = stop_here, .ctx = problems}, &r,
                         &e);
}

static void a_whole_dataset_passes_check(void **state)
{
    (void)state;
    struct buf problems = {0};
    const char *dir = fixture_path("whole");
    make(dir, 25);
    assert_int_equal(check(dir, &problems), ST_OK);
    assert_int_equal(problems.len, 0);
    assert_int_equal(check(fixture_path("whole/dataset.json"), &problems), ST_OK);
    /* and so does one shard by itself, as a tar of anybody's */
    char tar[500];
    snprintf(tar, sizeof tar, "%s/shard-000001.tar", dir);
    assert_int_equal(check(tar, &problems), ST_OK);
    struct err e = {0};
    struct dataset *d;
    assert_int_equal(dataset_open(tar, &d, &e), ST_OK);
    assert_int_equal(dataset_count(d), 10);
    dataset_close(d);
    assert_int_equal(check(fixture_path("nothing"), &problems), ST_IO);
    buf_release(&problems);
}

static void resume_makes_what_is_missing_and_the_same_bytes(void **state)
{
    (void)state;
    const char *whole = fixture_path("once"), *dir = fixture_path("again");
    make(whole, 35);
    struct dataset_options o = fixture_options(dir, 35, 10);
    struct err e = {0};
    struct buf note = {0};
    o.resume = true;
    for (int round = 0; round < 3; round++) {
        assert_int_equal(fixture_make(&o, 14, &note, &e), ST_OK); /* stops within a shard */
        assert_false(has_temp(dir));
        assert_false(file_exists(fixture_path("again/dataset.json")));
        struct dataset *d;
        assert_int_equal(dataset_open(dir, &d, NULL), ST_FORMAT); /* not finished */
        if (round == 1) {
            char cmd[600]; /* a kill between rename and index, and a half-written leftover */
            snprintf(cmd, sizeof cmd,
                     "rm '%s/shard-000001.idx'; echo x > '%s/shard-000003.tar.tmp'", dir, dir);
            assert_int_equal(system(cmd), 0);
        }
    }
    assert_int_equal(fixture_make(&o, UINT64_MAX, &note, &e), ST_OK);
    assert_false(has_temp(dir));
    assert_same_dataset(whole, dir, 4);
    struct dataset_writer *w;
    uint64_t first, count;
    assert_int_equal(dataset_writer_open(&w, &o, &e), ST_OK);
    assert_int_equal(dataset_writer_kept(w), 35);
    assert_int_equal(dataset_writer_total(w), 35);
    assert_false(dataset_writer_next(w, &first, &count));
    assert_true(file_exists(fixture_path("again/dataset.json")));
    dataset_writer_free(w);
    buf_release(&note);
}

static bool has_part(const char *dir)
{
    char cmd[500];
    snprintf(cmd, sizeof cmd, "ls -A '%s' | grep -q '[.]part$'", dir);
    return system(cmd) == 0;
}

/* Where samples take seconds none that was made is made again, and the bytes are those of an undisturbed run. */
static void parts_on_disk_lose_no_sample(void **state)
{
    (void)state;
    const char *whole = fixture_path("slow-once"), *dir = fixture_path("slow");
    struct dataset_options o = fixture_options(whole, 25, 10);
    struct err e = {0};
    struct buf note = {0};
    o.parts_on_disk = true;
    assert_int_equal(fixture_make(&o, UINT64_MAX, &note, &e), ST_OK);
    assert_false(has_part(whole));
    const char *quick = fixture_path("quick");
    make(quick, 25);
    assert_same_dataset(quick, whole, 3); /* keeping parts changes no byte */
    o.dir = dir;
    o.resume = true;
    static const uint64_t stop[] = {7, 5, 6}; /* 7 | 7+5: into the second shard | 18 */
    uint64_t made = 0;
    for (int round = 0; round < 3; round++) {
        struct dataset_writer *w;
        uint64_t first, count;
        assert_int_equal(fixture_make(&o, stop[round], &note, &e), ST_OK);
        made += stop[round];
        assert_true(has_part(dir));
        assert_int_equal(dataset_writer_open(&w, &o, &e), ST_OK);
        assert_int_equal(dataset_writer_kept(w), made);
        assert_true(dataset_writer_next(w, &first, &count));
        assert_int_equal(first, made);
        dataset_writer_free(w);
    }
    /* a damaged part ends what is taken, one of another recipe is refused */
    FILE *f = fopen(fixture_path("slow/sample-000000014.part"), "r+b");
    fseek(f, -3, SEEK_END);
    fputc('x', f);
    fclose(f);
    struct dataset_writer *w;
    assert_int_equal(dataset_writer_open(&w, &o, &e), ST_OK);
    assert_int_equal(dataset_writer_kept(w), 14);
    dataset_writer_free(w);
    struct dataset_options other = o;
    other.seed++;
    assert_int_equal(dataset_writer_open(&w, &other, &e), ST_FORMAT);
    assert_non_null(strstr(e.msg, "seed"));
    e = (struct err){0};
    assert_int_equal(fixture_make(&o, UINT64_MAX, &note, &e), ST_OK);
    assert_same_dataset(whole, dir, 3);
    assert_false(has_part(dir));
    buf_release(&note);
}

static void resume_replaces_damaged_shards(void **state)
{
    (void)state;
    const char *whole = fixture_path("sound"), *dir = fixture_path("damaged");
    make(whole, 25);
    make(dir, 25);
    FILE *f = fopen(fixture_path("damaged/shard-000001.tar"), "r+b");
    fseek(f, 600, SEEK_SET);
    fputc(1, f);
    fclose(f);
    assert_int_equal(truncate(fixture_path("damaged/shard-000002.idx"), 50), 0);
    struct dataset_options o = fixture_options(dir, 25, 10);
    struct err e = {0};
    struct buf note = {0};
    o.resume = true;
    assert_int_equal(fixture_make(&o, UINT64_MAX, &note, &e), ST_OK);
    assert_same_dataset(whole, dir, 3);
}

static void a_dataset_can_grow(void **state)
{
    (void)state;
    const char *whole = fixture_path("large"), *dir = fixture_path("grown");
    make(whole, 42);
    make(dir, 15);
    struct dataset_options o = fixture_options(dir, 42, 10);
    struct err e = {0};
    struct buf note = {0};
    o.resume = true;
    assert_int_equal(fixture_make(&o, UINT64_MAX, &note, &e), ST_OK);
    assert_same_dataset(whole, dir, 5);
    o.count = 15; /* but not shrink */
    assert_int_equal(fixture_make(&o, UINT64_MAX, &note, &e), ST_FORMAT);
    assert_non_null(strstr(e.msg, "beyond"));
    assert_same_dataset(whole, dir, 5);
}

static void parts_make_the_whole(void **state)
{
    (void)state;
    const char *whole = fixture_path("one"), *dir = fixture_path("parts");
    make(whole, 73);
    struct buf note = {0};
    for (uint64_t part = 0; part < 3; part++) {
        struct err e = {0};
        struct dataset_options o = fixture_options(dir, 73, 10);
        o.part = part;
        o.parts = 3;
        buf_clear(&note);
        assert_int_equal(fixture_make(&o, UINT64_MAX, &note, &e), ST_OK);
        assert_int_equal(note.len > 0, part < 2);
        assert_int_equal(file_exists(fixture_path("parts/dataset.json")), part == 2);
    }
    assert_same_dataset(whole, dir, 8);
    /* a part is not made twice by accident */
    struct err e = {0};
    struct dataset_options o = fixture_options(dir, 73, 10);
    o.part = 1;
    o.parts = 3;
    assert_int_equal(fixture_make(&o, UINT64_MAX, &note, &e), ST_IO);
    o.part = 3;
    e = (struct err){0};
    assert_int_equal(fixture_make(&o, UINT64_MAX, &note, &e), ST_USAGE);
    /* more parts than shards: some have nothing to do */
    const char *many = fixture_path("many");
    uint64_t total = 0;
    for (uint64_t part = 0; part < 20; part++) {
        struct dataset_writer *w;
        o = fixture_options(many, 73, 10);
        o.part = part;
        o.parts = 20;
        e = (struct err){0};
        assert_int_equal(dataset_writer_open(&w, &o, &e), ST_OK);
        total += dataset_writer_total(w);
        dataset_writer_free(w);
    }
    assert_int_equal(total, 73);
    buf_release(&note);
}

static void what_is_there_is_not_overwritten(void **state)
{
    (void)state;
    const char *dir = fixture_path("there"), *copy = fixture_path("copy");
    make(dir, 15);
    make(copy, 15);
    struct dataset_options o = fixture_options(dir, 15, 10);
    struct buf note = {0};
    struct err e = {0};
    assert_int_equal(fixture_make(&o, UINT64_MAX, &note, &e), ST_IO);
    assert_non_null(strstr(e.msg, "--resume"));
    static const struct {
        const char *what;
        size_t offset;
    } changes[] = {{"seed", offsetof(struct dataset_options, seed)},
                   {"samples a shard", offsetof(struct dataset_options, shard_samples)}};
    for (size_t i = 0; i < 2; i++) {
        struct dataset_options other = o;
        other.resume = true;
        *(uint64_t *)((char *)&other + changes[i].offset) += 1;
        e = (struct err){0};
        assert_int_equal(fixture_make(&other, UINT64_MAX, &note, &e), ST_FORMAT);
        assert_non_null(strstr(e.msg, changes[i].what));
    }
    struct dataset_options other = o;
    other.resume = true;
    other.recipe_sha256 = fixture_font.sha256;
    e = (struct err){0};
    assert_int_equal(fixture_make(&other, UINT64_MAX, &note, &e), ST_FORMAT);
    assert_non_null(strstr(e.msg, "another recipe"));
    other.recipe_sha256 = o.recipe_sha256;
    other.n_fonts = 0;
    e = (struct err){0};
    assert_int_equal(fixture_make(&other, UINT64_MAX, &note, &e), ST_FORMAT);
    assert_non_null(strstr(e.msg, "font"));
    assert_same_dataset(dir, copy, 2);
}

static void force_removes_our_files_only(void **state)
{
    (void)state;
    const char *dir = fixture_path("forced"), *small = fixture_path("small");
    make(dir, 45);
    make(small, 5);
    assert_int_equal(file_write(fixture_path("forced/notes.txt"), "mine", 4, NULL), ST_OK);
    struct dataset_options o = fixture_options(dir, 5, 10);
    struct buf note = {0};
    struct err e = {0};
    o.force = true;
    assert_int_equal(fixture_make(&o, UINT64_MAX, &note, &e), ST_OK);
    assert_same_dataset(dir, small, 1);
    assert_true(file_exists(fixture_path("forced/notes.txt")));
    assert_false(file_exists(fixture_path("forced/shard-000001.tar")));
    assert_false(file_exists(fixture_path("forced/shard-000004.idx")));
}

static void two_writers_do_not_make_the_same_shard(void **state)
{
    (void)state;
    struct dataset_options o = fixture_options(fixture_path("busy"), 15, 10);
    struct dataset_writer *a, *b;
    struct err e = {0};
    uint64_t first, count;
    o.resume = true;
    assert_int_equal(dataset_writer_open(&a, &o, &e), ST_OK);
    assert_true(dataset_writer_next(a, &first, &count));
    assert_int_equal(count, 15);
    assert_int_equal(fixture_add(a, 0, &e), ST_OK);
    assert_int_equal(dataset_writer_open(&b, &o, &e), ST_OK); /* does not sweep what `a` writes */
    assert_true(file_exists(fixture_path("busy/shard-000000.tar.tmp")));
    assert_true(dataset_writer_next(b, &first, &count));
    assert_int_equal(fixture_add(b, 0, &e), ST_IO);
    assert_non_null(strstr(e.msg, "another process"));
    dataset_writer_free(b);
    e = (struct err){0};
    for (uint64_t i = 1; i < 15; i++) {
        assert_int_equal(fixture_add(a, i, &e), ST_OK);
    }
    struct buf note = {0};
    assert_int_equal(dataset_writer_finish(a, &note, &e), ST_OK);
    dataset_writer_free(a);
    make(fixture_path("alone"), 15);
    assert_same_dataset(fixture_path("alone"), fixture_path("busy"), 2);
}

static void a_kill_loses_one_shard_at_most(void **state)
{
    (void)state;
    struct dataset_options o = fixture_options(fixture_path("killed"), 35, 10);
    struct buf note = {0};
    struct err e = {0};
    o.resume = true;
    pid_t pid = fork();
    assert_true(pid >= 0);
    if (!pid) {
        struct dataset_writer *w;
        uint64_t first, count;
        if (!dataset_writer_open(&w, &o, &e) && dataset_writer_next(w, &first, &count)) {
            for (uint64_t i = 0; i < 27; i++) {
                (void)fixture_add(w, i, &e);
            }
        }
        _exit(0); /* no cleaning up: as by SIGKILL */
    }
    assert_int_equal(waitpid(pid, NULL, 0), pid);
    assert_true(file_exists(fixture_path("killed/shard-000001.idx")));
    assert_false(file_exists(fixture_path("killed/shard-000002.tar")));
    assert_true(file_exists(fixture_path("killed/shard-000002.tar.tmp")));
    struct dataset_writer *w;
    assert_int_equal(dataset_writer_open(&w, &o, &e), ST_OK);
    assert_int_equal(dataset_writer_kept(w), 20);
    assert_false(has_temp(fixture_path("killed")));
    dataset_writer_free(w);
    assert_int_equal(fixture_make(&o, UINT64_MAX, &note, &e), ST_OK);
    make(fixture_path("alive"), 35);
    assert_same_dataset(fixture_path("alive"), fixture_path("killed"), 4);
}

static void a_stream_is_one_tar_of_all_samples(void **state)
{
    (void)state;
    make(fixture_path("files"), 12);
    struct dataset_options o = fixture_options("-", 12, 10);
    struct buf note = {0};
    struct err e = {0};
    o.stream_fd = open(fixture_path("stream.tar"), O_WRONLY | O_CREAT | O_TRUNC, 0666);
    assert_int_equal(fixture_make(&o, UINT64_MAX, &note, &e), ST_OK);
    close(o.stream_fd);
    struct buf stream = fixture_file(fixture_dir, "stream.tar");
    struct buf a = fixture_file(fixture_path("files"), "shard-000000.tar");
    struct buf b = fixture_file(fixture_path("files"), "shard-000001.tar");
    assert_int_equal(stream.len, a.len + b.len - 1024);
    assert_memory_equal(stream.data, a.data, a.len - 1024);
    assert_memory_equal(stream.data + a.len - 1024, b.data, b.len);
    buf_release(&stream);
    buf_release(&a);
    buf_release(&b);
}

static void a_closed_pipe_stops_quietly_and_a_full_disk_does_not(void **state)
{
    (void)state;
    int fd[2];
    signal(SIGPIPE, SIG_IGN);
    assert_int_equal(pipe(fd), 0);
    close(fd[0]);
    struct dataset_options o = fixture_options("-", 12, 10);
    struct buf note = {0};
    struct err e = {0};
    o.stream_fd = fd[1];
    assert_int_equal(fixture_make(&o, UINT64_MAX, &note, &e), ST_STOPPED);
    assert_string_equal(e.msg, "");
    close(fd[1]);
    o.stream_fd = open("/dev/full", O_WRONLY);
    assert_int_equal(fixture_make(&o, UINT64_MAX, &note, &e), ST_IO);
    assert_non_null(strstr(e.msg, "No space left"));
    close(o.stream_fd);
}

static void tallies_of_parts_add_up(void **state)
{
    (void)state;
    struct tally whole = {0}, a = {0}, b = {0};
    for (unsigned i = 0; i < 500; i++) {
        char text[16];
        snprintf(text, sizeof text, "%u\xc3\xa9", i * 2654435761u);
        struct record_facts f = {.split = i % 3,
                                 .n_graphemes = (uint32_t)strlen(text) - 1,
                                 .source = i % 3 ? "x" : "yy",
                                 .text = text,
                                 .text_len = strlen(text)};
        tally_add(&whole, &f);
        tally_add(i < 200 ? &a : &b, &f);
    }
    tally_merge(&a, &b);
    struct buf x = {0}, y = {0};
    struct json jx = json_to(&x), jy = json_to(&y);
    tally_write(&whole, &jx);
    tally_write(&a, &jy);
    assert_string_equal(x.data, y.data);
    assert_non_null(strstr(x.data, "\"splits\":{\"val\":167,\"test\":166,\"train\":167}"));
    assert_non_null(strstr(x.data, "\"\xc3\xa9\":500}"));
    buf_release(&x);
    buf_release(&y);
    tally_release(&whole);
    tally_release(&a);
    tally_release(&b);
}

static void versions_name_program_and_libraries(void **state)
{
    (void)state;
    char v[400];
    origin_versions(v);
    static const char *const names[] = {"ersatz ",   "freetype 2.", "harfbuzz ",  "fribidi 1.",
                                        "libpng 1.", "zlib 1.",     "unistring ", "jpeg "};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (!strstr(v, names[i])) {
            fail_msg("no '%s' in '%s'", names[i], v);
        }
    }
    assert_null(strstr(v, "jpeg 00000000"));
    assert_null(strstr(v, "unistring 0.0"));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_written_is_read),
        cmocka_unit_test(a_whole_dataset_passes_check),
        cmocka_unit_test(resume_makes_what_is_missing_and_the_same_bytes),
        cmocka_unit_test(parts_on_disk_lose_no_sample),
        cmocka_unit_test(resume_replaces_damaged_shards),
        cmocka_unit_test(a_dataset_can_grow),
        cmocka_unit_test(parts_make_the_whole),
        cmocka_unit_test(what_is_there_is_not_overwritten),
        cmocka_unit_test(force_removes_our_files_only),
        cmocka_unit_test(two_writers_do_not_make_the_same_shard),
        cmocka_unit_test(a_kill_loses_one_shard_at_most),
        cmocka_unit_test(a_stream_is_one_tar_of_all_samples),
        cmocka_unit_test(a_closed_pipe_stops_quietly_and_a_full_disk_does_not),
        cmocka_unit_test(tallies_of_parts_add_up),
        cmocka_unit_test(versions_name_program_and_libraries),
    };
    return cmocka_run_group_tests(tests, fixture_begin, fixture_end);
}
