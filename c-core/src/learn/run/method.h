/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Methods of training: a source of gradients, with labels or without. Their list is MOG_METHODS.
 */
#ifndef MOG_LEARN_METHOD_H
#define MOG_LEARN_METHOD_H

#include "learn/objective/label_distance.h"
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

/**
 * Weight of the label term: 0 for methods without labels, and for what is no method; 1 for SUP.
 *
 * @param time  epochs before, or in RL episodes
 */
double mog_beta(const mog_training_settings *settings, uint64_t time);

/** The label term of a training at a time, as mog_beta() takes it; `width` numbers per link.
 * Settings that are out of range have a weight of 0. */
mog_label_term mog_label_term_at(const mog_training_settings *settings,
                                 const mog_network_settings *network, size_t links, size_t width,
                                 uint64_t time);

/** Whether a recipe's method goes with its pattern, its schedule and the rest. */
mog_status mog_method_check(const mog_recipe *recipe, mog_error *error);

#endif
