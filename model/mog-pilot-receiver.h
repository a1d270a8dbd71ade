/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_PILOT_RECEIVER_H
#define MOG_PILOT_RECEIVER_H

#include "ns3/nstime.h"
#include "ns3/ptr.h"
#include "ns3/simple-ref-count.h"

#include <cstddef>
#include <list>
#include <vector>

namespace ns3
{

class SpectrumPhy;
class SpectrumValue;
struct SpectrumSignalParameters;

/**
 * @ingroup mog
 *
 * Measures pilots at one receiver: their power, and that of everything else on the channel
 * meanwhile.
 */
class MogPilotReceiver : public SimpleRefCount<MogPilotReceiver>
{
  public:
    /// What was measured in a part of the band.
    struct Measurement
    {
        double signal;       //!< power spectral density of the pilot in W/Hz
        double interference; //!< that of all other signals, mean over the pilot's duration
    };

    MogPilotReceiver();

    /// Forget pilots and signals that are over, and keep all that are to come.
    void Begin();

    /// Keep no pilots, and other signals no longer than they are on the channel.
    void End();

    /**
     * Hear a signal.
     * @param signal what arrives now
     */
    void Receive(Ptr<const SpectrumSignalParameters> signal);

    /**
     * Tell what was measured since Begin().
     *
     * @param transmitter who has sent a pilot
     * @param parts number of parts of the same number of bands, in each of which it is measured
     * @return one entry per part; none if no pilot of this transmitter was heard
     */
    std::vector<Measurement> Measure(Ptr<const SpectrumPhy> transmitter, std::size_t parts) const;

  private:
    /// A signal.
    struct Signal
    {
        Ptr<const SpectrumPhy> pilotOf; //!< who has sent it, if it is a pilot
        Ptr<const SpectrumValue> psd;   //!< received power spectral density
        Time start;                     //!< when it arrived
        Time end;                       //!< when it is over
    };

    /// Forget signals that were over when the oldest pilot could begin.
    void Prune();

    Time m_since;                //!< when the oldest pilot could begin
    std::list<Signal> m_signals; //!< what was heard
};

} // namespace ns3

#endif /* MOG_PILOT_RECEIVER_H */
