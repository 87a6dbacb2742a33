// SPDX-License-Identifier: MIT
/*
 * Layout against hb-shape (HarfBuzz's own program; those checks are skipped where it is not
 * installed), and against orders, positions and shapes that can be said beforehand.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "text/itemize.h"
#include "text/layout.h"
#include "text_face.h"

enum { SANS, INTER, CJK, DEVA, N_FACES };
static const char *const pattern[N_FACES] = {
    "DejaVu Sans:fullname=DejaVu Sans", "Inter:variable=True", "Noto Sans CJK SC:style=Regular",
    "Noto Sans Devanagari:style=Regular"};
static struct test_face face[N_FACES];
static struct shaper *sh;
static struct arena arena;

static void near(double got, double want, double tol)
{
    if (!(fabs(got - want) <= tol)) {
        fail_msg("got %.9g, want %.9g within %g", got, want, tol);
    }
}

/* Lays `text` out in one face at 100 px. */
static enum st lay(struct sample *s, int f, const char *text, struct layout *out, struct err *e)
{
    struct face_run *run = arena_zarray(&arena, struct face_run, 1);
    run->face = &face[f].face;
    struct styled_text t = {.text = text, .len = strlen(text), .run = run, .n_runs = 1};
    return layout_make(sh, s, &t, 100, &arena, out, e);
}

static struct layout must_lay(struct sample *s, int f, const char *text)
{
    struct layout l;
    struct err e = {0};
    if (lay(s, f, text, &l, &e)) {
        fail_msg("'%s': %s", text, e.msg);
    }
    return l;
}

/* The unit that holds byte `at`. */
static const struct unit *unit_at(const struct layout *l, size_t at)
{
    for (size_t i = 0; i < l->n_units; i++) {
        if (at >= l->unit[i].start && at < l->unit[i].end) {
            return &l->unit[i];
        }
    }
    fail_msg("no unit for byte %zu", at);
    return NULL;
}

static double left_of(const struct layout *l, const char *text, const char *piece)
{
    return unit_at(l, (size_t)(strstr(text, piece) - text))->advance.x0;
}

/* --- hb-shape -------------------------------------------------------------------------------- */

struct hb_line {
    unsigned gid[128];
    int dx[128], dy[128], ax[128], ay[128];
    size_t n;
};

static bool have_hb_shape(void)
{
    return system("command -v hb-shape >/dev/null 2>&1") == 0;
}

/* hb-shape's output, "[gid=cluster@dx,dy+ax,ay|...]". False if the program is not there. */
static bool hb_shape_run(int f, const char *options, const char *text, struct hb_line *out)
{
    if (!have_hb_shape()) {
        return false;
    }
    char *cmd = arena_printf(&arena, "hb-shape --no-glyph-names --face-index=%d %s '%s' '%s'",
                             face[f].face.index, options, face[f].path, text);
    FILE *p = popen(cmd, "r");
    assert_non_null(p);
    char line[8192];
    assert_non_null(fgets(line, sizeof line, p));
    assert_int_equal(pclose(p), 0);
    *out = (struct hb_line){0};
    for (char *s = line; (*s == '[' || *s == '|') && out->n < 128; out->n++) {
        size_t i = out->n;
        out->gid[i] = (unsigned)strtoul(s + 1, &s, 10);
        strtoul(s + 1, &s, 10);
        if (*s == '@') {
            out->dx[i] = (int)strtol(s + 1, &s, 10);
            out->dy[i] = (int)strtol(s + 1, &s, 10);
        }
        out->ax[i] = (int)strtol(s + 1, &s, 10);
        if (*s == ',') {
            out->ay[i] = (int)strtol(s + 1, &s, 10);
        }
    }
    return true;
}

/* Glyph ids and positions of a one-item layout are those of hb-shape. */
static void same_as_hb(struct sample *s, int f, const char *options, const char *text)
{
    struct layout l = must_lay(s, f, text);
    struct hb_line hb;
    if (!hb_shape_run(f, options, text, &hb)) {
        return;
    }
    double k = 100.0 / face[f].face.upem, pen = 0;
    assert_int_equal(l.n_glyphs, hb.n);
    for (size_t i = 0; i < hb.n; i++) {
        assert_int_equal(l.glyph[i].gid, hb.gid[i]);
        near(l.glyph[i].x, l.vertical ? hb.dx[i] * k : pen + hb.dx[i] * k, 1e-9);
        near(l.glyph[i].y, l.vertical ? pen - hb.dy[i] * k : -hb.dy[i] * k, 1e-9);
        pen += (l.vertical ? -hb.ay[i] : hb.ax[i]) * k;
    }
    near(l.vertical ? l.box.y1 : l.box.x1, pen, 1e-9);
}

