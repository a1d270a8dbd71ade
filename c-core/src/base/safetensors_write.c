/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Writing safetensors files. */
#include "base/file.h"
#include "base/memory.h"
#include "base/safetensors_type.h"
#include "mog/file.h"

#include <jansson.h>
#include <math.h>
#include <stdbool.h>
#include <string.h>

static const char metadata_key[] = "__metadata__";

/* ---- what cannot be written ---------------------------------------------------------------- */

/* Bytes of the code point that starts here, or 0: it is not UTF-8 (RFC 3629). */
static size_t code_point_length(const unsigned char *text) {
    static const struct {
        unsigned char first, last; /* of the leading byte */
        unsigned char least, most; /* of the second */
        unsigned char length;
    } forms[] = {
        {0x00, 0x7f, 0x00, 0x00, 1}, {0xc2, 0xdf, 0x80, 0xbf, 2}, {0xe0, 0xe0, 0xa0, 0xbf, 3},
        {0xe1, 0xec, 0x80, 0xbf, 3}, {0xed, 0xed, 0x80, 0x9f, 3}, {0xee, 0xef, 0x80, 0xbf, 3},
        {0xf0, 0xf0, 0x90, 0xbf, 4}, {0xf1, 0xf3, 0x80, 0xbf, 4}, {0xf4, 0xf4, 0x80, 0x8f, 4},
    };
    for (size_t f = 0; f < sizeof forms / sizeof forms[0]; ++f) {
        if (text[0] < forms[f].first || text[0] > forms[f].last)
            continue;
        bool valid =
            forms[f].length == 1 || (text[1] >= forms[f].least && text[1] <= forms[f].most);
        for (size_t i = 2; valid && i < forms[f].length; ++i)
            valid = (text[i] & 0xc0) == 0x80;
        return valid ? forms[f].length : 0;
    }
    return 0;
}

static mog_status check_text(const char *path, const char *key, const char *text,
                             mog_error *error) {
    size_t length;
    for (const unsigned char *at = (const unsigned char *)text; *at != '\0'; at += length)
        if ((length = code_point_length(at)) == 0)
            return mog_fail(error, MOG_ERROR_ARGUMENT,
                            "cannot write %s: the name or text of \"%s\" is not valid UTF-8", path,
                            key);
    return MOG_OK;
}

static mog_status check_texts(const char *path, const mog_text_entry *texts, size_t count,
                              mog_error *error) {
    mog_status status = MOG_OK;
    for (size_t i = 0; i < count && status == MOG_OK; ++i) {
        status = check_text(path, texts[i].key, texts[i].key, error);
        if (status == MOG_OK)
            status = check_text(path, texts[i].key, texts[i].value, error);
    }
    return status;
}

static mog_status check_tensor(const char *path, const mog_tensor_entry *tensor, mog_error *error) {
    const size_t count = mog_tensor_entry_count(tensor);
    for (size_t k = 0; tensor->data != NULL && k < count; ++k)
        if (!isfinite(tensor->data[k]))
            return mog_fail(error, MOG_ERROR_NUMERIC,
                            "cannot write %s: entry %zu of tensor \"%s\" is %g", path, k,
                            tensor->name, (double)tensor->data[k]);
    return check_text(path, tensor->name, tensor->name, error);
}

static mog_status check_tensors(const char *path, const mog_tensor_entry *tensors, size_t count,
                                mog_error *error) {
    mog_status status = MOG_OK;
    for (size_t i = 0; i < count && status == MOG_OK; ++i)
        status = check_tensor(path, &tensors[i], error);
    return status;
}

/* ---- the header ---------------------------------------------------------------------------- */

static mog_status fail_memory(const char *path, mog_error *error) {
    return mog_fail(error, MOG_ERROR_MEMORY, "out of memory: writing %s", path);
}

/* Adds `value` (whose reference is taken; NULL if there was no memory) under a key that must be
 * new. */
static mog_status add_member(json_t *object, const char *key, json_t *value, const char *path,
                             mog_error *error) {
    if (json_object_get(object, key) != NULL) {
        json_decref(value);
        return mog_fail(error, MOG_ERROR_ARGUMENT, "cannot write %s: \"%s\" is there twice", path,
                        key);
    }
    return json_object_set_new(object, key, value) == 0 ? MOG_OK : fail_memory(path, error);
}

static mog_status add_texts(json_t *header, const mog_text_entry *texts, size_t count,
                            const char *path, mog_error *error) {
    json_t *metadata = json_object();
    mog_status status = add_member(header, metadata_key, metadata, path, error);
    for (size_t i = 0; i < count && status == MOG_OK; ++i)
        status = add_member(metadata, texts[i].key, json_string(texts[i].value), path, error);
    return status;
}

static mog_tensor_type type_of(const mog_tensor_entry *tensor) {
    return tensor->real != NULL    ? MOG_TENSOR_F64
           : tensor->whole != NULL ? MOG_TENSOR_U64
                                   : MOG_TENSOR_F32;
}

static size_t size_of(const mog_tensor_entry *tensor) {
    return mog_tensor_type_of[type_of(tensor)].size;
}

/* The format's own order: wide numbers first, so that all are aligned. */
static const size_t sizes[] = {8, 4};

enum { SIZES = sizeof sizes / sizeof sizes[0] };

