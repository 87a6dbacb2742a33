// SPDX-License-Identifier: MIT
/* Sums over processes: this program starts itself three times by mpirun. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "net/crew.h"

enum { PROCESSES = 3, MANY = (1 << 21) + 777 }; /* more than two pieces */

static int bad;

static void check(int ok, const char *what)
{
    if (!ok) {
        printf("# not so: %s\n", what);
        bad = 1;
    }
}

/* --- one of the three ------------------------------------------------------------------------------------- */

static float of(int process, size_t i)
{
    return (float)(process + 1) * 0.1f + (float)(i % 1000) * 1e-6f;
}

static void sums(struct ranks *r)
{
    float *v = malloc(MANY * sizeof *v), *first = malloc(MANY * sizeof *v);
    int exact = 1;
    for (size_t i = 0; i < MANY; i++) {
        v[i] = of(ranks_number(r), i);
    }
    ranks_sum(r, v, MANY);
    for (size_t i = 0; i < MANY; i++) {
        exact &= v[i] == of(0, i) + of(1, i) + of(2, i);
    }
    check(exact, "sums go in order of processes");
    memcpy(first, v, MANY * sizeof *v);
    ranks_share(r, first, MANY * sizeof *v);
    check(!memcmp(first, v, MANY * sizeof *v), "all have the same sums");
    double d[2] = {ranks_number(r), 1};
    ranks_sum_double(r, d, 2);
    check(d[0] == 3 && d[1] == 3, "sums of doubles");
    free(v);
    free(first);
}

static void shares(struct ranks *r)
{
    char text[16];
    snprintf(text, sizeof text, "of %d", ranks_number(r));
    ranks_share(r, text, sizeof text);
    check(!strcmp(text, "of 0"), "what process 0 has is shared");
}

static void agreements(struct ranks *r)
{
    struct err e = {0};
    check(ranks_agree(r, ST_OK, &e) == ST_OK && !e.msg[0], "all is well");
    enum st st = ranks_number(r) ? err_set(&e, ST_RECIPE, "no %d", ranks_number(r)) : ST_OK;
    check(ranks_agree(r, st, &e) == ST_RECIPE && !strcmp(e.msg, "process 1: no 1"),
          "the first failure is that of all");
    e = (struct err){0};
    st = ranks_number(r) ? ST_OK : err_set(&e, ST_IO, "no room");
    check(ranks_agree(r, st, &e) == ST_IO && !strcmp(e.msg, "no room"), "so is that of process 0");
    check(ranks_agree(r, ranks_number(r) == 2 ? ST_RANGE : ST_OK, NULL) == ST_RANGE,
          "without a message, too");
}

static void leave_gradient(void *ctx, int w)
{
    struct crew *c = ctx;
    struct params *p = crew_params(c, w);
    params_add(p, "w", 1, (int64_t[]){2}, INIT_ONE, 1);
    params_add_state(p, "s", 1, INIT_ZERO);
    params_grad(p, 0)[1] = (float)(crew_first(c) + w);
    params_data(p, 1)[0] = (float)(10 * (crew_first(c) + w));
}

/* 1 + 2 + 3 workers, numbered through: the mean of 0 to 5. */
static void crews(struct ranks *r)
{
    struct crew *c = crew_among(r, 1 + ranks_number(r));
    check(crew_all(c) == 6 && crew_first(c) == (int[]){0, 1, 3}[ranks_number(r)],
          "workers are numbered through");
    crew_run(c, leave_gradient, c);
    crew_average(c);
    check(fabsf(params_grad(crew_params(c, 0), 0)[1] - 2.5f) < 1e-6f, "mean of gradients");
    check(fabsf(params_data(crew_params(c, 0), 1)[0] - 25) < 1e-5f, "mean of running averages");
    crew_free(c);
}

static int one_of_three(void)
{
    struct ranks *r = NULL;
    struct err e = {0};
    if (ranks_join(&r, &e) || ranks_count(r) != PROCESSES) {
        printf("# %s\n", e.msg[0] ? e.msg : "not three");
        return 1;
    }
    sums(r);
    shares(r);
    agreements(r);
    crews(r);
    check(ranks_cores(r) >= 1, "a core each");
    ranks_leave(r);
    return bad;
}

/* --- the tests ---------------------------------------------------------------------------------------------- */

static char self[4096];

static void three_processes(void **state)
{
    (void)state;
    char command[5000];
    snprintf(command, sizeof command,
             "command -v mpirun >/dev/null && test -e \"$(dirname '%s')/../../ranks_mpi.so\"",
             self);
    if (system(command)) {
        print_message("# no mpirun, or built without MPI\n");
        skip();
    }
    setenv("OMPI_ALLOW_RUN_AS_ROOT", "1", 1);
    setenv("OMPI_ALLOW_RUN_AS_ROOT_CONFIRM", "1", 1);
    setenv("OMPI_MCA_rmaps_base_oversubscribe", "1", 1);
    snprintf(command, sizeof command, "timeout 60 mpirun -n %d '%s' one", PROCESSES, self);
    assert_int_equal(system(command), 0);
}

static void alone_all_is_as_it_was(void **state)
{
    (void)state;
    struct ranks *r = NULL;
    struct err e = {0};
    float v = 3;
    assert_int_equal(ranks_join(&r, &e), ST_OK);
    assert_null(r);
    assert_int_equal(ranks_count(r), 1);
    assert_int_equal(ranks_number(r), 0);
    assert_true(ranks_cores(r) >= 1);
    ranks_sum(r, &v, 1);
    ranks_share(r, &v, sizeof v);
    assert_true(v == 3);
    err_set(&e, ST_IO, "as it was");
    assert_int_equal(ranks_agree(r, ST_IO, &e), ST_IO);
    assert_string_equal(e.msg, "as it was");
    ranks_leave(r);
}

int main(int argc, char **argv)
{
    if (argc == 2 && !strcmp(argv[1], "one")) {
        return one_of_three();
    }
    if (readlink("/proc/self/exe", self, sizeof self - 1) < 0) {
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(three_processes),
        cmocka_unit_test(alone_all_is_as_it_was),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
