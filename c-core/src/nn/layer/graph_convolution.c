/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Graph convolution over links: their features spread along the paths between them, both ways. */
#include "nn/batch.h"
#include "nn/layer/layers.h"

MOG_SIMD(void, mog_convolution_graph_read, (mog_convolution_graph * graph, const mog_real *x),
         (graph, x)) {
    const size_t k = graph->links;
    mog_real *edge = graph->edge;
    for (size_t n = 0; n < graph->samples * k; n++, x += k, edge += k) {
        size_t neighbours = 0;
        for (size_t j = 0; j < k; j++) {
            const bool is_edge = x[j] != MOG_NO_NEIGHBOUR && j != n % k;
            edge[j] = is_edge ? x[j] : 0;
            neighbours += is_edge;
        }
        graph->share[n] = neighbours > 0 ? 1 / (mog_real)neighbours : 0;
    }
}

/* Copies the columns of `from` to those of `to`, each row with its factor; 1 if there are none. */
static void copy_columns(mog_real *to, size_t to_width, const mog_real *from, size_t from_width,
                         size_t columns, size_t rows, const mog_real *factor) {
    for (size_t i = 0; i < rows; i++, to += to_width, from += from_width)
        for (size_t c = 0; c < columns; c++)
            to[c] = factor == NULL ? from[c] : factor[i] * from[c];
}

void mog_graph_convolution(const mog_convolution_graph *graph, mog_real *row,
                           const mog_real *feature, size_t width) {
    const size_t k = graph->links, wide = MOG_GRAPH_CONVOLUTION_WIDTH(width);
    copy_columns(row, wide, feature, width, width, graph->samples * k, NULL);
    for (size_t s = 0; s < graph->samples; s++) {
        const mog_real *edge = graph->edge + s * k * k, *f = feature + s * k * width;
        for (size_t direction = 0; direction < 2; direction++) {
            real_gemm(direction == 1, false, k, width, k, 1, edge, f, 0, graph->product);
            copy_columns(row + s * k * wide + (direction + 1) * width, wide, graph->product, width,
                         width, k, graph->share + s * k);
        }
    }
}

void mog_graph_convolution_backward(const mog_convolution_graph *graph, mog_real *dfeature,
                                    const mog_real *drow, size_t width) {
    const size_t k = graph->links, wide = MOG_GRAPH_CONVOLUTION_WIDTH(width);
    copy_columns(dfeature, width, drow, wide, width, graph->samples * k, NULL);
    for (size_t s = 0; s < graph->samples; s++) {
        const mog_real *edge = graph->edge + s * k * k;
        for (size_t direction = 0; direction < 2; direction++) {
            copy_columns(graph->product, width, drow + s * k * wide + (direction + 1) * width, wide,
                         width, k, graph->share + s * k);
            real_gemm(direction == 0, false, k, width, k, 1, edge, graph->product, 1,
                      dfeature + s * k * width);
        }
    }
}
