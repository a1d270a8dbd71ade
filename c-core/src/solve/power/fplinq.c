/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * FPLinQ with continuous powers: fractional programming for the weighted sum rate by its Lagrangian
 * dual and quadratic transforms (Shen, Yu, "Fractional programming for communication systems",
 * parts I and II, IEEE Trans. Signal Processing 2018). With I_i the interference and noise at
 * receiver i, d_i = G_ii p_i and S_i = I_i + d_i, one sweep updates all links in parallel,
 *
 *     y_i^2 = w_i (1 + SINR_i) d_i / S_i^2     = w_i d_i / (I_i S_i)
 *     p_i   = min(1, w_i (1 + SINR_i) G_ii y_i^2 / L_i^2),   L_i = sum_j G_ji y_j^2
 *           = min(1, p_i (G_ii w_i / (I_i L_i))^2)
 *
 * The forms on the right take no square root and one division each. The weighted sum rate never
 * falls. For single antennas the WMMSE algorithm is the same iteration in other variables. A price
 * c_i of power joins the leak: with R in bit/s/Hz and everything here in nats, as c_i ln 2.
 *
 * Any other utility comes down to weights and prices at the present rates and powers. They are set
 * anew before every sweep, and the powers of most worth on the way are the result: the worth need
 * not grow in every sweep.
 *
 * Interference is summed without the link's own signal, not obtained by subtracting it: at 70 dB of
 * SNR the difference would have lost half its digits.
 */
#include "solve/power/fplinq.h"

#include "base/sanitizer.h"
#include "base/simd.h"
#include "radio/problem.h"
#include "radio/utility/utility.h"
#include "solve/solver.h"

#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

enum { LANES = MOG_FPLINQ_LANES };

/*
 * A link below this power counts as off for good. It is far below anything that matters and keeps
 * the products of a sweep out of the subnormal numbers, which are slow.
 */
static const double power_floor = 1e-150;

/* ---- products with the gains --------------------------------------------------------------- */

#define MULTIPLY_NAME(part) part##_by_16_bytes
#define MULTIPLY_TARGET
#define MULTIPLY_BYTES 16
#include "solve/power/multiply_lanes.h"

#ifdef MOG_SIMD_X86

#define MULTIPLY_NAME(part) part##_by_32_bytes
#define MULTIPLY_TARGET __attribute__((target("avx2")))
#define MULTIPLY_BYTES 32
#include "solve/power/multiply_lanes.h"

#define MULTIPLY_NAME(part) part##_by_64_bytes
#define MULTIPLY_TARGET __attribute__((target("avx512f")))
#define MULTIPLY_BYTES 64
#include "solve/power/multiply_lanes.h"

#endif

/* ---- sweeps -------------------------------------------------------------------------------- */

/* The price of every link at its present power, and its interference with the noise. A silent link
 * has none, also where 0/0 stands because noise far below the gains has no square. */
static MOG_SIMD(void, set_prices, (const mog_fplinq *b), (b)) {
    const double *restrict direct = b->direct, *restrict weight = b->weight;
    const double *restrict power = b->power, *restrict noise = b->noise;
    double *restrict interference = b->interference, *restrict price = b->price;
    for (size_t n = 0; n < b->links * LANES; n++) {
        const double signal = direct[n] * power[n], heard = interference[n] + noise[n];
        interference[n] = heard;
        const double cost = weight[n] * signal / (heard * (heard + signal));
        price[n] = signal > 0 ? cost : 0;
    }
}

/* What every link hears of the others, without noise. */
MOG_INLINE void hear(const mog_fplinq *b) {
    MOG_BY_WIDTH(receivers)(b->links, b->cross, b->power, b->interference);
}

/* Interference and price of every link, and the leak it pays for. */
MOG_INLINE void update_prices(const mog_fplinq *b) {
    set_prices(b);
    MOG_BY_WIDTH(transmitters)(b->links, b->cross, b->price, b->leak);
}

