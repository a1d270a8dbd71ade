/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What a study measures by: a reference and baselines. */
#include "figure/study_yardsticks.h"

#include "mog/solve.h"

static void append(study_yardsticks *y, const baseline_solver *list) {
    for (; list->solver != NULL; list++)
        y->baseline[y->baselines++] = *list;
}

study_yardsticks study_yardsticks_for(bool rbs, size_t links, size_t n_rb) {
    study_yardsticks y = {.all = baselines_that_decide(rbs)};
    const baseline_solver *reference = y.all->studied;
    while (reference[1].solver != NULL && !mog_solver_takes(reference->solver, NULL, links, n_rb))
        reference++;
    y.reference = *reference;
    append(&y, y.all->blind);
    append(&y, reference + 1);
    return y;
}
