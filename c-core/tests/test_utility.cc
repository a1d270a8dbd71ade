// SPDX-License-Identifier: GPL-2.0-or-later
/* Utilities: values and gradients of an instant, and weights over time. */
#include "rb_fixture.h"

#include <cmath>
#include <functional>
#include <numeric>

extern "C" {
#include "radio/utility/utility.h"
}

using namespace mogtest;

namespace {

const std::string reference_file = "utility.h5";

/* ---- kinds --------------------------------------------------------------------------------- */

/** A utility, and its value by the plain definition. */
struct Kind {
    const char *name;
    mog_utility utility;
    std::function<double(const std::vector<double> &v, const std::vector<double> &rate,
                         const std::vector<double> &power)>
        value;
    bool linear, separable;
};

mog_utility With(mog_utility_kind kind, double alpha) {
    mog_utility utility = Utility(kind);
    utility.alpha = alpha;
    return utility;
}

using Numbers = std::vector<double>;

double Sum(size_t count, const std::function<double(size_t)> &term) {
    double sum = 0;
    for (size_t i = 0; i < count; ++i)
        sum += term(i);
    return sum;
}

double SumRate(const Numbers &v, const Numbers &r, const Numbers &) {
    return Sum(v.size(), [&](size_t i) { return v[i] * r[i]; });
}

double Fair(double alpha, const Numbers &v, const Numbers &r) {
    return Sum(v.size(), [&](size_t i) {
        return v[i] * (alpha == 1 ? std::log(r[i]) : std::pow(r[i], 1 - alpha) / (1 - alpha));
    });
}

double Smallest(const Numbers &v, const Numbers &r, const Numbers &) {
    double least = INFINITY;
    for (size_t i = 0; i < v.size(); ++i)
        least = std::min(least, v[i] * r[i]);
    return least;
}

double NetworkEfficiency(const Numbers &v, const Numbers &r, const Numbers &p) {
    return SumRate(v, r, p) / Sum(v.size(), [&](size_t i) { return 4 * p[i] + 1; });
}

double LinkEfficiency(const Numbers &v, const Numbers &r, const Numbers &p) {
    return Sum(v.size(), [&](size_t i) { return v[i] * r[i] / (4 * p[i] + 1); });
}

double Satisfaction(const Numbers &v, const Numbers &r, const Numbers &) {
    return Sum(v.size(), [&](size_t i) { return v[i] * (1 - std::exp(-r[i])); });
}

std::vector<Kind> Kinds() {
    const auto fair = [](double alpha) {
        return [alpha](const Numbers &v, const Numbers &r, const Numbers &) {
            return Fair(alpha, v, r);
        };
    };
    return {
        {"sum-rate", Utility(MOG_UTILITY_SUM_RATE), SumRate, true, true},
        {"proportional-fair", Utility(MOG_UTILITY_PROPORTIONAL_FAIR), fair(1), false, true},
        {"alpha-fair", With(MOG_UTILITY_ALPHA_FAIR, 0), SumRate, false, true},
        {"alpha-fair", With(MOG_UTILITY_ALPHA_FAIR, 0.5), fair(0.5), false, true},
        {"alpha-fair", With(MOG_UTILITY_ALPHA_FAIR, 1), fair(1), false, true},
        {"alpha-fair", With(MOG_UTILITY_ALPHA_FAIR, 2.5), fair(2.5), false, true},
        {"max-min", Utility(MOG_UTILITY_MAX_MIN), Smallest, false, false},
        {"minimum-rate", Utility(MOG_UTILITY_MINIMUM_RATE), SumRate, true, true},
        {"energy-efficiency", Utility(MOG_UTILITY_ENERGY_EFFICIENCY), NetworkEfficiency, false,
         false},
        {"link-energy-efficiency", Utility(MOG_UTILITY_LINK_ENERGY_EFFICIENCY), LinkEfficiency,
         false, true},
        {"satisfaction", Utility(MOG_UTILITY_SATISFACTION), Satisfaction, false, true},
    };
}

/** Some links, no two alike. */
struct Instant {
    Numbers weight, rate, power;

