// SPDX-License-Identifier: MIT
/*
 * Label art: bar codes that decode, quads that hold their ink, letters that can be read, numbers that agree,
 * and the user's
 * pictures in their places.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
// cmocka needs the four above
#include <cmocka.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "art_fixture.h"
#include "base/color.h"
#include "base/files.h"
#include "font/fontset.h"
#include "shelf/art_draw.h"
#include "shelf/art_text.h"
#include "shelf/packs.h"

static struct art_cache *cache;
static struct fontset *fonts;
static struct art_type type;
static struct arena arena;

static const struct art *must_draw(const struct sku *s)
{
    const struct art *a;
    struct err e = {0};
    if (art_of(cache, s, &a, &e)) {
        fail_msg("%s", e.msg);
    }
    return a;
}

static const uint8_t *pixel(const struct image *im, double x, double y)
{
    int ix = (int)clampd(x, 0, im->width_px - 1), iy = (int)clampd(y, 0, im->height_px - 1);
    return im->px + ((size_t)iy * (size_t)im->width_px + (size_t)ix) * (size_t)im->channels;
}

/* --- bar codes ---------------------------------------------------------------------------------- */

static void test_check_digit(void **state)
{
    (void)state;
    assert_true(art_ean_valid("4006381333931"));
    assert_true(art_ean_valid("9780201379624"));
    assert_false(art_ean_valid("4006381333932"));
    assert_false(art_ean_valid("4006381339331")); /* neighbours exchanged */
    assert_false(art_ean_valid("400638133393"));
    assert_false(art_ean_valid("40063813339a1"));
    assert_false(art_ean_valid(NULL));
}

/* Digits from 95 modules by a table of its own: widths of the four runs of each digit (ISO/IEC 15420, table
 * 1). */
static bool decode(const uint8_t m[95], char out[14])
{
    static const char *const runs[10] = {"3211", "2221", "2122", "1411", "1132",
                                         "1231", "1114", "1312", "1213", "3112"};
    static const char *const lead[10] = {"AAAAAA", "AABABB", "AABBAB", "AABBBA", "ABAABB",
                                         "ABBAAB", "ABBBAA", "ABABAB", "ABABBA", "ABBABA"};
    char sets[7] = {0};
    for (int d = 0; d < 12; d++) {
        int at = d < 6 ? 3 + 7 * d : 50 + 7 * (d - 6), n = 0;
        char w[5] = {0}, back[5] = {0};
        for (int i = 0; i < 7; i++) {
            if (i && m[at + i] != m[at + i - 1]) {
                n++;
            }
            if (n > 3) {
                return false;
            }
            w[n] = (char)((w[n] ? w[n] : '0') + 1);
        }
        for (int i = 0; i < 4; i++) {
            back[i] = w[3 - i];
        }
        int digit = -1;
        for (int k = 0; k < 10; k++) {
            if (!strcmp(runs[k], w)) {
                digit = k;
                sets[d % 6] = d < 6 ? 'A' : sets[d % 6];
            } else if (d < 6 && !strcmp(runs[k], back)) {
                digit = k;
                sets[d] = 'B';
            }
        }
        if (digit < 0) {
            return false;
        }
        out[d + 1] = (char)('0' + digit);
    }
    out[13] = 0;
    for (int k = 0; k < 10; k++) {
        if (!strcmp(lead[k], sets)) {
            out[0] = (char)('0' + k);
            return true;
        }
    }
    return false;
}

static void test_bars(void **state)
{
    (void)state;
    static const char *const code[] = {"4006381333931", "9780201379624", "0012345678905", "5901234123457"};
    for (int i = 0; i < 4; i++) {
        uint8_t m[95];
        char back[14];
        assert_true(art_ean_bars(code[i], m));
        assert_true(decode(m, back));
        assert_string_equal(back, code[i]);
    }
    uint8_t m[95];
    assert_false(art_ean_bars("123", m));
}

/* The bars of a finished pack, read as a scanner does: one row of pixels above the digits, whichever way it
 * lies. */
