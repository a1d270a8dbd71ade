/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The tensors of a network: their names, and where they lie in the flat arrays.
 */
#ifndef MOG_NN_TENSORS_H
#define MOG_NN_TENSORS_H

#include "mog/status.h"
#include <stdbool.h>
#include <stddef.h>

/** Longest name of a tensor, its terminating zero included. */
#define MOG_TENSOR_NAME_SIZE 64

/** Most dimensions of a tensor: those of a convolution's weights. */
#define MOG_TENSOR_MAX_RANK 4

/** Where a tensor lies in the flat arrays. Row-major, in PyTorch's order ([out][in] for weights).
 */
typedef struct mog_tensor {
    char name[MOG_TENSOR_NAME_SIZE];   /**< PyTorch's: "layers.0.weight", "layers.2.running_mean" */
    bool trainable;                    /**< in the parameters, else in the buffers */
    size_t offset;                     /**< of its first entry in that array */
    size_t rank;                       /**< 1..MOG_TENSOR_MAX_RANK */
    size_t shape[MOG_TENSOR_MAX_RANK]; /**< ones behind the rank */
} mog_tensor;

/** A table that grows. Zeros are an empty one. */
typedef struct mog_tensors {
    size_t parameters, buffers; /**< lengths of the flat arrays */
    size_t count, capacity;
    mog_tensor *tensor; /**< parameters, then buffers */
    mog_status status;  /**< MOG_OK, or why the table is not complete */
} mog_tensors;

/**
 * Appends a tensor to the parameters, or else to the buffers. What goes wrong is kept, so that
 * whoever adds many asks once, at the end.
 *
 * @param shape   [rank], rank 1..MOG_TENSOR_MAX_RANK
 * @param format  of its name, as printf() takes it
 * @return its offset there
 */
size_t mog_tensors_add(mog_tensors *tensors, bool trainable, size_t rank, const size_t shape[],
                       const char *format, ...) __attribute__((format(printf, 5, 6)));

/** Whether all tensors are there. @return MOG_OK, MOG_ERROR_ARGUMENT (a name), MOG_ERROR_MEMORY */
mog_status mog_tensors_check(const mog_tensors *tensors, mog_error *error);

/** Frees what the table holds. */
void mog_tensors_clear(mog_tensors *tensors);

#endif
