// SPDX-License-Identifier: GPL-2.0-or-later
// Schedules, presets, the loss, and bad settings.
#include "mixture.h"
#include "objective.h"

extern "C" {
#include "learn/objective/schedule.h"
#include "learn/run/method.h"
#include "learn/run/recipe.h"
}

#include <gtest/gtest.h>

#include <climits>
#include <cmath>
#include <set>
#include <string>
#include <vector>

namespace {

mog_training_settings Default() {
    mog_recipe recipe;
    mog_recipe_default(&recipe);
    return recipe.training;
}

mog_training_settings Preset(const std::string &name) {
    mog_recipe recipe;
    mog_error error;
    EXPECT_EQ(mog_preset_find(name.c_str(), &recipe, &error), MOG_OK) << error.message;
    return recipe.training;
}

double LabelWeight(const mog_training_settings &settings, size_t links, size_t width) {
    mog_network_settings network;
    mog_network_default(&network);
    return mog_label_term_at(&settings, &network, links, width, 0).weight;
}

// ---- numbers that name nothing ----------------------------------------------------------------

TEST(Learn, NumbersOutsideTheirEnumsNameNothing) {
    for (const int wrong : {-1, 7, 1000000, INT_MIN, INT_MAX}) {
        EXPECT_FALSE(mog_method_needs_labels(wrong)) << wrong;
        mog_training_settings s = Default();
        s.method = wrong;
        EXPECT_EQ(mog_beta(&s, 3), 0) << wrong;
        s = Default();
        s.problem = wrong;
        EXPECT_EQ(LabelWeight(s, 4, 1), 0) << wrong;
        const mog_label_term loss = {wrong, MOG_OUTPUT_SIGMOID, 1}, output = {0, wrong, 1};
        const mog_label_term none = {MOG_LABEL_LOSS_CO_MEMBERSHIP, MOG_OUTPUT_SIGMOID, 1};
        for (const mog_label_term *term : {&loss, &output, &none}) {
            const mog_real label = 1, y = mog_real(0.5);
            mog_real dy = 0;
            EXPECT_TRUE(std::isnan(mog_label_distance(term, 1, 1, 1, &label, &y, &dy))) << wrong;
            EXPECT_EQ(dy, 0);
        }
        mog_recipe recipe;
        mog_recipe_default(&recipe);
        const auto refused = [&recipe](int &member, int value) {
            const int right = member;
            member = value;
            mog_error error = {};
            EXPECT_EQ(mog_recipe_check(&recipe, &error), MOG_ERROR_ARGUMENT) << value;
            member = right;
        };
        refused(recipe.training.method, wrong);
        refused(recipe.training.problem, wrong);
        refused(recipe.training.pattern, wrong);
        refused(recipe.network.output, wrong);
    }
}

// ---- schedules --------------------------------------------------------------------------------

TEST(Schedule, FixedBetaStays) {
    const mog_training_settings s = Preset("mlp-mog-fixed");
    EXPECT_EQ(mog_beta(&s, 0), 10);
    EXPECT_EQ(mog_beta(&s, 999), 10);
}

TEST(Schedule, IncreasingBetaStopsAtItsCap) {
    const mog_training_settings s = Preset("mlp-mog-increasing");
    EXPECT_EQ(mog_beta(&s, 0), 1);
    EXPECT_EQ(mog_beta(&s, 1), 1);
    EXPECT_DOUBLE_EQ(mog_beta(&s, 2), 1.2);
    EXPECT_DOUBLE_EQ(mog_beta(&s, 7), 1.2 * 1.2 * 1.2);
    EXPECT_EQ(mog_beta(&s, 26), 10); // 1.2^13 = 10.7
    EXPECT_LT(mog_beta(&s, 25), 10); // 1.2^12 = 8.9
}

TEST(Schedule, DecreasingBeta) {
    const mog_training_settings s = Preset("mlp-mog-decreasing");
    EXPECT_EQ(mog_beta(&s, 19), 20);
    EXPECT_DOUBLE_EQ(mog_beta(&s, 20), 16);
    EXPECT_DOUBLE_EQ(mog_beta(&s, 59), 12.8);
}

TEST(Schedule, GraphNetworksNumbers) {
    const mog_training_settings up = Preset("pcgnn-mog-increasing");
    EXPECT_DOUBLE_EQ(mog_beta(&up, 1), 1.2);
    EXPECT_EQ(mog_beta(&up, 17), 20);
    const mog_training_settings down = Preset("pcgnn-mog-decreasing");
    EXPECT_EQ(mog_beta(&down, 0), 100);
    EXPECT_DOUBLE_EQ(mog_beta(&down, 2), 56.25);
}

TEST(Schedule, MethodsWithoutMixture) {
    const mog_training_settings sup = Preset("mlp-sup"), unsup = Preset("mlp-unsup");
    EXPECT_EQ(mog_beta(&sup, 5), 1);
    EXPECT_EQ(mog_beta(&unsup, 5), 0);
    EXPECT_EQ(LabelWeight(sup, 20, 1), 1);
    EXPECT_EQ(LabelWeight(unsup, 20, 1), 0);
    EXPECT_EQ(LabelWeight(Preset("rb-mlp-pg"), 6, 3), 0);
}

TEST(Schedule, LabelReduction) {
    mog_training_settings s = Preset("mlp-mog-fixed");
    EXPECT_EQ(LabelWeight(s, 20, 1), 10);
    s.label_reduction = MOG_REDUCTION_MEAN;
    EXPECT_EQ(LabelWeight(s, 20, 1), 0.5);
    s.problem = MOG_PROBLEM_RB; // 6 links on 3 RBs
    EXPECT_EQ(LabelWeight(s, 6, 3), 10.0 / 18);
    s.label_loss = MOG_LABEL_LOSS_CROSS_ENTROPY;
    EXPECT_EQ(LabelWeight(s, 6, 3), 10.0 / 6);
    s.label_loss = MOG_LABEL_LOSS_CO_MEMBERSHIP;
    EXPECT_EQ(LabelWeight(s, 6, 3), 10.0 / 36);
}

TEST(Schedule, LearningRateSteps) {
    mog_training_settings s = Default();
    EXPECT_EQ(mog_learning_rate(&s, 1000), 1e-3);
    s.rate_step = 20;
    s.rate_factor = 0.5;
    EXPECT_EQ(mog_learning_rate(&s, 19), 1e-3);
    EXPECT_EQ(mog_learning_rate(&s, 20), 5e-4);
    EXPECT_EQ(mog_learning_rate(&s, 40), 2.5e-4);
}

TEST(Preset, AllNamesAreFoundAndSound) {
    std::set<std::string> names;
    char name[MOG_PRESET_NAME_SIZE];
    for (size_t i = 0; mog_preset_name(i, name); i++) {
        mog_recipe recipe;
        mog_error error;
        EXPECT_EQ(mog_preset_find(name, &recipe, &error), MOG_OK) << error.message;
        EXPECT_EQ(mog_recipe_check(&recipe, &error), MOG_OK) << name << ": " << error.message;
        EXPECT_TRUE(names.insert(name).second) << name;
    }
    EXPECT_EQ(names.size(), 6u * 5 + 4 * 10 + 2);
    for (const char *known : {"mlp-mog-increasing", "mlp-dpg", "pcgnn-mog-dpg-fixed", "rb-mlp-sup",
                              "rb-mlp-pg-paper", "rb-mlp-mog-pg-decreasing", "rb-pcgnn-pg"})
        EXPECT_EQ(names.count(known), 1u) << known;
}

TEST(Preset, UnknownNameSaysHowTheyAreMade) {
    mog_recipe recipe;
    mog_error error;
    EXPECT_EQ(mog_preset_find("mlp-magic", &recipe, &error), MOG_ERROR_ARGUMENT);
    for (const char *part : {"mlp-magic", "rb-pcgnn", "mog-increasing", "mog-dpg-fixed"})
        EXPECT_NE(std::string(error.message).find(part), std::string::npos) << part;
}

TEST(Schedule, EpisodesInRl) {
    const mog_training_settings up = Preset("mlp-mog-dpg-increasing");
    EXPECT_EQ(mog_beta(&up, 4999), 1);
    EXPECT_DOUBLE_EQ(mog_beta(&up, 5000), 1.2);
    EXPECT_EQ(mog_beta(&up, 20000), 2);
    const mog_training_settings down = Preset("rb-mlp-mog-pg-decreasing");
    EXPECT_DOUBLE_EQ(mog_beta(&down, 20000), 1.6);
}

// ---- the loss ---------------------------------------------------------------------------------

struct Batch {
    size_t samples, links;
    double noise;
    std::vector<double> gain, weight, power;
    std::vector<float> label;

