/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Messages that are normalised by the statistics of the batch, forward and backward. */
#include "nn/mpgnn/message_batch.h"

#include <string.h>

void mog_message_batch_lay_out(const mog_message_workspace *workspace, size_t begin, size_t end,
                               size_t edges, mog_arena *arena, mog_message_batch *batch) {
    batch->begin = begin;
    batch->end = end;
    for (size_t l = begin; l < end; l++) {
        const size_t width = mog_rows_width(workspace->layer[l].out);
        mog_message_norm *norm = &batch->norm[l];
        norm->a = mog_arena_take(arena, edges * width);
        norm->mean = mog_arena_take(arena, width);
        norm->inverse = mog_arena_take(arena, width);
        norm->dbias = mog_arena_take(arena, width);
        norm->dweight = mog_arena_take(arena, width);
        norm->slope = mog_arena_take(arena, width);
        norm->offset = mog_arena_take(arena, width);
    }
}

/* ---- rows of a layer ----------------------------------------------------------------------- */

/* The tile that starts at edge `first`. */
static mog_message_edges tile_at(const mog_graph *graph, size_t first) {
    const size_t left = graph->edges - first;
    return (mog_message_edges){left < MOG_MESSAGE_TILE ? left : MOG_MESSAGE_TILE,
                               graph->from + first, graph->to + first};
}

/* Normalised rows of a tile that starts at edge `first`. */
static const mog_real *fetch(const mog_message_rows *rows, size_t first, size_t count) {
    const mog_real *row = rows->row + first * rows->stride;
    if (rows->normal == NULL)
        return row;
    mog_message_normalise(rows->normal, count, row);
    return rows->normal->tile;
}

/* What layer l gives. */
static mog_message_rows output_of(const mog_message_workspace *workspace,
                                  const mog_message_batch *batch, size_t l) {
    const mog_message_layer *layer = &workspace->layer[l];
    return (mog_message_rows){batch->norm[l].a, mog_rows_width(layer->out), layer};
}

/* ---- forward ------------------------------------------------------------------------------- */

/*
 * Joins mean and sum of squared deviations of the rows so far with those of a tile (Chan, Golub,
 * LeVeque, The American Statistician 37(3), 1983).
 */
static MOG_SIMD(void, add_statistics,
                (mog_real *restrict mean, mog_real *restrict squares, mog_real *restrict sum,
                 const mog_real *restrict a, size_t before, size_t rows, size_t width),
                (mean, squares, sum, a, before, rows, width)) {
    const mog_real count = (mog_real)rows, all = (mog_real)(before + rows);
    const mog_real share = count / all, both = (mog_real)before * share;
    for (size_t c = 0; c < width; c++)
        sum[c] = 0;
    mog_add_rows(sum, a, rows, width);
    for (size_t c = 0; c < width; c++) {
        sum[c] /= count;
        const mog_real difference = sum[c] - mean[c];
        mean[c] += difference * share;
        squares[c] += difference * difference * both;
    }
    for (size_t r = 0; r < rows; r++, a += width)
        for (size_t c = 0; c < width; c++) {
            const mog_real deviation = a[c] - sum[c];
            squares[c] += deviation * deviation;
        }
}

/* One layer over all edges, with its statistics. */
static void run_layer(const mog_message_pass *pass, size_t l, const mog_message_norm *norm,
                      const mog_message_rows *input) {
    const mog_graph *graph = pass->graph;
    const size_t width = mog_rows_width(pass->workspace->layer[l].out);
    memset(norm->mean, 0, width * sizeof *norm->mean);
    memset(norm->inverse, 0, width * sizeof *norm->inverse);
    for (size_t e = 0; e < graph->edges; e += MOG_MESSAGE_TILE) {
        const mog_message_edges edges = tile_at(graph, e);
        mog_real *a = norm->a + e * width;
        mog_message_run_layer(pass, l, &edges, fetch(input, e, edges.rows), input->stride, a);
        /* the squares stand where the inverse deviation will, the tile's mean in `slope` */
        add_statistics(norm->mean, norm->inverse, norm->slope, a, e, edges.rows, width);
    }
}

