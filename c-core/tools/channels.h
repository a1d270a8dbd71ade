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

/** Fills labels with a solver's solutions on the true gains, under a progress bar. */
mog_status channels_solve(const mog_dataset *dataset, mog_solver *solver, mog_labels *labels,
                          bool quiet, mog_error *error);

/** The same with a solver of RBs; with one RB the labels have powers only. */
mog_status channels_solve_rb(const mog_dataset *dataset, mog_rb_solver *solver, mog_labels *labels,
                             bool quiet, mog_error *error);

#endif
