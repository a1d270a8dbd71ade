/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Neural networks from channels, and what links are worth, to powers and resource blocks.
 *
 * A network is a core (MLP, message passing, convolution, or nothing but full power), and perhaps
 * unrolled FPLinQ sweeps behind it. It is a shape: it knows its tensors and how to run them forward
 * and backward, and owns none of the numbers. Parameters and buffers are flat arrays of the caller,
 * gradients and optimiser state are flat arrays of the same length, so that an optimiser is one
 * loop.
 */
#ifndef MOG_NETWORK_H
#define MOG_NETWORK_H

#include "mog/radio.h"
#include "mog/real.h"
#include "mog/settings.h"
#include <math.h>
#include <stdint.h>

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

/** Longest name of a tensor, its terminating zero included. */
#define MOG_TENSOR_NAME_SIZE 64

/** Most dimensions of a tensor: those of a convolution's weights. */
#define MOG_TENSOR_MAX_RANK 4

/** Where a tensor lies in the flat arrays. Row-major, in PyTorch's order ([out][in] for weights).
 */
typedef struct mog_tensor {
    char name[MOG_TENSOR_NAME_SIZE];   /**< PyTorch's: "layers.0.weight", "layers.2.running_mean" */
    bool trainable;                    /**< in the parameters, else in the buffers */
    size_t offset;                     /**< of its first entry in that array */
    size_t rank;                       /**< 1..MOG_TENSOR_MAX_RANK */
    size_t shape[MOG_TENSOR_MAX_RANK]; /**< ones behind the rank */
} mog_tensor;

/** A network's shape; immutable, may be shared by threads. */
typedef struct mog_network mog_network;

/** Activations of one batch; one per thread. */
typedef struct mog_network_workspace mog_network_workspace;

/**
 * One sample with only the gains between neighbours, for numbers of links whose square is too much:
 * compressed rows, receiver by receiver.
 */
typedef struct mog_network_edges {
    const mog_real *direct;  /**< [K], features of the direct gains */
    const size_t *first;     /**< [K + 1]: edges first[i] ... first[i + 1] - 1 end in receiver i */
    const uint32_t *from;    /**< [E]: transmitter j of each edge, j != i */
    const mog_real *feature; /**< [E][2]: features of G_ij and of G_ji */
} mog_network_edges;

/** In an input: these links are no neighbours. What comes of a gain that is negative or no number
 * is NaN, which shows in what comes out. */
#define MOG_NO_NEIGHBOUR (-INFINITY)

/** A batch of channels as a network sees it. */
typedef struct mog_network_batch {
    size_t samples;
    size_t links;           /**< K: the network's own, unless it takes any */
    const mog_real *x;      /**< [samples][M][K][K], features by mog_network_input(), and
                               MOG_NO_NEIGHBOUR */
    const mog_real *gain;   /**< [samples][K][K], G / sigma^2; only unrolled layers need it */
    const mog_real *weight; /**< [samples][K], by mog_network_input_links(), or NULL: all ones */
    const mog_real *price;  /**< [samples][K], likewise, or NULL: none */
    const mog_network_edges *edges; /**< instead of x, for one sample of a message-passing network
                                       without unrolled layers and gains for every RB */
    const mog_real *extra;          /**< [samples][K][E]; NULL if E is 0 */
} mog_network_batch;

/** The most that a workspace is to hold. */
typedef struct mog_network_shape {
    size_t samples;
    size_t links;
    size_t edges; /**< of one sample; 0: K (K - 1) */
} mog_network_shape;

/**
 * @param links  K that the network is trained with
 * @return NULL and `error` on bad settings or lack of memory
 */
mog_network *mog_network_create(const mog_network_settings *settings, size_t links,
                                mog_error *error);
/** Frees a network; NULL is allowed. */
void mog_network_free(mog_network *network);

/** K that the network was made for. */
size_t mog_network_links(const mog_network *network);
/** Whether it can be run with any other number of links, too. */
bool mog_network_any_links(const mog_network *network);
/** W: numbers that come out for each link. */
size_t mog_network_width(const mog_network *network);
/** Length M K^2 of a sample's input with so many links: M is N if every RB has gains of its own,
 * else 1. */
