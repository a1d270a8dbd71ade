/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_LTE_UE_CONTROL_H
#define MOG_LTE_UE_CONTROL_H

#include "mog-device-control.h"

namespace ns3
{

class LteEnbNetDevice;
class LteUeNetDevice;
class MogLteFfrAlgorithm;

/**
 * @ingroup mog
 *
 * Controls the uplink from an LTE user to its cell (primary carrier): the user's power, and, if the
 * cell has a MogLteFfrAlgorithm, the group of resource blocks that LTE's scheduler may give it. The
 * rate is left to LTE's own adaptive modulation and coding.
 *
 * The power is that of all resource blocks granted in a subframe: on half as many their density
 * doubles. It holds from the next subframe on and replaces LTE's uplink power control, which is
 * switched off for this user. Until a user is connected, its own settings hold, and decisions have
 * no effect on it. Once it has been handed over to another cell it has to be removed from its
 * manager, and managed with that cell.
 *
 * There are limits at either end. A user with power 0 cannot be silent, as LTE needs its control
 * channel and sounding reference signals: it transmits with attribute MinPower, the least of 3GPP
 * TS 36.101, if LTE's scheduler lets it. And as the highest modulation and coding scheme needs a
 * signal-to-noise ratio (SNR) of some 24 dB, a power of 1 stands for attribute MaxPower or, if
 * less, for that which arrives with an SNR of attribute MaxSnr when there is no interference: users
 * near the base station would only disturb others with more.
 */
class MogLteUeControl : public MogDeviceControl
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogLteUeControl();
    ~MogLteUeControl() override;

    bool SetDevices(Ptr<NetDevice> transmitter, Ptr<NetDevice> receiver) override;
    Ptr<NetDevice> GetTransmitter() const override;
    Ptr<NetDevice> GetReceiver() const override;
    Ptr<Channel> GetChannel() const override;
    Ptr<SpectrumPhy> GetReceiverPhy() const override;
    Ptr<SpectrumPhy> GetTransmitterPhy() const override;
    uint32_t GetNRbs() const override;
    double GetMaxPower() const override;
    double GetNoisePower() const override;
    double GetBandwidth() const override;

    /**
     * Tell whether the user is connected; what is in its queue is not known here.
     * @return whether it is
     */
    bool HasTraffic() const override;

    void Take() override;
    void Release() override;
    void Apply(double power, uint32_t rb, double rate) override;

    /**
     * Get what limits uplink resource blocks in a cell.
     * @param cell the cell
     * @return its frequency reuse algorithm; nullptr if that is another one
     */
    static Ptr<MogLteFfrAlgorithm> GetFfrAlgorithm(Ptr<LteEnbNetDevice> cell);

  private:
    void DoDispose() override;

    Ptr<LteUeNetDevice> m_user;  //!< transmitting device
    Ptr<LteEnbNetDevice> m_cell; //!< receiving device
    double m_minPower;           //!< power in dBm that stands for 0
    double m_maxPower;           //!< most power in dBm that stands for 1
    double m_maxSnr;             //!< most SNR in dB
    uint16_t m_rnti;             //!< the user's name in the cell, when it was last there
    bool m_foundControl;         //!< whether LTE controlled its power when it was taken
    double m_foundPower;         //!< its power then, in dBm
};

} // namespace ns3

#endif /* MOG_LTE_UE_CONTROL_H */
