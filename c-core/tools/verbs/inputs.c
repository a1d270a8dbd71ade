/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Files that a verb reads, which it must not write over. */
#include "verbs/inputs.h"

#include "program/command.h"
#include <sys/stat.h>

int inputs_keep(const char *option, const char *output, const char *const *inputs, size_t count) {
    struct stat there, here;
    if (output == NULL || stat(output, &there) != 0)
        return EX_OK;
    for (size_t n = 0; n < count; n++)
        if (stat(inputs[n], &here) == 0 && here.st_dev == there.st_dev &&
            here.st_ino == there.st_ino)
            return fail_usage("%s %s would be written over %s, which is read: name another file",
                              option, output, inputs[n]);
    return EX_OK;
}
