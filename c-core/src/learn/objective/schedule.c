/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What changes with time: beta, learning rates. */
#include "learn/run/problem.h"
#include "learn/run/training.h"

#include <math.h>

double mog_stepped(double value, double factor, uint64_t every, uint64_t time) {
    return value * pow(factor, (double)(time / every));
}

double mog_beta(const mog_training_settings *settings, uint64_t time) {
    if (settings->method == MOG_METHOD_SUP)
        return 1;
    if (!mog_method_find(settings->method)->labels)
        return 0;
    const double stepped =
        mog_stepped(settings->beta, settings->beta_factor, settings->beta_every, time);
    switch ((mog_schedule)settings->schedule) {
    case MOG_SCHEDULE_INCREASING:
        return fmin(stepped, settings->beta_cap);
    case MOG_SCHEDULE_DECREASING:
        return stepped;
    case MOG_SCHEDULE_FIXED:
        break;
    }
    return settings->beta;
}

double mog_learning_rate(const mog_training_settings *settings, size_t epoch) {
    if (settings->rate_step == 0)
        return settings->learning_rate;
    return mog_stepped(settings->learning_rate, settings->rate_factor, settings->rate_step, epoch);
}

mog_label_term mog_label_term_at(const mog_training_settings *settings,
                                 const mog_network_settings *network, size_t links, size_t width,
                                 uint64_t time) {
    const bool mean = settings->label_reduction == MOG_REDUCTION_MEAN;
    const size_t terms =
        mog_problem_type_of(settings->problem)->terms(settings->label_loss, links, width);
    return (mog_label_term){
        .loss = settings->label_loss,
        .output = network->output,
        .weight = mog_beta(settings, time) / (mean ? (double)terms : 1),
    };
}
