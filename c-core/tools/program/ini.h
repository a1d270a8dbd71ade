/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Lines of INI files: "[section]", "key = value", and comments behind ";" or "#".
 */
#ifndef MOG_TOOLS_INI_H
#define MOG_TOOLS_INI_H

#include <stddef.h>

/** What a line says. */
typedef struct ini_line {
    enum { INI_NOTHING, INI_SECTION, INI_SETTING, INI_BAD } kind;
    const char *name;  /**< of the section, or the key */
    const char *value; /**< of a setting; why a line is bad */
} ini_line;

/**
 * Takes a line apart, in place. Lines may be of any length, and end as on Unix or on Windows; a
 * comment behind a setting begins with a blank and ";". No line continues another.
 */
ini_line ini_parse(char *line, size_t length);

#endif
