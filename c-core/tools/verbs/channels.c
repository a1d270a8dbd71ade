/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Channels as they are known, and their labels. */
#include "verbs/channels.h"

#include "program/config.h"
#include "verbs/interrupt.h"
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

const char *channels_csi_name(int kind) {
    return config_choices(&mog_csi_section, "kind")[kind];
}

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
    const mog_section *section = &mog_utility_section;
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
        mog_notes_set_section(&labels->notes, &mog_solver_section, settings, error);
    if (status != MOG_OK)
        return status;
    return mog_notes_set_section(&labels->notes, &mog_utility_section, utility, error);
}

static mog_status fail_value(const char *solver, const char *what, double value, uint64_t sample,
                             mog_error *error) {
    return mog_fail(error, MOG_ERROR_NUMERIC,
                    "solver '%s': sample %llu of the scenario has the %s %g, which is no number "
                    "that labels can have",
                    solver, (unsigned long long)sample, what, value);
}

/* Files with such labels could not be read. */
static mog_status check(const mog_dataset *dataset, const mog_labels *labels, mog_error *error) {
    for (size_t n = 0; n < dataset->samples; n++) {
        const uint64_t sample = dataset->first + n;
        if (!isfinite(labels->sum_rate[n]))
            return fail_value(labels->solver, "sum rate", labels->sum_rate[n], sample, error);
        if (labels->value != NULL && !isfinite(labels->value[n]))
            return fail_value(labels->solver, "value", labels->value[n], sample, error);
        if (labels->bound != NULL && !isfinite(labels->bound[n]))
            return fail_value(labels->solver, "bound", labels->bound[n], sample, error);
    }
    return MOG_OK;
}

static mog_status measure(const mog_dataset *dataset, const mog_utility *utility,
                          mog_labels *labels, mog_error *error) {
    const mog_problem all = mog_dataset_problem(dataset);
    mog_status status = mog_sum_rate(&all, labels->rb, labels->power, labels->sum_rate, error);
    if (status != MOG_OK)
        return status;
    if (labels->value == NULL)
        return check(dataset, labels, error);
    double *scratch = malloc(2 * all.links * sizeof *scratch);
    if (scratch == NULL)
        return mog_fail(error, MOG_ERROR_MEMORY, "out of memory: %zu links", all.links);
    status =
        mog_utility_values(utility, &all, labels->rb, labels->power, scratch, labels->value, error);
    free(scratch);
    return status == MOG_OK ? check(dataset, labels, error) : status;
}

/* ---- labels -------------------------------------------------------------------------------- */

static mog_status fill(labeller *l, const mog_dataset *dataset, mog_labels *labels,
                       mog_error *error) {
    const mog_problem all = mog_dataset_problem(dataset);
    const mog_allocation decided = {labels->rb, labels->power};
    mog_status status = MOG_OK;
    for (size_t first = 0; status == MOG_OK && first < all.samples; first += CHUNK) {
        const size_t left = all.samples - first;
        const mog_problem part = mog_problem_range(&all, first, left < CHUNK ? left : CHUNK);
        const mog_allocation here = mog_allocation_from(&decided, &all, first);
        status = mog_solver_run(l->solver, &part, dataset->first + first, &here,
                                labels->bound != NULL ? labels->bound + first : NULL, error);
        if (status == MOG_OK && l->file != NULL)
            status = interrupt_check(l->file, error);
        l->done += part.samples;
        if (l->bar != NULL)
            progress_update(l->bar, l->done, NULL);
    }
    return status;
}

mog_status labeller_open(labeller *l, const char *solver, const mog_solver_settings *settings,
                         const mog_utility *utility, const mog_dataset *like, mog_error *error) {
    *l = (labeller){.name = solver};
    mog_utility_default(&l->utility);
    if (utility != NULL)
        l->utility = *utility;
    if (mog_solver_default(solver, &l->settings, error) != MOG_OK)
        return error->status;
    if (settings != NULL)
        l->settings = *settings;
    return mog_solver_create(solver, &l->settings, &l->utility, like->links, like->n_rb, &l->solver,
                             error);
}

mog_status labeller_run(labeller *l, mog_dataset *dataset, mog_error *error) {
    const bool is_another = l->utility.kind != MOG_UTILITY_SUM_RATE || dataset->price != NULL;
    const unsigned parts = (mog_solver_describe(l->name).has_bound ? MOG_LABELS_BOUND : 0U) |
                           (is_another ? MOG_LABELS_VALUE : 0U);
    mog_labels *labels;
    mog_status status = mog_dataset_add_labels(dataset, l->name, parts, &labels, error);
    if (status == MOG_OK)
        status = note(labels, &l->settings, &l->utility, error);
    if (status == MOG_OK)
        status = fill(l, dataset, labels, error);
    return status == MOG_OK ? measure(dataset, &l->utility, labels, error) : status;
}

void labeller_close(labeller *l) {
    mog_solver_free(l->solver);
}

mog_status channels_label(mog_dataset *dataset, const char *name,
                          const mog_solver_settings *settings, const mog_utility *utility,
                          bool quiet, mog_error *error) {
    labeller l;
    mog_status status = labeller_open(&l, name, settings, utility, dataset, error);
    if (status == MOG_OK) {
        progress bar = progress_start(name, dataset->samples, quiet);
        l.bar = &bar;
        status = labeller_run(&l, dataset, error);
        progress_end(&bar);
    }
    labeller_close(&l);
    return status;
}
