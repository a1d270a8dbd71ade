/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_IDEAL_PHY_TRANSMITTER_H
#define MOG_IDEAL_PHY_TRANSMITTER_H

#include "ns3/data-rate.h"
#include "ns3/object.h"
#include "ns3/ptr.h"

namespace ns3
{

class HalfDuplexIdealPhy;
class NetDevice;
class Packet;
class SpectrumValue;

/**
 * @ingroup mog
 *
 * What MogIdealPhyControl leaves at a HalfDuplexIdealPhy that it controls, aggregated to it: the
 * density that the scenario gave it, and a gate between it and its device.
 *
 * A HalfDuplexIdealPhy without power sends its packets nevertheless: they are lost, and every
 * receiver that is idle takes them for the start of a packet and misses others meanwhile. Hence the
 * gate: while the transmitter is to be silent, it keeps the packet that the device wants to send,
 * so the device queues what comes after it. When there is power again, that packet goes first. A
 * packet that is under way when its device falls silent ends as it began.
 *
 * The gate needs to come between device and physical layer, which AlohaNoackNetDevice lets it do.
 * Devices of other kinds send into the void, as above, when they do not look after that
 * themselves.
 */
class MogIdealPhyTransmitter : public Object
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogIdealPhyTransmitter();
    ~MogIdealPhyTransmitter() override;

    /**
     * Get what was left at a device, or leave it there.
     *
     * @param device the device
     * @param phy its physical layer
     * @return the one of this device; nullptr if the physical layer has no density to send with
     */
    static Ptr<MogIdealPhyTransmitter> Of(Ptr<NetDevice> device, Ptr<HalfDuplexIdealPhy> phy);

    /**
     * Get the density that the scenario gave the transmitter.
     * @return the density in W/Hz
     */
    Ptr<const SpectrumValue> GetFoundPsd() const;

    /**
     * Tell whether a packet waits for the transmitter's power.
     * @return whether one does
     */
    bool HasWaitingPacket() const;

    /**
     * Transmit from the next packet on as told.
     *
     * @param scale power over that of the density found
     * @param rate the rate
     */
    void Transmit(double scale, DataRate rate);

    /// Transmit no more packets.
    void Silence();

    /// Take the physical layer as the scenario has it now.
    void Take();

    /// Transmit as the scenario had it, which may change that again.
    void Release();

  private:
    void DoDispose() override;

    /// Remember density and rate as they are.
    void Remember();

    /**
     * Give the physical layer a density of its own: the one it has may be shared with others, and
     * with signals in the air.
     * @param scale power over that of the density found
     */
    void SetPower(double scale);

    /**
     * Send a packet, or keep it.
     * @param packet what the device wants to send
     * @return whether it was refused; never while it is kept
     */
    bool StartTx(Ptr<Packet> packet);

    Ptr<SpectrumValue> m_found; //!< density that the scenario gave it
    DataRate m_foundRate;       //!< rate that the scenario gave it
    bool m_managed;             //!< whether it transmits as told here
    Ptr<Packet> m_waiting;      //!< what it will send first
    bool m_silent;              //!< whether it sends nothing
};

} // namespace ns3

#endif /* MOG_IDEAL_PHY_TRANSMITTER_H */
