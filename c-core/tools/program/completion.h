/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What a word of a command line may become: the other half of completion/mog, which is the shell's.
 * Answers are lines on stdout; none means a file.
 */
#ifndef MOG_TOOLS_COMPLETION_H
#define MOG_TOOLS_COMPLETION_H

#include "program/command.h"

/** Of words behind "mog", of which the last may be incomplete; what stands behind a "=" is a word
 * of its own. Ends with NULL. @return EX_OK */
int complete(const command *verbs, char **words);

/** The same of words behind a verb. @return VERB_ANSWERED */
int complete_verb(const verb_syntax *syntax, const config_binding *bindings, char **words);

#endif
