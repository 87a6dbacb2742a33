// SPDX-License-Identifier: MIT
#ifndef ERSATZ_RECIPE_RECIPE_H
#define ERSATZ_RECIPE_RECIPE_H
/*
 * recipe - a YAML file turned into one checked, immutable struct.
 *
 * A recipe says everything that a dataset depends on besides the seed. Every key is a row of a table
 * (recipe_params in recipe/params.c, and recipe/effects.def for distortions): the row drives parsing,
 * range checks, defaults, `ersatz help KEY`, `ersatz schema` and docs/recipe.md. All errors of a file
 * are found at once, each with file:line:column, what is wrong, the nearest known key, and the range.
 *
 *     struct recipe r;
 *     struct buf problems = {0};
 *     if (recipe_load(&r, "recipes/demo.yaml", overrides, n, &problems, &e)) { ... }
 *     double px = dist_draw(&r.size_px, &rng);
 *     recipe_release(&r);
 *
 * After recipe_load() nothing changes: all threads share one `const struct recipe *`.
 */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "base/arena.h"
#include "base/buf.h"
#include "base/rng.h"
#include "base/st.h"
#include "recipe/dist.h"
#include "recipe/effects.h"

/* Where text comes from; exactly one of corpus, words, pattern, template is set. */
struct recipe_source {
    const char *name;     /* for records, hold-out and {name} in templates; default "source-N" */
    const char *lang;     /* BCP 47, for shaping; NULL = guessed from the script */
    double weight;        /* > 0; 0 = only used from templates */
    const char **corpus;  /* text files, folders, globs, or names of shipped corpora ("english") */
    size_t n_corpus;
    int take;             /* enum take: how a piece is cut from the corpus */
    const char **words;   /* "word" or "word<TAB>weight" in the list; "@file" reads such lines */
    size_t n_words;
    const char *pattern;  /* regex-like, see corpus/pattern.h */
    const char *template_; /* "{item} {price}", see corpus/template.h */
    int line, column;     /* in the recipe, for messages of later stages */
};
enum take { TAKE_SPAN, TAKE_LINE, TAKE_SENTENCE, TAKE_WORDS };

enum recipe_color { COLOR_GRAY, COLOR_RGB };
enum recipe_format { FORMAT_JPEG, FORMAT_PNG };
enum recipe_align { ALIGN_START, ALIGN_CENTER, ALIGN_END, ALIGN_JUSTIFY };
enum recipe_direction { DIRECTION_AUTO, DIRECTION_LTR, DIRECTION_RTL, DIRECTION_TTB };
enum recipe_case { CASE_AS_IS, CASE_UPPER, CASE_LOWER, CASE_TITLE };
enum recipe_split { SPLIT_SAMPLE, SPLIT_FONT, SPLIT_SOURCE };

enum { RECIPE_MAX_AXES = 8, RECIPE_MAX_FEATURES = 24 };

struct recipe_axis { /* a variable font's axis */
    char tag[5];
    struct dist value;
};

struct node;
struct recipe {
    struct arena arena;   /* owns every string below */
    const struct node *tree;     /* the file as it was read, for recipe_where() */
    bool text_sound, font_sound; /* the section is there and has no problem of its own */
    const char *path;     /* as given, for messages */
    const char *text;     /* the file's bytes, then "# --set KEY=VALUE\n" an override; for dataset.json */
    size_t text_len;
    char sha256[65];      /* of `text` */

    uint64_t seed;        /* default of --seed */
    uint64_t count;       /* default of --count */

    /* image */
    struct dist height_px;     /* 0: whatever the text needs */
    struct dist max_width_px;  /* lines that would be wider are made smaller; 0: no limit */
    struct dist margin_em;     /* drawn for each side on its own */
    int color;                 /* enum recipe_color */
    int format;                /* enum recipe_format */
    struct dist quality;       /* JPEG */
    bool ink_mask;             /* also write KEY.mask.png: coverage of the text's own ink */

