/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Derivatives of ln(gamma). GSL's gsl_sf_psi() and gsl_sf_psi_1() agree to the last digits, but
 * take 3 and 15 times as long, which is most of a step where powers are drawn from beta
 * distributions; and they stop the process where they underflow. These take any x > 0.
 */
#ifndef MOG_BASE_POLYGAMMA_H
#define MOG_BASE_POLYGAMMA_H

/** psi(x) = d ln(gamma(x)) / dx for x > 0. */
double mog_digamma(double x);
/** psi'(x) for x > 0. */
double mog_trigamma(double x);

#endif
