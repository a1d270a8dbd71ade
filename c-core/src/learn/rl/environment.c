/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every environment has in common. */
#include "mog/environment.h"

void mog_environment_free(mog_environment *environment) {
    if (environment != NULL)
        environment->free(environment);
}
