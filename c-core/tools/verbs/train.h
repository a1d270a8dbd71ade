/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The parts of `mog train`: a run, its epochs, its policy.
 */
#ifndef MOG_TOOLS_TRAIN_H
#define MOG_TOOLS_TRAIN_H

#include "mog/csi.h"
#include "mog/learn.h"

/** All that a run is made of. */
typedef struct training_run {
    const char *directory;
    int lock;           /**< of the directory; -1: none yet */
    const char *labels; /**< solver, or NULL */
    bool quiet, json;
    char *report; /**< for stdout, or NULL */
    double start; /**< of the first step, s */
    mog_recipe recipe;
    mog_csi_settings csi;
    mog_dataset *train;
    mog_dataset *test; /**< or NULL */
    mog_trainer *trainer;
} training_run;

/**
 * Runs the epochs that are left. After each, the checkpoint and the metrics are written. SIGINT and
 * SIGTERM end it at a step's edge.
 *
 * @return MOG_OK, MOG_INTERRUPTED, MOG_ERROR_NUMERIC, MOG_ERROR_IO
 */
mog_status run_epochs(const training_run *run, mog_error *error);

/** Writes the policy, with settings, data and results in its notes. */
mog_status write_policy(const training_run *run, mog_error *error);

#endif
