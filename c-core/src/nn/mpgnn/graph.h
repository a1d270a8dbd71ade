/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The links of a batch as one graph: node s K + i is link i of sample s, and an edge leads from
 * transmitter j to each receiver i that hears it. Compressed rows, receiver by receiver. And what
 * nodes hear: the messages of their edges put together, channel by channel.
 */
#ifndef MOG_NN_GRAPH_H
#define MOG_NN_GRAPH_H

#include "mog/network.h"
#include "nn/arena.h"
#include "nn/kernel/rows.h"

/** What is known of nodes and edges. */
typedef struct mog_graph_features {
    size_t matrices; /**< M, of gains */
    bool prices;     /**< whether a node knows the price of its link's power */
    size_t extra;    /**< E */
    bool place;      /**< whether a node knows where its link stands in the list: i / (K - 1) */
} mog_graph_features;

typedef struct mog_graph {
    mog_graph_features features;
    size_t nodes, edges;
    mog_real *node;    /**< [nodes][M x_ii, the link's weight, perhaps its price, E extra inputs,
                          perhaps its place] */
    size_t *first;     /**< [nodes + 1]: edges first[i] ... first[i + 1] - 1 end in node i */
    uint32_t *from;    /**< [edges]: node */
    uint32_t *to;      /**< [edges]: node */
    mog_real *feature; /**< [edges][M x_ij, M x_ji] of the edge from j to i */
} mog_graph;

/** Where the extra inputs of a node begin. */
MOG_INLINE size_t mog_graph_extra_at(const mog_graph_features *features) {
    return features->matrices + 1 + (features->prices ? 1 : 0);
}

/** Features of a node. */
MOG_INLINE size_t mog_graph_node_width(const mog_graph_features *features) {
    return mog_graph_extra_at(features) + features->extra + (features->place ? 1 : 0);
}

/** Features of an edge. */
MOG_INLINE size_t mog_graph_edge_width(const mog_graph_features *features) {
    return 2 * features->matrices;
}

/** Edges of the largest graph of a shape. */
size_t mog_graph_most_edges(const mog_network_shape *shape);
/** Edges that may end in one node: more than there are links if a pair is named many times. */
size_t mog_graph_most_heard(const mog_network_shape *shape);
/** Takes the arrays for the largest graph of a shape. */
void mog_graph_lay_out(const mog_graph_features *features, const mog_network_shape *shape,
                       mog_arena *arena, mog_graph *graph);

/** Makes the graph of a batch: of x, or of its edges. */
void mog_graph_build(const mog_network_batch *batch, mog_graph *graph);

/* ---- aggregation --------------------------------------------------------------------------- */

/** A place in a list; as wide as mog_real, so that one mask selects both. */
#ifdef MOG_DOUBLE
typedef int64_t mog_place;
#else
typedef int32_t mog_place;
#endif

/** What has been put together so far. */
typedef struct mog_aggregate {
    mog_aggregation kind;
    size_t out;        /**< channels */
    mog_real *sum;     /**< [nodes][width of out]: sums or maxima so far */
    mog_place *winner; /**< [nodes][width of out]: place among a node's edges of the first
                         strongest, under max, for nodes that have edges; NULL if no
                         gradient is wanted */
} mog_aggregate;

/** Takes the arrays; `kind` and `out` are set. */
void mog_aggregate_lay_out(mog_aggregate *aggregate, size_t nodes, bool training, mog_arena *arena);

/**
 * Takes in the messages of edges first ... first + count - 1; all edges come once, in their order.
 *
 * @param message  [count][width of out]
 */
void mog_aggregate_edges(const mog_aggregate *aggregate, const mog_graph *graph, size_t first,
                         size_t count, const mog_real *message);

/** Writes the aggregates into rows `stride` apart; 0 for nodes that hear nobody. */
void mog_aggregate_finish(const mog_aggregate *aggregate, const mog_graph *graph, mog_real *rows,
                          size_t stride);

/** Gradients of the messages of all edges from those of the nodes' rows: d [edges][width of out].
 */
void mog_aggregate_backward(const mog_aggregate *aggregate, const mog_graph *graph,
                            const mog_real *drows, size_t stride, mog_real *d);

#endif