static void test_hb_shape(void **state)
{
    (void)state;
    if (!have_hb_shape()) {
        skip();
    }
    struct sample s = {0};
    same_as_hb(&s, SANS, "", "AVATAR To");
    same_as_hb(&s, SANS, "", "office Ta\xcc\x88te e\xcc\x81");
    same_as_hb(&s, SANS, "--direction=rtl --script=arab", "السلام عليكم");
    same_as_hb(&s, SANS, "--direction=rtl --script=hebr", "שָׁלוֹם עולם");
    same_as_hb(&s, SANS, "", "Привет, мир");
    same_as_hb(&s, DEVA, "", "हिन्दी क्षत्रिय नमस्ते");
    if (face[INTER].blob) {
        same_as_hb(&s, INTER, "", "AVATAR Tofu");
    }
    s.features = "-kern, -liga";
    same_as_hb(&s, SANS, "--features=-kern,-liga", "AVATAR office");
    s.features = "";
    s.direction = DIRECTION_TTB;
    same_as_hb(&s, CJK, "--direction=ttb", "漢字「中国」文。");
}

static void test_kerning(void **state)
{
    (void)state;
    struct sample s = {0}, plain = {.features = "-kern"};
    struct layout l = must_lay(&s, SANS, "AVATAR To"), p = must_lay(&plain, SANS, "AVATAR To");
    assert_true(l.box.x1 < p.box.x1 - 10);
    assert_int_equal(l.n_words, 2);
    assert_int_equal(l.unit[6].word, NO_WORD);
    assert_true(l.unit[6].space);
}

/* --- units ----------------------------------------------------------------------------------- */

static void test_units_cover(void **state)
{
    (void)state;
    const char *const texts[] = {"abc  de\nf",
                                 "ofﬁce ﬂoﬀ fi ffi",
                                 "السلام عليكم 123 لا",
                                 "שָׁלוֹם (abc) עולם",
                                 "a\u200b\u200db\u200e c\u200f",
                                 "e\u0301\u0308x",
                                 "\u200e \u200f",
                                 "Ab: سلام, (لا) 12,5 €!",
                                 " lead and trail ",
                                 "\n\n"};
    for (size_t k = 0; k < sizeof texts / sizeof *texts; k++) {
        for (int dir = DIRECTION_AUTO; dir <= DIRECTION_TTB; dir++) {
            struct sample s = {.direction = dir, .tracking_em = (double)(k % 2) * 0.1};
            struct layout l = must_lay(&s, SANS, texts[k]);
            uint32_t at = 0;
            for (size_t i = 0; i < l.n_units; i++) {
                const struct unit *u = &l.unit[i];
                at += texts[k][at] == '\n' ? 1 : 0;
                while (texts[k][at] == '\n') {
                    at++;
                }
                assert_int_equal(u->start, at);
                assert_true(u->end > u->start);
                assert_true(u->start >= l.line[u->line].start && u->end <= l.line[u->line].end);
                assert_true(u->advance.x0 <= u->advance.x1 && u->advance.y0 <= u->advance.y1);
                assert_true(u->advance.x0 >= l.box.x0 - 1e-9 && u->advance.x1 <= l.box.x1 + 1e-9);
                assert_true(u->part < u->parts);
                if (u->word != NO_WORD) {
                    assert_true(u->start >= l.word[u->word].start && u->end <= l.word[u->word].end);
                }
                at = u->end;
            }
            while (texts[k][at] == '\n') {
                at++;
            }
            assert_int_equal(at, strlen(texts[k]));
            for (size_t i = 0; i < l.n_glyphs; i++) {
                assert_true(l.glyph[i].unit < l.n_units && l.glyph[i].gid != 0);
            }
            for (size_t i = 0; i + 1 < l.n_words; i++) {
                assert_true(l.word[i].end <= l.word[i + 1].start);
            }
        }
    }
}

