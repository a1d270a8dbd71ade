/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_INTERFERENCE_METER_H
#define MOG_INTERFERENCE_METER_H

#include "mog-band.h"

#include "ns3/nstime.h"
#include "ns3/ptr.h"
#include "ns3/simple-ref-count.h"

#include <functional>
#include <vector>

namespace ns3
{

class SpectrumPhy;
class SpectrumValue;

/// Tells whether a transmitter is one of those that the listener's manager decides on.
using MogIsManaged = std::function<bool(Ptr<const SpectrumPhy>)>;

/**
 * @ingroup mog
 *
 * Measures at a receiver what comes from transmitters that its manager does not decide on: jammers,
 * other systems, other managers. To the links it is noise.
 *
 * What is told is the most that was on the air at once: a rate that is chosen for the mean would be
 * too high whenever there is more than that, and lose everything then.
 */
class MogInterferenceMeter : public SimpleRefCount<MogInterferenceMeter>
{
  public:
    /**
     * Constructor.
     * @param rbs bands of each resource block
     * @param isManaged tells whose signals do not count
     */
    MogInterferenceMeter(const std::vector<std::vector<MogBand>>& rbs, MogIsManaged isManaged);

    /**
     * Take note of a signal that arrives now, if it counts.
     *
     * @param transmitter whose it is; may be null
     * @param psd its power spectral density at the receiver in W/Hz
     * @param gain by which that is still to be multiplied
     * @param duration how long it lasts
     */
    void Hear(Ptr<const SpectrumPhy> transmitter,
              const SpectrumValue& psd,
              double gain,
              Time duration);

    /**
     * Read the meter, and start anew with what is on the air now.
     * @return for each resource block the largest power that was there at once, in W
     */
    std::vector<double> Read();

  private:
    /// A signal on the air.
    struct Signal
    {
        Time end;                  //!< when it ends
        std::vector<double> power; //!< in each resource block in W
    };

    /// Forget signals that are over.
    void Purge();

    /**
     * Add up what is on the air.
     * @return the power in each resource block in W
     */
    std::vector<double> Sum() const;

    std::vector<std::vector<MogBand>> m_rbs; //!< bands of each resource block
    MogIsManaged m_isManaged;                //!< tells whose signals do not count
    std::vector<Signal> m_signals;           //!< what is on the air
    std::vector<double> m_peak;              //!< largest power so far, in each resource block
};

} // namespace ns3

#endif /* MOG_INTERFERENCE_METER_H */
