/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Counter-based random streams (Philox4x32-10; Salmon, Moraes, Dror, Shaw, "Parallel random
 * numbers: as easy as 1, 2, 3", SC 2011) as a GSL generator.
 *
 * A stream is named by (seed, index, purpose). Its numbers depend on that name alone, so sample n
 * of a data set is the same whatever the batch, the thread or the order in which samples are made.
 *
 * Functions may be called by any thread, one thread at a time for each generator.
 */
#ifndef MOG_RANDOM_H
#define MOG_RANDOM_H

#include <gsl/gsl_rng.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** What a stream's numbers are for; streams of different purposes never share numbers. */
typedef enum mog_purpose {
    MOG_PURPOSE_LAYOUT = 1,     /**< positions of transmitters and receivers */
    MOG_PURPOSE_FADING = 2,     /**< shadowing and small-scale fading */
    MOG_PURPOSE_START = 3,      /**< starting points of iterative solvers */
    MOG_PURPOSE_PARAMETER = 4,  /**< initial parameters of a network */
    MOG_PURPOSE_SHUFFLE = 5,    /**< order of the samples in an epoch */
    MOG_PURPOSE_ALLOCATION = 6, /**< random allocations, the trivial baseline */
    MOG_PURPOSE_CSI = 7,        /**< what is wrong with the knowledge of a channel */
    MOG_PURPOSE_EPISODE = 8,    /**< order of an environment's channels */
    MOG_PURPOSE_ACTION = 9,     /**< actions drawn from a policy, and exploration */
    MOG_PURPOSE_REPLAY = 10,    /**< which experiences are learned from again */
    MOG_PURPOSE_WEIGHT = 11,    /**< what links are worth */
    MOG_PURPOSE_SLOT = 12,      /**< fading over time */
    MOG_PURPOSE_MIXTURE = 13    /**< which part of a mixture a sample is of */
} mog_purpose;

/** The generator type, for gsl_rng_alloc(). A new generator stands at stream (0, 0, 0). */
extern const gsl_rng_type mog_random_type;

/**
 * Moves a generator of mog_random_type to the start of a stream.
 *
 * @param rng      the generator, owned by the caller
 * @param seed     the user's seed, any value
 * @param index    which sample, epoch or restart
 * @param purpose  what the numbers are for
 */
void mog_random_select(gsl_rng *rng, uint64_t seed, uint64_t index, mog_purpose purpose);

#ifdef __cplusplus
}
#endif
#endif
