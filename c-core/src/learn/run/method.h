/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Methods of training: a source of gradients, with labels or without. Their list is MOG_METHODS.
 */
#ifndef MOG_LEARN_METHOD_H
#define MOG_LEARN_METHOD_H

#include "learn/run/source.h"

/** What labels are for. */
typedef enum mog_label_use {
    MOG_LABEL_USE_NONE,
    MOG_LABEL_USE_ALONE, /**< they are all that is learned from: their weight is 1 */
    MOG_LABEL_USE_MIXED  /**< their weight follows the schedule of beta */
} mog_label_use;

typedef struct mog_method_type {
    const char *name;
    const mog_source *source;
    mog_label_use labels;
    unsigned patterns; /**< that it works in: bits 1 << mog_pattern */
} mog_method_type;

/** What a mog_method is, or NULL: there is no such method. */
const mog_method_type *mog_method_find(int method);

/** The methods' names, for their setting. */
extern const char *const mog_method_names[];

/** Whether a recipe's method goes with its pattern, its schedule and the rest. */
mog_status mog_method_check(const mog_recipe *recipe, mog_error *error);

#endif