    /* text */
    struct recipe_source *sources;
    size_t n_sources;
    struct dist length;        /* graphemes a line */
    struct dist lines;         /* lines a sample */
    struct dist line_gap_em;   /* baseline to baseline = font's line height * (1 + gap) */
    struct dist align;         /* enum recipe_align */
    struct dist direction;     /* enum recipe_direction */
    struct dist text_case;     /* enum recipe_case */
    const char *alphabet;      /* allowed graphemes, "a-zA-Z0-9 .,"; NULL = all */
    double balance_chars;      /* 0 = as they come, 1 = rare characters strongly preferred */

    /* font */
    const char **font_sets;    /* names of fonts/NAME.yaml, or paths of such files */
    size_t n_font_sets;
    const char **font_families; /* fontconfig family names, "DejaVu Sans:bold" allowed */
    size_t n_font_families;
    const char **font_dirs;    /* folders of the user's font files */
    size_t n_font_dirs;
    const char **font_fallback; /* families tried in turn for graphemes the chosen face lacks */
    size_t n_font_fallback;
    bool font_strict;          /* lacking a grapheme is an error, not a fallback */
    struct dist size_px;       /* em size where height_px is 0 or leaves room */
    struct dist weight_em;     /* synthetic: outline grown by this share of the em, may be negative */
    struct dist oblique_deg;   /* synthetic slant */
    struct dist stretch;       /* horizontal scale, 1 = as drawn */
    struct dist tracking_em;   /* extra advance between grapheme clusters; never inside joined scripts */
    const char **features;     /* OpenType, "smcp", "-liga", "ss01=1"; each drawn with feature_p */
    size_t n_features;
    struct dist feature_p;
    struct recipe_axis *axes;
    size_t n_axes;

    /* split */
    double split_val, split_test; /* shares */
    int split_by;              /* enum recipe_split */

    /* legibility */
    double min_contrast;       /* 0..1, of the worst word; see tone/contrast.h */
    int max_attempts;

    uint64_t shard_samples;    /* samples a shard */
    const char **photos;       /* picture files for the effect paper_photo */
    size_t n_photos;

    struct recipe_fx fx[FX_COUNT];
};

/**
 * recipe_load() - read, parse and check a recipe file; one that is not there may be the name of a recipe
 * that comes with the program.
 *
 * overrides: n times "key.path=yaml value", put over the file before checking (--set); later ones win.
 *            Numbers in the path are places of lists, from 0: "text.sources.0.weight=2"
 * problems:  out, may be NULL; one "file:line:column: message" a line, all of them, or
 *            "--set K=V: message" for what an override brought; nothing is added on success
 * err:       "N errors in 'path'"
 *
 * Returns ST_OK; ST_IO if the file cannot be read; ST_RECIPE if there are problems. `r` is always
 * safe to release.
 */
enum st recipe_load(struct recipe *r, const char *path, const char *const *overrides, size_t n,
                    struct buf *problems, struct err *e);
/** recipe_parse() - the same from memory; `name` stands for the path in messages. */
enum st recipe_parse(struct recipe *r, const char *name, const char *yaml, size_t len,
                     const char *const *overrides, size_t n, struct buf *problems, struct err *e);
void recipe_release(struct recipe *r);
/** recipe_where() - for messages of later stages: "recipe.yaml:3:7: ", or "--set K=V: ", of a text of
 *  one of the recipe's lists (the very pointer); "" of any other text. */
const char *recipe_where(const struct recipe *r, const char *text, struct arena *a);

/** recipe_help() - what `ersatz help KEY` prints; KEY may be a section or an effect; NULL = all keys.
 *  Returns ST_USAGE with the nearest key if there is none of that name. */
enum st recipe_help(const char *key, struct buf *out, struct err *e);
/** recipe_reference() - docs/recipe.md: every key, in Markdown. */
void recipe_reference(struct buf *out);
/** recipe_schema() - JSON Schema (draft 2020-12) for editors. */
void recipe_schema(struct buf *out);
/** recipe_dictionary() - libFuzzer dictionary of all keys and choice names. */
void recipe_dictionary(struct buf *out);

#endif
