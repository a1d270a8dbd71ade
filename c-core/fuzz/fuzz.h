/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What all harnesses need: the input as a file, and memory that is watched.
 */
#ifndef MOG_FUZZ_FUZZ_H
#define MOG_FUZZ_FUZZ_H

#include "mog/status.h"
#include <stddef.h>
#include <stdint.h>

/** Called by libFuzzer: once, and for every input. */
int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/** The path of a file that holds these bytes, until the next call. */
const char *fuzz_file(const uint8_t *data, size_t size);

/**
 * From now on the library may hold no more than a small multiple of the input's bytes, and some for
 * what is there without any input. More ends the run as a crash does.
 */
void fuzz_limit_memory(size_t size);

/**
 * Ends the run unless a reader has kept its word: success, or a failure of an expected status with
 * one line that says why.
 */
void fuzz_expect(mog_status returned, const mog_error *error);

/** Ends the run, as a crash does. */
void fuzz_fail(const char *why);

#endif
