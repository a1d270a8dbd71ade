/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What changes with time: beta, learning rates. */
#include "learn/objective/schedule.h"

#include <math.h>

double mog_stepped(double value, double factor, uint64_t every, uint64_t time) {
    const uint64_t steps = time / every;
    return value * pow(factor, (double)steps);
}

double mog_scheduled_beta(const mog_training_settings *settings, uint64_t time) {
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
