/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What networks are run on: a batch of channels as numbers, and how large one may be.
 */
#ifndef MOG_NN_BATCH_H
#define MOG_NN_BATCH_H

#include "base/real.h"
#include <math.h>
#include <stddef.h>
#include <stdint.h>

/**
 * One sample with only the gains between neighbours, for numbers of links whose square is too much:
 * compressed rows, receiver by receiver.
 */
typedef struct mog_network_edges {
    const mog_real *direct;  /**< [K], features of the direct gains */
    const size_t *first;     /**< [K + 1]: edges first[i] ... first[i + 1] - 1 end in receiver i */
    const uint32_t *from;    /**< [E]: transmitter j of each edge, j != i */
    const mog_real *feature; /**< [E][2]: features of G_ij and of G_ji */
} mog_network_edges;

/** In an input: these links are no neighbours. What comes of a gain that is negative or no number
 * is NaN, which shows in what comes out. */
#define MOG_NO_NEIGHBOUR (-INFINITY)

/** A batch of channels as a network sees it. */
typedef struct mog_network_batch {
    size_t samples;
    size_t links;           /**< K: the network's own, unless it takes any */
    const mog_real *x;      /**< [samples][M][K][K], features by mog_network_input(), and
                               MOG_NO_NEIGHBOUR */
    const mog_real *gain;   /**< [samples][K][K], G / sigma^2; only unrolled layers need it */
    const mog_real *weight; /**< [samples][K], by mog_network_input_links(), or NULL: all ones */
    const mog_real *price;  /**< [samples][K], likewise, or NULL: none */
    const mog_network_edges *edges; /**< instead of x, for one sample of a message-passing network
                                       without unrolled layers and gains for every RB */
    const mog_real *extra;          /**< [samples][K][E]; NULL if E is 0 */
} mog_network_batch;

/** The most that a workspace is to hold. */
typedef struct mog_network_shape {
    size_t samples;
    size_t links;
    size_t edges; /**< of one sample; 0: K (K - 1) */
} mog_network_shape;

#endif
