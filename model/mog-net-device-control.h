/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_NET_DEVICE_CONTROL_H
#define MOG_NET_DEVICE_CONTROL_H

#include "mog-device-control.h"

#include "ns3/data-rate.h"

namespace ns3
{

class MogNetDevice;

/**
 * @ingroup mog
 *
 * Controls a link of two MogNetDevices. Power, resource block and rate hold from the start of the
 * next slot on.
 */
class MogNetDeviceControl : public MogDeviceControl
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogNetDeviceControl();
    ~MogNetDeviceControl() override;

    bool SetDevices(Ptr<NetDevice> transmitter, Ptr<NetDevice> receiver) override;
    Ptr<NetDevice> GetTransmitter() const override;
    Ptr<NetDevice> GetReceiver() const override;
    Ptr<Channel> GetChannel() const override;
    Ptr<SpectrumPhy> GetReceiverPhy() const override;
    Ptr<SpectrumPhy> GetTransmitterPhy() const override;
    std::vector<MogBand> GetBands(uint32_t rb) const override;
    uint32_t GetNRbs() const override;
    double GetMaxPower() const override;
    double GetNoisePower() const override;
    double GetBandwidth() const override;
    bool HasTraffic() const override;
    std::optional<uint64_t> GetBacklog() const override;
    std::optional<Time> GetHeadOfLineDelay() const override;

    /**
     * Tell what the link has carried.
     * @return bytes in all PDUs received without error, headers included
     */
    std::optional<uint64_t> GetDeliveredBytes() const override;
    void Take() override;
    void Release() override;
    void Apply(double power, uint32_t rb, double rate) override;

  private:
    /// What a transmitter does.
    struct Transmission
    {
        double power{0};  //!< in W
        DataRate rate{0}; //!< bits per second of slot time
        uint32_t rb{0};   //!< resource block
    };

    void DoDispose() override;
    bool DoListen(Ptr<MogInterferenceMeter> meter) override;

    Ptr<MogNetDevice> m_transmitter; //!< transmitting device
    Ptr<MogNetDevice> m_receiver;    //!< receiving device
    Transmission m_found;            //!< what the transmitter did when it was taken
    double m_maxPower;               //!< maximum power in dBm
};

} // namespace ns3

#endif /* MOG_NET_DEVICE_CONTROL_H */
