/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Whether the settings of a run go together.
 */
#ifndef MOG_LEARN_RECIPE_H
#define MOG_LEARN_RECIPE_H

#include "mog/learn.h"

/** Checks every member and their combination. @return MOG_OK or MOG_ERROR_ARGUMENT */
mog_status mog_recipe_check(const mog_recipe *recipe, mog_error *error);

#endif
