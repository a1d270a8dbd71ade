/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * A trained network ready to run. The file format is safetensors: tensors under PyTorch's names,
 * and in the metadata the architecture, the scenario and where the policy came from.
 */
#ifndef MOG_POLICY_H
#define MOG_POLICY_H

#include "mog/network.h"
#include "mog/utility.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A trained network; immutable, may be shared by threads. */
typedef struct mog_policy mog_policy;

/** What running a policy needs besides it; one per thread. */
typedef struct mog_policy_workspace mog_policy_workspace;

/** What running it on neighbours alone needs. */
typedef struct mog_policy_sparse_workspace mog_policy_sparse_workspace;

/** One entry of a policy's metadata. */
typedef struct mog_policy_note {
    const char *key;
    const char *value;
} mog_policy_note;

/**
 * A policy from a network's numbers, which are copied.
 *
 * @param utility    what it was trained to maximise, and what stands behind the network maximises;
 *                   NULL: the sum rate
 * @param parameter  [parameter count], float32
 * @param buffer     [buffer count], float32
 * @param notes      scenario and provenance, any keys but those of the architecture
 * @return NULL and `error` on failure: also for networks that decide nothing, or that see more than
 * channels
 */
mog_policy *mog_policy_create(const mog_network_settings *settings, const mog_utility *utility,
                              size_t links, const float *parameter, const float *buffer,
                              const mog_policy_note *notes, size_t note_count, mog_error *error);

/**
 * Reads a policy. The file may be anything: what does not fit gives MOG_ERROR_MISSING or
 * MOG_ERROR_DATA with the file's name and the reason.
 */
mog_policy *mog_policy_load(const char *path, mog_error *error);

/** Writes a policy: beside, then renamed. */
mog_status mog_policy_save(const mog_policy *policy, const char *path, mog_error *error);

/** Frees a policy; NULL is allowed. */
void mog_policy_free(mog_policy *policy);

/** K that the policy was trained for. */
size_t mog_policy_links(const mog_policy *policy);
/** Whether it runs with any other number of links, too. */
bool mog_policy_any_links(const mog_policy *policy);
/** The architecture. */
const mog_network_settings *mog_policy_settings(const mog_policy *policy);
/** What it was trained to maximise. */
const mog_utility *mog_policy_utility(const mog_policy *policy);
/**
 * Whether it was trained on channels with weights. One that was not decides as with weights of one,
 * whatever they are, but for the sweeps and moves behind it: its network is not shown numbers that
 * it has never seen vary. The same goes for prices.
 */
bool mog_policy_sees_weights(const mog_policy *policy);
/** N: resource blocks (RBs) that the policy decides on; 1 if it sets powers on one band. */
size_t mog_policy_n_rb(const mog_policy *policy);
/**
 * Changes what stands behind the network (mog_network_settings.refine): plain sweeps of FPLinQ, or
 * moves of local search where RBs are decided; for workspaces that are created later.
 * @return MOG_OK, or MOG_ERROR_ARGUMENT if there are too many
 */
mog_status mog_policy_set_refine(mog_policy *policy, size_t refine, mog_error *error);
/** Number of trained parameters. */
size_t mog_policy_parameter_count(const mog_policy *policy);
/** Notes in the order of the file; NULL after the last. */
const mog_policy_note *mog_policy_note_at(const mog_policy *policy, size_t index);

/**
 * A workspace for batches of up to `batch` samples of up to `links` links.
 * @return NULL and `error` on failure, for example if the policy does not run with so many links
 */
mog_policy_workspace *mog_policy_workspace_create(const mog_policy *policy, size_t batch,
                                                  size_t links, mog_error *error);
/** Frees a workspace; NULL is allowed. */
void mog_policy_workspace_free(mog_policy_workspace *workspace);

/**
 * Decides for every sample: powers on one band; or RBs, with powers by FPLinQ and as many moves of
 * local search as the architecture says. Other powers on the same RBs are those of a policy that
 * runs on the gains of mog_rb_mask(). Does not allocate.
 *
 * @param problem  of any number of samples
 * @param out      out; `rb` may be NULL if the policy sets powers, and is all 0 else
 * @return MOG_OK, MOG_ERROR_ARGUMENT (more links than the workspace is for, no room for RBs),
 * MOG_ERROR_DATA (wrong number of links or RBs, no positions where they are needed, bad gains,
 * prices that the policy's utility does not have), MOG_ERROR_NUMERIC (the network left its range:
 * gains far beyond those of its training)
 */
mog_status mog_policy_run(const mog_policy *policy, mog_policy_workspace *workspace,
                          const mog_problem *problem, const mog_allocation *out, mog_error *error);

/**
 * A workspace for one sample of up to `links` links with up to `edges` gains between neighbours: it
 * grows with the edges, not with the square of the links.
 * @return NULL and `error` on failure: only message-passing networks that set powers, without
 * sweeps behind them, run on neighbours alone
 */
mog_policy_sparse_workspace *mog_policy_sparse_workspace_create(const mog_policy *policy,
                                                                size_t links, size_t edges,
                                                                mog_error *error);
/** Frees a workspace; NULL is allowed. */
void mog_policy_sparse_workspace_free(mog_policy_sparse_workspace *workspace);

/**
 * Powers for one sample of which only the gains between neighbours are known. Does not allocate.
 *
 * @param problem    neighbours as in training, or the network sees what it does not know
 * @param power      [K], out, 0..1
 * @return as mog_policy_run(); MOG_ERROR_ARGUMENT if the workspace is too small
 */
mog_status mog_policy_run_sparse(const mog_policy *policy, mog_policy_sparse_workspace *workspace,
                                 const mog_sparse_problem *problem, double *power,
                                 mog_error *error);

#ifdef __cplusplus
}
#endif
#endif
