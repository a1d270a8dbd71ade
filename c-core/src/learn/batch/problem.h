/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What training has to know of what is decided: powers, or resource blocks. All that differs
 * between the two stands in a row here; everybody else asks the row.
 */
#ifndef MOG_LEARN_PROBLEM_H
#define MOG_LEARN_PROBLEM_H

#include "mog/learn.h"

typedef struct mog_problem_type {
    size_t most_rbs;  /**< that a training set can have */
    int drawn_output; /**< mog_output of policies that draw what they do */

    /** Whether losses, outputs and utility of a recipe suit it. */
    mog_status (*check_recipe)(const mog_recipe *recipe, mog_error *error);
    /** What the data decide about the network. */
    void (*adapt)(mog_network_settings *network, const mog_dataset *train);

    /** What a teacher decides in what an environment shows; nothing if there is none. */
    mog_allocation (*taught)(const mog_observation *seen);
    /** Labels of some links as numbers. @param label  [count], out */
    void (*read_labels)(size_t count, const double *power, const uint32_t *rb, float *label);
    /** Terms that a label loss (mog_label_loss) adds up in a sample. */
    size_t (*terms)(int loss, size_t links, size_t width);
    /**
     * How far a sample's decision is from its label.
     * @param distance  out: of powers ||p - p*||^2 / ||p*||^2, of RBs the share of links that are
     *                  on another one
     * @return whether it exists: not where all powers of the label are 0
     */
    bool (*distance)(size_t links, const double *power, const uint32_t *rb, const double *label,
                     double *distance);
} mog_problem_type;

/** The row of a mog_problem_kind, or NULL: there is no such kind. */
const mog_problem_type *mog_problem_type_of(int problem);

#endif
