/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Whole data sets over time: what links have had in the end, and what they were worth on the way.
 */
#include "slots/slots.h"

#include "base/memory.h"
#include "base/random.h"
#include "base/settings.h"
#include "radio/problem.h"
#include <string.h>

/* ---- some samples at a time ---------------------------------------------------------------- */

typedef struct batch {
    size_t first, count; /* samples of the data set */
    mog_slots *slots;
} batch;

/* What is done with a batch after every slot; true: it need not be played any longer. */
typedef bool watcher(void *context, const batch *b);

/* A play of a whole data set. */
typedef struct play {
    const mog_slots_settings *settings;
    const mog_utility *utility;
    const mog_dataset *dataset;
    mog_slots_decide decide;
    void *context; /* of `decide` */
    watcher *watch;
    void *watched; /* context of `watch` */
} play;

/* Samples side by side: enough for solvers that work on several at once, few enough for the states
 * of their paths (sinusoids, four numbers each) to stay below 64 MB. */
static size_t batch_size(const play *p) {
    const size_t most = 64, doubles = (size_t)1 << 23, k = p->dataset->links;
    if (p->settings->fading != MOG_FADING_JAKES)
        return most;
    const size_t paths = (p->dataset->per_rb ? p->dataset->n_rb : 1) * k * k;
    const size_t size = doubles / (4 * p->settings->sinusoids) / paths;
    return size < 1 ? 1 : size < most ? size : most;
}

static mog_status play_slots(const play *p, const batch *b, const mog_allocation *decision,
                             mog_error *error) {
    mog_problem problem;
    while (mog_slots_next(b->slots, &problem)) {
        mog_status status = p->decide(p->context, &problem, b->first, decision, error);
        if (status == MOG_OK)
            status = mog_slots_take(b->slots, decision, error);
        if (status != MOG_OK || p->watch(p->watched, b))
            return status;
    }
    return MOG_OK;
}

static mog_status play_batch(const play *p, batch *b, const mog_allocation *decision,
                             mog_error *error) {
    mog_status status =
        mog_slots_create(p->settings, p->utility, p->dataset, b->first, b->count, &b->slots, error);
    if (status == MOG_OK)
        status = play_slots(p, b, decision, error);
    mog_slots_free(b->slots);
    return status;
}

static mog_status play_all(const play *p, mog_error *error) {
    mog_status status = mog_settings_check(&mog_slots_section, p->settings, error);
    if (status != MOG_OK)
        return status;
    const size_t samples = p->dataset->samples, most = batch_size(p);
    const size_t links = most * p->dataset->links;
    mog_allocation decision = {.power = mog_allocate(links, sizeof(double), error),
                               .rb = mog_allocate(links, sizeof(uint32_t), error)};
    if (decision.power == NULL || decision.rb == NULL)
        status = MOG_ERROR_MEMORY;
    for (batch b = {0, 0, NULL}; status == MOG_OK && b.first < samples; b.first += b.count) {
        b.count = samples - b.first < most ? samples - b.first : most;
        status = play_batch(p, &b, &decision, error);
    }
    mog_release(decision.power);
    mog_release(decision.rb);
    return status;
}

/* ---- to the end ---------------------------------------------------------------------------- */

typedef struct means {
    size_t links;
    double *rate, *power, *served, *weight;
} means;

static double *part_of(double *array, const means *m, const batch *b) {
    return array != NULL ? array + b->first * m->links : NULL;
}

static bool take_means(void *context, const batch *b) {
    const means *m = context;
    mog_problem next;
    if (mog_slots_next(b->slots, &next))
        return false;
    mog_slots_means(b->slots, part_of(m->rate, m, b), part_of(m->power, m, b),
                    part_of(m->served, m, b), part_of(m->weight, m, b));
    return true;
}

mog_status mog_slots_play(const mog_slots_settings *settings, const mog_utility *utility,
                          const mog_dataset *dataset, mog_slots_decide decide, void *context,
                          double *rate, double *power, double *served, double *weight,
                          mog_error *error) {
    means m = {dataset->links, rate, power, served, weight};
    const play p = {settings, utility, dataset, decide, context, take_means, &m};
    return play_all(&p, error);
}

/* ---- to a slot on the way ------------------------------------------------------------------ */

