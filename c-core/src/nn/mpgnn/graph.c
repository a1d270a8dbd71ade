/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The graph of a batch, and the aggregation of what its nodes hear. */
#include "nn/mpgnn/graph.h"

#include "base/simd.h"
#include <string.h>

/* ---- graph --------------------------------------------------------------------------------- */

size_t mog_graph_most_edges(const mog_network_shape *shape) {
    const size_t links = shape->links;
    return shape->samples * (shape->edges != 0 ? shape->edges : links * (links - 1));
}

size_t mog_graph_most_heard(const mog_network_shape *shape) {
    return shape->edges != 0 ? shape->edges : shape->links - 1;
}

void mog_graph_lay_out(const mog_graph_features *features, const mog_network_shape *shape,
                       mog_arena *arena, mog_graph *graph) {
    const size_t nodes = shape->samples * shape->links, edges = mog_graph_most_edges(shape);
    graph->features = *features;
    graph->node = mog_arena_take(arena, nodes * mog_graph_node_width(features));
    graph->first = mog_arena_bytes(arena, (nodes + 1) * sizeof *graph->first);
    graph->from = mog_arena_bytes(arena, edges * sizeof *graph->from);
    graph->to = mog_arena_bytes(arena, edges * sizeof *graph->to);
    graph->feature = mog_arena_take(arena, edges * mog_graph_edge_width(features));
}

/* Appends a node. @return its features */
static mog_real *add_node(mog_graph *graph) {
    graph->first[graph->nodes] = graph->edges;
    return graph->node + mog_graph_node_width(&graph->features) * graph->nodes++;
}

/* Appends an edge. @return its features */
MOG_INLINE mog_real *add_edge(mog_graph *graph, size_t from, size_t to, size_t matrices) {
    const size_t e = graph->edges++;
    graph->from[e] = (uint32_t)from;
    graph->to[e] = (uint32_t)to;
    return graph->feature + 2 * matrices * e;
}

/* x [matrices][links][links] */
MOG_INLINE void add_matrices(mog_graph *graph, size_t links, const mog_real *x, size_t matrices) {
    const size_t origin = graph->nodes, size = links * links;
    for (size_t i = 0; i < links; i++) {
        mog_real *node = add_node(graph);
        for (size_t m = 0; m < matrices; m++)
            node[m] = x[m * size + i * links + i];
        for (size_t j = 0; j < links; j++) {
            if (j == i || x[i * links + j] == MOG_NO_NEIGHBOUR)
                continue;
            mog_real *feature = add_edge(graph, origin + j, origin + i, matrices);
            for (size_t m = 0; m < matrices; m++) {
                feature[m] = x[m * size + i * links + j];
                feature[matrices + m] = x[m * size + j * links + i];
            }
        }
    }
}

/* One sample; a single matrix, the usual case, without loops over matrices. */
static void add_sample(mog_graph *graph, size_t links, const mog_real *x) {
    if (graph->features.matrices == 1)
        add_matrices(graph, links, x, 1);
    else
        add_matrices(graph, links, x, graph->features.matrices);
}

/* With one matrix of gains. */
static void add_edges(mog_graph *graph, size_t links, const mog_network_edges *edges) {
    for (size_t i = 0; i < links; i++) {
        add_node(graph)[0] = edges->direct[i];
        for (size_t e = edges->first[i]; e < edges->first[i + 1]; e++) {
            mog_real *feature = add_edge(graph, edges->from[e], i, 1);
            feature[0] = edges->feature[2 * e];
            feature[1] = edges->feature[2 * e + 1];
        }
    }
}

/* What nodes know besides their gains. */
static void finish_nodes(const mog_network_batch *batch, mog_graph *graph) {
    const mog_graph_features *features = &graph->features;
    const size_t extra = features->extra, links = batch->links, at = mog_graph_extra_at(features);
    mog_real *node = graph->node;
    for (size_t i = 0; i < graph->nodes; i++, node += mog_graph_node_width(features)) {
        node[features->matrices] = batch->weight == NULL ? 1 : batch->weight[i];
        if (features->prices)
            node[features->matrices + 1] = batch->price == NULL ? 0 : batch->price[i];
        for (size_t e = 0; e < extra; e++)
            node[at + e] = batch->extra[i * extra + e];
        if (features->place)
            node[at + extra] = links > 1 ? (mog_real)(i % links) / (mog_real)(links - 1) : 0;
    }
}

void mog_graph_build(const mog_network_batch *batch, mog_graph *graph) {
    const size_t links = batch->links, count = graph->features.matrices * links * links;
    graph->nodes = graph->edges = 0;
    if (batch->edges != NULL)
        add_edges(graph, links, batch->edges);
    else
        for (size_t s = 0; s < batch->samples; s++)
            add_sample(graph, links, batch->x + s * count);
    graph->first[graph->nodes] = graph->edges;
    finish_nodes(batch, graph);
}

/* ---- aggregation --------------------------------------------------------------------------- */

