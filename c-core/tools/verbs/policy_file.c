/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Policies as command lines name them. */
#include "verbs/policy_file.h"

#include <stdio.h>

mog_status policy_refine(const mog_policy *policy, const char *text, size_t *refine,
                         mog_error *error) {
    mog_network_settings settings = mog_policy_info_of(policy)->settings;
    const mog_status status =
        mog_settings_parse(&mog_network_section, &settings, "refine", text, error);
    *refine = settings.refine;
    return status;
}

static mog_status read_powers(const char *path, const char *powers, policies *read,
                              mog_error *error) {
    if (mog_policy_info_of(read->policy)->settings.n_rb == 1)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "--powers %s: policy %s sets powers itself; leave the option out", powers,
                        path);
    const mog_status status = mog_policy_load(powers, &read->powers, error);
    if (status != MOG_OK)
        return status;
    if (mog_policy_info_of(read->powers)->settings.n_rb > 1)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "--powers %s: this policy decides on resource blocks; name one that sets "
                        "powers",
                        powers);
    return MOG_OK;
}

mog_status read_policies(const char *path, const policy_options *options, policies *read,
                         mog_error *error) {
    *read = (policies){.policy = NULL};
    mog_status status = mog_policy_load(path, &read->policy, error);
    if (status != MOG_OK)
        return status;
    read->refine = mog_policy_info_of(read->policy)->settings.refine;
    if (options->refine != NULL)
        status = policy_refine(read->policy, options->refine, &read->refine, error);
    if (status == MOG_OK && options->powers != NULL)
        status = read_powers(path, options->powers, read, error);
    return status;
}

void warn_of_weights(const mog_policy *policy, const char *path, const char *whose) {
    if (!mog_policy_info_of(policy)->settings.weights)
        fprintf(stderr,
                "mog: policy %s was trained without weights and does not see those of %s: it "
                "decides as with weights of one; train on data with scenario.weights = varied\n",
                path, whose);
}

void close_policies(policies *read) {
    mog_policy_free(read->policy);
    mog_policy_free(read->powers);
}