static bool scan(const struct art *a, char back[14])
{
    const struct quad *q = &fixture_text(a, "ean")->quad;
    struct pt p[4];
    for (int i = 0; i < 4; i++) {
        p[i] = (struct pt){q->p[i].x * a->im.width_px, q->p[i].y * a->im.height_px};
    }
    double len = hypot(p[1].x - p[0].x, p[1].y - p[0].y), high = hypot(p[0].x - p[3].x, p[0].y - p[3].y);
    struct pt along = {(p[1].x - p[0].x) / len, (p[1].y - p[0].y) / len},
              up = {(p[0].x - p[3].x) / high, (p[0].y - p[3].y) / high};
    uint8_t dark[1024];
    int n = 0, first = -1, last = -1;
    for (double t = -4; t < len + 12 && n < 1024; t++, n++) {
        dark[n] = pixel(&a->im, p[0].x + along.x * (t + 0.5) + up.x * 6.5,
                        p[0].y + along.y * (t + 0.5) + up.y * 6.5)[0] < 100;
        if (dark[n]) {
            first = first < 0 ? n : first;
            last = n;
        }
    }
    int module = (last + 1 - first) / 95;
    if (first < 0 || module < 1 || module * 95 != last + 1 - first) {
        return false;
    }
    uint8_t m[95];
    for (int i = 0; i < 95; i++) {
        m[i] = dark[first + i * module + module / 2];
    }
    return decode(m, back);
}

static void test_scan(void **state)
{
    (void)state;
    for (int shape = 0; shape < SHAPE_MODEL; shape++) {
        struct sku s = fixture_sku((enum sku_shape)shape, GRAMMAR_BANDS, 3);
        const struct art *a = must_draw(&s);
        char back[14] = "";
        if (!fixture_text(a, "ean") || !scan(a, back) || strcmp(back, s.ean)) {
            fail_msg("shape %d: read '%s'", shape, back);
        }
        art_drop(cache, a);
    }
}

/* --- texts --------------------------------------------------------------------------------------- */

static void blank(struct art_sheet *s, int w, int h)
{
    struct err e = {0};
    assert_int_equal(art_sheet_init(s, w, h, &type, &arena, &e), ST_OK);
    art_ink(s, art_rgb(1, 1, 1), 1);
    cairo_paint(s->cr);
}

/* Box of all dark pixels. */
static struct box dark_box(const struct image *im)
{
    struct box b = box_empty();
    for (int y = 0; y < im->height_px; y++) {
        for (int x = 0; x < im->width_px; x++) {
            if (pixel(im, x, y)[1] < 128) {
                box_add(&b, (struct pt){x, y});
                box_add(&b, (struct pt){x + 1, y + 1});
            }
        }
    }
    return b;
}

static struct art *finish(struct art_sheet *s)
{
    struct art *a;
    struct err e = {0};
    if (art_sheet_finish(s, false, &a, &e)) {
        fail_msg("%s", e.msg);
    }
    art_sheet_release(s);
    return a;
}

static struct box quad_box(const struct art *a, const struct art_text *t)
{
    struct box b = box_empty();
    for (int i = 0; i < 4; i++) {
        box_add(&b, (struct pt){t->quad.p[i].x * a->im.width_px, t->quad.p[i].y * a->im.height_px});
    }
    return b;
}

static void near_box(struct box a, struct box b, double tol)
{
    if (fabs(a.x0 - b.x0) > tol || fabs(a.x1 - b.x1) > tol || fabs(a.y0 - b.y0) > tol ||
        fabs(a.y1 - b.y1) > tol) {
        fail_msg("(%.1f %.1f %.1f %.1f) is not (%.1f %.1f %.1f %.1f)", a.x0, a.y0, a.x1, a.y1, b.x0, b.y0,
                 b.x1, b.y1);
    }
}

/* The quad of a line is the box of its ink, also bent, also turned; and the text lies in the box it was
 * given. */
