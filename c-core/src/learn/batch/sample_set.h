/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * A data set as training reads it. The data set itself is borrowed; kept beside it are the
 * network's inputs, which take a logarithm for every gain, and what is small. Gains for losses and
 * unrolled layers are rounded when a batch is put together.
 */
#ifndef MOG_LEARN_SAMPLE_SET_H
#define MOG_LEARN_SAMPLE_SET_H

#include "learn/batch/problem.h"
#include "learn/batch/samples.h"

typedef struct mog_sample_set {
    const mog_dataset *data;  /* borrowed; NULL: the set is empty */
    const mog_labels *labels; /* of the data set, or NULL */
    bool has_known;           /* whether decisions are made on other gains than the true ones */
    mog_samples samples;      /* inputs are made by mog_sample_set_normalise() */
    uint64_t checksum;
} mog_sample_set;

/**
 * Opens a data set, checked; with the labels of a solver unless `labels` is NULL.
 *
 * @param dataset  must outlive the set, with the same contents but for known gains
 * @param problem  what labels are of
 * @return MOG_OK, MOG_ERROR_DATA, MOG_ERROR_MEMORY; free with mog_sample_set_clear() in any case
 */
mog_status mog_sample_set_open(mog_sample_set *set, const mog_dataset *dataset, const char *labels,
                               const mog_problem_type *problem, mog_error *error);

/** Whether gains over the noise are what float32 can train with. @return MOG_OK or MOG_ERROR_DATA
 */
mog_status mog_check_float_range(const mog_problem *problem, mog_error *error);

/** How many there are; an empty set has none. */
size_t mog_sample_set_size(const mog_sample_set *set);

/** Samples first ... first + count - 1 with their exact numbers. */
mog_problem mog_sample_set_problem(const mog_sample_set *set, size_t first, size_t count);

/** The same samples with the gains that decisions are made on. */
mog_problem mog_sample_set_known(const mog_sample_set *set, size_t first, size_t count);

/** Checks known gains that have changed; the checksum stays. */
mog_status mog_sample_set_renew(mog_sample_set *set, mog_error *error);

/** Makes the network's inputs from the known gains. */
void mog_sample_set_normalise(mog_sample_set *set, const mog_network *network, const float *buffer);

/** Copies some samples into the first rows of a batch: the parts that it has. */
void mog_sample_set_gather(const mog_sample_set *set, const size_t *sample, size_t count,
                           mog_samples *batch);

/** Frees what a set has beside its data set. A set of zeros is empty. */
void mog_sample_set_clear(mog_sample_set *set);

#endif
