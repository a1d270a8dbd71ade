/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What networks see of channels, and of what links are worth. */
#include "nn/input.h"

#include "nn/batch.h"
#include "nn/settings.h"
#include "radio/problem.h"

/*
 * From gains to normalised features. Gains are divided by the noise in float64: in watts they may
 * lie outside float32.
 */

/* Gains that are worked on together: as many as a cache line has neighbours for. */
#define STRIP 64

static MOG_SIMD(void, features,
                (mog_feature feature, size_t n, const double *restrict gain, double noise_power,
                 mog_real *restrict x),
                (feature, n, gain, noise_power, x)) {
    const double scale = 1 / noise_power;
    if (feature == MOG_FEATURE_AMPLITUDE)
        for (size_t i = 0; i < n; i++)
            x[i] = real_sqrt((mog_real)(gain[i] * scale));
    else if (feature == MOG_FEATURE_POWER)
        for (size_t i = 0; i < n; i++)
            x[i] = (mog_real)(gain[i] * scale);
    else if (feature == MOG_FEATURE_DECIBEL)
        for (size_t i = 0; i < n; i++)
            x[i] = (mog_real)(10 / M_LN10) * real_log((mog_real)(gain[i] * scale + 1e-12));
    else
        for (size_t i = 0; i < n; i++)
            x[i] = (mog_real)(1 / M_LN2) * real_log((mog_real)(gain[i] * scale + 1));
}

/* ---- neighbours ---------------------------------------------------------------------------- */

static double squared_distance(const double *a, const double *b) {
    const double x = a[0] - b[0], y = a[1] - b[1];
    return x * x + y * y;
}

static mog_neighbourhood neighbourhood_of(const mog_network_settings *settings) {
    mog_neighbourhood n = {settings->neighbours, settings->threshold,
                           mog_network_settings_matrices(settings)};
    if (n.kind == MOG_NEIGHBOURS_GAIN)
        n.limit = pow(10, n.limit / 10);
    else
        n.limit = n.limit < 0 ? -1 : n.limit * n.limit;
    return n;
}

static bool are_near(const mog_problem *one, size_t i, size_t j, double limit) {
    return squared_distance(one->tx_position + 2 * j, one->rx_position + 2 * i) <= limit ||
           squared_distance(one->tx_position + 2 * i, one->rx_position + 2 * j) <= limit;
}

/* On any resource block. */
static bool are_loud(const mog_problem *one, size_t i, size_t j, const mog_neighbourhood *n) {
    const double least = n->limit * one->noise_power;
    const size_t k = one->links;
    const double *gain = one->gain;
    for (size_t m = 0; m < n->matrices; m++, gain += k * k)
        if (gain[i * k + j] >= least || gain[j * k + i] >= least)
            return true;
    return false;
}

/* Whether two links of one sample are neighbours. */
static bool are_neighbours(const mog_neighbourhood *n, const mog_problem *one, size_t i, size_t j) {
    if (n->kind == MOG_NEIGHBOURS_ALL)
        return true;
    return n->kind == MOG_NEIGHBOURS_GAIN ? are_loud(one, i, j, n) : are_near(one, i, j, n->limit);
}

/* Marks what is between links of one sample that are no neighbours. */
static void cut(const mog_neighbourhood *n, const mog_problem *one, mog_real *x) {
    const size_t k = one->links;
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < i; j++)
            if (!are_neighbours(n, one, i, j))
                for (size_t m = 0; m < n->matrices; m++)
                    x[(m * k + i) * k + j] = x[(m * k + j) * k + i] = MOG_NO_NEIGHBOUR;
}

/* ---- normalisation ------------------------------------------------------------------------- */