static void test_quads(void **state)
{
    (void)state;
    static const enum art_bend bend[] = {BEND_NONE, BEND_ARCH, BEND_SMILE, BEND_BULGE, BEND_ROOF, BEND_WAVE};
    for (size_t i = 0; i < sizeof bend / sizeof *bend; i++) {
        struct art_sheet s;
        blank(&s, 400, 300);
        art_sheet_place(&s, art_box(0.1, 0.1, 0.9, 0.9), 80, 60);
        struct art_style st = art_style(&s, VOICE_HEAVY, NULL, false);
        st.bend = bend[i];
        st.bend_by = 0.2;
        struct art_ink_style ink = {.fill = {0, 0, 0}};
        art_text_fit(&s, &st, &ink, "Hägar", "name", art_box(10, 10, 70, 40),
                     &(struct art_fit){.align = 0.5, .v_align = 0.5});
        art_sheet_leave(&s);
        struct art *a = finish(&s);
        assert_int_equal(a->n_texts, 1);
        assert_string_equal(a->text[0].text, "Hägar");
        near_box(quad_box(a, &a->text[0]), dark_box(&a->im), 1.2);
        struct box in = dark_box(&a->im);
        assert_true(in.x0 >= 40 + 40 - 1 && in.x1 <= 40 + 280 + 1 && in.y0 >= 30 + 40 - 1 &&
                    in.y1 <= 30 + 160 + 1);
        assert_true(fabs(art_w(in) - 240) < 2 || fabs(art_h(in) - 120) < 2); /* as large as it goes */
        art_free(a);
    }
}

/* A line that runs upwards: its first corner is at the lower left of the picture, and reading goes up. */
static void test_turned(void **state)
{
    (void)state;
    struct art_sheet s;
    blank(&s, 200, 200);
    art_sheet_place(&s, art_box(0, 0, 1, 1), 50, 50);
    cairo_translate(s.cr, 10, 45);
    cairo_rotate(s.cr, -PI / 2);
    struct art_style st = art_style(&s, VOICE_PLAIN_BOLD, NULL, false);
    struct art_ink_style ink = {.fill = {0, 0, 0}};
    art_text_fit(&s, &st, &ink, "Upward", "name", art_box(0, 0, 40, 20), NULL);
    art_sheet_leave(&s);
    struct art *a = finish(&s);
    near_box(quad_box(a, &a->text[0]), dark_box(&a->im), 1.2);
    const struct quad *q = &a->text[0].quad;
    assert_true(q->p[1].y < q->p[0].y - 0.3 && fabs(q->p[1].x - q->p[0].x) < 1e-6 && q->p[3].x > q->p[0].x);
    art_free(a);
}

/* A rising line's quad leans with it, and its ink touches all four sides. */
static void test_rising(void **state)
{
    (void)state;
    struct art_sheet s;
    blank(&s, 400, 300);
    art_sheet_place(&s, art_box(0, 0, 1, 1), 100, 75);
    struct art_style st = art_style(&s, VOICE_HEAVY, NULL, true);
    st.bend = BEND_RISE;
    st.bend_by = 0.25;
    struct art_ink_style ink = {.fill = {0, 0, 0}};
    art_text_fit(&s, &st, &ink, "EHHE", "name", art_box(10, 10, 90, 65), NULL);
    art_sheet_leave(&s);
    struct art *a = finish(&s);
    struct pt p[4];
    for (int i = 0; i < 4; i++) {
        p[i] = (struct pt){a->text[0].quad.p[i].x * 400, a->text[0].quad.p[i].y * 300};
    }
    double slope = (p[0].y - p[1].y) / (p[1].x - p[0].x), top = -1e9, bottom = 1e9;
    assert_true(fabs(slope - 0.25) < 0.01);
    for (int y = 0; y < 300; y++) {
        for (int x = 0; x < 400; x++) {
            if (pixel(&a->im, x, y)[1] < 128) {
                double v = y + 0.5 + slope * (x + 0.5 - p[0].x);
                top = fmax(top, p[0].y - v);
                bottom = fmin(bottom, p[3].y - v);
            }
        }
    }
    assert_true(fabs(top) < 1.5 && fabs(bottom) < 1.5);
    art_free(a);
}

