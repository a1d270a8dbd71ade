/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The environment of c-core's own channels. */
#include "learn/rl/radio_environment.h"

#include "base/memory.h"
#include "base/random.h"
#include "data/dataset.h"
#include "learn/rl/rb_reward.h"
#include "radio/allocation.h"
#include "radio/problem.h"
#include "radio/utility/utility.h"
#include <gsl/gsl_randist.h>
#include <string.h>

/* Bytes for the rewards of RBs: those of 340 000 samples of 6 links, or of 65 000 of 8. */
static const size_t reward_memory = (size_t)512 << 20;

typedef struct radio_environment {
    mog_environment interface;
    const mog_dataset *dataset;
    const mog_labels *labels; /* or NULL */
    mog_utility utility;
    uint64_t seed;
    size_t most;
    mog_rb_reward *rb_reward; /* made when the first RBs are decided */

    /* the order of one pass through the samples */
    uint64_t pass_end; /* first episode of the next pass; 0: there is no order yet */
    size_t *order;     /* [samples] */
    mog_random random;

    /* the episodes that have been started */
    size_t count;
    size_t *sample;                    /* [most]: of each */
    double *gain, *known_gain;         /* [most][M][K][K] */
    double *weight, *price;            /* [most][K] */
    double *tx_position, *rx_position; /* [most][K][2] */
    double *rate;                      /* [K] */
    double *power;                     /* [most][K], the teacher's */
    uint32_t *rb;                      /* likewise */
} radio_environment;

/* ---- episodes ------------------------------------------------------------------------------ */

/* Which sample an episode shows: no more than its number decides, so that a run can be continued
 * anywhere, and split into batches at will. */
static size_t sample_of(radio_environment *environment, uint64_t episode) {
    const uint64_t samples = environment->dataset->samples;
    const uint64_t pass = episode / samples, place = episode % samples;
    if (environment->pass_end != (pass + 1) * samples) {
        for (size_t i = 0; i < samples; i++)
            environment->order[i] = i;
        gsl_rng *rng = &environment->random.rng;
        mog_random_select(rng, environment->seed, pass, MOG_PURPOSE_EPISODE);
        gsl_ran_shuffle(rng, environment->order, samples, sizeof *environment->order);
        environment->pass_end = (pass + 1) * samples;
    }
    return environment->order[place];
}

static void copy_row(void *to, size_t row, const void *from, size_t source, size_t bytes) {
    if (from != NULL)
        memcpy((char *)to + row * bytes, (const char *)from + source * bytes, bytes);
}

static mog_status reset(mog_environment *interface, uint64_t first, size_t count,
                        mog_error *error) {
    radio_environment *environment = (radio_environment *)interface;
    if (count > environment->most)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "%zu episodes at once in an environment for at most %zu", count,
                        environment->most);
    const mog_dataset *data = environment->dataset;
    const mog_problem problem = mog_dataset_problem(data);
    const size_t real = sizeof(double), k = data->links;
    const size_t gains = mog_problem_matrices(&problem) * k * k * real;
    environment->count = count;
    for (size_t e = 0; e < count; e++) {
        const size_t s = sample_of(environment, first + e);
        environment->sample[e] = s;
        copy_row(environment->gain, e, data->gain, s, gains);
        copy_row(environment->known_gain, e, data->known_gain, s, gains);
        copy_row(environment->weight, e, data->weight, s, k * real);
        copy_row(environment->price, e, data->price, s, k * real);
        copy_row(environment->tx_position, e, data->tx_position, s, k * 2 * real);
        copy_row(environment->rx_position, e, data->rx_position, s, k * 2 * real);
        if (environment->labels != NULL) {
            copy_row(environment->power, e, environment->labels->power, s, k * real);
            copy_row(environment->rb, e, environment->labels->rb, s, k * sizeof(uint32_t));
        }
    }
    return MOG_OK;
}

/* The episodes' channels, true ones. */
static mog_problem true_problem(const radio_environment *environment) {
    const mog_dataset *data = environment->dataset;
    mog_problem problem = mog_dataset_problem(data);
    problem.samples = environment->count;
    problem.gain = environment->gain;
    problem.weight = data->weight != NULL ? environment->weight : NULL;
    problem.price = data->price != NULL ? environment->price : NULL;
    problem.tx_position = data->tx_position != NULL ? environment->tx_position : NULL;
    problem.rx_position = data->rx_position != NULL ? environment->rx_position : NULL;
    return problem;
}

static mog_status observe(mog_environment *interface, mog_observation *observation,
                          mog_error *error) {
    (void)error;
    const radio_environment *environment = (const radio_environment *)interface;
    *observation = (mog_observation){.problem = true_problem(environment)};
    if (environment->dataset->known_gain != NULL)
        observation->problem.gain = environment->known_gain;
    if (environment->labels != NULL) {
        observation->power = environment->power;
        observation->rb = environment->rb;
    }
    return MOG_OK;
}

/* ---- rewards ------------------------------------------------------------------------------- */

static mog_status act_on_rb(radio_environment *environment, const mog_problem *problem,
                            const uint32_t *rb, double *reward, mog_error *error) {
    if (environment->rb_reward == NULL)
        environment->rb_reward = mog_rb_reward_create(environment->dataset->samples, problem,
                                                      &environment->utility, reward_memory, error);
    if (environment->rb_reward == NULL)
        return MOG_ERROR_MEMORY;
    mog_rb_reward_shares(environment->rb_reward, problem, environment->sample, rb, reward);
    return MOG_OK;
}

