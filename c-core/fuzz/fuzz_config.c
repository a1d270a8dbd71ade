/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Configuration files: what is read is in range. */
#include "base/settings.h"
#include "fuzz.h"
#include "fuzz_sections.h"

#include "program/config.h"

int LLVMFuzzerInitialize(int *count, char ***arguments) {
    (void)count, (void)arguments;
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_settings s = fuzz_settings_default();
    const config_binding bindings[] = {{&mog_scenario_section, &s.scenario},
                                       {&mog_utility_section, &s.utility},
                                       {&mog_solver_section, &s.solver},
                                       {&mog_network_section, &s.recipe.network},
                                       {&mog_training_section, &s.recipe.training},
                                       {&mog_rl_section, &s.recipe.rl},
                                       {NULL, NULL}};
    mog_error error = {MOG_OK, ""};
    fuzz_limit_memory(size);
    fuzz_expect(config_read(fuzz_file(data, size), bindings, &error), &error);
    for (const config_binding *b = bindings; b->section != NULL; b++)
        if (mog_settings_check(b->section, b->settings, &error) != MOG_OK)
            fuzz_fail("a setting that was read is out of range");
    return 0;
}
