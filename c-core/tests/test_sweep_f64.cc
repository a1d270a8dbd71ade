// SPDX-License-Identifier: GPL-2.0-or-later
// Sweeps of unrolled networks in float64: against the solver, and their gradients.
#define MOG_DOUBLE
#include "sweep_fixture.h"

#include <functional>

namespace {

TEST(SweepF64, AsTheSolver) {
    CheckAgainstSolver({{1, 1e-13}, {5, 1e-12}, {20, 1e-9}});
}

// Compares an analytic gradient with central differences of f.
void CheckGradient(const std::function<double()> &f, double *x, const Reals &gradient) {
    double scale = 0;
    for (double g : gradient)
        scale = std::max(scale, std::fabs(g));
    ASSERT_GT(scale, 0);
    for (size_t i = 0; i < gradient.size(); i++) {
        const double kept = x[i], h = 1e-5 * kept;
        x[i] = kept + h;
        const double above = f();
        x[i] = kept - h;
        const double below = f();
        x[i] = kept;
        EXPECT_NEAR(gradient[i], (above - below) / (2 * h), 1e-6 * scale) << "entry " << i;
    }
}

class SweepGradient : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(SweepF64, SweepGradient, testing::Bool(),
                         [](const testing::TestParamInfo<bool> &p) {
                             return p.param ? "Weighted" : "Unweighted";
                         });

TEST_P(SweepGradient, FiniteDifferences) {
    const size_t links = 11;
    Sweep sweep(mogtest::MakeChannels(3, links, 0.1, 20, GetParam(), 2));
    sweep.damping = 0.05;
    Reals direction(sweep.power.size());
    for (size_t i = 0; i < direction.size(); i++) {
        sweep.power[i] = 0.1 + 0.05 * static_cast<double>(i % 16);
        sweep.factor[2 * i] = 0.6 + 0.1 * static_cast<double>(i % 7);
        sweep.factor[2 * i + 1] = 0.5 + 0.1 * static_cast<double>(i % 9);
        direction[i] = std::sin(12.9898 * static_cast<double>(i));
    }
    const auto f = [&] {
        sweep.Forward();
        double sum = 0;
        for (size_t i = 0; i < direction.size(); i++)
            sum += direction[i] * sweep.next[i];
        return sum;
    };
    f();
    EXPECT_GT(std::count(sweep.next.begin(), sweep.next.end(), 1.0), 0); // both pieces of min()
    EXPECT_LT(std::count(sweep.next.begin(), sweep.next.end(), 1.0), 20);
    Reals d = direction, dfactor(sweep.factor.size()), ddamping(1);
    const mog_sweep view = sweep.View();
    mog_sweep_backward(&view, d.data(), dfactor.data(), ddamping.data());
    CheckGradient(f, sweep.power.data(), d);
    CheckGradient(f, sweep.factor.data(), dfactor);
    CheckGradient(f, &sweep.damping, ddamping);
}

} // namespace
