/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "program/config.h"

#include "mog/learn.h"
#include "mog/radio.h"
#include "mog/solve.h"
#include <ini.h>
#include <string.h>

/* Sections of any verb: a file may hold those that the present verb has no use for. */
const char *const config_sections[] = {"generate", "chunk",  "scenario", "csi",      "utility",
                                       "slots",    "solver", "network",  "training", "rl",
                                       "critic",   "infer",  "bench",    "figure",   NULL};

const config_binding *config_find_section(const config_binding *bindings, const char *section) {
    while (bindings->section != NULL && strcmp(bindings->section->name, section) != 0)
        bindings++;
    return bindings->section != NULL ? bindings : NULL;
}

const mog_field *config_find(const config_binding *bindings, const char *setting,
                             const config_binding **binding) {
    for (; bindings->section != NULL; bindings++) {
        const mog_section *section = bindings->section;
        const size_t length = strlen(section->name);
        if (strncmp(setting, section->name, length) != 0 || setting[length] != '.')
            continue;
        *binding = bindings;
        for (size_t i = 0; i < section->count; i++)
            if (strcmp(section->fields[i].name, setting + length + 1) == 0)
                return &section->fields[i];
    }
    return NULL;
}

static bool is_known(const char *section) {
    size_t i = 0;
    while (config_sections[i] != NULL && strcmp(config_sections[i], section) != 0)
        i++;
    return config_sections[i] != NULL;
}

static void fail_no_section(const char *section, mog_error *error) {
    char list[256] = "";
    for (size_t i = 0, used = 0; config_sections[i] != NULL && used < sizeof list; i++)
        used += (size_t)snprintf(list + used, sizeof list - used, "%s%s", i > 0 ? ", " : "",
                                 config_sections[i]);
    mog_fail(error, MOG_ERROR_DATA, "there is no section [%s]: use %s", section, list);
}

/* "scenario.*, solver.*" */
static void list_bindings(const config_binding *bindings, char *text, size_t size) {
    size_t used = 0;
    snprintf(text, size, "none");
    for (; bindings->section != NULL && used < size; bindings++)
        used += (size_t)snprintf(text + used, size - used, "%s%s.*", used > 0 ? ", " : "",
                                 bindings->section->name);
}

/* The file that is being read; inih tells its handler no line numbers, so they are counted here. */
typedef struct ini_source {
    const char *path;
    FILE *stream;
    unsigned line;
    const config_binding *bindings;
    mog_error *error;
    mog_status status;
} ini_source;

static char *read_line(char *line, int size, void *opaque) {
    ini_source *source = opaque;
    source->line++;
    return source->status == MOG_OK ? fgets(line, size, source->stream) : NULL;
}

static int set_from_file(void *opaque, const char *section, const char *key, const char *value) {
    ini_source *source = opaque;
    const config_binding *binding = config_find_section(source->bindings, section);
    if (binding == NULL && is_known(section))
        return 1;
    mog_error reason;
    if (binding == NULL)
        fail_no_section(section, &reason);
    else if (mog_settings_parse(binding->section, binding->settings, key, value, &reason) == MOG_OK)
        return 1;
    source->status = mog_fail(source->error, MOG_ERROR_DATA, "%s:%u: %s", source->path,
                              source->line, reason.message);
    return 0;
}

mog_status config_read(const char *path, const config_binding *bindings, mog_error *error) {
    uint64_t bytes;
    ini_source source = {.path = path, .bindings = bindings, .error = error};
    source.stream = mog_file_open(path, &bytes, error);
    if (source.stream == NULL)
        return error->status;
    const int bad_line = ini_parse_stream(read_line, &source, set_from_file, &source);
    fclose(source.stream);
    if (source.status == MOG_OK && bad_line != 0)
        source.status = mog_fail(error, MOG_ERROR_DATA, "%s:%d: neither [section] nor key = value",
                                 path, bad_line);
    return source.status;
}

/* "section.key" and its value. */
static mog_status set_one(const config_binding *bindings, const char *setting, const char *value,
                          mog_error *error) {
    char section[64];
    const char *dot = strchr(setting, '.');
    if (dot == NULL || (size_t)(dot - setting) >= sizeof section)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "--set %s=%s: it must have the form section.key=value", setting, value);
    snprintf(section, sizeof section, "%.*s", (int)(dot - setting), setting);
    const config_binding *binding = config_find_section(bindings, section);
    if (binding == NULL) {
        char list[256];
        list_bindings(bindings, list, sizeof list);
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "--set %s=%s: this verb has no section '%s'; it takes: %s", setting, value,
                        section, list);
    }
    return mog_settings_parse(binding->section, binding->settings, dot + 1, value, error);
}

mog_status config_set(const config_binding *bindings, const char *assignment, mog_error *error) {
    char setting[128];
    const char *equals = strchr(assignment, '=');
    if (equals == NULL || (size_t)(equals - assignment) >= sizeof setting)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "--set %s: it must have the form section.key=value", assignment);
    snprintf(setting, sizeof setting, "%.*s", (int)(equals - assignment), assignment);
    return set_one(bindings, setting, equals + 1, error);
}

mog_status config_apply(const config_sources *sources, const config_binding *bindings,
                        mog_error *error) {
    mog_status status = MOG_OK;
    for (size_t i = 0; status == MOG_OK && i < sources->file_count; i++)
        status = config_read(sources->files[i], bindings, error);
    for (size_t i = 0; status == MOG_OK && i < sources->assignment_count; i++)
        status = config_set(bindings, sources->assignments[i], error);
    for (size_t i = 0; status == MOG_OK && i < sources->option_count; i++)
        status = set_one(bindings, sources->option_settings[i], sources->option_values[i], error);
    return status;
}

void config_write(mog_file *file, const config_binding *bindings) {
    for (; bindings->section != NULL; bindings++) {
        const mog_section *section = bindings->section;
        mog_file_print(file, "\n[%s]\n", section->name);
        for (size_t i = 0; i < section->count; i++) {
            char text[MOG_FIELD_TEXT_SIZE];
            mog_settings_print(&section->fields[i], bindings->settings, text);
            mog_file_print(file, "%s = %s\n", section->fields[i].name, text);
        }
    }
}
