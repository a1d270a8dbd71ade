/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The message-passing network, forward and backward. */
#include "nn/mpgnn/mpgnn.h"

#include "nn/network_type.h"
#include <string.h>

/* ---- columns of rows ----------------------------------------------------------------------- */

static void copy_columns(mog_real *to, size_t to_stride, const mog_real *from, size_t from_stride,
                         size_t columns, size_t rows) {
    for (size_t r = 0; r < rows; r++, to += to_stride, from += from_stride)
        for (size_t c = 0; c < columns; c++)
            to[c] = from[c];
}

static void add_columns(mog_real *to, size_t to_stride, const mog_real *from, size_t from_stride,
                        size_t columns, size_t rows) {
    for (size_t r = 0; r < rows; r++, to += to_stride, from += from_stride)
        for (size_t c = 0; c < columns; c++)
            to[c] += from[c];
}

/* ---- messages ------------------------------------------------------------------------------ */

static mog_message_rows edge_features(const mog_graph *graph) {
    return (mog_message_rows){.row = graph->feature,
                              .stride = mog_graph_edge_width(&graph->features)};
}

/* The messages of a round. */
static mog_message_pass round_pass(const mog_mpgnn_round *functions,
                                   const mog_mpgnn_round_workspace *round, const mog_graph *graph,
                                   const mog_real *parameter) {
    return (mog_message_pass){.message = &functions->message,
                              .workspace = &round->message,
                              .graph = graph,
                              .parameter = parameter,
                              .joined = round->joined,
                              .stride = functions->update.in};
}

/* The embedding of edges is the same in all rounds: the first layers of the first. */
static mog_message_pass embedding_pass(const mog_mpgnn_plan *plan,
                                       const mog_mpgnn_workspace *workspace,
                                       const mog_real *parameter) {
    return round_pass(&plan->round[0], &workspace->round[0], &workspace->graph, parameter);
}

/* ---- forward ------------------------------------------------------------------------------- */

/* One forward pass, with running statistics or, in training, with the batch's. */
typedef struct forward_pass {
    const mog_mpgnn_plan *plan;
    const mog_real *parameter;
    const mog_real *buffer;
    mog_real *training; /* the buffers again, to be changed; else NULL */
    mog_mpgnn_workspace *workspace;
} forward_pass;

static const mog_real *run_stack(const forward_pass *pass, const mog_stack *stack,
                                 const mog_stack_workspace *workspace, size_t rows,
                                 const mog_real *x) {
    if (pass->training != NULL)
        return mog_stack_forward_training(stack, pass->parameter, pass->training, workspace, rows,
                                          x);
    return mog_stack_forward(stack, pass->parameter, pass->buffer, workspace, rows, x);
}

static void embed(const forward_pass *pass) {
    const mog_mpgnn_plan *plan = pass->plan;
    mog_mpgnn_workspace *workspace = pass->workspace;
    const mog_graph *graph = &workspace->graph;
    workspace->node = run_stack(pass, &plan->node_embedding, &workspace->node_embedding,
                                graph->nodes, graph->node);
    workspace->edge = edge_features(graph);
    if (pass->training == NULL || !plan->edge_embedding.norm || graph->edges == 0)
        return;
    const mog_message_pass messages = embedding_pass(plan, workspace, pass->parameter);
    workspace->edge =
        mog_message_batch_run(&messages, pass->training, &workspace->embedding, workspace->edge);
}

static mog_mpgnn_states first_states(const forward_pass *pass) {
    static const mog_real one = 1;
    if (pass->plan->ones)
        return (mog_mpgnn_states){&one, 0};
    return (mog_mpgnn_states){pass->workspace->node, pass->plan->node_embedding.out};
}

/* Puts what the messages of a round see of each node into `joined`. */
static void join(const forward_pass *pass, const mog_mpgnn_round *functions,
                 const mog_mpgnn_round_workspace *round, mog_mpgnn_states state) {
    const size_t nodes = pass->workspace->graph.nodes, stride = functions->update.in;
    const size_t node = pass->plan->node_embedding.out;
    if (state.stride == 0)
        for (size_t i = 0; i < nodes; i++)
            for (size_t c = 0; c < functions->state; c++)
                round->joined[i * stride + c] = *state.row;
    else
        copy_columns(round->joined, stride, state.row, state.stride, functions->state, nodes);
    if (pass->plan->every)
        copy_columns(round->joined + functions->state, stride, pass->workspace->node, node, node,
                     nodes);
}

static void run_messages(const forward_pass *pass, const mog_mpgnn_round *functions,
                         const mog_mpgnn_round_workspace *round) {
    const mog_message_pass messages =
        round_pass(functions, round, &pass->workspace->graph, pass->parameter);
    if (pass->training != NULL && functions->message.stack.norm)
        mog_message_batch_forward(&messages, pass->training, &round->batch, pass->workspace->edge);
    else
        mog_message_forward(&messages, pass->buffer);
}

