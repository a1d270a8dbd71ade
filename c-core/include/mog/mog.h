/* SPDX-License-Identifier: GPL-2.0-or-later */
/**
 * @file
 * All of c-core's public headers.
 */
#ifndef MOG_MOG_H
#define MOG_MOG_H

#include "mog/blas.h"
#include "mog/csi.h"
#include "mog/dataset.h"
#include "mog/environment.h"
#include "mog/file.h"
#include "mog/learn.h"
#include "mog/library.h"
#include "mog/measure.h"
#include "mog/network.h"
#include "mog/policy.h"
#include "mog/radio.h"
#include "mog/random.h"
#include "mog/rl.h"
#include "mog/settings.h"
#include "mog/slots.h"
#include "mog/solve.h"
#include "mog/statistics.h"
#include "mog/status.h"
#include "mog/utility.h"

/* not installed with a library that was built without HDF5 */
#if __has_include("mog/io.h")
#include "mog/io.h"
#endif

#endif
