/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "../nn/interference.h"
#include "mog/learn.h"

/*
 * Signal to interference and noise of every link, and the factors of the sum rate's gradient
 *
 *     dR/dp_k = (1/ln 2) [ w_k G_kk / S_k + sum_{i != k} w_i G_ik (1/S_i - 1/I_i) ].
 *
 * Interference I_i is summed without the own signal, never as S_i - G_ii p_i, and 1/S_i - 1/I_i is
 * written as -(G_ii p_i / S_i) / I_i: gains span many decades, and float32 has seven.
 *
 * sinr, own, leak [K] out: own_i = w_i G_ii / S_i, leak_i = w_i (G_ii p_i / S_i) / I_i
 */
MOG_INLINE void link_terms(size_t links, mog_real noise, const mog_real *restrict gain,
                           const mog_real *restrict weight, const mog_real *restrict power,
                           const mog_real *restrict others, mog_real *restrict sinr,
                           mog_real *restrict own, mog_real *restrict leak) {
    interference_heard(links, gain, others, power, sinr); /* for now */
    for (size_t i = 0; i < links; i++) {
        const mog_real direct = gain[i * (links + 1)], signal = direct * power[i];
        const mog_real interference = sinr[i] + noise, received = interference + signal;
        const mog_real w = weight == NULL ? 1 : weight[i];
        sinr[i] = signal / interference;
        own[i] = w * (direct / received);
        leak[i] = w * (signal / received / interference);
    }
}

/* R of one sample; overwrites sinr */
MOG_INLINE double weighted_rate(size_t links, const mog_real *restrict weight,
                                mog_real *restrict sinr) {
    for (size_t i = 0; i < links; i++)
        sinr[i] = real_log(1 + sinr[i]);
    double sum = 0;
    for (size_t i = 0; i < links; i++)
        sum += weight == NULL ? (double)sinr[i] : (double)weight[i] * (double)sinr[i];
    return sum / M_LN2;
}

/* dy = -scale dR/dp */
MOG_INLINE void rate_gradient(size_t links, const mog_real *restrict gain,
                              const mog_real *restrict others, const mog_real *restrict own,
                              const mog_real *restrict leak, mog_real scale,
                              mog_real *restrict dy) {
    for (size_t k = 0; k < links; k++)
        dy[k] = -own[k];
    interference_caused(links, gain, others, leak, dy);
    for (size_t k = 0; k < links; k++)
        dy[k] *= scale;
}

MOG_SIMD double mog_rate_loss(size_t batch, size_t links, double noise_power, const mog_real *gain,
                              const mog_real *weight, const mog_real *y, mog_real *dy,
                              mog_real *scratch) {
    mog_real *sinr = scratch, *own = scratch + links, *leak = scratch + 2 * links;
    const mog_real *others = interference_others(links, scratch + 3 * links);
    const mog_real scale = (mog_real)(1 / ((double)batch * M_LN2));
    double rate = 0;
    for (size_t b = 0; b < batch; b++, y += links, dy += links, gain += links * links) {
        const mog_real *w = weight == NULL ? NULL : weight + b * links;
        link_terms(links, (mog_real)noise_power, gain, w, y, others, sinr, own, leak);
        rate += weighted_rate(links, w, sinr);
        rate_gradient(links, gain, others, own, leak, scale, dy);
    }
    return -rate / (double)batch;
}
