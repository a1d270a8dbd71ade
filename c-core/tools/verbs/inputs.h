/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Files that a verb reads, which it must not write over.
 */
#ifndef MOG_TOOLS_INPUTS_H
#define MOG_TOOLS_INPUTS_H

#include <stddef.h>

/**
 * Refuses an output that is one of the inputs, by whatever name.
 *
 * @param option  what named the output, for the message: "--output"
 * @param output  NULL: there is none
 * @return EX_OK, or EX_USAGE after a message
 */
int inputs_keep(const char *option, const char *output, const char *const *inputs, size_t count);

#endif
