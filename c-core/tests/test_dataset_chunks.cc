// SPDX-License-Identifier: GPL-2.0-or-later
// Data set files that are read and written some samples at a time, and labels that are added.
#include "data/dataset.h"
#include "mog/io.h"

#include "hdf5_fixture.h"
#include "temporary.h"

#include <cfloat>
#include <cmath>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <thread>

namespace {

using mogtest::Dataset;
using mogtest::Hdf5File;
using mogtest::ReadFile;
using mogtest::ReadSet;
using mogtest::SameBytes;
using mogtest::TemporaryDirectory;

struct FileDeleter {
    void operator()(mog_dataset_file *file) const {
        mog_dataset_file_close(file);
    }
};
using File = std::unique_ptr<mog_dataset_file, FileDeleter>;

File Open(const std::string &path) {
    mog_error error = {};
    mog_dataset_file *file;
    EXPECT_EQ(mog_dataset_file_open(path.c_str(), &file, &error), MOG_OK) << error.message;
    return File(file);
}

Dataset Generate(mog_scenario_kind kind, size_t samples, size_t n_rb, uint64_t first = 5) {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.kind = kind;
    scenario.links = 3;
    scenario.n_rb = n_rb;
    scenario.rb_fading = n_rb > 1;
    scenario.weights = MOG_WEIGHTS_VARIED;
    mog_error error = {};
    Dataset dataset =
        mogtest::Made<mog_dataset>(mog_dataset_generate, &error, &scenario, 7, first, samples);
    EXPECT_TRUE(dataset) << error.message;
    return dataset;
}

/** Labels whose numbers tell samples apart. */
void AddLabels(mog_dataset *dataset, const char *solver, uint64_t first, double from = 0) {
    mog_labels *labels = mogtest::NewLabels(dataset, solver, MOG_LABELS_BOUND | MOG_LABELS_VALUE);
    ASSERT_NE(labels, nullptr);
    for (size_t s = 0; s < dataset->samples; ++s) {
        const double number = from + static_cast<double>(dataset->first + s - first);
        labels->sum_rate[s] = number;
        labels->value[s] = number + 1;
        labels->bound[s] = number + 2;
        for (size_t n = s * dataset->links; n < (s + 1) * dataset->links; ++n) {
            labels->power[n] = 1 / (1 + number);
            labels->rb[n] = static_cast<uint32_t>(dataset->first + n) % dataset->n_rb;
        }
    }
    ASSERT_EQ(mog_notes_set(&labels->notes, "solver.sweeps", "3", nullptr), MOG_OK);
}

void ExpectSame(const double *a, const double *b, size_t count, const char *what) {
    ASSERT_EQ(a == nullptr, b == nullptr) << what;
    for (size_t n = 0; a != nullptr && n < count; ++n)
        ASSERT_EQ(a[n], b[n]) << what << " " << n;
}

/** `part` is `whole` from sample `first` on. */
void ExpectPart(const mog_dataset *whole, const mog_dataset *part, size_t first) {
    const size_t k = whole->links, entries = k * k * (whole->per_rb ? whole->n_rb : 1);
    const size_t s = part->samples;
    EXPECT_EQ(part->first, whole->first + first);
    EXPECT_EQ(part->noise_power, whole->noise_power);
    EXPECT_EQ(part->weight_notes.count, whole->weight_notes.count);
    ExpectSame(whole->gain + first * entries, part->gain, s * entries, "gain");
    ExpectSame(whole->weight + first * k, part->weight, s * k, "weight");
    if (whole->tx_position != nullptr)
        ExpectSame(whole->tx_position + first * k * 2, part->tx_position, s * k * 2, "position");
    ASSERT_EQ(part->label_count, whole->label_count);
    for (size_t i = 0; i < whole->label_count; ++i) {
        const mog_labels &a = whole->labels[i], &b = part->labels[i];
        EXPECT_STREQ(a.solver, b.solver);
        EXPECT_EQ(a.notes.count, b.notes.count);
        ExpectSame(a.power + first * k, b.power, s * k, "power");
        ExpectSame(a.sum_rate + first, b.sum_rate, s, "sum_rate");
        ExpectSame(a.value + first, b.value, s, "value");
        ExpectSame(a.bound + first, b.bound, s, "bound");
        for (size_t n = 0; n < s * k; ++n)
            ASSERT_EQ(a.rb[first * k + n], b.rb[n]);
    }
}

constexpr size_t samples = 15;

TEST(DatasetChunks, AreThePartsOfTheWhole) {
    TemporaryDirectory directory;
    for (const auto kind : {MOG_SCENARIO_GIC, MOG_SCENARIO_D2D, MOG_SCENARIO_RB_PAIRWISE}) {
        const std::string path = directory / "a.h5";
        const Dataset whole = Generate(kind, samples, kind == MOG_SCENARIO_RB_PAIRWISE ? 2 : 1);
        AddLabels(whole.get(), "fplinq", 5);
        AddLabels(whole.get(), "greedy", 5);
        ASSERT_EQ(mog_dataset_write(whole.get(), path.c_str(), nullptr), MOG_OK);
        const File file = Open(path);
        const mog_dataset_contents *contents = mog_dataset_file_contents(file.get());
        ASSERT_EQ(contents->samples, samples);
        EXPECT_TRUE(contents->plain);
        EXPECT_EQ(contents->head->samples, 0u);
        for (const size_t size : {size_t{1}, size_t{7}, samples})
            for (size_t first = 0; first < samples; first += size) {
                mog_error error = {};
                const Dataset part =
                    mogtest::Made<mog_dataset>(mog_dataset_file_read, &error, file.get(), first,
                                               std::min(size, samples - first));
                ASSERT_TRUE(part) << error.message;
                ExpectPart(whole.get(), part.get(), first);
            }
    }
}

TEST(DatasetChunks, MakeTheSameFileWhateverTheirSize) {
    TemporaryDirectory directory;
    for (const auto kind : {MOG_SCENARIO_GIC, MOG_SCENARIO_D2D, MOG_SCENARIO_RB_PAIRWISE}) {
        const size_t n_rb = kind == MOG_SCENARIO_RB_PAIRWISE ? 2 : 1;
        const Dataset whole = Generate(kind, samples, n_rb);
        AddLabels(whole.get(), "fplinq", 5);
        ASSERT_EQ(mog_dataset_write(whole.get(), (directory / "whole").c_str(), nullptr), MOG_OK);
        for (const size_t size : {size_t{1}, size_t{7}, samples}) {
            const std::string path = directory / "parts";
            mog_error error = {};
            mog_dataset_writer *writer;
            ASSERT_EQ(mog_dataset_writer_create(path.c_str(), samples, &writer, &error), MOG_OK);
            for (size_t first = 0; first < samples; first += size) {
                const Dataset part =
                    Generate(kind, std::min(size, samples - first), n_rb, 5 + first);
                AddLabels(part.get(), "fplinq", 5);
                ASSERT_EQ(mog_dataset_writer_put(writer, part.get(), &error), MOG_OK)
                    << error.message;
            }
            ASSERT_EQ(mog_dataset_writer_commit(writer, &error), MOG_OK) << error.message;
            EXPECT_TRUE(SameBytes(ReadFile(path), ReadFile(directory / "whole")))
                << kind << " " << size;
        }
    }
}

TEST(DatasetChunks, ThatAreMissingOrTooManyLeaveNoFile) {
    TemporaryDirectory directory;
    const std::string path = directory / "a.h5";
    const Dataset part = Generate(MOG_SCENARIO_GIC, 4, 1);
    mog_error error = {};
    mog_dataset_writer *writer;
    ASSERT_EQ(mog_dataset_writer_create(path.c_str(), 7, &writer, nullptr), MOG_OK);
    ASSERT_EQ(mog_dataset_writer_put(writer, part.get(), nullptr), MOG_OK);
    EXPECT_EQ(mog_dataset_writer_put(writer, part.get(), &error), MOG_ERROR_ARGUMENT);
    EXPECT_EQ(mog_dataset_writer_commit(writer, &error), MOG_ERROR_ARGUMENT);
    EXPECT_TRUE(directory.List().empty());
}

TEST(DatasetChunks, HaveTheArraysOfTheFirst) {
    TemporaryDirectory directory;
    const Dataset weighted = Generate(MOG_SCENARIO_GIC, 2, 1);
    const Dataset plain = mogtest::Made<mog_dataset>(mog_dataset_create, nullptr, 2, 3, 1, 0);
    for (const auto &[first, second] :
         {std::pair{weighted.get(), plain.get()}, std::pair{plain.get(), weighted.get()}}) {
        mog_error error = {};
        mog_dataset_writer *writer;
        ASSERT_EQ(mog_dataset_writer_create((directory / "a").c_str(), 4, &writer, nullptr),
                  MOG_OK);
        ASSERT_EQ(mog_dataset_writer_put(writer, first, nullptr), MOG_OK);
        EXPECT_EQ(mog_dataset_writer_put(writer, second, &error), MOG_ERROR_ARGUMENT);
        mog_dataset_writer_abort(writer);
    }
    EXPECT_TRUE(directory.List().empty());
}

TEST(DatasetChunks, NameBadSamplesByTheirNumberInTheFile) {
    TemporaryDirectory directory;
    const std::string path = directory / "a.h5";
    const Dataset whole = Generate(MOG_SCENARIO_GIC, samples, 1);
    AddLabels(whole.get(), "fplinq", 5);
    whole->labels[0].power[9 * 3 + 1] = 2;
    ASSERT_EQ(mog_dataset_write(whole.get(), path.c_str(), nullptr), MOG_OK);
    const File file = Open(path);
    mog_error error = {};
    EXPECT_FALSE(mogtest::Made<mog_dataset>(mog_dataset_file_read, &error, file.get(), 7, 7));
    EXPECT_NE(std::string(error.message).find("power[9][1] = 2"), std::string::npos)
        << error.message;
    EXPECT_FALSE(mogtest::Made<mog_dataset>(mog_dataset_file_read, &error, file.get(), 7, samples));
    EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
    EXPECT_TRUE(mogtest::Made<mog_dataset>(mog_dataset_file_read, &error, file.get(), 0, 7));
}

TEST(DatasetChunks, ReadCompressedAndForeignArrays) {
    TemporaryDirectory directory;
    const std::string path = directory / "a.h5";
    {
        const Hdf5File file(path);
        FillWell(file);
        file.Remove("gain");
        const hsize_t shape[] = {3, 2, 2}, chunk[] = {2, 2, 1};
        const hid_t space = H5Screate_simple(3, shape, nullptr);
        const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
        H5Pset_chunk(creation, 3, chunk);
        H5Pset_deflate(creation, 6);
        const hid_t array = H5Dcreate2(file.Id(), "gain", H5T_IEEE_F32LE, space, H5P_DEFAULT,
                                       creation, H5P_DEFAULT);
        const double gain[] = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12};
        H5Dwrite(array, H5T_NATIVE_DOUBLE, H5S_ALL, H5S_ALL, H5P_DEFAULT, gain);
        H5Dclose(array);
        H5Pclose(creation);
        H5Sclose(space);
    }
    const File file = Open(path);
    EXPECT_FALSE(mog_dataset_file_contents(file.get())->plain);
    const Dataset last =
        mogtest::Made<mog_dataset>(mog_dataset_file_read, nullptr, file.get(), 2, 1);
    ASSERT_TRUE(last);
    EXPECT_EQ(last->gain[0], 9);
    EXPECT_EQ(last->gain[3], 12);
}