    Batch(size_t s, size_t k, double decades) : samples(s), links(k), noise(1) {
        for (size_t i = 0; i < s * k * k; i++)
            gain.push_back(std::pow(10, decades * 0.5 * (1 + std::sin(7.3 * double(i)))));
        for (size_t i = 0; i < s * k; i++) {
            // as the network gives them: float32
            power.push_back(float(0.5 + 0.5 * std::sin(3.1 * double(i))));
            weight.push_back(0.5 + double(i % 3));
            label.push_back(float(i % 2));
        }
    }

    mog_problem Problem(bool weighted) const {
        mog_problem problem{};
        problem.samples = samples;
        problem.links = links;
        problem.noise_power = noise;
        problem.gain = gain.data();
        problem.weight = weighted ? weight.data() : nullptr;
        return problem;
    }

    double Loss(Weights weights, bool weighted, std::vector<float> &dy) const {
        const std::vector<float> g(gain.begin(), gain.end()), w(weight.begin(), weight.end()),
            y(power.begin(), power.end());
        std::vector<float> scratch(5 * links);
        dy.assign(samples * links, NAN);
        return Mixture(weights, samples, links, noise, g.data(), weighted ? w.data() : nullptr,
                       label.data(), y.data(), dy.data());
    }
};

// float32 against the float64 of the radio part, with gains over many decades and without
class RateLoss : public testing::TestWithParam<std::tuple<size_t, double, bool>> {};
INSTANTIATE_TEST_SUITE_P(Loss, RateLoss,
                         testing::Combine(testing::Values(1, 2, 7, 16, 20, 50),
                                          testing::Values(0.0, 7.0), testing::Bool()));

TEST_P(RateLoss, IsTheSumRate) {
    const auto [links, decades, weighted] = GetParam();
    const Batch batch(3, links, decades);
    const mog_problem problem = batch.Problem(weighted);
    std::vector<double> rate(3);
    mog_sum_rate(&problem, nullptr, batch.power.data(), rate.data(), nullptr);
    const std::vector<double> gradient = mogtest::ObjectiveGradient(problem, nullptr, batch.power);
    std::vector<float> dy;
    const double loss = batch.Loss({1, 0}, weighted, dy);
    const double mean = (rate[0] + rate[1] + rate[2]) / 3;
    EXPECT_NEAR(loss, -mean, 1e-6 * mean);
    for (size_t s = 0; s < 3; s++) {
        double scale = 0;
        for (size_t k = 0; k < links; k++)
            scale = std::max(scale, std::fabs(gradient[s * links + k]));
        for (size_t k = 0; k < links; k++)
            EXPECT_NEAR(-3 * double(dy[s * links + k]), gradient[s * links + k], 1e-5 * scale);
    }
}

TEST(Loss, LabelTerm) {
    const Batch batch(2, 3, 1);
    std::vector<float> dy;
    const double loss = batch.Loss({0, 2.5}, false, dy);
    double sum = 0;
    for (size_t i = 0; i < 6; i++) {
        const double difference = batch.power[i] - double(batch.label[i]);
        sum += difference * difference;
        EXPECT_NEAR(dy[i], 2.5 * 2 * difference / 2, 1e-6);
    }
    EXPECT_NEAR(loss, 2.5 * sum / 2, 1e-6);
}

TEST(Loss, MixtureIsTheSumOfItsParts) {
    const Batch batch(4, 20, 2);
    std::vector<float> rate, label, both;
    const double a = batch.Loss({1, 0}, true, rate), b = batch.Loss({0, 10}, true, label);
    EXPECT_NEAR(batch.Loss({1, 10}, true, both), a + b, 1e-9 * std::fabs(b));
    for (size_t i = 0; i < both.size(); i++)
        EXPECT_NEAR(both[i], rate[i] + label[i], 1e-5);
}

TEST(Loss, ZeroGainsAndZeroPowersAreFinite) {
    for (size_t links : {1, 3, 20}) {
        Batch batch(2, links, 7);
        for (size_t i = 0; i < links; i++)
            batch.gain[i * (links + 1)] = 0; // no link of the first sample hears itself
        std::fill(batch.power.begin() + links, batch.power.end(), 0.0);
        std::vector<float> dy;
        EXPECT_TRUE(std::isfinite(batch.Loss({1, 1}, false, dy)));
        for (float d : dy)
            EXPECT_TRUE(std::isfinite(d));
    }
}

// ---- bad settings -----------------------------------------------------------------------------

std::string CheckError(const mog_training_settings &s) {
    mog_recipe recipe;
    mog_recipe_default(&recipe);
    recipe.training = s;
    mog_error error = {};
    return mog_recipe_check(&recipe, &error) == MOG_OK ? "" : error.message;
}

TEST(TrainingSettings, BadOnesAreRefusedByName) {
    EXPECT_EQ(CheckError(Default()), "");
    mog_training_settings s = Default();
    s.batch = 0;
    EXPECT_NE(CheckError(s).find("batch"), std::string::npos);
    s = Default();
    s.learning_rate = NAN;
    EXPECT_NE(CheckError(s).find("learning_rate"), std::string::npos);
    s = Default();
    s.momentum = 1;
    EXPECT_NE(CheckError(s).find("momentum"), std::string::npos);
    s = Default();
    s.method = 9;
    EXPECT_NE(CheckError(s).find("method"), std::string::npos);
}

TEST(TrainingSettings, ASchedulesNumbersMustFitItsName) {
    mog_training_settings s = Default();
    s.beta_factor = 0.8;
    EXPECT_NE(CheckError(s).find("beta_factor"), std::string::npos);
    s = Default();
    s.beta = 11;
    EXPECT_NE(CheckError(s).find("beta_cap"), std::string::npos);
    s = Default();
    s.schedule = MOG_SCHEDULE_DECREASING;
    EXPECT_NE(CheckError(s).find("beta_factor"), std::string::npos);
    s.method = MOG_METHOD_UNSUP; // which has no beta
    EXPECT_EQ(CheckError(s), "");
}

} // namespace
