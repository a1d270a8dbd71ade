/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_NS3_COMPAT_H
#define MOG_NS3_COMPAT_H

#include "ns3/antenna-model.h"
#include "ns3/half-duplex-ideal-phy.h"
#include "ns3/spectrum-channel.h"
#include "ns3/spectrum-phy.h"
#include "ns3/spectrum-propagation-loss-model.h"
#include "ns3/spectrum-signal-parameters.h"
#include "ns3/spectrum-value.h"

#include <cstdint>
#include <functional>

/**
 * @file
 * @ingroup mog
 *
 * What differs from one ns-3 version to another, so that the rest of mog is written once. ns-3's
 * headers do not say of which version they are; the compiler is asked what their classes look like.
 */

namespace ns3
{

/**
 * @ingroup mog
 *
 * Call a function. Until 3.35 Simulator::Schedule() takes no lambda; as an argument of this it may
 * be one.
 *
 * @param function the function
 */
inline void
MogCall(std::function<void()> function)
{
    function();
}

/**
 * What loss models of the spectrum module are given: a signal with all that is known of it, or
 * until 3.35 its power spectral density alone.
 *
 * @tparam RESULT what they return
 * @tparam INPUT what they are given
 * @return never called, but for its type
 */
template <typename RESULT, typename INPUT>
INPUT MogGetLossInput(RESULT (SpectrumPropagationLossModel::*)(Ptr<const INPUT>,
                                                               Ptr<const MobilityModel>,
                                                               Ptr<const MobilityModel>) const);

/// What loss models of the spectrum module are given.
using MogLossInput =
    decltype(MogGetLossInput(&SpectrumPropagationLossModel::CalcRxPowerSpectralDensity));

/// A signal, which turns into what loss models are given.
struct MogLossOperand
{
    Ptr<const SpectrumSignalParameters> params; //!< the signal

    /// Until 3.35.
    operator Ptr<const SpectrumValue>() const
    {
        return params->psd;
    }

    /// Since 3.36.
    operator Ptr<const SpectrumSignalParameters>() const
    {
        return params;
    }
};

/**
 * Get the power spectral density of what a loss model is given.
 * @param input what it is given since 3.36
 * @return its power spectral density
 */
inline Ptr<const SpectrumValue>
MogGetPsd(Ptr<const SpectrumSignalParameters> input)
{
    return input->psd;
}

/**
 * Get the power spectral density of what a loss model is given.
 * @param input what it is given until 3.35
 * @return its power spectral density
 */
inline Ptr<const SpectrumValue>
MogGetPsd(Ptr<const SpectrumValue> input)
{
    return input;
}

/**
 * @ingroup mog
 *
 * A loss model of the spectrum module to derive from. Random streams belong to ns-3's own only
 * since 3.41.
 */
class MogSpectrumLossModel : public SpectrumPropagationLossModel
{
  public:
    /**
     * Assign fixed streams to the random variables.
     *
     * @param stream first stream index to use
     * @return the number of streams assigned
     */
    int64_t AssignStreams(int64_t stream)
    {
        return DoAssignStreams(stream);
    }

  private:
    /**
     * Apply the loss to a power spectral density.
     *
     * @param psd what is sent
     * @param a where the transmitter is
     * @param b where the receiver is
     * @return what arrives
     */
    virtual Ptr<SpectrumValue> DoCalcRxPsd(Ptr<const SpectrumValue> psd,
                                           Ptr<const MobilityModel> a,
                                           Ptr<const MobilityModel> b) const = 0;

    /**
     * @copydoc AssignStreams
     */
    virtual int64_t DoAssignStreams(int64_t stream) = 0;

    Ptr<SpectrumValue> DoCalcRxPowerSpectralDensity(Ptr<const MogLossInput> input,
                                                    Ptr<const MobilityModel> a,
                                                    Ptr<const MobilityModel> b) const final
    {
        return DoCalcRxPsd(MogGetPsd(input), a, b);
    }
};

/**
 * Get a physical layer's antenna as since 3.36.
 *
 * @tparam PHY SpectrumPhy
 * @param phy the physical layer
 * @return its antenna; null if it has none, or an array
 */
template <typename PHY>
auto
MogFindAntenna(const PHY& phy, int) -> decltype(DynamicCast<AntennaModel>(phy.GetAntenna()))
{
    return DynamicCast<AntennaModel>(phy.GetAntenna());
}

/**
 * Get a physical layer's antenna as until 3.35, if there is no other way.
 *
 * @tparam PHY SpectrumPhy
 * @param phy the physical layer
 * @return its antenna; null if it has none
 */
template <typename PHY>
Ptr<AntennaModel>
MogFindAntenna(const PHY& phy, long)
{
    return phy.GetRxAntenna();
}

/**
 * Get a physical layer's antenna.
 *
 * @param phy the physical layer
 * @return its antenna; null if it has none, or an array
 */
inline Ptr<AntennaModel>
MogGetAntenna(const SpectrumPhy& phy)
{
    return MogFindAntenna(phy, 0);
}

/**
 * Tell whether a channel has a loss model for phased arrays, as since 3.36.
 *
 * @tparam CHANNEL SpectrumChannel
 * @param channel the channel
 * @return whether it has
 */
template <typename CHANNEL>
auto
MogFindArrays(const CHANNEL& channel, int)
    -> decltype(channel.GetPhasedArraySpectrumPropagationLossModel() != nullptr)
{
    return channel.GetPhasedArraySpectrumPropagationLossModel() != nullptr;
}

/**
 * Tell that a channel knows of no arrays, as until 3.35.
 *
 * @tparam CHANNEL SpectrumChannel
 * @return false
 */
template <typename CHANNEL>
bool
MogFindArrays(const CHANNEL&, long)
{
    return false;
}

/**
 * Tell whether a channel has a loss model for phased arrays.
 *
 * @param channel the channel
 * @return whether it has
 */
inline bool
MogHasArrays(const SpectrumChannel& channel)
{
    return MogFindArrays(channel, 0);
}

} // namespace ns3

#endif /* MOG_NS3_COMPAT_H */
