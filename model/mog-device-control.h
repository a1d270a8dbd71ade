/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_DEVICE_CONTROL_H
#define MOG_DEVICE_CONTROL_H

#include "ns3/object.h"
#include "ns3/ptr.h"

namespace ns3
{

class MobilityModel;
class NetDevice;
class SpectrumChannel;

/**
 * @ingroup mog
 *
 * What MogResourceManager has to know about one link, and its hand on the link's transmitter. One
 * subclass per kind of device.
 */
class MogDeviceControl : public Object
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogDeviceControl();
    ~MogDeviceControl() override;

    /**
     * Get the transmitting device.
     * @return the device
     */
    virtual Ptr<NetDevice> GetTransmitter() const = 0;

    /**
     * Get the receiving device.
     * @return the device
     */
    virtual Ptr<NetDevice> GetReceiver() const = 0;

    /**
     * Get the channel between them.
     * @return the channel
     */
    virtual Ptr<SpectrumChannel> GetChannel() const = 0;

    /**
     * Get the power that a fraction of 1 stands for.
     * @return the power in W
     */
    virtual double GetMaxPower() const = 0;

    /**
     * Get the receiver's noise power.
     * @return the power in W, in the whole band
     */
    virtual double GetNoisePower() const = 0;

    /**
     * Get the width of the band.
     * @return the width in Hz
     */
    virtual double GetBandwidth() const = 0;

    /**
     * Set power and rate of the transmitter.
     *
     * @param power fraction of the maximum power, 0 to 1; 0 means silence
     * @param rate bit/s
     */
    virtual void Apply(double power, double rate) = 0;
};

} // namespace ns3

#endif /* MOG_DEVICE_CONTROL_H */
