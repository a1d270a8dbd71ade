/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Samples that are played over time: channels, histories, weights, means. */
#include "slots/slots.h"

#include "base/memory.h"
#include "base/settings.h"
#include "data/origin.h"
#include "radio/allocation.h"
#include "radio/problem.h"
#include "radio/utility/utility.h"
#include "slots/fading.h"
#include <string.h>

static const char *const fading_names[] = {"static", "gauss-markov", "jakes", NULL};

#define MEMBER(name) #name, .offset = offsetof(mog_slots_settings, name)
static const mog_field fields[] = {
    {MEMBER(count), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 1e9,
     .help = "slots of a sample that are measured"},
    {MEMBER(warm_up), .type = MOG_FIELD_SIZE, .minimum = 0, .maximum = 1e9,
     .help = "slots before those"},
    {MEMBER(fading), .type = MOG_FIELD_CHOICE, .choices = fading_names,
     .help = "how channels change from slot to slot"},
    {MEMBER(speed), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1e4,
     .help = "speed of the devices, m/s"},
    {MEMBER(slot), .type = MOG_FIELD_REAL, .minimum = 1e-9, .maximum = 1e6,
     .help = "duration of a slot, s"},
    {MEMBER(correlation), .type = MOG_FIELD_REAL, .minimum = -1, .maximum = 1,
     .help = "gauss-markov: correlation of the channel coefficients of two slots; below 0 for that "
             "of the speed"},
    {MEMBER(sinusoids), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 10000,
     .help = "jakes: sinusoids that make up a path"},
    {MEMBER(seed), .type = MOG_FIELD_SEED, .help = "names the fading"},
};
#undef MEMBER

const mog_section mog_slots_section = {"slots", fields, sizeof fields / sizeof fields[0]};

void mog_slots_default(mog_slots_settings *settings) {
    *settings = (mog_slots_settings){
        .count = 100,
        .warm_up = 0,
        .fading = MOG_FADING_STATIC,
        .speed = 1,
        .slot = 1e-3,
        .correlation = -1,
        .sinusoids = 25,
        .seed = 1,
    };
}

/* ---- a sample's way ------------------------------------------------------------------------ */

struct mog_slots {
    mog_slots_settings settings;
    mog_utility utility;
    mog_problem own;     /* of the data set, with the weights and prices that links have there */
    mog_problem problem; /* the slot's */
    size_t played;
    mog_fading_process *fading;            /* NULL: static */
    double *gain;                          /* of the slot; NULL: static */
    double *weight, *price;                /* [S][K], of the slot */
    mog_link_history *history;             /* [S][K] */
    double *rate;                          /* [S][K], of the slot */
    double *rate_sum, *power_sum, *served; /* [S][K], over the slots that are measured */
};

/* Weights and prices of the slot, sample by sample. */
static void weigh(mog_slots *slots) {
    const size_t k = slots->own.links;
    bool priced = false;
    for (size_t s = 0; s < slots->own.samples; s++) {
        const mog_problem own = mog_problem_sample(&slots->own, s);
        mog_utility_weigh(&slots->utility, k, own.weight, own.price, slots->history + s * k,
                          slots->weight + s * k, slots->price + s * k);
        for (size_t i = 0; i < k; i++)
            priced = priced || slots->price[s * k + i] > 0;
    }
    slots->problem.price = priced ? slots->price : NULL;
}

/* As if every link had had the rate that it has in the first slot when all send at full power.
 * `power` and `rb` are scratch, [S][K]. */
static void start_histories(mog_slots *slots, double *power, uint32_t *rb) {
    const size_t k = slots->own.links, links = slots->own.samples * k;
    const size_t n_rb = mog_problem_n_rb(&slots->own);
    for (size_t n = 0; n < links; n++) {
        power[n] = 1;
        rb[n] = (uint32_t)(n % k % n_rb);
    }
    mog_rates(&slots->problem, rb, power, slots->rate, NULL);
    for (size_t n = 0; n < links; n++)
        slots->history[n] = mog_link_history_start(slots->rate[n]);
}

static mog_status allocate(mog_slots *slots, mog_error *error) {
    const size_t links = slots->own.samples * slots->own.links;
    double **const arrays[] = {&slots->weight,   &slots->price,     &slots->rate,
                               &slots->rate_sum, &slots->power_sum, &slots->served};
    for (size_t n = 0; n < sizeof arrays / sizeof arrays[0]; n++)
        if ((*arrays[n] = mog_allocate(links, sizeof(double), error)) == NULL)
            return MOG_ERROR_MEMORY;
    slots->history = mog_allocate(links, sizeof *slots->history, error);
    return slots->history != NULL ? MOG_OK : MOG_ERROR_MEMORY;
}

static mog_status start_fading(mog_slots *slots, const mog_dataset *dataset, size_t first,
                               mog_error *error) {
    if (slots->settings.fading == MOG_FADING_STATIC)
        return MOG_OK;
    const size_t samples = slots->own.samples;
    const mog_status status =
        mog_fading_create(&slots->settings, dataset, first, samples, &slots->fading, error);
    if (status != MOG_OK)
        return status;
    slots->gain = mog_allocate(samples * mog_dataset_entries(dataset), sizeof(double), error);
    if (slots->gain == NULL)
        return MOG_ERROR_MEMORY;
    mog_fading_gains(slots->fading, slots->gain);
    return MOG_OK;
}