void mog_input_plan(mog_input *input, mog_tensors *tensors, const mog_network_settings *settings,
                    size_t links, bool any_links) {
    *input = (mog_input){.feature = (mog_feature)settings->feature,
                         .normalize = settings->normalize,
                         .shared = any_links,
                         .neighbours = neighbourhood_of(settings)};
    input->count = any_links ? 2 : input->neighbours.matrices * links * links;
    input->mean = mog_tensors_add(tensors, false, 1, &input->count, "input.mean");
    input->deviation = mog_tensors_add(tensors, false, 1, &input->count, "input.deviation");
}

void mog_input_init(const mog_input *input, mog_real *buffer) {
    for (size_t i = 0; i < input->count; i++) {
        buffer[input->mean + i] = 0;
        buffer[input->deviation + i] = 1;
    }
}

static MOG_SIMD(void, normalise,
                (size_t n, const mog_real *restrict mean, const mog_real *restrict deviation,
                 mog_real *restrict x),
                (n, mean, deviation, x)) {
    for (size_t i = 0; i < n; i++)
        x[i] = (x[i] - mean[i]) / deviation[i];
}

/* The same with statistics [direct, cross]. */
static MOG_SIMD(void, normalise_shared,
                (size_t links, const mog_real *restrict mean, const mog_real *restrict deviation,
                 mog_real *restrict x),
                (links, mean, deviation, x)) {
    for (size_t i = 0; i < links; i++, x += links) {
        const mog_real direct = (x[i] - mean[0]) / deviation[0];
        for (size_t j = 0; j < links; j++)
            x[j] = (x[j] - mean[1]) / deviation[1];
        x[i] = direct;
    }
}

void mog_input_read(const mog_input *input, const mog_real *buffer, const mog_problem *problem,
                    mog_real *x) {
    const mog_real *mean = buffer + input->mean, *deviation = buffer + input->deviation;
    const size_t k = problem->links, matrices = input->neighbours.matrices;
    const size_t count = matrices * k * k;
    for (size_t s = 0; s < problem->samples; s++, x += count) {
        const mog_problem one = mog_problem_sample(problem, s);
        features(input->feature, count, one.gain, one.noise_power, x);
        if (!input->shared) {
            normalise(count, mean, deviation, x);
            continue;
        }
        for (size_t m = 0; m < matrices; m++)
            normalise_shared(k, mean, deviation, x + m * k * k);
        if (input->neighbours.kind != MOG_NEIGHBOURS_ALL)
            cut(&input->neighbours, &one, x);
    }
}

void mog_network_input_links(size_t samples, size_t links, const double *from, const double *cost,
                             mog_real *weight, mog_real *price) {
    for (size_t s = 0; s < samples; s++) {
        double sum = 0;
        for (size_t i = 0; i < links; i++)
            sum += from != NULL ? from[s * links + i] : 1;
        const double scale = sum > 0 ? (double)links / sum : 1;
        for (size_t n = s * links; n < (s + 1) * links; n++) {
            if (weight != NULL)
                weight[n] = (mog_real)(sum > 0 && from != NULL ? from[n] * scale : 1);
            if (price != NULL)
                price[n] = (mog_real)(cost != NULL ? cost[n] * scale : 0);
        }
    }
}

/* Features of n gains with one statistic; `stride` numbers from one to the next. */
static void read_shared(const mog_input *input, const mog_real *buffer, size_t which,
                        double noise_power, size_t n, const double *gain, size_t stride,
                        mog_real *x) {
    const mog_real mean = buffer[input->mean + which];
    const mog_real deviation = buffer[input->deviation + which];
    mog_real strip[STRIP];
    for (size_t start = 0; start < n; start += STRIP) {
        const size_t width = n - start < STRIP ? n - start : STRIP;
        features(input->feature, width, gain + start, noise_power, strip);
        for (size_t i = 0; i < width; i++)
            x[(start + i) * stride] = (strip[i] - mean) / deviation;
    }
}

