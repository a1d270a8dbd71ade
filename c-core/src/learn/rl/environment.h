/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Acting in an environment that may be anybody's.
 */
#ifndef MOG_LEARN_ENVIRONMENT_H
#define MOG_LEARN_ENVIRONMENT_H

#include "mog/environment.h"

/** Frees an environment; NULL is allowed. */
void mog_environment_free(mog_environment *environment);

/**
 * Acts in all episodes, and checks what comes back: rewards are learned from, kept and added up, so
 * one that is no number would stay for the rest of a run.
 *
 * @param count   of episodes
 * @param links   K
 * @param reward  [count][K], out
 * @return MOG_OK; what the environment says; MOG_ERROR_DATA if a reward is not finite in float32
 */
mog_status mog_environment_act(mog_environment *environment, const mog_action *action, size_t count,
                               size_t links, double *reward, mog_error *error);

#endif
