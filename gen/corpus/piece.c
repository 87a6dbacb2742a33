// SPDX-License-Identifier: MIT
/*
 * Check digits and calendar.
 *
 * GS1 (General Specifications, 7.9): digits weigh 3, 1, 3, 1, ... from the right; the check digit
 * lifts the sum to a multiple of ten. Luhn (ISO/IEC 7812-1, annex B): every second digit from the
 * right is doubled and its digits added. IBAN (ISO 13616, ISO 7064 MOD 97-10): country and check
 * digits go to the end, letters count A = 10 .. Z = 35, the number is 1 modulo 97; so with "00" as
 * check digits, 98 minus the remainder.
 *
 * Calendar: from 1950 to 2035 every fourth year is a leap year, 2000 with them, so that counting
 * off years and months from the first day is exact. 1950-01-01 was a Sunday.
 */
#include "corpus/piece.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

enum piece_kind {
    PIECE_GS1,
    PIECE_LUHN,
    PIECE_IBAN,
    PIECE_IBAN4,
    PIECE_DATE,
    PIECE_PRICE,
    PIECE_INT
};

struct piece_row {
    const char *name;
    enum piece_kind kind;
    uint32_t digits;
};

static const struct piece_row rows[] = {
    {"ean13", PIECE_GS1, 13},  {"ean8", PIECE_GS1, 8},  {"upca", PIECE_GS1, 12},
    {"gtin14", PIECE_GS1, 14}, {"luhn", PIECE_LUHN, 0}, {"iban", PIECE_IBAN, 0},
    {"iban4", PIECE_IBAN4, 0}, {"date", PIECE_DATE, 0}, {"price", PIECE_PRICE, 0},
    {"int", PIECE_INT, 0},
};

/* Account part: n digit, a upper-case letter, c either; from the SWIFT IBAN registry. */
static const char *const iban_table[] = {
    "AT16n",   "BE12n",      "CH5n12c", "CZ20n",   "DE18n", "DK14n",   "ES20n",
    "FI14n",   "FR10n11c2n", "GB4a14n", "GR7n16c", "HU24n", "IE4a14n", "IT1a10n12c",
    "LU3n13c", "NL4a10n",    "NO11n",   "PL24n",   "PT21n", "SE20n",   "SK20n",
};

/* --- check digits ----------------------------------------------------------------------------- */

char gs1_check_digit(const char *digits, size_t n)
{
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++) {
        sum += (unsigned)(digits[n - 1 - i] - '0') * (i % 2 ? 1 : 3);
    }
    return (char)('0' + (10 - sum % 10) % 10);
}

char luhn_check_digit(const char *digits, size_t n)
{
    unsigned sum = 0;
    for (size_t i = 0; i < n; i++) {
        unsigned d = (unsigned)(digits[n - 1 - i] - '0') * (i % 2 ? 1 : 2);
        sum += d / 10 + d % 10;
    }
    return (char)('0' + (10 - sum % 10) % 10);
}

unsigned iban_remainder(const char *iban, size_t n)
{
    unsigned rest = 0;
    for (size_t i = 0; i < n; i++) {
        char c = iban[(i + 4) % n];
        rest = c >= 'A' ? (rest * 100 + (unsigned)(c - 'A') + 10) % 97
                        : (rest * 10 + (unsigned)(c - '0')) % 97;
    }
    return rest;
}

static int month_days(int year, int month)
{
    static const int days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return days[month - 1] + (month == 2 && year % 4 == 0);
}

struct date date_from_days(uint32_t days)
{
    struct date d = {.year = DATE_FIRST_YEAR, .month = 1, .weekday = (int)(days % 7)};
    int left = (int)days;
    for (int n; left >= (n = d.year % 4 ? 365 : 366); d.year++) {
        left -= n;
    }
    d.day_of_year = left + 1;
    for (int n; left >= (n = month_days(d.year, d.month)); d.month++) {
        left -= n;
    }
    d.day = left + 1;
    return d;
}

