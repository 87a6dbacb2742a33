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
    int spelling;         /* enum spelling: what is done to what was drawn */
    const char **words;   /* "word" or "word<TAB>weight" in the list; "@file" reads such lines */
    size_t n_words;
    const char *pattern;  /* regex-like, see corpus/pattern.h */
    const char *template_; /* "{item} {price}", see corpus/template.h */
    int line, column;     /* in the recipe, for messages of later stages */
};
enum spelling { SPELLING_AS_IS, SPELLING_GERMAN_19C };
enum take { TAKE_SPAN, TAKE_LINE, TAKE_SENTENCE, TAKE_WORDS };

enum recipe_color { COLOR_GRAY, COLOR_RGB };
enum recipe_format { FORMAT_JPEG, FORMAT_PNG };
enum recipe_align { ALIGN_START, ALIGN_CENTER, ALIGN_END, ALIGN_JUSTIFY };
enum recipe_direction { DIRECTION_AUTO, DIRECTION_LTR, DIRECTION_RTL, DIRECTION_TTB };
enum recipe_case { CASE_AS_IS, CASE_UPPER, CASE_LOWER, CASE_TITLE };
enum recipe_split { SPLIT_SAMPLE, SPLIT_FONT, SPLIT_SOURCE, SPLIT_SKU, SPLIT_BRAND };
enum recipe_kind { KIND_TEXT, KIND_SHELF, KIND_PRODUCT, KIND_READER, KIND_EMBEDDER, KIND_COUNT };
enum recipe_cnn { CNN_VGG, CNN_DEPTHWISE, CNN_FAST };
enum recipe_encoder { ENCODER_BILSTM, ENCODER_TRANSFORMER };
enum recipe_backbone { BACKBONE_RESNET, BACKBONE_DEPTHWISE };
enum recipe_stem { STEM_HALF, STEM_QUARTER };
enum recipe_fit { FIT_PAD, FIT_STRETCH, FIT_CROP };
enum recipe_loss {
    LOSS_SOFTMAX,
    LOSS_NORMALISED,
    LOSS_SPHEREFACE,
    LOSS_COSFACE,
    LOSS_ARCFACE,
    LOSS_COMBINED
};
/* Labels that an embedding net may learn beside its classes, in the order of the section heads. */
enum recipe_head {
    HEAD_CATEGORY,
    HEAD_BRAND,
    HEAD_SHAPE,
    HEAD_COLOR,
    HEAD_YAW,
    HEAD_VISIBLE,
    HEAD_BOX,
    HEAD_COUNT
};
enum recipe_schedule { LEARN_CONSTANT, LEARN_COSINE, LEARN_PLATEAU };
enum recipe_optimizer { LEARN_ADAMW, LEARN_SGD };
enum recipe_order { ORDER_VISUAL, ORDER_LOGICAL };
enum recipe_engine { ENGINE_CYCLES, ENGINE_RASTER };
enum recipe_backdrop { BACKDROP_PLAIN, BACKDROP_GRADIENT, BACKDROP_SHELF, BACKDROP_PHOTO };
enum recipe_lamps { LAMPS_STRIP, LAMPS_SPOT, LAMPS_MIXED };

enum { RECIPE_MAX_AXES = 8, RECIPE_MAX_FEATURES = 24 };

struct recipe_axis { /* a variable font's axis */
    char tag[5];
    struct dist value;
};

/* What kinds shelf and product add. */
struct recipe_shelf {
    struct dist width_px, height_px; /* of the picture */

    /* catalogue */
    const char *catalogue_file; /* path, or name of one that comes with the program */
    uint64_t catalogue_generate; /* > 0: that many SKUs are made up instead */
    uint64_t catalogue_seed;
    const char **categories;    /* only these; none = all */
    size_t n_categories;
    const char **brands;
    size_t n_brands;
    double px_per_mm;           /* of the art */
    struct dist wear;           /* 0 = new, 1 = scratched and dusty; drawn for each item */

    /* planogram */
    struct dist bays, bay_width_m, shelves, shelf_depth_m, shelf_height_m; /* height: from board to board */
    struct dist facings, rows;  /* of one SKU: side by side, and one behind the other */
    struct dist fill;           /* share of the rows that are still there */
    double gap, misplaced, turned, leaning, fallen, stacked, pegs, promo, tags; /* probabilities */
    struct dist spacing_mm;     /* between facings */
    struct dist jitter_deg, jitter_mm; /* deviation of each item's turn and place */

