// SPDX-License-Identifier: MIT
#include "base/json.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void newline(struct json *j)
{
    buf_addc(j->out, '\n');
    for (int i = 0; i < j->depth; i++) {
        buf_add(j->out, "  ", 2);
    }
}

static void before_value(struct json *j)
{
    if (j->after_key) {
        j->after_key = false;
        return;
    }
    if (j->comma) {
        buf_addc(j->out, ',');
    }
    if (j->pretty && j->depth) {
        newline(j);
    }
}

static void open_with(struct json *j, char c)
{
    before_value(j);
    buf_addc(j->out, c);
    j->comma = false;
    j->depth++;
}

static void close_with(struct json *j, char c)
{
    j->depth--;
    if (j->pretty && j->comma) {
        newline(j);
    }
    buf_addc(j->out, c);
    j->comma = true;
}

void json_begin_object(struct json *j)
{
    open_with(j, '{');
}

void json_end_object(struct json *j)
{
    close_with(j, '}');
}

void json_begin_array(struct json *j)
{
    open_with(j, '[');
}

void json_end_array(struct json *j)
{
    close_with(j, ']');
}

static void quoted(struct json *j, const char *s, size_t len)
{
    buf_addc(j->out, '"');
    size_t from = 0;
    for (size_t i = 0; i < len; i++) {
        unsigned char c = (unsigned char)s[i];
        if (c >= 0x20 && c != '"' && c != '\\') {
            continue;
        }
        buf_add(j->out, s + from, i - from);
        from = i + 1;
        switch (c) {
        case '"':
            buf_add(j->out, "\\\"", 2);
            break;
        case '\\':
            buf_add(j->out, "\\\\", 2);
            break;
        case '\n':
            buf_add(j->out, "\\n", 2);
            break;
        case '\t':
            buf_add(j->out, "\\t", 2);
            break;
        default:
            buf_printf(j->out, "\\u%04x", c);
        }
    }
    buf_add(j->out, s + from, len - from);
    buf_addc(j->out, '"');
}

void json_key(struct json *j, const char *key)
{
    before_value(j);
    quoted(j, key, strlen(key));
    buf_add(j->out, ": ", j->pretty ? 2 : 1);
    j->after_key = true;
}

void json_strn(struct json *j, const char *s, size_t len)
{
    before_value(j);
    quoted(j, s, len);
    j->comma = true;
}

void json_str(struct json *j, const char *s)
{
    json_strn(j, s, strlen(s));
}

void json_int(struct json *j, int64_t v)
{
    before_value(j);
    char *p = buf_grow(j->out, 24);
    j->out->len += (size_t)snprintf(p, 24, "%lld", (long long)v);
    j->comma = true;
}

void json_bool(struct json *j, bool v)
{
    before_value(j);
    buf_addstr(j->out, v ? "true" : "false");
    j->comma = true;
}

void json_put_null(struct json *j)
{
    before_value(j);
    buf_addstr(j->out, "null");
    j->comma = true;
}

void json_fixed(struct json *j, double v, int decimals)
{
    static const double scale[] = {1, 10, 100, 1000, 10000, 100000, 1000000};
    if (!(fabs(v) < 1e12)) {
        if (v == v) {
            json_double(j, v);
        } else {
            json_put_null(j);
        }
        return;
    }
    before_value(j);
    uint64_t n = (uint64_t)(fabs(v) * scale[decimals] + 0.5);
    char tmp[32], *p = tmp + sizeof tmp;
    int left = decimals;
    for (; left > 0 && n % 10 == 0; left--) {
        n /= 10;
    }
    if (left > 0) {
        for (; left > 0; left--, n /= 10) {
            *--p = (char)('0' + n % 10);
        }
        *--p = '.';
    }
    bool zero = n == 0 && p == tmp + sizeof tmp;
    do {
        *--p = (char)('0' + n % 10);
        n /= 10;
    } while (n);
    if (v < 0 && !zero) {
        *--p = '-';
    }
    buf_add(j->out, p, (size_t)(tmp + sizeof tmp - p));
    j->comma = true;
}

void json_double(struct json *j, double v)
{
    if (!isfinite(v)) {
        json_put_null(j);
        return;
    }
    before_value(j);
    char s[40];
    for (int digits = 6; digits <= 17; digits++) {
        snprintf(s, sizeof s, "%.*g", digits, v);
        if (strtod(s, NULL) == v) {
            break;
        }
    }
    buf_addstr(j->out, s);
    j->comma = true;
}

void json_raw(struct json *j, const char *s, size_t len)
{
    before_value(j);
    buf_add(j->out, s, len);
    j->comma = true;
}