/* --- reading ---------------------------------------------------------------------------------- */

static enum st parse_prefix(struct scan *sc, struct piece *p)
{
    size_t at = sc->i, n = 0;
    while (n + 1 < p->digits && !scan_done(sc) && sc->s[sc->i] >= '0' && sc->s[sc->i] <= '9') {
        p->text[n++] = sc->s[sc->i++];
    }
    if (!n || scan_peek(sc) != '}') {
        return scan_error(sc, at, "first digits wanted, fewer than %u", p->digits);
    }
    return ST_OK;
}

static enum st parse_luhn(struct scan *sc, struct piece *p)
{
    size_t at = sc->i;
    enum st st = scan_number(sc, "number of digits", 64, &p->digits);
    if (st || p->digits < 2) {
        return st ? st : scan_error(sc, at, "a Luhn number has 2 digits at least");
    }
    return scan_take(sc, ':') ? parse_prefix(sc, p) : ST_OK;
}

static enum st parse_iban(struct scan *sc, struct piece *p)
{
    for (size_t i = 0; i < sizeof iban_table / sizeof *iban_table; i++) {
        if (sc->len - sc->i >= 2 && !memcmp(sc->s + sc->i, iban_table[i], 2)) {
            snprintf(p->text, sizeof p->text, "%s", iban_table[i]);
            sc->i += 2;
            return ST_OK;
        }
    }
    return scan_error(sc, sc->i,
                      "an IBAN wants one of the countries AT BE CH CZ DE DK ES FI FR GB GR HU IE "
                      "IT LU NL NO PL PT SE SK");
}

static enum st parse_date(struct scan *sc, struct piece *p)
{
    size_t n = 0;
    for (; !scan_done(sc) && sc->s[sc->i] != '}'; sc->i++) {
        char c = sc->s[sc->i];
        if (n + 2 >= sizeof p->text / 2 || c < 0x20 || c == 0x7f) {
            return scan_error(sc, sc->i, "a date format has 30 ASCII characters at most");
        }
        p->text[n++] = c;
        if (c == '%') {
            c = sc->i + 1 < sc->len ? sc->s[++sc->i] : 0;
            if (!c || !strchr("demnYybBaAHIMSpj%", c)) {
                return scan_error(sc, sc->i - 1,
                                  "a date format knows %%d %%e %%m %%n %%Y %%y %%b %%B "
                                  "%%a %%A %%H %%I %%M %%S %%p %%j %%%%");
            }
            p->text[n++] = c;
        }
    }
    return n ? ST_OK : scan_error(sc, sc->i, "a date wants a format, as in \\{date:%%d.%%m.%%Y}");
}

/* One bound, in units of its last decimal. */
struct bound {
    double value;
    uint32_t digits, decimals;
    char point;
    bool zeros; /* leading */
};

static enum st parse_bound(struct scan *sc, bool fraction, struct bound *b)
{
    size_t at = sc->i;
    *b = (struct bound){.point = '.'};
    bool after = false;
    for (; !scan_done(sc); sc->i++) {
        char c = sc->s[sc->i];
        if (fraction && !after && b->digits && (c == '.' || c == ',')) {
            after = true;
            b->point = c;
        } else if (c >= '0' && c <= '9' && b->digits < 15) {
            b->zeros = b->zeros || (!b->digits && c == '0');
            b->value = b->value * 10 + (c - '0');
            b->digits++;
            b->decimals += after;
        } else {
            break;
        }
    }
    return b->digits ? ST_OK : scan_error(sc, at, "a number wanted, 15 digits at most");
}

