/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_IDEAL_PHY_CONTROL_H
#define MOG_IDEAL_PHY_CONTROL_H

#include "mog-device-control.h"

#include "ns3/data-rate.h"

namespace ns3
{

class HalfDuplexIdealPhy;
class MogIdealPhyTransmitter;
class Packet;
class SpectrumValue;

/**
 * @ingroup mog
 *
 * Controls a link of two devices of ns-3's own that have a HalfDuplexIdealPhy as their attribute
 * `Phy`, such as AdhocAlohaNoackIdealPhyHelper makes.
 *
 * The link is as the scenario set it up: noise, band and the shape of the transmit density are
 * those of the physical layers, and so is the maximum power, found when the link is taken. The band
 * is that of all frequencies whose density is at least 1 % of the highest; rates are predicted as
 * if the density were flat within.
 *
 * Power and rate hold from the next packet on. Each link gets a density of its own, for the helper
 * gives the same one to all devices. A link without power, or with less than MinRate, is silent:
 * see MogIdealPhyTransmitter for what becomes of its packets. A packet keeps the power and rate
 * that it started with, past the manager's next decision; packets should be short against its
 * period, which MinRate is for.
 *
 * A receiver of this kind locks on the first packet that it hears, whoever sent it and however weak
 * it is. As long as that one lasts, a packet of the link's own transmitter is only interference to
 * it, and lost. No power and no rate can prevent this, so where several links have power and much
 * to send, throughput stays below what was predicted: a receiver that is locked on a foreign
 * transmitter without gaps stays locked for good. Links that take turns get what was predicted,
 * and so do devices with MogPhy, which locks on its own transmitter alone.
 */
class MogIdealPhyControl : public MogDeviceControl
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogIdealPhyControl();
    ~MogIdealPhyControl() override;

    /**
     * Take two devices, if both have a HalfDuplexIdealPhy and are no MogNetDevices. Aborts if that
     * of the transmitter has no transmit density, that of the receiver no noise density, or the two
     * differ in their spectrum models.
     *
     * @param transmitter the transmitting device
     * @param receiver the receiving device
     * @return whether they are of this kind
     */
    bool SetDevices(Ptr<NetDevice> transmitter, Ptr<NetDevice> receiver) override;
    Ptr<NetDevice> GetTransmitter() const override;
    Ptr<NetDevice> GetReceiver() const override;
    Ptr<SpectrumPhy> GetReceiverPhy() const override;
    Ptr<SpectrumPhy> GetTransmitterPhy() const override;
    std::vector<MogBand> GetBands(uint32_t rb) const override;
    double GetMaxPower() const override;
    double GetNoisePower() const override;
    double GetBandwidth() const override;

    /**
     * Tell whether the transmitter has something to send.
     * @return whether a packet waits in the transmitter's queue, or for power; true if the device
     * has no attribute `Queue`
     */
    bool HasTraffic() const override;

    /**
     * Tell what the link has carried.
     * @return bytes of packets that the receiver has got from the transmitter, all headers counted,
     * if both are AlohaNoackNetDevices, whose packets say who sent them
     */
    std::optional<uint64_t> GetDeliveredBytes() const override;
    void Take() override;
    void Release() override;
    void Apply(double power, uint32_t rb, double rate) override;

  private:
    void DoDispose() override;
    bool DoListen(Ptr<MogInterferenceMeter> meter) override;

    /// Listen to the receiver no more.
    void StopCounting();

    /**
     * Count a packet that the receiver has got, if it is of this link.
     * @param packet the packet
     */
    void NotifyReception(Ptr<const Packet> packet);

    /**
     * Integrate a density over the link's band.
     * @param density the density
     * @return the integral
     */
    double IntegrateBand(const SpectrumValue& density) const;

    Ptr<NetDevice> m_transmitter;               //!< transmitting device
    Ptr<NetDevice> m_receiver;                  //!< receiving device
    Ptr<HalfDuplexIdealPhy> m_receiverPhy;      //!< physical layer of the receiver
    Ptr<MogIdealPhyTransmitter> m_transmission; //!< hand on the transmitter's physical layer
    double m_maxPower;                          //!< maximum power in dBm
    DataRate m_minRate;                         //!< links with less are silent
    bool m_counts;                              //!< whether packets say who sent them
    uint64_t m_delivered;                       //!< bytes of this link that the receiver has got
};

} // namespace ns3

#endif /* MOG_IDEAL_PHY_CONTROL_H */