/* @return the new states */
static mog_mpgnn_states run_round(const forward_pass *pass, const mog_mpgnn_round *functions,
                                  mog_mpgnn_round_workspace *round, mog_mpgnn_states state) {
    const size_t nodes = pass->workspace->graph.nodes;
    join(pass, functions, round, state);
    run_messages(pass, functions, round);
    round->h = run_stack(pass, &functions->update, &round->update, nodes, round->joined);
    if (pass->plan->power_state) {
        mog_output_forward(&functions->power, pass->parameter, nodes, round->h, round->power);
        return (mog_mpgnn_states){round->power, 1};
    }
    if (functions->update.count != 0)
        return (mog_mpgnn_states){round->h, functions->out};
    return (mog_mpgnn_states){round->joined + functions->message.source, functions->update.in};
}

static void run_head(const forward_pass *pass, mog_mpgnn_states state, mog_real *y) {
    const mog_mpgnn_plan *plan = pass->plan;
    mog_mpgnn_workspace *workspace = pass->workspace;
    const size_t nodes = workspace->graph.nodes, node = plan->node_embedding.out;
    const size_t width = plan->round[plan->functions - 1].out;
    copy_columns(workspace->joined, plan->head.in, state.row, state.stride, width, nodes);
    if (plan->head_input)
        copy_columns(workspace->joined + width, plan->head.in, workspace->node, node, node, nodes);
    workspace->h = run_stack(pass, &plan->head, &workspace->head, nodes, workspace->joined);
    mog_output_forward(&plan->output, pass->parameter, nodes, workspace->h, y);
}

static void run(const forward_pass *pass, const mog_network_batch *batch, mog_real *y) {
    const mog_mpgnn_plan *plan = pass->plan;
    mog_mpgnn_workspace *workspace = pass->workspace;
    mog_graph_build(batch, &workspace->graph);
    embed(pass);
    mog_mpgnn_states state = first_states(pass);
    for (size_t t = 0; t < plan->rounds; t++)
        state = run_round(pass, mog_mpgnn_round_at(plan, t), &workspace->round[t], state);
    if (plan->power_state)
        memcpy(y, state.row, workspace->graph.nodes * sizeof *y);
    else
        run_head(pass, state, y);
}

static void forward(const void *network_plan, const mog_real *parameter, const mog_real *buffer,
                    void *block, const mog_network_batch *batch, mog_real *y) {
    const forward_pass pass = {network_plan, parameter, buffer, NULL, block};
    run(&pass, batch, y);
}

static void forward_training(const void *network_plan, const mog_real *parameter, mog_real *buffer,
                             void *block, const mog_network_batch *batch, mog_real *y) {
    const forward_pass pass = {network_plan, parameter, buffer, buffer, block};
    run(&pass, batch, y);
}

/* ---- backward ------------------------------------------------------------------------------ */

typedef struct backward_pass {
    const mog_mpgnn_plan *plan;
    const mog_real *parameter;
    const mog_mpgnn_workspace *workspace;
} backward_pass;

/* From the outputs to the last states. */
static void head_backward(const backward_pass *pass, const mog_real *y, const mog_real *dy,
                          mog_real *gradient) {
    const mog_mpgnn_plan *plan = pass->plan;
    const mog_mpgnn_workspace *workspace = pass->workspace;
    const size_t nodes = workspace->graph.nodes, node = plan->node_embedding.out;
    const size_t width = plan->round[plan->functions - 1].out, joined = plan->head.in;
    mog_real *d = plan->head.count != 0 ? workspace->dh : workspace->djoined;
    mog_output_backward(&plan->output, pass->parameter, nodes, workspace->h, y, dy, workspace->dz,
                        d, gradient);
    mog_stack_backward(&plan->head, pass->parameter, &workspace->head, nodes, workspace->joined, d,
                       workspace->djoined, gradient);
    copy_columns(workspace->dstate, width, workspace->djoined, joined, width, nodes);
    if (plan->head_input)
        add_columns(workspace->dnode, node, workspace->djoined + width, joined, node, nodes);
}

/* From the states behind a round, in `dstate`, to `djoined`. */
static void update_backward(const backward_pass *pass, const mog_mpgnn_round *functions,
                            const mog_mpgnn_round_workspace *round, mog_real *gradient) {
    const mog_mpgnn_workspace *workspace = pass->workspace;
    const size_t nodes = workspace->graph.nodes, joined = functions->update.in;
    mog_real *d = workspace->dstate;
    if (pass->plan->power_state) {
        d = functions->update.count != 0 ? workspace->dh : workspace->djoined;
        mog_output_backward(&functions->power, pass->parameter, nodes, round->h, round->power,
                            workspace->dstate, workspace->dz, d, gradient);
    } else if (functions->update.count == 0) {
        memset(workspace->djoined, 0, nodes * joined * sizeof *d);
        copy_columns(workspace->djoined + functions->message.source, joined, d, functions->out,
                     functions->out, nodes);
    }
    mog_stack_backward(&functions->update, pass->parameter, &round->update, nodes, round->joined, d,
                       workspace->djoined, gradient);
}

