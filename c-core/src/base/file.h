/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Files that are written beside their place by other libraries, and files that are of no use.
 */
#ifndef MOG_BASE_FILE_H
#define MOG_BASE_FILE_H

#include "mog/file.h"
#include <stdarg.h>

#ifdef __cplusplus
extern "C" {
#endif

/**
 * Asks for room, so that a full disk is known before anything is written: the file gets that many
 * bytes, at least. Where a file system cannot say, or the target is written in place, nothing
 * happens.
 *
 * @return MOG_OK or MOG_ERROR_IO
 */
mog_status mog_file_reserve(mog_file *file, uint64_t bytes, mog_error *error);

/** The name under which the file is being written, for libraries that write by name; NULL if the
 * target is written in place. */
const char *mog_file_temporary(const mog_file *file);

/**
 * Hands what was written so far to the system, so that others who open the file see it.
 * @return MOG_OK, or MOG_ERROR_IO: that, or something before it, failed
 */
mog_status mog_file_flush(mog_file *file, mog_error *error);

/**
 * What readers of files say who cannot use one: "FILE is not a usable data set: reason".
 *
 * @param kind    what it should have been: "data set"
 * @param format  the reason, as of printf()
 * @return MOG_ERROR_DATA
 */
mog_status mog_file_refuse(const char *path, const char *kind, const char *format,
                           va_list arguments, mog_error *error);

/** Appends bytes. A failure is remembered: mog_file_commit() reports the first one. */
void mog_file_write(mog_file *file, const void *data, size_t bytes);

#ifdef __cplusplus
}
#endif

#endif
