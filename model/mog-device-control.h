/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_DEVICE_CONTROL_H
#define MOG_DEVICE_CONTROL_H

#include "mog-interference-meter.h"

#include "ns3/nstime.h"
#include "ns3/object.h"
#include "ns3/ptr.h"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace ns3
{

class Channel;
class NetDevice;
class SpectrumPhy;

/**
 * @ingroup mog
 *
 * What MogResourceManager has to know about one link, and its hand on the link's transmitter. One
 * subclass per kind of device; MogHelper::Manage() finds the subclass that takes a device by
 * itself, those of other modules and programs included.
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
     * Find the subclass that controls two devices and has no attribute that has to be set; of
     * several, the one that was registered last: a program's own goes before mog's.
     *
     * Aborts, naming both, if there is none.
     *
     * @param transmitter the transmitting device
     * @param receiver the receiving device
     * @return a new control
     */
    static Ptr<MogDeviceControl> Create(Ptr<NetDevice> transmitter, Ptr<NetDevice> receiver);

    /**
     * Take two devices, if they are of the kind that this class controls.
     *
     * @param transmitter the transmitting device
     * @param receiver the receiving device
     * @return whether they are
     */
    virtual bool SetDevices(Ptr<NetDevice> transmitter, Ptr<NetDevice> receiver) = 0;

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
     * Get the channel between them: that of the receiving device in this class. Links on different
     * channels do not interfere.
     * @return the channel; it has a PropagationLossModel that can be asked for gains
     */
    virtual Ptr<Channel> GetChannel() const;

    /**
     * Get the receiving physical layer, whose bands tell where a frequency-dependent channel is to
     * be known.
     * @return the physical layer; nullptr in this class: only channels that are the same at all
     * frequencies can be sensed
     */
    virtual Ptr<SpectrumPhy> GetReceiverPhy() const;

    /**
     * Get the transmitting physical layer, whose antenna shapes what is sent.
     * @return the physical layer; nullptr in this class: antennas do not count
     */
    virtual Ptr<SpectrumPhy> GetTransmitterPhy() const;

    /**
     * Get where the link is in the spectrum: the transmitter sends there, and what others send
     * there is interference at the receiver.
     *
     * @param rb index of the resource block
     * @return ascending bands without overlap, whose shares add up to 1; none in this class: links
     * of one channel are all taken to use the same band
     */
    virtual std::vector<MogBand> GetBands(uint32_t rb) const;

    /**
     * Get the number of resource blocks to choose from. RBs divide the receiver's bands evenly.
     * @return the number of resource blocks; 1 in this class
     */
    virtual uint32_t GetNRbs() const;

    /**
     * Get the power that a fraction of 1 stands for.
     * @return the power in W
     */
    virtual double GetMaxPower() const = 0;

    /**
     * Get the receiver's noise power.
     * @return the power in W, in one resource block
     */
    virtual double GetNoisePower() const = 0;

    /**
     * Get the width of a resource block.
     * @return the width in Hz
     */
    virtual double GetBandwidth() const = 0;

    /**
     * Tell whether the transmitter has something to send.
     * @return whether it has; true in this class
     */
    virtual bool HasTraffic() const;

    /**
     * Tell how much the transmitter has to send.
     * @return bytes that wait, if the device can tell; it cannot in this class
     */
    virtual std::optional<uint64_t> GetBacklog() const;

    /**
     * Tell how long what is to be sent next has waited.
     * @return the time, if the device can tell; it cannot in this class
     */
    virtual std::optional<Time> GetHeadOfLineDelay() const;

    /**
     * Tell what the link has carried.
     * @return bytes that the receiver has got from the transmitter since either began, if the
     * device can tell; it cannot in this class
     */
    virtual std::optional<uint64_t> GetDeliveredBytes() const;

    /**
     * Remember how the transmitter is, as the link is managed from now on; called before Apply().
     * Nothing in this class.
     */
    virtual void Take();

    /**
     * Listen at the receiver, if its kind lets one, to what comes from transmitters that the link's
     * manager does not decide on. Called when the link is taken.
     * @param isManaged tells whether a transmitter is one that it decides on
     */
    void Listen(const MogIsManaged& isManaged);

    /// Listen no more. Called before the link is released.
    void StopListening();

    /**
     * Tell what has come from them since the last call.
     * @return the largest power that was there at once in each resource block, in W as
     * GetNoisePower(); empty if nobody listens
     */
    std::vector<double> MeasureOutside();

    /// Give the transmitter back as it was when the link was taken. It may be taken again.
    virtual void Release() = 0;

    /**
     * Set power, resource block and rate of the transmitter.
     *
     * @param power fraction of the maximum power, 0 to 1; 0 means silence
     * @param rb index of the resource block
     * @param rate bit/s
     */
    virtual void Apply(double power, uint32_t rb, double rate) = 0;

  protected:
    void DoDispose() override;

  private:
    /**
     * Tell a meter of all signals that reach the receiver from now on.
     * @param meter the meter; nullptr: nobody
     * @return whether that can be; false in this class
     */
    virtual bool DoListen(Ptr<MogInterferenceMeter> meter);

    Ptr<MogInterferenceMeter> m_meter; //!< what comes from outside; nullptr: nobody listens
};

/**
 * @ingroup mog
 *
 * Name a device in a message.
 *
 * @param device the device
 * @return for example "node 3, device 1 (ns3::MogNetDevice)"
 */
std::string MogDescribeDevice(Ptr<NetDevice> device);

/**
 * @ingroup mog
 *
 * Name a link in a message.
 *
 * @param link the link
 * @return its two devices
 */
std::string MogDescribeLink(Ptr<const MogDeviceControl> link);

} // namespace ns3

#endif /* MOG_DEVICE_CONTROL_H */
