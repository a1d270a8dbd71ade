/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Deterministic policy gradients as a source: a step has some new episodes, and learns from a batch
 * of experiences.
 */
#include "base/memory.h"
#include "learn/rl/dpg.h"
#include "learn/run/training.h"

typedef struct agent {
    mog_dpg *dpg;
    mog_rows observed; /* the step's new episodes */
    mog_network_workspace *workspace;
    float *y; /* [episodes][K][W]: what the policy says in them */
} agent;

static void release(void *held) {
    agent *a = held;
    mog_dpg_free(a->dpg);
    mog_rows_clear(&a->observed);
    mog_network_workspace_free(a->workspace);
    mog_release(a->y);
    mog_release(a);
}

static mog_status set_up(agent *a, const mog_trainer *trainer, mog_error *error) {
    const mog_recipe *recipe = &trainer->recipe;
    const mog_dpg_shape shape = {
        .output = recipe->network.output,
        .utility = recipe->utility,
        .n_rb = trainer->train.exact->n_rb,
        .rows = trainer->batch.shape,
        .acts = mog_trainer_step_size(trainer),
        .batch = trainer->batch.shape.count,
    };
    a->dpg = mog_dpg_create(&recipe->rl, &recipe->critic, &shape, recipe->training.seed, error);
    if (a->dpg == NULL)
        return MOG_ERROR_ARGUMENT;
    mog_rows_shape rows = shape.rows;
    rows.count = shape.acts;
    if (recipe->rl.critic == MOG_CRITIC_ORACLE)
        rows.parts |= MOG_ROWS_GAIN;
    const mog_network_shape acting = {.samples = shape.acts, .links = rows.links};
    a->workspace = mog_network_workspace_create(trainer->network, &acting, false, error);
    a->y = mog_allocate(rows.count * rows.links * rows.width, sizeof *a->y, error);
    if (a->workspace == NULL || a->y == NULL)
        return MOG_ERROR_MEMORY;
    return mog_rows_init(&a->observed, &rows, error);
}

static mog_status create(mog_trainer *trainer, mog_error *error) {
    agent *a = trainer->held = mog_allocate(1, sizeof *a, error);
    return a != NULL ? set_up(a, trainer, error) : MOG_ERROR_MEMORY;
}

static void list_state(void *held, mog_state *state) {
    mog_dpg_list_state(((agent *)held)->dpg, state);
}

/* Acts in the step's new episodes. */
static mog_status act(mog_trainer *trainer, uint64_t first, size_t count, mog_error *error) {
    agent *a = trainer->held;
    mog_status status = mog_observe(trainer, first, count, &a->observed, error);
    if (status != MOG_OK)
        return status;
    const mog_network_batch seen = mog_trainer_batch(&a->observed, count);
    mog_network_forward(trainer->network, trainer->state.parameter, trainer->buffer, a->workspace,
                        &seen, a->y);
    double reward;
    status = mog_dpg_explore(a->dpg, trainer->environment, first, count, &a->observed, a->y,
                             &reward, error);
    trainer->sums.actions += (double)count;
    trainer->sums.reward += (double)count * reward;
    return status;
}

static mog_status next(mog_trainer *trainer, size_t *count, mog_error *error) {
    agent *a = trainer->held;
    size_t episodes;
    mog_trainer_range(trainer, &episodes);
    const uint64_t first = mog_trainer_time(trainer);
    mog_status status = act(trainer, first, episodes, error);
    if (status != MOG_OK)
        return status;
    double loss;
    status = mog_dpg_learn(a->dpg, &trainer->batch, &loss, error);
    /* a critic that knows nothing yet would lead the policy to a corner it may never leave */
    *count = first < trainer->recipe.rl.warm_up ? 0 : trainer->batch.shape.count;
    return status;
}

static mog_status differentiate(mog_trainer *trainer, size_t count, double *loss,
                                mog_error *error) {
    (void)count; /* always a whole batch */
    (void)error;
    const agent *a = trainer->held;
    *loss = -mog_dpg_gradient(a->dpg, trainer->y, trainer->dy);
    return MOG_OK;
}

const mog_source mog_source_dpg = {
    .replays = true,
    .create = create,
    .free = release,
    .list_state = list_state,
    .next = next,
    .differentiate = differentiate,
};
