// SPDX-License-Identifier: MIT
#include "recipe/params.h"

#include <string.h>

#define AT(field) offsetof(struct recipe, field), 0
#define LIST(field) offsetof(struct recipe, field), offsetof(struct recipe, n_##field)

/* clang-format off */
const struct param recipe_params[] = {
    {"kind", PARAM_KIND, 0, 0, 0, 0, "text", "", "text", "what the recipe makes"},
    {"seed", PARAM_COUNT, AT(seed), 0, 9007199254740992.0, "1", "", NULL,
     "of all random numbers; --seed overrides it"},
    {"count", PARAM_COUNT, AT(count), 1, 1e12, "1000", "samples", NULL,
     "samples to make; --count overrides it"},
    {"shard_samples", PARAM_COUNT, AT(shard_samples), 1, 1e6, "1000", "samples", NULL, "a shard"},
    {"photos", PARAM_STRINGS, LIST(photos), 0, 0, "", "", NULL,
     "pictures, folders or globs for the effect paper_photo"},

    {"image.height_px", PARAM_WHOLE, AT(height_px), 0, 4096, "32", "px", NULL,
     "of the picture, text scaled to fit (vertical text: its width); 0 = what font.size_px needs"},
    {"image.max_width_px", PARAM_WHOLE, AT(max_width_px), 0, 16384, "0", "px", NULL,
     "longer lines are made smaller; 0 = no limit"},
    {"image.margin_em", PARAM_DIST, AT(margin_em), 0, 5, "[0.1, 0.3]", "em", NULL,
     "around the text, drawn for each side on its own"},
    {"image.color", PARAM_NAME, AT(color), 0, 0, "gray", "", "gray|rgb", "channels of the picture"},
    {"image.format", PARAM_NAME, AT(format), 0, 0, "jpeg", "", "jpeg|png", "of the picture's file"},
    {"image.quality", PARAM_WHOLE, AT(quality), 1, 100, "90", "", NULL, "of the JPEG"},
    {"image.ink_mask", PARAM_FLAG, AT(ink_mask), 0, 0, "false", "", NULL,
     "also write KEY.mask.png: coverage of the text's own ink"},

    {"text.sources", PARAM_SOURCES, LIST(sources), 0, 0, "", "", NULL, "where text comes from"},
    {"text.length", PARAM_WHOLE, AT(length), 1, 1000, "[20, 40]", "graphemes", NULL, "of a line"},
    {"text.lines", PARAM_WHOLE, AT(lines), 1, 40, "1", "lines", NULL, "a sample"},
    {"text.line_gap_em", PARAM_DIST, AT(line_gap_em), -0.5, 3, "0", "line heights", NULL,
     "added to the font's own line height"},
    {"text.align", PARAM_NAMES, AT(align), 0, 0, "start", "", "start|center|end|justify",
     "of several lines"},
    {"text.direction", PARAM_NAMES, AT(direction), 0, 0, "auto", "", "auto|ltr|rtl|ttb",
     "auto: by the first strong character; ttb: vertical, columns from right to left"},
    {"text.case", PARAM_NAMES, AT(text_case), 0, 0, "as-is", "", "as-is|upper|lower|title",
     "what letters are changed to"},
    {"text.alphabet", PARAM_STRING, AT(alphabet), 0, 0, "", "", NULL,
     "characters that may occur, 'a-zA-Z0-9 .,'; nothing = all"},
    {"text.balance", PARAM_NUMBER, AT(balance_chars), 0, 1, "0", "", NULL,
     "0 = characters as often as the text has them, 1 = rare ones strongly preferred"},

    {"font.sets", PARAM_STRINGS, LIST(font_sets), 0, 0, "", "", NULL,
     "sets by use (fonts/NAME.yaml) or files like them"},
    {"font.families", PARAM_STRINGS, LIST(font_families), 0, 0, "", "", NULL,
     "families by name, 'DejaVu Sans' or 'DejaVu Sans:bold'"},
    {"font.dirs", PARAM_STRINGS, LIST(font_dirs), 0, 0, "", "", NULL, "folders of font files"},
    {"font.fallback", PARAM_STRINGS, LIST(font_fallback), 0, 0, "", "", NULL,
     "families for characters that the chosen face lacks, in order"},
    {"font.strict", PARAM_FLAG, AT(font_strict), 0, 0, "false", "", NULL,
     "a text that no face draws whole is an error instead of a fallback"},
    {"font.size_px", PARAM_DIST, AT(size_px), 4, 512, "24", "px", NULL,
     "the em, where image.height_px is 0"},
    {"font.weight_em", PARAM_DIST, AT(weight_em), -0.05, 0.1, "0", "em", NULL,
     "strokes made bolder or lighter by this"},
    {"font.oblique_deg", PARAM_DIST, AT(oblique_deg), -30, 30, "0", "deg", NULL,
     "synthetic slant, positive leans right"},
    {"font.stretch", PARAM_DIST, AT(stretch), 0.4, 2.5, "1", "", NULL, "horizontal scale"},
    {"font.tracking_em", PARAM_DIST, AT(tracking_em), -0.2, 1, "0", "em", NULL,
     "between letters; joined scripts stay joined"},
    {"font.features", PARAM_STRINGS, LIST(features), 0, 0, "", "", NULL,
     "OpenType features ('smcp', '-liga', 'ss01=1'), each on with feature_p"},
    {"font.feature_p", PARAM_DIST, AT(feature_p), 0, 1, "0.5", "", NULL,
     "probability of each feature"},
    {"font.axes", PARAM_AXES, LIST(axes), -10000, 10000, "", "", NULL,
     "variable fonts' axes by tag ({wght: [300, 800]})"},

    {"split.val", PARAM_NUMBER, AT(split_val), 0, 0.9, "0", "", NULL, "share for validation"},
    {"split.test", PARAM_NUMBER, AT(split_test), 0, 0.9, "0", "", NULL, "share for test"},
    {"split.by", PARAM_NAME, AT(split_by), 0, 0, "sample", "", "sample|font|source",
     "what is held out whole: font families or text sources"},

    {"legibility.min_contrast", PARAM_NUMBER, AT(min_contrast), 0, 1, "0.15", "", NULL,
     "of the worst word; below it a sample is planned again"},
    {"legibility.max_attempts", PARAM_INT, AT(max_attempts), 1, 64, "16", "", NULL,
     "then the sample is made without tone effects"},
};
const size_t recipe_n_params = sizeof recipe_params / sizeof *recipe_params;

