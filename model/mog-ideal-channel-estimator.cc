/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-ideal-channel-estimator.h"

#include "mog-decibel.h"
#include "mog-device-control.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/mobility-model.h"
#include "ns3/net-device.h"
#include "ns3/node.h"
#include "ns3/pointer.h"
#include "ns3/propagation-loss-model.h"
#include "ns3/spectrum-channel.h"
#include "ns3/spectrum-phy.h"
#include "ns3/spectrum-propagation-loss-model.h"
#include "ns3/spectrum-signal-parameters.h"
#include "ns3/spectrum-value.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogIdealChannelEstimator");

NS_OBJECT_ENSURE_REGISTERED(MogIdealChannelEstimator);

namespace
{

/// One end of a link.
struct End
{
    Ptr<NetDevice> device;       //!< the device
    Ptr<MobilityModel> mobility; //!< where it is
    Ptr<Channel> channel;        //!< the channel it uses
};

/**
 * Look up an end of a link.
 * @param device the device
 * @param channel its channel
 * @return the end
 */
End
FindEnd(Ptr<NetDevice> device, Ptr<Channel> channel)
{
    auto mobility = device->GetNode()->GetObject<MobilityModel>();
    NS_ABORT_MSG_UNLESS(mobility,
                        "MogIdealChannelEstimator: "
                            << MogDescribeDevice(device)
                            << " has no mobility model; install one on its node with "
                               "MobilityHelper before the simulation starts");
    return {device, mobility, channel};
}

/**
 * Append where somebody is on the ground.
 * @param end somebody
 * @param positions x and y in m, in turn
 */
void
AddPosition(const End& end, std::vector<double>& positions)
{
    const auto position = end.mobility->GetPosition();
    positions.push_back(position.x);
    positions.push_back(position.y);
}

/**
 * Gains of all paths to one receiver.
 */
class Ear
{
  public:
    /**
     * Listen to a link.
     * @param link the link
     */
    explicit Ear(Ptr<MogDeviceControl> link)
        : m_transmitter(link->GetTransmitter()),
          m_end(FindEnd(link->GetReceiver(), link->GetChannel())),
          m_rbs(link->GetNRbs())
    {
        const auto spectrum = DynamicCast<SpectrumChannel>(m_end.channel);
        PointerValue loss;
        if (spectrum)
        {
            m_loss = spectrum->GetPropagationLossModel();
            m_spectrumLoss = spectrum->GetSpectrumPropagationLossModel();
        }
        else if (m_end.channel->GetAttributeFailSafe("PropagationLossModel", loss))
        {
            m_loss = loss.Get<PropagationLossModel>();
        }
        NS_ABORT_MSG_UNLESS(m_loss || m_spectrumLoss,
                            "MogIdealChannelEstimator: the channel of "
                                << MogDescribeLink(link)
                                << " has no propagation loss model; give it one, or use another "
                                   "estimator");
        if (m_spectrumLoss)
        {
            const auto phy = link->GetReceiverPhy();
            NS_ABORT_MSG_UNLESS(phy,
                                "MogIdealChannelEstimator: the channel of "
                                    << MogDescribeLink(link)
                                    << " has a frequency-dependent loss model, which can be "
                                       "asked about devices with a SpectrumPhy only");
            m_flat = Create<SpectrumSignalParameters>();
            m_flat->psd = Create<SpectrumValue>(phy->GetRxSpectrumModel());
            *m_flat->psd = 1;
        }
    }

    /**
     * Get where the receiver is.
     * @return the receiving end
     */
    const End& GetEnd() const
    {
        return m_end;
    }

    /**
     * Tell whether gains are known for every resource block.
     * @return whether they are
     */
    bool IsPerRb() const
    {
        return m_spectrumLoss && m_rbs > 1;
    }

