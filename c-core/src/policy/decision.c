/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy/decision.h"

#include "base/memory.h"
#include "mog/rb.h"
#include "mog/solve.h"
#include "nn/settings.h"
#include <float.h>

/* Sweeps of FPLinQ that set powers behind RBs: as many as behind their labels. */
static const size_t sweeps_on_rbs = 100;

/* What an output gives, and the power that a link's numbers stand for. */
typedef struct output_rule {
    double (*power)(const float *y); /* NULL: RBs */
    double smallest, largest;        /* of a number */
    const char *what;                /* a number is */
} output_rule;

static double as_it_is(const float *y) {
    return (double)y[0];
}

static double full_if_likelier(const float *y) {
    return y[0] > 0.5F ? 1 : 0;
}

static double mean_of_beta(const float *y) {
    return (double)y[0] / ((double)y[0] + (double)y[1]);
}

static const output_rule rules[] = {
    [MOG_OUTPUT_SIGMOID] = {as_it_is, 0, 1, "power"},
    [MOG_OUTPUT_RELU6] = {as_it_is, 0, 1, "power"},
    [MOG_OUTPUT_BERNOULLI] = {full_if_likelier, 0, 1, "probability of full power"},
    [MOG_OUTPUT_BETA] = {mean_of_beta, 1, (double)FLT_MAX, "parameter of a Beta distribution"},
    [MOG_OUTPUT_SOFTMAX] = {NULL, 0, 1, "probability of a resource block"},
};

struct mog_decision {
    const output_rule *rule;
    size_t width;
    size_t n_rb;          /* 0: powers */
    mog_refiner *refiner; /* NULL: powers are taken as the network gives them */
    mog_rb_refiner *rb_refiner;
};

static bool allocate(mog_decision *decision, const mog_network_settings *settings, size_t links,
                     mog_error *error) {
    if (decision->n_rb > 0)
        decision->rb_refiner =
            mog_rb_refiner_create(settings->refine, sweeps_on_rbs, links, decision->n_rb, error);
    else if (settings->refine > 0)
        decision->refiner = mog_refiner_create(settings->refine, links, error);
    return decision->rb_refiner != NULL || decision->refiner != NULL ||
           (decision->n_rb == 0 && settings->refine == 0);
}

mog_decision *mog_decision_create(const mog_network_settings *settings, size_t links,
                                  mog_error *error) {
    if (settings->output == MOG_OUTPUT_LINEAR) {
        mog_fail(error, MOG_ERROR_ARGUMENT,
                 "network.output = linear decides nothing: it is for critics");
        return NULL;
    }
    mog_decision *decision = mog_allocate(1, sizeof *decision, error);
    if (decision == NULL)
        return NULL;
    decision->rule = &rules[settings->output];
    decision->width = mog_network_settings_width(settings);
    decision->n_rb = decision->rule->power == NULL ? settings->n_rb : 0;
    if (allocate(decision, settings, links, error))
        return decision;
    mog_decision_free(decision);
    return NULL;
}

void mog_decision_free(mog_decision *decision) {
    if (decision == NULL)
        return;
    mog_refiner_free(decision->refiner);
    mog_rb_refiner_free(decision->rb_refiner);
    mog_release(decision);
}

size_t mog_decision_n_rb(const mog_decision *decision) {
    return decision->n_rb;
}

mog_status mog_decision_check(const mog_decision *decision, size_t first, size_t samples,
                              size_t links, const float *y, mog_error *error) {
    const output_rule *rule = decision->rule;
    const size_t sample = links * decision->width;
    for (size_t i = 0; i < samples * sample; i++) {
        const double value = (double)y[i];
        if (!(value >= rule->smallest && value <= rule->largest))
            return mog_fail(error, MOG_ERROR_NUMERIC,
                            "gives %g as %s of link %zu in sample %zu: gains or noise are far from "
                            "those it was trained on",
                            value, rule->what, i % sample / decision->width, first + i / sample);
    }
    return MOG_OK;
}

/* Of equal numbers the first. */
static uint32_t largest_of(const float *y, size_t count) {
    uint32_t best = 0;
    for (uint32_t n = 1; n < count; n++)
        if (y[n] > y[best])
            best = n;
    return best;
}

mog_status mog_decide(mog_decision *decision, const mog_problem *known, const float *y,
                      uint32_t *rb, double *power, mog_error *error) {
    const size_t count = known->samples * known->links, width = decision->width;
    if (decision->n_rb > 0) {
        for (size_t i = 0; i < count; i++)
            rb[i] = largest_of(y + i * width, width);
        return mog_rb_refine(decision->rb_refiner, known, rb, power, error);
    }
    for (size_t i = 0; i < count; i++)
        power[i] = decision->rule->power(y + i * width);
    return decision->refiner != NULL ? mog_refine(decision->refiner, known, power, error) : MOG_OK;
}