/* HDF5 seeks in what it writes, which a pipe cannot. */
TEST(DatasetChunks, GoThroughAPipe) {
    TemporaryDirectory directory;
    const std::string pipe = directory / "pipe";
    ASSERT_EQ(mkfifo(pipe.c_str(), 0600), 0);
    const Dataset whole = Generate(MOG_SCENARIO_GIC, samples, 1);
    ASSERT_EQ(mog_dataset_write(whole.get(), (directory / "whole").c_str(), nullptr), MOG_OK);
    std::string read;
    std::thread reader([&] { read = ReadFile(pipe); });
    mog_error error = {};
    EXPECT_EQ(mog_dataset_write(whole.get(), pipe.c_str(), &error), MOG_OK) << error.message;
    reader.join();
    EXPECT_TRUE(read == ReadFile(directory / "whole"));
}

/* ---- labels that are added ----------------------------------------------------------------- */

void AddToFile(const std::string &path, const char *solver, double from, size_t size,
               mog_status expected = MOG_OK) {
    mog_error error = {};
    mog_dataset_writer *writer;
    ASSERT_EQ(mog_dataset_writer_add_labels(path.c_str(), solver, samples, &writer, &error), MOG_OK)
        << error.message;
    for (size_t first = 0; first < samples; first += size) {
        const Dataset part =
            Generate(MOG_SCENARIO_GIC, std::min(size, samples - first), 1, 5 + first);
        AddLabels(part.get(), solver, 5, from);
        ASSERT_EQ(mog_dataset_writer_put(writer, part.get(), &error), MOG_OK) << error.message;
    }
    EXPECT_EQ(mog_dataset_writer_commit(writer, &error), expected) << error.message;
}

