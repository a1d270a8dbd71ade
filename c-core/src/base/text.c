/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Lists of names, for messages. */
#include "base/text.h"

#include <stdio.h>
#include <string.h>

void mog_text_append(char *list, size_t size, const char *item) {
    const size_t used = strlen(list);
    snprintf(list + used, size - used, "%s%s", used == 0 ? "" : ", ", item);
}

size_t mog_text_find(const char *const *names, const char *name) {
    size_t i = 0;
    while (names[i] != NULL && (name == NULL || strcmp(names[i], name) != 0))
        i++;
    return i;
}

void mog_text_list(char *list, size_t size, const char *const *names) {
    *list = '\0';
    for (size_t i = 0; names[i] != NULL; i++)
        mog_text_append(list, size, names[i]);
}
