/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mog/learn.h"

#include "../base/text.h"

#include <string.h>

/* How beta changes, with the numbers of Cheng et al., IEEE Internet of Things Journal 2025. */
typedef struct beta_schedule {
    mog_schedule schedule;
    double beta, factor;
    size_t every;
    double cap;
} beta_schedule;

static const beta_schedule fixed = {MOG_SCHEDULE_FIXED, 10, 1, 1, 10};
static const beta_schedule mlp_increasing = {MOG_SCHEDULE_INCREASING, 1, 1.2, 2, 10};
static const beta_schedule mlp_decreasing = {MOG_SCHEDULE_DECREASING, 20, 0.8, 20, 20};
static const beta_schedule gnn_increasing = {MOG_SCHEDULE_INCREASING, 1, 1.2, 1, 20};
static const beta_schedule gnn_decreasing = {MOG_SCHEDULE_DECREASING, 100, 0.75, 1, 100};

/* `-gnnbeta`: the faster schedules that the paper gives its graph networks, on this network. */
static const char *const names[] = {
    "mlp-sup",
    "mlp-unsup",
    "mlp-mog-fixed",
    "mlp-mog-increasing",
    "mlp-mog-decreasing",
    "mlp-mog-increasing-gnnbeta",
    "mlp-mog-decreasing-gnnbeta",
    NULL,
};

/* in the order of the names */
static const struct {
    mog_method method;
    const beta_schedule *beta;
} presets[] = {
    {MOG_METHOD_SUP, &fixed},          {MOG_METHOD_UNSUP, &fixed},
    {MOG_METHOD_MOG, &fixed},          {MOG_METHOD_MOG, &mlp_increasing},
    {MOG_METHOD_MOG, &mlp_decreasing}, {MOG_METHOD_MOG, &gnn_increasing},
    {MOG_METHOD_MOG, &gnn_decreasing},
};
_Static_assert(sizeof names / sizeof names[0] == sizeof presets / sizeof presets[0] + 1,
               "every preset has a name");

const char *const *mog_preset_names(void) {
    return names;
}

mog_status mog_preset_find(const char *name, mog_network_settings *network,
                           mog_training_settings *training, mog_error *error) {
    for (size_t i = 0; names[i] != NULL; i++) {
        if (strcmp(names[i], name) != 0)
            continue;
        const beta_schedule *beta = presets[i].beta;
        mog_network_default(network);
        mog_training_default(training);
        network->hidden = (mog_sizes){.count = 2, .value = {400, 400}};
        training->method = presets[i].method;
        training->schedule = (int)beta->schedule;
        training->beta = beta->beta;
        training->beta_factor = beta->factor;
        training->beta_every = beta->every;
        training->beta_cap = beta->cap;
        return MOG_OK;
    }
    char list[512] = "";
    for (size_t i = 0; names[i] != NULL; i++)
        mog_text_append(list, sizeof list, names[i]);
    return mog_fail(error, MOG_ERROR_ARGUMENT, "there is no preset \"%s\"; there are: %s", name,
                    list);
}
