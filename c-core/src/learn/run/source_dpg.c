/* SPDX-License-Identifier: GPL-2.0-or-later */
/*
 * Deterministic policy gradients as a source: a step has some new episodes, and learns from a batch
 * of experiences.
 */
#include "base/memory.h"
#include "learn/rl/dpg.h"
#include "learn/run/observe.h"
#include "learn/run/source.h"

typedef struct agent {
    mog_dpg *dpg;
    mog_samples observed; /* the step's new episodes */
    mog_network_workspace *workspace;
    float *y; /* [episodes][K][W]: what the policy says in them */
} agent;

/* ---- settings ------------------------------------------------------------------------------ */

static unsigned parts(const mog_recipe *recipe) {
    return MOG_SAMPLES_EXPERIENCE |
           (recipe->rl.critic == MOG_CRITIC_ORACLE ? (unsigned)MOG_SAMPLES_GAIN : 0u);
}

/* An actor learns behind the warm-up; a run that ends in it would end where it began. */
static mog_status check_warm_up(const mog_recipe *recipe, mog_error *error) {
    const mog_training_settings *training = &recipe->training;
    const uint64_t episodes = (uint64_t)training->epochs * training->episodes;
    if (recipe->rl.warm_up >= episodes)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "rl.warm_up = %zu, but training.epochs x training.episodes = %llu: the "
                        "actor would learn nothing; lower the first, or raise the others",
                        recipe->rl.warm_up, (unsigned long long)episodes);
    return MOG_OK;
}

static mog_status check(const mog_recipe *recipe, mog_error *error) {
    if (recipe->network.neighbours != MOG_NEIGHBOURS_ALL)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "network.neighbours: dpg keeps whole states and needs neighbours = all");
    if (recipe->training.problem == MOG_PROBLEM_POWER && recipe->network.output == MOG_OUTPUT_BETA)
        return mog_fail(error, MOG_ERROR_ARGUMENT,
                        "network.output = beta goes with training.method = sup, pg and mog-pg");
    return check_warm_up(recipe, error);
}

/* ---- life ---------------------------------------------------------------------------------- */

static void release(void *state) {
    agent *a = state;
    mog_dpg_free(a->dpg);
    mog_samples_clear(&a->observed);
    mog_network_workspace_free(a->workspace);
    mog_release(a->y);
    mog_release(a);
}

static mog_status set_up(agent *a, const mog_step *first, mog_error *error) {
    const mog_recipe *recipe = first->recipe;
    const mog_dpg_shape shape = {
        .output = recipe->network.output,
        .utility = recipe->utility,
        .n_rb = first->train->data->n_rb,
        .batch = first->batch->shape,
        .acts = first->fresh,
    };
    mog_status status =
        mog_dpg_create(&recipe->rl, &recipe->critic, &shape, recipe->training.seed, &a->dpg, error);
    if (status != MOG_OK)
        return status;
    mog_samples_shape fresh = shape.batch;
    fresh.count = shape.acts;
    fresh.parts &= ~(unsigned)MOG_SAMPLES_EXPERIENCE;
    const mog_network_shape acting = {.samples = shape.acts, .links = fresh.links};
    status = mog_network_workspace_create(first->network, &acting, false, &a->workspace, error);
    if (status != MOG_OK)
        return status;
    a->y = mog_allocate(fresh.count * fresh.links * fresh.width, sizeof *a->y, error);
    return a->y != NULL ? mog_samples_init(&a->observed, &fresh, error) : MOG_ERROR_MEMORY;
}

static mog_status create(const mog_step *first, void **state, mog_error *error) {
    agent *a = *state = mog_allocate(1, sizeof *a, error);
    return a != NULL ? set_up(a, first, error) : MOG_ERROR_MEMORY;
}

static void list_state(void *state, mog_state *list) {
    mog_dpg_list_state(((agent *)state)->dpg, list);
}

/* ---- steps --------------------------------------------------------------------------------- */

/* Acts in the step's new episodes. */
static mog_status act(agent *a, mog_step *step, mog_error *error) {
    mog_status status = mog_observe(step, &a->observed, error);
    if (status != MOG_OK)
        return status;
    const mog_network_batch seen = mog_samples_network_batch(&a->observed, step->fresh);
    mog_network_forward(step->network, step->parameter, step->buffer, a->workspace, &seen, a->y);
    double reward;
    status = mog_dpg_explore(a->dpg, step->environment, step->time, step->fresh, &a->observed, a->y,
                             &reward, error);
    if (status != MOG_OK)
        return status;
    step->sums.actions = (double)step->fresh;
    step->sums.reward = (double)step->fresh * reward;
    return MOG_OK;
}

static mog_status next(void *state, mog_step *step, mog_error *error) {
    agent *a = state;
    mog_status status = act(a, step, error);
    if (status != MOG_OK)
        return status;
    double loss;
    status = mog_dpg_learn(a->dpg, step->batch, &loss, error);
    /* a critic that knows nothing yet would lead the policy to a corner it may never leave */
    step->count = step->time < step->recipe->rl.warm_up ? 0 : step->batch->shape.count;
    return status;
}

static mog_status differentiate(void *state, mog_step *step, double *loss, mog_error *error) {
    (void)error;
    const agent *a = state;
    *loss = -mog_dpg_gradient(a->dpg, step->batch, step->y, step->dy);
    return MOG_OK;
}

const mog_source mog_source_dpg = {
    .replays = true,
    .parts = parts,
    .check = check,
    .create = create,
    .free = release,
    .list_state = list_state,
    .next = next,
    .differentiate = differentiate,
};
