/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What decisions are worth: sums, means, lines of reports. */
#include "verbs/worth.h"

#include "mog/solve.h"
#include "verbs/allocation.h"
#include "verbs/channels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

/* ---- sums ---------------------------------------------------------------------------------- */

/* One by one, so that the sum does not depend on how samples come. */
static double add(double sum, const double *value, size_t count) {
    for (size_t n = 0; n < count; n++)
        sum += value[n];
    return sum;
}

static void add_unknown(mog_measure *sum, size_t samples) {
    sum->sum_rate = sum->value = NAN;
    sum->samples += samples;
}

void worth_add(mog_measure *sum, const mog_dataset *dataset, const mog_utility *utility,
               const mog_allocation *allocation) {
    const mog_problem problem = mog_dataset_problem(dataset);
    mog_error error;
    if (mog_measure_add(sum, utility, &problem, allocation, &error) == MOG_OK)
        return;
    add_unknown(sum, dataset->samples);
    if (error.status == MOG_ERROR_MEMORY)
        report_lacks_memory();
}

void worth_add_solver(mog_measure *sum, const mog_dataset *dataset, const mog_utility *utility,
                      const char *name) {
    const mog_problem problem = mog_dataset_problem(dataset);
    mog_error error = {.status = MOG_OK};
    mog_solver *solver;
    mog_solver_create(name, NULL, utility, dataset->links, dataset->n_rb, &solver, &error);
    mog_allocation decided;
    if (allocation_open(&decided, dataset, &error) == MOG_OK && solver != NULL &&
        mog_solver_run(solver, &problem, dataset->first, &decided, NULL, &error) == MOG_OK)
        worth_add(sum, dataset, utility, &decided);
    else
        add_unknown(sum, dataset->samples);
    if (error.status == MOG_ERROR_MEMORY)
        report_lacks_memory();
    allocation_close(&decided);
    mog_solver_free(solver);
}

void worth_add_labels(mog_measure *sum, const mog_dataset *dataset, const mog_utility *utility,
                      const mog_labels *labels) {
    const mog_allocation decided = {labels->rb, labels->power};
    const double sum_rate = add(sum->sum_rate, labels->sum_rate, dataset->samples);
    if (is_sum_rate(dataset, utility)) {
        sum->value = sum_rate;
        sum->samples += dataset->samples;
    } else {
        worth_add(sum, dataset, utility, &decided);
    }
    sum->sum_rate = sum_rate;
}

void label_sums_add(label_sums *sums, const mog_dataset *dataset, const mog_utility *utility) {
    for (size_t i = 0; i < dataset->label_count; i++) {
        const mog_labels *labels = &dataset->labels[i];
        worth_add_labels(&sums->worth[i], dataset, utility, labels);
        if (labels->bound != NULL)
            sums->bound[i] = add(sums->bound[i], labels->bound, dataset->samples);
    }
}

double label_sums_best_bound(const label_sums *sums, const mog_dataset *dataset,
                             const mog_utility *utility) {
    double best = NAN;
    for (size_t i = 0; i < dataset->label_count; i++)
        if (dataset->labels[i].bound != NULL && channels_maximise(&dataset->labels[i], utility))
            best = fmin(best, sums->bound[i] / (double)sums->worth[i].samples);
    return best;
}

/* ---- means over one data set --------------------------------------------------------------- */

mog_measured worth_of(const mog_dataset *dataset, const mog_utility *utility,
                      const mog_allocation *allocation) {
    mog_measure sum = {0};
    worth_add(&sum, dataset, utility, allocation);
    return mog_measure_means(&sum);
}

mog_measured worth_of_solver(const mog_dataset *dataset, const mog_utility *utility,
                             const char *name) {
    mog_measure sum = {0};
    worth_add_solver(&sum, dataset, utility, name);
    return mog_measure_means(&sum);
}

mog_measured worth_of_labels(const mog_dataset *dataset, const mog_utility *utility,
                             const mog_labels *labels) {
    mog_measure sum = {0};
    worth_add_labels(&sum, dataset, utility, labels);
    return mog_measure_means(&sum);
}

double best_bound(const mog_dataset *dataset, const mog_utility *utility) {
    label_sums sums = {0};
    label_sums_add(&sums, dataset, utility);
    return label_sums_best_bound(&sums, dataset, utility);
}

/* ---- reports ------------------------------------------------------------------------------- */

bool is_sum_rate(const mog_dataset *dataset, const mog_utility *utility) {
    return utility->kind == MOG_UTILITY_SUM_RATE && dataset->price == NULL;
}

double ratio_of(double value, double other) {
    return other > 0 ? value / other : (double)NAN;
}

static report_key join(const char *whose, const char *what) {
    report_key key;
    snprintf(key.text, sizeof key.text, "%.64s_%s", whose, what);
    return key;
}

void report_worth(json_t *object, const char *whose, const mog_dataset *dataset,
                  const mog_utility *utility, mog_measured w) {
    report_real(object, join(whose, "sum_rate").text, w.sum_rate);
    if (!is_sum_rate(dataset, utility))
        report_real(object, join(whose, "value").text, w.value);
}

mog_measured report_solver(json_t *object, const char *solver, const mog_dataset *dataset,
                           const mog_utility *utility) {
    const mog_measured w = worth_of_solver(dataset, utility, solver);
    report_worth(object, report_key_of("", solver, "").text, dataset, utility, w);
    return w;
}

void report_utility(json_t *object, const mog_dataset *dataset, const mog_utility *utility,
                    mog_measured w) {
    report_text(object, "utility", mog_utility_name(utility));
    if (!is_sum_rate(dataset, utility))
        report_real(object, "value", w.value);
}
