// SPDX-License-Identifier: GPL-2.0-or-later
// Files of decisions, and what their writer and that of labels refuse.
#include "hdf5_fixture.h"
#include "temporary.h"

#include "mog/io.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace {

using mogtest::TemporaryDirectory;

const size_t samples = 4, links = 3;

/** Decisions, and those from a sample on. */
struct Decisions {
    std::vector<double> power = std::vector<double>(samples * links, 0.5);
    std::vector<uint32_t> rb = std::vector<uint32_t>(samples * links);

    mog_allocation From(size_t sample) {
        return {rb.data() + sample * links, power.data() + sample * links};
    }
};

TEST(AllocationFile, OfChunksIsThatOfTheWhole) {
    const TemporaryDirectory directory;
    Decisions decided;
    mog_error error = {};
    ASSERT_EQ(mogtest::WriteDecisions(directory / "whole", samples, links, decided.From(0), &error),
              MOG_OK)
        << error.message;
    mog_dataset_writer *writer;
    ASSERT_EQ(mog_dataset_writer_create_decisions((directory / "parts").c_str(), samples, links,
                                                  &writer, &error),
              MOG_OK);
    for (size_t n = 0; n < samples; n++) {
        const mog_allocation one = decided.From(n);
        ASSERT_EQ(mog_dataset_writer_put_decisions(writer, 1, &one, &error), MOG_OK);
    }
    ASSERT_EQ(mog_dataset_writer_commit(writer, &error), MOG_OK) << error.message;
    EXPECT_TRUE(mogtest::ReadFile(directory / "parts") == mogtest::ReadFile(directory / "whole"));
}

TEST(AllocationFile, OfTooFewOrTooManyIsNotThere) {
    const TemporaryDirectory directory;
    Decisions decided;
    const mog_allocation all = decided.From(0);
    mog_error error = {};
    mog_dataset_writer *writer;
    ASSERT_EQ(mog_dataset_writer_create_decisions((directory / "a.h5").c_str(), samples, links,
                                                  &writer, &error),
              MOG_OK);
    ASSERT_EQ(mog_dataset_writer_put_decisions(writer, 3, &all, &error), MOG_OK);
    EXPECT_EQ(mog_dataset_writer_put_decisions(writer, 2, &all, &error), MOG_ERROR_ARGUMENT);
    EXPECT_NE(std::string(error.message).find("more than the 4 samples"), std::string::npos);
    EXPECT_EQ(mog_dataset_writer_commit(writer, &error), MOG_ERROR_ARGUMENT);
    EXPECT_NE(std::string(error.message).find("only 3 of 4 samples"), std::string::npos);
    EXPECT_TRUE(directory.List().empty());
}

TEST(AllocationFile, IsRefusedWhereNothingCanBeWritten) {
    Decisions decided;
    mog_error error = {};
    EXPECT_EQ(mogtest::WriteDecisions("/nonexistent/a.h5", samples, links, decided.From(0), &error),
              MOG_ERROR_IO);
    EXPECT_NE(std::string(error.message).find("/nonexistent/a.h5"), std::string::npos);
}

TEST(LabelsFile, NeedsADataSetAndAName) {
    const TemporaryDirectory directory;
    mog_error error = {};
    mog_dataset_writer *writer;
    EXPECT_EQ(mog_dataset_writer_add_labels((directory / "none.h5").c_str(), "fplinq", samples,
                                            &writer, &error),
              MOG_ERROR_MISSING);
    EXPECT_NE(std::string(error.message).find("none.h5"), std::string::npos) << error.message;
    EXPECT_EQ(
        mog_dataset_writer_add_labels((directory / "").c_str(), "fplinq", samples, &writer, &error),
        MOG_ERROR_IO);
    EXPECT_EQ(mog_dataset_writer_add_labels((directory / "none.h5").c_str(),
                                            std::string(100, 'x').c_str(), samples, &writer,
                                            &error),
              MOG_ERROR_ARGUMENT);
    EXPECT_EQ(writer, nullptr);
    EXPECT_TRUE(directory.List().empty());
    mog_dataset_writer_abort(nullptr);
}

} // namespace
