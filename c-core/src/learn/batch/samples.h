/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Samples as training works on them: float32, a row each. A batch, the replay, and a whole data set
 * are such samples, each with the parts that somebody reads.
 */
#ifndef MOG_LEARN_SAMPLES_H
#define MOG_LEARN_SAMPLES_H

#include "learn/objective/utility_loss.h"
#include "nn/network.h"

/** Which arrays samples have. */
typedef enum mog_samples_part {
    MOG_SAMPLES_INPUT = 1,
    MOG_SAMPLES_GAIN = 2,
    MOG_SAMPLES_KNOWN = 4,
    MOG_SAMPLES_WEIGHT = 8,
    MOG_SAMPLES_LABEL = 16,
    MOG_SAMPLES_EXPERIENCE = 32, /**< action and reward */
    MOG_SAMPLES_PRICE = 64
} mog_samples_part;

/** How many samples, and how long their rows are. */
typedef struct mog_samples_shape {
    size_t count;
    size_t links;
    size_t matrices; /**< of gains in a sample */
    size_t width;    /**< numbers that an action has for each link */
    unsigned parts;  /**< an or of mog_samples_part */
} mog_samples_shape;

/** Arrays of rows; parts that are not in use are NULL. */
typedef struct mog_samples {
    mog_samples_shape shape;
    float *x;      /**< [count][M][K][K], the network's input */
    float *gain;   /**< [count][M][K][K], over the noise power */
    float *known;  /**< [count][M][K][K], what decisions are made on, where that is another gain */
    float *weight; /**< [count][K], over the sample's mean weight */
    float *price;  /**< [count][K], likewise */
    float *label;  /**< [count][K], powers, or RBs 0, 1, ... */
    float *action; /**< [count][K][width] */
    float *reward; /**< [count][K], each link's share of the utility */
} mog_samples;

/** @return MOG_OK or MOG_ERROR_MEMORY; mog_samples_clear() in any case */
mog_status mog_samples_init(mog_samples *samples, const mog_samples_shape *shape, mog_error *error);
void mog_samples_clear(mog_samples *samples);

/** Rounds numbers, times a factor. */
void mog_samples_round(float *to, const double *from, double scale, size_t count);

/** Copies a row, of the parts that both have. */
void mog_samples_copy(mog_samples *to, size_t row, const mog_samples *from, size_t source);

/** The first ones as a network takes them. */
mog_network_batch mog_samples_network_batch(const mog_samples *samples, size_t count);

/** The first ones as a loss takes them: gains are over the noise. */
mog_loss_batch mog_samples_loss_batch(const mog_samples *samples, size_t count);

#endif