static mog_status act_on_power(const radio_environment *environment, const mog_problem *problem,
                               const double *power, double *reward) {
    const size_t k = problem->links;
    for (size_t s = 0; s < problem->samples; s++) {
        const mog_problem one = mog_problem_sample(problem, s);
        const mog_instant instant = {.links = k,
                                     .weight = one.weight,
                                     .price = one.price,
                                     .rate = environment->rate,
                                     .power = power + s * k};
        mog_rates(&one, NULL, power + s * k, environment->rate, NULL);
        mog_utility_shares(&environment->utility, &instant, reward + s * k);
    }
    return MOG_OK;
}

static mog_status act(mog_environment *interface, const mog_action *action, double *reward,
                      mog_error *error) {
    radio_environment *environment = (radio_environment *)interface;
    const mog_problem problem = true_problem(environment);
    const mog_allocation decided = {(uint32_t *)(uintptr_t)action->rb,
                                    (double *)(uintptr_t)action->power};
    mog_error reason;
    const mog_status status = mog_allocation_check(&decided, &problem, &reason);
    if (status != MOG_OK)
        return mog_fail(error, MOG_ERROR_ARGUMENT, "action: %s", reason.message);
    return action->rb != NULL ? act_on_rb(environment, &problem, action->rb, reward, error)
                              : act_on_power(environment, &problem, action->power, reward);
}

/* ---- life ---------------------------------------------------------------------------------- */

static void free_radio(mog_environment *interface) {
    radio_environment *environment = (radio_environment *)interface;
    void *const arrays[] = {
        environment->order,       environment->sample,      environment->gain,
        environment->known_gain,  environment->weight,      environment->price,
        environment->tx_position, environment->rx_position, environment->rate,
        environment->power,       environment->rb,
    };
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++)
        mog_release(arrays[i]);
    mog_rb_reward_free(environment->rb_reward);
    mog_release(environment);
}

static mog_status set_up(radio_environment *environment, mog_error *error) {
    const mog_dataset *data = environment->dataset;
    const mog_problem problem = mog_dataset_problem(data);
    const size_t most = environment->most, k = data->links;
    const size_t gains = most * mog_problem_matrices(&problem) * k * k;
    const struct {
        double **array;
        size_t count;
    } arrays[] = {
        {&environment->gain, gains},
        {&environment->known_gain, data->known_gain != NULL ? gains : 0},
        {&environment->weight, data->weight != NULL ? most * k : 0},
        {&environment->price, data->price != NULL ? most * k : 0},
        {&environment->rate, k},
        {&environment->tx_position, data->tx_position != NULL ? most * k * 2 : 0},
        {&environment->rx_position, data->rx_position != NULL ? most * k * 2 : 0},
        {&environment->power, most * k},
    };
    for (size_t i = 0; i < sizeof arrays / sizeof arrays[0]; i++) {
        *arrays[i].array = mog_allocate(arrays[i].count, sizeof(double), error);
        if (*arrays[i].array == NULL)
            return MOG_ERROR_MEMORY;
    }
    environment->rb = mog_allocate(most * k, sizeof *environment->rb, error);
    environment->order = mog_allocate(data->samples, sizeof *environment->order, error);
    environment->sample = mog_allocate(most, sizeof *environment->sample, error);
    if (environment->rb == NULL || environment->order == NULL || environment->sample == NULL)
        return MOG_ERROR_MEMORY;
    mog_random_init(&environment->random);
    return MOG_OK;
}

static mog_status check_arguments(const mog_dataset *dataset, const char *labels,
                                  const mog_utility *utility, size_t most, mog_error *error) {
    mog_status status = mog_dataset_check(dataset, error);
    if (status == MOG_OK && utility != NULL)
        status = mog_utility_check(utility, error);
    if (status != MOG_OK)
        return status;
    if (labels != NULL && mog_dataset_labels(dataset, labels) == NULL)
        return mog_fail(error, MOG_ERROR_DATA,
                        "the data set has no labels \"%s\": add them, or train without", labels);
    if (most == 0)
        return mog_fail(error, MOG_ERROR_ARGUMENT, "0 episodes side by side: at least 1 is needed");
    return MOG_OK;
}

mog_status mog_radio_environment_create(const mog_dataset *dataset, const char *labels,
                                        const mog_utility *utility, uint64_t seed, size_t most,
                                        mog_environment **environment, mog_error *error) {
    *environment = NULL;
    mog_status status = check_arguments(dataset, labels, utility, most, error);
    if (status != MOG_OK)
        return status;
    radio_environment *made = mog_allocate(1, sizeof *made, error);
    if (made == NULL)
        return MOG_ERROR_MEMORY;
    made->interface = (mog_environment){reset, observe, act, free_radio};
    made->dataset = dataset;
    made->labels = labels != NULL ? mog_dataset_labels(dataset, labels) : NULL;
    made->utility = mog_utility_or_sum_rate(utility);
    made->seed = seed;
    made->most = most;
    status = set_up(made, error);
    if (status == MOG_OK)
        *environment = &made->interface;
    else
        free_radio(&made->interface);
    return status;
}
