// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TESTS_TEXT_FACE_H
#define ERSATZ_TESTS_TEXT_FACE_H
/*
 * text_face - a face straight from a file of tests/fonts, for tests of the text room alone: no
 * fontset, no fontconfig. Metrics come from hhea through HarfBuzz.
 */
#include <hb-ot.h>
#include <hb.h>
#include <stdbool.h>

#include "base/st.h"
#include "font/face.h"

struct test_face {
    struct face face;
    hb_blob_t *blob;
};

static inline void test_face_open(struct test_face *tf, const char *path, int id)
{
    *tf = (struct test_face){.blob = hb_blob_create_from_file_or_fail(path)};
    if (!tf->blob) {
        BUG("cannot read '%s' (tests run from the repository's root)", path);
    }
    struct face *f = &tf->face;
    f->family = f->path = path;
    f->style = "Test";
    f->id = id;
    unsigned len;
    f->bytes = hb_blob_get_data(tf->blob, &len);
    f->n_bytes = len;
    f->hb_face = hb_face_create(tf->blob, 0);
    f->upem = (int)hb_face_get_upem(f->hb_face);
    f->hb_font = hb_font_create(f->hb_face);
    hb_font_set_scale(f->hb_font, f->upem, f->upem);
    hb_font_make_immutable(f->hb_font);
    hb_font_extents_t ex;
    hb_font_get_h_extents(f->hb_font, &ex);
    f->ascent = (double)ex.ascender / f->upem;
    f->descent = -(double)ex.descender / f->upem;
    f->line_gap = (double)ex.line_gap / f->upem;
    f->variable = hb_ot_var_has_data(f->hb_face);
}

static inline void test_face_close(struct test_face *tf)
{
    hb_font_destroy(tf->face.hb_font);
    hb_face_destroy(tf->face.hb_face);
    hb_blob_destroy(tf->blob);
}

#endif
