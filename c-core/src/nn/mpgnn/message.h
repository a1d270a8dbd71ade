/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * One round of message passing: m_i = aggregate over the neighbours j of node i of
 * MSG([s_j, s_i if the message sees its receiver, edge]), where s are rows of the nodes, and `edge`
 * the gains between them, or an embedding of these.
 *
 * The first layer of MSG is linear before its ReLU, so it splits (as DGL's user guide recommends,
 * "Writing Efficient Message Passing Code"): W s_j is one product per node instead of one per edge,
 * and an edge only adds its own part.
 *
 * Embedding and MSG form a chain of layers on the rows of edges. Without batch normalisation, or
 * with its running statistics, the chain runs tile by tile: some edges stay in the first-level
 * cache from their gains to the aggregate, and nothing is kept of them. The gradient computes the
 * activations again, and under max aggregation only of the edges that won some channel: the others
 * carry none. Normalisation by the batch's own statistics needs all edges at once: see
 * message_batch.h.
 */
#ifndef MOG_NN_MESSAGE_H
#define MOG_NN_MESSAGE_H

#include "nn/mpgnn/graph.h"
#include "nn/mpgnn/message_layer.h"

/** Rows of a tile, at least: enough to fill the products' blocks, few enough to stay in a
 * first-level cache. */
#define MOG_MESSAGE_TILE 64

typedef struct mog_message {
    const mog_stack *embedding; /**< of edges, the same for all rounds; perhaps without layers */
    mog_stack stack;            /**< MSG */
    size_t source;              /**< width of s */
    bool receiver;
    mog_aggregation aggregation;
} mog_message;

/** A channel of a tile's row that was the strongest in its node. */
typedef struct mog_message_winner {
    uint32_t row, channel;
    mog_real d; /**< gradient of the node's maximum */
} mog_message_winner;

typedef struct mog_message_workspace {
    size_t rows;   /**< of a tile */
    size_t layers; /**< of the chain */
    size_t join;   /**< the first layer of MSG */
    mog_message_layer layer[2 * MOG_MAX_SIZES];
    mog_message_part source, receiver;
    mog_aggregate aggregate;
    /* training: the edges of a tile */
    uint32_t *from, *to;        /**< [rows]: nodes */
    mog_real *feature;          /**< [rows][features of an edge] */
    mog_message_winner *winner; /**< [winners] */
    size_t winners;             /**< most of a tile */
    uint32_t *slot;             /**< [most edges of a node]: 1 + row of the tile, or 0 */
} mog_message_workspace;

/** A round of messages on a graph: what its passes forward and backward work on. */
typedef struct mog_message_pass {
    const mog_message *message;
    const mog_message_workspace *workspace;
    const mog_graph *graph;
    const mog_real *parameter;
    mog_real *joined; /**< [nodes][stride]: s in the first columns, m behind them */
    size_t stride;    /**< at least source + out */
} mog_message_pass;

/** Takes the arrays. */
void mog_message_lay_out(const mog_message *message, const mog_network_shape *shape, bool training,
                         mog_arena *arena, mog_message_workspace *workspace);

/** m from s. */
void mog_message_forward(const mog_message_pass *pass, const mog_real *buffer);

/**
 * Gradients after mog_message_forward() without normalisation.
 *
 * @param djoined   [nodes][stride]: the gradient of m is read, that of s added
 * @param gradient  of all parameters: those of message and embedding are added
 */
void mog_message_backward(const mog_message_pass *pass, mog_real *djoined, mog_real *gradient);

/* ---- steps that message_batch.c takes, too ------------------------------------------------- */

/** Some edges. */
typedef struct mog_message_edges {
    size_t rows;
    const uint32_t *from, *to; /**< [rows]: nodes */
} mog_message_edges;

/** What nodes add to their edges, `sum` of the parts. */
void mog_message_forward_nodes(const mog_message_pass *pass);
/** No gradients of these sums so far. */
void mog_message_start_nodes(const mog_message_pass *pass);
/** From `dsum` of the parts: gradients of s and of the parts' weights are added. */
void mog_message_finish_nodes(const mog_message_pass *pass, mog_real *djoined, mog_real *gradient);

/** Linear and ReLU of the chain's layer l. h [rows][stride], a [rows][width of out] out */
void mog_message_run_layer(const mog_message_pass *pass, size_t l, const mog_message_edges *edges,
                           const mog_real *h, size_t stride, mog_real *a);
/** tile <- scale a + shift. a [rows][width of out], perhaps the tile itself */
void mog_message_normalise(const mog_message_layer *layer, size_t rows, const mog_real *a);
/** Adds the gradients of layer l's weight and bias from its `delta`. h [rows][stride] */
void mog_message_add_gradient(const mog_message_pass *pass, size_t l,
                              const mog_message_edges *edges, const mog_real *h, size_t stride);

#endif
