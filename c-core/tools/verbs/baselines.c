/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of baselines. */
#include "verbs/baselines.h"

/* So many that local search ends by itself. */
enum { UNTIL_NONE_IMPROVES = 10000 };

static double nmse(const mog_measured *means) {
    return means->nmse;
}

static double same_rb(const mog_measured *means) {
    return means->same_rb;
}

static const baselines of_powers = {
    .teacher = "fplinq",
    .references = {"optimum", "fplinq-strong"},
    .studied = {{"fplinq", "FPLinQ"}},
    .blind = {{"full-power", "full power"}},
    .cheap = {"full-power", "strongest", "random"},
    .over_time = {"fplinq", "fplinq-strong", "itlinq", "full-power"},
    .decides = "powers",
    .improved_by = "sweeps",
    .off_labels = "NMSE",
    .likeness_key = "nmse",
    .likeness = nmse,
};

static const baselines of_rbs = {
    .teacher = "rb-local-search",
    .references = {"rb-optimum", "rb-local-search"},
    .studied = {{"rb-optimum", "optimum"}, {"rb-local-search", "local search"}},
    .blind = {{"rb-random", "random"}, {"rb-balanced", "balanced"}},
    .cheap = {"rb-random", "rb-balanced", "rb-local-search"},
    .over_time = {"rb-local-search", "rb-balanced"},
    .decides = "RBs, powers",
    .improved_by = "moves",
    .off_labels = "off the labels",
    .style = "lines dashtype 2",
    .moves = UNTIL_NONE_IMPROVES,
    .likeness_key = "same_rb",
    .likeness = same_rb,
};

const baselines *baselines_that_decide(bool rbs) {
    return rbs ? &of_rbs : &of_powers;
}

const baselines *baselines_of(size_t n_rb) {
    return baselines_that_decide(n_rb > 1);
}

const baseline_solver *baselines_trivial(const baselines *b) {
    const baseline_solver *last = b->blind;
    while (last[1].solver != NULL)
        last++;
    return last;
}
