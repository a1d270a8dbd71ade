/* SPDX-License-Identifier: GPL-2.0-or-later */
/* Errors and gradients of a critic's values. */
#include "learn/rl/value.h"

static double whole_error(mog_value_unit unit, size_t samples, size_t links, const mog_real *reward,
                          const mog_real *value, mog_real *dvalue) {
    double sum = 0;
    for (size_t s = 0; s < samples; s++, reward += links, value += links, dvalue += links) {
        double target = -unit.mean, given = 0;
        for (size_t i = 0; i < links; i++) {
            target += (double)reward[i];
            given += (double)value[i];
        }
        const double error = given - target / unit.deviation;
        sum += error * error;
        for (size_t i = 0; i < links; i++)
            dvalue[i] = (mog_real)(2 * error / (double)samples);
    }
    return sum / (double)samples;
}

static double link_error(mog_value_unit unit, size_t count, const mog_real *reward,
                         const mog_real *value, mog_real *dvalue) {
    double sum = 0;
    for (size_t n = 0; n < count; n++) {
        const double error = (double)value[n] - ((double)reward[n] - unit.mean) / unit.deviation;
        sum += error * error;
        dvalue[n] = (mog_real)(2 * error / (double)count);
    }
    return sum / (double)count;
}

double mog_value_error(bool per_link, mog_value_unit unit, size_t samples, size_t links,
                       const mog_real *reward, const mog_real *value, mog_real *dvalue) {
    return per_link ? link_error(unit, samples * links, reward, value, dvalue)
                    : whole_error(unit, samples, links, reward, value, dvalue);
}

void mog_value_gradient(const mog_network *network, const mog_real *parameter, mog_real *buffer,
                        mog_network_workspace *workspace, const mog_network_batch *batch,
                        mog_real *value, mog_real *dvalue, mog_real *daction) {
    mog_network_forward_training(network, parameter, buffer, workspace, batch, value);
    for (size_t n = 0; n < batch->samples * batch->links; n++)
        dvalue[n] = 1;
    mog_network_backward(network, parameter, workspace, batch, value, dvalue, NULL, daction);
}
