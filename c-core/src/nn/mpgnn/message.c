/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nn/mpgnn/message.h"

#include "nn/layer/layers.h"

/* The parts of the first weight of MSG: columns of the source, the receiver, the edge. */
static void split_first_layer(const mog_message *message, mog_message_workspace *workspace) {
    const mog_stack_layer *first = &message->stack.layer[0];
    const mog_message_part part = {
        .in = message->source, .out = first->out, .columns = first->in, .first = first->weight};
    workspace->source = workspace->receiver = part;
    workspace->receiver.first += message->source;
    mog_message_layer *edge = &workspace->layer[workspace->join];
    edge->in = message->embedding->out;
    edge->first += first->in - edge->in;
}

static void list_layers(const mog_message *message, mog_message_workspace *workspace) {
    const mog_stack *stacks[] = {message->embedding, &message->stack};
    workspace->join = message->embedding->count;
    workspace->layers = workspace->join + message->stack.count;
    size_t next = 0;
    for (size_t s = 0; s < 2; s++)
        for (size_t l = 0; l < stacks[s]->count; l++) {
            const mog_stack_layer *tensors = &stacks[s]->layer[l];
            workspace->layer[next++] = (mog_message_layer){.in = tensors->in,
                                                           .out = tensors->out,
                                                           .columns = tensors->in,
                                                           .first = tensors->weight,
                                                           .tensors = tensors};
        }
    split_first_layer(message, workspace);
    workspace->aggregate = (mog_aggregate){.kind = message->aggregation, .out = message->stack.out};
    /* a node has at most one winner per channel */
    workspace->rows = mog_larger(MOG_MESSAGE_TILE, message->stack.out);
    workspace->winners = 8 * workspace->rows;
}

void mog_message_lay_out(const mog_message *message, const mog_network_shape *shape, bool training,
                         mog_arena *arena, mog_message_workspace *workspace) {
    const size_t nodes = shape->samples * shape->links;
    list_layers(message, workspace);
    for (size_t l = 0; l < workspace->layers; l++)
        mog_message_layer_lay_out(&workspace->layer[l], workspace->rows, training, arena);
    mog_message_part_lay_out(&workspace->source, nodes, training, arena);
    if (message->receiver)
        mog_message_part_lay_out(&workspace->receiver, nodes, training, arena);
    mog_aggregate_lay_out(&workspace->aggregate, nodes, arena);
    if (!training)
        return;
    workspace->from = mog_arena_bytes(arena, workspace->rows * sizeof *workspace->from);
    workspace->to = mog_arena_bytes(arena, workspace->rows * sizeof *workspace->to);
    workspace->feature = mog_arena_take(arena, workspace->rows * message->embedding->in);
    workspace->winner = mog_arena_bytes(arena, workspace->winners * sizeof *workspace->winner);
    workspace->slot = mog_arena_bytes(arena, shape->links * sizeof *workspace->slot);
}

MOG_SIMD static void normalise(mog_real *h, const mog_real *a, const mog_real *restrict scale,
                               const mog_real *restrict shift, size_t rows, size_t width) {
    for (size_t r = 0; r < rows; r++, a += width, h += width)
        for (size_t c = 0; c < width; c++)
            h[c] = a[c] * scale[c] + shift[c];
}

void mog_message_forward_nodes(const mog_message *message, const mog_real *parameter,
                               const mog_message_workspace *workspace, size_t nodes,
                               const mog_real *joined, size_t stride) {
    const mog_real *bias = parameter + message->stack.layer[0].bias;
    mog_message_part_forward(&workspace->source, parameter, bias, nodes, joined, stride);
    if (message->receiver)
        mog_message_part_forward(&workspace->receiver, parameter, NULL, nodes, joined, stride);
}

void mog_message_run_layer(const mog_message *message, const mog_message_workspace *workspace,
                           size_t l, size_t rows, const uint32_t *from, const uint32_t *to,
                           const mog_real *h, size_t stride, mog_real *a) {
    const mog_message_layer *layer = &workspace->layer[l];
    mog_rows_product product = {.in = layer->in,
                                .out = mog_rows_width(layer->out),
                                .stride = stride,
                                .step = 1,
                                .relu = true,
                                .weight = layer->weight,
                                .first = {layer->bias, NULL}};
    if (l == workspace->join)
        product.first = (mog_rows_start){workspace->source.sum, from};
    if (l == workspace->join && message->receiver)
        product.second = (mog_rows_start){workspace->receiver.sum, to};
    mog_rows_multiply(&product, rows, h, a);
}

void mog_message_normalise(const mog_message_layer *layer, size_t rows, const mog_real *a) {
    normalise(layer->tile, a, layer->scale, layer->shift, rows, mog_rows_width(layer->out));
}

void mog_message_run_layers(const mog_message *message, const mog_message_workspace *workspace,
                            size_t layers, size_t rows, const uint32_t *from, const uint32_t *to,
                            const mog_real *feature) {
    const mog_real *h = feature;
    size_t stride = message->embedding->in;
    for (size_t l = 0; l < layers; l++) {
        const mog_message_layer *layer = &workspace->layer[l];
        mog_message_run_layer(message, workspace, l, rows, from, to, h, stride, layer->tile);
        if (message->stack.norm)
            mog_message_normalise(layer, rows, layer->tile);
        h = layer->tile;
        stride = mog_rows_width(layer->out);
    }
}

/* Running statistics as scale a + shift. */
static void prepare_normalisation(const mog_message_layer *layer, const mog_real *parameter,
                                  const mog_real *buffer) {
    const mog_stack_layer *tensors = layer->tensors;
    for (size_t c = 0; c < layer->out; c++) {
        const mog_real inverse = 1 / norm_deviation(buffer[tensors->variance + c]);
        layer->scale[c] = parameter[tensors->norm_weight + c] * inverse;
        layer->shift[c] =
            parameter[tensors->norm_bias + c] - buffer[tensors->mean + c] * layer->scale[c];
    }
}

void mog_message_forward(const mog_message *message, const mog_real *parameter,
                         const mog_real *buffer, const mog_message_workspace *workspace,
                         const mog_graph *graph, mog_real *joined, size_t stride) {
    for (size_t l = 0; l < workspace->layers; l++) {
        mog_message_layer_prepare(&workspace->layer[l], parameter);
        if (message->stack.norm)
            prepare_normalisation(&workspace->layer[l], parameter, buffer);
    }
    mog_message_forward_nodes(message, parameter, workspace, graph->nodes, joined, stride);
    const mog_real *last = workspace->layer[workspace->layers - 1].tile;
    for (size_t e = 0; e < graph->edges; e += workspace->rows) {
        const size_t left = graph->edges - e;
        const size_t rows = left < workspace->rows ? left : workspace->rows;
        mog_message_run_layers(message, workspace, workspace->layers, rows, graph->from + e,
                               graph->to + e, graph->feature + e * message->embedding->in);
        mog_aggregate_edges(&workspace->aggregate, graph, e, rows, last);
    }
    mog_aggregate_finish(&workspace->aggregate, graph, joined + message->source, stride);
}
