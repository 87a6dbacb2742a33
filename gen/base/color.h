// SPDX-License-Identifier: MIT
#ifndef ERSATZ_BASE_COLOR_H
#define ERSATZ_BASE_COLOR_H
/*
 * color - from the words of a recipe (lightness, saturation, hue) to light, and to sRGB codes and back.
 *
 * Light is linear: 1 is white paper in full light, and light adds. RGB means the primaries and the white
 * of sRGB (IEC 61966-2-1). Lightness is CIE L* / 100, a share that the eye sees as evenly spaced.
 *
 *     double rgb[3];
 *     color_linear(0.5, 1, 30, rgb);           // an orange that is as light as a middle grey
 *     uint8_t code = 255 * srgb_encode(rgb[0]) + 0.5;
 *
 * Scalars, for colours and tables; planes of pixels have their own loops in tone/.
 */

/** srgb_encode() - linear light 0..1 -> sRGB code 0..1. Outside [0, 1] it is clamped; NaN gives 0. */
double srgb_encode(double linear);
/** srgb_decode() - the inverse. */
double srgb_decode(double coded);

/** y_from_lightness() - share of CIE lightness 0..1 -> luminance 0..1; clamped, NaN gives 0. */
double y_from_lightness(double lightness);
/** lightness_from_y() - the inverse. */
double lightness_from_y(double y);

/** color_luminance() - Y of linear RGB. */
double color_luminance(const double rgb[3]);

/**
 * color_linear() - linear RGB of a colour.
 *
 * lightness:  0..1, CIE L* / 100 of the result, whatever hue and saturation are
 * saturation: 0..1; 0 = grey, 1 = the most colourful one of that lightness and hue that sRGB has
 * hue_deg:    0 = red, 120 = green, 240 = blue; any value, taken modulo 360
 * rgb:        out, each 0..1
 */
void color_linear(double lightness, double saturation, double hue_deg, double rgb[3]);

#endif
