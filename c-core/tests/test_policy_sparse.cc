// SPDX-License-Identifier: GPL-2.0-or-later
// Policies on neighbours alone: the same powers as on all gains, and refusals.
#include "owned.h"

extern "C" {
#include "policy/policy.h"
}

#include <cmath>
#include <functional>
#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <vector>

extern "C" {
#include "radio/problem.h"
}

namespace {

using mogtest::Owned;

const double thresholdDb = 45;

mog_network_settings MessagePassing() {
    mog_network_settings settings;
    mog_network_default(&settings);
    settings.kind = MOG_NETWORK_MPGNN;
    settings.feature = MOG_FEATURE_RATE;
    settings.batch_norm = true;
    settings.message = {1, {{2, {9, 7}}}};
    settings.update = {1, {{1, {6}}}};
    settings.neighbours = MOG_NEIGHBOURS_GAIN;
    settings.threshold = thresholdDb;
    return settings;
}

Owned<mog_dataset> MakeDrop(size_t links) {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.kind = MOG_SCENARIO_D2D;
    scenario.links = links;
    scenario.shadowing_db = 8;
    return mogtest::Made<mog_dataset>(mog_dataset_generate, nullptr, &scenario, 5, 0, 1);
}

Owned<mog_policy> MakePolicy(const mog_network_settings &settings, const mog_dataset *drop) {
    auto policy =
        mogtest::Made<mog_policy>(mog_policy_create, nullptr, &settings, nullptr, drop->links, 3);
    const mog_problem problem = mog_dataset_problem(drop);
    mog_network_fit_input(policy->network, &problem, policy->buffer);
    return policy;
}

/** What is left of a drop between neighbours. */
struct Neighbours {
    std::vector<double> direct, weight, gain, reverse;
    std::vector<size_t> first = {0};
    std::vector<uint32_t> from;

    explicit Neighbours(const mog_dataset *drop) {
        const size_t k = drop->links;
        const double least = std::pow(10, thresholdDb / 10);
        for (size_t i = 0; i < k; i++) {
            direct.push_back(drop->gain[i * k + i]);
            weight.push_back(0.5 + 0.1 * static_cast<double>(i % 5));
            for (size_t j = 0; j < k; j++) {
                const double heard = drop->gain[i * k + j], caused = drop->gain[j * k + i];
                if (j == i || (heard < least && caused < least))
                    continue;
                from.push_back(static_cast<uint32_t>(j));
                gain.push_back(heard);
                reverse.push_back(caused);
            }
            first.push_back(from.size());
        }
    }

