// SPDX-License-Identifier: GPL-2.0-or-later
// What public headers say does not allocate, with an allocator that counts.
#include "allocation_fixture.h"
#include "owned.h"

#include <numeric>

extern "C" {
#include "slots/slots.h"
}

namespace {

Case RunCase(const std::string &preset) {
    return {"policy_run " + preset, [preset](Given &given) -> Act {
                const auto policy = given.Policy(preset);
                const std::shared_ptr<mog_policy_runner> runner =
                    mogtest::Runner(policy.get(), 2, kLinks);
                const auto decision = std::make_shared<Decision>();
                return [&given, policy, runner, decision, preset](mog_error *error) {
                    const mog_problem problem = mog_dataset_problem(given.SetFor(preset));
                    const mog_allocation out = decision->View();
                    return mog_policy_run(runner.get(), &problem, &out, error);
                };
            }};
}

/** Everybody hears everybody. */
Case SparseCase() {
    return {"policy_run_sparse", [](Given &given) -> Act {
                const auto policy = given.Policy("pcgnn-sup");
                const std::shared_ptr<mog_policy_runner> runner =
                    mogtest::SparseRunner(policy.get(), 2, 2);
                return [policy, runner](mog_error *error) {
                    static const double direct[] = {1, 2}, gain[] = {0.5, 0.25},
                                        reverse[] = {0.25, 0.5};
                    static const size_t first[] = {0, 1, 2};
                    static const uint32_t from[] = {1, 0};
                    mog_sparse_problem problem = {};
                    problem.links = 2;
                    problem.direct = direct;
                    problem.first = first;
                    problem.from = from;
                    problem.gain = gain;
                    problem.reverse = reverse;
                    problem.noise_power = 1;
                    double power[2];
                    return mog_policy_run_sparse(runner.get(), &problem, power, error);
                };
            }};
}

Case SolverCase(const char *name) {
    return {std::string("solver_run ") + name, [name](Given &given) -> Act {
                const mog_dataset *set =
                    mog_solver_describe(name).decides_rb ? given.rbs.get() : given.powers.get();
                const std::shared_ptr<mog_solver> solver(mogtest::Made<mog_solver>(
                    mog_solver_create, nullptr, name, nullptr, nullptr, kLinks, set->n_rb));
                const auto decision = std::make_shared<Decision>();
                return [set, solver, decision](mog_error *error) {
                    const mog_problem problem = mog_dataset_problem(set);
                    const mog_allocation out = decision->View();
                    return mog_solver_run(solver.get(), &problem, 0, &out, nullptr, error);
                };
            }};
}

Case RefineCase(size_t moves) {
    return {"refine " + std::to_string(moves), [moves](Given &given) -> Act {
                const mog_refinement refinement = {moves, 5};
                const std::shared_ptr<mog_refiner> refiner(mogtest::Made<mog_refiner>(
                    mog_refiner_create, nullptr, &refinement, nullptr, kLinks, given.rbs->n_rb));
                const auto decision = std::make_shared<Decision>();
                return [&given, refiner, decision](mog_error *error) {
                    const mog_problem problem = mog_dataset_problem(given.rbs.get());
                    const mog_allocation out = decision->View();
                    return mog_refine(refiner.get(), &problem, &out, error);
                };
            }};
}

Case SlotsCase(const char *fading) {
    return {std::string("slots_take ") + fading, [fading](Given &given) -> Act {
                mog_slots_settings settings;
                mog_slots_default(&settings);
                mog_settings_parse(&mog_slots_section, &settings, "fading", fading, nullptr);
                mog_utility utility;
                mog_utility_default(&utility);
                mog_error error = {};
                const std::shared_ptr<mog_slots> slots(mogtest::Made<mog_slots>(
                    mog_slots_create, &error, &settings, &utility, given.rbs.get(), 0, kSamples));
                EXPECT_TRUE(slots) << error.message;
                const auto decision = std::make_shared<Decision>();
                return [slots, decision](mog_error *failure) {
                    mog_problem problem;
                    mog_slots_next(slots.get(), &problem);
                    const mog_allocation allocation = decision->View();
                    return mog_slots_take(slots.get(), &allocation, failure);
                };
            }};
}

Case RatesCase() {
    return {"rates", [](Given &given) -> Act {
                return [&given](mog_error *) {
                    const mog_problem problem = mog_dataset_problem(given.rbs.get());
                    const mog_labels *labels = &given.rbs->labels[0];
                    double rate[kSamples * kLinks];
                    mog_rates(&problem, labels->rb, labels->power, rate, nullptr);
                    mog_sum_rate(&problem, labels->rb, labels->power, rate, nullptr);
                    return MOG_OK;
                };
            }};
}

std::vector<Case> AllCases() {
    std::vector<Case> cases = {SparseCase(), RefineCase(0), RefineCase(3), SlotsCase("static"),
                               RatesCase()};
    for (const std::string &preset : Presets({"sup"}))
        cases.push_back(RunCase(preset));
    for (const char *const *name = mog_solver_names(); *name != nullptr; name++)
        if (std::string(*name) != "optimum") /* whose tree of boxes grows */
            cases.push_back(SolverCase(*name));
    return cases;
}

class NoAllocation : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(Counted, NoAllocation, testing::ValuesIn(AllCases()), CaseName);

TEST_P(NoAllocation, AsTheHeaderSays) {
    Given given;
    const Act act = GetParam().prepare(given);
    mog_error error = {};
    Allocations allocations;
    for (int i = 0; i < 3; i++)
        ASSERT_EQ(act(&error), MOG_OK) << error.message;
    EXPECT_EQ(allocations.Asked(), 0u);
}

} // namespace