static size_t begin_of(const mog_tensor_entry *tensors, size_t count, size_t which) {
    const size_t own = size_of(&tensors[which]);
    size_t begin = 0;
    for (size_t i = 0; i < count; ++i)
        if (size_of(&tensors[i]) > own || (size_of(&tensors[i]) == own && i < which))
            begin += size_of(&tensors[i]) * mog_tensor_entry_count(&tensors[i]);
    return begin;
}

/* NULL if there is no memory */
static json_t *tensor_description(const mog_tensor_entry *tensor, size_t begin) {
    const size_t end = begin + size_of(tensor) * mog_tensor_entry_count(tensor);
    json_t *shape = json_array();
    bool complete = shape != NULL;
    for (size_t axis = 0; complete && axis < tensor->rank; ++axis)
        complete = json_array_append_new(shape, json_integer((json_int_t)tensor->shape[axis])) == 0;
    if (!complete) {
        json_decref(shape);
        return NULL;
    }
    return json_pack("{s:s, s:o, s:[I, I]}", "dtype", mog_tensor_type_of[type_of(tensor)].name,
                     "shape", shape, "data_offsets", (json_int_t)begin, (json_int_t)end);
}

static mog_status add_tensors(json_t *header, const mog_tensor_entry *tensors, size_t count,
                              const char *path, mog_error *error) {
    mog_status status = MOG_OK;
    for (size_t i = 0; i < count && status == MOG_OK; ++i)
        status =
            add_member(header, tensors[i].name,
                       tensor_description(&tensors[i], begin_of(tensors, count, i)), path, error);
    return status;
}

/* ---- the file ------------------------------------------------------------------------------ */

static void write_length(mog_file *file, uint64_t length) {
    unsigned char bytes[8];
    for (size_t i = 0; i < sizeof bytes; ++i)
        bytes[i] = (unsigned char)(length >> (8 * i) & 0xff);
    mog_file_write(file, bytes, sizeof bytes);
}

/* A number's bits, whatever the type. */
static uint64_t bits_of(const mog_tensor_entry *tensor, size_t i) {
    uint64_t bits;
    uint32_t half;
    if (tensor->real != NULL) {
        memcpy(&bits, &tensor->real[i], sizeof bits);
        return bits;
    }
    if (tensor->whole != NULL)
        return tensor->whole[i];
    memcpy(&half, &tensor->data[i], sizeof half);
    return half;
}

/* Little-endian whatever the machine. */
static void write_numbers(mog_file *file, const mog_tensor_entry *tensor) {
    unsigned char bytes[4096];
    const size_t number = size_of(tensor), count = mog_tensor_entry_count(tensor);
    size_t used = 0;
    for (size_t i = 0; i < count; ++i) {
        const uint64_t bits = bits_of(tensor, i);
        for (size_t b = 0; b < number; ++b)
            bytes[used++] = (unsigned char)(bits >> (8 * b) & 0xff);
        if (used == sizeof bytes || i + 1 == count) {
            mog_file_write(file, bytes, used);
            used = 0;
        }
    }
}

static mog_status write_file(const char *path, const char *header, size_t length,
                             const mog_tensor_entry *tensors, size_t count, mog_error *error) {
    mog_file *file;
    const mog_status status = mog_file_create(path, &file, error);
    if (status != MOG_OK)
        return status;
    /* padded with spaces, so that the numbers start at a multiple of eight */
    const size_t padding = (8 - length % 8) % 8;
    write_length(file, length + padding);
    mog_file_write(file, header, length);
    mog_file_write(file, "        ", padding);
    for (size_t s = 0; s < SIZES; ++s)
        for (size_t i = 0; i < count; ++i)
            if (size_of(&tensors[i]) == sizes[s])
                write_numbers(file, &tensors[i]);
    return mog_file_commit(file, error);
}

static mog_status write_with(json_t *header, const char *path, const mog_tensor_entry *tensors,
                             size_t tensor_count, const mog_text_entry *texts, size_t text_count,
                             mog_error *error) {
    mog_status status = add_texts(header, texts, text_count, path, error);
    if (status == MOG_OK)
        status = add_tensors(header, tensors, tensor_count, path, error);
    if (status != MOG_OK)
        return status;
    /* json_dumps() leaves out what it has no memory for, and says nothing */
    const size_t length = json_dumpb(header, NULL, 0, JSON_COMPACT);
    if (length == 0)
        return fail_memory(path, error);
    char *text = mog_allocate(length, 1, error);
    if (text == NULL)
        return MOG_ERROR_MEMORY;
    status = json_dumpb(header, text, length, JSON_COMPACT) == length
                 ? write_file(path, text, length, tensors, tensor_count, error)
                 : fail_memory(path, error);
    mog_release(text);
    return status;
}

mog_status mog_safetensors_write(const char *path, const mog_tensor_entry *tensors,
                                 size_t tensor_count, const mog_text_entry *texts,
                                 size_t text_count, mog_error *error) {
    mog_status status = check_tensors(path, tensors, tensor_count, error);
    if (status == MOG_OK)
        status = check_texts(path, texts, text_count, error);
    if (status != MOG_OK)
        return status;
    json_t *header = json_object();
    if (header == NULL)
        return fail_memory(path, error);
    status = write_with(header, path, tensors, tensor_count, texts, text_count, error);
    json_decref(header);
    return status;
}