typedef struct trajectory {
    size_t links;
    size_t *left;           /* [S]: slots that a sample has before it */
    double *weight, *price; /* [S][K] */
    bool priced;
} trajectory;

static void divide_by_mean(double *weight, double *price, size_t links) {
    double sum = 0;
    for (size_t i = 0; i < links; i++)
        sum += weight[i];
    const double mean = sum > 0 ? sum / (double)links : 1;
    for (size_t i = 0; i < links; i++) {
        weight[i] /= mean;
        price[i] /= mean;
    }
}

static void take_weights(trajectory *t, size_t sample, const mog_problem *problem) {
    const size_t k = t->links;
    double *weight = t->weight + sample * k, *price = t->price + sample * k;
    memcpy(weight, problem->weight, k * sizeof *weight);
    if (problem->price != NULL)
        memcpy(price, problem->price, k * sizeof *price);
    for (size_t i = 0; i < k; i++)
        t->priced = t->priced || price[i] > 0;
    divide_by_mean(weight, price, k);
}

/* Done when the last sample of the batch has arrived. */
static bool follow(void *context, const batch *b) {
    trajectory *t = context;
    mog_problem next;
    bool arrived = true;
    mog_slots_next(b->slots, &next);
    for (size_t s = 0; s < b->count; s++) {
        size_t *left = &t->left[b->first + s];
        const mog_problem one = mog_problem_sample(&next, s);
        if (*left > 0 && --*left == 0)
            take_weights(t, b->first + s, &one);
        arrived = arrived && *left == 0;
    }
    return arrived;
}

static void draw_lengths(trajectory *t, const mog_slots_settings *settings,
                         const mog_dataset *dataset) {
    mog_random random;
    gsl_rng *rng = mog_random_init(&random);
    for (size_t s = 0; s < dataset->samples; s++) {
        mog_random_select(rng, settings->seed, dataset->first + s, MOG_PURPOSE_WEIGHT);
        t->left[s] = settings->warm_up + 1 + gsl_rng_uniform_int(rng, settings->count);
    }
}

/* What the data set gets, once nothing can fail any more. */
static void hand_over(trajectory *t, const mog_notes *notes, mog_dataset *dataset) {
    mog_release(dataset->weight);
    dataset->weight = t->weight;
    t->weight = NULL;
    dataset->weight_notes = *notes;
    if (!t->priced)
        return;
    mog_release(dataset->price);
    dataset->price = t->price;
    t->price = NULL;
}

static mog_status note(const mog_slots_settings *settings, const mog_utility *utility,
                       mog_notes *notes, mog_error *error) {
    notes->count = 0;
    const mog_status status = mog_notes_set_section(notes, &mog_utility_section, utility, error);
    return status == MOG_OK ? mog_notes_set_section(notes, &mog_slots_section, settings, error)
                            : status;
}

static mog_status play_trajectory(const play *p, trajectory *t, mog_dataset *dataset,
                                  mog_error *error) {
    mog_notes notes;
    if (dataset->label_count > 0)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "the data set has labels '%s', which were made for the weights that it "
                        "has: copy it without labels first",
                        dataset->labels[0].solver);
    mog_status status = mog_settings_check(&mog_slots_section, p->settings, error);
    if (status != MOG_OK)
        return status;
    draw_lengths(t, p->settings, dataset);
    status = play_all(p, error);
    if (status == MOG_OK)
        status = note(p->settings, p->utility, &notes, error);
    if (status == MOG_OK)
        hand_over(t, &notes, dataset);
    return status;
}

mog_status mog_slots_trajectory(const mog_slots_settings *settings, const mog_utility *utility,
                                mog_dataset *dataset, mog_slots_decide decide, void *context,
                                mog_error *error) {
    const size_t links = dataset->samples * dataset->links;
    trajectory t = {.links = dataset->links,
                    .left = mog_allocate(dataset->samples, sizeof *t.left, error),
                    .weight = mog_allocate(links, sizeof *t.weight, error),
                    .price = mog_allocate(links, sizeof *t.price, error)};
    const play p = {settings, utility, dataset, decide, context, follow, &t};
    const mog_status status = t.left != NULL && t.weight != NULL && t.price != NULL
                                  ? play_trajectory(&p, &t, dataset, error)
                                  : MOG_ERROR_MEMORY;
    mog_release(t.left);
    mog_release(t.weight);
    mog_release(t.price);
    return status;
}
