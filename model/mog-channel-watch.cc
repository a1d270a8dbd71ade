/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-channel-watch.h"

#include "mog-decibel.h"

#include "ns3/log.h"
#include "ns3/spectrum-channel.h"
#include "ns3/spectrum-phy.h"
#include "ns3/spectrum-signal-parameters.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogChannelWatch");

NS_OBJECT_ENSURE_REGISTERED(MogChannelWatch);

TypeId
MogChannelWatch::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogChannelWatch")
                            .SetParent<Object>()
                            .SetGroupName("Mog")
                            .HideFromDocumentation();
    return tid;
}

MogChannelWatch::MogChannelWatch()
{
    NS_LOG_FUNCTION(this);
}

MogChannelWatch::~MogChannelWatch()
{
    NS_LOG_FUNCTION(this);
}

void
MogChannelWatch::DoDispose()
{
    NS_LOG_FUNCTION(this);
    m_signal = nullptr;
    m_meters.clear();
    Object::DoDispose();
}

Ptr<MogChannelWatch>
MogChannelWatch::Of(Ptr<SpectrumChannel> channel)
{
    auto watch = channel->GetObject<MogChannelWatch>();
    if (!watch)
    {
        watch = CreateObject<MogChannelWatch>();
        channel->AggregateObject(watch);
        // The channel lives as long as what is aggregated to it.
        channel->TraceConnectWithoutContext(
            "TxSigParams",
            MakeCallback(&MogChannelWatch::NotifyTransmission, PeekPointer(watch)));
        channel->TraceConnectWithoutContext(
            "PathLoss",
            MakeCallback(&MogChannelWatch::NotifyPath, PeekPointer(watch)));
    }
    return watch;
}

void
MogChannelWatch::Watch(Ptr<const SpectrumPhy> receiver, Ptr<MogInterferenceMeter> meter)
{
    NS_LOG_FUNCTION(this << receiver << meter);
    if (meter)
    {
        m_meters[PeekPointer(receiver)] = meter;
    }
    else
    {
        m_meters.erase(PeekPointer(receiver));
    }
}

void
MogChannelWatch::NotifyTransmission(Ptr<SpectrumSignalParameters> signal)
{
    m_signal = signal;
}

void
MogChannelWatch::NotifyPath(Ptr<const SpectrumPhy> transmitter,
                            Ptr<const SpectrumPhy> receiver,
                            double lossDb)
{
    const auto meter = m_meters.find(PeekPointer(receiver));
    if (meter != m_meters.end() && m_signal)
    {
        meter->second->Hear(transmitter, *m_signal->psd, MogDbToRatio(-lossDb), m_signal->duration);
    }
}

} // namespace ns3