void mog_input_read_sparse(const mog_input *input, const mog_real *buffer,
                           const mog_sparse_problem *problem, mog_real *direct, mog_real *feature) {
    const size_t edges = problem->first[problem->links];
    const double noise = problem->noise_power;
    read_shared(input, buffer, 0, noise, problem->links, problem->direct, 1, direct);
    read_shared(input, buffer, 1, noise, edges, problem->gain, 2, feature);
    read_shared(input, buffer, 1, noise, edges, problem->reverse, 2, feature + 1);
}

/* Mean and deviation of what has been added; from the first value on, so that an input that never
 * varies has no variance at all. */
typedef struct statistic {
    double first, sum, squares, count;
} statistic;

MOG_INLINE void add(statistic *s, double value) {
    if (s->count == 0)
        s->first = value;
    const double difference = value - s->first;
    s->sum += difference;
    s->squares += difference * difference;
    s->count += 1;
}

static void finish(const statistic *s, mog_real *mean, mog_real *deviation) {
    if (s->count == 0)
        return;
    const double shift = s->sum / s->count;
    *mean = (mog_real)(s->first + shift);
    *deviation = (mog_real)sqrt(fmax(s->squares / s->count - shift * shift, 0));
    if (!(*deviation > 0))
        *deviation = 1;
}

/* Statistics of up to STRIP neighbouring entries over the samples. */
static void fit_strip(const mog_input *input, const mog_problem *problem, size_t start,
                      size_t width, mog_real *mean, mog_real *deviation) {
    const size_t entries = input->count;
    mog_real x[STRIP];
    statistic entry[STRIP] = {{0}};
    for (size_t s = 0; s < problem->samples; s++) {
        features(input->feature, width, problem->gain + s * entries + start, problem->noise_power,
                 x);
        for (size_t i = 0; i < width; i++)
            add(&entry[i], (double)x[i]);
    }
    for (size_t i = 0; i < width; i++)
        finish(&entry[i], &mean[start + i], &deviation[start + i]);
}

static void fit_entries(const mog_input *input, const mog_problem *problem, mog_real *mean,
                        mog_real *deviation) {
    const size_t n = input->count;
    for (size_t i = 0; i < n; i += STRIP)
        fit_strip(input, problem, i, n - i < STRIP ? n - i : STRIP, mean, deviation);
}

/* Adds some entries of a row of a sample's matrices, the first of them in column `start`. */
static void add_strip(const mog_input *input, const mog_problem *one, size_t row, size_t start,
                      size_t width, statistic shared[2]) {
    const size_t i = row % one->links;
    mog_real x[STRIP];
    features(input->feature, width, one->gain + row * one->links + start, one->noise_power, x);
    for (size_t n = 0; n < width; n++)
        if (start + n == i)
            add(&shared[0], (double)x[n]);
        else if (are_neighbours(&input->neighbours, one, i, start + n))
            add(&shared[1], (double)x[n]);
}

/* One pair of statistics for all direct gains, one for all cross gains between neighbours. */
static void fit_shared(const mog_input *input, const mog_problem *problem, mog_real *mean,
                       mog_real *deviation) {
    const size_t k = problem->links;
    statistic shared[2] = {{0}};
    for (size_t s = 0; s < problem->samples; s++) {
        const mog_problem one = mog_problem_sample(problem, s);
        for (size_t row = 0; row < input->neighbours.matrices * k; row++)
            for (size_t j = 0; j < k; j += STRIP)
                add_strip(input, &one, row, j, k - j < STRIP ? k - j : STRIP, shared);
    }
    finish(&shared[0], &mean[0], &deviation[0]);
    finish(&shared[1], &mean[1], &deviation[1]);
}

void mog_input_fit(const mog_input *input, const mog_problem *problem, mog_real *buffer) {
    mog_real *mean = buffer + input->mean, *deviation = buffer + input->deviation;
    mog_input_init(input, buffer);
    if (!input->normalize || problem->samples == 0)
        return;
    if (input->shared)
        fit_shared(input, problem, mean, deviation);
    else
        fit_entries(input, problem, mean, deviation);
}