static void test_ligature(void **state)
{
    (void)state;
    struct sample s = {0};
    struct layout l = must_lay(&s, SANS, "office");
    assert_int_equal(l.n_units, 6);
    assert_int_equal(l.n_glyphs, 4); /* o ffi c e */
    double start = l.unit[0].advance.x1;
    for (uint32_t i = 0; i < 3; i++) {
        const struct unit *u = &l.unit[1 + i];
        assert_int_equal(u->parts, 3);
        assert_int_equal(u->part, i);
        near(u->advance.x0, start, 1e-9);
        assert_true(u->advance.x1 > start + 5);
        start = u->advance.x1;
    }
    near(start, l.unit[4].advance.x0, 1e-9);
    assert_int_equal(l.glyph[1].unit, 1);
    assert_int_equal(l.glyph[2].unit, 4);
    s.tracking_em = 0.1; /* spaced letters have no ligature */
    struct layout t = must_lay(&s, SANS, "office");
    assert_int_equal(t.n_glyphs, 6);
    for (size_t i = 0; i < 6; i++) {
        assert_int_equal(t.unit[i].parts, 1);
    }
    s.tracking_em = 0;
    s.features = "-liga";
    struct layout plain = must_lay(&s, SANS, "office");
    near(t.box.x1, plain.box.x1 + 5 * 10, 1e-9); /* five gaps of 0.1 em */
}

static void test_ignorables(void **state)
{
    (void)state;
    struct sample s = {.tracking_em = 0.1};
    struct layout with = must_lay(&s, SANS, "a\u200bb\u200ec"), without = must_lay(&s, SANS, "abc");
    assert_int_equal(with.n_glyphs, 3);
    near(with.box.x1, without.box.x1, 1e-9);
    assert_int_equal(with.n_units, 5);
    assert_int_equal(with.n_words, 1);
    assert_true(with.unit[1].space);
}

static void test_missing(void **state)
{
    (void)state;
    struct sample s = {0};
    struct layout l;
    struct err e = {0};
    assert_int_equal(lay(&s, SANS, "price 中 1", &l, &e), ST_RANGE);
    assert_non_null(strstr(e.msg, "U+4E2D"));
    assert_non_null(strstr(e.msg, "DejaVu"));
    e = (struct err){0};
    assert_int_equal(lay(&s, DEVA, "e\u0301", &l, &e), ST_RANGE);
    s.features = "no such feature!";
    e = (struct err){0};
    assert_int_equal(lay(&s, SANS, "a", &l, &e), ST_RECIPE);
    assert_int_equal(lay(&s, SANS, "a", &l, NULL), ST_RECIPE);
    s.features = NULL;
    struct face_run run = {0, &face[SANS].face};
    struct styled_text t = {.text = "a", .len = 1, .run = &run, .n_runs = 1};
    const double bad[] = {0, -1, NAN, INFINITY, 1e6};
    for (int i = 0; i < 5; i++) {
        assert_int_equal(layout_make(sh, &s, &t, bad[i], &arena, &l, NULL), ST_RANGE);
    }
}

/* --- bidi ------------------------------------------------------------------------------------ */

static void test_arabic(void **state)
{
    (void)state;
    struct sample s = {0}, tracked = {.tracking_em = 0.2};
    const char *text = "السلام عليكم";
    struct layout l = must_lay(&s, SANS, text), t = must_lay(&tracked, SANS, text);
    assert_true(l.line[0].rtl);
    assert_int_equal(l.n_words, 2);
    assert_true(l.word[0].advance.x0 > l.word[1].advance.x1 - 1e-9);
    assert_int_equal(l.n_glyphs, t.n_glyphs);
    for (size_t i = 0; i < l.n_glyphs; i++) {
        assert_int_equal(l.glyph[i].gid, t.glyph[i].gid);
        assert_true(l.glyph[i].joined);
    }
    near(t.box.x1, l.box.x1 + 20, 1e-9); /* at the space and nowhere else */
    /* lam-alef is one glyph: one unit of two letters */
    const struct unit *u = unit_at(&l, (size_t)(strstr(text, "لا") - text));
    assert_int_equal(u->end - u->start, 4);
    assert_int_equal(u->parts, 1);
    assert_true(u->rtl);
    /* joined letters leave no gap: boxes tile the word */
    near(unit_at(&l, 0)->advance.x0, unit_at(&l, 2)->advance.x1, 1e-9);
}

