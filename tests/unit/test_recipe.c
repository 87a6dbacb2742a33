// SPDX-License-Identifier: MIT
/* Recipes good and bad: what is read, and the exact words about what is wrong. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>

#include <jansson.h>
#include <math.h>
#include <string.h>

#include "base/files.h"
#include "recipe/names.h"
#include "recipe/params.h"
#include "recipe/recipe.h"

/* What every recipe needs, in one line, so that what follows begins on line 2. */
#define LEAST "{kind: text, text: {sources: [{words: [a]}]}, font: {sets: s}}\n"
#define NEEDS "text: {sources: [{words: [a]}]}\nfont: {sets: s}\n"

struct parsed {
    struct recipe r;
    struct buf problems;
    struct err e;
    enum st st;
};

static struct parsed parse(const char *yaml, const char *const *set, size_t n)
{
    struct parsed p = {.st = ST_OK};
    p.st = recipe_parse(&p.r, "r.yaml", yaml, strlen(yaml), set, n, &p.problems, &p.e);
    return p;
}

static void release(struct parsed *p)
{
    recipe_release(&p->r);
    buf_release(&p->problems);
}

static struct parsed parse_good(const char *yaml, const char *const *set, size_t n)
{
    struct parsed p = parse(yaml, set, n);
    if (p.st) {
        print_error("%s", p.problems.data);
    }
    assert_int_equal(p.st, ST_OK);
    assert_int_equal(p.problems.len, 0);
    return p;
}

static void assert_problems(const char *yaml, const char *const *set, size_t n, const char *want)
{
    struct parsed p = parse(yaml, set, n);
    assert_string_equal(p.problems.data ? p.problems.data : "", want);
    assert_int_equal(p.st, *want ? ST_RECIPE : ST_OK);
    release(&p);
}

/* --- good recipes ---------------------------------------------------------------------------- */

static void the_least_recipe_has_all_defaults(void **state)
{
    (void)state;
    struct parsed p = parse_good(LEAST, NULL, 0);
    const struct recipe *r = &p.r;
    assert_string_equal(r->path, "r.yaml");
    assert_int_equal(r->seed, 1);
    assert_int_equal(r->count, 1000);
    assert_int_equal(r->shard_samples, 1000);
    assert_true(r->height_px.kind == DIST_CONST && r->height_px.a == 32 && r->height_px.whole);
    assert_true(dist_min(&r->margin_em) == 0.1 && dist_max(&r->margin_em) == 0.3);
    assert_true(r->length.kind == DIST_UNIFORM && r->length.a == 20 && r->length.b == 40);
    assert_int_equal(r->color, COLOR_GRAY);
    assert_int_equal(r->format, FORMAT_JPEG);
    assert_int_equal(r->text_case.a, CASE_AS_IS);
    assert_int_equal(r->split_by, SPLIT_SAMPLE);
    assert_int_equal(r->max_attempts, 16);
    assert_true(r->min_contrast == 0.15 && r->balance_chars == 0);
    assert_null(r->alphabet);
    assert_false(r->ink_mask || r->font_strict);
    assert_int_equal(r->n_sources, 1);
    assert_string_equal(r->sources[0].name, "source-1");
    assert_true(r->sources[0].weight == 1);
    assert_int_equal(r->sources[0].line, 1);
    assert_string_equal(r->font_sets[0], "s");
    for (int f = 0; f < FX_COUNT; f++) {
        assert_true(r->fx[f].p == fx_table[f].p);
    }
    release(&p);
}

static const char full[] =
    "# every key\n"
    "kind: text\n"
    "seed: 7\ncount: 20\nshard_samples: 10\nphotos: photos/*.jpg\n"
    "image: {height_px: [24, 64], max_width_px: 900, margin_em: {normal: [0.2, 0.05], clip: [0, "
    "1]},\n"
    "  color: rgb, format: png, quality: {choice: [60, 90], weights: [1, 3]}, ink_mask: Yes}\n"
    "text:\n"
    "  sources:\n"
    "  - {name: prose, lang: de, weight: 3, corpus: [german, more.txt], take: sentence}\n"
    "  - {words: '@words.txt'}\n"
    "  - {pattern: '[A-Z]{2}', weight: 0}\n"
    "  - {template: '{prose}'}\n"
    "  length: 5\n  lines: [1, 3]\n  line_gap_em: 0.5\n  align: [start, end]\n"
    "  direction: ttb\n  case: {choice: [upper, title], weights: [1, 2]}\n"
    "  alphabet: 'a-z'\n  balance: 0.5\n"
    "font: {sets: [office, receipt], families: 'DejaVu Sans', dirs: [f], fallback: [Noto], strict: "
    "true,\n"
    "  size_px: {loguniform: [10, 20]}, weight_em: -0.01, oblique_deg: [-5, 5], stretch: 1.5,\n"
    "  tracking_em: 0.1, features: [smcp, -liga, 'ss01=1'], feature_p: 0.3,\n"
    "  axes: {wght: [300, 800], wdth: 90}}\n"
    "split: {val: 0.1, test: 0.2, by: source}\n"
    "legibility: {min_contrast: 0.3, max_attempts: 4}\n"
    "effects:\n"
    "  defocus: 0.25\n"
    "  rotate: {p: 0.5, angle_deg: 3}\n"
    "  underline: {style: [wavy, double]}\n"
    "  arc:\n"
    "  ink: 0\n"
    "  paper_photo: 1\n";

