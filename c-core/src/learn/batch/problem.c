/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of problems: powers and resource blocks. */
#include "learn/batch/problem.h"

#include "radio/measure.h"
#include "radio/utility/utility.h"

/* ---- powers -------------------------------------------------------------------------------- */

static mog_status check_power_recipe(const mog_recipe *recipe, mog_error *error) {
    const int output = recipe->network.output;
    if (recipe->training.label_loss == MOG_LABEL_LOSS_CO_MEMBERSHIP)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "training.label_loss = co-membership is of RBs: set training.problem = rb, "
                        "or another loss");
    if (output == MOG_OUTPUT_SOFTMAX || output == MOG_OUTPUT_LINEAR)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "network.output = softmax and linear give no powers: use another one, or "
                        "training.problem = rb");
    return MOG_OK;
}

static void adapt_to_power(mog_network_settings *network, const mog_dataset *train) {
    (void)network, (void)train; /* one band, as networks have by themselves */
}

static mog_allocation taught_powers(const mog_observation *seen) {
    return (mog_allocation){.power = (double *)(uintptr_t)seen->power};
}

static void read_powers(size_t count, const double *power, const uint32_t *rb, float *label) {
    (void)rb;
    for (size_t i = 0; i < count; i++)
        label[i] = (float)power[i];
}

static size_t power_terms(int loss, size_t links, size_t width) {
    (void)loss, (void)width;
    return links;
}

static bool power_distance(size_t links, const double *power, const uint32_t *rb,
                           const double *label, double *distance) {
    (void)rb;
    return mog_power_distance(links, power, label, distance);
}

static const mog_problem_type power_type = {
    .most_rbs = 1,
    .drawn_output = MOG_OUTPUT_BERNOULLI,
    .check_recipe = check_power_recipe,
    .adapt = adapt_to_power,
    .taught = taught_powers,
    .read_labels = read_powers,
    .terms = power_terms,
    .distance = power_distance,
};

/* ---- resource blocks ----------------------------------------------------------------------- */

/* The output is softmax, whatever the recipe says. What happens on an RB is kept by who is on it:
 * that must be all that a link's share of the utility depends on. */
static mog_status check_rb_recipe(const mog_recipe *recipe, mog_error *error) {
    if (recipe->training.pattern == MOG_PATTERN_RL && !mog_utility_is_separable(&recipe->utility))
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "utility.kind = %s is no sum over links, which rewards of RBs must be: use "
                        "training.pattern = dataset, or another utility",
                        mog_utility_name(&recipe->utility));
    return MOG_OK;
}

static void adapt_to_rb(mog_network_settings *network, const mog_dataset *train) {
    network->output = MOG_OUTPUT_SOFTMAX;
    network->n_rb = train->n_rb;
    network->per_rb = train->per_rb;
}

static mog_allocation taught_rbs(const mog_observation *seen) {
    return (mog_allocation){.rb = (uint32_t *)(uintptr_t)seen->rb};
}

static void read_rbs(size_t count, const double *power, const uint32_t *rb, float *label) {
    (void)power;
    for (size_t i = 0; i < count; i++)
        label[i] = (float)rb[i];
}

static size_t rb_terms(int loss, size_t links, size_t width) {
    return loss == MOG_LABEL_LOSS_CROSS_ENTROPY ? links
           : loss == MOG_LABEL_LOSS_SQUARE      ? links * width
                                                : links * links;
}

/* By their numbers, which are what label losses teach; mog_measure_compare() asks what decisions
 * come to, and does not tell equal partitions apart. */
static bool rb_distance(size_t links, const double *power, const uint32_t *rb, const double *label,
                        double *distance) {
    (void)power;
    size_t others = 0;
    for (size_t k = 0; k < links; k++)
        others += rb[k] != (uint32_t)label[k];
    *distance = (double)others / (double)links;
    return true;
}

static const mog_problem_type rb_type = {
    .most_rbs = SIZE_MAX,
    .drawn_output = MOG_OUTPUT_SOFTMAX,
    .check_recipe = check_rb_recipe,
    .adapt = adapt_to_rb,
    .taught = taught_rbs,
    .read_labels = read_rbs,
    .terms = rb_terms,
    .distance = rb_distance,
};

/* ---- all of them --------------------------------------------------------------------------- */

static const mog_problem_type *const types[] = {
    [MOG_PROBLEM_POWER] = &power_type,
    [MOG_PROBLEM_RB] = &rb_type,
};

const mog_problem_type *mog_problem_type_of(int problem) {
    const bool exists = problem >= 0 && (size_t)problem < sizeof types / sizeof types[0];
    return exists ? types[problem] : NULL;
}
