/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Algorithms that compute powers: the teachers whose solutions are labels, the baselines that every
 * learned number stands beside, and a certified optimum.
 */
#ifndef MOG_SOLVE_H
#define MOG_SOLVE_H

#include "mog/radio.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How the continuous powers of FPLinQ become on/off decisions, after the last sweep. */
typedef enum mog_rounding {
    MOG_ROUNDING_NONE,
    MOG_ROUNDING_HALF, /**< on if p > 1/2 */
    MOG_ROUNDING_ROOT, /**< on if sqrt(p) > 1/2 (Cui, Shen, Yu, JSAC 2019) */
    MOG_ROUNDING_GAIN  /**< on if the quadratic surrogate grows by it (Shen, Yu, FPLinQ, ISIT 2017)
                        */
} mog_rounding;

/** Settings of all solvers; each uses what concerns it. */
typedef struct mog_solver_settings {
    size_t sweeps;    /**< fplinq: most updates of all links */
    double tolerance; /**< fplinq: stop when the sum rate grows by less than this share; 0: never */
    int rounding;     /**< mog_rounding */
    size_t starts;    /**< fplinq-strong: random starts besides full power */
    uint64_t seed;    /**< fplinq-strong, random: names the streams */
    double gap;       /**< optimum: stop when (upper - lower) / lower falls below this */
    size_t nodes; /**< optimum: most boxes looked at in one sample; its bound holds all the same */
} mog_solver_settings;

/** A solver with its workspace; used by one thread at a time. */
typedef struct mog_solver mog_solver;

/** NULL-terminated names: what mog_solver_create() takes. */
const char *const *mog_solver_names(void);

/** One line about a solver for help texts, or NULL if there is none of that name. */
const char *mog_solver_help(const char *name);

/** Whether there is a solver of that name and it takes that many links. */
bool mog_solver_takes(const char *name, size_t links);

/** Section "solver" of configuration files. */
const mog_section *mog_solver_section(void);

/**
 * The settings under which the solver is known: `fplinq` 100 sweeps from full power (the papers'
 * label), `fplinq-strong` the best of full power and 20 random starts, 500 sweeps, tolerance 1e-6.
 * @return MOG_OK, or MOG_ERROR_ARGUMENT with a message that lists the names
 */
mog_status mog_solver_default(const char *name, mog_solver_settings *settings, mog_error *error);

/**
 * @param name      one of mog_solver_names()
 * @param settings  NULL for the solver's default
 * @param links     K
 * @return NULL and `error` on failure: unknown name, bad settings, too many links, no memory
 */
mog_solver *mog_solver_create(const char *name, const mog_solver_settings *settings, size_t links,
                              mog_error *error);

/** Frees a solver; NULL is allowed. */
void mog_solver_free(mog_solver *solver);

/** Whether the solver also gives upper bounds. */
bool mog_solver_has_bound(const mog_solver *solver);

/**
 * Computes powers for every sample. Does not allocate, except for `optimum`.
 *
 * @param problem  its `links` must be the solver's
 * @param first    index of the problem's first sample: samples of a larger set keep their random
 * starts
 * @param power    [S][K], out, 0..1
 * @param bound    [S], out, upper bounds in bit/s/Hz; NULL if not wanted
 * @return MOG_OK; MOG_ERROR_ARGUMENT (other number of links, a bound from a solver that gives
 * none); MOG_ERROR_DATA (bad gains or weights); MOG_ERROR_MEMORY; MOG_ERROR_NUMERIC (`optimum`:
 * gains or weights beyond 1e60)
 */
mog_status mog_solver_run(mog_solver *solver, const mog_problem *problem, uint64_t first,
                          double *power, double *bound, mog_error *error);

/** Sweeps of FPLinQ from given powers, with their workspace; used by one thread at a time. */
typedef struct mog_refiner mog_refiner;

/**
 * @param sweeps  updates of all links
 * @param links   most links of a problem, >= 1
 * @return NULL and `error` on lack of memory
 */
mog_refiner *mog_refiner_create(size_t sweeps, size_t links, mog_error *error);

/** Frees a refiner; NULL is allowed. */
void mog_refiner_free(mog_refiner *refiner);

/**
 * Improves powers. The weighted sum rate, as mog_sum_rate() computes it, falls in no sample: in
 * exact arithmetic no sweep lets it fall, and a sample that rounding errors would make worse stays
 * as it is. A power of 0 stays 0, and links that can carry nothing are switched off. Does not
 * allocate.
 *
 * @param problem  one that mog_problem_check() has found in order
 * @param power    [S][K], in and out, 0..1
 * @return MOG_OK, or MOG_ERROR_ARGUMENT if the problem has more links than the refiner
 */
mog_status mog_refine(mog_refiner *refiner, const mog_problem *problem, double *power,
                      mog_error *error);

#ifdef __cplusplus
}
#endif
#endif
