/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-path-gain.h"

#include "mog-decibel.h"
#include "mog-ns3-compat.h"

#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/spectrum-channel.h"
#include "ns3/spectrum-phy.h"
#include "ns3/spectrum-value.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ns3
{

MogPathGain::MogPathGain(Ptr<const MogDeviceControl> link)
    : m_link(link),
      m_receiver(link->GetReceiver()->GetNode()->GetObject<MobilityModel>())
{
    const auto channel = link->GetChannel();
    const auto phy = link->GetReceiverPhy();
    PointerValue loss;
    if (const auto spectrum = DynamicCast<SpectrumChannel>(channel))
    {
        m_loss = spectrum->GetPropagationLossModel();
        m_spectrumLoss = spectrum->GetSpectrumPropagationLossModel();
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
    if (!m_loss && !m_spectrumLoss)
    {
        return "the channel of " + MogDescribeLink(m_link) +
               " has no propagation loss model; give it one";
    }
    if (m_spectrumLoss && !m_flat)
    {
        return "the channel of " + MogDescribeLink(m_link) +
               " has a frequency-dependent loss model, which can be asked about devices with a "
               "SpectrumPhy only; take such devices";
    }
    return "";
}

bool
MogPathGain::IsFlat() const
{
    return !m_spectrumLoss;
}

bool
MogPathGain::Get(Ptr<MobilityModel> transmitter, std::vector<double>& gain) const
{
    const double db = m_loss ? m_loss->CalcRxPower(0, transmitter, m_receiver) : 0;
    std::fill(gain.begin(), gain.end(), MogDbToRatio(db));
    if (m_spectrumLoss)
    {
        const auto psd = m_spectrumLoss->CalcRxPowerSpectralDensity(MogLossOperand{m_flat},
                                                                    transmitter,
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
