/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The loss of training without labels: minus the utility of a network's powers. */
#include "learn/objective/utility_loss.h"

#include "nn/kernel/sums.h"
#include "radio/utility/utility.h"

/*
 * With the weights w and prices c that a utility comes down to at the present rates and powers, its
 * gradient is that of sum w R - c p,
 *
 *     dU/dp_k = (1/ln 2) [ w_k G_kk / S_k + sum_{i != k} w_i G_ik (1/S_i - 1/I_i) ] - c_k.
 *
 * Interference I_i is summed without the own signal, never as S_i - G_ii p_i, and 1/S_i - 1/I_i is
 * written as -(G_ii p_i / S_i) / I_i: gains span many decades, and float32 has seven.
 */

/* One sample: what it is, and what the gradient takes, all [K]. */
typedef struct sample {
    size_t links;
    const mog_real *gain, *power;
    const mog_real *weight, *price; /* of the problem, or NULL */
    mog_real *rate;                 /* at first SINR, then log(1 + SINR) */
    mog_real *own, *leak;           /* G_ii / S_i and (G_ii p_i / S_i) / I_i */
} sample;

MOG_INLINE void link_terms(const sample *s, mog_real noise, const mog_real *restrict others) {
    mog_real *restrict sinr = s->rate, *restrict own = s->own, *restrict leak = s->leak;
    interference_heard(s->links, s->gain, others, s->power, sinr); /* for now */
    for (size_t i = 0; i < s->links; i++) {
        const mog_real direct = s->gain[i * (s->links + 1)], signal = direct * s->power[i];
        const mog_real interference = sinr[i] + noise, received = interference + signal;
        sinr[i] = signal / interference;
        own[i] = direct / received;
        leak[i] = signal / received / interference;
    }
    for (size_t i = 0; i < s->links; i++)
        sinr[i] = real_log(1 + sinr[i]);
}

/* Sum of w R - c p, whose weights stay what they are. */
MOG_INLINE double linear_value(const sample *s) {
    double sum = 0;
    for (size_t i = 0; i < s->links; i++)
        sum += s->weight == NULL ? (double)s->rate[i] : (double)s->weight[i] * (double)s->rate[i];
    sum /= M_LN2;
    for (size_t i = 0; s->price != NULL && i < s->links; i++)
        sum -= (double)s->price[i] * (double)s->power[i];
    return sum;
}

/* Of any other utility: its value, weights and prices. instant [5][K] */
static double other_value(const mog_utility *utility, const sample *s, double *instant, mog_real *w,
                          mog_real *c) {
    const size_t k = s->links;
    double *rate = instant, *power = rate + k, *given = power + k;
    double *weight = given + k, *price = weight + k;
    for (size_t i = 0; i < k; i++) {
        rate[i] = (double)s->rate[i] / M_LN2;
        power[i] = (double)s->power[i];
        given[i] = s->weight == NULL ? 1 : (double)s->weight[i];
    }
    const mog_instant at = {.links = k, .weight = given, .rate = rate, .power = power};
    const double value = mog_utility_value(utility, &at, weight);
    mog_utility_gradient(utility, &at, weight, price);
    for (size_t i = 0; i < k; i++) {
        w[i] = (mog_real)weight[i];
        c[i] = (mog_real)price[i];
    }
    return value;
}

/* dy = -scale ln 2 dU/dp; overwrites own and leak */
MOG_INLINE void gradient(const sample *s, const mog_real *restrict weight,
                         const mog_real *restrict price, const mog_real *restrict others,
                         mog_real scale, mog_real *restrict dy) {
    mog_real *restrict own = s->own, *restrict leak = s->leak;
    for (size_t i = 0; weight != NULL && i < s->links; i++) {
        own[i] *= weight[i];
        leak[i] *= weight[i];
    }
    for (size_t k = 0; k < s->links; k++)
        dy[k] = -own[k];
    interference_caused(s->links, s->gain, others, leak, dy);
    for (size_t k = 0; price != NULL && k < s->links; k++)
        dy[k] += price[k] * (mog_real)M_LN2;
    for (size_t k = 0; k < s->links; k++)
        dy[k] *= scale;
}

MOG_SIMD(double, mog_utility_loss,
         (const mog_utility *utility, const mog_loss_batch *batch, const mog_real *y, mog_real *dy,
          void *scratch),
         (utility, batch, y, dy, scratch)) {
    const size_t k = batch->links;
    const bool linear = mog_utility_is_linear(utility);
    double *instant = scratch, value = 0;
    mog_real *terms = (mog_real *)(instant + 5 * k);
    mog_real *w = terms + 3 * k, *c = w + k;
    const mog_real *others = interference_others(k, c + k);
    const mog_real scale = (mog_real)(1 / ((double)batch->samples * M_LN2));
    for (size_t b = 0; b < batch->samples; b++) {
        const sample s = {
            .links = k,
            .gain = batch->gain + b * k * k,
            .power = y + b * k,
            .weight = batch->weight == NULL ? NULL : batch->weight + b * k,
            .price = batch->price == NULL ? NULL : batch->price + b * k,
            .rate = terms,
            .own = terms + k,
            .leak = terms + 2 * k,
        };
        link_terms(&s, (mog_real)batch->noise_power, others);
        value += linear ? linear_value(&s) : other_value(utility, &s, instant, w, c);
        gradient(&s, linear ? s.weight : w, linear ? s.price : c, others, scale, dy + b * k);
    }
    return -value / (double)batch->samples;
}
