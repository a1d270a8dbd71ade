/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Convolution of images, forward and backward: a matrix product on an unfolded image, which has,
 * for each input plane and each entry of the kernel, the plane as that entry sees it. One sample is
 * unfolded at a time, so that the memory does not grow with the batch and a sample's result does
 * not depend on it.
 */
#include "nn/layer/layers.h"

#include <string.h>

/*
 * A plane moved by some rows and columns. Row-major, that is a move by some numbers: `count` of
 * them come from inside the plane, from `from` on to `to`; none if a kernel is so much wider than
 * the plane. The columns from `clear` to `cleared` have come round from the neighbouring row and
 * stand for zeros beyond the border.
 */
typedef struct plane_move {
    size_t from, to, count;
    size_t clear, cleared;
} plane_move;

/* The move that brings (r + rows, c + columns) to (r, c). */
static plane_move make_move(size_t side, ptrdiff_t rows, ptrdiff_t columns) {
    const size_t pixels = side * side;
    const ptrdiff_t shift = rows * (ptrdiff_t)side + columns;
    const size_t lost = (size_t)(shift < 0 ? -shift : shift);
    const size_t kept = lost < pixels ? pixels - lost : 0;
    const size_t crossed = (size_t)(columns < 0 ? -columns : columns);
    const size_t wrapped = crossed < side ? crossed : side;
    return (plane_move){.from = shift < 0 ? 0 : pixels - kept,
                        .to = shift < 0 ? pixels - kept : 0,
                        .count = kept,
                        .clear = columns < 0 ? 0 : side - wrapped,
                        .cleared = columns < 0 ? wrapped : side};
}

/* Column by column: they are few, and a short row would become a call of memset(). */
static void clear_wrapped(const plane_move *move, size_t side, mog_real *plane) {
    for (size_t c = move->clear; c < move->cleared; c++)
        for (size_t r = 0; r < side; r++)
            plane[r * side + c] = 0;
}

/* to = the moved plane */
static void copy_moved(const plane_move *move, size_t side, mog_real *to, const mog_real *from) {
    const size_t pixels = side * side, end = move->to + move->count;
    memset(to, 0, move->to * sizeof *to);
    memcpy(to + move->to, from + move->from, move->count * sizeof *to);
    memset(to + end, 0, (pixels - end) * sizeof *to);
    clear_wrapped(move, side, to);
}

/* The transpose: to += the plane `from` moved back; clears what copy_moved() cleared in `from`. */
static MOG_SIMD(void, add_moved_back,
                (const plane_move *move, size_t side, mog_real *restrict to,
                 mog_real *restrict from),
                (move, side, to, from)) {
    clear_wrapped(move, side, from);
    to += move->from;
    from += move->to;
    for (size_t p = 0; p < move->count; p++)
        to[p] += from[p];
}

static size_t unfolded_rows(const mog_convolution *shape) {
    return shape->in * shape->kernel * shape->kernel;
}

size_t mog_convolution_scratch(const mog_convolution *shape) {
    return unfolded_rows(shape) * shape->side * shape->side;
}

static plane_move kernel_move(const mog_convolution *shape, size_t u, size_t v) {
    const ptrdiff_t centre = (ptrdiff_t)(shape->kernel / 2);
    return make_move(shape->side, (ptrdiff_t)u - centre, (ptrdiff_t)v - centre);
}

/* unfolded [in][kernel][kernel][side^2] of x [in][side^2] */
static void unfold(const mog_convolution *shape, mog_real *unfolded, const mog_real *x) {
    const size_t pixels = shape->side * shape->side, taps = shape->kernel * shape->kernel;
    for (size_t u = 0; u < shape->kernel; u++)
        for (size_t v = 0; v < shape->kernel; v++) {
            const plane_move move = kernel_move(shape, u, v);
            for (size_t i = 0; i < shape->in; i++)
                copy_moved(&move, shape->side,
                           unfolded + (i * taps + u * shape->kernel + v) * pixels, x + i * pixels);
        }
}

/* The transpose of unfold(): x = what `unfolded` adds up to; `unfolded` is used up. */
static void fold(const mog_convolution *shape, mog_real *x, mog_real *unfolded) {
    const size_t pixels = shape->side * shape->side, taps = shape->kernel * shape->kernel;
    memset(x, 0, shape->in * pixels * sizeof *x);
    for (size_t u = 0; u < shape->kernel; u++)
        for (size_t v = 0; v < shape->kernel; v++) {
            const plane_move move = kernel_move(shape, u, v);
            for (size_t i = 0; i < shape->in; i++)
                add_moved_back(&move, shape->side, x + i * pixels,
                               unfolded + (i * taps + u * shape->kernel + v) * pixels);
        }
}

void mog_convolution_forward(const mog_convolution *shape, mog_real *z, mog_real *scratch,
                             const mog_real *x, const mog_real *weight, size_t batch) {
    const size_t pixels = shape->side * shape->side, rows = unfolded_rows(shape);
    for (size_t b = 0; b < batch; b++) {
        unfold(shape, scratch, x + b * shape->in * pixels);
        real_gemm(false, false, shape->out, pixels, rows, 1, weight, scratch, 0,
                  z + b * shape->out * pixels);
    }
}

void mog_convolution_backward_weight(const mog_convolution *shape, mog_real *dweight,
                                     mog_real *scratch, const mog_real *dz, const mog_real *x,
                                     size_t batch) {
    const size_t pixels = shape->side * shape->side, rows = unfolded_rows(shape);
    for (size_t b = 0; b < batch; b++) {
        unfold(shape, scratch, x + b * shape->in * pixels);
        real_gemm(false, true, shape->out, rows, pixels, 1, dz + b * shape->out * pixels, scratch,
                  b == 0 ? 0 : 1, dweight);
    }
}

void mog_convolution_backward_input(const mog_convolution *shape, mog_real *dx, mog_real *scratch,
                                    const mog_real *dz, const mog_real *weight, size_t batch) {
    const size_t pixels = shape->side * shape->side, rows = unfolded_rows(shape);
    for (size_t b = 0; b < batch; b++) {
        real_gemm(true, false, rows, pixels, shape->out, 1, weight, dz + b * shape->out * pixels, 0,
                  scratch);
        fold(shape, dx + b * shape->in * pixels, scratch);
    }
}
