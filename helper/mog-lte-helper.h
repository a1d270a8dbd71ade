/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_LTE_HELPER_H
#define MOG_LTE_HELPER_H

#include "mog-helper.h"

namespace ns3
{

class LteHelper;

/**
 * @ingroup mog
 *
 * Lets an allocator set powers and resource blocks of LTE users on the uplink, over all cells. In a
 * scenario with LTE:
 *
 * @code
 * MogLteHelper mog(lteHelper); // before the base stations are installed
 * mog.SetAllocator("ns3::MogRbAllocator");
 * mog.Manage(userDevices); // after the users are attached
 * @endcode
 *
 * Cells installed before this helper is made have another LteFfrAlgorithm: of their users only the
 * powers are set, which an allocator for one resource block can do.
 *
 * Install() adds links between other nodes, on the uplink's channel, bands and resource block
 * groups, to the same manager: an underlay. Their defaults are those of MogHelper, among them 40
 * dBm, far more than LTE's 23. (Where groups do not fill the band, these bands are a part of LTE's,
 * which takes LteHelper's default type of channel, MultiModelSpectrumChannel.)
 */
class MogLteHelper : public MogHelper
{
  public:
    /**
     * Set the estimator, and of all cells to come the type of the frequency reuse algorithm and
     * that schedulers take uplink channel quality from data instead of sounding reference signals:
     * those of users that interfere do not meet as their data do. LteHelper::SetSchedulerType(), if
     * needed, comes before.
     *
     * @param lteHelper the helper that makes the scenario's LTE devices
     */
    explicit MogLteHelper(Ptr<LteHelper> lteHelper);

    using MogHelper::Manage;

    /**
     * Let the manager control users' uplinks to the cells they are attached to. The first call
     * decides on the number of resource block groups, unless that has been set (see
     * MogLteFfrAlgorithm), and on the band for Install().
     *
     * @param users LteUeNetDevices that LteHelper::Attach() or AttachToClosestEnb() was called for
     */
    void Manage(const NetDeviceContainer& users);

  private:
    Ptr<LteHelper> m_lteHelper; //!< makes the LTE devices
};

} // namespace ns3

#endif /* MOG_LTE_HELPER_H */
