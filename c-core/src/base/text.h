/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Text for messages.
 */
#ifndef MOG_BASE_TEXT_H
#define MOG_BASE_TEXT_H

#include <stddef.h>

/** Appends an item to a list "a, b, c" in a buffer of `size` bytes; what does not fit is cut. */
void mog_text_append(char *list, size_t size, const char *item);

#endif