static enum st parse_range(struct scan *sc, struct piece *p)
{
    size_t at = sc->i;
    bool price = p->row->kind == PIECE_PRICE;
    struct bound lo, hi;
    enum st st = parse_bound(sc, price, &lo);
    if (!st && !scan_take(sc, '-')) {
        st = scan_error(sc, sc->i, "a range wants '-' between its ends");
    }
    if (!st) {
        st = parse_bound(sc, price, &hi);
    }
    if (st) {
        return st;
    }
    p->decimals = lo.decimals > hi.decimals ? lo.decimals : hi.decimals;
    p->point = lo.decimals >= hi.decimals ? lo.point : hi.point;
    p->lo = lo.value * pow(10, p->decimals - lo.decimals);
    p->hi = hi.value * pow(10, p->decimals - hi.decimals);
    p->digits = !price && lo.zeros && lo.digits > 1 ? lo.digits : 1;
    if (p->decimals > 6 || p->hi > 1e15) {
        return scan_error(sc, at, "6 decimals and 15 digits at most");
    }
    if (p->lo > p->hi || (price && p->lo <= 0)) {
        return scan_error(sc, at,
                          price ? "a price range ascends and begins above 0"
                                : "the range does not ascend");
    }
    return ST_OK;
}

static enum st parse_arguments(struct scan *sc, struct piece *p)
{
    switch (p->row->kind) {
    case PIECE_GS1:
        return parse_prefix(sc, p);
    case PIECE_LUHN:
        return parse_luhn(sc, p);
    case PIECE_IBAN:
    case PIECE_IBAN4:
        return parse_iban(sc, p);
    case PIECE_DATE:
        return parse_date(sc, p);
    case PIECE_PRICE:
    case PIECE_INT:
        return parse_range(sc, p);
    }
    BUG("piece of kind %d", p->row->kind);
}

enum st piece_parse(struct scan *sc, struct piece *out)
{
    size_t at = sc->i;
    const char *name = sc->s + at;
    while (!scan_done(sc) && sc->s[sc->i] != ':' && sc->s[sc->i] != '}') {
        sc->i++;
    }
    size_t n = sc->i - at;
    *out = (struct piece){0};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (strlen(rows[i].name) == n && !memcmp(rows[i].name, name, n)) {
            out->row = &rows[i];
        }
    }
    if (!out->row) {
        return scan_error(
            sc, at,
            "no piece is called '%.*s' (there are: ean13 ean8 upca gtin14 luhn iban iban4 "
            "date price int; for a brace write \\x{7b})",
            n > 40 ? 40 : (int)n, name);
    }
    out->digits = out->row->digits;
    enum st st = ST_OK;
    if (scan_take(sc, ':')) {
        st = parse_arguments(sc, out);
    } else if (out->row->kind != PIECE_GS1) {
        st = scan_error(sc, sc->i, "'%s' wants arguments behind a colon", out->row->name);
    }
    if (!st && !scan_take(sc, '}')) {
        st = scan_error(sc, sc->i, "'}' wanted at the end of '%s'", out->row->name);
    }
    return st;
}

/* --- making ----------------------------------------------------------------------------------- */

static char random_digit(struct rng *r)
{
    return (char)('0' + rng_below(r, 10));
}

static void make_checked(const struct piece *p, struct rng *r, struct buf *out)
{
    char d[65];
    size_t n = strlen(p->text), last = p->digits - 1;
    memcpy(d, p->text, n);
    for (; n < last; n++) {
        d[n] = random_digit(r);
    }
    d[last] = p->row->kind == PIECE_LUHN ? luhn_check_digit(d, last) : gs1_check_digit(d, last);
    buf_add(out, d, p->digits);
}

static void make_iban(const struct piece *p, struct rng *r, struct buf *out)
{
    char iban[40] = {p->text[0], p->text[1], '0', '0'};
    size_t n = 4;
    for (const char *s = p->text + 2; *s; s++) {
        unsigned count = 0;
        for (; *s >= '0' && *s <= '9'; s++) {
            count = count * 10 + (unsigned)(*s - '0');
        }
        for (; count; count--) {
            uint32_t k = *s == 'n'   ? rng_below(r, 10)
                         : *s == 'a' ? 10 + rng_below(r, 26)
                                     : rng_below(r, 36);
            iban[n++] = (char)(k < 10 ? '0' + k : 'A' + k - 10);
        }
    }
    unsigned check = 98 - iban_remainder(iban, n);
    iban[2] = (char)('0' + check / 10);
    iban[3] = (char)('0' + check % 10);
    for (size_t i = 0; i < n; i++) {
        if (p->row->kind == PIECE_IBAN4 && i && i % 4 == 0) {
            buf_addc(out, ' ');
        }
        buf_addc(out, iban[i]);
    }
}

