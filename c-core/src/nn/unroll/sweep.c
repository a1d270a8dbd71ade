/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A sweep, forward and backward: the iteration of solve/power/fplinq.c in mog_real, with the
 * learned parameters of unfolded WMMSE (Chowdhury, Verma, Rao, Swami, Segarra, "Unfolding WMMSE
 * using graph neural networks for efficient power allocation", IEEE Trans. Wireless Commun. 2021).
 * With G over the noise, I_i the interference and noise at receiver i, s_i = G_ii p_i, S_i = I_i +
 * s_i and gamma_i = s_i / I_i,
 *
 *     W_i   = a_i gamma_i + b_i                   WMMSE: 1 + gamma_i
 *     y_i^2 = w_i W_i s_i / S_i^2                 the price of interference
 *     L_i   = sum_j G_ji y_j^2 + c_i ln 2         the leak, own term and price of power included
 *     p_i   = min(1, w_i W_i G_ii y_i^2 / D_i^2), D_i = L_i + mu v_i G_ii / I_i
 *
 * The paper writes a_i (1 + gamma_i) + b_i: the form here lets a sigmoid each make both neutral.
 * Its mu is a power's price in a unit of its own; here it is relative to what the link's own power
 * is worth, so that one number suits any SNR.
 *
 * Gains over noise span more decades than float32 has digits, and nothing may overflow either. With
 * v_i = w_i W_i I_i / S_i = w_i (a_i s_i / S_i + b_i I_i / S_i), which stays near w_i, the sweep is
 *
 *     y_i^2 = v_i (s_i / S_i) / I_i
 *     p_i   = min(1, p_i r_i^2), r_i = o_i / D_i, o_i = v_i G_ii / I_i
 *
 * where only r_i can be large, and is then clipped. Shares of S_i are computed from their parts,
 * never as 1 minus the other.
 */
#include "nn/unroll/sweep.h"

#include "nn/kernel/sums.h"

/* A link below this power counts as off for good: its products could leave float32. */
static const mog_real power_floor = (mog_real)1e-30;

/* Where nobody hears a link, its leak may be too small for float32, and would divide by zero. */
static const mog_real cost_floor = (mog_real)1e-37;

/* The arrays of one sample. */
typedef struct sample {
    const mog_real *gain, *weight, *price, *factor, *power;
    mog_real *heard, *leak;
} sample;

MOG_INLINE sample sample_at(const mog_sweep *sweep, size_t b) {
    const size_t k = sweep->links;
    return (sample){
        .gain = sweep->gain + b * k * k,
        .weight = sweep->weight == NULL ? NULL : sweep->weight + b * k,
        .price = sweep->price == NULL ? NULL : sweep->price + b * k,
        .factor = sweep->factor + 2 * b * k,
        .power = sweep->power + b * k,
        .heard = sweep->heard + b * k,
        .leak = sweep->leak + b * k,
    };
}

/* One link's part in the formulas, once its interference is known. */
typedef struct link_state {
    mog_real direct, weight, a, b;
    mog_real heard, total;  /* I, S */
    mog_real signal, noise; /* s/S, I/S */
    mog_real effective;     /* v */
    mog_real price, worth;  /* y^2, o */
} link_state;

MOG_INLINE link_state link_at(const sample *s, size_t links, size_t i) {
    link_state l = {
        .direct = s->gain[i * (links + 1)],
        .weight = s->weight == NULL ? 1 : s->weight[i],
        .a = s->factor[2 * i],
        .b = s->factor[2 * i + 1],
        .heard = s->heard[i],
    };
    const mog_real signal = l.direct * s->power[i];
    l.total = l.heard + signal;
    l.signal = signal / l.total;
    l.noise = l.heard / l.total;
    l.effective = l.weight * (l.a * l.signal + l.b * l.noise);
    l.price = l.effective * l.signal / l.heard;
    l.worth = l.effective * (l.direct / l.heard);
    return l;
}

/* D */
MOG_INLINE mog_real cost_of(mog_real leak, mog_real damping, mog_real worth) {
    const mog_real cost = leak + damping * worth;
    return cost < cost_floor ? cost_floor : cost;
}

/* All comparisons let NaN through: gains beyond float32 shall be noticed. */

MOG_SIMD(void, mog_sweep_start,
         (mog_real *restrict power, const mog_real *restrict given, const mog_real *restrict gain,
          const mog_real *restrict weight, size_t batch, size_t links),
         (power, given, gain, weight, batch, links)) {
    for (size_t b = 0; b < batch; b++, power += links, given += links, gain += links * links)
        for (size_t i = 0; i < links; i++) {
            const mog_real w = weight == NULL ? 1 : weight[b * links + i];
            const bool useless = w * gain[i * (links + 1)] <= 0 || given[i] < power_floor;
            power[i] = useless ? 0 : given[i];
        }
}

MOG_INLINE void forward_one(const sample *s, size_t links, mog_real damping,
                            const mog_real *restrict others, mog_real *restrict price,
                            mog_real *restrict worth, mog_real *restrict next) {
    interference_heard(links, s->gain, others, s->power, s->heard);
    for (size_t i = 0; i < links; i++)
        s->heard[i] += 1;
    for (size_t i = 0; i < links; i++) {
        const link_state l = link_at(s, links, i);
        price[i] = l.price;
        worth[i] = l.worth;
        s->leak[i] = l.direct * l.price;
    }
    interference_caused(links, s->gain, others, price, s->leak);
    for (size_t i = 0; s->price != NULL && i < links; i++)
        s->leak[i] += s->price[i] * (mog_real)M_LN2;
    for (size_t i = 0; i < links; i++) {
        const mog_real ratio = worth[i] / cost_of(s->leak[i], damping, worth[i]);
        mog_real moved = s->power[i] * ratio * ratio;
        moved = moved > 1 ? 1 : moved;
        moved = moved < power_floor ? 0 : moved;
        next[i] = s->power[i] == 0 ? 0 : moved; /* not 0 times infinity */
    }
}

MOG_SIMD(void, mog_sweep_forward, (const mog_sweep *sweep, mog_real *next), (sweep, next)) {
    const size_t links = sweep->links;
    mog_real *price = sweep->scratch, *worth = price + links;
    const mog_real *others = interference_others(links, worth + links);
    for (size_t b = 0; b < sweep->batch; b++) {
        const sample s = sample_at(sweep, b);
        forward_one(&s, links, sweep->damping, others, price, worth, next + b * links);
    }
}

/*
 * Through p' = p r^2 with r = o / (L + mu o), by logarithmic derivatives: h = dL/d(ln r) is bounded
 * where r is not. Links that do not move pass nothing.
 *
 * dleak, dworth, dpower [K] out: with respect to L, ln o and, at a given r, p.
 * @return the gradient of mu
 */
MOG_INLINE mog_real backward_update(const sample *s, size_t links, mog_real damping,
                                    const mog_real *restrict next, const mog_real *restrict d,
                                    mog_real *restrict dleak, mog_real *restrict dworth,
                                    mog_real *restrict dpower) {
    mog_real ddamping = 0;
    for (size_t i = 0; i < links; i++) {
        const bool moves = next[i] > 0 && next[i] < 1;
        const mog_real worth = link_at(s, links, i).worth;
        const mog_real cost = cost_of(s->leak[i], damping, worth), ratio = worth / cost;
        const mog_real h = 2 * d[i] * next[i];
        dleak[i] = moves ? -h / cost : 0;
        dworth[i] = moves ? h * (1 - damping * ratio) : 0;
        dpower[i] = moves ? d[i] * (next[i] / s->power[i]) : 0;
        ddamping -= moves ? h * ratio : 0;
    }
    return ddamping;
}

/*
 * From the gradients of every link's L, ln o and price to those of its factors, its interference
 * and its power. dheard [K] out, dpower [K] in and out
 */
MOG_INLINE void backward_links(const sample *s, size_t links, const mog_real *restrict dleak,
                               const mog_real *restrict dworth, const mog_real *restrict dprices,
                               mog_real *restrict dfactor, mog_real *restrict dheard,
                               mog_real *restrict dpower) {
    for (size_t i = 0; i < links; i++) {
        const link_state l = link_at(s, links, i);
        const mog_real dprice = dprices[i] + l.direct * dleak[i];
        const mog_real by_worth = dworth[i] != 0 ? dworth[i] / l.effective : 0;
        /* with respect to v / w = a s/S + b I/S */
        const mog_real dform = l.weight * (dprice * (l.signal / l.heard) + by_worth);
        dfactor[2 * i] = dform * l.signal;
        dfactor[2 * i + 1] = dform * l.noise;
        /* s/S and I/S are one variable, for they add up to 1 */
        const mog_real dshare = dprice * (l.effective / l.heard) + dform * (l.a - l.b);
        dheard[i] = -dshare * (l.signal / l.total) - (dprice * l.price + dworth[i]) / l.heard;
        dpower[i] += dshare * (l.noise / l.total) * l.direct;
    }
}

MOG_INLINE mog_real backward_one(const sample *s, size_t links, mog_real damping,
                                 const mog_real *restrict others, mog_real *restrict memory,
                                 const mog_real *restrict next, mog_real *restrict d,
                                 mog_real *restrict dfactor) {
    mog_real *dleak = memory, *dworth = memory + links, *dprice = memory + 2 * links;
    mog_real *dheard = memory + 3 * links, *dpower = memory + 4 * links;
    const mog_real ddamping = backward_update(s, links, damping, next, d, dleak, dworth, dpower);
    interference_heard(links, s->gain, others, dleak, dprice);
    backward_links(s, links, dleak, dworth, dprice, dfactor, dheard, dpower);
    interference_caused(links, s->gain, others, dheard, dpower);
    for (size_t i = 0; i < links; i++)
        d[i] = s->power[i] > 0 ? dpower[i] : 0;
    return ddamping;
}

MOG_SIMD(void, mog_sweep_backward,
         (const mog_sweep *sweep, const mog_real *next, mog_real *d, mog_real *dfactor,
          mog_real *ddamping),
         (sweep, next, d, dfactor, ddamping)) {
    const size_t links = sweep->links;
    const mog_real *others = interference_others(links, sweep->scratch);
    mog_real *memory = sweep->scratch + INTERFERENCE_OTHERS(links);
    *ddamping = 0;
    for (size_t b = 0; b < sweep->batch; b++) {
        const sample s = sample_at(sweep, b);
        *ddamping += backward_one(&s, links, sweep->damping, others, memory, next + b * links,
                                  d + b * links, dfactor + 2 * b * links);
    }
}
