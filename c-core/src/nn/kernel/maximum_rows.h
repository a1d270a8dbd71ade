/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * A template, included once for every vector width: maxima of a vector's columns over rows, and in
 * which row each first stands. The compiler finds no vector code for a plain loop with both. The
 * caller defines
 *
 *     MAXIMUM_NAME    the function
 *     MAXIMUM_TARGET  the instruction set it is compiled for
 *     MAXIMUM_BYTES   width of that set's vectors
 */
MAXIMUM_TARGET static void MAXIMUM_NAME(mog_real *restrict maximum, mog_place *restrict winner,
                                        const mog_real *restrict row, size_t width, size_t rows,
                                        mog_place place) {
    typedef mog_real vector __attribute__((vector_size(MAXIMUM_BYTES)));
    typedef mog_place places __attribute__((vector_size(MAXIMUM_BYTES)));
    typedef mog_real unaligned
        __attribute__((vector_size(MAXIMUM_BYTES), aligned(sizeof(mog_real)), may_alias));
    typedef mog_place unaligned_places
        __attribute__((vector_size(MAXIMUM_BYTES), aligned(sizeof(mog_real)), may_alias));
    const size_t lanes = MAXIMUM_BYTES / sizeof(mog_real);
    for (size_t c = 0; c < width; c += lanes) {
        vector best = *(const unaligned *)(maximum + c);
        places at = *(const unaligned_places *)(winner + c);
        places now = (places){0} + place;
        for (size_t r = 0; r < rows; r++, now += 1) {
            const vector value = *(const unaligned *)(row + r * width + c);
            const places more = value > best;
            best = (vector)(((places)value & more) | ((places)best & ~more));
            at = (now & more) | (at & ~more);
        }
        *(unaligned *)(maximum + c) = best;
        *(unaligned_places *)(winner + c) = at;
    }
}
#undef MAXIMUM_NAME
#undef MAXIMUM_TARGET
#undef MAXIMUM_BYTES
