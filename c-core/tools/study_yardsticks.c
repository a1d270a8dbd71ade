/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "study_yardsticks.h"

#include "mog/rb.h"
#include <stdio.h>

static const study_yardsticks of_powers = {
    .reference = {"fplinq", "FPLinQ"},
    .baselines = 1,
    .baseline = {{"full-power", "full power"}},
};

static const study_yardsticks of_rbs = {
    .rbs = true,
    .reference = {"rb-optimum", "optimum"},
    .style = "lines dashtype 2",
    .baselines = 3,
    .baseline = {{"rb-random", "random"},
                 {"rb-balanced", "balanced"},
                 {"rb-local-search", "local search"}},
};

static const study_yardsticks of_many_rbs = {
    .rbs = true,
    .reference = {"rb-local-search", "local search"},
    .style = "lines dashtype 2",
    .baselines = 2,
    .baseline = {{"rb-random", "random"}, {"rb-balanced", "balanced"}},
};

const study_yardsticks *study_yardsticks_for(bool rbs, size_t links, size_t n_rb) {
    if (!rbs)
        return &of_powers;
    return mog_rb_solver_takes(of_rbs.reference.solver, links, n_rb) ? &of_rbs : &of_many_rbs;
}

study_key study_key_of(const char *before, const char *solver, const char *behind) {
    study_key key;
    snprintf(key.text, sizeof key.text, "%s%s%s", before, solver, behind);
    for (char *c = key.text; *c != '\0'; c++)
        if (*c == '-')
            *c = '_';
    return key;
}