static void test_lines(void **state)
{
    (void)state;
    struct art_sheet s;
    blank(&s, 300, 300);
    art_sheet_place(&s, art_box(0, 0, 1, 1), 75, 75);
    struct art_style st = art_style(&s, VOICE_PLAIN, NULL, false);
    struct art_ink_style ink = {.fill = {0, 0, 0}};
    art_text_fit(&s, &st, &ink, "four words and more", "name", art_box(5, 5, 70, 70),
                 &(struct art_fit){.max_lines = 3});
    assert_int_equal(s.n_texts, 3); /* a square takes three lines of this */
    art_text_fit(&s, &st, &ink, "four words and more", "name", art_box(5, 5, 70, 70), NULL);
    assert_int_equal(s.n_texts, 4);
    assert_true(art_text_para(&s, &st, art_rgb(0, 0, 0), "one two three four five six seven eight nine ten",
                              "p", art_box(5, 5, 30, 70), 4, 0) < 70);
    for (size_t i = 4; i < s.n_texts; i++) {
        assert_true(s.text[i].quad.p[1].x * 75 <= 30.2);
    }
    struct box none = art_text_fit(&s, &st, &ink, "", "name", art_box(5, 5, 70, 70), NULL);
    assert_true(box_is_empty(&none));
    art_sheet_release(&s);
}

/* Characters that no display face has come from another face; none of them is a box or an error. */
static void test_fallback(void **state)
{
    (void)state;
    struct sku s = fixture_sku(SHAPE_BOX, GRAMMAR_BADGE, 1);
    s.name = "Греческий йогурт";
    s.variant = "ελιά";
    const struct art *a = must_draw(&s);
    assert_non_null(fixture_text(a, "variant"));
    art_drop(cache, a);
}

/* --- packs ------------------------------------------------------------------------------------------- */

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return x < y ? -1 : x > y;
}

/* Luminance between the darkest and the lightest twentieth of a text's pixels, as a contrast ratio. */
static double contrast_in(const struct art *a, const struct art_text *t)
{
    enum { N = 40 };
    double v[N * N];
    for (int i = 0; i < N * N; i++) {
        double u = (i % N + 0.5) / N, w = (i / N + 0.5) / N;
        struct pt q[4];
        for (int k = 0; k < 4; k++) {
            q[k] = (struct pt){t->quad.p[k].x * a->im.width_px, t->quad.p[k].y * a->im.height_px};
        }
        double x = (q[0].x * (1 - u) + q[1].x * u) * (1 - w) + (q[3].x * (1 - u) + q[2].x * u) * w;
        double y = (q[0].y * (1 - u) + q[1].y * u) * (1 - w) + (q[3].y * (1 - u) + q[2].y * u) * w;
        const uint8_t *p = pixel(&a->im, x, y);
        double lin[3] = {srgb_decode(p[0] / 255.0), srgb_decode(p[1] / 255.0), srgb_decode(p[2] / 255.0)};
        v[i] = color_luminance(lin);
    }
    qsort(v, N * N, sizeof *v, by_value);
    return (v[N * N * 19 / 20] + 0.05) / (v[N * N / 20] + 0.05);
}

