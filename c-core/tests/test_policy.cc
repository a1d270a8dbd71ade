// SPDX-License-Identifier: GPL-2.0-or-later
// Policies: files, fresh ones, runners, threads, what is refused.
#include "owned.h"
#include "temporary.h"

extern "C" {
#include "base/safetensors.h"
#include "policy/policy.h"
}

#include <cmath>
#include <cstring>
#include <functional>
#include <gtest/gtest.h>
#include <limits>
#include <map>
#include <memory>
#include <thread>

namespace {

using mogtest::Owned;
using mogtest::ReadFile;
using mogtest::SameBytes;
using mogtest::TemporaryDirectory;

mog_network_settings SmallNetwork() {
    mog_network_settings settings;
    mog_network_default(&settings);
    settings.hidden = {2, {5, 4}};
    settings.batch_norm = true;
    settings.output = MOG_OUTPUT_RELU6;
    return settings;
}

/** A policy with fresh parameters, and an input normalisation that is not neutral. */
Owned<mog_policy> MakePolicy(const mog_network_settings &settings, size_t links,
                             const std::vector<mog_policy_note> &notes = {}) {
    auto policy =
        mogtest::Made<mog_policy>(mog_policy_create, nullptr, &settings, nullptr, links, 7);
    for (size_t i = 0; i < mog_network_buffer_count(policy->network); i++)
        policy->buffer[i] += 0.01f * static_cast<float>(i % 7);
    EXPECT_EQ(mog_policy_hold_notes(policy.get(), notes.data(), notes.size(), nullptr), MOG_OK);
    return policy;
}

Owned<mog_dataset> MakeChannels(size_t samples, size_t links) {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.links = links;
    return mogtest::Made<mog_dataset>(mog_dataset_generate, nullptr, &scenario, 3, 0, samples);
}

/** The powers that a policy gives, in batches of a size. */
std::vector<double> Powers(const mog_policy *policy, const mog_dataset *dataset, size_t batch) {
    const mog_problem problem = mog_dataset_problem(dataset);
    std::vector<double> power(problem.samples * problem.links, -1);
    const auto runner = mogtest::Runner(policy, batch, problem.links, nullptr);
    mog_error error = {};
    const mog_allocation out = {nullptr, power.data()};
    EXPECT_EQ(mog_policy_run(runner.get(), &problem, &out, &error), MOG_OK) << error.message;
    return power;
}

TEST(Policy, SurvivesAFile) {
    TemporaryDirectory directory;
    const std::string path = directory / "a.safetensors";
    const auto policy =
        MakePolicy(SmallNetwork(), 3, {{"scenario.kind", "gic"}, {"who", "\u03b2"}});
    mog_error error = {};
    ASSERT_EQ(mog_policy_save(policy.get(), path.c_str(), &error), MOG_OK) << error.message;
    const auto loaded = mogtest::Made<mog_policy>(mog_policy_load, &error, path.c_str());
    ASSERT_TRUE(loaded) << error.message;
    const mog_policy_info *info = mog_policy_info_of(loaded.get());
    EXPECT_EQ(info->links, 3u);
    EXPECT_FALSE(info->any_links);
    EXPECT_EQ(info->parameter_count, mog_policy_info_of(policy.get())->parameter_count);
    EXPECT_EQ(info->settings.hidden.count, 2u);
    EXPECT_EQ(info->settings.hidden.value[1], 4u);
    EXPECT_TRUE(info->settings.batch_norm);
    EXPECT_EQ(info->settings.output, MOG_OUTPUT_RELU6);
    ASSERT_EQ(info->note_count, 2u);
    EXPECT_STREQ(info->notes[0].key, "scenario.kind");
    EXPECT_STREQ(info->notes[1].value, "\u03b2");
    const auto channels = MakeChannels(40, 3);
    EXPECT_EQ(Powers(policy.get(), channels.get(), 7), Powers(loaded.get(), channels.get(), 7));
}

// ---- policies that nobody has trained ----------------------------------------------------------

std::string Saved(const mog_policy *policy) {
    TemporaryDirectory directory;
    EXPECT_EQ(mog_policy_save(policy, (directory / "a").c_str(), nullptr), MOG_OK);
    return ReadFile(directory / "a");
}

TEST(FreshPolicy, FollowsFromItsSeed) {
    for (const int kind :
         {MOG_NETWORK_MLP, MOG_NETWORK_CNN, MOG_NETWORK_MPGNN, MOG_NETWORK_UNROLLED}) {
        mog_network_settings settings = SmallNetwork();
        settings.kind = kind;
        settings.unroll = 1;
        const auto make = [&](uint64_t seed) {
            return mogtest::Made<mog_policy>(mog_policy_create, nullptr, &settings, nullptr, 3,
                                             seed);
        };
        const auto policy = make(1);
        EXPECT_EQ(Saved(policy.get()), Saved(make(1).get())) << kind;
        if (kind != MOG_NETWORK_UNROLLED) { // which begins as FPLinQ
            EXPECT_NE(Saved(policy.get()), Saved(make(2).get())) << kind;
        }
        const mog_policy_info *info = mog_policy_info_of(policy.get());
        EXPECT_EQ(info->links, 3u);
        EXPECT_EQ(info->any_links, kind == MOG_NETWORK_MPGNN || kind == MOG_NETWORK_UNROLLED);
        EXPECT_EQ(info->utility.kind, MOG_UTILITY_SUM_RATE);
        EXPECT_EQ(info->note_count, 0u);
        EXPECT_EQ(mog_policy_info_of(policy.get()), info);
        const auto channels = MakeChannels(4, 3);
        EXPECT_EQ(Powers(policy.get(), channels.get(), 4),
                  Powers(make(1).get(), channels.get(), 1));
    }
}

TEST(FreshPolicy, RefusesWhatIsNone) {
    const auto refusal = [](size_t links, const std::function<void(mog_network_settings &)> &change,
                            const mog_utility *utility = nullptr) {
        mog_network_settings settings = SmallNetwork();
        change(settings);
        mog_error error = {};
        EXPECT_FALSE(
            mogtest::Made<mog_policy>(mog_policy_create, &error, &settings, utility, links, 1));
        EXPECT_EQ(error.status, MOG_ERROR_ARGUMENT);
        return std::string(error.message);
    };
    const auto has = [](const std::string &text, const char *part) {
        return text.find(part) != std::string::npos;
    };
    using S = mog_network_settings;
    EXPECT_TRUE(has(refusal(0, [](S &) {}), "0 links"));
    EXPECT_TRUE(has(refusal(3, [](S &s) { s.hidden.value[0] = 0; }), "network.hidden"));
    EXPECT_TRUE(has(refusal(3, [](S &s) { s.output = MOG_OUTPUT_LINEAR; }), "critics"));
    EXPECT_TRUE(has(refusal(3, [](S &s) { s.extra = 2; }), "network.extra = 2"));
    mog_utility utility;
    mog_utility_default(&utility);
    utility.kind = -1;
    EXPECT_TRUE(has(refusal(
                        3, [](S &) {}, &utility),
                    "utility.kind"));
}

// ---- files ------------------------------------------------------------------------------------

TEST(Policy, SavedAgainHasTheSameBytes) {
    TemporaryDirectory directory;
    const auto policy = MakePolicy(SmallNetwork(), 3, {{"a", "1"}, {"b", "2"}});
    ASSERT_EQ(mog_policy_save(policy.get(), (directory / "a").c_str(), nullptr), MOG_OK);
    const auto loaded =
        mogtest::Made<mog_policy>(mog_policy_load, nullptr, (directory / "a").c_str());
    ASSERT_TRUE(loaded);
    ASSERT_EQ(mog_policy_save(loaded.get(), (directory / "b").c_str(), nullptr), MOG_OK);
    EXPECT_TRUE(SameBytes(ReadFile(directory / "a"), ReadFile(directory / "b")));
}

TEST(Policy, GivesPowersWhateverTheBatch) {
    const auto policy = MakePolicy(SmallNetwork(), 3);
    const auto channels = MakeChannels(40, 3);
    const auto whole = Powers(policy.get(), channels.get(), 40);
    for (const size_t batch : {1, 7, 64}) {
        const auto parts = Powers(policy.get(), channels.get(), batch);
        for (size_t i = 0; i < whole.size(); i++) {
            ASSERT_NEAR(parts[i], whole[i], 1e-6);
            ASSERT_GE(parts[i], 0);
            ASSERT_LE(parts[i], 1);
        }
    }
}

TEST(Policy, RunsAsItsRunnerWasMadeAlone) {
    const auto policy = MakePolicy(SmallNetwork(), 3);
    mog_error error = {};
    mog_policy_runner *runner;
    mog_policy_use use;
    const auto refusal = [&](size_t batch, bool sparse) {
        mog_policy_use_default(policy.get(), &use);
        use.batch = batch;
        use.sparse = sparse;
        use.edges = sparse ? 10 : 0;
        EXPECT_EQ(mog_policy_runner_create(policy.get(), &use, &runner, &error),
                  MOG_ERROR_ARGUMENT);
        EXPECT_EQ(runner, nullptr);
        return std::string(error.message);
    };
    EXPECT_NE(refusal(0, false).find("batches of 0 samples"), std::string::npos);
    EXPECT_NE(refusal(2, true).find("one at a time"), std::string::npos);
    EXPECT_NE(refusal(1, true).find("needs all gains"), std::string::npos);

    const auto dense = mogtest::Runner(policy.get(), 1, 3);
    const size_t first[] = {0, 0, 0, 0};
    mog_sparse_problem problem = {};
    problem.links = 3;
    problem.first = first;
    double power[3];
    EXPECT_EQ(mog_policy_run_sparse(dense.get(), &problem, power, &error), MOG_ERROR_ARGUMENT);
    EXPECT_NE(std::string(error.message).find("made for all gains"), std::string::npos);
}

TEST(Policy, IsSharedByThreads) {
    const auto policy = MakePolicy(SmallNetwork(), 3);
    const auto channels = MakeChannels(200, 3);
    const auto expected = Powers(policy.get(), channels.get(), 1);
    std::vector<double> found[2];
    std::thread threads[2];
    for (int i = 0; i < 2; i++)
        threads[i] = std::thread([&, i] { found[i] = Powers(policy.get(), channels.get(), 1); });
    for (auto &thread : threads)
        thread.join();
    EXPECT_EQ(found[0], expected);
    EXPECT_EQ(found[1], expected);
}

TEST(Policy, OneLinkAndNoGainAreNoErrors) {
    const auto policy = MakePolicy(SmallNetwork(), 1);
    const auto channels = MakeChannels(3, 1);
    channels->gain[1] = 0;
    for (const double power : Powers(policy.get(), channels.get(), 2))
        EXPECT_TRUE(power >= 0 && power <= 1) << power;
}

/** Runs a policy on one sample; the status and the message. */
mog_status RunOne(const mog_policy *policy, size_t links, const std::vector<double> &gain,
                  std::string *message) {
    const mog_problem problem = {1,       links,   1,       gain.data(), nullptr,
                                 nullptr, nullptr, nullptr, 1,           false};
    std::vector<double> power(links);
    mog_error error = {};
    const auto runner = mogtest::Runner(policy, 1, links, &error);
    const mog_allocation out = {nullptr, power.data()};
    const mog_status status =
        runner ? mog_policy_run(runner.get(), &problem, &out, &error) : error.status;
    *message = error.message;
    return status;
}

TEST(Policy, RefusesBadGains) {
    const auto policy = MakePolicy(SmallNetwork(), 2);
    std::string message;
    EXPECT_EQ(RunOne(policy.get(), 2, {1, NAN, 1, 1}, &message), MOG_ERROR_DATA);
    EXPECT_NE(message.find("gain[0][0][1] = nan"), std::string::npos) << message;
    EXPECT_EQ(RunOne(policy.get(), 2, {1, 1, -0.5, 1}, &message), MOG_ERROR_DATA);
    EXPECT_NE(message.find("gain[0][1][0] = -0.5"), std::string::npos) << message;
}

TEST(Policy, NeverGivesWhatIsNoPower) {
    mog_network_settings settings = SmallNetwork();
    settings.output = MOG_OUTPUT_SIGMOID;
    settings.batch_norm = false;
    settings.feature = MOG_FEATURE_POWER;
    const auto policy = MakePolicy(settings, 2);
    std::string message;
    const mog_status status = RunOne(policy.get(), 2, {1e300, 1e300, 1e300, 1e300}, &message);
    EXPECT_TRUE(status == MOG_OK || status == MOG_ERROR_NUMERIC) << status;
}

TEST(Policy, SaysForHowManyLinksItWasTrained) {
    TemporaryDirectory directory;
    const std::string path = directory / "ten.safetensors";
    const auto made = MakePolicy(SmallNetwork(), 10);
    ASSERT_EQ(mog_policy_save(made.get(), path.c_str(), nullptr), MOG_OK);
    const auto policy = mogtest::Made<mog_policy>(mog_policy_load, nullptr, path.c_str());
    std::string message;
    EXPECT_EQ(RunOne(policy.get(), 7, std::vector<double>(49, 1), &message), MOG_ERROR_DATA);
    EXPECT_NE(message.find("policy " + path + " was trained for 10 links, not 7;"),
              std::string::npos)
        << message;
}

TEST(Policy, CannotBeSavedWhereNothingCanBeWritten) {
    TemporaryDirectory directory;
    directory.Put("file", "");
    const auto policy = MakePolicy(SmallNetwork(), 2);
    for (const std::string &path :
         {directory / "missing/a", directory / "file/a", std::string("/dev/full")}) {
        mog_error error = {};
        EXPECT_EQ(mog_policy_save(policy.get(), path.c_str(), &error), MOG_ERROR_IO) << path;
        EXPECT_NE(std::string(error.message).find(path), std::string::npos) << error.message;
    }
    EXPECT_EQ(directory.List(), std::vector<std::string>{"file"});
}

/** A policy file taken apart. */
struct Parts {
    struct Tensor {
        std::vector<size_t> shape;
        std::vector<float> data;
    };
    std::map<std::string, Tensor> tensors;
    std::map<std::string, std::string> texts;
};

Parts TakeApart(const std::string &path) {
    Parts parts;
    const std::unique_ptr<mog_safetensors, decltype(&mog_safetensors_free)> file(
        mog_safetensors_read(path.c_str(), nullptr), mog_safetensors_free);
    for (size_t i = 0; i < mog_safetensors_tensor_count(file.get()); i++) {
        const mog_tensor_entry *t = mog_safetensors_tensor_at(file.get(), i);
        parts.tensors[t->name] = {{t->shape, t->shape + t->rank},
                                  {t->data, t->data + mog_tensor_entry_count(t)}};
    }
    for (size_t i = 0; i < mog_safetensors_text_count(file.get()); i++)
        parts.texts[mog_safetensors_text_at(file.get(), i)->key] =
            mog_safetensors_text_at(file.get(), i)->value;
    return parts;
}

void PutTogether(const Parts &parts, const std::string &path) {
    std::vector<mog_tensor_entry> tensors;
    for (const auto &[name, t] : parts.tensors) {
        tensors.push_back({name.c_str(), t.shape.size(), {}, t.data.data(), nullptr, nullptr});
        std::copy(t.shape.begin(), t.shape.end(), tensors.back().shape);
    }
    std::vector<mog_text_entry> texts;
    for (const auto &[key, value] : parts.texts)
        texts.push_back({key.c_str(), value.c_str()});
    mog_error error = {};
    ASSERT_EQ(mog_safetensors_write(path.c_str(), tensors.data(), tensors.size(), texts.data(),
                                    texts.size(), &error),
              MOG_OK)
        << error.message;
}

struct Spoiled {
    const char *name;
    std::function<void(Parts &)> spoil;
    const char *reason;
};

void PrintTo(const Spoiled &spoiled, std::ostream *stream) {
    *stream << spoiled.name;
}

const Spoiled spoiled_policies[] = {
    {"NoVersion", [](Parts &p) { p.texts.erase("mog.policy"); }, "no mog.policy"},
    {"LaterVersion", [](Parts &p) { p.texts["mog.policy"] = "2"; }, "version 2"},
    {"NoLinks", [](Parts &p) { p.texts.erase("links"); }, "no links"},
    {"ZeroLinks", [](Parts &p) { p.texts["links"] = "0"; }, "links = 0"},
    {"LinksAreText", [](Parts &p) { p.texts["links"] = "three"; }, "links = three"},
    {"OtherLinks", [](Parts &p) { p.texts["links"] = "4"; }, "asks for"},
    {"NoKind", [](Parts &p) { p.texts.erase("network.kind"); }, "no network.kind"},
    {"UnknownKind", [](Parts &p) { p.texts["network.kind"] = "oracle"; }, "network.kind = oracle"},
    {"UnknownSetting", [](Parts &p) { p.texts["network.magic"] = "1"; }, "network.magic"},
    {"BadHidden", [](Parts &p) { p.texts["network.hidden"] = "5,x"; }, "network.hidden = 5,x"},
    {"HugeHidden", [](Parts &p) { p.texts["network.hidden"] = "99999,99999"; }, "network.hidden"},
    {"ManyLinks", [](Parts &p) { p.texts["links"] = "4096"; }, "asks for"},
    {"TooManyLinks", [](Parts &p) { p.texts["links"] = "1000000"; }, "links = 1000000"},
    {"MoreLayers", [](Parts &p) { p.texts["network.hidden"] = "5,4,4"; }, "layers."},
    {"NoTensors", [](Parts &p) { p.tensors.clear(); }, "\"layers.0.weight\" is missing"},
    {"MissingTensor", [](Parts &p) { p.tensors.erase("layers.0.bias"); },
     "\"layers.0.bias\" is missing"},
    {"ForeignTensor",
     [](Parts &p) {
         p.tensors["extra"] = {{1}, {1}};
     },
     "no tensor \"extra\""},
    {"Transposed",
     [](Parts &p) {
         std::swap(p.tensors["layers.0.weight"].shape[0], p.tensors["layers.0.weight"].shape[1]);
     },
     "\"layers.0.weight\" is [9][5]; its architecture asks for [5][9]"},
    {"Flattened", [](Parts &p) { p.tensors["layers.0.weight"].shape = {45}; },
     "\"layers.0.weight\" is [45]"},
};

void ExpectRefused(const mog_network_settings &settings, const Spoiled &spoiled) {
    TemporaryDirectory directory;
    const std::string path = directory / "bad.safetensors";
    const auto policy = MakePolicy(settings, 3);
    ASSERT_EQ(mog_policy_save(policy.get(), path.c_str(), nullptr), MOG_OK);
    Parts parts = TakeApart(path);
    spoiled.spoil(parts);
    PutTogether(parts, path);
    mog_error error = {};
    const auto loaded = mogtest::Made<mog_policy>(mog_policy_load, &error, path.c_str());
    const std::string message = error.message;
    EXPECT_FALSE(loaded);
    EXPECT_EQ(error.status, MOG_ERROR_DATA);
    EXPECT_NE(message.find(path), std::string::npos) << message;
    EXPECT_NE(message.find(spoiled.reason), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
}

class SpoiledPolicy : public testing::TestWithParam<Spoiled> {};

TEST_P(SpoiledPolicy, IsRefusedWithItsNameAndTheReason) {
    ExpectRefused(SmallNetwork(), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Files, SpoiledPolicy, testing::ValuesIn(spoiled_policies),
                         [](const auto &info) { return std::string(info.param.name); });

mog_network_settings SmallCnn() {
    mog_network_settings settings = SmallNetwork();
    settings.kind = MOG_NETWORK_CNN;
    settings.channels = {2, {4, 2}};
    settings.kernel = 3;
    return settings;
}

TEST(PolicyFile, OfACnnHoldsPyTorchsShapes) {
    TemporaryDirectory directory;
    const std::string path = directory / "cnn.safetensors";
    const auto policy = MakePolicy(SmallCnn(), 3);
    ASSERT_EQ(mog_policy_save(policy.get(), path.c_str(), nullptr), MOG_OK);
    EXPECT_EQ(TakeApart(path).tensors["conv.3.weight"].shape, (std::vector<size_t>{2, 4, 3, 3}));
    mog_error error = {};
    const auto loaded = mogtest::Made<mog_policy>(mog_policy_load, &error, path.c_str());
    ASSERT_TRUE(loaded) << error.message;
    EXPECT_EQ(mog_policy_info_of(loaded.get())->settings.kind, MOG_NETWORK_CNN);
    EXPECT_EQ(mog_policy_info_of(loaded.get())->settings.channels.value[1], 2u);
    const auto channels = MakeChannels(40, 3);
    EXPECT_EQ(Powers(policy.get(), channels.get(), 7), Powers(loaded.get(), channels.get(), 7));
}

const Spoiled spoiled_cnns[] = {
    {"Flattened",
     [](Parts &p) {
         p.tensors["conv.3.weight"].shape = {2, 36};
     },
     "\"conv.3.weight\" is [2][36]; its architecture asks for [2][4][3][3]"},
    {"Transposed",
     [](Parts &p) {
         p.tensors["conv.3.weight"].shape = {4, 2, 3, 3};
     },
     "\"conv.3.weight\" is [4][2][3][3]; its architecture asks for [2][4][3][3]"},
    {"EvenKernel", [](Parts &p) { p.texts["network.kernel"] = "2"; }, "network.kernel = 2"},
    {"OtherKernel", [](Parts &p) { p.texts["network.kernel"] = "5"; },
     "\"conv.0.weight\" is [4][1][3][3]; its architecture asks for [4][1][5][5]"},
    {"NoChannels", [](Parts &p) { p.texts["network.channels"] = ""; }, "network.channels"},
    {"TooLarge",
     [](Parts &p) {
         p.texts["network.channels"] = "1024";
         p.texts["links"] = "4096";
     },
     "1024 channels of 4096 links"},
};

class SpoiledCnn : public testing::TestWithParam<Spoiled> {};

TEST_P(SpoiledCnn, IsRefusedWithItsNameAndTheReason) {
    ExpectRefused(SmallCnn(), GetParam());
}

INSTANTIATE_TEST_SUITE_P(Files, SpoiledCnn, testing::ValuesIn(spoiled_cnns),
                         [](const auto &info) { return std::string(info.param.name); });

TEST(PolicyFile, MissingForeignAndTruncatedAreToldApart) {
    TemporaryDirectory directory;
    const auto policy = MakePolicy(SmallNetwork(), 3);
    ASSERT_EQ(mog_policy_save(policy.get(), (directory / "whole").c_str(), nullptr), MOG_OK);
    const std::string whole = ReadFile(directory / "whole");
    directory.Put("text", "no policy at all, but a text of some length");
    directory.Put("cut", whole.substr(0, whole.size() - 1));
    const struct {
        std::string name;
        mog_status status;
        const char *reason;
    } cases[] = {{"missing", MOG_ERROR_MISSING, "No such file"},
                 {"text", MOG_ERROR_DATA, "not a usable safetensors file"},
                 {"cut", MOG_ERROR_DATA, "truncated"},
                 {"", MOG_ERROR_DATA, "directory"}};
    for (const auto &c : cases) {
        mog_error error = {};
        mog_policy *policy;
        EXPECT_EQ(mog_policy_load((directory / c.name).c_str(), &policy, &error), c.status);
        EXPECT_EQ(policy, nullptr);
        EXPECT_EQ(error.status, c.status) << c.name;
        EXPECT_NE(std::string(error.message).find(c.reason), std::string::npos) << error.message;
        EXPECT_NE(std::string(error.message).find(directory / c.name), std::string::npos);
    }
}

/* Settings that a later version adds default to what networks did before. */
TEST(PolicyFile, MissingSettingsHaveTheirDefaults) {
    TemporaryDirectory directory;
    mog_network_settings settings;
    mog_network_default(&settings);
    settings.hidden = {1, {6}};
    const auto policy = MakePolicy(settings, 3);
    ASSERT_EQ(mog_policy_save(policy.get(), (directory / "a").c_str(), nullptr), MOG_OK);
    Parts parts = TakeApart(directory / "a");
    parts.texts.erase("network.output");
    PutTogether(parts, directory / "a");
    mog_error error = {};
    const auto loaded =
        mogtest::Made<mog_policy>(mog_policy_load, &error, (directory / "a").c_str());
    ASSERT_TRUE(loaded) << error.message;
    EXPECT_EQ(mog_policy_info_of(loaded.get())->settings.output, settings.output);
}

/* Safetensors may hold doubles; a policy is float32. */
TEST(PolicyFile, OfDoublesIsRefused) {
    TemporaryDirectory directory;
    mog_network_settings settings;
    mog_network_default(&settings);
    settings.hidden = {1, {6}};
    const auto policy = MakePolicy(settings, 3);
    const std::string path = directory / "a";
    ASSERT_EQ(mog_policy_save(policy.get(), path.c_str(), nullptr), MOG_OK);
    const std::unique_ptr<mog_safetensors, decltype(&mog_safetensors_free)> file(
        mog_safetensors_read(path.c_str(), nullptr), mog_safetensors_free);
    std::vector<mog_tensor_entry> tensors;
    for (size_t i = 0; i < mog_safetensors_tensor_count(file.get()); i++)
        tensors.push_back(*mog_safetensors_tensor_at(file.get(), i));
    const std::vector<double> doubles(mog_tensor_entry_count(&tensors[0]));
    tensors[0].data = nullptr;
    tensors[0].real = doubles.data();
    ASSERT_EQ(mog_safetensors_write(path.c_str(), tensors.data(), tensors.size(),
                                    mog_safetensors_text_at(file.get(), 0),
                                    mog_safetensors_text_count(file.get()), nullptr),
              MOG_OK);
    mog_error error = {};
    const auto loaded = mogtest::Made<mog_policy>(mog_policy_load, &error, path.c_str());
    EXPECT_EQ(loaded, nullptr);
    EXPECT_EQ(error.status, MOG_ERROR_DATA);
    EXPECT_NE(std::string(error.message).find("is not float32"), std::string::npos)
        << error.message;
}

} // namespace
