/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-phy.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/spectrum-model.h"
#include "ns3/spectrum-signal-parameters.h"
#include "ns3/spectrum-value.h"

#include <cmath>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogPhy");

NS_OBJECT_ENSURE_REGISTERED(MogPhy);

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
    : m_bandwidth(0),
      m_noiseDensity(0)
{
    NS_LOG_FUNCTION(this);
}

MogPhy::~MogPhy()
{
    NS_LOG_FUNCTION(this);
}

void
MogPhy::SetPeer(Ptr<SpectrumPhy> peer)
{
    NS_LOG_FUNCTION(this << peer);
    m_peer = peer;
}

void
MogPhy::SetBand(Ptr<const SpectrumModel> model, double noiseDensity)
{
    NS_LOG_FUNCTION(this << model << noiseDensity);
    NS_ABORT_MSG_UNLESS(noiseDensity > 0 && std::isfinite(noiseDensity),
                        "MogPhy::SetBand: the noise density is "
                            << noiseDensity
                            << " W/Hz, but it has to be positive: without noise a link without "
                               "interference has no finite capacity");
    m_band = model;
    m_noiseDensity = noiseDensity;
    m_bandwidth = 0;
    for (auto band = model->Begin(); band != model->End(); ++band)
    {
        m_bandwidth += band->fh - band->fl;
    }
    auto noise = Create<SpectrumValue>(model);
    *noise = noiseDensity;
    SetNoisePowerSpectralDensity(noise);
    SetTxPower(0);
}

void
MogPhy::SetTxPower(double power)
{
    NS_LOG_FUNCTION(this << power);
    NS_ABORT_MSG_UNLESS(m_band, "MogPhy::SetTxPower: call SetBand() first");
    auto psd = Create<SpectrumValue>(m_band);
    *psd = power / m_bandwidth;
    SetTxPowerSpectralDensity(psd);
}

double
MogPhy::GetBandwidth() const
{
    return m_bandwidth;
}

double
MogPhy::GetNoisePower() const
{
    return m_noiseDensity * m_bandwidth;
}

void
MogPhy::StartRx(Ptr<SpectrumSignalParameters> params)
{
    NS_LOG_FUNCTION(this << params);
    if (params->txPhy != m_peer || !m_peer)
    {
        // The copy is of the base type: it has lost its packet and can be nothing but interference.
        params = Create<SpectrumSignalParameters>(*params);
    }
    HalfDuplexIdealPhy::StartRx(params);
}

} // namespace ns3
