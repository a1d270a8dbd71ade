/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Architectures of neural networks from channels, and what links are worth, to powers and resource
 * blocks.
 *
 * A network is a core (MLP, message passing, convolution, or nothing but full power), and perhaps
 * unrolled FPLinQ sweeps behind it. Here are its settings, which any thread may read and copy; it
 * is trained by a trainer (mog/learn.h), and run as a policy (mog/policy.h).
 */
#ifndef MOG_NETWORK_H
#define MOG_NETWORK_H

#include "mog/settings.h"

#ifdef __cplusplus
extern "C" {
#endif

/** How a gain becomes an input. All take G / sigma^2, which makes inputs free of scale. */
typedef enum mog_feature {
    MOG_FEATURE_AMPLITUDE, /**< sqrt(G / sigma^2) */
    MOG_FEATURE_POWER,     /**< G / sigma^2 */
    MOG_FEATURE_DECIBEL,   /**< 10 log10(G / sigma^2 + 1e-12): for gains that span many decades */
    MOG_FEATURE_RATE       /**< log2(1 + G / sigma^2): like decibel, but flat below the noise */
} mog_feature;

/** The last activation: what a network says of each link, in W numbers. */
typedef enum mog_output {
    MOG_OUTPUT_SIGMOID,   /**< W = 1: the power */
    MOG_OUTPUT_RELU6,     /**< W = 1: the power, min(max(x, 0), 6) / 6 */
    MOG_OUTPUT_BERNOULLI, /**< W = 1: probability of full power, by a sigmoid; when run, the power
                             is 1 where it is above 1/2, else 0 */
    MOG_OUTPUT_BETA,      /**< W = 2: a and b of the power's Beta distribution, 1 + log(1 + e^x), so
                             that it has one peak; when run, the power is the mean a / (a + b) */
    MOG_OUTPUT_SOFTMAX,   /**< W = N: probability of each resource block; when run, the likeliest */
    MOG_OUTPUT_LINEAR     /**< W = 1: any number, for critics */
} mog_output;

/** Kinds of network. */
typedef enum mog_network_kind {
    MOG_NETWORK_MLP,      /**< multilayer perceptron on the K^2 gains */
    MOG_NETWORK_CNN,      /**< convolutions over the K x K channel image */
    MOG_NETWORK_UNROLLED, /**< full power and unrolled sweeps; any K at run time */
    MOG_NETWORK_MPGNN     /**< message-passing graph network: links are nodes; any K at run time */
} mog_network_kind;

/** How a node puts its neighbours' messages together. */
typedef enum mog_aggregation {
    MOG_AGGREGATION_MAX,
    MOG_AGGREGATION_SUM,
    MOG_AGGREGATION_MEAN
} mog_aggregation;

/** Where a message-passing network sees the nodes' own features. */
typedef enum mog_node_input {
    MOG_NODE_INPUT_FIRST, /**< as the initial state */
    MOG_NODE_INPUT_HEAD,  /**< as the initial state, and again in front of the head */
    MOG_NODE_INPUT_EVERY  /**< in every message, every update and the head */
} mog_node_input;

/** Whom a node hears. Neighbours are so in both directions. */
typedef enum mog_neighbours {
    MOG_NEIGHBOURS_ALL,
    MOG_NEIGHBOURS_GAIN,    /**< a gain over noise of at least `threshold` dB in either direction */
    MOG_NEIGHBOURS_DISTANCE /**< at most `threshold` m from a transmitter to the other's receiver */
} mog_neighbours;

/**
 * Architecture of a network; together with K it fixes every tensor. Each layer of a list of widths
 * is Linear, ReLU and perhaps batch normalisation.
 */
typedef struct mog_network_settings {
    int kind;         /**< mog_network_kind */
    mog_sizes hidden; /**< mlp, cnn: widths of the hidden layers (cnn: behind the image) */
    bool batch_norm;  /**< batch normalisation after each hidden activation */
    int output;       /**< mog_output */
    size_t n_rb;      /**< N: resource blocks that a softmax decides on, or that have gains */
    bool per_rb;      /**< every RB has gains of its own: softmax and linear */
    bool weights;     /**< every link's weight is seen, over the sample's mean weight */
    bool prices;      /**< ... and the price of its power, over that, too */
    size_t extra;     /**< E: numbers that are seen for each link besides these, as critics see
                         actions: mlp, mpgnn */
    int feature;      /**< mog_feature */
    bool normalize;   /**< subtract each input's mean and divide by its deviation over the training
                         set; with any K, those of direct and of cross gains */

    /* mpgnn */
    mog_sizes node_embedding; /**< widths of an MLP on a node's features; may be empty */
    mog_sizes edge_embedding; /**< widths of an MLP on an edge's gains; may be empty */
    size_t rounds;
    mog_size_lists message; /**< widths for each round; the last list serves all later rounds */
    mog_size_lists update;  /**< like `message`; empty: the state becomes the aggregated message */
    mog_sizes head;         /**< widths of the hidden layers behind the last round */
    bool shared;            /**< one set of weights for all rounds; if these see the nodes' features
                               anyway, states start as ones */
    int aggregation;        /**< mog_aggregation */
    bool receiver;          /**< messages see the receiver's state, too */
    int node_input;         /**< mog_node_input */
    bool power_state; /**< every update ends in the output activation: the state is the power, and
                         there is no head; W = 1 */
    int neighbours;   /**< mog_neighbours */
    double threshold; /**< gain: dB over noise; distance: m */

    /* cnn */
    mog_sizes channels; /**< of the convolutions */
    size_t kernel;      /**< their width and height, odd */

    /* behind any network */
    size_t unroll;        /**< sweeps of FPLinQ as layers with learned parameters */
    size_t unroll_hidden; /**< width of the graph convolution that sets their weights */
    size_t refine; /**< behind the network when it is run, not trained through: plain sweeps of
                      FPLinQ in float64; with softmax, most moves of local search */
} mog_network_settings;

/** Section "network" of configuration files. */
extern const mog_section mog_network_section;

/** Section "critic": a second network beside the first. */
extern const mog_section mog_critic_section;

/** An MLP K^2-400-200-K with sigmoid output on normalised amplitudes. Other kinds have three rounds
 * of width 32, or three convolutions of 8 channels. */
void mog_network_default(mog_network_settings *settings);

#ifdef __cplusplus
}
#endif
#endif