static void every_key_arrives(void **state)
{
    (void)state;
    struct parsed p = parse_good(full, NULL, 0);
    const struct recipe *r = &p.r;
    assert_true(r->seed == 7 && r->count == 20 && r->shard_samples == 10);
    assert_int_equal(r->n_photos, 1);
    assert_string_equal(r->photos[0], "photos/*.jpg");
    assert_true(r->height_px.a == 24 && r->height_px.b == 64 && r->max_width_px.a == 900);
    assert_true(r->margin_em.kind == DIST_NORMAL && r->margin_em.b == 0.05 && r->margin_em.hi == 1);
    assert_true(r->color == COLOR_RGB && r->format == FORMAT_PNG && r->ink_mask);
    assert_true(r->quality.kind == DIST_CHOICE && r->quality.n == 2 && r->quality.cum[0] == 1 &&
                r->quality.cum[1] == 4 && r->quality.value[1] == 90);
    assert_int_equal(r->n_sources, 4);
    assert_string_equal(r->sources[0].name, "prose");
    assert_string_equal(r->sources[0].lang, "de");
    assert_true(r->sources[0].weight == 3 && r->sources[0].take == TAKE_SENTENCE);
    assert_int_equal(r->sources[0].n_corpus, 2);
    assert_string_equal(r->sources[0].corpus[1], "more.txt");
    assert_true(r->sources[0].line == 11 && r->sources[0].column == 5);
    assert_string_equal(r->sources[1].words[0], "@words.txt");
    assert_string_equal(r->sources[2].pattern, "[A-Z]{2}");
    assert_string_equal(r->sources[3].template_, "{prose}");
    assert_string_equal(r->sources[3].name, "source-4");
    assert_true(r->lines.b == 3 && r->line_gap_em.a == 0.5 && r->direction.a == DIRECTION_TTB);
    assert_true(r->align.n == 2 && r->align.value[1] == ALIGN_END && r->align.cum[1] == 2);
    assert_true(r->text_case.value[0] == CASE_UPPER && r->text_case.value[1] == CASE_TITLE);
    assert_string_equal(r->alphabet, "a-z");
    assert_true(r->balance_chars == 0.5);
    assert_true(r->n_font_sets == 2 && r->n_font_families == 1 && r->n_font_dirs == 1);
    assert_string_equal(r->font_fallback[0], "Noto");
    assert_true(r->font_strict && r->size_px.kind == DIST_LOGUNIFORM && r->weight_em.a == -0.01);
    assert_int_equal(r->n_features, 3);
    assert_string_equal(r->features[1], "-liga");
    assert_int_equal(r->n_axes, 2);
    assert_string_equal(r->axes[0].tag, "wght");
    assert_true(r->axes[0].value.b == 800 && r->axes[1].value.a == 90);
    assert_true(r->split_val == 0.1 && r->split_test == 0.2 && r->split_by == SPLIT_SOURCE);
    assert_true(r->min_contrast == 0.3 && r->max_attempts == 4);
    assert_true(r->fx[FX_defocus].p == 0.25);
    assert_true(r->fx[FX_rotate].p == 0.5 && r->fx[FX_rotate].v[0].a == 3);
    assert_true(r->fx[FX_underline].p == 1); /* it is named, so it is wanted */
    assert_true(r->fx[FX_underline].v[3].value[0] == 4);
    assert_true(r->fx[FX_arc].p == 1 && r->fx[FX_ink].p == 0 && r->fx[FX_paper].p == 1);
    release(&p);
}

static void a_key_without_value_keeps_its_default(void **state)
{
    (void)state;
    struct parsed p =
        parse_good(NEEDS "image:\n  height_px:\n  quality: ~\nsplit:\neffects: null\n", NULL, 0);
    assert_true(p.r.height_px.a == 32 && p.r.quality.a == 90);
    release(&p);
    p = parse_good("text: {sources: [{words: [a], weight: , corpus: , lang: ~}]}\nfont: {sets: s}\n"
                   "effects: {defocus: {p: , radius_px: }}\n",
                   NULL, 0);
    assert_true(p.r.sources[0].weight == 1 && p.r.fx[FX_defocus].p == 1);
    assert_true(p.r.fx[FX_defocus].v[0].kind == DIST_UNIFORM);
    assert_null(p.r.sources[0].lang);
    release(&p);
}

/* --- bad recipes ----------------------------------------------------------------------------- */

#define AT(place, message) "r.yaml:" place ": " message "\n"

