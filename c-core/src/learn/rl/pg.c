/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Policy gradients: draws, advantages, and the gradient that they give. */
#include "learn/rl/pg.h"

#include "base/memory.h"
#include "base/random.h"
#include "learn/rl/environment.h"
#include "learn/rl/rl_settings.h"
#include <math.h>
#include <string.h>

struct mog_pg {
    mog_rl_settings settings;
    const mog_distribution *distribution;
    size_t links, width, most;
    uint64_t seed;
    mog_random random;
    mog_real *action;  /* [draws][count][K] */
    double *advantage; /* [draws][count]; at first the reward */
    double *power;     /* [most][K]: a draw as the environment takes it ... */
    uint32_t *rb;      /* ... or this */
    double *rate;      /* [most][K] */
};

mog_pg *mog_pg_create(const mog_rl_settings *settings, const mog_distribution *distribution,
                      size_t links, size_t width, size_t most, uint64_t seed, mog_error *error) {
    mog_pg *pg = mog_allocate(1, sizeof *pg, error);
    if (pg == NULL)
        return NULL;
    pg->settings = *settings;
    pg->distribution = distribution;
    pg->links = links;
    pg->width = width;
    pg->most = most;
    pg->seed = seed;
    mog_random_init(&pg->random);
    pg->action = mog_allocate(settings->draws * most * links, sizeof *pg->action, error);
    pg->advantage = mog_allocate(settings->draws * most, sizeof *pg->advantage, error);
    pg->power = mog_allocate(most * links, sizeof *pg->power, error);
    pg->rb = mog_allocate(most * links, sizeof *pg->rb, error);
    pg->rate = mog_allocate(most * links, sizeof *pg->rate, error);
    if (pg->action != NULL && pg->advantage != NULL && pg->power != NULL && pg->rb != NULL &&
        pg->rate != NULL)
        return pg;
    mog_pg_free(pg);
    return NULL;
}

void mog_pg_free(mog_pg *pg) {
    if (pg == NULL)
        return;
    mog_release(pg->action);
    mog_release(pg->advantage);
    mog_release(pg->power);
    mog_release(pg->rb);
    mog_release(pg->rate);
    mog_release(pg);
}

static mog_status check_finite(const mog_pg *pg, size_t count, const mog_real *y,
                               mog_error *error) {
    const size_t outputs = pg->links * pg->width;
    for (size_t i = 0; i < count * outputs; i++)
        if (!isfinite(y[i]))
            return mog_fail(error, MOG_ERROR_NUMERIC,
                            "the policy's output %zu is %g: lower training.learning_rate, or set "
                            "training.clip_norm",
                            i % outputs, (double)y[i]);
    return MOG_OK;
}

static void draw_actions(mog_pg *pg, uint64_t first, size_t count, const mog_real *y) {
    gsl_rng *rng = &pg->random.rng;
    for (size_t b = 0; b < count; b++) {
        mog_random_select(rng, pg->seed, first + b, MOG_PURPOSE_ACTION);
        for (size_t d = 0; d < pg->settings.draws; d++)
            pg->distribution->sample(rng, pg->links, pg->width, y + b * pg->links * pg->width,
                                     pg->action + (d * count + b) * pg->links);
    }
}

/* One draw in every episode. @param reward  [count], out */
static mog_status act(mog_pg *pg, mog_environment *environment, size_t count,
                      const mog_real *action, double *reward, mog_error *error) {
    const size_t k = pg->links;
    mog_action taken;
    pg->distribution->act(count * k, action, pg->power, pg->rb, &taken);
    const mog_status status = mog_environment_act(environment, &taken, count, k, pg->rate, error);
    if (status != MOG_OK)
        return status;
    for (size_t b = 0; b < count; b++) {
        reward[b] = 0;
        for (size_t i = 0; i < k; i++)
            reward[b] += pg->rate[b * k + i];
    }
    return MOG_OK;
}

/* r - (mean reward of the other draws in the same state) = (M r - sum) / (M - 1) */
static void subtract_other_draws(size_t draws, size_t count, double *advantage) {
    for (size_t b = 0; b < count; b++) {
        double sum = 0;
        for (size_t d = 0; d < draws; d++)
            sum += advantage[d * count + b];
        for (size_t d = 0; d < draws; d++) {
            double *a = &advantage[d * count + b];
            *a = ((double)draws * *a - sum) / (double)(draws - 1);
        }
    }
}

/* Draws that did equally well but for rounding have no deviation to divide by.
 * @param reward  mean, says what rounding is */
static void normalise(size_t n, double reward, double *advantage) {
    double mean = 0, square = 0;
    for (size_t i = 0; i < n; i++)
        mean += advantage[i] / (double)n;
    for (size_t i = 0; i < n; i++)
        square += (advantage[i] - mean) * (advantage[i] - mean);
    const double deviation = sqrt(square / (double)n);
    if (deviation > 1e-9 * fabs(reward))
        for (size_t i = 0; i < n; i++)
            advantage[i] /= deviation;
}

/* dy = -(1/B) sum over the batch of (1/M) sum over the draws A d ln pi/dy + c dH/dy */
static void differentiate(const mog_pg *pg, double entropy, size_t count, const mog_real *y,
                          mog_real *dy) {
    const mog_distribution *distribution = pg->distribution;
    const size_t k = pg->links, w = pg->width, draws = pg->settings.draws;
    memset(dy, 0, count * k * w * sizeof *dy);
    for (size_t b = 0; b < count; b++, y += k * w, dy += k * w) {
        for (size_t d = 0; d < draws; d++) {
            const double scale = -pg->advantage[d * count + b] / (double)(draws * count);
            distribution->add_score(k, w, y, pg->action + (d * count + b) * k, (mog_real)scale, dy);
        }
        if (entropy > 0)
            distribution->add_entropy_gradient(k, w, y, (mog_real)(-entropy / (double)count), dy);
    }
}

mog_status mog_pg_gradient(mog_pg *pg, mog_environment *environment, uint64_t first, size_t count,
                           const mog_real *y, mog_real *dy, mog_pg_outcome *outcome,
                           mog_error *error) {
    const size_t k = pg->links, draws = pg->settings.draws;
    mog_status status = check_finite(pg, count, y, error);
    if (status != MOG_OK)
        return status;
    draw_actions(pg, first, count, y);
    for (size_t d = 0; status == MOG_OK && d < draws; d++)
        status = act(pg, environment, count, pg->action + d * count * k, pg->advantage + d * count,
                     error);
    if (status != MOG_OK)
        return status;

    *outcome = (mog_pg_outcome){0};
    for (size_t i = 0; i < draws * count; i++)
        outcome->reward += pg->advantage[i] / (double)(draws * count);
    for (size_t b = 0; b < count; b++)
        outcome->entropy +=
            pg->distribution->entropy(k, pg->width, y + b * k * pg->width) / (double)(count * k);

    if (pg->settings.baseline == MOG_BASELINE_LEAVE_ONE_OUT)
        subtract_other_draws(draws, count, pg->advantage);
    if (pg->settings.normalize)
        normalise(draws * count, outcome->reward, pg->advantage);
    differentiate(pg, mog_rl_entropy(&pg->settings, first), count, y, dy);
    return MOG_OK;
}