static void test_legible(void **state)
{
    (void)state;
    int n = 0, weak = 0;
    for (int g = 0; g < GRAMMAR_COUNT; g++) {
        for (int shape = 0; shape < SHAPE_MODEL; shape += 2 + g % 2) {
            struct sku s =
                fixture_sku((enum sku_shape)shape, (enum sku_grammar)g, (uint32_t)(g * 31 + shape));
            const struct art *a = must_draw(&s);
            const struct art_text *name = fixture_text(a, "name"), *brand = fixture_text(a, "brand");
            if (!name || !brand || !fixture_text(a, "net")) {
                fail_msg("grammar %d on shape %d says no brand, name or weight", g, shape);
            }
            for (size_t i = 0; i < a->n_texts; i++) {
                const struct art_text *t = &a->text[i];
                for (int k = 0; k < 4; k++) {
                    if (!(t->quad.p[k].x > -0.02 && t->quad.p[k].x < 1.02 && t->quad.p[k].y > -0.02 &&
                          t->quad.p[k].y < 1.02)) {
                        fail_msg("grammar %d shape %d: '%s' lies outside", g, shape, t->text);
                    }
                }
                double w = hypot((t->quad.p[1].x - t->quad.p[0].x) * a->im.width_px,
                                 (t->quad.p[1].y - t->quad.p[0].y) * a->im.height_px);
                double h = hypot((t->quad.p[3].x - t->quad.p[0].x) * a->im.width_px,
                                 (t->quad.p[3].y - t->quad.p[0].y) * a->im.height_px);
                assert_true(w > 0 && h > 0);
                bool big =
                    !strcmp(t->kind, "name") || !strcmp(t->kind, "brand") || !strcmp(t->kind, "variant");
                if (big && h >= 8 && contrast_in(a, t) < 2) {
                    weak++;
                }
                n += big && h >= 8;
            }
            art_drop(cache, a);
        }
    }
    if (weak > n / 50) {
        fail_msg("%d of %d texts are faint", weak, n);
    }
}

/* The eight grammars and different brands give different pictures; the same words all the same. */
static void test_variety(void **state)
{
    (void)state;
    for (int g = 1; g < GRAMMAR_COUNT; g++) {
        struct sku s = fixture_sku(SHAPE_POUCH, (enum sku_grammar)g, 1),
                   t = fixture_sku(SHAPE_POUCH, (enum sku_grammar)(g - 1), 1);
        const struct art *a = must_draw(&s), *b = must_draw(&t);
        double sum = 0;
        size_t n = (size_t)a->im.width_px * (size_t)a->im.height_px * 3;
        for (size_t i = 0; i < n; i++) {
            sum += abs(a->im.px[i] - b->im.px[i]);
        }
        assert_true(sum / (double)n > 12);
        art_drop(cache, a);
        art_drop(cache, b);
    }
    struct sku s = fixture_sku(SHAPE_BOX, GRAMMAR_RETRO, 1), t = s;
    t.variant = "Plain";
    t.seed = 99;
    t.color[0][0] ^= 0xff;
    struct art_design a, b;
    art_design_init(&a, NULL, &s);
    art_design_init(&b, NULL, &t);
    assert_int_equal(a.brand.device, b.brand.device);
    assert_int_equal(a.brand.voice, b.brand.voice);
    assert_memory_equal(&a.brand.plate, &b.brand.plate, sizeof a.brand.plate);
    assert_memory_equal(a.brand.pick, b.brand.pick, sizeof a.brand.pick);
    t.brand = "Other";
    art_design_init(&b, NULL, &t);
    assert_memory_not_equal(a.brand.pick, b.brand.pick, sizeof a.brand.pick);
}

/* Energy follows from the other rows as they are printed. */
static void test_nutrition(void **state)
{
    (void)state;
    static const char *const motif[] = {"cheese", "cow", "chips", "fruit", "fish"};
    for (int k = 0; k < 5; k++) {
        struct sku s = fixture_sku(SHAPE_BOX, GRAMMAR_BANDS, (uint32_t)k);
        s.name = "Thing";
        s.motif = motif[k];
        const struct art *a = must_draw(&s);
        double kj = -1, kcal = -1, fat = -1, carbs = -1, protein = -1, fibre = -1, saturates = -1,
               sugars = -1;
        for (size_t i = 0; i + 1 < a->n_texts; i++) {
            if (strcmp(a->text[i].kind, "nutrition")) {
                continue;
            }
            const char *label = a->text[i].text, *value = a->text[i + 1].text;
            kj = !strcmp(label, "Energy") ? atof(value) : kj;
            kcal = !strcmp(label, "Energy") ? atof(strchr(value, '/') + 1) : kcal;
            fat = !strcmp(label, "Fat") ? atof(value) : fat;
            carbs = !strcmp(label, "Carbohydrate") ? atof(value) : carbs;
            protein = !strcmp(label, "Protein") ? atof(value) : protein;
            fibre = !strcmp(label, "Fibre") ? atof(value) : fibre;
            saturates = !strcmp(label, "of which saturates") ? atof(value) : saturates;
            sugars = !strcmp(label, "of which sugars") ? atof(value) : sugars;
        }
        assert_true(kj >= 0 && fat >= saturates && carbs >= sugars && saturates >= 0 &&
                    fat + carbs + protein + fibre <= 115);
        assert_true(fabs(37 * fat + 17 * carbs + 17 * protein + 8 * fibre - kj) <= 1);
        assert_true(fabs(9 * fat + 4 * carbs + 4 * protein + 2 * fibre - kcal) <= 1);
        art_drop(cache, a);
    }
}