static const struct {
    const char *yaml, *want;
} bad[] = {
    /* not a recipe at all */
    {"", AT("1:1", "text.sources: missing, a recipe needs a source")
             AT("1:1", "font: names no fonts, one of sets, families, dirs is needed")},
    {"[a]", AT("1:1", "a recipe is a mapping of keys to values, not a list")},
    {"tall", AT("1:1", "a recipe is a mapping of keys to values, not 'tall'")},
    {"kind: shelve\nplanogram: 3\n", AT("1:7", "kind: 'shelve' is none of: text, shelf, product, "
                                               "reader, embedder (did you mean 'shelf'?)")},
    {"kind: shelf\nplanogram: 3\n",
     AT("2:12", "planogram: wants a mapping of keys to values, not '3'")},
    {"kind: shelf\ntext: {length: 3}\n",
     AT("2:1", "key 'text' in a recipe is for recipes of kind text, this one is of kind shelf")},
    {"kind: shelf\neffects: {rotate: 1}\n",
     AT("2:11", "key 'rotate' in effects is for recipes of kind text, this one is of kind shelf")},
    {"kind: shelf\nimage: {ink_mask: true}\n",
     AT("2:9", "key 'ink_mask' in image is for recipes of kind text, this one is of kind shelf")},
    {"kind: product\nproduct: {backdrop: photo}\n",
     AT("2:21", "product.backdrop: photo needs pictures under photos")},
    {"a: [1, 2\n", AT("2:1", "not YAML: did not find expected ',' or ']'")},
    {"a: b: c\n", AT("1:5", "not YAML: mapping values are not allowed in this context")},
    {"a: 1\n--- \nb: 1\n", AT("2:1", "a recipe is one document, here begins a second")},
    {"seed: &x 1\n", AT("1:7", "anchors and aliases are not understood (write the value out)")},
    {"seed: *x\n", AT("1:7", "anchors and aliases are not understood (write the value out)")},
    {"seed: !!int 1\n", AT("1:7", "tags are not understood (write the value without)")},
    {"[a]: 1\n", AT("1:1", "a key must be a plain word")},
    {"\"a\\0b\": 1\n", AT("1:1", "a NUL character is not text")},
    {"seed: 1\nname: \xff\n", AT("2:7", "byte 0xff is not UTF-8 text")},
    /* keys */
    {NEEDS "sed: 1\n", AT("3:1", "unknown key 'sed' in a recipe (did you mean 'seed'?)")},
    {NEEDS "zzzzzzzz: 1\n",
     AT("3:1",
        "unknown key 'zzzzzzzz' in a recipe (keys: kind, seed, count, shard_samples, photos, "
        "image, text, font, split, legibility, effects)")},
    {NEEDS "image: {heigth_px: 3}\n",
     AT("3:9", "unknown key 'heigth_px' in image (did you mean 'height_px'?)")},
    {NEEDS "image: 3\n", AT("3:8", "image: wants a mapping of keys to values, not '3'")},
    {NEEDS "effects: [defocus]\n",
     AT("3:10", "effects: wants a mapping of keys to values, not a list")},
    {NEEDS "seed: 1\nseed: 2\n", AT("4:1", "key 'seed' stands twice, first on line 3")},
    {NEEDS "\"see\\e[31m\\u0085\": 2\n",
     AT("3:1",
        "unknown key 'see?[31m?' in a recipe (keys: kind, seed, count, shard_samples, photos, "
        "image, text, font, split, legibility, effects)")},
    /* numbers and distributions */
    {NEEDS "image: {height_px: tall}\n",
     AT("3:20", "image.height_px: wants a whole number from 0 to 4096 px, not 'tall'")},
    {NEEDS "image: {height_px: 32.5}\n",
     AT("3:20", "image.height_px: wants a whole number from 0 to 4096 px, not '32.5'")},
    {NEEDS "image: {height_px: '32'}\n",
     AT("3:20", "image.height_px: wants a whole number from 0 to 4096 px, not '32'")},
    {NEEDS "image: {height_px: [24, 5000]}\n",
     AT("3:25", "image.height_px: wants a whole number from 0 to 4096 px, not '5000'")},
    {NEEDS "image: {margin_em: .nan}\n",
     AT("3:20", "image.margin_em: wants a number from 0 to 5 em, not '.nan'")},
    {NEEDS "image: {margin_em: nan}\n",
     AT("3:20", "image.margin_em: wants a number from 0 to 5 em, not 'nan'")},
    {NEEDS "image: {margin_em: 1e999}\n",
     AT("3:20", "image.margin_em: wants a number from 0 to 5 em, not '1e999'")},
    {NEEDS "image: {margin_em: 0x1}\n",
     AT("3:20", "image.margin_em: wants a number from 0 to 5 em, not '0x1'")},
    {NEEDS "image: {margin_em: [3, 1]}\n",
     AT("3:20", "image.margin_em: the range goes from 3 down to 1")},
    {NEEDS "image: {margin_em: [1]}\n",
     AT("3:20", "image.margin_em: wants two numbers, [from, to]")},
    {NEEDS "image: {margin_em: {}}\n",
     AT("3:20",
        "image.margin_em: a mapping here wants one of uniform, loguniform, normal, choice")},
    {NEEDS "image: {margin_em: {normal: [1, 1], uniform: [1, 2]}}\n",
     AT("3:37", "image.margin_em: both normal and uniform")},
    {NEEDS "image: {margin_em: {nromal: [1, 1]}}\n",
     AT("3:21", "unknown key 'nromal' in image.margin_em (did you mean 'normal'?)")},
    {NEEDS "image: {margin_em: {uniform: [1, 2], clip: [0, 1]}}\n",
     AT("3:20", "image.margin_em: clip goes with normal, not with uniform")},
    {NEEDS "image: {margin_em: {normal: [1, 1], weights: [0, 1]}}\n",
     AT("3:20", "image.margin_em: weights goes with choice, not with normal")},
    {NEEDS "image: {margin_em: {normal: [1, -1]}}\n",
     AT("3:33", "image.margin_em: a deviation is not negative")},
    {NEEDS "image: {margin_em: {normal: [1, .inf]}}\n",
     AT("3:33", "image.margin_em: wants a number, not '.inf'")},
    {NEEDS "image: {margin_em: {normal: [9, 1]}}\n",
     AT("3:29", "image.margin_em: normal [9, 1] hardly ever falls between 0 and 5")},
    {NEEDS "image: {margin_em: {normal: [1, 1], clip: [0, 6]}}\n",
     AT("3:47", "image.margin_em: wants a number from 0 to 5 em, not '6'")},
    {NEEDS "image: {margin_em: {loguniform: [0, 1]}}\n",
     AT("3:33", "image.margin_em: loguniform wants numbers above 0")},
    {NEEDS "image: {margin_em: {choice: []}}\n",
     AT("3:29", "image.margin_em: choice wants a list of values")},
    {NEEDS "image: {margin_em: {choice: [1, 2], weights: [1]}}\n",
     AT("3:46", "image.margin_em: weights wants as many numbers as choice has values, 2")},
    {NEEDS "image: {margin_em: {choice: [1, 2], weights: [0, 0]}}\n",
     AT("3:46", "image.margin_em: all weights are 0")},
    {NEEDS "image: {margin_em: {choice: [1, 2], weights: [1, -1]}}\n",
     AT("3:50", "image.margin_em.weights: wants a number from 0 to 1000000000, not '-1'")},
    {NEEDS "seed: -1\n",
     AT("3:7", "seed: wants a whole number from 0 to 9007199254740992, not '-1'")},
    {NEEDS "legibility: {max_attempts: 65}\n",
     AT("3:28", "legibility.max_attempts: wants a whole number from 1 to 64, not '65'")},
    /* names, flags, texts */
    {NEEDS "image: {color: grey}\n",
     AT("3:16", "image.color: 'grey' is none of: gray, rgb (did you mean 'gray'?)")},
    {NEEDS "image: {color: [gray]}\n", AT("3:16", "image.color: a list is none of: gray, rgb")},
    {NEEDS "image: {ink_mask: maybe}\n",
     AT("3:19", "image.ink_mask: wants true or false, not 'maybe'")},
    {"text: {sources: [{words: [a]}], align: {uniform: [start, end]}}\nfont: {sets: s}\n",
     AT("1:41", "unknown key 'uniform' in text.align (keys: choice, weights)")},
    {"text: {sources: [{words: [a]}], align: [start, left]}\nfont: {sets: s}\n",
     AT("1:48", "text.align: 'left' is none of: start, center, end, justify")},
    {NEEDS "photos: [a, [b], {c: d}]\n", AT("3:13", "photos: wants a text, not a list")
                                             AT("3:18", "photos: wants a text, not a mapping")},
    /* sources */
    {"text: {sources: []}\nfont: {sets: s}\n",
     AT("1:17", "text.sources: wants a list of 1 to 1000 sources")},
    {"text: {sources: english}\nfont: {sets: s}\n",
     AT("1:17", "text.sources: wants a list of 1 to 1000 sources")},
    {"text: {sources: }\nfont: {sets: s}\n",
     AT("1:7", "text.sources: missing, a recipe needs a source")},
    {"text: {sources: [english]}\nfont: {sets: s}\n",
     AT("1:18", "text.sources.0: a source is a mapping, not 'english'")},
    {"text: {sources: [{words: [a], corpus: b}]}\nfont: {sets: s}\n",
     AT("1:31", "text.sources.0: both words and corpus, a source has one of them")},
    {"text: {sources: [{name: a}]}\nfont: {sets: s}\n",
     AT("1:18", "text.sources.0: needs one of corpus, words, pattern, template")},
    {"text: {sources: [{words: []}]}\nfont: {sets: s}\n",
     AT("1:26", "text.sources.0.words: the list is empty")},
    {"text: {sources: [{words: a, wieght: 3}]}\nfont: {sets: s}\n",
     AT("1:29", "unknown key 'wieght' in text.sources.0 (did you mean 'weight'?)")},
    {"text: {sources: [{words: a, weight: 0}]}\nfont: {sets: s}\n",
     AT("1:17", "text.sources: all weights are 0")},
    {"text: {sources: [{words: a, name: x}, {words: b, name: x}]}\nfont: {sets: s}\n",
     AT("1:39", "text.sources.1: has the name of text.sources.0")},
    {"text: {sources: [{words: a, take: line}]}\nfont: {sets: s}\n",
     AT("1:35", "text.sources.0.take: goes with corpus, not with words")},
    {"text: {sources: [{corpus: a, take: lines}]}\nfont: {sets: s}\n",
     AT("1:36", "text.sources.0.take: 'lines' is none of: span, line, sentence, words "
                "(did you mean 'line'?)")},
    /* fonts */
    {"text: {sources: [{words: [a]}]}\nfont: {strict: true}\n",
     AT("2:7", "font: names no fonts, one of sets, families, dirs is needed")},
    {"text: {sources: [{words: [a]}]}\nfont: {sets: []}\n",
     AT("2:7", "font: names no fonts, one of sets, families, dirs is needed")},
    {"text: {sources: [{words: [a]}]}\nfont: {sets: s, features: [smcp, ligatures, 'ss01=x', "
     "'']}\n",
     AT("2:34", "font.features: 'ligatures' is no feature ('smcp', '-liga', 'ss01=1')")
         AT("2:45", "font.features: 'ss01=x' is no feature ('smcp', '-liga', 'ss01=1')")
             AT("2:55", "font.features: '' is no feature ('smcp', '-liga', 'ss01=1')")},
    {"text: {sources: [{words: [a]}]}\nfont: {sets: s, axes: {weight: 3, wght: bold}}\n",
     AT("2:24", "font.axes: a tag has four letters, not 'weight'")
         AT("2:41", "font.axes.wght: wants a number from -10000 to 10000, not 'bold'")},
    {"text: {sources: [{words: [a]}]}\nfont: {sets: s, axes: {aaaa: 1, aaab: 1, aaac: 1, aaad: 1, "
     "aaae: 1, aaaf: 1, aaag: 1, aaah: 1, aaai: 1}}\n",
     AT("2:23", "font.axes: wants a mapping of at most 8 tags to values")},
    /* effects */
    {NEEDS "effects: {defokus: 1}\n",
     AT("3:11", "unknown key 'defokus' in effects (did you mean 'defocus'?)")},
    {NEEDS "effects: {defocus: 1.5}\n",
     AT("3:20", "effects.defocus: wants a number from 0 to 1, not '1.5'")},
    {NEEDS "effects: {defocus: [0, 1]}\n",
     AT("3:20", "effects.defocus: wants a probability or a mapping of its values, not a list")},
    {NEEDS "effects: {defocus: {radius: 1}}\n",
     AT("3:21", "unknown key 'radius' in effects.defocus (keys: p, radius_px)")},
    {NEEDS "effects: {defocus: {radius_px: [0, 9]}}\n",
     AT("3:36", "effects.defocus.radius_px: wants a number from 0 to 8 px, not '9'")},
    /* between keys */
    {NEEDS "split: {val: 0.5, test: 0.5}\n",
     AT("3:8", "split: val and test leave nothing to train")},
    {NEEDS "effects: {paper_photo: {strength: 1}}\n",
     AT("3:24", "effects.paper_photo: needs pictures under photos")},
};

