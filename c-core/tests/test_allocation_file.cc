// SPDX-License-Identifier: GPL-2.0-or-later
// Files of decisions, and what their writer and that of labels refuse.
#include "temporary.h"

#include "mog/io.h"

#include <gtest/gtest.h>
#include <string>
#include <vector>

namespace {

using mogtest::TemporaryDirectory;

const size_t samples = 4, links = 3;

struct Decisions {
    std::vector<double> power = std::vector<double>(samples * links, 0.5);
    std::vector<uint32_t> rb = std::vector<uint32_t>(samples * links);
};

TEST(AllocationFile, OfChunksIsThatOfTheWhole) {
    const TemporaryDirectory directory;
    const Decisions decided;
    mog_error error = {};
    ASSERT_EQ(mog_allocation_write((directory / "whole").c_str(), samples, links,
                                   decided.power.data(), decided.rb.data(), &error),
              MOG_OK)
        << error.message;
    mog_allocation_writer *writer;
    ASSERT_EQ(mog_allocation_writer_create((directory / "parts").c_str(), samples, links, &writer,
                                           &error),
              MOG_OK);
    for (size_t n = 0; n < samples; n++)
        ASSERT_EQ(mog_allocation_writer_put(writer, 1, decided.power.data() + n * links,
                                            decided.rb.data() + n * links, &error),
                  MOG_OK);
    ASSERT_EQ(mog_allocation_writer_commit(writer, &error), MOG_OK) << error.message;
    EXPECT_EQ(mogtest::ReadFile(directory / "parts"), mogtest::ReadFile(directory / "whole"));
}

TEST(AllocationFile, OfTooFewOrTooManyIsNotThere) {
    const TemporaryDirectory directory;
    const std::string path = directory / "a.h5";
    const Decisions decided;
    mog_error error = {};
    mog_allocation_writer *writer;
    ASSERT_EQ(mog_allocation_writer_create(path.c_str(), samples, links, &writer, &error), MOG_OK);
    ASSERT_EQ(mog_allocation_writer_put(writer, 3, decided.power.data(), decided.rb.data(), &error),
              MOG_OK);
    EXPECT_EQ(mog_allocation_writer_put(writer, 2, decided.power.data(), decided.rb.data(), &error),
              MOG_ERROR_ARGUMENT);
    EXPECT_NE(std::string(error.message).find("more than the 4 samples"), std::string::npos);
    EXPECT_EQ(mog_allocation_writer_commit(writer, &error), MOG_ERROR_ARGUMENT);
    EXPECT_NE(std::string(error.message).find("only 3 of 4 samples"), std::string::npos);
    EXPECT_TRUE(directory.List().empty());
    mog_allocation_writer_abort(nullptr);
}

TEST(AllocationFile, IsRefusedWhereNothingCanBeWritten) {
    const Decisions decided;
    mog_error error = {};
    EXPECT_EQ(mog_allocation_write("/nonexistent/a.h5", samples, links, decided.power.data(),
                                   decided.rb.data(), &error),
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
