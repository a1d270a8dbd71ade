// SPDX-License-Identifier: GPL-2.0-or-later
// Every allocation of everything that allocates fails once, as in GraphBLAS' "brutal malloc" tests:
// the status is MOG_ERROR_MEMORY in both places, nothing is lost, nothing is left on the disk.
#include "allocation_fixture.h"
#include "data/dataset.h"
#include "hdf5_fixture.h"
#include "owned.h"

#include <algorithm>

namespace {

/** Frees what a creator gave, and says what it comes to. */
template <typename T> mog_status Made(T *object, void (*release)(T *), const mog_error *error) {
    const mog_status status = object != nullptr ? MOG_OK : error->status;
    release(object);
    return status;
}

mog_status DecideHalf(void *, const mog_problem *problem, uint64_t, const mog_allocation *out,
                      mog_error *) {
    std::fill_n(out->power, problem->samples * problem->links, 0.5);
    std::fill_n(out->rb, problem->samples * problem->links, 0);
    return MOG_OK;
}

std::vector<Case> DatasetCases() {
    return {
        {"dataset_create",
         [](Given &) -> Act {
             return [](mog_error *error) {
                 mog_dataset *made;
                 const mog_status status = mog_dataset_create(3, kLinks, 2, 15, &made, error);
                 mog_dataset_free(made);
                 return status;
             };
         }},
        {"dataset_create_like",
         [](Given &given) -> Act {
             return [&given](mog_error *error) {
                 mog_dataset *made;
                 const mog_status status =
                     mog_dataset_create_like(given.powers.get(), 2, &made, error);
                 mog_dataset_free(made);
                 return status;
             };
         }},
        {"dataset_generate",
         [](Given &given) -> Act {
             return [&given](mog_error *error) {
                 mog_dataset *made;
                 const mog_status status =
                     mog_dataset_generate(&given.places->scenario, 1, 0, 3, &made, error);
                 mog_dataset_free(made);
                 return status;
             };
         }},
        {"dataset_add_labels",
         [](Given &given) -> Act {
             return [&given](mog_error *error) {
                 mog_labels *labels;
                 return mog_dataset_add_labels(given.rbs.get(), "other",
                                               MOG_LABELS_BOUND | MOG_LABELS_VALUE, &labels, error);
             };
         }},
        {"dataset_write",
         [](Given &given) -> Act {
             return [&given](mog_error *error) {
                 return mog_dataset_write(given.rbs.get(), given.out.c_str(), error);
             };
         }},
        {"dataset_read",
         [](Given &given) -> Act {
             mog_dataset_write(given.rbs.get(), given.out.c_str(), nullptr);
             return [&given](mog_error *error) {
                 mog_dataset *read;
                 const mog_status status = mog_dataset_read(given.out.c_str(), &read, error);
                 mog_dataset_free(read);
                 return status;
             };
         }},
        {"decisions_write",
         [](Given &given) -> Act {
             return [&given](mog_error *error) {
                 Decision decision;
                 return mogtest::WriteDecisions(given.out, kSamples, kLinks, decision.View(),
                                                error);
             };
         }},
        {"csi_apply",
         [](Given &given) -> Act {
             return [&given](mog_error *error) {
                 mog_csi_settings settings;
                 mog_csi_default(&settings);
                 settings.kind = MOG_CSI_NOISY;
                 return mog_csi_apply(&settings, 0, given.places.get(), error);
             };
         }},
        {"slots_play",
         [](Given &given) -> Act {
             return [&given](mog_error *error) {
                 mog_slots_settings settings;
                 mog_slots_default(&settings);
                 settings.count = 3;
                 mog_utility utility;
                 mog_utility_default(&utility);
                 std::vector<double> rate(kSamples * kLinks);
                 return mog_slots_play(&settings, &utility, given.rbs.get(), DecideHalf, nullptr,
                                       rate.data(), nullptr, nullptr, nullptr, error);
             };
         }},
        {"file",
         [](Given &given) -> Act {
             return [&given](mog_error *error) {
                 mog_file *file;
                 const mog_status status = mog_file_create(given.out.c_str(), &file, error);
                 return status == MOG_OK ? mog_file_commit(file, error) : status;
             };
         }},
        {"refiner_create",
         [](Given &) -> Act {
             return [](mog_error *error) {
                 const mog_refinement refinement = {3, 3};
                 mog_refiner *refiner;
                 const mog_status status =
                     mog_refiner_create(&refinement, nullptr, kLinks, 2, &refiner, error);
                 mog_refiner_free(refiner);
                 return status;
             };
         }},
    };
}

Case SolverCase(const char *name) {
    return {std::string("solver ") + name, [name](Given &given) -> Act {
                return [&given, name](mog_error *error) {
                    const mog_dataset *set =
                        mog_solver_describe(name).decides_rb ? given.rbs.get() : given.powers.get();
                    const mog_problem problem = mog_dataset_problem(set);
                    const auto solver = mogtest::Made<mog_solver>(
                        mog_solver_create, error, name, nullptr, nullptr, kLinks, set->n_rb);
                    if (!solver)
                        return error->status;
                    Decision decision;
                    const mog_allocation out = decision.View();
                    return mog_solver_run(solver.get(), &problem, 0, &out, nullptr, error);
                };
            }};
}

Case TrainerCase(const std::string &preset) {
    return {"train " + preset, [preset](Given &given) -> Act {
                return [&given, preset](mog_error *error) {
                    const auto trainer = given.Train(preset, error);
                    return trainer ? mog_trainer_step(trainer.get(), error) : error->status;
                };
            }};
}

Case SaveCase(const std::string &preset) {
    return {"save " + preset, [preset](Given &given) -> Act {
                const auto trainer = given.Train(preset, nullptr);
                return [&given, trainer](mog_error *error) {
                    return mog_trainer_save(trainer.get(), given.out.c_str(), error);
                };
            }};
}

Case RestoreCase(const std::string &preset) {
    return {"restore " + preset,
            [preset](Given &given) -> Act {
                const auto trainer = given.Train(preset, nullptr);
                mog_trainer_save(trainer.get(), given.out.c_str(), nullptr);
                return [&given, trainer](mog_error *error) {
                    return mog_trainer_restore(trainer.get(), given.out.c_str(), error);
                };
            },
            true};
}

std::vector<Case> PolicyCases(const std::string &preset) {
    return {
        {"trainer_policy " + preset,
         [preset](Given &given) -> Act {
             const auto trainer = given.Train(preset, nullptr);
             return [trainer](mog_error *error) {
                 const mog_policy_note notes[] = {{"a", "b"}, {"c", "d"}};
                 mog_policy *policy;
                 const mog_status status =
                     mog_trainer_policy(trainer.get(), notes, 2, &policy, error);
                 mog_policy_free(policy);
                 return status;
             };
         }},
        {"policy_create " + preset,
         [preset](Given &given) -> Act {
             const mog_network_settings settings =
                 mog_policy_info_of(given.Policy(preset).get())->settings;
             return [settings](mog_error *error) {
                 mog_policy *policy;
                 const mog_status status =
                     mog_policy_create(&settings, nullptr, kLinks, 1, &policy, error);
                 mog_policy_free(policy);
                 return status;
             };
         }},
        {"policy_runner " + preset,
         [preset](Given &given) -> Act {
             const auto policy = given.Policy(preset);
             return [policy](mog_error *error) {
                 const mog_policy_use use = {3, kLinks, 0, false, 0};
                 mog_policy_runner *runner;
                 const mog_status status =
                     mog_policy_runner_create(policy.get(), &use, &runner, error);
                 mog_policy_runner_free(runner);
                 return status;
             };
         }},
    };
}

std::vector<Case> PolicyFileCases(const std::string &preset) {
    return {
        {"policy_save " + preset,
         [preset](Given &given) -> Act {
             const auto policy = given.Policy(preset);
             return [&given, policy](mog_error *error) {
                 return mog_policy_save(policy.get(), given.out.c_str(), error);
             };
         }},
        {"policy_load " + preset,
         [preset](Given &given) -> Act {
             mog_policy_save(given.Policy(preset).get(), given.out.c_str(), nullptr);
             return [&given](mog_error *error) {
                 mog_policy *policy;
                 const mog_status status = mog_policy_load(given.out.c_str(), &policy, error);
                 mog_policy_free(policy);
                 return status;
             };
         },
         true},
    };
}

std::vector<Case> CasesInMemory() {
    std::vector<Case> cases = DatasetCases();
    for (const char *const *name = mog_solver_names(); *name != nullptr; name++)
        cases.push_back(SolverCase(*name));
    for (const std::string &preset : Presets({"mog-fixed", "pg", "mog-dpg-fixed"}))
        cases.push_back(TrainerCase(preset));
    for (const std::string &preset : Presets({"sup"}))
        for (const Case &c : PolicyCases(preset))
            cases.push_back(c);
    return cases;
}

/** Through safetensors files, and with them jansson. */
std::vector<Case> CasesOfFiles() {
    std::vector<Case> cases;
    for (const std::string preset : {"mlp-mog-fixed", "rb-mlp-pg"}) {
        cases.push_back(SaveCase(preset));
        cases.push_back(RestoreCase(preset));
    }
    for (const Case &c : PolicyFileCases("pcgnn-sup"))
        cases.push_back(c);
    return cases;
}

class Allocation : public testing::TestWithParam<Case> {};
INSTANTIATE_TEST_SUITE_P(Memory, Allocation, testing::ValuesIn(CasesInMemory()), CaseName);
INSTANTIATE_TEST_SUITE_P(Files, Allocation, testing::ValuesIn(CasesOfFiles()), CaseName);

TEST_P(Allocation, FailsInGoodOrder) {
    Given given;
    const Act act = GetParam().prepare(given);
    const std::vector<std::string> files = given.directory.List();
    const std::string before = ReadFile(given.out);
    const size_t most = 2000;
    for (size_t n = 1; n < most; n++) {
        mog_error error = {};
        Allocations allocations;
        allocations.SpareJson(GetParam().reads_json);
        allocations.FailAt(n);
        const mog_status status = act(&error);
        if (allocations.Asked() < n) {
            EXPECT_EQ(status, MOG_OK) << error.message;
            return;
        }
        ASSERT_EQ(status, MOG_ERROR_MEMORY) << "allocation " << n << ": " << error.message;
        ASSERT_EQ(error.status, MOG_ERROR_MEMORY) << "allocation " << n << ": " << error.message;
        ASSERT_NE(std::string(error.message), "") << "allocation " << n;
        ASSERT_EQ(allocations.Live(), 0u) << "allocation " << n << " failed, and these stayed";
        ASSERT_EQ(given.directory.List(), files) << "allocation " << n;
        ASSERT_TRUE(mogtest::SameBytes(ReadFile(given.out), before)) << "allocation " << n;
    }
    FAIL() << "no end";
}

} // namespace
