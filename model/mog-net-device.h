/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_NET_DEVICE_H
#define MOG_NET_DEVICE_H

#include "mog-segmentation.h"

#include "ns3/data-rate.h"
#include "ns3/event-id.h"
#include "ns3/mac48-address.h"
#include "ns3/net-device.h"
#include "ns3/nstime.h"
#include "ns3/traced-callback.h"

namespace ns3
{

class MogPhy;
class Node;
class SpectrumChannel;

/**
 * @ingroup mog
 *
 * One end of a one-way link with a slotted medium access control.
 *
 * Time is cut into slots (attribute Tti) that start at multiples of the slot length for all
 * devices. In each slot a transmitter sends one PDU of as many bytes as its rate gives, filled by
 * MogSegmenter, so that packets of any size pass links of any rate. A PDU always takes the whole
 * slot but a guard at its end: one with few bytes is sent at a lower code rate. Thus all signals of
 * a slot start and end together, the interference is constant during a slot, and the
 * signal-to-interference ratio that power and rate were chosen for is the one that the receiver
 * sees. (The receiver's error model counts whole bytes per interval of constant interference; short
 * bursts of other links would cost a weak link more bytes than its margin has.)
 *
 * Power and rate are set with SetTransmission() and hold from the next slot on; set at the very
 * start of a slot, they hold in that slot. With no power, or a rate that gives less than MinPduSize
 * bytes per slot, the device is silent and its queue waits.
 *
 * There is no acknowledgement and no retransmission: packets that lose a PDU are lost. No ARP is
 * needed, as every packet goes to the peer. The receiving end cannot send; a two-way connection is
 * made of two links.
 */
class MogNetDevice : public NetDevice
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogNetDevice();
    ~MogNetDevice() override;

    /**
     * Set the physical layer and connect it with this device.
     * @param phy the physical layer
     */
    void SetPhy(Ptr<MogPhy> phy);

    /**
     * Get the physical layer.
     * @return the physical layer
     */
    Ptr<MogPhy> GetPhy() const;

    /**
     * Set the channel, for GetChannel() alone: the physical layer knows its channel itself.
     * @param channel the channel
     */
    void SetChannel(Ptr<SpectrumChannel> channel);

    /**
     * Make this device the transmitter of a link. Both devices have to have their addresses and
     * physical layers. A receiver that it had before receives nobody then.
     * @param receiver the receiving device
     */
    void ConnectTo(Ptr<MogNetDevice> receiver);

    /**
     * Tell whether this device transmits to another one, and that one receives it.
     * @param receiver the other device
     * @return whether both are so since ConnectTo()
     */
    bool IsConnectedTo(Ptr<const MogNetDevice> receiver) const;

    /**
     * Set power, rate and resource block of the slots to come, the one that starts at this instant
     * included.
     *
     * @param power transmission power in W
     * @param rate bits per second of slot time, MAC headers included
     * @param rb index of the resource block
     */
    void SetTransmission(double power, DataRate rate, uint32_t rb = 0);

    /**
     * Get the power that was set last.
     * @return transmission power in W
     */
    double GetTxPower() const;

    /**
     * Get the rate that was set last.
     * @return bits per second of slot time
     */
    DataRate GetTxRate() const;

    /**
     * Get the resource block that was set last.
     * @return its index
     */
    uint32_t GetTxRb() const;

    /**
     * Get the size of a full PDU at the rate that was set last.
     * @return bytes, headers included; 0 if the link is silent
     */
    uint32_t GetPduSize() const;

    /**
     * Get the number of bytes that wait for transmission.
     * @return bytes without the headers of PDUs and segments
     */
    uint32_t GetBacklog() const;

    /**
     * Get how long the packet that is sent next, or was begun, has waited.
     * @return time since it came from the upper layer; 0 if there is none
     */
    Time GetHeadOfLineDelay() const;

    /**
     * Get the number of bytes received.
     * @return bytes in all PDUs received without error, headers included
     */
    uint64_t GetReceivedBytes() const;

    /**
     * Get the number of PDUs that arrived with errors.
     * @return the number of PDUs
     */
    uint64_t GetLostPdus() const;

    /**
     * Get the length of a slot.
     * @return the length
     */
    Time GetTti() const;

    /**
     * Callback for the start of a slot that this device may use.
     * @param [in] bytes size of a full PDU, headers included
     */
    typedef void (*TxOpportunityTracedCallback)(uint32_t bytes);