static void test_mixed_order(void **state)
{
    (void)state;
    const char *text = "abc سلام 123 def";
    struct sample s = {0};
    struct layout l = must_lay(&s, SANS, text);
    assert_false(l.line[0].rtl);
    /* on paper: abc 123 (salam) def */
    assert_true(left_of(&l, text, "abc") < left_of(&l, text, "123"));
    assert_true(left_of(&l, text, "1") < left_of(&l, text, "2"));
    assert_true(left_of(&l, text, "3") < left_of(&l, text, "م"));
    assert_true(left_of(&l, text, "م") < left_of(&l, text, "س"));
    assert_true(left_of(&l, text, "س") < left_of(&l, text, "def"));
    assert_false(unit_at(&l, (size_t)(strstr(text, "1") - text))->rtl);
    /* the same in a right-to-left paragraph: def 123 (salam) abc */
    s.direction = DIRECTION_RTL;
    l = must_lay(&s, SANS, text);
    assert_true(l.line[0].rtl);
    assert_true(left_of(&l, text, "def") < left_of(&l, text, "123"));
    assert_true(left_of(&l, text, "123") < left_of(&l, text, "س"));
    assert_true(left_of(&l, text, "س") < left_of(&l, text, "abc"));
    assert_true(left_of(&l, text, "a") < left_of(&l, text, "b"));
    for (size_t i = 0; i + 1 < l.n_glyphs; i++) {
        assert_true(l.glyph[i].x < l.glyph[i + 1].x + 5); /* visual order */
    }
}

static void test_hebrew_brackets(void **state)
{
    (void)state;
    const char *text = "שלום (abc) עולם";
    struct sample s = {0};
    struct layout l = must_lay(&s, SANS, text);
    assert_true(l.line[0].rtl);
    assert_true(left_of(&l, text, "(") > left_of(&l, text, "c"));
    assert_true(left_of(&l, text, ")") < left_of(&l, text, "a"));
    assert_true(left_of(&l, text, "ש") > left_of(&l, text, "("));
    assert_true(left_of(&l, text, "ע") < left_of(&l, text, ")"));
}

/* Lines that skip FriBidi have level 0 and script runs as with it. */
static void test_itemize(void **state)
{
    (void)state;
    struct face_run run[] = {{0, &face[SANS].face}, {4, &face[CJK].face}};
    const char *text = "12 (abc) déf 5€, Ωδ";
    struct styled_text t = {.text = text, .len = strlen(text), .run = run, .n_runs = 2};
    uint32_t off[64], n = 0;
    for (uint32_t i = 0; i <= t.len; i++) {
        if (((unsigned char)text[i] & 0xC0) != 0x80) {
            off[n++] = i;
        }
    }
    struct item_list items;
    itemize_line(&arena, &t, 0, (uint32_t)t.len, DIRECTION_AUTO, off, n - 1, &items);
    assert_int_equal(items.n, 3); /* face change, then Greek */
    assert_int_equal(items.item[0].end, 4);
    assert_int_equal(items.item[0].script, HB_SCRIPT_LATIN);
    assert_ptr_equal(items.item[1].face, &face[CJK].face);
    assert_int_equal(items.item[2].script, HB_SCRIPT_GREEK);
    assert_int_equal(items.item[2].start, (uint32_t)(strstr(text, "Ω") - text));
    for (size_t i = 0; i < 3; i++) {
        assert_int_equal(items.item[i].level, 0);
        assert_int_equal(items.visual[i], i);
    }
    /* digits alone have no script; an RTL line's trailing space has the line's level */
    t = (struct styled_text){.text = "12.5", .len = 4, .run = run, .n_runs = 1};
    const uint32_t four[] = {0, 1, 2, 3, 4};
    itemize_line(&arena, &t, 0, 4, DIRECTION_AUTO, four, 4, &items);
    assert_int_equal(items.n, 1);
    assert_int_equal(items.item[0].script, HB_SCRIPT_COMMON);
    t.text = "ab  ";
    itemize_line(&arena, &t, 0, 4, DIRECTION_RTL, four, 4, &items);
    assert_true(items.rtl);
    assert_int_equal(items.n, 2);
    assert_int_equal(items.item[0].level, 2);
    assert_int_equal(items.item[1].level, 1);
    assert_int_equal(items.visual[0], 1);
    itemize_line(&arena, &t, 0, 0, DIRECTION_AUTO, four, 0, &items);
    assert_int_equal(items.n, 0);
}

