// SPDX-License-Identifier: GPL-2.0-or-later
// Replay, exploration, critics and what ties them together.
#include "toy_environment.h"

extern "C" {
#include "base/random.h"
#include "learn/rl/critic.h"
#include "learn/rl/dpg.h"
#include "learn/rl/exploration.h"
#include "learn/rl/replay.h"
#include "learn/rl/rl_settings.h"
#include "learn/rl/running_moments.h"
}

#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>
#include <memory>
#include <random>
#include <stdexcept>
#include <string>

namespace {

struct Deleter {
    void operator()(mog_critic *critic) const {
        mog_critic_free(critic);
    }
    void operator()(mog_dpg *dpg) const {
        mog_dpg_free(dpg);
    }
};
using Critic = std::unique_ptr<mog_critic, Deleter>;
using Dpg = std::unique_ptr<mog_dpg, Deleter>;

const unsigned state_parts = MOG_SAMPLES_INPUT | MOG_SAMPLES_GAIN;
const unsigned experience_parts = state_parts | MOG_SAMPLES_EXPERIENCE;

/** Rows that free themselves. */
struct Rows {
    mog_samples rows;

    explicit Rows(const mog_samples_shape &shape) {
        mog_error error;
        if (mog_samples_init(&rows, &shape, &error) != MOG_OK)
            throw std::runtime_error(error.message);
    }
    Rows(const Rows &) = delete;
    ~Rows() {
        mog_samples_clear(&rows);
    }
};

struct Replay {
    mog_replay replay;

    explicit Replay(const mog_samples_shape &shape) {
        mog_error error;
        if (mog_replay_init(&replay, &shape, &error) != MOG_OK)
            throw std::runtime_error(error.message);
    }
    Replay(const Replay &) = delete;
    ~Replay() {
        mog_replay_clear(&replay);
    }
};

// ---- replay -----------------------------------------------------------------------------------

const mog_samples_shape weights_only = {1, 2, 1, 1, MOG_SAMPLES_WEIGHT};

TEST(Replay, KeepsTheLatest) {
    mog_samples_shape shape = weights_only;
    shape.count = 3;
    Replay replay(shape);
    Rows one(weights_only);
    EXPECT_EQ(mog_replay_count(&replay.replay), 0u);
    for (size_t n = 0; n < 5; n++) {
        one.rows.weight[0] = float(n);
        one.rows.weight[1] = -float(n);
        EXPECT_EQ(mog_replay_put(&replay.replay, &one.rows, 0), n % 3);
        EXPECT_EQ(mog_replay_count(&replay.replay), std::min<size_t>(n + 1, 3));
    }
    const std::vector<float> kept(replay.replay.samples.weight, replay.replay.samples.weight + 6);
    EXPECT_EQ(kept, (std::vector<float>{3, -3, 4, -4, 2, -2}));
}

TEST(Replay, SeedAndUpdateNameTheDraw) {
    mog_samples_shape shape = weights_only;
    shape.count = 100;
    Replay replay(shape);
    Rows one(weights_only), drawn(shape);
    for (size_t n = 0; n < 40; n++) {
        one.rows.weight[0] = float(n);
        mog_replay_put(&replay.replay, &one.rows, 0);
    }
    const auto draw = [&](uint64_t seed, uint64_t update) {
        mog_replay_draw(&replay.replay, seed, update, &drawn.rows, 100);
        return std::vector<float>(drawn.rows.weight, drawn.rows.weight + 200);
    };
    const std::vector<float> first = draw(1, 0);
    EXPECT_NE(draw(1, 1), first);
    EXPECT_NE(draw(2, 0), first);
    EXPECT_EQ(draw(1, 0), first);
    double sum = 0;
    for (size_t n = 0; n < 100; n++) {
        EXPECT_LT(first[2 * n], 40);
        sum += double(first[2 * n]) / 100;
    }
    EXPECT_NEAR(sum, 19.5, 5 * 11.5 / 10);
}

// ---- running moments --------------------------------------------------------------------------

TEST(RunningMoments, OfAFewNumbers) {
    mog_running_moments moments = {};
    EXPECT_EQ(mog_running_moments_deviation(&moments), 1);
    mog_running_moments_add(&moments, 1e9 + 4);
    EXPECT_EQ(mog_running_moments_deviation(&moments), 1);
    for (double value : {7.0, 13.0, 16.0})
        mog_running_moments_add(&moments, 1e9 + value);
    EXPECT_EQ(moments.count, 4);
    EXPECT_EQ(moments.mean, 1e9 + 10);
    EXPECT_DOUBLE_EQ(mog_running_moments_deviation(&moments), std::sqrt(22.5));
}

// ---- exploration ------------------------------------------------------------------------------

struct Stream {
    mog_random random;
    gsl_rng *rng;