    explicit Instant(size_t links, bool weighted = true) {
        for (size_t i = 0; i < links; ++i) {
            weight.push_back(weighted ? 0.3 + 0.4 * double(i * 7 % 5) : 1);
            rate.push_back(0.2 + 1.1 * double(i * 5 % 7));
            power.push_back(0.1 + 0.8 * double(i * 3 % 4) / 3);
        }
    }
    mog_instant View(bool weighted = true) const {
        return {rate.size(), weighted ? weight.data() : nullptr, nullptr, rate.data(),
                power.data()};
    }
    double Value(const mog_utility &utility, bool weighted = true) const {
        Numbers share(rate.size());
        const mog_instant view = View(weighted);
        return mog_utility_value(&utility, &view, share.data());
    }
};

TEST(Utility, ValuesFollowTheirDefinition) {
    for (const Kind &kind : Kinds())
        for (const bool weighted : {false, true}) {
            const Instant now(6, weighted);
            const double expected = kind.value(now.weight, now.rate, now.power);
            EXPECT_NEAR(now.Value(kind.utility, weighted), expected, 1e-13 * std::abs(expected))
                << kind.name;
            EXPECT_STREQ(mog_utility_name(&kind.utility), kind.name);
            EXPECT_EQ(mog_utility_is_linear(&kind.utility), kind.linear) << kind.name;
            EXPECT_EQ(mog_utility_is_separable(&kind.utility), kind.separable) << kind.name;
            EXPECT_EQ(mog_utility_check(&kind.utility, nullptr), MOG_OK) << kind.name;
        }
}

TEST(Utility, GradientsAgreeWithFiniteDifferences) {
    const double h = 1e-6;
    for (const Kind &kind : Kinds())
        for (const bool weighted : {false, true}) {
            const Instant now(6, weighted);
            const mog_instant view = now.View(weighted);
            Numbers weight(6), price(6);
            mog_utility_gradient(&kind.utility, &view, weight.data(), price.data());
            for (size_t i = 0; i < 6; ++i) {
                const auto slope = [&](Numbers Instant::*member) {
                    Instant up = now, down = now;
                    (up.*member)[i] += h;
                    (down.*member)[i] -= h;
                    return (up.Value(kind.utility, weighted) - down.Value(kind.utility, weighted)) /
                           (2 * h);
                };
                const double by_rate = slope(&Instant::rate), by_power = slope(&Instant::power);
                EXPECT_NEAR(weight[i], by_rate, 1e-6 * std::max(1.0, std::abs(by_rate)))
                    << kind.name << ", link " << i;
                EXPECT_NEAR(price[i], -by_power, 1e-6 * std::max(1.0, std::abs(by_power)))
                    << kind.name << ", link " << i;
            }
        }
}

TEST(Utility, SharesAddUpAndBelongToTheirLinks) {
    for (const Kind &kind : Kinds()) {
        const Instant now(6);
        const mog_instant view = now.View();
        Numbers share(6), other(6);
        mog_utility_shares(&kind.utility, &view, share.data());
        EXPECT_NEAR(std::accumulate(share.begin(), share.end(), 0.0), now.Value(kind.utility),
                    1e-13);
        Instant changed = now;
        changed.rate[2] = 0.01;
        changed.power[2] = 1;
        const mog_instant after = changed.View();
        mog_utility_shares(&kind.utility, &after, other.data());
        for (size_t i = 0; kind.separable && i < 6; ++i)
            EXPECT_EQ(share[i] == other[i], i != 2) << kind.name << ", link " << i;
    }
}

/** What is climbed by is the gradient; that of max-min would serve a single link. */
TEST(Utility, LinearisationIsTheGradientButForMaxMin) {
    for (const Kind &kind : Kinds()) {
        const Instant now(6);
        const mog_instant view = now.View();
        Numbers w(6), c(6), weight(6), price(6);
        mog_utility_linearize(&kind.utility, &view, w.data(), c.data());
        mog_utility_gradient(&kind.utility, &view, weight.data(), price.data());
        if (kind.utility.kind != MOG_UTILITY_MAX_MIN) {
            EXPECT_EQ(w, weight) << kind.name;
            EXPECT_EQ(c, price) << kind.name;
            continue;
        }
        EXPECT_EQ(std::count(weight.begin(), weight.end(), 0.0), 5);
        const size_t weakest =
            size_t(std::max_element(weight.begin(), weight.end()) - weight.begin());
        for (size_t i = 0; i < 6; ++i) {
            EXPECT_GT(w[i], 0);
            EXPECT_LE(w[i] / now.weight[i], w[weakest] / now.weight[weakest]);
        }
        EXPECT_EQ(c, Numbers(6, 0));
    }
}

TEST(Utility, LinearOnesHaveWhatTheProblemSays) {
    const Instant now(4);
    const Numbers price = {0, 1, 2, 3};
    for (const mog_utility_kind kind : {MOG_UTILITY_SUM_RATE, MOG_UTILITY_MINIMUM_RATE}) {
        const mog_utility utility = Utility(kind);
        mog_instant view = now.View();
        view.price = price.data();
        Numbers w(4), c(4), share(4);
        mog_utility_gradient(&utility, &view, w.data(), c.data());
        EXPECT_EQ(w, now.weight);
        EXPECT_EQ(c, price);
        const double cost = Sum(4, [&](size_t i) { return price[i] * now.power[i]; });
        EXPECT_NEAR(mog_utility_value(&utility, &view, share.data()),
                    SumRate(now.weight, now.rate, now.power) - cost, 1e-13);
    }
}

/** A link without a rate counts as one that is next to nothing, and nothing is infinite. */
TEST(Utility, NoRateIsTheLeastRate) {
    for (const Kind &kind : Kinds()) {
        Instant now(3);
        now.rate = {0, 1, 0};
        now.power = {0, 1, 1};
        const mog_instant view = now.View();
        Numbers w(3), c(3);
        mog_utility_gradient(&kind.utility, &view, w.data(), c.data());
        EXPECT_TRUE(std::isfinite(now.Value(kind.utility))) << kind.name;
        for (size_t i = 0; i < 3; ++i)
            EXPECT_TRUE(std::isfinite(w[i]) && w[i] >= 0 && std::isfinite(c[i])) << kind.name;
        Instant floor = now;
        floor.rate = {MOG_RATE_FLOOR, 1, MOG_RATE_FLOOR};
        EXPECT_NEAR(now.Value(kind.utility), floor.Value(kind.utility),
                    1e-8 * std::abs(now.Value(kind.utility)) + 1e-8)
            << kind.name;
    }
}

TEST(Utility, ValuesOfProblemsAreThoseOfTheirInstants) {
    for (const bool per_rb : {false, true})
        for (const bool on_rbs : {false, true}) {
            const RbChannels channels = MakeRbChannels(3, 5, 2, per_rb, true, 5);
            mog_problem problem = channels.View();
            if (!on_rbs) {
                problem.n_rb = 1;
                problem.per_rb = false;
            }
            std::vector<uint32_t> assigned(15);
            Numbers power(15), rate(15), scratch(10), value(3), share(5);
            for (size_t n = 0; n < 15; ++n) {
                assigned[n] = n * 5 % 3 % 2;
                power[n] = double(n % 4 + 1) / 4;
            }
            const uint32_t *rb = on_rbs ? assigned.data() : nullptr;
            mog_rates(&problem, rb, power.data(), rate.data(), nullptr);
            for (const Kind &kind : Kinds()) {
                mog_utility_values(&kind.utility, &problem, rb, power.data(), scratch.data(),
                                   value.data(), nullptr);
                for (size_t s = 0; s < 3; ++s) {
                    const mog_instant now = {5, &channels.weight[s * 5], nullptr, &rate[s * 5],
                                             &power[s * 5]};
                    const double expected = mog_utility_value(&kind.utility, &now, share.data());
                    EXPECT_NEAR(value[s], expected, 1e-14 * std::abs(expected)) << kind.name;
                }
            }
        }
}

TEST(Utility, PricesAreForTheSumRate) {
    Channels channels = MakeChannels(2, 3, 1, 0, true, 3);
    channels.price.assign(6, 0.5);
    const mog_problem problem = channels.View();
    for (const Kind &kind : Kinds()) {
        mog_error error{};
        const mog_status status = mog_utility_accepts(&kind.utility, &problem, &error);
        EXPECT_EQ(status, kind.linear ? MOG_OK : MOG_ERROR_DATA) << kind.name;
        for (const std::string &part : {std::string("utility.kind = ") + kind.name,
                                        std::string("sum-rate"), std::string("without prices")})
            EXPECT_TRUE(kind.linear || std::string(error.message).find(part) != std::string::npos)
                << error.message;
    }
}

TEST(Utility, BadParametersAreNamed) {
    const struct {
        void (*change)(mog_utility *utility);
        const char *part;
    } cases[] = {
        {[](mog_utility *u) { u->kind = 99; }, "utility.kind"},
        {[](mog_utility *u) { u->alpha = -1; }, "utility.alpha = -1"},
        {[](mog_utility *u) { u->memory = 0; }, "utility.memory = 0"},
        {[](mog_utility *u) { u->period = 0; }, "utility.period = 0"},
        {[](mog_utility *u) { u->circuit_power = 0; }, "utility.circuit_power = 0"},
        {[](mog_utility *u) { u->amplifier = NAN; }, "utility.amplifier = nan"},
    };
    for (const auto &c : cases) {
        mog_utility utility = Utility(MOG_UTILITY_SUM_RATE);
        c.change(&utility);
        mog_error error{};
        EXPECT_EQ(mog_utility_check(&utility, &error), MOG_ERROR_ARGUMENT);
        EXPECT_NE(std::string(error.message).find(c.part), std::string::npos) << error.message;
        EXPECT_EQ(
            mogtest::Made<mog_solver>(mog_solver_create, &error, "fplinq", nullptr, &utility, 3, 1),
            nullptr);
        EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
    }
}

/* ---- over time ----------------------------------------------------------------------------- */

/** Links that are played slot by slot. */
struct Game {
    mog_utility utility;
    std::vector<mog_link_history> history;

