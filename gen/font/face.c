// SPDX-License-Identifier: MIT
#include "font/face.h"

#include <fcntl.h>
#include <ft2build.h>
#include FT_FREETYPE_H
#include FT_TRUETYPE_TABLES_H
#include <hb-ot.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/files.h"
#include "base/utf8.h"
#include "font/standin.h"

/* --- bytes ------------------------------------------------------------------------------------------- */

struct mapping {
    void *bytes;
    size_t len;
};

static void unmap(void *p)
{
    struct mapping *m = p;
    munmap(m->bytes, m->len);
    free(m);
}

/* HarfBuzz could map the file itself. Ours says that access is random: then the kernel maps single pages
 * around a glyph instead of runs of sixteen, which for two hundred faces is most of a process's memory. */
static enum st map_file(const char *path, hb_blob_t **out, struct err *e)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    struct stat sb;
    if (fd < 0 || fstat(fd, &sb)) {
        enum st st = err_errno(e, "cannot open font '%s'", path);
        if (fd >= 0) {
            close(fd);
        }
        return st;
    }
    size_t len = (size_t)sb.st_size;
    void *bytes =
        len && len <= UINT_MAX ? mmap(NULL, len, PROT_READ, MAP_PRIVATE, fd, 0) : MAP_FAILED;
    close(fd);
    struct mapping *m = bytes == MAP_FAILED ? NULL : malloc(sizeof *m);
    if (!m) {
        return err_set(e, ST_FORMAT, "font '%s' is empty or cannot be mapped", path);
    }
    madvise(bytes, len, MADV_RANDOM);
    *m = (struct mapping){bytes, len};
    *out = hb_blob_create(bytes, (unsigned)len, HB_MEMORY_MODE_READONLY, m, unmap);
    return ST_OK;
}

static bool is_woff(hb_blob_t *b)
{
    unsigned len;
    const char *p = hb_blob_get_data(b, &len);
    return len >= 4 && (!memcmp(p, "wOFF", 4) || !memcmp(p, "wOF2", 4));
}

/* FreeType unpacks WOFF and WOFF2; its tables are put together again as a plain font, which HarfBuzz and
 * every worker's FreeType then read without unpacking. */
static hb_blob_t *unpack_woff(hb_blob_t *packed)
{
    unsigned len;
    const char *bytes = hb_blob_get_data(packed, &len);
    FT_Library lib;
    FT_Face face;
    if (FT_Init_FreeType(&lib)) {
        return NULL;
    }
    hb_blob_t *out = NULL;
    if (!FT_New_Memory_Face(lib, (const FT_Byte *)bytes, (FT_Long)len, 0, &face)) {
        hb_face_t *builder = hb_face_builder_create();
        FT_ULong count = 0, tag, size;
        FT_Sfnt_Table_Info(face, 0, NULL, &count);
        for (FT_UInt i = 0; i < count; i++) {
            if (FT_Sfnt_Table_Info(face, i, &tag, &size)) {
                continue;
            }
            FT_Byte *table = malloc(size ? size : 1);
            if (table && !FT_Load_Sfnt_Table(face, tag, 0, table, &size)) {
                hb_blob_t *t = hb_blob_create((char *)table, (unsigned)size,
                                              HB_MEMORY_MODE_WRITABLE, table, free);
                hb_face_builder_add_table(builder, (hb_tag_t)tag, t);
                hb_blob_destroy(t);
            } else {
                free(table);
            }
        }
        out = hb_face_reference_blob(builder);
        hb_face_destroy(builder);
        FT_Done_Face(face);
    }
    FT_Done_FreeType(lib);
    return out;
}

static enum st font_bytes(const char *path, hb_blob_t **out, bool *mapped, struct err *e)
{
    enum st st = map_file(path, out, e);
    *mapped = !st && !is_woff(*out);
    if (!st && !*mapped) {
        hb_blob_t *packed = *out;
        *out = unpack_woff(packed);
        hb_blob_destroy(packed);
        if (!*out) {
            return err_set(e, ST_FORMAT, "font '%s': broken WOFF", path);
        }
    }
    return st;
}

unsigned face_count(const char *path)
{
    hb_blob_t *b;
    bool mapped;
    if (font_bytes(path, &b, &mapped, NULL)) {
        return 0;
    }
    unsigned n = hb_face_count(b);
    hb_blob_destroy(b);
    return n;
}

/* --- metrics and coverage ---------------------------------------------------------------------------- */

static bool needs_no_glyph(uint32_t cp)
{
    return cp < 0x20 || cp == 0x7f || cp == 0xad || (cp >= 0x200b && cp <= 0x200f) ||
           (cp >= 0x2028 && cp <= 0x202e) || (cp >= 0x2060 && cp <= 0x206f) ||
           (cp >= 0xfe00 && cp <= 0xfe0f) || cp == 0xfeff || (cp >= 0xe0100 && cp <= 0xe01ef);
}

static bool is_space(uint32_t cp)
{
    return cp == ' ' || cp == 0xa0 || (cp >= 0x2000 && cp <= 0x200a) || cp == 0x202f ||
           cp == 0x205f || cp == 0x3000;
}

static bool has_ink(const struct face *f, uint32_t cp)
{
    hb_codepoint_t gid;
    hb_glyph_extents_t ext;
    return hb_font_get_nominal_glyph(f->hb_font, cp, &gid) && gid != 0 &&
           hb_font_get_glyph_extents(f->hb_font, gid, &ext) && ext.width != 0 && ext.height != 0;
}

static double glyph_top_em(const struct face *f, uint32_t cp, double otherwise)
{
    hb_codepoint_t gid;
    hb_glyph_extents_t ext;
    if (hb_font_get_nominal_glyph(f->hb_font, cp, &gid) &&
        hb_font_get_glyph_extents(f->hb_font, gid, &ext)) {
        return (double)ext.y_bearing / f->upem;
    }
    return otherwise;
}

