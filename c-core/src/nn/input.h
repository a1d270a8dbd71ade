/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What networks see of channels: features of gains over noise, normalised, and who is a neighbour.
 */
#ifndef MOG_NN_INPUT_H
#define MOG_NN_INPUT_H

#include "mog/network.h"
#include "mog/radio.h"
#include "nn/kernel/real.h"
#include "nn/tensors.h"

/** Who are neighbours. */
typedef struct mog_neighbourhood {
    int kind;        /**< mog_neighbours */
    double limit;    /**< threshold in the unit that is compared: squared m, or gain over noise */
    size_t matrices; /**< M: gains of a sample */
} mog_neighbourhood;

typedef struct mog_input {
    mog_feature feature;
    bool normalize;
    bool shared;            /**< one statistic for all direct and one for all cross gains */
    size_t count;           /**< statistics: those two, or one for each entry */
    size_t mean, deviation; /**< offsets in the buffers */
    mog_neighbourhood neighbours;
} mog_input;

/**
 * Adds the tensors of the normalisation.
 *
 * @param links      K that the network is trained with
 * @param any_links  whether it can be run with any other number
 */
void mog_input_plan(mog_input *input, mog_tensors *tensors, const mog_network_settings *settings,
                    size_t links, bool any_links);

/** A normalisation that does nothing. */
void mog_input_init(const mog_input *input, mog_real *buffer);

/** mog_network_fit_input() */
void mog_input_fit(const mog_input *input, const mog_problem *problem, mog_real *buffer);

/** mog_network_input() */
void mog_input_read(const mog_input *input, const mog_real *buffer, const mog_problem *problem,
                    mog_real *x);

/** mog_network_input_sparse() */
void mog_input_read_sparse(const mog_input *input, const mog_real *buffer,
                           const mog_sparse_problem *problem, mog_real *direct, mog_real *feature);

/**
 * Weights and prices over the mean weight of their sample: an optimum does not depend on their
 * common scale, and neither shall a network. Where all weights are 0 they count as 1.
 *
 * @param samples  S
 * @param links    K
 * @param from     [S][K] weights, or NULL: all ones
 * @param cost     [S][K] prices, or NULL: none
 * @param weight   [S][K], out; NULL if not wanted
 * @param price    [S][K], out; NULL if not wanted
 */
void mog_network_input_links(size_t samples, size_t links, const double *from, const double *cost,
                             mog_real *weight, mog_real *price);

#endif
