/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Samples as training works on them: float32, a row each.
 */
#ifndef MOG_LEARN_ROWS_H
#define MOG_LEARN_ROWS_H

#include "mog/status.h"
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/** Which arrays rows have. */
typedef enum mog_rows_part {
    MOG_ROWS_INPUT = 1,
    MOG_ROWS_GAIN = 2,
    MOG_ROWS_KNOWN = 4,
    MOG_ROWS_WEIGHT = 8,
    MOG_ROWS_LABEL = 16,
    MOG_ROWS_EXPERIENCE = 32, /**< action and reward */
    MOG_ROWS_PRICE = 64
} mog_rows_part;

/** How long the rows are. */
typedef struct mog_rows_shape {
    size_t count;
    size_t links;
    size_t matrices; /**< of gains in a sample */
    size_t width;    /**< numbers that an action has for each link */
    unsigned parts;  /**< an or of mog_rows_part */
} mog_rows_shape;

/** Arrays of rows; those that are not in use are NULL. */
typedef struct mog_rows {
    mog_rows_shape shape;
    float *x;      /**< [count][M][K][K], the network's input */
    float *gain;   /**< [count][M][K][K], over the noise power */
    float *known;  /**< [count][M][K][K], what decisions are made on, where that is another gain */
    float *weight; /**< [count][K], over the sample's mean weight */
    float *price;  /**< [count][K], likewise */
    float *label;  /**< [count][K], powers, or RBs 0, 1, ... */
    float *action; /**< [count][K][width] */
    float *reward; /**< [count][K], each link's share of the utility */
} mog_rows;

/** @return MOG_OK or MOG_ERROR_MEMORY; mog_rows_clear() in any case */
mog_status mog_rows_init(mog_rows *rows, const mog_rows_shape *shape, mog_error *error);
void mog_rows_clear(mog_rows *rows);

/** Rounds numbers, times a factor. */
void mog_rows_round(float *to, const double *from, double scale, size_t count);

/** Copies a row, of the parts that both have. */
void mog_rows_copy(mog_rows *to, size_t row, const mog_rows *from, size_t source);

#endif
