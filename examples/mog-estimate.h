/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_ESTIMATE_H
#define MOG_ESTIMATE_H

#include <cmath>
#include <cstddef>
#include <numeric>
#include <vector>

/**
 * @ingroup mog-examples
 *
 * Mean of a sample, and how far that of the population may be from it.
 */
struct MogEstimate
{
    double mean;       //!< mean of the sample
    double confidence; //!< half the width of its 95 % confidence interval
};

/**
 * @ingroup mog-examples
 *
 * Compute the probability that a variable with Student's distribution lies between -t and t, by
 * Simpson's rule on the angle whose tangent is t / sqrt(degrees).
 *
 * @param t the bound
 * @param degrees degrees of freedom
 * @return the probability
 */
inline double
MogGetStudentProbability(double t, double degrees)
{
    const int steps = 1000;
    const double angle = std::atan(t / std::sqrt(degrees));
    double sum = 0;
    for (int i = 0; i <= steps; i++)
    {
        const double weight = i == 0 || i == steps ? 1 : (i % 2 ? 4 : 2);
        sum += weight * std::pow(std::cos(angle * i / steps), degrees - 1);
    }
    const double scale = std::lgamma((degrees + 1) / 2) - std::lgamma(degrees / 2);
    return 2 * std::exp(scale) / std::sqrt(M_PI) * sum * angle / steps / 3;
}

/**
 * @ingroup mog-examples
 *
 * Estimate a mean from independent values with about a normal distribution.
 *
 * @param values the values, two or more for a confidence interval
 * @return the mean and its 95 % confidence interval
 */
inline MogEstimate
MogGetEstimate(const std::vector<double>& values)
{
    const double n = values.size();
    const double mean = std::accumulate(values.begin(), values.end(), 0.0) / n;
    if (n < 2)
    {
        return {mean, 0};
    }
    double squares = 0;
    for (const double value : values)
    {
        squares += (value - mean) * (value - mean);
    }
    double low = 0;
    double high = 100;
    while (high - low > 1e-9)
    {
        const double t = (low + high) / 2;
        (MogGetStudentProbability(t, n - 1) < 0.95 ? low : high) = t;
    }
    return {mean, high * std::sqrt(squares / (n - 1) / n)};
}

/**
 * @ingroup mog-examples
 *
 * Estimate what a change to a scenario does, from pairs of runs with the same random numbers: what
 * these do to both drops out.
 *
 * @param after values with the change
 * @param before values without it, of the same runs in the same order
 * @return the mean difference and its 95 % confidence interval
 */
inline MogEstimate
MogGetChange(const std::vector<double>& after, const std::vector<double>& before)
{
    std::vector<double> change(after);
    for (std::size_t run = 0; run < change.size(); run++)
    {
        change[run] -= before[run];
    }
    return MogGetEstimate(change);
}

#endif /* MOG_ESTIMATE_H */
