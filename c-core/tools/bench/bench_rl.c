/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Speed of a step of training by interaction, and of exact labels of resource blocks. */
#include "bench/bench.h"

#include "mog/solve.h"
#include "radio/problem.h"

#include <stdlib.h>

enum { CHANNELS = 1000, RBS = 3 };

/* Channels of the problem (mog_problem_kind) that is decided. */
static mog_dataset *channels(size_t links, int problem, bool per_rb, mog_error *error) {
    static const struct {
        int kind;
        size_t n_rb;
        double noise_power;
    } all[] = {
        [MOG_PROBLEM_POWER] = {MOG_SCENARIO_GIC, 1, 1},
        [MOG_PROBLEM_RB] = {MOG_SCENARIO_RB_PAIRWISE, RBS, 0.1},
    };
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.links = links;
    scenario.kind = all[problem].kind;
    scenario.n_rb = all[problem].n_rb;
    scenario.noise_power = all[problem].noise_power;
    scenario.rb_fading = per_rb;
    mog_dataset *dataset;
    mog_dataset_generate(&scenario, 1, 0, CHANNELS, &dataset, error);
    return dataset;
}

/* ---- steps of training --------------------------------------------------------------------- */

/* One episode, and one update, for each step; no epoch ends while they are timed. When the row's
 * own warm-up is over, so is the run's, and the rewards of all channels' RBs are in their tables.
 */
static mog_status recipe_for(const bench_row *row, size_t repeats, mog_recipe *recipe,
                             mog_error *error) {
    const mog_status status = mog_preset_find(row->preset, recipe, error);
    recipe->rl.interactions = 1;
    recipe->rl.warm_up = row->calls / 2;
    recipe->training.epochs = 1;
    recipe->training.episodes = (repeats + 1) * row->calls + 1;
    return status;
}

static void take_step(void *trainer) {
    mog_trainer_step(trainer, NULL);
}

static mog_status time_steps(const bench_row *row, const mog_recipe *recipe,
                             const mog_dataset *dataset, bench_result *result, mog_error *error) {
    mog_trainer *trainer;
    mog_status status = mog_trainer_create(recipe, NULL, dataset, NULL, &trainer, error);
    if (status == MOG_OK)
        status = bench_count_parameters(trainer, result, error);
    if (status == MOG_OK)
        bench_run(row, result, take_step, trainer);
    mog_trainer_free(trainer);
    return status;
}

mog_status bench_rl_step(const bench_row *row, bench_result *result, mog_error *error) {
    mog_recipe recipe;
    mog_status status = recipe_for(row, result->repeats, &recipe, error);
    if (status != MOG_OK)
        return status;
    mog_dataset *dataset = channels(row->links, recipe.training.problem, false, error);
    if (dataset == NULL)
        return error->status;
    status = time_steps(row, &recipe, dataset, result, error);
    mog_dataset_free(dataset);
    return status;
}

/* ---- exact labels -------------------------------------------------------------------------- */

typedef struct labelling {
    mog_dataset *dataset;
    mog_solver *solver;
    size_t sample; /* the next one */
    mog_allocation decided;
} labelling;

static void label(void *data) {
    labelling *l = data;
    const mog_problem all = mog_dataset_problem(l->dataset);
    const mog_problem one = mog_problem_sample(&all, l->sample);
    mog_solver_run(l->solver, &one, l->sample, &l->decided, NULL, NULL);
    l->sample = (l->sample + 1) % CHANNELS;
}

static mog_status measure_labels(const bench_row *row, bool per_rb, bench_result *result,
                                 mog_error *error) {
    labelling l = {
        .dataset = channels(row->links, MOG_PROBLEM_RB, per_rb, error),
        .decided = {bench_allocate(row->links, sizeof *l.decided.rb, error),
                    bench_allocate(row->links, sizeof *l.decided.power, error)},
    };
    const bool complete =
        l.dataset != NULL && l.decided.rb != NULL && l.decided.power != NULL &&
        mog_solver_create("rb-optimum", NULL, NULL, row->links, RBS, &l.solver, error) == MOG_OK;
    if (complete)
        bench_run(row, result, label, &l);
    mog_solver_free(l.solver);
    mog_dataset_free(l.dataset);
    free(l.decided.rb);
    free(l.decided.power);
    return complete ? MOG_OK : error->status;
}

mog_status bench_rb_optimum(const bench_row *row, bench_result *result, mog_error *error) {
    return measure_labels(row, false, result, error);
}

mog_status bench_rb_optimum_per_rb(const bench_row *row, bench_result *result, mog_error *error) {
    return measure_labels(row, true, result, error);
}
