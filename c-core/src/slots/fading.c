/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Fading over time: gains are mean gains times |h(t)|^2, h(t) a process of unit power for every
 * path, of which Gauss-Markov's and Clarke's are two; see mog/slots.h.
 */
#include "slots/fading.h"

#include "base/memory.h"
#include "base/random.h"
#include "data/origin.h"
#include "radio/scenario.h"
#include <gsl/gsl_randist.h>
#include <math.h>
#include <string.h>

static const double light_speed = 299792458; /* m/s */

struct mog_fading_process {
    const struct process_type *type;
    size_t samples, links;
    size_t entries;    /* gains of a sample */
    bool one_receiver; /* all receivers are at one place: a path has a column of gains */
    size_t paths;      /* of a sample */
    bool amplitudes;
    double rho;     /* gauss-markov */
    double doppler; /* jakes: 2 pi f T */
    size_t sinusoids;
    size_t state_size;  /* doubles per path */
    mog_random *random; /* [S]: a stream for every sample */
    bool *still;        /* [S]: samples of a scenario of which only a share fades */
    double *mean;       /* [S][entries]: gains */
    double *state;      /* [S][paths][state_size] */
};

typedef struct process_type {
    size_t (*state_size)(const mog_slots_settings *settings);
    /* `amplitude` is |h| in the data set */
    void (*start)(const mog_fading_process *process, gsl_rng *rng, double amplitude, double *state);
    void (*step)(const mog_fading_process *process, gsl_rng *rng, double *state);
    double (*power)(const mog_fading_process *process, const double *state); /* |h|^2 */
} process_type;

/* ---- Gauss-Markov: re, im ------------------------------------------------------------------ */

static size_t markov_size(const mog_slots_settings *settings) {
    (void)settings;
    return 2;
}

/* h may start real: the innovations have no preferred phase, and only |h| is seen. */
static void markov_start(const mog_fading_process *process, gsl_rng *rng, double amplitude,
                         double *state) {
    (void)process;
    (void)rng;
    state[0] = amplitude;
    state[1] = 0;
}

static void markov_step(const mog_fading_process *process, gsl_rng *rng, double *state) {
    const double rho = process->rho, deviation = sqrt((1 - rho * rho) / 2);
    for (int part = 0; part < 2; part++)
        state[part] = rho * state[part] + gsl_ran_gaussian(rng, deviation);
}

static double markov_power(const mog_fading_process *process, const double *state) {
    (void)process;
    return state[0] * state[0] + state[1] * state[1];
}

/* ---- sum of sinusoids: re [M], im [M], and by what they turn in a slot: cos [M], sin [M] ----- */

static size_t jakes_size(const mog_slots_settings *settings) {
    return 4 * settings->sinusoids;
}

static void jakes_start(const mog_fading_process *process, gsl_rng *rng, double amplitude,
                        double *state) {
    (void)amplitude;
    const size_t m = process->sinusoids;
    for (size_t n = 0; n < m; n++) {
        const double angle = gsl_ran_flat(rng, 0, 2 * M_PI), phase = gsl_ran_flat(rng, 0, 2 * M_PI);
        const double turn = process->doppler * cos(angle);
        state[n] = cos(phase);
        state[m + n] = sin(phase);
        state[2 * m + n] = cos(turn);
        state[3 * m + n] = sin(turn);
    }
}

static void jakes_step(const mog_fading_process *process, gsl_rng *rng, double *state) {
    (void)rng;
    const size_t m = process->sinusoids;
    double *restrict re = state, *restrict im = state + m;
    const double *restrict cosine = state + 2 * m, *restrict sine = state + 3 * m;
    for (size_t n = 0; n < m; n++) {
        const double turned = re[n] * cosine[n] - im[n] * sine[n];
        im[n] = re[n] * sine[n] + im[n] * cosine[n];
        re[n] = turned;
    }
}

static double jakes_power(const mog_fading_process *process, const double *state) {
    const size_t m = process->sinusoids;
    double re = 0, im = 0;
    for (size_t n = 0; n < m; n++) {
        re += state[n];
        im += state[m + n];
    }
    return (re * re + im * im) / (double)m;
}

/* What is static needs no process. */
static const process_type types[] = {
    [MOG_FADING_GAUSS_MARKOV] = {markov_size, markov_start, markov_step, markov_power},
    [MOG_FADING_JAKES] = {jakes_size, jakes_start, jakes_step, jakes_power},
};

/* ---- all paths ----------------------------------------------------------------------------- */

/* The first of a path's gains. */
static size_t entry_of(const mog_fading_process *process, size_t path) {
    const size_t k = process->links;
    return process->one_receiver ? path / k * k * k + path % k : path;
}

static double *state_of(const mog_fading_process *process, size_t sample, size_t path) {
    return process->state + (sample * process->paths + path) * process->state_size;
}

void mog_fading_step(mog_fading_process *process) {
    for (size_t s = 0; s < process->samples; s++)
        for (size_t n = 0; !process->still[s] && n < process->paths; n++)
            process->type->step(process, &process->random[s].rng, state_of(process, s, n));
}

