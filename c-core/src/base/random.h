/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Generators of random streams that are part of something else.
 */
#ifndef MOG_BASE_RANDOM_H
#define MOG_BASE_RANDOM_H

#include "mog/random.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * A generator that needs no memory of its own: gsl_rng_alloc() would call GSL's error handler,
 * which aborts, when there is none. It must not be copied, `rng` points into it.
 */
typedef struct mog_random {
    gsl_rng rng;
    uint64_t state[8];
} mog_random;

/** Readies a generator at stream (0, 0, 0), and returns its `rng` for GSL's functions. */
gsl_rng *mog_random_init(mog_random *random);

#ifdef __cplusplus
}
#endif
#endif
