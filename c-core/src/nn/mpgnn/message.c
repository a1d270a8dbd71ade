/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A round of messages: forward tile by tile, and the gradient, which computes them again. */
#include "nn/mpgnn/message.h"

#include <string.h>

/* ---- workspace ----------------------------------------------------------------------------- */

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
    mog_aggregate_lay_out(&workspace->aggregate, nodes, training, arena);
    if (!training)
        return;
    workspace->from = mog_arena_bytes(arena, workspace->rows * sizeof *workspace->from);
    workspace->to = mog_arena_bytes(arena, workspace->rows * sizeof *workspace->to);
    workspace->feature = mog_arena_take(arena, workspace->rows * message->embedding->in);
    workspace->winner = mog_arena_bytes(arena, workspace->winners * sizeof *workspace->winner);
    workspace->slot = mog_arena_bytes(arena, mog_graph_most_heard(shape) * sizeof *workspace->slot);
}

/* ---- forward ------------------------------------------------------------------------------- */

void mog_message_forward_nodes(const mog_message_pass *pass) {
    const mog_message *message = pass->message;
    const mog_message_workspace *workspace = pass->workspace;
    const size_t nodes = pass->graph->nodes;
    const mog_real *bias = pass->parameter + message->stack.layer[0].bias;
    mog_message_part_forward(&workspace->source, pass->parameter, bias, nodes, pass->joined,
                             pass->stride);
    if (message->receiver)
        mog_message_part_forward(&workspace->receiver, pass->parameter, NULL, nodes, pass->joined,
                                 pass->stride);
}

void mog_message_run_layer(const mog_message_pass *pass, size_t l, const mog_message_edges *edges,
                           const mog_real *h, size_t stride, mog_real *a) {
    const mog_message_workspace *workspace = pass->workspace;
    const mog_message_layer *layer = &workspace->layer[l];
    mog_rows_product product = {.in = layer->in,
                                .out = mog_rows_width(layer->out),
                                .stride = stride,
                                .step = 1,
                                .relu = true,
                                .weight = layer->weight,
                                .first = {layer->bias, NULL}};
    if (l == workspace->join)
        product.first = (mog_rows_start){workspace->source.sum, edges->from};
    if (l == workspace->join && pass->message->receiver)
        product.second = (mog_rows_start){workspace->receiver.sum, edges->to};
    mog_rows_multiply(&product, edges->rows, h, a);
}

static MOG_SIMD(void, normalise,
                (mog_real * h, const mog_real *a, const mog_real *restrict scale,
                 const mog_real *restrict shift, size_t rows, size_t width),
                (h, a, scale, shift, rows, width)) {
    for (size_t r = 0; r < rows; r++, a += width, h += width)
        for (size_t c = 0; c < width; c++)
            h[c] = a[c] * scale[c] + shift[c];
}

void mog_message_normalise(const mog_message_layer *layer, size_t rows, const mog_real *a) {
    normalise(layer->tile, a, layer->scale, layer->shift, rows, mog_rows_width(layer->out));
}

