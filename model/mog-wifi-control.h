/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_WIFI_CONTROL_H
#define MOG_WIFI_CONTROL_H

#include "mog-device-control.h"

namespace ns3
{

class WifiNetDevice;

/**
 * @ingroup mog
 *
 * Controls the power of a link of two WifiNetDevices, with YansWifiPhy or SpectrumWifiPhy.
 *
 * Power is the physical layer's, from its next frame on, whichever frame that is: data, beacons and
 * acknowledgments alike. Levels of power that a station manager chooses from are all the same then
 * (TxPowerStart equals TxPowerEnd). The receiver's acknowledgments keep their own power. The rate
 * is left to the station manager, so what the manager of the link traces as its rate is a
 * prediction of a receiver without Wi-Fi's overhead, and nothing more.
 *
 * A Wi-Fi device cannot be silenced without losing its association, for beacons have the power of
 * data. An allocation of no power therefore means MinPower.
 *
 * Two things to keep in mind when Wi-Fi is compared with the interference channel that allocators
 * have in mind: devices that hear each other take turns whatever their power, and power that is
 * reduced can let a device no longer be heard by those that would have waited for it.
 *
 * The maximum power is the one found when the link is taken, and a link that is taken out gets its
 * powers back.
 *
 * Devices with several links (802.11be) are controlled on their first.
 */
class MogWifiControl : public MogDeviceControl
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogWifiControl();
    ~MogWifiControl() override;

    /**
     * Take two devices, if both are WifiNetDevices.
     *
     * @param transmitter the transmitting device
     * @param receiver the receiving device
     * @return whether they are
     */
    bool SetDevices(Ptr<NetDevice> transmitter, Ptr<NetDevice> receiver) override;
    Ptr<NetDevice> GetTransmitter() const override;
    Ptr<NetDevice> GetReceiver() const override;

    /**
     * Get the power that a fraction of 1 stands for, as radiated: with the transmitter's antenna
     * gain.
     * @return the power in W
     */
    double GetMaxPower() const override;

    /**
     * Get the receiver's noise power, as it were in front of its antenna: without the antenna's
     * gain.
     * @return the power in W
     */
    double GetNoisePower() const override;
    double GetBandwidth() const override;
    void Take() override;
    void Release() override;
    void Apply(double power, uint32_t rb, double rate) override;

  private:
    void DoDispose() override;

    /**
     * Get the power that a fraction of 1 stands for, without antenna gain.
     * @return the power in dBm
     */
    double GetMaxDbm() const;

    Ptr<WifiNetDevice> m_transmitter; //!< transmitting device
    Ptr<WifiNetDevice> m_receiver;    //!< receiving device
    double m_foundPower;              //!< highest power that the transmitter had in dBm
    double m_foundLeast;              //!< lowest power that it had in dBm
    double m_maxPower;                //!< maximum power in dBm
    double m_minPower;                //!< minimum power in dBm
    double m_noiseFigure;             //!< noise figure of the receiver in dB
};

} // namespace ns3

#endif /* MOG_WIFI_CONTROL_H */
