/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_CHANNEL_WATCH_H
#define MOG_CHANNEL_WATCH_H

#include "mog-interference-meter.h"

#include "ns3/object.h"

#include <unordered_map>

namespace ns3
{

class SpectrumChannel;
class SpectrumSignalParameters;

/**
 * @ingroup mog
 *
 * Tells meters what a spectrum channel reports of real transmissions, by its traces TxSigParams and
 * PathLoss: whatever kind of device receives, and without a question to a loss model, which might
 * draw a random number for the answer. Antennas and the loss that is the same at all frequencies
 * are in it; what depends on the frequency is not. Aggregated to the channel.
 */
class MogChannelWatch : public Object
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogChannelWatch();
    ~MogChannelWatch() override;

    /**
     * Get the watch of a channel.
     * @param channel the channel
     * @return its watch, made if there is none
     */
    static Ptr<MogChannelWatch> Of(Ptr<SpectrumChannel> channel);

    /**
     * Tell a meter of all signals to a receiver from now on.
     * @param receiver the receiver
     * @param meter the meter; nullptr: nobody
     */
    void Watch(Ptr<const SpectrumPhy> receiver, Ptr<MogInterferenceMeter> meter);

  private:
    void DoDispose() override;

    /**
     * Trace sink: a transmission begins.
     * @param signal what is sent
     */
    void NotifyTransmission(Ptr<SpectrumSignalParameters> signal);

    /**
     * Trace sink: it goes to a receiver.
     * @param transmitter whose signal it is
     * @param receiver where it goes
     * @param lossDb its loss on the way
     */
    void NotifyPath(Ptr<const SpectrumPhy> transmitter,
                    Ptr<const SpectrumPhy> receiver,
                    double lossDb);

    Ptr<const SpectrumSignalParameters> m_signal; //!< what is being sent
    /// Who wants to know of signals to a receiver.
    std::unordered_map<const SpectrumPhy*, Ptr<MogInterferenceMeter>> m_meters;
};

} // namespace ns3

#endif /* MOG_CHANNEL_WATCH_H */
