// SPDX-License-Identifier: GPL-2.0-or-later
// Safetensors files: bytes of the format, every truncation, what is refused.
#include "temporary.h"

extern "C" {
#include "base/safetensors.h"
}

#include <cstdint>
#include <cstdlib>
#include <cstring>
#include <gtest/gtest.h>
#include <jansson.h>
#include <limits>
#include <memory>

namespace {

using mogtest::ReadFile;
using mogtest::TemporaryDirectory;

struct FreeSafetensors {
    void operator()(mog_safetensors *file) const {
        mog_safetensors_free(file);
    }
};
using Safetensors = std::unique_ptr<mog_safetensors, FreeSafetensors>;

/** Eight bytes of length, a header, and numbers. */
std::string Bytes(const std::string &header, const std::vector<float> &numbers = {}) {
    std::string bytes(8, '\0');
    for (int i = 0; i < 8; i++)
        bytes[i] = static_cast<char>(header.size() >> (8 * i) & 0xff);
    bytes += header;
    bytes.append(reinterpret_cast<const char *>(numbers.data()), numbers.size() * sizeof(float));
    return bytes;
}

const float small_matrix[] = {1, -2.5f, 3e-30f, 4, 5, 6};
const float small_vector[] = {-1, 0.5f};

mog_status WriteSmall(const std::string &path, mog_error *error = nullptr) {
    const mog_tensor_entry tensors[] = {
        {"layers.0.weight", 2, {2, 3}, small_matrix, nullptr, nullptr},
        {"layers.0.bias", 1, {2}, small_vector, nullptr, nullptr},
        {"scalar", 0, {}, small_vector + 1, nullptr, nullptr},
        {"conv.0.weight", 4, {1, 3, 1, 2}, small_matrix, nullptr, nullptr}};
    const mog_text_entry texts[] = {{"format", "pt"}, {"quote", "\"\\\n\u03b2"}};
    return mog_safetensors_write(path.c_str(), tensors, 4, texts, 2, error);
}

TEST(SafetensorsFile, RoundTrip) {
    TemporaryDirectory directory;
    mog_error error = {};
    ASSERT_EQ(WriteSmall(directory / "a", &error), MOG_OK) << error.message;
    Safetensors file(mog_safetensors_read((directory / "a").c_str(), &error));
    ASSERT_TRUE(file) << error.message;
    EXPECT_EQ(mog_safetensors_tensor_count(file.get()), 4u);
    EXPECT_EQ(mog_safetensors_text_count(file.get()), 2u);
    EXPECT_STREQ(mog_safetensors_tensor_at(file.get(), 1)->name, "layers.0.bias");
    EXPECT_STREQ(mog_safetensors_text_at(file.get(), 0)->key, "format");
    EXPECT_STREQ(mog_safetensors_text(file.get(), "quote"), "\"\\\n\u03b2");
    const mog_tensor_entry *weight = mog_safetensors_find(file.get(), "layers.0.weight");
    ASSERT_NE(weight, nullptr);
    EXPECT_EQ(weight->rank, 2u);
    EXPECT_EQ(weight->shape[0], 2u);
    EXPECT_EQ(weight->shape[1], 3u);
    EXPECT_EQ(std::memcmp(weight->data, small_matrix, sizeof small_matrix), 0);
    EXPECT_EQ(mog_safetensors_find(file.get(), "scalar")->data[0], 0.5f);
    const mog_tensor_entry *kernel = mog_safetensors_find(file.get(), "conv.0.weight");
    ASSERT_NE(kernel, nullptr);
    EXPECT_EQ(std::vector<size_t>(kernel->shape, kernel->shape + kernel->rank),
              (std::vector<size_t>{1, 3, 1, 2}));
    EXPECT_EQ(std::memcmp(kernel->data, small_matrix, sizeof small_matrix), 0);
    EXPECT_EQ(mog_safetensors_find(file.get(), "nothing"), nullptr);
    EXPECT_EQ(mog_safetensors_text(file.get(), "nothing"), nullptr);
    EXPECT_EQ(mog_safetensors_tensor_at(file.get(), 4), nullptr);
    EXPECT_EQ(mog_safetensors_text_at(file.get(), 2), nullptr);
}

/* What other programs read: the format's own layout, numbers at a multiple of eight bytes. */
TEST(SafetensorsFile, HasTheFormatsBytes) {
    TemporaryDirectory directory;
    const mog_tensor_entry tensor = {"w", 1, {2}, small_vector, nullptr, nullptr};
    const mog_text_entry text = {"k", "v"};
    ASSERT_EQ(mog_safetensors_write((directory / "a").c_str(), &tensor, 1, &text, 1, nullptr),
              MOG_OK);
    const std::string header = "{\"__metadata__\":{\"k\":\"v\"},\"w\":{\"dtype\":\"F32\",\"shape\":"
                               "[2],\"data_offsets\":[0,8]}}";
    const std::string padding((8 - header.size() % 8) % 8, ' ');
    EXPECT_EQ(ReadFile(directory / "a"), Bytes(header + padding, {-1, 0.5f}));
}

TEST(SafetensorsFile, ReadsTensorsInAnyOrder) {
    TemporaryDirectory directory;
    const std::string path =
        directory.Put("a", Bytes(R"({"b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]},)"
                                 R"("a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},)"
                                 R"("none":{"dtype":"F32","shape":[0],"data_offsets":[8,8]}}  )",
                                 {1, 2, 3}));
    mog_error error = {};
    Safetensors file(mog_safetensors_read(path.c_str(), &error));
    ASSERT_TRUE(file) << error.message;
    EXPECT_EQ(mog_safetensors_find(file.get(), "b")->data[0], 3);
    EXPECT_EQ(mog_safetensors_find(file.get(), "a")->data[1], 2);
    EXPECT_EQ(mog_safetensors_text_count(file.get()), 0u);
}

