/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Settings of a training run, and which of them go together. */
#include "base/settings.h"
#include "learn/batch/problem.h"
#include "learn/rl/rl_settings.h"
#include "learn/run/method.h"
#include "learn/run/recipe.h"
#include "radio/utility/utility.h"

static const char *const pattern_names[] = {"dataset", "rl", NULL};
static const char *const problem_names[] = {"power", "rb", NULL};
static const char *const label_loss_names[] = {"square", "cross-entropy", "co-membership", NULL};
static const char *const schedule_names[] = {"fixed", "increasing", "decreasing", NULL};
static const char *const reduction_names[] = {"sum", "mean", NULL};
static const char *const optimizer_names[] = {"sgd", "momentum", "rmsprop", "adam", NULL};

#define METHOD_HELP(id, name, source, labels, patterns, help) " " name ": " help ";"
#define MEMBER(name) #name, .offset = offsetof(mog_training_settings, name)
static const mog_field fields[] = {
    {MEMBER(pattern), .type = MOG_FIELD_CHOICE, .choices = pattern_names,
     .help = "where samples come from: the data set, or episodes in an environment"},
    {MEMBER(problem), .type = MOG_FIELD_CHOICE, .choices = problem_names,
     .help = "what is decided: powers, or resource blocks"},
    {MEMBER(method), .type = MOG_FIELD_CHOICE, .choices = mog_method_names,
     .help = "where the gradient comes from;" MOG_METHODS(METHOD_HELP)},
    {MEMBER(schedule), .type = MOG_FIELD_CHOICE, .choices = schedule_names,
     .help = "mog: how beta changes with time"},
    {MEMBER(beta), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1e6,
     .help = "mog: weight of the label term at first"},
    {MEMBER(beta_factor), .type = MOG_FIELD_REAL, .minimum = 1e-6, .maximum = 1e6,
     .help = "mog: beta is multiplied by this every beta_every"},
    {MEMBER(beta_every), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 1e9,
     .help = "mog: epochs, in RL episodes, between changes of beta"},
    {MEMBER(beta_cap), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1e9,
     .help = "mog: an increasing beta stops here"},
    {MEMBER(label_loss), .type = MOG_FIELD_CHOICE, .choices = label_loss_names,
     .help = "distance to the label; co-membership, of RBs: which links share one"},
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
     .help = "passes over the training set; in RL times that `episodes` are played"},
    {MEMBER(episodes), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 1e9,
     .help = "rl: episodes of an epoch"},
    {MEMBER(batch), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 1e6,
     .help = "samples per step"},
    {MEMBER(seed), .type = MOG_FIELD_SEED,
     .help = "names the initial parameters, the order of the samples, actions"},
};
#undef MEMBER
#undef METHOD_HELP

const mog_section mog_training_section = {"training", fields, sizeof fields / sizeof fields[0]};

void mog_recipe_default(mog_recipe *recipe) {
    mog_network_default(&recipe->network);
    mog_utility_default(&recipe->utility);
    mog_rl_default(&recipe->rl);
    mog_network_default(&recipe->critic);
    recipe->training = (mog_training_settings){
        .pattern = MOG_PATTERN_DATASET,
        .problem = MOG_PROBLEM_POWER,
        .method = MOG_METHOD_MOG,
        .schedule = MOG_SCHEDULE_INCREASING,
        .beta = 1,
        .beta_factor = 1.2,
        .beta_every = 2,
        .beta_cap = 10,
        .label_loss = MOG_LABEL_LOSS_SQUARE,
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
        .episodes = 10000,
        .batch = 50,
        .seed = 1,
    };
}

/* What a policy may see. */
static mog_status check_input(const mog_recipe *recipe, mog_error *error) {
    const mog_network_settings *network = &recipe->network;
    if (network->extra > 0)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "network.extra = %zu: a policy sees channels alone; set it to 0",
                        network->extra);
    return MOG_OK;
}

mog_status mog_recipe_check(const mog_recipe *recipe, mog_error *error) {
    mog_status status = mog_settings_check(&mog_training_section, &recipe->training, error);
    if (status == MOG_OK)
        status = mog_settings_check(&mog_network_section, &recipe->network, error);
    if (status == MOG_OK)
        status = mog_utility_check(&recipe->utility, error);
    if (status == MOG_OK)
        status = mog_rl_check(&recipe->rl, error);
    if (status == MOG_OK)
        status = check_input(recipe, error);
    if (status == MOG_OK)
        status = mog_problem_type_of(recipe->training.problem)->check_recipe(recipe, error);
    return status == MOG_OK ? mog_method_check(recipe, error) : status;
}
