/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Settings of every kind, for harnesses that read them.
 */
#ifndef MOG_FUZZ_SECTIONS_H
#define MOG_FUZZ_SECTIONS_H

#include "mog/csi.h"
#include "mog/learn.h"
#include "mog/slots.h"
#include "mog/solve.h"

/** All of them, with their defaults. */
typedef struct fuzz_settings {
    mog_scenario scenario;
    mog_csi_settings csi;
    mog_utility utility;
    mog_slots_settings slots;
    mog_solver_settings solver;
    mog_recipe recipe;
} fuzz_settings;

static inline fuzz_settings fuzz_settings_default(void) {
    fuzz_settings s;
    mog_scenario_default(&s.scenario);
    mog_csi_default(&s.csi);
    mog_utility_default(&s.utility);
    mog_slots_default(&s.slots);
    mog_solver_default("fplinq", &s.solver, NULL);
    mog_recipe_default(&s.recipe);
    return s;
}

#endif