/* Every bit of them, NaN included; wide numbers stand first, whatever the order they are given in.
 */
TEST(SafetensorsFile, KeepsDoublesAndWholeNumbers) {
    TemporaryDirectory directory;
    const double real[] = {0.1, -0.0, 5e-324, std::numeric_limits<double>::quiet_NaN()};
    const uint64_t whole[] = {0, 1, UINT64_MAX - 1};
    const mog_tensor_entry tensors[] = {{"f", 1, {1}, small_vector, nullptr, nullptr},
                                        {"d", 2, {2, 2}, nullptr, real, nullptr},
                                        {"u", 1, {3}, nullptr, nullptr, whole},
                                        {"one", 0, {}, nullptr, nullptr, whole + 1}};
    mog_error error = {};
    ASSERT_EQ(mog_safetensors_write((directory / "a").c_str(), tensors, 4, nullptr, 0, &error),
              MOG_OK)
        << error.message;
    Safetensors file(mog_safetensors_read((directory / "a").c_str(), &error));
    ASSERT_TRUE(file) << error.message;
    EXPECT_STREQ(mog_safetensors_tensor_at(file.get(), 0)->name, "f");
    const mog_tensor_entry *f = mog_safetensors_find(file.get(), "f");
    const mog_tensor_entry *d = mog_safetensors_find(file.get(), "d");
    const mog_tensor_entry *u = mog_safetensors_find(file.get(), "u");
    EXPECT_EQ(f->data[0], -1);
    EXPECT_EQ(f->real, nullptr);
    EXPECT_EQ(d->data, nullptr);
    EXPECT_EQ(d->whole, nullptr);
    EXPECT_EQ(u->real, nullptr);
    EXPECT_EQ(std::memcmp(d->real, real, sizeof real), 0);
    EXPECT_EQ(std::memcmp(u->whole, whole, sizeof whole), 0);
    EXPECT_EQ(mog_safetensors_find(file.get(), "one")->whole[0], 1u);
    EXPECT_NE(
        ReadFile(directory / "a").find(R"("u":{"dtype":"U64","shape":[3],"data_offsets":[32,)"),
        std::string::npos);
}

