/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * A stack of hidden layers on rows, each Linear, ReLU and perhaps batch normalisation; and an
 * output layer, Linear and the last activation. Networks are made of these.
 */
#ifndef MOG_NN_STACK_H
#define MOG_NN_STACK_H

#include "nn/arena.h"
#include "nn/layer/layers.h"
#include "nn/tensors.h"

/** A hidden layer. */
typedef struct mog_stack_layer {
    size_t in, out;
    size_t weight, bias;           /**< offsets in the parameters */
    size_t norm_weight, norm_bias; /**< in the parameters */
    size_t mean, variance;         /**< in the buffers */
} mog_stack_layer;

/** Hidden layers; none are allowed: then rows pass as they are. */
typedef struct mog_stack {
    size_t count;
    size_t in, out; /**< width of the rows */
    size_t widest;  /**< layer */
    size_t places;  /**< that the modules take in a PyTorch Sequential */
    bool norm;
    mog_stack_layer layer[MOG_MAX_SIZES];
} mog_stack;

/** Activations of a stack for some rows. */
typedef struct mog_stack_workspace {
    struct {
        mog_real *a;       /**< [rows][out]: after ReLU */
        mog_real *h;       /**< [rows][out]: the layer's output, a itself or a normalised */
        mog_real *mean;    /**< [out]: of a over the rows */
        mog_real *inverse; /**< [out]: 1 / deviation of a */
    } hidden[MOG_MAX_SIZES];
    mog_real *delta[2]; /**< [rows][widest], gradients that take turns */
    mog_real *scratch;  /**< [2][widest] */
} mog_stack_workspace;

/** Adds the tensors "<prefix>.<place>.weight" ... of hidden layers on rows of `in` numbers. */
void mog_stack_plan(mog_stack *stack, mog_tensors *tensors, const char *prefix, size_t in,
                    const mog_sizes *widths, bool batch_norm);
/** PyTorch's defaults: U(-1/sqrt(in), 1/sqrt(in)); normalisation that does nothing. */
void mog_stack_init(const mog_stack *stack, gsl_rng *rng, mog_real *parameter, mog_real *buffer);
/** Takes a workspace's arrays. */
void mog_stack_lay_out(const mog_stack *stack, size_t rows, bool training, mog_arena *arena,
                       mog_stack_workspace *workspace);

/** With running statistics. @return the output, [rows][out], in the workspace; x if no layers */
const mog_real *mog_stack_forward(const mog_stack *stack, const mog_real *parameter,
                                  const mog_real *buffer, const mog_stack_workspace *workspace,
                                  size_t rows, const mog_real *x);
/** With the rows' own statistics, which also move the running ones. */
const mog_real *mog_stack_forward_training(const mog_stack *stack, const mog_real *parameter,
                                           mog_real *buffer, const mog_stack_workspace *workspace,
                                           size_t rows, const mog_real *x);
/**
 * Gradients after mog_stack_forward_training() on the same rows.
 *
 * @param x         [rows][in]
 * @param d         [rows][out], gradient with respect to the output; overwritten
 * @param dx        [rows][in], out; NULL if not wanted
 * @param gradient  of all parameters: the stack's are overwritten; NULL if not wanted
 * @return the gradient in front of the first layer's activation; `d` if there are no layers
 */
mog_real *mog_stack_backward(const mog_stack *stack, const mog_real *parameter,
                             const mog_stack_workspace *workspace, size_t rows, const mog_real *x,
                             mog_real *d, mog_real *dx, mog_real *gradient);

/** The last layer. */
typedef struct mog_output_layer {
    size_t in, out;
    size_t width;        /**< of a group of outputs: the numbers of one link */
    size_t weight, bias; /**< offsets in the parameters */
    mog_output activation;
} mog_output_layer;

/** Adds the tensors "<prefix>.<place>.weight" and ".bias" of what comes out for `links` links. */
void mog_output_plan(mog_output_layer *layer, mog_tensors *tensors, const char *prefix,
                     size_t place, size_t in, size_t links, const mog_network_settings *settings);
/** PyTorch's defaults. */
void mog_output_init(const mog_output_layer *layer, gsl_rng *rng, mog_real *parameter);
/** y [rows][out] from x [rows][in] */
void mog_output_forward(const mog_output_layer *layer, const mog_real *parameter, size_t rows,
                        const mog_real *x, mog_real *y);
/** dz [rows + 1][out] scratch, dx [rows][in] out or NULL, gradient of all parameters or NULL */
void mog_output_backward(const mog_output_layer *layer, const mog_real *parameter, size_t rows,
                         const mog_real *x, const mog_real *y, const mog_real *dy, mog_real *dz,
                         mog_real *dx, mog_real *gradient);

#endif