    // inherited from NetDevice
    void SetIfIndex(const uint32_t index) override;
    uint32_t GetIfIndex() const override;
    Ptr<Channel> GetChannel() const override;
    void SetAddress(Address address) override;
    Address GetAddress() const override;
    bool SetMtu(const uint16_t mtu) override;
    uint16_t GetMtu() const override;
    bool IsLinkUp() const override;
    void AddLinkChangeCallback(Callback<void> callback) override;
    bool IsBroadcast() const override;
    Address GetBroadcast() const override;
    bool IsMulticast() const override;
    Address GetMulticast(Ipv4Address multicastGroup) const override;
    Address GetMulticast(Ipv6Address addr) const override;
    bool IsBridge() const override;
    bool IsPointToPoint() const override;
    bool Send(Ptr<Packet> packet, const Address& dest, uint16_t protocolNumber) override;
    bool SendFrom(Ptr<Packet> packet,
                  const Address& source,
                  const Address& dest,
                  uint16_t protocolNumber) override;
    Ptr<Node> GetNode() const override;
    void SetNode(Ptr<Node> node) override;
    bool NeedsArp() const override;
    void SetReceiveCallback(ReceiveCallback cb) override;
    void SetPromiscReceiveCallback(PromiscReceiveCallback cb) override;
    bool SupportsSendFrom() const override;

  private:
    void DoDispose() override;

    /**
     * Set the queue of packets to send.
     * @param queue the queue
     */
    void SetQueue(Ptr<Queue<Packet>> queue);

    /**
     * Get the queue of packets to send.
     * @return the queue
     */
    Ptr<Queue<Packet>> GetQueue() const;

    /// Let the next slot call StartSlot(), if there is something to send and leave to send it.
    void ScheduleSlot();

    /// Begin a slot: let Transmit() follow after everything else that is due at this instant.
    void StartSlot();

    /// Send the slot's PDU.
    void Transmit();

    /**
     * Take a PDU from the physical layer.
     * @param pdu the PDU
     */
    void Receive(Ptr<Packet> pdu);

    /// Count a PDU that arrived with errors.
    void ReceiveError();

    Ptr<Node> m_node;                              //!< the node that holds this device
    Ptr<MogPhy> m_phy;                             //!< the physical layer
    Ptr<SpectrumChannel> m_channel;                //!< the channel
    uint32_t m_ifIndex;                            //!< interface index
    uint16_t m_mtu;                                //!< maximum transmission unit
    Mac48Address m_address;                        //!< own address
    Mac48Address m_peer;                           //!< address of the other end
    Ptr<MogNetDevice> m_receiver;                  //!< the other end, if this one transmits
    bool m_linkUp;                                 //!< there is another end
    Time m_tti;                                    //!< slot length
    Time m_guard;                                  //!< silence at the end of a slot
    uint32_t m_minPduSize;                         //!< fewer bytes per slot mean silence
    double m_power;                                //!< transmission power in W
    DataRate m_rate;                               //!< bits per second of slot time
    uint32_t m_rb;                                 //!< resource block
    uint32_t m_pduSize;                            //!< bytes per slot; 0 for silence
    int64_t m_lastSlot;                            //!< number of the slot that was used last
    EventId m_slotEvent;                           //!< the next StartSlot() or Transmit()
    MogSegmenter m_segmenter;                      //!< sending side
    MogReassembler m_reassembler;                  //!< receiving side
    uint64_t m_receivedBytes;                      //!< bytes in PDUs without error
    uint64_t m_lostPdus;                           //!< PDUs with errors
    ReceiveCallback m_rxCallback;                  //!< upper layer
    PromiscReceiveCallback m_promiscCallback;      //!< upper layer, promiscuous
    TracedCallback<> m_linkChange;                 //!< link state listeners
    TracedCallback<uint32_t> m_txOpportunity;      //!< a slot starts that may be used
    TracedCallback<Ptr<const Packet>> m_macTx;     //!< a packet came from the upper layer
    TracedCallback<Ptr<const Packet>> m_macTxDrop; //!< a packet was not accepted
    TracedCallback<Ptr<const Packet>> m_macRx;     //!< a packet goes to the upper layer
    TracedCallback<Ptr<const Packet>> m_phyTx;     //!< a PDU goes to the physical layer
    TracedCallback<Ptr<const Packet>> m_phyRx;     //!< a PDU was received without error
};

} // namespace ns3

#endif /* MOG_NET_DEVICE_H */
