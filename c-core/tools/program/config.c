/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Settings from configuration files and assignments, and back into files. */
#include "program/config.h"

#include "mog/learn.h"
#include "mog/radio.h"
#include "mog/solve.h"
#include "program/ini.h"

#include <errno.h>
#include <stdlib.h>
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

const char *const *config_choices(const mog_section *section, const char *member) {
    static const char *const none[] = {NULL};
    for (size_t i = 0; i < section->count; i++)
        if (strcmp(section->fields[i].name, member) == 0 && section->fields[i].choices != NULL)
            return section->fields[i].choices;
    return none;
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

/* The file that is being read, and where. */
typedef struct ini_source {
    const char *path;
    unsigned line;
    char section[64]; /* the present one; cut, it is none that is known */
    const config_binding *bindings;
} ini_source;

static mog_status fail_at(const ini_source *source, const char *reason, mog_error *error) {
    return mog_fail(error, MOG_ERROR_DATA, "%s:%u: %s", source->path, source->line, reason);
}

static mog_status set_from_file(const ini_source *source, const char *key, const char *value,
                                mog_error *error) {
    const config_binding *binding = config_find_section(source->bindings, source->section);
    if (binding == NULL && is_known(source->section))
        return MOG_OK;
    mog_error reason;
    if (binding == NULL)
        fail_no_section(source->section, &reason);
    else if (mog_settings_parse(binding->section, binding->settings, key, value, &reason) == MOG_OK)
        return MOG_OK;
    return fail_at(source, reason.message, error);
}

static mog_status take_line(ini_source *source, char *text, size_t length, mog_error *error) {
    const ini_line line = ini_parse(text, length);
    if (line.kind == INI_BAD)
        return fail_at(source, line.value, error);
    if (line.kind == INI_SECTION)
        snprintf(source->section, sizeof source->section, "%s", line.name);
    return line.kind == INI_SETTING ? set_from_file(source, line.name, line.value, error) : MOG_OK;
}

/* Some editors begin a text with the mark of UTF-8. */
static void skip_mark(FILE *stream) {
    static const char mark[] = "\xef\xbb\xbf";
    char start[sizeof mark] = "";
    if (fread(start, 1, 3, stream) != 3 || strcmp(start, mark) != 0)
        rewind(stream);
}

static mog_status read_lines(ini_source *source, FILE *stream, mog_error *error) {
    char *text = NULL;
    size_t room = 0;
    ssize_t length;
    mog_status status = MOG_OK;
    skip_mark(stream);
    while (status == MOG_OK && (length = getline(&text, &room, stream)) >= 0) {
        source->line++;
        status = take_line(source, text, (size_t)length, error);
    }
    if (status == MOG_OK && !feof(stream))
        status = mog_fail(error, errno == ENOMEM ? MOG_ERROR_MEMORY : MOG_ERROR_IO,
                          "cannot read %s behind line %u: %s", source->path, source->line,
                          strerror(errno));
    free(text);
    return status;
}

mog_status config_read(const char *path, const config_binding *bindings, mog_error *error) {
    uint64_t bytes;
    ini_source source = {.path = path, .bindings = bindings};
    FILE *stream;
    mog_status status = mog_file_open(path, &stream, &bytes, error);
    if (status != MOG_OK)
        return status;
    status = read_lines(&source, stream, error);
    fclose(stream);
    return status;
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