/* jansson's allocations, of which all from some number on fail. */
size_t allocations_left;
void *AllocateSome(size_t bytes) {
    return allocations_left > 0 && allocations_left-- > 0 ? std::malloc(bytes) : nullptr;
}

/* Lack of memory is what it is called, in the status and in the message, and leaves no file. */
TEST(SafetensorsFile, SaysWhenMemoryIsShort) {
    TemporaryDirectory directory;
    mog_status status = MOG_ERROR_MEMORY;
    size_t failures = 0;
    for (; status != MOG_OK && failures < 1000; failures++) {
        mog_error error = {};
        allocations_left = failures;
        json_set_alloc_funcs(AllocateSome, std::free);
        status = WriteSmall(directory / "a", &error);
        json_set_alloc_funcs(std::malloc, std::free);
        if (status == MOG_OK)
            break;
        ASSERT_EQ(status, MOG_ERROR_MEMORY) << failures << ": " << error.message;
        ASSERT_EQ(error.status, status) << failures;
        ASSERT_TRUE(directory.List().empty()) << failures;
    }
    EXPECT_GT(failures, 20u);
    EXPECT_EQ(status, MOG_OK);
}

TEST(SafetensorsFile, WritesNothingThatCannotBeRead) {
    TemporaryDirectory directory;
    const float bad[] = {1, std::numeric_limits<float>::quiet_NaN()};
    const mog_tensor_entry finite = {"w", 1, {1}, bad, nullptr, nullptr},
                           nan = {"w", 1, {2}, bad, nullptr, nullptr};
    const mog_tensor_entry twice[] = {finite, finite},
                           reserved = {"__metadata__", 1, {1}, bad, nullptr, nullptr};
    const mog_tensor_entry foreign = {"\xff\xfe", 1, {1}, bad, nullptr, nullptr};
    const mog_text_entry same[] = {{"k", "1"}, {"k", "2"}}, latin = {"k", "\xe9"};
    const struct {
        const mog_tensor_entry *tensors;
        size_t tensor_count;
        const mog_text_entry *texts;
        size_t text_count;
        mog_status status;
        const char *reason;
    } cases[] = {
        {&nan, 1, nullptr, 0, MOG_ERROR_NUMERIC, "entry 1 of tensor \"w\" is nan"},
        {twice, 2, nullptr, 0, MOG_ERROR_ARGUMENT, "\"w\" is there twice"},
        {&reserved, 1, nullptr, 0, MOG_ERROR_ARGUMENT, "__metadata__"},
        {&foreign, 1, nullptr, 0, MOG_ERROR_ARGUMENT, "UTF-8"},
        {&finite, 1, same, 2, MOG_ERROR_ARGUMENT, "\"k\" is there twice"},
        {&finite, 1, &latin, 1, MOG_ERROR_ARGUMENT, "UTF-8"},
    };
    for (const auto &c : cases) {
        mog_error error = {};
        EXPECT_EQ(mog_safetensors_write((directory / "a").c_str(), c.tensors, c.tensor_count,
                                        c.texts, c.text_count, &error),
                  c.status);
        EXPECT_NE(std::string(error.message).find(c.reason), std::string::npos) << error.message;
        EXPECT_NE(std::string(error.message).find(directory / "a"), std::string::npos);
    }
    EXPECT_TRUE(directory.List().empty());
}

TEST(SafetensorsFile, EveryTruncationIsRefused) {
    TemporaryDirectory directory;
    ASSERT_EQ(WriteSmall(directory / "whole"), MOG_OK);
    const std::string whole = ReadFile(directory / "whole");
    for (size_t length = 0; length < whole.size(); length++) {
        const std::string path = directory.Put("cut", whole.substr(0, length));
        mog_error error = {};
        ASSERT_EQ(mog_safetensors_read(path.c_str(), &error), nullptr) << length;
        ASSERT_EQ(error.status, MOG_ERROR_DATA) << length;
    }
}