    mog_sparse_problem Problem(bool weighted) const {
        mog_sparse_problem problem = {};
        problem.links = direct.size();
        problem.noise_power = 1;
        problem.direct = direct.data();
        problem.weight = weighted ? weight.data() : nullptr;
        problem.first = first.data();
        problem.from = from.data();
        problem.gain = gain.data();
        problem.reverse = reverse.data();
        return problem;
    }
};

TEST(SparsePolicy, GivesThePowersOfAllGainsBitForBit) {
    const auto drop = MakeDrop(40);
    const auto policy = MakePolicy(MessagePassing(), drop.get());
    const Neighbours neighbours(drop.get());
    ASSERT_GT(neighbours.from.size(), 40u);
    ASSERT_LT(neighbours.from.size(), 40u * 39 / 2);
    const auto dense = mogtest::Runner(policy.get(), 1, 40, nullptr);
    // more than enough room changes nothing
    const auto sparse =
        mogtest::SparseRunner(policy.get(), 50, neighbours.from.size() + 100, nullptr);
    for (bool weighted : {false, true}) {
        mog_problem all = mog_dataset_problem(drop.get());
        all.weight = weighted ? neighbours.weight.data() : nullptr;
        const mog_sparse_problem some = neighbours.Problem(weighted);
        std::vector<double> expected(40), actual(40);
        mog_error error = {};
        const mog_allocation out = {nullptr, expected.data()};
        ASSERT_EQ(mog_policy_run(dense.get(), &all, &out, &error), MOG_OK) << error.message;
        ASSERT_EQ(mog_policy_run_sparse(sparse.get(), &some, actual.data(), &error), MOG_OK)
            << error.message;
        EXPECT_EQ(actual, expected);
    }
}

TEST(SparsePolicy, RunsWithoutAnyNeighbours) {
    const auto drop = MakeDrop(6);
    const auto policy = MakePolicy(MessagePassing(), drop.get());
    Neighbours neighbours(drop.get());
    neighbours.first.assign(7, 0);
    const auto runner = mogtest::SparseRunner(policy.get(), 6, 0, nullptr);
    ASSERT_TRUE(runner);
    const mog_sparse_problem problem = neighbours.Problem(false);
    std::vector<double> power(6, -1);
    EXPECT_EQ(mog_policy_run_sparse(runner.get(), &problem, power.data(), nullptr), MOG_OK);
    for (double p : power) {
        EXPECT_GT(p, 0);
        EXPECT_LT(p, 1);
    }
}

// Links on a circle that hear their two neighbours: all alike, and more than any matrix could hold.
TEST(SparsePolicy, RunsWithMoreLinksThanAMatrixHolds) {
    const auto drop = MakeDrop(6);
    const auto policy = MakePolicy(MessagePassing(), drop.get());
    const size_t k = 50000;
    Neighbours circle(drop.get());
    circle.direct.assign(k, 1e6);
    circle.gain.assign(2 * k, 1e5);
    circle.reverse = circle.gain;
    circle.first.assign(1, 0);
    circle.from.clear();
    for (size_t i = 0; i < k; i++) {
        circle.from.push_back(static_cast<uint32_t>((i + k - 1) % k));
        circle.from.push_back(static_cast<uint32_t>((i + 1) % k));
        circle.first.push_back(circle.from.size());
    }
    mog_error error = {};
    const auto runner = mogtest::SparseRunner(policy.get(), k, 2 * k, &error);
    ASSERT_TRUE(runner) << error.message;
    const mog_sparse_problem problem = circle.Problem(false);
    std::vector<double> power(k);
    ASSERT_EQ(mog_policy_run_sparse(runner.get(), &problem, power.data(), &error), MOG_OK)
        << error.message;
    for (double p : power)
        ASSERT_EQ(p, power[0]);
}

TEST(SparsePolicy, RefusesPoliciesThatNeedAllGains) {
    const auto drop = MakeDrop(4);
    mog_network_settings mlp = MessagePassing(), refined = mlp, unrolled = mlp;
    mlp.kind = MOG_NETWORK_MLP;
    refined.refine = 3;
    unrolled.unroll = 2;
    for (const mog_network_settings &settings : {mlp, refined, unrolled}) {
        const auto policy = MakePolicy(settings, drop.get());
        mog_error error = {};
        EXPECT_EQ(mogtest::SparseRunner(policy.get(), 4, 12, &error), nullptr);
        EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
        EXPECT_NE(std::string(error.message).find("needs all gains"), std::string::npos)
            << error.message;
    }
}

TEST(SparsePolicy, RefusesMoreThanTheWorkspaceHolds) {
    const auto drop = MakeDrop(20);
    const auto policy = MakePolicy(MessagePassing(), drop.get());
    const Neighbours neighbours(drop.get());
    const mog_sparse_problem problem = neighbours.Problem(false);
    const size_t edges = neighbours.from.size();
    std::vector<double> power(20);
    const size_t rooms[][2] = {{19, edges}, {20, edges - 1}};
    for (const auto &room : rooms) {
        const auto runner = mogtest::SparseRunner(policy.get(), room[0], room[1], nullptr);
        mog_error error = {};
        EXPECT_EQ(mog_policy_run_sparse(runner.get(), &problem, power.data(), &error),
                  MOG_ERROR_ARGUMENT);
        EXPECT_NE(std::string(error.message).find("runner"), std::string::npos);
    }
}

TEST(SparseProblem, BadEntriesAreNamed) {
    const auto drop = MakeDrop(8);
    const Neighbours good(drop.get());
    const mog_sparse_problem sound = good.Problem(true);
    ASSERT_EQ(mog_sparse_problem_check(&sound, nullptr), MOG_OK);
    const std::vector<std::pair<std::string, std::function<void(Neighbours &)>>> spoilt = {
        {"direct gain or weight of link 2", [](Neighbours &n) { n.direct[2] = -1; }},
        {"direct gain or weight of link 3", [](Neighbours &n) { n.weight[3] = std::nan(""); }},
        {"entry 1", [](Neighbours &n) { n.gain[1] = HUGE_VAL; }},
        {"entry 0", [](Neighbours &n) { n.reverse[0] = -1e-9; }},
        {"from[0]", [](Neighbours &n) { n.from[0] = 8; }},
        {"from[0]", [](Neighbours &n) { n.from[0] = 0; }},
        {"first[0]", [](Neighbours &n) { n.first[0] = 1; }},
        {"first[4]", [](Neighbours &n) { n.first[4] = n.first[5] + 1; }},
    };
    for (const auto &[name, spoil] : spoilt) {
        Neighbours bad = good;
        spoil(bad);
        const mog_sparse_problem problem = bad.Problem(true);
        mog_error error = {};
        EXPECT_EQ(mog_sparse_problem_check(&problem, &error), MOG_ERROR_DATA) << name;
        EXPECT_NE(std::string(error.message).find(name), std::string::npos) << error.message;
    }
    mog_sparse_problem problem = sound;
    problem.noise_power = 0;
    EXPECT_EQ(mog_sparse_problem_check(&problem, nullptr), MOG_ERROR_DATA);
    problem = sound;
    problem.links = 0;
    EXPECT_EQ(mog_sparse_problem_check(&problem, nullptr), MOG_ERROR_DATA);
}

} // namespace
