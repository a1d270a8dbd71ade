/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Where a step's new samples come from: the training set, or an environment.
 */
#ifndef MOG_LEARN_OBSERVE_H
#define MOG_LEARN_OBSERVE_H

#include "learn/run/step.h"

/** Fills the batch with the step's samples, by the pattern: what most sources take for `next`. */
mog_status mog_next_samples(mog_step *step, mog_error *error);

/**
 * Starts the step's episodes, and fills samples with what the environment shows in them.
 * @return MOG_OK; what the environment says; MOG_ERROR_DATA if it shows what cannot be trained on
 */
mog_status mog_observe(const mog_step *step, mog_samples *samples, mog_error *error);

#endif
