// SPDX-License-Identifier: MIT
/*
 * art_barcode - EAN-13 (GS1 General Specifications, section 5.2).
 *
 * 95 modules: guard 101, six digits of 7 modules from sets A and B, guard 01010, six digits of set C,
 * guard 101. The first digit is not drawn: it says which of the left digits are of set B. B is C read
 * backwards, and C is A with dark and light exchanged, so that one table tells all. Nominal module: 0.33
 * mm, quiet zones 11 and 7 modules.
 */
#include "shelf/art_draw.h"

#include <string.h>

enum { MODULES = 95, QUIET_LEFT = 11, QUIET_RIGHT = 7 };

static const uint8_t set_a[10] = {0x0d, 0x19, 0x13, 0x3d, 0x23, 0x31, 0x2f, 0x3b, 0x37, 0x0b};
/* Bit 5 = first digit after the leading one: 1 = set B. */
static const uint8_t parity[10] = {0x00, 0x0b, 0x0d, 0x0e, 0x13, 0x19, 0x1c, 0x15, 0x16, 0x1a};

static bool thirteen_digits(const char *ean)
{
    return ean && strlen(ean) == 13 && strspn(ean, "0123456789") == 13;
}

bool art_ean_valid(const char *ean)
{
    if (!thirteen_digits(ean)) {
        return false;
    }
    int sum = 0;
    for (int i = 0; i < 12; i++) {
        sum += (ean[i] - '0') * (i % 2 ? 3 : 1);
    }
    return (10 - sum % 10) % 10 == ean[12] - '0';
}

static void put_bits(uint8_t *module, int *at, unsigned bits, int n)
{
    for (int i = n - 1; i >= 0; i--) {
        module[(*at)++] = bits >> i & 1;
    }
}

static unsigned backwards(unsigned bits)
{
    unsigned r = 0;
    for (int i = 0; i < 7; i++) {
        r = r << 1 | (bits >> i & 1);
    }
    return r;
}

bool art_ean_bars(const char *ean, uint8_t module[95])
{
    if (!thirteen_digits(ean)) {
        return false;
    }
    int at = 0;
    put_bits(module, &at, 5, 3);
    for (int i = 1; i <= 6; i++) {
        unsigned a = set_a[ean[i] - '0'];
        bool b = parity[ean[0] - '0'] >> (6 - i) & 1;
        put_bits(module, &at, b ? backwards(~a & 0x7f) : a, 7);
    }
    put_bits(module, &at, 10, 5);
    for (int i = 7; i <= 12; i++) {
        put_bits(module, &at, ~(unsigned)set_a[ean[i] - '0'] & 0x7f, 7);
    }
    put_bits(module, &at, 5, 3);
    return true;
}

static bool is_guard(int m)
{
    return m < 3 || m >= 92 || (m >= 45 && m < 50);
}

/* Digits of one half, spread over its 42 modules. */
static void put_digits(struct art_sheet *s, const struct art_style *st, const char *digit, int n, double x,
                       double step, double y, double em)
{
    const struct art_ink_style ink = {.fill = {0.05, 0.05, 0.05}};
    for (int i = 0; i < n; i++) {
        char one[2] = {digit[i], 0};
        art_text_line(s, st, &ink, one, NULL, x + (i + 0.5) * step, y, em, 0.5);
    }
}

void art_barcode(struct art_sheet *s, const char *ean, struct box b)
{
    uint8_t module[MODULES];
    const int all = MODULES + QUIET_LEFT + QUIET_RIGHT;
    double ux = 1, uy = 0;
    cairo_user_to_device_distance(s->cr, &ux, &uy);
    double k = hypot(ux, uy); /* px a mm along the bars' row, also where it runs upwards */
    double px = floor(fmin(art_w(b) * k / all, fmax(1, 0.5 * k)) + 1e-6);
    if (px < 1 || art_h(b) < 5 || !art_ean_bars(ean, module)) {
        return;
    }
    double m = px / k, w = all * m, h = fmin(art_h(b), w * 0.72);
    double x0 = b.x0 + (art_w(b) - w) / 2, y0 = b.y0 + (art_h(b) - h) / 2;
    cairo_user_to_device(s->cr, &x0, &y0);
    x0 = floor(x0 + 0.5); /* so that each module is whole pixels */
    y0 = floor(y0 + 0.5);
    cairo_device_to_user(s->cr, &x0, &y0);
    art_fill_box(s, art_box(x0, y0, x0 + w, y0 + h), art_rgb(1, 1, 1), 1);
    double em = fmin(9 * m, h * 0.22), bars = h - em * 1.05 - m, x = x0 + QUIET_LEFT * m;
    art_ink(s, art_rgb(0.03, 0.03, 0.03), 1);
    cairo_antialias_t old = cairo_get_antialias(s->cr);
    cairo_set_antialias(s->cr, CAIRO_ANTIALIAS_NONE);
    for (int i = 0; i < MODULES; i++) {
        if (module[i]) {
            cairo_rectangle(s->cr, x + i * m, y0 + m, m, bars + (is_guard(i) ? em * 0.45 : 0) - m);
        }
    }
    cairo_fill(s->cr);
    cairo_set_antialias(s->cr, old);
    struct art_style st = art_style(s, VOICE_CODE, NULL, false);
    double foot = y0 + h - em * 0.22;
    put_digits(s, &st, ean, 1, x0 + 2 * m, 7 * m, foot, em);
    put_digits(s, &st, ean + 1, 6, x + 3 * m, 7 * m, foot, em);
    put_digits(s, &st, ean + 7, 6, x + 50 * m, 7 * m, foot, em);
    double top = foot - em * 0.72;
    struct quad q = {{{x0 + 2 * m, top},
                      {x0 + (QUIET_LEFT + 92) * m, top},
                      {x0 + (QUIET_LEFT + 92) * m, foot},
                      {x0 + 2 * m, foot}}};
    art_sheet_note(s, ean, "ean", &q);
}
