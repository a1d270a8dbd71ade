/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Names of solvers and presets, for help, manual page and completion. */
#include "program/name_list.h"

#include "mog/learn.h"
#include "mog/solve.h"

#include <stdio.h>

_Static_assert(MOG_PRESET_NAME_SIZE <= NAME_SIZE, "a preset's name must fit");

static bool solver_name(size_t index, char name[NAME_SIZE]) {
    const char *const *names = mog_solver_names();
    for (size_t i = 0; names[i] != NULL; i++)
        if (i == index) {
            snprintf(name, NAME_SIZE, "%s", names[i]);
            return true;
        }
    return false;
}

static const char *solver_help(const char *name) {
    return mog_solver_describe(name).help;
}

const name_list solver_names[] = {
    {"Solvers; those called rb-... decide resource blocks, too", solver_name, solver_help}, {0}};

const name_list preset_names[] = {{"Presets", mog_preset_name, NULL}, {0}};