size_t mog_network_input_count(const mog_network *network, size_t links);
/** Length P of the flat parameters. */
size_t mog_network_parameter_count(const mog_network *network);
/** Length of the flat buffers: input normalisation, running statistics. */
size_t mog_network_buffer_count(const mog_network *network);
/** All tensors, parameters first, in the order of PyTorch's state_dict. */
const mog_tensor *mog_network_tensors(const mog_network *network, size_t *count);

/** Fresh parameters (PyTorch's defaults: U(-1/sqrt(in), 1/sqrt(in))) and neutral buffers. */
void mog_network_init(const mog_network *network, uint64_t seed, mog_real *parameter,
                      mog_real *buffer);

/**
 * Whether the network can run on these channels.
 * @return MOG_OK, or MOG_ERROR_DATA: another number of links or RBs, gains for every RB where one
 * matrix is expected or the other way round, or no positions where neighbours are chosen by
 * distance
 */
mog_status mog_network_accepts(const mog_network *network, const mog_problem *problem,
                               mog_error *error);

/**
 * Sets the input normalisation in `buffer` from a training set; neutral if the settings say so.
 * An input that never varies keeps deviation 1.
 */
void mog_network_fit_input(const mog_network *network, const mog_problem *problem,
                           mog_real *buffer);

/**
 * Gains to normalised features.
 *
 * @param problem  channels that mog_network_accepts()
 * @param x        [S][M][K][K], out; MOG_NO_NEIGHBOUR between links that are none
 */
void mog_network_input(const mog_network *network, const mog_real *buffer,
                       const mog_problem *problem, mog_real *x);

/**
 * The same for the gains between neighbours, whom the caller has chosen.
 *
 * @param direct   [K], out
 * @param feature  [E][2], out
 */
void mog_network_input_sparse(const mog_network *network, const mog_real *buffer,
                              const mog_sparse_problem *problem, mog_real *direct,
                              mog_real *feature);

/**
 * Weights and prices over the mean weight of their sample: an optimum does not depend on their
 * common scale, and neither shall a network. Where all weights are 0 they count as 1.
 *
 * @param samples  S
 * @param links    K
 * @param from     [S][K] weights, or NULL: all ones
 * @param cost     [S][K] prices, or NULL: none
 * @param weight   [S][K], out; NULL if not wanted
 * @param price    [S][K], out; NULL if not wanted
 */
void mog_network_input_links(size_t samples, size_t links, const double *from, const double *cost,
                             mog_real *weight, mog_real *price);

/**
 * @param training  also what backward needs
 * @return NULL and `error` on an impossible shape, lack of memory, or if BLAS cannot be loaded
 */
mog_network_workspace *mog_network_workspace_create(const mog_network *network,
                                                    const mog_network_shape *shape, bool training,
                                                    mog_error *error);
/** Frees a workspace; NULL is allowed. */
void mog_network_workspace_free(mog_network_workspace *workspace);

/**
 * Runs the network as it is used: running statistics, nothing kept for backward.
 *
 * @param y  [samples][K][W], out
 */
void mog_network_forward(const mog_network *network, const mog_real *parameter,
                         const mog_real *buffer, mog_network_workspace *workspace,
                         const mog_network_batch *batch, mog_real *y);

/** Like mog_network_forward(), with the batch's own statistics, which also move the running ones.
 */
void mog_network_forward_training(const mog_network *network, const mog_real *parameter,
                                  mog_real *buffer, mog_network_workspace *workspace,
                                  const mog_network_batch *batch, mog_real *y);

/**
 * Gradient of a scalar with respect to the parameters and the extra inputs, after
 * mog_network_forward_training() on the same batch.
 *
 * @param y         [samples][K][W], as it came out of the forward pass
 * @param dy        [samples][K][W], the scalar's gradient with respect to y, finite
 * @param gradient  [P], out, overwritten; NULL if not wanted
 * @param dextra    [samples][K][E], out; NULL if not wanted
 */
void mog_network_backward(const mog_network *network, const mog_real *parameter,
                          mog_network_workspace *workspace, const mog_network_batch *batch,
                          const mog_real *y, const mog_real *dy, mog_real *gradient,
                          mog_real *dextra);

#ifdef __cplusplus
}
#endif
#endif
