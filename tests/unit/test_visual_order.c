// SPDX-License-Identifier: MIT
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <cmocka.h>
#include <string.h>

#include "base/rng.h"
#include "ocr/visual_order.h"

/* Hebrew alef, bet, gimel; Arabic beh with a vowel mark. */
#define A "\xd7\x90"
#define B "\xd7\x91"
#define G "\xd7\x92"
#define BA "\xd8\xa8\xd9\x8e"

static void lines_by_hand(void **state)
{
    (void)state;
    static const struct {
        const char *logical;
        enum order_base base;
        const char *visual;
        enum order_base got;
    } row[] = {
        {"abc 123", ORDER_AUTO, "abc 123", ORDER_LTR},
        {A B G, ORDER_AUTO, G B A, ORDER_RTL},
        {A B " 123", ORDER_AUTO, "123 " B A, ORDER_RTL}, /* numbers keep their order */
        {A B " xy", ORDER_AUTO, "xy " B A, ORDER_RTL},
        {"xy " A B, ORDER_AUTO, "xy " B A, ORDER_LTR},
        {"xy " A B, ORDER_RTL, B A " xy", ORDER_RTL},
        {A "(" B ")", ORDER_AUTO, "(" B ")" A, ORDER_RTL}, /* brackets as they are seen */
        {A BA, ORDER_AUTO, BA A, ORDER_RTL},               /* the mark stays behind its base */
        {"a (" A ") b", ORDER_AUTO, "a (" A ") b", ORDER_LTR},
        {"", ORDER_AUTO, "", ORDER_LTR},
    };
    for (size_t i = 0; i < sizeof row / sizeof *row; i++) {
        struct buf v = {0}, l = {0};
        assert_int_equal(order_to_visual(row[i].logical, strlen(row[i].logical), row[i].base, &v),
                         row[i].got);
        assert_string_equal(v.data ? v.data : "", row[i].visual);
        assert_true(order_to_logical(row[i].visual, strlen(row[i].visual), row[i].got, &l));
        assert_string_equal(l.data ? l.data : "", row[i].logical);
        buf_release(&v);
        buf_release(&l);
    }
}

/* Whatever comes back as true looks like what went in; and most lines do come back. */
static void random_lines_come_back(void **state)
{
    (void)state;
    static const char *const piece[] = {A, B, G, "x", "y", " ", "1", "2", "(", ")", ".", BA, "-"};
    struct rng r = rng_stream(6, 4, 0, 0);
    int back = 0, equal = 0;
    enum { LINES = 1000 };
    for (int round = 0; round < LINES; round++) {
        struct buf l = {0}, v = {0}, m = {0}, w = {0};
        buf_addstr(&l, A);
        for (uint32_t i = 0, n = rng_below(&r, 16); i < n; i++) {
            buf_addstr(&l, piece[rng_below(&r, 13)]);
        }
        enum order_base base = order_to_visual(l.data, l.len, ORDER_AUTO, &v);
        assert_int_equal(v.len, l.len);
        bool good = order_to_logical(v.data, v.len, base, &m);
        order_to_visual(m.data, m.len, base, &w);
        assert_int_equal(good, !strcmp(v.data, w.data));
        back += good;
        equal += !strcmp(l.data, m.data);
        buf_release(&l);
        buf_release(&v);
        buf_release(&m);
        buf_release(&w);
    }
    print_message("%d of %d random mixtures come back, %d to the same text\n", back, LINES, equal);
    assert_true(back > LINES / 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(lines_by_hand),
        cmocka_unit_test(random_lines_come_back),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
