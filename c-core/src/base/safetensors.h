/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The safetensors format: an eight-byte little-endian length, a JSON header `{"__metadata__": {key:
 * text}, name: {"dtype": "F32", "shape": [..], "data_offsets": [begin, end]}}` of that length, and
 * the numbers: float32 (F32), float64 (F64), or unsigned integers (U64). PyTorch, numpy and others
 * read and write it.
 */
#ifndef MOG_BASE_SAFETENSORS_H
#define MOG_BASE_SAFETENSORS_H

#include "mog/status.h"
#include <stddef.h>
#include <stdint.h>

/** Most dimensions of a tensor: those of a convolution's weights. */
#define MOG_SAFETENSORS_MAX_RANK 4

/** One tensor, row-major. */
typedef struct mog_tensor_entry {
    const char *name;
    size_t rank;                            /**< 0..MOG_SAFETENSORS_MAX_RANK */
    size_t shape[MOG_SAFETENSORS_MAX_RANK]; /**< the first `rank` count */
    const float *data;                      /**< F32: finite; or NULL, and ... */
    const double *real;    /**< ... F64: any, NaN for what does not exist; or ... */
    const uint64_t *whole; /**< ... U64 */
} mog_tensor_entry;

/** Numbers in a tensor. */
static inline size_t mog_tensor_entry_count(const mog_tensor_entry *tensor) {
    size_t count = 1;
    for (size_t axis = 0; axis < tensor->rank; ++axis)
        count *= tensor->shape[axis];
    return count;
}

/** One entry of the metadata. */
typedef struct mog_text_entry {
    const char *key;
    const char *value;
} mog_text_entry;

/** The contents of a file. */
typedef struct mog_safetensors mog_safetensors;

/**
 * Writes a file: beside, then renamed. The same arguments give the same bytes.
 *
 * @return MOG_OK; MOG_ERROR_NUMERIC if a float32 is not finite; MOG_ERROR_ARGUMENT if two names or
 *         keys are the same or are not UTF-8; MOG_ERROR_IO; MOG_ERROR_MEMORY
 */
mog_status mog_safetensors_write(const char *path, const mog_tensor_entry *tensors,
                                 size_t tensor_count, const mog_text_entry *texts,
                                 size_t text_count, mog_error *error);

/**
 * Reads a file that may come from anywhere. Every tensor is of one of the three types, float32 are
 * finite; it lies inside the file, and together they cover it without gap or overlap.
 *
 * @return NULL and `error`: MOG_ERROR_MISSING, MOG_ERROR_DATA, MOG_ERROR_IO, MOG_ERROR_MEMORY
 */
mog_safetensors *mog_safetensors_read(const char *path, mog_error *error);

/** Frees the contents; NULL is allowed. */
void mog_safetensors_free(mog_safetensors *file);

/** The tensor of that name, or NULL. */
const mog_tensor_entry *mog_safetensors_find(const mog_safetensors *file, const char *name);
/** The metadata's value under that key, or NULL. */
const char *mog_safetensors_text(const mog_safetensors *file, const char *key);

/** Number of tensors, and each of them in the order of the header. */
size_t mog_safetensors_tensor_count(const mog_safetensors *file);
const mog_tensor_entry *mog_safetensors_tensor_at(const mog_safetensors *file, size_t i);

/** Number of entries in the metadata, and each of them in the order of the header. */
size_t mog_safetensors_text_count(const mog_safetensors *file);
const mog_text_entry *mog_safetensors_text_at(const mog_safetensors *file, size_t i);

#endif
