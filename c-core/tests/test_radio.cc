// SPDX-License-Identifier: GPL-2.0-or-later
// Scenarios and sum rates: independent numbers, path loss, moments, counters.
#include "radio_fixture.h"

#include <cmath>
#include <limits>

extern "C" {
#include "radio/problem.h"
#include "radio/scenario.h"
}

using namespace mogtest;

namespace {

const std::string gic = "power_control_gic.h5";
const std::string d2d = "power_control_d2d1km.h5";

mog_scenario Scenario(mog_scenario_kind kind, size_t links) {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.kind = kind;
    scenario.links = links;
    return scenario;
}

struct Drops {
    std::vector<double> gain, tx, rx;
};

Drops Generate(const mog_scenario &scenario, uint64_t seed, uint64_t first, size_t count) {
    const size_t k = scenario.links;
    Drops d{std::vector<double>(count * k * k), std::vector<double>(count * k * 2),
            std::vector<double>(count * k * 2)};
    mog_error error{};
    EXPECT_EQ(mog_scenario_generate(&scenario, seed, first, count, d.gain.data(), d.tx.data(),
                                    d.rx.data(), &error),
              MOG_OK)
        << error.message;
    return d;
}

double Mean(const std::vector<double> &values) {
    double sum = 0;
    for (double v : values) {
        sum += v;
    }
    return sum / double(values.size());
}

std::vector<double> Gradient(const Channels &channels, const std::vector<double> &power) {
    return ObjectiveGradient(channels.View(), nullptr, power);
}

} // namespace

TEST(SumRate, ReferenceValuesAndGradients) {
    for (const std::string &group : ListGroup(gic, "/")) {
        const Channels channels = ReadChannels(gic, group, false);
        const std::vector<double> power = ReadArray(gic, group + "/gradient/power").value;
        ExpectNear(channels.SumRate(power), ReadArray(gic, group + "/gradient/sum_rate").value,
                   1e-9, group);
        ExpectNear(Gradient(channels, power), ReadArray(gic, group + "/gradient/dR_dp").value, 1e-9,
                   group);
    }
}

TEST(SumRate, ReferenceAtHighSnr) {
    for (const std::string &group : ListGroup(d2d, "/")) {
        const Channels channels = ReadChannels(d2d, group, false);
        const std::vector<double> power = ReadArray(d2d, group + "/fplinq_100/power").value;
        ExpectNear(channels.SumRate(power), ReadArray(d2d, group + "/fplinq_100/sum_rate").value,
                   1e-9, group);
    }
}

TEST(SumRate, IsTheWeightedSumOfLinkRates) {
    const Channels channels = MakeChannels(5, 4, 0.1, 20, true, 3);
    const std::vector<double> power(20, 0.7);
    std::vector<double> rate(20), expected(5, 0);
    const mog_problem problem = channels.View();
    mog_rates(&problem, nullptr, power.data(), rate.data(), nullptr);
    for (size_t n = 0; n < 20; ++n) {
        expected[n / 4] += channels.weight[n] * rate[n];
    }
    ExpectNear(channels.SumRate(power), expected, 1e-14, "weighted sum");
}

/** Central differences; their error is of the order h^2 and, from cancellation, epsilon / h. */
TEST(SumRate, GradientAgreesWithFiniteDifferences) {
    const double h = 1e-5;
    for (double noise : {1.0, 1e-3}) {
        const Channels channels = MakeChannels(4, 6, noise, 20, true, 5);
        std::vector<double> power(24);
        for (size_t n = 0; n < power.size(); ++n) {
            power[n] = 0.1 + 0.8 * double(n) / 24;
        }
        const std::vector<double> gradient = Gradient(channels, power);
        for (size_t n = 0; n < power.size(); ++n) {
            std::vector<double> up = power, down = power;
            up[n] += h;
            down[n] -= h;
            const double difference =
                (channels.SumRate(up)[n / 6] - channels.SumRate(down)[n / 6]) / (2 * h);
            EXPECT_NEAR(gradient[n], difference, 1e-6 * std::max(1.0, std::abs(difference)));
        }
    }
}

