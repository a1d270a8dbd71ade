/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The parts of `mog bench`: what is measured, and how.
 */
#ifndef MOG_TOOLS_BENCH_H
#define MOG_TOOLS_BENCH_H

#include "mog/dataset.h"
#include "mog/learn.h"

#define BENCH_MOST_REPEATS 1000

typedef struct bench_settings {
    size_t repeats;
} bench_settings;

/** What has been measured. Counts that mean nothing for a row are 0. */
typedef struct bench_result {
    size_t repeats;
    double seconds[BENCH_MOST_REPEATS]; /**< per call: one mean for every repetition */
    size_t parameters;                  /**< of the network */
    size_t edges;                       /**< between neighbours of the sample */
    size_t workspace_bytes;             /**< that the decisions were given */
} bench_result;

typedef struct bench_row bench_row;

/** One row: what it is called, what one call does, and how to measure it. */
struct bench_row {
    const char *name;
    mog_status (*measure)(const bench_row *row, bench_result *result, mog_error *error);
    size_t calls;       /**< that are timed together */
    int kind;           /**< of the network: mog_network_kind */
    size_t links;       /**< K */
    double flops;       /**< floating-point operations of one call, or 0 */
    double bytes;       /**< that one call must at least read, or 0 */
    const char *preset; /**< of a training run in RL */
};

/** Measures the repetitions, each over the row's calls, after as many calls to warm up. */
void bench_run(const bench_row *row, bench_result *result, void (*call)(void *), void *data);

/**
 * Zeroed memory for `count` objects of `size` bytes on a cache line, as c-core's own arrays and
 * PyTorch's are; free() it. NULL and `error` if there is none.
 */
void *bench_allocate(size_t count, size_t size, mog_error *error);

/** Rayleigh channels. */
mog_dataset *bench_channels(size_t links, size_t samples, mog_error *error);

/** The row's kind of network with the default sizes, which are those of bench/bench_torch.py. */
mog_network_settings bench_network_settings(const bench_row *row);

/** Notes how many parameters are trained. */
mog_status bench_count_parameters(const mog_trainer *trainer, bench_result *result,
                                  mog_error *error);

/** Samples of a training step. */
#define BENCH_BATCH 50
/** A MoG training step. */
mog_status bench_train_step(const bench_row *row, bench_result *result, mog_error *error);

/** A network's forward pass, from its input to powers. */
mog_status bench_forward(const bench_row *row, bench_result *result, mog_error *error);
/** A policy's, from gains to powers, with all checks. */
mog_status bench_decision(const bench_row *row, bench_result *result, mog_error *error);
/** The same on a drop of which only the gains between neighbours are known. */
mog_status bench_sparse_decision(const bench_row *row, bench_result *result, mog_error *error);

/** A step of the preset's training in RL: a new episode, and an update. */
mog_status bench_rl_step(const bench_row *row, bench_result *result, mog_error *error);

/** The best assignment of links to 3 RBs for one sample, with the same gains on all RBs. */
mog_status bench_rb_optimum(const bench_row *row, bench_result *result, mog_error *error);
/** The same, where every RB has gains of its own. */
mog_status bench_rb_optimum_per_rb(const bench_row *row, bench_result *result, mog_error *error);

/** FPLinQ, 100 sweeps on 1000 samples. */
mog_status bench_fplinq(const bench_row *row, bench_result *result, mog_error *error);

/** A product of two 1024 x 1024 matrices of float32. */
mog_status bench_sgemm(const bench_row *row, bench_result *result, mog_error *error);

/** Reading `bytes`: the limit of one-sample inference with as many bytes of weights. */
mog_status bench_read(const bench_row *row, bench_result *result, mog_error *error);

#endif
