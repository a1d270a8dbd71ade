/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "solve/fplinq.h"

#include "base/memory.h"

#include <string.h>

struct mog_refiner {
    mog_solver_settings settings;
    size_t most_links;
    mog_fplinq block;  /* for the links of the last problem */
    size_t count;      /* doubles in the workspace */
    double *workspace; /* the block's */
    double *candidate; /* [MOG_FPLINQ_LANES][most_links] */
};

mog_refiner *mog_refiner_create(size_t sweeps, size_t links, mog_error *error) {
    mog_refiner *refiner = mog_allocate(1, sizeof *refiner, error);
    if (refiner == NULL)
        return NULL;
    refiner->settings = (mog_solver_settings){.sweeps = sweeps, .rounding = MOG_ROUNDING_NONE};
    refiner->most_links = links;
    refiner->count = mog_fplinq_workspace(links);
    refiner->workspace = mog_allocate(refiner->count, sizeof(double), error);
    refiner->candidate = mog_allocate(MOG_FPLINQ_LANES * links, sizeof(double), error);
    if (refiner->workspace != NULL && refiner->candidate != NULL)
        return refiner;
    mog_refiner_free(refiner);
    return NULL;
}

void mog_refiner_free(mog_refiner *refiner) {
    if (refiner == NULL)
        return;
    mog_release(refiner->workspace);
    mog_release(refiner->candidate);
    mog_release(refiner);
}

/* Other links lie elsewhere in the workspace, and their padding must be silent. */
static void fit(mog_refiner *refiner, size_t links) {
    if (refiner->block.links == links)
        return;
    memset(refiner->workspace, 0, refiner->count * sizeof(double));
    refiner->block = mog_fplinq_block(refiner->workspace, links);
}

/* Takes the candidates of up to MOG_FPLINQ_LANES samples that are no worse than their powers. */
static void take_better(const mog_problem *problem, const double *candidate, double *power) {
    double before[MOG_FPLINQ_LANES], after[MOG_FPLINQ_LANES];
    mog_sum_rate(problem, power, before);
    mog_sum_rate(problem, candidate, after);
    for (size_t n = 0; n < problem->samples; n++)
        if (after[n] >= before[n])
            memcpy(power + n * problem->links, candidate + n * problem->links,
                   problem->links * sizeof *power);
}

mog_status mog_refine(mog_refiner *refiner, const mog_problem *problem, double *power,
                      mog_error *error) {
    const size_t links = problem->links;
    if (links > refiner->most_links)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "a refiner for %zu links cannot take a problem of %zu", refiner->most_links,
                        links);
    fit(refiner, links);
    for (size_t n = 0; n < problem->samples; n += MOG_FPLINQ_LANES) {
        const size_t left = problem->samples - n;
        mog_problem part = mog_problem_sample(problem, n);
        part.samples = left < MOG_FPLINQ_LANES ? left : MOG_FPLINQ_LANES;
        double *start = power + n * links;
        mog_fplinq_solve(&refiner->block, &refiner->settings, &part, start, refiner->candidate);
        take_better(&part, refiner->candidate, start);
    }
    return MOG_OK;
}