    /**
     * Get the gains of a path.
     * @param transmitter where it comes from
     * @param gain power gain in each resource block; one if they are the same in all
     */
    void GetGains(const End& transmitter, std::vector<double>& gain) const
    {
        gain.assign(IsPerRb() ? m_rbs : 1, 0);
        if (transmitter.device->GetNode() == m_end.device->GetNode() ||
            transmitter.channel != m_end.channel)
        {
            return;
        }
        const double db = m_loss ? m_loss->CalcRxPower(0, transmitter.mobility, m_end.mobility) : 0;
        // A finite loss beyond all bounds is what MatrixPropagationLossModel says of pairs that it
        // was told nothing about. (An infinite one is an answer: out of reach.)
        NS_ABORT_MSG_IF(transmitter.device == m_transmitter && !std::isinf(db) && !(db > -1e300),
                        "MogIdealChannelEstimator: the channel does not know the loss from "
                            << MogDescribeDevice(m_transmitter) << " to "
                            << MogDescribeDevice(m_end.device)
                            << "; set it in the channel's loss model before the link is added");
        std::fill(gain.begin(), gain.end(), MogDbToRatio(db));
        if (m_spectrumLoss)
        {
            const auto psd = m_spectrumLoss->CalcRxPowerSpectralDensity(m_flat,
                                                                        transmitter.mobility,
                                                                        m_end.mobility);
            const std::size_t bands = psd->GetSpectrumModel()->GetNumBands() / gain.size();
            auto band = psd->ConstValuesBegin();
            for (auto& rb : gain)
            {
                rb *= std::accumulate(band, band + bands, 0.0) / bands;
                band += bands;
            }
        }
    }

  private:
    Ptr<NetDevice> m_transmitter;                     //!< whom it wants to hear
    End m_end;                                        //!< the receiver
    uint32_t m_rbs;                                   //!< number of resource blocks
    Ptr<PropagationLossModel> m_loss;                 //!< the same at all frequencies
    Ptr<SpectrumPropagationLossModel> m_spectrumLoss; //!< what depends on the frequency
    Ptr<SpectrumSignalParameters> m_flat;             //!< a signal of 1 W/Hz
};

} // namespace

TypeId
MogIdealChannelEstimator::GetTypeId()
{
    static TypeId tid = TypeId("ns3::MogIdealChannelEstimator")
                            .SetParent<MogChannelEstimator>()
                            .SetGroupName("Mog")
                            .AddConstructor<MogIdealChannelEstimator>();
    return tid;
}

MogIdealChannelEstimator::MogIdealChannelEstimator()
{
    NS_LOG_FUNCTION(this);
}

MogIdealChannelEstimator::~MogIdealChannelEstimator()
{
    NS_LOG_FUNCTION(this);
}

MogChannelState
MogIdealChannelEstimator::Estimate(const std::vector<Ptr<MogDeviceControl>>& links)
{
    NS_LOG_FUNCTION(this << links.size());
    const std::size_t k = links.size();
    MogChannelState state;
    state.links = k;
    std::vector<Ear> receivers;
    std::vector<End> transmitters;
    std::vector<double> maxPower;
    for (const auto& link : links)
    {
        receivers.emplace_back(link);
        transmitters.push_back(FindEnd(link->GetTransmitter(), link->GetChannel()));
        maxPower.push_back(link->GetMaxPower());
        AddPosition(transmitters.back(), state.txPosition);
        AddPosition(receivers.back().GetEnd(), state.rxPosition);
        state.rbs = link->GetNRbs();
        state.perRb |= receivers.back().IsPerRb();
    }

    const std::size_t matrices = state.perRb ? state.rbs : 1;
    state.gain.resize(matrices * k * k);
    std::vector<double> gain;
    for (std::size_t i = 0; i < k; i++)
    {
        const double noise = links[i]->GetNoisePower();
        for (std::size_t j = 0; j < k; j++)
        {
            receivers[i].GetGains(transmitters[j], gain);
            for (std::size_t n = 0; n < matrices; n++)
            {
                state.gain[(n * k + i) * k + j] =
                    gain[std::min(n, gain.size() - 1)] * maxPower[j] / noise;
            }
        }
    }
    return state;
}

} // namespace ns3
