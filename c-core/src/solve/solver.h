/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What a solver is to the rest of src/solve: a row of the table in solver.c.
 */
#ifndef MOG_SOLVE_SOLVER_H
#define MOG_SOLVE_SOLVER_H

#include "mog/random.h"
#include "mog/solve.h"

/** One algorithm. The object's `settings` and `problem` have been checked when `run` is called. */
typedef struct mog_solver_kind {
    const char *help; /**< one line */
    bool has_bound;   /**< whether `run` fills `bound` */
    size_t max_links; /**< 0: any number */
    /** Changes the common default settings to the solver's own; NULL: none of its own. */
    void (*adjust)(mog_solver_settings *settings);
    /** Doubles of workspace; NULL: none. */
    size_t (*workspace)(size_t links);
    mog_status (*run)(mog_solver *solver, const mog_problem *problem, uint64_t first, double *power,
                      double *bound, mog_error *error);
} mog_solver_kind;

struct mog_solver {
    const mog_solver_kind *kind;
    const char *name;
    mog_solver_settings settings;
    size_t links;
    double *workspace;
    mog_random random;
};

extern const mog_solver_kind mog_solver_fplinq;
extern const mog_solver_kind mog_solver_wmmse;
extern const mog_solver_kind mog_solver_fplinq_strong;
extern const mog_solver_kind mog_solver_greedy;
extern const mog_solver_kind mog_solver_full_power;
extern const mog_solver_kind mog_solver_strongest;
extern const mog_solver_kind mog_solver_random;
extern const mog_solver_kind mog_solver_optimum;

#endif
