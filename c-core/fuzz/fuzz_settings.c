/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Settings as text: what is read is in range, and is printed as what reads back to the same. */
#include "base/settings.h"
#include "fuzz.h"
#include "fuzz_sections.h"

#include <stdlib.h>
#include <string.h>

int LLVMFuzzerInitialize(int *count, char ***arguments) {
    (void)count, (void)arguments;
    return 0;
}

/* Reads `text` as that field, prints it, and reads it again. */
static void check_field(const mog_section *section, void *settings, const char *key,
                        const char *text) {
    char printed[MOG_FIELD_TEXT_SIZE], again[MOG_FIELD_TEXT_SIZE];
    mog_error error = {MOG_OK, ""};
    const mog_status status = mog_settings_parse(section, settings, key, text, &error);
    if (strchr(text, '\n') == NULL && strchr(key, '\n') == NULL)
        fuzz_expect(status, &error);
    if (status != MOG_OK)
        return;
    const mog_field *field = section->fields;
    while (strcmp(field->name, key) != 0)
        field++;
    mog_settings_print(field, settings, printed);
    if (mog_settings_check(section, settings, &error) != MOG_OK)
        fuzz_fail("a setting that was read is out of range");
    if (mog_settings_parse(section, settings, key, printed, &error) != MOG_OK)
        fuzz_fail("a setting that was printed is not read");
    mog_settings_print(field, settings, again);
    if (strcmp(printed, again) != 0)
        fuzz_fail("a setting that was printed reads back to another");
}

/* The input: a byte that chooses the section, the key, '=', the value. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    fuzz_settings s = fuzz_settings_default();
    const struct {
        const mog_section *section;
        void *settings;
    } sections[] = {
        {&mog_scenario_section, &s.scenario},
        {&mog_csi_section, &s.csi},
        {&mog_utility_section, &s.utility},
        {&mog_slots_section, &s.slots},
        {&mog_solver_section, &s.solver},
        {&mog_network_section, &s.recipe.network},
        {&mog_training_section, &s.recipe.training},
        {&mog_rl_section, &s.recipe.rl},
    };
    const uint8_t *equals = size > 0 ? memchr(data, '=', size) : NULL;
    if (equals == NULL || equals == data)
        return 0;
    const size_t choice = data[0] % (sizeof sections / sizeof sections[0]);
    char *key = strndup((const char *)data + 1, (size_t)(equals - data - 1));
    char *value = strndup((const char *)equals + 1, size - (size_t)(equals - data) - 1);
    check_field(sections[choice].section, sections[choice].settings, key, value);
    free(key);
    free(value);
    return 0;
}
