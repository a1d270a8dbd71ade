/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "nn/mpgnn/aggregate.h"

#include <string.h>

#define WIDTH_MAXIMA maxima_by_16_bytes
#define WIDTH_TARGET
#define WIDTH_BYTES 16
#include "nn/kernel/templates.h"

#ifdef MOG_SIMD_X86

#define WIDTH_MAXIMA maxima_by_32_bytes
#define WIDTH_TARGET __attribute__((target("avx2")))
#define WIDTH_BYTES 32
#include "nn/kernel/templates.h"

#define WIDTH_MAXIMA maxima_by_64_bytes
#define WIDTH_TARGET __attribute__((target("avx512f")))
#define WIDTH_BYTES 64
#include "nn/kernel/templates.h"

#endif

void mog_aggregate_lay_out(mog_aggregate *aggregate, size_t nodes, mog_arena *arena) {
    const size_t count = nodes * mog_rows_width(aggregate->out);
    aggregate->sum = mog_arena_take(arena, count);
    aggregate->winner = NULL;
    if (aggregate->kind == MOG_AGGREGATION_MAX)
        aggregate->winner = mog_arena_bytes(arena, count * sizeof *aggregate->winner);
}

static void take_maxima(mog_real *restrict maximum, mog_place *restrict winner,
                        const mog_real *restrict row, size_t width, size_t rows, mog_place place) {
#ifdef MOG_SIMD_X86
    if (__builtin_cpu_supports("avx512f")) {
        maxima_by_64_bytes(maximum, winner, row, width, rows, place);
        return;
    }
    if (__builtin_cpu_supports("avx2")) {
        maxima_by_32_bytes(maximum, winner, row, width, rows, place);
        return;
    }
#endif
    maxima_by_16_bytes(maximum, winner, row, width, rows, place);
}

MOG_SIMD static void add_rows(mog_real *restrict sum, const mog_real *restrict message,
                              size_t width, size_t count) {
    for (size_t r = 0; r < count; r++, message += width)
        for (size_t c = 0; c < width; c++)
            sum[c] += message[c];
}

/* A node's first message: even if it is NaN, it is the strongest so far. */
static void start_node(const mog_aggregate *aggregate, size_t node, const mog_real *message) {
    const size_t width = mog_rows_width(aggregate->out), at = node * width;
    memcpy(aggregate->sum + at, message, width * sizeof *message);
    if (aggregate->winner != NULL)
        memset(aggregate->winner + at, 0, width * sizeof *aggregate->winner);
}

void mog_aggregate_edges(const mog_aggregate *aggregate, const mog_graph *graph, size_t first,
                         size_t count, const mog_real *message) {
    const size_t width = mog_rows_width(aggregate->out), end = first + count;
    for (size_t e = first; e < end;) {
        const size_t node = graph->to[e], at = node * width;
        const size_t begin = graph->first[node], stop = graph->first[node + 1];
        const size_t rows = (stop < end ? stop : end) - e;
        const mog_real *row = message + (e - first) * width;
        if (e == begin)
            start_node(aggregate, node, row);
        const size_t known = e == begin ? 1 : 0;
        if (aggregate->kind == MOG_AGGREGATION_MAX)
            take_maxima(aggregate->sum + at, aggregate->winner + at, row + known * width, width,
                        rows - known, (mog_place)(e + known - begin));
        else
            add_rows(aggregate->sum + at, row + known * width, width, rows - known);
        e += rows;
    }
}

void mog_aggregate_finish(const mog_aggregate *aggregate, const mog_graph *graph, mog_real *rows,
                          size_t stride) {
    for (size_t i = 0; i < graph->nodes; i++, rows += stride) {
        const mog_real *sum = aggregate->sum + i * mog_rows_width(aggregate->out);
        const size_t degree = graph->first[i + 1] - graph->first[i];
        const bool mean = aggregate->kind == MOG_AGGREGATION_MEAN;
        const mog_real divisor = mean ? (mog_real)degree : 1;
        for (size_t c = 0; c < aggregate->out; c++)
            rows[c] = degree == 0 ? 0 : sum[c] / divisor;
    }
}

/* d [edges of the node][width] */
static void node_backward(const mog_aggregate *aggregate, size_t node, size_t degree,
                          const mog_real *drow, mog_real *d) {
    const size_t width = mog_rows_width(aggregate->out);
    if (aggregate->kind == MOG_AGGREGATION_MAX) {
        memset(d, 0, degree * width * sizeof *d);
        for (size_t c = 0; c < aggregate->out && degree != 0; c++)
            d[(size_t)aggregate->winner[node * width + c] * width + c] = drow[c];
        return;
    }
    const mog_real divisor =
        aggregate->kind == MOG_AGGREGATION_MEAN && degree != 0 ? (mog_real)degree : 1;
    for (size_t e = 0; e < degree; e++)
        for (size_t c = 0; c < width; c++)
            d[e * width + c] = c < aggregate->out ? drow[c] / divisor : 0;
}

void mog_aggregate_backward(const mog_aggregate *aggregate, const mog_graph *graph,
                            const mog_real *drows, size_t stride, mog_real *d) {
    for (size_t i = 0; i < graph->nodes; i++)
        node_backward(aggregate, i, graph->first[i + 1] - graph->first[i], drows + i * stride,
                      d + graph->first[i] * mog_rows_width(aggregate->out));
}
