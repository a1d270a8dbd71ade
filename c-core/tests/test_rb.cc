// SPDX-License-Identifier: GPL-2.0-or-later
/* What assignments are worth: masks, rates, canonical numbers, values of sets. */
#include "rb_fixture.h"

extern "C" {
#include "radio/blocks.h"
#include "solve/rb/table.h"
#include "solve/rb/value.h"
}

#include <numeric>
#include <set>

using namespace mogtest;

namespace {

struct FreeValues {
    void operator()(mog_rb_value *values) const {
        mog_rb_value_free(values);
    }
};
using Values = std::unique_ptr<mog_rb_value, FreeValues>;

std::vector<uint32_t> RandomAssignment(size_t count, size_t n_rb, unsigned seed) {
    std::mt19937 engine(seed);
    std::uniform_int_distribution<uint32_t> draw(0, static_cast<uint32_t>(n_rb - 1));
    std::vector<uint32_t> rb(count);
    for (uint32_t &c : rb)
        c = draw(engine);
    return rb;
}

TEST(Rb, RatesAreThoseOfTheMaskedChannels) {
    for (const bool per_rb : {false, true}) {
        const RbChannels channels = MakeRbChannels(5, 7, 3, per_rb, true, 3);
        const std::vector<uint32_t> rb = RandomAssignment(35, 3, 5);
        std::vector<double> power(35), rate(35), masked_rate(35), sum(5);
        for (size_t n = 0; n < power.size(); ++n)
            power[n] = static_cast<double>(n % 8) / 7;
        Channels masked{5, 7, channels.noise, std::vector<double>(5 * 49), channels.weight};
        const mog_problem problem = channels.View();
        mog_rb_mask(&problem, rb.data(), masked.gain.data(), nullptr);
        for (size_t n = 0; n < masked.gain.size(); ++n) {
            const size_t s = n / 49, i = n / 7 % 7, j = n % 7;
            const uint32_t c = rb[s * 7 + i];
            const size_t matrix = per_rb ? s * 3 + c : s;
            EXPECT_EQ(masked.gain[n],
                      c == rb[s * 7 + j] ? channels.gain[matrix * 49 + i * 7 + j] : 0);
        }
        const mog_problem masked_problem = masked.View();
        mog_rates(&masked_problem, nullptr, power.data(), masked_rate.data(), nullptr);
        mog_rates(&problem, rb.data(), power.data(), rate.data(), nullptr);
        EXPECT_EQ(rate, masked_rate);
        mog_sum_rate(&problem, rb.data(), power.data(), sum.data(), nullptr);
        EXPECT_EQ(sum, masked.SumRate(power));
    }
}

TEST(Rb, CanonicalNumbersFollowTheOrderOfUse) {
    const struct {
        std::vector<uint32_t> rb, canonical;
    } cases[] = {
        {{0, 1, 2}, {0, 1, 2}}, {{2, 2, 0, 1, 0}, {0, 0, 1, 2, 1}}, {{1, 0, 1, 0}, {0, 1, 0, 1}},
        {{7, 7, 7}, {0, 0, 0}}, {{3, 1, 2, 0}, {0, 1, 2, 3}},       {{0, 2, 1, 2}, {0, 1, 2, 1}},
    };
    for (const auto &c : cases) {
        std::vector<uint32_t> rb = c.rb;
        mog_rb_canonical(rb.size(), rb.data());
        EXPECT_EQ(rb, c.canonical);
    }
    // idempotent, a restricted growth string, and the same partition
    for (unsigned seed = 0; seed < 200; ++seed) {
        const std::vector<uint32_t> drawn = RandomAssignment(9, 5, seed);
        std::vector<uint32_t> rb = drawn;
        mog_rb_canonical(9, rb.data());
        uint32_t used = 0;
        for (size_t i = 0; i < 9; ++i) {
            EXPECT_LE(rb[i], used);
            used = std::max(used, rb[i] + 1);
            for (size_t j = 0; j < 9; ++j)
                EXPECT_EQ(rb[i] == rb[j], drawn[i] == drawn[j]);
        }
        std::vector<uint32_t> again = rb;
        mog_rb_canonical(9, again.data());
        EXPECT_EQ(again, rb);
    }
}

/** A set's value, powers and rates are those of FPLinQ on the set alone. */
TEST(RbValue, EqualsFplinqOnTheSetAlone) {
    const size_t k = 13, n_rb = 2;
    const RbChannels channels = MakeRbChannels(1, k, n_rb, true, true, 7);
    const mog_problem sample = channels.View();
    const Values values(mog_rb_value_create(100, nullptr, k, nullptr));
    std::mt19937 engine(11);
    const size_t count = 1200; // more than the queue holds
    std::vector<std::vector<uint32_t>> links(count);
    std::vector<double> value(count), power(count * k, -1), rate(count * k, -1);
    for (size_t n = 0; n < count; ++n) {
        for (uint32_t i = 0; i < k; ++i)
            if (engine() % 3 != 0)
                links[n].push_back(i);
        const mog_rb_set set = {static_cast<uint32_t>(n % n_rb),
                                links[n].size(),
                                links[n].data(),
                                nullptr,
                                &value[n],
                                &power[n * k],
                                &rate[n * k]};
        mog_rb_value_put(values.get(), &sample, &set);
    }
    mog_rb_value_flush(values.get());
    for (size_t n = 0; n < count; n += 17) {
        const size_t size = links[n].size();
        Channels alone{1, size, channels.noise, {}, {}};
        for (const uint32_t i : links[n]) {
            alone.weight.push_back(channels.weight[i]);
            for (const uint32_t j : links[n])
                alone.gain.push_back(channels.gain[((n % n_rb) * k + i) * k + j]);
        }
        const std::vector<double> expected = Solve("fplinq", alone);
        EXPECT_NEAR(value[n], alone.SumRate(expected)[0], 1e-12 * value[n]);
        double sum = 0;
        std::vector<bool> inside(k);
        for (size_t i = 0; i < size; ++i) {
            EXPECT_EQ(power[n * k + links[n][i]], expected[i]);
            sum += rate[n * k + links[n][i]];
            inside[links[n][i]] = true;
        }
        EXPECT_EQ(sum, value[n]);
        for (size_t i = 0; i < k; ++i) {
            EXPECT_TRUE(inside[i] || (power[n * k + i] == -1 && rate[n * k + i] == -1));
        }
    }
}

TEST(RbValue, DoesNotDependOnWhatWaitsBeside) {
    const size_t k = 6;
    const RbChannels channels = MakeRbChannels(1, k, 1, false, false, 13);
    const mog_problem sample = channels.View();
    const Values values(mog_rb_value_create(100, nullptr, k, nullptr));
    std::vector<double> table(64), one(64);
    mog_rb_value_put_all(values.get(), &sample, 0, table.data(), nullptr);
    mog_rb_value_flush(values.get());
    EXPECT_EQ(table[0], 0);
    for (uint32_t mask = 0; mask < 64; ++mask) {
        std::vector<uint32_t> assigned(k);
        for (uint32_t i = 0; i < k; ++i)
            assigned[i] = mask >> i & 1;
        mog_rb_value_put_changed(values.get(), &sample, assigned.data(), 1, MOG_RB_NO_LINK,
                                 MOG_RB_NO_LINK, &one[mask]);
        mog_rb_value_flush(values.get());
    }
    EXPECT_EQ(one, table);
}

TEST(RbValue, ChangesTakeInAndLeaveOut) {
    const RbChannels channels = MakeRbChannels(1, 5, 1, false, false, 17);
    mog_problem sample = channels.View();
    sample.n_rb = 2;
    const Values values(mog_rb_value_create(100, nullptr, 5, nullptr));
    std::vector<double> table(32);
    mog_rb_value_put_all(values.get(), &sample, 0, table.data(), nullptr);
    const uint32_t assigned[] = {0, 1, 0, 1, 1};
    double value[3], both[2], power[5];
    mog_rb_value_put_changed(values.get(), &sample, assigned, 1, 3, MOG_RB_NO_LINK, &value[0]);
    mog_rb_value_put_changed(values.get(), &sample, assigned, 0, MOG_RB_NO_LINK, 4, &value[1]);
    mog_rb_value_put_changed(values.get(), &sample, assigned, 0, 2, 1, &value[2]);
    const mog_rb_results results = {nullptr, both, power, nullptr};
    mog_rb_value_put_assignment(values.get(), &sample, assigned, 2, &results);
    mog_rb_value_flush(values.get());
    EXPECT_EQ(value[0], table[0b10010]);
    EXPECT_EQ(value[1], table[0b10101]);
    EXPECT_EQ(value[2], table[0b00011]);
    EXPECT_EQ(both[0], table[0b00101]);
    EXPECT_EQ(both[1], table[0b11010]);
    double sum;
    mog_sum_rate(&sample, assigned, power, &sum, nullptr);
    EXPECT_NEAR(sum, both[0] + both[1], 1e-14 * sum);
}

/** Links on other RBs do not matter: FPLinQ on the masked gains of all links finds the same. */
TEST(RbValue, BlocksAreSeparable) {
    for (const bool per_rb : {false, true}) {
        const RbChannels channels = MakeRbChannels(20, 9, 3, per_rb, true, 19);
        const RbSolution random = SolveRb("rb-random", channels);
        Channels masked{20, 9, channels.noise, std::vector<double>(20 * 81), channels.weight};
        const mog_problem problem = channels.View();
        mog_rb_mask(&problem, random.rb.data(), masked.gain.data(), nullptr);
        ExpectNear(random.power, Solve("fplinq", masked), 1e-12, "powers");
    }
}

/* Numbers of partitions into at most N blocks: sums of Stirling numbers of the second kind. */
TEST(RbTable, ExhaustiveSearchSeesEveryPartitionOnce) {
    const size_t counts[][3] = {{8, 14, 15},       {16, 41, 51},      {32, 122, 187},
                                {64, 365, 715},    {128, 1094, 2795}, {256, 3281, 11051},
                                {512, 9842, 43947}};
    for (size_t k = 4; k <= 10; ++k)
        for (size_t n_rb = 2; n_rb <= 4; ++n_rb) {
            std::vector<double> zeros(size_t{1} << k, 0.0); // all are tied
            const mog_rb_table flat = {k, n_rb, false, zeros.data()};
            std::vector<uint32_t> rb(k);
            size_t ties = 0;
            EXPECT_EQ(mog_rb_table_exhaustive(&flat, rb.data(), &ties), 0);
            EXPECT_EQ(ties, counts[k - 4][n_rb - 2]) << k << " links on " << n_rb;
            EXPECT_EQ(rb, std::vector<uint32_t>(k, 0));
        }
    std::vector<double> zeros(3 << 6, 0.0);
    const mog_rb_table differing = {6, 3, true, zeros.data()};
    std::vector<uint32_t> rb(6);
    size_t ties = 0;
    mog_rb_table_exhaustive(&differing, rb.data(), &ties);
    EXPECT_EQ(ties, 729u);
}

} // namespace
