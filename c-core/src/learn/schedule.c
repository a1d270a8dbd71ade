/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "training.h"

#include <math.h>

double mog_beta(const mog_training_settings *settings, size_t epoch) {
    if (settings->method == MOG_METHOD_SUP)
        return 1;
    if (settings->method == MOG_METHOD_UNSUP)
        return 0;
    const double changes = (double)(epoch / settings->beta_every);
    switch ((mog_schedule)settings->schedule) {
    case MOG_SCHEDULE_INCREASING:
        return fmin(settings->beta * pow(settings->beta_factor, changes), settings->beta_cap);
    case MOG_SCHEDULE_DECREASING:
        return settings->beta * pow(settings->beta_factor, changes);
    case MOG_SCHEDULE_FIXED:
        break;
    }
    return settings->beta;
}

double mog_learning_rate(const mog_training_settings *settings, size_t epoch) {
    if (settings->rate_step == 0)
        return settings->learning_rate;
    return settings->learning_rate *
           pow(settings->rate_factor, (double)(epoch / settings->rate_step));
}

mog_loss_weights mog_loss_weights_at(const mog_training_settings *settings, size_t links,
                                     size_t epoch) {
    const double outputs = settings->label_reduction == MOG_REDUCTION_MEAN ? (double)links : 1;
    return (mog_loss_weights){
        .rate = settings->method == MOG_METHOD_SUP ? 0 : 1,
        .label = mog_beta(settings, epoch) / outputs,
    };
}