TEST(SumRate, ObviousCases) {
    const Channels one{1, 1, 0.5, {3.5}, {}};
    EXPECT_DOUBLE_EQ(one.SumRate({1})[0], 3);
    EXPECT_EQ(one.SumRate({0})[0], 0);
    const Channels silent{1, 2, 1, {0, 1, 1, 0}, {}};
    EXPECT_EQ(silent.SumRate({1, 1})[0], 0);
    EXPECT_EQ(Gradient(silent, {1, 1}), std::vector<double>(2, 0.0));
}

TEST(Problem, ChecksEveryEntry) {
    const auto status = [](Channels channels, mog_error *error) {
        const mog_problem problem = channels.View();
        return mog_problem_check(&problem, error);
    };
    const Channels good = MakeChannels(3, 2, 1, 0, true, 7);
    mog_error error{};
    EXPECT_EQ(status(good, &error), MOG_OK);
    const double nan = std::numeric_limits<double>::quiet_NaN();
    const double infinity = std::numeric_limits<double>::infinity();
    for (double value : {nan, infinity, -1e-300}) {
        Channels bad = good;
        bad.gain[9] = value;
        EXPECT_EQ(status(bad, &error), MOG_ERROR_DATA) << value;
        EXPECT_NE(std::string(error.message).find("gain[2][0][1]"), std::string::npos)
            << error.message;
        bad = good;
        bad.weight[3] = value;
        EXPECT_EQ(status(bad, &error), MOG_ERROR_DATA) << value;
        EXPECT_NE(std::string(error.message).find("weight[1][1]"), std::string::npos)
            << error.message;
    }
    for (double noise : {nan, infinity, 0.0, -1.0}) {
        Channels bad = good;
        bad.noise = noise;
        EXPECT_EQ(status(bad, nullptr), MOG_ERROR_DATA) << noise;
    }
    Channels none = good;
    none.links = 0;
    EXPECT_EQ(status(none, nullptr), MOG_ERROR_DATA);
}

TEST(Problem, ChecksThePositionsItHas) {
    const Channels channels = MakeChannels(3, 2, 1, 0, false, 7);
    std::vector<double> position(12, 5);
    mog_problem problem = channels.View();
    mog_error error{};
    problem.tx_position = position.data();
    EXPECT_EQ(mog_problem_check(&problem, &error), MOG_OK);
    problem.rx_position = position.data();
    EXPECT_EQ(mog_problem_check(&problem, &error), MOG_OK);
    position[11] = std::numeric_limits<double>::infinity();
    EXPECT_EQ(mog_problem_check(&problem, &error), MOG_ERROR_DATA);
    EXPECT_NE(std::string(error.message).find("tx_position[2][1][1] = inf"), std::string::npos)
        << error.message;
    problem.tx_position = nullptr;
    EXPECT_EQ(mog_problem_check(&problem, &error), MOG_ERROR_DATA);
    EXPECT_NE(std::string(error.message).find("rx_position[2][1][1]"), std::string::npos)
        << error.message;
}

TEST(Problem, SampleIsASlice) {
    const Channels channels = MakeChannels(3, 2, 0.25, 0, true, 9);
    const mog_problem whole = channels.View(), one = mog_problem_sample(&whole, 2);
    EXPECT_EQ(one.samples, 1u);
    EXPECT_EQ(one.links, 2u);
    EXPECT_EQ(one.noise_power, 0.25);
    EXPECT_EQ(one.gain, channels.gain.data() + 8);
    EXPECT_EQ(one.weight, channels.weight.data() + 4);
}

TEST(PathLoss, ClosedForm) {
    const double frequency = 2.4e9, height = 1.5;
    const double wavelength = 2.998e8 / frequency;
    const double breakpoint = 4 * height * height / wavelength;
    EXPECT_NEAR(breakpoint, 72.05, 0.01);
    const double at_breakpoint = mog_path_loss_db(breakpoint, frequency, height);
    EXPECT_NEAR(at_breakpoint, 71.18 + 6, 0.01);
    // 20 dB a decade up to the breakpoint, 40 beyond, flat below 1 m
    EXPECT_NEAR(mog_path_loss_db(breakpoint / 10, frequency, height), at_breakpoint - 20, 1e-9);
    EXPECT_NEAR(mog_path_loss_db(breakpoint * 10, frequency, height), at_breakpoint + 40, 1e-9);
    EXPECT_EQ(mog_path_loss_db(0.01, frequency, height), mog_path_loss_db(1, frequency, height));
}

