/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_NET_DEVICE_CONTROL_H
#define MOG_NET_DEVICE_CONTROL_H

#include "mog-device-control.h"

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
    uint32_t GetNRbs() const override;
    double GetMaxPower() const override;
    double GetNoisePower() const override;
    double GetBandwidth() const override;
    bool HasTraffic() const override;
    void Apply(double power, uint32_t rb, double rate) override;

  private:
    void DoDispose() override;

    Ptr<MogNetDevice> m_transmitter; //!< transmitting device
    Ptr<MogNetDevice> m_receiver;    //!< receiving device
    double m_maxPower;               //!< maximum power in dBm
};

} // namespace ns3

#endif /* MOG_NET_DEVICE_CONTROL_H */
