/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nn/mpgnn/message.h"

#include <string.h>

/* What a gradient is made of and added to. */
typedef struct backward {
    const mog_message *message;
    const mog_message_workspace *workspace;
    const mog_graph *graph;
    const mog_real *parameter;
    const mog_real *m, *dm; /* [nodes][stride] */
    size_t stride;
    mog_real *gradient;
    size_t rows, winners; /* in the tile */
} backward;

static void clear(mog_real *x, size_t count) {
    memset(x, 0, count * sizeof *x);
}

/* ---- the chain's layers, on a tile --------------------------------------------------------- */

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

void mog_message_add_gradient(const mog_message *message, const mog_message_workspace *workspace,
                              size_t l, size_t rows, const uint32_t *from, const uint32_t *to,
                              const mog_real *h, size_t stride) {
    const mog_message_layer *layer = &workspace->layer[l];
    const size_t width = mog_rows_width(layer->out);
    if (l != workspace->join)
        add_rows(layer->dbias, layer->delta, rows, width);
    else
        scatter(workspace->source.dsum, from, layer->delta, rows, width);
    if (l == workspace->join && message->receiver)
        scatter(workspace->receiver.dsum, to, layer->delta, rows, width);
    mog_message_layer_add(layer, rows, h, stride);
}

/* Gradients of layers 0 ... top from the delta of `top`. */
static void layers_backward(const backward *b, size_t top) {
    const mog_message_workspace *workspace = b->workspace;
    for (size_t l = top; l > 0; l--) {
        const mog_message_layer *layer = &workspace->layer[l], *below = layer - 1;
        const size_t width = mog_rows_width(below->out);
        mog_message_add_gradient(b->message, workspace, l, b->rows, workspace->from, workspace->to,
                                 below->tile, width);
        mog_message_layer_below(layer, b->rows, below->delta);
        mask(below->delta, below->tile, b->rows * width);
    }
    mog_message_add_gradient(b->message, workspace, 0, b->rows, workspace->from, workspace->to,
                             workspace->feature, b->message->embedding->in);
}

static void append_edge(backward *b, size_t edge) {
    const mog_message_workspace *workspace = b->workspace;
    workspace->from[b->rows] = b->graph->from[edge];
    workspace->to[b->rows] = b->graph->to[edge];
    const size_t width = b->message->embedding->in;
    for (size_t c = 0; c < width; c++)
        workspace->feature[b->rows * width + c] = b->graph->feature[edge * width + c];
    b->rows++;
}

/* ---- sum and mean: every edge -------------------------------------------------------------- */

/* delta of the last layer: its node's gradient */
static void spread(const backward *b, const mog_message_layer *last) {
    const size_t width = mog_rows_width(last->out);
    const bool mean = b->message->aggregation == MOG_AGGREGATION_MEAN;
    for (size_t r = 0; r < b->rows; r++) {
        const size_t node = b->workspace->to[r];
        const size_t degree = b->graph->first[node + 1] - b->graph->first[node];
        const mog_real *dm = b->dm + node * b->stride;
        for (size_t c = 0; c < last->out; c++)
            last->delta[r * width + c] = mean ? dm[c] / (mog_real)degree : dm[c];
    }
    mask(last->delta, last->tile, b->rows * width);
}

static void all_edges(backward *b) {
    const mog_message_workspace *workspace = b->workspace;
    const size_t layers = workspace->layers;
    for (size_t e = 0; e < b->graph->edges;) {
        for (b->rows = 0; e < b->graph->edges && b->rows < workspace->rows; e++)
            append_edge(b, e);
        mog_message_run_layers(b->message, workspace, layers, b->rows, workspace->from,
                               workspace->to, workspace->feature);
        spread(b, &workspace->layer[layers - 1]);
        layers_backward(b, layers - 1);
    }
}

/* ---- max: the winners ---------------------------------------------------------------------- */

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
        const mog_message_winner *winner = &b->workspace->winner[i];
        last->delta[winner->row * width + winner->channel] = winner->d;
    }
}