static void test_scripts(void **state)
{
    (void)state;
    /* a closing bracket takes its opening one's script */
    struct face_run run = {0, &face[SANS].face};
    const char *text = "аб (ab) вг";
    struct styled_text t = {.text = text, .len = strlen(text), .run = &run, .n_runs = 1};
    uint32_t off[64], n = 0;
    for (uint32_t i = 0; i <= t.len; i++) {
        if (((unsigned char)text[i] & 0xC0) != 0x80) {
            off[n++] = i;
        }
    }
    struct item_list items;
    itemize_line(&arena, &t, 0, (uint32_t)t.len, DIRECTION_AUTO, off, n - 1, &items);
    assert_int_equal(items.n, 3);
    assert_int_equal(items.item[1].end - items.item[1].start, 2); /* "ab" alone is Latin */
    assert_int_equal(items.item[2].script, HB_SCRIPT_CYRILLIC);
    assert_true(script_joined(HB_SCRIPT_ARABIC) && script_joined(HB_SCRIPT_DEVANAGARI));
    assert_false(script_joined(HB_SCRIPT_LATIN) || script_alphabetic(HB_SCRIPT_ARABIC));
}

static void test_devanagari(void **state)
{
    (void)state;
    struct sample s = {0}, tracked = {.tracking_em = 0.3};
    const char *text = "क्षत्रिय";
    struct layout l = must_lay(&s, DEVA, text), t = must_lay(&tracked, DEVA, text);
    assert_int_equal(unit_at(&l, 0)->end, 9); /* ka + virama + ssa: one conjunct, one unit */
    assert_int_equal(unit_at(&l, 0)->parts, 1);
    near(t.box.x1, l.box.x1, 1e-9); /* nothing between letters under one head line */
    assert_int_equal(l.n_words, 1);
    /* a mark without a base is drawn as it is: no dotted circle that the transcript lacks */
    hb_codepoint_t circle;
    struct layout lone = must_lay(&s, DEVA, "ि");
    if (hb_font_get_nominal_glyph(face[DEVA].face.hb_font, 0x25CC, &circle)) {
        for (size_t i = 0; i < lone.n_glyphs; i++) {
            assert_int_not_equal(lone.glyph[i].gid, circle);
        }
    }
    assert_int_equal(lone.n_glyphs, 1);
}

/* --- lines, columns -------------------------------------------------------------------------- */

static void test_align(void **state)
{
    (void)state;
    const char *text = "a b c\nlonger line of text\nשלום\nx";
    struct sample s = {.line_gap_em = 0.5};
    struct layout l = must_lay(&s, SANS, text);
    const struct face *f = &face[SANS].face;
    double pitch = (f->ascent + f->descent + f->line_gap) * 100 * 1.5, width = l.box.x1;
    assert_int_equal(l.n_lines, 4);
    for (int k = 0; k < 4; k++) {
        near(l.line[k].from.y, k * pitch, 1e-9);
    }
    near(l.line[0].from.x, 0, 0);
    near(l.line[1].to.x, width, 1e-9);
    near(l.line[2].to.x, width, 1e-9); /* right to left: starts at the right */
    s.align = ALIGN_END;
    l = must_lay(&s, SANS, text);
    near(l.line[0].to.x, width, 1e-9);
    near(l.line[2].from.x, 0, 1e-9);
    s.align = ALIGN_CENTER;
    l = must_lay(&s, SANS, text);
    near((l.line[0].from.x + l.line[0].to.x) / 2, width / 2, 1e-9);
    s.align = ALIGN_JUSTIFY;
    l = must_lay(&s, SANS, text);
    near(l.line[0].to.x, width, 1e-9);
    near(l.unit[1].advance.x1 - l.unit[1].advance.x0, l.unit[3].advance.x1 - l.unit[3].advance.x0,
         1e-9);
    near(l.unit[4].advance.x1, width, 1e-9);
    assert_true(l.line[3].to.x < width / 4); /* the last line is not stretched */
    near(l.box.y0, -f->ascent * 100, 1e-9);
    near(l.box.y1, 3 * pitch + f->descent * 100, 1e-9);
}