static void bad_recipes_say_what_is_wrong(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        assert_problems(bad[i].yaml, NULL, 0, bad[i].want);
    }
}

static void all_mistakes_are_found_at_once(void **state)
{
    (void)state;
    struct parsed p = parse("kind: text\n"
                            "image: {heigth_px: 32, quality: 101}\n"
                            "text:\n"
                            "  sources: [{words: [a]}]\n"
                            "  length: [50, 10]\n"
                            "font: {strict: 3, sets: s}\n"
                            "effects: {defocus: {radius_px: 9}}\n",
                            NULL, 0);
    assert_int_equal(p.st, ST_RECIPE);
    assert_int_equal(p.e.code, ST_RECIPE);
    assert_string_equal(p.e.msg, "5 errors in 'r.yaml'");
    size_t lines = 0;
    for (const char *c = p.problems.data; *c; c++) {
        lines += *c == '\n';
    }
    assert_int_equal(lines, 5);
    release(&p);
    struct err e = {0};
    struct recipe r;
    assert_int_equal(recipe_parse(&r, "x", "seed: [", 7, NULL, 0, NULL, &e), ST_RECIPE);
    assert_string_equal(e.msg, "1 error in 'x'");
    recipe_release(&r);
}

/* Bounds, so that no file eats the machine. */
static void monsters_are_refused(void **state)
{
    (void)state;
    struct buf b = {0};
    for (int i = 0; i < 100000; i++) {
        buf_addc(&b, '[');
    }
    assert_problems(b.data, NULL, 0, AT("1:34", "too deep or too long for a recipe"));
    buf_clear(&b);
    for (int i = 0; i < 1100; i++) {
        buf_printf(&b, "k%d: 1\n", i);
    }
    assert_problems(b.data, NULL, 0, AT("1001:1", "more than 1000 keys in a mapping"));
    buf_clear(&b);
    buf_addstr(&b, "photos: [");
    for (int i = 0; i < 250000; i++) {
        buf_addstr(&b, "a,");
    }
    buf_addstr(&b, "]");
    struct parsed p = parse(b.data, NULL, 0);
    assert_int_equal(p.st, ST_RECIPE);
    assert_non_null(strstr(p.problems.data, "too deep or too long"));
    release(&p);
    buf_clear(&b);
    memset(buf_grow(&b, 5000000), ' ', 5000000);
    b.len = 5000000;
    b.data[b.len] = 0;
    assert_problems(b.data, NULL, 0,
                    AT("1:1", "5000000 bytes are too many for a recipe, at most 4194304"));
    buf_release(&b);
}

