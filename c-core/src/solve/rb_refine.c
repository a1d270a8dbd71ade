/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "base/memory.h"
#include "mog/rb.h"
#include "solve/rb_local.h"

struct mog_rb_refiner {
    size_t moves;
    size_t links;
    size_t n_rb;
    mog_rb_value *values;
    double *workspace; /* of a search */
};

mog_rb_refiner *mog_rb_refiner_create(size_t moves, size_t sweeps, size_t links, size_t n_rb,
                                      mog_error *error) {
    mog_rb_refiner *refiner = mog_allocate(1, sizeof *refiner, error);
    if (refiner == NULL)
        return NULL;
    *refiner = (mog_rb_refiner){.moves = moves, .links = links, .n_rb = n_rb};
    refiner->values = mog_rb_value_create(sweeps, links, error);
    const size_t room = moves != 0 ? mog_rb_local_workspace(links, n_rb) : 0;
    refiner->workspace = mog_allocate(room, sizeof(double), error);
    if (refiner->values != NULL && refiner->workspace != NULL)
        return refiner;
    mog_rb_refiner_free(refiner);
    return NULL;
}

void mog_rb_refiner_free(mog_rb_refiner *refiner) {
    if (refiner == NULL)
        return;
    mog_rb_value_free(refiner->values);
    mog_release(refiner->workspace);
    mog_release(refiner);
}

static void search_from(mog_rb_refiner *refiner, const mog_problem *sample, uint32_t *rb) {
    mog_rb_local search =
        mog_rb_local_start(refiner->workspace, refiner->values, sample, refiner->n_rb, rb);
    for (size_t move = 0; move < refiner->moves && mog_rb_local_move(&search); move++)
        ;
}

mog_status mog_rb_refine(mog_rb_refiner *refiner, const mog_problem *problem, uint32_t *rb,
                         double *power, mog_error *error) {
    const size_t k = problem->links, n_rb = mog_problem_n_rb(problem);
    if (k > refiner->links || n_rb != refiner->n_rb)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "a refiner for %zu links on %zu RBs cannot take a problem of %zu on %zu",
                        refiner->links, refiner->n_rb, k, n_rb);
    for (size_t s = 0; s < problem->samples; s++) {
        const mog_problem one = mog_problem_sample(problem, s);
        if (refiner->moves != 0)
            search_from(refiner, &one, rb + s * k);
        mog_rb_value_put_assignment(refiner->values, &one, rb + s * k, n_rb, NULL, power + s * k,
                                    NULL);
    }
    mog_rb_value_flush(refiner->values);
    return MOG_OK;
}
