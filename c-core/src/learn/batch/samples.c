/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Samples in rows: memory, copies, and how networks and losses take them. */
#include "learn/batch/samples.h"

#include "base/memory.h"
#include "base/simd.h"
#include <string.h>

enum { array_count = 8 };

/* One array of rows, the part that it belongs to, and the length of its rows. */
typedef struct row_array {
    float **data;
    unsigned part;
    size_t length;
} row_array;

static void list_arrays(mog_samples *samples, row_array array[array_count]) {
    const size_t k = samples->shape.links, gains = samples->shape.matrices * k * k;
    const row_array all[array_count] = {
        {&samples->x, MOG_SAMPLES_INPUT, gains},
        {&samples->gain, MOG_SAMPLES_GAIN, gains},
        {&samples->known, MOG_SAMPLES_KNOWN, gains},
        {&samples->weight, MOG_SAMPLES_WEIGHT, k},
        {&samples->price, MOG_SAMPLES_PRICE, k},
        {&samples->label, MOG_SAMPLES_LABEL, k},
        {&samples->action, MOG_SAMPLES_EXPERIENCE, k * samples->shape.width},
        {&samples->reward, MOG_SAMPLES_EXPERIENCE, k},
    };
    memcpy(array, all, sizeof all);
}

mog_status mog_samples_init(mog_samples *samples, const mog_samples_shape *shape,
                            mog_error *error) {
    *samples = (mog_samples){.shape = *shape};
    row_array array[array_count];
    list_arrays(samples, array);
    for (size_t i = 0; i < array_count; i++) {
        if (!(shape->parts & array[i].part))
            continue;
        *array[i].data = mog_allocate(shape->count * array[i].length, sizeof(float), error);
        if (*array[i].data == NULL)
            return MOG_ERROR_MEMORY;
    }
    return MOG_OK;
}

void mog_samples_clear(mog_samples *samples) {
    row_array array[array_count];
    list_arrays(samples, array);
    for (size_t i = 0; i < array_count; i++)
        mog_release(*array[i].data);
    *samples = (mog_samples){.x = NULL};
}

void mog_samples_copy(mog_samples *to, size_t row, const mog_samples *from, size_t source) {
    row_array into[array_count], out_of[array_count];
    list_arrays(to, into);
    list_arrays((mog_samples *)from, out_of);
    for (size_t i = 0; i < array_count; i++)
        if (*into[i].data != NULL && *out_of[i].data != NULL)
            memcpy(*into[i].data + row * into[i].length, *out_of[i].data + source * into[i].length,
                   into[i].length * sizeof(float));
}

MOG_SIMD(void, mog_samples_round,
         (float *restrict to, const double *restrict from, double scale, size_t count),
         (to, from, scale, count)) {
    for (size_t i = 0; i < count; i++)
        to[i] = (float)(from[i] * scale);
}

mog_network_batch mog_samples_network_batch(const mog_samples *samples, size_t count) {
    return (mog_network_batch){.samples = count,
                               .links = samples->shape.links,
                               .x = samples->x,
                               .gain = samples->known != NULL ? samples->known : samples->gain,
                               .weight = samples->weight,
                               .price = samples->price};
}

mog_loss_batch mog_samples_loss_batch(const mog_samples *samples, size_t count) {
    return (mog_loss_batch){.samples = count,
                            .links = samples->shape.links,
                            .noise_power = 1,
                            .gain = samples->gain,
                            .weight = samples->weight,
                            .price = samples->price};
}
