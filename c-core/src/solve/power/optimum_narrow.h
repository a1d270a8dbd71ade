/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What shrinks boxes between splits, for each kind of objective.
 */
#ifndef MOG_SOLVE_POWER_OPTIMUM_NARROW_H
#define MOG_SOLVE_POWER_OPTIMUM_NARROW_H

#include "solve/power/optimum_box.h"

/**
 * Bounds a box and narrows it. A box that has some of the best powers of all keeps some of them,
 * unless they are worth no more than `goal`.
 *
 * @param box   in and out; the bound is only ever lowered
 * @param goal  what better powers have to exceed
 * @return whether powers that are worth `goal` or less may have been cut off
 */
bool mog_box_narrow(const mog_box_problem *problem, mog_box *box, double goal);

/** The same for sum of w R - c p, with the prices of the problem. */
bool mog_box_narrow_priced(const mog_box_problem *problem, mog_box *box, double goal);

/** The same for the energy efficiency of the network. */
bool mog_box_narrow_network(const mog_box_problem *problem, mog_box *box, double goal);

/** The same for the sum of the links' energy efficiencies. */
bool mog_box_narrow_links(const mog_box_problem *problem, mog_box *box, double goal);

/**
 * One round of mog_box_narrow_priced() with mog_bound_logarithmic() alone.
 * @return whether nothing in the box is worth more than `goal`
 */
bool mog_box_narrow_logarithmic(const mog_box_problem *problem, mog_box *box, double goal,
                                bool *cut);

#endif
