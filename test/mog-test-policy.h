/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_TEST_POLICY_H
#define MOG_TEST_POLICY_H

#include "mog/learn.h"

#include <memory>
#include <sstream>
#include <string>
#include <vector>

/**
 * @ingroup mog-tests
 *
 * Get networks that only run with the number of links that they were trained for.
 * @return their settings, for MogWriteTestPolicy()
 */
inline std::vector<std::string>
MogGetFixedNetworks()
{
    return {"kind=mlp", "kind=mlp hidden=20 unroll=2 refine=3", "kind=cnn"};
}

/**
 * @ingroup mog-tests
 *
 * Get networks that run with any number of links. Among the thresholds are such that leave some
 * pairs, and no pair, as neighbours.
 * @return their settings, for MogWriteTestPolicy()
 */
inline std::vector<std::string>
MogGetScalableNetworks()
{
    return {"kind=mpgnn",
            "kind=mpgnn aggregation=sum neighbours=gain threshold=45",
            "kind=mpgnn aggregation=mean neighbours=gain threshold=150",
            "kind=mpgnn neighbours=distance threshold=300",
            "kind=mpgnn rounds=1 unroll=1 refine=2",
            "kind=unrolled unroll=3"};
}

/**
 * @ingroup mog-tests
 *
 * Get networks of every kind.
 * @return their settings, for MogWriteTestPolicy()
 */
inline std::vector<std::string>
MogGetNetworks()
{
    auto networks = MogGetFixedNetworks();
    for (const auto& network : MogGetScalableNetworks())
    {
        networks.push_back(network);
    }
    return networks;
}

/**
 * @ingroup mog-tests
 *
 * Write a policy with parameters that nobody has trained: that of a training before its first
 * step, so that what it sees is normalised. Its powers are of no use, but reproducible.
 *
 * @param network what differs from the default settings, as in "kind=mpgnn rounds=2"
 * @param links number of links
 * @param file where to
 * @return why it was not written; empty if it was
 */
inline std::string
MogWriteTestPolicy(const std::string& network, std::size_t links, const std::string& file)
{
    mog_error error{};
    mog_recipe recipe;
    mog_recipe_default(&recipe);
    recipe.training.method = MOG_METHOD_UNSUP;
    std::istringstream words("feature=decibel " + network);
    for (std::string word; words >> word;)
    {
        const auto equals = word.find('=');
        if (mog_settings_parse(&mog_network_section,
                               &recipe.network,
                               word.substr(0, equals).c_str(),
                               word.substr(equals + 1).c_str(),
                               &error) != MOG_OK)
        {
            return error.message;
        }
    }
    mog_scenario scenario;
    mog_scenario_default(&scenario);
    scenario.kind = MOG_SCENARIO_D2D;
    scenario.links = links;
    mog_dataset* generated;
    mog_dataset_generate(&scenario, 1, 0, 100, &generated, &error);
    std::unique_ptr<mog_dataset, void (*)(mog_dataset*)> dataset(generated, mog_dataset_free);
    if (!dataset)
    {
        return error.message;
    }
    mog_trainer* trainer;
    mog_policy* policy = nullptr;
    if (mog_trainer_create(&recipe, nullptr, dataset.get(), nullptr, &trainer, &error) == MOG_OK &&
        mog_trainer_policy(trainer, nullptr, 0, &policy, &error) == MOG_OK)
    {
        mog_policy_save(policy, file.c_str(), &error);
    }
    mog_policy_free(policy);
    mog_trainer_free(trainer);
    return error.message;
}

#endif /* MOG_TEST_POLICY_H */