TEST(AddedLabels, StandBesideOthersWhateverTheChunk) {
    TemporaryDirectory directory;
    const std::string path = directory / "a.h5";
    for (const size_t size : {size_t{1}, size_t{7}, samples}) {
        const Dataset whole = Generate(MOG_SCENARIO_GIC, samples, 1);
        AddLabels(whole.get(), "fplinq", 5);
        ASSERT_EQ(mog_dataset_write(whole.get(), path.c_str(), nullptr), MOG_OK);
        AddToFile(path, "greedy", 10, size);
        AddToFile(path, "greedy", 20, size);
        AddLabels(whole.get(), "greedy", 5, 20);
        const Dataset read = ReadSet(path);
        ASSERT_TRUE(read);
        ExpectPart(whole.get(), read.get(), 0);
        EXPECT_EQ(directory.List(), std::vector<std::string>{"a.h5"});
    }
}

TEST(AddedLabels, DoNotLetTheFileGrowWhenTheyAreReplaced) {
    TemporaryDirectory directory;
    const std::string path = directory / "a.h5";
    const Dataset whole = Generate(MOG_SCENARIO_GIC, samples, 1);
    ASSERT_EQ(mog_dataset_write(whole.get(), path.c_str(), nullptr), MOG_OK);
    AddToFile(path, "greedy", 10, samples);
    const size_t once = ReadFile(path).size();
    for (int n = 0; n < 5; ++n)
        AddToFile(path, "greedy", n, samples);
    EXPECT_LT(ReadFile(path).size(), once + 4096);
}