const struct source_key recipe_source_keys[] = {
    {"name", "text", false, "for records, hold-out and {name} in templates; default source-N"},
    {"lang", "text", false, "BCP 47 language, for shaping"},
    {"weight", "number", false, "how often it is drawn; default 1, 0 = only from templates"},
    {"take", "span|line|sentence|words", false, "how a piece is cut from a corpus"},
    {"corpus", "list", true,
     "text files, folders, globs or names of shipped corpora; a path that ends in ? may be missing"},
    {"words", "list", true, "words, 'word<TAB>weight', or '@file' of such lines"},
    {"pattern", "text", true, "regex-like: '[A-Z]{2}-\\d{4}'"},
    {"template", "text", true, "other sources by name: '{item:<20} {price}'"},
};
const size_t recipe_n_source_keys = sizeof recipe_source_keys / sizeof *recipe_source_keys;
_Static_assert(sizeof recipe_source_keys / sizeof *recipe_source_keys <= MAX_SOURCE_KEYS, "raise it");
/* clang-format on */

const struct section recipe_sections[] = {
    {"", "top level"},
    {"image", "the picture"},
    {"text", "what is written"},
    {"font", "what it is drawn with"},
    {"split", "train, val, test"},
    {"legibility", "what a sample must reach"},
};
const size_t recipe_n_sections = sizeof recipe_sections / sizeof *recipe_sections;

struct limits param_limits(const struct param *p)
{
    return (struct limits){
        .min = p->min,
        .max = p->max,
        .unit = p->unit,
        .names = p->names,
        .whole = p->type == PARAM_WHOLE || p->type == PARAM_COUNT || p->type == PARAM_INT,
    };
}

struct limits fx_limits(const struct fx_param *p)
{
    return (struct limits){.min = p->min, .max = p->max, .unit = p->unit, .names = p->names};
}

const char *param_leaf(const struct param *p)
{
    const char *dot = strchr(p->key, '.');
    return dot ? dot + 1 : p->key;
}

bool param_in(const struct param *p, const char *section)
{
    size_t len = (size_t)(param_leaf(p) - p->key);
    size_t want = *section ? strlen(section) + 1 : 0;
    return len == want && !strncmp(p->key, section, want ? want - 1 : 0);
}

const struct param *param_find(const char *section, const char *leaf)
{
    for (size_t i = 0; i < recipe_n_params; i++) {
        const struct param *p = &recipe_params[i];
        if (param_in(p, section) && !strcmp(param_leaf(p), leaf)) {
            return p;
        }
    }
    return NULL;
}

int fx_find(const char *name, size_t len)
{
    for (int f = 0; f < FX_COUNT; f++) {
        if (strlen(fx_table[f].key) == len && !memcmp(fx_table[f].key, name, len)) {
            return f;
        }
    }
    return -1;
}
