/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Lists of names, for messages.
 */
#ifndef MOG_BASE_TEXT_H
#define MOG_BASE_TEXT_H

#include <stddef.h>

/** Appends an item to a list "a, b, c" in a buffer of `size` bytes; what does not fit is cut. */
void mog_text_append(char *list, size_t size, const char *item);

/** The index of a name in a list that ends with NULL, or the list's length; NULL is no name. */
size_t mog_text_find(const char *const *names, const char *name);

/** Writes all names of such a list: "a, b, c". */
void mog_text_list(char *list, size_t size, const char *const *names);

#endif
