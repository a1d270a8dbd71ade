/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_DATASET_RECORDER_H
#define MOG_DATASET_RECORDER_H

#include "ns3/mog-network-state.h"
#include "ns3/mog-resource-manager.h"
#include "ns3/object.h"

#include <cstdint>
#include <string>
#include <vector>

/// A data set as c-core has it in memory; opaque here.
struct mog_dataset;
/// Why c-core did not do something; opaque here.
struct mog_error;

namespace ns3
{

/**
 * @ingroup mog
 *
 * Writes the channels that a manager sees as a data set (HDF5), which `mog label`, `mog train` and
 * `mog evaluate` read: gains, for every resource block if RBs differ, and positions if they are
 * known. One decision is one sample.
 *
 * @code
 * auto recorder = CreateObject<MogDatasetRecorder>();
 * recorder->SetAttribute("File", StringValue("site.h5"));
 * recorder->Record(mog.GetManager());
 * @endcode
 *
 * A data set has one number of links. Decisions that leave out idle links (attribute SkipIdle of
 * the manager), or that have other links than the first one recorded, are dropped and counted.
 *
 * The file is written by Write(), or else at Simulator::Destroy(). It appears whole or not at all.
 * With attribute Append the samples of a file that exists already come first. Its labels do not,
 * as they are not of all samples: label it anew.
 */
class MogDatasetRecorder : public Object
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogDatasetRecorder();
    ~MogDatasetRecorder() override;

    /**
     * Record what a manager sees from now on.
     * @param manager the manager
     */
    void Record(Ptr<MogResourceManager> manager);

    /**
     * Write what was recorded so far, behind what was written before, and forget it, whatever the
     * outcome.
     * @return why it was not written; empty if it was
     */
    std::string Write();

    /**
     * Get the number of decisions recorded and not yet written.
     * @return the number of samples
     */
    uint32_t GetNRecorded() const;

    /**
     * Get the number of decisions that do not fit in.
     * @return the number of decisions dropped
     */
    uint32_t GetNDropped() const;

  private:
    void DoDispose() override;

    /**
     * Trace sink: keep a channel.
     * @param state what the manager saw
     */
    void NotifyState(const MogNetworkState& state);

    /**
     * Tell whether a channel fits to the first one that was kept.
     * @param state the channel
     * @return whether it does
     */
    bool Fits(const MogNetworkState& state) const;

    /**
     * Tell why there is nothing to write.
     * @return the reason; empty if there is something
     */
    std::string Check() const;

    /**
     * Tell why the samples of a file cannot come first.
     * @param file the file's data set
     * @return the reason; empty if they can
     */
    std::string Compare(const mog_dataset& file) const;

    /**
     * Make a data set of what was recorded.
     *
     * @param old a data set whose samples come first; nullptr for none
     * @param error what went wrong
     * @return the data set, to be freed; nullptr if there is no memory for it
     */
    mog_dataset* Join(const mog_dataset* old, mog_error* error) const;

    /// Write what is left, at the end of the simulation. Aborts if that fails.
    void Finish();

    std::string m_file;                    //!< where to
    bool m_append;                         //!< whether samples of the file come first
    bool m_written;                        //!< whether some of them are this recorder's
    Ptr<MogResourceManager> m_manager;     //!< whose channels
    std::vector<MogNetworkState> m_states; //!< what it saw
    uint32_t m_dropped;                    //!< decisions that do not fit in
};

} // namespace ns3

#endif /* MOG_DATASET_RECORDER_H */
