/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Policy gradients as a source.
 */
#include "learn/rl/pg.h"
#include "learn/run/training.h"

static mog_status create(mog_trainer *trainer, mog_error *error) {
    const mog_recipe *recipe = &trainer->recipe;
    const mog_rows_shape *shape = &trainer->batch.shape;
    trainer->held =
        mog_pg_create(&recipe->rl, mog_distribution_of(recipe->network.output), shape->links,
                      shape->width, shape->count, recipe->training.seed, error);
    return trainer->held != NULL ? MOG_OK : MOG_ERROR_MEMORY;
}

static void release(void *held) {
    mog_pg_free(held);
}

static mog_status differentiate(mog_trainer *trainer, size_t count, double *loss,
                                mog_error *error) {
    mog_pg_outcome outcome;
    const mog_status status =
        mog_pg_gradient(trainer->held, trainer->environment, mog_trainer_time(trainer), count,
                        trainer->y, trainer->dy, &outcome, error);
    if (status != MOG_OK)
        return status;
    *loss = -outcome.reward;
    mog_sums *sums = &trainer->sums;
    sums->actions += (double)count;
    sums->reward += (double)count * outcome.reward;
    sums->drawn++;
    sums->entropy += outcome.entropy;
    return MOG_OK;
}

const mog_source mog_source_pg = {
    .create = create,
    .free = release,
    .next = mog_next_samples,
    .differentiate = differentiate,
};
