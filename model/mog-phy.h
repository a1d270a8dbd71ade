/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_PHY_H
#define MOG_PHY_H

#include "mog-band.h"
#include "mog-interference-meter.h"

#include "ns3/callback.h"
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
 * The spectrum model's bands make up one or more resource blocks (RBs) of the same width. A
 * transmission is in one of them, its power spread evenly over it, and there is none outside.
 * Receivers listen to all. A pilot, which carries no data, is in all of them. Every change makes a
 * new power spectral density, because signals in the air keep a pointer to the one they were sent
 * with.
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

    void SetChannel(Ptr<SpectrumChannel> channel) override;
    void StartRx(Ptr<SpectrumSignalParameters> params) override;

    /// Is told of a signal when it arrives.
    using SignalCallback = Callback<void, Ptr<const SpectrumSignalParameters>>;

    /**
     * Set who is told of every signal that arrives, pilots and foreign ones included.
     * @param callback the callback; null for nobody
     */
    void SetSignalCallback(SignalCallback callback);

    /**
     * Set who measures what comes from outside.
     * @param meter the meter, which is told of every signal but the peer's; nullptr for nobody
     */
    void SetInterferenceMeter(Ptr<MogInterferenceMeter> meter);

    /**
     * Send a pilot (MogPilotSignalParameters) at once, whatever else is being sent. Nothing happens
     * after Disconnect().
     * @param power total power in W, spread evenly over all resource blocks
     * @param duration how long it takes
     */
    void SendPilot(double power, Time duration);

    /// Listen to nobody and send no pilots any more: the device is disposed of.
    void Disconnect();

    /**
     * Set the only transmitter that this PHY can receive; without a peer it receives nobody.
     * @param peer the transmitter
     */
    void SetPeer(Ptr<SpectrumPhy> peer);

    /**
     * Set the band in use and the receiver's noise. Has to be called before the PHY is added to a
     * channel or used.
     *
     * @param model the bands, in ascending order and without overlap; links that shall interfere
     * have to share this object
     * @param noiseDensity noise power spectral density in W/Hz, noise figure included
     * @param rbs number of resource blocks: each is made of as many neighboring bands as the
     * others, and as wide
     */
    void SetBand(Ptr<const SpectrumModel> model, double noiseDensity, uint32_t rbs = 1);

    /**
     * Set power and resource block of the transmissions that start from now on.
     * @param power total power in W
     * @param rb index of the resource block
     */
    void SetTxPower(double power, uint32_t rb = 0);

    /**
     * Get the number of resource blocks.
     * @return the number of resource blocks
     */
    uint32_t GetNRbs() const;

    /**
     * Get the width of a resource block.
     * @return the sum of the widths of its bands in Hz
     */
    double GetBandwidth() const;

    /**
     * Get where a resource block is.
     * @param rb index of the resource block
     * @return its bands, and the share of the power that is spread over each
     */
    std::vector<MogBand> GetBands(uint32_t rb) const;

    /**
     * Get the noise power in a resource block.
     * @return the power in W
     */
    double GetNoisePower() const;

  private:
    Ptr<SpectrumPhy> m_peer;                       //!< the only transmitter that is received
    Ptr<SpectrumChannel> m_channel;                //!< where pilots go
    SignalCallback m_signalCallback;               //!< told of every signal
    Ptr<MogInterferenceMeter> m_interferenceMeter; //!< told of every signal but the peer's
    Ptr<const SpectrumModel> m_band;               //!< the bands in use
    uint32_t m_rbs;                                //!< number of resource blocks
    double m_bandwidth;                            //!< width of a resource block in Hz
    double m_noiseDensity;                         //!< noise power spectral density in W/Hz
};

} // namespace ns3

#endif /* MOG_PHY_H */
