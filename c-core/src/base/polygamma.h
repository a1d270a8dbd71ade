/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Derivatives of ln(gamma). GSL's stop the process where they underflow; these take any x > 0.
 */
#ifndef MOG_BASE_POLYGAMMA_H
#define MOG_BASE_POLYGAMMA_H

/** psi(x) = d ln(gamma(x)) / dx for x > 0. */
double mog_digamma(double x);
/** psi'(x) for x > 0. */
double mog_trigamma(double x);

#endif
