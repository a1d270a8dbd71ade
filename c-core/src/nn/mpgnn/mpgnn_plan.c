/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The message-passing network: its tensors and its workspace. */
#include "nn/mpgnn/mpgnn.h"

#include "nn/settings.h"
#include <stdio.h>

/* ---- plan ---------------------------------------------------------------------------------- */

/* The widths of a round; the last list serves all later rounds. */
static mog_sizes widths_of(const mog_size_lists *lists, size_t round) {
    if (lists->count == 0)
        return (mog_sizes){0};
    return lists->list[round < lists->count ? round : lists->count - 1];
}

static mog_status check_settings(const mog_network_settings *settings, mog_error *error) {
    for (size_t t = 0; t < settings->rounds; t++)
        if (widths_of(&settings->message, t).count == 0)
            return mog_fail(error, MOG_ERROR_ARGUMENT,
                            "network.message has no widths for round %zu; give at least one, for "
                            "example 32,32",
                            t + 1);
    return MOG_OK;
}

/* Width of the state behind a round. */
static size_t state_behind(const mog_network_settings *settings, size_t round) {
    const mog_sizes message = widths_of(&settings->message, round);
    const mog_sizes update = widths_of(&settings->update, round);
    if (settings->power_state)
        return 1;
    return update.count != 0 ? update.value[update.count - 1] : message.value[message.count - 1];
}

static void plan_message(const mog_mpgnn_plan *plan, mog_tensors *tensors,
                         const mog_network_settings *settings, size_t round,
                         mog_mpgnn_round *functions) {
    const mog_sizes widths = widths_of(&settings->message, round);
    mog_message *message = &functions->message;
    char prefix[MOG_TENSOR_NAME_SIZE];
    snprintf(prefix, sizeof prefix, "message.%zu", round);
    message->embedding = &plan->edge_embedding;
    message->source = functions->state + (plan->every ? plan->node_embedding.out : 0);
    message->receiver = settings->receiver;
    message->aggregation = (mog_aggregation)settings->aggregation;
    const size_t nodes = message->receiver ? 2 : 1;
    mog_stack_plan(&message->stack, tensors, prefix,
                   nodes * message->source + plan->edge_embedding.out, &widths,
                   settings->batch_norm);
}

static void plan_update(const mog_mpgnn_plan *plan, mog_tensors *tensors,
                        const mog_network_settings *settings, size_t round,
                        mog_mpgnn_round *functions) {
    const mog_sizes widths = widths_of(&settings->update, round);
    const size_t joined = functions->message.source + functions->message.stack.out;
    char prefix[MOG_TENSOR_NAME_SIZE];
    snprintf(prefix, sizeof prefix, "update.%zu", round);
    mog_stack_plan(&functions->update, tensors, prefix, joined, &widths, settings->batch_norm);
    if (plan->power_state)
        mog_output_plan(&functions->power, tensors, prefix, functions->update.places,
                        functions->update.out, 1, settings);
}

static mog_status plan_rounds(mog_mpgnn_plan *plan, mog_tensors *tensors,
                              const mog_network_settings *settings, mog_error *error) {
    size_t state = plan->node_embedding.out;
    if (plan->every)
        state = plan->ones ? state_behind(settings, 0) : 0;
    for (size_t t = 0; t < plan->functions; t++) {
        plan->round[t].state = state;
        plan->round[t].out = state = state_behind(settings, t);
    }
    if (settings->shared && settings->rounds > 1 && plan->round[0].state != state)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "network.shared: all rounds use the same weights, but states start with "
                        "%zu numbers and go on with %zu; set network.node_input = every",
                        plan->round[0].state, state);
    for (size_t t = 0; t < plan->functions; t++)
        plan_message(plan, tensors, settings, t, &plan->round[t]);
    for (size_t t = 0; t < plan->functions; t++)
        plan_update(plan, tensors, settings, t, &plan->round[t]);
    return MOG_OK;
}

