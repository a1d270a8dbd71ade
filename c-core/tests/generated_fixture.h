// SPDX-License-Identifier: GPL-2.0-or-later
/**
 * @file
 * Data sets of the library's own scenarios.
 */
#ifndef MOG_TESTS_GENERATED_FIXTURE_H
#define MOG_TESTS_GENERATED_FIXTURE_H

#include "hdf5_fixture.h"

#include <gtest/gtest.h>

namespace mogtest {

inline Dataset GenerateSet(const mog_scenario &scenario, size_t samples, uint64_t first = 0,
                           uint64_t seed = 7) {
    mog_error error{};
    Dataset dataset =
        mogtest::Made<mog_dataset>(mog_dataset_generate, &error, &scenario, seed, first, samples);
    EXPECT_TRUE(dataset) << error.message;
    return dataset;
}

} // namespace mogtest

#endif
