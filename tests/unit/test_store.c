// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <ftw.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "../scene/scene_fixture.h"
#include "base/files.h"
#include "cycles/store.h"

static char root[] = "/tmp/ersatz-store-XXXXXX";

static bool has(const char *folder, const char *key, const char *ending)
{
    struct arena a = {0};
    bool yes = file_exists(arena_printf(&a, "%s/%s.%s", folder, key, ending));
    arena_release(&a);
    return yes;
}

/* One frame that wants a texture by this key. */
static void frame(struct store *s, struct fixture *f, const char *key)
{
    struct err e = {0};
    f->scene.texture[0].key = key;
    store_begin(s);
    if (store_mesh(s, &f->box, &e) || store_texture(s, &f->scene.texture[0], &e)) {
        fail_msg("%s", e.msg);
    }
    store_settle(s);
    assert_true(has(s->cache, key, "png") || has(s->work, key, "png"));
}

static void what_two_frames_want_is_kept_and_the_rest_is_not(void **state)
{
    (void)state;
    struct fixture f;
    struct store s;
    struct err e = {0};
    fixture_init(&f, 1, 64, 48, 60);
    assert_int_equal(store_open(&s, root, &e), ST_OK);
    frame(&s, &f, "once");
    assert_true(has(s.work, "once", "png") && !has(s.cache, "once", "png"));
    frame(&s, &f, "twice");
    assert_false(has(s.work, "once", "png"));     /* no frame wants it */
    assert_true(has(s.cache, f.box.key, "mesh")); /* the second frame did */
    frame(&s, &f, "twice");
    assert_true(has(s.cache, "twice", "png") && !has(s.work, "twice", "png"));
    frame(&s, &f, "once"); /* was let go, is wanted again: now it stays */
    assert_true(has(s.cache, "once", "png"));
    for (int i = 0; i < 3000; i++) { /* the table of names grows */
        char key[32];
        snprintf(key, sizeof key, "tag-%d", i);
        f.scene.texture[0].key = key;
        store_begin(&s);
        assert_int_equal(store_texture(&s, &f.scene.texture[0], NULL), ST_OK);
        store_settle(&s);
        assert_int_equal(s.n_own, 1);
    }
    char *work = strdup(s.work);
    store_close(&s);
    assert_false(dir_exists(work));
    assert_false(has(root, "tag-7", "png"));
    assert_true(has(root, "twice", "png"));
    free(work);
    fixture_release(&f);
}

static void the_same_texture_twice_in_a_frame_is_one(void **state)
{
    (void)state;
    struct fixture f;
    struct store s;
    fixture_init(&f, 1, 64, 48, 60);
    assert_int_equal(store_open(&s, root, NULL), ST_OK);
    f.scene.texture[0].key = "same";
    store_begin(&s);
    assert_int_equal(store_texture(&s, &f.scene.texture[0], NULL), ST_OK);
    assert_int_equal(store_texture(&s, &f.scene.texture[0], NULL), ST_OK);
    store_settle(&s);
    assert_int_equal(s.n_own, 1);
    store_keep_all(&s);
    assert_true(has(s.cache, "same", "png"));
    store_close(&s);
    fixture_release(&f);
}

static void files_hold_what_they_are_named_after(void **state)
{
    (void)state;
    struct fixture f;
    struct store s;
    struct buf b = {0};
    struct arena a = {0};
    struct mesh back;
    struct image im = {0};
    fixture_init(&f, 1, 64, 48, 60);
    assert_int_equal(store_open(&s, root, NULL), ST_OK);
    frame(&s, &f, "pixels");
    store_keep_all(&s);
    assert_int_equal(file_read(arena_printf(&a, "%s/%s.mesh", root, f.box.key), &b, NULL), ST_OK);
    assert_int_equal(mesh_parse(&back, "x", b.data, b.len, &a, NULL), ST_OK);
    assert_string_equal(back.key, f.box.key);
    assert_int_equal(image_read(arena_printf(&a, "%s/pixels.png", root), 3, &im, NULL), ST_OK);
    assert_memory_equal(im.px, f.art.px, 64 * 64 * 3);
    image_release(&im);
    buf_release(&b);
    store_close(&s);
    arena_release(&a);
    fixture_release(&f);
}

static void names_that_leave_the_folder_are_refused(void **state)
{
    (void)state;
    struct fixture f;
    struct store s;
    struct err e = {0};
    fixture_init(&f, 1, 64, 48, 60);
    assert_int_equal(store_open(&s, root, NULL), ST_OK);
    static const char *const bad[] = {"", "../x", "a/b", "a b", "a.b"};
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        f.scene.texture[0].key = bad[i];
        store_begin(&s);
        assert_int_equal(store_texture(&s, &f.scene.texture[0], &e), ST_RANGE);
    }
    store_close(&s);
    fixture_release(&f);
}

static void the_dead_are_swept_and_the_living_left_alone(void **state)
{
    (void)state;
    struct store living, next;
    assert_int_equal(store_open(&living, root, NULL), ST_OK);
    int told[2];
    assert_int_equal(pipe(told), 0);
    pid_t pid = fork();
    if (pid == 0) {
        struct store dead;
        ssize_t rc =
            store_open(&dead, root, NULL) ? 0 : write(told[1], dead.work, strlen(dead.work) + 1);
        _exit(rc <= 0); /* without store_close() */
    }
    char path[256] = "";
    assert_true(read(told[0], path, sizeof path) > 0);
    waitpid(pid, NULL, 0);
    assert_true(dir_exists(path));
    assert_int_equal(store_open(&next, root, NULL), ST_OK);
    assert_false(dir_exists(path));
    assert_true(dir_exists(living.work));
    store_close(&next);
    store_close(&living);
    close(told[0]);
    close(told[1]);
}

static void a_folder_that_cannot_be_made_is_told(void **state)
{
    (void)state;
    struct store s;
    struct err e = {0};
    assert_int_equal(store_open(&s, "/proc/nothing/cache", &e), ST_IO);
    assert_non_null(strstr(e.msg, "/proc/nothing"));
    store_close(&s);
    store_close(NULL);
}

static int remove_one(const char *path, const struct stat *sb, int type, struct FTW *ftw)
{
    (void)sb, (void)type, (void)ftw;
    return remove(path);
}

int main(void)
{
    if (!mkdtemp(root)) {
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_two_frames_want_is_kept_and_the_rest_is_not),
        cmocka_unit_test(the_same_texture_twice_in_a_frame_is_one),
        cmocka_unit_test(files_hold_what_they_are_named_after),
        cmocka_unit_test(names_that_leave_the_folder_are_refused),
        cmocka_unit_test(the_dead_are_swept_and_the_living_left_alone),
        cmocka_unit_test(a_folder_that_cannot_be_made_is_told),
    };
    int failed = cmocka_run_group_tests(tests, NULL, NULL);
    nftw(root, remove_one, 8, FTW_DEPTH | FTW_PHYS);
    return failed;
}
