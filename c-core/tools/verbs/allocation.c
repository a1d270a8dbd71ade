/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decisions in memory, and how like each other they are. */
#include "verbs/allocation.h"

#include "output/report.h"
#include <math.h>
#include <stdlib.h>
#include <string.h>

mog_status allocation_open(mog_allocation *a, const mog_dataset *dataset, mog_error *error) {
    const size_t count = dataset->samples * dataset->links;
    *a = (mog_allocation){calloc(count, sizeof *a->rb), calloc(count, sizeof *a->power)};
    if (a->power != NULL && a->rb != NULL)
        return MOG_OK;
    return mog_fail(error, MOG_ERROR_MEMORY, "out of memory: %zu decisions", count);
}

void allocation_close(const mog_allocation *a) {
    free(a->power);
    free(a->rb);
}

void allocation_nmse(likeness *mean, const mog_dataset *dataset, const mog_allocation *a,
                     const mog_allocation *other) {
    const size_t k = dataset->links;
    const double *power = a->power, *wanted = other->power;
    for (size_t n = 0; n < dataset->samples; n++) {
        double distance = 0, norm = 0;
        for (size_t i = n * k; i < (n + 1) * k; i++) {
            distance += (power[i] - wanted[i]) * (power[i] - wanted[i]);
            norm += wanted[i] * wanted[i];
        }
        if (norm > 0) {
            mean->sum += distance / norm;
            mean->counted++;
        }
    }
}

/* One sample's RBs, canonical if their numbers mean nothing. */
static const uint32_t *numbered(const mog_dataset *dataset, const uint32_t *rb, uint32_t *copy) {
    memcpy(copy, rb, dataset->links * sizeof *copy);
    if (!dataset->per_rb)
        mog_rb_canonical(dataset->links, copy);
    return copy;
}

void allocation_same_rb(likeness *mean, const mog_dataset *dataset, const mog_allocation *a,
                        const mog_allocation *other) {
    const size_t k = dataset->links;
    uint32_t *copies = malloc(2 * k * sizeof *copies);
    size_t same = 0;
    if (copies == NULL) {
        report_lacks_memory();
        mean->sum = NAN;
        return;
    }
    for (size_t first = 0; first < dataset->samples * k; first += k) {
        const uint32_t *one = numbered(dataset, a->rb + first, copies);
        const uint32_t *two = numbered(dataset, other->rb + first, copies + k);
        for (size_t i = 0; i < k; i++)
            same += one[i] == two[i];
    }
    free(copies);
    mean->sum += (double)same;
    mean->counted += (double)(dataset->samples * k);
}
