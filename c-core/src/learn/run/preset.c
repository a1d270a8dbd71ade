/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Presets: networks and methods of the literature, and their schedules. */
#include "learn/batch/problem.h"
#include "learn/run/method.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

/* ---- methods ------------------------------------------------------------------------------- */

/* How beta changes, with the numbers of Cheng et al., IEEE Internet of Things Journal 2025. */
typedef struct beta_schedule {
    mog_schedule schedule;
    double beta, factor;
    size_t every; /* epochs on a data set, episodes in RL */
    double cap;
} beta_schedule;

/* The paper's schedules for a fully connected network, those for a graph network, and those for
 * resource blocks. */
typedef enum beta_family { BETA_MLP, BETA_GNN, BETA_RB, BETA_FAMILIES } beta_family;

static const beta_schedule none = {MOG_SCHEDULE_FIXED, 1, 1, 1, 1};
static const beta_schedule fixed = {MOG_SCHEDULE_FIXED, 10, 1, 1, 10};
static const beta_schedule mlp_increasing = {MOG_SCHEDULE_INCREASING, 1, 1.2, 2, 10};
static const beta_schedule mlp_decreasing = {MOG_SCHEDULE_DECREASING, 20, 0.8, 20, 20};
static const beta_schedule gnn_increasing = {MOG_SCHEDULE_INCREASING, 1, 1.2, 1, 20};
static const beta_schedule gnn_decreasing = {MOG_SCHEDULE_DECREASING, 100, 0.75, 1, 100};
static const beta_schedule mlp_rl_increasing = {MOG_SCHEDULE_INCREASING, 1, 1.2, 5000, 2};
static const beta_schedule mlp_rl_decreasing = {MOG_SCHEDULE_DECREASING, 20, 0.75, 5000, 20};
static const beta_schedule gnn_rl_increasing = {MOG_SCHEDULE_INCREASING, 1, 1.2, 2000, 20};
static const beta_schedule gnn_rl_decreasing = {MOG_SCHEDULE_DECREASING, 100, 0.75, 2000, 100};
static const beta_schedule rb_increasing = {MOG_SCHEDULE_INCREASING, 1, 1.5, 10000, 10};
static const beta_schedule rb_decreasing = {MOG_SCHEDULE_DECREASING, 10, 0.4, 10000, 10};

/* PG as published: one action, no baseline, one state at a time */
static void set_paper_pg(mog_recipe *recipe) {
    recipe->training.batch = 1;
    recipe->training.learning_rate = 1e-4;
    recipe->rl.draws = 1;
    recipe->rl.baseline = MOG_BASELINE_NONE;
    recipe->rl.normalize = false;
    recipe->rl.entropy = 0;
}

/* What a method's preset is called, and what it changes. */
typedef struct method {
    const char *name;
    mog_pattern pattern;
    mog_method method;
    const beta_schedule *beta[BETA_FAMILIES];
    void (*set)(mog_recipe *recipe); /* NULL: nothing else */
} method;

static const method methods[] = {
    {"sup", MOG_PATTERN_DATASET, MOG_METHOD_SUP, {&fixed, &fixed, &none}, NULL},
    {"unsup", MOG_PATTERN_DATASET, MOG_METHOD_UNSUP, {&fixed, &fixed, NULL}, NULL},
    {"mog-fixed", MOG_PATTERN_DATASET, MOG_METHOD_MOG, {&fixed, &fixed, NULL}, NULL},
    {"mog-increasing",
     MOG_PATTERN_DATASET,
     MOG_METHOD_MOG,
     {&mlp_increasing, &gnn_increasing, NULL},
     NULL},
    {"mog-decreasing",
     MOG_PATTERN_DATASET,
     MOG_METHOD_MOG,
     {&mlp_decreasing, &gnn_decreasing, NULL},
     NULL},
    {"rl-sup", MOG_PATTERN_RL, MOG_METHOD_SUP, {&none, &none, &none}, NULL},
    {"pg-paper", MOG_PATTERN_RL, MOG_METHOD_PG, {&none, &none, &none}, set_paper_pg},
    {"pg", MOG_PATTERN_RL, MOG_METHOD_PG, {&none, &none, &none}, NULL},
    {"dpg", MOG_PATTERN_RL, MOG_METHOD_DPG, {&none, &none, &none}, NULL},
    {"mog-pg-fixed", MOG_PATTERN_RL, MOG_METHOD_MOG_PG, {&none, &fixed, &none}, NULL},
    {"mog-pg-increasing",
     MOG_PATTERN_RL,
     MOG_METHOD_MOG_PG,
     {&mlp_rl_increasing, &gnn_rl_increasing, &rb_increasing},
     NULL},
    {"mog-pg-decreasing",
     MOG_PATTERN_RL,
     MOG_METHOD_MOG_PG,
     {&mlp_rl_decreasing, &gnn_rl_decreasing, &rb_decreasing},
     NULL},
    {"mog-dpg-fixed", MOG_PATTERN_RL, MOG_METHOD_MOG_DPG, {&none, &fixed, &none}, NULL},
    {"mog-dpg-increasing",
     MOG_PATTERN_RL,
     MOG_METHOD_MOG_DPG,
     {&mlp_rl_increasing, &gnn_rl_increasing, &rb_increasing},
     NULL},
    {"mog-dpg-decreasing",
     MOG_PATTERN_RL,
     MOG_METHOD_MOG_DPG,
     {&mlp_rl_decreasing, &gnn_rl_decreasing, &rb_decreasing},
     NULL},
};

