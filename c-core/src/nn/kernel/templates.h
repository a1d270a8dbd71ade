/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Templates of kernels, included once for every vector width. Who includes this file defines
 *
 *     WIDTH_TARGET  the instruction set that the function is compiled for
 *     WIDTH_BYTES   width of that set's vectors
 *
 * and the name of one function:
 *
 *     WIDTH_COLUMNS  some columns of a mog_rows_product, for all rows
 *     WIDTH_VECTOR   the product of a matrix and a vector
 *     WIDTH_MAXIMA   maxima of columns over rows, and where they stand
 *
 * Products also take WIDTH_ROWS, the rows that are multiplied together because they share loads:
 * rows times columns must fit into the registers. All widths add the same numbers in the same
 * order.
 */

#ifdef WIDTH_COLUMNS
/*
 * WIDTH_LINES cache lines of columns. Every number is the same sum in the same order wherever its
 * row stands, so the last rows may be multiplied twice.
 */
WIDTH_TARGET static void WIDTH_COLUMNS(const mog_rows_product *product, size_t column, size_t rows,
                                       const mog_real *h, mog_real *z) {
    typedef mog_real vector __attribute__((vector_size(WIDTH_BYTES)));
    typedef __typeof__((vector){0} < (vector){0}) mask;
    /* the same in memory, where numbers are aligned to themselves only */
    typedef mog_real unaligned
        __attribute__((vector_size(WIDTH_BYTES), aligned(sizeof(mog_real)), may_alias));
    enum { width = WIDTH_BYTES / sizeof(mog_real), parts = WIDTH_LINES * 64 / WIDTH_BYTES };
    const size_t in = product->in, out = product->out, step = product->step;
    const mog_rows_start first = product->first, second = product->second;
    const vector floor = (vector){0} + (product->relu ? 0 : -(mog_real)INFINITY);
    const size_t last = rows - 1, whole = rows < WIDTH_ROWS ? 0 : rows - WIDTH_ROWS;
    for (size_t next = 0; next < rows; next += WIDTH_ROWS) {
        const size_t start = next < whole ? next : whole;
        size_t place[WIDTH_ROWS];
        const mog_real *row[WIDTH_ROWS];
        vector sum[WIDTH_ROWS][parts];
        for (size_t r = 0; r < WIDTH_ROWS; r++) {
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
            for (size_t r = 0; r < WIDTH_ROWS; r++)
                for (size_t p = 0; p < parts; p++)
                    sum[r][p] += row[r][at] * v[p];
        }
        for (size_t r = 0; r < WIDTH_ROWS; r++)
            for (size_t p = 0; p < parts; p++) {
                const mask below = sum[r][p] < floor; /* lets NaN through */
                *(unaligned *)(z + place[r] * out + column + p * width) =
                    (vector)(((mask)floor & below) | ((mask)sum[r][p] & ~below));
            }
    }
}
#endif

#ifdef WIDTH_VECTOR
/* z = W x in one pass over W. z [out], w [out][in], x [in] */
WIDTH_TARGET static void WIDTH_VECTOR(size_t out, size_t in, const mog_real *w, const mog_real *x,
                                      mog_real *z) {
    typedef mog_real vector __attribute__((vector_size(WIDTH_BYTES)));
    /* the same in memory, where numbers are aligned to themselves only */
    typedef mog_real unaligned
        __attribute__((vector_size(WIDTH_BYTES), aligned(sizeof(mog_real)), may_alias));
    enum { width = WIDTH_BYTES / sizeof(mog_real), parts = 64 / WIDTH_BYTES };
    for (size_t o = 0; o < out; o += WIDTH_ROWS) {
        /* the last rows may be fewer: then some are multiplied again, or one several times */
        const size_t last = out - 1, first = out < WIDTH_ROWS ? 0 : out - WIDTH_ROWS;
        const size_t start = o < first ? o : first;
        const mog_real *row[WIDTH_ROWS];
        vector lane[WIDTH_ROWS][parts];
        for (size_t r = 0; r < WIDTH_ROWS; r++) {
            row[r] = w + (start + r < last ? start + r : last) * in;
            for (size_t p = 0; p < parts; p++)
                lane[r][p] = (vector){0};
        }
        size_t k = 0;
        for (; k + REAL_LANES <= in; k += REAL_LANES)
            for (size_t p = 0; p < parts; p++) {
                const vector v = *(const unaligned *)(x + k + p * width);
                for (size_t r = 0; r < WIDTH_ROWS; r++) {
                    const mog_real *place = row[r] + k + p * width;
                    lane[r][p] += *(const unaligned *)place * v;
                    /* the next rows: the hardware does not foresee as many streams */
                    if (p == 0)
                        __builtin_prefetch(place + WIDTH_ROWS * in);
                }
            }
        for (size_t r = 0; r < WIDTH_ROWS && start + r < out; r++) {
            mog_real total = real_lane_sum((const mog_real *)lane[r]);
            for (size_t rest = k; rest < in; rest++)
                total += row[r][rest] * x[rest];
            z[start + r] = total;
        }
    }
}
#endif

#ifdef WIDTH_MAXIMA
/*
 * Maxima so far, and in which row each first stood, with `rows` more, the first of which is
 * `place`; what is no number is the largest of all. The compiler finds no vector code for plain
 * loops with both.
 *
 * maximum [width], winner [width] or NULL, row [rows][width]; width: whole cache lines
 */
WIDTH_TARGET static void WIDTH_MAXIMA(mog_real *restrict maximum, mog_place *restrict winner,
                                      const mog_real *restrict row, size_t width, size_t rows,
                                      mog_place place) {
    typedef mog_real vector __attribute__((vector_size(WIDTH_BYTES)));
    typedef mog_place places __attribute__((vector_size(WIDTH_BYTES)));
    typedef mog_real unaligned
        __attribute__((vector_size(WIDTH_BYTES), aligned(sizeof(mog_real)), may_alias));
    typedef mog_place unaligned_places
        __attribute__((vector_size(WIDTH_BYTES), aligned(sizeof(mog_real)), may_alias));
    enum { lanes = WIDTH_BYTES / sizeof(mog_real), parts = 64 / WIDTH_BYTES };
    for (size_t c = 0; c < width; c += parts * lanes) {
        const mog_real *next = row + c;
        vector best[parts];
        places at[parts], now = (places){0} + place;
        for (size_t p = 0; p < parts; p++) {
            best[p] = *(const unaligned *)(maximum + c + p * lanes);
            at[p] = now;
            if (winner != NULL)
                at[p] = *(const unaligned_places *)(winner + c + p * lanes);
        }
        for (size_t r = 0; r < rows; r++, next += width, now += 1)
            for (size_t p = 0; p < parts; p++) {
                const vector value = *(const unaligned *)(next + p * lanes);
                const places more = (value > best[p]) | (value != value);
                best[p] = (vector)(((places)value & more) | ((places)best[p] & ~more));
                if (winner != NULL)
                    at[p] = (now & more) | (at[p] & ~more);
            }
        for (size_t p = 0; p < parts; p++) {
            *(unaligned *)(maximum + c + p * lanes) = best[p];
            if (winner != NULL)
                *(unaligned_places *)(winner + c + p * lanes) = at[p];
        }
    }
}
#endif

#undef WIDTH_COLUMNS
#undef WIDTH_VECTOR
#undef WIDTH_MAXIMA
#undef WIDTH_TARGET
#undef WIDTH_BYTES
#undef WIDTH_LINES
#undef WIDTH_ROWS
