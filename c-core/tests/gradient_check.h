// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * Finite differences. Everything is local to the including file, which must include f64.h first.
 */
#ifndef MOG_TESTS_GRADIENT_CHECK_H
#define MOG_TESTS_GRADIENT_CHECK_H

#include "network_fixture.h"

#include <functional>

namespace {

// Compares an analytic gradient with central differences of f; by default, h is near the cube root
// of epsilon.
void CheckGradient(const std::function<double()> &f, Reals &x, const Reals &gradient,
                   double tolerance = 1e-7, double h = 1e-5) {
    double scale = 0;
    for (double g : gradient)
        scale = std::max(scale, std::fabs(g));
    ASSERT_GT(scale, 0);
    for (size_t i = 0; i < x.size(); i++) {
        const double kept = x[i];
        x[i] = kept + h;
        const double above = f();
        x[i] = kept - h;
        const double below = f();
        x[i] = kept;
        EXPECT_NEAR(gradient[i], (above - below) / (2 * h), tolerance * scale) << "entry " << i;
    }
}

// A scalar of the outputs whose gradient with respect to them is `direction`.
inline double Project(const Reals &y, const Reals &direction) {
    double sum = 0;
    for (size_t i = 0; i < y.size(); i++)
        sum += y[i] * direction[i];
    return sum;
}

} // namespace

#endif
