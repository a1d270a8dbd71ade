/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The links of a batch as one graph: node s K + i is link i of sample s, and an edge leads from
 * transmitter j to each receiver i that hears it. Compressed rows, receiver by receiver.
 */
#ifndef MOG_NN_GRAPH_H
#define MOG_NN_GRAPH_H

#include "nn/arena.h"

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
/** Takes the arrays for the largest graph of a shape. */
void mog_graph_lay_out(const mog_graph_features *features, const mog_network_shape *shape,
                       mog_arena *arena, mog_graph *graph);

/** Makes the graph of a batch: of x, whose NaN say who are no neighbours, or of its edges. */
void mog_graph_build(const mog_network_batch *batch, mog_graph *graph);

#endif
