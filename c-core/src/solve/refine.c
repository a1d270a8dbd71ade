/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Improves decisions: moves of local search over RBs, then powers by FPLinQ on every RB. What is
 * not worth more than before is not taken.
 */
#include "base/memory.h"
#include "radio/allocation.h"
#include "radio/blocks.h"
#include "radio/problem.h"
#include "radio/utility/utility.h"
#include "solve/power/fplinq.h"
#include "solve/rb/local.h"
#include "solve/rb/value.h"

#include <string.h>

enum { LANES = MOG_FPLINQ_LANES };

struct mog_refiner {
    mog_refinement how;
    mog_utility utility;
    size_t links; /* the most of a problem */
    size_t n_rb;
    mog_rb_value *values;
    double *power;          /* [LANES][links]: candidates */
    uint32_t *rb;           /* [LANES][links]: theirs */
    double *before, *after; /* [LANES]: what decisions and candidates are worth */
    double *scratch;        /* [2][links] */
    double *search;         /* NULL without moves */
    double *masked;         /* [LANES][links][links]; NULL where RBs can be decided on apart */
};

static bool is_masked(const mog_refiner *r) {
    return !mog_utility_is_separable(&r->utility);
}

static mog_status check(const mog_refinement *how, const mog_utility *utility, mog_error *error) {
    if (how->moves > 0 && utility != NULL && !mog_utility_is_separable(utility))
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "%zu moves between RBs: utility.kind = %s is no sum over links, which they "
                        "need; use 0 moves, or another utility",
                        how->moves, mog_utility_name(utility));
    return MOG_OK;
}

static bool allocate(mog_refiner *r, mog_error *error) {
    const size_t k = r->links;
    const size_t search = r->how.moves > 0 ? mog_rb_local_workspace(k, r->n_rb) : 0;
    r->values = mog_rb_value_create(r->how.sweeps, &r->utility, k, error);
    r->power = mog_allocate(LANES * (k + 2) + 2 * k + search, sizeof(double), error);
    r->rb = mog_allocate(LANES * k, sizeof *r->rb, error);
    if (r->values == NULL || r->power == NULL || r->rb == NULL)
        return false;
    r->before = r->power + LANES * k;
    r->after = r->before + LANES;
    r->scratch = r->after + LANES;
    r->search = r->scratch + 2 * k;
    if (is_masked(r))
        r->masked = mog_allocate(LANES * k * k, sizeof(double), error);
    return r->masked != NULL || !is_masked(r);
}

mog_status mog_refiner_create(const mog_refinement *refinement, const mog_utility *utility,
                              size_t links, size_t n_rb, mog_refiner **refiner, mog_error *error) {
    *refiner = NULL;
    const mog_status status = check(refinement, utility, error);
    if (status != MOG_OK)
        return status;
    mog_refiner *made = mog_allocate(1, sizeof *made, error);
    if (made == NULL)
        return MOG_ERROR_MEMORY;
    made->how = *refinement;
    made->utility = mog_utility_or_sum_rate(utility);
    made->links = links;
    made->n_rb = n_rb;
    if (allocate(made, error)) {
        *refiner = made;
        return MOG_OK;
    }
    mog_refiner_free(made);
    return MOG_ERROR_MEMORY;
}

void mog_refiner_free(mog_refiner *refiner) {
    if (refiner == NULL)
        return;
    mog_rb_value_free(refiner->values);
    mog_release(refiner->power);
    mog_release(refiner->rb);
    mog_release(refiner->masked);
    mog_release(refiner);
}

/* RBs of a sample's candidate: as decided, or some moves further. */
static void move(mog_refiner *r, const mog_problem *sample, const uint32_t *decided, uint32_t *rb) {
    mog_rb_read(rb, decided, sample->links);
    if (r->how.moves == 0)
        return;
    mog_rb_local search = mog_rb_local_start(r->search, r->values, sample, r->n_rb, rb);
    for (size_t n = 0; n < r->how.moves && mog_rb_local_move(&search); n++)
        ;
}

/* Candidates of up to LANES samples: RBs, and with the next flush powers. */
static void put_candidates(mog_refiner *r, const mog_problem *part,
                           const mog_allocation *allocation) {
    const size_t k = part->links;
    mog_problem channels = *part;
    if (is_masked(r)) {
        for (size_t s = 0; s < part->samples; s++) {
            const mog_problem one = mog_problem_sample(part, s);
            mog_rb_read(r->rb + s * k, mog_rb_from(allocation->rb, s * k), k);
            mog_rb_mask(&one, r->rb + s * k, r->masked + s * k * k, NULL);
        }
        channels.gain = r->masked;
        channels.n_rb = 1;
        channels.per_rb = false;
    }
    for (size_t s = 0; s < part->samples; s++) {
        const mog_problem one = mog_problem_sample(&channels, s);
        move(r, &one, mog_rb_from(allocation->rb, s * k), r->rb + s * k);
        const mog_rb_results results = {.start =
                                            r->how.moves == 0 ? allocation->power + s * k : NULL,
                                        .power = r->power + s * k};
        mog_rb_value_put_assignment(r->values, &one, is_masked(r) ? NULL : r->rb + s * k,
                                    mog_problem_n_rb(&channels), &results);
    }
}

static void refine_part(mog_refiner *r, const mog_problem *part, const mog_allocation *allocation) {
    const size_t k = part->links;
    mog_utility_values(&r->utility, part, allocation->rb, allocation->power, r->scratch, r->before,
                       NULL);
    put_candidates(r, part, allocation);
    mog_rb_value_flush(r->values);
    mog_utility_values(&r->utility, part, r->rb, r->power, r->scratch, r->after, NULL);
    for (size_t s = 0; s < part->samples; s++) {
        if (!(r->after[s] >= r->before[s]))
            continue;
        memcpy(allocation->power + s * k, r->power + s * k, k * sizeof *r->power);
        mog_rb_write(mog_allocation_from(allocation, part, s).rb, r->rb + s * k, k);
    }
}

mog_status mog_refine(mog_refiner *refiner, const mog_problem *problem,
                      const mog_allocation *allocation, mog_error *error) {
    const size_t k = problem->links, n_rb = mog_problem_n_rb(problem);
    if (k > refiner->links || n_rb != refiner->n_rb)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "a refiner for %zu links on %zu RBs cannot take a problem of %zu on %zu",
                        refiner->links, refiner->n_rb, k, n_rb);
    mog_status status = mog_utility_accepts(&refiner->utility, problem, error);
    if (status == MOG_OK)
        status = mog_rb_check(problem, allocation->rb, error);
    for (size_t n = 0; status == MOG_OK && n < problem->samples; n += LANES) {
        const size_t left = problem->samples - n;
        const mog_problem part = mog_problem_range(problem, n, left < LANES ? left : LANES);
        const mog_allocation here = mog_allocation_from(allocation, problem, n);
        refine_part(refiner, &part, &here);
    }
    return status;
}
