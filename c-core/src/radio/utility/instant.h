/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What links have and spend at an instant: all that a utility looks at.
 */
#ifndef MOG_RADIO_UTILITY_INSTANT_H
#define MOG_RADIO_UTILITY_INSTANT_H

#include "mog/utility.h"
#include <math.h>

/** An instant of some links, read only. */
typedef struct mog_instant {
    size_t links;         /**< K >= 1 */
    const double *weight; /**< [K]: v, or NULL: all ones */
    const double *price;  /**< [K], or NULL: none */
    const double *rate;   /**< [K], bit/s/Hz */
    const double *power;  /**< [K], 0..1 */
} mog_instant;

/** v_i */
static inline double mog_instant_weight(const mog_instant *instant, size_t i) {
    return instant->weight != NULL ? instant->weight[i] : 1;
}

/** R_i, where it must not be 0 */
static inline double mog_instant_rate(const mog_instant *instant, size_t i) {
    return fmax(instant->rate[i], MOG_RATE_FLOOR);
}

#endif
