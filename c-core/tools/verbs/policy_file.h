/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Policies as verbs read them.
 */
#ifndef MOG_TOOLS_POLICY_FILE_H
#define MOG_TOOLS_POLICY_FILE_H

#include "program/command.h"
#include "verbs/allocator.h"

/** What a command line says about policies. */
typedef struct policy_options {
    const char *refine; /**< NULL: not given, like the next */
    const char *powers;
} policy_options;

/** The rows that give a verb the options --refine and --powers; `place` is that of its
 * policy_options. */
#define POLICY_OPTIONS(place_)                                                                     \
    {.name = "refine",                                                                             \
     .value = "N",                                                                                 \
     .help = "What stands behind the policy, instead of what it says itself: sweeps of FPLinQ, "   \
             "or, where resource blocks are decided, most moves of local search",                  \
     .place = (place_) + offsetof(policy_options, refine)},                                        \
    {                                                                                              \
        .name = "powers", .value = "POLICY",                                                       \
        .help = "Policy that sets the powers behind another's choice of resource blocks, instead " \
                "of FPLinQ",                                                                       \
        .place = (place_) + offsetof(policy_options, powers)                                       \
    }

/** What stands behind a policy if --refine says something else than its file. */
mog_status policy_refine(const mog_policy *policy, const char *text, size_t *refine,
                         mog_error *error);

/** Reads a policy, and the one for powers. @return MOG_OK or a failure; close_policies() anyway */
mog_status read_policies(const char *path, const policy_options *options, policies *read,
                         mog_error *error);
void close_policies(policies *read);

/**
 * Says on stderr that a policy, trained on channels without weights, decides as with weights of
 * one.
 *
 * @param whose  the weights that it does not see: a file, or what gives them
 */
void warn_of_weights(const mog_policy *policy, const char *path, const char *whose);

#endif
