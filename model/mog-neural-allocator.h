/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_NEURAL_ALLOCATOR_H
#define MOG_NEURAL_ALLOCATOR_H

#include "mog-allocator.h"

#include <memory>
#include <string>

/// A trained network of c-core; opaque here.
struct mog_policy;
/// What runs a network; opaque here.
struct mog_policy_runner;

namespace ns3
{

/**
 * @ingroup mog
 *
 * Lets a trained network decide. The network runs in this process, on what c-core's
 * mog_policy_load() reads.
 *
 * Message-passing and unrolled policies run with any number of links, also when it changes; others
 * only with the number that they were trained for. Policies that choose neighbours by distance need
 * an estimator that tells positions.
 *
 * On one band a policy sets powers. On several resource blocks (RBs) it decides on RBs, too, and
 * has to have been trained for as many; one that was trained on RBs with gains of their own also
 * takes gains that are the same on all.
 *
 * A policy outside the range that it was trained in can decide anything, such as to silence
 * everybody. With attribute NoHarm, the default, a decision that is worth less than full power
 * under the utility in force, by the rates that are predicted for both, or that there is none of,
 * as the network left its range, is replaced by full power, and says so (MogAllocation::fallback).
 */
class MogNeuralAllocator : public MogAllocator
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogNeuralAllocator();
    ~MogNeuralAllocator() override;

    /**
     * Get ready for a number of links: read the policy, if it has not been read yet, and reserve
     * memory, if there have not been so many links yet. Allocate() does this itself, and aborts
     * where this method says why not.
     *
     * @param links the number of links
     * @param rbs the number of resource blocks
     * @return one line that names the file and the reason; empty if the policy is ready to run
     */
    std::string Load(uint32_t links, uint32_t rbs = 1);

    void Prepare(const MogNetworkState& state) override;
    MogAllocation Allocate(const MogNetworkState& state) override;

  private:
    void DoDispose() override;

    /**
     * Let the network decide.
     * @param state the channel
     * @param reason why there is no decision, as the network left its range; out
     * @return the decision; without meaning if there is a reason
     */
    MogAllocation Run(const MogNetworkState& state, std::string& reason);

    /**
     * Set the policy's file.
     * @param file the file
     */
    void SetModelFile(std::string file);

    /**
     * Get the policy's file.
     * @return the file
     */
    std::string GetModelFile() const;

    /**
     * Set what improves the network's decisions.
     * @param steps the number of steps; -1 for what the policy file says
     */
    void SetRefine(int32_t steps);

    /**
     * Get what improves the network's decisions.
     * @return the number; -1 for what the policy file says
     */
    int32_t GetRefine() const;

    /// Forget the policy, which another file or attribute has outdated.
    void Forget();

    /**
     * Tell why the policy does not decide on so many resource blocks.
     * @param rbs the number of resource blocks
     * @return one line that names the file and the reason; empty if it does
     */
    std::string CheckRbs(uint32_t rbs) const;

    /**
     * Tell whether the runner serves a number of links.
     * @param links the number of links
     * @return whether it does
     */
    bool IsReady(uint32_t links) const;

    std::string m_modelFile;                                     //!< the policy's file
    std::unique_ptr<mog_policy, void (*)(mog_policy*)> m_policy; //!< the network
    std::unique_ptr<mog_policy_runner, void (*)(mog_policy_runner*)> m_runner; //!< runs it
    uint32_t m_runnerLinks; //!< most links that the runner serves
    int32_t m_refine;       //!< steps behind the network; -1 for what the policy file says
    bool m_noHarm;          //!< whether full power is taken where it is worth more
};

} // namespace ns3

#endif /* MOG_NEURAL_ALLOCATOR_H */
