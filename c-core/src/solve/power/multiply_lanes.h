/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A template, included once for every vector width: out[i] = sum_n m[i][n] x[n] for i, n < links,
 * in every one of MOG_FPLINQ_LANES lanes. The caller defines
 *
 *     MULTIPLY_NAME(part)  the functions: `part` is any, receivers or transmitters
 *     MULTIPLY_TARGET      the instruction set they are compiled for
 *     MULTIPLY_BYTES       width of that set's vectors
 *
 * `row` and `step` are the distances in memory between rows and between terms, so that one code
 * serves gains by receiver and by transmitter; each has its own function, in which one of the
 * distances is known. Spelt out because compilers vectorise sums over an inner loop in a way that
 * shuffles more than it adds; as wide as the loops that read the sums next, because a CPU is slow
 * to load what it has just stored in two parts.
 */
MULTIPLY_TARGET MOG_INLINE void MULTIPLY_NAME(any)(size_t links, const double *restrict m,
                                                   size_t row, size_t step,
                                                   const double *restrict x, double *restrict out) {
    typedef double vector __attribute__((vector_size(MULTIPLY_BYTES), may_alias));
    enum { width = MULTIPLY_BYTES / sizeof(double), group = 4 };
    for (size_t lane = 0; lane < MOG_FPLINQ_LANES; lane += width) {
        const double *factor = x + lane, *a = m + lane;
        double *sums = out + lane;
        size_t i = 0;
        for (; i + group <= links; i += group, a += group * row) { /* hides additions' latency */
            vector sum[group] = {{0}};
            for (size_t n = 0; n < links; n++)
                for (size_t r = 0; r < group; r++)
                    sum[r] += *(const vector *)(a + r * row + n * step) *
                              *(const vector *)(factor + n * MOG_FPLINQ_LANES);
            for (size_t r = 0; r < group; r++)
                *(vector *)(sums + (i + r) * MOG_FPLINQ_LANES) = sum[r];
        }
        for (; i < links; i++, a += row) {
            vector sum = {0};
            for (size_t n = 0; n < links; n++)
                sum += *(const vector *)(a + n * step) *
                       *(const vector *)(factor + n * MOG_FPLINQ_LANES);
            *(vector *)(sums + i * MOG_FPLINQ_LANES) = sum;
        }
    }
}

/* m[i][n]: the gain to receiver i */
MULTIPLY_TARGET static void MULTIPLY_NAME(receivers)(size_t links, const double *m, const double *x,
                                                     double *out) {
    MULTIPLY_NAME(any)(links, m, links * MOG_FPLINQ_LANES, MOG_FPLINQ_LANES, x, out);
}

/* m[n][i]: the gain from transmitter i */
MULTIPLY_TARGET static void MULTIPLY_NAME(transmitters)(size_t links, const double *m,
                                                        const double *x, double *out) {
    MULTIPLY_NAME(any)(links, m, MOG_FPLINQ_LANES, links * MOG_FPLINQ_LANES, x, out);
}

#undef MULTIPLY_NAME
#undef MULTIPLY_TARGET
#undef MULTIPLY_BYTES
