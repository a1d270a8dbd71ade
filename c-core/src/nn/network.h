/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Networks at work: from channels to outputs, and back to gradients.
 *
 * A network is a shape: it knows its tensors and how to run them forward and backward, and owns
 * none of the numbers. Parameters and buffers are flat arrays of the caller, gradients and
 * optimiser state are flat arrays of the same length, so that an optimiser is one loop.
 */
#ifndef MOG_NN_NETWORK_H
#define MOG_NN_NETWORK_H

#include "mog/network.h"
#include "mog/radio.h"
#include "nn/batch.h"
#include "nn/tensors.h"

/** A network's shape; immutable, may be shared by threads. */
typedef struct mog_network mog_network;

/** Activations of one batch; one per thread. */
typedef struct mog_network_workspace mog_network_workspace;

/**
 * @param links    K that the network is trained with
 * @param network  out; NULL on failure
 * @return MOG_OK, MOG_ERROR_ARGUMENT (settings or K), MOG_ERROR_MEMORY
 */
mog_status mog_network_create(const mog_network_settings *settings, size_t links,
                              mog_network **network, mog_error *error);
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
 * @param training   also what backward needs
 * @param workspace  out; NULL on failure
 * @return MOG_OK, MOG_ERROR_ARGUMENT (an impossible shape), MOG_ERROR_MEMORY, or what
 * mog_blas_open() says
 */
mog_status mog_network_workspace_create(const mog_network *network, const mog_network_shape *shape,
                                        bool training, mog_network_workspace **workspace,
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

#endif
