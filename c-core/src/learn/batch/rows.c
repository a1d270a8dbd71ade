/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Rows of samples, and copies between them. */
#include "learn/batch/rows.h"

#include "base/memory.h"
#include <string.h>

enum { array_count = 8 };

/* One array of rows, the part that it belongs to, and the length of its rows. */
typedef struct row_array {
    float **data;
    unsigned part;
    size_t length;
} row_array;

static void list_arrays(mog_rows *rows, row_array array[array_count]) {
    const size_t k = rows->shape.links, gains = rows->shape.matrices * k * k;
    const row_array all[array_count] = {
        {&rows->x, MOG_ROWS_INPUT, gains},
        {&rows->gain, MOG_ROWS_GAIN, gains},
        {&rows->known, MOG_ROWS_KNOWN, gains},
        {&rows->weight, MOG_ROWS_WEIGHT, k},
        {&rows->price, MOG_ROWS_PRICE, k},
        {&rows->label, MOG_ROWS_LABEL, k},
        {&rows->action, MOG_ROWS_EXPERIENCE, k * rows->shape.width},
        {&rows->reward, MOG_ROWS_EXPERIENCE, k},
    };
    memcpy(array, all, sizeof all);
}

mog_status mog_rows_init(mog_rows *rows, const mog_rows_shape *shape, mog_error *error) {
    *rows = (mog_rows){.shape = *shape};
    row_array array[array_count];
    list_arrays(rows, array);
    for (size_t i = 0; i < array_count; i++) {
        if (!(shape->parts & array[i].part))
            continue;
        *array[i].data = mog_allocate(shape->count * array[i].length, sizeof(float), error);
        if (*array[i].data == NULL)
            return MOG_ERROR_MEMORY;
    }
    return MOG_OK;
}

void mog_rows_clear(mog_rows *rows) {
    row_array array[array_count];
    list_arrays(rows, array);
    for (size_t i = 0; i < array_count; i++)
        mog_release(*array[i].data);
    *rows = (mog_rows){.x = NULL};
}

void mog_rows_copy(mog_rows *to, size_t row, const mog_rows *from, size_t source) {
    row_array into[array_count], out_of[array_count];
    list_arrays(to, into);
    list_arrays((mog_rows *)from, out_of);
    for (size_t i = 0; i < array_count; i++)
        if (*into[i].data != NULL && *out_of[i].data != NULL)
            memcpy(*into[i].data + row * into[i].length, *out_of[i].data + source * into[i].length,
                   into[i].length * sizeof(float));
}

void mog_rows_round(float *to, const double *from, double scale, size_t count) {
    for (size_t i = 0; i < count; i++)
        to[i] = (float)(from[i] * scale);
}
