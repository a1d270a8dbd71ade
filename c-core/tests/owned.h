// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * Objects of c-core that free themselves.
 */
#ifndef MOG_TESTS_OWNED_H
#define MOG_TESTS_OWNED_H

#include "mog/dataset.h"
#include "mog/learn.h"
#include "mog/policy.h"
#include "mog/solve.h"

extern "C" {
#include "nn/network.h"
}

#include <gtest/gtest.h>
#include <memory>

extern "C" {
#include "policy/decision.h"
#include "slots/slots.h"
}

namespace mogtest {

struct OwnedDeleter {
    void operator()(mog_policy *policy) const {
        mog_policy_free(policy);
    }
    void operator()(mog_policy_runner *runner) const {
        mog_policy_runner_free(runner);
    }
    void operator()(mog_network *network) const {
        mog_network_free(network);
    }
    void operator()(mog_network_workspace *workspace) const {
        mog_network_workspace_free(workspace);
    }
    void operator()(mog_trainer *trainer) const {
        mog_trainer_free(trainer);
    }
    void operator()(mog_dataset *dataset) const {
        mog_dataset_free(dataset);
    }
    void operator()(mog_solver *solver) const {
        mog_solver_free(solver);
    }
    void operator()(mog_refiner *refiner) const {
        mog_refiner_free(refiner);
    }
    void operator()(mog_decision *decision) const {
        mog_decision_free(decision);
    }
    void operator()(mog_slots *slots) const {
        mog_slots_free(slots);
    }
};
template <typename T> using Owned = std::unique_ptr<T, OwnedDeleter>;

/** What a creator of c-core makes of arguments; nothing, and the error, where it fails. */
template <typename T, typename... Parameters, typename... Arguments>
Owned<T> Made(mog_status (*create)(Parameters...), mog_error *error, Arguments... arguments) {
    T *object = nullptr;
    const mog_status status = create(arguments..., &object, error);
    EXPECT_EQ(status == MOG_OK, object != nullptr);
    if (status != MOG_OK && error != nullptr) {
        EXPECT_EQ(status, error->status) << error->message;
    }
    return Owned<T>(object);
}

/** Labels that are added to a data set; nullptr, and the error, where that fails. */
inline mog_labels *NewLabels(mog_dataset *dataset, const char *solver, unsigned parts = 0,
                             mog_error *error = nullptr) {
    mog_labels *labels = nullptr;
    const mog_status status = mog_dataset_add_labels(dataset, solver, parts, &labels, error);
    EXPECT_EQ(status == MOG_OK, labels != nullptr);
    return labels;
}

/** Runs a policy on all gains. */
inline Owned<mog_policy_runner> Runner(const mog_policy *policy, size_t batch, size_t links,
                                       mog_error *error = nullptr) {
    mog_policy_use use;
    mog_policy_use_default(policy, &use);
    use.batch = batch;
    use.links = links;
    return Made<mog_policy_runner>(mog_policy_runner_create, error, policy, &use);
}

/** Runs a policy on those between neighbours. */
inline Owned<mog_policy_runner> SparseRunner(const mog_policy *policy, size_t links, size_t edges,
                                             mog_error *error = nullptr) {
    mog_policy_use use;
    mog_policy_use_default(policy, &use);
    use.links = links;
    use.sparse = true;
    use.edges = edges;
    return Made<mog_policy_runner>(mog_policy_runner_create, error, policy, &use);
}

} // namespace mogtest

#endif
