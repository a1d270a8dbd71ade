/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Resource blocks (RBs): which of N every link is put on, what that is worth, and algorithms that
 * decide it.
 *
 * Links interfere only with those on the same RB. RB c_i of link i is 0..N-1. With gains that are
 * the same on all RBs their numbers mean nothing, and an assignment is a partition of the links; it
 * is canonical if its RBs are numbered in the order in which links come to use them (a restricted
 * growth string: c_0 = 0, and no c_i is greater than one more than all before it).
 */
#ifndef MOG_RB_H
#define MOG_RB_H

#include "mog/radio.h"

#ifdef __cplusplus
extern "C" {
#endif

/**
 * The channels that links have when they are on RBs, as gains of one band: those of RB c_i between
 * links on the same RB, 0 between others. Whatever sets powers on one band sets them here.
 *
 * @param rb    [S][K], 0..N-1
 * @param gain  [S][K][K], out
 */
void mog_rb_mask(const mog_problem *problem, const uint32_t *rb, double *gain);

/**
 * Rate of each link, log2(1 + SINR_i) in bit/s/Hz of its RB, not weighted.
 *
 * @param rb     [S][K], 0..N-1
 * @param power  [S][K], 0..1
 * @param rate   [S][K], out
 */
void mog_rb_link_rates(const mog_problem *problem, const uint32_t *rb, const double *power,
                       double *rate);

/** Weighted sum rate of each sample, bit/s/Hz. @param sum_rate  [S], out */
void mog_rb_sum_rate(const mog_problem *problem, const uint32_t *rb, const double *power,
                     double *sum_rate);

/** Numbers RBs in the order in which links come to use them. @param rb  [links], in and out */
void mog_rb_canonical(size_t links, uint32_t *rb);

/** Settings of all RB solvers; each uses what concerns it. */
typedef struct mog_rb_settings {
    size_t sweeps;  /**< of FPLinQ, from full power, that set the powers on every RB */
    size_t draws;   /**< rb-best-of: random assignments */
    bool canonical; /**< rb-best-of: number RBs in the order of use, where gains are the same on all
                       RBs, and of tied draws take the lexicographically smallest; else the first
                       of the best stays as it was drawn */
    uint64_t seed;  /**< rb-best-of, rb-random: names the streams */
} mog_rb_settings;

/** Section "rb" of configuration files. */
const mog_section *mog_rb_section(void);

/** 100 sweeps, 100 draws, canonical. */
void mog_rb_default(mog_rb_settings *settings);

/** An RB solver with its workspace; used by one thread at a time. */
typedef struct mog_rb_solver mog_rb_solver;

/** NULL-terminated names: what mog_rb_solver_create() takes. */
const char *const *mog_rb_solver_names(void);

/** One line about a solver for help texts, or NULL if there is none of that name. */
const char *mog_rb_solver_help(const char *name);

/** Whether there is a solver of that name and it takes a problem of that size. */
bool mog_rb_solver_takes(const char *name, size_t links, size_t n_rb);

/**
 * @param name      one of mog_rb_solver_names()
 * @param settings  NULL for the default
 * @param links     K >= 1
 * @param n_rb      N >= 1
 * @return NULL and `error` on failure: unknown name, bad settings, too many links or RBs, no memory
 */
mog_rb_solver *mog_rb_solver_create(const char *name, const mog_rb_settings *settings, size_t links,
                                    size_t n_rb, mog_error *error);

/** Frees a solver; NULL is allowed. */
void mog_rb_solver_free(mog_rb_solver *solver);

/**
 * Decides RBs and powers for every sample. Does not allocate.
 *
 * @param problem  its `links` and `n_rb` must be the solver's
 * @param first    index of the problem's first sample: samples of a larger set keep their random
 *                 draws
 * @param rb       [S][K], out
 * @param power    [S][K], out, 0..1
 * @return MOG_OK; MOG_ERROR_ARGUMENT (another size); MOG_ERROR_DATA (bad gains or weights)
 */
mog_status mog_rb_solver_run(mog_rb_solver *solver, const mog_problem *problem, uint64_t first,
                             uint32_t *rb, double *power, mog_error *error);

/** Powers on given RBs, and local search from there; used by one thread at a time. */
typedef struct mog_rb_refiner mog_rb_refiner;

/**
 * @param moves   most moves of one link to another RB, each the best of all, while one improves the
 *                sum rate; 0: RBs stay as they are
 * @param sweeps  of FPLinQ for powers
 * @param links   most links K of a sample
 * @param n_rb    N >= 1
 * @return NULL and `error` on lack of memory
 */
mog_rb_refiner *mog_rb_refiner_create(size_t moves, size_t sweeps, size_t links, size_t n_rb,
                                      mog_error *error);

/** Frees a refiner; NULL is allowed. */
void mog_rb_refiner_free(mog_rb_refiner *refiner);

/**
 * Improves RBs and sets powers. Does not allocate.
 *
 * @param problem  one that mog_problem_check() has found in order, of no more links than the
 *                 refiner's, and as many RBs
 * @param rb       [S][K], in and out, 0..N-1
 * @param power    [S][K], out, 0..1
 * @return MOG_OK, or MOG_ERROR_ARGUMENT if the problem is too large, or of other RBs
 */
mog_status mog_rb_refine(mog_rb_refiner *refiner, const mog_problem *problem, uint32_t *rb,
                         double *power, mog_error *error);

#ifdef __cplusplus
}
#endif
#endif
