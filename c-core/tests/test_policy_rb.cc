// SPDX-License-Identifier: GPL-2.0-or-later
// Policies whose networks give more than powers.
#include "owned.h"
#include "rb_fixture.h"
#include "temporary.h"

extern "C" {
#include "policy/policy.h"
}

#include <algorithm>
#include <cmath>

namespace {

using mogtest::MakeRbChannels;
using mogtest::Owned;
using mogtest::RbChannels;
using mogtest::ReadFile;
using mogtest::SameBytes;
using mogtest::TemporaryDirectory;

mog_network_settings Network(int kind, mog_output output, size_t n_rb = 1, bool per_rb = false) {
    mog_network_settings settings;
    mog_network_default(&settings);
    settings.kind = kind;
    settings.hidden = {2, {9, 8}};
    settings.channels = {1, {3}};
    settings.output = output;
    settings.n_rb = n_rb;
    settings.per_rb = per_rb;
    return settings;
}

std::string WhyNoPolicy(const mog_network_settings &settings) {
    mog_error error{};
    const auto policy =
        mogtest::Made<mog_policy>(mog_policy_create, &error, &settings, nullptr, 3, 1);
    return policy ? "" : error.message;
}

/** A policy with fresh parameters: large weights and no biases, so that channels decide. */
Owned<mog_policy> MakePolicy(const mog_network_settings &settings, size_t links) {
    auto policy =
        mogtest::Made<mog_policy>(mog_policy_create, nullptr, &settings, nullptr, links, 7);
    size_t count;
    const mog_tensor *tensor = mog_network_tensors(policy->network, &count);
    for (size_t i = 0; i < count; i++)
        for (size_t n = 0; tensor[i].trainable && n < tensor[i].shape[0] * tensor[i].shape[1]; n++)
            policy->parameter[tensor[i].offset + n] *= tensor[i].rank == 1 ? 0 : 3;
    return policy;
}

struct Allocation {
    std::vector<uint32_t> rb;
    std::vector<double> power;

    bool operator==(const Allocation &other) const {
        return rb == other.rb && power == other.power;
    }
};

Allocation Allocate(const mog_policy *policy, const RbChannels &channels, size_t batch,
                    size_t refine) {
    const mog_problem problem = channels.View();
    const size_t count = channels.samples * channels.links;
    Allocation a{std::vector<uint32_t>(count, 99), std::vector<double>(count, -1)};
    mog_error error{};
    const mog_policy_use use = {batch, channels.links, refine, false, 0};
    const auto runner =
        mogtest::Made<mog_policy_runner>(mog_policy_runner_create, &error, policy, &use);
    EXPECT_TRUE(runner) << error.message;
    const mog_allocation out = {a.rb.data(), a.power.data()};
    EXPECT_EQ(mog_policy_run(runner.get(), &problem, &out, &error), MOG_OK) << error.message;
    return a;
}

/** Refined as the policy says. */
Allocation Allocate(const mog_policy *policy, const RbChannels &channels, size_t batch) {
    return Allocate(policy, channels, batch, mog_policy_info_of(policy)->settings.refine);
}

/** Every kind of network with every output that it can have. */
struct Kind {
    const char *name;
    mog_network_settings settings;
};

std::vector<Kind> Kinds() {
    return {
        {"MlpBernoulli", Network(MOG_NETWORK_MLP, MOG_OUTPUT_BERNOULLI)},
        {"MlpBeta", Network(MOG_NETWORK_MLP, MOG_OUTPUT_BETA)},
        {"MlpBlocks", Network(MOG_NETWORK_MLP, MOG_OUTPUT_SOFTMAX, 3)},
        {"MlpBlocksOwnGains", Network(MOG_NETWORK_MLP, MOG_OUTPUT_SOFTMAX, 3, true)},
        {"MlpOneBlock", Network(MOG_NETWORK_MLP, MOG_OUTPUT_SOFTMAX)},
        {"CnnBeta", Network(MOG_NETWORK_CNN, MOG_OUTPUT_BETA)},
        {"CnnBlocksOwnGains", Network(MOG_NETWORK_CNN, MOG_OUTPUT_SOFTMAX, 3, true)},
        {"MpgnnBernoulli", Network(MOG_NETWORK_MPGNN, MOG_OUTPUT_BERNOULLI)},
        {"MpgnnBeta", Network(MOG_NETWORK_MPGNN, MOG_OUTPUT_BETA)},
        {"MpgnnBlocks", Network(MOG_NETWORK_MPGNN, MOG_OUTPUT_SOFTMAX, 3)},
        {"MpgnnBlocksOwnGains", Network(MOG_NETWORK_MPGNN, MOG_OUTPUT_SOFTMAX, 2, true)},
    };
}

class PolicyOutput : public testing::TestWithParam<Kind> {
  protected:
    const mog_network_settings &settings = GetParam().settings;

