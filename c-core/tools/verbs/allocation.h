/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * Memory for what is decided for a whole data set.
 */
#ifndef MOG_TOOLS_ALLOCATION_H
#define MOG_TOOLS_ALLOCATION_H

#include "mog/dataset.h"

/** All zero, with RBs even if there is one. @return MOG_OK or MOG_ERROR_MEMORY; allocation_close()
 * in any case */
mog_status allocation_open(mog_allocation *a, const mog_dataset *dataset, mog_error *error);
void allocation_close(const mog_allocation *a);

#endif