/* ---- networks ------------------------------------------------------------------------------ */

/* Cheng et al. 2025, Section V: two hidden layers of 400 */
static void set_mlp(mog_recipe *recipe) {
    recipe->network.hidden = (mog_sizes){2, {400, 400}};
}

/* Both of Shen, Zhang, Song, Letaief, "Graph neural networks for wireless communications: from
 * theory to practice", IEEE Transactions on Wireless Communications 2023. */
static void set_graph_training(mog_training_settings *training) {
    training->batch = 64;
    training->epochs = 50;
}

/* its network for unsupervised power control, with node and edge embeddings */
static void set_pcgnn(mog_recipe *recipe) {
    set_graph_training(&recipe->training);
    recipe->network.kind = MOG_NETWORK_MPGNN;
    recipe->network.batch_norm = true;
    recipe->network.node_embedding = (mog_sizes){1, {8}};
    recipe->network.edge_embedding = (mog_sizes){1, {16}};
    recipe->network.rounds = 2;
    recipe->network.receiver = true;
    recipe->network.message = (mog_size_lists){2, {{1, {16}}, {1, {24}}}};
    recipe->network.update = (mog_size_lists){.count = 0};
    recipe->network.node_input = MOG_NODE_INPUT_HEAD;
    recipe->network.head = (mog_sizes){1, {16}};
}

/* its network for supervised power control */
static void set_sup_gnn(mog_recipe *recipe) {
    set_graph_training(&recipe->training);
    recipe->network.kind = MOG_NETWORK_MPGNN;
    recipe->network.batch_norm = true;
    recipe->network.output = MOG_OUTPUT_RELU6;
    recipe->network.rounds = 2;
    recipe->network.receiver = true;
    recipe->network.message = (mog_size_lists){2, {{2, {16, 16}}, {1, {32}}}};
    recipe->network.update = (mog_size_lists){.count = 0};
    recipe->network.node_input = MOG_NODE_INPUT_FIRST;
    recipe->network.head = (mog_sizes){1, {16}};
}

/* Shen, Shi, Zhang, Letaief, "Graph neural networks for scalable radio resource management:
 * architecture design and theoretical analysis", IEEE JSAC 2021 */
static void set_igcnet(mog_recipe *recipe) {
    set_graph_training(&recipe->training);
    recipe->training.rate_step = 20;
    recipe->training.rate_factor = 0.9;
    recipe->network.kind = MOG_NETWORK_MPGNN;
    recipe->network.rounds = 3;
    recipe->network.shared = true;
    recipe->network.power_state = true;
    recipe->network.message = (mog_size_lists){1, {{2, {16, 32}}}};
    recipe->network.update = (mog_size_lists){1, {{1, {16}}}};
    recipe->network.node_input = MOG_NODE_INPUT_EVERY;
}

/* after Lee, Kim, Cho, "Deep power control: transmit power control scheme based on convolutional
 * neural network", IEEE Communications Letters 2018 */
static void set_cnn(mog_recipe *recipe) {
    recipe->network.kind = MOG_NETWORK_CNN;
    recipe->network.batch_norm = true;
    recipe->network.channels = (mog_sizes){3, {8, 8, 8}};
    recipe->network.kernel = 3;
    recipe->network.hidden = (mog_sizes){1, {200}};
}

/* after Chowdhury, Verma, Rao, Swami, Segarra, "Unfolding WMMSE using graph neural networks for
 * efficient power allocation", IEEE Transactions on Wireless Communications 2021 */
static void set_unrolled(mog_recipe *recipe) {
    set_graph_training(&recipe->training);
    recipe->training.clip_norm = 5;
    recipe->network.kind = MOG_NETWORK_UNROLLED;
    recipe->network.unroll = 4;
}

/* ---- in RL --------------------------------------------------------------------------------- */

/* Linear, ReLU twice, without normalisation: a batch may be one state. Wide enough for 10 links. */
static void set_rl_mlp(mog_recipe *recipe) {
    recipe->network.hidden = (mog_sizes){2, {200, 200}};
    recipe->critic.hidden = (mog_sizes){2, {200, 200}};
    recipe->training.batch = 64;
    recipe->training.epochs = 20;
}