/* --- overrides ------------------------------------------------------------------------------- */

static void overrides_reach_everywhere(void **state)
{
    (void)state;
    static const char *const set[] = {
        "image.height_px=[40, 48]",
        "effects.defocus.radius_px=2",
        "effects.arc.sagitta=0.1",
        "text.sources.1.weight=5",
        "font.families=[DejaVu Sans]",
        "split={val: 0.25}",
        "count=3",
        "count=4",
        "text.sources.1.words=[x=y, 'z']",
    };
    struct parsed p = parse_good("text: {sources: [{words: [a]}, {words: [b]}]}\n"
                                 "font: {sets: s}\nsplit: {val: 0.9, test: 0.9}\n"
                                 "effects: {defocus: 0.3}\n",
                                 set, sizeof set / sizeof *set);
    assert_true(p.r.height_px.a == 40 && p.r.height_px.b == 48);
    assert_true(p.r.fx[FX_defocus].p == 0.3 && p.r.fx[FX_defocus].v[0].a == 2);
    assert_true(p.r.fx[FX_arc].p == 1 && p.r.fx[FX_arc].v[0].a == 0.1);
    assert_true(p.r.sources[0].weight == 1 && p.r.sources[1].weight == 5);
    assert_string_equal(p.r.font_families[0], "DejaVu Sans");
    assert_true(p.r.split_val == 0.25 && p.r.split_test == 0);
    assert_int_equal(p.r.count, 4);
    assert_string_equal(p.r.sources[1].words[0], "x=y");
    release(&p);
}