    explicit Stream(uint64_t index = 0) : rng(mog_random_init(&random)) {
        mog_random_select(rng, 11, index, MOG_PURPOSE_ACTION);
    }
    Stream(const Stream &) = delete;
};

TEST(Exploration, VerticesAreVertices) {
    Stream stream;
    const size_t links = 3000;
    std::vector<float> power(links), rb(3 * links);
    mog_explore_power.vertex(stream.rng, links, 1, power.data());
    mog_explore_rb.vertex(stream.rng, links, 3, rb.data());
    double on = 0, first = 0;
    for (size_t k = 0; k < links; k++) {
        ASSERT_TRUE(power[k] == 0 || power[k] == 1);
        ASSERT_EQ(rb[3 * k] + rb[3 * k + 1] + rb[3 * k + 2], 1);
        ASSERT_EQ(*std::max_element(&rb[3 * k], &rb[3 * k] + 3), 1);
        on += double(power[k]) / double(links);
        first += double(rb[3 * k]) / double(links);
    }
    EXPECT_NEAR(on, 0.5, 5 * 0.5 / std::sqrt(double(links)));
    EXPECT_NEAR(first, 1.0 / 3, 5 * 0.47 / std::sqrt(double(links)));
}

// The first of three probabilities, uniform on the simplex, has mean 1/3 and variance 1/18.
TEST(Exploration, AnywhereIsUniform) {
    Stream stream;
    const size_t links = 20000;
    std::vector<float> rb(3 * links);
    mog_explore_rb.anywhere(stream.rng, links, 3, rb.data());
    double sum = 0, squares = 0;
    for (size_t k = 0; k < links; k++) {
        ASSERT_NEAR(rb[3 * k] + rb[3 * k + 1] + rb[3 * k + 2], 1, 1e-6);
        sum += double(rb[3 * k]) / double(links);
        squares += double(rb[3 * k] * rb[3 * k]) / double(links);
    }
    EXPECT_NEAR(sum, 1.0 / 3, 5 * std::sqrt(1.0 / 18 / double(links)));
    EXPECT_NEAR(squares - sum * sum, 1.0 / 18, 0.03 / 18);
}

TEST(Exploration, NoiseIsOnLogits) {
    Stream stream;
    const size_t links = 20000;
    const std::vector<float> y(links, 0.2f);
    std::vector<float> power(links);
    mog_explore_power.near(stream.rng, 0.3, links, 1, y.data(), power.data());
    double sum = 0, squares = 0;
    for (float p : power) {
        const double logit = std::log(double(p) / (1 - double(p)));
        sum += logit / double(links);
        squares += logit * logit / double(links);
    }
    EXPECT_NEAR(sum, std::log(0.25), 5 * 0.3 / std::sqrt(double(links)));
    EXPECT_NEAR(std::sqrt(squares - sum * sum), 0.3, 0.01);
}

TEST(Exploration, WithoutNoiseTheActionIsThePolicys) {
    Stream stream;
    const std::vector<float> power = {0.1f, 0.7f}, rb = {0.1f, 0.7f, 0.2f, 0.3f, 0.3f, 0.4f};
    std::vector<float> same_power(2), same_rb(6), certain(3);
    mog_explore_power.near(stream.rng, 0, 2, 1, power.data(), same_power.data());
    mog_explore_rb.near(stream.rng, 0, 2, 3, rb.data(), same_rb.data());
    for (size_t i = 0; i < 2; i++)
        EXPECT_NEAR(same_power[i], power[i], 1e-6);
    for (size_t i = 0; i < 6; i++)
        EXPECT_NEAR(same_rb[i], rb[i], 1e-6);
    const std::vector<float> one_hot = {0, 1, 0};
    mog_explore_rb.near(stream.rng, 0.3, 1, 3, one_hot.data(), certain.data());
    EXPECT_GT(certain[0], 0); // not stuck
    EXPECT_GT(certain[1], 0.99f);
}

// ---- critics ----------------------------------------------------------------------------------

mog_network_settings Architecture() {
    mog_network_settings settings;
    mog_network_default(&settings);
    settings.hidden = {2, {64, 32}};
    return settings;
}

mog_rl_settings Rl(int critic) {
    mog_rl_settings settings;
    mog_rl_default(&settings);
    settings.critic = critic;
    settings.warm_up = 1;
    settings.replay = 64;
    return settings;
}

Critic MakeCritic(const mog_rl_settings &settings, const mog_network_settings &architecture,
                  const mog_samples_shape &shape, mog_error *error) {
    mog_critic *critic;
    const mog_status status =
        mog_critic_create(&settings, &architecture, &shape, 1, 1, &critic, error);
    EXPECT_EQ(status == MOG_OK, critic != nullptr);
    return Critic(critic);
}

const size_t links = 3;

// Some states and actions with rewards of a known kind.
struct Known {
    Rows batch;
    std::mt19937 engine{5};

