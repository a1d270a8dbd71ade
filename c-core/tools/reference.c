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

mog_status reference_find(const char *name, mog_dataset *dataset, bool quiet, reference *found,
                          mog_error *error) {
    *found = (reference){.labels = NULL};
    if (strcmp(name, "none") == 0)
        return MOG_OK;
    const char *solver = choose(name, dataset);
    found->solved = mog_dataset_labels(dataset, solver) == NULL;
    const mog_status status =
        found->solved ? channels_label(dataset, solver, NULL, NULL, quiet, error) : MOG_OK;
    if (status == MOG_OK)
        found->labels = mog_dataset_labels(dataset, solver);
    return status;
}