    Game(const mog_utility &u, const Numbers &rate) : utility(u) {
        for (const double r : rate)
            history.push_back(mog_link_history_start(r));
    }
    Numbers Weights(const Numbers &v = {}, Numbers *price = nullptr) const {
        Numbers w(history.size(), -1), c(history.size(), -1);
        mog_utility_weigh(&utility, history.size(), v.empty() ? nullptr : v.data(), nullptr,
                          history.data(), w.data(), c.data());
        if (price != nullptr)
            *price = c;
        return w;
    }
    void Observe(const Numbers &rate, const Numbers &power) {
        mog_utility_observe(&utility, history.size(), rate.data(), power.data(), history.data());
    }
};

TEST(UtilityOverTime, WeightsAreTheGradientAtTheMeans) {
    for (const Kind &kind : Kinds()) {
        const Instant now(6);
        Game game(kind.utility, now.rate);
        for (size_t i = 0; i < 6; ++i)
            game.history[i].power = now.power[i];
        const mog_instant view = now.View();
        Numbers expected(6), costs(6), price;
        mog_utility_linearize(&kind.utility, &view, expected.data(), costs.data());
        EXPECT_EQ(game.Weights(now.weight, &price), expected) << kind.name;
        EXPECT_EQ(price, costs) << kind.name;
    }
}

TEST(UtilityOverTime, ProportionalFairRemembers) {
    mog_utility utility = Utility(MOG_UTILITY_PROPORTIONAL_FAIR);
    utility.memory = 0.25;
    Game game(utility, {1, 4});
    EXPECT_EQ(game.Weights(), Numbers({1, 0.25}));
    game.Observe({5, 0}, {0.5, 0});
    EXPECT_EQ(game.history[0].rate, 2);
    EXPECT_EQ(game.history[1].rate, 3);
    EXPECT_EQ(game.history[0].power, 0.875);
    EXPECT_EQ(game.history[1].power, 0.75);
    EXPECT_EQ(game.Weights(), Numbers({1. / 2, 1. / 3}));
    EXPECT_EQ(game.Weights({2, 6}), Numbers({1, 2}));
    // a link that has never had a rate is served at last, and its weight is a number
    for (int slot = 0; slot < 2000; ++slot)
        game.Observe({0, 1}, {0, 1});
    EXPECT_EQ(game.Weights()[0], 1 / MOG_RATE_FLOOR);
}

TEST(UtilityOverTime, MultipliersFollowMissingRates) {
    mog_utility utility = Utility(MOG_UTILITY_MINIMUM_RATE);
    utility.minimum_rate = 1;
    utility.step = 2;
    utility.period = 2;
    Game game(utility, {1, 1});
    EXPECT_EQ(game.Weights({3, 1}), Numbers({3, 1}));
    game.Observe({0, 4}, {1, 1});
    EXPECT_EQ(game.Weights({3, 1}), Numbers({3, 1})) << "once in a period";
    game.Observe({0.5, 4}, {1, 1});
    // 2 x (1 - 0.25); a surplus takes nothing from a link that has no multiplier
    EXPECT_EQ(game.history[0].multiplier, 1.5);
    EXPECT_EQ(game.history[1].multiplier, 0);
    EXPECT_EQ(game.Weights({3, 1}), Numbers({7.5, 1}));
    game.Observe({1.5, 0}, {1, 1});
    game.Observe({1.5, 0}, {1, 1});
    EXPECT_EQ(game.history[0].multiplier, 0.5);
    EXPECT_EQ(game.history[1].multiplier, 2);
}

/** A link that cannot have its minimum does not starve all others for ever. */
TEST(UtilityOverTime, MultipliersAreBounded) {
    mog_utility utility = Utility(MOG_UTILITY_MINIMUM_RATE);
    utility.multiplier = 30;
    Game game(utility, {0, 5});
    for (int slot = 0; slot < 1000; ++slot)
        game.Observe({0, 5}, {1, 1});
    EXPECT_EQ(game.Weights(), Numbers({31, 1}));
    // and it comes down as fast as it would without a bound
    for (int slot = 0; slot < 5; ++slot)
        game.Observe({6, 5}, {1, 1});
    EXPECT_EQ(game.history[0].multiplier, 20);
}

/** Histories belong to links, wherever these stand in a list. */
TEST(UtilityOverTime, LinksMayComeAndGo) {
    for (const Kind &kind : Kinds()) {
        Game both(kind.utility, {1, 3, 2}), moved(kind.utility, {3, 2, 1});
        if (!kind.separable)
            continue;
        for (int slot = 0; slot < 7; ++slot) {
            both.Observe({0.5, 2, 3}, {1, 0.5, 0});
            moved.Observe({2, 3, 0.5}, {0.5, 0, 1});
        }
        const Numbers w = both.Weights(), other = moved.Weights();
        EXPECT_EQ(Numbers({w[1], w[2], w[0]}), other) << kind.name;
        both.history.erase(both.history.begin());
        EXPECT_EQ(both.Weights(), Numbers({w[1], w[2]})) << kind.name;
    }
}

/* ---- solvers ------------------------------------------------------------------------------- */

/** Only ratios of weights and prices matter. */
TEST(UtilityOfSolvers, ScaleOfWeightsIsNothingToFplinq) {
    Channels channels = MakeChannels(12, 7, 0.1, 20, true, 17);
    for (const bool priced : {false, true}) {
        if (priced)
            for (size_t n = 0; n < channels.weight.size(); ++n)
                channels.price.push_back(0.1 * double(n % 9));
        const Numbers power = Solve("fplinq", channels);
        for (double scale = 1e-6; scale < 2e6; scale *= 10) {
            Channels scaled = channels;
            for (Numbers *values : {&scaled.weight, &scaled.price})
                for (double &value : *values)
                    value *= scale;
            const Numbers other = Solve("fplinq", scaled);
            for (size_t n = 0; n < power.size(); ++n)
                ASSERT_NEAR(other[n], power[n], 1e-9) << "scale " << scale;
        }
    }
}

/** Optima by a dense grid and local search (tests/data/make_utility_reference.py). */
TEST(UtilityOfSolvers, EnergyEfficiencyComesCloseToItsOptimum) {
    const Array gain = ReadArray(reference_file, "efficiency/gain");
    const Channels channels{gain.shape[0], gain.shape[1], 1, gain.value, {}};
    const mog_problem problem = channels.View();
    for (const auto &[name, kind] : {std::pair{"gee", MOG_UTILITY_ENERGY_EFFICIENCY},
                                     std::pair{"wsee", MOG_UTILITY_LINK_ENERGY_EFFICIENCY}}) {
        const mog_utility utility = Utility(kind);
        const std::string path = std::string("efficiency/") + name;
        const Numbers best = ReadArray(reference_file, path).value;
        const Numbers best_power = ReadArray(reference_file, path + "_power").value;
        Numbers scratch(2 * channels.links), value(channels.samples);
        const auto values = [&](const Numbers &power) {
            mog_utility_values(&utility, &problem, nullptr, power.data(), scratch.data(),
                               value.data(), nullptr);
            return value;
        };
        ExpectNear(values(best_power), best, 1e-9, name);
        const Numbers once =
            values(Solve("fplinq", DefaultSettings("fplinq"), channels, nullptr, 0, &utility));
        const Numbers strong = values(Solve("fplinq-strong", DefaultSettings("fplinq-strong"),
                                            channels, nullptr, 0, &utility));
        for (size_t s = 0; s < best.size(); ++s) {
            EXPECT_LE(once[s], best[s] * (1 + 1e-9)) << name;
            EXPECT_LE(strong[s], best[s] * (1 + 1e-9)) << name;
            EXPECT_GE(strong[s], 0.98 * best[s]) << name << ", sample " << s;
        }
    }
}

/** Whoever takes a utility is better at it than at the sum rate. */
TEST(UtilityOfSolvers, AreBetterForItThanForTheSumRate) {
    const RbChannels channels = MakeRbChannels(40, 6, 1, false, true, 29);
    const RbChannels several = MakeRbChannels(40, 6, 3, true, true, 31);
    for (const Kind &kind : Kinds())
        for (const char *name : {"fplinq-strong", "rb-local-search"}) {
            const RbChannels &c = mog_solver_describe(name).decides_rb ? several : channels;
            if (!mog_solver_takes(name, &kind.utility, c.links, c.n_rb) || kind.linear)
                continue;
            const mog_problem problem = c.View();
            const auto mean = [&](const mog_utility *utility) {
                const RbSolution s = SolveRb(name, c, DefaultSettings(name), 0, utility);
                Numbers scratch(12), value(40);
                mog_utility_values(&kind.utility, &problem, s.rb.data(), s.power.data(),
                                   scratch.data(), value.data(), nullptr);
                return Mean(value);
            };
            EXPECT_GE(mean(&kind.utility), mean(nullptr)) << name << ", " << kind.name;
        }
}

TEST(Utility, KindsThatDoNotExistCountAsTheSumRate) {
    for (int kind : {-1, 1000, 1 << 30}) {
        mog_utility utility;
        mog_utility_default(&utility);
        utility.kind = kind;
        EXPECT_EQ(mog_utility_check(&utility, nullptr), MOG_ERROR_ARGUMENT) << kind;
        EXPECT_STREQ(mog_utility_name(&utility), "sum-rate") << kind;
        EXPECT_TRUE(mog_utility_is_linear(&utility)) << kind;
        EXPECT_TRUE(mog_utility_is_separable(&utility)) << kind;
    }
}

} // namespace
