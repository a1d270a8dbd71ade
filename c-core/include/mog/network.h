/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Neural networks from channel gains to powers.
 *
 * A network is a shape: it knows its tensors and how to run them forward and backward, and owns
 * none of the numbers. Parameters and buffers are flat arrays of the caller, gradients and
 * optimiser state are flat arrays of the same length, so that an optimiser is one loop.
 *
 * Everything here exists twice, compiled from the same source: in float32, to train and run, and in
 * float64, to check gradients. Define MOG_DOUBLE before including this header for the latter.
 */
#ifndef MOG_NETWORK_H
#define MOG_NETWORK_H

#include "mog/settings.h"
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

#ifdef MOG_DOUBLE
typedef double mog_real;
#define MOG_REAL(name) name##_f64
#else
typedef float mog_real;
#define MOG_REAL(name) name##_f32
#endif

/** How a gain becomes an input. All take G / sigma^2, which makes inputs free of scale. */
typedef enum mog_feature {
    MOG_FEATURE_AMPLITUDE, /**< sqrt(G / sigma^2) */
    MOG_FEATURE_POWER,     /**< G / sigma^2 */
    MOG_FEATURE_DECIBEL    /**< 10 log10(G / sigma^2 + 1e-12): for gains that span many decades */
} mog_feature;

/** The last activation, onto 0..1. */
typedef enum mog_output {
    MOG_OUTPUT_SIGMOID,
    MOG_OUTPUT_RELU6 /**< min(max(x, 0), 6) / 6 */
} mog_output;

/** Kinds of network. */
typedef enum mog_network_kind { MOG_NETWORK_MLP } mog_network_kind;

/** Architecture of a network; together with K it fixes every tensor. */
typedef struct mog_network_settings {
    int kind;         /**< mog_network_kind */
    mog_sizes hidden; /**< widths of the hidden layers */
    bool batch_norm;  /**< batch normalisation after each hidden activation */
    int output;       /**< mog_output */
    int feature;      /**< mog_feature */
    bool normalize;   /**< subtract each input's mean and divide by its deviation over the training
                         set */
} mog_network_settings;

/** Section "network" of configuration files. */
const mog_section *mog_network_section(void);

/** An MLP K^2-400-200-K with sigmoid output on normalised amplitudes. */
void mog_network_default(mog_network_settings *settings);

/** Longest name of a tensor, its terminating zero included. */
#define MOG_TENSOR_NAME_SIZE 64

/** Where a tensor lies in the flat arrays. Row-major, in PyTorch's order ([out][in] for weights).
 */
typedef struct mog_tensor {
    char name[MOG_TENSOR_NAME_SIZE]; /**< PyTorch's: "layers.0.weight", "layers.2.running_mean" */
    bool trainable;                  /**< in the parameters, else in the buffers */
    size_t offset;                   /**< of its first entry in that array */
    size_t rank;                     /**< 1 or 2 */
    size_t shape[2];
} mog_tensor;

#define mog_network MOG_REAL(mog_network)
#define mog_network_workspace MOG_REAL(mog_network_workspace)
#define mog_network_create MOG_REAL(mog_network_create)
#define mog_network_free MOG_REAL(mog_network_free)
#define mog_network_links MOG_REAL(mog_network_links)
#define mog_network_input_size MOG_REAL(mog_network_input_size)
#define mog_network_parameter_count MOG_REAL(mog_network_parameter_count)
#define mog_network_buffer_count MOG_REAL(mog_network_buffer_count)
#define mog_network_tensors MOG_REAL(mog_network_tensors)
#define mog_network_init MOG_REAL(mog_network_init)
#define mog_network_fit_input MOG_REAL(mog_network_fit_input)
#define mog_network_input MOG_REAL(mog_network_input)
#define mog_network_workspace_create MOG_REAL(mog_network_workspace_create)
#define mog_network_workspace_free MOG_REAL(mog_network_workspace_free)
#define mog_network_forward MOG_REAL(mog_network_forward)
#define mog_network_forward_training MOG_REAL(mog_network_forward_training)
#define mog_network_backward MOG_REAL(mog_network_backward)

/** A network's shape; immutable, may be shared by threads. */
typedef struct mog_network mog_network;

/** Activations of one batch; one per thread. */
typedef struct mog_network_workspace mog_network_workspace;

/** @return NULL and `error` on bad settings or lack of memory */
mog_network *mog_network_create(const mog_network_settings *settings, size_t links,
                                mog_error *error);
/** Frees a network; NULL is allowed. */
void mog_network_free(mog_network *network);

/** K that the network was made for. */
size_t mog_network_links(const mog_network *network);
/** Length of one sample's input row. */
size_t mog_network_input_size(const mog_network *network);
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
 * Sets the input normalisation in `buffer` from a training set; neutral if the settings say so.
 * An input that never varies keeps deviation 1.
 *
 * @param gain  [samples][K][K]
 */
void mog_network_fit_input(const mog_network *network, size_t samples, const double *gain,
                           double noise_power, mog_real *buffer);

/**
 * Gains to normalised inputs.
 *
 * @param gain  [samples][K][K]
 * @param x     [samples][input size], out
 */
void mog_network_input(const mog_network *network, const mog_real *buffer, size_t samples,
                       const double *gain, double noise_power, mog_real *x);

/**
 * Activations for batches of up to `batch` samples.
 *
 * @param training  also what backward needs
 * @return NULL and `error` on lack of memory, or if BLAS cannot be loaded
 */
mog_network_workspace *mog_network_workspace_create(const mog_network *network, size_t batch,
                                                    bool training, mog_error *error);
/** Frees a workspace; NULL is allowed. */
void mog_network_workspace_free(mog_network_workspace *workspace);

/**
 * Runs the network as it is used: running statistics, nothing kept for backward.
 *
 * @param x  [batch][input size]
 * @param y  [batch][K], out, 0..1
 */
void mog_network_forward(const mog_network *network, const mog_real *parameter,
                         const mog_real *buffer, mog_network_workspace *workspace, size_t batch,
                         const mog_real *x, mog_real *y);

/** Like mog_network_forward(), with the batch's own statistics, which also move the running ones.
 */
void mog_network_forward_training(const mog_network *network, const mog_real *parameter,
                                  mog_real *buffer, mog_network_workspace *workspace, size_t batch,
                                  const mog_real *x, mog_real *y);

/**
 * Gradient of a scalar with respect to the parameters, after mog_network_forward_training() on the
 * same batch.
 *
 * @param x         [batch][input size], as given to the forward pass
 * @param y         [batch][K], as it came out of the forward pass
 * @param dy        [batch][K], the scalar's gradient with respect to y
 * @param gradient  [P], out, overwritten
 */
void mog_network_backward(const mog_network *network, const mog_real *parameter,
                          mog_network_workspace *workspace, size_t batch, const mog_real *x,
                          const mog_real *y, const mog_real *dy, mog_real *gradient);

#ifdef __cplusplus
}
#endif
#endif