/* Where nobody pays for power, charges are 0 and need not be read. */
MOG_INLINE void next_powers(const mog_fplinq *b, bool priced) {
    const size_t width = b->links * LANES;
    const double *restrict direct = b->direct, *restrict weight = b->weight;
    const double *restrict interference = b->interference, *restrict price = b->price;
    const double *restrict leak = b->leak, *restrict moving = b->moving;
    const double *restrict charge = b->charge;
    double *restrict power = b->power;
    for (size_t n = 0; n < width; n++) {
        const double caused = leak[n] + direct[n] * price[n];
        const double total = priced ? caused + charge[n] : caused;
        const double ratio = direct[n] * (weight[n] / (interference[n] * total));
        double next = ratio * ratio * power[n];
        next = next < 1 ? next : 1; /* also where 0/0 stands for a link that nobody hears */
        next = power[n] > power_floor ? next : 0;
        power[n] = moving[n] > 0 ? next : power[n];
    }
}

static MOG_SIMD(void, update_powers, (const mog_fplinq *b), (b)) {
    if (b->priced)
        next_powers(b, true);
    else
        next_powers(b, false);
}

/*
 * ln(x) for a positive, normal x to about one unit in the last place, without branches: x = 2^k m
 * with m in [sqrt(1/2), sqrt(2)), ln(m) = 2 artanh((m - 1)/(m + 1)) by its series. Exponents below
 * zero wrap, and come back.
 */
MOG_WRAPS MOG_INLINE double positive_log(double x) {
    const uint64_t sqrt_half = 0x3fe6a09e667f3bcd, one = 0x3ff0000000000000;
    const uint64_t mantissa_mask = 0x000fffffffffffff, two_to_52 = 0x4330000000000000;
    uint64_t bits;
    memcpy(&bits, &x, sizeof bits);
    const uint64_t shifted = bits - sqrt_half + one;
    const uint64_t m_bits = bits - (shifted & ~mantissa_mask) + one;
    const uint64_t k_bits = (shifted >> 52) | two_to_52; /* 2^52 + exponent, as a double */
    double m, k;
    memcpy(&m, &m_bits, sizeof m);
    memcpy(&k, &k_bits, sizeof k);
    k -= 4503599627370496.0 + 1023;
    const double s = (m - 1) / (m + 1), z = s * s;
    double series = 1.0 / 21;
    series = series * z + 1.0 / 19;
    series = series * z + 1.0 / 17;
    series = series * z + 1.0 / 15;
    series = series * z + 1.0 / 13;
    series = series * z + 1.0 / 11;
    series = series * z + 1.0 / 9;
    series = series * z + 1.0 / 7;
    series = series * z + 1.0 / 5;
    series = series * z + 1.0 / 3;
    return k * 0.69314718055994530942 + 2 * (s + s * (z * series));
}

/* Stops the lane if it is worth no more than the tolerance above its last look. */
static bool look(const mog_fplinq *b, size_t lane, double worth, double tolerance) {
    const bool grows = worth - b->worth[lane] > tolerance * fabs(worth);
    for (size_t n = lane; n < b->links * LANES && !grows; n += LANES)
        b->moving[n] = 0;
    b->worth[lane] = worth;
    return b->moving[lane] > 0;
}

/* Looks at what all lanes are truly worth, not at the surrogate. @return whether any still moves */
static MOG_SIMD(bool, keep_moving, (const mog_fplinq *b, double tolerance), (b, tolerance)) {
    const size_t width = b->links * LANES;
    const double *restrict direct = b->direct, *restrict weight = b->weight;
    const double *restrict power = b->power, *restrict interference = b->interference;
    const double *restrict charge = b->charge;
    double *restrict value = b->value;
    for (size_t n = 0; n < width; n++)
        value[n] = weight[n] * positive_log(1 + direct[n] * power[n] / interference[n]) -
                   charge[n] * power[n];
    bool any = false;
    for (size_t lane = 0; lane < LANES; lane++) {
        double worth = 0;
        for (size_t n = lane; n < width; n += LANES)
            worth += value[n];
        any |= look(b, lane, worth, tolerance);
    }
    return any;
}

/* ---- other utilities ----------------------------------------------------------------------- */

/* The power of two that brings a positive number into [1/2, 1). */
static double normaliser(double largest) {
    int exponent = 0;
    frexp(largest, &exponent);
    return largest > 0 ? ldexp(1, exponent > -1000 ? -exponent : 1000) : 1;
}

static double largest_of(const double *x, size_t n) {
    double largest = 0;
    for (size_t i = 0; i < n; i++)
        largest = x[i] > largest ? x[i] : largest;
    return largest;
}

