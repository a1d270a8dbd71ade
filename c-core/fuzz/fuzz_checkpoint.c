/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Checkpoints: a trainer takes one over, or is as before. */
#include "fuzz.h"

#include "mog/learn.h"
#include <stdlib.h>

static mog_dataset *channels; /* the trainer borrows them */
static mog_trainer *trainer;

int LLVMFuzzerInitialize(int *count, char ***arguments) {
    (void)count, (void)arguments;
    mog_error error = {MOG_OK, ""};
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.links = 3;
    mog_recipe recipe;
    mog_recipe_default(&recipe);
    mog_preset_find("mlp-unsup", &recipe, &error);
    recipe.network.hidden = (mog_sizes){1, {4}};
    recipe.training.epochs = 2;
    if (mog_dataset_generate(&scenario, 1, 0, 8, &channels, &error) != MOG_OK ||
        mog_trainer_create(&recipe, NULL, channels, NULL, &trainer, &error) != MOG_OK)
        fuzz_fail(error.message);
    const char *seed = getenv("MOG_FUZZ_SEED"); /* where utils/fuzz wants one that it takes */
    if (seed != NULL && mog_trainer_save(trainer, seed, &error) != MOG_OK)
        fuzz_fail(error.message);
    return 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
    mog_error error = {MOG_OK, ""};
    fuzz_limit_memory(size);
    fuzz_expect(mog_trainer_restore(trainer, fuzz_file(data, size), &error), &error);
    return 0;
}
