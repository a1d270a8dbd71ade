/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Numbers that several verbs print.
 */
#ifndef MOG_TOOLS_STATISTICS_H
#define MOG_TOOLS_STATISTICS_H

#include <stddef.h>

double mean(const double *value, size_t count);

/** The median; reorders the values. */
double median(double *value, size_t count);

#endif
