/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The table of verbs, in the order in which they are used. */
#include "program/commands.h"

#include <stddef.h>

const command commands[] = {
    {"info", "say how the program was built, or what is in a file", run_info},
    {"generate", "make channels of a scenario", run_generate},
    {"label", "add a solver's solutions to a data set", run_label},
    {"train", "train a policy on labelled channels", run_train},
    {"evaluate", "compare a policy with labels, bounds and trivial allocations", run_evaluate},
    {"infer", "let a policy decide for every sample of a data set", run_infer},
    {"bench", "measure the speed of training, inference and solvers", run_bench},
    {"figure", "repeat a published experiment: numbers, picture, verdict", run_figure},
    {NULL, NULL, NULL},
};
