/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Notes: short texts that say where labels or weights came from. */
#include "mog/dataset.h"

#include <stdio.h>
#include <string.h>

static size_t find(const mog_notes *notes, const char *key) {
    size_t n = 0;
    while (n < notes->count && strcmp(notes->note[n].key, key) != 0)
        n++;
    return n;
}

mog_status mog_notes_set(mog_notes *notes, const char *key, const char *value, mog_error *error) {
    const size_t n = find(notes, key);
    if (n == MOG_MAX_NOTES || key[0] == '\0' || strlen(key) >= MOG_NOTE_KEY_SIZE ||
        strlen(value) >= MOG_NOTE_VALUE_SIZE)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "the note '%s' = '%s' does not fit: there are at most %d, with a key below "
                        "%d characters and a text below %d",
                        key, value, MOG_MAX_NOTES, MOG_NOTE_KEY_SIZE, MOG_NOTE_VALUE_SIZE);
    strcpy(notes->note[n].key, key);
    strcpy(notes->note[n].value, value);
    if (n == notes->count)
        notes->count++;
    return MOG_OK;
}

mog_status mog_notes_set_section(mog_notes *notes, const mog_section *section, const void *settings,
                                 mog_error *error) {
    mog_status status = MOG_OK;
    for (size_t i = 0; status == MOG_OK && i < section->count; i++) {
        char key[MOG_NOTE_KEY_SIZE], value[MOG_FIELD_TEXT_SIZE];
        snprintf(key, sizeof key, "%s.%s", section->name, section->fields[i].name);
        mog_settings_print(&section->fields[i], settings, value);
        status = mog_notes_set(notes, key, value, error);
    }
    return status;
}

const char *mog_notes_get(const mog_notes *notes, const char *key) {
    const size_t n = find(notes, key);
    return n < notes->count ? notes->note[n].value : NULL;
}
