/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What statuses are called, and how messages are filled in. */
#include "mog/status.h"

#include "base/locale.h"

#include <stdarg.h>

const char *mog_status_text(mog_status status) {
    static const char *const text[] = {
        [MOG_OK] = "success",
        [MOG_ERROR_ARGUMENT] = "invalid argument",
        [MOG_ERROR_MEMORY] = "out of memory",
        [MOG_ERROR_MISSING] = "missing input",
        [MOG_ERROR_DATA] = "malformed data",
        [MOG_ERROR_IO] = "input/output error",
        [MOG_ERROR_NUMERIC] = "numeric failure",
        [MOG_INTERRUPTED] = "interrupted",
        [MOG_BUSY] = "in use",
    };
    const size_t n = sizeof text / sizeof text[0];
    return (size_t)status < n ? text[status] : "unknown status";
}

/* Texts of files and names of files may hold anything: a message stays one line of a terminal. */
static void flatten(char *text) {
    for (; *text != '\0'; text++)
        if ((unsigned char)*text < ' ' || *text == 0x7f)
            *text = '?';
}

mog_status mog_fail(mog_error *error, mog_status status, const char *format, ...) {
    if (error != NULL) {
        va_list arguments;
        va_start(arguments, format);
        error->status = status;
        mog_print_arguments(error->message, sizeof error->message, format, arguments);
        va_end(arguments);
        flatten(error->message);
    }
    return status;
}