static void put_gains(const mog_fading_process *process, size_t sample, double *gain) {
    const size_t k = process->links, receivers = process->one_receiver ? k : 1;
    const double *mean = process->mean + sample * process->entries;
    for (size_t n = 0; n < process->paths; n++) {
        const double power = process->type->power(process, state_of(process, sample, n));
        const double fading = process->amplitudes ? sqrt(power) : power;
        for (size_t i = 0; i < receivers; i++) {
            const size_t entry = entry_of(process, n) + i * k;
            gain[entry] = mean[entry] * fading;
        }
    }
}

void mog_fading_gains(const mog_fading_process *process, double *gain) {
    const size_t entries = process->entries;
    for (size_t s = 0; s < process->samples; s++)
        if (process->still[s])
            memcpy(gain + s * entries, process->mean + s * entries, entries * sizeof *gain);
        else
            put_gains(process, s, gain + s * entries);
}

/* ---- start --------------------------------------------------------------------------------- */

/* |h| of an entry that has that gain; entries without a mean gain never have any. */
static double amplitude_of(const mog_fading_process *process, double gain, double mean) {
    const double ratio = mean > 0 ? gain / mean : 0;
    return process->amplitudes ? ratio : sqrt(ratio);
}

/* Where the scenario says what means are, a sample that has no others does not fade. */
static bool is_still(const mog_fading_process *process, bool has_scenario, size_t sample,
                     const double *gain) {
    const size_t first = sample * process->entries;
    return has_scenario &&
           memcmp(gain + first, process->mean + first, process->entries * sizeof *gain) == 0;
}

static void start_paths(mog_fading_process *process, bool has_scenario, uint64_t seed,
                        uint64_t first, const double *gain) {
    for (size_t s = 0; s < process->samples; s++) {
        process->still[s] = is_still(process, has_scenario, s, gain);
        gsl_rng *rng = mog_random_init(&process->random[s]);
        mog_random_select(rng, seed, first + s, MOG_PURPOSE_SLOT);
        for (size_t n = 0; n < process->paths; n++) {
            const size_t entry = s * process->entries + entry_of(process, n);
            process->type->start(process, rng,
                                 amplitude_of(process, gain[entry], process->mean[entry]),
                                 state_of(process, s, n));
        }
    }
}

static double doppler_of(const mog_slots_settings *settings, const mog_dataset *dataset) {
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    const double carrier = dataset->has_scenario ? dataset->scenario.frequency : scenario.frequency;
    return 2 * M_PI * settings->speed * carrier / light_speed * settings->slot;
}

static mog_status check(const mog_dataset *dataset, mog_error *error) {
    if (!dataset->has_scenario)
        return MOG_OK;
    const mog_status status = mog_scenario_check(&dataset->scenario, error);
    if (status != MOG_OK)
        return status;
    if (!mog_scenario_fades(&dataset->scenario))
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "slots.fading is not static, but the channels of the data set's scenario "
                        "do not fade: generate it with scenario.rayleigh = true");
    return dataset->samples > 0 ? mog_dataset_check_origin(dataset, error) : MOG_OK;
}

static void describe(mog_fading_process *process, const mog_slots_settings *settings,
                     const mog_dataset *dataset, size_t count) {
    const size_t k = dataset->links;
    process->type = &types[settings->fading];
    process->samples = count;
    process->links = k;
    process->entries = mog_dataset_entries(dataset);
    process->one_receiver =
        dataset->has_scenario && mog_scenario_has_one_receiver(&dataset->scenario);
    process->paths = process->one_receiver ? process->entries / k : process->entries;
    process->amplitudes = mog_dataset_has_amplitudes(dataset);
    process->doppler = doppler_of(settings, dataset);
    process->rho = settings->correlation >= 0 ? settings->correlation : j0(process->doppler);
    process->sinusoids = settings->sinusoids;
    process->state_size = process->type->state_size(settings);
}

static mog_status allocate(mog_fading_process *process, mog_error *error) {
    const size_t samples = process->samples;
    process->random = mog_allocate(samples, sizeof *process->random, error);
    process->still = mog_allocate(samples, sizeof *process->still, error);
    process->mean = mog_allocate(samples * process->entries, sizeof *process->mean, error);
    process->state =
        mog_allocate(samples * process->paths, process->state_size * sizeof(double), error);
    return process->random != NULL && process->still != NULL && process->mean != NULL &&
                   process->state != NULL
               ? MOG_OK
               : MOG_ERROR_MEMORY;
}

mog_status mog_fading_create(const mog_slots_settings *settings, const mog_dataset *dataset,
                             size_t first, size_t count, mog_fading_process **process,
                             mog_error *error) {
    *process = NULL;
    mog_status status = check(dataset, error);
    if (status != MOG_OK)
        return status;
    mog_fading_process *made = mog_allocate(1, sizeof *made, error);
    if (made == NULL)
        return MOG_ERROR_MEMORY;
    describe(made, settings, dataset, count);
    status = allocate(made, error);
    if (status == MOG_OK)
        status = mog_dataset_mean_gain(dataset, first, count, made->mean, error);
    if (status != MOG_OK) {
        mog_fading_free(made);
        return status;
    }
    start_paths(made, dataset->has_scenario, settings->seed, dataset->first + first,
                dataset->gain + first * made->entries);
    *process = made;
    return MOG_OK;
}

void mog_fading_free(mog_fading_process *process) {
    if (process == NULL)
        return;
    mog_release(process->random);
    mog_release(process->still);
    mog_release(process->mean);
    mog_release(process->state);
    mog_release(process);
}
