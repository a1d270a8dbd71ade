/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What a solver is to the rest of src/solve: a row of the list below, and a file of its own.
 */
#ifndef MOG_SOLVE_SOLVER_H
#define MOG_SOLVE_SOLVER_H

#include "base/random.h"
#include "mog/solve.h"

/** All solvers, in the order of help texts: object and name. */
#define MOG_SOLVER_LIST(ROW)                                                                       \
    ROW(fplinq, "fplinq")                                                                          \
    ROW(fplinq_strong, "fplinq-strong")                                                            \
    ROW(wmmse, "wmmse")                                                                            \
    ROW(greedy, "greedy")                                                                          \
    ROW(itlinq, "itlinq")                                                                          \
    ROW(optimum, "optimum")                                                                        \
    ROW(full_power, "full-power")                                                                  \
    ROW(strongest, "strongest")                                                                    \
    ROW(random, "random")                                                                          \
    ROW(rb_optimum, "rb-optimum")                                                                  \
    ROW(rb_exhaustive, "rb-exhaustive")                                                            \
    ROW(rb_best_of, "rb-best-of")                                                                  \
    ROW(rb_local_search, "rb-local-search")                                                        \
    ROW(rb_greedy, "rb-greedy")                                                                    \
    ROW(rb_colouring, "rb-colouring")                                                              \
    ROW(rb_balanced, "rb-balanced")                                                                \
    ROW(rb_random, "rb-random")

/** Numbers that a solver works on. */
typedef struct mog_solver_room {
    size_t reals;
    size_t integers;
} mog_solver_room;

/** One algorithm: it sets powers, or decides RBs with mog_rb_decide() as its `run`. Settings and
 * problem have been checked when these are called. */
typedef struct mog_solver_kind {
    const char *help;    /**< one line */
    const char *limit;   /**< what `takes` says, for a message */
    const char *instead; /**< who takes more */
    bool has_bound;
    /** Whether the problem is small enough; NULL: any size is. */
    bool (*takes)(size_t links, size_t n_rb);
    /** Whether it maximises the utility, or does not look at it; NULL: any. */
    bool (*takes_utility)(const mog_utility *utility);
    /** Changes the common defaults; NULL: they are right. */
    void (*adjust)(mog_solver_settings *settings);
    /** NULL: none is needed. */
    mog_solver_room (*room)(const mog_solver_settings *settings, size_t links, size_t n_rb);
    /** Allocates what is not `room`; false and an error on lack of memory. NULL: nothing. */
    bool (*prepare)(mog_solver *solver, mog_error *error);
    /** Frees it; NULL: nothing. */
    void (*release)(mog_solver *solver);
    /** Powers of all samples; RBs are 0 before. */
    mog_status (*run)(mog_solver *solver, const mog_problem *problem, uint64_t first,
                      const mog_allocation *out, double *bound, mog_error *error);
    /**
     * RBs of one sample, for mog_rb_decide(); NULL: links are on one RB.
     * @param index  names the sample's random streams
     * @param rb     [K], out
     */
    void (*decide)(mog_solver *solver, const mog_problem *sample, uint64_t index, uint32_t *rb);
} mog_solver_kind;

struct mog_solver {
    const mog_solver_kind *kind;
    const char *name;
    mog_solver_settings settings;
    mog_utility utility;
    size_t links;
    size_t n_rb;
    double *reals;
    uint32_t *integers;
    mog_random random;
    /* of those that decide RBs */
    struct mog_rb_value *values;
    double *trial;      /**< [5][K]: see rb_decide.c */
    uint32_t *trial_rb; /**< [K] */
};

#define MOG_SOLVER_OBJECT(object, name) extern const mog_solver_kind mog_solver_##object;
MOG_SOLVER_LIST(MOG_SOLVER_OBJECT)
#undef MOG_SOLVER_OBJECT

/** Draws every link's RB uniformly, from the stream that the solver's generator stands at. */
void mog_rb_draw(mog_solver *solver, uint32_t *rb);

#endif
