// SPDX-License-Identifier: GPL-2.0-or-later
// Data set files: what is written comes back, in the same bytes.
#include "hdf5_fixture.h"
#include "temporary.h"

#include <algorithm>
#include <cmath>
#include <cstring>
#include <gtest/gtest.h>

namespace {

using mogtest::Dataset;
using mogtest::FillWell;
using mogtest::Hdf5File;
using mogtest::ReadFile;
using mogtest::ReadSet;
using mogtest::SameBytes;
using mogtest::TemporaryDirectory;
using mogtest::WriteDecisions;

Dataset Generate(mog_scenario_kind kind, size_t samples, size_t links) {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.kind = kind;
    scenario.links = links;
    scenario.shadowing_db = 1.0 / 3;
    scenario.rayleigh = true;
    return mogtest::Made<mog_dataset>(mog_dataset_generate, nullptr, &scenario, 0xfedcba9876543210u,
                                      5, samples);
}

void AddLabels(mog_dataset *dataset, const char *solver, bool with_bound) {
    mog_labels *labels = mogtest::NewLabels(dataset, solver, with_bound ? MOG_LABELS_BOUND : 0);
    ASSERT_NE(labels, nullptr);
    for (size_t i = 0; i < dataset->samples * dataset->links; i++)
        labels->power[i] = 1.0 / (1.0 + static_cast<double>(i));
    for (size_t n = 0; n < dataset->samples; n++) {
        labels->sum_rate[n] = 0.1 + static_cast<double>(n);
        if (with_bound)
            labels->bound[n] = 1.1 + static_cast<double>(n);
    }
}

void ExpectSame(const double *a, const double *b, size_t count, const char *what) {
    ASSERT_EQ(a == nullptr, b == nullptr) << what;
    if (a != nullptr) {
        EXPECT_EQ(std::memcmp(a, b, count * sizeof *a), 0) << what;
    }
}

/** Files keep notes in the order of their keys. */
void ExpectSame(const mog_notes &a, const mog_notes &b) {
    ASSERT_EQ(a.count, b.count);
    for (size_t n = 0; n < a.count; n++)
        EXPECT_STREQ(a.note[n].value, mog_notes_get(&b, a.note[n].key)) << a.note[n].key;
}

void ExpectSame(const mog_dataset *a, const mog_dataset *b) {
    ASSERT_EQ(a->samples, b->samples);
    ASSERT_EQ(a->links, b->links);
    ASSERT_EQ(a->n_rb, b->n_rb);
    ASSERT_EQ(a->per_rb, b->per_rb);
    const size_t s = a->samples, k = a->links;
    EXPECT_EQ(a->noise_power, b->noise_power);
    EXPECT_EQ(a->max_power, b->max_power);
    EXPECT_EQ(a->seed, b->seed);
    EXPECT_EQ(a->first, b->first);
    ExpectSame(a->gain, b->gain, s * (a->per_rb ? a->n_rb : 1) * k * k, "gain");
    ExpectSame(a->weight, b->weight, s * k, "weight");
    ExpectSame(a->price, b->price, s * k, "price");
    ExpectSame(a->weight_notes, b->weight_notes);
    ExpectSame(a->tx_position, b->tx_position, s * k * 2, "tx_position");
    ExpectSame(a->rx_position, b->rx_position, s * k * 2, "rx_position");
    ASSERT_EQ(a->has_scenario, b->has_scenario);
    const mog_section *section = &mog_scenario_section;
    for (size_t i = 0; a->has_scenario && i < section->count; i++) {
        char left[MOG_FIELD_TEXT_SIZE], right[MOG_FIELD_TEXT_SIZE];
        mog_settings_print(&section->fields[i], &a->scenario, left);
        mog_settings_print(&section->fields[i], &b->scenario, right);
        EXPECT_STREQ(left, right) << section->fields[i].name;
    }
    ASSERT_EQ(a->label_count, b->label_count);
    for (size_t i = 0; i < a->label_count; i++) {
        const mog_labels *other = mog_dataset_labels(b, a->labels[i].solver);
        ASSERT_NE(other, nullptr) << a->labels[i].solver;
        ExpectSame(a->labels[i].power, other->power, s * k, "power");
        const uint32_t *rb = a->labels[i].rb;
        ASSERT_EQ(rb == nullptr, other->rb == nullptr);
        EXPECT_TRUE(rb == nullptr || std::equal(rb, rb + s * k, other->rb));
        ExpectSame(a->labels[i].sum_rate, other->sum_rate, s, "sum_rate");
        ExpectSame(a->labels[i].value, other->value, s, "value");
        ExpectSame(a->labels[i].bound, other->bound, s, "bound");
        ExpectSame(a->labels[i].notes, other->notes);
    }
}

void ExpectRoundTrip(const mog_dataset *dataset) {
    TemporaryDirectory directory;
    const std::string path = directory / "a.h5";
    mog_error error = {};
    ASSERT_EQ(mog_dataset_write(dataset, path.c_str(), &error), MOG_OK) << error.message;
    EXPECT_EQ(directory.List(), std::vector<std::string>{"a.h5"});
    Dataset read = ReadSet(path, &error);
    ASSERT_TRUE(read) << error.message;
    ExpectSame(dataset, read.get());
}

TEST(DatasetFile, KeepsEveryBitOfAScenario) {
    for (const auto kind : {MOG_SCENARIO_GIC, MOG_SCENARIO_D2D}) {
        const Dataset dataset = Generate(kind, 7, 4);
        ASSERT_TRUE(dataset);
        AddLabels(dataset.get(), "fplinq", false);
        AddLabels(dataset.get(), "optimum", true);
        ExpectRoundTrip(dataset.get());
    }
}

TEST(DatasetFile, KeepsWeightsWithoutAScenario) {
    const Dataset dataset = mogtest::Made<mog_dataset>(mog_dataset_create, nullptr, 3, 2, 1,
                                                       MOG_DATASET_WEIGHTS | MOG_DATASET_POSITIONS);
    dataset->noise_power = 0.1;
    for (size_t i = 0; i < 3 * 2 * 2; i++) {
        dataset->gain[i] = std::ldexp(1.0, -1000 + 10 * static_cast<int>(i));
        dataset->tx_position[i] = -1.5 * static_cast<double>(i);
    }
    dataset->weight[4] = 0.7;
    ExpectRoundTrip(dataset.get());
}

/** A data set with everything that a file can hold. */
Dataset Everything() {
    Dataset dataset = mogtest::Made<mog_dataset>(mog_dataset_create, nullptr, 3, 2, 2,
                                                 MOG_DATASET_WEIGHTS | MOG_DATASET_PRICES |
                                                     MOG_DATASET_POSITIONS | MOG_DATASET_PER_RB);
    for (size_t i = 0; i < 6; i++) {
        dataset->weight[i] = 0.1 * static_cast<double>(i);
        dataset->price[i] = 1.0 / (1 + static_cast<double>(i));
    }
    mog_labels *labels =
        mogtest::NewLabels(dataset.get(), "rb-local-search", MOG_LABELS_BOUND | MOG_LABELS_VALUE);
    for (size_t n = 0; n < 3; n++) {
        labels->value[n] = -1.0 / (1 + static_cast<double>(n));
        labels->bound[n] = 0.1 + static_cast<double>(n);
        labels->rb[2 * n] = 1;
    }
    EXPECT_EQ(mog_notes_set(&labels->notes, "solver.sweeps", "100", nullptr), MOG_OK);
    EXPECT_EQ(
        mog_notes_set_section(&labels->notes, &mog_scenario_section, &dataset->scenario, nullptr),
        MOG_OK);
    EXPECT_EQ(mog_notes_set(&dataset->weight_notes, "utility.kind", "max-min", nullptr), MOG_OK);
    EXPECT_EQ(mog_notes_set(&dataset->weight_notes, "empty", "", nullptr), MOG_OK);
    return dataset;
}

TEST(DatasetFile, KeepsPricesValuesAndNotes) {
    const Dataset dataset = Everything();
    ExpectRoundTrip(dataset.get());
    EXPECT_EQ(mog_dataset_problem(dataset.get()).price, dataset->price);
}

/** Other programs may have attributes of their own there, and notes in other types. */
TEST(DatasetFile, TakesNotesFromWhatCanBeOne) {
    TemporaryDirectory directory;
    const std::string path = directory / "a.h5";
    {
        const Hdf5File file(path);
        FillWell(file);
        const hid_t group = H5Gopen2(file.Id(), "labels/fplinq", H5P_DEFAULT);
        const hid_t one = H5Screate(H5S_SCALAR), text = H5Tcopy(H5T_C_S1);
        const hsize_t extent = 3;
        const hid_t three = H5Screate_simple(1, &extent, nullptr);
        H5Tset_size(text, H5T_VARIABLE);
        const auto put = [&](const std::string &name, hid_t type, hid_t space, const void *value) {
            const hid_t attribute =
                H5Acreate2(group, name.c_str(), type, space, H5P_DEFAULT, H5P_DEFAULT);
            H5Awrite(attribute, type, value);
            H5Aclose(attribute);
        };
        const int sweeps = 100;
        const double gap = 0.25, list[] = {1, 2, 3};
        const std::string longer(600, 'x');
        const char *words = "energy-efficiency", *much = longer.c_str();
        put("solver.sweeps", H5T_NATIVE_INT, one, &sweeps);
        put("solver.gap", H5T_NATIVE_DOUBLE, one, &gap);
        put("utility.kind", text, one, &words);
        put("list", H5T_NATIVE_DOUBLE, three, list);
        put("much", text, one, &much);
        put(std::string(100, 'k'), H5T_NATIVE_INT, one, &sweeps);
        H5Tclose(text);
        H5Gclose(group);
    }
    mog_error error = {};
    const Dataset dataset = ReadSet(path, &error);
    ASSERT_TRUE(dataset) << error.message;
    const mog_notes &notes = dataset->labels[0].notes;
    EXPECT_EQ(notes.count, 3u);
    EXPECT_STREQ(mog_notes_get(&notes, "solver.sweeps"), "100");
    EXPECT_STREQ(mog_notes_get(&notes, "solver.gap"), "0.25");
    EXPECT_STREQ(mog_notes_get(&notes, "utility.kind"), "energy-efficiency");
    EXPECT_EQ(mog_notes_get(&notes, "much"), nullptr);
}

TEST(Notes, HoldWhatFits) {
    mog_notes notes = {};
    mog_error error = {};
    EXPECT_EQ(mog_notes_set(&notes, "a", "1", &error), MOG_OK);
    EXPECT_EQ(mog_notes_set(&notes, "a", "2", &error), MOG_OK);
    EXPECT_EQ(notes.count, 1u);
    EXPECT_STREQ(mog_notes_get(&notes, "a"), "2");
    EXPECT_EQ(mog_notes_get(&notes, "b"), nullptr);
    EXPECT_EQ(mog_notes_set(&notes, "", "1", &error), MOG_ERROR_ARGUMENT);
    EXPECT_EQ(mog_notes_set(&notes, std::string(64, 'k').c_str(), "1", &error), MOG_ERROR_ARGUMENT);
    EXPECT_EQ(mog_notes_set(&notes, "b", std::string(128, 'v').c_str(), &error),
              MOG_ERROR_ARGUMENT);
    for (int n = 1; n < MOG_MAX_NOTES; n++)
        EXPECT_EQ(mog_notes_set(&notes, std::to_string(n).c_str(), "1", &error), MOG_OK);
    EXPECT_EQ(mog_notes_set(&notes, "more", "1", &error), MOG_ERROR_ARGUMENT);
    EXPECT_NE(std::string(error.message).find("'more'"), std::string::npos) << error.message;
    EXPECT_EQ(mog_notes_set(&notes, "a", "3", &error), MOG_OK) << "in place of an older one";
}

TEST(DatasetFile, HoldsASingleLink) {
    ExpectRoundTrip(Generate(MOG_SCENARIO_GIC, 1, 1).get());
}

TEST(DatasetFile, HasTheSameBytesForTheSameData) {
    TemporaryDirectory directory;
    const Dataset dataset = Generate(MOG_SCENARIO_D2D, 3, 4);
    AddLabels(dataset.get(), "fplinq", true);
    ASSERT_EQ(mog_dataset_write(dataset.get(), (directory / "a").c_str(), nullptr), MOG_OK);
    ASSERT_EQ(mog_dataset_write(dataset.get(), (directory / "b").c_str(), nullptr), MOG_OK);
    EXPECT_TRUE(SameBytes(ReadFile(directory / "a"), ReadFile(directory / "b")));
}

TEST(DatasetFile, LeavesNothingWhereItCannotBeWritten) {
    TemporaryDirectory directory;
    directory.Put("file", "");
    const Dataset dataset = Generate(MOG_SCENARIO_GIC, 3, 4);
    double power[12] = {};
    uint32_t rb[12] = {};
    for (const std::string &path :
         {directory / "missing/a", directory / "file/a", std::string("/dev/full")}) {
        mog_error error = {};
        EXPECT_EQ(mog_dataset_write(dataset.get(), path.c_str(), &error), MOG_ERROR_IO);
        EXPECT_NE(std::string(error.message).find(path), std::string::npos) << error.message;
        EXPECT_EQ(WriteDecisions(path, 3, 4, {rb, power}, &error), MOG_ERROR_IO);
        EXPECT_NE(std::string(error.message).find(path), std::string::npos) << error.message;
    }
    EXPECT_EQ(directory.List(), std::vector<std::string>{"file"});
}

TEST(DatasetFile, KeepsResourceBlocks) {
    for (const auto kind : {MOG_SCENARIO_RB_PAIRWISE, MOG_SCENARIO_UPLINK})
        for (const bool rb_fading : {false, true})
            for (const size_t n_rb : {1, 3}) {
                mog_scenario scenario;
                mog_scenario_default(&scenario);
                scenario.kind = kind;
                scenario.links = 4;
                scenario.n_rb = n_rb;
                scenario.rb_fading = rb_fading;
                const Dataset dataset =
                    mogtest::Made<mog_dataset>(mog_dataset_generate, nullptr, &scenario, 1, 0, 5);
                ASSERT_TRUE(dataset);
                EXPECT_EQ(dataset->n_rb, n_rb);
                EXPECT_EQ(dataset->per_rb, rb_fading);
                AddLabels(dataset.get(), "rb-optimum", false);
                uint32_t *rb = dataset->labels[0].rb;
                ASSERT_NE(rb, nullptr);
                for (uint32_t i = 0; i < 20; i++)
                    rb[i] = n_rb == 1 ? 0 : i % 3;
                ExpectRoundTrip(dataset.get());
            }
}

/** Integers of another width, and data sets that know nothing of resource blocks. */
TEST(DatasetFile, ResourceBlocksOfAnotherProgramAreRead) {
    TemporaryDirectory directory;
    const std::string path = directory / "a.h5";
    {
        const Hdf5File file(path);
        FillWell(file);
        file.Number("n_rb", 3);
        file.Array("gain", {3, 3, 2, 2}, 0.5);
        file.Array("labels/fplinq/rb", {3, 2}, 2, H5T_STD_I64BE);
    }
    mog_error error = {};
    Dataset dataset = ReadSet(path, &error);
    ASSERT_TRUE(dataset) << error.message;
    EXPECT_EQ(dataset->n_rb, 3u);
    EXPECT_TRUE(dataset->per_rb);
    EXPECT_EQ(dataset->gain[35], 0.5);
    EXPECT_EQ(dataset->labels[0].rb[5], 2u);
    {
        const Hdf5File file(path);
        FillWell(file);
        file.Text("scenario.kind", "gic");
    }
    dataset = ReadSet(path, &error);
    ASSERT_TRUE(dataset) << error.message;
    EXPECT_EQ(dataset->n_rb, 1u);
    EXPECT_FALSE(dataset->per_rb);
    EXPECT_TRUE(std::all_of(dataset->labels[0].rb,
                            dataset->labels[0].rb + dataset->samples * dataset->links,
                            [](uint32_t rb) { return rb == 0; }));
    EXPECT_EQ(dataset->scenario.n_rb, 1u);
}

TEST(AllocationFile, HoldsPowersAndBlocks) {
    TemporaryDirectory directory;
    double power[6] = {0, 0.25, 1, 1.0 / 3, 1e-300, 0.5};
    uint32_t decided[6] = {0, 2, 1, 1, 0, 2};
    uint32_t zeros[6] = {};
    for (uint32_t *rb : {decided, zeros}) {
        ASSERT_EQ(WriteDecisions(directory / "a", 2, 3, {rb, power}), MOG_OK);
        const hid_t file = H5Fopen((directory / "a").c_str(), H5F_ACC_RDONLY, H5P_DEFAULT);
        ASSERT_GE(file, 0);
        double read[6] = {};
        uint32_t read_rb[6] = {9, 9, 9, 9, 9, 9};
        const hid_t powers = H5Dopen2(file, "/power", H5P_DEFAULT);
        const hid_t blocks = H5Dopen2(file, "/rb", H5P_DEFAULT);
        H5Dread(powers, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, read);
        H5Dread(blocks, H5T_NATIVE_UINT32, H5S_ALL, H5S_ALL, H5P_DEFAULT, read_rb);
        H5Dclose(powers);
        H5Dclose(blocks);
        H5Fclose(file);
        EXPECT_EQ(std::memcmp(read, power, sizeof power), 0);
        for (size_t n = 0; n < 6; n++)
            EXPECT_EQ(read_rb[n], rb[n]);
    }
}

TEST(AllocationFile, TakesNothingElse) {
    TemporaryDirectory directory;
    const std::string path = directory / "a";
    const Dataset dataset = Generate(MOG_SCENARIO_GIC, 2, 3);
    double power[6] = {};
    uint32_t rb[6] = {};
    const mog_allocation decisions = {rb, power}, without_rbs = {nullptr, power};
    mog_dataset_writer *writer;
    ASSERT_EQ(mog_dataset_writer_create_decisions(path.c_str(), 2, 3, &writer, nullptr), MOG_OK);
    EXPECT_EQ(mog_dataset_writer_put(writer, dataset.get(), nullptr), MOG_ERROR_ARGUMENT);
    EXPECT_EQ(mog_dataset_writer_put_decisions(writer, 3, &decisions, nullptr), MOG_ERROR_ARGUMENT);
    EXPECT_EQ(mog_dataset_writer_put_decisions(writer, 2, &without_rbs, nullptr),
              MOG_ERROR_ARGUMENT);
    EXPECT_EQ(mog_dataset_writer_commit(writer, nullptr), MOG_ERROR_ARGUMENT) << "none were put";
    ASSERT_EQ(mog_dataset_writer_create(path.c_str(), 2, &writer, nullptr), MOG_OK);
    EXPECT_EQ(mog_dataset_writer_put_decisions(writer, 2, &decisions, nullptr), MOG_ERROR_ARGUMENT);
    mog_dataset_writer_abort(writer);
    EXPECT_TRUE(directory.List().empty());
}

TEST(DatasetFile, OfAnotherProgramIsRead) {
    TemporaryDirectory directory;
    const std::string path = directory / "a.h5";
    {
        const Hdf5File file(path);
        FillWell(file);
        file.Array("gain", {3, 2, 2}, 0.5, H5T_IEEE_F32BE);
        file.Text("scenario.kind", "d2d");
        file.Number("scenario.links", 2);
        file.Number("max_power", 1);
        file.Number("something else", 7);
    }
    mog_error error = {};
    const Dataset dataset = ReadSet(path, &error);
    ASSERT_TRUE(dataset) << error.message;
    EXPECT_EQ(dataset->samples, 3u);
    EXPECT_EQ(dataset->gain[11], 0.5);
    EXPECT_EQ(dataset->noise_power, 0.25);
    EXPECT_EQ(dataset->scenario.kind, MOG_SCENARIO_D2D);
    EXPECT_EQ(dataset->scenario.links, 2u);
    EXPECT_EQ(dataset->labels[0].sum_rate[2], 2);
}

TEST(DatasetFile, MissingForeignAndTruncatedAreToldApart) {
    TemporaryDirectory directory;
    const Dataset dataset = Generate(MOG_SCENARIO_GIC, 50, 4);
    ASSERT_EQ(mog_dataset_write(dataset.get(), (directory / "whole").c_str(), nullptr), MOG_OK);
    const std::string whole = ReadFile(directory / "whole");
    directory.Put("text", "this is no data set");
    directory.Put("empty", "");
    directory.Put("cut", whole.substr(0, whole.size() - 100));
    const struct {
        std::string name;
        mog_status status;
        const char *reason;
    } cases[] = {{"missing", MOG_ERROR_MISSING, "No such file"},
                 {"text", MOG_ERROR_DATA, "no HDF5 file"},
                 {"empty", MOG_ERROR_DATA, "no HDF5 file"},
                 {"cut", MOG_ERROR_DATA, "truncated"},
                 {"", MOG_ERROR_DATA, "directory"}};
    for (const auto &c : cases) {
        mog_error error = {};
        testing::internal::CaptureStderr();
        EXPECT_EQ(ReadSet(directory / c.name, &error), nullptr);
        EXPECT_EQ(testing::internal::GetCapturedStderr(), "") << c.name;
        EXPECT_EQ(error.status, c.status) << c.name;
        EXPECT_NE(std::string(error.message).find(c.reason), std::string::npos) << error.message;
        EXPECT_NE(std::string(error.message).find(directory / c.name), std::string::npos);
    }
}

TEST(DatasetFile, EveryTruncationIsRefused) {
    TemporaryDirectory directory;
    const Dataset dataset = Generate(MOG_SCENARIO_GIC, 5, 4);
    AddLabels(dataset.get(), "fplinq", true);
    ASSERT_EQ(mog_dataset_write(dataset.get(), (directory / "whole").c_str(), nullptr), MOG_OK);
    const std::string whole = ReadFile(directory / "whole");
    for (size_t length = 0; length < whole.size(); length += 61) {
        const std::string path = directory.Put("cut", whole.substr(0, length));
        mog_error error = {};
        ASSERT_EQ(ReadSet(path, &error), nullptr) << length;
        ASSERT_EQ(error.status, MOG_ERROR_DATA) << length;
    }
}

/* A user's program may want HDF5's messages: reading a bad file must not switch them off for good.
 */
TEST(DatasetFile, LeavesHdf5sPrintingAsItWas) {
    H5E_auto2_t before, after;
    void *argument_before, *argument_after;
    H5Eget_auto2(H5E_DEFAULT, &before, &argument_before);
    EXPECT_EQ(ReadSet("/nowhere/at-all.h5"), nullptr);
    H5Eget_auto2(H5E_DEFAULT, &after, &argument_after);
    EXPECT_EQ(before, after);
    EXPECT_EQ(argument_before, argument_after);
}

} // namespace