mog_message_rows mog_message_batch_run(const mog_message_pass *pass, mog_real *buffer,
                                       const mog_message_batch *batch, mog_message_rows input) {
    const mog_real *parameter = pass->parameter;
    for (size_t l = batch->begin; l < batch->end; l++) {
        const mog_message_layer *layer = &pass->workspace->layer[l];
        const mog_stack_layer *tensors = layer->tensors;
        const mog_message_norm *norm = &batch->norm[l];
        mog_message_layer_prepare(layer, parameter);
        run_layer(pass, l, norm, &input);
        mog_norm_settle(norm->mean, norm->inverse, buffer + tensors->mean,
                        buffer + tensors->variance, (mog_real)pass->graph->edges, layer->out);
        for (size_t c = 0; c < layer->out; c++) {
            layer->scale[c] = parameter[tensors->norm_weight + c] * norm->inverse[c];
            layer->shift[c] = parameter[tensors->norm_bias + c] - norm->mean[c] * layer->scale[c];
        }
        input = output_of(pass->workspace, batch, l);
    }
    return input;
}

void mog_message_batch_forward(const mog_message_pass *pass, mog_real *buffer,
                               const mog_message_batch *batch, mog_message_rows edge) {
    const mog_aggregate *aggregate = &pass->workspace->aggregate;
    const mog_graph *graph = pass->graph;
    if (graph->edges != 0) {
        mog_message_forward_nodes(pass);
        edge = mog_message_batch_run(pass, buffer, batch, edge);
    }
    for (size_t e = 0; e < graph->edges; e += MOG_MESSAGE_TILE) {
        const size_t rows = tile_at(graph, e).rows;
        mog_aggregate_edges(aggregate, graph, e, rows, fetch(&edge, e, rows));
    }
    mog_aggregate_finish(aggregate, graph, pass->joined + pass->message->source, pass->stride);
}

/* ---- backward ------------------------------------------------------------------------------ */

/* Adds a tile's d, and d times the normalised a, to the sums. d, a [rows][width] */
static MOG_SIMD(void, add_sums,
                (const mog_message_norm *norm, const mog_real *restrict d,
                 const mog_real *restrict a, size_t rows, size_t width),
                (norm, d, a, rows, width)) {
    mog_real *restrict dbias = norm->dbias, *restrict dweight = norm->dweight;
    const mog_real *restrict mean = norm->mean, *restrict inverse = norm->inverse;
    for (size_t r = 0; r < rows; r++, d += width, a += width)
        for (size_t c = 0; c < width; c++) {
            dbias[c] += d[c];
            dweight[c] += d[c] * ((a[c] - mean[c]) * inverse[c]);
        }
}

static void clear_sums(const mog_message_norm *norm, size_t width) {
    memset(norm->dbias, 0, width * sizeof *norm->dbias);
    memset(norm->dweight, 0, width * sizeof *norm->dweight);
}

/*
 * From the sums: with n = (a - mean) inverse, the gradient of a is
 * scale (d - (dbias + n dweight) / edges), which is linear in d and a.
 */
static void set_slope(const mog_message_layer *layer, const mog_message_norm *norm, size_t edges) {
    const mog_real share = 1 / (mog_real)edges;
    for (size_t c = 0; c < layer->out; c++) {
        norm->slope[c] = -share * layer->scale[c] * norm->inverse[c] * norm->dweight[c];
        norm->offset[c] =
            -share * layer->scale[c] * norm->dbias[c] - norm->slope[c] * norm->mean[c];
    }
}

