/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/memory.h"
#include "base/safetensors.h"
#include "mog/file.h"

#include <jansson.h>
#include <math.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Policies and checkpoints need a few kilobytes; the format itself allows 100 MB. */
static const uint64_t largest_header = 1 << 20;

static const char metadata_key[] = "__metadata__";

struct mog_safetensors {
    json_t *header; /* owns all names, keys and values */
    float *data;
    size_t tensor_count, text_count;
    mog_tensor_entry *tensors;
    mog_text_entry *texts;
};

/* What is known while a file is being read. */
typedef struct reader {
    const char *path;
    FILE *stream;
    uint64_t bytes; /* of the file, then of the numbers behind the header */
    mog_safetensors *file;
    mog_error *error;
} reader;

/* "FILE is not a safetensors file of float32: reason" */
static mog_status refuse(const reader *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static mog_status refuse(const reader *r, const char *format, ...) {
    char reason[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(reason, sizeof reason, format, arguments);
    va_end(arguments);
    return mog_fail(r->error, MOG_ERROR_DATA, "%s is not a usable safetensors file: %s", r->path,
                    reason);
}

static mog_status read_length(reader *r, uint64_t *length) {
    unsigned char bytes[8];
    if (r->bytes < sizeof bytes || fread(bytes, 1, sizeof bytes, r->stream) != sizeof bytes)
        return refuse(r, "it has only %llu bytes", (unsigned long long)r->bytes);
    *length = 0;
    for (size_t i = 0; i < sizeof bytes; ++i)
        *length |= (uint64_t)bytes[i] << (8 * i);
    r->bytes -= sizeof bytes;
    if (*length > largest_header)
        return refuse(r, "it does not start with a header length below 1 MiB");
    if (*length > r->bytes)
        return refuse(r, "it is truncated: the header should have %llu bytes, %llu are there",
                      (unsigned long long)*length, (unsigned long long)r->bytes);
    return MOG_OK;
}

static mog_status parse_header(reader *r, const char *text, size_t length) {
    if (length == 0 || text[0] != '{')
        return refuse(r, "its header does not start with '{'");
    json_error_t where;
    r->file->header = json_loadb(text, length, JSON_REJECT_DUPLICATES, &where);
    if (r->file->header == NULL)
        return refuse(r, "its header is malformed: %s at byte %d", where.text, where.position + 8);
    return MOG_OK;
}

static mog_status read_header(reader *r) {
    uint64_t length = 0;
    mog_status status = read_length(r, &length);
    if (status != MOG_OK)
        return status;
    char *text = mog_allocate((size_t)length, 1, r->error);
    if (text == NULL)
        return MOG_ERROR_MEMORY;
    if (fread(text, 1, (size_t)length, r->stream) != length)
        status = refuse(r, "it ends within its header");
    else
        status = parse_header(r, text, (size_t)length);
    mog_release(text);
    r->bytes -= length;
    return status;
}

static mog_status list_texts(reader *r, json_t *metadata) {
    if (metadata == NULL)
        return MOG_OK;
    if (!json_is_object(metadata))
        return refuse(r, "its %s is not an object", metadata_key);
    r->file->texts = mog_allocate(json_object_size(metadata), sizeof *r->file->texts, r->error);
    if (r->file->texts == NULL)
        return MOG_ERROR_MEMORY;
    const char *key;
    json_t *value;
    json_object_foreach(metadata, key, value) {
        if (!json_is_string(value))
            return refuse(r, "metadata \"%s\" is not a string", key);
        r->file->texts[r->file->text_count++] =
            (mog_text_entry){.key = key, .value = json_string_value(value)};
    }
    return MOG_OK;
}

/* A JSON integer as a size below 2^63; false if it is anything else. */
static bool get_size(const json_t *value, uint64_t *size) {
    if (!json_is_integer(value) || json_integer_value(value) < 0)
        return false;
    *size = (uint64_t)json_integer_value(value);
    return true;
}

/* Rank and shape; `count` is their product, at most what the file can hold. */
static mog_status get_shape(const reader *r, const char *name, json_t *shape,
                            mog_tensor_entry *tensor, uint64_t *count) {
    if (!json_is_array(shape))
        return refuse(r, "tensor \"%s\" has no shape", name);
    if (json_array_size(shape) > MOG_SAFETENSORS_MAX_RANK)
        return refuse(r, "tensor \"%s\" has %zu dimensions; at most %d are supported", name,
                      json_array_size(shape), MOG_SAFETENSORS_MAX_RANK);
    tensor->rank = json_array_size(shape);
    const uint64_t most = r->bytes / sizeof(float);
    *count = 1;
    for (size_t axis = 0; axis < tensor->rank; ++axis) {
        uint64_t size;
        if (!get_size(json_array_get(shape, axis), &size))
            return refuse(r, "the shape of tensor \"%s\" is not a list of sizes", name);
        if (size > most || (size != 0 && *count > most / size))
            return refuse(r, "tensor \"%s\" is larger than the file", name);
        tensor->shape[axis] = (size_t)size;
        *count *= size;
    }
    return MOG_OK;
}

static mog_status list_tensor(const reader *r, const char *name, json_t *description,
                              mog_tensor_entry *tensor, uint64_t *begin, uint64_t *end) {
    if (!json_is_object(description))
        return refuse(r, "tensor \"%s\" is not described by an object", name);
    const char *type = json_string_value(json_object_get(description, "dtype"));
    if (type == NULL || strcmp(type, "F32") != 0)
        return refuse(r, "tensor \"%s\" has type %s; only F32 is supported", name,
                      type != NULL ? type : "none");
    uint64_t count = 0;
    const mog_status status =
        get_shape(r, name, json_object_get(description, "shape"), tensor, &count);
    if (status != MOG_OK)
        return status;
    json_t *offsets = json_object_get(description, "data_offsets");
    if (json_array_size(offsets) != 2 || !get_size(json_array_get(offsets, 0), begin) ||
        !get_size(json_array_get(offsets, 1), end) || *begin > *end)
        return refuse(r, "tensor \"%s\" has no valid data_offsets", name);
    if (*end > r->bytes)
        return refuse(r, "it is truncated: tensor \"%s\" ends at byte %llu of %llu", name,
                      (unsigned long long)*end, (unsigned long long)r->bytes);
    if (*end - *begin != count * sizeof(float))
        return refuse(r, "the shape and the data_offsets of tensor \"%s\" do not agree", name);
    tensor->name = name;
    return MOG_OK;
}

/* A tensor's place among the numbers. */
typedef struct span {
    uint64_t begin, end;
    size_t tensor;
} span;

static int compare_spans(const void *left, const void *right) {
    const span *a = left, *b = right;
    if (a->begin != b->begin)
        return a->begin < b->begin ? -1 : 1;
    return a->end < b->end ? -1 : a->end > b->end;
}

/* In the order of their places, each tensor begins where the one before it ends. */
static mog_status check_cover(const reader *r, span *spans) {
    const size_t count = r->file->tensor_count;
    qsort(spans, count, sizeof *spans, compare_spans);
    uint64_t end = 0;
    for (size_t i = 0; i < count; ++i) {
        if (spans[i].begin != end)
            return refuse(r, "tensor \"%s\" %s", r->file->tensors[spans[i].tensor].name,
                          spans[i].begin < end ? "overlaps with another one"
                                               : "leaves a gap to the one before it");
        end = spans[i].end;
    }
    if (end != r->bytes)
        return refuse(r, "%llu bytes at its end belong to no tensor",
                      (unsigned long long)(r->bytes - end));
    return MOG_OK;
}

static mog_status list_tensors(reader *r, span *spans) {
    mog_safetensors *file = r->file;
    const char *name;
    json_t *description;
    json_object_foreach(file->header, name, description) {
        if (strcmp(name, metadata_key) == 0)
            continue;
        const size_t i = file->tensor_count;
        const mog_status status =
            list_tensor(r, name, description, &file->tensors[i], &spans[i].begin, &spans[i].end);
        if (status != MOG_OK)
            return status;
        spans[i].tensor = i;
        file->tensor_count++;
    }
    return check_cover(r, spans);
}

/* Little-endian bytes to numbers, in place. */
static void decode(float *data, size_t count) {
    for (size_t i = 0; i < count; ++i) {
        unsigned char bytes[4];
        memcpy(bytes, &data[i], sizeof bytes);
        const uint32_t bits = (uint32_t)bytes[0] | (uint32_t)bytes[1] << 8 |
                              (uint32_t)bytes[2] << 16 | (uint32_t)bytes[3] << 24;
        memcpy(&data[i], &bits, sizeof bits);
    }
}

static mog_status check_values(const reader *r, const mog_tensor_entry *tensor) {
    const size_t count = mog_tensor_entry_count(tensor);
    for (size_t i = 0; i < count; ++i)
        if (!isfinite(tensor->data[i]))
            return refuse(r, "entry %zu of tensor \"%s\" is %g", i, tensor->name,
                          (double)tensor->data[i]);
    return MOG_OK;
}

static mog_status read_numbers(reader *r, const span *spans) {
    mog_safetensors *file = r->file;
    const size_t count = (size_t)r->bytes / sizeof(float);
    file->data = mog_allocate(count, sizeof(float), r->error);
    if (file->data == NULL)
        return MOG_ERROR_MEMORY;
    if (fread(file->data, sizeof(float), count, r->stream) != count)
        return mog_fail(r->error, MOG_ERROR_IO, "cannot read %s to its end", r->path);
    decode(file->data, count);
    mog_status status = MOG_OK;
    for (size_t i = 0; i < file->tensor_count && status == MOG_OK; ++i) {
        mog_tensor_entry *tensor = &file->tensors[spans[i].tensor];
        tensor->data = file->data + spans[i].begin / sizeof(float);
        status = check_values(r, tensor);
    }
    return status;
}

static mog_status read_tensors(reader *r) {
    const size_t most = json_object_size(r->file->header);
    r->file->tensors = mog_allocate(most, sizeof *r->file->tensors, r->error);
    span *spans = mog_allocate(most, sizeof *spans, r->error);
    mog_status status = r->file->tensors == NULL || spans == NULL ? MOG_ERROR_MEMORY : MOG_OK;
    if (status == MOG_OK)
        status = list_tensors(r, spans);
    if (status == MOG_OK)
        status = read_numbers(r, spans);
    mog_release(spans);
    return status;
}

mog_safetensors *mog_safetensors_read(const char *path, mog_error *error) {
    reader r = {.path = path, .error = error};
    r.stream = mog_file_open(path, &r.bytes, error);
    if (r.stream == NULL)
        return NULL;
    r.file = mog_allocate(1, sizeof *r.file, error);
    mog_status status = r.file == NULL ? MOG_ERROR_MEMORY : read_header(&r);
    if (status == MOG_OK)
        status = list_texts(&r, json_object_get(r.file->header, metadata_key));
    if (status == MOG_OK)
        status = read_tensors(&r);
    fclose(r.stream);
    if (status == MOG_OK)
        return r.file;
    mog_safetensors_free(r.file);
    return NULL;
}

void mog_safetensors_free(mog_safetensors *file) {
    if (file == NULL)
        return;
    json_decref(file->header);
    mog_release(file->data);
    mog_release(file->tensors);
    mog_release(file->texts);
    mog_release(file);
}

const mog_tensor_entry *mog_safetensors_find(const mog_safetensors *file, const char *name) {
    for (size_t i = 0; i < file->tensor_count; ++i)
        if (strcmp(file->tensors[i].name, name) == 0)
            return &file->tensors[i];
    return NULL;
}

const char *mog_safetensors_text(const mog_safetensors *file, const char *key) {
    for (size_t i = 0; i < file->text_count; ++i)
        if (strcmp(file->texts[i].key, key) == 0)
            return file->texts[i].value;
    return NULL;
}

size_t mog_safetensors_tensor_count(const mog_safetensors *file) {
    return file->tensor_count;
}

const mog_tensor_entry *mog_safetensors_tensor_at(const mog_safetensors *file, size_t i) {
    return i < file->tensor_count ? &file->tensors[i] : NULL;
}

size_t mog_safetensors_text_count(const mog_safetensors *file) {
    return file->text_count;
}

const mog_text_entry *mog_safetensors_text_at(const mog_safetensors *file, size_t i) {
    return i < file->text_count ? &file->texts[i] : NULL;
}
