// SPDX-License-Identifier: MIT
#include "recipe/effects.h"

#include "recipe/names.h"

const char *const fx_stage_name[] = {"warp", "mark", "ink", "paper", "light", "camera", "scanner"};

const struct fx_row fx_table[FX_COUNT] = {
#define FX_BEGIN(name, stream, stage, p, help) {#name, stream, FXS_##stage, p, help, {
#define P(name, lo, hi, def, unit, help) {#name, lo, hi, def, unit, NULL, help},
#define P_NAMES(name, names, def, help) {#name, 0, 0, def, "", names, help},
#define FX_END {NULL, 0, 0, NULL, NULL, NULL, NULL}}},
#include "recipe/effects.def"
};

const char *fx_value_name(const struct fx_param *p, double value, size_t *len)
{
    return names_at(p->names, (int)value, len);
}
