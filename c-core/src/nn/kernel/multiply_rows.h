/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A template, included once for every vector width: some columns of a mog_rows_product, for all
 * rows. The caller defines
 *
 *     MULTIPLY_NAME    the function
 *     MULTIPLY_TARGET  the instruction set it is compiled for
 *     MULTIPLY_BYTES   width of that set's vectors
 *     MULTIPLY_LINES   cache lines of columns
 *     MULTIPLY_ROWS    rows that are multiplied together: they share the loads of the weights; rows
 *                      times columns must fit into the registers
 *
 * Every number is the same sum in the same order wherever its row stands, so the last rows may be
 * multiplied twice.
 */
MULTIPLY_TARGET static void MULTIPLY_NAME(const mog_rows_product *product, size_t column,
                                          size_t rows, const mog_real *h, mog_real *z) {
    typedef mog_real vector __attribute__((vector_size(MULTIPLY_BYTES)));
    typedef __typeof__((vector){0} < (vector){0}) mask;
    /* the same in memory, where numbers are aligned to themselves only */
    typedef mog_real unaligned
        __attribute__((vector_size(MULTIPLY_BYTES), aligned(sizeof(mog_real)), may_alias));
    enum {
        width = MULTIPLY_BYTES / sizeof(mog_real),
        parts = MULTIPLY_LINES * 64 / MULTIPLY_BYTES
    };
    const size_t in = product->in, out = product->out, step = product->step;
    const mog_rows_start first = product->first, second = product->second;
    const vector floor = (vector){0} + (product->relu ? 0 : -(mog_real)INFINITY);
    const size_t last = rows - 1, whole = rows < MULTIPLY_ROWS ? 0 : rows - MULTIPLY_ROWS;
    for (size_t next = 0; next < rows; next += MULTIPLY_ROWS) {
        const size_t start = next < whole ? next : whole;
        size_t place[MULTIPLY_ROWS];
        const mog_real *row[MULTIPLY_ROWS];
        vector sum[MULTIPLY_ROWS][parts];
        for (size_t r = 0; r < MULTIPLY_ROWS; r++) {
            place[r] = start + r < last ? start + r : last;
            row[r] = h + place[r] * product->stride;
            const mog_real *a = first.row + column;
            if (first.index != NULL)
                a += first.index[place[r]] * out;
            for (size_t p = 0; p < parts; p++)
                sum[r][p] = *(const unaligned *)(a + p * width);
            if (second.row == NULL)
                continue;
            const mog_real *b = second.row + column + second.index[place[r]] * out;
            for (size_t p = 0; p < parts; p++)
                sum[r][p] += *(const unaligned *)(b + p * width);
        }
        const mog_real *w = product->weight + column;
        for (size_t k = 0, at = 0; k < in; k++, at += step, w += out) {
            vector v[parts];
            for (size_t p = 0; p < parts; p++)
                v[p] = *(const unaligned *)(w + p * width);
            for (size_t r = 0; r < MULTIPLY_ROWS; r++)
                for (size_t p = 0; p < parts; p++)
                    sum[r][p] += row[r][at] * v[p];
        }
        for (size_t r = 0; r < MULTIPLY_ROWS; r++)
            for (size_t p = 0; p < parts; p++) {
                const mask below = sum[r][p] < floor; /* lets NaN through */
                *(unaligned *)(z + place[r] * out + column + p * width) =
                    (vector)(((mask)floor & below) | ((mask)sum[r][p] & ~below));
            }
    }
}
#undef MULTIPLY_NAME
#undef MULTIPLY_TARGET
#undef MULTIPLY_BYTES
#undef MULTIPLY_LINES
#undef MULTIPLY_ROWS
