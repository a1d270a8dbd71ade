/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * How c-core reports failure: a status that programs branch on, and a message that people read.
 *
 * Functions that can fail return a mog_status and take a `mog_error *` as their last parameter.
 * It may be NULL. The library never prints, exits or aborts. Functions may be called by any thread.
 */
#ifndef MOG_STATUS_H
#define MOG_STATUS_H

#ifdef __cplusplus
extern "C" {
#endif

/** What went wrong, as far as a program has to tell cases apart. */
typedef enum mog_status {
    MOG_OK = 0,
    MOG_ERROR_ARGUMENT, /**< a setting or argument is out of its range, or a name is unknown */
    MOG_ERROR_MEMORY,   /**< an allocation failed */
    MOG_ERROR_MISSING,  /**< an input file or a shared library does not exist */
    MOG_ERROR_DATA,    /**< a file or an array holds what it must not: malformed, NaN, wrong size */
    MOG_ERROR_IO,      /**< the system refused to read or write: permissions, disk full */
    MOG_ERROR_NUMERIC, /**< a computation left the finite numbers */
    MOG_INTERRUPTED,   /**< stopped on request at a step edge; can be resumed */
    MOG_BUSY           /**< another program is using the file: try again when it is done */
} mog_status;

/** Longest message, its terminating zero included. Longer ones are cut. */
#define MOG_MESSAGE_SIZE 1024

/** Where a failing function leaves its status and one line that names the value and the remedy. */
typedef struct mog_error {
    mog_status status;
    char message[MOG_MESSAGE_SIZE];
} mog_error;

/** The status in a few words, for example "malformed data". Never NULL. */
const char *mog_status_text(mog_status status);

/**
 * Fills `error` (may be NULL) and returns `status`, so that a failing path reads
 * `return mog_fail(error, MOG_ERROR_DATA, "...", ...)`. Control characters become '?': a message is
 * one line.
 */
mog_status mog_fail(mog_error *error, mog_status status, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

#ifdef __cplusplus
}
#endif
#endif
