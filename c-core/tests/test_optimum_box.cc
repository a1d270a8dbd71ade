// SPDX-License-Identifier: GPL-2.0-or-later
// What the certified optimum does to one box of powers, and to functions of one power.
#include "optimum_fixture.h"

extern "C" {
#include "solve/power/optimum_narrow.h"
#include "solve/power/optimum_peak.h"
}

using namespace mogtest::optimum;

/**
 * Whatever the goal, narrowing a box must keep what is above it, and the bound must hold: with
 * goals far below the optimum, too, which a search hardly ever has.
 */
TEST(OptimumBox, NarrowedBoxesKeepTheirBest) {
    std::mt19937 engine(10);
    std::uniform_real_distribution<double> uniform(0, 1);
    for (int n = 0; n < 3000; ++n) {
        const size_t links = 2 + size_t(n % 2);
        const mog_utility kinds[] = {sumRate, network, ownEach};
        const double snr = std::pow(10, 7 * uniform(engine) - 1);
        Problem p = MakeProblem(kinds[n % 3], links, snr, std::pow(uniform(engine), 3), engine);
        if (mog_utility_is_linear(&p.utility)) {
            p.price = MakeNumbers(links, 5, engine);
        }
        mog_box box{};
        box.bound = HUGE_VAL;
        for (size_t i = 0; i < links; ++i) {
            const double high = uniform(engine) < 0.3 ? 1 : std::pow(10, -5 * uniform(engine));
            box.high[i] = high;
            box.low[i] = uniform(engine) < 0.3 ? 0 : high * std::pow(10, -2 * uniform(engine));
        }
        const auto best = [&] {
            Powers most, power(links);
            for (int draw = 0; draw < 200; ++draw) {
                for (size_t i = 0; i < links; ++i) {
                    const double share = std::clamp(1.4 * uniform(engine) - 0.2, 0.0, 1.0);
                    power[i] = box.low[i] + share * (box.high[i] - box.low[i]);
                }
                if (most.empty() || p.Worth(power) > p.Worth(most)) {
                    most = power;
                }
            }
            return most;
        };
        const mog_problem view = p.View();
        mog_box_problem boxes;
        mog_error error{};
        ASSERT_EQ(mog_box_problem_init(&boxes, &p.utility, &view, &error), MOG_OK);
        // twice: the second time the bound is known
        for (double share : {0.3, 0.9}) {
            const Powers found = best();
            const double value = p.Worth(found);
            const double goal = value > 0 ? share * value : value / share;
            mog_box_narrow(&boxes, &box, goal);
            EXPECT_LE(value, box.bound) << "box " << n;
            Powers kept = found;
            for (size_t i = 0; i < links; ++i) {
                kept[i] = std::clamp(found[i], box.low[i], box.high[i]);
            }
            EXPECT_GE(p.Worth(kept), value - 1e-12 * std::abs(value)) << "box " << n;
        }
    }
}

TEST(OptimumBox, PeaksAndTheirEnds) {
    std::mt19937 engine(11);
    std::uniform_real_distribution<double> uniform(0, 1);
    const auto decades = [&](double first, double last) {
        return std::pow(10, first + (last - first) * uniform(engine));
    };
    for (int n = 0; n < 3000; ++n) {
        mog_peak f{};
        f.weight = n % 10 == 0 ? 0 : decades(-2, 1);
        f.rise = n % 11 == 0 ? HUGE_VAL : decades(-8, 8);
        f.amplifier = n % 7 == 0 ? 0 : decades(-3, 3);
        f.circuit = decades(-4, 2);
        f.toll = n % 3 == 0 ? 0 : decades(-6, 3);
        f.high = decades(-4, 0);
        f.low = n % 5 == 0 ? 0 : f.high * decades(-3, 0);
        Powers power;
        for (int step = 0; step <= 1000; ++step) {
            power.push_back(std::min(f.low + step / 1000.0 * (f.high - f.low), f.high));
        }
        for (double decibel = -120; decibel < 0; decibel += 0.5) {
            power.push_back(std::max(f.low, f.high * std::pow(10, decibel / 10)));
        }
        double most = -HUGE_VAL, scale = 0;
        for (double p : power) {
            most = std::max(most, mog_peak_at(&f, p));
            scale = std::max(scale, std::abs(mog_peak_at(&f, p)));
        }
        const double bound = mog_peak_most(&f);
        EXPECT_GE(bound, most) << "peak " << n;
        EXPECT_LE(bound, most + 3e-3 * scale) << "peak " << n;
        for (double level : {most - scale, most - 0.1 * scale, most - 1e-3 * scale, most}) {
            double low = f.low, high = f.high;
            mog_peak_cut(&f, level, &low, &high);
            for (double p : power) {
                EXPECT_TRUE(mog_peak_at(&f, p) < level || (p >= low && p <= high))
                    << "peak " << n << " at " << p;
            }
        }
    }
}
