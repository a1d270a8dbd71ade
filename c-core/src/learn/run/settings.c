/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Settings of a training run, and which of them go together. */
#include "learn/run/problem.h"
#include "learn/run/training.h"

static const char *const pattern_names[] = {"dataset", "rl", NULL};
static const char *const problem_names[] = {"power", "rb", NULL};
static const char *const method_names[] = {"sup", "unsup",  "mog",     "pg",
                                           "dpg", "mog-pg", "mog-dpg", NULL};
static const char *const label_loss_names[] = {"square", "cross-entropy", "co-membership", NULL};
static const char *const schedule_names[] = {"fixed", "increasing", "decreasing", NULL};
static const char *const reduction_names[] = {"sum", "mean", NULL};
static const char *const optimizer_names[] = {"sgd", "momentum", "rmsprop", "adam", NULL};

#define MEMBER(name) #name, .offset = offsetof(mog_training_settings, name)
static const mog_field fields[] = {
    {MEMBER(pattern), .type = MOG_FIELD_CHOICE, .choices = pattern_names,
     .help = "where samples come from: the data set, or episodes in an environment"},
    {MEMBER(problem), .type = MOG_FIELD_CHOICE, .choices = problem_names,
     .help = "what is decided: powers, or resource blocks"},
    {MEMBER(method), .type = MOG_FIELD_CHOICE, .choices = method_names,
     .help = "where the gradient comes from: labels (sup), sum rate (unsup), both (mog); in RL "
             "rewards (pg), a critic (dpg), or one of these with labels"},
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

const mog_section *mog_training_section(void) {
    static const mog_section section = {"training", fields, sizeof fields / sizeof fields[0]};
    return &section;
}

void mog_training_default(mog_training_settings *settings) {
    *settings = (mog_training_settings){
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

void mog_recipe_default(mog_recipe *recipe) {
    mog_network_default(&recipe->network);
    mog_training_default(&recipe->training);
    mog_utility_default(&recipe->utility);
    mog_rl_default(&recipe->rl);
    mog_network_default(&recipe->critic);
}

/* What a schedule's name promises about its numbers. */
static mog_status check_schedule(const mog_training_settings *settings, mog_error *error) {
    if (settings->method == MOG_METHOD_SUP || !mog_method_find(settings->method)->labels)
        return MOG_OK;
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

/* Which methods go with a pattern. */
static mog_status check_method(const mog_training_settings *settings, mog_error *error) {
    const mog_method_type *method = mog_method_find(settings->method);
    const bool in_rl = settings->pattern == MOG_PATTERN_RL;
    if (in_rl ? !method->in_rl : !method->on_dataset)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "training.method = %s does not go with training.pattern = %s: use %s",
                        method->name, pattern_names[settings->pattern],
                        in_rl ? "sup, pg, dpg, mog-pg or mog-dpg" : "sup, unsup or mog");
    return MOG_OK;
}

/* What a policy may see. */
static mog_status check_input(const mog_recipe *recipe, mog_error *error) {
    const mog_network_settings *network = &recipe->network;
    if (network->extra > 0)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "network.extra = %zu: a policy sees channels alone; set it to 0",
                        network->extra);
    if (mog_method_find(recipe->training.method)->source == &mog_source_dpg &&
        network->neighbours != MOG_NEIGHBOURS_ALL)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "network.neighbours: dpg keeps whole states and needs neighbours = all");
    return MOG_OK;
}

/* An actor learns behind the warm-up; a run that ends in it would end where it began. */
static mog_status check_warm_up(const mog_recipe *recipe, mog_error *error) {
    const mog_training_settings *training = &recipe->training;
    const uint64_t episodes = (uint64_t)training->epochs * training->episodes;
    if (mog_method_find(training->method)->source == &mog_source_dpg &&
        recipe->rl.warm_up >= episodes)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "rl.warm_up = %zu, but training.epochs x training.episodes = %llu: the "
                        "actor would learn nothing; lower the first, or raise the others",
                        recipe->rl.warm_up, (unsigned long long)episodes);
    return MOG_OK;
}

static mog_status check_training(const mog_training_settings *settings, mog_error *error) {
    mog_status status = mog_settings_check(mog_training_section(), settings, error);
    if (status == MOG_OK)
        status = check_schedule(settings, error);
    return status == MOG_OK ? check_method(settings, error) : status;
}

mog_status mog_recipe_check(const mog_recipe *recipe, mog_error *error) {
    mog_status status = check_training(&recipe->training, error);
    if (status == MOG_OK)
        status = mog_utility_check(&recipe->utility, error);
    if (status == MOG_OK)
        status = mog_rl_check(&recipe->rl, error);
    if (status == MOG_OK)
        status = check_input(recipe, error);
    if (status == MOG_OK)
        status = check_warm_up(recipe, error);
    if (status != MOG_OK)
        return status;
    return mog_problem_type_of(recipe->training.problem)->check_recipe(recipe, error);
}
