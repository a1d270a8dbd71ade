/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "channels.h"

#include "progress.h"

mog_status channels_know(mog_dataset *dataset, const char *path, const mog_csi_settings *csi,
                         mog_error *error) {
    mog_error reason;
    const mog_status status = mog_csi_apply(csi, 0, dataset, &reason);
    return status == MOG_OK ? MOG_OK : mog_fail(error, status, "%s: %s", path, reason.message);
}

mog_status channels_solve(const mog_dataset *dataset, mog_solver *solver, mog_labels *labels,
                          bool quiet, mog_error *error) {
    const size_t chunk = 64, k = dataset->links;
    const mog_problem all = mog_dataset_problem(dataset);
    progress bar = progress_start(labels->solver, all.samples, quiet);
    mog_status status = MOG_OK;
    for (size_t first = 0; status == MOG_OK && first < all.samples; first += chunk) {
        mog_problem part = mog_problem_sample(&all, first);
        part.samples = all.samples - first < chunk ? all.samples - first : chunk;
        status = mog_solver_run(solver, &part, dataset->first + first, labels->power + first * k,
                                labels->bound != NULL ? labels->bound + first : NULL, error);
        progress_update(&bar, first + part.samples, NULL);
    }
    progress_end(&bar);
    mog_sum_rate(&all, labels->power, labels->sum_rate);
    return status;
}
