/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What changes with time: learning rates, and weights of a label term.
 */
#ifndef MOG_LEARN_SCHEDULE_H
#define MOG_LEARN_SCHEDULE_H

#include "mog/learn.h"

/** A value that is multiplied by a factor every so often: epochs, or episodes. */
double mog_stepped(double value, double factor, uint64_t every, uint64_t time);

/** The schedule of beta, for methods that mix; time as mog_beta() takes it. */
double mog_scheduled_beta(const mog_training_settings *settings, uint64_t time);

/** The learning rate in an epoch, counted from 0. */
double mog_learning_rate(const mog_training_settings *settings, size_t epoch);

#endif
