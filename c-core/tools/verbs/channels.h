/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What several verbs do with the channels of a data set.
 */
#ifndef MOG_TOOLS_CHANNELS_H
#define MOG_TOOLS_CHANNELS_H

#include "mog/csi.h"
#include "mog/solve.h"
#include "output/progress.h"

/** mog_csi_apply(), with the data set's path in its message. */
mog_status channels_know(mog_dataset *dataset, const char *path, const mog_csi_settings *csi,
                         mog_error *error);

/** The name of a kind of knowledge of the channels (mog_csi_kind), as settings have it. */
const char *channels_csi_name(int kind);

/** Whether labels say that they maximise a utility, with the same parameters. */
bool channels_maximise(const mog_labels *labels, const mog_utility *utility);

/** A solver that adds labels to data sets which are chunks of a larger one. */
typedef struct labeller {
    const char *name;
    mog_solver_settings settings;
    mog_utility utility;
    mog_solver *solver;
    progress *bar;    /**< NULL: none; the caller's */
    size_t done;      /**< samples */
    const char *file; /**< what stays as it was if a signal asks to stop; NULL: none does */
} labeller;

/**
 * @param settings  NULL for the solver's default
 * @param utility   what is maximised; NULL: the sum rate
 * @param like      the data set, or a chunk of it
 * @return MOG_OK; MOG_ERROR_ARGUMENT (unknown name, channels or a utility that the solver does not
 * take); MOG_ERROR_MEMORY; labeller_close() in any case
 */
mog_status labeller_open(labeller *l, const char *solver, const mog_solver_settings *settings,
                         const mog_utility *utility, const mog_dataset *like, mog_error *error);

/**
 * Adds the solver's solutions on the true gains to a data set, as labels of its name. With one RB
 * they have powers only. Their notes say how they came about.
 *
 * @return MOG_OK; MOG_ERROR_ARGUMENT (no room for more labels); MOG_ERROR_MEMORY; MOG_ERROR_NUMERIC
 */
mog_status labeller_run(labeller *l, mog_dataset *dataset, mog_error *error);
void labeller_close(labeller *l);

/** All three for a whole data set, under a progress bar. */
mog_status channels_label(mog_dataset *dataset, const char *solver,
                          const mog_solver_settings *settings, const mog_utility *utility,
                          bool quiet, mog_error *error);

#endif