/* Sanitizers watch: whatever a bit more or less makes of the file, nothing outside is touched. */
TEST(SafetensorsFile, SurvivesEveryFlippedByte) {
    TemporaryDirectory directory;
    ASSERT_EQ(WriteSmall(directory / "whole"), MOG_OK);
    const std::string whole = ReadFile(directory / "whole");
    const char flips[] = {'\x01', '\x10', '\x7f'};
    for (size_t i = 0; i < whole.size(); i++) {
        std::string bytes = whole;
        bytes[i] = static_cast<char>(bytes[i] ^ flips[i % sizeof flips]);
        Safetensors file(mog_safetensors_read(directory.Put("flipped", bytes).c_str(), nullptr));
    }
}

struct Malformed {
    const char *name;
    std::string bytes;
    const char *reason;
};

void PrintTo(const Malformed &malformed, std::ostream *stream) {
    *stream << malformed.name;
}

/** A header with one tensor, whose members are given. */
std::string One(const std::string &members) {
    return Bytes("{\"w\":{" + members + "}}", {1, 2, 3, 4});
}

std::vector<Malformed> MalformedFiles() {
    const std::string good = R"("dtype":"F32","shape":[4],"data_offsets":[0,16])";
    const auto two = [](const std::string &a, const std::string &b) {
        return Bytes(R"({"a":{"dtype":"F32","shape":[2],"data_offsets":)" + a +
                         R"(},"b":{"dtype":"F32","shape":[2],"data_offsets":)" + b + "}}",
                     {1, 2, 3, 4});
    };
    const float infinity = std::numeric_limits<float>::infinity();
    return {
        {"Empty", "", "only 0 bytes"},
        {"SevenBytes", "1234567", "only 7 bytes"},
        {"Text", "This is a text and no policy.", "header length"},
        {"HugeHeader", std::string("\xff\xff\xff\xff\xff\xff\xff\xff{}", 10), "header length"},
        {"HeaderBeyondEnd", std::string("\x40\0\0\0\0\0\0\0{}", 10), "truncated"},
        {"EmptyHeader", Bytes(""), "start with '{'"},
        {"Array", Bytes("[]"), "start with '{'"},
        {"LeadingSpace", Bytes(" {}"), "start with '{'"},
        {"BrokenJson", Bytes("{\"a\":"), "malformed"},
        {"TwoValues", Bytes("{}{}"), "malformed"},
        {"DuplicateTensor", Bytes("{\"w\":{" + good + "},\"w\":{" + good + "}}", {1, 2, 3, 4}),
         "duplicate"},
        {"DuplicateMember", One(good + R"(,"dtype":"F32")"), "duplicate"},
        {"NotUtf8", Bytes("{\"\xff\":{}}"), "malformed"},
        {"ZeroInName", Bytes("{\"a\\u0000\":{}}"), "malformed"},
        {"Deep", Bytes("{\"a\":" + std::string(100000, '[') + "}"), "malformed"},
        {"MetadataIsList", Bytes("{\"__metadata__\":[]}"), "__metadata__"},
        {"MetadataHoldsNumber", Bytes("{\"__metadata__\":{\"k\":1}}"), "\"k\" is not a string"},
        {"TensorIsNumber", Bytes("{\"w\":1}"), "\"w\" is not described"},
        {"NoType", One(R"("shape":[4],"data_offsets":[0,16])"), "type none"},
        {"TypeIsNumber", One(R"("dtype":32,"shape":[4],"data_offsets":[0,16])"), "type none"},
        {"Float16", One(R"("dtype":"F16","shape":[8],"data_offsets":[0,16])"), "type F16"},
        {"Float64OfHalfItsBytes", One(R"("dtype":"F64","shape":[4],"data_offsets":[0,16])"),
         "larger"},
        {"Float64OfOtherBytes", One(R"("dtype":"F64","shape":[2],"data_offsets":[0,8])"),
         "do not agree"},
        {"NotAligned",
         Bytes(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
               R"("b":{"dtype":"U64","shape":[1],"data_offsets":[4,12]}})",
               {1, 2, 3}),
         "multiple"},
        {"NoShape", One(R"("dtype":"F32","data_offsets":[0,16])"), "no shape"},
        {"ShapeIsNumber", One(R"("dtype":"F32","shape":4,"data_offsets":[0,16])"), "no shape"},
        {"NegativeSize", One(R"("dtype":"F32","shape":[-4],"data_offsets":[0,16])"), "shape of"},
        {"FractionalSize", One(R"("dtype":"F32","shape":[4.0],"data_offsets":[0,16])"), "shape of"},
        {"FiveDimensions", One(R"("dtype":"F32","shape":[1,1,1,2,2],"data_offsets":[0,16])"),
         "5 dimensions"},
        {"LargerThanFile", One(R"("dtype":"F32","shape":[5],"data_offsets":[0,20])"), "larger"},
        {"ShapeOverflows",
         One(R"("dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,16])"), "larger"},
        {"ShapeProductOverflows", One(R"("dtype":"F32","shape":[4,4],"data_offsets":[0,16])"),
         "larger"},
        {"NoOffsets", One(R"("dtype":"F32","shape":[4])"), "data_offsets"},
        {"ThreeOffsets", One(R"("dtype":"F32","shape":[4],"data_offsets":[0,8,16])"),
         "data_offsets"},
        {"NegativeOffset", One(R"("dtype":"F32","shape":[4],"data_offsets":[-16,0])"),
         "data_offsets"},
        {"ReversedOffsets", One(R"("dtype":"F32","shape":[4],"data_offsets":[16,0])"),
         "data_offsets"},
        {"OffsetOutside", One(R"("dtype":"F32","shape":[4],"data_offsets":[4,20])"), "truncated"},
        {"OffsetsDisagree", One(R"("dtype":"F32","shape":[3],"data_offsets":[0,16])"),
         "do not agree"},
        {"Overlap", two("[0,8]", "[4,12]"), "overlaps"},
        {"SamePlace", two("[0,8]", "[0,8]"), "overlaps"},
        {"Gap",
         Bytes(R"({"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},)"
               R"("b":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}})",
               {1, 2, 3}),
         "gap"},
        {"GapAtStart", One(R"("dtype":"F32","shape":[3],"data_offsets":[4,16])"), "gap"},
        {"BytesLeftOver", One(R"("dtype":"F32","shape":[3],"data_offsets":[0,12])"), "at its end"},
        {"NotANumber",
         Bytes("{\"w\":{" + good + "}}", {1, 2, std::numeric_limits<float>::quiet_NaN(), 4}),
         "entry 2 of tensor \"w\" is nan"},
        {"Infinite", Bytes("{\"w\":{" + good + "}}", {1, 2, 3, -infinity}),
         "entry 3 of tensor \"w\" is -inf"},
    };
}

class MalformedSafetensors : public testing::TestWithParam<Malformed> {};

TEST_P(MalformedSafetensors, IsRefusedWithItsNameAndTheReason) {
    TemporaryDirectory directory;
    const std::string path = directory.Put("bad.safetensors", GetParam().bytes);
    mog_error error = {};
    ASSERT_EQ(mog_safetensors_read(path.c_str(), &error), nullptr);
    const std::string message = error.message;
    EXPECT_EQ(error.status, MOG_ERROR_DATA);
    EXPECT_NE(message.find(path), std::string::npos) << message;
    EXPECT_NE(message.find(GetParam().reason), std::string::npos) << message;
    EXPECT_EQ(message.find('\n'), std::string::npos) << message;
}

INSTANTIATE_TEST_SUITE_P(Files, MalformedSafetensors, testing::ValuesIn(MalformedFiles()),
                         [](const auto &info) { return std::string(info.param.name); });

} // namespace
