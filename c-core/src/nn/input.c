/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What networks see of channels, and of what links are worth. */
#include "nn/network_type.h"

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

/* Who are neighbours. */
typedef struct neighbourhood {
    int kind;        /* mog_neighbours */
    double limit;    /* threshold in the unit that is compared: squared m, or gain over noise */
    size_t matrices; /* of gains in a sample */
} neighbourhood;

static neighbourhood neighbourhood_of(const mog_network *network) {
    const mog_network_settings *settings = &network->settings;
    neighbourhood n = {settings->neighbours, settings->threshold, network->matrices};
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
static bool are_loud(const mog_problem *one, size_t i, size_t j, const neighbourhood *n) {
    const double least = n->limit * one->noise_power;
    const size_t k = one->links;
    const double *gain = one->gain;
    for (size_t m = 0; m < n->matrices; m++, gain += k * k)
        if (gain[i * k + j] >= least || gain[j * k + i] >= least)
            return true;
    return false;
}

/* Whether two links of one sample are neighbours. */
static bool are_neighbours(const neighbourhood *n, const mog_problem *one, size_t i, size_t j) {
    if (n->kind == MOG_NEIGHBOURS_ALL)
        return true;
    return n->kind == MOG_NEIGHBOURS_GAIN ? are_loud(one, i, j, n) : are_near(one, i, j, n->limit);
}

/* Marks what is between links of one sample that are no neighbours. */
static void cut(const neighbourhood *n, const mog_problem *one, mog_real *x) {
    const size_t k = one->links;
    for (size_t i = 0; i < k; i++)
        for (size_t j = 0; j < i; j++)
            if (!are_neighbours(n, one, i, j))
                for (size_t m = 0; m < n->matrices; m++)
                    x[(m * k + i) * k + j] = x[(m * k + j) * k + i] = (mog_real)NAN;
}

static mog_status accepts_rbs(const mog_network *network, const mog_problem *problem,
                              mog_error *error) {
    const size_t n_rb = mog_problem_n_rb(problem), own = network->settings.n_rb;
    if (n_rb != own)
        return mog_fail(error, MOG_ERROR_DATA,
                        "decides on %zu resource block%s, and these channels have %zu; use a "
                        "policy trained for %zu",
                        own, own == 1 ? "" : "s", n_rb, n_rb);
    if (mog_problem_matrices(problem) != network->matrices)
        return mog_fail(error, MOG_ERROR_DATA,
                        "sees %zu matri%s of gains, and these channels have %zu: per_rb must be "
                        "the same for both",
                        network->matrices, network->matrices == 1 ? "x" : "ces",
                        mog_problem_matrices(problem));
    return MOG_OK;
}

mog_status mog_network_accepts(const mog_network *network, const mog_problem *problem,
                               mog_error *error) {
    const size_t k = network->links;
    if (!network->type->any_links && problem->links != k)
        return mog_fail(error, MOG_ERROR_DATA,
                        "was trained for %zu link%s, not %zu; use a policy trained for %zu "
                        "link%s, or %zu link%s",
                        k, k == 1 ? "" : "s", problem->links, problem->links,
                        problem->links == 1 ? "" : "s", k, k == 1 ? "" : "s");
    if (network->type->any_links && network->settings.neighbours == MOG_NEIGHBOURS_DISTANCE &&
        (problem->tx_position == NULL || problem->rx_position == NULL))
        return mog_fail(error, MOG_ERROR_DATA,
                        "chooses neighbours by distance, and these channels come without "
                        "positions");
    return accepts_rbs(network, problem, error);
}

/* ---- normalisation ------------------------------------------------------------------------- */

/* Statistics are shared by all direct and by all cross gains, or each entry has its own. */
static bool is_shared(const mog_network *network) {
    return network->type->any_links;
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

void mog_network_input(const mog_network *network, const mog_real *buffer,
                       const mog_problem *problem, mog_real *x) {
    const mog_network_settings *settings = &network->settings;
    const mog_real *mean = buffer + network->input_mean;
    const mog_real *deviation = buffer + network->input_deviation;
    const neighbourhood neighbours = neighbourhood_of(network);
    const size_t k = problem->links, count = mog_network_input_count(network, k);
    for (size_t s = 0; s < problem->samples; s++, x += count) {
        const mog_problem one = mog_problem_sample(problem, s);
        features((mog_feature)settings->feature, count, one.gain, one.noise_power, x);
        if (!is_shared(network)) {
            normalise(count, mean, deviation, x);
            continue;
        }
        for (size_t m = 0; m < network->matrices; m++)
            normalise_shared(k, mean, deviation, x + m * k * k);
        if (neighbours.kind != MOG_NEIGHBOURS_ALL)
            cut(&neighbours, &one, x);
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
static void read_shared(const mog_network *network, const mog_real *buffer, size_t which,
                        double noise_power, size_t n, const double *gain, size_t stride,
                        mog_real *x) {
    const mog_real mean = buffer[network->input_mean + which];
    const mog_real deviation = buffer[network->input_deviation + which];
    mog_real strip[STRIP];
    for (size_t start = 0; start < n; start += STRIP) {
        const size_t width = n - start < STRIP ? n - start : STRIP;
        features((mog_feature)network->settings.feature, width, gain + start, noise_power, strip);
        for (size_t i = 0; i < width; i++)
            x[(start + i) * stride] = (strip[i] - mean) / deviation;
    }
}

void mog_network_input_sparse(const mog_network *network, const mog_real *buffer,
                              const mog_sparse_problem *problem, mog_real *direct,
                              mog_real *feature) {
    const size_t edges = problem->first[problem->links];
    const double noise = problem->noise_power;
    read_shared(network, buffer, 0, noise, problem->links, problem->direct, 1, direct);
    read_shared(network, buffer, 1, noise, edges, problem->gain, 2, feature);
    read_shared(network, buffer, 1, noise, edges, problem->reverse, 2, feature + 1);
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
static void fit_strip(const mog_network *network, const mog_problem *problem, size_t start,
                      size_t width, mog_real *mean, mog_real *deviation) {
    const mog_feature feature = (mog_feature)network->settings.feature;
    const size_t entries = network->input_count;
    mog_real x[STRIP];
    statistic entry[STRIP] = {{0}};
    for (size_t s = 0; s < problem->samples; s++) {
        features(feature, width, problem->gain + s * entries + start, problem->noise_power, x);
        for (size_t i = 0; i < width; i++)
            add(&entry[i], (double)x[i]);
    }
    for (size_t i = 0; i < width; i++)
        finish(&entry[i], &mean[start + i], &deviation[start + i]);
}

static void fit_entries(const mog_network *network, const mog_problem *problem, mog_real *mean,
                        mog_real *deviation) {
    const size_t n = network->input_count;
    for (size_t i = 0; i < n; i += STRIP)
        fit_strip(network, problem, i, n - i < STRIP ? n - i : STRIP, mean, deviation);
}

/* Adds some entries of a row of a sample's matrices, the first of them in column `start`. */
static void add_strip(const mog_network *network, const mog_problem *one, size_t row, size_t start,
                      size_t width, statistic shared[2]) {
    const neighbourhood neighbours = neighbourhood_of(network);
    const size_t i = row % one->links;
    mog_real x[STRIP];
    features((mog_feature)network->settings.feature, width, one->gain + row * one->links + start,
             one->noise_power, x);
    for (size_t n = 0; n < width; n++)
        if (start + n == i)
            add(&shared[0], (double)x[n]);
        else if (are_neighbours(&neighbours, one, i, start + n))
            add(&shared[1], (double)x[n]);
}

/* One pair of statistics for all direct gains, one for all cross gains between neighbours. */
static void fit_shared(const mog_network *network, const mog_problem *problem, mog_real *mean,
                       mog_real *deviation) {
    const size_t k = problem->links;
    statistic shared[2] = {{0}};
    for (size_t s = 0; s < problem->samples; s++) {
        const mog_problem one = mog_problem_sample(problem, s);
        for (size_t row = 0; row < network->matrices * k; row++)
            for (size_t j = 0; j < k; j += STRIP)
                add_strip(network, &one, row, j, k - j < STRIP ? k - j : STRIP, shared);
    }
    finish(&shared[0], &mean[0], &deviation[0]);
    finish(&shared[1], &mean[1], &deviation[1]);
}

void mog_network_fit_input(const mog_network *network, const mog_problem *problem,
                           mog_real *buffer) {
    mog_real *mean = buffer + network->input_mean;
    mog_real *deviation = buffer + network->input_deviation;
    for (size_t i = 0; i < network->input_count; i++) {
        mean[i] = 0;
        deviation[i] = 1;
    }
    if (!network->settings.normalize || problem->samples == 0)
        return;
    if (is_shared(network))
        fit_shared(network, problem, mean, deviation);
    else
        fit_entries(network, problem, mean, deviation);
}
