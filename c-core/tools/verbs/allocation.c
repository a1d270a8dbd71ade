/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Decisions in memory. */
#include "verbs/allocation.h"

#include <stdlib.h>

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
