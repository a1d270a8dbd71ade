/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "mog/learn.h"

#include "../base/text.h"

#include <string.h>

/* ---- methods ------------------------------------------------------------------------------- */

/* How beta changes, with the numbers of Cheng et al., IEEE Internet of Things Journal 2025. */
typedef struct beta_schedule {
    mog_schedule schedule;
    double beta, factor;
    size_t every;
    double cap;
} beta_schedule;

/* The paper's schedules for a fully connected network, and those for a graph network. */
typedef enum beta_family { BETA_MLP, BETA_GNN } beta_family;

static const beta_schedule fixed = {MOG_SCHEDULE_FIXED, 10, 1, 1, 10};
static const beta_schedule mlp_increasing = {MOG_SCHEDULE_INCREASING, 1, 1.2, 2, 10};
static const beta_schedule mlp_decreasing = {MOG_SCHEDULE_DECREASING, 20, 0.8, 20, 20};
static const beta_schedule gnn_increasing = {MOG_SCHEDULE_INCREASING, 1, 1.2, 1, 20};
static const beta_schedule gnn_decreasing = {MOG_SCHEDULE_DECREASING, 100, 0.75, 1, 100};

/* in the order of the names */
static const struct {
    mog_method method;
    const beta_schedule *beta[2]; /* by family */
} methods[] = {
    {MOG_METHOD_SUP, {&fixed, &fixed}},
    {MOG_METHOD_UNSUP, {&fixed, &fixed}},
    {MOG_METHOD_MOG, {&fixed, &fixed}},
    {MOG_METHOD_MOG, {&mlp_increasing, &gnn_increasing}},
    {MOG_METHOD_MOG, {&mlp_decreasing, &gnn_decreasing}},
};
enum { method_count = sizeof methods / sizeof methods[0] };

/* ---- networks ------------------------------------------------------------------------------ */

/* Cheng et al. 2025, Section V: two hidden layers of 400 */
static void set_mlp(mog_network_settings *network, mog_training_settings *training) {
    (void)training;
    network->hidden = (mog_sizes){2, {400, 400}};
}

/* Both of Shen, Zhang, Song, Letaief, "Graph neural networks for wireless communications: from
 * theory to practice", IEEE Transactions on Wireless Communications 2023. */
static void set_graph_training(mog_training_settings *training) {
    training->batch = 64;
    training->epochs = 50;
}

/* its network for unsupervised power control, with node and edge embeddings */
static void set_pcgnn(mog_network_settings *network, mog_training_settings *training) {
    set_graph_training(training);
    network->kind = MOG_NETWORK_MPGNN;
    network->batch_norm = true;
    network->node_embedding = (mog_sizes){1, {8}};
    network->edge_embedding = (mog_sizes){1, {16}};
    network->rounds = 2;
    network->receiver = true;
    network->message = (mog_size_lists){2, {{1, {16}}, {1, {24}}}};
    network->update = (mog_size_lists){.count = 0};
    network->node_input = MOG_NODE_INPUT_HEAD;
    network->head = (mog_sizes){1, {16}};
}

/* its network for supervised power control */
static void set_sup_gnn(mog_network_settings *network, mog_training_settings *training) {
    set_graph_training(training);
    network->kind = MOG_NETWORK_MPGNN;
    network->batch_norm = true;
    network->output = MOG_OUTPUT_RELU6;
    network->rounds = 2;
    network->receiver = true;
    network->message = (mog_size_lists){2, {{2, {16, 16}}, {1, {32}}}};
    network->update = (mog_size_lists){.count = 0};
    network->node_input = MOG_NODE_INPUT_FIRST;
    network->head = (mog_sizes){1, {16}};
}

/* Shen, Shi, Zhang, Letaief, "Graph neural networks for scalable radio resource management:
 * architecture design and theoretical analysis", IEEE JSAC 2021 */
static void set_igcnet(mog_network_settings *network, mog_training_settings *training) {
    set_graph_training(training);
    training->rate_step = 20;
    training->rate_factor = 0.9;
    network->kind = MOG_NETWORK_MPGNN;
    network->rounds = 3;
    network->shared = true;
    network->power_state = true;
    network->message = (mog_size_lists){1, {{2, {16, 32}}}};
    network->update = (mog_size_lists){1, {{1, {16}}}};
    network->node_input = MOG_NODE_INPUT_EVERY;
}

/* after Lee, Kim, Cho, "Deep power control: transmit power control scheme based on convolutional
 * neural network", IEEE Communications Letters 2018 */
static void set_cnn(mog_network_settings *network, mog_training_settings *training) {
    (void)training;
    network->kind = MOG_NETWORK_CNN;
    network->batch_norm = true;
    network->channels = (mog_sizes){3, {8, 8, 8}};
    network->kernel = 3;
    network->hidden = (mog_sizes){1, {200}};
}

/* after Chowdhury, Verma, Rao, Swami, Segarra, "Unfolding WMMSE using graph neural networks for
 * efficient power allocation", IEEE Transactions on Wireless Communications 2021 */
static void set_unrolled(mog_network_settings *network, mog_training_settings *training) {
    set_graph_training(training);
    training->clip_norm = 5;
    network->kind = MOG_NETWORK_UNROLLED;
    network->unroll = 4;
}

/* in the order of the names */
static const struct {
    beta_family family;
    void (*set)(mog_network_settings *network, mog_training_settings *training);
} networks[] = {
    {BETA_MLP, set_mlp},    {BETA_GNN, set_pcgnn}, {BETA_GNN, set_sup_gnn},
    {BETA_GNN, set_igcnet}, {BETA_MLP, set_cnn},   {BETA_GNN, set_unrolled},
};

/* A network's presets, in the order of the methods. */
#define NAMES(network)                                                                             \
    network "-sup", network "-unsup", network "-mog-fixed", network "-mog-increasing",             \
        network "-mog-decreasing"

static const char *const names[] = {
    NAMES("mlp"),      NAMES("pcgnn"), NAMES("sup_gnn"), NAMES("igcnet"), NAMES("cnn"),
    NAMES("unrolled"), NULL,
};
_Static_assert(sizeof names / sizeof names[0] ==
                   sizeof networks / sizeof networks[0] * method_count + 1,
               "every preset has a name");

const char *const *mog_preset_names(void) {
    return names;
}

mog_status mog_preset_find(const char *name, mog_network_settings *network,
                           mog_training_settings *training, mog_error *error) {
    size_t i = 0;
    while (names[i] != NULL && strcmp(names[i], name) != 0)
        i++;
    if (names[i] == NULL) {
        char list[1024] = "";
        for (size_t n = 0; names[n] != NULL; n++)
            mog_text_append(list, sizeof list, names[n]);
        return mog_fail(error, MOG_ERROR_ARGUMENT, "there is no preset \"%s\"; there are: %s", name,
                        list);
    }
    const beta_schedule *beta = methods[i % method_count].beta[networks[i / method_count].family];
    mog_network_default(network);
    mog_training_default(training);
    networks[i / method_count].set(network, training);
    training->method = (int)methods[i % method_count].method;
    training->schedule = (int)beta->schedule;
    training->beta = beta->beta;
    training->beta_factor = beta->factor;
    training->beta_every = beta->every;
    training->beta_cap = beta->cap;
    return MOG_OK;
}
