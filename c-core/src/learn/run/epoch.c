/* SPDX-License-Identifier: GPL-2.0-or-later */
/* The metrics of an epoch as a table, which files follow. */
#include "mog/learn.h"

#include <math.h>

#define METRIC(member, text)                                                                       \
    {.name = #member,                                                                              \
     .type = MOG_FIELD_REAL,                                                                       \
     .offset = offsetof(mog_epoch, member),                                                        \
     .minimum = -INFINITY,                                                                         \
     .maximum = INFINITY,                                                                          \
     .help = text},
static const mog_field fields[] = {{.name = "epoch",
                                    .type = MOG_FIELD_SIZE,
                                    .offset = offsetof(mog_epoch, epoch),
                                    .minimum = 1,
                                    .maximum = 1e6,
                                    .help = "counted from 1"},
                                   MOG_EPOCH_METRICS(METRIC)};
#undef METRIC

const mog_section mog_epoch_section = {"epoch", fields, sizeof fields / sizeof fields[0]};
