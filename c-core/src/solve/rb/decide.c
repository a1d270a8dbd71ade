/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * RBs by a kind's rule, powers by FPLinQ on every RB. Rules compare sums over RBs, and most
 * utilities are such sums. The network's energy efficiency is a ratio N(x) / D(x) of two: with the
 * present ratio as the price of a unit of D, a decision of larger N - ratio D has a larger ratio,
 * and the ratios converge faster than linearly (Dinkelbach, "On nonlinear fractional programming",
 * Management Science 1967). An exact rule finds the exact optimum then.
 */
#include "solve/rb/decide.h"

#include "base/memory.h"
#include "radio/blocks.h"
#include "radio/problem.h"
#include "radio/utility/utility.h"

#include <string.h>

/* Superlinear: some ten are enough. */
static const int most_prices = 50;

/* A ratio must grow by this share of it. */
static const double least_growth = 1e-12;

static bool is_priced(const mog_utility *utility) {
    return utility->kind == MOG_UTILITY_ENERGY_EFFICIENCY;
}

bool mog_rb_decide_takes(const mog_utility *utility) {
    return mog_utility_is_separable(utility) || is_priced(utility);
}

bool mog_rb_decide_prepare(mog_solver *solver, mog_error *error) {
    const bool priced = is_priced(&solver->utility);
    solver->values = mog_rb_value_create(solver->settings.sweeps, priced ? NULL : &solver->utility,
                                         solver->links, error);
    solver->trial = mog_allocate(5 * solver->links, sizeof *solver->trial, error);
    solver->trial_rb = mog_allocate(solver->links, sizeof *solver->trial_rb, error);
    return solver->values != NULL && solver->trial != NULL && solver->trial_rb != NULL;
}

void mog_rb_decide_release(mog_solver *solver) {
    mog_rb_value_free(solver->values);
    mog_release(solver->trial);
    mog_release(solver->trial_rb);
}

/* RBs and powers of a sample for given weights and prices; powers come with the next flush. */
static void decide(mog_solver *solver, const mog_problem *sample, uint64_t index, uint32_t *rb,
                   double *power) {
    solver->kind->decide(solver, sample, index, solver->trial_rb);
    mog_rb_value_put_assignment(solver->values, sample, solver->trial_rb, solver->n_rb,
                                &(mog_rb_results){.power = power});
    mog_rb_write(rb, solver->trial_rb, solver->links);
}

/* The first price is 0: that of the sum rate. */
static void decide_by_price(mog_solver *solver, const mog_problem *sample, uint64_t index,
                            const mog_allocation *out) {
    const size_t k = solver->links;
    double *weight = solver->trial, *price = weight + k, *power = price + k, *scratch = power + k;
    mog_problem priced = *sample;
    priced.weight = weight;
    priced.price = price;
    for (size_t i = 0; i < k; i++) {
        weight[i] = sample->weight != NULL ? sample->weight[i] : 1;
        price[i] = 0;
    }
    double ratio = -1;
    for (int n = 0; n < most_prices; n++) {
        decide(solver, &priced, index, NULL, power);
        mog_rb_value_flush(solver->values);
        double value;
        mog_utility_values(&solver->utility, sample, solver->trial_rb, power, scratch, &value,
                           NULL);
        if (value <= ratio * (1 + least_growth))
            break;
        ratio = value;
        memcpy(out->power, power, k * sizeof *power);
        mog_rb_write(out->rb, solver->trial_rb, k);
        for (size_t i = 0; i < k; i++)
            price[i] = solver->utility.amplifier * ratio;
    }
}

mog_status mog_rb_decide(mog_solver *solver, const mog_problem *problem, uint64_t first,
                         const mog_allocation *out, double *bound, mog_error *error) {
    (void)bound, (void)error;
    const bool priced = is_priced(&solver->utility);
    for (size_t s = 0; s < problem->samples; s++) {
        const mog_problem one = mog_problem_sample(problem, s);
        const mog_allocation here = mog_allocation_from(out, problem, s);
        if (priced)
            decide_by_price(solver, &one, first + s, &here);
        else
            decide(solver, &one, first + s, here.rb, here.power);
    }
    mog_rb_value_flush(solver->values);
    return MOG_OK;
}