/* after pcgnn, without normalisation; the critic hears its neighbours' powers in sums */
static void set_rl_pcgnn(mog_recipe *recipe) {
    set_pcgnn(recipe);
    recipe->network.batch_norm = false;
    recipe->training.epochs = 20;
    recipe->critic = recipe->network;
    recipe->critic.aggregation = MOG_AGGREGATION_SUM;
}

static void set_rb_mlp(mog_recipe *recipe) {
    set_rl_mlp(recipe);
    recipe->training.problem = MOG_PROBLEM_RB;
}

static void set_rb_pcgnn(mog_recipe *recipe) {
    set_rl_pcgnn(recipe);
    recipe->training.problem = MOG_PROBLEM_RB;
}

/* ---- all of them --------------------------------------------------------------------------- */

/* A network's presets: those with a schedule for its family, in the patterns that it is made for.
 */
typedef struct network {
    const char *name;
    beta_family family;
    bool on_dataset, in_rl;
    void (*set)(mog_recipe *recipe);
} network;

static const network networks[] = {
    {"mlp", BETA_MLP, true, false, set_mlp},
    {"pcgnn", BETA_GNN, true, false, set_pcgnn},
    {"sup_gnn", BETA_GNN, true, false, set_sup_gnn},
    {"igcnet", BETA_GNN, true, false, set_igcnet},
    {"cnn", BETA_MLP, true, false, set_cnn},
    {"unrolled", BETA_GNN, true, false, set_unrolled},
    {"mlp", BETA_MLP, false, true, set_rl_mlp},
    {"pcgnn", BETA_GNN, false, true, set_rl_pcgnn},
    {"rb-mlp", BETA_RB, true, true, set_rb_mlp},
    {"rb-pcgnn", BETA_RB, true, true, set_rb_pcgnn},
};

enum {
    method_count = sizeof methods / sizeof methods[0],
    network_count = sizeof networks / sizeof networks[0]
};

static bool goes_with(const network *n, const method *m) {
    return m->beta[n->family] != NULL && (m->pattern == MOG_PATTERN_RL ? n->in_rl : n->on_dataset);
}

/* The index-th pair of network and method that is a preset; false if there are fewer. */
static bool pick(size_t index, const network **chosen_network, const method **chosen_method) {
    for (size_t n = 0; n < network_count; n++)
        for (size_t m = 0; m < method_count; m++) {
            if (!goes_with(&networks[n], &methods[m]))
                continue;
            if (index == 0) {
                *chosen_network = &networks[n];
                *chosen_method = &methods[m];
                return true;
            }
            index--;
        }
    return false;
}

bool mog_preset_name(size_t index, char name[MOG_PRESET_NAME_SIZE]) {
    const network *n;
    const method *m;
    if (!pick(index, &n, &m))
        return false;
    snprintf(name, MOG_PRESET_NAME_SIZE, "%s-%s", n->name, m->name);
    return true;
}

static mog_status fail_unknown(const char *name, mog_error *error) {
    char networks_text[256] = "", methods_text[256] = "";
    for (size_t n = 0; n < network_count; n++)
        if (strstr(networks_text, networks[n].name) == NULL)
            mog_text_append(networks_text, sizeof networks_text, networks[n].name);
    for (size_t m = 0; m < method_count; m++)
        mog_text_append(methods_text, sizeof methods_text, methods[m].name);
    return mog_fail(error, MOG_ERROR_ARGUMENT,
                    "there is no preset \"%s\"; they are called NETWORK-METHOD, with networks %s "
                    "and methods %s; mog info lists them",
                    name, networks_text, methods_text);
}

mog_status mog_preset_find(const char *name, mog_recipe *recipe, mog_error *error) {
    char candidate[MOG_PRESET_NAME_SIZE];
    size_t index = 0;
    while (mog_preset_name(index, candidate) && strcmp(candidate, name) != 0)
        index++;
    const network *n;
    const method *m;
    if (!pick(index, &n, &m))
        return fail_unknown(name, error);
    const beta_schedule *beta = m->beta[n->family];
    mog_recipe_default(recipe);
    n->set(recipe);
    recipe->training.pattern = (int)m->pattern;
    recipe->training.method = (int)m->method;
    recipe->training.schedule = (int)beta->schedule;
    recipe->training.beta = beta->beta;
    recipe->training.beta_factor = beta->factor;
    recipe->training.beta_every = beta->every;
    recipe->training.beta_cap = beta->cap;
    if (mog_method_find((int)m->method)->source->draws)
        recipe->network.output = mog_problem_type_of(recipe->training.problem)->drawn_output;
    if (m->set != NULL)
        m->set(recipe);
    return MOG_OK;
}
