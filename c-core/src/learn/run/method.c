/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of methods, and what follows from a method. */
#include "learn/run/method.h"

#include "base/text.h"
#include "learn/objective/schedule.h"

enum {
    PATTERNS_DATASET = 1 << MOG_PATTERN_DATASET,
    PATTERNS_RL = 1 << MOG_PATTERN_RL,
    PATTERNS_BOTH = PATTERNS_DATASET | PATTERNS_RL
};

#define ROW(id, name, source, labels, patterns, help)                                              \
    {name, &mog_source_##source, MOG_LABEL_USE_##labels, PATTERNS_##patterns},
static const mog_method_type methods[] = {MOG_METHODS(ROW)};
#undef ROW

enum { METHODS = sizeof methods / sizeof methods[0] };

#define NAME(id, name, source, labels, patterns, help) name,
const char *const mog_method_names[] = {MOG_METHODS(NAME) NULL};
#undef NAME

const mog_method_type *mog_method_find(int method) {
    return method >= 0 && method < METHODS ? &methods[method] : NULL;
}

/* ---- labels -------------------------------------------------------------------------------- */

bool mog_method_needs_labels(int method) {
    const mog_method_type *type = mog_method_find(method);
    return type != NULL && type->labels != MOG_LABEL_USE_NONE;
}

double mog_beta(const mog_training_settings *settings, uint64_t time) {
    const mog_method_type *type = mog_method_find(settings->method);
    if (type == NULL || type->labels == MOG_LABEL_USE_NONE)
        return 0;
    return type->labels == MOG_LABEL_USE_ALONE ? 1 : mog_scheduled_beta(settings, time);
}

mog_label_term mog_label_term_at(const mog_training_settings *settings,
                                 const mog_network_settings *network, size_t links, size_t width,
                                 uint64_t time) {
    const mog_problem_type *problem = mog_problem_type_of(settings->problem);
    mog_label_term term = {.loss = settings->label_loss, .output = network->output};
    if (problem == NULL)
        return term;
    const bool mean = settings->label_reduction == MOG_REDUCTION_MEAN;
    const size_t terms = problem->terms(settings->label_loss, links, width);
    term.weight = mog_beta(settings, time) / (mean ? (double)terms : 1);
    return term;
}

/* ---- settings ------------------------------------------------------------------------------ */

/* What a schedule's name promises about its numbers. */
static mog_status check_schedule(const mog_training_settings *settings, mog_error *error) {
    if (settings->schedule == MOG_SCHEDULE_INCREASING && settings->beta_factor < 1)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "training.beta_factor = %g: an increasing schedule needs at least 1",
                        settings->beta_factor);
    if (settings->schedule == MOG_SCHEDULE_INCREASING && settings->beta_cap < settings->beta)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "training.beta_cap = %g: it must not be below training.beta = %g",
                        settings->beta_cap, settings->beta);
    if (settings->schedule == MOG_SCHEDULE_DECREASING && settings->beta_factor > 1)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "training.beta_factor = %g: a decreasing schedule needs at most 1",
                        settings->beta_factor);
    return MOG_OK;
}

static mog_status check_pattern(const mog_training_settings *settings, mog_error *error) {
    const unsigned pattern = 1u << settings->pattern;
    if (methods[settings->method].patterns & pattern)
        return MOG_OK;
    char others[256] = "";
    for (size_t i = 0; i < METHODS; i++)
        if (methods[i].patterns & pattern)
            mog_text_append(others, sizeof others, methods[i].name);
    return mog_fail(error, MOG_ERROR_ARGUMENT,
                    "training.method = %s does not go with training.pattern = %s: use %s",
                    methods[settings->method].name,
                    settings->pattern == MOG_PATTERN_RL ? "rl" : "dataset", others);
}

mog_status mog_method_check(const mog_recipe *recipe, mog_error *error) {
    const mog_method_type *type = mog_method_find(recipe->training.method);
    mog_status status = MOG_OK;
    if (type->labels == MOG_LABEL_USE_MIXED)
        status = check_schedule(&recipe->training, error);
    if (status == MOG_OK)
        status = check_pattern(&recipe->training, error);
    if (status == MOG_OK && type->source->check != NULL)
        status = type->source->check(recipe, error);
    return status;
}
