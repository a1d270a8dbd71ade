// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * Objects of policies and networks that free themselves.
 */
#ifndef MOG_TESTS_OWNED_H
#define MOG_TESTS_OWNED_H

#include "mog/dataset.h"
#include "mog/policy.h"

#include <memory>

namespace mogtest {

struct OwnedDeleter {
    void operator()(mog_policy *policy) const {
        mog_policy_free(policy);
    }
    void operator()(mog_policy_workspace *workspace) const {
        mog_policy_workspace_free(workspace);
    }
    void operator()(mog_policy_sparse_workspace *workspace) const {
        mog_policy_sparse_workspace_free(workspace);
    }
    void operator()(mog_network *network) const {
        mog_network_free(network);
    }
    void operator()(mog_dataset *dataset) const {
        mog_dataset_free(dataset);
    }
};
template <typename T> using Owned = std::unique_ptr<T, OwnedDeleter>;

} // namespace mogtest

#endif
