/* SPDX-License-Identifier: GPL-2.0-or-later */
/* A data set in the forms that training reads. */
#include "learn/run/training.h"

#include "base/memory.h"
#include "base/text.h"
#include <float.h>
#include <string.h>

/* FNV-1a on words instead of bytes: to notice other data, not to withstand anybody */
static uint64_t checksum(uint64_t sum, size_t count, const double *value) {
    for (size_t i = 0; i < count; i++) {
        uint64_t word;
        memcpy(&word, &value[i], sizeof word);
        sum = (sum ^ word) * 0x100000001b3u;
        sum ^= sum >> 32; /* brings the high bits down, which the product only moves up */
    }
    return sum;
}

/* The solver's labels, or NULL with a message that says which ones there are. */
static const mog_labels *find_labels(const mog_dataset *dataset, const char *solver,
                                     mog_error *error) {
    const mog_labels *labels = mog_dataset_labels(dataset, solver);
    if (labels != NULL)
        return labels;
    char list[MOG_MAX_LABELS * (MOG_NAME_SIZE + 2)] = "";
    for (size_t i = 0; i < dataset->label_count; i++)
        mog_text_append(list, sizeof list, dataset->labels[i].solver);
    mog_fail(error, MOG_ERROR_DATA, "the data set has no labels \"%s\"; it has %s", solver,
             dataset->label_count > 0 ? list : "none");
    return NULL;
}

/* Training divides gains by the noise, which takes the unit away, and rounds them to float32. */
static mog_status check_range(const mog_problem *problem, mog_error *error) {
    const size_t k = problem->links, matrices = mog_problem_matrices(problem);
    for (size_t i = 0; i < problem->samples * matrices * k * k; i++)
        if (!(problem->gain[i] / problem->noise_power < (double)FLT_MAX / 1e6))
            return mog_fail(error, MOG_ERROR_DATA,
                            "gain[%zu][%zu][%zu] = %g is %g times the noise power %g: more than "
                            "float32 can train with",
                            i / (matrices * k * k), i / k % k, i % k, problem->gain[i],
                            problem->gain[i] / problem->noise_power, problem->noise_power);
    return MOG_OK;
}

static mog_status check_data(const mog_dataset *dataset, mog_error *error) {
    const mog_problem problem = mog_dataset_problem(dataset);
    const mog_problem known = mog_dataset_known_problem(dataset);
    mog_status status = mog_dataset_check(dataset, error);
    if (status == MOG_OK)
        status = check_range(&problem, error);
    return status == MOG_OK ? check_range(&known, error) : status;
}

static void fill_rows(mog_sample_set *set, const mog_problem_type *problem) {
    const mog_dataset *exact = set->exact;
    const mog_rows_shape *shape = &set->rows.shape;
    const size_t links = shape->count * shape->links;
    const size_t gains = links * shape->links * shape->matrices;
    mog_rows_round(set->rows.gain, exact->gain, 1 / exact->noise_power, gains);
    if (exact->known_gain != NULL)
        mog_rows_round(set->rows.known, exact->known_gain, 1 / exact->noise_power, gains);
    mog_network_input_links(shape->count, shape->links, exact->weight, exact->price,
                            set->rows.weight, set->rows.price);
    if (set->labels != NULL)
        problem->read_labels(links, set->labels->power, set->labels->rb, set->rows.label);
}

static uint64_t checksum_of(const mog_sample_set *set) {
    const mog_dataset *exact = set->exact;
    const size_t links = exact->samples * exact->links;
    const size_t gains = links * exact->links * set->rows.shape.matrices;
    const struct {
        const double *data;
        size_t count;
    } arrays[] = {
        {exact->gain, gains},
        {&exact->noise_power, 1},
        {exact->known_gain, gains},
        {exact->weight, links},
        {exact->price, links},
        {exact->tx_position, 2 * links},
        {exact->rx_position, 2 * links},
        {set->labels != NULL ? set->labels->power : NULL, links},
    };
    uint64_t sum = 0xcbf29ce484222325u;
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++)
        if (arrays[i].data != NULL)
            sum = checksum(sum, arrays[i].count, arrays[i].data);
    for (size_t n = 0; set->labels != NULL && n < links; n++)
        sum = checksum(sum, 1, &(double){set->labels->rb[n]});
    return sum;
}

