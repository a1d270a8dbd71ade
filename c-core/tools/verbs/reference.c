/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The reference of gaps: labels that are there, or are made now. */
#include "verbs/reference.h"

#include "verbs/baselines.h"
#include "verbs/channels.h"

#include <string.h>

/* A solver's labels of another utility do not count: that can be solved for. */
static const mog_labels *known(const char *solver, const mog_dataset *dataset,
                               const mog_utility *utility) {
    const mog_labels *labels = mog_dataset_labels(dataset, solver);
    const bool solves = labels != NULL && mog_solver_describe(solver).name != NULL;
    return solves && !channels_maximise(labels, utility) ? NULL : labels;
}

/* The first that is there or can be had. */
static const char *choose(const char *name, const mog_dataset *dataset,
                          const mog_utility *utility) {
    if (strcmp(name, "auto") != 0)
        return name;
    const char *const *solver = baselines_of(dataset->n_rb)->references;
    for (; *solver != NULL; solver++)
        if (known(*solver, dataset, utility) != NULL ||
            mog_solver_takes(*solver, utility, dataset->links, dataset->n_rb))
            return *solver;
    return "none";
}

static mog_status solve(const char *solver, mog_dataset *dataset, const mog_utility *utility,
                        progress *bar, size_t done, mog_error *error) {
    labeller l;
    mog_status status = labeller_open(&l, solver, NULL, utility, dataset, error);
    l.bar = bar;
    l.done = done;
    if (status == MOG_OK)
        status = labeller_run(&l, dataset, error);
    labeller_close(&l);
    return status;
}

mog_status reference_find(const char *name, mog_dataset *dataset, const mog_utility *utility,
                          progress *bar, size_t done, reference *found, mog_error *error) {
    *found = (reference){.labels = NULL};
    const char *solver = choose(name, dataset, utility);
    if (strcmp(solver, "none") == 0)
        return MOG_OK;
    found->solved = known(solver, dataset, utility) == NULL;
    const mog_status status =
        found->solved ? solve(solver, dataset, utility, bar, done, error) : MOG_OK;
    if (status == MOG_OK)
        found->labels = mog_dataset_labels(dataset, solver);
    return status;
}
