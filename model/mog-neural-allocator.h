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
     * Read the policy, if it has not been read yet. Allocate() does this itself, and aborts where
     * this method says why not.
     *
     * @return one line that names the file and the reason; empty if the policy is ready to run
     */
    std::string Load();

    /**
     * Get the number of links that the policy was trained for. The policy has to be loaded.
     * @return the number of links
     */
    uint32_t GetLinks() const;

    MogAllocation Allocate(const MogChannelState& state) override;

  private:
    void DoDispose() override;

    /**
     * Set the policy's file; a policy that was read from another file is forgotten.
     * @param file the file
     */
    void SetModelFile(std::string file);

    /**
     * Get the policy's file.
     * @return the file
     */
    std::string GetModelFile() const;

    std::string m_modelFile;                                     //!< the policy's file
    std::unique_ptr<mog_policy, void (*)(mog_policy*)> m_policy; //!< the network
    std::unique_ptr<mog_policy_workspace, void (*)(mog_policy_workspace*)>
        m_workspace; //!< its workspace
};

} // namespace ns3

#endif /* MOG_NEURAL_ALLOCATOR_H */
