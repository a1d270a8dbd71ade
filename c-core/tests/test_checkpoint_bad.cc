// SPDX-License-Identifier: GPL-2.0-or-later
// Checkpoints that are whole files but say what no run says: each is refused, and changes nothing.
#include "temporary.h"
#include "trainer_fixture.h"

#include <cmath>
#include <cstring>
#include <jansson.h>
#include <ostream>

namespace {

/** The bytes of a safetensors file: the header's length, the header, numbers. */
class Bytes {
  public:
    explicit Bytes(std::string all) : m_all(std::move(all)) {
    }

    const std::string &All() const {
        return m_all;
    }

    /** Replaces a part of the header, which must be there once. */
    void Replace(const std::string &from, const std::string &to) {
        const size_t place = m_all.find(from);
        ASSERT_NE(place, std::string::npos) << from;
        m_all.replace(place, from.size(), to);
        const uint64_t length = HeaderLength() + to.size() - from.size();
        std::memcpy(&m_all[0], &length, sizeof length);
    }

    /** Overwrites a tensor's first number. */
    template <typename T> void Put(const char *tensor, T value) {
        const uint64_t length = HeaderLength();
        json_t *header = json_loadb(m_all.data() + 8, length, 0, nullptr);
        const json_t *offsets = json_object_get(json_object_get(header, tensor), "data_offsets");
        ASSERT_NE(offsets, nullptr) << tensor;
        const auto begin = static_cast<uint64_t>(json_integer_value(json_array_get(offsets, 0)));
        json_decref(header);
        std::memcpy(&m_all[8 + length + begin], &value, sizeof value);
    }

  private:
    uint64_t HeaderLength() const {
        uint64_t length;
        std::memcpy(&length, m_all.data(), sizeof length);
        return length;
    }

    std::string m_all;
};

struct Spoiling {
    const char *name;
    void (*spoil)(Bytes &bytes);
    const char *message;
};
void PrintTo(const Spoiling &spoiling, std::ostream *stream) {
    *stream << spoiling.name;
}

const char *const nowhere = "does not say properly where its run stands";
const char *const lacks = "lacks a tensor of the run's state";

const Spoiling spoilings[] = {
    {"OtherFormat", [](Bytes &b) { b.Replace("mog checkpoint 4", "mog policy 4"); },
     "is not a checkpoint of a training run"},
    {"NoFormat", [](Bytes &b) { b.Replace("\"format\":", "\"form\":"); },
     "is not a checkpoint of a training run"},
    {"NoSeed", [](Bytes &b) { b.Replace("\"training.seed\":", "\"training.need\":"); },
     "there, training.seed is \"missing\""},
    {"NoEpoch", [](Bytes &b) { b.Replace("\"epoch\":{", "\"Epoch\":{"); }, nowhere},
    {"EpochIsReal",
     [](Bytes &b) { b.Replace("\"epoch\":{\"dtype\":\"U64\"", "\"epoch\":{\"dtype\":\"F64\""); },
     nowhere},
    {"EpochIsList",
     [](Bytes &b) {
         b.Replace("\"epoch\":{\"dtype\":\"U64\",\"shape\":[]",
                   "\"epoch\":{\"dtype\":\"U64\",\"shape\":[1]");
     },
     nowhere},
    {"EpochBeyondAll", [](Bytes &b) { b.Put<uint64_t>("epoch", 1000001); }, nowhere},
    {"NoStep", [](Bytes &b) { b.Replace("\"step\":{", "\"Step\":{"); }, nowhere},
    {"StepBeyondTheEpoch", [](Bytes &b) { b.Put<uint64_t>("step", 1u << 20); }, nowhere},
    {"UpdatesBeyondSteps", [](Bytes &b) { b.Put<uint64_t>("updates", 1u << 20); }, nowhere},
    {"NoSum", [](Bytes &b) { b.Replace("\"sums.loss\":{", "\"sums.lost\":{"); }, nowhere},
    {"SumIsNan", [](Bytes &b) { b.Put("sums.loss", double(NAN)); }, nowhere},
    {"SumIsWhole",
     [](Bytes &b) {
         b.Replace("\"sums.loss\":{\"dtype\":\"F64\"", "\"sums.loss\":{\"dtype\":\"U64\"");
     },
     nowhere},
    {"MoreEpochsThanWanted", [](Bytes &b) { b.Put<uint64_t>("epoch", 7); },
     "training.epochs = 6 wants fewer"},
    {"NoParameters", [](Bytes &b) { b.Replace("\"parameter\":{", "\"Parameter\":{"); }, lacks},
    {"MomentsOfAnotherShape",
     [](Bytes &b) {
         b.Replace("\"first\":{\"dtype\":\"F32\",\"shape\":[",
                   "\"first\":{\"dtype\":\"F32\",\"shape\":[1,");
     },
     lacks},
    {"NoEpochs", [](Bytes &b) { b.Replace("\"epochs\":{", "\"Epochs\":{"); }, lacks},
    {"EpochsAreWhole",
     [](Bytes &b) { b.Replace("\"epochs\":{\"dtype\":\"F64\"", "\"epochs\":{\"dtype\":\"U64\""); },
     lacks},
    {"EpochsOfAnotherRun", [](Bytes &b) { b.Put<uint64_t>("epoch", 3); }, lacks},
    {"EpochNegative", [](Bytes &b) { b.Put("epochs", -1.0); }, lacks},
    {"EpochNan", [](Bytes &b) { b.Put("epochs", double(NAN)); }, lacks},
    {"EpochHuge", [](Bytes &b) { b.Put("epochs", 1e30); }, lacks},
};

class SpoiledCheckpoint : public testing::TestWithParam<Spoiling> {};
INSTANTIATE_TEST_SUITE_P(Files, SpoiledCheckpoint, testing::ValuesIn(spoilings),
                         [](const auto &info) { return info.param.name; });

TEST_P(SpoiledCheckpoint, IsRefusedWithItsNameAndTheReason) {
    const mogtest::TemporaryDirectory directory;
    const std::string path = directory / "checkpoint.safetensors";
    const Experiment run;
    const Trainer trainer = run.Create();
    mog_error error = {};
    while (Epochs(trainer.get()).size() < 2)
        Step(trainer.get(), 1);
    ASSERT_EQ(mog_trainer_save(trainer.get(), path.c_str(), &error), MOG_OK) << error.message;
    const Trainer restored = run.Create();
    const std::vector<float> before = Parameters(restored.get());

    Bytes bytes(mogtest::ReadFile(path));
    GetParam().spoil(bytes);
    directory.Put("checkpoint.safetensors", bytes.All());
    EXPECT_EQ(mog_trainer_restore(restored.get(), path.c_str(), &error), MOG_ERROR_DATA);
    EXPECT_NE(std::string(error.message).find(GetParam().message), std::string::npos)
        << error.message;
    EXPECT_NE(std::string(error.message).find(path), std::string::npos) << error.message;
    EXPECT_EQ(Parameters(restored.get()), before);
    EXPECT_TRUE(Epochs(restored.get()).empty());
}

} // namespace
