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
 * Controls a link of two MogNetDevices. Power and rate hold from the start of the next slot on.
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

    /**
     * Set the two ends.
     * @param transmitter the transmitting device
     * @param receiver the receiving device
     */
    void SetDevices(Ptr<MogNetDevice> transmitter, Ptr<MogNetDevice> receiver);

    Ptr<NetDevice> GetTransmitter() const override;
    Ptr<NetDevice> GetReceiver() const override;
    Ptr<SpectrumChannel> GetChannel() const override;
    double GetMaxPower() const override;
    double GetNoisePower() const override;
    double GetBandwidth() const override;
    void Apply(double power, double rate) override;

  private:
    void DoDispose() override;

    Ptr<MogNetDevice> m_transmitter; //!< transmitting device
    Ptr<MogNetDevice> m_receiver;    //!< receiving device
    double m_maxPower;               //!< maximum power in dBm
};

} // namespace ns3

#endif /* MOG_NET_DEVICE_CONTROL_H */
