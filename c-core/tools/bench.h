/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The parts of `mog bench`: what is measured, and how.
 */
#ifndef MOG_TOOLS_BENCH_H
#define MOG_TOOLS_BENCH_H

#include "mog/dataset.h"

#define BENCH_MOST_REPEATS 1000

typedef struct bench_settings {
    size_t repeats;
} bench_settings;

/** Seconds per call: one mean for every repetition. */
typedef struct bench_timing {
    size_t repeats;
    double seconds[BENCH_MOST_REPEATS];
} bench_timing;

/** Measures the repetitions, each over `calls` calls, after as many calls to warm up. */
void bench_run(bench_timing *timing, size_t calls, void (*call)(void *), void *data);

/**
 * Zeroed memory for `count` objects of `size` bytes on a cache line, as c-core's own arrays and
 * PyTorch's are; free() it. NULL and `error` if there is none.
 */
void *bench_allocate(size_t count, size_t size, mog_error *error);

/** One row: what it is called, what one call does, and how to measure it. */
typedef struct bench_row {
    const char *name;
    double flops; /**< floating-point operations of one call, or 0 */
    double bytes; /**< that one call must at least read, or 0 */
    mog_status (*measure)(bench_timing *timing, mog_error *error);
} bench_row;

/** K of all rows: the networks have K^2 = 400 inputs. */
#define BENCH_LINKS 20

/** Rayleigh channels for K links. */
mog_dataset *bench_channels(size_t samples, mog_error *error);

/** The network of the rows, MLP 400-400-200-20, and what a step of training takes. */
#define BENCH_WEIGHTS (400. * 400 + 400. * 200 + 200. * 20)
#define BENCH_BATCH 50
mog_status bench_train_step(bench_timing *timing, mog_error *error);
mog_status bench_forward(bench_timing *timing, mog_error *error);
mog_status bench_decision(bench_timing *timing, mog_error *error);

/** FPLinQ, 100 sweeps on 1000 samples. */
mog_status bench_fplinq(bench_timing *timing, mog_error *error);

/** A product of two 1024 x 1024 matrices of float32. */
mog_status bench_sgemm(bench_timing *timing, mog_error *error);

/** Reading as many bytes as the network has weights: the limit of one-sample inference. */
mog_status bench_read(bench_timing *timing, mog_error *error);

#endif
