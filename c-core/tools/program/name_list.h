/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Sets of names that an option or an argument of the program is one of: help, manual page and
 * completion are made from them.
 */
#ifndef MOG_TOOLS_NAME_LIST_H
#define MOG_TOOLS_NAME_LIST_H

#include <stdbool.h>
#include <stddef.h>

/** Enough for any name. */
#define NAME_SIZE 64

/** Names by index. Arrays of lists end with one without a title. */
typedef struct name_list {
    const char *title;
    bool (*name)(size_t index, char name[NAME_SIZE]); /**< false behind the last one */
    const char *(*help)(const char *name);            /**< NULL: names say enough */
} name_list;

extern const name_list solver_names[];
extern const name_list preset_names[];

#endif