static void test_stretch(void **state)
{
    (void)state;
    struct sample s = {0}, wide = {.stretch = 1.5};
    struct layout l = must_lay(&s, SANS, "AVATAR"), w = must_lay(&wide, SANS, "AVATAR");
    near(w.box.x1, 1.5 * l.box.x1, 1e-9);
    near(w.box.y0, l.box.y0, 1e-9);
    for (size_t i = 0; i < l.n_glyphs; i++) {
        near(w.glyph[i].x, 1.5 * l.glyph[i].x, 1e-9);
    }
}

static void test_vertical(void **state)
{
    (void)state;
    struct sample s = {.direction = DIRECTION_TTB};
    const char *text = "漢字「Ab」中\n国";
    struct layout l = must_lay(&s, CJK, text), flat;
    struct sample h = {0};
    flat = must_lay(&h, CJK, text);
    assert_true(l.vertical);
    double y = 0;
    for (size_t i = 0; l.unit[i].line == 0; i++) { /* downwards without gaps */
        near(l.unit[i].advance.y0, y, 1e-9);
        y = l.unit[i].advance.y1;
        near(l.unit[i].advance.x0, -l.unit[i].advance.x1, 1e-9);
    }
    near(l.line[0].to.y, y, 1e-9);
    const struct face *f = &face[CJK].face;
    near(l.line[1].from.x, -(f->ascent + f->descent + f->line_gap) * 100, 1e-9); /* next one left */
    assert_true(l.glyph[3].sideways && l.glyph[4].sideways && !l.glyph[0].sideways);
    assert_int_equal(l.glyph[0].gid, flat.glyph[0].gid);
    assert_int_not_equal(l.glyph[2].gid, flat.glyph[2].gid); /* the bracket's vertical form */
    near(l.glyph[3].x, -(f->ascent - f->descent) / 2 * 100, 1e-9);
    /* ink of the sideways A lies inside its unit's box along the column, that of 漢 across it as
     * well */
    for (size_t i = 0; i < l.n_glyphs; i += 3) {
        struct path pa = {0};
        assert_int_equal(layout_outline(sh, &s, &l, i, 0, &arena, &pa, NULL), ST_OK);
        struct box b = path_bounds(&pa), u = l.unit[l.glyph[i].unit].advance;
        assert_true(b.y0 > u.y0 - 6 && b.y1 < u.y1 + 6 && b.x0 > u.x0 - 1 && b.x1 < u.x1 + 1);
    }
}

/* --- outlines -------------------------------------------------------------------------------- */

static struct box ink(struct sample *s, const struct layout *l, size_t i, double *area)
{
    struct path pa = {0};
    struct err e = {0};
    if (layout_outline(sh, s, l, i, 0, &arena, &pa, &e)) {
        fail_msg("%s", e.msg);
    }
    if (area) {
        *area = fabs(path_area(&pa, 0));
    }
    return path_bounds(&pa);
}

