/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What verbs let decide: a policy, and perhaps another one that sets the powers behind its choice
 * of RBs.
 */
#ifndef MOG_TOOLS_ALLOCATOR_H
#define MOG_TOOLS_ALLOCATOR_H

#include "mog/policy.h"

/** Policies, which belong to their owner. */
typedef struct policies {
    mog_policy *policy;
    mog_policy *powers; /**< NULL: powers are as `policy` sets them */
    size_t refine;      /**< what stands behind `policy` */
} policies;

/** Policies ready to run. */
typedef struct allocator {
    policies use;
    size_t batch;
    mog_policy_runner *runner, *powers_runner;
    double *masked; /* [batch][K][K] */
} allocator;

/**
 * @param batch  samples at a time
 * @param links  most links of a sample
 * @return MOG_OK, or what mog_policy_runner_create() says; allocator_close() in any case
 */
mog_status allocator_open(allocator *a, const policies *use, size_t batch, size_t links,
                          mog_error *error);
void allocator_close(allocator *a);

/** Decides for every sample. */
mog_status allocator_run(const allocator *a, const mog_problem *problem, const mog_allocation *out,
                         mog_error *error);

/** Sets powers alone, if a policy for them is there. */
mog_status allocator_set_powers(const allocator *a, const mog_problem *problem,
                                const mog_allocation *out, mog_error *error);

#endif
