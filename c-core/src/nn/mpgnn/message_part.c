/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nn/mpgnn/message_part.h"

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