static void winning_tile(backward *b) {
    const mog_message_workspace *workspace = b->workspace;
    const size_t top = workspace->layers - 1;
    const mog_message_layer *last = &workspace->layer[top];
    mog_message_run_layers(b->message, workspace, top, b->rows, workspace->from, workspace->to,
                           workspace->feature);
    if (top == workspace->join) {
        place_winners(b, last);
        layers_backward(b, top);
    } else {
        const mog_message_layer *below = &workspace->layer[top - 1];
        const size_t width = mog_rows_width(below->out);
        clear(below->delta, b->rows * width);
        winners_backward(below->delta, b->gradient + last->first, b->gradient + last->tensors->bias,
                         workspace->winner, b->winners, below->tile, b->parameter + last->first,
                         width, last->in);
        mask(below->delta, below->tile, b->rows * width);
        layers_backward(b, top - 1);
    }
    b->rows = b->winners = 0;
}

/* A node's winners that carry a gradient, and their edges, each once. */
static void append_winners(backward *b, size_t node) {
    const mog_message_workspace *workspace = b->workspace;
    const size_t out = workspace->aggregate.out, begin = b->winners;
    const mog_place *place = workspace->aggregate.winner + node * mog_rows_width(out);
    const mog_real *m = b->m + node * b->stride, *dm = b->dm + node * b->stride;
    for (size_t c = 0; c < out; c++) {
        if (!(m[c] > 0) || dm[c] == 0)
            continue;
        uint32_t *slot = &workspace->slot[place[c]];
        if (*slot == 0) {
            append_edge(b, b->graph->first[node] + (size_t)place[c]);
            *slot = (uint32_t)b->rows;
        }
        workspace->winner[b->winners++] =
            (mog_message_winner){.row = *slot - 1, .channel = (uint32_t)c, .d = dm[c]};
    }
    for (size_t i = begin; i < b->winners; i++)
        workspace->slot[place[workspace->winner[i].channel]] = 0;
}

static void winning_edges(backward *b) {
    const mog_message_workspace *workspace = b->workspace;
    const size_t out = workspace->aggregate.out;
    b->rows = b->winners = 0;
    for (size_t i = 0; i < b->graph->nodes; i++) {
        const size_t degree = b->graph->first[i + 1] - b->graph->first[i];
        const size_t most = degree < out ? degree : out;
        if (b->rows + most > workspace->rows || b->winners + out > workspace->winners)
            winning_tile(b);
        if (degree != 0)
            append_winners(b, i);
    }
    if (b->rows != 0)
        winning_tile(b);
}

/* ---- all of it ----------------------------------------------------------------------------- */

void mog_message_start_nodes(const mog_message *message, const mog_message_workspace *workspace,
                             size_t nodes) {
    const size_t count = nodes * mog_rows_width(workspace->source.out);
    clear(workspace->source.dsum, count);
    if (message->receiver)
        clear(workspace->receiver.dsum, count);
}

void mog_message_finish_nodes(const mog_message *message, const mog_real *parameter,
                              const mog_message_workspace *workspace, size_t nodes,
                              const mog_real *joined, mog_real *djoined, size_t stride,
                              mog_real *gradient) {
    const mog_message_part *source = &workspace->source;
    const mog_stack_layer *first = &message->stack.layer[0];
    for (size_t i = 0; i < nodes; i++)
        add_rows(gradient + first->bias, source->dsum + i * mog_rows_width(source->out), 1,
                 source->out);
    mog_message_part_backward(source, parameter, nodes, joined, djoined, stride, gradient);
    if (message->receiver)
        mog_message_part_backward(&workspace->receiver, parameter, nodes, joined, djoined, stride,
                                  gradient);
}

void mog_message_backward(const mog_message *message, const mog_real *parameter,
                          const mog_message_workspace *workspace, const mog_graph *graph,
                          const mog_real *joined, mog_real *djoined, size_t stride,
                          mog_real *gradient) {
    backward b = {.message = message,
                  .workspace = workspace,
                  .graph = graph,
                  .parameter = parameter,
                  .m = joined + message->source,
                  .dm = djoined + message->source,
                  .stride = stride,
                  .gradient = gradient};
    for (size_t l = 0; l < workspace->layers; l++)
        mog_message_layer_start(&workspace->layer[l], parameter);
    mog_message_start_nodes(message, workspace, graph->nodes);
    if (message->aggregation == MOG_AGGREGATION_MAX)
        winning_edges(&b);
    else
        all_edges(&b);
    for (size_t l = 0; l < workspace->layers; l++)
        mog_message_layer_finish(&workspace->layer[l], gradient);
    mog_message_finish_nodes(message, parameter, workspace, graph->nodes, joined, djoined, stride,
                             gradient);
}