TEST(D2d, GainsFromReferencePositions) {
    for (const std::string &group : ListGroup(d2d, "/")) {
        const Array gain = ReadArray(d2d, group + "/gain");
        const Array tx = ReadArray(d2d, group + "/tx_position");
        const Array rx = ReadArray(d2d, group + "/rx_position");
        const size_t samples = gain.shape[0], k = gain.shape[1];
        const mog_scenario scenario = Scenario(MOG_SCENARIO_D2D, k);
        EXPECT_NEAR(mog_d2d_relative_noise(&scenario), 6.295e-15, 1e-18);
        std::vector<double> one(k * k);
        for (size_t n = 0; n < samples; ++n) {
            mog_d2d_gain(&scenario, &tx.value[n * k * 2], &rx.value[n * k * 2], one.data());
            for (size_t m = 0; m < k * k; ++m) {
                const double expected = gain.value[n * k * k + m];
                ASSERT_NEAR(one[m], expected, 1e-9 * expected) << group << ", sample " << n;
            }
        }
    }
}

TEST(Scenario, SampleDependsOnItsIndexAlone) {
    for (mog_scenario_kind kind : {MOG_SCENARIO_GIC, MOG_SCENARIO_D2D, MOG_SCENARIO_UPLINK}) {
        mog_scenario scenario = Scenario(kind, 6);
        scenario.shadowing_db = 8;
        scenario.rayleigh = true;
        const Drops whole = Generate(scenario, 42, 100, 9);
        for (size_t n = 0; n < 9; ++n) {
            const Drops one = Generate(scenario, 42, 100 + n, 1);
            for (size_t m = 0; m < 36; ++m) {
                ASSERT_EQ(one.gain[m], whole.gain[n * 36 + m]);
            }
            for (size_t m = 0; m < 12; ++m) {
                ASSERT_EQ(one.tx[m], whole.tx[n * 12 + m]);
                ASSERT_EQ(one.rx[m], whole.rx[n * 12 + m]);
            }
        }
        EXPECT_NE(Generate(scenario, 43, 100, 9).gain, whole.gain);
    }
}

TEST(Scenario, PositionsAreOptional) {
    const mog_scenario scenario = Scenario(MOG_SCENARIO_D2D, 5);
    std::vector<double> gain(75);
    ASSERT_EQ(mog_scenario_generate(&scenario, 1, 0, 3, gain.data(), nullptr, nullptr, nullptr),
              MOG_OK);
    EXPECT_EQ(gain, Generate(scenario, 1, 0, 3).gain);
    EXPECT_TRUE(mog_scenario_has_positions(&scenario));
    const mog_scenario plain = Scenario(MOG_SCENARIO_GIC, 5);
    EXPECT_FALSE(mog_scenario_has_positions(&plain));
    EXPECT_EQ(mog_scenario_noise_power(&scenario), 1);
}

/** |h|^2 of CN(0, 1) is exponential: mean 1, variance 1; |h| has the mean sqrt(pi) / 2. */
TEST(Gic, Moments) {
    mog_scenario scenario = Scenario(MOG_SCENARIO_GIC, 20);
    const std::vector<double> gain = Generate(scenario, 7, 0, 500).gain;
    const double error = 4 / std::sqrt(double(gain.size()));
    EXPECT_NEAR(Mean(gain), 1, error);
    std::vector<double> square = gain;
    for (double &g : square) {
        g *= g;
    }
    EXPECT_NEAR(Mean(square), 2, error * std::sqrt(20.0)); // the fourth moment is 24
    scenario.gain_mode = MOG_GAIN_AMPLITUDE;
    const std::vector<double> amplitude = Generate(scenario, 7, 0, 500).gain;
    EXPECT_NEAR(Mean(amplitude), std::sqrt(M_PI) / 2, error);
    for (size_t n = 0; n < gain.size(); ++n) {
        ASSERT_NEAR(amplitude[n] * amplitude[n], gain[n], 1e-12 * gain[n]) << "the same channels";
    }
}

