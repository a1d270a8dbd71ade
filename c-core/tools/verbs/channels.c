/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verbs/channels.h"

#include "output/progress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

mog_status channels_know(mog_dataset *dataset, const char *path, const mog_csi_settings *csi,
                         mog_error *error) {
    mog_error reason;
    const mog_status status = mog_csi_apply(csi, 0, dataset, &reason);
    return status == MOG_OK ? MOG_OK : mog_fail(error, status, "%s: %s", path, reason.message);
}

/* Samples that are solved between two looks at the progress bar. */
enum { CHUNK = 64 };

/* ---- what labels maximise ------------------------------------------------------------------ */

/* Labels without notes are from before there were other utilities. */
bool channels_maximise(const mog_labels *labels, const mog_utility *utility) {
    const mog_section *section = mog_utility_section();
    const char *kind = mog_notes_get(&labels->notes, "utility.kind");
    const char *name = mog_utility_name(utility);
    bool same = strcmp(kind != NULL ? kind : "sum-rate", name) == 0;
    for (size_t i = 0; same && utility->kind != MOG_UTILITY_SUM_RATE && i < section->count; i++) {
        char key[MOG_NOTE_KEY_SIZE], value[MOG_FIELD_TEXT_SIZE];
        snprintf(key, sizeof key, "%s.%s", section->name, section->fields[i].name);
        mog_settings_print(&section->fields[i], utility, value);
        const char *noted = mog_notes_get(&labels->notes, key);
        same = noted != NULL && strcmp(noted, value) == 0;
    }
    return same;
}

static mog_status note(mog_labels *labels, const mog_solver_settings *settings,
                       const mog_utility *utility, mog_error *error) {
    const mog_status status =
        mog_notes_set_section(&labels->notes, mog_solver_section(), settings, error);
    if (status != MOG_OK)
        return status;
    return mog_notes_set_section(&labels->notes, mog_utility_section(), utility, error);
}

static mog_status measure(const mog_problem *all, const mog_utility *utility, mog_labels *labels,
                          mog_error *error) {
    mog_sum_rate(all, labels->rb, labels->power, labels->sum_rate);
    if (labels->value == NULL)
        return MOG_OK;
    double *scratch = malloc(2 * all->links * sizeof *scratch);
    if (scratch == NULL)
        return mog_fail(error, MOG_ERROR_MEMORY, "out of memory: %zu links", all->links);
    mog_utility_values(utility, all, labels->rb, labels->power, scratch, labels->value);
    free(scratch);
    return MOG_OK;
}

/* ---- labels -------------------------------------------------------------------------------- */

static mog_status fill(const mog_dataset *dataset, mog_solver *solver, mog_labels *labels,
                       bool quiet, mog_error *error) {
    const mog_problem all = mog_dataset_problem(dataset);
    const mog_allocation decided = {labels->rb, labels->power};
    progress bar = progress_start(labels->solver, all.samples, quiet);
    mog_status status = MOG_OK;
    for (size_t first = 0; status == MOG_OK && first < all.samples; first += CHUNK) {
        const size_t left = all.samples - first;
        const mog_problem part = mog_problem_range(&all, first, left < CHUNK ? left : CHUNK);
        const mog_allocation here = mog_allocation_from(&decided, &all, first);
        status = mog_solver_run(solver, &part, dataset->first + first, &here,
                                labels->bound != NULL ? labels->bound + first : NULL, error);
        progress_update(&bar, first + part.samples, NULL);
    }
    progress_end(&bar);
    return status;
}

static mog_status label(mog_dataset *dataset, const char *name, mog_solver *solver,
                        const mog_solver_settings *settings, const mog_utility *utility, bool quiet,
                        mog_error *error) {
    const mog_problem all = mog_dataset_problem(dataset);
    const bool is_another = utility->kind != MOG_UTILITY_SUM_RATE || all.price != NULL;
    const unsigned parts = (mog_solver_has_bound(solver) ? MOG_LABELS_BOUND : 0U) |
                           (is_another ? MOG_LABELS_VALUE : 0U);
    mog_labels *labels = mog_dataset_add_labels(dataset, name, parts, error);
    if (labels == NULL)
        return error->status;
    mog_status status = note(labels, settings, utility, error);
    if (status == MOG_OK)
        status = fill(dataset, solver, labels, quiet, error);
    return status == MOG_OK ? measure(&all, utility, labels, error) : status;
}

mog_status channels_label(mog_dataset *dataset, const char *name,
                          const mog_solver_settings *settings, const mog_utility *utility,
                          bool quiet, mog_error *error) {
    mog_solver_settings chosen;
    mog_utility maximised;
    mog_utility_default(&maximised);
    if (utility != NULL)
        maximised = *utility;
    if (mog_solver_default(name, &chosen, error) != MOG_OK)
        return error->status;
    if (settings != NULL)
        chosen = *settings;
    mog_solver *solver =
        mog_solver_create(name, &chosen, &maximised, dataset->links, dataset->n_rb, error);
    if (solver == NULL)
        return error->status;
    const mog_status status = label(dataset, name, solver, &chosen, &maximised, quiet, error);
    mog_solver_free(solver);
    return status;
}
