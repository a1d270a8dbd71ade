/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-dataset-recorder.h"

#include "mog/io.h"

#include "ns3/abort.h"
#include "ns3/boolean.h"
#include "ns3/log.h"
#include "ns3/simulator.h"
#include "ns3/string.h"

#include <algorithm>
#include <filesystem>
#include <memory>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogDatasetRecorder");

NS_OBJECT_ENSURE_REGISTERED(MogDatasetRecorder);

namespace
{

/// A data set that is freed.
using Dataset = std::unique_ptr<mog_dataset, void (*)(mog_dataset*)>;

/**
 * Append samples to an array.
 * @param from their values
 * @param count number of values
 * @param to behind the values that the array has already; moved on; NULL: there is no array
 */
void
Append(const double* from, std::size_t count, double*& to)
{
    if (to)
    {
        to = std::copy_n(from, count, to);
    }
}

} // namespace

TypeId
MogDatasetRecorder::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogDatasetRecorder")
                            .SetParent<Object>()
                            .SetGroupName("Mog")
                            .AddConstructor<MogDatasetRecorder>()
                            .AddAttribute("File",
                                          "The data set's file",
                                          StringValue(),
                                          MakeStringAccessor(&MogDatasetRecorder::m_file),
                                          MakeStringChecker())
                            .AddAttribute("Append",
                                          "Whether the samples of a file that exists already "
                                          "are kept, in front of the new ones",
                                          BooleanValue(false),
                                          MakeBooleanAccessor(&MogDatasetRecorder::m_append),
                                          MakeBooleanChecker());
    return tid;
}

MogDatasetRecorder::MogDatasetRecorder()
    : m_written(false),
      m_dropped(0)
{
    NS_LOG_FUNCTION(this);
}

MogDatasetRecorder::~MogDatasetRecorder()
{
    NS_LOG_FUNCTION(this);
}

void
MogDatasetRecorder::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_manager = nullptr;
    m_states.clear();
    Object::DoDispose();
}

void
MogDatasetRecorder::Record(Ptr<MogResourceManager> manager)
{
    NS_LOG_FUNCTION(this << manager);
    NS_ABORT_MSG_UNLESS(manager,
                        "MogDatasetRecorder: there is no manager; let MogHelper make links first");
    NS_ABORT_MSG_IF(m_manager, "MogDatasetRecorder: it records a manager already; use another one");
    m_manager = manager;
    const Ptr<MogDatasetRecorder> self(this);
    manager->TraceConnectWithoutContext("NetworkState",
                                        MakeCallback(&MogDatasetRecorder::NotifyState, self));
    Simulator::ScheduleDestroy(&MogDatasetRecorder::Finish, self);
}

void
MogDatasetRecorder::Finish()
{
    NS_LOG_FUNCTION(this);
    m_manager = nullptr; // which holds this object
    const auto reason = m_states.empty() ? "" : Write();
    NS_ABORT_MSG_UNLESS(reason.empty(), "MogDatasetRecorder: " << reason);
}

bool
MogDatasetRecorder::Fits(const MogNetworkState& state) const
{
    if (state.links != m_manager->GetNLinks())
    {
        return false;
    }
    const auto& first = m_states.empty() ? state : m_states.front();
    return state.links == first.links && state.rbs == first.rbs && state.perRb == first.perRb &&
           state.noise == first.noise && state.txPosition.size() == first.txPosition.size() &&
           state.rxPosition.size() == first.rxPosition.size();
}

void
MogDatasetRecorder::NotifyState(const MogNetworkState& state)
{
    NS_LOG_FUNCTION(this << state.links);
    if (!m_manager)
    {
        return; // disposed of
    }
    if (Fits(state))
    {
        m_states.push_back(state);
    }
    else
    {
        NS_LOG_LOGIC("dropped: " << state.links << " of " << m_manager->GetNLinks() << " links");
        m_dropped++;
    }
}

uint32_t
MogDatasetRecorder::GetNRecorded() const
{
    return m_states.size();
}