    explicit Known(size_t count) : batch({count, links, 1, 1, experience_parts}) {
    }
    static float Reward(const float *x, const float *a, size_t i) {
        return 5 + a[i] * (2 + x[i * links + i]) - 2 * a[i] * a[(i + 1) % links];
    }
    static float Derivative(const float *x, const float *a, size_t i) {
        return 2 + x[i * links + i] - 2 * (a[(i + 1) % links] + a[(i + 2) % links]);
    }
    void Renew() {
        std::uniform_real_distribution<float> unit(0, 1);
        mog_samples &rows = batch.rows;
        for (size_t s = 0; s < rows.shape.count; s++) {
            float *x = rows.x + s * links * links, *a = rows.action + s * links;
            for (size_t n = 0; n < links * links; n++)
                x[n] = 2 * unit(engine) - 1;
            for (size_t i = 0; i < links; i++)
                a[i] = unit(engine);
            for (size_t i = 0; i < links; i++)
                rows.reward[s * links + i] = Reward(x, a, i);
        }
    }
};

class KnownReward : public testing::TestWithParam<int> {};
INSTANTIATE_TEST_SUITE_P(Critic, KnownReward,
                         testing::Values(MOG_CRITIC_WHOLE, MOG_CRITIC_PER_LINK));

TEST_P(KnownReward, IsLearnedAndSoIsItsGradient) {
    const mog_rl_settings settings = Rl(GetParam());
    const mog_network_settings architecture = Architecture();
    const size_t count = 64;
    Known known(count);
    mog_error error;
    const Critic critic = MakeCritic(settings, architecture, known.batch.rows.shape, &error);
    ASSERT_TRUE(critic) << error.message;
    double loss = 0, first = 0;
    for (uint64_t update = 1; update <= 5000; update++) {
        known.Renew();
        for (size_t s = 0; s < count; s++)
            mog_critic_see(critic.get(), known.batch.rows.reward + s * links);
        ASSERT_EQ(mog_critic_fit(critic.get(), &known.batch.rows, count, update, &loss, &error),
                  MOG_OK);
        if (update == 1)
            first = loss;
    }
    EXPECT_GT(first, 0.3); // standardised rewards have a variance of 1
    EXPECT_LT(loss, 0.03);

    std::vector<double> value(count);
    std::vector<float> gradient(count * links);
    known.Renew();
    const mog_samples &rows = known.batch.rows;
    mog_critic_value(critic.get(), &rows, count, rows.action, value.data(), gradient.data());
    double value_error = 0, error_square = 0, square = 0;
    for (size_t s = 0; s < count; s++) {
        const float *x = rows.x + s * links * links, *a = rows.action + s * links;
        double reward = 0;
        for (size_t i = 0; i < links; i++) {
            const double exact = double(Known::Derivative(x, a, i));
            reward += double(rows.reward[s * links + i]);
            error_square += std::pow(double(gradient[s * links + i]) - exact, 2);
            square += exact * exact;
        }
        value_error += std::pow(value[s] - reward, 2) / double(count);
    }
    EXPECT_LT(std::sqrt(value_error), 0.25); // of 15 to 21
    EXPECT_LT(error_square, 0.15 * square);
}

TEST(Critic, RefusesBatchNormalisation) {
    const mog_rl_settings settings = Rl(MOG_CRITIC_WHOLE);
    mog_network_settings architecture = Architecture();
    architecture.batch_norm = true;
    const mog_samples_shape shape = {8, links, 1, 1, state_parts};
    mog_error error;
    EXPECT_EQ(MakeCritic(settings, architecture, shape, &error), nullptr);
    EXPECT_NE(std::string(error.message).find("critic.batch_norm"), std::string::npos);
}

TEST(Critic, SaysWhenItDiverges) {
    const mog_rl_settings settings = Rl(MOG_CRITIC_WHOLE);
    const mog_network_settings architecture = Architecture();
    Known known(8);
    known.Renew();
    known.batch.rows.reward[3] = INFINITY;
    mog_error error;
    const Critic critic = MakeCritic(settings, architecture, known.batch.rows.shape, &error);
    double loss;
    EXPECT_EQ(mog_critic_fit(critic.get(), &known.batch.rows, 8, 1, &loss, &error),
              MOG_ERROR_NUMERIC);
    EXPECT_NE(std::string(error.message).find("rl.critic_rate"), std::string::npos);
}

// ---- the whole --------------------------------------------------------------------------------

mog_utility SumRate() {
    mog_utility utility;
    mog_utility_default(&utility);
    return utility;
}

struct Agent {
    static const size_t acts = 4, batch = 16;
    mog_dpg_shape shape;
    Dpg dpg;
    ToyEnvironment toy{links};
    Rows seen, states;
    std::vector<float> y, dy;

