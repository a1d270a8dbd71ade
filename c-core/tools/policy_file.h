/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Policies as verbs read them.
 */
#ifndef MOG_TOOLS_POLICY_FILE_H
#define MOG_TOOLS_POLICY_FILE_H

#include "command.h"
#include "mog/policy.h"

/** The row that gives a verb the option --refine; `place` is that of a `const char *`. */
#define POLICY_REFINE_OPTION(place_)                                                               \
    {                                                                                              \
        .name = "refine", .value = "N",                                                            \
        .help = "Sweeps of FPLinQ behind the policy, instead of as many as it says itself",        \
        .place = place_                                                                            \
    }

/** Reads a policy; `refine` is what --refine says, NULL if nothing. NULL and `error` on failure. */
mog_policy *read_policy(const char *path, const char *refine, mog_error *error);

#endif
