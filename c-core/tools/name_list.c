/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "name_list.h"

#include "mog/learn.h"
#include "mog/rb.h"
#include "mog/solve.h"

#include <stdio.h>

_Static_assert(MOG_PRESET_NAME_SIZE <= NAME_SIZE, "a preset's name must fit");

static bool name_at(const char *const *names, size_t index, char name[NAME_SIZE]) {
    for (size_t i = 0; names[i] != NULL; i++)
        if (i == index) {
            snprintf(name, NAME_SIZE, "%s", names[i]);
            return true;
        }
    return false;
}

static bool solver_name(size_t index, char name[NAME_SIZE]) {
    return name_at(mog_solver_names(), index, name);
}

static bool rb_solver_name(size_t index, char name[NAME_SIZE]) {
    return name_at(mog_rb_solver_names(), index, name);
}

const name_list solver_names[] = {
    {"Solvers of powers", solver_name, mog_solver_help},
    {"Solvers of resource blocks (RBs) and powers", rb_solver_name, mog_rb_solver_help},
    {0}};

const name_list preset_names[] = {{"Presets", mog_preset_name, NULL}, {0}};