    /* camera */
    struct dist distance_m, camera_height_m, yaw_deg, pitch_deg, roll_deg, fov_deg; /* fov: of the longer side */
    struct dist distortion;     /* k1; k2 = 0 */
    struct dist aperture_mm;    /* radius of the lens; 0 = all is sharp */
    struct dist exposure_ev;

    /* lamps */
    struct dist lamps;          /* enum recipe_lamps */
    struct dist color_k;        /* colour temperature */
    struct dist ambient;        /* share of the light that comes from everywhere */
    double flash;               /* probability */

    /* product: one SKU a picture */
    struct dist azimuth_deg, elevation_deg; /* of the camera about the product; 0, 0 = straight at its front */
    struct dist product_fill;   /* the product's box as a share of the picture's side */
    struct dist backdrop;       /* enum recipe_backdrop */
    struct dist occluders;      /* things in front of it */
    double held;                /* probability of a hand around it; not on shelves */
    struct dist offset;         /* of its middle from the picture's, as a share of the side */

    /* render */
    int engine;                 /* enum recipe_engine */
    struct dist samples;        /* Cycles, per pixel */
    bool denoise, oidn;
    int max_bounces;
    int supersample;            /* raster: per pixel side */
    double timeout_s;           /* a frame; 0 = by its size */

    /* labels */
    int min_pixels;
    double min_visible, min_text_px, min_text_visible;
    bool amodal_masks, instance_map, depth_map, normal_map;
};

struct node;
/* What kinds that train add. */
struct recipe_learn {
    /* data */
    const char **recipes;   /* of what is generated to learn from; equally often */
    size_t n_recipes;
    const char **datasets;  /* to learn from as well */
    size_t n_datasets;
    double dataset_share;   /* of the samples that come from datasets */
    const char *augment;    /* recipe whose effects distort what comes from datasets; NULL = none */
    const char **valid;     /* datasets to evaluate on while training */
    size_t n_valid;
    int height_px, max_width_px; /* of the lines the net sees */
    int valid_samples;      /* generated ones, held out, to evaluate on */
    int order;              /* enum recipe_order */
    const char *alphabet;   /* graphemes to tell apart; nothing = those of the generated text */

    /* model */
    int cnn, encoder;       /* enum recipe_cnn, recipe_encoder */
    int width;              /* channels of the last convolution; the first has a quarter */
    int hidden, layers, heads;
    double dropout;
    int tokens;             /* merges of the token head; 0 = no such head */
    double token_weight;    /* of its loss; the grapheme head has the rest */
    const char *start_from; /* model file to go on from; nothing = random */

    /* kind embedder */
    int fit;            /* enum recipe_fit */
    double jitter;      /* of crops: size and place, as a share of the side */
    int backbone, stem; /* enum recipe_backbone, recipe_stem */
    int input_px, depth, dims;
    bool keep_classes;             /* in the model file */
    int loss;                      /* enum recipe_loss */
    double loss_scale, m1, m2, m3; /* below 0: the paper's */
    uint64_t margin_warmup;
    int sub_centres;
    int sampled_classes; /* a step; 0 = all */
    double centre_weight, centre_rate;
    double head[HEAD_COUNT]; /* weights of their losses; 0 = no such head */
    const char *remember;    /* model whose answers are to stay; nothing = none */
    double remember_share, remember_scale;
    const char **freeze; /* parameters that do not move: names, * for anything */
    size_t n_freeze;
    const char **slow; /* "pattern: factor" */
    size_t n_slow;

    /* train */
    uint64_t steps, warmup, eval_every, save_every;
    int batch, workers;     /* lines a step, of all workers; threads, 0 = one a core */
    int optimizer, schedule;
    double rate, floor, decay, beta1, beta2, clip, outlier, ema;
    bool bf16;
};

struct recipe {
    int kind;             /* enum recipe_kind */
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
    const char **font_mix; /* sets whose faces draw some words inside a line of another face */
    size_t n_font_mix;
    double mix_p;              /* share of lines that have such words */
    bool font_compose;         /* faces draw what they lack from other glyphs, see font/standin.h */
    struct dist word_space_em; /* added to every space between words */
    double spaced_p;           /* share of lines with some words whose letters are spaced out... */
    struct dist spaced_em;     /* ...by this, on top of tracking_em */
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

    struct recipe_shelf shelf; /* kinds shelf and product */
    struct recipe_learn learn; /* kinds reader and embedder */

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
/** recipe_note() - put a comment line "# KEY VALUE" behind the recipe's text and take its hash anew: for what a recipe
 *  names and samples depend on. Before threads share it. */
void recipe_note(struct recipe *r, const char *key, const char *value);
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