    RbChannels Channels(size_t samples, size_t links) const {
        return MakeRbChannels(samples, links, settings.n_rb, settings.per_rb, true, 5);
    }
};
INSTANTIATE_TEST_SUITE_P(Policy, PolicyOutput, testing::ValuesIn(Kinds()),
                         [](const testing::TestParamInfo<Kind> &p) { return p.param.name; });

TEST_P(PolicyOutput, SurvivesAFile) {
    const auto policy = MakePolicy(settings, 4);
    ASSERT_TRUE(policy);
    TemporaryDirectory directory;
    mog_error error{};
    ASSERT_EQ(mog_policy_save(policy.get(), (directory / "a").c_str(), &error), MOG_OK);
    const auto loaded =
        mogtest::Made<mog_policy>(mog_policy_load, &error, (directory / "a").c_str());
    ASSERT_TRUE(loaded) << error.message;
    EXPECT_EQ(mog_policy_info_of(loaded.get())->settings.output, settings.output);
    EXPECT_EQ(mog_policy_info_of(loaded.get())->settings.per_rb, settings.per_rb);
    EXPECT_EQ(mog_policy_info_of(loaded.get())->settings.n_rb, settings.n_rb);
    ASSERT_EQ(mog_policy_save(loaded.get(), (directory / "b").c_str(), nullptr), MOG_OK);
    EXPECT_TRUE(SameBytes(ReadFile(directory / "a"), ReadFile(directory / "b")));
    const RbChannels channels = Channels(30, 4);
    EXPECT_TRUE(Allocate(policy.get(), channels, 7) == Allocate(loaded.get(), channels, 7));
}

TEST_P(PolicyOutput, AllocatesWithinRangeWhateverTheBatch) {
    const auto policy = MakePolicy(settings, 4);
    const RbChannels channels = Channels(40, 4);
    const Allocation whole = Allocate(policy.get(), channels, 40);
    for (size_t i = 0; i < whole.rb.size(); i++) {
        EXPECT_LT(whole.rb[i], settings.n_rb);
        EXPECT_TRUE(whole.power[i] >= 0 && whole.power[i] <= 1) << whole.power[i];
    }
    const Allocation pairs = Allocate(policy.get(), channels, 2);
    EXPECT_EQ(pairs.rb, whole.rb);
    for (size_t i = 0; i < whole.power.size(); i++)
        EXPECT_NEAR(pairs.power[i], whole.power[i], 1e-5);
    if (settings.output == MOG_OUTPUT_BERNOULLI) {
        for (double p : whole.power)
            EXPECT_TRUE(p == 0 || p == 1) << p;
    }
    // not everybody on one block, or this tests little; untrained messages drown what differs
    if (settings.n_rb > 1 && settings.kind != MOG_NETWORK_MPGNN) {
        EXPECT_GT(*std::max_element(whole.rb.begin(), whole.rb.end()),
                  *std::min_element(whole.rb.begin(), whole.rb.end()));
    }
}

TEST_P(PolicyOutput, PowersAloneAreForPowerPolicies) {
    const auto policy = MakePolicy(settings, 4);
    const RbChannels channels = Channels(3, 4);
    const mog_problem problem = channels.View();
    const auto runner = mogtest::Runner(policy.get(), 3, 4, nullptr);
    std::vector<double> power(12, -1);
    mog_error error{};
    const mog_allocation out = {nullptr, power.data()};
    const mog_status status = mog_policy_run(runner.get(), &problem, &out, &error);
    if (settings.n_rb > 1) {
        EXPECT_EQ(status, MOG_ERROR_ARGUMENT);
        EXPECT_NE(std::string(error.message).find("give room for them"), std::string::npos);
    } else {
        EXPECT_EQ(status, MOG_OK);
        const Allocation same = Allocate(policy.get(), channels, 3);
        EXPECT_EQ(power, same.power);
        EXPECT_EQ(same.rb, std::vector<uint32_t>(12, 0));
    }
}

// Any number of links, also fewer than the runner has room for.
TEST(PolicyBlocks, OfMessagePassingRunWithAnyNumberOfLinks) {
    for (bool per_rb : {false, true}) {
        mog_network_settings settings = Network(MOG_NETWORK_MPGNN, MOG_OUTPUT_SOFTMAX, 3, per_rb);
        settings.refine = 2;
        const auto policy = MakePolicy(settings, 4);
        mog_error error{};
        const auto roomy = mogtest::Runner(policy.get(), 5, 12, &error);
        ASSERT_TRUE(roomy) << error.message;
        for (size_t links : {1, 2, 4, 12}) {
            const RbChannels channels = MakeRbChannels(6, links, 3, per_rb, false, 8);
            const Allocation exact = Allocate(policy.get(), channels, 5);
            const mog_problem problem = channels.View();
            Allocation a{std::vector<uint32_t>(6 * links), std::vector<double>(6 * links)};
            const mog_allocation out = {a.rb.data(), a.power.data()};
            ASSERT_EQ(mog_policy_run(roomy.get(), &problem, &out, &error), MOG_OK) << error.message;
            EXPECT_TRUE(a == exact) << links;
        }
    }
}

TEST(PolicyBlocks, MovesImproveThem) {
    const RbChannels channels = MakeRbChannels(30, 5, 3, false, false, 4);
    const auto policy = MakePolicy(Network(MOG_NETWORK_MLP, MOG_OUTPUT_SOFTMAX, 3), 5);
    const Allocation alone = Allocate(policy.get(), channels, 8);
    const Allocation moved = Allocate(policy.get(), channels, 8, 1);
    EXPECT_EQ(mog_policy_info_of(policy.get())->settings.refine, 0u);
    const std::vector<double> before = channels.SumRate(alone.rb, alone.power);
    const std::vector<double> after = channels.SumRate(moved.rb, moved.power);
    size_t better = 0;
    for (size_t s = 0; s < channels.samples; s++) {
        EXPECT_GE(after[s], before[s] * (1 - 1e-12));
        better += after[s] > before[s] * (1 + 1e-6);
    }
    EXPECT_GT(better, channels.samples / 2);
}

// The powers of another policy on the blocks that one has chosen.
TEST(PolicyBlocks, APowerPolicySetsPowersOnThem) {
    const RbChannels channels = MakeRbChannels(10, 4, 2, true, false, 6);
    const mog_problem problem = channels.View();
    const auto blocks = MakePolicy(Network(MOG_NETWORK_MLP, MOG_OUTPUT_SOFTMAX, 2, true), 4);
    const auto powers = MakePolicy(Network(MOG_NETWORK_MLP, MOG_OUTPUT_SIGMOID), 4);
    const Allocation a = Allocate(blocks.get(), channels, 10);
    RbChannels masked{10, 4, 1, false, channels.noise, std::vector<double>(160), {}};
    mog_rb_mask(&problem, a.rb.data(), masked.gain.data(), nullptr);
    const Allocation b = Allocate(powers.get(), masked, 10);
    const mog_problem one_band = masked.View();
    std::vector<double> rate(10);
    mog_sum_rate(&one_band, nullptr, b.power.data(), rate.data(), nullptr);
    const std::vector<double> on_blocks = channels.SumRate(a.rb, b.power);
    for (size_t s = 0; s < 10; s++)
        EXPECT_NEAR(on_blocks[s], rate[s], 1e-9);
}

std::string WhyNotAllocated(const mog_policy *policy, const RbChannels &channels) {
    const mog_problem problem = channels.View();
    mog_error error{};
    const auto runner = mogtest::Runner(policy, 1, mog_policy_info_of(policy)->links, &error);
    std::vector<uint32_t> rb(channels.samples * channels.links);
    std::vector<double> power(rb.size());
    const mog_allocation out = {rb.data(), power.data()};
    EXPECT_EQ(mog_policy_run(runner.get(), &problem, &out, &error), MOG_ERROR_DATA);
    return error.message;
}

TEST(PolicyBlocks, RefuseOtherChannelsThanTheirOwn) {
    const auto blocks = MakePolicy(Network(MOG_NETWORK_MLP, MOG_OUTPUT_SOFTMAX, 3), 4);
    const auto own = MakePolicy(Network(MOG_NETWORK_MPGNN, MOG_OUTPUT_SOFTMAX, 3, true), 4);
    const auto powers = MakePolicy(Network(MOG_NETWORK_MLP, MOG_OUTPUT_BETA), 4);
    const auto has = [](const std::string &text, const char *part) {
        return text.find(part) != std::string::npos;
    };
    EXPECT_TRUE(has(WhyNotAllocated(blocks.get(), MakeRbChannels(1, 4, 4, false, false, 1)),
                    "policy in memory decides on 3 resource blocks, and these channels have 4"));
    EXPECT_TRUE(has(WhyNotAllocated(blocks.get(), MakeRbChannels(1, 4, 3, true, false, 1)),
                    "sees 1 matrix of gains, and these channels have 3"));
    EXPECT_TRUE(has(WhyNotAllocated(own.get(), MakeRbChannels(1, 4, 3, false, false, 1)),
                    "sees 3 matrices of gains, and these channels have 1"));
    EXPECT_TRUE(has(WhyNotAllocated(powers.get(), MakeRbChannels(1, 4, 3, false, false, 1)),
                    "decides on 1 resource block, and these channels have 3"));
    EXPECT_TRUE(has(WhyNotAllocated(blocks.get(), MakeRbChannels(1, 5, 3, false, false, 1)),
                    "was trained for 4 links, not 5"));
    RbChannels bad = MakeRbChannels(2, 4, 3, true, false, 1);
    bad.gain[(1 * 3 + 2) * 16 + 7] = NAN;
    EXPECT_TRUE(has(WhyNotAllocated(own.get(), bad), "gain[1][2][1][3]"));
}

TEST(PolicyBlocks, NeedAllGains) {
    const auto policy = MakePolicy(Network(MOG_NETWORK_MPGNN, MOG_OUTPUT_SOFTMAX, 3), 4);
    mog_error error{};
    EXPECT_EQ(mogtest::SparseRunner(policy.get(), 4, 12, &error), nullptr);
    EXPECT_NE(std::string(error.message).find("ends in 100 sweeps of FPLinQ"), std::string::npos);
}

// What links hear of each other, as neighbours alone: the same powers.
TEST(PolicyBlocks, PowersOnNeighboursAloneFollowTheSameRule) {
    for (mog_output output : {MOG_OUTPUT_BERNOULLI, MOG_OUTPUT_BETA}) {
        const auto policy = MakePolicy(Network(MOG_NETWORK_MPGNN, output), 3);
        const RbChannels channels = MakeRbChannels(1, 3, 1, false, false, 9);
        const std::vector<double> &g = channels.gain;
        const double direct[] = {g[0], g[4], g[8]}, gain[] = {g[1], g[2], g[3], g[5], g[6], g[7]};
        const double reverse[] = {g[3], g[6], g[1], g[7], g[2], g[5]};
        const size_t first[] = {0, 2, 4, 6};
        const uint32_t from[] = {1, 2, 0, 2, 0, 1};
        const mog_sparse_problem sparse = {3,     channels.noise, direct, nullptr,
                                           first, from,           gain,   reverse};
        const auto runner = mogtest::SparseRunner(policy.get(), 3, 6, nullptr);
        std::vector<double> power(3, -1);
        mog_error error{};
        ASSERT_EQ(mog_policy_run_sparse(runner.get(), &sparse, power.data(), &error), MOG_OK)
            << error.message;
        EXPECT_EQ(power, Allocate(policy.get(), channels, 1).power);
    }
}

TEST(PolicyBlocks, CriticsAreNoPolicies) {
    EXPECT_NE(WhyNoPolicy(Network(MOG_NETWORK_MLP, MOG_OUTPUT_LINEAR)).find("decides nothing"),
              std::string::npos);
    mog_network_settings actor = Network(MOG_NETWORK_MLP, MOG_OUTPUT_SIGMOID);
    actor.extra = 2;
    EXPECT_NE(WhyNoPolicy(actor).find("network.extra = 2"), std::string::npos);
}

} // namespace
