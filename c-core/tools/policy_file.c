/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "policy_file.h"

static mog_status set_refine(mog_policy *policy, const char *refine, mog_error *error) {
    mog_network_settings settings = *mog_policy_settings(policy);
    const mog_status status =
        mog_settings_parse(mog_network_section(), &settings, "refine", refine, error);
    return status == MOG_OK ? mog_policy_set_refine(policy, settings.refine, error) : status;
}

mog_policy *read_policy(const char *path, const char *refine, mog_error *error) {
    mog_policy *policy = mog_policy_load(path, error);
    if (policy == NULL || refine == NULL || set_refine(policy, refine, error) == MOG_OK)
        return policy;
    mog_policy_free(policy);
    return NULL;
}
