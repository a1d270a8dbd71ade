// SPDX-License-Identifier: GPL-2.0-or-later
/* Rates, sum rates and objectives of allocations, on one RB and on several, and the gradient. */
#include "objective.h"
#include "rb_fixture.h"

#include <cmath>

extern "C" {
#include "radio/problem.h"
}

using namespace mogtest;

namespace {

/** Channels with weights and prices, RBs and powers, of 4 samples of 5 links on 3 RBs. */
struct Decided {
    RbChannels channels;
    std::vector<uint32_t> rb = std::vector<uint32_t>(20);
    std::vector<double> power = std::vector<double>(20);

    explicit Decided(bool per_rb, unsigned seed = 7)
        : channels(MakeRbChannels(4, 5, 3, per_rb, true, seed)) {
        std::mt19937 engine(seed);
        std::uniform_real_distribution<double> unit(0, 1);
        for (size_t n = 0; n < 20; ++n) {
            rb[n] = static_cast<uint32_t>(engine() % 3);
            power[n] = 0.1 + 0.8 * unit(engine);
            channels.price.push_back(2 * unit(engine));
        }
    }
    double Gain(size_t s, size_t block, size_t i, size_t j) const {
        const size_t matrix = channels.per_rb ? s * 3 + block : s;
        return channels.gain[matrix * 25 + i * 5 + j];
    }
    /** By the plain definition. */
    double Rate(size_t s, size_t i, const std::vector<uint32_t> &c) const {
        double interference = channels.noise;
        for (size_t j = 0; j < 5; ++j)
            if (j != i && c[s * 5 + j] == c[s * 5 + i])
                interference += Gain(s, c[s * 5 + i], i, j) * power[s * 5 + j];
        return std::log2(1 + Gain(s, c[s * 5 + i], i, i) * power[s * 5 + i] / interference);
    }
};

/** Of the links, the sum, and the objective. */
struct Worth {
    std::vector<double> rate = std::vector<double>(20), sum = std::vector<double>(4), objective;