static void test_see_through(void **state)
{
    (void)state;
    size_t clear = 0, solid = 0;
    for (uint32_t seed = 0; seed < 12 && !(clear && solid); seed++) {
        struct sku s = fixture_sku(SHAPE_BOTTLE, GRAMMAR_BADGE, seed);
        s.material = SKU_GLASS;
        const struct art *a = must_draw(&s);
        assert_int_equal(a->im.channels, 4);
        for (size_t i = 0; i < (size_t)a->im.width_px * (size_t)a->im.height_px; i++) {
            clear += a->im.px[4 * i + 3] == 0;
            solid += a->im.px[4 * i + 3] == 255;
        }
        art_drop(cache, a);
    }
    assert_true(clear > 100 && solid > 1000);
}

/* --- price tags -------------------------------------------------------------------------------------- */

static void test_tags(void **state)
{
    (void)state;
    struct err e = {0};
    for (int style = 0; style < 8; style++) {
        struct tag_text t = {.name = "Oat Drink",
                             .price = "2.49",
                             .unit_price = "1 l = 2.49",
                             .ean = "4006381333931",
                             .net = "1 l",
                             .old_price = "3.29",
                             .style = style,
                             .size_mm = {80, 40}};
        struct art *a, *b;
        assert_int_equal(art_tag(cache, &t, &a, &e), ST_OK);
        assert_int_equal(art_tag(cache, &t, &b, &e), ST_OK);
        assert_string_equal(a->key, b->key);
        assert_int_equal(a->im.width_px, 200);
        const struct art_text *price = fixture_text(a, "price"), *unit = fixture_text(a, "unit-price"),
                              *old = fixture_text(a, "old-price");
        assert_string_equal(price->text, "2.49");
        struct box p = quad_box(a, price), u = quad_box(a, unit);
        assert_true(art_h(p) > 3 * art_h(u) && art_w(p) > 38);
        assert_true(contrast_in(a, price) > 3 && contrast_in(a, fixture_text(a, "name")) > 3);
        assert_string_equal(old->text, "3.29");
        assert_true(quad_box(a, old).x1 < p.x0 || quad_box(a, old).x0 > p.x1);
        assert_string_equal(fixture_text(a, "ean")->text, t.ean);
        art_free(a);
        art_free(b);
    }
    struct art *a;
    struct tag_text small = {.name = "x", .size_mm = {3, 3}};
    assert_int_equal(art_tag(cache, &small, &a, &e), ST_RANGE);
    struct tag_text bare = {.size_mm = {60, 30}};
    e = (struct err){0};
    assert_int_equal(art_tag(cache, &bare, &a, &e), ST_OK);
    assert_int_equal(a->n_texts, 0);
    art_free(a);
}

/* --- pack shots -------------------------------------------------------------------------------------- */

