// SPDX-License-Identifier: MIT
/*
 * Gives every file of the folder argv[1] to a fuzz target, in order of name, without libFuzzer: so a
 * fuzzer's corpus is a test under any compiler. Speaks TAP; a crash leaves it without its plan.
 */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/files.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static int visible(const struct dirent *d)
{
    return d->d_name[0] != '.';
}

static int replay(const char *folder, const char *name)
{
    struct buf path = {0}, bytes = {0};
    struct err e = {0};
    buf_printf(&path, "%s/%s", folder, name);
    int bad = file_read(path.data, &bytes, &e) != ST_OK;
    if (bad) {
        printf("# %s\n", e.msg);
    } else {
        /* exactly as many bytes as there are, so that a sanitizer sees a read past the end */
        uint8_t *exact = malloc(bytes.len ? bytes.len : 1);
        for (size_t i = 0; exact && i < bytes.len; i++) {
            exact[i] = (uint8_t)bytes.data[i];
        }
        LLVMFuzzerTestOneInput(exact, bytes.len);
        free(exact);
    }
    buf_release(&path);
    buf_release(&bytes);
    return bad;
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: %s FOLDER\n", argv[0]);
        return 2;
    }
    struct dirent **entry = NULL;
    int n = scandir(argv[1], &entry, visible, alphasort), failed = 0;
    for (int i = 0; i < n; i++) {
        int bad = replay(argv[1], entry[i]->d_name);
        printf("%s %d - %s\n", bad ? "not ok" : "ok", i + 1, entry[i]->d_name);
        fflush(stdout);
        failed += bad;
        free(entry[i]);
    }
    free(entry);
    printf("1..%d\n", n > 0 ? n : 0);
    if (n <= 0) {
        fprintf(stderr, "no files in '%s'\n", argv[1]);
    }
    return failed || n <= 0;
}