    Worth(const mog_problem &problem, const uint32_t *rb, const std::vector<double> &power)
        : objective(Objective(problem, rb, power)) {
        mog_rates(&problem, rb, power.data(), rate.data(), nullptr);
        mog_sum_rate(&problem, rb, power.data(), sum.data(), nullptr);
    }
    bool operator==(const Worth &other) const {
        return rate == other.rate && sum == other.sum && objective == other.objective;
    }
};

class Rates : public testing::TestWithParam<bool> {};
INSTANTIATE_TEST_SUITE_P(Radio, Rates, testing::Bool(), [](const testing::TestParamInfo<bool> &p) {
    return p.param ? "GainsPerRb" : "SameGains";
});

TEST_P(Rates, FollowTheirDefinition) {
    const Decided d(GetParam());
    const Worth worth(d.channels.View(), d.rb.data(), d.power);
    for (size_t s = 0; s < 4; ++s) {
        double sum = 0, cost = 0;
        for (size_t i = 0; i < 5; ++i) {
            const double rate = d.Rate(s, i, d.rb);
            EXPECT_NEAR(worth.rate[s * 5 + i], rate, 1e-13 * rate);
            sum += d.channels.weight[s * 5 + i] * rate;
            cost += d.channels.price[s * 5 + i] * d.power[s * 5 + i];
        }
        EXPECT_NEAR(worth.sum[s], sum, 1e-13 * sum);
        EXPECT_NEAR(worth.objective[s], sum - cost, 1e-13 * (sum + cost));
    }
}

TEST_P(Rates, OneBandNeedsNoRbs) {
    Decided d(GetParam());
    d.rb.assign(20, 0);
    const Worth first(d.channels.View(), d.rb.data(), d.power);
    // the gains of the first RB alone, on one band
    RbChannels one = d.channels;
    one.per_rb = false;
    one.gain.clear();
    for (size_t s = 0; s < 4; ++s)
        for (size_t n = 0; n < 25; ++n)
            one.gain.push_back(d.Gain(s, 0, n / 5, n % 5));
    for (const size_t n_rb : {0, 1}) {
        one.n_rb = n_rb;
        EXPECT_TRUE(first == Worth(one.View(), nullptr, d.power));
        EXPECT_TRUE(first == Worth(one.View(), d.rb.data(), d.power));
    }
}

/** Several RBs are never taken for the first: neither where nobody says which one a link is on, nor
 * where what is said is not there. */
TEST_P(Rates, SeveralRbsMustBeSaid) {
    Decided d(GetParam());
    const mog_problem problem = d.channels.View();
    d.rb[13] = 3;
    const struct {
        const uint32_t *rb;
        const char *message;
    } cases[] = {{nullptr, "which of 3 RBs"}, {d.rb.data(), "rb[2][3] = 3"}};
    const mog_utility utility = mogtest::Utility(MOG_UTILITY_MAX_MIN),
                      sum_rate = mogtest::Utility(MOG_UTILITY_SUM_RATE);
    double scratch[10];
    for (const auto &c : cases) {
        const std::vector<double> before(20, -1);
        std::vector<double> out = before;
        const auto refuses = [&](mog_status status, const mog_error &error) {
            EXPECT_EQ(status, MOG_ERROR_DATA);
            EXPECT_NE(std::string(error.message).find(c.message), std::string::npos)
                << error.message;
            EXPECT_EQ(out, before);
        };
        mog_error error;
        refuses(mog_rates(&problem, c.rb, d.power.data(), out.data(), &error), error);
        refuses(mog_sum_rate(&problem, c.rb, d.power.data(), out.data(), &error), error);
        refuses(mog_rb_mask(&problem, c.rb, out.data(), &error), error);
        for (const mog_utility *u : {&utility, &sum_rate})
            refuses(
                mog_utility_values(u, &problem, c.rb, d.power.data(), scratch, out.data(), &error),
                error);
    }
}

TEST_P(Rates, WithoutPricesTheObjectiveIsTheSumRate) {
    Decided d(GetParam());
    d.channels.price.clear();
    const Worth worth(d.channels.View(), d.rb.data(), d.power);
    EXPECT_EQ(worth.objective, worth.sum);
    d.channels.weight.clear();
    const Worth plain(d.channels.View(), d.rb.data(), d.power);
    d.channels.weight.assign(20, 1);
    EXPECT_TRUE(plain == Worth(d.channels.View(), d.rb.data(), d.power));
}

/** Central differences; their error is of the order h^2 and, from cancellation, epsilon / h. */
TEST_P(Rates, GradientAgreesWithFiniteDifferences) {
    const double h = 1e-5;
    for (const double noise : {1.0, 1e-3})
        for (const bool on_rbs : {false, true}) {
            Decided d(GetParam(), 11);
            d.channels.noise = noise;
            if (!on_rbs) { // the first matrices, as one band
                d.channels.n_rb = 1;
                d.channels.per_rb = false;
            }
            const mog_problem problem = d.channels.View();
            const uint32_t *rb = on_rbs ? d.rb.data() : nullptr;
            const std::vector<double> gradient = ObjectiveGradient(problem, rb, d.power);
            for (size_t n = 0; n < 20; ++n) {
                std::vector<double> up = d.power, down = d.power;
                up[n] += h;
                down[n] -= h;
                const double difference =
                    (Objective(problem, rb, up)[n / 5] - Objective(problem, rb, down)[n / 5]) /
                    (2 * h);
                EXPECT_NEAR(gradient[n], difference, 1e-6 * std::max(1.0, std::abs(difference)));
            }
        }
}

TEST_P(Rates, SamplesAreSlices) {
    const Decided d(GetParam());
    const mog_problem all = d.channels.View(), tail = mog_problem_range(&all, 1, 3);
    std::vector<uint32_t> rb = d.rb;
    std::vector<double> power = d.power, rate(15);
    const mog_allocation whole = {rb.data(), power.data()}, powers = {nullptr, power.data()};
    const mog_allocation rest = mog_allocation_from(&whole, &all, 1);
    EXPECT_EQ(rest.rb, rb.data() + 5);
    EXPECT_EQ(rest.power, power.data() + 5);
    EXPECT_EQ(mog_allocation_from(&powers, &all, 2).rb, nullptr);
    EXPECT_EQ(mog_allocation_from(&powers, &all, 2).power, power.data() + 10);
    EXPECT_EQ(tail.price, d.channels.price.data() + 5);
    mog_rates(&tail, rest.rb, rest.power, rate.data(), nullptr);
    const Worth worth(all, d.rb.data(), d.power);
    EXPECT_EQ(rate, std::vector<double>(worth.rate.begin() + 5, worth.rate.end()));
}

TEST(Problem, ChecksEveryPrice) {
    Decided d(false);
    mog_error error{};
    mog_problem problem = d.channels.View();
    EXPECT_EQ(mog_problem_check(&problem, &error), MOG_OK) << error.message;
    for (const double bad : {-1.0, double(NAN), double(INFINITY)}) {
        d.channels.price[7] = bad;
        problem = d.channels.View();
        EXPECT_EQ(mog_problem_check(&problem, &error), MOG_ERROR_DATA);
        EXPECT_NE(std::string(error.message).find("price[1][2]"), std::string::npos)
            << error.message;
    }
}

} // namespace
