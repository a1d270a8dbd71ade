// SPDX-License-Identifier: GPL-2.0-or-later
// Policies and the weights and prices of links: their scale, and policies that were trained
// without.
#include "owned.h"
#include "radio_fixture.h"
#include "temporary.h"

namespace {

using mogtest::Channels;
using mogtest::Owned;

using Policy = Owned<mog_policy>;

struct Kind {
    const char *name;
    mog_network_kind kind;
    size_t unroll, refine;
};

const Kind kinds[] = {
    {"Mlp", MOG_NETWORK_MLP, 0, 0},
    {"MlpRefined", MOG_NETWORK_MLP, 0, 5},
    {"Cnn", MOG_NETWORK_CNN, 0, 0},
    {"Mpgnn", MOG_NETWORK_MPGNN, 0, 0},
    {"MpgnnUnrolled", MOG_NETWORK_MPGNN, 2, 0},
    {"Unrolled", MOG_NETWORK_UNROLLED, 3, 0},
};

constexpr size_t links = 5, samples = 6;

// A network of random parameters that sees weights and prices, or not.
Policy Make(const Kind &kind, bool sees) {
    mog_network_settings settings;
    mog_network_default(&settings);
    settings.kind = kind.kind;
    settings.hidden = {1, {8}};
    settings.channels = {1, {3}};
    settings.unroll = kind.unroll;
    settings.refine = kind.refine;
    settings.weights = settings.prices = sees;
    mog_error error;
    auto policy =
        mogtest::Made<mog_policy>(mog_policy_create, &error, &settings, nullptr, links, 3);
    EXPECT_TRUE(policy) << error.message;
    return policy;
}

std::vector<double> Powers(const mog_policy *policy, const mog_problem &problem) {
    mog_error error;
    const auto runner = mogtest::Runner(policy, 4, links, &error);
    std::vector<double> power(problem.samples * problem.links);
    const mog_allocation out = {nullptr, power.data()};
    EXPECT_EQ(mog_policy_run(runner.get(), &problem, &out, &error), MOG_OK) << error.message;
    return power;
}

class PolicyWeights : public testing::TestWithParam<Kind> {
  protected:
    const Channels channels = mogtest::MakeChannels(samples, links, 0.1, 10, true, 5);
    std::vector<double> price = std::vector<double>(samples * links);

    void SetUp() override {
        for (size_t i = 0; i < price.size(); i++)
            price[i] = 0.2 * static_cast<double>(i % 3);
    }
};
INSTANTIATE_TEST_SUITE_P(PolicyWeights, PolicyWeights, testing::ValuesIn(kinds),
                         [](const testing::TestParamInfo<Kind> &p) { return p.param.name; });

TEST_P(PolicyWeights, TheirScaleMovesNoPower) {
    const Policy policy = Make(GetParam(), true);
    mog_problem problem = channels.View();
    problem.price = price.data();
    const std::vector<double> expected = Powers(policy.get(), problem);
    for (double scale : {1e-6, 1e-3, 7.0, 1e3, 1e6}) {
        std::vector<double> w = channels.weight, c = price;
        for (double &x : w)
            x *= scale;
        for (double &x : c)
            x *= scale;
        problem.weight = w.data();
        problem.price = c.data();
        const std::vector<double> power = Powers(policy.get(), problem);
        for (size_t i = 0; i < power.size(); i++)
            EXPECT_NEAR(power[i], expected[i], 1e-6) << scale << ", entry " << i;
    }
}

TEST_P(PolicyWeights, AreSeen) {
    const Policy policy = Make(GetParam(), true);
    mog_problem problem = channels.View();
    const std::vector<double> weighted = Powers(policy.get(), problem);
    problem.price = price.data();
    EXPECT_NE(Powers(policy.get(), problem), weighted);
    problem.weight = problem.price = nullptr;
    EXPECT_NE(Powers(policy.get(), problem), weighted);
}

// What a network has never seen vary is kept from it: it decides as with weights of one.
TEST_P(PolicyWeights, AreKeptFromPoliciesTrainedWithout) {
    if (GetParam().refine > 0)
        return; // sweeps see them
    const Policy policy = Make(GetParam(), false);
    EXPECT_FALSE(mog_policy_info_of(policy.get())->settings.weights);
    mog_problem problem = channels.View();
    problem.price = price.data();
    const std::vector<double> weighted = Powers(policy.get(), problem);
    problem.weight = problem.price = nullptr;
    EXPECT_EQ(Powers(policy.get(), problem), weighted);
}

TEST(PolicyUtility, IsKeptInFiles) {
    mog_utility utility;
    mog_utility_default(&utility);
    utility.kind = MOG_UTILITY_ENERGY_EFFICIENCY;
    utility.amplifier = 2.5;
    mog_network_settings settings;
    mog_network_default(&settings);
    settings.kind = MOG_NETWORK_UNROLLED;
    settings.unroll = 1;
    mog_error error;
    const auto policy =
        mogtest::Made<mog_policy>(mog_policy_create, &error, &settings, &utility, links, 1);
    ASSERT_TRUE(policy) << error.message;
    mogtest::TemporaryDirectory directory;
    const std::string path = directory / "policy.safetensors";
    ASSERT_EQ(mog_policy_save(policy.get(), path.c_str(), &error), MOG_OK) << error.message;
    const auto read = mogtest::Made<mog_policy>(mog_policy_load, &error, path.c_str());
    ASSERT_TRUE(read) << error.message;
    const mog_policy_info *info = mog_policy_info_of(read.get());
    EXPECT_EQ(info->utility.kind, MOG_UTILITY_ENERGY_EFFICIENCY);
    EXPECT_EQ(info->utility.amplifier, 2.5);
    EXPECT_EQ(info->note_count, 0u); // no note, but part of what it is
    // a utility of ratios has no prices
    const Channels channels = mogtest::MakeChannels(1, links, 0.1, 10, true, 5);
    mog_problem problem = channels.View();
    problem.price = channels.weight.data();
    const auto runner = mogtest::Runner(read.get(), 1, links, &error);
    std::vector<double> power(links);
    const mog_allocation out = {nullptr, power.data()};
    EXPECT_EQ(mog_policy_run(runner.get(), &problem, &out, &error), MOG_ERROR_DATA);
    EXPECT_NE(std::string(error.message).find("energy-efficiency"), std::string::npos);
}

} // namespace