static void plan_head(mog_mpgnn_plan *plan, mog_tensors *tensors,
                      const mog_network_settings *settings) {
    const size_t state = plan->round[plan->functions - 1].out;
    mog_stack_plan(&plan->head, tensors, "head",
                   state + (plan->head_input ? plan->node_embedding.out : 0), &settings->head,
                   settings->batch_norm);
    mog_output_plan(&plan->output, tensors, "head", plan->head.places, plan->head.out, 1, settings);
}

mog_status mog_mpgnn_make_plan(const mog_network_settings *settings, size_t links,
                               mog_tensors *tensors, void **network_plan, mog_error *error) {
    (void)links;
    const mog_status settings_status = check_settings(settings, error);
    if (settings_status != MOG_OK)
        return settings_status;
    const size_t functions = settings->shared ? 1 : settings->rounds;
    mog_mpgnn_plan *plan = *network_plan =
        mog_allocate(1, sizeof *plan + functions * sizeof plan->round[0], error);
    if (plan == NULL)
        return MOG_ERROR_MEMORY;
    plan->every = settings->node_input == MOG_NODE_INPUT_EVERY;
    plan->head_input = settings->node_input != MOG_NODE_INPUT_FIRST;
    plan->ones = plan->every && (settings->shared || settings->power_state);
    plan->power_state = settings->power_state;
    plan->rounds = settings->rounds;
    plan->functions = functions;
    /* labels number resource blocks in the order of the links, which nodes do not see by
     * themselves */
    plan->features = (mog_graph_features){.matrices = mog_network_settings_matrices(settings),
                                          .prices = settings->prices,
                                          .extra = settings->extra,
                                          .place = settings->output == MOG_OUTPUT_SOFTMAX};
    mog_stack_plan(&plan->node_embedding, tensors, "node_embedding",
                   mog_graph_node_width(&plan->features), &settings->node_embedding,
                   settings->batch_norm);
    mog_stack_plan(&plan->edge_embedding, tensors, "edge_embedding",
                   mog_graph_edge_width(&plan->features), &settings->edge_embedding,
                   settings->batch_norm);
    const mog_status status = plan_rounds(plan, tensors, settings, error);
    if (status == MOG_OK && !plan->power_state)
        plan_head(plan, tensors, settings);
    plan->parameters = tensors->parameters;
    return status;
}

void mog_mpgnn_init(const void *network_plan, gsl_rng *rng, mog_real *parameter, mog_real *buffer) {
    const mog_mpgnn_plan *plan = network_plan;
    mog_stack_init(&plan->node_embedding, rng, parameter, buffer);
    mog_stack_init(&plan->edge_embedding, rng, parameter, buffer);
    for (size_t t = 0; t < plan->functions; t++) {
        const mog_mpgnn_round *round = &plan->round[t];
        mog_stack_init(&round->message.stack, rng, parameter, buffer);
        mog_stack_init(&round->update, rng, parameter, buffer);
        if (plan->power_state)
            mog_output_init(&round->power, rng, parameter);
    }
    if (plan->power_state)
        return;
    mog_stack_init(&plan->head, rng, parameter, buffer);
    mog_output_init(&plan->output, rng, parameter);
}

/* ---- workspace ----------------------------------------------------------------------------- */

static void lay_out_round(const mog_mpgnn_plan *plan, const mog_mpgnn_round *functions,
                          const mog_network_shape *shape, bool training, mog_arena *arena,
                          mog_mpgnn_round_workspace *round) {
    const size_t nodes = shape->samples * shape->links;
    mog_message_lay_out(&functions->message, shape, training, arena, &round->message);
    if (training && functions->message.stack.norm)
        mog_message_batch_lay_out(&round->message, round->message.join, round->message.layers,
                                  mog_graph_most_edges(shape), arena, &round->batch);
    round->joined = mog_arena_take(arena, nodes * functions->update.in);
    mog_stack_lay_out(&functions->update, nodes, training, arena, &round->update);
    round->power = plan->power_state ? mog_arena_take(arena, nodes) : NULL;
}

