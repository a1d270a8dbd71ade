/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * The numbers that networks and losses work with.
 */
#ifndef MOG_BASE_REAL_H
#define MOG_BASE_REAL_H

/** float32, to train and to run. */
typedef float mog_real;

#endif
