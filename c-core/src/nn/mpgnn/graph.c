/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nn/mpgnn/graph.h"

size_t mog_graph_most_edges(const mog_network_shape *shape) {
    const size_t links = shape->links;
    return shape->samples * (shape->edges != 0 ? shape->edges : links * (links - 1));
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
            if (j == i || isnan(x[i * links + j]))
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
