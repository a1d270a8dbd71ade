/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The FPLinQ iteration on a block of samples, side by side in the lanes of vector registers.
 */
#ifndef MOG_SOLVE_FPLINQ_H
#define MOG_SOLVE_FPLINQ_H

#include "mog/solve.h"

/** Samples side by side: one register of doubles with AVX-512. */
#define MOG_FPLINQ_LANES 8

/**
 * A block of channels and the state of their iterations; every array is [...][MOG_FPLINQ_LANES].
 * What happens in a lane depends on that lane alone, down to the last bit.
 */
typedef struct mog_fplinq {
    size_t links;
    const mog_utility *utility; /**< NULL: sum of w R - c p as loaded, else what is maximised */
    bool priced;                /**< whether a charge may be other than 0 */
    double *cross;              /**< [links rx][links tx]: gains, zero on the diagonal */
    double *direct;             /**< [links]: gains of the links' own paths */
    double *weight;             /**< [links] */
    double *charge;       /**< [links]: price of power, in nats, on the scale of the weights */
    double *noise;        /**< [links], the same for all links */
    double *power;        /**< [links] */
    double *interference; /**< [links]: with noise, at `power` before its last update */
    double *price;        /**< [links]: y^2, what a unit of interference costs the link */
    double *leak;         /**< [links]: sum over the other receivers of gain x price */
    double *moving;       /**< [links]: 0 in lanes that have converged */
    double *value;        /**< [links]: scratch */
    double *worth;   /**< [1]: of the powers at the last look, in nats or as the utility says */
    double *best;    /**< [links]: with a utility, the powers of most worth so far ... */
    double *most;    /**< [1]: ... and theirs */
    double *given;   /**< [links]: with a utility, the weights as loaded */
    double *instant; /**< [5][links], one lane's at a time */
} mog_fplinq;

/** Doubles that a block takes in a workspace. */
size_t mog_fplinq_workspace(size_t links);

/**
 * A block in a workspace: every lane has to be loaded and started.
 * @param utility  linear ones are the same as NULL; kept, not copied
 */
mog_fplinq mog_fplinq_block(double *workspace, size_t links, const mog_utility *utility);

/** Puts a sample (a problem of one sample, on one RB) into a lane. */
void mog_fplinq_load(mog_fplinq *block, size_t lane, const mog_problem *sample);

/** Sets the powers of a lane; links that can carry nothing are set to 0. `start` NULL: all 1. */
void mog_fplinq_start(mog_fplinq *block, size_t lane, const double *start);

/** Runs all lanes for `sweeps` sweeps, or until each grows by no more than `tolerance`; 0: never.
 */
void mog_fplinq_iterate(mog_fplinq *block, size_t sweeps, double tolerance);

/** Takes the powers of a lane, rounded by a mog_rounding. */
void mog_fplinq_store(mog_fplinq *block, size_t lane, int rounding, double *power);

/**
 * All samples of a problem, a block at a time.
 *
 * @param start  [S][K], or NULL: all 1
 * @param power  [S][K], out; may be `start`
 */
void mog_fplinq_solve(mog_fplinq *block, const mog_solver_settings *settings,
                      const mog_problem *problem, const double *start, double *power);

#endif
