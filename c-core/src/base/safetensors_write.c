/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/safetensors.h"
#include "mog/file.h"

#include <jansson.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

static const char metadata_key[] = "__metadata__";

/* Adds `value` (whose reference is taken) under a key that must be new and valid UTF-8. */
static mog_status add_member(json_t *object, const char *key, json_t *value, const char *path,
                             mog_error *error) {
    if (json_object_get(object, key) != NULL) {
        json_decref(value);
        return mog_fail(error, MOG_ERROR_ARGUMENT, "cannot write %s: \"%s\" is there twice", path,
                        key);
    }
    if (json_object_set_new(object, key, value) != 0)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "cannot write %s: the name or text of \"%s\" is not valid UTF-8", path,
                        key);
    return MOG_OK;
}

static json_t *tensor_description(const mog_tensor_entry *tensor, size_t begin) {
    json_t *shape = json_array();
    for (size_t axis = 0; axis < tensor->rank; ++axis)
        json_array_append_new(shape, json_integer((json_int_t)tensor->shape[axis]));
    const size_t end = begin + sizeof(float) * mog_tensor_entry_count(tensor);
    return json_pack("{s:s, s:o, s:[I, I]}", "dtype", "F32", "shape", shape, "data_offsets",
                     (json_int_t)begin, (json_int_t)end);
}

static mog_status add_texts(json_t *header, const mog_text_entry *texts, size_t count,
                            const char *path, mog_error *error) {
    json_t *metadata = json_object();
    mog_status status = add_member(header, metadata_key, metadata, path, error);
    for (size_t i = 0; i < count && status == MOG_OK; ++i)
        status = add_member(metadata, texts[i].key, json_string(texts[i].value), path, error);
    return status;
}

static mog_status add_tensors(json_t *header, const mog_tensor_entry *tensors, size_t count,
                              const char *path, mog_error *error) {
    size_t begin = 0;
    for (size_t i = 0; i < count; ++i) {
        const mog_status status = add_member(header, tensors[i].name,
                                             tensor_description(&tensors[i], begin), path, error);
        if (status != MOG_OK)
            return status;
        begin += sizeof(float) * mog_tensor_entry_count(&tensors[i]);
    }
    return MOG_OK;
}

static mog_status check_values(const char *path, const mog_tensor_entry *tensors, size_t count,
                               mog_error *error) {
    for (size_t i = 0; i < count; ++i) {
        const size_t n = mog_tensor_entry_count(&tensors[i]);
        for (size_t k = 0; k < n; ++k)
            if (!isfinite(tensors[i].data[k]))
                return mog_fail(error, MOG_ERROR_NUMERIC,
                                "cannot write %s: entry %zu of tensor \"%s\" is %g", path, k,
                                tensors[i].name, (double)tensors[i].data[k]);
    }
    return MOG_OK;
}

static void write_length(mog_file *file, uint64_t length) {
    unsigned char bytes[8];
    for (size_t i = 0; i < sizeof bytes; ++i)
        bytes[i] = (unsigned char)(length >> (8 * i) & 0xff);
    mog_file_write(file, bytes, sizeof bytes);
}

/* Little-endian whatever the machine. */
static void write_numbers(mog_file *file, const float *data, size_t count) {
    enum { chunk = 1024 };
    unsigned char bytes[4 * chunk];
    for (size_t first = 0; first < count; first += chunk) {
        const size_t n = count - first < chunk ? count - first : chunk;
        for (size_t i = 0; i < n; ++i) {
            uint32_t bits;
            memcpy(&bits, &data[first + i], sizeof bits);
            bytes[4 * i] = (unsigned char)(bits & 0xff);
            bytes[4 * i + 1] = (unsigned char)(bits >> 8 & 0xff);
            bytes[4 * i + 2] = (unsigned char)(bits >> 16 & 0xff);
            bytes[4 * i + 3] = (unsigned char)(bits >> 24);
        }
        mog_file_write(file, bytes, 4 * n);
    }
}

static mog_status write_file(const char *path, const char *header, const mog_tensor_entry *tensors,
                             size_t count, mog_error *error) {
    mog_file *file = mog_file_create(path, error);
    if (file == NULL)
        return MOG_ERROR_IO;
    /* padded with spaces, so that the numbers start at a multiple of eight */
    const size_t length = strlen(header), padding = (8 - length % 8) % 8;
    write_length(file, length + padding);
    mog_file_write(file, header, length);
    mog_file_write(file, "        ", padding);
    for (size_t i = 0; i < count; ++i)
        write_numbers(file, tensors[i].data, mog_tensor_entry_count(&tensors[i]));
    return mog_file_commit(file, error);
}

mog_status mog_safetensors_write(const char *path, const mog_tensor_entry *tensors,
                                 size_t tensor_count, const mog_text_entry *texts,
                                 size_t text_count, mog_error *error) {
    char *text = NULL;
    json_t *header = json_object();
    mog_status status = check_values(path, tensors, tensor_count, error);
    if (status == MOG_OK)
        status = add_texts(header, texts, text_count, path, error);
    if (status == MOG_OK)
        status = add_tensors(header, tensors, tensor_count, path, error);
    if (status == MOG_OK) {
        text = json_dumps(header, JSON_COMPACT);
        status = text == NULL ? mog_fail(error, MOG_ERROR_MEMORY, "out of memory: writing %s", path)
                              : write_file(path, text, tensors, tensor_count, error);
    }
    free(text);
    json_decref(header);
    return status;
}
