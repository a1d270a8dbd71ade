/* SPDX-License-Identifier: GPL-2.0-or-later */
/* What every environment has in common. */
#include "learn/rl/environment.h"

#include <float.h>
#include <math.h>

mog_status mog_environment_act(mog_environment *environment, const mog_action *action, size_t count,
                               size_t links, double *reward, mog_error *error) {
    const mog_status status = environment->act(environment, action, reward, error);
    if (status != MOG_OK)
        return status;
    for (size_t n = 0; n < count * links; n++)
        if (!(fabs(reward[n]) <= (double)FLT_MAX))
            return mog_fail(error, MOG_ERROR_DATA,
                            "the environment's reward[%zu][%zu] = %g: rewards must be finite, in "
                            "float32, too",
                            n / links, n % links, reward[n]);
    return MOG_OK;
}

void mog_environment_free(mog_environment *environment) {
    if (environment != NULL)
        environment->free(environment);
}