    Agent(const mog_rl_settings &settings, int output, size_t width)
        : shape{output, width, SumRate(), {batch, links, 1, width, experience_parts}, acts},
          seen({acts, links, 1, width, state_parts}), states(shape.batch),
          y(batch * links * width, 1 / float(width + (width == 1))), dy(y.size()) {
        const mog_network_settings architecture = Architecture();
        mog_error error;
        mog_dpg *made;
        if (mog_dpg_create(&settings, &architecture, &shape, 9, &made, &error) != MOG_OK)
            throw std::runtime_error(error.message);
        dpg.reset(made);
    }
    // Episodes first ... first + 3, whose states are a function of their numbers.
    double Explore(uint64_t first) {
        for (size_t n = 0; n < acts * links * links; n++) {
            const double phase = double(first) + double(n);
            seen.rows.x[n] = float(std::sin(1.7 * phase));
            seen.rows.gain[n] = float(1 + std::sin(2.3 * phase));
        }
        double reward;
        mog_error error;
        toy.interface.reset(&toy.interface, first, acts, nullptr);
        EXPECT_EQ(mog_dpg_explore(dpg.get(), &toy.interface, first, acts, &seen.rows, y.data(),
                                  &reward, &error),
                  MOG_OK);
        return reward;
    }
    double Learn() {
        double loss;
        mog_error error;
        EXPECT_EQ(mog_dpg_learn(dpg.get(), &states.rows, &loss, &error), MOG_OK) << error.message;
        return loss;
    }
    mog_state State() {
        mog_state state = {};
        mog_dpg_list_state(dpg.get(), &state);
        return state;
    }
    const float *Array(const std::string &name) {
        const mog_state state = State();
        for (size_t i = 0; i < state.array_count; i++)
            if (name == state.array[i].name)
                return state.array[i].data;
        throw std::runtime_error("no array " + name);
    }
};

TEST(Dpg, OracleIsTheUnsupervisedGradient) {
    mog_rl_settings settings = Rl(MOG_CRITIC_ORACLE);
    settings.scale_free = false;
    settings.invert = false;
    Agent agent(settings, MOG_OUTPUT_SIGMOID, 1);
    for (uint64_t first = 0; first < 20; first += 4)
        agent.Explore(first);
    EXPECT_EQ(agent.Learn(), 0);
    const double value =
        mog_dpg_gradient(agent.dpg.get(), &agent.states.rows, agent.y.data(), agent.dy.data());
    std::vector<float> exact(agent.y.size());
    std::vector<double> scratch(MOG_LOSS_SCRATCH(links) / sizeof(double));
    const mog_utility utility = SumRate();
    const mog_loss_batch channels = {Agent::batch,           links,   1,
                                     agent.states.rows.gain, nullptr, nullptr};
    const double loss =
        mog_utility_loss(&utility, &channels, agent.y.data(), exact.data(), scratch.data());
    EXPECT_EQ(value, -loss);
    EXPECT_EQ(agent.dy, exact);
    settings.scale_free = true;
    Agent scaled(settings, MOG_OUTPUT_SIGMOID, 1);
    for (uint64_t first = 0; first < 20; first += 4)
        scaled.Explore(first);
    scaled.Learn();
    EXPECT_EQ(
        mog_dpg_gradient(scaled.dpg.get(), &scaled.states.rows, scaled.y.data(), scaled.dy.data()),
        value);
    for (size_t n = 0; n < exact.size(); n++)
        EXPECT_NEAR(scaled.dy[n], double(exact[n]) / value, 1e-6);
}

// What comes out in front of the activation is the gradient times twice the room ahead.
TEST(Dpg, InvertedGradientsFadeTowardsTheEndTheyPointTo) {
    for (int output : {MOG_OUTPUT_SIGMOID, MOG_OUTPUT_RELU6}) {
        mog_rl_settings settings = Rl(MOG_CRITIC_ORACLE);
        settings.invert = false;
        Agent plain(settings, output, 1);
        settings.invert = true;
        Agent inverted(settings, output, 1);
        for (Agent *agent : {&plain, &inverted}) {
            for (uint64_t first = 0; first < 20; first += 4)
                agent->Explore(first);
            agent->Learn();
            for (size_t n = 0; n < agent->y.size(); n++)
                agent->y[n] = float(n % 9 + 1) / 10;
            mog_dpg_gradient(agent->dpg.get(), &agent->states.rows, agent->y.data(),
                             agent->dy.data());
        }
        size_t up = 0;
        for (size_t n = 0; n < plain.y.size(); n++) {
            const double y = double(plain.y[n]), g = double(plain.dy[n]);
            const double slope = output == MOG_OUTPUT_SIGMOID ? y * (1 - y) : 0.25;
            const double room = g < 0 ? 1 - y : y;
            EXPECT_NEAR(double(inverted.dy[n]) * slope, g * 0.25 * 2 * room,
                        1e-6 * (1 + std::fabs(g)));
            up += g < 0;
        }
        EXPECT_GT(up, 0u);
        EXPECT_LT(up, plain.y.size());
    }
}

TEST(Dpg, StoresWhatWasDoneAndWhatItWasWorth) {
    mog_rl_settings settings = Rl(MOG_CRITIC_PER_LINK);
    settings.vertices = 0.5;
    Agent agent(settings, MOG_OUTPUT_SIGMOID, 1);
    const double mean = agent.Explore(4);
    double sum = 0;
    for (size_t e = 0; e < Agent::acts; e++) {
        const float *a = agent.Array("replay.action") + e * links;
        for (size_t i = 0; i < links; i++) {
            const float r = agent.Array("replay.reward")[e * links + i];
            EXPECT_NEAR(r, agent.toy.Rate(e % 2 == 1, {a, a + links}, i), 1e-5);
            sum += double(r) / double(Agent::acts);
        }
    }
    EXPECT_NEAR(mean, sum, 1e-5);
}

// Of RBs half of the experiences hold the assignment that was drawn, the others what from.
TEST(Dpg, StoresAssignmentsAndTheirProbabilities) {
    mog_rl_settings settings = Rl(MOG_CRITIC_PER_LINK);
    settings.replay = 4000;
    settings.vertices = 0;
    Agent agent(settings, MOG_OUTPUT_SOFTMAX, 2);
    for (uint64_t first = 4; first < 4004; first += 4)
        agent.Explore(first);
    const float *action = agent.Array("replay.action"), *reward = agent.Array("replay.reward");
    size_t one_hot = 0;
    for (size_t row = 0; row < 4000; row++) {
        const float *a = action + row * links * 2;
        bool possible = false;
        for (size_t assignment = 0; assignment < 8; assignment++) {
            const std::vector<double> rb = {double(assignment & 1), double(assignment >> 1 & 1),
                                            double(assignment >> 2)};
            bool rewarded = true, stored = true;
            for (size_t i = 0; i < links; i++) {
                const double rate = agent.toy.Rate(row % 2 == 1, rb, i);
                rewarded &= std::fabs(double(reward[row * links + i]) - rate) < 1e-5;
                stored &= double(a[2 * i + 1]) == rb[i] && double(a[2 * i]) == 1 - rb[i];
            }
            possible |= rewarded;
            one_hot += rewarded && stored;
        }
        EXPECT_TRUE(possible);
        for (size_t i = 0; i < links; i++)
            ASSERT_NEAR(a[2 * i] + a[2 * i + 1], 1, 1e-6);
    }
    EXPECT_NEAR(double(one_hot) / 4000, 0.5, 5 * 0.5 / std::sqrt(4000));
}

// What one agent has to keep makes another one go on in the same way, bit by bit.
TEST(Dpg, StateIsAllThereIs) {
    for (size_t width : {1, 3}) {
        const int output = width == 1 ? MOG_OUTPUT_SIGMOID : MOG_OUTPUT_SOFTMAX;
        Agent one(Rl(MOG_CRITIC_WHOLE), output, width), two(Rl(MOG_CRITIC_WHOLE), output, width);
        uint64_t first = 0;
        for (; first < 100; first += 4) {
            one.Explore(first);
            one.Learn();
        }
        const mog_state from = one.State(), to = two.State();
        ASSERT_EQ(from.array_count, to.array_count);
        for (size_t i = 0; i < from.array_count; i++) {
            ASSERT_EQ(from.array[i].count, to.array[i].count);
            std::memcpy(to.array[i].data, from.array[i].data, from.array[i].count * sizeof(float));
        }
        for (size_t i = 0; i < from.number_count; i++)
            *to.number[i].value = *from.number[i].value;
        for (; first < 140; first += 4) {
            EXPECT_EQ(one.Explore(first), two.Explore(first));
            EXPECT_EQ(one.Learn(), two.Learn());
        }
        EXPECT_EQ(mog_dpg_gradient(one.dpg.get(), &one.states.rows, one.y.data(), one.dy.data()),
                  mog_dpg_gradient(two.dpg.get(), &two.states.rows, two.y.data(), two.dy.data()));
        EXPECT_EQ(one.dy, two.dy);
    }
}

std::string Refusal(int critic, int output) {
    const mog_rl_settings settings = Rl(critic);
    const mog_network_settings architecture = Architecture();
    const mog_dpg_shape shape = {output, 2, SumRate(), {1, links, 1, 2, experience_parts}, 1};
    mog_error error;
    mog_dpg *none;
    EXPECT_EQ(mog_dpg_create(&settings, &architecture, &shape, 1, &none, &error),
              MOG_ERROR_ARGUMENT);
    EXPECT_EQ(none, nullptr);
    return error.message;
}

TEST(Dpg, RefusesWhatHasNoGradient) {
    EXPECT_NE(Refusal(MOG_CRITIC_WHOLE, MOG_OUTPUT_BETA).find("network.output"), std::string::npos);
    EXPECT_NE(Refusal(MOG_CRITIC_ORACLE, MOG_OUTPUT_SOFTMAX).find("oracle"), std::string::npos);
}

} // namespace
