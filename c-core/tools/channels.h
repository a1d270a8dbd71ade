/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What several verbs do with the channels of a data set.
 */
#ifndef MOG_TOOLS_CHANNELS_H
#define MOG_TOOLS_CHANNELS_H

#include "mog/csi.h"
#include "mog/rb.h"
#include "mog/solve.h"

/** mog_csi_apply(), with the data set's path in its message. */
mog_status channels_know(mog_dataset *dataset, const char *path, const mog_csi_settings *csi,
                         mog_error *error);

/**
 * Adds a solver's solutions on the true gains to a data set, as labels of its name, under a
 * progress bar. With one RB, labels of a solver of RBs have powers only.
 *
 * @param solver       of powers or of RBs
 * @param settings     of a solver of powers; NULL for its default
 * @param rb_settings  of a solver of RBs; NULL for the default
 * @return MOG_OK; MOG_ERROR_ARGUMENT (unknown name, channels that the solver does not take, no room
 * for more labels); MOG_ERROR_MEMORY; MOG_ERROR_NUMERIC
 */
mog_status channels_label(mog_dataset *dataset, const char *solver,
                          const mog_solver_settings *settings, const mog_rb_settings *rb_settings,
                          bool quiet, mog_error *error);

#endif
