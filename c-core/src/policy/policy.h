/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What the files of this part share: the object, and the names in a policy file.
 */
#ifndef MOG_POLICY_POLICY_H
#define MOG_POLICY_POLICY_H

#include "mog/policy.h"
#include "nn/network.h"
#include "policy/decision.h"

struct mog_policy {
    char *path;           /**< of the file that it came from; NULL if from none */
    mog_policy_info info; /**< notes, their keys and values are owned */
    mog_network *network;
    float *parameter;
    float *buffer;
};

/** The metadata's entry that makes a safetensors file a policy; its value is the format's version.
 */
#define MOG_POLICY_VERSION_KEY "mog.policy"
#define MOG_POLICY_VERSION "1"

/** How PyTorch and its relatives are told that tensors are in their order. */
#define MOG_POLICY_FORMAT_KEY "format"
#define MOG_POLICY_FORMAT "pt"

/** K. */
#define MOG_POLICY_LINKS_KEY "links"

/** Architecture: one entry for each member of the network's settings. */
#define MOG_POLICY_NETWORK_PREFIX "network."

/** What it was trained to maximise: one entry for each member of the utility's settings. */
#define MOG_POLICY_UTILITY_PREFIX "utility."

/**
 * A policy from a network's numbers, which are copied.
 *
 * @param utility    what it was trained to maximise, and what stands behind the network maximises;
 *                   NULL: the sum rate
 * @param parameter  [parameter count], float32
 * @param buffer     [buffer count], float32
 * @param notes      scenario and provenance, any keys but those of the architecture
 * @param policy     out; NULL on failure
 * @return MOG_OK, MOG_ERROR_MEMORY, or MOG_ERROR_ARGUMENT: also for networks that decide nothing,
 * or that see more than channels
 */
mog_status mog_policy_from_numbers(const mog_network_settings *settings, const mog_utility *utility,
                                   size_t links, const float *parameter, const float *buffer,
                                   const mog_policy_note *notes, size_t note_count,
                                   mog_policy **policy, mog_error *error);

/** A policy that knows its shape and has no numbers yet. @param policy  out; NULL on failure */
mog_status mog_policy_shape(const mog_network_settings *settings, const mog_utility *utility,
                            size_t links, mog_policy **policy, mog_error *error);

/** Room for the numbers: zeros. */
mog_status mog_policy_hold_numbers(mog_policy *policy, mog_error *error);

/** Copies notes. */
mog_status mog_policy_hold_notes(mog_policy *policy, const mog_policy_note *notes, size_t count,
                                 mog_error *error);

/** The file that it came from, or what it is called without one. */
const char *mog_policy_name(const mog_policy *policy);

/** Whether a metadata key says what the policy is, and is therefore no note. */
bool mog_policy_owns_key(const char *key);

#endif
