// SPDX-License-Identifier: GPL-2.0-or-later
// Random streams: known answers, counters, moments.
#include "mog/random.h"

#include <Random123/philox.h>
#include <array>
#include <cmath>
#include <gtest/gtest.h>
#include <memory>
#include <set>
#include <vector>

namespace {

struct FreeGenerator {
    void operator()(gsl_rng *rng) const {
        gsl_rng_free(rng);
    }
};
using Generator = std::unique_ptr<gsl_rng, FreeGenerator>;

Generator MakeGenerator() {
    return Generator(gsl_rng_alloc(&mog_random_type));
}

using Block = std::array<uint32_t, 4>;

Block Philox(const Block &counter, uint32_t key0, uint32_t key1) {
    const philox4x32_ctr_t c = {{counter[0], counter[1], counter[2], counter[3]}};
    const philox4x32_key_t k = {{key0, key1}};
    const philox4x32_ctr_t r = philox4x32(c, k);
    return {r.v[0], r.v[1], r.v[2], r.v[3]};
}

std::vector<unsigned long> Draw(gsl_rng *rng, uint64_t seed, uint64_t index, mog_purpose purpose,
                                size_t count) {
    mog_random_select(rng, seed, index, purpose);
    std::vector<unsigned long> numbers;
    for (size_t n = 0; n < count; ++n) {
        numbers.push_back(gsl_rng_get(rng));
    }
    return numbers;
}

} // namespace

/** The file kat_vectors of Random123: the installed header computes what it should. */
TEST(Random, PhiloxKnownAnswers) {
    EXPECT_EQ(Philox({0, 0, 0, 0}, 0, 0), (Block{0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8}));
    const uint32_t ones = 0xffffffff;
    EXPECT_EQ(Philox({ones, ones, ones, ones}, ones, ones),
              (Block{0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd}));
    EXPECT_EQ(Philox({0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0),
              (Block{0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1}));
}

/** A new generator stands at counter 0, key 0. */
TEST(Random, GeneratorStartsAtTheKnownAnswer) {
    const Generator rng = MakeGenerator();
    for (const unsigned long expected : {0x6627e8d5UL, 0xe169c58dUL, 0xbc57ac4cUL, 0x9b00dbd8UL}) {
        EXPECT_EQ(gsl_rng_get(rng.get()), expected);
    }
}

/** Key = seed, counter = {block, purpose, index}: data sets depend on it and must not change. */
TEST(Random, StreamsAreCounters) {
    const Generator rng = MakeGenerator();
    const uint64_t seed = 0x299f31d0a4093822, index = 0x0370734413198a2e;
    const std::vector<unsigned long> numbers = Draw(rng.get(), seed, index, MOG_PURPOSE_START, 12);
    for (uint32_t block = 0; block < 3; ++block) {
        const Block expected =
            Philox({block, MOG_PURPOSE_START, 0x13198a2e, 0x03707344}, 0xa4093822, 0x299f31d0);
        for (size_t n = 0; n < 4; ++n) {
            EXPECT_EQ(numbers[4 * block + n], expected[n]);
        }
    }
}

TEST(Random, StreamsDoNotDependOnOrder) {
    const Generator rng = MakeGenerator();
    const auto a = Draw(rng.get(), 1, 2, MOG_PURPOSE_LAYOUT, 7);
    Draw(rng.get(), 1, 3, MOG_PURPOSE_LAYOUT, 1001);
    EXPECT_EQ(Draw(rng.get(), 1, 2, MOG_PURPOSE_LAYOUT, 7), a);
    const Generator other = MakeGenerator();
    EXPECT_EQ(Draw(other.get(), 1, 2, MOG_PURPOSE_LAYOUT, 7), a);
}

/** Another seed, index or purpose is another stream, near and far. */
TEST(Random, StreamsDiffer) {
    const Generator rng = MakeGenerator();
    std::set<std::vector<unsigned long>> streams;
    size_t count = 0;
    for (uint64_t seed : {uint64_t(0), uint64_t(1), uint64_t(1) << 32, ~uint64_t(0)}) {
        for (uint64_t index : {uint64_t(0), uint64_t(1), uint64_t(1) << 32, ~uint64_t(0)}) {
            for (int purpose = MOG_PURPOSE_LAYOUT; purpose <= MOG_PURPOSE_ALLOCATION; ++purpose) {
                streams.insert(Draw(rng.get(), seed, index, static_cast<mog_purpose>(purpose), 4));
                ++count;
            }
        }
    }
    EXPECT_EQ(streams.size(), count);
}

TEST(Random, UniformHasTheRightMoments) {
    const Generator rng = MakeGenerator();
    mog_random_select(rng.get(), 5, 0, MOG_PURPOSE_FADING);
    const int count = 200000;
    double sum = 0, square = 0;
    for (int n = 0; n < count; ++n) {
        const double u = gsl_rng_uniform(rng.get());
        ASSERT_TRUE(u >= 0 && u < 1);
        sum += u;
        square += u * u;
    }
    // four standard errors
    EXPECT_NEAR(sum / count, 0.5, 4 * 0.2887 / std::sqrt(double(count)));
    EXPECT_NEAR(square / count, 1.0 / 3, 4 * 0.2981 / std::sqrt(double(count)));
}

/** GSL copies a generator with its state. */
TEST(Random, CloneContinuesTheStream) {
    const Generator rng = MakeGenerator();
    Draw(rng.get(), 3, 4, MOG_PURPOSE_SHUFFLE, 5);
    const Generator copy(gsl_rng_clone(rng.get()));
    for (int n = 0; n < 10; ++n) {
        EXPECT_EQ(gsl_rng_get(copy.get()), gsl_rng_get(rng.get()));
    }
}