static void test_outline(void **state)
{
    (void)state;
    struct sample s = {0};
    struct layout l = must_lay(&s, SANS, "H o");
    double area, bold_area;
    struct box b = ink(&s, &l, 0, &area), o = ink(&s, &l, 2, NULL);
    hb_glyph_extents_t ex; /* HarfBuzz's own idea of the glyph's box */
    assert_true(hb_font_get_glyph_extents(face[SANS].face.hb_font, l.glyph[0].gid, &ex));
    double k = 100.0 / face[SANS].face.upem;
    near(b.x0, ex.x_bearing * k, 1e-6);
    near(b.x1, (ex.x_bearing + ex.width) * k, 1e-6);
    near(b.y0, -ex.y_bearing * k, 1e-6);
    near(b.y1, -(ex.y_bearing + ex.height) * k, 1e-6);
    struct path none = {0};
    assert_int_equal(layout_outline(sh, &s, &l, 1, 0, &arena, &none, NULL), ST_OK);
    assert_int_equal(none.n, 0); /* the space */
    s.weight_em = 0.04;          /* grows by 2 px on every side */
    struct box w = ink(&s, &l, 0, &bold_area);
    near(w.x0, b.x0 - 2, 1e-6);
    near(w.x1, b.x1 + 2, 1e-6);
    near(w.y0, b.y0 - 2, 1e-6);
    near(w.y1, b.y1 + 2, 1e-6);
    assert_true(bold_area > area * 1.2);
    struct box wo = ink(&s, &l, 2, NULL);
    near(wo.x0, o.x0 - 2, 0.05);
    near(wo.y1, o.y1 + 2, 0.05);
    s.weight_em = -0.02;
    w = ink(&s, &l, 0, &bold_area);
    near(w.x0, b.x0 + 1, 1e-6);
    assert_true(bold_area < area);
    s.weight_em = 0;
    s.oblique_deg = 45; /* H stands on the baseline: its foot stays, its top moves by its height */
    w = ink(&s, &l, 0, NULL);
    near(w.x0, b.x0, 1e-6);
    near(w.x1, b.x1 - b.y0, 1e-6);
    s.oblique_deg = 0;
    struct path fine = {0};
    layout_outline(sh, &s, &l, 0, 3, &arena, &fine, NULL);
    for (size_t i = 0; i + 1 < fine.n; i++) {
        assert_true(hypot(fine.p[i + 1].x - fine.p[i].x, fine.p[i + 1].y - fine.p[i].y) < 3 + 1e-9);
    }
}

static void test_cubic_outline(void **state)
{
    (void)state;
    struct sample s = {0};
    struct layout l = must_lay(&s, CJK, "中A3");
    for (size_t i = 0; i < l.n_glyphs; i++) {
        hb_glyph_extents_t ex;
        assert_true(hb_font_get_glyph_extents(face[CJK].face.hb_font, l.glyph[i].gid, &ex));
        struct box b = ink(&s, &l, i, NULL);
        near(b.x0, l.glyph[i].x + ex.x_bearing * 0.1, 0.15);
        near(b.y0, -ex.y_bearing * 0.1, 0.15);
        near(b.y1 - b.y0, -ex.height * 0.1, 0.2);
    }
}

static void test_axes(void **state)
{
    (void)state;
    if (!face[INTER].blob) {
        skip(); /* no variable font */
    }
    struct sample s = {0}, bold = {.n_axes = 1, .axis = {{"wght", 800}}};
    same_as_hb(&bold, INTER, "--variations=wght=800", "Hamburg");
    struct layout l = must_lay(&s, INTER, "Hamburg"), b = must_lay(&bold, INTER, "Hamburg");
    assert_true(b.box.x1 > l.box.x1 + 1);
    double thin, thick, again;
    ink(&s, &l, 0, &thin);
    ink(&bold, &b, 0, &thick);
    ink(&s, &l, 0, &again); /* the cache tells instances apart */
    assert_true(thick > thin * 1.3);
    near(again, thin, 0);
    struct sample same = {.n_axes = 1, .axis = {{"wght", 400}}};
    struct layout m = must_lay(&same, INTER, "Hamburg");
    near(m.box.x1, l.box.x1, 1e-9);
    bold.axis[0].value = 800; /* not variable: axes do nothing */
    struct layout d = must_lay(&bold, SANS, "Hamburg"), p = must_lay(&s, SANS, "Hamburg");
    near(d.box.x1, p.box.x1, 0);
}

/* More outlines than the cache holds: it starts anew and gives the same answers. */
static void test_cache_full(void **state)
{
    (void)state;
    if (!face[INTER].blob) {
        skip(); /* no variable font */
    }
    struct sample s = {.n_axes = 1, .axis = {{"wght", 100}}};
    const char *all = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
    double first[62], area;
    struct arena a = {0};
    for (int round = 0; round <= 120; round++) {
        s.axis[0].value = round < 120 ? 100 + 6 * round : 100;
        struct layout l = must_lay(&s, INTER, all);
        for (size_t i = 0; i < l.n_glyphs; i++) {
            struct path pa = {0};
            assert_int_equal(layout_outline(sh, &s, &l, i, 0, &a, &pa, NULL), ST_OK);
            area = fabs(path_area(&pa, 0));
            first[i] = round ? first[i] : area;
            assert_true(round < 120 || area == first[i]);
            arena_reset(&a);
        }
    }
    arena_release(&a);
}

