// SPDX-License-Identifier: GPL-2.0-or-later
// The library's version, its features, and memory that comes from the host program.
#include "mog/mog.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <cstdlib>
#include <set>
#include <string>

namespace {

TEST(Library, HasAVersionOfThreeNumbers) {
    int major, minor, patch, end = 0;
    const std::string version = mog_version();
    ASSERT_EQ(std::sscanf(version.c_str(), "%d.%d.%d%n", &major, &minor, &patch, &end), 3);
    EXPECT_EQ(static_cast<size_t>(end), version.size());
}

// Names of files and texts in them may hold anything.
TEST(Library, SaysWhatIsWrongInOneLine) {
    mog_error error;
    EXPECT_EQ(mog_fail(&error, MOG_ERROR_DATA, "%s: \x1b[2J\t\xc3\xa9", "a\nb"), MOG_ERROR_DATA);
    EXPECT_STREQ(error.message, "a?b: ?[2J?\xc3\xa9");
}

TEST(Library, NamesItsFeaturesOnce) {
    std::set<std::string> names;
    for (const char *const *name = mog_features(); *name != nullptr; name++)
        EXPECT_TRUE(names.insert(*name).second) << *name;
    EXPECT_EQ(names.count("hdf5"), 1u) << "these tests read data sets";
}

/** Gives memory at odd places, and keeps count. */
struct Host {
    size_t live = 0, bytes = 0;

    static void *Allocate(size_t bytes, void *context) {
        auto *self = static_cast<Host *>(context);
        self->live++;
        self->bytes += bytes;
        auto *memory = static_cast<char *>(std::malloc(bytes + 16));
        return memory + 16;
    }
    static void Release(void *memory, void *context) {
        static_cast<Host *>(context)->live--;
        std::free(static_cast<char *>(memory) - 16);
    }
};

class Allocator : public testing::Test {
  protected:
    void TearDown() override {
        mog_set_allocator(nullptr, nullptr);
    }
    Host host;
    const mog_allocator allocator = {Host::Allocate, Host::Release, &host};
};

TEST_F(Allocator, GivesAllMemory) {
    ASSERT_EQ(mog_set_allocator(&allocator, nullptr), MOG_OK);
    mog_dataset *data;
    ASSERT_EQ(mog_dataset_create(10, 4, 1, 0, &data, nullptr), MOG_OK);
    EXPECT_GE(host.bytes, 10 * 4 * 4 * sizeof(double));
    EXPECT_EQ(reinterpret_cast<uintptr_t>(data->gain) % 64, 0u);
    EXPECT_EQ(data->gain[159], 0);
    mog_dataset_free(data);
    EXPECT_EQ(host.live, 0u);
}

TEST_F(Allocator, TakesBackWhatIsItsOwn) {
    mog_dataset *before, *hosted;
    ASSERT_EQ(mog_dataset_create(1, 2, 1, 0, &before, nullptr), MOG_OK);
    ASSERT_EQ(mog_set_allocator(&allocator, nullptr), MOG_OK);
    ASSERT_EQ(mog_dataset_create(1, 2, 1, 0, &hosted, nullptr), MOG_OK);
    const size_t live = host.live;
    EXPECT_GT(live, 0u);
    mog_dataset_free(before);
    EXPECT_EQ(host.live, live);
    ASSERT_EQ(mog_set_allocator(nullptr, nullptr), MOG_OK);
    mog_dataset_free(hosted);
    EXPECT_EQ(host.live, 0u);
}

TEST_F(Allocator, NeedsBothFunctions) {
    for (const mog_allocator &half : {mog_allocator{Host::Allocate, nullptr, &host},
                                      mog_allocator{nullptr, Host::Release, &host}}) {
        mog_error error = {};
        EXPECT_EQ(mog_set_allocator(&half, &error), MOG_ERROR_ARGUMENT);
        EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
    }
    mog_dataset *data;
    ASSERT_EQ(mog_dataset_create(1, 2, 1, 0, &data, nullptr), MOG_OK);
    mog_dataset_free(data);
    EXPECT_EQ(host.bytes, 0u) << "the one before is still there";
}

} // namespace
