/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The scenario behind a data set: whether it is the one, and what it says besides the gains. */
#include "data/origin.h"

#include "base/memory.h"
#include "radio/scenario.h"
#include <math.h>
#include <stdio.h>
#include <string.h>

size_t mog_dataset_entries(const mog_dataset *dataset) {
    return (dataset->per_rb ? dataset->n_rb : 1) * dataset->links * dataset->links;
}

bool mog_dataset_has_amplitudes(const mog_dataset *dataset) {
    return dataset->has_scenario && mog_scenario_has_amplitudes(&dataset->scenario);
}

static mog_status fail_origin(const mog_dataset *dataset, size_t n, double expected,
                              mog_error *error) {
    const size_t k = dataset->links;
    char rb[32] = "";
    if (dataset->per_rb)
        snprintf(rb, sizeof rb, "[%zu]", n / (k * k));
    return mog_fail(error, MOG_ERROR_DATA,
                    "gain[0]%s[%zu][%zu] = %g, but the scenario that the data set claims gives %g: "
                    "remove the scenario from it, or generate it anew",
                    rb, n / k % k, n % k, dataset->gain[n], expected);
}

/* One sample of one seed tells. */
mog_status mog_dataset_check_origin(const mog_dataset *dataset, mog_error *error) {
    const size_t k = dataset->links;
    if (dataset->scenario.links != k)
        return mog_fail(error, MOG_ERROR_DATA,
                        "the data set has %zu links and claims a scenario of %zu: generate it anew",
                        k, dataset->scenario.links);
    const size_t entries = mog_dataset_entries(dataset);
    if (mog_scenario_matrices(&dataset->scenario) * k * k != entries)
        return mog_fail(error, MOG_ERROR_DATA,
                        "the data set has gains for %zu RBs and claims a scenario with gains for "
                        "%zu: generate it anew",
                        entries / (k * k), mog_scenario_matrices(&dataset->scenario));
    double *gain = mog_allocate(entries, sizeof *gain, error);
    if (gain == NULL)
        return MOG_ERROR_MEMORY;
    mog_status status = mog_scenario_generate(&dataset->scenario, dataset->seed, dataset->first, 1,
                                              gain, NULL, NULL, error);
    const double tolerance = 1e-6; /* another libm is no other gain */
    for (size_t n = 0; status == MOG_OK && n < entries; n++)
        if (!(fabs(gain[n] - dataset->gain[n]) <= tolerance * gain[n]))
            status = fail_origin(dataset, n, gain[n], error);
    mog_release(gain);
    return status;
}

mog_status mog_dataset_mean_gain(const mog_dataset *dataset, size_t first, size_t count,
                                 double *mean, mog_error *error) {
    if (dataset->has_scenario)
        return mog_scenario_mean_gain(&dataset->scenario, dataset->seed, dataset->first + first,
                                      count, mean, error);
    const size_t entries = mog_dataset_entries(dataset);
    memcpy(mean, dataset->gain + first * entries, count * entries * sizeof *mean);
    return MOG_OK;
}
