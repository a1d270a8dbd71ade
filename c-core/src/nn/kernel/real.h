/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What float32 and float64 sources of the same text call by one name (tests/f64.h).
 */
#ifndef MOG_NN_REAL_H
#define MOG_NN_REAL_H

#include "base/blas.h"
#include "base/real.h"
#include "base/simd.h"
#include <math.h>

#ifdef MOG_DOUBLE

#define real_gemm mog_dgemm

MOG_INLINE double real_sqrt(double x) {
    return sqrt(x);
}
MOG_INLINE double real_log(double x) {
    return log(x);
}
MOG_INLINE double real_exp(double x) {
    return exp(x);
}
MOG_INLINE double real_sigmoid(double x) {
    return 1 / (1 + exp(-x));
}

#else

#include "base/vecmath_kernel.h"

#define real_gemm mog_sgemm

MOG_INLINE float real_sqrt(float x) {
    return sqrtf(x);
}
MOG_INLINE float real_log(float x) {
    return kernel_log(x);
}
MOG_INLINE float real_exp(float x) {
    return kernel_exp(x);
}
MOG_INLINE float real_sigmoid(float x) {
    return kernel_sigmoid(x);
}

#endif
#endif