TEST(AddedLabels, HaveOneWriterAtATimeAndAnyReaders) {
    TemporaryDirectory directory;
    const std::string path = directory / "a.h5";
    const Dataset whole = Generate(MOG_SCENARIO_GIC, samples, 1);
    ASSERT_EQ(mog_dataset_write(whole.get(), path.c_str(), nullptr), MOG_OK);
    mog_error error = {};
    mog_dataset_writer *first, *second;
    ASSERT_EQ(mog_dataset_writer_add_labels(path.c_str(), "greedy", samples, &first, &error),
              MOG_OK);
    EXPECT_EQ(mog_dataset_writer_add_labels(path.c_str(), "fplinq", samples, &second, &error),
              MOG_BUSY);
    EXPECT_NE(std::string(error.message).find(path + " is in use"), std::string::npos)
        << error.message;
    EXPECT_TRUE(ReadSet(path, &error)) << error.message;
    mog_dataset_writer_abort(first);
    AddToFile(path, "fplinq", 0, samples);
}

TEST(AddedLabels, DoNotGoToAFileThatReplacedTheirs) {
    TemporaryDirectory directory;
    const std::string path = directory / "a.h5";
    const Dataset whole = Generate(MOG_SCENARIO_GIC, samples, 1);
    ASSERT_EQ(mog_dataset_write(whole.get(), path.c_str(), nullptr), MOG_OK);
    mog_error error = {};
    mog_dataset_writer *writer;
    ASSERT_EQ(mog_dataset_writer_add_labels(path.c_str(), "greedy", samples, &writer, &error),
              MOG_OK);
    AddLabels(whole.get(), "greedy", 5);
    ASSERT_EQ(mog_dataset_writer_put(writer, whole.get(), &error), MOG_OK) << error.message;
    const Dataset other = Generate(MOG_SCENARIO_GIC, samples, 1, 100);
    ASSERT_EQ(mog_dataset_write(other.get(), path.c_str(), nullptr), MOG_OK);
    const std::string before = ReadFile(path);
    EXPECT_EQ(mog_dataset_writer_commit(writer, &error), MOG_BUSY);
    EXPECT_TRUE(SameBytes(ReadFile(path), before));
    EXPECT_EQ(directory.List(), std::vector<std::string>{"a.h5"});
}