static void measure(struct face *f)
{
    hb_font_extents_t ext = {0};
    hb_position_t v;
    hb_font_get_h_extents(f->hb_font, &ext);
    f->ascent = (double)ext.ascender / f->upem;
    f->descent = -(double)ext.descender / f->upem;
    f->line_gap = (double)ext.line_gap / f->upem;
    f->x_height = hb_ot_metrics_get_position(f->hb_font, HB_OT_METRICS_TAG_X_HEIGHT, &v) && v > 0
                      ? (double)v / f->upem
                      : glyph_top_em(f, 'x', 0.5);
    f->cap_height =
        hb_ot_metrics_get_position(f->hb_font, HB_OT_METRICS_TAG_CAP_HEIGHT, &v) && v > 0
            ? (double)v / f->upem
            : glyph_top_em(f, 'H', 0.7);
    hb_codepoint_t narrow, wide;
    f->fixed_width = hb_font_get_nominal_glyph(f->hb_font, 'i', &narrow) &&
                     hb_font_get_nominal_glyph(f->hb_font, 'W', &wide) &&
                     hb_font_get_glyph_h_advance(f->hb_font, narrow) ==
                         hb_font_get_glyph_h_advance(f->hb_font, wide);
    for (uint32_t cp = ' '; cp < 127; cp++) {
        hb_codepoint_t gid;
        bool good = cp == ' ' ? hb_font_get_nominal_glyph(f->hb_font, cp, &gid) : has_ink(f, cp);
        f->ascii[cp / 64] |= (uint64_t)good << cp % 64;
    }
}

bool face_maps(const struct face *f, uint32_t cp)
{
    if (cp < 128) {
        return cp < 0x20 || cp == 127 || (f->ascii[cp / 64] >> cp % 64 & 1);
    }
    if (needs_no_glyph(cp) || hb_set_has(f->cover, cp)) {
        return true;
    }
    const struct standin *si = f->composes ? standin_find(cp) : NULL;
    return si && hb_set_has(f->cover, si->draws);
}

/* The code point's own ink, or its stand-in's. */
static bool has_some_ink(const struct face *f, uint32_t cp)
{
    const struct standin *si = f->composes && !hb_set_has(f->cover, cp) ? standin_find(cp) : NULL;
    return has_ink(f, si ? si->draws : cp);
}

bool face_covers(const struct face *f, const char *s, size_t len)
{
    for (size_t i = 0; i < len;) {
        uint32_t cp = utf8_next(s, len, &i);
        if (!face_maps(f, cp) ||
            (cp >= 128 && !needs_no_glyph(cp) && !is_space(cp) && !has_some_ink(f, cp))) {
            return false;
        }
    }
    return true;
}

/* --- opening ------------------------------------------------------------------------------------------- */

static bool has_table(hb_face_t *face, hb_tag_t tag)
{
    hb_blob_t *b = hb_face_reference_table(face, tag);
    bool there = hb_blob_get_length(b) > 0;
    hb_blob_destroy(b);
    return there;
}

enum st face_open(struct face *f, const char *path, int index, const struct face *same,
                  struct err *e)
{
    hb_blob_t *blob = same ? hb_face_reference_blob(same->hb_face) : NULL;
    bool mapped = same && same->mapped;
    enum st st = same ? ST_OK : font_bytes(path, &blob, &mapped, e);
    if (st) {
        return st;
    }
    f->path = path;
    f->index = index;
    f->hb_face = hb_face_create(blob, (unsigned)index & 0xffff);
    unsigned len;
    f->bytes = hb_blob_get_data(blob, &len);
    f->n_bytes = len;
    hb_blob_destroy(blob); /* the face keeps it */
    f->upem = (int)hb_face_get_upem(f->hb_face);
    if (!hb_face_get_glyph_count(f->hb_face) ||
        !has_table(f->hb_face, HB_TAG('c', 'm', 'a', 'p'))) {
        face_close(f);
        return err_set(e, ST_FORMAT, "'%s' is not a font", path);
    }
    if (!has_table(f->hb_face, HB_TAG('g', 'l', 'y', 'f')) &&
        !has_table(f->hb_face, HB_TAG('C', 'F', 'F', ' ')) &&
        !has_table(f->hb_face, HB_TAG('C', 'F', 'F', '2'))) {
        face_close(f);
        return err_set(e, ST_FORMAT,
                       "font '%s' has no outlines (bitmaps and colour glyphs are not drawn)", path);
    }
    f->hb_font = hb_font_create(f->hb_face);
    hb_font_set_scale(f->hb_font, f->upem, f->upem);
    f->variable = hb_ot_var_has_data(f->hb_face);
    f->cover = hb_set_create();
    hb_face_collect_unicodes(f->hb_face, f->cover);
    measure(f);
    hb_face_make_immutable(f->hb_face);
    hb_font_make_immutable(f->hb_font);
    f->mapped = mapped;
    face_rest(f); /* of a large fontset most is never drawn */
    return ST_OK;
}

void face_rest(const struct face *f)
{
    if (f->mapped) {
        madvise((void *)f->bytes, f->n_bytes, MADV_DONTNEED);
    }
}

void face_close(struct face *f)
{
    if (f) {
        hb_set_destroy(f->cover);
        hb_font_destroy(f->hb_font);
        hb_face_destroy(f->hb_face);
        f->cover = NULL;
        f->hb_font = NULL;
        f->hb_face = NULL;
    }
}

enum st face_sha256(const struct face *f, char out[65], struct err *e)
{
    return file_sha256(f->path, out, e);
}
