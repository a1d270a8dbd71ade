/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Settings of learning by interaction: their table, defaults and checks. */
#include "learn/rl/rl_settings.h"

#include "base/settings.h"
#include "learn/objective/schedule.h"

static const char *const baseline_names[] = {"none", "leave-one-out", NULL};
static const char *const critic_names[] = {"whole", "per-link", "oracle", NULL};

#define MEMBER(name) #name, .offset = offsetof(mog_rl_settings, name)
static const mog_field fields[] = {
    {MEMBER(draws), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 1e6,
     .help = "pg: actions drawn in every state"},
    {MEMBER(baseline), .type = MOG_FIELD_CHOICE, .choices = baseline_names,
     .help = "pg: what is subtracted from rewards"},
    {MEMBER(normalize), .type = MOG_FIELD_BOOL,
     .help = "pg: divide advantages by their deviation over the batch"},
    {MEMBER(entropy), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1e6,
     .help = "pg: weight of the policy's entropy in the objective, nats"},
    {MEMBER(entropy_factor), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1,
     .help = "pg: that weight is multiplied by this every entropy_every episodes"},
    {MEMBER(entropy_every), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 1e12,
     .help = "pg: episodes between changes of the entropy's weight"},
    {MEMBER(critic), .type = MOG_FIELD_CHOICE, .choices = critic_names,
     .help = "dpg: one value, one for each link, or (for powers) the true gradient"},
    {MEMBER(critic_rate), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1e3,
     .help = "dpg: learning rate of the critic"},
    {MEMBER(standardize), .type = MOG_FIELD_BOOL,
     .help = "dpg: the critic learns rewards less their mean, over their deviation"},
    {MEMBER(scale_free), .type = MOG_FIELD_BOOL,
     .help = "dpg: divide the value's gradient by the mean value of the batch"},
    {MEMBER(invert), .type = MOG_FIELD_BOOL,
     .help = "dpg: weigh gradients of powers by the room left in their direction"},
    {MEMBER(interactions), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 1e6,
     .help = "dpg: episodes between two updates"},
    {MEMBER(replay), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 1e9,
     .help = "dpg: experiences that are kept"},
    {MEMBER(warm_up), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 1e12,
     .help = "dpg: first episodes, with random actions and no updates of the actor"},
    {MEMBER(noise), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1e3,
     .help = "dpg: deviation of Gaussian noise on the actor's logits"},
    {MEMBER(noise_factor), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1,
     .help = "dpg: that deviation is multiplied by this every noise_every episodes"},
    {MEMBER(noise_every), .type = MOG_FIELD_SIZE, .minimum = 1, .maximum = 1e12,
     .help = "dpg: episodes between changes of the noise"},
    {MEMBER(vertices), .type = MOG_FIELD_REAL, .minimum = 0, .maximum = 1,
     .help = "dpg: share of actions drawn from the vertices: powers 0 or 1, one RB"},
};
#undef MEMBER

const mog_section mog_rl_section = {"rl", fields, sizeof fields / sizeof fields[0]};

void mog_rl_default(mog_rl_settings *settings) {
    *settings = (mog_rl_settings){
        .draws = 8,
        .baseline = MOG_BASELINE_LEAVE_ONE_OUT,
        .normalize = true,
        .entropy = 0.1,
        .entropy_factor = 0.8,
        .entropy_every = 10000,
        .critic = MOG_CRITIC_PER_LINK,
        .critic_rate = 1e-3,
        .standardize = true,
        .scale_free = true,
        .invert = true,
        .interactions = 8,
        .replay = 100000,
        .warm_up = 1000,
        .noise = 0.3,
        .noise_factor = 0.8,
        .noise_every = 10000,
        .vertices = 0.1,
    };
}

mog_status mog_rl_check(const mog_rl_settings *settings, mog_error *error) {
    const mog_status status = mog_settings_check(&mog_rl_section, settings, error);
    if (status == MOG_OK && settings->baseline == MOG_BASELINE_LEAVE_ONE_OUT && settings->draws < 2)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "rl.draws = %zu: rl.baseline = leave-one-out needs at least 2",
                        settings->draws);
    return status;
}

double mog_rl_entropy(const mog_rl_settings *settings, uint64_t episode) {
    return mog_stepped(settings->entropy, settings->entropy_factor, settings->entropy_every,
                       episode);
}

double mog_rl_noise(const mog_rl_settings *settings, uint64_t episode) {
    return mog_stepped(settings->noise, settings->noise_factor, settings->noise_every, episode);
}
