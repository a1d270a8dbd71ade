/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What optimality gaps are measured against.
 */
#ifndef MOG_TOOLS_REFERENCE_H
#define MOG_TOOLS_REFERENCE_H

#include "mog/dataset.h"
#include "mog/utility.h"
#include "output/progress.h"

typedef struct reference {
    const mog_labels *labels; /**< of the data set; NULL: none is wanted, or can be had */
    bool solved;              /**< by reference_find(): the labels are not in the file */
} reference;

/**
 * Finds the labels of a reference in a data set, or solves the channels and adds them, in place of
 * those that maximise another utility.
 *
 * @param name  a solver, or other labels of the data set; "none"; "auto": the certified optimum if
 *              it is there or takes as many links, else `fplinq-strong`; with RBs likewise
 *              `rb-optimum`, else `rb-local-search`; none if these do not take the utility
 * @param bar   shows how many samples have been solved: `done` before, those of the data set after
 * @return MOG_OK; MOG_ERROR_ARGUMENT (unknown name, too many links for the solver, a utility that
 * it does not take, no room for more labels); MOG_ERROR_MEMORY; MOG_ERROR_NUMERIC
 */
mog_status reference_find(const char *name, mog_dataset *dataset, const mog_utility *utility,
                          progress *bar, size_t done, reference *found, mog_error *error);

#endif
