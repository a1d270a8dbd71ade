/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * A message-passing graph network (MPGNN; Shen, Shi, Zhang, Letaief, IEEE JSAC 39(1), 2021): links
 * are nodes, and each round turns a node's state x_i into
 *
 *     x_i <- UPD([x_i, m_i]),  m_i = max | sum | mean over the neighbours j of MSG([x_j, edge_ji])
 *
 * after which HEAD makes the outputs of the states. See mog_network_settings for the variants.
 *
 * Each round has one matrix `joined` [nodes][s, m]: what the messages see of a node, s_i, which is
 * its state and, if every round sees it, its own features; then the aggregate.
 */
#ifndef MOG_NN_MPGNN_H
#define MOG_NN_MPGNN_H

#include "nn/mpgnn/message_batch.h"

/** The functions of a round. */
typedef struct mog_mpgnn_round {
    size_t state; /**< width of the state that comes in */
    mog_message message;
    mog_stack update;       /**< on rows of `joined` */
    mog_output_layer power; /**< behind it, if the state is the power */
    size_t out;             /**< width of the state that comes out */
} mog_mpgnn_round;

typedef struct mog_mpgnn_plan {
    mog_graph_features features;
    mog_stack node_embedding, edge_embedding;
    mog_stack head;
    mog_output_layer output;
    bool every;       /**< whether all rounds see the nodes' features */
    bool head_input;  /**< whether the head does */
    bool ones;        /**< whether states start as ones, else as the nodes' features */
    bool power_state; /**< whether the last state is the power */
    size_t rounds;
    size_t functions;  /**< rounds with weights of their own */
    size_t parameters; /**< of the plan: the network's first; unrolled layers' are behind them */
    mog_mpgnn_round round[];
} mog_mpgnn_plan;

/** Rows of all nodes, perhaps some columns of wider ones. */
typedef struct mog_mpgnn_states {
    const mog_real *row;
    size_t stride;
} mog_mpgnn_states;

typedef struct mog_mpgnn_round_workspace {
    mog_message_workspace message;
    mog_message_batch batch; /**< training with batch normalisation */
    mog_stack_workspace update;
    mog_real *joined;  /**< [nodes][source + message] */
    const mog_real *h; /**< [nodes][out of update]: what it gave */
    mog_real *power;   /**< [nodes]: the new state, if it is the power */
} mog_mpgnn_round_workspace;

typedef struct mog_mpgnn_workspace {
    mog_graph graph;
    mog_stack_workspace node_embedding, head;
    const mog_real *node;        /**< [nodes][embedded]: features, embedded */
    mog_message_batch embedding; /**< of edges; training with batch normalisation */
    mog_message_rows edge;       /**< what it gave */
    mog_real *joined;            /**< [nodes][head's in] */
    const mog_real *h;           /**< [nodes][head's out] */
    /* training: gradients */
    mog_real *dnode;    /**< [nodes][embedded] */
    mog_real *dedge;    /**< [edges][width embedded], as long as the widest layer below takes;
                             batch normalisation, like the next */
    mog_real *d[2];     /**< [edges][width of the widest layer] */
    mog_real *dstate;   /**< [nodes][widest state] */
    mog_real *djoined;  /**< [nodes][widest joined] */
    mog_real *dh;       /**< [nodes][widest input of an output layer] */
    mog_real *dz;       /**< [nodes + 1][W] */
    mog_real *gradient; /**< [plan's parameters]: of one round, if rounds share them */
    mog_real *dfeature; /**< [nodes][features of a node]; with extra inputs, like the next */
    mog_real *unwanted; /**< [plan's parameters]: a gradient that nobody wants */
    mog_mpgnn_round_workspace round[];
} mog_mpgnn_workspace;

/* Of the mog_network_type. */
mog_status mog_mpgnn_make_plan(const mog_network_settings *settings, size_t links,
                               mog_tensors *tensors, void **network_plan, mog_error *error);
void mog_mpgnn_init(const void *network_plan, gsl_rng *rng, mog_real *parameter, mog_real *buffer);
void *mog_mpgnn_make_workspace(const void *network_plan, const mog_network_shape *shape,
                               bool training, mog_error *error);

/** The round's functions: all the same if rounds share weights. */
MOG_INLINE const mog_mpgnn_round *mog_mpgnn_round_at(const mog_mpgnn_plan *plan, size_t round) {
    return &plan->round[round < plan->functions ? round : plan->functions - 1];
}

#endif
