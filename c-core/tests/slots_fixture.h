// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * Data sets that are played over time, and who decides on them.
 */
#ifndef MOG_TESTS_SLOTS_FIXTURE_H
#define MOG_TESTS_SLOTS_FIXTURE_H

#include "generated_fixture.h"
#include "mog/slots.h"
#include "radio_fixture.h"

#include <gtest/gtest.h>
#include <memory>
#include <string>
#include <vector>

namespace mogtest {

using Slots = Owned<mog_slots>;

inline mog_slots_settings SlotsSettings(int fading, size_t count) {
    mog_slots_settings settings;
    mog_slots_default(&settings);
    settings.fading = fading;
    settings.count = count;
    return settings;
}

inline mog_scenario GicScenario(size_t links) {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.links = links;
    return scenario;
}

inline Slots CreateSlots(const mog_slots_settings &settings, const mog_utility &utility,
                         const Dataset &dataset, size_t first, size_t count) {
    mog_error error{};
    Slots slots(mogtest::Made<mog_slots>(mog_slots_create, &error, &settings, &utility,
                                         dataset.get(), first, count));
    EXPECT_TRUE(slots) << error.message;
    return slots;
}

/** Decides by one solver for the weights and prices of the slot. */
class SolverDecides {
  public:
    SolverDecides(const char *name, size_t links, size_t n_rb = 1) {
        mog_error error{};
        m_solver = Made<mog_solver>(mog_solver_create, &error, name, nullptr, nullptr, links, n_rb);
        EXPECT_TRUE(m_solver) << error.message;
    }
    static mog_status Decide(void *context, const mog_problem *problem, uint64_t first,
                             const mog_allocation *allocation, mog_error *error) {
        return mog_solver_run(static_cast<SolverDecides *>(context)->m_solver.get(), problem, first,
                              allocation, nullptr, error);
    }

  private:
    Solver m_solver;
};

/** What links have had after a play. */
struct Played {
    std::vector<double> rate, power, served, weight;
};

inline Played Play(const mog_slots_settings &settings, const mog_utility &utility,
                   const Dataset &dataset, mog_slots_decide decide, void *context) {
    const size_t links = dataset->samples * dataset->links;
    Played p{std::vector<double>(links, -1), std::vector<double>(links, -1),
             std::vector<double>(links, -1), std::vector<double>(links, -1)};
    mog_error error{};
    EXPECT_EQ(mog_slots_play(&settings, &utility, dataset.get(), decide, context, p.rate.data(),
                             p.power.data(), p.served.data(), p.weight.data(), &error),
              MOG_OK)
        << error.message;
    return p;
}

inline Played PlaySolver(const mog_slots_settings &settings, const mog_utility &utility,
                         const Dataset &dataset, const char *solver) {
    SolverDecides decides(solver, dataset->links, dataset->n_rb);
    return Play(settings, utility, dataset, SolverDecides::Decide, &decides);
}

} // namespace mogtest

#endif
