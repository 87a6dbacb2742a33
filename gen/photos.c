// SPDX-License-Identifier: MIT
#include "photos.h"

#include <stdlib.h>

#include "base/files.h"

enum st photos_load(const struct recipe *r, struct image **out, size_t *n, struct err *e)
{
    struct arena a = {0};
    struct image *photos = NULL;
    enum st st = ST_OK;
    *n = 0;
    for (size_t i = 0; i < r->n_photos && !st; i++) {
        const char **path;
        size_t files;
        st = files_glob(r->photos[i], &a, &path, &files, e);
        if (st) {
            err_wrap(e, st, "%sphotos: ", recipe_where(r, r->photos[i], &a));
        }
        for (size_t k = 0; k < files && !st; k++) {
            struct image *v = realloc(photos, (*n + 1) * sizeof *v);
            if (!v) {
                BUG("out of memory");
            }
            photos = v;
            st = image_read(path[k], 3, &v[*n], e);
            *n += !st;
        }
    }
    arena_release(&a);
    *out = photos;
    return st;
}

void photos_free(struct image *photos, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        image_release(&photos[i]);
    }
    free(photos);
}
