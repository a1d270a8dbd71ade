/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "channels.h"

#include "progress.h"

#include <stdlib.h>

mog_status channels_know(mog_dataset *dataset, const char *path, const mog_csi_settings *csi,
                         mog_error *error) {
    mog_error reason;
    const mog_status status = mog_csi_apply(csi, 0, dataset, &reason);
    return status == MOG_OK ? MOG_OK : mog_fail(error, status, "%s: %s", path, reason.message);
}

/* Samples that are solved between two looks at the progress bar. */
enum { CHUNK = 64 };

/* Up to CHUNK samples from `first` on. */
static mog_problem chunk_of(const mog_problem *all, size_t first) {
    mog_problem part = mog_problem_sample(all, first);
    part.samples = all->samples - first < CHUNK ? all->samples - first : CHUNK;
    return part;
}

static mog_status fill(const mog_dataset *dataset, mog_solver *solver, mog_labels *labels,
                       bool quiet, mog_error *error) {
    const size_t k = dataset->links;
    const mog_problem all = mog_dataset_problem(dataset);
    progress bar = progress_start(labels->solver, all.samples, quiet);
    mog_status status = MOG_OK;
    for (size_t first = 0; status == MOG_OK && first < all.samples; first += CHUNK) {
        const mog_problem part = chunk_of(&all, first);
        status = mog_solver_run(solver, &part, dataset->first + first, labels->power + first * k,
                                labels->bound != NULL ? labels->bound + first : NULL, error);
        progress_update(&bar, first + part.samples, NULL);
    }
    progress_end(&bar);
    mog_sum_rate(&all, labels->power, labels->sum_rate);
    return status;
}

/* With one RB the labels have powers only. */
static mog_status fill_rbs(const mog_dataset *dataset, mog_rb_solver *solver, mog_labels *labels,
                           bool quiet, mog_error *error) {
    const size_t k = dataset->links;
    const mog_problem all = mog_dataset_problem(dataset);
    uint32_t *rb = labels->rb != NULL ? labels->rb : calloc(all.samples * k, sizeof *rb);
    if (rb == NULL)
        return mog_fail(error, MOG_ERROR_MEMORY, "out of memory: %zu decisions", all.samples * k);
    progress bar = progress_start(labels->solver, all.samples, quiet);
    mog_status status = MOG_OK;
    for (size_t first = 0; status == MOG_OK && first < all.samples; first += CHUNK) {
        const mog_problem part = chunk_of(&all, first);
        status = mog_rb_solver_run(solver, &part, dataset->first + first, rb + first * k,
                                   labels->power + first * k, error);
        progress_update(&bar, first + part.samples, NULL);
    }
    progress_end(&bar);
    if (status == MOG_OK)
        mog_rb_sum_rate(&all, rb, labels->power, labels->sum_rate);
    if (rb != labels->rb)
        free(rb);
    return status;
}

static mog_status label(mog_dataset *dataset, const char *name, const mog_solver_settings *settings,
                        bool quiet, mog_error *error) {
    mog_solver *solver = mog_solver_create(name, settings, dataset->links, error);
    if (solver == NULL)
        return error->status;
    mog_labels *labels = mog_dataset_add_labels(dataset, name, mog_solver_has_bound(solver), error);
    const mog_status status =
        labels != NULL ? fill(dataset, solver, labels, quiet, error) : error->status;
    mog_solver_free(solver);
    return status;
}

static mog_status label_rbs(mog_dataset *dataset, const char *name, const mog_rb_settings *settings,
                            bool quiet, mog_error *error) {
    mog_rb_solver *solver =
        mog_rb_solver_create(name, settings, dataset->links, dataset->n_rb, error);
    if (solver == NULL)
        return error->status;
    mog_labels *labels = mog_dataset_add_labels(dataset, name, false, error);
    const mog_status status =
        labels != NULL ? fill_rbs(dataset, solver, labels, quiet, error) : error->status;
    mog_rb_solver_free(solver);
    return status;
}

mog_status channels_label(mog_dataset *dataset, const char *solver,
                          const mog_solver_settings *settings, const mog_rb_settings *rb_settings,
                          bool quiet, mog_error *error) {
    return mog_rb_solver_help(solver) != NULL
               ? label_rbs(dataset, solver, rb_settings, quiet, error)
               : label(dataset, solver, settings, quiet, error);
}
