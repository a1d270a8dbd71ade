/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "graph.h"

size_t mog_graph_most_edges(const mog_network_shape *shape) {
    const size_t links = shape->links;
    return shape->samples * (shape->edges != 0 ? shape->edges : links * (links - 1));
}

void mog_graph_lay_out(const mog_network_shape *shape, mog_arena *arena, mog_graph *graph) {
    const size_t nodes = shape->samples * shape->links, edges = mog_graph_most_edges(shape);
    graph->node = mog_arena_take(arena, 2 * nodes);
    graph->first = mog_arena_bytes(arena, (nodes + 1) * sizeof *graph->first);
    graph->from = mog_arena_bytes(arena, edges * sizeof *graph->from);
    graph->to = mog_arena_bytes(arena, edges * sizeof *graph->to);
    graph->feature = mog_arena_take(arena, 2 * edges);
}

static void add_edge(mog_graph *graph, size_t from, size_t to, mog_real there, mog_real back) {
    const size_t e = graph->edges++;
    graph->from[e] = (uint32_t)from;
    graph->to[e] = (uint32_t)to;
    graph->feature[2 * e] = there;
    graph->feature[2 * e + 1] = back;
}

static void add_matrix(mog_graph *graph, size_t links, const mog_real *x) {
    const size_t origin = graph->nodes;
    for (size_t i = 0; i < links; i++) {
        graph->first[graph->nodes] = graph->edges;
        graph->node[2 * graph->nodes++] = x[i * links + i];
        for (size_t j = 0; j < links; j++)
            if (j != i && !isnan(x[i * links + j]))
                add_edge(graph, origin + j, origin + i, x[i * links + j], x[j * links + i]);
    }
}

static void add_edges(mog_graph *graph, size_t links, const mog_network_edges *edges) {
    for (size_t i = 0; i < links; i++) {
        graph->first[graph->nodes] = graph->edges;
        graph->node[2 * graph->nodes++] = edges->direct[i];
        for (size_t e = edges->first[i]; e < edges->first[i + 1]; e++)
            add_edge(graph, edges->from[e], i, edges->feature[2 * e], edges->feature[2 * e + 1]);
    }
}

void mog_graph_build(const mog_network_batch *batch, mog_graph *graph) {
    const size_t links = batch->links;
    graph->nodes = graph->edges = 0;
    if (batch->edges != NULL)
        add_edges(graph, links, batch->edges);
    else
        for (size_t s = 0; s < batch->samples; s++)
            add_matrix(graph, links, batch->x + s * links * links);
    graph->first[graph->nodes] = graph->edges;
    for (size_t i = 0; i < graph->nodes; i++)
        graph->node[2 * i + 1] = batch->weight == NULL ? 1 : batch->weight[i];
}
