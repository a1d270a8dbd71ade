/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * A trained network ready to run. The file format is safetensors: tensors under PyTorch's names,
 * and in the metadata the architecture, the scenario and where the policy came from.
 */
#ifndef MOG_POLICY_H
#define MOG_POLICY_H

#include "mog/network.h"
#include "mog/radio.h"
#include "mog/utility.h"
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/** A trained network; immutable from its creation on, may be shared by threads. */
typedef struct mog_policy mog_policy;

/** What runs a policy: belongs to it, and to one thread at a time. */
typedef struct mog_policy_runner mog_policy_runner;

/** One entry of a policy's metadata. */
typedef struct mog_policy_note {
    const char *key;
    const char *value;
} mog_policy_note;

/** What a policy is. */
typedef struct mog_policy_info {
    size_t links;           /**< K that it was trained for */
    bool any_links;         /**< whether it runs with any other number of links, too */
    size_t parameter_count; /**< number of trained parameters */
    size_t note_count;
    const mog_policy_note *notes; /**< [note_count], in the order of the file */
    mog_utility utility;          /**< what it was trained to maximise */
    /**
     * The architecture. `n_rb` says how many resource blocks (RBs) the policy decides on: 1 if it
     * sets powers on one band. `weights` says whether it was trained on channels with weights: one
     * that was not decides as with weights of one, whatever they are, but for the sweeps and moves
     * behind it; its network is not shown numbers that it has never seen vary. The same goes for
     * `prices`.
     */
    mog_network_settings settings;
} mog_policy_info;

/**
 * A policy that nobody has trained, to try a program with, or to measure how long one takes: its
 * parameters are drawn, and what it sees is not normalised. Trained ones come from a file, or from
 * mog_trainer_policy() (mog/learn.h).
 *
 * @param utility  what stands behind the network maximises; NULL: the sum rate
 * @param links    K
 * @param seed     names the parameters
 * @param policy   out; NULL on failure
 * @return MOG_OK, MOG_ERROR_MEMORY, or MOG_ERROR_ARGUMENT: settings or K; also of networks that
 * decide nothing, or that see more than channels
 */
mog_status mog_policy_create(const mog_network_settings *settings, const mog_utility *utility,
                             size_t links, uint64_t seed, mog_policy **policy, mog_error *error);

/**
 * Reads a policy. The file may be anything.
 *
 * @param policy  out; NULL on failure
 * @return MOG_OK, MOG_ERROR_MEMORY, or with the file's name and the reason MOG_ERROR_MISSING,
 * MOG_ERROR_IO or MOG_ERROR_DATA
 */
mog_status mog_policy_load(const char *path, mog_policy **policy, mog_error *error);

/** Writes a policy: beside, then renamed. */
mog_status mog_policy_save(const mog_policy *policy, const char *path, mog_error *error);

/** Frees a policy; NULL is allowed. */
void mog_policy_free(mog_policy *policy);

/** What a policy is: its own, valid until it is freed. */
const mog_policy_info *mog_policy_info_of(const mog_policy *policy);

/** How a policy is going to be run. */
typedef struct mog_policy_use {
    size_t batch;  /**< samples at a time, >= 1: memory grows with them */
    size_t links;  /**< most links of a sample */
    size_t refine; /**< what stands behind the network: sweeps of FPLinQ, or, where RBs are decided,
                        most moves of local search */
    bool sparse; /**< for mog_policy_run_sparse(), in memory that grows with the edges, not with the
                      square of the links; else for mog_policy_run() */
    size_t edges; /**< sparse: most gains between neighbours */
} mog_policy_use;

/** One sample at a time, of the links that the policy was trained with, refined as it says. */
void mog_policy_use_default(const mog_policy *policy, mog_policy_use *use);

/**
 * All that running takes is allocated here.
 *
 * @param policy  has to outlive the runner
 * @param runner  out; NULL on failure
 * @return MOG_OK, MOG_ERROR_MEMORY, MOG_ERROR_ARGUMENT (`use` makes no sense; sparse: only
 * message-passing networks that set powers, without sweeps behind them, run on neighbours alone),
 * MOG_ERROR_DATA (the policy does not run with so many links), or MOG_ERROR_MISSING (no BLAS)
 */
mog_status mog_policy_runner_create(const mog_policy *policy, const mog_policy_use *use,
                                    mog_policy_runner **runner, mog_error *error);

/** Frees a runner; NULL is allowed. */
void mog_policy_runner_free(mog_policy_runner *runner);

/**
 * Decides for every sample: powers on one band; or RBs, with powers by FPLinQ and as many moves of
 * local search as the runner was made for. Other powers on the same RBs are those of a policy that
 * runs on the gains of mog_rb_mask(). Does not allocate.
 *
 * @param problem  of any number of samples
 * @param out      out; `rb` may be NULL where there is one RB, and is all 0 else
 * @return MOG_OK, MOG_ERROR_ARGUMENT (more links than the runner is for, a sparse runner, no room
 * for RBs), MOG_ERROR_DATA (wrong number of links or RBs, no positions where they are needed, bad
 * gains, prices that the policy's utility does not have), MOG_ERROR_NUMERIC (the network left its
 * range: gains far beyond those of its training)
 */
mog_status mog_policy_run(mog_policy_runner *runner, const mog_problem *problem,
                          const mog_allocation *out, mog_error *error);

/**
 * Powers for one sample of which only the gains between neighbours are known. Does not allocate.
 *
 * @param problem    neighbours as in training, or the network sees what it does not know
 * @param power      [K], out, 0..1
 * @return as mog_policy_run(); MOG_ERROR_ARGUMENT if the runner is too small, or not sparse
 */
mog_status mog_policy_run_sparse(mog_policy_runner *runner, const mog_sparse_problem *problem,
                                 double *power, mog_error *error);

#ifdef __cplusplus
}
#endif
#endif