static void a_recipe_may_be_made_of_overrides(void **state)
{
    (void)state;
    static const char *const set[] = {"text.sources=[{words: a}]", "font.sets=s"};
    struct parsed p = parse_good("", set, 2);
    assert_string_equal(p.r.text, "# --set text.sources=[{words: a}]\n# --set font.sets=s\n");
    release(&p);
}

static void bad_overrides_are_named(void **state)
{
    (void)state;
    static const struct {
        const char *set, *want;
    } cases[] = {
        {"image.height_px", "--set image.height_px: wants KEY=VALUE, as in image.height_px=48\n"},
        {"=3", "--set =3: wants KEY=VALUE, as in image.height_px=48\n"},
        {"image.height_px=tall",
         "--set image.height_px=tall: image.height_px: wants a whole number "
         "from 0 to 4096 px, not 'tall'\n"},
        {"image.heigth_px=3", "--set image.heigth_px=3: unknown key 'heigth_px' in image (did you "
                              "mean 'height_px'?)\n"},
        {"imgae.height_px=3",
         "--set imgae.height_px=3: unknown key 'imgae' in a recipe (did you mean 'image'?)\n"},
        {"image..height_px=3", "--set image..height_px=3: a part of the key is empty\n"},
        {"font.sets.x=3", "--set font.sets.x=3: the key reaches into a single value\n"},
        {"text.sources.1.weight=3", "--set text.sources.1.weight=3: the list has no such place\n"},
        {"text.sources.-1.weight=3",
         "--set text.sources.-1.weight=3: the list has no such place\n"},
        {"text.sources.0x.weight=3",
         "--set text.sources.0x.weight=3: the list has no such place\n"},
        {"seed=[", "--set seed=[: not YAML: did not find expected node content\n"},
        {"seed=*a",
         "--set seed=*a: anchors and aliases are not understood (write the value out)\n"},
        {"seed=\xff", "--set ...: byte 0xff is not UTF-8 text\n"},
        {"font.sets=", "r.yaml:2:7: font: names no fonts, one of sets, families, dirs is needed\n"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        assert_problems(NEEDS, &cases[i].set, 1, cases[i].want);
    }
}

static void text_and_hash_tell_overrides_apart(void **state)
{
    (void)state;
    static const char *const set[] = {"count=3", "seed=\n 4"};
    const char *yaml = "text: {sources: [{words: [a]}]}\nfont: {sets: s}";
    struct parsed plain = parse_good(yaml, NULL, 0), with = parse_good(yaml, set, 2);
    assert_string_equal(plain.r.text, yaml);
    assert_int_equal(plain.r.text_len, strlen(yaml));
    assert_string_equal(with.r.text, "text: {sources: [{words: [a]}]}\nfont: {sets: s}\n"
                                     "# --set count=3\n# --set seed=\n#  4\n");
    char want[65];
    bytes_sha256(with.r.text, with.r.text_len, want);
    assert_string_equal(with.r.sha256, want);
    assert_string_not_equal(with.r.sha256, plain.r.sha256);
    release(&plain);
    release(&with);
}

static void files_are_read(void **state)
{
    (void)state;
    struct recipe r;
    struct err e = {0};
    struct buf problems = {0};
    assert_int_equal(recipe_load(&r, "tests/none.yaml", NULL, 0, &problems, &e), ST_IO);
    assert_non_null(strstr(e.msg, "tests/none.yaml"));
    assert_int_equal(problems.len, 0);
    recipe_release(&r);
    recipe_release(NULL);
}

/* --- the tables ------------------------------------------------------------------------------ */

static void assert_inside(const char *key, const struct dist *d, double min, double max)
{
    if (!(dist_min(d) >= min && dist_max(d) <= max)) {
        fail_msg("default of %s leaves its range", key);
    }
}

static double names_count(const char *names)
{
    size_t len;
    int n = 0;
    while (names_at(names, n, &len)) {
        n++;
    }
    return n;
}

static void check_defaults(const struct recipe *r, int kind)
{
    for (size_t i = 0; i < recipe_n_params; i++) {
        const struct param *row = &recipe_params[i];
        const void *at = (const char *)r + row->offset;
        if (!(param_kinds(row) & 1u << kind)) {
            continue;
        }
        if (row->type == PARAM_DIST || row->type == PARAM_WHOLE) {
            assert_true(*row->def != 0);
            assert_inside(row->key, at, row->min, row->max);
        } else if (row->type == PARAM_NAMES) {
            assert_inside(row->key, at, 0, names_count(row->names) - 1);
        }
        assert_true(*row->help || *row->unit);
    }
    for (int f = 0; f < FX_COUNT; f++) {
        for (int k = 0; fx_table[f].param[k].key; k++) {
            const struct fx_param *row = &fx_table[f].param[k];
            double max = row->names ? names_count(row->names) - 1 : row->max;
            assert_true(*row->def != 0);
            assert_inside(row->key, &r->fx[f].v[k], row->min, max);
        }
    }
}

/* That they parse is shown by parsing at all: a bad default is a BUG(). */
static void defaults_lie_in_their_ranges(void **state)
{
    (void)state;
    static const char *const least[KIND_COUNT] = {LEAST, "kind: shelf", "kind: product",
                                                  "kind: reader\ndata: {recipes: a.yaml}",
                                                  "kind: embedder\ndata: {recipes: a.yaml}"};
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        struct parsed p = parse_good(least[kind], NULL, 0);
        assert_int_equal(p.r.kind, kind);
        check_defaults(&p.r, kind);
        release(&p);
    }
}

