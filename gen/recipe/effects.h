// SPDX-License-Identifier: MIT
#ifndef ERSATZ_RECIPE_EFFECTS_H
#define ERSATZ_RECIPE_EFFECTS_H
/*
 * effects - what recipe/effects.def declares, as C.
 *
 * For every effect `name` there is a number FX_name, a struct fx_name with one double a parameter,
 * and a row of fx_table. A recipe holds for each effect a probability and a distribution a parameter;
 * a plan holds whether it is on and the drawn values, which are read through the struct:
 *
 *     const struct fx_defocus *v = FX_VALUES(sample, defocus);   // NULL when the effect is off
 *     if (v) { blur(plane, v->radius_px); }
 *
 * The order of the file is the order in which effects act, and their number in random streams: a new
 * effect goes where it acts, and takes the next free stream number in its row.
 */
#include <stddef.h>

#include "recipe/dist.h"

enum fx_stage { FXS_WARP, FXS_MARK, FXS_INK, FXS_PAPER, FXS_LIGHT, FXS_CAMERA, FXS_SCANNER };

enum fx_id {
#define FX_BEGIN(name, stream, stage, p, help) FX_##name,
#define P(name, lo, hi, def, unit, help)
#define P_NAMES(name, names, def, help)
#define FX_END
#include "recipe/effects.def"
    FX_COUNT
};

#define FX_BEGIN(name, stream, stage, p, help) struct fx_##name {
#define P(name, lo, hi, def, unit, help) double name;
#define P_NAMES(name, names, def, help) double name;
#define FX_END };
#include "recipe/effects.def"

enum { FX_MAX_PARAMS = 8 };

struct fx_param {
    const char *key;     /* NULL ends a list */
    double min, max;
    const char *def;     /* as YAML */
    const char *unit;
    const char *names;   /* "a|b|c" for a parameter that takes names, else NULL */
    const char *help;
};

struct fx_row {
    const char *key;
    unsigned stream;
    enum fx_stage stage;
    double p;            /* default probability */
    const char *help;
    struct fx_param param[FX_MAX_PARAMS + 1];
};
extern const struct fx_row fx_table[FX_COUNT];
extern const char *const fx_stage_name[]; /* "warp", "mark", ... */

/** fx_value_name() - the name a drawn value stands for, for a parameter that takes names; *len its length. */
const char *fx_value_name(const struct fx_param *p, double value, size_t *len);

/* In a recipe. */
struct recipe_fx {
    double p;
    struct dist v[FX_MAX_PARAMS];
};

/* In a plan. */
struct fx_plan {
    bool on;
    double v[FX_MAX_PARAMS];
};

#define FX_VALUES(s, name) \
    ((s)->fx[FX_##name].on ? (const struct fx_##name *)(const void *)(s)->fx[FX_##name].v : NULL)

#endif
