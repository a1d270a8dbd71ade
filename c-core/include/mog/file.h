/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Files that appear whole or not at all.
 *
 * What is written goes to a temporary file beside the target, which is flushed to the disk and then
 * renamed. Whoever looks at the target sees the old contents or the new ones, and a failure leaves
 * nothing behind. A process that is killed leaves NAME.0.tmp, which the next one that writes NAME
 * removes. Where NAME is a symbolic link, it stays one. Targets that are no regular files (a pipe,
 * /dev/stdout) are written in place. Functions may be called by any thread, one thread at a time
 * for each file.
 */
#ifndef MOG_FILE_H
#define MOG_FILE_H

#include "mog/status.h"
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A file that is being written. */
typedef struct mog_file mog_file;

/**
 * Starts to write `path`.
 *
 * @param file  out; NULL on failure
 * @return MOG_OK; MOG_ERROR_IO if there is no such directory, or the system refuses;
 *         MOG_ERROR_MEMORY
 */
mog_status mog_file_create(const char *path, mog_file **file, mog_error *error);

/** Appends formatted text. A failure is remembered: mog_file_commit() reports the first one. */
void mog_file_print(mog_file *file, const char *format, ...) __attribute__((format(printf, 2, 3)));

/**
 * Puts the file in its place and frees `file`, whatever the outcome.
 *
 * @return MOG_OK, or MOG_ERROR_IO with a message that names the file and the reason; the target is
 *         as it was before then
 */
mog_status mog_file_commit(mog_file *file, mog_error *error);

/** Gives up: removes what was written and frees `file`; NULL is allowed. */
void mog_file_abort(mog_file *file);

/**
 * Opens a regular file for reading.
 *
 * @param stream  out, for fclose(); NULL on failure
 * @param bytes   its size, out
 * @return MOG_OK; MOG_ERROR_MISSING; MOG_ERROR_IO (no permission); MOG_ERROR_DATA (a directory, a
 *         device); MOG_ERROR_MEMORY
 */
mog_status mog_file_open(const char *path, FILE **stream, uint64_t *bytes, mog_error *error);

#ifdef __cplusplus
}
#endif
#endif
