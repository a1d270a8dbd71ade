/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The text of `mog VERB --help`, from the tables that the program works from. Texts are NULL if
 * there is no memory for them.
 */
#ifndef MOG_TOOLS_HELP_H
#define MOG_TOOLS_HELP_H

#include "program/command.h"

/** What stands around the options in argp's form: before them, "\v", behind them. free() it. */
char *help_text(const verb_syntax *syntax, const config_binding *bindings);

/** What an option does; with a setting, also what that may be, and its default. free() it. */
char *help_option(const verb_option *option, const config_binding *bindings);

/** What a setting does, and what it may be. free() it. */
char *help_setting(const mog_field *field);

#endif
