/* SPDX-License-Identifier: GPL-2.0-or-later */
#include "verbs/worth.h"

#include "mog/solve.h"
#include "output/statistics.h"
#include "verbs/allocation.h"
#include "verbs/channels.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

static const worth unknown = {NAN, NAN};

worth worth_of(const mog_dataset *dataset, const mog_utility *utility,
               const mog_allocation *allocation) {
    const mog_problem problem = mog_dataset_problem(dataset);
    const size_t samples = dataset->samples;
    double *each = malloc((samples + 2 * dataset->links) * sizeof *each);
    if (each == NULL)
        return unknown;
    worth w;
    mog_sum_rate(&problem, allocation->rb, allocation->power, each);
    w.sum_rate = mean(each, samples);
    w.value = w.sum_rate;
    if (!is_sum_rate(dataset, utility)) {
        mog_utility_values(utility, &problem, allocation->rb, allocation->power, each + samples,
                           each);
        w.value = mean(each, samples);
    }
    free(each);
    return w;
}

worth worth_of_solver(const mog_dataset *dataset, const mog_utility *utility, const char *name) {
    const mog_problem problem = mog_dataset_problem(dataset);
    mog_solver *solver =
        mog_solver_create(name, NULL, utility, dataset->links, dataset->n_rb, NULL);
    mog_allocation decided;
    worth w = unknown;
    if (allocation_open(&decided, dataset, NULL) == MOG_OK && solver != NULL &&
        mog_solver_run(solver, &problem, dataset->first, &decided, NULL, NULL) == MOG_OK)
        w = worth_of(dataset, utility, &decided);
    allocation_close(&decided);
    mog_solver_free(solver);
    return w;
}

worth worth_of_labels(const mog_dataset *dataset, const mog_utility *utility,
                      const mog_labels *labels) {
    const double sum_rate = mean(labels->sum_rate, dataset->samples);
    const mog_allocation decided = {labels->rb, labels->power};
    if (is_sum_rate(dataset, utility))
        return (worth){sum_rate, sum_rate};
    return (worth){sum_rate, worth_of(dataset, utility, &decided).value};
}

double best_bound(const mog_dataset *dataset, const mog_utility *utility) {
    double best = NAN;
    for (size_t i = 0; i < dataset->label_count; i++) {
        const mog_labels *labels = &dataset->labels[i];
        if (labels->bound != NULL && channels_maximise(labels, utility))
            best = fmin(best, mean(labels->bound, dataset->samples));
    }
    return best;
}

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
                  const mog_utility *utility, worth w) {
    report_real(object, join(whose, "sum_rate").text, w.sum_rate);
    if (!is_sum_rate(dataset, utility))
        report_real(object, join(whose, "value").text, w.value);
}

worth report_solver(json_t *object, const char *solver, const mog_dataset *dataset,
                    const mog_utility *utility) {
    const worth w = worth_of_solver(dataset, utility, solver);
    report_worth(object, report_key_of("", solver, "").text, dataset, utility, w);
    return w;
}

void report_utility(json_t *object, const mog_dataset *dataset, const mog_utility *utility,
                    worth w) {
    report_text(object, "utility", mog_utility_name(utility));
    if (!is_sum_rate(dataset, utility))
        report_real(object, "value", w.value);
}
