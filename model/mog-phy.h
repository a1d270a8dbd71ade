/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_PHY_H
#define MOG_PHY_H

#include "ns3/half-duplex-ideal-phy.h"

namespace ns3
{

class SpectrumModel;

/**
 * @ingroup mog
 *
 * One end of a link on a spectrum channel: an ideal OFDM physical layer that listens to its own
 * transmitter only.
 *
 * HalfDuplexIdealPhy locks on whichever packet comes first, of any transmitter; among several links
 * that share a band, most receivers are then busy with a foreign packet when their own arrives.
 * This class passes every signal that is not its peer's on as a plain SpectrumSignalParameters,
 * which the base class can only take for interference. Its own signal is thus received if and only
 * if the Shannon capacity of the channel, with all other signals as noise, carries it: single-user
 * detection with ideal acquisition and an ideal code.
 *
 * Power is spread evenly over all bands of the spectrum model. Every change makes a new power
 * spectral density, because signals in the air keep a pointer to the one they were sent with.
 */
class MogPhy : public HalfDuplexIdealPhy
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogPhy();
    ~MogPhy() override;

    void StartRx(Ptr<SpectrumSignalParameters> params) override;

    /**
     * Set the only transmitter that this PHY can receive; without a peer it receives nobody.
     * @param peer the transmitter
     */
    void SetPeer(Ptr<SpectrumPhy> peer);

    /**
     * Set the band in use and the receiver's noise. Has to be called before the PHY is added to a
     * channel or used.
     *
     * @param model the band; links that shall interfere have to share this object
     * @param noiseDensity noise power spectral density in W/Hz, noise figure included
     */
    void SetBand(Ptr<const SpectrumModel> model, double noiseDensity);

    /**
     * Set the power of the transmissions that start from now on.
     * @param power total power in W
     */
    void SetTxPower(double power);

    /**
     * Get the width of the band.
     * @return the sum of the widths of all bands of the spectrum model in Hz
     */
    double GetBandwidth() const;

    /**
     * Get the noise power in the whole band.
     * @return the power in W
     */
    double GetNoisePower() const;

  private:
    Ptr<SpectrumPhy> m_peer;         //!< the only transmitter that is received
    Ptr<const SpectrumModel> m_band; //!< the band in use
    double m_bandwidth;              //!< its width in Hz
    double m_noiseDensity;           //!< noise power spectral density in W/Hz
};

} // namespace ns3

#endif /* MOG_PHY_H */