/* ---- what must not be in a file ------------------------------------------------------------ */

TEST(DatasetLimits, GainsOverTheNoiseStayFinite) {
    const struct {
        double gain, noise;
        bool fine;
    } cases[] = {{1e300, 1e-10, false}, {1e300, 1, true},      {1e300, 1e6, true},
                 {1e308, 1, false},     {DBL_MAX, 1, false},   {1, 5e-324, false},
                 {1e-10, 1e-300, true}, {1e-7, 1e-315, false}, {1e297, 1e-10, true}};
    for (const auto &c : cases) {
        const Dataset dataset = mogtest::Made<mog_dataset>(mog_dataset_create, nullptr, 1, 3, 1, 0);
        std::fill_n(dataset->gain, 9, c.gain);
        dataset->noise_power = c.noise;
        mog_error error = {};
        EXPECT_EQ(mog_dataset_check(dataset.get(), &error), c.fine ? MOG_OK : MOG_ERROR_DATA)
            << c.gain << " " << c.noise;
        const mog_problem problem = mog_dataset_problem(dataset.get());
        const double power[] = {1, 1, 1}, alone[] = {1, 0, 0};
        double sum_rate;
        for (const double *p : {power, alone}) {
            mog_sum_rate(&problem, nullptr, p, &sum_rate, nullptr);
            EXPECT_TRUE(!c.fine || std::isfinite(sum_rate)) << c.gain << " " << c.noise;
        }
    }
}

TEST(DatasetLimits, WeightedSumsStayFinite) {
    for (const double weight : {1e300, 1e304, 1e308}) {
        const Dataset dataset =
            mogtest::Made<mog_dataset>(mog_dataset_create, nullptr, 1, 3, 1, MOG_DATASET_WEIGHTS);
        for (size_t i = 0; i < 3; ++i) {
            dataset->gain[i * 4] = 1e300;
            dataset->weight[i] = weight;
        }
        const double power[] = {1, 1, 1};
        double sum_rate;
        const mog_problem problem = mog_dataset_problem(dataset.get());
        mog_sum_rate(&problem, nullptr, power, &sum_rate, nullptr);
        if (mog_dataset_check(dataset.get(), nullptr) == MOG_OK) {
            EXPECT_TRUE(std::isfinite(sum_rate)) << weight;
        }
        EXPECT_TRUE(weight < 1e305 || mog_dataset_check(dataset.get(), nullptr) != MOG_OK);
    }
}

} // namespace