TEST(D2d, LayoutStaysInItsBounds) {
    const mog_scenario scenario = Scenario(MOG_SCENARIO_D2D, 20);
    const size_t samples = 200;
    const Drops drops = Generate(scenario, 11, 0, samples);
    std::vector<double> distance;
    for (size_t n = 0; n < samples; ++n) {
        for (size_t i = 0; i < 20; ++i) {
            for (size_t j = 0; j < 20; ++j) {
                const double *rx = &drops.rx[(n * 20 + i) * 2], *tx = &drops.tx[(n * 20 + j) * 2];
                const double d = std::hypot(rx[0] - tx[0], rx[1] - tx[1]);
                ASSERT_GT(d, 1);
                if (i == j) {
                    distance.push_back(d);
                }
            }
        }
    }
    for (const std::vector<double> *positions : {&drops.tx, &drops.rx}) {
        for (double x : *positions) {
            ASSERT_TRUE(x >= 0 && x <= scenario.side) << x;
        }
    }
    for (double d : distance) {
        ASSERT_TRUE(d >= scenario.distance_min - 1e-9 && d <= scenario.distance_max + 1e-9) << d;
    }
    // uniform over 2..65 m, but for the few pairs at the border that long ones leave more often
    const double deviation = (65 - 2) / std::sqrt(12.0);
    EXPECT_NEAR(Mean(distance), (65 + 2) / 2.0,
                1 + 4 * deviation / std::sqrt(double(distance.size())));
    EXPECT_NEAR(Mean(drops.tx), scenario.side / 2, 4 * 300 / std::sqrt(double(drops.tx.size())));
}

/** Fading has mean 1; shadowing has mean 0 in dB and the deviation asked for. */
TEST(D2d, FadingAndShadowing) {
    mog_scenario scenario = Scenario(MOG_SCENARIO_D2D, 20);
    const std::vector<double> median = Generate(scenario, 13, 0, 100).gain;
    const double error = 4 / std::sqrt(double(median.size()));
    scenario.rayleigh = true;
    std::vector<double> ratio = Generate(scenario, 13, 0, 100).gain;
    for (size_t n = 0; n < ratio.size(); ++n) {
        ratio[n] /= median[n];
    }
    EXPECT_NEAR(Mean(ratio), 1, error);
    scenario.rayleigh = false;
    scenario.shadowing_db = 8;
    std::vector<double> shadow = Generate(scenario, 13, 0, 100).gain;
    std::vector<double> square(shadow.size());
    for (size_t n = 0; n < shadow.size(); ++n) {
        shadow[n] = 10 * std::log10(shadow[n] / median[n]);
        square[n] = shadow[n] * shadow[n];
    }
    EXPECT_NEAR(Mean(shadow), 0, 8 * error);
    EXPECT_NEAR(Mean(square), 64, 64 * std::sqrt(2.0) * error);
}

std::vector<double> RbGains(const mog_scenario &scenario, size_t count,
                            std::vector<double> *tx = nullptr, bool mean = false) {
    const size_t k = scenario.links;
    std::vector<double> gain(count * mog_scenario_matrices(&scenario) * k * k, -1),
        rx(count * 2 * k);
    std::vector<double> drawn(count * 2 * k);
    mog_error error{};
    const mog_status status =
        mean ? mog_scenario_mean_gain(&scenario, 3, 0, count, gain.data(), &error)
             : mog_scenario_generate(&scenario, 3, 0, count, gain.data(), drawn.data(), rx.data(),
                                     &error);
    EXPECT_EQ(status, MOG_OK) << error.message;
    EXPECT_TRUE(mean || rx == std::vector<double>(count * 2 * k, 0));
    if (tx != nullptr)
        *tx = drawn;
    return gain;
}

