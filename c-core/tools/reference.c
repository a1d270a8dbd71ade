/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "reference.h"

#include "channels.h"

#include <string.h>

/* The first if it is there or can be had, else the second. */
static const char *choose(const char *name, const mog_dataset *dataset) {
    if (strcmp(name, "auto") != 0)
        return name;
    const size_t links = dataset->links;
    if (dataset->n_rb > 1)
        return mog_dataset_labels(dataset, "rb-optimum") != NULL ||
                       mog_rb_solver_takes("rb-optimum", links, dataset->n_rb)
                   ? "rb-optimum"
                   : "rb-local-search";
    return mog_dataset_labels(dataset, "optimum") != NULL || mog_solver_takes("optimum", links)
               ? "optimum"
               : "fplinq-strong";
}

static mog_status solve_powers(const char *name, mog_dataset *dataset, bool quiet,
                               mog_error *error) {
    mog_solver *solver = mog_solver_create(name, NULL, dataset->links, error);
    if (solver == NULL)
        return error->status;
    mog_labels *labels = mog_dataset_add_labels(dataset, name, mog_solver_has_bound(solver), error);
    const mog_status status =
        labels != NULL ? channels_solve(dataset, solver, labels, quiet, error) : error->status;
    mog_solver_free(solver);
    return status;
}

static mog_status solve_rbs(const char *name, mog_dataset *dataset, bool quiet, mog_error *error) {
    mog_rb_solver *solver = mog_rb_solver_create(name, NULL, dataset->links, dataset->n_rb, error);
    if (solver == NULL)
        return error->status;
    mog_labels *labels = mog_dataset_add_labels(dataset, name, false, error);
    const mog_status status =
        labels != NULL ? channels_solve_rb(dataset, solver, labels, quiet, error) : error->status;
    mog_rb_solver_free(solver);
    return status;
}

static mog_status solve(const char *name, mog_dataset *dataset, bool quiet, mog_error *error) {
    return dataset->n_rb > 1 ? solve_rbs(name, dataset, quiet, error)
                             : solve_powers(name, dataset, quiet, error);
}

mog_status reference_find(const char *name, mog_dataset *dataset, bool quiet, reference *found,
                          mog_error *error) {
    *found = (reference){.labels = NULL};
    if (strcmp(name, "none") == 0)
        return MOG_OK;
    const char *solver = choose(name, dataset);
    found->solved = mog_dataset_labels(dataset, solver) == NULL;
    const mog_status status = found->solved ? solve(solver, dataset, quiet, error) : MOG_OK;
    if (status == MOG_OK)
        found->labels = mog_dataset_labels(dataset, solver);
    return status;
}