uint32_t
MogDatasetRecorder::GetNDropped() const
{
    return m_dropped;
}

std::string
MogDatasetRecorder::Compare(const mog_dataset& file) const
{
    const auto& state = m_states.front();
    const auto refuse = [this](const std::string& has, const std::string& seen) {
        return m_file + " has " + has + ", what was recorded has " + seen +
               ": record into another file, or set attribute Append to false to replace this one";
    };
    const auto describe = [](std::size_t links, std::size_t rbs, bool perRb) {
        return std::to_string(links) + " links with " + std::to_string(rbs) + " RBs" +
               (perRb ? " of different gains" : "");
    };
    if (file.links != state.links || file.n_rb != state.rbs || file.per_rb != state.perRb)
    {
        return refuse(describe(file.links, file.n_rb, file.per_rb),
                      describe(state.links, state.rbs, state.perRb));
    }
    if (file.noise_power != state.noise)
    {
        return refuse("a noise of " + std::to_string(file.noise_power),
                      std::to_string(state.noise));
    }
    if (file.weight)
    {
        return refuse("weights of links", "none");
    }
    const bool positions = !state.txPosition.empty() && !state.rxPosition.empty();
    if ((file.tx_position && file.rx_position) != positions)
    {
        return refuse(positions ? "no positions" : "positions", positions ? "them" : "none");
    }
    return "";
}

std::string
MogDatasetRecorder::Write()
{
    NS_LOG_FUNCTION(this << m_file);
    mog_error error{};
    Dataset old(nullptr, mog_dataset_free);
    std::string reason = Check();
    if (reason.empty() && (m_append || m_written) && std::filesystem::exists(m_file))
    {
        mog_dataset* read;
        const bool done = mog_dataset_read(m_file.c_str(), &read, &error) == MOG_OK;
        old.reset(read);
        reason = done ? Compare(*read) : error.message;
    }
    if (reason.empty())
    {
        const Dataset all(Join(old.get(), &error), mog_dataset_free);
        if (!all || mog_dataset_write(all.get(), m_file.c_str(), &error) != MOG_OK)
        {
            reason = error.message;
        }
    }
    m_written |= reason.empty();
    m_states.clear();
    return reason;
}

std::string
MogDatasetRecorder::Check() const
{
    if (m_file.empty())
    {
        return "attribute File is empty; set it to the data set's file";
    }
    if (m_states.empty())
    {
        return "nothing was recorded for " + m_file + ", and " + std::to_string(m_dropped) +
               " decisions that left out links were dropped";
    }
    return "";
}

mog_dataset*
MogDatasetRecorder::Join(const mog_dataset* old, mog_error* error) const
{
    const auto& first = m_states.front();
    const bool positions = !first.txPosition.empty() && !first.rxPosition.empty();
    const unsigned parts = (first.perRb ? static_cast<unsigned>(MOG_DATASET_PER_RB) : 0) |
                           (positions ? static_cast<unsigned>(MOG_DATASET_POSITIONS) : 0);
    const std::size_t before = old ? old->samples : 0;
    const std::size_t samples = before + m_states.size();
    mog_dataset* all;
    if (mog_dataset_create(samples, first.links, first.rbs, parts, &all, error) != MOG_OK)
    {
        return nullptr;
    }
    all->noise_power = first.noise;
    double* gain = all->gain;
    double* tx = all->tx_position;
    double* rx = all->rx_position;
    if (old)
    {
        Append(old->gain, before * first.gain.size(), gain);
        Append(old->tx_position, before * first.txPosition.size(), tx);
        Append(old->rx_position, before * first.rxPosition.size(), rx);
    }
    for (const auto& state : m_states)
    {
        Append(state.gain.data(), state.gain.size(), gain);
        Append(state.txPosition.data(), state.txPosition.size(), tx);
        Append(state.rxPosition.data(), state.rxPosition.size(), rx);
    }
    return all;
}

} // namespace ns3