TEST(RbPairwise, IsGicOnEveryBlock) {
    mog_scenario scenario = Scenario(MOG_SCENARIO_GIC, 4);
    scenario.noise_power = 0.1;
    const std::vector<double> gic = RbGains(scenario, 5);
    scenario.kind = MOG_SCENARIO_RB_PAIRWISE;
    scenario.n_rb = 3;
    EXPECT_EQ(RbGains(scenario, 5), gic) << "the same on all RBs";
    EXPECT_EQ(mog_scenario_noise_power(&scenario), 0.1);
    scenario.rb_fading = true;
    const size_t count = 2000;
    const std::vector<double> gain = RbGains(scenario, count);
    ASSERT_EQ(gain.size(), count * 48);
    double mean = 0, square = 0, product = 0; // exponential, and independent between RBs
    for (size_t n = 0; n < gain.size(); ++n) {
        mean += gain[n];
        square += gain[n] * gain[n];
        if (n / 16 % 3 != 0)
            product += gain[n] * gain[n - 16];
    }
    const auto size = static_cast<double>(gain.size());
    EXPECT_NEAR(mean / size, 1, 5 / std::sqrt(size));
    EXPECT_NEAR(square / size, 2, 5 * std::sqrt(20 / size));
    EXPECT_NEAR(product / (size * 2 / 3), 1, 5 * std::sqrt(5 / size));
    EXPECT_EQ(RbGains(scenario, 2, nullptr, true), std::vector<double>(96, 1));
}

/** 128.1 dB at 1 km and 2 GHz, 37.6 dB a decade, and never below 70 dB. */
TEST(Uplink, PathLoss) {
    EXPECT_NEAR(mog_cell_loss_db(1000, 2e9), 128.1, 1e-12);
    EXPECT_NEAR(mog_cell_loss_db(100, 2e9), 128.1 - 37.6, 1e-12);
    EXPECT_NEAR(mog_cell_loss_db(1000, 4e9), 128.1 + 21 * std::log10(2), 1e-12);
    EXPECT_EQ(mog_cell_loss_db(1, 2e9), 70);
    EXPECT_EQ(mog_cell_loss_db(0, 2e9), 70);
}

TEST(Uplink, AllReceiversAreTheBaseStation) {
    mog_scenario scenario = Scenario(MOG_SCENARIO_UPLINK, 5);
    scenario.n_rb = 3;
    scenario.rayleigh = false;
    scenario.shadowing_db = 0;
    const size_t count = 400;
    std::vector<double> tx;
    const std::vector<double> still = RbGains(scenario, count, &tx);
    ASSERT_EQ(still.size(), count * 25);
    EXPECT_FALSE(mog_scenario_fades(&scenario));
    EXPECT_EQ(mog_scenario_noise_power(&scenario), 1);
    double squares = 0;
    for (size_t n = 0; n < count * 5; ++n) {
        const double distance = std::hypot(tx[2 * n], tx[2 * n + 1]);
        EXPECT_LE(distance, scenario.radius);
        squares += distance * distance / (scenario.radius * scenario.radius);
        const double loss = mog_cell_loss_db(distance, scenario.frequency);
        const double expected = std::pow(10, -loss / 10) / mog_d2d_relative_noise(&scenario);
        for (size_t i = 0; i < 5; ++i)
            EXPECT_NEAR(still[n / 5 * 25 + i * 5 + n % 5], expected, 1e-12 * expected);
    }
    // the square of the distance is uniform on a disc
    EXPECT_NEAR(squares / (count * 5), 0.5, 5 / std::sqrt(12.0 * count * 5));

    scenario.rb_fading = true;
    EXPECT_TRUE(mog_scenario_fades(&scenario));
    std::vector<double> same;
    const std::vector<double> fading = RbGains(scenario, count, &same);
    EXPECT_EQ(same, tx);
    ASSERT_EQ(fading.size(), 3 * still.size());
    double sum = 0;
    for (size_t n = 0; n < fading.size(); ++n) {
        const size_t sample = n / 75, j = n % 5;
        EXPECT_EQ(fading[n], fading[n / 25 * 25 + j]) << "at any receiver";
        sum += fading[n] / still[sample * 25 + j];
    }
    EXPECT_NEAR(sum / double(fading.size()), 1, 5 / std::sqrt(count * 15.0));
    EXPECT_NE(fading[0], fading[25]) << "RBs fade on their own";
    const std::vector<double> mean = RbGains(scenario, count, nullptr, true);
    for (size_t n = 0; n < mean.size(); ++n)
        EXPECT_EQ(mean[n], still[n / 75 * 25 + n % 25]);
}

