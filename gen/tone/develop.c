// SPDX-License-Identifier: MIT
#include "tone/develop.h"

#include <math.h>

#define SHOULDER 0.8f
#define METER 0.20
#define BRIGHT 4

static double luminance(const float *const rgb[3], size_t i)
{
    return 0.2126 * (double)rgb[0][i] + 0.7152 * (double)rgb[1][i] + 0.0722 * (double)rgb[2][i];
}

double develop_exposure(const float *const rgb[3], size_t n, double ev)
{
    double sum = 0, kept = 0;
    for (size_t i = 0; i < n; i++) {
        sum += luminance(rgb, i);
    }
    double limit = n ? BRIGHT * sum / (double)n : 0;
    for (size_t i = 0; i < n; i++) {
        kept += fmin(luminance(rgb, i), limit);
    }
    double gain = kept > 0 ? METER * (double)n / kept : 1;
    return gain * exp2(ev);
}

static float shoulder(float v)
{
    const float rest = 1 - SHOULDER;
    return v <= SHOULDER ? v : 1 - rest * rest / (v + 1 - 2 * SHOULDER);
}

void develop(float *const rgb[3], size_t n, double exposure)
{
    for (size_t i = 0; i < n; i++) {
        float v[3], top = 0;
        for (int k = 0; k < 3; k++) {
            v[k] = rgb[k][i] * (float)exposure;
            v[k] = v[k] > 0 ? v[k] : 0;
            top = v[k] > top ? v[k] : top;
        }
        if (top > SHOULDER) {
            float scale = shoulder(top) / top, grey = 0;
            for (int k = 0; k < 3; k++) {
                v[k] *= scale;
            }
            grey = 0.2126f * v[0] + 0.7152f * v[1] + 0.0722f * v[2];
            float fade = 0.5f * (1 - scale);
            for (int k = 0; k < 3; k++) {
                v[k] += (grey - v[k]) * fade;
            }
        }
        for (int k = 0; k < 3; k++) {
            rgb[k][i] = v[k];
        }
    }
}
