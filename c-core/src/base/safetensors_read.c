/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Reading safetensors files, which may come from anywhere. */
#include "base/file.h"
#include "base/memory.h"
#include "base/safetensors_type.h"

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
    json_t *header;      /* owns all names, keys and values */
    unsigned char *data; /* all numbers, aligned for each of them */
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

static mog_status refuse(const reader *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
static mog_status refuse(const reader *r, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const mog_status status =
        mog_file_refuse(r->path, "safetensors file", format, arguments, r->error);
    va_end(arguments);
    return status;
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

/* jansson takes a lack of memory for bad syntax, or leaves out what it could not store and says
 * nothing. What it reads twice alike is what stands there. */
static mog_status parse_header(reader *r, const char *text, size_t length) {
    if (length == 0 || text[0] != '{')
        return refuse(r, "its header does not start with '{'");
    json_error_t where;
    r->file->header = json_loadb(text, length, JSON_REJECT_DUPLICATES, &where);
    json_t *again = json_loadb(text, length, JSON_REJECT_DUPLICATES, NULL);
    const bool alike = json_equal(r->file->header, again) != 0;
    const bool malformed = r->file->header == NULL && again == NULL && where.text[0] != '\0';
    json_decref(again);
    if (malformed)
        return refuse(r, "its header is malformed: %s at byte %d", where.text, where.position + 8);
    return alike ? MOG_OK
                 : mog_fail(r->error, MOG_ERROR_MEMORY, "out of memory: reading %s", r->path);
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

/* Rank and shape; `count` is their product, at most what the file can hold of numbers of a size. */
static mog_status get_shape(const reader *r, const char *name, json_t *shape, size_t number,
                            mog_tensor_entry *tensor, uint64_t *count) {
    if (!json_is_array(shape))
        return refuse(r, "tensor \"%s\" has no shape", name);
    if (json_array_size(shape) > MOG_SAFETENSORS_MAX_RANK)
        return refuse(r, "tensor \"%s\" has %zu dimensions; at most %d are supported", name,
                      json_array_size(shape), MOG_SAFETENSORS_MAX_RANK);
    tensor->rank = json_array_size(shape);
    const uint64_t most = r->bytes / number;
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

/* A tensor's place among the numbers. */
typedef struct span {
    uint64_t begin, end;
    size_t tensor;
    mog_tensor_type type;
} span;

static mog_status get_type(const reader *r, const char *name, const json_t *type,
                           mog_tensor_type *found) {
    const char *text = json_string_value(type);
    for (int t = 0; text != NULL && t < MOG_TENSOR_TYPES; t++)
        if (strcmp(text, mog_tensor_type_of[t].name) == 0) {
            *found = (mog_tensor_type)t;
            return MOG_OK;
        }
    return refuse(r, "tensor \"%s\" has type %s; only F32, F64 and U64 are supported", name,
                  text != NULL ? text : "none");
}

static mog_status get_place(const reader *r, const char *name, json_t *offsets, uint64_t count,
                            span *place) {
    const size_t number = mog_tensor_type_of[place->type].size;
    if (json_array_size(offsets) != 2 || !get_size(json_array_get(offsets, 0), &place->begin) ||
        !get_size(json_array_get(offsets, 1), &place->end) || place->begin > place->end)
        return refuse(r, "tensor \"%s\" has no valid data_offsets", name);
    if (place->end > r->bytes)
        return refuse(r, "it is truncated: tensor \"%s\" ends at byte %llu of %llu", name,
                      (unsigned long long)place->end, (unsigned long long)r->bytes);
    if (place->end - place->begin != count * number)
        return refuse(r, "the shape and the data_offsets of tensor \"%s\" do not agree", name);
    return MOG_OK;
}

static mog_status list_tensor(const reader *r, const char *name, json_t *description,
                              mog_tensor_entry *tensor, span *place) {
    if (!json_is_object(description))
        return refuse(r, "tensor \"%s\" is not described by an object", name);
    uint64_t count = 0;
    mog_status status = get_type(r, name, json_object_get(description, "dtype"), &place->type);
    if (status == MOG_OK)
        status = get_shape(r, name, json_object_get(description, "shape"),
                           mog_tensor_type_of[place->type].size, tensor, &count);
    if (status == MOG_OK)
        status = get_place(r, name, json_object_get(description, "data_offsets"), count, place);
    tensor->name = name;
    return status;
}

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
        /* those that write the format put wide numbers first, so that all are aligned */
        if (spans[i].begin % mog_tensor_type_of[spans[i].type].size != 0)
            return refuse(r,
                          "tensor \"%s\" starts at byte %llu, which is not a multiple of the size "
                          "of its numbers",
                          r->file->tensors[spans[i].tensor].name,
                          (unsigned long long)spans[i].begin);
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
        const mog_status status = list_tensor(r, name, description, &file->tensors[i], &spans[i]);
        if (status != MOG_OK)
            return status;
        spans[i].tensor = i;
        file->tensor_count++;
    }
    return check_cover(r, spans);
}

/* Little-endian bytes to numbers of 4 or 8 bytes, in place. */
static void decode(unsigned char *data, uint64_t bytes, size_t number) {
    for (uint64_t at = 0; at < bytes; at += number) {
        uint64_t bits = 0;
        for (size_t i = 0; i < number; ++i)
            bits |= (uint64_t)data[at + i] << (8 * i);
        const uint32_t half = (uint32_t)bits;
        memcpy(data + at, number == sizeof half ? (const void *)&half : &bits, number);
    }
}

static mog_status check_values(const reader *r, const mog_tensor_entry *tensor) {
    const size_t count = mog_tensor_entry_count(tensor);
    for (size_t i = 0; tensor->data != NULL && i < count; ++i)
        if (!isfinite(tensor->data[i]))
            return refuse(r, "entry %zu of tensor \"%s\" is %g", i, tensor->name,
                          (double)tensor->data[i]);
    return MOG_OK;
}

static void set_numbers(mog_tensor_entry *tensor, mog_tensor_type type, const void *numbers) {
    tensor->data = type == MOG_TENSOR_F32 ? numbers : NULL;
    tensor->real = type == MOG_TENSOR_F64 ? numbers : NULL;
    tensor->whole = type == MOG_TENSOR_U64 ? numbers : NULL;
}

static mog_status read_numbers(reader *r, const span *spans) {
    mog_safetensors *file = r->file;
    const size_t bytes = (size_t)r->bytes;
    file->data = mog_allocate(bytes, 1, r->error);
    if (file->data == NULL)
        return MOG_ERROR_MEMORY;
    if (fread(file->data, 1, bytes, r->stream) != bytes)
        return mog_fail(r->error, MOG_ERROR_IO, "cannot read %s to its end", r->path);
    mog_status status = MOG_OK;
    for (size_t i = 0; i < file->tensor_count && status == MOG_OK; ++i) {
        mog_tensor_entry *tensor = &file->tensors[spans[i].tensor];
        unsigned char *numbers = file->data + spans[i].begin;
        decode(numbers, spans[i].end - spans[i].begin, mog_tensor_type_of[spans[i].type].size);
        set_numbers(tensor, spans[i].type, numbers);
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
    if (mog_file_open(path, &r.stream, &r.bytes, error) != MOG_OK)
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
