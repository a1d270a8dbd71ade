/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "training.h"

static const char *const method_names[] = {"sup", "unsup", "mog", NULL};
static const char *const schedule_names[] = {"fixed", "increasing", "decreasing", NULL};
static const char *const reduction_names[] = {"sum", "mean", NULL};
static const char *const optimizer_names[] = {"sgd", "momentum", "rmsprop", "adam", NULL};

#define MEMBER(name) #name, .offset = offsetof(mog_training_settings, name)
static const mog_field fields[] = {
    {MEMBER(method), .type = MOG_FIELD_CHOICE, .choices = method_names,
     .help = "where the gradient comes from: labels, sum rate, or both"},
    {MEMBER(schedule), .type = MOG_FIELD_CHOICE, .choices = schedule_names,
     .help = "mog: how beta changes with the epochs"},
    {MEMBER(beta), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1e6,
     .help = "mog: weight of the label term in the first epoch"},
    {MEMBER(beta_factor), .type = MOG_FIELD_REAL, .minimum = 1e-6, .maximum = 1e6,
     .help = "mog: beta is multiplied by this every beta_every epochs"},
    {MEMBER(beta_every), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 1e6,
     .help = "mog: epochs between changes of beta"},
    {MEMBER(beta_cap), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1e9,
     .help = "mog: an increasing beta stops here"},
    {MEMBER(label_reduction), .type = MOG_FIELD_CHOICE, .choices = reduction_names,
     .help = "how the label term adds up over a sample's outputs"},
    {MEMBER(optimizer), .type = MOG_FIELD_CHOICE, .choices = optimizer_names,
     .help = "update rule, as in PyTorch"},
    {MEMBER(learning_rate), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1e3,
     .help = "in the first epoch"},
    {MEMBER(momentum), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 0.999999,
     .help = "momentum: coefficient; adam: decay of the first moment"},
    {MEMBER(decay), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 0.999999,
     .help = "rmsprop: decay of the squared average; adam: of the second moment"},
    {MEMBER(epsilon), .type = MOG_FIELD_REAL, .minimum = 1e-30, .maximum = 1,
     .help = "rmsprop, adam: added to the denominator"},
    {MEMBER(weight_decay), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1,
     .help = "parameters shrink by learning rate x this in every step"},
    {MEMBER(clip_norm), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1e9,
     .help = "the gradient's 2-norm is cut to this; 0: not"},
    {MEMBER(rate_step), .type = MOG_FIELD_SIZE, .minimum = 0, .maximum = 1e6,
     .help = "epochs between changes of the learning rate; 0: never"},
    {MEMBER(rate_factor), .type = MOG_FIELD_REAL, .minimum = 1e-6, .maximum = 1,
     .help = "the learning rate is multiplied by this every rate_step epochs"},
    {MEMBER(epochs), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 1e6,
     .help = "passes over the training set"},
    {MEMBER(batch), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 1e6,
     .help = "samples per step"},
    {MEMBER(seed), .type = MOG_FIELD_SEED,
     .help = "names the initial parameters and the order of the samples"},
};
#undef MEMBER

const mog_section *mog_training_section(void) {
    static const mog_section section = {"training", fields, sizeof fields / sizeof fields[0]};
    return &section;
}

void mog_training_default(mog_training_settings *settings) {
    *settings = (mog_training_settings){
        .method = MOG_METHOD_MOG,
        .schedule = MOG_SCHEDULE_INCREASING,
        .beta = 1,
        .beta_factor = 1.2,
        .beta_every = 2,
        .beta_cap = 10,
        .label_reduction = MOG_REDUCTION_SUM,
        .optimizer = MOG_OPTIMIZER_ADAM,
        .learning_rate = 1e-3,
        .momentum = 0.9,
        .decay = 0.999,
        .epsilon = 1e-8,
        .weight_decay = 0,
        .clip_norm = 0,
        .rate_step = 0,
        .rate_factor = 0.9,
        .epochs = 100,
        .batch = 50,
        .seed = 1,
    };
}

/* Each member on its own, then what a schedule's name promises about its numbers. */
mog_status mog_training_check(const mog_training_settings *settings, mog_error *error) {
    const mog_status status = mog_settings_check(mog_training_section(), settings, error);
    if (status != MOG_OK || settings->method != MOG_METHOD_MOG)
        return status;
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
