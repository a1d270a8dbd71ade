/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * One writer at a time: a lock on a file that is going to be replaced by one with more in it.
 */
#ifndef MOG_DATA_LOCK_H
#define MOG_DATA_LOCK_H

#include "mog/status.h"
#include <stdbool.h>

/**
 * Takes the lock, which readers do not mind.
 *
 * @param descriptor  out, for mog_lock_release(), which it needs on failure, too
 * @return MOG_OK; MOG_BUSY if somebody else has it; MOG_ERROR_MISSING, MOG_ERROR_IO
 */
mog_status mog_lock_take(const char *path, int *descriptor, mog_error *error);

/** Whether the file of that name is the one that is locked, and not another that replaced it. */
bool mog_lock_holds(const char *path, int descriptor);

void mog_lock_release(int descriptor);

#endif
