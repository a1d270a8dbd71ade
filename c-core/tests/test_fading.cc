// SPDX-License-Identifier: GPL-2.0-or-later
/** Fading over time: distribution, autocorrelation, and that it depends on the sample alone. */
#include "slots_fixture.h"

#include <cmath>
#include <numeric>

extern "C" {
#include "radio/scenario.h"
}

namespace {

using namespace mogtest;

using Gains = std::vector<double>;

/** A step of the phase of `turn` per slot at most: 2 pi f T. */
mog_slots_settings Fading(int kind, double turn, size_t count = 30) {
    mog_slots_settings settings = SlotsSettings(kind, count);
    settings.speed = turn / (2 * M_PI * settings.slot) * 299792458 / 2.4e9;
    return settings;
}

size_t EntriesOf(const Dataset &dataset) {
    return (dataset->per_rb ? dataset->n_rb : 1) * dataset->links * dataset->links;
}

/** The gains of samples first ... first + count - 1 in every slot. */
std::vector<Gains> GainsOverTime(const mog_slots_settings &settings, const Dataset &dataset,
                                 size_t first, size_t count) {
    const Slots slots = CreateSlots(settings, Utility(MOG_UTILITY_SUM_RATE), dataset, first, count);
    std::vector<double> power(count * dataset->links, 1);
    std::vector<uint32_t> rb(power.size());
    const mog_allocation full = {rb.data(), power.data()};
    std::vector<Gains> gains;
    mog_problem problem;
    while (slots && mog_slots_next(slots.get(), &problem)) {
        gains.emplace_back(problem.gain, problem.gain + count * EntriesOf(dataset));
        EXPECT_EQ(mog_slots_take(slots.get(), &full, nullptr), MOG_OK);
    }
    return gains;
}

std::vector<Gains> GainsOverTime(const mog_slots_settings &settings, const Dataset &dataset) {
    return GainsOverTime(settings, dataset, 0, dataset->samples);
}

/** Of gains whose means are known to be 1. */
double Covariance(const Gains &a, const Gains &b) {
    double sum = 0;
    for (size_t n = 0; n < a.size(); ++n)
        sum += (a[n] - 1) * (b[n] - 1);
    return sum / double(a.size());
}

double Mean(const Gains &gains) {
    return std::accumulate(gains.begin(), gains.end(), 0.0) / double(gains.size());
}

/** Share of gains above x. */
double Tail(const Gains &gains, double x) {
    size_t above = 0;
    for (const double gain : gains)
        above += gain > x;
    return double(above) / double(gains.size());
}

/**
 * Moments of 40000 paths. The fourth central moment of an exponential is 9, so that a product of
 * two such gains, less their means, has a deviation of 3 at most.
 */
class Fades : public testing::Test {
  protected:
    const Dataset dataset = GenerateSet(GicScenario(20), 100);
    const double paths = 40000;
    const double mean_error = 4 / std::sqrt(paths), covariance_error = 4 * 3 / std::sqrt(paths);

