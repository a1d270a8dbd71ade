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
/// What running a network needs besides it; opaque here.
struct mog_policy_workspace;

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
     * @return one line that names the file and the reason; empty if the policy is ready to run
     */
    std::string Load(uint32_t links);

    MogAllocation Allocate(const MogChannelState& state) override;

  private:
    void DoDispose() override;

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
     * Set the number of FPLinQ's updates behind the network.
     * @param sweeps the number; -1 for what the policy file says
     */
    void SetRefine(int32_t sweeps);

    /**
     * Get the number of FPLinQ's updates behind the network.
     * @return the number; -1 for what the policy file says
     */
    int32_t GetRefine() const;

    /// Forget the policy, which another file or attribute has outdated.
    void Forget();

    /**
     * Tell whether the workspace serves a number of links.
     * @param links the number of links
     * @return whether it does
     */
    bool IsReady(uint32_t links) const;

    std::string m_modelFile;                                     //!< the policy's file
    std::unique_ptr<mog_policy, void (*)(mog_policy*)> m_policy; //!< the network
    std::unique_ptr<mog_policy_workspace, void (*)(mog_policy_workspace*)>
        m_workspace;           //!< its workspace
    uint32_t m_workspaceLinks; //!< most links that the workspace serves
    int32_t m_refine;          //!< FPLinQ's updates; -1 for what the policy file says
};

} // namespace ns3

#endif /* MOG_NEURAL_ALLOCATOR_H */
