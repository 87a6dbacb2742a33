// SPDX-License-Identifier: MIT
/*
 * color - colours of a given lightness.
 *
 * sRGB's transfer curve is that of IEC 61966-2-1: linear with slope 12.92 below 0.0031308, then
 * 1.055 v^(1/2.4) - 0.055. CIE 1976 lightness is L* = 116 Y^(1/3) - 16 above Y = (6/29)^3 and
 * (29/3)^3 Y below (CIE 15); here L = L* / 100.
 *
 * A pure hue c has one channel at 1, one at 0 and one between: the hexagon of HSV, whose corners are
 * taken in sRGB codes, as people name hues by them. Its luminance is Yc. The most colourful light of the
 * wanted luminance Y and of that hue is c dimmed (Y <= Yc) or c mixed with white (Y > Yc):
 *
 *     p = c Y / Yc            or            p = c + (1 - c) (Y - Yc) / (1 - Yc)
 *
 * and saturation s mixes it with the grey of luminance Y: rgb = Y + s (p - Y). All steps are linear in
 * light, so that the luminance is exactly Y, and all are convex, so that no channel leaves [0, 1].
 */
#include "base/color.h"

#include <math.h>

#include "base/geom.h"

static double share(double v)
{
    return v > 0 ? (v < 1 ? v : 1) : 0;
}

double srgb_encode(double linear)
{
    double v = share(linear);
    return v <= 0.0031308 ? 12.92 * v : 1.055 * pow(v, 1 / 2.4) - 0.055;
}

double srgb_decode(double coded)
{
    double v = share(coded);
    return v <= 0.04045 ? v / 12.92 : pow((v + 0.055) / 1.055, 2.4);
}

double y_from_lightness(double lightness)
{
    double l = 100 * share(lightness);
    if (l <= 8) {
        return l * 27 / 24389;
    }
    double t = (l + 16) / 116;
    return t * t * t;
}

double lightness_from_y(double y)
{
    double v = share(y);
    return v <= 216.0 / 24389 ? v * 24389 / 2700 : 1.16 * cbrt(v) - 0.16;
}

double color_luminance(const double rgb[3])
{
    return 0.2126 * rgb[0] + 0.7152 * rgb[1] + 0.0722 * rgb[2];
}

/* Corner colours of HSV: channel k is a trapezium over the hue, highest at 120 k degrees. */
static void pure_hue(double hue_deg, double c[3])
{
    for (int k = 0; k < 3; k++) {
        double off = fabs(remainder(hue_deg - 120 * k, 360));
        c[k] = srgb_decode(clampd(2 - off / 60, 0, 1));
    }
}

void color_linear(double lightness, double saturation, double hue_deg, double rgb[3])
{
    double y = y_from_lightness(lightness), s = share(saturation), c[3];
    pure_hue(isfinite(hue_deg) ? hue_deg : 0, c);
    double yc = color_luminance(c);
    for (int k = 0; k < 3; k++) {
        double p = y <= yc ? c[k] * y / yc : c[k] + (1 - c[k]) * (y - yc) / (1 - yc);
        rgb[k] = share(y + s * (p - y));
    }
}
