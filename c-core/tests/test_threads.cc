// SPDX-License-Identifier: GPL-2.0-or-later
// What the headers let several threads do at once: under ThreadSanitizer, these tests are its
// proof.
#include "allocation_fixture.h"

#include "mog/blas.h"
#include "mog/file.h"
#include "mog/random.h"
#include "vecmath.h"

extern "C" {
#include "learn/run/trainer.h"
}

#include <thread>

namespace {

/** Runs a function in several threads at once; whether it gave the same in all. */
template <typename F> bool SameInAllThreads(F compute) {
    const size_t count = 6;
    const auto expected = compute();
    std::vector<decltype(compute())> results(count);
    std::vector<std::thread> threads;
    for (size_t t = 0; t < count; t++)
        threads.emplace_back([&, t] { results[t] = compute(); });
    for (std::thread &thread : threads)
        thread.join();
    return std::all_of(results.begin(), results.end(),
                       [&](const auto &result) { return result == expected; });
}

class SharedPolicy : public testing::TestWithParam<std::string> {};
INSTANTIATE_TEST_SUITE_P(Threads, SharedPolicy, testing::ValuesIn(Presets({"sup"})),
                         [](const auto &info) {
                             std::string name = info.param;
                             std::replace(name.begin(), name.end(), '-', '_');
                             return name;
                         });

/** One policy, a workspace for each thread. */
TEST_P(SharedPolicy, DecidesTheSameInEveryThread) {
    Given given;
    const auto policy = given.Policy(GetParam());
    const mog_problem problem = mog_dataset_problem(given.SetFor(GetParam()));
    EXPECT_TRUE(SameInAllThreads([&] {
        Decision decision;
        const auto runner = mogtest::Runner(policy.get(), 2, kLinks);
        for (int i = 0; i < 20; i++) {
            const mog_allocation out = decision.View();
            EXPECT_EQ(mog_policy_run(runner.get(), &problem, &out, nullptr), MOG_OK);
        }
        return decision.power;
    }));
}

/** Everything is made and freed in every thread, files included. */
TEST(Threads, HaveLivesOfTheirOwn) {
    const TemporaryDirectory directory;
    EXPECT_TRUE(SameInAllThreads([&] {
        const Owned<mog_dataset> data = Channels("rb_pairwise", "rb-local-search");
        mog_error error = {};
        mog_recipe recipe;
        mog_preset_find("rb-mlp-sup", &recipe, &error);
        const auto trainer = mogtest::Made<mog_trainer>(mog_trainer_create, &error, &recipe,
                                                        "rb-local-search", data.get(), nullptr);
        EXPECT_EQ(mog_trainer_step(trainer.get(), &error), MOG_OK) << error.message;
        EXPECT_EQ(mog_trainer_save(trainer.get(), (directory / "same").c_str(), &error), MOG_OK)
            << error.message;
        const float *parameter = trainer->state.parameter;
        return std::vector<float>(parameter, parameter + trainer->state.count);
    }));
    EXPECT_EQ(directory.List(), std::vector<std::string>{"same"});
}

} // namespace