/* Through normalisation and ReLU. delta, d, a [rows][width] */
static MOG_SIMD(void, set_delta,
                (mog_real *restrict delta, const mog_real *restrict d, const mog_real *restrict a,
                 const mog_real *restrict scale, const mog_real *restrict slope,
                 const mog_real *restrict offset, size_t rows, size_t width),
                (delta, d, a, scale, slope, offset, rows, width)) {
    for (size_t r = 0; r < rows; r++, delta += width, d += width, a += width)
        for (size_t c = 0; c < width; c++) {
            const mog_real da = scale[c] * d[c] + (slope[c] * a[c] + offset[c]);
            delta[c] = a[c] > 0 ? da : 0;
        }
}

static MOG_SIMD(void, add, (mog_real *restrict sum, const mog_real *restrict d, size_t count),
                (sum, d, count)) {
    mog_add_rows(sum, d, 1, count);
}

/* A layer's gradients, tile by tile; those of its input, if wanted, with the sums of the layer
 * below, or added to `dinput`. */
static void layer_back(const mog_message_pass *pass, size_t l, const mog_message_batch *batch,
                       const mog_message_rows *input, const mog_real *d, mog_real *below,
                       mog_real *dinput) {
    const mog_message_layer *layer = &pass->workspace->layer[l];
    const mog_message_norm *norm = &batch->norm[l];
    const size_t width = mog_rows_width(layer->out), in = mog_rows_width(layer->in);
    for (size_t e = 0; e < pass->graph->edges; e += MOG_MESSAGE_TILE) {
        const mog_message_edges edges = tile_at(pass->graph, e);
        const size_t rows = edges.rows;
        set_delta(layer->delta, d + e * width, norm->a + e * width, layer->scale, norm->slope,
                  norm->offset, rows, width);
        mog_message_add_gradient(pass, l, &edges, fetch(input, e, rows), input->stride);
        if (l > batch->begin) {
            mog_message_layer_below(layer, rows, below + e * in);
            add_sums(&batch->norm[l - 1], below + e * in, batch->norm[l - 1].a + e * in, rows, in);
        } else if (dinput != NULL) {
            mog_message_layer_below(layer, rows, below);
            add(dinput + e * in, below, rows * in);
        }
    }
}

void mog_message_batch_back(const mog_message_pass *pass, const mog_message_batch *batch,
                            mog_message_rows input, mog_real *const d[2], mog_real *dinput,
                            mog_real *gradient) {
    const mog_message_workspace *workspace = pass->workspace;
    const size_t edges = pass->graph->edges;
    for (size_t l = batch->begin; l < batch->end; l++)
        clear_sums(&batch->norm[l], mog_rows_width(workspace->layer[l].out));
    const size_t top = batch->end - 1, width = mog_rows_width(workspace->layer[top].out);
    add_sums(&batch->norm[top], d[0], batch->norm[top].a, edges, width);
    for (size_t left = batch->end, turn = 0; left > batch->begin; left--, turn = 1 - turn) {
        const size_t l = left - 1;
        const mog_message_layer *layer = &workspace->layer[l];
        const mog_message_norm *norm = &batch->norm[l];
        const mog_message_rows rows =
            l == batch->begin ? input : output_of(workspace, batch, l - 1);
        set_slope(layer, norm, edges);
        mog_message_layer_start(layer, pass->parameter);
        layer_back(pass, l, batch, &rows, d[turn], d[1 - turn], dinput);
        mog_message_layer_finish(layer, gradient);
        add(gradient + layer->tensors->norm_weight, norm->dweight, layer->out);
        add(gradient + layer->tensors->norm_bias, norm->dbias, layer->out);
    }
}

void mog_message_batch_backward(const mog_message_pass *pass, const mog_message_batch *batch,
                                mog_message_rows edge, mog_real *const d[2], mog_real *dedge,
                                mog_real *djoined, mog_real *gradient) {
    if (pass->graph->edges == 0)
        return;
    mog_message_start_nodes(pass);
    mog_aggregate_backward(&pass->workspace->aggregate, pass->graph,
                           djoined + pass->message->source, pass->stride, d[0]);
    mog_message_batch_back(pass, batch, edge, d, dedge, gradient);
    mog_message_finish_nodes(pass, djoined, gradient);
}