/* Weights of a lane, and prices of its powers, on a scale that cannot overflow. */
static void set_weights(const mog_fplinq *b, size_t lane, const double *weight,
                        const double *price) {
    const double scale = weight != NULL ? normaliser(largest_of(weight, b->links)) : 1;
    for (size_t i = 0; i < b->links; i++) {
        b->weight[i * LANES + lane] = weight != NULL ? weight[i] * scale : 1;
        b->charge[i * LANES + lane] = price != NULL ? price[i] * scale * M_LN2 : 0;
    }
}

/* Weights and prices of a lane at its present rates. @return what these are worth */
static double weigh_lane(const mog_fplinq *b, size_t lane) {
    const size_t k = b->links;
    double *rate = b->instant, *power = rate + k, *given = power + k;
    double *weight = given + k, *price = weight + k;
    for (size_t i = 0; i < k; i++) {
        const size_t n = i * LANES + lane;
        power[i] = b->power[n];
        given[i] = b->given[n];
        rate[i] = log1p(b->direct[n] * power[i] / (b->interference[n] + b->noise[n])) / M_LN2;
    }
    const mog_instant instant = {.links = k, .weight = given, .rate = rate, .power = power};
    const double worth = mog_utility_value(b->utility, &instant, weight);
    mog_utility_linearize(b->utility, &instant, weight, price);
    set_weights(b, lane, weight, price);
    return worth;
}

/* Weights of all lanes anew; keeps powers that are worth more than all before. */
static bool weigh(const mog_fplinq *b, double tolerance) {
    bool any = false;
    for (size_t lane = 0; lane < LANES; lane++) {
        const double worth = weigh_lane(b, lane);
        if (worth > b->most[lane]) {
            b->most[lane] = worth;
            for (size_t n = lane; n < b->links * LANES; n += LANES)
                b->best[n] = b->power[n];
        }
        any |= tolerance <= 0 || look(b, lane, worth, tolerance);
    }
    return any;
}

void mog_fplinq_iterate(mog_fplinq *b, size_t sweeps, double tolerance) {
    for (size_t n = 0; n < b->links * LANES; n++)
        b->moving[n] = 1;
    for (size_t lane = 0; lane < LANES; lane++)
        b->worth[lane] = b->most[lane] = -HUGE_VAL;
    for (size_t sweep = 0; sweep < sweeps; sweep++) {
        hear(b);
        if (b->utility != NULL && !weigh(b, tolerance))
            break;
        update_prices(b);
        if (b->utility == NULL && tolerance > 0 && !keep_moving(b, tolerance))
            break;
        update_powers(b);
    }
    if (b->utility == NULL)
        return;
    hear(b);
    weigh(b, 0);
    for (size_t n = 0; n < b->links * LANES; n++)
        b->power[n] = b->best[n];
}

/* ---- blocks -------------------------------------------------------------------------------- */

size_t mog_fplinq_workspace(size_t links) {
    return (links * links + 12 * links + 2) * LANES + 5 * links;
}

mog_fplinq mog_fplinq_block(double *workspace, size_t links, const mog_utility *utility) {
    mog_fplinq b = {.links = links};
    if (utility != NULL && !mog_utility_is_linear(utility))
        b.utility = utility;
    b.priced = b.utility != NULL;
    double **const vectors[] = {&b.direct, &b.weight,       &b.charge, &b.noise,
                                &b.power,  &b.interference, &b.price,  &b.leak,
                                &b.moving, &b.value,        &b.best,   &b.given};
    const size_t width = b.links * LANES;
    b.cross = workspace;
    b.worth = b.cross + b.links * width;
    b.most = b.worth + LANES;
    double *next = b.most + LANES;
    for (size_t n = 0; n < sizeof vectors / sizeof vectors[0]; n++, next += width)
        *vectors[n] = next;
    b.instant = next;
    return b;
}

/*
 * Gains with their noise, and weights, are brought to a largest of about 1: units do not matter,
 * and a power of two does not change a digit, but products of four of them must not overflow.
 */