static mog_status start(mog_slots *slots, const mog_dataset *dataset, size_t first,
                        mog_error *error) {
    mog_status status = start_fading(slots, dataset, first, error);
    if (status == MOG_OK)
        status = allocate(slots, error);
    if (status != MOG_OK)
        return status;
    slots->problem = slots->own;
    slots->problem.gain = slots->gain != NULL ? slots->gain : slots->own.gain;
    slots->problem.weight = slots->weight;
    uint32_t *rb = mog_allocate(slots->own.samples * slots->own.links, sizeof *rb, error);
    if (rb == NULL)
        return MOG_ERROR_MEMORY;
    start_histories(slots, slots->weight, rb);
    mog_release(rb);
    weigh(slots);
    return MOG_OK;
}

static mog_status check(const mog_slots_settings *settings, const mog_utility *utility,
                        const mog_dataset *dataset, size_t first, size_t count, mog_error *error) {
    mog_status status = mog_settings_check(&mog_slots_section, settings, error);
    if (status == MOG_OK)
        status = mog_utility_check(utility, error);
    if (status != MOG_OK)
        return status;
    if (first > dataset->samples || count > dataset->samples - first)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "%zu samples from sample %zu on: the data set has %zu", count, first,
                        dataset->samples);
    const mog_problem problem = mog_dataset_problem(dataset);
    return mog_utility_accepts(utility, &problem, error);
}

mog_status mog_slots_create(const mog_slots_settings *settings, const mog_utility *utility,
                            const mog_dataset *dataset, size_t first, size_t count,
                            mog_slots **slots, mog_error *error) {
    *slots = NULL;
    mog_status status = check(settings, utility, dataset, first, count, error);
    if (status != MOG_OK)
        return status;
    mog_slots *made = mog_allocate(1, sizeof *made, error);
    if (made == NULL)
        return MOG_ERROR_MEMORY;
    const mog_problem all = mog_dataset_problem(dataset);
    made->settings = *settings;
    made->utility = *utility;
    made->own = mog_problem_range(&all, first, count);
    status = start(made, dataset, first, error);
    if (status == MOG_OK)
        *slots = made;
    else
        mog_slots_free(made);
    return status;
}

void mog_slots_free(mog_slots *slots) {
    if (slots == NULL)
        return;
    double *const arrays[] = {slots->gain,     slots->weight,    slots->price, slots->rate,
                              slots->rate_sum, slots->power_sum, slots->served};
    for (size_t n = 0; n < sizeof arrays / sizeof arrays[0]; n++)
        mog_release(arrays[n]);
    mog_release(slots->history);
    mog_fading_free(slots->fading);
    mog_release(slots);
}

/* ---- slot by slot -------------------------------------------------------------------------- */

static bool is_over(const mog_slots *slots) {
    return slots->played == slots->settings.warm_up + slots->settings.count;
}

bool mog_slots_next(const mog_slots *slots, mog_problem *problem) {
    *problem = slots->problem;
    return !is_over(slots);
}

static mog_status check_decision(const mog_slots *slots, const mog_allocation *allocation,
                                 mog_error *error) {
    mog_error reason;
    const mog_status status = mog_allocation_check(allocation, &slots->own, &reason);
    return status == MOG_OK
               ? MOG_OK
               : mog_fail(error, status, "slot %zu: %s", slots->played, reason.message);
}

static void measure(mog_slots *slots, const double *power) {
    for (size_t n = 0; n < slots->own.samples * slots->own.links; n++) {
        slots->rate_sum[n] += slots->rate[n];
        slots->power_sum[n] += power[n];
        slots->served[n] += slots->rate[n] > MOG_RATE_FLOOR;
    }
}

mog_status mog_slots_take(mog_slots *slots, const mog_allocation *allocation, mog_error *error) {
    if (is_over(slots))
        return mog_fail(error, MOG_ERROR_ARGUMENT, "all %zu slots have been played", slots->played);
    const mog_status status = check_decision(slots, allocation, error);
    if (status != MOG_OK)
        return status;
    const size_t links = slots->own.samples * slots->own.links;
    mog_rates(&slots->problem, allocation->rb, allocation->power, slots->rate, NULL);
    /* what a link remembers is its own: samples are as good as one long list of links */
    mog_utility_observe(&slots->utility, links, slots->rate, allocation->power, slots->history);
    if (slots->played++ >= slots->settings.warm_up)
        measure(slots, allocation->power);
    weigh(slots);
    if (slots->fading != NULL && !is_over(slots)) {
        mog_fading_step(slots->fading);
        mog_fading_gains(slots->fading, slots->gain);
    }
    return MOG_OK;
}

static void divide(const double *sum, double by, size_t count, double *mean) {
    for (size_t n = 0; mean != NULL && n < count; n++)
        mean[n] = sum[n] / by;
}

void mog_slots_means(const mog_slots *slots, double *rate, double *power, double *served,
                     double *weight) {
    const size_t links = slots->own.samples * slots->own.links, warm_up = slots->settings.warm_up;
    const double measured = slots->played > warm_up ? (double)(slots->played - warm_up) : 1;
    divide(slots->rate_sum, measured, links, rate);
    divide(slots->power_sum, measured, links, power);
    divide(slots->served, measured, links, served);
    divide(slots->weight, 1, links, weight);
}
