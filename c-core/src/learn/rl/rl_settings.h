/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Settings of learning by interaction: defaults, checks, and what changes with the episodes.
 */
#ifndef MOG_LEARN_RL_SETTINGS_H
#define MOG_LEARN_RL_SETTINGS_H

#include "mog/rl.h"

/** Tuned PG and DPG; the papers' plain ones are presets. */
void mog_rl_default(mog_rl_settings *settings);

/** Checks every member and their combination. @return MOG_OK or MOG_ERROR_ARGUMENT */
mog_status mog_rl_check(const mog_rl_settings *settings, mog_error *error);

/** Weight of the entropy in an episode, counted from 0. */
double mog_rl_entropy(const mog_rl_settings *settings, uint64_t episode);

/** Deviation of the noise on logits in an episode, counted from 0. */
double mog_rl_noise(const mog_rl_settings *settings, uint64_t episode);

#endif
