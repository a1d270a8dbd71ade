/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Layers of messages, forward and backward: on tiles of edges, and what nodes add to them. */
#include "nn/mpgnn/message_layer.h"

#include <string.h>

/* ---- tiles of edges ------------------------------------------------------------------------ */

void mog_message_layer_lay_out(mog_message_layer *layer, size_t rows, bool training,
                               mog_arena *arena) {
    const size_t in = mog_rows_width(layer->in), out = mog_rows_width(layer->out);
    layer->weight = mog_arena_take(arena, layer->in * out);
    layer->bias = mog_arena_take(arena, out);
    layer->scale = mog_arena_take(arena, out);
    layer->shift = mog_arena_take(arena, out);
    layer->tile = mog_arena_take(arena, rows * out);
    if (!training)
        return;
    layer->back = mog_arena_take(arena, layer->out * in);
    layer->delta = mog_arena_take(arena, rows * out);
    layer->dweight = mog_arena_take(arena, layer->in * out);
    layer->partial = mog_arena_take(arena, layer->in * out);
    layer->dbias = mog_arena_take(arena, out);
    layer->zero = mog_arena_take(arena, in > out ? in : out);
}

void mog_message_layer_prepare(const mog_message_layer *layer, const mog_real *parameter) {
    mog_rows_transpose(layer->weight, parameter + layer->first, layer->columns, layer->in,
                       layer->out);
    memcpy(layer->bias, parameter + layer->tensors->bias, layer->out * sizeof *layer->bias);
}

void mog_message_layer_start(const mog_message_layer *layer, const mog_real *parameter) {
    const size_t width = mog_rows_width(layer->out);
    mog_rows_pad(layer->back, parameter + layer->first, layer->columns, layer->in, layer->out);
    memset(layer->dweight, 0, layer->in * width * sizeof *layer->dweight);
    memset(layer->dbias, 0, width * sizeof *layer->dbias);
}

static MOG_SIMD(void, add, (mog_real *restrict sum, const mog_real *restrict d, size_t count),
                (sum, d, count)) {
    mog_add_rows(sum, d, 1, count);
}

void mog_message_layer_add(const mog_message_layer *layer, size_t rows, const mog_real *h,
                           size_t stride) {
    const mog_rows_product product = {.in = rows,
                                      .out = mog_rows_width(layer->out),
                                      .stride = 1,
                                      .step = stride,
                                      .weight = layer->delta,
                                      .first = {layer->zero, NULL}};
    mog_rows_multiply(&product, layer->in, h, layer->partial);
    add(layer->dweight, layer->partial, layer->in * product.out);
}

void mog_message_layer_below(const mog_message_layer *layer, size_t rows, mog_real *dh) {
    const mog_rows_product product = {.in = layer->out,
                                      .out = mog_rows_width(layer->in),
                                      .stride = mog_rows_width(layer->out),
                                      .step = 1,
                                      .weight = layer->back,
                                      .first = {layer->zero, NULL}};
    mog_rows_multiply(&product, rows, layer->delta, dh);
}

void mog_message_layer_finish(const mog_message_layer *layer, mog_real *gradient) {
    mog_rows_add_transposed(gradient + layer->first, layer->columns, layer->dweight, layer->in,
                            layer->out);
    add(gradient + layer->tensors->bias, layer->dbias, layer->out);
}

/* ---- nodes --------------------------------------------------------------------------------- */

void mog_message_part_lay_out(mog_message_part *part, size_t nodes, bool training,
                              mog_arena *arena) {
    const size_t in = mog_rows_width(part->in), out = mog_rows_width(part->out);
    part->weight = mog_arena_take(arena, part->in * out);
    part->sum = mog_arena_take(arena, nodes * out);
    part->bias = mog_arena_take(arena, out);
    if (!training)
        return;
    part->back = mog_arena_take(arena, part->out * in);
    part->dsum = mog_arena_take(arena, nodes * out);
    part->dsource = mog_arena_take(arena, nodes * in);
    part->dweight = mog_arena_take(arena, part->in * out);
    part->zero = mog_arena_take(arena, in > out ? in : out);
}

void mog_message_part_forward(const mog_message_part *part, const mog_real *parameter,
                              const mog_real *bias, size_t nodes, const mog_real *rows,
                              size_t stride) {
    mog_rows_transpose(part->weight, parameter + part->first, part->columns, part->in, part->out);
    for (size_t o = 0; bias != NULL && o < part->out; o++)
        part->bias[o] = bias[o];
    const mog_rows_product product = {.in = part->in,
                                      .out = mog_rows_width(part->out),
                                      .stride = stride,
                                      .step = 1,
                                      .weight = part->weight,
                                      .first = {part->bias, NULL}};
    mog_rows_multiply(&product, nodes, rows, part->sum);
}

void mog_message_part_backward(const mog_message_part *part, const mog_real *parameter,
                               size_t nodes, const mog_real *rows, mog_real *drows, size_t stride,
                               mog_real *gradient) {
    const mog_rows_product by_weight = {.in = nodes,
                                        .out = mog_rows_width(part->out),
                                        .stride = 1,
                                        .step = stride,
                                        .weight = part->dsum,
                                        .first = {part->zero, NULL}};
    mog_rows_multiply(&by_weight, part->in, rows, part->dweight);
    mog_rows_add_transposed(gradient + part->first, part->columns, part->dweight, part->in,
                            part->out);
    mog_rows_pad(part->back, parameter + part->first, part->columns, part->in, part->out);
    const mog_rows_product by_rows = {.in = part->out,
                                      .out = mog_rows_width(part->in),
                                      .stride = mog_rows_width(part->out),
                                      .step = 1,
                                      .weight = part->back,
                                      .first = {part->zero, NULL}};
    mog_rows_multiply(&by_rows, nodes, part->dsum, part->dsource);
    for (size_t i = 0; i < nodes; i++)
        for (size_t k = 0; k < part->in; k++)
            drows[i * stride + k] += part->dsource[i * mog_rows_width(part->in) + k];
}