#define WIDTH_MAXIMA maxima_by_16_bytes
#define WIDTH_TARGET
#define WIDTH_BYTES 16
#include "nn/kernel/templates.h"

#ifdef MOG_SIMD_X86

#define WIDTH_MAXIMA maxima_by_32_bytes
#define WIDTH_TARGET __attribute__((target("avx2")))
#define WIDTH_BYTES 32
#include "nn/kernel/templates.h"

#define WIDTH_MAXIMA maxima_by_64_bytes
#define WIDTH_TARGET __attribute__((target("avx512f")))
#define WIDTH_BYTES 64
#include "nn/kernel/templates.h"

#endif

void mog_aggregate_lay_out(mog_aggregate *aggregate, size_t nodes, bool training,
                           mog_arena *arena) {
    const size_t count = nodes * mog_rows_width(aggregate->out);
    aggregate->sum = mog_arena_take(arena, count);
    aggregate->winner = NULL;
    if (training && aggregate->kind == MOG_AGGREGATION_MAX)
        aggregate->winner = mog_arena_bytes(arena, count * sizeof *aggregate->winner);
}

static MOG_SIMD(void, add_rows,
                (mog_real *restrict sum, const mog_real *restrict message, size_t width,
                 size_t count),
                (sum, message, width, count)) {
    for (size_t r = 0; r < count; r++, message += width)
        for (size_t c = 0; c < width; c++)
            sum[c] += message[c];
}

/* A node's first message: even if it is NaN, it is the strongest so far. */
static void start_node(const mog_aggregate *aggregate, size_t node, const mog_real *message) {
    const size_t width = mog_rows_width(aggregate->out), at = node * width;
    memcpy(aggregate->sum + at, message, width * sizeof *message);
    if (aggregate->winner != NULL)
        memset(aggregate->winner + at, 0, width * sizeof *aggregate->winner);
}

void mog_aggregate_edges(const mog_aggregate *aggregate, const mog_graph *graph, size_t first,
                         size_t count, const mog_real *message) {
    __typeof__(maxima_by_16_bytes) *const take_maxima = MOG_BY_WIDTH(maxima);
    const size_t width = mog_rows_width(aggregate->out), end = first + count;
    for (size_t e = first; e < end;) {
        const size_t node = graph->to[e], at = node * width;
        const size_t begin = graph->first[node], stop = graph->first[node + 1];
        const size_t rows = (stop < end ? stop : end) - e;
        const mog_real *row = message + (e - first) * width;
        if (e == begin)
            start_node(aggregate, node, row);
        const size_t known = e == begin ? 1 : 0;
        mog_place *winner = aggregate->winner != NULL ? aggregate->winner + at : NULL;
        if (aggregate->kind == MOG_AGGREGATION_MAX)
            take_maxima(aggregate->sum + at, winner, row + known * width, width, rows - known,
                        (mog_place)(e + known - begin));
        else
            add_rows(aggregate->sum + at, row + known * width, width, rows - known);
        e += rows;
    }
}

void mog_aggregate_finish(const mog_aggregate *aggregate, const mog_graph *graph, mog_real *rows,
                          size_t stride) {
    for (size_t i = 0; i < graph->nodes; i++, rows += stride) {
        const mog_real *sum = aggregate->sum + i * mog_rows_width(aggregate->out);
        const size_t degree = graph->first[i + 1] - graph->first[i];
        const bool mean = aggregate->kind == MOG_AGGREGATION_MEAN;
        const mog_real divisor = mean ? (mog_real)degree : 1;
        for (size_t c = 0; c < aggregate->out; c++)
            rows[c] = degree == 0 ? 0 : sum[c] / divisor;
    }
}

/* d [edges of the node][width] */
static void node_backward(const mog_aggregate *aggregate, size_t node, size_t degree,
                          const mog_real *drow, mog_real *d) {
    const size_t width = mog_rows_width(aggregate->out);
    if (aggregate->kind == MOG_AGGREGATION_MAX) {
        memset(d, 0, degree * width * sizeof *d);
        for (size_t c = 0; c < aggregate->out && degree != 0; c++)
            d[(size_t)aggregate->winner[node * width + c] * width + c] = drow[c];
        return;
    }
    const mog_real divisor =
        aggregate->kind == MOG_AGGREGATION_MEAN && degree != 0 ? (mog_real)degree : 1;
    for (size_t e = 0; e < degree; e++)
        for (size_t c = 0; c < width; c++)
            d[e * width + c] = c < aggregate->out ? drow[c] / divisor : 0;
}

void mog_aggregate_backward(const mog_aggregate *aggregate, const mog_graph *graph,
                            const mog_real *drows, size_t stride, mog_real *d) {
    for (size_t i = 0; i < graph->nodes; i++)
        node_backward(aggregate, i, graph->first[i + 1] - graph->first[i], drows + i * stride,
                      d + graph->first[i] * mog_rows_width(aggregate->out));
}
