// SPDX-License-Identifier: GPL-2.0-or-later
// Layers on images in float64: against a plain convolution, the layers on rows, and finite
// differences.
#include "f64.h"

#include "gradient_check.h"

extern "C" {
#include "nn/layer/layers.h"
}

namespace {

// The definition, one product after the other.
Reals DirectConvolution(const mog_convolution &c, const Reals &x, const Reals &weight,
                        size_t batch) {
    const ptrdiff_t side = c.side, kernel = c.kernel;
    Reals z(batch * c.out * c.side * c.side);
    for (size_t b = 0, n = 0; b < batch; b++)
        for (size_t o = 0; o < c.out; o++)
            for (ptrdiff_t row = 0; row < side; row++)
                for (ptrdiff_t column = 0; column < side; column++, n++)
                    for (size_t i = 0; i < c.in; i++)
                        for (ptrdiff_t u = 0; u < kernel; u++)
                            for (ptrdiff_t v = 0; v < kernel; v++) {
                                const ptrdiff_t r = row + u - kernel / 2;
                                const ptrdiff_t s = column + v - kernel / 2;
                                if (r >= 0 && r < side && s >= 0 && s < side)
                                    z[n] += x[((b * c.in + i) * side + r) * side + s] *
                                            weight[((o * c.in + i) * kernel + u) * kernel + v];
                            }
    return z;
}

class Convolution : public testing::TestWithParam<mog_convolution> {
  protected:
    static constexpr size_t batch = 2;
    const mog_convolution shape = GetParam();
    const size_t pixels = shape.side * shape.side;
    Reals x = Numbers(batch * shape.in * pixels, 0.1);
    Reals weight = Numbers(shape.out * shape.in * shape.kernel * shape.kernel, 0.2);
    Reals scratch = Reals(mog_convolution_scratch(&shape));

    void SetUp() override {
        mog_error error;
        ASSERT_EQ(mog_blas_open(nullptr, &error), MOG_OK) << error.message;
    }