/* Training with batch normalisation: all edges at once. */
static void lay_out_edges(const mog_mpgnn_plan *plan, size_t edges, mog_arena *arena,
                          mog_mpgnn_workspace *workspace) {
    const mog_message_workspace *chain = &workspace->round[0].message;
    size_t widest = plan->edge_embedding.widest;
    for (size_t t = 0; t < plan->functions; t++)
        widest = mog_larger(widest, plan->round[t].message.stack.widest);
    widest = mog_rows_width(widest);
    mog_message_batch_lay_out(chain, 0, chain->join, edges, arena, &workspace->embedding);
    workspace->d[0] = mog_arena_take(arena, edges * widest);
    workspace->d[1] = mog_arena_take(arena, edges * widest);
    if (plan->edge_embedding.count != 0)
        workspace->dedge =
            mog_arena_take(arena, edges * mog_rows_width(plan->edge_embedding.widest));
}

static void lay_out_training(const mog_mpgnn_plan *plan, const mog_network_shape *shape,
                             mog_arena *arena, mog_mpgnn_workspace *workspace) {
    const size_t nodes = shape->samples * shape->links;
    size_t state = 0, joined = plan->head.in, h = plan->output.in;
    for (size_t t = 0; t < plan->functions; t++) {
        const mog_mpgnn_round *round = &plan->round[t];
        state = mog_larger(state, mog_larger(round->state, round->out));
        joined = mog_larger(joined, round->update.in);
        h = mog_larger(h, round->power.in);
    }
    workspace->dnode = mog_arena_take(arena, nodes * plan->node_embedding.out);
    workspace->dstate = mog_arena_take(arena, nodes * state);
    workspace->djoined = mog_arena_take(arena, nodes * joined);
    workspace->dh = mog_arena_take(arena, nodes * h);
    workspace->dz = mog_arena_take(arena, (nodes + 1) * mog_larger(plan->output.width, 1));
    if (plan->functions < plan->rounds)
        workspace->gradient = mog_arena_take(arena, plan->parameters);
    if (plan->features.extra > 0) {
        workspace->dfeature = mog_arena_take(arena, nodes * plan->node_embedding.in);
        workspace->unwanted = mog_arena_take(arena, plan->parameters);
    }
    if (plan->round[0].message.stack.norm)
        lay_out_edges(plan, mog_graph_most_edges(shape), arena, workspace);
}

static void lay_out(const void *network_plan, const mog_network_shape *shape, bool training,
                    mog_arena *arena, void *block) {
    const mog_mpgnn_plan *plan = network_plan;
    mog_mpgnn_workspace *workspace = block;
    const size_t nodes = shape->samples * shape->links;
    mog_graph_lay_out(&plan->features, shape, arena, &workspace->graph);
    mog_stack_lay_out(&plan->node_embedding, nodes, training, arena, &workspace->node_embedding);
    for (size_t t = 0; t < plan->rounds; t++)
        lay_out_round(plan, mog_mpgnn_round_at(plan, t), shape, training, arena,
                      &workspace->round[t]);
    workspace->joined = mog_arena_take(arena, nodes * plan->head.in);
    mog_stack_lay_out(&plan->head, nodes, training, arena, &workspace->head);
    if (training)
        lay_out_training(plan, shape, arena, workspace);
}

void *mog_mpgnn_make_workspace(const void *network_plan, const mog_network_shape *shape,
                               bool training, mog_error *error) {
    const mog_mpgnn_plan *plan = network_plan;
    const size_t size =
        sizeof(mog_mpgnn_workspace) + plan->rounds * sizeof(mog_mpgnn_round_workspace);
    return mog_arena_build(lay_out, size, plan, shape, training, error);
}