/* Left half red, right half blue, green strip on top; 20 px of nothing (or white) around. */
static void write_shot(const char *path, bool clear)
{
    cairo_surface_t *im =
        cairo_image_surface_create(clear ? CAIRO_FORMAT_ARGB32 : CAIRO_FORMAT_RGB24, 240, 300);
    cairo_t *cr = cairo_create(im);
    if (!clear) {
        cairo_set_source_rgb(cr, 1, 1, 1);
        cairo_paint(cr);
    }
    cairo_set_source_rgb(cr, 0.8, 0.1, 0.1);
    cairo_rectangle(cr, 20, 20, 100, 260);
    cairo_fill(cr);
    cairo_set_source_rgb(cr, 0.1, 0.1, 0.8);
    cairo_rectangle(cr, 120, 20, 100, 260);
    cairo_fill(cr);
    cairo_set_source_rgb(cr, 0.1, 0.7, 0.1);
    cairo_rectangle(cr, 20, 20, 200, 20);
    cairo_fill(cr);
    cairo_destroy(cr);
    assert_int_equal(cairo_surface_write_to_png(im, path), CAIRO_STATUS_SUCCESS);
    cairo_surface_destroy(im);
}

static const uint8_t *panel_pixel(const struct art *a, const struct panel *p, double u, double v)
{
    return pixel(&a->im, (p->at.x0 + u * (p->at.x1 - p->at.x0)) * a->im.width_px,
                 (p->at.y0 + v * (p->at.y1 - p->at.y0)) * a->im.height_px);
}

static void is_red(const uint8_t *p)
{
    assert_true(p[0] > 150 && p[2] < 90);
}

static void is_blue(const uint8_t *p)
{
    assert_true(p[2] > 150 && p[0] < 90);
}

static void check_shot(const char *path)
{
    struct sku s = fixture_sku(SHAPE_BOX, GRAMMAR_BANDS, 0);
    s.front = path;
    const struct art *a = must_draw(&s);
    struct pack_layout l = pack_layout(&s, 2.5);
    for (int i = 0; i < l.n_panels; i++) {
        const struct panel *p = &l.panel[i];
        if (p->kind == PANEL_FRONT) {
            is_red(panel_pixel(a, p, 0.02, 0.5));
            is_blue(panel_pixel(a, p, 0.98, 0.5));
            assert_true(panel_pixel(a, p, 0.5, 0.02)[1] > 140);
        } else if (p->kind == PANEL_LEFT) {
            is_red(panel_pixel(a, p, 0.95, 0.5));
        } else if (p->kind == PANEL_RIGHT) {
            is_blue(panel_pixel(a, p, 0.05, 0.5));
            assert_true(panel_pixel(a, p, 0.02, 0.02)[1] > 100); /* the strip goes on around the edge */
        } else if (p->kind == PANEL_BACK) {
            is_blue(panel_pixel(a, p, 0.03, 0.5));
            is_red(panel_pixel(a, p, 0.97, 0.5));
        } else if (p->kind == PANEL_TOP) {
            assert_true(panel_pixel(a, p, 0.5, 0.9)[1] > 140);
        }
    }
    art_drop(cache, a);
    s = fixture_sku(SHAPE_CAN, GRAMMAR_BANDS, 0);
    s.front = path;
    a = must_draw(&s);
    l = pack_layout(&s, 2.5);
    double half = l.panel[0].front_mm / l.panel[0].width_mm / 2;
    assert_int_equal(l.panel[0].kind, PANEL_WRAP);
    is_red(panel_pixel(a, &l.panel[0], 0.5 - half * 0.9, 0.5));
    is_blue(panel_pixel(a, &l.panel[0], 0.5 + half * 0.9, 0.5));
    is_red(panel_pixel(a, &l.panel[0], 0.5 - half * 1.05, 0.5)); /* it goes on */
    is_blue(panel_pixel(a, &l.panel[0], 0.5 + half * 1.05, 0.5));
    const uint8_t *x = panel_pixel(a, &l.panel[0], 0.001, 0.5), *y = panel_pixel(a, &l.panel[0], 0.999, 0.5);
    for (int c = 0; c < 3; c++) {
        assert_true(abs(x[c] - y[c]) < 24); /* the seam */
    }
    art_drop(cache, a);
}

