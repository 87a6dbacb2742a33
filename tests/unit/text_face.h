// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TESTS_TEXT_FACE_H
#define ERSATZ_TESTS_TEXT_FACE_H
/*
 * text_face - an installed font as a bare face, for tests of the text room alone: no fontset. Metrics come
 * from hhea through HarfBuzz.
 */
#include <fontconfig/fontconfig.h>
#include <hb-ot.h>
#include <hb.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/st.h"
#include "font/face.h"

struct test_face {
    struct face face;
    hb_blob_t *blob;
    char path[512];
};

/* File and number in it of the font that a fontconfig pattern names; false if it is not installed. */
static inline bool test_face_find(const char *pattern, char path[512], int *index)
{
    FcPattern *p = FcNameParse((const FcChar8 *)pattern);
    FcObjectSet *want = FcObjectSetBuild(FC_FILE, FC_INDEX, (char *)0);
    FcFontSet *set = FcFontList(NULL, p, want);
    FcChar8 *file;
    bool found = set->nfont && !FcPatternGetString(set->fonts[0], FC_FILE, 0, &file) &&
                 !FcPatternGetInteger(set->fonts[0], FC_INDEX, 0, index);
    if (found) {
        snprintf(path, 512, "%s", (const char *)file);
        *index &= 0xffff;
    }
    FcFontSetDestroy(set);
    FcObjectSetDestroy(want);
    FcPatternDestroy(p);
    return found;
}

/* False if the font is not installed. */
static inline bool test_face_open(struct test_face *tf, const char *pattern, int id)
{
    *tf = (struct test_face){0};
    struct face *f = &tf->face;
    if (!test_face_find(pattern, tf->path, &f->index)) {
        return false;
    }
    tf->blob = hb_blob_create_from_file_or_fail(tf->path);
    if (!tf->blob) {
        BUG("cannot read '%s'", tf->path);
    }
    f->family = pattern;
    f->path = tf->path;
    f->style = "Test";
    f->id = id;
    unsigned len;
    f->bytes = hb_blob_get_data(tf->blob, &len);
    f->n_bytes = len;
    f->hb_face = hb_face_create(tf->blob, (unsigned)f->index);
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
    return true;
}

static inline void test_face_close(struct test_face *tf)
{
    hb_font_destroy(tf->face.hb_font);
    hb_face_destroy(tf->face.hb_face);
    hb_blob_destroy(tf->blob);
}

#endif
