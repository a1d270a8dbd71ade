/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * What follows from a network's settings, whatever its numbers are.
 */
#ifndef MOG_NN_SETTINGS_H
#define MOG_NN_SETTINGS_H

#include "mog/network.h"

/** Checks every member and their combination. @return MOG_OK or MOG_ERROR_ARGUMENT */
mog_status mog_network_settings_check(const mog_network_settings *settings, mog_error *error);

/** W: numbers that come out for each link. */
size_t mog_network_settings_width(const mog_network_settings *settings);

/** M: K x K matrices of gains that a sample has. */
size_t mog_network_settings_matrices(const mog_network_settings *settings);

#endif
