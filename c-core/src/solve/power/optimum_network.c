/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Boxes for the energy efficiency of the network, sum of v R over the power P that all spend. By
 * Dinkelbach's argument powers are worth more than `goal` if and only if
 *
 *     sum of v R - goal P > 0,   P = sum of m p + c,
 *
 * which is the sum rate with prices `goal m`, less what the circuits cost: its bounds and cuts do.
 * If the left side is B at most, the efficiency is goal + B / P at most.
 *
 * The sign of the gradient needs more: powers that have to be kept are the best of the box, and
 * these are the best for the prices at their own efficiency, somewhere between goal and bound. If
 * they are worth less than the goal, a power that is fixed may lose them, as a cut does.
 */
#include "solve/power/optimum_bound.h"
#include "solve/power/optimum_narrow.h"

#include <math.h>

static const double margin = MOG_BOUND_MARGIN;

static double spent(const mog_box_problem *p, const double *power) {
    double sum = 0;
    for (size_t i = 0; i < p->links; i++)
        sum += p->utility->amplifier * power[i] + p->utility->circuit_power;
    return sum;
}

bool mog_box_narrow_network(const mog_box_problem *p, mog_box *box, double goal) {
    const double amplifier = p->utility->amplifier;
    const double circuits = (double)p->links * p->utility->circuit_power * goal * (1 - margin);
    mog_box_problem at_goal = *p;
    for (size_t j = 0; j < p->links && amplifier > 0; j++) {
        at_goal.price[j] = amplifier * goal;
        at_goal.price_most[j] = amplifier * box->bound * (1 + margin);
    }
    mog_box priced = *box;
    priced.bound = HUGE_VAL;
    mog_box_narrow_priced(&at_goal, &priced, circuits);
    bool cut = false;
    for (size_t i = 0; i < p->links; i++)
        cut |= priced.low[i] != box->low[i] || priced.high[i] != box->high[i];
    const double above = priced.bound - circuits;
    const double least = spent(p, above > 0 ? priced.low : priced.high);
    priced.bound = fmin(box->bound, goal + above / least + margin * goal);
    *box = priced;
    return cut;
}
