/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Signals that ask a verb to stop, which then removes what it has begun to write.
 */
#ifndef MOG_TOOLS_INTERRUPT_H
#define MOG_TOOLS_INTERRUPT_H

#include "mog/status.h"

/** From now on the first SIGINT, SIGTERM or SIGHUP is a request; a second one of a kind is deadly,
 * as ever. Signals that are ignored stay so. */
void interrupt_catch(void);

/** MOG_OK, or MOG_INTERRUPTED if there was a request; `what` stays as it was. */
mog_status interrupt_check(const char *what, mog_error *error);

#endif