static struct sample jittered(void)
{
    struct sample s = {.seed = 5, .index = 9};
    s.fx[FX_glyph_jitter].on = true;
    *(struct fx_glyph_jitter *)(void *)s.fx[FX_glyph_jitter].v =
        (struct fx_glyph_jitter){.shift_em = 0.05, .turn_deg = 5, .scale = 0.05};
    return s;
}

static void test_jitter(void **state)
{
    (void)state;
    struct sample s = jittered(), plain = {0};
    struct layout l = must_lay(&s, SANS, "HHHH"), longer = must_lay(&s, SANS, "HHHHH fi");
    struct box want[4];
    for (size_t i = 0; i < 4; i++) {
        want[i] = ink(&s, &l, i, NULL);
        struct box flat = ink(&plain, &l, i, NULL), other = ink(&s, &longer, i, NULL);
        assert_true(fabs(want[i].x0 - flat.x0) > 1e-3 && fabs(want[i].x0 - flat.x0) < 40);
        near(other.x0, want[i].x0, 1e-9); /* glyph i does not depend on the others */
        near(other.y1, want[i].y1, 1e-9);
    }
    double step = l.glyph[1].x - l.glyph[0].x;
    assert_true(fabs(want[1].x0 - want[0].x0 - step) > 1e-3);
    s.attempt = 1;
    struct box again = ink(&s, &l, 0, NULL);
    assert_true(fabs(again.x0 - want[0].x0) > 1e-6);
}

/* In joined scripts a word moves as one: distances within it are scaled alike. */
static void test_jitter_joined(void **state)
{
    (void)state;
    struct sample s = jittered(), plain = {0};
    struct layout l = must_lay(&s, SANS, "مسلم سلم");
    double ratio[16];
    struct path flat = {0}, moved = {0};
    for (size_t i = 0; i < l.n_glyphs; i++) {
        layout_outline(sh, &plain, &l, i, 0, &arena, &flat, NULL);
        layout_outline(sh, &s, &l, i, 0, &arena, &moved, NULL);
    }
    assert_int_equal(flat.n_contours, moved.n_contours);
    size_t n = 0;
    for (size_t k = 0; k < flat.n_contours && n < 16; k++, n++) {
        /* from the first vertex of all to the first of contour k, moved and not */
        size_t j = k ? flat.end[k - 1] : 0, m = k ? moved.end[k - 1] : 0;
        struct pt p = flat.p[0], q = flat.p[j], pm = moved.p[0], qm = moved.p[m];
        ratio[n] = k ? hypot(qm.x - pm.x, qm.y - pm.y) / hypot(q.x - p.x, q.y - p.y) : 0;
    }
    assert_true(n > 3);
    near(ratio[2], ratio[1], 1e-9);                    /* same word */
    assert_true(fabs(ratio[n - 1] - ratio[1]) > 1e-6); /* the other word */
}

static int setup(void **state)
{
    (void)state;
    for (int i = 0; i < N_FACES; i++) {
        if (!test_face_open(&face[i], pattern[i], i) && i != INTER) {
            fail_msg("'%s' is not installed (./setup)", pattern[i]);
        }
    }
    sh = shaper_new();
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    shaper_free(sh);
    shaper_free(NULL);
    for (int i = 0; i < N_FACES; i++) {
        test_face_close(&face[i]);
    }
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hb_shape),        cmocka_unit_test(test_kerning),
        cmocka_unit_test(test_units_cover),     cmocka_unit_test(test_ligature),
        cmocka_unit_test(test_ignorables),      cmocka_unit_test(test_missing),
        cmocka_unit_test(test_arabic),          cmocka_unit_test(test_mixed_order),
        cmocka_unit_test(test_hebrew_brackets), cmocka_unit_test(test_itemize),
        cmocka_unit_test(test_scripts),         cmocka_unit_test(test_devanagari),
        cmocka_unit_test(test_align),           cmocka_unit_test(test_stretch),
        cmocka_unit_test(test_vertical),        cmocka_unit_test(test_outline),
        cmocka_unit_test(test_cubic_outline),   cmocka_unit_test(test_axes),
        cmocka_unit_test(test_cache_full),      cmocka_unit_test(test_jitter),
        cmocka_unit_test(test_jitter_joined),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
