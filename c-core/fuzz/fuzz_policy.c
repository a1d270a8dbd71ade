/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Policy files: whatever is loaded also runs, and survives being saved. */
#include "fuzz.h"

#include "mog/policy.h"
#include <stdlib.h>

int LLVMFuzzerInitialize(int *count, char ***arguments) {
    (void)count, (void)arguments;
    return 0;
}

/* One sample of constant gains. */
static void run(const mog_policy *policy) {
    enum { most_links = 32, most_rb = 8 };
    const mog_policy_info *info = mog_policy_info_of(policy);
    const size_t links = info->links, n_rb = info->settings.n_rb;
    if (links > most_links || n_rb > most_rb)
        return;
    static double gain[most_rb * most_links * most_links], position[2 * most_links];
    static double power[most_links];
    static uint32_t rb[most_links];
    for (size_t n = 0; n < sizeof gain / sizeof gain[0]; n++)
        gain[n] = 1;
    const mog_problem problem = {.samples = 1,
                                 .links = links,
                                 .n_rb = n_rb,
                                 .per_rb = info->settings.per_rb,
                                 .noise_power = 1,
                                 .gain = gain,
                                 .tx_position = position,
                                 .rx_position = position};
    const mog_allocation out = {rb, power};
    mog_error error;
    mog_policy_use use;
    mog_policy_use_default(policy, &use);
    mog_policy_runner *runner;
    if (mog_policy_runner_create(policy, &use, &runner, &error) == MOG_OK)
        fuzz_expect(mog_policy_run(runner, &problem, &out, &error), &error);
    mog_policy_runner_free(runner);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    mog_error error = {MOG_OK, ""};
    fuzz_limit_memory(size);
    mog_policy *policy;
    const mog_status status = mog_policy_load(fuzz_file(data, size), &policy, &error);
    if (status != MOG_OK) {
        fuzz_expect(status, &error);
        return 0;
    }
    fuzz_limit_memory(size + (64 << 20)); /* a runner is as large as the network asks */
    run(policy);
    fuzz_expect(mog_policy_save(policy, "/dev/null", &error), &error);
    mog_policy_free(policy);
    return 0;
}
