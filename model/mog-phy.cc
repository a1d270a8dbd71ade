/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-phy.h"

#include "mog-ns3-compat.h"
#include "mog-pilot-signal-parameters.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/spectrum-channel.h"
#include "ns3/spectrum-model.h"
#include "ns3/spectrum-signal-parameters.h"
#include "ns3/spectrum-value.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogPhy");

NS_OBJECT_ENSURE_REGISTERED(MogPhy);

namespace
{

/**
 * Get the width of a resource block. Aborts if the bands overlap or the blocks differ in width.
 * @param model the bands
 * @param rbs number of resource blocks
 * @return the width in Hz
 */
double
GetRbBandwidth(const SpectrumModel& model, uint32_t rbs)
{
    const std::size_t bands = model.GetNumBands();
    NS_ABORT_MSG_UNLESS(rbs >= 1 && bands >= rbs && bands % rbs == 0,
                        "MogPhy::SetBand: " << bands << " bands cannot be shared out evenly among "
                                            << rbs << " resource blocks");
    std::vector<double> width(rbs, 0);
    double end = 0;
    std::size_t number = 0;
    for (auto band = model.Begin(); band != model.End(); ++band, ++number)
    {
        // Edges that are computed in different ways need not be the same to the last digit.
        NS_ABORT_MSG_IF(band->fl < end * (1 - 1e-9) || band->fh <= band->fl,
                        "MogPhy::SetBand: band "
                            << number << ", " << band->fl << " to " << band->fh
                            << " Hz, overlaps the one before, which ends at " << end
                            << " Hz, or is empty; resource blocks take ascending bands without "
                               "overlap");
        width[number * rbs / bands] += band->fh - band->fl;
        end = band->fh;
    }
    for (const double other : width)
    {
        NS_ABORT_MSG_IF(std::abs(other - width[0]) > 1e-6 * width[0],
                        "MogPhy::SetBand: resource blocks are "
                            << width[0] << " and " << other
                            << " Hz wide; the sum rate takes them for equal: give all the same");
    }
    return width[0];
}

} // namespace

TypeId
MogPhy::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogPhy")
                            .SetParent<HalfDuplexIdealPhy>()
                            .SetGroupName("Mog")
                            .AddConstructor<MogPhy>();
    return tid;
}

MogPhy::MogPhy()
    : m_rbs(1),
      m_bandwidth(0),
      m_noiseDensity(0)
{
    NS_LOG_FUNCTION(this);
}

MogPhy::~MogPhy()
{
    NS_LOG_FUNCTION(this);
}

void
MogPhy::Disconnect()
{
    NS_LOG_FUNCTION(this);
    m_peer = nullptr;
    m_channel = nullptr;
    m_signalCallback = SignalCallback();
    m_interferenceMeter = nullptr;
}

void
MogPhy::SetPeer(Ptr<SpectrumPhy> peer)
{
    NS_LOG_FUNCTION(this << peer);
    m_peer = peer;
}

void
MogPhy::SetBand(Ptr<const SpectrumModel> model, double noiseDensity, uint32_t rbs)
{
    NS_LOG_FUNCTION(this << model << noiseDensity << rbs);
    NS_ABORT_MSG_UNLESS(noiseDensity > 0 && std::isfinite(noiseDensity),
                        "MogPhy::SetBand: the noise density is "
                            << noiseDensity
                            << " W/Hz, but it has to be positive: without noise a link without "
                               "interference has no finite capacity");
    m_bandwidth = GetRbBandwidth(*model, rbs);
    m_band = model;
    m_rbs = rbs;
    m_noiseDensity = noiseDensity;
    auto noise = Create<SpectrumValue>(model);
    *noise = noiseDensity;
    SetNoisePowerSpectralDensity(noise);
    SetTxPower(0);
}

void
MogPhy::SetTxPower(double power, uint32_t rb)
{
    NS_LOG_FUNCTION(this << power << rb);
    NS_ABORT_MSG_UNLESS(m_band, "MogPhy::SetTxPower: call SetBand() first");
    NS_ABORT_MSG_UNLESS(rb < m_rbs,
                        "MogPhy::SetTxPower: resource block " << rb << " of " << m_rbs
                                                              << "; they count from 0");
    auto psd = Create<SpectrumValue>(m_band);
    const std::size_t bands = m_band->GetNumBands() / m_rbs;
    std::fill_n(psd->ValuesBegin() + rb * bands, bands, power / m_bandwidth);
    SetTxPowerSpectralDensity(psd);
}

uint32_t
MogPhy::GetNRbs() const
{
    return m_rbs;
}

double
MogPhy::GetBandwidth() const
{
    return m_bandwidth;
}

std::vector<MogBand>
MogPhy::GetBands(uint32_t rb) const
{
    const std::size_t number = m_band->GetNumBands() / m_rbs;
    std::vector<MogBand> bands;
    for (auto band = m_band->Begin() + rb * number; bands.size() < number; ++band)
    {
        bands.push_back({band->fl, band->fh, (band->fh - band->fl) / m_bandwidth});
    }
    return bands;
}

double
MogPhy::GetNoisePower() const
{
    return m_noiseDensity * m_bandwidth;
}

void
MogPhy::SetChannel(Ptr<SpectrumChannel> channel)
{
    NS_LOG_FUNCTION(this << channel);
    m_channel = channel;
    HalfDuplexIdealPhy::SetChannel(channel);
}

void
MogPhy::SetSignalCallback(SignalCallback callback)
{
    NS_LOG_FUNCTION(this);
    m_signalCallback = callback;
}

void
MogPhy::SetInterferenceMeter(Ptr<MogInterferenceMeter> meter)
{
    NS_LOG_FUNCTION(this << meter);
    m_interferenceMeter = meter;
}

void
MogPhy::SendPilot(double power, Time duration)
{
    NS_LOG_FUNCTION(this << power << duration);
    if (!m_channel)
    {
        return; // disposed of while it was due
    }
    auto pilot = Create<MogPilotSignalParameters>();
    pilot->psd = Create<SpectrumValue>(m_band);
    *pilot->psd = power / (m_bandwidth * m_rbs);
    pilot->duration = duration;
    pilot->txPhy = this;
    pilot->txAntenna = MogGetAntenna(*this);
    m_channel->StartTx(pilot);
}

void
MogPhy::StartRx(Ptr<SpectrumSignalParameters> params)
{
    NS_LOG_FUNCTION(this << params);
    const auto sender = params->txPhy ? params->txPhy->GetDevice() : nullptr;
    if (sender && GetDevice() && sender->GetNode() == GetDevice()->GetNode())
    {
        return; // a node does not hear itself; until ns-3.35 channels do not see to that
    }
    if (!m_signalCallback.IsNull())
    {
        m_signalCallback(params);
    }
    if (params->txPhy != m_peer || !m_peer)
    {
        if (m_interferenceMeter)
        {
            m_interferenceMeter->Hear(params->txPhy, *params->psd, 1, params->duration);
        }
        // The copy is of the base type: it has lost its packet and can be nothing but interference.
        params = Create<SpectrumSignalParameters>(*params);
    }
    HalfDuplexIdealPhy::StartRx(params);
}

} // namespace ns3
