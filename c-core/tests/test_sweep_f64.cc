// SPDX-License-Identifier: GPL-2.0-or-later
// Sweeps of unrolled networks in float64: against the solver, and their gradients.
#include "f64.h"

#include "gradient_check.h"
#include "sweep_fixture.h"

namespace {

TEST(SweepF64, AsTheSolver) {
    CheckAgainstSolver({{1, 1e-13}, {5, 1e-12}, {20, 1e-9}});
}

class SweepGradient : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(SweepF64, SweepGradient, testing::Bool(),
                         [](const testing::TestParamInfo<bool> &p) {
                             return p.param ? "Weighted" : "Unweighted";
                         });

TEST_P(SweepGradient, FiniteDifferences) {
    const size_t links = 11;
    Sweep sweep(mogtest::MakeChannels(3, links, 0.1, 20, GetParam(), 2));
    Reals damping = {0.05}, ddamping(1);
    Reals direction(sweep.power.size());
    for (size_t i = 0; i < direction.size(); i++) {
        sweep.power[i] = 0.1 + 0.05 * static_cast<double>(i % 16);
        sweep.factor[2 * i] = 0.6 + 0.1 * static_cast<double>(i % 7);
        sweep.factor[2 * i + 1] = 0.5 + 0.1 * static_cast<double>(i % 9);
        direction[i] = std::sin(12.9898 * static_cast<double>(i));
    }
    const auto f = [&] {
        sweep.damping = damping[0];
        sweep.Forward();
        return Project(sweep.next, direction);
    };
    f();
    EXPECT_GT(std::count(sweep.next.begin(), sweep.next.end(), 1.0), 0); // both pieces of min()
    EXPECT_LT(std::count(sweep.next.begin(), sweep.next.end(), 1.0), 20);
    Reals d = direction, dfactor(sweep.factor.size());
    const mog_sweep view = sweep.View();
    mog_sweep_backward(&view, sweep.next.data(), d.data(), dfactor.data(), ddamping.data());
    CheckGradient(f, sweep.power, d, 1e-6);
    CheckGradient(f, sweep.factor, dfactor, 1e-6);
    CheckGradient(f, damping, ddamping, 1e-6);
}

} // namespace