/* A kind reads a key by one row, and no row is for nothing. */
static void every_kind_has_one_row_a_key(void **state)
{
    (void)state;
    for (size_t i = 0; i < recipe_n_params; i++) {
        assert_true(param_kinds(&recipe_params[i]) != 0);
        for (size_t k = 0; k < i; k++) {
            assert_false(!strcmp(recipe_params[i].key, recipe_params[k].key) &&
                         (param_kinds(&recipe_params[i]) & param_kinds(&recipe_params[k])));
        }
    }
}

static void effects_fit_their_structs(void **state)
{
    (void)state;
    size_t of_struct[] = {
#define FX_BEGIN(name, stream, stage, p, help) sizeof(struct fx_##name) / sizeof(double),
#define P(name, lo, hi, def, unit, help)
#define P_NAMES(name, names, def, help)
#define FX_END
#include "recipe/effects.def"
    };
    for (int f = 0; f < FX_COUNT; f++) {
        size_t n = 0;
        while (n <= FX_MAX_PARAMS && fx_table[f].param[n].key) {
            assert_string_not_equal(fx_table[f].param[n].key, "p"); /* is the probability */
            n++;
        }
        assert_true(n >= 1 && n <= FX_MAX_PARAMS);
        assert_int_equal(n, of_struct[f]);
        assert_true(fx_table[f].p >= 0 && fx_table[f].p <= 1);
        assert_true(fx_table[f].stream < RNG_FX_DRAW - RNG_FX_PLAN);
        assert_true(f == 0 || fx_table[f].stage >= fx_table[f - 1].stage);
        for (int g = 0; g < f; g++) {
            assert_int_not_equal(fx_table[f].stream, fx_table[g].stream);
            assert_string_not_equal(fx_table[f].key, fx_table[g].key);
        }
    }
}

static void names_are_found(void **state)
{
    (void)state;
    size_t len;
    assert_int_equal(names_find("a|bc|d", "bc", 2), 1);
    assert_int_equal(names_find("a|bc|d", "b", 1), -1);
    assert_int_equal(names_find("a|bc|d", "a|bc", 4), -1);
    assert_int_equal(names_find("a|bc|d", "", 0), -1);
    assert_memory_equal(names_at("a|bc|d", 1, &len), "bc", 2);
    assert_int_equal(len, 2);
    assert_null(names_at("a|bc|d", 3, &len));
    static const char *const keys[] = {"height_px", "max_width_px", "format", "p"};
    assert_string_equal(names_nearest("heigth_px", keys, 4), "height_px");
    assert_string_equal(names_nearest("formt", keys, 4), "format");
    assert_null(names_nearest("colour", keys, 4));
    assert_null(names_nearest("x", keys, 4)); /* all of "p" would have to change */
    assert_null(names_nearest("", keys, 4));
}

/* --- what the tables say --------------------------------------------------------------------- */

static void help_knows_keys_sections_and_effects(void **state)
{
    (void)state;
    static const struct {
        const char *key, *has;
    } good[] = {
        {NULL, "text.length                of a line (text)\n"},
        {"image.color",
         "image.color\n  channels of the picture\n  name: gray, rgb\n  default: gray\n"},
        {"max_attempts", "legibility.max_attempts\n"},
        {"split", "split.by\n"},
        {"text.sources", "    pattern   regex-like"},
        {"defocus", "effects.defocus  (camera)\n"},
        {"effects.defocus", "  radius_px: 0 to 8 px\n      default: [0.6, 1.4]\n"},
        {"effects.defocus.radius_px", "effects.defocus\n  radius_px: 0 to 8 px\n"},
        {"warp", "effects.perspective  (warp)\n"},
        {"effects", "effects.recompress  (scanner)\n"},
    };
    for (size_t i = 0; i < sizeof good / sizeof *good; i++) {
        struct buf out = {0};
        struct err e = {0};
        assert_int_equal(recipe_help(good[i].key, &out, &e), ST_OK);
        assert_non_null(strstr(out.data, good[i].has));
        buf_release(&out);
    }
    static const struct {
        const char *key, *msg;
    } miss[] = {
        {"defokus", "no key 'defokus' (did you mean 'defocus'?)"},
        {"effects.defokus", "no key 'effects.defokus' (did you mean 'defocus'?)"},
        {"image.heigth_px", "no key 'image.heigth_px' (did you mean 'image.height_px'?)"},
        {"lenght", "no key 'lenght' (did you mean 'length'?)"},
        {"qqqqqqqqqq", "no key 'qqqqqqqqqq' ('ersatz help' lists them)"},
        {"", "no key '' ('ersatz help' lists them)"},
    };
    for (size_t i = 0; i < sizeof miss / sizeof *miss; i++) {
        struct buf out = {0};
        struct err e = {0};
        assert_int_equal(recipe_help(miss[i].key, &out, &e), ST_USAGE);
        assert_string_equal(e.msg, miss[i].msg);
        assert_int_equal(out.len, 0);
    }
}

