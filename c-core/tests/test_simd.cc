// SPDX-License-Identifier: GPL-2.0-or-later
// Kernels on every path that this CPU has: the same bits, and what tests of kernels ask for.
extern "C" {
#include "base/simd.h"
}
#include "mog/library.h"
#include "owned.h"
#include "program.h"
#include "trainer_fixture.h"
#include "vecmath.h"

#include <cmath>
#include <functional>

namespace {

using Floats = std::vector<float>;

/** Puts the path back that was in use. */
struct Path {
    const mog_simd_path before = mog_simd();
    explicit Path(mog_simd_path path) {
        mog_simd_use(path);
    }
    ~Path() {
        mog_simd_use(before);
    }
};

std::vector<mog_simd_path> Paths() {
    std::vector<mog_simd_path> paths;
    for (int path = MOG_PATH_SSE; path <= mog_simd_widest(); path++)
        paths.push_back(static_cast<mog_simd_path>(path));
    return paths;
}

Floats Vecmath(void (*function)(size_t, const float *, float *)) {
    Floats x(1003), y(x.size());
    for (size_t i = 0; i < x.size(); i++)
        x[i] = 0.01f + 0.083f * static_cast<float>(i);
    function(x.size(), x.data(), y.data());
    return y;
}

/** Powers of a solver, in the bits of floats twice as many. */
Floats Solver(const char *name) {
    const Dataset data = Channels(9, 13, 1, false);
    const mog_problem problem = mog_dataset_problem(data.get());
    const auto solver =
        mogtest::Made<mog_solver>(mog_solver_create, nullptr, name, nullptr, nullptr, 13, 1);
    std::vector<double> power(9 * 13);
    const mog_allocation out = {nullptr, power.data()};
    EXPECT_EQ(mog_solver_run(solver.get(), &problem, 0, &out, nullptr, nullptr), MOG_OK);
    Floats bits(2 * power.size());
    std::memcpy(bits.data(), power.data(), power.size() * sizeof(double));
    return bits;
}

/** Parameters after some steps of training. */
Floats Training(const char *preset) {
    Experiment run;
    mog_error error = {};
    EXPECT_EQ(mog_preset_find(preset, &run, &error), MOG_OK) << error.message;
    run.training.batch = 16;
    const Trainer trainer = run.Create();
    Step(trainer.get(), 3);
    return Parameters(trainer.get());
}

struct Case {
    const char *name;
    std::function<Floats()> compute;
    float tolerance; /**< 0: the same bits */
};
void PrintTo(const Case &c, std::ostream *stream) {
    *stream << c.name;
}

class Simd : public testing::TestWithParam<Case> {};

/* Products of rows may fuse multiplications with additions, and learning makes that larger. */
INSTANTIATE_TEST_SUITE_P(
    Kernels, Simd,
    testing::Values(Case{"exp", [] { return Vecmath(mog_vector_exp); }, 0},
                    Case{"log", [] { return Vecmath(mog_vector_log); }, 0},
                    Case{"tanh", [] { return Vecmath(mog_vector_tanh); }, 0},
                    Case{"sigmoid", [] { return Vecmath(mog_vector_sigmoid); }, 0},
                    Case{"fplinq", [] { return Solver("fplinq"); }, 0},
                    Case{"fplinq_strong", [] { return Solver("fplinq-strong"); }, 0},
                    Case{"mlp", [] { return Training("mlp-mog-fixed"); }, 0},
                    Case{"cnn", [] { return Training("cnn-mog-fixed"); }, 0},
                    Case{"unrolled", [] { return Training("unrolled-mog-fixed"); }, 0},
                    Case{"mpgnn", [] { return Training("pcgnn-mog-fixed"); }, 1e-2f},
                    Case{"igcnet", [] { return Training("igcnet-mog-fixed"); }, 1e-2f},
                    Case{"pg", [] { return Training("mlp-pg"); }, 0}),
    [](const auto &info) { return info.param.name; });

TEST_P(Simd, EveryPathComputesTheSame) {
    std::vector<Floats> results;
    for (mog_simd_path path : Paths()) {
        const Path use(path);
        results.push_back(GetParam().compute());
    }
    for (size_t p = 1; p < results.size(); p++) {
        ASSERT_EQ(results[p].size(), results[0].size());
        if (GetParam().tolerance == 0) {
            EXPECT_EQ(std::memcmp(results[p].data(), results[0].data(),
                                  results[0].size() * sizeof(float)),
                      0)
                << mog_simd_path_name(Paths()[p]);
        }
        for (size_t i = 0; i < results[p].size() && GetParam().tolerance != 0; i++)
            ASSERT_NEAR(results[p][i], results[0][i], GetParam().tolerance)
                << mog_simd_path_name(Paths()[p]) << " " << i;
    }
}

/** The variable may name what the CPU has, and nothing else. */
TEST(SimdVariable, NarrowsThePath) {
    const std::string widest = mog_simd_path_name(mog_simd_widest());
    for (const char *wanted : {"sse", "avx2", "avx512", "AVX2", "", "neon"}) {
        setenv("MOG_SIMD", wanted, 1);
        const mogtest::Outcome outcome = mogtest::Mog({"info", "--json"});
        unsetenv("MOG_SIMD");
        ASSERT_EQ(outcome.code, 0) << outcome.err;
        std::string expected = widest;
        for (mog_simd_path path : Paths())
            if (wanted == std::string(mog_simd_path_name(path)))
                expected = wanted;
        EXPECT_NE(outcome.out.find("\"vector_instructions\": \"" + expected + "\""),
                  std::string::npos)
            << wanted << ": " << outcome.out;
    }
}

} // namespace
