/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Settings, as c-core's own sources check them.
 */
#ifndef MOG_BASE_SETTINGS_H
#define MOG_BASE_SETTINGS_H

#include "mog/settings.h"

/** Checks the range of every member, for structs that were filled in by a program. */
mog_status mog_settings_check(const mog_section *section, const void *settings, mog_error *error);

#endif
