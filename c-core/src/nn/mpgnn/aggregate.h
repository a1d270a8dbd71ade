/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Putting the messages of a node's neighbours together, channel by channel.
 */
#ifndef MOG_NN_AGGREGATE_H
#define MOG_NN_AGGREGATE_H

#include "nn/kernel/rows.h"
#include "nn/mpgnn/graph.h"

/** A place in a list; as wide as mog_real, so that one mask selects both. */
#ifdef MOG_DOUBLE
typedef int64_t mog_place;
#else
typedef int32_t mog_place;
#endif

typedef struct mog_aggregate {
    mog_aggregation kind;
    size_t out;        /**< channels */
    mog_real *sum;     /**< [nodes][width of out]: sums or maxima so far */
    mog_place *winner; /**< [nodes][width of out]: place among a node's edges of the first
                         strongest, under max, for nodes that have edges */
} mog_aggregate;

/** Takes the arrays; `kind` and `out` are set. */
void mog_aggregate_lay_out(mog_aggregate *aggregate, size_t nodes, mog_arena *arena);

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
