/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_TEST_POLICY_H
#define MOG_TEST_POLICY_H

#include "mog/network.h"
#include "mog/policy.h"

#include <string>
#include <vector>

/**
 * @ingroup mog-tests
 *
 * Write a policy with parameters that nobody has trained: its powers are of no use, but
 * reproducible.
 *
 * @param links number of links
 * @param file where to
 * @return whether it was written
 */
inline bool
MogWriteTestPolicy(std::size_t links, const std::string& file)
{
    mog_network_settings settings;
    mog_network_default(&settings);
    settings.feature = MOG_FEATURE_DECIBEL;
    settings.normalize = true;
    auto network = mog_network_create(&settings, links, nullptr);
    std::vector<float> parameter(mog_network_parameter_count(network));
    std::vector<float> buffer(mog_network_buffer_count(network));
    mog_network_init(network, 1, parameter.data(), buffer.data());
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.kind = MOG_SCENARIO_D2D;
    scenario.links = links;
    const std::size_t samples = 100;
    std::vector<double> gain(samples * links * links);
    bool written =
        mog_scenario_generate(&scenario, 1, 0, samples, gain.data(), nullptr, nullptr, nullptr) ==
            MOG_OK;
    const mog_problem problem{samples,
                              links,
                              mog_scenario_noise_power(&scenario),
                              gain.data(),
                              nullptr,
                              nullptr,
                              nullptr};
    mog_network_fit_input(network, &problem, buffer.data());
    auto policy =
        mog_policy_create(&settings, links, parameter.data(), buffer.data(), nullptr, 0, nullptr);
    written = written && mog_policy_save(policy, file.c_str(), nullptr) == MOG_OK;
    mog_policy_free(policy);
    mog_network_free(network);
    return written;
}

#endif /* MOG_TEST_POLICY_H */
