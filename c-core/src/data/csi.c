/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What is known of the channels of a data set: estimates, gaps, old news. */
#include "mog/csi.h"

#include "base/memory.h"
#include "base/random.h"
#include "base/sanitizer.h"
#include "base/settings.h"
#include "data/origin.h"
#include "radio/scenario.h"
#include <gsl/gsl_randist.h>
#include <math.h>

static const char *const kind_names[] = {"ideal", "noisy", "missing", "delayed", NULL};

#define MEMBER(name) #name, .offset = offsetof(mog_csi_settings, name)
static const mog_field fields[] = {
    {MEMBER(kind), .type = MOG_FIELD_CHOICE, .choices = kind_names,
     .help = "how the channels are known that powers are decided on"},
    {MEMBER(error_db), .type = MOG_FIELD_REAL, .minimum = -200, .maximum = 100,
     .help = "noisy: mean square error of the channel coefficient over the mean gain, dB"},
    {MEMBER(probability), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1,
     .help = "missing: probability that an entry is unknown, and read as 0"},
    {MEMBER(direct_known), .type = MOG_FIELD_BOOL,
     .help = "missing: direct entries are always known"},
    {MEMBER(correlation), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1,
     .help = "delayed: correlation of the known coefficient with the true one"},
    {MEMBER(seed), .type = MOG_FIELD_SEED, .help = "names the errors"},
};
#undef MEMBER

const mog_section mog_csi_section = {"csi", fields, sizeof fields / sizeof fields[0]};

void mog_csi_default(mog_csi_settings *settings) {
    *settings = (mog_csi_settings){
        .kind = MOG_CSI_IDEAL,
        .error_db = -10,
        .probability = 0.1,
        .direct_known = true,
        .correlation = 0.9,
        .seed = 1,
    };
}

/* ---- one sample ---------------------------------------------------------------------------- */

/* Makes a sample's known gains, of one matrix or of one for every RB; `known` comes in with the
 * mean gains, if the kind uses them.
 */
typedef void know_sample(const mog_csi_settings *settings, const mog_dataset *dataset, gsl_rng *rng,
                         const double *gain, double *known);

/* |factor h + e| with e ~ CN(0, variance); h may be taken as real: e has no preferred phase */
static double disturb(double factor, double amplitude, double variance, gsl_rng *rng) {
    const double deviation = sqrt(variance / 2);
    const double re = factor * amplitude + gsl_ran_gaussian(rng, deviation);
    const double im = gsl_ran_gaussian(rng, deviation);
    return hypot(re, im);
}

/* `spread` is the variance of what is added, over the mean gain */
static void disturb_sample(double factor, double spread, const mog_dataset *dataset, gsl_rng *rng,
                           const double *gain, double *known) {
    const bool amplitudes = mog_dataset_has_amplitudes(dataset);
    for (size_t n = 0; n < mog_dataset_entries(dataset); n++) {
        const double amplitude = amplitudes ? gain[n] : sqrt(gain[n]);
        const double mean = amplitudes ? known[n] * known[n] : known[n];
        const double estimate = disturb(factor, amplitude, spread * mean, rng);
        known[n] = amplitudes ? estimate : estimate * estimate;
    }
}

static void know_noisy(const mog_csi_settings *settings, const mog_dataset *dataset, gsl_rng *rng,
                       const double *gain, double *known) {
    disturb_sample(1, pow(10, settings->error_db / 10), dataset, rng, gain, known);
}

static void know_missing(const mog_csi_settings *settings, const mog_dataset *dataset, gsl_rng *rng,
                         const double *gain, double *known) {
    const size_t k = dataset->links;
    for (size_t n = 0; n < mog_dataset_entries(dataset); n++) {
        const bool lost = gsl_rng_uniform(rng) < settings->probability;
        const bool safe = settings->direct_known && n % (k * k) % (k + 1) == 0;
        known[n] = lost && !safe ? 0 : gain[n];
    }
}

static void know_delayed(const mog_csi_settings *settings, const mog_dataset *dataset, gsl_rng *rng,
                         const double *gain, double *known) {
    const double rho = settings->correlation;
    disturb_sample(rho, 1 - rho * rho, dataset, rng, gain, known);
}

/* ---- the data set -------------------------------------------------------------------------- */

/* Ideal knowledge needs nothing. */
static const struct {
    know_sample *know;
    bool uses_mean;
} kinds[] = {
    [MOG_CSI_NOISY] = {know_noisy, true},
    [MOG_CSI_MISSING] = {know_missing, false},
    [MOG_CSI_DELAYED] = {know_delayed, true},
};

static mog_status check(const mog_csi_settings *settings, const mog_dataset *dataset,
                        mog_error *error) {
    mog_status status = mog_settings_check(&mog_csi_section, settings, error);
    if (status != MOG_OK || !kinds[settings->kind].uses_mean || !dataset->has_scenario ||
        dataset->samples == 0)
        return status;
    status = mog_scenario_check(&dataset->scenario, error);
    if (status != MOG_OK)
        return status;
    if (settings->kind == MOG_CSI_DELAYED && !mog_scenario_fades(&dataset->scenario))
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "csi.kind = delayed: the channels of the data set's scenario do not fade "
                        "and therefore never change; generate it with scenario.rayleigh = true");
    return mog_dataset_check_origin(dataset, error);
}

/* Seeds of rounds, far from those that users choose. */
MOG_WRAPS static uint64_t seed_of_round(uint64_t seed, uint64_t round) {
    return seed + round * 0x9e3779b97f4a7c15u;
}

static mog_status fill_known_gain(const mog_csi_settings *settings, uint64_t round,
                                  const mog_dataset *dataset, double *known, mog_error *error) {
    if (kinds[settings->kind].uses_mean) {
        const mog_status status = mog_dataset_mean_gain(dataset, 0, dataset->samples, known, error);
        if (status != MOG_OK)
            return status;
    }
    const size_t entries = mog_dataset_entries(dataset);
    const uint64_t seed = seed_of_round(settings->seed, round);
    mog_random random;
    gsl_rng *rng = mog_random_init(&random);
    for (size_t s = 0; s < dataset->samples; s++) {
        mog_random_select(rng, seed, dataset->first + s, MOG_PURPOSE_CSI);
        kinds[settings->kind].know(settings, dataset, rng, dataset->gain + s * entries,
                                   known + s * entries);
    }
    return MOG_OK;
}

mog_status mog_csi_apply(const mog_csi_settings *settings, uint64_t round, mog_dataset *dataset,
                         mog_error *error) {
    const size_t count = dataset->samples * mog_dataset_entries(dataset);
    double *known = NULL;
    mog_status status = check(settings, dataset, error);
    if (status == MOG_OK && settings->kind != MOG_CSI_IDEAL) {
        known = mog_allocate(count, sizeof *known, error);
        status = known != NULL ? fill_known_gain(settings, round, dataset, known, error)
                               : MOG_ERROR_MEMORY;
    }
    if (status != MOG_OK) {
        mog_release(known);
        return status;
    }
    mog_release(dataset->known_gain);
    dataset->known_gain = known;
    return MOG_OK;
}
