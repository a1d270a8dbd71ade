/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Settings from files (INI) and from `section.key=value` on the command line.
 */
#ifndef MOG_TOOLS_CONFIG_H
#define MOG_TOOLS_CONFIG_H

#include "mog/file.h"
#include "mog/settings.h"

/** A section that a verb understands, and where its settings go. */
typedef struct config_binding {
    const mog_section *section;
    void *settings;
} config_binding;

/** Most files, assignments, and options of one call. */
#define CONFIG_MOST 64

/** What the user gave, in order: files first, then assignments, then options that stand for one. */
typedef struct config_sources {
    size_t file_count, assignment_count, option_count;
    const char *files[CONFIG_MOST];
    const char *assignments[CONFIG_MOST];
    const char *option_settings[CONFIG_MOST]; /**< "section.key" */
    const char *option_values[CONFIG_MOST];
} config_sources;

/** Applies all sources to the settings of `bindings`, which end with a NULL section. */
mog_status config_apply(const config_sources *sources, const config_binding *bindings,
                        mog_error *error);

/** Applies one assignment, "section.key=value". */
mog_status config_set(const config_binding *bindings, const char *assignment, mog_error *error);

/** Reads one file. Sections of other verbs are skipped: one file can serve all. */
mog_status config_read(const char *path, const config_binding *bindings, mog_error *error);

/** Writes the sections in the form that config_read() reads. */
void config_write(mog_file *file, const config_binding *bindings);

/** The names of all sections, whatever the verb; NULL-terminated. */
extern const char *const config_sections[];

/** The binding of a section; NULL: there is none. */
const config_binding *config_find_section(const config_binding *bindings, const char *section);

/** What a member of a section may be, NULL-terminated; none if it is no choice. */
const char *const *config_choices(const mog_section *section, const char *member);

/** The field of a setting, "section.key", and in `*binding` where it belongs; NULL: none. */
const mog_field *config_find(const config_binding *bindings, const char *setting,
                             const config_binding **binding);

#endif
