// SPDX-License-Identifier: MIT
#include "tone/stage.h"

#include <math.h>
#include <string.h>

#include "base/color.h"
#include "base/simd.h"

/* --- what the stages share --------------------------------------------------------------------------------- */

void stage_run(struct canvas *c, const struct stage_row *row, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (c->s->fx[row[i].fx].on) {
            row[i].apply(c);
        }
    }
}

struct rng fx_rng(const struct canvas *c, enum fx_id fx)
{
    return rng_stream(c->s->seed, RNG_FX_DRAW + fx_table[fx].stream, c->s->index, c->s->attempt);
}

struct plane canvas_field(struct canvas *c)
{
    return plane_of(c, arena_array(c->arena, float, canvas_pixels(c)));
}

VEC static void multiply(float *restrict px, const float *restrict field, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        px[i] *= field[i];
    }
}

void canvas_multiply(struct canvas *c, const float *field)
{
    for (int k = 0; k < c->channels; k++) {
        multiply(c->plane[k], field, canvas_pixels(c));
    }
}

void canvas_ramp(const struct canvas *c, double angle_deg, float *field)
{
    double dx = cos(angle_deg * PI / 180), dy = sin(angle_deg * PI / 180);
    double span = fabs(dx) * c->width_px + fabs(dy) * c->height_px;
    double start = (dx < 0 ? -dx * c->width_px : 0) + (dy < 0 ? -dy * c->height_px : 0);
    for (int y = 0; y < c->height_px; y++) {
        float *row = field + (size_t)y * (size_t)c->width_px;
        float at = (float)((start + dx * 0.5 + dy * (y + 0.5)) / span), step = (float)(dx / span);
        for (int x = 0; x < c->width_px; x++) {
            row[x] = at + step * (float)x;
        }
    }
}

/* --- composition -------------------------------------------------------------------------------------------- */

VEC static void lay(float *restrict px, const float *restrict cov, float color, float opacity, size_t n)
{
    for (size_t i = 0; i < n; i++) {
        px[i] += (color - px[i]) * (cov[i] * opacity);
    }
}

static void lay_layer(struct canvas *c, const float *cov, const double color[3], double opacity)
{
    for (int k = 0; k < c->channels; k++) {
        double v = c->channels == 1 ? color_luminance(color) : color[k];
        lay(c->plane[k], cov, (float)v, (float)opacity, canvas_pixels(c));
    }
}

static void lay_marks(struct canvas *c, bool over)
{
    for (int i = 0; i < c->n_marks; i++) {
        if (c->mark[i].over == over) {
            lay_layer(c, c->mark[i].cov, c->mark[i].color, c->mark[i].opacity);
        }
    }
}

void canvas_blur_mark(struct canvas *c, struct mark *m, double sigma_px)
{
    blur_gauss(plane_of(c, m->cov), sigma_px, c->arena);
}

/* Coverage mixes reflectances: a pixel half covered by ink sends back half of the paper's light. */
void tone_compose(struct canvas *c)
{
    static const struct fx_ink black = {.opacity = 1};
    const struct fx_ink *v = FX_VALUES(c->s, ink);
    double rgb[3];
    v = v ? v : &black;
    color_linear(v->lightness, v->saturation, v->hue_deg, rgb);
    lay_marks(c, false);
    lay_layer(c, c->ink, rgb, v->opacity);
    lay_marks(c, true);
}

/* --- out ---------------------------------------------------------------------------------------------------- */

static void byte_from_code(const float *px, size_t n, size_t stride, uint8_t *out)
{
    for (size_t i = 0; i < n; i++) {
        float v = px[i] * 255 + 0.5f;
        out[i * stride] = (uint8_t)(v < 0 ? 0 : v > 255 ? 255 : v);
    }
}

enum st tone_encode(const struct canvas *c, struct image *out, struct err *e)
{
    if (out->width_px != c->width_px || out->height_px != c->height_px || out->channels != c->channels) {
        image_release(out);
        enum st st = image_init(out, c->width_px, c->height_px, c->channels, e);
        if (st) {
            return st;
        }
    }
    for (int k = 0; k < c->channels; k++) {
        if (c->coded) {
            byte_from_code(c->plane[k], canvas_pixels(c), (size_t)c->channels, out->px + k);
        } else {
            byte_from_linear(c->plane[k], canvas_pixels(c), (size_t)c->channels, out->px + k);
        }
    }
    return ST_OK;
}

enum st tone_all(struct canvas *c, const struct image *photos, size_t n_photos, struct encoder *en,
                 struct image *out, struct err *e)
{
    tone_ink(c);
    tone_paper(c, photos, n_photos);
    tone_compose(c);
    tone_light(c);
    tone_camera(c);
    enum st st = tone_scanner(c, en, e);
    return st ? st : tone_encode(c, out, e);
}

struct pt canvas_moved(const struct canvas *c, struct pt p)
{
    p = affine_apply(&c->moved, p);
    if (c->row_shift_px) {
        double y = clampd(floor(p.y), 0, c->height_px - 1);
        p.x += (double)c->row_shift_px[(int)y];
    }
    return p;
}
