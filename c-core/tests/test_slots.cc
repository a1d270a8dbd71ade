// SPDX-License-Identifier: GPL-2.0-or-later
/** Samples that are played over time: weights, means, decisions; independent numbers. */
#include "data/dataset.h"
#include "reference.h"
#include "slots_fixture.h"

#include <algorithm>
#include <cmath>

namespace {

using namespace mogtest;

/** A data set of given gains that does not say where they are from; each gain is wrong by at most
 * `error` of it. */
Dataset FromGains(const Array &gain, double error) {
    Dataset dataset =
        Made<mog_dataset>(mog_dataset_create, nullptr, gain.shape[0], gain.shape[1], 1, 0);
    for (size_t n = 0; n < gain.value.size(); n++)
        dataset->gain[n] = gain.value[n] * (1 + error * (double(n * 7919 % 3) - 1));
    return dataset;
}

mog_status FullPower(void *, const mog_problem *problem, uint64_t, const mog_allocation *allocation,
                     mog_error *) {
    for (size_t n = 0; n < problem->samples * problem->links; n++) {
        allocation->power[n] = 1;
        if (allocation->rb != nullptr)
            allocation->rb[n] = uint32_t(n % problem->links % problem->n_rb);
    }
    return MOG_OK;
}

/** Mean rates of a case of the reference file. */
std::vector<double> ReferencePlay(const Array &gain, int kind, const char *solver, double error) {
    const Dataset dataset = FromGains(gain, error);
    const mog_slots_settings settings = SlotsSettings(MOG_FADING_STATIC, 100);
    return solver != nullptr ? PlaySolver(settings, Utility(kind), dataset, solver).rate
                             : Play(settings, Utility(kind), dataset, FullPower, nullptr).rate;
}

/**
 * Independent numbers (tests/data/make_utility_reference.py): 100 slots of static gains.
 *
 * A slot's decision may hang by a hair, and the slots behind it with it: in one sample of 18 a
 * change of the gains by 1e-14 changes mean rates by 1e-4. What such a change does is what other
 * rounding may do; the rest agrees to 1e-9.
 */
TEST(Slots, AgreeWithTheReference) {
    for (const std::string group : {"time/k10", "time/k20"}) {
        const Array gain = ReadArray("utility.h5", group + "/gain");
        const size_t k = gain.shape[1];
        const struct {
            int kind;
            const char *solver, *rates;
        } cases[] = {{MOG_UTILITY_SUM_RATE, nullptr, "/rate_full_power"},
                     {MOG_UTILITY_SUM_RATE, "fplinq", "/rate_sum"},
                     {MOG_UTILITY_PROPORTIONAL_FAIR, "fplinq", "/rate_pf"},
                     {MOG_UTILITY_MINIMUM_RATE, "fplinq", "/rate_min"}};
        for (const auto &c : cases) {
            const std::vector<double> rate = ReferencePlay(gain, c.kind, c.solver, 0),
                                      shaken = ReferencePlay(gain, c.kind, c.solver, 1e-14),
                                      expected = ReadArray("utility.h5", group + c.rates).value;
            ASSERT_EQ(rate.size(), expected.size());
            for (size_t sample = 0; sample < gain.shape[0]; sample++) {
                double hair = 0;
                for (size_t n = sample * k; n < (sample + 1) * k; n++)
                    hair = std::max(hair, std::abs(shaken[n] - rate[n]));
                EXPECT_LT(hair, 1e-3);
                for (size_t n = sample * k; n < (sample + 1) * k; n++)
                    ASSERT_NEAR(rate[n], expected[n], 1e-9 + 100 * hair)
                        << group << c.rates << ", " << n;
            }
        }
    }
}

/** Two links that do not interfere, SNR 3 and 1: 2 and 1 bit/s/Hz at full power. */
Dataset TwoLinks(unsigned parts = 0) {
    Dataset dataset = Made<mog_dataset>(mog_dataset_create, nullptr, 1, 2, 1, parts);
    dataset->gain[0] = 3;
    dataset->gain[3] = 1;
    return dataset;
}

/** Plays a slot with these powers. */
void Take(const Slots &slots, std::vector<double> power) {
    const mog_allocation allocation = {nullptr, power.data()};
    mog_error error{};
    ASSERT_EQ(mog_slots_take(slots.get(), &allocation, &error), MOG_OK) << error.message;
}

void ExpectWeights(const Slots &slots, double first, double second) {
    mog_problem problem;
    mog_slots_next(slots.get(), &problem);
    EXPECT_NEAR(problem.weight[0], first, 1e-12);
    EXPECT_NEAR(problem.weight[1], second, 1e-12);
    EXPECT_EQ(problem.price, nullptr);
}

TEST(Slots, ProportionalFairWeightsFollowMeanRates) {
    const Dataset dataset = TwoLinks();
    const Slots slots = CreateSlots(SlotsSettings(MOG_FADING_STATIC, 3),
                                    Utility(MOG_UTILITY_PROPORTIONAL_FAIR), dataset, 0, 1);
    ExpectWeights(slots, 1 / 2.0, 1);
    Take(slots, {0, 1});
    ExpectWeights(slots, 1 / (0.95 * 2), 1);
    Take(slots, {1, 0});
    ExpectWeights(slots, 1 / (0.95 * 0.95 * 2 + 0.05 * 2), 1 / 0.95);
}

TEST(Slots, MultipliersMoveAfterEveryPeriod) {
    mog_utility utility = Utility(MOG_UTILITY_MINIMUM_RATE);
    utility.period = 2;
    utility.minimum_rate = 1.25;
    const Dataset dataset = TwoLinks();
    const Slots slots = CreateSlots(SlotsSettings(MOG_FADING_STATIC, 4), utility, dataset, 0, 1);
    ExpectWeights(slots, 1, 1);
    Take(slots, {0, 1});
    ExpectWeights(slots, 1, 1);
    Take(slots, {1, 0}); // means 1 and 0.5
    ExpectWeights(slots, 1 + 2 * 0.25, 1 + 2 * 0.75);
    Take(slots, {1, 1});
    Take(slots, {1, 1}); // means 2 and 1
    ExpectWeights(slots, 1, 1 + 2 * 0.75 + 2 * 0.25);
}

TEST(Slots, WeightsOfTheDataSetCountOnTop) {
    const Dataset dataset = TwoLinks(MOG_DATASET_WEIGHTS);
    dataset->weight[0] = 4;
    dataset->weight[1] = 3;
    const mog_slots_settings settings = SlotsSettings(MOG_FADING_STATIC, 2);
    ExpectWeights(CreateSlots(settings, Utility(MOG_UTILITY_SUM_RATE), dataset, 0, 1), 4, 3);
    ExpectWeights(CreateSlots(settings, Utility(MOG_UTILITY_PROPORTIONAL_FAIR), dataset, 0, 1), 2,
                  3);
}

TEST(Slots, PricesAreThereIfTheUtilityHasThem) {
    mog_problem problem;
    const mog_slots_settings settings = SlotsSettings(MOG_FADING_STATIC, 2);
    mog_utility utility = Utility(MOG_UTILITY_ENERGY_EFFICIENCY);
    utility.amplifier = 2;
    const Dataset dataset = TwoLinks();
    const Slots efficient = CreateSlots(settings, utility, dataset, 0, 1);
    mog_slots_next(efficient.get(), &problem);
    ASSERT_NE(problem.price, nullptr); // 3 bit/s/Hz for 2 + 2 + 1 + 1, each unit of power for 2
    EXPECT_NEAR(problem.weight[0], 1 / 6.0, 1e-12);
    EXPECT_NEAR(problem.price[1], 2 * 3 / 36.0, 1e-12);

    const Dataset priced = TwoLinks(MOG_DATASET_PRICES);
    priced->price[1] = 0.5;
    const Slots own = CreateSlots(settings, Utility(MOG_UTILITY_SUM_RATE), priced, 0, 1);
    mog_slots_next(own.get(), &problem);
    ASSERT_NE(problem.price, nullptr);
    EXPECT_EQ(problem.price[0], 0);
    EXPECT_EQ(problem.price[1], 0.5);

    mog_error error{};
    EXPECT_EQ(
        mogtest::Made<mog_slots>(mog_slots_create, &error, &settings, &utility, priced.get(), 0, 1),
        nullptr);
    EXPECT_EQ(error.status, MOG_ERROR_DATA);
}

TEST(Slots, MeansAreOverWhatIsMeasured) {
    mog_slots_settings settings = SlotsSettings(MOG_FADING_STATIC, 4);
    settings.warm_up = 2;
    const Dataset dataset = TwoLinks();
    const Slots slots = CreateSlots(settings, Utility(MOG_UTILITY_SUM_RATE), dataset, 0, 1);
    double rate[2], power[2], served[2], weight[2];
    Take(slots, {1, 1});
    mog_slots_means(slots.get(), rate, power, served, weight);
    EXPECT_EQ(rate[0], 0) << "nothing has been measured yet";
    Take(slots, {1, 1});
    Take(slots, {1, 0});
    mog_slots_means(slots.get(), rate, nullptr, nullptr, nullptr);
    EXPECT_DOUBLE_EQ(rate[0], 2) << "so far";
    Take(slots, {0, 0.5});
    Take(slots, {0, 1});
    mog_problem problem;
    EXPECT_TRUE(mog_slots_next(slots.get(), &problem));
    Take(slots, {0, 0});
    EXPECT_FALSE(mog_slots_next(slots.get(), &problem));
    mog_slots_means(slots.get(), rate, power, served, weight);
    EXPECT_DOUBLE_EQ(rate[0], 0.5);
    EXPECT_DOUBLE_EQ(rate[1], (std::log2(1.5) + 1) / 4);
    EXPECT_DOUBLE_EQ(power[0], 0.25);
    EXPECT_DOUBLE_EQ(power[1], 0.375);
    EXPECT_DOUBLE_EQ(served[0], 0.25);
    EXPECT_DOUBLE_EQ(served[1], 0.5);
    EXPECT_EQ(weight[0], 1);
}

/** On several RBs links start on one after the other, and gains may differ between RBs. */
TEST(Slots, ResourceBlocks) {
    mog_scenario scenario = GicScenario(4);
    scenario.kind = MOG_SCENARIO_RB_PAIRWISE;
    scenario.n_rb = 3;
    scenario.rb_fading = true;
    const Dataset dataset = GenerateSet(scenario, 5);
    const mog_problem all = mog_dataset_problem(dataset.get());
    const std::vector<uint32_t> rb{0, 1, 2, 0, 0, 1, 2, 0, 0, 1, 2, 0, 0, 1, 2, 0, 0, 1, 2, 0};
    std::vector<double> power(20, 1), rate(20);
    mog_rates(&all, rb.data(), power.data(), rate.data(), nullptr);
    const mog_slots_settings settings = SlotsSettings(MOG_FADING_STATIC, 3);
    const mog_utility utility = Utility(MOG_UTILITY_PROPORTIONAL_FAIR);
    const Slots slots = CreateSlots(settings, utility, dataset, 0, 5);
    mog_problem problem;
    ASSERT_TRUE(mog_slots_next(slots.get(), &problem));
    EXPECT_EQ(problem.n_rb, 3u);
    EXPECT_TRUE(problem.per_rb);
    mog_error error{};
    const mog_allocation powersAlone = {nullptr, power.data()};
    EXPECT_EQ(mog_slots_take(slots.get(), &powersAlone, &error), MOG_ERROR_DATA);
    EXPECT_NE(std::string(error.message).find("which of 3 RBs"), std::string::npos);
    for (size_t n = 0; n < 20; n++)
        EXPECT_DOUBLE_EQ(problem.weight[n], 1 / rate[n]);
    const Played full = Play(settings, utility, dataset, FullPower, nullptr);
    for (size_t n = 0; n < 20; n++)
        EXPECT_NEAR(full.rate[n], rate[n], 1e-14);
    for (const double value : PlaySolver(settings, utility, dataset, "rb-balanced").rate)
        EXPECT_GT(value, 0);
}

/** What is played for one sample does not depend on the others, nor on how many there are. */
TEST(Slots, SamplesAreTheSameInAnyBatch) {
    const Dataset all = GenerateSet(GicScenario(5), 70), tail = GenerateSet(GicScenario(5), 3, 67);
    mog_slots_settings settings = SlotsSettings(MOG_FADING_JAKES, 10);
    settings.speed = 10;
    const mog_utility utility = Utility(MOG_UTILITY_PROPORTIONAL_FAIR);
    const Played whole = PlaySolver(settings, utility, all, "fplinq"),
                 end = PlaySolver(settings, utility, tail, "fplinq");
    EXPECT_EQ(std::vector<double>(whole.rate.end() - 15, whole.rate.end()), end.rate);
    EXPECT_EQ(std::vector<double>(whole.weight.end() - 15, whole.weight.end()), end.weight);
}

TEST(Slots, BadDecisionsAreRefusedAndNotPlayed) {
    const Dataset dataset = TwoLinks();
    const Slots slots = CreateSlots(SlotsSettings(MOG_FADING_STATIC, 1),
                                    Utility(MOG_UTILITY_SUM_RATE), dataset, 0, 1);
    for (const double bad : {-0.1, 1.1, std::nan("")}) {
        std::vector<double> power{1, bad};
        const mog_allocation allocation = {nullptr, power.data()};
        mog_error error{};
        EXPECT_EQ(mog_slots_take(slots.get(), &allocation, &error), MOG_ERROR_DATA);
        EXPECT_NE(std::string(error.message).find("power[0][1]"), std::string::npos);
    }
    std::vector<double> power{1, 1};
    std::vector<uint32_t> rb{0, 1};
    const mog_allocation elsewhere = {rb.data(), power.data()};
    mog_error error{};
    EXPECT_EQ(mog_slots_take(slots.get(), &elsewhere, &error), MOG_ERROR_DATA);
    EXPECT_NE(std::string(error.message).find("rb[0][1] = 1"), std::string::npos);
    Take(slots, power);
    const mog_allocation allocation = {nullptr, power.data()};
    EXPECT_EQ(mog_slots_take(slots.get(), &allocation, &error), MOG_ERROR_ARGUMENT);
    EXPECT_NE(std::string(error.message).find("all 1 slots"), std::string::npos);
}

TEST(Slots, BadSettingsAreRefused) {
    const Dataset dataset = TwoLinks();
    const auto refusal = [&](auto change, size_t count = 1) {
        mog_slots_settings settings = SlotsSettings(MOG_FADING_STATIC, 1);
        mog_utility utility = Utility(MOG_UTILITY_SUM_RATE);
        change(settings, utility);
        mog_error error{};
        EXPECT_EQ(mogtest::Made<mog_slots>(mog_slots_create, &error, &settings, &utility,
                                           dataset.get(), 0, count),
                  nullptr);
        EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
        return std::string(error.message);
    };
    const struct {
        std::string message, part;
    } cases[] = {
        {refusal([](auto &s, auto &) { s.count = 0; }), "slots.count = 0"},
        {refusal([](auto &s, auto &) { s.fading = 3; }), "slots.fading"},
        {refusal([](auto &s, auto &) { s.speed = -1; }), "slots.speed = -1"},
        {refusal([](auto &s, auto &) { s.slot = 0; }), "slots.slot = 0"},
        {refusal([](auto &s, auto &) { s.correlation = 2; }), "slots.correlation = 2"},
        {refusal([](auto &s, auto &) { s.sinusoids = 0; }), "slots.sinusoids = 0"},
        {refusal([](auto &, auto &u) { u.memory = 2; }), "utility.memory = 2"},
        {refusal([](auto &, auto &) {}, 2), "the data set has 1"},
    };
    for (const auto &c : cases)
        EXPECT_NE(c.message.find(c.part), std::string::npos) << c.message;
    mog_slots_settings settings = SlotsSettings(MOG_FADING_JAKES, 1);
    settings.sinusoids = 0;
    const mog_utility utility = Utility(MOG_UTILITY_SUM_RATE);
    EXPECT_EQ(mog_slots_play(&settings, &utility, dataset.get(), FullPower, nullptr, nullptr,
                             nullptr, nullptr, nullptr, nullptr),
              MOG_ERROR_ARGUMENT);
}

mog_status Fail(void *, const mog_problem *, uint64_t, const mog_allocation *, mog_error *error) {
    return mog_fail(error, MOG_ERROR_NUMERIC, "no idea");
}

TEST(Slots, WhoCannotDecideEndsThePlay) {
    const Dataset dataset = TwoLinks(MOG_DATASET_WEIGHTS);
    const mog_slots_settings settings = SlotsSettings(MOG_FADING_STATIC, 5);
    const mog_utility utility = Utility(MOG_UTILITY_MAX_MIN);
    mog_error error{};
    EXPECT_EQ(mog_slots_play(&settings, &utility, dataset.get(), Fail, nullptr, nullptr, nullptr,
                             nullptr, nullptr, &error),
              MOG_ERROR_NUMERIC);
    EXPECT_STREQ(error.message, "no idea");
    const double *weight = dataset->weight;
    EXPECT_EQ(mog_slots_trajectory(&settings, &utility, dataset.get(), Fail, nullptr, &error),
              MOG_ERROR_NUMERIC);
    EXPECT_EQ(dataset->weight, weight);
    EXPECT_EQ(dataset->weight_notes.count, 0u);
}

// ---- weights of a slot on the way --------------------------------------------------------------

void Trajectory(const mog_slots_settings &settings, const mog_utility &utility,
                const Dataset &dataset) {
    SolverDecides decides("fplinq", dataset->links);
    mog_error error{};
    ASSERT_EQ(mog_slots_trajectory(&settings, &utility, dataset.get(), SolverDecides::Decide,
                                   &decides, &error),
              MOG_OK)
        << error.message;
}

Dataset OnTheWay(size_t samples, uint64_t first = 0) {
    mog_scenario scenario = GicScenario(5);
    scenario.weights = MOG_WEIGHTS_TRAJECTORY;
    return GenerateSet(scenario, samples, first);
}

TEST(Trajectory, WeightsAreThoseOfARandomSlot) {
    const Dataset dataset = OnTheWay(70), tail = OnTheWay(3, 67);
    const size_t count = 6;
    const mog_slots_settings settings = SlotsSettings(MOG_FADING_STATIC, count);
    const mog_utility utility = Utility(MOG_UTILITY_PROPORTIONAL_FAIR);
    // the weights behind 1 ... count slots, divided by their means
    std::vector<std::vector<double>> behind;
    for (size_t slots = 1; slots <= count; slots++) {
        std::vector<double> weight =
            PlaySolver(SlotsSettings(MOG_FADING_STATIC, slots), utility, dataset, "fplinq").weight;
        for (size_t n = 0; n < weight.size(); n += 5) {
            double sum = 0;
            for (size_t i = 0; i < 5; i++)
                sum += weight[n + i];
            for (size_t i = 0; i < 5; i++)
                weight[n + i] /= sum / 5;
        }
        behind.push_back(weight);
    }
    const std::vector<double> gain(dataset->gain, dataset->gain + 70 * 25);
    Trajectory(settings, utility, dataset);
    Trajectory(settings, utility, tail);
    EXPECT_TRUE(std::equal(gain.begin(), gain.end(), dataset->gain));
    EXPECT_EQ(dataset->price, nullptr);
    std::vector<size_t> met(count);
    for (size_t n = 0; n < 70; n++) {
        size_t slot = 0;
        while (slot < count &&
               !std::equal(&behind[slot][n * 5], &behind[slot][n * 5] + 5, dataset->weight + n * 5))
            slot++;
        ASSERT_LT(slot, count) << "sample " << n;
        met[slot]++;
    }
    for (const size_t times : met)
        EXPECT_GT(times, 0u) << "a slot that is never met with probability (5/6)^70 = 3e-6";
    EXPECT_TRUE(std::equal(tail->weight, tail->weight + 15, dataset->weight + 67 * 5));
    EXPECT_STREQ(mog_notes_get(&dataset->weight_notes, "utility.kind"), "proportional-fair");
    EXPECT_STREQ(mog_notes_get(&dataset->weight_notes, "slots.count"), "6");
}

TEST(Trajectory, PricesComeWithTheWeights) {
    const Dataset dataset = OnTheWay(4);
    Trajectory(SlotsSettings(MOG_FADING_STATIC, 5), Utility(MOG_UTILITY_LINK_ENERGY_EFFICIENCY),
               dataset);
    ASSERT_NE(dataset->price, nullptr);
    for (size_t n = 0; n < 20; n++)
        EXPECT_GT(dataset->price[n], 0);
    EXPECT_EQ(mog_dataset_check(dataset.get(), nullptr), MOG_OK);
}

TEST(Trajectory, LabelsOfOtherWeightsAreInItsWay) {
    const Dataset dataset = OnTheWay(2);
    ASSERT_NE(NewLabels(dataset.get(), "fplinq", 0), nullptr);
    const mog_slots_settings settings = SlotsSettings(MOG_FADING_STATIC, 1);
    const mog_utility utility = Utility(MOG_UTILITY_PROPORTIONAL_FAIR);
    mog_error error{};
    EXPECT_EQ(mog_slots_trajectory(&settings, &utility, dataset.get(), FullPower, nullptr, &error),
              MOG_ERROR_ARGUMENT);
    EXPECT_NE(std::string(error.message).find("labels 'fplinq'"), std::string::npos);
}

} // namespace