static void make_date(const struct piece *p, struct rng *r, struct buf *out)
{
    static const char *const months[] = {"January",   "February", "March",    "April",
                                         "May",       "June",     "July",     "August",
                                         "September", "October",  "November", "December"};
    static const char *const weekdays[] = {"Sunday",   "Monday", "Tuesday", "Wednesday",
                                           "Thursday", "Friday", "Saturday"};
    struct date d = date_from_days(rng_below(r, DATE_DAYS));
    int second = (int)rng_below(r, 86400), hour = second / 3600;
    for (const char *f = p->text; *f; f++) {
        if (*f != '%') {
            buf_addc(out, *f);
            continue;
        }
        switch (*++f) {
        case 'd':
            buf_printf(out, "%02d", d.day);
            break;
        case 'e':
            buf_printf(out, "%d", d.day);
            break;
        case 'm':
            buf_printf(out, "%02d", d.month);
            break;
        case 'n':
            buf_printf(out, "%d", d.month);
            break;
        case 'Y':
            buf_printf(out, "%d", d.year);
            break;
        case 'y':
            buf_printf(out, "%02d", d.year % 100);
            break;
        case 'b':
            buf_add(out, months[d.month - 1], 3);
            break;
        case 'B':
            buf_addstr(out, months[d.month - 1]);
            break;
        case 'a':
            buf_add(out, weekdays[d.weekday], 3);
            break;
        case 'A':
            buf_addstr(out, weekdays[d.weekday]);
            break;
        case 'H':
            buf_printf(out, "%02d", hour);
            break;
        case 'I':
            buf_printf(out, "%02d", (hour + 11) % 12 + 1);
            break;
        case 'M':
            buf_printf(out, "%02d", second / 60 % 60);
            break;
        case 'S':
            buf_printf(out, "%02d", second % 60);
            break;
        case 'p':
            buf_addstr(out, hour < 12 ? "AM" : "PM");
            break;
        case 'j':
            buf_printf(out, "%03d", d.day_of_year);
            break;
        default:
            buf_addc(out, *f);
            break;
        }
    }
}

static void make_number(const struct piece *p, struct rng *r, struct buf *out)
{
    double v;
    if (p->row->kind == PIECE_INT) {
        v = p->lo + floor(rng_unit(r) * (p->hi - p->lo + 1));
    } else {
        v = floor(exp(rng_uniform(r, log(p->lo), log(p->hi))) + 0.5);
    }
    v = v < p->lo ? p->lo : v > p->hi ? p->hi : v;
    char digits[32];
    int n = snprintf(digits, sizeof digits, "%0*.0f",
                     (int)(p->decimals ? p->decimals + 1 : p->digits), v);
    buf_add(out, digits, (size_t)n - p->decimals);
    if (p->decimals) {
        buf_addc(out, p->point);
        buf_add(out, digits + n - p->decimals, p->decimals);
    }
}

void piece_make(const struct piece *p, struct rng *r, struct buf *out)
{
    switch (p->row->kind) {
    case PIECE_GS1:
    case PIECE_LUHN:
        make_checked(p, r, out);
        break;
    case PIECE_IBAN:
    case PIECE_IBAN4:
        make_iban(p, r, out);
        break;
    case PIECE_DATE:
        make_date(p, r, out);
        break;
    case PIECE_PRICE:
    case PIECE_INT:
        make_number(p, r, out);
        break;
    }
}
