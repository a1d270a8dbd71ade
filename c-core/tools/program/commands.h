/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The verbs. A new one is a file with its run_NAME(), a line here and a row in commands.c.
 */
#ifndef MOG_TOOLS_COMMANDS_H
#define MOG_TOOLS_COMMANDS_H

#include "program/command.h"

/** All verbs, ended by one without a name. */
extern const command commands[];

int run_bench(int argc, char **argv);
int run_evaluate(int argc, char **argv);
int run_figure(int argc, char **argv);
int run_generate(int argc, char **argv);
int run_infer(int argc, char **argv);
int run_info(int argc, char **argv);
int run_label(int argc, char **argv);
int run_train(int argc, char **argv);

#endif
