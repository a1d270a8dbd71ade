/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Speed of FPLinQ, of a matrix product and of reading memory. */
#include "bench/bench.h"

#include "base/blas.h"
#include "mog/solve.h"

#include <stdlib.h>
#include <string.h>

typedef struct solving {
    mog_solver *solver;
    mog_problem problem;
    double *power;
} solving;

static void solve(void *data) {
    const solving *s = data;
    mog_solver_run(s->solver, &s->problem, 0, &(mog_allocation){.power = s->power}, NULL, NULL);
}

mog_status bench_fplinq(const bench_row *row, bench_result *result, mog_error *error) {
    mog_dataset *dataset = bench_channels(row->links, 1000, error);
    if (dataset == NULL)
        return error->status;
    solving s = {.problem = mog_dataset_problem(dataset),
                 .power = bench_allocate(dataset->samples * dataset->links, sizeof(double), error)};
    mog_status status = s.power != NULL ? MOG_OK : error->status;
    if (status == MOG_OK)
        status = mog_solver_create("fplinq", NULL, NULL, dataset->links, 1, &s.solver, error);
    if (status == MOG_OK)
        bench_run(row, result, solve, &s);
    free(s.power);
    mog_solver_free(s.solver);
    mog_dataset_free(dataset);
    return status;
}

/* Two factors and their product. */
typedef struct product {
    size_t n;
    float *a, *b, *c;
} product;

static void multiply(void *data) {
    const product *p = data;
    mog_sgemm(false, false, p->n, p->n, p->n, 1, p->a, p->b, 0, p->c);
}

mog_status bench_sgemm(const bench_row *row, bench_result *result, mog_error *error) {
    const size_t n = 1024;
    float *numbers = bench_allocate(3 * n * n, sizeof *numbers, error);
    if (numbers == NULL)
        return MOG_ERROR_MEMORY;
    for (size_t i = 0; i < 3 * n * n; i++)
        numbers[i] = (float)(i % 17) - 8;
    product p = {n, numbers, numbers + n * n, numbers + 2 * n * n};
    bench_run(row, result, multiply, &p);
    free(numbers);
    return MOG_OK;
}

/* Bytes to read. */
typedef struct reading {
    char *start;
    size_t count;
} reading;

/* The C library's search is vectorised and does next to nothing with what it reads. */
static void read_all(void *data) {
    const reading *r = data;
    const char *volatile found = memchr(r->start, 1, r->count);
    (void)found;
}

mog_status bench_read(const bench_row *row, bench_result *result, mog_error *error) {
    reading r = {.count = (size_t)row->bytes};
    r.start = bench_allocate(r.count, 1, error);
    if (r.start == NULL)
        return MOG_ERROR_MEMORY;
    bench_run(row, result, read_all, &r);
    free(r.start);
    return MOG_OK;
}
