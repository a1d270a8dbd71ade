/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The epochs of `mog train`: steps, checkpoints, and signals that end them. */
#include "output/progress.h"
#include "verbs/baselines.h"
#include "verbs/run_directory.h"
#include "verbs/train.h"

#include <signal.h>
#include <stdio.h>

static volatile sig_atomic_t stop_requested;

static void request_stop(int signal_number) {
    (void)signal_number;
    stop_requested = 1;
}

static const int stop_signals[] = {SIGINT, SIGTERM};
enum { stop_signal_count = sizeof stop_signals / sizeof stop_signals[0] };

/* The second signal of a kind is deadly again: a step that hangs can still be stopped. One that is
 * ignored, as under nohup or in the background of a script, stays so. */
static void catch_signals(struct sigaction before[stop_signal_count]) {
    struct sigaction action = {.sa_handler = request_stop, .sa_flags = (int)SA_RESETHAND};
    sigemptyset(&action.sa_mask);
    stop_requested = 0;
    for (size_t i = 0; i < stop_signal_count; i++) {
        sigaction(stop_signals[i], NULL, &before[i]);
        if (before[i].sa_handler != SIG_IGN)
            sigaction(stop_signals[i], &action, NULL);
    }
}

static void restore_signals(const struct sigaction before[stop_signal_count]) {
    for (size_t i = 0; i < stop_signal_count; i++)
        sigaction(stop_signals[i], &before[i], NULL);
}

static mog_status save_epoch(const training_run *run, mog_error *error) {
    const mog_trainer_state *now = mog_trainer_state_of(run->trainer);
    const mog_status status =
        mog_trainer_save(run->trainer, path_in_run(run->directory, RUN_CHECKPOINT).text, error);
    return status != MOG_OK
               ? status
               : run_write_metrics(run->directory, now->epochs, now->epoch_count, error);
}

/* What a run maximises, in words. */
static const char *goal_of(const mog_utility *utility) {
    return utility->kind == MOG_UTILITY_SUM_RATE ? "sum rate" : mog_utility_name(utility);
}

static void format_epoch(const mog_epoch *e, const mog_recipe *recipe, char text[160]) {
    const bool rbs = recipe->training.problem == MOG_PROBLEM_RB;
    snprintf(text, 160, "loss %.4f, %s %.4f train, %.4f test, %s %.3f", e->loss,
             goal_of(&recipe->utility), e->train_utility, e->test_utility,
             baselines_that_decide(rbs)->off_labels, e->test_nmse);
}

/* A bar on a terminal, a line per epoch elsewhere. */
static void show_epoch(const training_run *run, progress *bar, const mog_epoch *e) {
    char text[160];
    format_epoch(e, &run->recipe, text);
    if (bar->shown)
        progress_update(bar, e->epoch, text);
    else if (!run->quiet)
        fprintf(stderr, "epoch %zu/%zu: %s\n", e->epoch, run->recipe.training.epochs, text);
}

static mog_status fail_interrupted(const training_run *run, size_t epochs, mog_error *error) {
    return mog_fail(error, MOG_INTERRUPTED,
                    "interrupted after %zu of %zu epochs; continue with: mog train --resume -o %s",
                    epochs, run->recipe.training.epochs, run->directory);
}

/* Every epoch has errors of its own; those of the first came with the data. */
static mog_status renew_errors(const training_run *run, mog_error *error) {
    const mog_trainer_state *now = mog_trainer_state_of(run->trainer);
    if (run->csi.kind == MOG_CSI_IDEAL || now->epoch_count == 0 || now->done)
        return MOG_OK;
    const mog_status status = mog_csi_apply(&run->csi, now->epoch_count, run->train, error);
    return status == MOG_OK ? mog_trainer_renew_known(run->trainer, error) : status;
}

static mog_status loop(const training_run *run, progress *bar, mog_error *error) {
    const mog_trainer_state *now = mog_trainer_state_of(run->trainer);
    mog_status status = renew_errors(run, error);
    while (status == MOG_OK && !now->done) {
        const size_t before = now->epoch_count;
        if (stop_requested)
            return fail_interrupted(run, before, error);
        status = mog_trainer_step(run->trainer, error);
        if (status != MOG_OK)
            return status;
        if (now->epoch_count == before)
            continue;
        status = save_epoch(run, error);
        if (status != MOG_OK)
            return status;
        show_epoch(run, bar, &now->epochs[before]);
        status = renew_errors(run, error);
    }
    return status;
}

mog_status run_epochs(const training_run *run, mog_error *error) {
    struct sigaction before[stop_signal_count];
    catch_signals(before);
    progress bar = progress_start("epoch", run->recipe.training.epochs, run->quiet);
    const mog_status status = loop(run, &bar, error);
    progress_end(&bar);
    restore_signals(before);
    return status;
}