static void test_packshot(void **state)
{
    (void)state;
    char path[] = "/tmp/ersatz-test-shot-XXXXXX";
    int fd = mkstemp(path);
    assert_true(fd >= 0);
    close(fd);
    write_shot(path, true);
    check_shot(path);
    write_shot(path, false);
    struct err e = {0};
    struct art_cache *fresh = art_cache_new(0, &e), *old = cache; /* a cache trusts a file it has read */
    cache = fresh;
    check_shot(path);
    cache = old;
    art_cache_free(fresh);
    assert_int_equal(file_write(path, "\x89PNG broken", 11, &e), ST_OK);
    struct sku s = fixture_sku(SHAPE_TUBE, GRAMMAR_BANDS, 0);
    const struct art *a;
    s.front = path;
    assert_int_equal(art_of(cache, &s, &a, &e), ST_FORMAT);
    unlink(path);
    e = (struct err){0};
    assert_int_equal(art_of(cache, &s, &a, &e), ST_IO);
    assert_non_null(strstr(e.msg, path));
}

/* --- illustrations ------------------------------------------------------------------------------------- */

/* Every motif leaves ink, and keeps near its box. */
static void test_motifs(void **state)
{
    (void)state;
    for (size_t i = 0; i < art_motif_count(); i++) {
        char name[40];
        snprintf(name, sizeof name, "%s", art_motif_name(i));
        assert_true(art_motif_known(name));
        struct sku k = fixture_sku(SHAPE_BOX, GRAMMAR_BANDS, (uint32_t)i);
        k.motif = name;
        struct art_design d;
        struct art_sheet s;
        blank(&s, 160, 160);
        art_design_init(&d, &s, &k);
        art_sheet_place(&s, art_box(0, 0, 1, 1), 80, 80);
        art_motif(&s, &d, name, art_box(20, 20, 60, 60), STILL_HERO);
        art_sheet_leave(&s);
        struct art *a = finish(&s);
        int in = 0, out = 0;
        for (int y = 0; y < 160; y++) {
            for (int x = 0; x < 160; x++) {
                bool ink = pixel(&a->im, x, y)[0] < 250 || pixel(&a->im, x, y)[2] < 250;
                in += ink && x >= 40 && x < 120 && y >= 40 && y < 120;
                out += ink && (x < 20 || x >= 140 || y < 20 || y >= 140);
            }
        }
        if (in < 1200 || out > 300) {
            fail_msg("motif '%s': %d px in its box, %d far from it", name, in, out);
        }
        art_free(a);
        arena_reset(&arena);
    }
    assert_false(art_motif_known("nonsense"));
}

static int setup(void **state)
{
    (void)state;
    static const char *sets[] = {"packaging", "basic"};
    struct recipe r = {.font_sets = sets, .n_font_sets = 2};
    struct err e = {0};
    if (fontset_load(&r, NULL, &fonts, &e) || !(cache = art_cache_new((size_t)64 << 20, &e))) {
        print_error("%s\n", e.msg);
        return -1;
    }
    art_type_init(&type, fonts);
    art_cache_scale(cache, 2.5);
    return 0;
}

static int teardown(void **state)
{
    (void)state;
    art_type_release(&type);
    fontset_free(fonts);
    art_cache_free(cache);
    arena_release(&arena);
    return 0;
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_check_digit), cmocka_unit_test(test_bars),
        cmocka_unit_test(test_scan),        cmocka_unit_test(test_quads),
        cmocka_unit_test(test_turned),      cmocka_unit_test(test_rising),
        cmocka_unit_test(test_lines),       cmocka_unit_test(test_fallback),
        cmocka_unit_test(test_legible),     cmocka_unit_test(test_variety),
        cmocka_unit_test(test_nutrition),   cmocka_unit_test(test_see_through),
        cmocka_unit_test(test_tags),        cmocka_unit_test(test_packshot),
        cmocka_unit_test(test_motifs),
    };
    return cmocka_run_group_tests(tests, setup, teardown);
}
