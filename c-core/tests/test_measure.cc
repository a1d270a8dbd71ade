// SPDX-License-Identifier: GPL-2.0-or-later
/* What decisions are worth in the mean, and how far they are from others'. */
#include "mog/measure.h"
#include "rb_fixture.h"

#include <cmath>
#include <string>

using namespace mogtest;

namespace {

/** Decisions on 7 samples of 5 links on 3 RBs. */
struct Decisions {
    std::vector<uint32_t> rb = std::vector<uint32_t>(35);
    std::vector<double> power = std::vector<double>(35);

    explicit Decisions(unsigned seed) {
        std::mt19937 engine(seed);
        std::uniform_real_distribution<double> unit(0, 1);
        for (size_t n = 0; n < 35; ++n) {
            rb[n] = static_cast<uint32_t>(engine() % 3);
            power[n] = unit(engine);
        }
    }
    mog_allocation View() {
        return {rb.data(), power.data()};
    }
};

mog_measured MeanOf(const mog_measure &measure) {
    return mog_measure_means(&measure);
}

TEST(Measure, WorthIsTheMeanOfTheSamples) {
    RbChannels channels = MakeRbChannels(7, 5, 3, true, true, 2);
    const mog_problem problem = channels.View();
    Decisions d(3);
    const mog_allocation decided = d.View();
    std::vector<double> sum_rate(7), value(7), scratch(10);
    for (const int kind : {MOG_UTILITY_SUM_RATE, MOG_UTILITY_MINIMUM_RATE, MOG_UTILITY_MAX_MIN,
                           MOG_UTILITY_ENERGY_EFFICIENCY}) {
        const mog_utility utility = Utility(kind);
        mog_sum_rate(&problem, d.rb.data(), d.power.data(), sum_rate.data(), nullptr);
        mog_utility_values(&utility, &problem, d.rb.data(), d.power.data(), scratch.data(),
                           value.data(), nullptr);
        mog_measure measure = {};
        ASSERT_EQ(mog_measure_add(&measure, &utility, &problem, &decided, nullptr), MOG_OK);
        EXPECT_EQ(measure.samples, 7u);
        double sums[2] = {};
        for (size_t s = 0; s < 7; ++s) {
            sums[0] += sum_rate[s];
            sums[1] += value[s];
        }
        EXPECT_EQ(MeanOf(measure).sum_rate, sums[0] / 7);
        EXPECT_EQ(MeanOf(measure).value, sums[1] / 7);
        EXPECT_TRUE(std::isnan(MeanOf(measure).nmse));
        EXPECT_TRUE(std::isnan(MeanOf(measure).same_rb));
    }
}

TEST(Measure, NoUtilityIsTheSumRateLessThePrices) {
    RbChannels channels = MakeRbChannels(7, 5, 3, false, false, 2);
    channels.price.assign(35, 0.25);
    const mog_problem problem = channels.View();
    Decisions d(3);
    const mog_allocation decided = d.View();
    mog_measure measure = {};
    ASSERT_EQ(mog_measure_add(&measure, nullptr, &problem, &decided, nullptr), MOG_OK);
    double price = 0;
    for (double p : d.power)
        price += 0.25 * p / 7;
    EXPECT_NEAR(MeanOf(measure).value, MeanOf(measure).sum_rate - price, 1e-12);
}

/** In every bit. */
TEST(Measure, DoesNotDependOnHowSamplesCome) {
    const RbChannels channels = MakeRbChannels(7, 5, 3, true, true, 2);
    const mog_problem problem = channels.View();
    const mog_utility utility = Utility(MOG_UTILITY_PROPORTIONAL_FAIR);
    Decisions d(3), o(4);
    const mog_allocation decided = d.View(), other = o.View();
    mog_measure whole = {}, parts = {};
    ASSERT_EQ(mog_measure_add(&whole, &utility, &problem, &decided, nullptr), MOG_OK);
    ASSERT_EQ(mog_measure_compare(&whole, &problem, &decided, &other, nullptr), MOG_OK);
    for (size_t first = 0; first < 7; first += 3) {
        const mog_problem some = mog_problem_range(&problem, first, std::min<size_t>(3, 7 - first));
        const mog_allocation here = mog_allocation_from(&decided, &problem, first),
                             there = mog_allocation_from(&other, &problem, first);
        ASSERT_EQ(mog_measure_add(&parts, &utility, &some, &here, nullptr), MOG_OK);
        ASSERT_EQ(mog_measure_compare(&parts, &some, &here, &there, nullptr), MOG_OK);
    }
    EXPECT_EQ(MeanOf(whole).sum_rate, MeanOf(parts).sum_rate);
    EXPECT_EQ(MeanOf(whole).value, MeanOf(parts).value);
    EXPECT_EQ(MeanOf(whole).nmse, MeanOf(parts).nmse);
    EXPECT_EQ(MeanOf(whole).same_rb, MeanOf(parts).same_rb);
}

TEST(Measure, DistanceIsRelativeToTheOthersPowers) {
    const RbChannels channels = MakeRbChannels(3, 2, 1, false, false, 2);
    const mog_problem problem = channels.View();
    // of the second sample nothing is known to be right
    double power[] = {1, 0, 0.5, 0.5, 0.25, 1}, right[] = {0.5, 0.5, 0, 0, 1, 1};
    mog_measure measure = {};
    const mog_allocation decided = {nullptr, power}, other = {nullptr, right};
    ASSERT_EQ(mog_measure_compare(&measure, &problem, &decided, &other, nullptr), MOG_OK);
    EXPECT_EQ(MeanOf(measure).nmse, (0.5 / 0.5 + 0.5625 / 2) / 2);
    EXPECT_TRUE(std::isnan(MeanOf(measure).same_rb));
    EXPECT_TRUE(std::isnan(MeanOf(measure).sum_rate));
}

/** Where gains are the same on all RBs their numbers mean nothing. */
TEST(Measure, RbsAreTheSameByPartitionOrByNumber) {
    uint32_t rb[] = {0, 1, 1, 2, /**/ 2, 2, 0, 1}, right[] = {1, 2, 2, 0, /**/ 2, 0, 0, 1};
    double power[8] = {1, 1, 1, 1, 1, 1, 1, 1};
    const mog_allocation decided = {rb, power}, other = {right, power};
    for (const bool per_rb : {false, true}) {
        const RbChannels channels = MakeRbChannels(2, 4, 3, per_rb, false, 2);
        const mog_problem problem = channels.View();
        mog_measure measure = {};
        ASSERT_EQ(mog_measure_compare(&measure, &problem, &decided, &other, nullptr), MOG_OK);
        // by number 0 and 3 of 4; as partitions 4, and of {0, 0, 1, 2} and {0, 1, 1, 2} 3
        EXPECT_EQ(MeanOf(measure).same_rb, per_rb ? 3.0 / 8 : 7.0 / 8);
        EXPECT_EQ(MeanOf(measure).nmse, 0);
    }
}

TEST(Measure, RefusesRbsThatNobodySays) {
    const RbChannels channels = MakeRbChannels(7, 5, 3, true, false, 2);
    const mog_problem problem = channels.View();
    const mog_utility utility = Utility(MOG_UTILITY_SUM_RATE);
    Decisions d(3), wrong(4);
    wrong.rb[17] = 3;
    const mog_allocation decided = d.View(), none = {nullptr, d.power.data()},
                         absent = wrong.View();
    mog_measure measure = {};
    for (const mog_allocation *bad : {&none, &absent}) {
        mog_error error{};
        EXPECT_EQ(mog_measure_add(&measure, &utility, &problem, bad, &error), MOG_ERROR_DATA);
        EXPECT_NE(std::string(error.message).find("RBs"), std::string::npos) << error.message;
        EXPECT_EQ(mog_measure_compare(&measure, &problem, bad, &decided, nullptr), MOG_ERROR_DATA);
        EXPECT_EQ(mog_measure_compare(&measure, &problem, &decided, bad, nullptr), MOG_ERROR_DATA);
    }
    EXPECT_EQ(measure.samples, 0u);
    EXPECT_EQ(measure.links, 0u);
    EXPECT_EQ(measure.distances, 0u);
}

} // namespace
