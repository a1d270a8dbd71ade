/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A template, included once for every vector width: z = W x in one pass over W. The caller defines
 *
 *     MULTIPLY_NAME    the function
 *     MULTIPLY_TARGET  the instruction set it is compiled for
 *     MULTIPLY_BYTES   width of that set's vectors
 *     MULTIPLY_ROWS    rows that are multiplied together: they share the loads of x; all their
 *                      lanes must fit into the registers
 *
 * All widths add the same products in the same order.
 */
MULTIPLY_TARGET static void MULTIPLY_NAME(size_t out, size_t in, const mog_real *w,
                                          const mog_real *x, mog_real *z) {
    typedef mog_real vector __attribute__((vector_size(MULTIPLY_BYTES)));
    /* the same in memory, where numbers are aligned to themselves only */
    typedef mog_real unaligned
        __attribute__((vector_size(MULTIPLY_BYTES), aligned(sizeof(mog_real)), may_alias));
    enum { width = MULTIPLY_BYTES / sizeof(mog_real), parts = 64 / MULTIPLY_BYTES };
    for (size_t o = 0; o < out; o += MULTIPLY_ROWS) {
        /* the last rows may be fewer: then some are multiplied again, or one several times */
        const size_t last = out - 1, first = out < MULTIPLY_ROWS ? 0 : out - MULTIPLY_ROWS;
        const size_t start = o < first ? o : first;
        const mog_real *row[MULTIPLY_ROWS];
        vector lane[MULTIPLY_ROWS][parts];
        for (size_t r = 0; r < MULTIPLY_ROWS; r++) {
            row[r] = w + (start + r < last ? start + r : last) * in;
            for (size_t p = 0; p < parts; p++)
                lane[r][p] = (vector){0};
        }
        size_t k = 0;
        for (; k + REAL_LANES <= in; k += REAL_LANES)
            for (size_t p = 0; p < parts; p++) {
                const vector v = *(const unaligned *)(x + k + p * width);
                for (size_t r = 0; r < MULTIPLY_ROWS; r++) {
                    const mog_real *place = row[r] + k + p * width;
                    lane[r][p] += *(const unaligned *)place * v;
                    /* the next rows: the hardware does not foresee as many streams */
                    if (p == 0)
                        __builtin_prefetch(place + MULTIPLY_ROWS * in);
                }
            }
        for (size_t r = 0; r < MULTIPLY_ROWS && start + r < out; r++) {
            mog_real total = real_lane_sum((const mog_real *)lane[r]);
            for (size_t rest = k; rest < in; rest++)
                total += row[r][rest] * x[rest];
            z[start + r] = total;
        }
    }
}
#undef MULTIPLY_NAME
#undef MULTIPLY_TARGET
#undef MULTIPLY_BYTES
#undef MULTIPLY_ROWS
