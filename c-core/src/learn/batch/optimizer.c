/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Update rules as PyTorch defines them (torch.optim), each in one pass over the flat arrays,
 * because the arrays of a network of this size do not stay in a cache between passes.
 */
#include "learn/batch/optimizer.h"

#include "base/simd.h"
#include <math.h>

/* Squares are summed in float32 over short blocks, and the blocks in float64. */
#define BLOCK 1024

MOG_SIMD(double, mog_gradient_norm, (size_t n, const float *restrict gradient), (n, gradient)) {
    double sum = 0;
    for (size_t start = 0; start < n; start += BLOCK) {
        const size_t length = n - start < BLOCK ? n - start : BLOCK;
        const float *g = gradient + start;
        float lane[MOG_LANES] = {0};
        size_t i = 0;
        for (; i + MOG_LANES <= length; i += MOG_LANES)
            for (size_t l = 0; l < MOG_LANES; l++)
                lane[l] += g[i + l] * g[i + l];
        for (size_t l = 0; i < length; i++, l++)
            lane[l] += g[i] * g[i];
        sum += (double)MOG_SUM_LANES(lane);
    }
    return sqrt(sum);
}

double mog_clip_factor(const mog_training_settings *settings, double norm) {
    return settings->clip_norm > 0 ? fmin(settings->clip_norm / (norm + 1e-6), 1) : 1;
}

/*
 * The average of a gradient that has become 0, as that of a unit which no longer fires, fades until
 * it is subnormal, and stays there: CPUs are many times slower with such numbers. Long before, it
 * no longer changes any parameter.
 */
MOG_INLINE float faded(float average) {
    return fabsf(average) < 1e-30f ? 0 : average;
}

static MOG_SIMD(void, sgd,
                (size_t n, float *restrict parameter, const float *restrict gradient, float shrink,
                 float step),
                (n, parameter, gradient, shrink, step)) {
    for (size_t i = 0; i < n; i++)
        parameter[i] = parameter[i] * shrink - step * gradient[i];
}

static MOG_SIMD(void, momentum_sgd,
                (size_t n, float *restrict parameter, float *restrict velocity,
                 const float *restrict gradient, float shrink, float scale, float momentum,
                 float rate),
                (n, parameter, velocity, gradient, shrink, scale, momentum, rate)) {
    for (size_t i = 0; i < n; i++) {
        velocity[i] = faded(momentum * velocity[i] + scale * gradient[i]);
        parameter[i] = parameter[i] * shrink - rate * velocity[i];
    }
}

static MOG_SIMD(void, rmsprop,
                (size_t n, float *restrict parameter, float *restrict square,
                 const float *restrict gradient, float shrink, float scale, float decay,
                 float fresh, float epsilon, float rate),
                (n, parameter, square, gradient, shrink, scale, decay, fresh, epsilon, rate)) {
    for (size_t i = 0; i < n; i++) {
        const float g = scale * gradient[i];
        square[i] = faded(decay * square[i] + fresh * (g * g));
        parameter[i] = parameter[i] * shrink - rate * (g / (sqrtf(square[i]) + epsilon));
    }
}

/* Kingma, Ba, ICLR 2015. `step` and `root` carry the corrections for the moments' start at zero. */
static MOG_SIMD(void, adam,
                (size_t n, float *restrict parameter, float *restrict first, float *restrict second,
                 const float *restrict gradient, float shrink, float scale, float beta1,
                 float fresh1, float beta2, float fresh2, float epsilon, float root, float step),
                (n, parameter, first, second, gradient, shrink, scale, beta1, fresh1, beta2, fresh2,
                 epsilon, root, step)) {
    for (size_t i = 0; i < n; i++) {
        const float g = scale * gradient[i];
        const float m = faded(beta1 * first[i] + fresh1 * g);
        const float v = faded(beta2 * second[i] + fresh2 * (g * g));
        first[i] = m;
        second[i] = v;
        parameter[i] = parameter[i] * shrink - step * (m / (sqrtf(v) * root + epsilon));
    }
}

void mog_optimizer_step(const mog_training_settings *settings, double rate, uint64_t update,
                        double scale, const float *gradient, const mog_optimizer_state *state) {
    const double b1 = settings->momentum, b2 = settings->decay;
    const float shrink = (float)(1 - rate * settings->weight_decay);
    switch ((mog_optimizer_kind)settings->optimizer) {
    case MOG_OPTIMIZER_SGD:
        sgd(state->count, state->parameter, gradient, shrink, (float)(rate * scale));
        break;
    case MOG_OPTIMIZER_MOMENTUM:
        momentum_sgd(state->count, state->parameter, state->first, gradient, shrink, (float)scale,
                     (float)b1, (float)rate);
        break;
    case MOG_OPTIMIZER_RMSPROP:
        rmsprop(state->count, state->parameter, state->second, gradient, shrink, (float)scale,
                (float)b2, (float)(1 - b2), (float)settings->epsilon, (float)rate);
        break;
    case MOG_OPTIMIZER_ADAM:
        adam(state->count, state->parameter, state->first, state->second, gradient, shrink,
             (float)scale, (float)b1, (float)(1 - b1), (float)b2, (float)(1 - b2),
             (float)settings->epsilon, (float)(1 / sqrt(1 - pow(b2, (double)update))),
             (float)(rate / (1 - pow(b1, (double)update))));
        break;
    }
}
