// SPDX-License-Identifier: GPL-2.0-or-later
// The BLAS shim: products, the kernels it chooses, what it says of itself.
#include "base/blas.h"

#include <atomic>
#include <cmath>
#include <cstdlib>
#include <gtest/gtest.h>
#include <limits>
#include <random>
#include <string>
#include <thread>
#include <vector>

extern char **environ;

namespace {

template <typename T>
void Gemm(bool ta, bool tb, size_t m, size_t n, size_t k, T alpha, const T *a, const T *b, T beta,
          T *c);
template <>
void Gemm(bool ta, bool tb, size_t m, size_t n, size_t k, float alpha, const float *a,
          const float *b, float beta, float *c) {
    mog_sgemm(ta, tb, m, n, k, alpha, a, b, beta, c);
}
template <>
void Gemm(bool ta, bool tb, size_t m, size_t n, size_t k, double alpha, const double *a,
          const double *b, double beta, double *c) {
    mog_dgemm(ta, tb, m, n, k, alpha, a, b, beta, c);
}

template <typename T> std::vector<T> Numbers(size_t count, unsigned seed) {
    std::mt19937 engine(seed);
    std::uniform_real_distribution<T> uniform(-1, 1);
    std::vector<T> numbers(count);
    for (T &x : numbers) {
        x = uniform(engine);
    }
    return numbers;
}

/** Against the definition, in double: the error of a dot product of k terms below 1. */
template <typename T> void CheckGemm(size_t m, size_t n, size_t k, T alpha, T beta) {
    for (int flags = 0; flags < 4; ++flags) {
        const bool ta = flags & 1, tb = flags & 2;
        const std::vector<T> a = Numbers<T>(m * k, 1), b = Numbers<T>(k * n, 2);
        const std::vector<T> before = Numbers<T>(m * n, 3);
        std::vector<T> c = before;
        Gemm<T>(ta, tb, m, n, k, alpha, a.data(), b.data(), beta, c.data());
        const double tolerance = double(k + 2) * std::numeric_limits<T>::epsilon();
        for (size_t i = 0; i < m; ++i) {
            for (size_t j = 0; j < n; ++j) {
                double sum = 0;
                for (size_t l = 0; l < k; ++l) {
                    sum += double(ta ? a[l * m + i] : a[i * k + l]) *
                           double(tb ? b[j * k + l] : b[l * n + j]);
                }
                const double expected =
                    double(alpha) * sum + double(beta) * double(before[i * n + j]);
                ASSERT_NEAR(double(c[i * n + j]), expected, tolerance)
                    << m << "x" << n << "x" << k << ", flags " << flags;
            }
        }
    }
}

std::vector<std::string> Environment() {
    std::vector<std::string> variables;
    for (char **v = environ; *v; ++v) {
        variables.push_back(*v);
    }
    return variables;
}

/** What other threads see while the library is opened for the first time, before any test. */
struct FirstOpen {
    bool same_environment = true, whole_description = true, found_variable = true;

    FirstOpen() {
        setenv("MOG_TEST_VARIABLE", "1", 1);
        char **const before = environ;
        std::atomic<bool> done{false};
        std::thread reader([&] {
            while (!done) {
                found_variable = found_variable && std::getenv("MOG_TEST_VARIABLE") != nullptr;
            }
        });
        std::thread opener([&] {
            mog_blas_info info;
            const bool opened = mog_blas_open(&info, nullptr) == MOG_OK;
            whole_description = opened == (info.library[0] != '\0') && opened == (info.threads > 0);
        });
        mog_blas_open(nullptr, nullptr);
        opener.join();
        done = true;
        reader.join();
        same_environment = environ == before;
        unsetenv("MOG_TEST_VARIABLE");
    }
};
const FirstOpen first_open;

class Blas : public ::testing::Test {
  protected:
    void SetUp() override {
        mog_error error{};
        ASSERT_EQ(mog_blas_open(nullptr, &error), MOG_OK) << error.message;
    }
};

} // namespace

TEST_F(Blas, MatrixProducts) {
    for (size_t m : {1, 2, 7, 33}) {
        for (size_t n : {1, 3, 20}) {
            for (size_t k : {1, 5, 64}) {
                CheckGemm<float>(m, n, k, 1, 0);
                CheckGemm<double>(m, n, k, 1, 0);
                CheckGemm<float>(m, n, k, -0.5F, 1);
                CheckGemm<double>(m, n, k, 0.25, -0.75);
            }
        }
    }
}

TEST_F(Blas, ProductOfALayer) {
    CheckGemm<float>(50, 400, 200, 1, 0);
    CheckGemm<double>(50, 400, 200, 1, 1);
}

/** beta = 0 overwrites whatever was there, NaN included. */
TEST_F(Blas, ZeroBetaOverwrites) {
    const std::vector<float> a = Numbers<float>(6, 1), b = Numbers<float>(6, 2);
    std::vector<float> c(4, std::numeric_limits<float>::quiet_NaN());
    mog_sgemm(false, false, 2, 2, 3, 1, a.data(), b.data(), 0, c.data());
    for (float x : c) {
        EXPECT_TRUE(std::isfinite(x));
    }
}

TEST_F(Blas, KernelsMatchTheProcessor) {
    mog_blas_info info;
    ASSERT_EQ(mog_blas_open(&info, nullptr), MOG_OK);
    EXPECT_NE(std::string(info.library), "");
    EXPECT_NE(std::string(info.config).find("OpenBLAS"), std::string::npos) << info.config;
    if (std::getenv("OPENBLAS_CORETYPE") || std::getenv("MOG_OPENBLAS")) {
        GTEST_SKIP() << "the environment chooses: " << info.kernels;
    }
#if defined(__x86_64__)
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
        __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) {
        EXPECT_STREQ(info.kernels, "SkylakeX");
    } else if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
        EXPECT_TRUE(std::string(info.kernels) == "Haswell" || std::string(info.kernels) == "Zen")
            << info.kernels;
    }
#endif
}

TEST_F(Blas, OneThreadUnlessAsked) {
    if (std::getenv("OPENBLAS_NUM_THREADS")) {
        GTEST_SKIP() << "the environment chooses";
    }
    mog_blas_info info;
    ASSERT_EQ(mog_blas_open(&info, nullptr), MOG_OK);
    EXPECT_EQ(info.threads, 1);
}

/** setenv() would have moved the environment away from under the others. */
TEST(BlasEnvironment, IsTheSameListAsBefore) {
    EXPECT_TRUE(first_open.same_environment);
    EXPECT_TRUE(first_open.found_variable);
}

TEST(BlasDescription, IsEmptyOrWhole) {
    EXPECT_TRUE(first_open.whole_description);
}

/** Loading lends OpenBLAS two variables and takes them back. */
TEST(BlasEnvironment, IsLeftAlone) {
    const std::vector<std::string> before = Environment();
    ASSERT_EQ(mog_blas_open(nullptr, nullptr), MOG_OK);
    EXPECT_EQ(Environment(), before);
    EXPECT_EQ(mog_blas_open(nullptr, nullptr), MOG_OK) << "again, and from the first result";
}
