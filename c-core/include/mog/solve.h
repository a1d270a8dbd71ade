/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Algorithms that decide powers and resource blocks (RBs): the teachers whose solutions are labels,
 * the baselines that every learned number stands beside, and optima that are certain.
 *
 * They maximise a utility (mog/utility.h), for the sum rate with the problem's weights and prices.
 * Powers alone are the case of one RB: solvers that set powers take such problems, those that
 * decide RBs take any, and set the powers on every RB by FPLinQ.
 *
 * Threads: a solver and a refiner are used by one thread at a time; all else may be called by any
 * number of threads.
 */
#ifndef MOG_SOLVE_H
#define MOG_SOLVE_H

#include "mog/utility.h"

#ifdef __cplusplus
extern "C" {
#endif

/** Sweeps of FPLinQ that set powers wherever nothing else is said: the papers' number. */
#define MOG_SWEEPS 100

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
    size_t sweeps; /**< fplinq, and what sets powers behind RBs: most updates of all links */
    double
        tolerance;  /**< fplinq: stop when the objective grows by less than this share; 0: never */
    int rounding;   /**< mog_rounding */
    size_t starts;  /**< fplinq-strong: random starts besides full power */
    size_t draws;   /**< rb-best-of: random assignments */
    bool canonical; /**< rb-best-of: number RBs in the order of use, where gains are the same on
                       all RBs, and of tied draws take the lexicographically smallest; else the
                       first of the best stays as it was drawn */
    uint64_t seed;  /**< fplinq-strong, rb-best-of, random, rb-random: names the streams */
    double margin_db; /**< itlinq: M, dB */
    double exponent;  /**< itlinq: eta */
    double gap;       /**< optimum: stop when (upper - lower) / lower falls below this */
    size_t nodes; /**< optimum: most boxes looked at in one sample; its bound holds all the same */
} mog_solver_settings;

/** A solver with its workspace; used by one thread at a time. */
typedef struct mog_solver mog_solver;

/** NULL-terminated names: what mog_solver_create() takes. */
const char *const *mog_solver_names(void);

/** What a solver is. */
typedef struct mog_solver_info {
    const char *name; /**< NULL: there is none of that name, and it can nothing */
    const char *help; /**< one line for help texts */
    bool decides_rb;  /**< or sets powers alone */
    bool has_bound;   /**< whether it also gives upper bounds */
} mog_solver_info;

/** Looks up a solver. @param name  may be any text, or NULL */
mog_solver_info mog_solver_describe(const char *name);

/**
 * Whether there is a solver of that name and it takes such problems.
 * @param utility  NULL: the sum rate
 */
bool mog_solver_takes(const char *name, const mog_utility *utility, size_t links, size_t n_rb);

/** Section "solver" of configuration files. */
extern const mog_section mog_solver_section;

/**
 * The settings under which the solver is known: `fplinq` 100 sweeps from full power (the papers'
 * label), `fplinq-strong` the best of full power and 20 random starts, 500 sweeps, tolerance 1e-6.
 * @return MOG_OK, or MOG_ERROR_ARGUMENT with a message that lists the names
 */
mog_status mog_solver_default(const char *name, mog_solver_settings *settings, mog_error *error);

/**
 * Makes a solver.
 *
 * @param name      one of mog_solver_names()
 * @param settings  NULL for the solver's default
 * @param utility   what is maximised; NULL: the sum rate
 * @param links     K >= 1
 * @param n_rb      N >= 1
 * @param solver    out; NULL on failure
 * @return MOG_OK, MOG_ERROR_ARGUMENT (unknown name, bad settings, a utility that it does not take,
 * too many links or RBs), MOG_ERROR_MEMORY
 */
mog_status mog_solver_create(const char *name, const mog_solver_settings *settings,
                             const mog_utility *utility, size_t links, size_t n_rb,
                             mog_solver **solver, mog_error *error);

/** Frees a solver; NULL is allowed. */
void mog_solver_free(mog_solver *solver);

/**
 * Decides for every sample. Does not allocate, except for `optimum`.
 *
 * @param problem  its `links` and RBs must be the solver's
 * @param first    index of the problem's first sample: samples of a larger set keep their random
 *                 numbers
 * @param out      out; with one RB, `rb` may be NULL
 * @param bound    [S], out, upper bounds of the utility's value; NULL if not wanted
 * @return MOG_OK; MOG_ERROR_ARGUMENT (another size, several RBs and nowhere to say which ones, a
 * bound from a solver that gives none); MOG_ERROR_DATA (bad gains, weights or prices);
 * MOG_ERROR_MEMORY; MOG_ERROR_NUMERIC (`optimum`: gains or weights beyond 1e60)
 */
mog_status mog_solver_run(mog_solver *solver, const mog_problem *problem, uint64_t first,
                          const mog_allocation *out, double *bound, mog_error *error);

/** What improves decisions; used by one thread at a time. */
typedef struct mog_refiner mog_refiner;

/** How decisions are improved. */
typedef struct mog_refinement {
    size_t moves;  /**< most moves of one link to another RB, each the best of all, while one
                        improves; 0: RBs stay as they are */
    size_t sweeps; /**< of FPLinQ on every RB; from the powers given, or, behind moves, from full
                        power */
} mog_refinement;

/**
 * Makes a refiner.
 *
 * @param utility  what is improved; NULL: the sum rate
 * @param links    most links of a problem, >= 1
 * @param n_rb     N >= 1
 * @param refiner  out; NULL on failure
 * @return MOG_OK, MOG_ERROR_ARGUMENT (a utility that moves cannot take), MOG_ERROR_MEMORY
 */
mog_status mog_refiner_create(const mog_refinement *refinement, const mog_utility *utility,
                              size_t links, size_t n_rb, mog_refiner **refiner, mog_error *error);

/** Frees a refiner; NULL is allowed. */
void mog_refiner_free(mog_refiner *refiner);

/**
 * Improves decisions. The utility, as mog_utility_values() computes it, falls in no sample: a
 * sample that would be worse stays as it is. A power of 0 stays 0 unless its link is moved, and
 * links that can carry nothing are switched off. Does not allocate.
 *
 * @param problem     its numbers are what mog_problem says: they are not checked again
 * @param allocation  in and out; with one RB, `rb` may be NULL
 * @return MOG_OK; MOG_ERROR_ARGUMENT if the problem has more links than the refiner, or other RBs;
 * MOG_ERROR_DATA (prices that the utility cannot have, RBs that are not there or, where there are
 * several, not said)
 */
mog_status mog_refine(mog_refiner *refiner, const mog_problem *problem,
                      const mog_allocation *allocation, mog_error *error);

#ifdef __cplusplus
}
#endif
#endif