void mog_fplinq_load(mog_fplinq *b, size_t lane, const mog_problem *sample) {
    const size_t links = b->links;
    const double *gain = sample->gain, *weight = sample->weight;
    const double gain_scale = normaliser(largest_of(gain, links * links));
    for (size_t i = 0; i < b->links; i++)
        b->noise[i * LANES + lane] = sample->noise_power * gain_scale;
    for (size_t i = 0; i < links; i++) {
        double *cross = b->cross + i * b->links * LANES + lane;
        for (size_t j = 0; j < links; j++)
            cross[j * LANES] = gain[i * links + j] * gain_scale;
        cross[i * LANES] = 0;
        b->direct[i * LANES + lane] = gain[i * links + i] * gain_scale;
    }
    for (size_t i = 0; b->utility != NULL && i < links; i++)
        b->given[i * LANES + lane] = weight != NULL ? weight[i] : 1;
    set_weights(b, lane, weight, sample->price);
    b->priced |= sample->price != NULL;
}

void mog_fplinq_start(mog_fplinq *b, size_t lane, const double *start) {
    for (size_t i = 0; i < b->links; i++) {
        const size_t n = i * LANES + lane;
        const bool useful = b->direct[n] > 0 && b->weight[n] > 0;
        b->power[n] = useful ? (start != NULL ? start[i] : 1) : 0;
    }
}

/*
 * Whether the quadratic surrogate of the sum rate grows by scheduling link i: its own rate's worth,
 * evaluated as if it were on, against the harm it does at the prices of the others (Shen, Yu,
 * "FPLinQ: a cooperative spectrum sharing strategy for device-to-device communications", ISIT
 * 2017).
 */
static bool surrogate_grows(const mog_fplinq *b, size_t lane, size_t i) {
    const size_t n = i * LANES + lane;
    const double direct = b->direct[n], interference = b->interference[n];
    const double total = interference + direct;
    /* 2 y sqrt(w (1 + SINR) G) - G y^2 with y^2 = w G / (I S) */
    const double worth = b->weight[n] * direct * (total + interference) / (interference * total);
    return worth > b->leak[n] + b->charge[n];
}

void mog_fplinq_store(mog_fplinq *b, size_t lane, int rounding, double *power) {
    if (rounding == MOG_ROUNDING_GAIN) {
        hear(b);
        update_prices(b);
    }
    for (size_t i = 0; i < b->links; i++) {
        const double p = b->power[i * LANES + lane];
        switch (rounding) {
        case MOG_ROUNDING_HALF:
            power[i] = p > 0.5;
            break;
        case MOG_ROUNDING_ROOT:
            power[i] = p > 0.25;
            break;
        case MOG_ROUNDING_GAIN:
            power[i] = surrogate_grows(b, lane, i);
            break;
        default:
            power[i] = p;
        }
    }
}

void mog_fplinq_solve(mog_fplinq *block, const mog_solver_settings *settings,
                      const mog_problem *problem, const double *start, double *power) {
    const size_t links = problem->links;
    for (size_t n = 0; n < problem->samples; n += LANES) {
        const size_t count = problem->samples - n < LANES ? problem->samples - n : LANES;
        for (size_t lane = 0; lane < LANES; lane++) {
            /* lanes that the last block has no samples for repeat its first one */
            const size_t index = lane < count ? n + lane : n;
            const mog_problem sample = mog_problem_sample(problem, index);
            mog_fplinq_load(block, lane, &sample);
            mog_fplinq_start(block, lane, start != NULL ? start + index * links : NULL);
        }
        mog_fplinq_iterate(block, settings->sweeps, settings->tolerance);
        for (size_t lane = 0; lane < count; lane++)
            mog_fplinq_store(block, lane, settings->rounding, power + (n + lane) * links);
    }
}

static mog_status run(mog_solver *solver, const mog_problem *problem, uint64_t first,
                      const mog_allocation *out, double *bound, mog_error *error) {
    (void)first, (void)bound, (void)error;
    mog_fplinq block = mog_fplinq_block(solver->reals, problem->links, &solver->utility);
    mog_fplinq_solve(&block, &solver->settings, problem, NULL, out->power);
    return MOG_OK;
}

static mog_solver_room room(const mog_solver_settings *settings, size_t links, size_t n_rb) {
    (void)settings, (void)n_rb;
    return (mog_solver_room){.reals = mog_fplinq_workspace(links)};
}

const mog_solver_kind mog_solver_fplinq = {
    .help = "fractional programming from full power, 100 sweeps: the label of the papers",
    .room = room,
    .run = run,
};

const mog_solver_kind mog_solver_wmmse = {
    .help = "the same iteration as fplinq, which is what WMMSE comes to for single antennas",
    .room = room,
    .run = run,
};
