/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What a program does with an installed mogcore: channels, a data set file, an algorithm, a policy,
 * a training.
 *
 *     consumer POLICY DATASET
 *
 * Prints the mean sum rates of full power, FPLinQ and the policy on the same channels, and fails if
 * they are not what they have to be. DATASET is written and read again.
 */
#include <math.h>
#include <mog/io.h>
#include <mog/learn.h>
#include <mog/solve.h>
#include <stdio.h>
#include <stdlib.h>

enum { SAMPLES = 50, LINKS = 20 };

/** Says what went wrong and ends the program. */
static void fail(const char *message) {
    fprintf(stderr, "consumer: %s\n", message);
    exit(EXIT_FAILURE);
}

static void expect(bool held, const char *what) {
    if (!held)
        fail(what);
}

/** Channels of device-to-device pairs, as they come back from a file. */
static mog_dataset *channels(const char *path) {
    mog_error error;
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.kind = MOG_SCENARIO_D2D;
    scenario.links = LINKS;
    mog_dataset *made, *read;
    if (mog_dataset_generate(&scenario, 1, 0, SAMPLES, &made, &error) != MOG_OK ||
        mog_dataset_write(made, path, &error) != MOG_OK)
        fail(error.message);
    mog_dataset_free(made);
    if (mog_dataset_read(path, &read, &error) != MOG_OK)
        fail(error.message);
    return read;
}

static void solve(const mog_problem *problem, const char *name, double *power) {
    mog_error error;
    const mog_allocation out = {.power = power};
    mog_solver *solver;
    if (mog_solver_create(name, NULL, NULL, LINKS, 1, &solver, &error) != MOG_OK ||
        mog_solver_run(solver, problem, 0, &out, NULL, &error) != MOG_OK)
        fail(error.message);
    mog_solver_free(solver);
}

/** Frees the policy. */
static void decide(const mog_problem *problem, mog_policy *policy, double *power) {
    mog_error error;
    mog_policy_runner *runner;
    mog_policy_use use;
    const mog_allocation out = {.power = power};
    mog_policy_use_default(policy, &use);
    use.batch = SAMPLES;
    use.links = LINKS;
    if (mog_policy_runner_create(policy, &use, &runner, &error) != MOG_OK ||
        mog_policy_run(runner, problem, &out, &error) != MOG_OK)
        fail(error.message);
    mog_policy_runner_free(runner);
    mog_policy_free(policy);
}

static mog_policy *load(const char *path) {
    mog_error error;
    mog_policy *policy;
    if (mog_policy_load(path, &policy, &error) != MOG_OK)
        fail(error.message);
    return policy;
}

/** Learns the channels by heart. */
static mog_policy *train(const mog_dataset *dataset) {
    mog_error error;
    mog_recipe recipe;
    mog_recipe_default(&recipe);
    recipe.network.feature = MOG_FEATURE_DECIBEL;
    recipe.training.method = MOG_METHOD_UNSUP;
    recipe.training.epochs = 30;
    mog_trainer *trainer;
    if (mog_trainer_create(&recipe, NULL, dataset, NULL, &trainer, &error) != MOG_OK)
        fail(error.message);
    const mog_trainer_state *now = mog_trainer_state_of(trainer);
    while (!now->done)
        if (mog_trainer_step(trainer, &error) != MOG_OK)
            fail(error.message);
    expect(now->epoch_count == 30, "an epoch is missing");
    mog_policy *policy;
    if (mog_trainer_policy(trainer, NULL, 0, &policy, &error) != MOG_OK)
        fail(error.message);
    mog_trainer_free(trainer);
    return policy;
}

/** Mean sum rate, bit/s/Hz, by the formula; checks that the library says the same. */
static double mean_sum_rate(const mog_problem *problem, const double *power) {
    double sum = 0, library[SAMPLES];
    mog_error error;
    if (mog_sum_rate(problem, NULL, power, library, &error) != MOG_OK)
        fail(error.message);
    for (size_t s = 0; s < SAMPLES; s++) {
        const double *p = power + s * LINKS;
        double sum_rate = 0;
        for (size_t i = 0; i < LINKS; i++) {
            const double *gain = problem->gain + (s * LINKS + i) * LINKS;
            double interference = problem->noise_power;
            for (size_t j = 0; j < LINKS; j++)
                interference += j == i ? 0 : gain[j] * p[j];
            expect(p[i] >= 0 && p[i] <= 1, "a power is not in 0..1");
            sum_rate += log2(1 + gain[i] * p[i] / interference);
        }
        expect(fabs(library[s] - sum_rate) < 1e-9 * sum_rate, "mog_sum_rate() is not the formula");
        sum += sum_rate;
    }
    return sum / SAMPLES;
}

int main(int argc, char **argv) {
    if (argc != 3)
        fail("usage: consumer POLICY DATASET");
    static double full[SAMPLES * LINKS], fplinq[SAMPLES * LINKS], learned[SAMPLES * LINKS];
    mog_dataset *dataset = channels(argv[2]);
    const mog_problem problem = mog_dataset_problem(dataset);
    solve(&problem, "full-power", full);
    solve(&problem, "fplinq", fplinq);
    decide(&problem, load(argv[1]), learned);

    const double full_rate = mean_sum_rate(&problem, full);
    const double fplinq_rate = mean_sum_rate(&problem, fplinq);
    const double policy_rate = mean_sum_rate(&problem, learned);
    printf("full power %.4f, FPLinQ %.4f, policy %.4f bit/s/Hz\n", full_rate, fplinq_rate,
           policy_rate);
    /* The same channels everywhere, but for the last bits of libm's functions; a policy's products
     * are rounded as OpenBLAS likes on the CPU at hand. */
    expect(fabs(full_rate - 111.4775) < 1e-3, "full power is worth something else");
    expect(fabs(fplinq_rate - 125.8897) < 1e-2, "FPLinQ is worth something else");
    expect(fabs(policy_rate - 128.2528) < 1e-1, "the policy is worth something else");
    decide(&problem, train(dataset), learned);
    expect(mean_sum_rate(&problem, learned) > 1.02 * full_rate, "nothing has been learned");
    mog_dataset_free(dataset);
    return EXIT_SUCCESS;
}
