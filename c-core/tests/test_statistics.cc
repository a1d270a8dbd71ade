// SPDX-License-Identifier: GPL-2.0-or-later
/** Statistics of links: a case for each in which it is known. */
#include "mog/statistics.h"

#include <cmath>
#include <gtest/gtest.h>
#include <set>
#include <string>
#include <vector>

namespace {

/** Two samples of two links. */
class LinkStatistics : public testing::Test {
  protected:
    std::vector<double> rate{1, 3, 2, 4}, power{1, 0.5, 0, 0.25}, served{1, 1, 0.5, 1};
    mog_utility utility;
    mog_link_means means{2, 2, rate.data(), power.data(), served.data(), nullptr, nullptr};

    void SetUp() override {
        mog_utility_default(&utility); // amplifier 4, circuit power 1, minimum rate 1
    }

    mog_link_statistics Get() const {
        mog_link_statistics statistics{};
        EXPECT_EQ(mog_link_statistics_of(&utility, &means, &statistics, nullptr), MOG_OK);
        return statistics;
    }
};

TEST_F(LinkStatistics, Rates) {
    EXPECT_DOUBLE_EQ(Get().sum_rate, 5);
    EXPECT_DOUBLE_EQ(Get().mean_rate, 2.5);
    EXPECT_DOUBLE_EQ(Get().mean_minimum, 1.5);
    EXPECT_DOUBLE_EQ(Get().minimum, 1);
}

/** Between the ranks: 0.05 (4 - 1) = 0.15 of the way from 1 to 2. */
TEST_F(LinkStatistics, Percentile) {
    EXPECT_DOUBLE_EQ(Get().percentile_5, 1.15);
    rate.assign(101, 0);
    for (size_t n = 0; n < 101; n++)
        rate[(n * 37) % 101] = static_cast<double>(n);
    power.assign(101, 1);
    means = {1, 101, rate.data(), power.data(), nullptr, nullptr, nullptr};
    EXPECT_DOUBLE_EQ(Get().percentile_5, 5);
    means.links = 1;
    EXPECT_DOUBLE_EQ(Get().percentile_5, rate[0]);
}

TEST_F(LinkStatistics, GeometricMeanAndLogarithms) {
    EXPECT_DOUBLE_EQ(Get().geometric_mean, std::pow(24, 0.25));
    EXPECT_DOUBLE_EQ(Get().log_rate, std::log(24.0) / 2);
    rate[2] = 0;
    EXPECT_EQ(Get().geometric_mean, 0);
    EXPECT_DOUBLE_EQ(Get().log_rate, (std::log(12.0) + std::log(1e-9)) / 2);
}

TEST_F(LinkStatistics, Jain) {
    EXPECT_DOUBLE_EQ(Get().jain, (16.0 / 20 + 36.0 / 40) / 2);
    rate = {2, 2, 0, 7};
    EXPECT_DOUBLE_EQ(Get().jain, (1 + 0.5) / 2);
    rate = {0, 0, 1, 1};
    EXPECT_DOUBLE_EQ(Get().jain, 0.5) << "nobody has anything: no fairness";
}

TEST_F(LinkStatistics, LinksThatAreLeftOut) {
    EXPECT_EQ(Get().never_served, 0);
    served[2] = 0;
    EXPECT_EQ(Get().never_served, 0.25);
    means.served = nullptr;
    EXPECT_EQ(Get().never_served, 0) << "then it is the mean rate that says so";
    rate[0] = 1e-9;
    EXPECT_EQ(Get().never_served, 0.25);
}

TEST_F(LinkStatistics, LinksBelowTheMinimum) {
    EXPECT_EQ(Get().below_minimum, 0) << "1 is not below 1";
    utility.minimum_rate = 2.5;
    EXPECT_EQ(Get().below_minimum, 0.5);
}

TEST_F(LinkStatistics, Energy) {
    // spent: 5, 3; 1, 2
    EXPECT_DOUBLE_EQ(Get().energy_efficiency, (4.0 / 8 + 6.0 / 3) / 2);
    EXPECT_DOUBLE_EQ(Get().link_energy_efficiency, (1.0 / 5 + 3.0 / 3 + 2.0 / 1 + 4.0 / 2) / 2);
}

TEST_F(LinkStatistics, Utility) {
    EXPECT_DOUBLE_EQ(Get().utility, 5);
    const std::vector<double> weight{1, 2, 3, 4}, price{1, 0, 0, 4};
    means.weight = weight.data();
    means.price = price.data();
    EXPECT_DOUBLE_EQ(Get().utility, ((1 + 6 - 1) + (6 + 16 - 1)) / 2.0);
    EXPECT_DOUBLE_EQ(Get().sum_rate, 5) << "others do not know weights";
    means.price = nullptr;
    utility.kind = MOG_UTILITY_MAX_MIN;
    EXPECT_DOUBLE_EQ(Get().utility, (1 + 6) / 2.0);
    means.weight = nullptr;
    utility.kind = MOG_UTILITY_PROPORTIONAL_FAIR;
    EXPECT_DOUBLE_EQ(Get().utility, std::log(24.0) / 2);
    utility.kind = MOG_UTILITY_ENERGY_EFFICIENCY;
    EXPECT_DOUBLE_EQ(Get().utility, Get().energy_efficiency);
}

TEST_F(LinkStatistics, ListHasThemAll) {
    std::set<size_t> offsets;
    size_t count = 0;
    for (const mog_statistic *s = mog_link_statistics_list; s->name != nullptr; s++, count++) {
        offsets.insert(s->offset);
        EXPECT_NE(s->help, nullptr) << s->name;
    }
    EXPECT_EQ(count, sizeof(mog_link_statistics) / sizeof(double));
    EXPECT_EQ(offsets.size(), count);
}

} // namespace