static void the_reference_has_every_key(void **state)
{
    (void)state;
    struct buf out = {0}, row = {0};
    recipe_reference(&out);
    for (size_t i = 0; i < recipe_n_params; i++) {
        buf_clear(&row);
        buf_printf(&row, "| `%s` | ", recipe_params[i].key);
        assert_non_null(strstr(out.data, row.data));
    }
    for (int f = 0; f < FX_COUNT; f++) {
        buf_clear(&row);
        buf_printf(&row, "**`%s`**: ", fx_table[f].key);
        assert_non_null(strstr(out.data, row.data));
    }
    buf_release(&out);
    buf_release(&row);
}

/* Every "$ref" of the schema leads somewhere. */
static void assert_references(const json_t *root, const json_t *v)
{
    const char *key;
    json_t *item;
    size_t i;
    json_object_foreach((json_t *)v, key, item)
    {
        if (!strcmp(key, "$ref")) {
            char path[200];
            snprintf(path, sizeof path, "%s", json_string_value(item));
            assert_memory_equal(path, "#/", 2);
            const json_t *at = root;
            char *rest = path + 2;
            for (char *step; (step = strsep(&rest, "/"));) {
                at = json_is_array(at) ? json_array_get(at, (size_t)(*step - '0'))
                                       : json_object_get(at, step);
                assert_non_null(at);
            }
        }
        assert_references(root, item);
    }
    json_array_foreach((json_t *)v, i, item)
    {
        assert_references(root, item);
    }
}

/* Whether a recipe of a kind takes a key. */
static bool param_find_key(const char *key, const char *leaf, int kind)
{
    char section[32] = "";
    if (leaf > key) {
        snprintf(section, sizeof section, "%.*s", (int)(leaf - key - 1), key);
    }
    return param_find(section, leaf, kind) != NULL;
}

static void the_schema_is_json_and_complete(void **state)
{
    (void)state;
    struct buf out = {0};
    recipe_schema(&out);
    json_t *root = json_loadb(out.data, out.len, JSON_REJECT_DUPLICATES, NULL);
    assert_non_null(root);
    assert_references(root, root);
    static const char *const kinds[KIND_COUNT] = {"recipe_text", "recipe_shelf", "recipe_product",
                                                  "recipe_reader", "recipe_embedder"};
    for (int kind = 0; kind < KIND_COUNT; kind++) {
        const json_t *whole = json_object_get(json_object_get(root, "$defs"), kinds[kind]);
        const json_t *top = json_object_get(whole, "properties");
        size_t effects = 0;
        for (size_t i = 0; i < recipe_n_params; i++) {
            const json_t *in = top;
            const char *key = recipe_params[i].key, *leaf = param_leaf(&recipe_params[i]);
            if (leaf > key) {
                char section[32];
                snprintf(section, sizeof section, "%.*s", (int)(leaf - key - 1), key);
                in = json_object_get(json_object_get(top, section), "properties");
            }
            assert_int_equal(json_object_get(in, leaf) != NULL, param_find_key(key, leaf, kind));
        }
        for (int f = 0; f < FX_COUNT; f++) {
            effects += (fx_kinds(f) & 1u << kind) != 0;
        }
        const json_t *fx = json_object_get(json_object_get(top, "effects"), "properties");
        assert_int_equal(json_object_size(fx), effects);
    }
    json_decref(root);
    buf_release(&out);
}

static void the_dictionary_is_libfuzzers(void **state)
{
    (void)state;
    struct buf out = {0};
    recipe_dictionary(&out);
    assert_non_null(strstr(out.data, "\"height_px\"\n"));
    assert_non_null(strstr(out.data, "\"justify\"\n"));
    assert_non_null(strstr(out.data, "\"loguniform\"\n"));
    char *rest = out.data;
    for (char *line; (line = strsep(&rest, "\n")) && *line;) {
        size_t len = strlen(line);
        assert_true(len > 2 && line[0] == '"' && line[len - 1] == '"');
        assert_int_equal(strcspn(line + 1, "\"\\"), len - 2);
    }
    buf_release(&out);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_least_recipe_has_all_defaults),
        cmocka_unit_test(every_key_arrives),
        cmocka_unit_test(a_key_without_value_keeps_its_default),
        cmocka_unit_test(bad_recipes_say_what_is_wrong),
        cmocka_unit_test(all_mistakes_are_found_at_once),
        cmocka_unit_test(monsters_are_refused),
        cmocka_unit_test(overrides_reach_everywhere),
        cmocka_unit_test(a_recipe_may_be_made_of_overrides),
        cmocka_unit_test(bad_overrides_are_named),
        cmocka_unit_test(text_and_hash_tell_overrides_apart),
        cmocka_unit_test(files_are_read),
        cmocka_unit_test(defaults_lie_in_their_ranges),
        cmocka_unit_test(every_kind_has_one_row_a_key),
        cmocka_unit_test(effects_fit_their_structs),
        cmocka_unit_test(names_are_found),
        cmocka_unit_test(help_knows_keys_sections_and_effects),
        cmocka_unit_test(the_reference_has_every_key),
        cmocka_unit_test(the_schema_is_json_and_complete),
        cmocka_unit_test(the_dictionary_is_libfuzzers),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
