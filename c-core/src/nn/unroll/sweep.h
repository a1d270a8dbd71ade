/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * One sweep of FPLinQ, which is one of WMMSE, with parameters that can be learned: forward and
 * backward on batches of the caller.
 */
#ifndef MOG_NN_SWEEP_H
#define MOG_NN_SWEEP_H

#include "nn/kernel/real.h"

/** Numbers of scratch that a sweep takes. */
#define MOG_SWEEP_SCRATCH(links) (7 * (links))

/** What a sweep reads, and what it leaves for backward. */
typedef struct mog_sweep {
    size_t batch, links;
    const mog_real *gain;   /**< [batch][K][K], over the noise */
    const mog_real *weight; /**< [batch][K], or NULL: all ones */
    const mog_real *price;  /**< [batch][K], of power, or NULL: none */
    const mog_real *factor; /**< [batch][K][2]: a and b, >= 0; 1 and 1 in FPLinQ */
    mog_real damping;       /**< mu >= 0; 0 in FPLinQ */
    const mog_real *power;  /**< [batch][K]: before the sweep, from mog_sweep_start() or another */
    mog_real *heard;        /**< [batch][K], out: interference and noise */
    mog_real *leak;         /**< [batch][K], out: what a unit of power costs at the links' prices */
    mog_real *scratch;      /**< [MOG_SWEEP_SCRATCH(K)] */
} mog_sweep;

/** Powers to start from: those given, without links that can carry nothing and powers that vanish.
 */
void mog_sweep_start(mog_real *power, const mog_real *given, const mog_real *gain,
                     const mog_real *weight, size_t batch, size_t links);

/** Updates the powers of all links. next [batch][K] out */
void mog_sweep_forward(const mog_sweep *sweep, mog_real *next);

/**
 * d <- dL/dpower from d = dL/dnext, after mog_sweep_forward(). A power at 1 passes no gradient, nor
 * does one at 0.
 *
 * next [batch][K], d [batch][K] in and out, dfactor [batch][K][2] out, ddamping [1] out
 */
void mog_sweep_backward(const mog_sweep *sweep, const mog_real *next, mog_real *d,
                        mog_real *dfactor, mog_real *ddamping);

#endif
