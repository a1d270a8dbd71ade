/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The rules by which outputs become powers and RBs. */
#include "policy/decision.h"

#include "base/memory.h"
#include "nn/settings.h"
#include "radio/blocks.h"
#include <float.h>

/* ---- rules --------------------------------------------------------------------------------- */

/* What an output gives. */
typedef struct output_rule {
    /* Decisions of some links, from W numbers each. */
    void (*read)(size_t count, size_t width, const float *y, const mog_allocation *out);
    /* What stands behind the network by its `refine`. */
    mog_refinement (*refinement)(size_t refine);
    double smallest, largest; /* of a number */
    const char *what;         /* a number is */
} output_rule;

static void read_powers(size_t count, size_t width, const float *y, const mog_allocation *out) {
    (void)width;
    mog_rb_write(out->rb, NULL, count);
    for (size_t i = 0; i < count; i++)
        out->power[i] = (double)y[i];
}

static void read_likelier(size_t count, size_t width, const float *y, const mog_allocation *out) {
    (void)width;
    mog_rb_write(out->rb, NULL, count);
    for (size_t i = 0; i < count; i++)
        out->power[i] = y[i] > 0.5F ? 1 : 0;
}

static void read_means(size_t count, size_t width, const float *y, const mog_allocation *out) {
    mog_rb_write(out->rb, NULL, count);
    for (size_t i = 0; i < count; i++, y += width)
        out->power[i] = (double)y[0] / ((double)y[0] + (double)y[1]);
}

/* The likeliest RB, of equal ones the first; and powers to start from. */
static void read_rbs(size_t count, size_t width, const float *y, const mog_allocation *out) {
    for (size_t i = 0; i < count; i++, y += width) {
        uint32_t best = 0;
        for (uint32_t n = 1; n < width; n++)
            if (y[n] > y[best])
                best = n;
        mog_rb_write(mog_rb_from(out->rb, i), &best, 1);
        out->power[i] = 1;
    }
}

static mog_refinement by_sweeps(size_t refine) {
    return (mog_refinement){.sweeps = refine};
}

/* Powers are set as they are behind labels. */
static mog_refinement by_moves(size_t refine) {
    return (mog_refinement){.moves = refine, .sweeps = MOG_SWEEPS};
}

static const output_rule rules[] = {
    [MOG_OUTPUT_SIGMOID] = {read_powers, by_sweeps, 0, 1, "power"},
    [MOG_OUTPUT_RELU6] = {read_powers, by_sweeps, 0, 1, "power"},
    [MOG_OUTPUT_BERNOULLI] = {read_likelier, by_sweeps, 0, 1, "probability of full power"},
    [MOG_OUTPUT_BETA] = {read_means, by_sweeps, 1, (double)FLT_MAX,
                         "parameter of a Beta distribution"},
    [MOG_OUTPUT_SOFTMAX] = {read_rbs, by_moves, 0, 1, "probability of a resource block"},
};

/* ---- decisions ----------------------------------------------------------------------------- */

struct mog_decision {
    const output_rule *rule;
    size_t width;
    mog_refiner *refiner; /* NULL: decisions are taken as the network gives them */
};

mog_refinement mog_refinement_of(const mog_network_settings *settings) {
    return rules[settings->output].refinement(settings->refine);
}

mog_status mog_decision_create(const mog_network_settings *settings, const mog_utility *utility,
                               size_t links, mog_decision **decision, mog_error *error) {
    *decision = NULL;
    if (settings->output == MOG_OUTPUT_LINEAR)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "network.output = linear decides nothing: it is for critics");
    mog_decision *made = mog_allocate(1, sizeof *made, error);
    if (made == NULL)
        return MOG_ERROR_MEMORY;
    made->rule = &rules[settings->output];
    made->width = mog_network_settings_width(settings);
    const mog_refinement how = mog_refinement_of(settings);
    mog_status status = MOG_OK;
    if (how.sweeps > 0)
        status = mog_refiner_create(&how, utility, links, settings->n_rb, &made->refiner, error);
    if (status == MOG_OK)
        *decision = made;
    else
        mog_decision_free(made);
    return status;
}

void mog_decision_free(mog_decision *decision) {
    if (decision == NULL)
        return;
    mog_refiner_free(decision->refiner);
    mog_release(decision);
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

mog_status mog_decide(mog_decision *decision, const mog_problem *known, const float *y,
                      const mog_allocation *out, mog_error *error) {
    decision->rule->read(known->samples * known->links, decision->width, y, out);
    return decision->refiner != NULL ? mog_refine(decision->refiner, known, out, error) : MOG_OK;
}
