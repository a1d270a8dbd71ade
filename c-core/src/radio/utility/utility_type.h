/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What a kind of utility provides: the formulas of one instant, in double, for a few links. All
 * else, also what happens over time, follows from these in utility.c.
 */
#ifndef MOG_RADIO_UTILITY_TYPE_H
#define MOG_RADIO_UTILITY_TYPE_H

#include "mog/utility.h"
#include "radio/utility/instant.h"

typedef struct mog_utility_type {
    bool linear;    /**< sum of v R - c p; the functions for instants are NULL */
    bool separable; /**< share i depends on link i alone */
    /** mog_utility_shares() */
    void (*share)(const mog_utility *utility, const mog_instant *instant, double *share);
    /** mog_utility_gradient() */
    void (*gradient)(const mog_utility *utility, const mog_instant *instant, double *weight,
                     double *price);
    /** mog_utility_linearize(); NULL: as the gradient */
    void (*linearize)(const mog_utility *utility, const mog_instant *instant, double *weight,
                      double *price);
    /** Changes the weights of the next slot, which are the linearisation at mean rates and powers;
     * NULL: they stay */
    void (*weigh)(const mog_utility *utility, size_t links, const mog_link_history *history,
                  double *weight);
    /** Takes note of a slot besides mean rates and powers; NULL: of nothing */
    void (*observe)(const mog_utility *utility, double rate, mog_link_history *history);
} mog_utility_type;

#define MOG_UTILITY_OBJECT(constant, object, name)                                                 \
    extern const mog_utility_type mog_utility_type_##object;
MOG_UTILITY_LIST(MOG_UTILITY_OBJECT)
#undef MOG_UTILITY_OBJECT

#endif
