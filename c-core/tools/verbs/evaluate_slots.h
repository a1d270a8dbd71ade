/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * `mog evaluate --slots`: a policy and solvers over time, on the same channels and under the same
 * utility.
 */
#ifndef MOG_TOOLS_EVALUATE_SLOTS_H
#define MOG_TOOLS_EVALUATE_SLOTS_H

#include "mog/slots.h"
#include "mog/statistics.h"
#include "verbs/allocator.h"
#include "verbs/chunks.h"

/** Most allocators that are compared. */
#define SLOTS_MOST_ROWS 8

/** What is asked for. */
typedef struct slots_request {
    const char *policy_path, *data_path;
    const char *refine;    /**< what stands behind the policy in a row of its own; NULL: none */
    const char *csv, *png; /**< files to write; NULL: none */
    bool json, quiet;
    mog_slots_settings slots;
    chunk_settings chunk;
    mog_utility utility;
} slots_request;

/** What an allocator came to. */
typedef struct slots_row {
    char name[64];
    double *rate, *power, *served; /**< [S][K]: means over the slots */
    mog_link_statistics statistics;
    double decision_us; /**< per sample and slot */
} slots_row;

/** All that have been played. */
typedef struct slots_result {
    const slots_request *request;
    const mog_dataset *head; /**< what the data set has besides samples */
    size_t samples, links;
    double *weight, *price; /**< [S][K], links' own; NULL: none */
    size_t count;
    slots_row row[SLOTS_MOST_ROWS]; /**< the policy comes first */
} slots_result;

/** Plays, writes files, prints the report. @return the exit code */
int evaluate_slots(const policies *use, mog_dataset_file *file, const slots_request *request);

/** Every link's means: a line for each allocator, sample and link. */
mog_status slots_write_csv(const slots_result *result, const char *path, mog_error *error);

/** The distribution of the links' mean rates as a picture; its numbers go beside it, STEM-cdf.csv.
 */
mog_status slots_draw(const slots_result *result, const char *png, mog_error *error);

#endif
