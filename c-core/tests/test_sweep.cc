// SPDX-License-Identifier: GPL-2.0-or-later
// Sweeps of unrolled networks in float32: accuracy, and what must not become NaN.
#include "sweep_fixture.h"

namespace {

TEST(Sweep, AsTheSolver) {
    CheckAgainstSolver({{1, 1e-5}, {5, 1e-4}, {20, 1e-3}});
}

bool AllFinite(const Reals &values) {
    return std::all_of(values.begin(), values.end(), [](mog_real v) { return std::isfinite(v); });
}

// Silent links, links without gain, no interference at all, and gains of any size.
TEST(Sweep, ForwardAndBackwardStayFinite) {
    const size_t links = 17, batch = 12;
    for (mog_real scale : {1e-30f, 1e-12f, 1.0f, 1e12f, 1e30f}) {
        Channels channels = mogtest::MakeChannels(batch, links, 1, 80, true, 4);
        for (size_t n = 0; n < channels.gain.size(); n++)
            if (n % 7 == 0)
                channels.gain[n] = 0;
        for (size_t i = 0; i < links * links; i++)
            if (i % (links + 1) != 0)
                channels.gain[i] = 0; // the first sample has no interference
        std::fill_n(channels.gain.begin() + links * links, links * links, 0.0);
        channels.weight[3] = channels.weight[3 * links] = 0;
        Sweep sweep(channels);
        for (mog_real &g : sweep.gain)
            g *= scale;
        for (mog_real damping : {0.0f, 0.5f}) {
            sweep.damping = damping;
            Reals start(batch * links);
            for (size_t i = 0; i < start.size(); i++)
                start[i] = i % 5 == 0 ? 0 : std::pow(10.0f, -static_cast<float>(i % 40));
            sweep.Start(start);
            for (size_t n = 0; n < 20; n++) {
                sweep.Forward();
                Reals d(batch * links, 1), dfactor(2 * d.size());
                mog_real ddamping;
                const mog_sweep view = sweep.View();
                mog_sweep_backward(&view, sweep.next.data(), d.data(), dfactor.data(), &ddamping);
                EXPECT_TRUE(AllFinite(sweep.next) && AllFinite(d) && AllFinite(dfactor))
                    << "scale " << scale << ", sweep " << n;
                EXPECT_TRUE(std::isfinite(ddamping));
                EXPECT_GE(*std::min_element(sweep.next.begin(), sweep.next.end()), 0);
                EXPECT_LE(*std::max_element(sweep.next.begin(), sweep.next.end()), 1);
                sweep.power = sweep.next;
            }
        }
    }
}

TEST(Sweep, GainsBeyondFloatAreNoticed) {
    Sweep sweep(mogtest::MakeChannels(1, 3, 1, 0, false, 4));
    sweep.gain[4] = std::numeric_limits<mog_real>::infinity();
    sweep.Forward();
    EXPECT_TRUE(std::isnan(sweep.next[1]));
}

} // namespace
