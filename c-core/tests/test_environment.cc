// SPDX-License-Identifier: GPL-2.0-or-later
// Episodes against the channels of a data set.
#include "owned.h"

#include "mog/csi.h"
#include "mog/solve.h"
#include "owned.h"

extern "C" {
#include "base/memory.h"
#include "learn/rl/environment.h"
#include "learn/rl/radio_environment.h"
#include "learn/rl/rb_reward.h"
#include "radio/problem.h"
}

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <memory>
#include <set>
#include <stdexcept>
#include <string>
#include <vector>

namespace {

struct Deleter {
    void operator()(mog_environment *environment) const {
        mog_environment_free(environment);
    }
    void operator()(mog_rb_reward *reward) const {
        mog_rb_reward_free(reward);
    }
};
using Dataset = mogtest::Owned<mog_dataset>;
using Environment = std::unique_ptr<mog_environment, Deleter>;

// Gains of -20 ... 10 dB, no two alike.
Dataset Channels(size_t samples, size_t links, size_t n_rb = 1, unsigned parts = 0) {
    mog_error error;
    Dataset data =
        mogtest::Made<mog_dataset>(mog_dataset_create, &error, samples, links, n_rb, parts);
    if (!data)
        throw std::runtime_error(error.message);
    data->noise_power = 0.1;
    const size_t matrices = parts & MOG_DATASET_PER_RB ? n_rb : 1;
    for (size_t n = 0; n < samples * matrices * links * links; n++)
        data->gain[n] = std::pow(10, 1.5 * std::sin(12.9898 * double(n)) - 0.5);
    for (size_t n = 0; data->weight != nullptr && n < samples * links; n++)
        data->weight[n] = 0.5 + double(n % 4);
    return data;
}

Environment Make(const Dataset &data, size_t most, const char *labels = nullptr,
                 uint64_t seed = 3) {
    mog_error error;
    mog_environment *environment;
    if (mog_radio_environment_create(data.get(), labels, nullptr, seed, most, &environment,
                                     &error) != MOG_OK)
        throw std::runtime_error(error.message);
    return Environment(environment);
}

mog_observation Start(const Environment &environment, uint64_t first, size_t count) {
    mog_observation observation;
    mog_error error;
    EXPECT_EQ(environment->reset(environment.get(), first, count, &error), MOG_OK) << error.message;
    EXPECT_EQ(environment->observe(environment.get(), &observation, &error), MOG_OK);
    return observation;
}

// Which sample of the data set an observed gain matrix is.
size_t SampleOf(const Dataset &data, const mog_observation &observation, size_t episode) {
    const size_t length = mog_problem_matrices(&observation.problem) * data->links * data->links;
    const double *seen = observation.problem.gain + episode * length;
    for (size_t s = 0; s < data->samples; s++)
        if (std::equal(seen, seen + length, data->gain + s * length))
            return s;
    throw std::runtime_error("not a sample");
}

TEST(Environment, EveryPassShowsEverySampleOnceInAnOrderOfItsOwn) {
    const Dataset data = Channels(50, 3);
    const Environment environment = Make(data, 25);
    std::vector<size_t> order;
    for (size_t first = 0; first < 100; first += 25) {
        const mog_observation observation = Start(environment, first, 25);
        for (size_t e = 0; e < 25; e++)
            order.push_back(SampleOf(data, observation, e));
    }
    const std::vector<size_t> one(order.begin(), order.begin() + 50),
        two(order.begin() + 50, order.end());
    EXPECT_EQ(std::set<size_t>(one.begin(), one.end()).size(), 50u);
    EXPECT_EQ(std::set<size_t>(two.begin(), two.end()).size(), 50u);
    EXPECT_NE(one, two);
}

TEST(Environment, AnEpisodesNumberDecidesItsChannels) {
    const Dataset data = Channels(7, 3);
    const Environment whole = Make(data, 20), single = Make(data, 1),
                      other = Make(data, 20, nullptr, 4);
    std::vector<size_t> order;
    const mog_observation observation = Start(whole, 3, 20); // three passes
    for (size_t e = 0; e < 20; e++)
        order.push_back(SampleOf(data, observation, e));
    for (size_t e = 20; e-- > 0;)
        EXPECT_EQ(SampleOf(data, Start(single, 3 + e, 1), 0), order[e]);
    std::vector<size_t> another;
    const mog_observation seen = Start(other, 3, 20);
    for (size_t e = 0; e < 20; e++)
        another.push_back(SampleOf(data, seen, e));
    EXPECT_NE(order, another);
}

TEST(Environment, RewardsOfPowersAreWeightedTrueRates) {
    const Dataset data = Channels(9, 4, 1, MOG_DATASET_WEIGHTS);
    data->known_gain = static_cast<double *>(mog_allocate(9 * 16, sizeof(double), nullptr));
    std::fill(data->known_gain, data->known_gain + 9 * 16, 0.25);
    const Environment environment = Make(data, 5);
    const mog_observation observation = Start(environment, 6, 5);
    for (size_t n = 0; n < 5 * 16; n++)
        EXPECT_EQ(observation.problem.gain[n], 0.25);
    std::vector<double> power(20), reward(20);
    for (size_t n = 0; n < power.size(); n++)
        power[n] = double(n % 5) / 4;
    const mog_action action = {power.data(), nullptr};
    mog_error error;
    ASSERT_EQ(environment->act(environment.get(), &action, reward.data(), &error), MOG_OK);
    const Environment ideal = Make(data, 1);
    for (size_t e = 0; e < 5; e++) {
        // weights are unique to a sample only with its neighbours, so look the order up by rates
        bool found = false;
        for (size_t s = 0; s < 9 && !found; s++) {
            const mog_problem problem = mog_dataset_problem(data.get());
            const mog_problem one = mog_problem_sample(&problem, s);
            double sum = 0, expected;
            mog_sum_rate(&one, nullptr, power.data() + 4 * e, &expected, nullptr);
            for (size_t i = 0; i < 4; i++)
                sum += reward[4 * e + i];
            found = std::fabs(sum - expected) < 1e-13;
        }
        EXPECT_TRUE(found) << "episode " << e;
    }
}

TEST(Environment, ShowsTheTeachersLabels) {
    const Dataset data = Channels(6, 3, 4);
    mog_error error;
    mog_labels *labels = mogtest::NewLabels(data.get(), "teacher", 0, &error);
    ASSERT_NE(labels, nullptr) << error.message;
    for (size_t n = 0; n < 18; n++) {
        labels->power[n] = double(n) / 18;
        labels->rb[n] = uint32_t(n % 4);
    }
    const Environment environment = Make(data, 6, "teacher"), without = Make(data, 6);
    const mog_observation observation = Start(environment, 100, 6);
    for (size_t e = 0; e < 6; e++) {
        const size_t s = SampleOf(data, observation, e);
        for (size_t i = 0; i < 3; i++) {
            EXPECT_EQ(observation.power[3 * e + i], labels->power[3 * s + i]);
            EXPECT_EQ(observation.rb[3 * e + i], labels->rb[3 * s + i]);
        }
    }
    EXPECT_EQ(Start(without, 0, 1).power, nullptr);
    EXPECT_EQ(Start(without, 0, 1).rb, nullptr);
}

// The rewards of RBs against FPLinQ on masked gains, with tables (up to 8 links) and without.
class RbRewards : public testing::TestWithParam<std::tuple<size_t, size_t, unsigned>> {};
INSTANTIATE_TEST_SUITE_P(
    Environment, RbRewards,
    testing::Combine(testing::Values(1, 2, 6, 8, 9, 13), testing::Values(1, 3, 9),
                     testing::Values(0, MOG_DATASET_WEIGHTS, MOG_DATASET_PER_RB,
                                     MOG_DATASET_PER_RB | MOG_DATASET_WEIGHTS)));

TEST_P(RbRewards, AreWeightedRatesWithPowersByFplinq) {
    const auto [links, n_rb, parts] = GetParam();
    const size_t samples = 3;
    const Dataset data = Channels(samples, links, n_rb, parts);
    const Environment environment = Make(data, samples);
    mog_error error;
    const mogtest::Owned<mog_solver> solver(
        mogtest::Made<mog_solver>(mog_solver_create, &error, "fplinq", nullptr, nullptr, links, 1));
    ASSERT_TRUE(solver) << error.message;
    const mog_observation observation = Start(environment, 4, samples);
    const mog_problem &problem = observation.problem;
    for (size_t draw = 0; draw < 4; draw++) {
        std::vector<uint32_t> rb(samples * links);
        for (size_t n = 0; n < rb.size(); n++)
            rb[n] = uint32_t((n * 7 + n / 3 * draw + draw) % n_rb);
        std::vector<double> power(rb.size()), rate(rb.size()), reward(rb.size());
        const mog_action action = {nullptr, rb.data()};
        ASSERT_EQ(environment->act(environment.get(), &action, reward.data(), &error), MOG_OK)
            << error.message;
        std::vector<double> masked(samples * links * links);
        mog_rb_mask(&problem, rb.data(), masked.data(), nullptr);
        mog_problem apart = problem;
        apart.gain = masked.data();
        apart.n_rb = 1;
        apart.per_rb = false;
        const mog_allocation out = {nullptr, power.data()};
        ASSERT_EQ(mog_solver_run(solver.get(), &apart, 0, &out, nullptr, &error), MOG_OK)
            << error.message;
        mog_rates(&problem, rb.data(), power.data(), rate.data(), nullptr);
        for (size_t n = 0; n < rate.size(); n++) {
            const double weight = problem.weight != nullptr ? problem.weight[n] : 1;
            EXPECT_NEAR(reward[n], weight * rate[n], 1e-6); // tables are float32
        }
    }
}

// Tables in one another's place give the same rates as tables side by side.
TEST(Environment, RbRewardsDoNotDependOnTheRoomForTables) {
    const size_t samples = 5, links = 4;
    const Dataset data = Channels(samples, links, 2);
    const mog_problem problem = mog_dataset_problem(data.get());
    const std::vector<size_t> order = {3, 0, 3, 4, 1, 2, 0, 1, 4, 2};
    std::vector<double> rates[2];
    for (size_t room : {size_t(0), size_t(1) << 20}) {
        mog_error error;
        const std::unique_ptr<mog_rb_reward, Deleter> reward(
            mog_rb_reward_create(samples, &problem, nullptr, room, &error));
        ASSERT_TRUE(reward) << error.message;
        for (size_t n = 0; n < order.size(); n++) {
            const mog_problem one = mog_problem_sample(&problem, order[n]);
            const uint32_t rb[] = {0, uint32_t(n % 2), uint32_t(n / 2 % 2), 1};
            double rate[links];
            mog_rb_reward_shares(reward.get(), &one, &order[n], rb, rate);
            rates[room > 0].insert(rates[room > 0].end(), rate, rate + links);
        }
    }
    EXPECT_EQ(rates[0], rates[1]);
}

std::string Message(const Environment &environment, const mog_action &action) {
    std::vector<double> reward(100);
    mog_error error;
    EXPECT_EQ(environment->act(environment.get(), &action, reward.data(), &error),
              MOG_ERROR_ARGUMENT);
    return error.message;
}

TEST(Environment, RefusesImpossibleActions) {
    const Dataset data = Channels(5, 3, 2), single = Channels(5, 3);
    const Environment rbs = Make(data, 2), powers = Make(single, 2);
    Start(rbs, 0, 2);
    Start(powers, 0, 2);
    const std::vector<uint32_t> rb = {0, 1, 1, 0, 2, 0};
    const std::vector<double> power = {0, 1, 0.5, 0, 1.5, 0}, none(6, NAN);
    EXPECT_NE(Message(rbs, {nullptr, rb.data()}).find("rb[1][1] = 2"), std::string::npos);
    EXPECT_NE(Message(rbs, {power.data(), nullptr}).find("2 RBs"), std::string::npos);
    EXPECT_NE(Message(powers, {power.data(), nullptr}).find("power[1][1] = 1.5"),
              std::string::npos);
    EXPECT_NE(Message(powers, {none.data(), nullptr}).find("nan"), std::string::npos);
    mog_error error;
    EXPECT_EQ(rbs->reset(rbs.get(), 0, 3, &error), MOG_ERROR_ARGUMENT);
}

TEST(Environment, RefusesDataItCannotUse) {
    const Dataset data = Channels(5, 3), empty = Channels(0, 3);
    mog_error error;
    const auto refusal = [&](const Dataset &from, const char *labels, size_t most) {
        mog_environment *environment;
        const mog_status status = mog_radio_environment_create(from.get(), labels, nullptr, 1, most,
                                                               &environment, &error);
        EXPECT_EQ(environment, nullptr);
        EXPECT_EQ(status, error.status);
        return status;
    };
    EXPECT_EQ(refusal(data, "nobody", 1), MOG_ERROR_DATA);
    EXPECT_NE(std::string(error.message).find("nobody"), std::string::npos);
    EXPECT_NE(refusal(empty, nullptr, 1), MOG_OK);
    EXPECT_EQ(refusal(data, nullptr, 0), MOG_ERROR_ARGUMENT);
}

} // namespace
