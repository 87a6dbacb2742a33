// SPDX-License-Identifier: MIT
#ifndef ERSATZ_CORPUS_PIECE_H
#define ERSATZ_CORPUS_PIECE_H
/*
 * piece - the named pieces of patterns, \{ean13} and its like; pattern.h is their manual.
 *
 * Inside the corpus room; the check functions are for tests.
 */
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/rng.h"
#include "corpus/scan.h"

struct piece_row;
struct piece {
    const struct piece_row *row;
    char text[64];   /* prefix digits, date format or country's account structure */
    uint32_t digits; /* ean, luhn: digits in all; int: least number of digits */
    double lo, hi;   /* price, int; in units of the last decimal */
    uint32_t decimals;
    char point; /* '.' or ',' */
};

/** piece_parse() - read "name}" or "name:arguments}"; sc stands behind "\{". */
enum st piece_parse(struct scan *sc, struct piece *out);
/** piece_make() - append one. At most 600 bytes (a format of long names), ASCII. */
void piece_make(const struct piece *p, struct rng *r, struct buf *out);

/** gs1_check_digit() - of n digits without their check digit: '0'..'9'. */
char gs1_check_digit(const char *digits, size_t n);
/** luhn_check_digit() - the same for the Luhn formula. */
char luhn_check_digit(const char *digits, size_t n);
/** iban_remainder() - an IBAN (no spaces, n >= 5) modulo 97, country and check digits moved to the
 *  end: 1 for a valid one. */
unsigned iban_remainder(const char *iban, size_t n);

enum { DATE_FIRST_YEAR = 1950, DATE_DAYS = 31411 }; /* to 2035-12-31 */
struct date {
    int year, month, day; /* month and day from 1 */
    int weekday;          /* 0 = Sunday */
    int day_of_year;      /* from 1 */
};
/** date_from_days() - the day `days` after 1950-01-01, Gregorian, days < DATE_DAYS. */
struct date date_from_days(uint32_t days);

#endif
