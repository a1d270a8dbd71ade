/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of a network's tensors, which grows as layers add theirs. */
#include "nn/tensors.h"

#include "base/memory.h"
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

/* Lets the table take one more. */
static bool grow(mog_tensors *tensors) {
    if (tensors->count < tensors->capacity)
        return true;
    const size_t capacity = tensors->capacity > 0 ? 2 * tensors->capacity : 32;
    mog_tensor *larger = mog_allocate(capacity, sizeof *larger, NULL);
    if (larger == NULL)
        return false;
    if (tensors->count > 0)
        memcpy(larger, tensors->tensor, tensors->count * sizeof *larger);
    mog_release(tensors->tensor);
    tensors->tensor = larger;
    tensors->capacity = capacity;
    return true;
}

/* Parameters stand before all buffers. */
static void insert(mog_tensors *tensors, const mog_tensor *tensor) {
    size_t place = tensors->count++;
    for (; tensor->trainable && place > 0 && !tensors->tensor[place - 1].trainable; place--)
        tensors->tensor[place] = tensors->tensor[place - 1];
    tensors->tensor[place] = *tensor;
}

size_t mog_tensors_add(mog_tensors *tensors, bool trainable, size_t rank, const size_t shape[],
                       const char *format, ...) {
    size_t *length = trainable ? &tensors->parameters : &tensors->buffers, count = 1;
    mog_tensor tensor = {
        .trainable = trainable, .offset = *length, .rank = rank, .shape = {1, 1, 1, 1}};
    for (size_t axis = 0; axis < rank; axis++)
        count *= tensor.shape[axis] = shape[axis];
    *length += count;
    va_list arguments;
    va_start(arguments, format);
    const int written = vsnprintf(tensor.name, sizeof tensor.name, format, arguments);
    va_end(arguments);
    if (written < 0 || (size_t)written >= sizeof tensor.name)
        tensors->status = MOG_ERROR_ARGUMENT;
    else if (!grow(tensors))
        tensors->status = MOG_ERROR_MEMORY;
    else
        insert(tensors, &tensor);
    return tensor.offset;
}

mog_status mog_tensors_check(const mog_tensors *tensors, mog_error *error) {
    if (tensors->status == MOG_ERROR_ARGUMENT)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "the name of a tensor is longer than %d characters",
                        MOG_TENSOR_NAME_SIZE - 1);
    if (tensors->status != MOG_OK)
        return mog_fail(error, tensors->status, "out of memory for %zu tensors",
                        tensors->count + 1);
    return MOG_OK;
}

void mog_tensors_clear(mog_tensors *tensors) {
    mog_release(tensors->tensor);
    *tensors = (mog_tensors){0};
}
