/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Sums of products whose order of addition is written down, so that they vectorise and give the
 * same bits on every CPU: a cache line of partial sums, which compilers split into the registers
 * there are.
 */
#ifndef MOG_NN_VECTOR_H
#define MOG_NN_VECTOR_H

#include "real.h"

typedef mog_real real_vector __attribute__((vector_size(64)));
/* the same in memory, where numbers are aligned to themselves only */
typedef mog_real real_vector_unaligned
    __attribute__((vector_size(64), aligned(sizeof(mog_real)), may_alias));

#define REAL_LANES (sizeof(real_vector) / sizeof(mog_real))

#define REAL_LOAD(address) (*(const real_vector_unaligned *)(address))

/* Adds the upper half of a vector to the lower, down to one number. A macro, because passing wide
 * vectors to functions depends on the instruction set. */
#ifdef MOG_DOUBLE
#define REAL_VECTOR_SUM(sum, vector)                                                               \
    do {                                                                                           \
        real_vector v_ = (vector);                                                                 \
        v_ += __builtin_shufflevector(v_, v_, 4, 5, 6, 7, 0, 1, 2, 3);                             \
        v_ += __builtin_shufflevector(v_, v_, 2, 3, 0, 1, 2, 3, 0, 1);                             \
        (sum) = v_[0] + v_[1];                                                                     \
    } while (0)
#else
#define REAL_VECTOR_SUM(sum, vector)                                                               \
    do {                                                                                           \
        real_vector v_ = (vector);                                                                 \
        v_ +=                                                                                      \
            __builtin_shufflevector(v_, v_, 8, 9, 10, 11, 12, 13, 14, 15, 0, 1, 2, 3, 4, 5, 6, 7); \
        v_ += __builtin_shufflevector(v_, v_, 4, 5, 6, 7, 0, 1, 2, 3, 4, 5, 6, 7, 0, 1, 2, 3);     \
        v_ += __builtin_shufflevector(v_, v_, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1, 2, 3, 0, 1);     \
        (sum) = v_[0] + v_[1];                                                                     \
    } while (0)
#endif

#endif
