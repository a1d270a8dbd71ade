/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "allocation.h"

#include "mog/rb.h"
#include "statistics.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

mog_status allocation_open(allocation *a, const mog_dataset *dataset, mog_error *error) {
    const size_t count = dataset->samples * dataset->links;
    *a = (allocation){calloc(count, sizeof *a->power), calloc(count, sizeof *a->rb)};
    if (a->power != NULL && a->rb != NULL)
        return MOG_OK;
    return mog_fail(error, MOG_ERROR_MEMORY, "out of memory: %zu decisions", count);
}

void allocation_close(allocation *a) {
    free(a->power);
    free(a->rb);
}

double allocation_rate(const mog_dataset *dataset, const allocation *a) {
    const mog_problem problem = mog_dataset_problem(dataset);
    if (dataset->n_rb <= 1)
        return mean_sum_rate(dataset, a->power);
    double *rate = malloc(dataset->samples * sizeof *rate);
    if (rate == NULL)
        return NAN;
    mog_rb_sum_rate(&problem, a->rb, a->power, rate);
    const double result = mean(rate, dataset->samples);
    free(rate);
    return result;
}

/* One sample's RBs, canonical if their numbers mean nothing. */
static const uint32_t *numbered(const mog_dataset *dataset, const uint32_t *rb, uint32_t *copy) {
    memcpy(copy, rb, dataset->links * sizeof *copy);
    if (!dataset->per_rb)
        mog_rb_canonical(dataset->links, copy);
    return copy;
}

double allocation_same_rb(const mog_dataset *dataset, const allocation *a, const allocation *b) {
    const size_t k = dataset->links;
    uint32_t *copies = malloc(2 * k * sizeof *copies);
    if (copies == NULL)
        return NAN;
    size_t same = 0;
    for (size_t first = 0; first < dataset->samples * k; first += k) {
        const uint32_t *one = numbered(dataset, a->rb + first, copies);
        const uint32_t *other = numbered(dataset, b->rb + first, copies + k);
        for (size_t i = 0; i < k; i++)
            same += one[i] == other[i];
    }
    free(copies);
    return (double)same / (double)(dataset->samples * k);
}
