/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Small-scale fading over time, of the paths of some samples of a data set.
 */
#ifndef MOG_RADIO_FADING_H
#define MOG_RADIO_FADING_H

#include "mog/slots.h"

typedef struct mog_fading_process mog_fading_process;

/**
 * Fading of samples first ... first + count - 1, at slot 0; `settings` have been checked, and are
 * not of static channels.
 *
 * @param process  out; NULL on failure
 * @return MOG_OK, MOG_ERROR_ARGUMENT (channels that do not fade), MOG_ERROR_DATA (a scenario that
 * is not the data set's), MOG_ERROR_MEMORY
 */
mog_status mog_fading_create(const mog_slots_settings *settings, const mog_dataset *dataset,
                             size_t first, size_t count, mog_fading_process **process,
                             mog_error *error);

void mog_fading_free(mog_fading_process *process);

/** Goes to the next slot. */
void mog_fading_step(mog_fading_process *process);

/** Gains of the present slot. @param gain  [S][K][K], or [S][N][K][K]; out */
void mog_fading_gains(const mog_fading_process *process, double *gain);

#endif