mog_status mog_sample_set_copy(mog_sample_set *set, const mog_dataset *dataset, const char *labels,
                               const mog_problem_type *problem, mog_error *error) {
    *set = (mog_sample_set){.exact = NULL};
    const mog_status status = check_data(dataset, error);
    if (status != MOG_OK)
        return status;
    if (labels != NULL && find_labels(dataset, labels, error) == NULL)
        return MOG_ERROR_DATA;
    set->exact = mog_dataset_copy(dataset, labels, error);
    if (set->exact == NULL)
        return MOG_ERROR_MEMORY;
    set->labels = labels != NULL ? mog_dataset_labels(set->exact, labels) : NULL;
    const mog_problem channels = mog_dataset_problem(dataset);
    const mog_rows_shape shape = {
        .count = dataset->samples,
        .links = dataset->links,
        .matrices = mog_problem_matrices(&channels),
        .parts =
            MOG_ROWS_INPUT | MOG_ROWS_GAIN | (dataset->known_gain != NULL ? MOG_ROWS_KNOWN : 0u) |
            (dataset->weight != NULL ? MOG_ROWS_WEIGHT : 0u) |
            (dataset->price != NULL ? MOG_ROWS_PRICE : 0u) | (labels != NULL ? MOG_ROWS_LABEL : 0u),
    };
    if (mog_rows_init(&set->rows, &shape, error) != MOG_OK)
        return MOG_ERROR_MEMORY;
    fill_rows(set, problem);
    set->checksum = checksum_of(set);
    return MOG_OK;
}

size_t mog_sample_set_size(const mog_sample_set *set) {
    return set->exact != NULL ? set->exact->samples : 0;
}

mog_problem mog_sample_set_problem(const mog_sample_set *set, size_t first, size_t count) {
    const mog_problem all = mog_dataset_problem(set->exact);
    return mog_problem_range(&all, first, count);
}

mog_problem mog_sample_set_known(const mog_sample_set *set, size_t first, size_t count) {
    const mog_problem all = mog_dataset_known_problem(set->exact);
    return mog_problem_range(&all, first, count);
}

mog_status mog_sample_set_renew(mog_sample_set *set, const mog_dataset *dataset, mog_error *error) {
    mog_dataset *exact = set->exact;
    if (exact->known_gain == NULL || dataset->known_gain == NULL ||
        dataset->samples != exact->samples || dataset->links != exact->links ||
        dataset->n_rb != exact->n_rb || dataset->per_rb != exact->per_rb)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "known gains of %zu samples with %zu links do not replace those of %zu "
                        "with %zu",
                        dataset->known_gain != NULL ? dataset->samples : 0, dataset->links,
                        exact->known_gain != NULL ? exact->samples : 0, exact->links);
    const mog_status status = check_data(dataset, error);
    if (status != MOG_OK)
        return status;
    const size_t count = exact->samples * set->rows.shape.matrices * exact->links * exact->links;
    memcpy(exact->known_gain, dataset->known_gain, count * sizeof *exact->known_gain);
    mog_rows_round(set->rows.known, exact->known_gain, 1 / exact->noise_power, count);
    return MOG_OK;
}

void mog_sample_set_normalise(mog_sample_set *set, const mog_network *network,
                              const float *buffer) {
    if (set->exact == NULL)
        return;
    const mog_problem known = mog_dataset_known_problem(set->exact);
    mog_network_input(network, buffer, &known, set->rows.x);
}

void mog_sample_set_clear(mog_sample_set *set) {
    mog_dataset_free(set->exact);
    mog_rows_clear(&set->rows);
    *set = (mog_sample_set){.exact = NULL};
}