    Reals Forward() {
        Reals z(batch * shape.out * pixels, NAN);
        mog_convolution_forward(&shape, z.data(), scratch.data(), x.data(), weight.data(), batch);
        return z;
    }
};

// Among them kernels larger than the image, of which only the middle ever meets a pixel.
INSTANTIATE_TEST_SUITE_P(NetworkF64, Convolution,
                         testing::Values(mog_convolution{1, 1, 1, 1}, mog_convolution{2, 3, 1, 3},
                                         mog_convolution{1, 2, 2, 3}, mog_convolution{2, 2, 2, 5},
                                         mog_convolution{2, 1, 2, 7}, mog_convolution{3, 2, 3, 1},
                                         mog_convolution{1, 4, 4, 3}, mog_convolution{3, 2, 5, 3},
                                         mog_convolution{2, 3, 5, 5}, mog_convolution{1, 1, 3, 9}),
                         [](const testing::TestParamInfo<mog_convolution> &p) {
                             return std::to_string(p.param.in) + "To" +
                                    std::to_string(p.param.out) + "Side" +
                                    std::to_string(p.param.side) + "Kernel" +
                                    std::to_string(p.param.kernel);
                         });

TEST_P(Convolution, IsItsDefinition) {
    const Reals z = Forward(), expected = DirectConvolution(shape, x, weight, batch);
    for (size_t i = 0; i < z.size(); i++)
        EXPECT_NEAR(z[i], expected[i], 1e-13) << "entry " << i;
}

TEST_P(Convolution, Gradients) {
    const Reals direction = Numbers(batch * shape.out * pixels, 0.3);
    const auto f = [&] { return Project(Forward(), direction); };
    Reals dweight(weight.size(), NAN), dx(x.size(), NAN);
    mog_convolution_backward_weight(&shape, dweight.data(), scratch.data(), direction.data(),
                                    x.data(), batch);
    mog_convolution_backward_input(&shape, dx.data(), scratch.data(), direction.data(),
                                   weight.data(), batch);
    CheckGradient(f, weight, dweight);
    CheckGradient(f, x, dx);
}

// A moved image gives moved planes wherever the kernel meets the border in neither of them.
TEST(ConvolutionF64, MovesWithTheImage) {
    const mog_convolution shape = {2, 3, 9, 3};
    const size_t side = shape.side, pixels = side * side, down = 2, right = 1;
    const Reals weight = Numbers(shape.out * shape.in * 9, 0.2);
    const Reals x = Numbers(shape.in * pixels, 0.1);
    Reals moved(x.size());
    for (size_t i = 0; i < shape.in; i++)
        for (size_t r = down; r < side; r++)
            for (size_t c = right; c < side; c++)
                moved[i * pixels + r * side + c] = x[i * pixels + (r - down) * side + c - right];
    mog_error error;
    ASSERT_EQ(mog_blas_open(nullptr, &error), MOG_OK) << error.message;
    Reals scratch(mog_convolution_scratch(&shape)), z(shape.out * pixels), z_moved(z.size());
    mog_convolution_forward(&shape, z.data(), scratch.data(), x.data(), weight.data(), 1);
    mog_convolution_forward(&shape, z_moved.data(), scratch.data(), moved.data(), weight.data(), 1);
    for (size_t o = 0; o < shape.out; o++)
        for (size_t r = down + 1; r + 1 < side; r++)
            for (size_t c = right + 1; c + 1 < side; c++)
                EXPECT_NEAR(z_moved[o * pixels + r * side + c],
                            z[o * pixels + (r - down) * side + c - right], 1e-14);
}

TEST(ConvolutionF64, OfASampleIsTheSameInABatch) {
    const mog_convolution shape = {2, 3, 5, 3};
    const size_t batch = 4, in = shape.in * 25, out = shape.out * 25;
    const Reals x = Numbers(batch * in, 0.1), weight = Numbers(shape.out * shape.in * 9, 0.2);
    mog_error error;
    ASSERT_EQ(mog_blas_open(nullptr, &error), MOG_OK) << error.message;
    Reals scratch(mog_convolution_scratch(&shape)), all(batch * out), one(out);
    mog_convolution_forward(&shape, all.data(), scratch.data(), x.data(), weight.data(), batch);
    for (size_t b = 0; b < batch; b++) {
        mog_convolution_forward(&shape, one.data(), scratch.data(), x.data() + b * in,
                                weight.data(), 1);
        EXPECT_EQ(one, Reals(all.begin() + b * out, all.begin() + (b + 1) * out));
    }
}

// [batch][planes][pixels] to [batch][pixels][planes], where a pixel is a row.
Reals ToRows(const Reals &x, size_t batch, mog_image image) {
    Reals rows(x.size());
    for (size_t b = 0; b < batch; b++)
        for (size_t c = 0; c < image.planes; c++)
            for (size_t p = 0; p < image.pixels; p++)
                rows[(b * image.pixels + p) * image.planes + c] =
                    x[(b * image.planes + c) * image.pixels + p];
    return rows;
}

void ExpectClose(const Reals &actual, const Reals &expected, const char *what) {
    for (size_t i = 0; i < expected.size(); i++)
        EXPECT_NEAR(actual[i], expected[i], 1e-13) << what << ", entry " << i;
}

// Layers on planes do what those on rows do when every pixel is a row. Planes of fewer pixels than
// a vector has lanes, of a multiple of them, and others.
class Planes : public testing::TestWithParam<mog_image> {
  protected:
    static constexpr size_t batch = 3;
    const mog_image image = GetParam();
    const size_t n = image.planes, rows = batch * image.pixels, count = rows * n;
    const Reals x = Numbers(count, 0.1), weight = Numbers(n, 0.2), bias = Numbers(n, 0.3);
    const Reals direction = Numbers(count, 0.4);
};
INSTANTIATE_TEST_SUITE_P(NetworkF64, Planes,
                         testing::Values(mog_image{1, 1}, mog_image{3, 4}, mog_image{2, 16},
                                         mog_image{4, 25}),
                         [](const testing::TestParamInfo<mog_image> &p) {
                             return std::to_string(p.param.planes) + "Of" +
                                    std::to_string(p.param.pixels);
                         });

TEST_P(Planes, ReluAsOnRows) {
    Reals a = x, d = direction, dbias(n);
    mog_plane_bias_relu(a.data(), bias.data(), batch, image);
    mog_plane_bias_relu_backward(d.data(), dbias.data(), a.data(), batch, image);
    Reals row_a = ToRows(x, batch, image), row_d = ToRows(direction, batch, image), row_dbias(n);
    mog_bias_relu(row_a.data(), bias.data(), rows, n);
    mog_bias_relu_backward(row_d.data(), row_dbias.data(), row_a.data(), rows, n);
    EXPECT_EQ(ToRows(a, batch, image), row_a);
    EXPECT_EQ(ToRows(d, batch, image), row_d);
    ExpectClose(dbias, row_dbias, "dbias");
}

TEST_P(Planes, NormAsOnRows) {
    const Reals mean = Numbers(n, 0.5), variance(n, 1.5);
    Reals y = x, row_y = ToRows(x, batch, image), scratch(n);
    mog_plane_norm_forward(y.data(), weight.data(), bias.data(), mean.data(), variance.data(),
                           batch, image);
    mog_batch_norm_forward(row_y.data(), scratch.data(), weight.data(), bias.data(), mean.data(),
                           variance.data(), rows, n);
    EXPECT_EQ(ToRows(y, batch, image), row_y);
}

TEST_P(Planes, NormOfTheBatchAsOnRows) {
    Reals y(count), mean(n), inverse(n), running_mean(n), running_variance(n, 1);
    mog_plane_norm_training(y.data(), mean.data(), inverse.data(), running_mean.data(),
                            running_variance.data(), x.data(), weight.data(), bias.data(), batch,
                            image);
    Reals d = direction, dweight(n), dbias(n);
    mog_plane_norm_backward(d.data(), dweight.data(), dbias.data(), x.data(), mean.data(),
                            inverse.data(), weight.data(), batch, image);

    const Reals row_x = ToRows(x, batch, image);
    Reals row_y(count), row_mean(n), row_inverse(n), row_running_mean(n), row_running(n, 1);
    mog_batch_norm_training(row_y.data(), row_mean.data(), row_inverse.data(),
                            row_running_mean.data(), row_running.data(), row_x.data(),
                            weight.data(), bias.data(), rows, n);
    Reals row_d = ToRows(direction, batch, image), row_dweight(n), row_dbias(n);
    mog_batch_norm_backward(row_d.data(), row_dweight.data(), row_dbias.data(), row_x.data(),
                            row_mean.data(), row_inverse.data(), weight.data(), rows, n);
    ExpectClose(ToRows(y, batch, image), row_y, "y");
    ExpectClose(running_mean, row_running_mean, "running mean");
    ExpectClose(running_variance, row_running, "running variance");
    ExpectClose(ToRows(d, batch, image), row_d, "d");
    ExpectClose(dweight, row_dweight, "dweight");
    ExpectClose(dbias, row_dbias, "dbias");
}

} // namespace
