/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What an RB solver is to the rest of src/solve: a row of the table in rb_solver.c.
 */
#ifndef MOG_SOLVE_RB_SOLVER_H
#define MOG_SOLVE_RB_SOLVER_H

#include "mog/random.h"
#include "mog/rb.h"
#include "solve/rb_value.h"

/**
 * Assignments whose sum rates differ by less than this share are tied: a link that is off may be on
 * any RB. The lexicographically smallest is the label, on any machine.
 */
#define MOG_RB_TIE 1e-6

/** Numbers that a solver works on. */
typedef struct mog_rb_room {
    size_t reals;
    size_t integers;
} mog_rb_room;

/** One algorithm. The object's settings and the sample have been checked when `decide` is called.
 */
typedef struct mog_rb_solver_kind {
    const char *help;  /**< one line */
    const char *limit; /**< what `takes` says, for a message */
    /** Whether the problem is small enough; NULL: any size is. */
    bool (*takes)(size_t links, size_t n_rb);
    /** NULL: none is needed. */
    mog_rb_room (*room)(const mog_rb_settings *settings, size_t links, size_t n_rb);
    /**
     * RBs of one sample; powers are set by FPLinQ afterwards.
     * @param index  names the sample's random streams
     * @param rb     [K], out
     */
    void (*decide)(mog_rb_solver *solver, const mog_problem *sample, uint64_t index, uint32_t *rb);
} mog_rb_solver_kind;

struct mog_rb_solver {
    const mog_rb_solver_kind *kind;
    const char *name;
    mog_rb_settings settings;
    size_t links;
    size_t n_rb;
    mog_rb_value *values;
    double *reals;
    uint32_t *integers;
    mog_random random;
};

/** Draws every link's RB uniformly, from the stream that the solver's generator stands at. */
void mog_rb_draw(mog_rb_solver *solver, uint32_t *rb);

extern const mog_rb_solver_kind mog_rb_solver_optimum;
extern const mog_rb_solver_kind mog_rb_solver_exhaustive;
extern const mog_rb_solver_kind mog_rb_solver_best_of;
extern const mog_rb_solver_kind mog_rb_solver_local_search;
extern const mog_rb_solver_kind mog_rb_solver_greedy;
extern const mog_rb_solver_kind mog_rb_solver_colouring;
extern const mog_rb_solver_kind mog_rb_solver_balanced;
extern const mog_rb_solver_kind mog_rb_solver_random;

#endif