/* Outputs of the chain's first `layers` for some edges, in the layers' tiles. */
static void run_layers(const mog_message_pass *pass, size_t layers, const mog_message_edges *edges,
                       const mog_real *feature) {
    const mog_real *h = feature;
    size_t stride = pass->message->embedding->in;
    for (size_t l = 0; l < layers; l++) {
        const mog_message_layer *layer = &pass->workspace->layer[l];
        mog_message_run_layer(pass, l, edges, h, stride, layer->tile);
        if (pass->message->stack.norm)
            mog_message_normalise(layer, edges->rows, layer->tile);
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

void mog_message_forward(const mog_message_pass *pass, const mog_real *buffer) {
    const mog_message *message = pass->message;
    const mog_message_workspace *workspace = pass->workspace;
    const mog_graph *graph = pass->graph;
    for (size_t l = 0; l < workspace->layers; l++) {
        mog_message_layer_prepare(&workspace->layer[l], pass->parameter);
        if (message->stack.norm)
            prepare_normalisation(&workspace->layer[l], pass->parameter, buffer);
    }
    mog_message_forward_nodes(pass);
    const mog_real *last = workspace->layer[workspace->layers - 1].tile;
    for (size_t e = 0; e < graph->edges; e += workspace->rows) {
        const size_t left = graph->edges - e;
        const size_t rows = left < workspace->rows ? left : workspace->rows;
        const mog_message_edges edges = {rows, graph->from + e, graph->to + e};
        run_layers(pass, workspace->layers, &edges, graph->feature + e * message->embedding->in);
        mog_aggregate_edges(&workspace->aggregate, graph, e, rows, last);
    }
    mog_aggregate_finish(&workspace->aggregate, graph, pass->joined + message->source,
                         pass->stride);
}

/* What a gradient is made of and added to. */
typedef struct backward {
    const mog_message_pass *pass;
    const mog_real *m, *dm; /* [nodes][stride] */
    mog_real *gradient;
    size_t rows, winners; /* in the tile */
} backward;

static void clear(mog_real *x, size_t count) {
    memset(x, 0, count * sizeof *x);
}

/* ---- backward: the chain's layers, on a tile ----------------------------------------------- */

static MOG_SIMD(void, add_rows,
                (mog_real *restrict sum, const mog_real *restrict d, size_t rows, size_t width),
                (sum, d, rows, width)) {
    mog_add_rows(sum, d, rows, width);
}

/* Adds each row to that of the node which the index names. */
static MOG_SIMD(void, scatter,
                (mog_real *restrict node, const uint32_t *restrict index,
                 const mog_real *restrict d, size_t rows, size_t width),
                (node, index, d, rows, width)) {
    for (size_t r = 0; r < rows; r++, d += width) {
        mog_real *restrict sum = node + index[r] * width;
        for (size_t c = 0; c < width; c++)
            sum[c] += d[c];
    }
}

/* Gradients stop where ReLU cut. */
static MOG_SIMD(void, mask, (mog_real *restrict d, const mog_real *restrict a, size_t count),
                (d, a, count)) {
    for (size_t i = 0; i < count; i++)
        d[i] = a[i] > 0 ? d[i] : 0;
}

void mog_message_add_gradient(const mog_message_pass *pass, size_t l,
                              const mog_message_edges *edges, const mog_real *h, size_t stride) {
    const mog_message_workspace *workspace = pass->workspace;
    const mog_message_layer *layer = &workspace->layer[l];
    const size_t width = mog_rows_width(layer->out), rows = edges->rows;
    if (l != workspace->join)
        add_rows(layer->dbias, layer->delta, rows, width);
    else
        scatter(workspace->source.dsum, edges->from, layer->delta, rows, width);
    if (l == workspace->join && pass->message->receiver)
        scatter(workspace->receiver.dsum, edges->to, layer->delta, rows, width);
    mog_message_layer_add(layer, rows, h, stride);
}

/* The edges of the tile. */
static mog_message_edges edges_of(const backward *b) {
    return (mog_message_edges){b->rows, b->pass->workspace->from, b->pass->workspace->to};
}

/* Gradients of layers 0 ... top from the delta of `top`. */
static void layers_backward(const backward *b, size_t top) {
    const mog_message_workspace *workspace = b->pass->workspace;
    const mog_message_edges edges = edges_of(b);
    for (size_t l = top; l > 0; l--) {
        const mog_message_layer *layer = &workspace->layer[l], *below = layer - 1;
        const size_t width = mog_rows_width(below->out);
        mog_message_add_gradient(b->pass, l, &edges, below->tile, width);
        mog_message_layer_below(layer, b->rows, below->delta);
        mask(below->delta, below->tile, b->rows * width);
    }
    mog_message_add_gradient(b->pass, 0, &edges, workspace->feature,
                             b->pass->message->embedding->in);
}

static void append_edge(backward *b, size_t edge) {
    const mog_message_workspace *workspace = b->pass->workspace;
    workspace->from[b->rows] = b->pass->graph->from[edge];
    workspace->to[b->rows] = b->pass->graph->to[edge];
    const size_t width = b->pass->message->embedding->in;
    for (size_t c = 0; c < width; c++)
        workspace->feature[b->rows * width + c] = b->pass->graph->feature[edge * width + c];
    b->rows++;
}

/* ---- backward of sum and mean: every edge -------------------------------------------------- */

/* delta of the last layer: its node's gradient */
static void spread(const backward *b, const mog_message_layer *last) {
    const size_t width = mog_rows_width(last->out);
    const bool mean = b->pass->message->aggregation == MOG_AGGREGATION_MEAN;
    for (size_t r = 0; r < b->rows; r++) {
        const size_t node = b->pass->workspace->to[r];
        const size_t degree = b->pass->graph->first[node + 1] - b->pass->graph->first[node];
        const mog_real *dm = b->dm + node * b->pass->stride;
        for (size_t c = 0; c < last->out; c++)
            last->delta[r * width + c] = mean ? dm[c] / (mog_real)degree : dm[c];
    }
    mask(last->delta, last->tile, b->rows * width);
}

static void all_edges(backward *b) {
    const mog_message_workspace *workspace = b->pass->workspace;
    const size_t layers = workspace->layers;
    for (size_t e = 0; e < b->pass->graph->edges;) {
        for (b->rows = 0; e < b->pass->graph->edges && b->rows < workspace->rows; e++)
            append_edge(b, e);
        const mog_message_edges edges = edges_of(b);
        run_layers(b->pass, layers, &edges, workspace->feature);
        spread(b, &workspace->layer[layers - 1]);
        layers_backward(b, layers - 1);
    }
}

/* ---- backward of max: the winners ---------------------------------------------------------- */

/*
 * The last layer, one winning channel after the other: each has one row of the weight to itself.
 *
 * dh, h [rows][width], dweight, weight [out][in], dbias [out]
 */
static MOG_SIMD(void, winners_backward,
                (mog_real *restrict dh, mog_real *restrict dweight, mog_real *restrict dbias,
                 const mog_message_winner *restrict winner, size_t count,
                 const mog_real *restrict h, const mog_real *restrict weight, size_t width,
                 size_t in),
                (dh, dweight, dbias, winner, count, h, weight, width, in)) {
    for (size_t i = 0; i < count; i++) {
        const size_t row = winner[i].row * width, channel = winner[i].channel;
        const mog_real d = winner[i].d;
        dbias[channel] += d;
        for (size_t k = 0; k < in; k++) {
            dweight[channel * in + k] += d * h[row + k];
            dh[row + k] += d * weight[channel * in + k];
        }
    }
}

/* The last layer is the first of MSG: delta itself. */
static void place_winners(const backward *b, const mog_message_layer *last) {
    const size_t width = mog_rows_width(last->out);
    clear(last->delta, b->rows * width);
    for (size_t i = 0; i < b->winners; i++) {
        const mog_message_winner *winner = &b->pass->workspace->winner[i];
        last->delta[winner->row * width + winner->channel] = winner->d;
    }
}

static void winning_tile(backward *b) {
    const mog_message_workspace *workspace = b->pass->workspace;
    const size_t top = workspace->layers - 1;
    const mog_message_layer *last = &workspace->layer[top];
    const mog_message_edges edges = edges_of(b);
    run_layers(b->pass, top, &edges, workspace->feature);
    if (top == workspace->join) {
        place_winners(b, last);
        layers_backward(b, top);
    } else {
        const mog_message_layer *below = &workspace->layer[top - 1];
        const size_t width = mog_rows_width(below->out);
        clear(below->delta, b->rows * width);
        winners_backward(below->delta, b->gradient + last->first, b->gradient + last->tensors->bias,
                         workspace->winner, b->winners, below->tile,
                         b->pass->parameter + last->first, width, last->in);
        mask(below->delta, below->tile, b->rows * width);
        layers_backward(b, top - 1);
    }
    b->rows = b->winners = 0;
}

/* A node's winners that carry a gradient, and their edges, each once. */
static void append_winners(backward *b, size_t node) {
    const mog_message_workspace *workspace = b->pass->workspace;
    const size_t out = workspace->aggregate.out, begin = b->winners;
    const mog_place *place = workspace->aggregate.winner + node * mog_rows_width(out);
    const mog_real *m = b->m + node * b->pass->stride, *dm = b->dm + node * b->pass->stride;
    for (size_t c = 0; c < out; c++) {
        if (!(m[c] > 0) || dm[c] == 0)
            continue;
        uint32_t *slot = &workspace->slot[place[c]];
        if (*slot == 0) {
            append_edge(b, b->pass->graph->first[node] + (size_t)place[c]);
            *slot = (uint32_t)b->rows;
        }
        workspace->winner[b->winners++] =
            (mog_message_winner){.row = *slot - 1, .channel = (uint32_t)c, .d = dm[c]};
    }
    for (size_t i = begin; i < b->winners; i++)
        workspace->slot[place[workspace->winner[i].channel]] = 0;
}

static void winning_edges(backward *b) {
    const mog_message_workspace *workspace = b->pass->workspace;
    const size_t out = workspace->aggregate.out;
    b->rows = b->winners = 0;
    for (size_t i = 0; i < b->pass->graph->nodes; i++) {
        const size_t degree = b->pass->graph->first[i + 1] - b->pass->graph->first[i];
        const size_t most = degree < out ? degree : out;
        if (b->rows + most > workspace->rows || b->winners + out > workspace->winners)
            winning_tile(b);
        if (degree != 0)
            append_winners(b, i);
    }
    if (b->rows != 0)
        winning_tile(b);
}

/* ---- backward: all of it ------------------------------------------------------------------- */

void mog_message_start_nodes(const mog_message_pass *pass) {
    const mog_message_workspace *workspace = pass->workspace;
    const size_t count = pass->graph->nodes * mog_rows_width(workspace->source.out);
    clear(workspace->source.dsum, count);
    if (pass->message->receiver)
        clear(workspace->receiver.dsum, count);
}

void mog_message_finish_nodes(const mog_message_pass *pass, mog_real *djoined, mog_real *gradient) {
    const mog_message_part *source = &pass->workspace->source;
    const mog_stack_layer *first = &pass->message->stack.layer[0];
    const size_t nodes = pass->graph->nodes;
    for (size_t i = 0; i < nodes; i++)
        add_rows(gradient + first->bias, source->dsum + i * mog_rows_width(source->out), 1,
                 source->out);
    mog_message_part_backward(source, pass->parameter, nodes, pass->joined, djoined, pass->stride,
                              gradient);
    if (pass->message->receiver)
        mog_message_part_backward(&pass->workspace->receiver, pass->parameter, nodes, pass->joined,
                                  djoined, pass->stride, gradient);
}

void mog_message_backward(const mog_message_pass *pass, mog_real *djoined, mog_real *gradient) {
    const mog_message *message = pass->message;
    const mog_message_workspace *workspace = pass->workspace;
    backward b = {.pass = pass,
                  .m = pass->joined + message->source,
                  .dm = djoined + message->source,
                  .gradient = gradient};
    for (size_t l = 0; l < workspace->layers; l++)
        mog_message_layer_start(&workspace->layer[l], pass->parameter);
    mog_message_start_nodes(pass);
    if (message->aggregation == MOG_AGGREGATION_MAX)
        winning_edges(&b);
    else
        all_edges(&b);
    for (size_t l = 0; l < workspace->layers; l++)
        mog_message_layer_finish(&workspace->layer[l], gradient);
    mog_message_finish_nodes(pass, djoined, gradient);
}
