/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Numbers as text in C's locale, by the calling thread's own locale. */
#include "base/locale.h"

#include <locale.h>
#include <stdlib.h>

/*
 * What the thread had, to be handed to leave(). newlocale() allocates nothing for C's locale, and
 * fails never; if it did, uselocale() would leave things as they are.
 */
static locale_t enter(void) {
    return uselocale(newlocale(LC_ALL_MASK, "C", (locale_t)0));
}

static void leave(locale_t before) {
    uselocale(before);
}

double mog_read_real(const char *text, char **end) {
    const locale_t before = enter();
    const double value = strtod(text, end);
    leave(before);
    return value;
}

int mog_print_arguments(char *text, size_t size, const char *format, va_list arguments) {
    const locale_t before = enter();
    const int length = vsnprintf(text, size, format, arguments);
    leave(before);
    return length;
}

int mog_print(char *text, size_t size, const char *format, ...) {
    va_list arguments;
    va_start(arguments, format);
    const int length = mog_print_arguments(text, size, format, arguments);
    va_end(arguments);
    return length;
}

int mog_print_to_stream(FILE *stream, const char *format, va_list arguments) {
    const locale_t before = enter();
    const int length = vfprintf(stream, format, arguments);
    leave(before);
    return length;
}
