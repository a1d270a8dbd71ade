/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Numbers as text in C's locale, whatever the host program has called setlocale() with.
 *
 * printf() and strtod() use the host's decimal point: a policy would be saved with "3,5" in one
 * program and be refused in the next. Each of these sets the calling thread's locale for as long as
 * it runs; other threads, and the process, keep theirs.
 */
#ifndef MOG_BASE_LOCALE_H
#define MOG_BASE_LOCALE_H

#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>

/** strtod() */
double mog_read_real(const char *text, char **end);

/** snprintf() */
int mog_print(char *text, size_t size, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/** vsnprintf() */
int mog_print_arguments(char *text, size_t size, const char *format, va_list arguments)
    __attribute__((format(printf, 3, 0)));

/** vfprintf() */
int mog_print_to_stream(FILE *stream, const char *format, va_list arguments)
    __attribute__((format(printf, 2, 0)));

#endif