static void messages_backward(const backward_pass *pass, const mog_mpgnn_round *functions,
                              const mog_mpgnn_round_workspace *round, mog_real *gradient) {
    const mog_mpgnn_workspace *workspace = pass->workspace;
    const mog_message_pass messages =
        round_pass(functions, round, &workspace->graph, pass->parameter);
    if (functions->message.stack.norm)
        mog_message_batch_backward(&messages, &round->batch, workspace->edge, workspace->d,
                                   workspace->dedge, workspace->djoined, gradient);
    else
        mog_message_backward(&messages, workspace->djoined, gradient);
}

/* From the states behind a round to those in front of it. */
static void round_backward(const backward_pass *pass, size_t t, mog_real *gradient) {
    const mog_mpgnn_plan *plan = pass->plan;
    const mog_mpgnn_workspace *workspace = pass->workspace;
    const mog_mpgnn_round *functions = mog_mpgnn_round_at(plan, t);
    const mog_mpgnn_round_workspace *round = &workspace->round[t];
    const size_t nodes = workspace->graph.nodes, node = plan->node_embedding.out;
    const size_t state = functions->state, joined = functions->update.in;
    update_backward(pass, functions, round, gradient);
    messages_backward(pass, functions, round, gradient);
    copy_columns(workspace->dstate, state, workspace->djoined, joined, state, nodes);
    if (plan->every)
        add_columns(workspace->dnode, node, workspace->djoined + state, joined, node, nodes);
}

static void rounds_backward(const backward_pass *pass, mog_real *gradient) {
    const size_t parameters = pass->plan->parameters;
    mog_real *shared = pass->workspace->gradient;
    for (size_t left = pass->plan->rounds; left > 0; left--) {
        const size_t t = left - 1;
        if (shared == NULL) {
            round_backward(pass, t, gradient);
            continue;
        }
        memset(shared, 0, parameters * sizeof *shared);
        round_backward(pass, t, shared);
        add_columns(gradient, parameters, shared, parameters, parameters, 1);
    }
}

static void embeddings_backward(const backward_pass *pass, mog_real *gradient) {
    const mog_mpgnn_plan *plan = pass->plan;
    const mog_mpgnn_workspace *workspace = pass->workspace;
    const mog_graph *graph = &workspace->graph;
    const size_t node = plan->node_embedding.out;
    if (!plan->every)
        add_columns(workspace->dnode, node, workspace->dstate, node, node, graph->nodes);
    mog_stack_backward(&plan->node_embedding, pass->parameter, &workspace->node_embedding,
                       graph->nodes, graph->node, workspace->dnode, workspace->dfeature, gradient);
    if (workspace->dedge == NULL || graph->edges == 0)
        return;
    mog_real *const d[2] = {workspace->dedge, workspace->d[1]};
    const mog_message_pass messages = embedding_pass(plan, workspace, pass->parameter);
    mog_message_batch_back(&messages, &workspace->embedding, edge_features(graph), d, NULL,
                           gradient);
}

/* From the nodes' features, behind their embedding, if there is one. */
static void read_extra(const backward_pass *pass, mog_real *dextra) {
    const mog_mpgnn_plan *plan = pass->plan;
    const mog_mpgnn_workspace *workspace = pass->workspace;
    const size_t extra = plan->features.extra, before = mog_graph_extra_at(&plan->features);
    const mog_real *d = plan->node_embedding.count != 0 ? workspace->dfeature : workspace->dnode;
    copy_columns(dextra, extra, d + before, plan->node_embedding.in, extra, workspace->graph.nodes);
}

static void backward(const void *network_plan, const mog_real *parameter, void *block,
                     const mog_network_batch *batch, const mog_real *y, const mog_real *dy,
                     mog_real *gradient, mog_real *dextra) {
    const mog_mpgnn_plan *plan = network_plan;
    const mog_mpgnn_workspace *workspace = block;
    const backward_pass pass = {plan, parameter, workspace};
    const size_t nodes = batch->samples * batch->links;
    if (gradient == NULL)
        gradient = workspace->unwanted;
    memset(gradient, 0, plan->parameters * sizeof *gradient);
    memset(workspace->dnode, 0, nodes * plan->node_embedding.out * sizeof *gradient);
    if (workspace->dedge != NULL)
        memset(workspace->dedge, 0,
               workspace->graph.edges * mog_rows_width(plan->edge_embedding.out) *
                   sizeof *gradient);
    if (plan->power_state)
        memcpy(workspace->dstate, dy, nodes * sizeof *dy);
    else
        head_backward(&pass, y, dy, gradient);
    rounds_backward(&pass, gradient);
    embeddings_backward(&pass, gradient);
    if (dextra != NULL)
        read_extra(&pass, dextra);
}

const mog_network_type mog_network_type_mpgnn = {
    .any_links = true,
    .plan = mog_mpgnn_make_plan,
    .init = mog_mpgnn_init,
    .workspace = mog_mpgnn_make_workspace,
    .forward = forward,
    .forward_training = forward_training,
    .backward = backward,
};
