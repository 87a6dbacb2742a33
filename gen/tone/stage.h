// SPDX-License-Identifier: MIT
#ifndef ERSATZ_TONE_STAGE_H
#define ERSATZ_TONE_STAGE_H
/*
 * stage - how effects plug in. Inside the tone room.
 *
 * A file of effects ends in its table: effect and function, in the order of effects.def. Adding an effect is a
 * row in effects.def, a function, and a row in that table.
 */
#include "tone/canvas.h"
#include "tone/filters.h"

struct stage_row {
    enum fx_id fx;
    void (*apply)(struct canvas *c);
};

/** stage_run() - apply those that are on in the sample, in the order of the table. */
void stage_run(struct canvas *c, const struct stage_row *row, size_t n);

/** fx_rng() - the stream an effect draws its random fields from. */
struct rng fx_rng(const struct canvas *c, enum fx_id fx);

static inline size_t canvas_pixels(const struct canvas *c)
{
    return (size_t)c->width_px * (size_t)c->height_px;
}

static inline struct plane plane_of(const struct canvas *c, float *px)
{
    return (struct plane){px, c->width_px, c->height_px};
}

/** canvas_field() - a plane of scratch from the arena, uninitialised. */
struct plane canvas_field(struct canvas *c);

/** canvas_multiply() - every plane times the field. */
void canvas_multiply(struct canvas *c, const float *field);

/**
 * canvas_ramp() - 0 to 1 across the picture in the direction of an angle, corners inclusive.
 * angle_deg: 0 = to the right, 90 = down
 */
void canvas_ramp(const struct canvas *c, double angle_deg, float *field);

/** canvas_code() - linear planes become sRGB codes, once. */
void canvas_code(struct canvas *c);

#endif