    void ExpectTail(const Gains &gains, double x, double expected) const {
        EXPECT_NEAR(Tail(gains, x), expected,
                    4 * std::sqrt(expected * (1 - expected) / paths) + 1e-3)
            << x;
    }
};

TEST_F(Fades, StaticGainsStay) {
    const Gains own(dataset->gain, dataset->gain + 40000);
    for (const Gains &gains : GainsOverTime(SlotsSettings(MOG_FADING_STATIC, 3), dataset))
        EXPECT_EQ(gains, own);
}

/** h(t) = rho h(t - 1) + ...: gains of slots that are d apart have the covariance rho^2d. */
TEST_F(Fades, GaussMarkovForgetsGeometrically) {
    mog_slots_settings settings = SlotsSettings(MOG_FADING_GAUSS_MARKOV, 30);
    for (const double rho : {0.0, 0.6, 0.95}) {
        settings.correlation = rho;
        const std::vector<Gains> gains = GainsOverTime(settings, dataset);
        ASSERT_EQ(gains.size(), 30u);
        for (size_t n = 0; n < 40000; ++n)
            ASSERT_NEAR(gains[0][n], dataset->gain[n], 1e-14 * dataset->gain[n]);
        for (const size_t t : {0, 15}) {
            EXPECT_NEAR(Mean(gains[t]), 1, mean_error);
            for (const size_t d : {0, 1, 2, 5, 14})
                EXPECT_NEAR(Covariance(gains[t], gains[t + d]), std::pow(rho, 2.0 * double(d)),
                            covariance_error)
                    << rho << ", " << t << " + " << d;
        }
        for (const double x : {0.1, 1.0, 3.0})
            ExpectTail(gains[29], x, std::exp(-x));
    }
}

TEST_F(Fades, GaussMarkovOfASpeedIsThatOfItsCorrelation) {
    const mog_slots_settings moving = Fading(MOG_FADING_GAUSS_MARKOV, 0.7, 5);
    mog_slots_settings given = moving;
    given.correlation = j0(0.7);
    const std::vector<Gains> a = GainsOverTime(moving, dataset), b = GainsOverTime(given, dataset);
    for (size_t n = 0; n < 40000; ++n)
        ASSERT_NEAR(a[4][n], b[4][n], 1e-9 * (1 + b[4][n]));
}

/**
 * M sinusoids of independent angles and phases: |h(t)|^2 is a double sum of phase differences, of
 * which in a product with |h(t + d)|^2 the M (M - 1) pairs in turned order are left, each with the
 * mean J0^2. So the covariance is (1 - 1/M) J0(2 pi f T d)^2.
 */
TEST_F(Fades, JakesHasBesselsCorrelation) {
    mog_slots_settings settings = Fading(MOG_FADING_JAKES, 0.5);
    for (const size_t sinusoids : {2, 25}) {
        settings.sinusoids = sinusoids;
        const std::vector<Gains> gains = GainsOverTime(settings, dataset);
        for (size_t d = 0; d < 20; ++d) {
            const double bessel = j0(0.5 * double(d));
            EXPECT_NEAR(Covariance(gains[10], gains[10 + d]),
                        (1 - 1 / double(sinusoids)) * bessel * bessel, covariance_error)
                << d;
            EXPECT_NEAR(Mean(gains[d]), 1, mean_error);
        }
    }
}

/**
 * With M sinusoids the density of |h|^2 is exp(-x) (1 - L2(x) / 2M) up to terms in 1/M^2, L2 being
 * Laguerre's polynomial (its coefficient follows from the second moment 2 - 1/M), and
 * P(|h|^2 > x) = exp(-x) (1 - (x^2 / 2 - x) / 2M).
 */
TEST_F(Fades, JakesIsRayleigh) {
    const double m = 25;
    const std::vector<Gains> gains = GainsOverTime(Fading(MOG_FADING_JAKES, 0.5), dataset);
    for (const size_t t : {0, 29})
        for (const double x : {0.1, 1.0, 3.0})
            ExpectTail(gains[t], x, std::exp(-x) * (1 - (x * x / 2 - x) / (2 * m)));
}

/** The gains that the data set has are not those of slot 0: channels are drawn anew. */
TEST_F(Fades, JakesIsIndependentOfTheDataSet) {
    const std::vector<Gains> gains = GainsOverTime(Fading(MOG_FADING_JAKES, 0.5), dataset);
    EXPECT_NEAR(Covariance(gains[0], Gains(dataset->gain, dataset->gain + 40000)), 0,
                covariance_error);
}

TEST_F(Fades, WhatStandsStillDoesNotChange) {
    for (const int kind : {MOG_FADING_GAUSS_MARKOV, MOG_FADING_JAKES}) {
        const std::vector<Gains> gains = GainsOverTime(Fading(kind, 0), dataset);
        EXPECT_EQ(gains[0], gains[29]);
    }
}

TEST_F(Fades, LongPlaysKeepThePower) {
    const Dataset one = GenerateSet(GicScenario(2), 1);
    mog_slots_settings settings = Fading(MOG_FADING_JAKES, 0.5, 100000);
    settings.sinusoids = 1; // |h| = 1 for ever
    const std::vector<Gains> gains = GainsOverTime(settings, one);
    for (const double gain : gains.back())
        EXPECT_NEAR(gain, 1, 1e-10);
}

// ---- other scenarios ---------------------------------------------------------------------------

mog_scenario Rayleigh(int kind) {
    mog_scenario scenario = GicScenario(4);
    scenario.kind = kind;
    scenario.rayleigh = true;
    scenario.shadowing_db = 7;
    return scenario;
}

TEST(FadingOf, SamplesAreTheSameInAnyBatch) {
    for (const int scenario : {MOG_SCENARIO_GIC, MOG_SCENARIO_D2D, MOG_SCENARIO_DUAL_SLOPE}) {
        const Dataset all = GenerateSet(Rayleigh(scenario), 9),
                      tail = GenerateSet(Rayleigh(scenario), 4, 5);
        for (const int kind : {MOG_FADING_GAUSS_MARKOV, MOG_FADING_JAKES}) {
            mog_slots_settings settings = Fading(kind, 0.5, 4);
            const std::vector<Gains> whole = GainsOverTime(settings, all),
                                     end = GainsOverTime(settings, tail);
            for (size_t n = 0; n < 9; ++n) {
                const std::vector<Gains> one = GainsOverTime(settings, all, n, 1);
                for (size_t t = 0; t < 4; ++t)
                    ASSERT_TRUE(std::equal(one[t].begin(), one[t].end(), &whole[t][n * 16]));
            }
            for (size_t t = 0; t < 4; ++t)
                ASSERT_TRUE(std::equal(end[t].begin(), end[t].end(), &whole[t][5 * 16]));
            settings.seed = 2;
            EXPECT_NE(GainsOverTime(settings, all)[1], whole[1]);
        }
    }
}

TEST(FadingOf, AmplitudesAreRootsOfPowers) {
    mog_scenario scenario = GicScenario(4);
    scenario.gap_db = 6;
    const Dataset power = GenerateSet(scenario, 5);
    scenario.gain_mode = MOG_GAIN_AMPLITUDE;
    const Dataset amplitude = GenerateSet(scenario, 5);
    for (const int kind : {MOG_FADING_GAUSS_MARKOV, MOG_FADING_JAKES}) {
        const std::vector<Gains> a = GainsOverTime(Fading(kind, 0.5, 5), amplitude),
                                 p = GainsOverTime(Fading(kind, 0.5, 5), power);
        for (size_t n = 0; n < 80; ++n) {
            const double gap = n % 16 % 5 == 0 ? std::pow(10, 0.6) : 1;
            ASSERT_NEAR(std::pow(a[4][n] * gap, 2), p[4][n] * gap, 1e-12 * p[4][n] * gap) << kind;
        }
    }
}

/** Path loss and shadowing stay, what fades has a mean of 1 and Gauss-Markov's memory. */
TEST(FadingOf, MeanGainsStay) {
    const Dataset dataset = GenerateSet(Rayleigh(MOG_SCENARIO_D2D), 500);
    Gains mean(500 * 16);
    ASSERT_EQ(mog_scenario_mean_gain(&dataset->scenario, 7, 0, 500, mean.data(), nullptr), MOG_OK);
    for (const int kind : {MOG_FADING_GAUSS_MARKOV, MOG_FADING_JAKES}) {
        Gains last = GainsOverTime(Fading(kind, 2.4048, 9), dataset)[8]; // where J0 is 0
        for (size_t n = 0; n < last.size(); ++n)
            last[n] /= mean[n];
        EXPECT_NEAR(Mean(last), 1, 4 / std::sqrt(8000.0));
        EXPECT_NEAR(Covariance(last, last), kind == MOG_FADING_JAKES ? 0.96 : 1,
                    12 / std::sqrt(8000.0));
    }
}

/** Where only a share of the samples fades, the others stay what they are. */
TEST(FadingOf, SamplesThatDoNotFadeStay) {
    mog_scenario scenario = Rayleigh(MOG_SCENARIO_D2D);
    scenario.fading_share = 0.5;
    const Dataset dataset = GenerateSet(scenario, 40);
    Gains mean(40 * 16);
    ASSERT_EQ(mog_scenario_mean_gain(&scenario, 7, 0, 40, mean.data(), nullptr), MOG_OK);
    for (const int kind : {MOG_FADING_GAUSS_MARKOV, MOG_FADING_JAKES}) {
        const Gains last = GainsOverTime(Fading(kind, 1, 5), dataset).back();
        size_t still = 0;
        for (size_t n = 0; n < 40 * 16; n += 16) {
            const bool fades = !std::equal(&mean[n], &mean[n] + 16, dataset->gain + n);
            still += !fades;
            EXPECT_EQ(std::equal(&last[n], &last[n] + 16, &mean[n]), !fades) << n / 16;
        }
        EXPECT_TRUE(still > 5 && still < 35) << still;
    }
}

/** A user of an uplink fades once, however many receivers the base station is counted as. */
TEST(FadingOf, UplinksAreColumns) {
    mog_scenario scenario = Rayleigh(MOG_SCENARIO_UPLINK);
    scenario.n_rb = 3;
    scenario.rb_fading = true;
    scenario.gap_db = 6;
    const double gap = std::pow(10, 0.6);
    const Dataset dataset = GenerateSet(scenario, 5);
    for (const int kind : {MOG_FADING_GAUSS_MARKOV, MOG_FADING_JAKES}) {
        const std::vector<Gains> gains = GainsOverTime(Fading(kind, 0.5, 3), dataset);
        for (size_t n = 0; n < gains[2].size(); ++n) {
            const size_t i = n / 4 % 4, j = n % 4, other = (j + 1) % 4;
            const double reference = gains[2][n - i * 4 + other * 4];
            ASSERT_NEAR(gains[2][n], i == j ? reference / gap : reference, 1e-12 * reference);
        }
        EXPECT_NE(gains[2][1] / gains[0][1], gains[2][17] / gains[0][17]) << "RBs on their own";
        EXPECT_NE(gains[2][1] / gains[0][1], gains[2][2] / gains[0][2]) << "users on their own";
    }
}

/** Without a scenario an entry stands for its mean; what is 0 stays 0. */
TEST(FadingOf, DataSetsThatDoNotSayWhereTheyAreFrom) {
    const Dataset dataset = Made<mog_dataset>(mog_dataset_create, nullptr, 1, 100, 1, 0);
    std::fill(dataset->gain, dataset->gain + 9900, 3.0);
    for (const int kind : {MOG_FADING_GAUSS_MARKOV, MOG_FADING_JAKES}) {
        Gains last = GainsOverTime(Fading(kind, 1, 40), dataset).back();
        for (size_t n = 9900; n < 10000; ++n)
            EXPECT_EQ(last[n], 0);
        last.resize(9900);
        EXPECT_NEAR(Mean(last), 3, 3 * 4 / std::sqrt(9900.0));
    }
}

TEST(FadingOf, RefusesWhatDoesNotFade) {
    mog_scenario still = Rayleigh(MOG_SCENARIO_D2D);
    still.rayleigh = false;
    const Dataset dataset = GenerateSet(still, 2), gic = GenerateSet(GicScenario(4), 2);
    const mog_utility utility = Utility(MOG_UTILITY_SUM_RATE);
    for (const int kind : {MOG_FADING_GAUSS_MARKOV, MOG_FADING_JAKES}) {
        const mog_slots_settings settings = Fading(kind, 1);
        mog_error error{};
        EXPECT_EQ(mogtest::Made<mog_slots>(mog_slots_create, &error, &settings, &utility,
                                           dataset.get(), 0, 2),
                  nullptr);
        EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
        EXPECT_NE(std::string(error.message).find("scenario.rayleigh = true"), std::string::npos);
        EXPECT_EQ(std::string(error.message).find('\n'), std::string::npos);
        gic->gain[5] *= 2;
        EXPECT_EQ(mogtest::Made<mog_slots>(mog_slots_create, &error, &settings, &utility, gic.get(),
                                           0, 2),
                  nullptr);
        EXPECT_EQ(error.status, MOG_ERROR_DATA);
        EXPECT_NE(std::string(error.message).find("gain[0][1][1]"), std::string::npos)
            << error.message;
        gic->gain[5] /= 2;
    }
    dataset->scenario.kind = 99; // of nobody's concern where gains stay
    CreateSlots(SlotsSettings(MOG_FADING_STATIC, 1), utility, dataset, 0, 2);
    const mog_slots_settings moving = Fading(MOG_FADING_JAKES, 1);
    EXPECT_EQ(
        mogtest::Made<mog_slots>(mog_slots_create, nullptr, &moving, &utility, dataset.get(), 0, 2),
        nullptr);
}

} // namespace
