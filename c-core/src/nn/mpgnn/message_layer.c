/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nn/mpgnn/message_layer.h"

#include <string.h>

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
