/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Types of numbers in safetensors files, as reader and writer know them.
 */
#ifndef MOG_BASE_SAFETENSORS_TYPE_H
#define MOG_BASE_SAFETENSORS_TYPE_H

#include "base/safetensors.h"

typedef enum mog_tensor_type {
    MOG_TENSOR_F32,
    MOG_TENSOR_F64,
    MOG_TENSOR_U64,
    MOG_TENSOR_TYPES
} mog_tensor_type;

/** A type's "dtype", and the bytes of a number. */
static const struct {
    const char *name;
    size_t size;
} mog_tensor_type_of[MOG_TENSOR_TYPES] = {
    [MOG_TENSOR_F32] = {"F32", sizeof(float)},
    [MOG_TENSOR_F64] = {"F64", sizeof(double)},
    [MOG_TENSOR_U64] = {"U64", sizeof(uint64_t)},
};

#endif
