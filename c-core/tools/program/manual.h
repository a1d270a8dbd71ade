/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The manual page: mog.1.in, with what the program's tables know put into it, for man.
 */
#ifndef MOG_TOOLS_MANUAL_H
#define MOG_TOOLS_MANUAL_H

#include "program/command.h"

/** Prints the page from its frame, a file of that name. @return the exit code */
int manual(const command *verbs, const char *path);

/**
 * Prints what there is to say about a verb, or if there is a word, about the settings section of
 * that name.
 *
 * @return VERB_ANSWERED, or EX_UNAVAILABLE if the verb does not take that section
 */
int manual_verb(const verb_syntax *syntax, const config_binding *bindings, char **words);

#endif
