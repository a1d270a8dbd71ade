// SPDX-License-Identifier: GPL-2.0-or-later
// Data set files that are damaged or are none: each is refused with its name and the reason.
#include "hdf5_fixture.h"
#include "temporary.h"

#include <functional>
#include <gtest/gtest.h>
#include <limits>

namespace {

using mogtest::Dataset;
using mogtest::FillWell;
using mogtest::Hdf5File;
using mogtest::ReadFile;
using mogtest::TemporaryDirectory;

struct Spoiled {
    const char *name;
    std::function<void(const Hdf5File &)> spoil;
    const char *reason;
};

void PrintTo(const Spoiled &spoiled, std::ostream *stream) {
    *stream << spoiled.name;
}

/** An array of a size that has no storage. */
void PutUnstoredArray(const Hdf5File &file, hsize_t samples) {
    file.Remove("gain");
    const hsize_t shape[] = {samples, 2, 2};
    const hid_t space = H5Screate_simple(3, shape, nullptr);
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_alloc_time(creation, H5D_ALLOC_TIME_LATE);
    H5Dclose(
        H5Dcreate2(file.Id(), "gain", H5T_IEEE_F64LE, space, H5P_DEFAULT, creation, H5P_DEFAULT));
    H5Pclose(creation);
    H5Sclose(space);
}

/** An array whose numbers would come from /etc/passwd. */
void PutExternalArray(const Hdf5File &file) {
    file.Remove("gain");
    const hsize_t shape[] = {3, 2, 2};
    const hid_t space = H5Screate_simple(3, shape, nullptr);
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_external(creation, "/etc/passwd", 0, 96);
    H5Dclose(
        H5Dcreate2(file.Id(), "gain", H5T_IEEE_F64LE, space, H5P_DEFAULT, creation, H5P_DEFAULT));
    H5Pclose(creation);
    H5Sclose(space);
}

/** The attribute noise_power, of a type that is not read. */
void PutNoise(const Hdf5File &file, hid_t type, size_t text_bytes = 0) {
    const std::vector<char> zeros(5000);
    const hid_t space = H5Screate(H5S_SCALAR), own = H5Tcopy(type);
    if (text_bytes > 0)
        H5Tset_size(own, text_bytes);
    file.Attribute("noise_power", own, space, zeros.data());
    H5Tclose(own);
    H5Sclose(space);
}

/** An array of so many entries that their number is none of 64 bits. */
void PutImpossibleArray(const Hdf5File &file) {
    file.Remove("gain");
    const hsize_t shape[] = {hsize_t(1) << 31, hsize_t(1) << 31, hsize_t(1) << 31},
                  chunk[] = {1, 1, 1};
    const hid_t space = H5Screate_simple(3, shape, nullptr);
    const hid_t creation = H5Pcreate(H5P_DATASET_CREATE);
    H5Pset_chunk(creation, 3, chunk);
    H5Dclose(
        H5Dcreate2(file.Id(), "gain", H5T_IEEE_F64LE, space, H5P_DEFAULT, creation, H5P_DEFAULT));
    H5Pclose(creation);
    H5Sclose(space);
}

const double nan_value = std::numeric_limits<double>::quiet_NaN();
using File = Hdf5File;

const Spoiled spoiled_files[] = {
    {"NoGain", [](const File &f) { f.Remove("gain"); }, "no /gain"},
    {"GainIsGroup", [](const File &f) { f.Remove("gain"), f.Group("gain"); },
     "/gain is not an arr"},
    {"GainIsFlat",
     [](const File &f) {
         f.Array("gain", {3, 4}, 1);
     },
     "3 dimensions"},
    {"GainNotSquare",
     [](const File &f) {
         f.Array("gain", {3, 2, 1}, 1);
     },
     "3 x 2 x 1"},
    {"GainIsInteger",
     [](const File &f) {
         f.Array("gain", {3, 2, 2}, 1, H5T_STD_I32LE);
     },
     "floats"},
    {"NoLinks",
     [](const File &f) {
         f.Array("gain", {3, 0, 0}, 1);
     },
     "3 x 0 x 0"},
    {"Empty",
     [](const File &f) {
         f.Array("gain", {0, 2, 2}, 1);
     },
     "no samples"},
    {"GainNan",
     [](const File &f) {
         f.Array("gain", {3, 2, 2}, nan_value);
     },
     "gain[0][0][0] = nan"},
    {"GainNegative",
     [](const File &f) {
         f.Array("gain", {3, 2, 2}, -1);
     },
     "gain[0][0][0] = -1"},
    {"Huge", [](const File &f) { PutUnstoredArray(f, hsize_t(1) << 40); }, "larger than the file"},
    {"NotStored", [](const File &f) { PutUnstoredArray(f, 50000); }, "larger than the file"},
    {"ExternalNumbers", PutExternalArray, "not in the file itself"},
    {"ExternalLink",
     [](const File &f) {
         f.Remove("gain");
         H5Lcreate_external("other.h5", "/gain", f.Id(), "gain", H5P_DEFAULT, H5P_DEFAULT);
     },
     "no /gain"},
    {"SoftLink",
     [](const File &f) {
         f.Remove("gain");
         H5Lcreate_soft("/labels/fplinq/power", f.Id(), "gain", H5P_DEFAULT, H5P_DEFAULT);
     },
     "no /gain"},
    {"NoNoise", [](const File &f) { H5Adelete(f.Id(), "noise_power"); }, "noise_power"},
    {"NoiseZero", [](const File &f) { f.Number("noise_power", 0); }, "noise power 0"},
    {"NoiseNegative", [](const File &f) { f.Number("noise_power", -1); }, "noise_power = -1"},
    {"NoiseNan", [](const File &f) { f.Number("noise_power", nan_value); }, "noise_power = nan"},
    {"NoiseIsText", [](const File &f) { f.Text("noise_power", "loud"); }, "noise_power = loud"},
    {"NoiseIsList", [](const File &f) { f.Number("noise_power", 1, 2); }, "noise_power"},
    {"LongText", [](const File &f) { f.Text("noise_power", std::string(5000, '1').c_str()); },
     "short text"},
    {"NoiseIsLongDouble", [](const File &f) { PutNoise(f, H5T_NATIVE_LDOUBLE); },
     "noise_power is neither"},
    {"NoiseIsBits", [](const File &f) { PutNoise(f, H5T_STD_B8LE); }, "noise_power is neither"},
    {"NoiseIsWideText", [](const File &f) { PutNoise(f, H5T_C_S1, 4000); },
     "noise_power is neither"},
    {"NoiseIsWideInteger", [](const File &f) { PutNoise(f, H5T_STD_I32LE, 16); },
     "noise_power is neither"},
    {"Impossible", PutImpossibleArray, "/gain"},
    {"PowerInWatts", [](const File &f) { f.Number("max_power", 10); }, "max_power = 10"},
    {"NoBlocks", [](const File &f) { f.Number("n_rb", 0); }, "n_rb = 0"},
    {"TooManyBlocks", [](const File &f) { f.Number("n_rb", 1e6); }, "n_rb = 1000000"},
    {"BlocksWithoutLabels", [](const File &f) { f.Number("n_rb", 4); }, "no /labels/fplinq/rb"},
    {"GainsOfOtherBlocks",
     [](const File &f) {
         f.Number("n_rb", 4);
         f.Array("gain", {3, 5, 2, 2}, 1);
     },
     "/gain has gains for 5 RBs, but the attribute n_rb of the root is 4"},
    {"GainsPerBlockAlone",
     [](const File &f) {
         f.Array("gain", {3, 5, 2, 2}, 1);
     },
     "/gain has gains for 5 RBs, but the attribute n_rb of the root is 1"},
    {"GainsPerBlockNotSquare",
     [](const File &f) {
         f.Number("n_rb", 4);
         f.Array("gain", {3, 4, 2, 1}, 1);
     },
     "3 x 4 x 2 x 1"},
    {"GainsOfFiveAxes",
     [](const File &f) {
         f.Array("gain", {3, 1, 1, 2, 2}, 1);
     },
     "3 dimensions"},
    {"GainPerBlockNan",
     [](const File &f) {
         f.Number("n_rb", 2);
         f.Array("labels/fplinq/rb", {3, 2}, 1, H5T_STD_I32LE);
         f.Array("gain", {3, 2, 2, 2}, nan_value);
     },
     "gain[0][0][0][0] = nan"},
    {"BlockBeyondTheLast",
     [](const File &f) {
         f.Number("n_rb", 2);
         f.Array("labels/fplinq/rb", {3, 2}, 2, H5T_STD_I32LE);
     },
     "/labels/fplinq/rb[0][0] = 2: RBs are numbered from 0 to n_rb - 1 = 1"},
    {"BlockNegative",
     [](const File &f) {
         f.Number("n_rb", 2);
         f.Array("labels/fplinq/rb", {3, 2}, -1, H5T_STD_I64LE);
     },
     "/labels/fplinq/rb[0][0] = -1"},
    {"BlockWithOneBlock",
     [](const File &f) {
         f.Array("labels/fplinq/rb", {3, 2}, 1, H5T_STD_I32LE);
     },
     "/labels/fplinq/rb[0][0] = 1"},
    {"BlocksAreReal",
     [](const File &f) {
         f.Number("n_rb", 2);
         f.Array("labels/fplinq/rb", {3, 2}, 1);
     },
     "/labels/fplinq/rb does not hold integers"},
    {"BlocksOfOthers",
     [](const File &f) {
         f.Number("n_rb", 2);
         f.Array("labels/fplinq/rb", {3, 3}, 1, H5T_STD_I32LE);
     },
     "/labels/fplinq/rb has 3 entries"},
    {"UnknownScenario", [](const File &f) { f.Text("scenario.kind", "moon"); }, "kind = moon"},
    {"BadScenario",
     [](const File &f) { f.Text("scenario.kind", "gic"), f.Number("scenario.links", -1); },
     "links = -1"},
    {"WeightTooShort",
     [](const File &f) {
         f.Array("weight", {2, 2}, 1);
     },
     "/weight has 2 entries along dimension 0, not 3"},
    {"WeightNegative",
     [](const File &f) {
         f.Array("weight", {3, 2}, -1);
     },
     "weight[0][0] = -1"},
    {"WeightNan",
     [](const File &f) {
         f.Array("weight", {3, 2}, nan_value);
     },
     "weight[0][0] = nan"},
    {"PriceNegative",
     [](const File &f) {
         f.Array("price", {3, 2}, -1);
     },
     "price[0][0] = -1"},
    {"PriceNan",
     [](const File &f) {
         f.Array("price", {3, 2}, nan_value);
     },
     "price[0][0] = nan"},
    {"PriceOfOthers",
     [](const File &f) {
         f.Array("price", {3, 3}, 1);
     },
     "/price has 3 entries along dimension 1, not 2"},
    {"BoundNan", [](const File &f) { f.Array("labels/fplinq/bound", {3}, nan_value); },
     "labels/fplinq/bound[0] = nan"},
    {"BoundInfinite", [](const File &f) { f.Array("labels/fplinq/bound", {3}, 1 / 0.0); },
     "labels/fplinq/bound[0] = inf"},
    {"GainOverNoise",
     [](const File &f) {
         f.Array("gain", {3, 2, 2}, 1e300);
         f.Number("noise_power", 1e-10);
     },
     "gain[0][0][0] = 1e+300 over the noise power 1e-10"},
    {"ValueNan", [](const File &f) { f.Array("labels/fplinq/value", {3}, nan_value); },
     "value[0] = nan"},
    {"ValueOfOthers",
     [](const File &f) {
         f.Array("labels/fplinq/value", {3, 2}, 1);
     },
     "/labels/fplinq/value does not have 1 dimensions"},
    {"ValueIsGroup", [](const File &f) { f.Group("labels/fplinq/value"); }, "is not an array"},
    {"HalfThePositions",
     [](const File &f) {
         f.Array("tx_position", {3, 2, 2}, 1);
     },
     "no /rx_position"},
    {"LabelsAreArray",
     [](const File &f) {
         f.Remove("labels"), f.Array("labels", {3, 2}, 1);
     },
     "/labels"},
    {"LabelsWithoutPower", [](const File &f) { f.Remove("labels/fplinq/power"); },
     "no /labels/fplinq/power"},
    {"LabelsWithoutRate", [](const File &f) { f.Remove("labels/fplinq/sum_rate"); },
     "no /labels/fplinq/sum_rate"},
    {"LabelsOfOthers",
     [](const File &f) {
         f.Array("labels/fplinq/power", {3, 5}, 1);
     },
     "/labels/fplinq/power has 5 entries"},
    {"LabelPower",
     [](const File &f) {
         f.Array("labels/fplinq/power", {3, 2}, 1.5);
     },
     "= 1.5"},
    {"LabelNan", [](const File &f) { f.Array("labels/fplinq/sum_rate", {3}, nan_value); }, "nan"},
    {"LabelNameTooLong", [](const File &f) { f.Group("labels/" + std::string(40, 'x')); },
     "32 and more"},
    {"TooManyLabels",
     [](const File &f) {
         for (int i = 0; i < 20; i++)
             f.Group("labels/x" + std::to_string(i));
     },
     "more than 16"},
};

class SpoiledDataset : public testing::TestWithParam<Spoiled> {};

TEST_P(SpoiledDataset, IsRefusedWithItsNameAndTheReason) {
    TemporaryDirectory directory;
    const std::string path = directory / "bad.h5";
    {
        const Hdf5File file(path);
        FillWell(file);
        GetParam().spoil(file);
    }
    mog_error error = {};
    testing::internal::CaptureStderr();
    const Dataset dataset = mogtest::ReadSet(path, &error);
    EXPECT_EQ(testing::internal::GetCapturedStderr(), "") << "the library prints nothing";
    const std::string message = error.message;
    EXPECT_FALSE(dataset);
    EXPECT_EQ(error.status, MOG_ERROR_DATA);
    EXPECT_NE(message.find(path), std::string::npos) << message;
    EXPECT_NE(message.find(GetParam().reason), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
}

INSTANTIATE_TEST_SUITE_P(Files, SpoiledDataset, testing::ValuesIn(spoiled_files),
                         [](const auto &info) { return std::string(info.param.name); });

} // namespace
