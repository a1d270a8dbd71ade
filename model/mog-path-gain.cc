/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-path-gain.h"

#include "mog-decibel.h"
#include "mog-ns3-compat.h"

#include "ns3/angles.h"
#include "ns3/double.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/spectrum-channel.h"
#include "ns3/spectrum-phy.h"
#include "ns3/spectrum-value.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

namespace ns3
{

Ptr<MobilityModel>
MogFindMobility(Ptr<NetDevice> device, Ptr<SpectrumPhy> phy)
{
    auto mobility = phy ? phy->GetMobility() : nullptr;
    return mobility ? mobility : device->GetNode()->GetObject<MobilityModel>();
}

MogPathGain::MogPathGain(Ptr<const MogDeviceControl> link)
    : m_link(link),
      m_bands(link->GetBands(0)),
      m_maxLossDb(std::numeric_limits<double>::infinity()),
      m_arrays(false)
{
    const auto channel = link->GetChannel();
    const auto phy = link->GetReceiverPhy();
    m_receiver = MogFindMobility(link->GetReceiver(), phy);
    m_rxAntenna = phy ? MogGetAntenna(*phy) : nullptr;
    const auto sender = link->GetTransmitterPhy();
    m_transmitter = MogFindMobility(link->GetTransmitter(), sender);
    m_txAntenna = sender ? MogGetAntenna(*sender) : nullptr;
    PointerValue loss;
    if (const auto spectrum = DynamicCast<SpectrumChannel>(channel))
    {
        m_loss = spectrum->GetPropagationLossModel();
        m_spectrumLoss = spectrum->GetSpectrumPropagationLossModel();
        m_arrays = MogHasArrays(*spectrum);
        DoubleValue maxLoss;
        spectrum->GetAttribute("MaxLossDb", maxLoss);
        m_maxLossDb = maxLoss.Get();
    }
    else if (channel->GetAttributeFailSafe("PropagationLossModel", loss))
    {
        m_loss = loss.Get<PropagationLossModel>();
    }
    if (m_spectrumLoss && phy)
    {
        m_flat = Create<SpectrumSignalParameters>();
        m_flat->psd = Create<SpectrumValue>(phy->GetRxSpectrumModel());
        *m_flat->psd = 1;
    }
}

std::string
MogPathGain::GetObjection() const
{
    const auto describe = [this]() { return "the channel of " + MogDescribeLink(m_link); };
    if (m_arrays)
    {
        return describe() + " has a loss model for phased arrays, whose beams only the channel "
                            "itself knows; use an estimator that measures, such as "
                            "ns3::MogPilotChannelEstimator, or a model without arrays";
    }
    if (!m_loss && !m_spectrumLoss)
    {
        return describe() + " has no propagation loss model; give it one";
    }
    if (m_spectrumLoss && !m_flat)
    {
        return describe() + " has a frequency-dependent loss model, which can be asked about "
                            "devices with a SpectrumPhy only; take such devices";
    }
    return "";
}

bool
MogPathGain::IsFlat() const
{
    return !m_spectrumLoss;
}

double
MogPathGain::GetFlatGainDb(const MogPathGain& from) const
{
    double db = m_loss ? m_loss->CalcRxPower(0, from.m_transmitter, m_receiver) : 0;
    const auto there = from.m_transmitter->GetPosition();
    const auto here = m_receiver->GetPosition();
    if (from.m_txAntenna)
    {
        db += from.m_txAntenna->GetGainDb(Angles(here, there));
    }
    if (m_rxAntenna)
    {
        db += m_rxAntenna->GetGainDb(Angles(there, here));
    }
    return db;
}

bool
MogPathGain::Get(const MogPathGain& from, std::vector<double>& gain) const
{
    const double overlap = &from == this ? 1 : MogGetOverlap(from.m_bands, m_bands);
    if (overlap == 0)
    {
        std::fill(gain.begin(), gain.end(), 0);
        return true; // no question to the channel
    }
    const double db = GetFlatGainDb(from);
    const double flat = -db > m_maxLossDb ? 0 : overlap * MogDbToRatio(db);
    std::fill(gain.begin(), gain.end(), flat);
    if (m_spectrumLoss)
    {
        const auto psd = m_spectrumLoss->CalcRxPowerSpectralDensity(MogLossOperand{m_flat},
                                                                    from.m_transmitter,
                                                                    m_receiver);
        const std::size_t bands = psd->GetSpectrumModel()->GetNumBands() / gain.size();
        auto band = psd->ConstValuesBegin();
        for (auto& part : gain)
        {
            part *= std::accumulate(band, band + bands, 0.0) / bands;
            band += bands;
        }
    }
    // A finite loss beyond all bounds is what MatrixPropagationLossModel says of pairs that it was
    // told nothing about. (An infinite one is an answer: out of reach.)
    return std::isinf(db) || db > -1e300;
}

} // namespace ns3
