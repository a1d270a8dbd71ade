/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Branch-free float32 functions of one number, to be inlined into loops that the compiler then
 * vectorises (see simd.h). Polynomials of Moshier's Cephes library (expf.c, logf.c, tanhf.c).
 */
#ifndef MOG_BASE_VECMATH_KERNEL_H
#define MOG_BASE_VECMATH_KERNEL_H

#include "base/sanitizer.h"
#include "base/simd.h"
#include <math.h>
#include <stdint.h>
#include <string.h>

MOG_INLINE float kernel_from_bits(uint32_t bits) {
    float x;
    memcpy(&x, &bits, sizeof x);
    return x;
}

MOG_INLINE uint32_t kernel_to_bits(float x) {
    uint32_t bits;
    memcpy(&bits, &x, sizeof bits);
    return bits;
}

/* 2^n for -126 <= n <= 127; lanes that are not taken have others */
MOG_WRAPS MOG_INLINE float kernel_power_of_two(int32_t n) {
    return kernel_from_bits((uint32_t)(n + 127) << 23);
}

/* exp(x) = 2^n exp(r) with |r| <= ln(2)/2. An n below zero wraps among bits, and comes back. */
MOG_WRAPS MOG_INLINE float kernel_exp(float x) {
    /* beyond these, 2^n overflows, or would be subnormal */
    const float largest = 0x1.62e42ep+6f, smallest = -0x1.5d58ap+6f;
    float t = x < smallest ? smallest : x;
    t = t > 89.0f ? 89.0f : t;
    /* adding 1.5 2^23 rounds to an integer, which then stands in the low bits */
    const float shift = 0x1.8p23f;
    const float shifted = t * 0x1.715476p+0f + shift;
    const float n = shifted - shift;
    /* ln(2) in two parts, the first short enough for n times it to be exact */
    const float r = (t - n * 0x1.63p-1f) - n * -0x1.bd0106p-13f;
    float p = 1.9875691500e-4f;
    p = p * r + 1.3981999507e-3f;
    p = p * r + 8.3334519073e-3f;
    p = p * r + 4.1665795894e-2f;
    p = p * r + 1.6666665459e-1f;
    p = p * r + 5.0000001201e-1f;
    p = (p * (r * r) + r) + 1.0f;
    /* 2^n in two factors: n = 128 has no float of its own */
    const int32_t exponent = (int32_t)(kernel_to_bits(shifted) - kernel_to_bits(shift));
    const int32_t half = exponent >> 1;
    float y = p * kernel_power_of_two(half) * kernel_power_of_two(exponent - half);
    y = x > largest ? INFINITY : y;
    y = x < smallest ? 0.0f : y;
    return x != x ? x : y;
}

/* log(x) = e ln(2) + log(m) with m in [sqrt(1/2), sqrt(2)). An e below zero wraps as above. */
MOG_WRAPS MOG_INLINE float kernel_log(float x) {
    const float smallest_normal = 0x1p-126f;
    const float tiny = x < smallest_normal ? 1.0f : 0.0f;
    const float normal = x < smallest_normal ? x * 0x1p23f : x;
    /* subtracting sqrt(1/2)'s bits makes the exponent field change at sqrt(1/2), not at 1 */
    const uint32_t offset = kernel_to_bits(normal) - 0x3f3504f3u;
    const int32_t exponent = (int32_t)offset >> 23;
    const float m = kernel_from_bits((offset & 0x007fffffu) + 0x3f3504f3u);
    const float e = (float)exponent - 23.0f * tiny;
    const float f = m - 1.0f;
    float p = 7.0376836292e-2f;
    p = p * f - 1.1514610310e-1f;
    p = p * f + 1.1676998740e-1f;
    p = p * f - 1.2420140846e-1f;
    p = p * f + 1.4249322787e-1f;
    p = p * f - 1.6668057665e-1f;
    p = p * f + 2.0000714765e-1f;
    p = p * f - 2.4999993993e-1f;
    p = p * f + 3.3333331174e-1f;
    const float f2 = f * f;
    float y = (p * f) * f2;
    y = y + e * -2.12194440e-4f;
    y = y - 0.5f * f2;
    y = (f + y) + e * 0.693359375f;
    y = x == 0.0f ? -INFINITY : y;
    y = x > 0x1.fffffep127f ? INFINITY : y;
    return x >= 0.0f ? y : NAN;
}

MOG_INLINE float kernel_sigmoid(float x) {
    return 1.0f / (1.0f + kernel_exp(-x));
}

MOG_INLINE float kernel_tanh(float x) {
    const float size = fabsf(x), square = x * x;
    float p = -5.70498872745e-3f;
    p = p * square + 2.06390887954e-2f;
    p = p * square - 5.37397155531e-2f;
    p = p * square + 1.33314422036e-1f;
    p = p * square - 3.33332819422e-1f;
    const float near_zero = (p * square) * size + size;
    const float far = 1.0f - 2.0f / (kernel_exp(size + size) + 1.0f);
    return copysignf(size < 0.625f ? near_zero : far, x);
}

#endif
