/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "network_type.h"

/* Gains are divided by the noise in float64: in watts they may lie outside float32. */

MOG_SIMD static void features(mog_feature feature, size_t n, const double *restrict gain,
                              double noise_power, mog_real *restrict x) {
    const double scale = 1 / noise_power;
    if (feature == MOG_FEATURE_AMPLITUDE)
        for (size_t i = 0; i < n; i++)
            x[i] = real_sqrt((mog_real)(gain[i] * scale));
    else if (feature == MOG_FEATURE_POWER)
        for (size_t i = 0; i < n; i++)
            x[i] = (mog_real)(gain[i] * scale);
    else
        for (size_t i = 0; i < n; i++)
            x[i] = (mog_real)(10 / M_LN10) * real_log((mog_real)(gain[i] * scale + 1e-12));
}

MOG_SIMD static void normalise(size_t n, const mog_real *restrict mean,
                               const mog_real *restrict deviation, mog_real *restrict x) {
    for (size_t i = 0; i < n; i++)
        x[i] = (x[i] - mean[i]) / deviation[i];
}

void mog_network_input(const mog_network *network, const mog_real *buffer, size_t samples,
                       const double *gain, double noise_power, mog_real *x) {
    const size_t n = network->input_size;
    for (size_t s = 0; s < samples; s++, gain += n, x += n) {
        features((mog_feature)network->settings.feature, n, gain, noise_power, x);
        normalise(n, buffer + network->input_mean, buffer + network->input_deviation, x);
    }
}

/* Inputs whose statistics are gathered together: as many as a cache line has neighbours for. */
#define STRIP 64

/* Mean and deviation of up to STRIP neighbouring inputs over the samples. */
static void fit_strip(const mog_network *network, size_t width, size_t samples, const double *gain,
                      double noise_power, mog_real *mean, mog_real *deviation) {
    const mog_feature feature = (mog_feature)network->settings.feature;
    mog_real x[STRIP], first[STRIP];
    double sum[STRIP] = {0}, squares[STRIP] = {0};
    features(feature, width, gain, noise_power, first);
    for (size_t s = 0; s < samples; s++) {
        features(feature, width, gain + s * network->input_size, noise_power, x);
        for (size_t i = 0; i < width; i++) {
            /* from the first value, so that an input that never varies has no variance at all */
            const double difference = (double)x[i] - (double)first[i];
            sum[i] += difference;
            squares[i] += difference * difference;
        }
    }
    const double count = (double)samples;
    for (size_t i = 0; i < width; i++) {
        const double shift = sum[i] / count;
        mean[i] = (mog_real)((double)first[i] + shift);
        deviation[i] = (mog_real)sqrt(fmax(squares[i] / count - shift * shift, 0));
        if (!(deviation[i] > 0))
            deviation[i] = 1;
    }
}

void mog_network_fit_input(const mog_network *network, size_t samples, const double *gain,
                           double noise_power, mog_real *buffer) {
    const size_t n = network->input_size;
    mog_real *mean = buffer + network->input_mean;
    mog_real *deviation = buffer + network->input_deviation;
    for (size_t i = 0; i < n; i++) {
        mean[i] = 0;
        deviation[i] = 1;
    }
    if (!network->settings.normalize || samples == 0)
        return;
    for (size_t i = 0; i < n; i += STRIP)
        fit_strip(network, n - i < STRIP ? n - i : STRIP, samples, gain + i, noise_power, mean + i,
                  deviation + i);
}