TEST(Scenario, OnlySomeKindsFadeByResourceBlock) {
    for (const auto kind : {MOG_SCENARIO_GIC, MOG_SCENARIO_D2D}) {
        mog_scenario scenario = Scenario(kind, 3);
        scenario.n_rb = 2;
        EXPECT_EQ(mog_scenario_check(&scenario, nullptr), MOG_OK);
        scenario.rb_fading = true;
        mog_error error{};
        EXPECT_EQ(mog_scenario_check(&scenario, &error), MOG_ERROR_ARGUMENT);
        EXPECT_NE(std::string(error.message).find("rb_pairwise"), std::string::npos);
    }
    mog_scenario scenario = Scenario(MOG_SCENARIO_UPLINK, 3);
    scenario.n_rb = 0;
    EXPECT_EQ(mog_scenario_check(&scenario, nullptr), MOG_ERROR_ARGUMENT);
}

TEST(Scenario, BadSettingsAreRefused) {
    const auto message = [](mog_scenario scenario) {
        mog_error error{};
        double gain[4] = {0};
        scenario.links = scenario.links > 2 ? 2 : scenario.links;
        const mog_status status =
            mog_scenario_generate(&scenario, 1, 0, 1, gain, nullptr, nullptr, &error);
        EXPECT_EQ(status, MOG_ERROR_ARGUMENT);
        EXPECT_EQ(mog_scenario_check(&scenario, nullptr), MOG_ERROR_ARGUMENT);
        return std::string(error.message);
    };
    const mog_scenario good = Scenario(MOG_SCENARIO_D2D, 2);
    mog_scenario bad = good;
    bad.links = 0;
    EXPECT_NE(message(bad).find("links"), std::string::npos);
    bad = good;
    bad.kind = 7;
    EXPECT_NE(message(bad).find("kind"), std::string::npos);
    bad = good;
    bad.noise_power = -1;
    EXPECT_NE(message(bad).find("noise_power"), std::string::npos);
    bad = good;
    bad.frequency = std::numeric_limits<double>::quiet_NaN();
    EXPECT_NE(message(bad).find("frequency"), std::string::npos);
    bad = good;
    bad.distance_min = 70;
    EXPECT_NE(message(bad).find("distance_max"), std::string::npos);
    bad = good;
    bad.side = 10;
    bad.distance_min = 50;
    EXPECT_NE(message(bad).find("side"), std::string::npos);
}

/** Fifty pairs on a few metres cannot keep their distance: an error, not an endless loop. */
/** Programs may ask before they check: nothing is read behind the table. */
TEST(Scenario, KindsThatDoNotExistAnswerAsTheFirst) {
    mog_scenario first, none;
    mog_scenario_default(&first);
    for (int kind : {-1, 1000, 1 << 30, std::numeric_limits<int>::min()}) {
        mog_scenario_default(&none);
        none.kind = kind;
        EXPECT_EQ(mog_scenario_check(&none, nullptr), MOG_ERROR_ARGUMENT) << kind;
        EXPECT_EQ(mog_scenario_noise_power(&none), mog_scenario_noise_power(&first)) << kind;
        EXPECT_EQ(mog_scenario_has_positions(&none), mog_scenario_has_positions(&first)) << kind;
        EXPECT_EQ(mog_scenario_fades(&none), mog_scenario_fades(&first)) << kind;
        EXPECT_EQ(mog_scenario_has_amplitudes(&none), mog_scenario_has_amplitudes(&first)) << kind;
    }
}

TEST(Scenario, ImpossibleLayoutIsAnError) {
    mog_scenario scenario = Scenario(MOG_SCENARIO_D2D, 50);
    scenario.side = 4;
    scenario.distance_max = 4;
    std::vector<double> gain(2500);
    mog_error error{};
    EXPECT_EQ(mog_scenario_generate(&scenario, 1, 0, 1, gain.data(), nullptr, nullptr, &error),
              MOG_ERROR_ARGUMENT);
    EXPECT_NE(std::string(error.message).find("side"), std::string::npos) << error.message;
}
