/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_LINK_H
#define MOG_LINK_H

#include "mog-network-state.h"

#include "ns3/data-rate.h"
#include "ns3/nstime.h"
#include "ns3/object.h"

#include <optional>

namespace ns3
{

class MogDeviceControl;

/**
 * @ingroup mog
 *
 * A link as its manager knows it: an identity that outlives its place in the manager's list, what
 * it is worth, and what it has carried. How its devices are told what to do is another thing, its
 * MogDeviceControl.
 *
 * Made by MogResourceManager::AddLink(). Attributes may be set at any time and count from the next
 * decision on.
 */
class MogLink : public Object
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * Constructor.
     * @param id the identity, which no other link of the manager has or has had
     * @param control the hand on the devices
     */
    MogLink(uint32_t id, Ptr<MogDeviceControl> control);
    ~MogLink() override;

    /**
     * Get the identity.
     * @return a number that no other link of the same manager has or has had
     */
    uint32_t GetId() const;

    /**
     * Get the hand on the devices.
     * @return the control
     */
    Ptr<MogDeviceControl> GetControl() const;

    /**
     * Describe the link for a decision.
     * @return what can be told without its manager: all but index and mean rate
     */
    MogLinkState Describe() const;

    /**
     * Tell what the link was given for the time to come.
     * @param rate bit/s
     * @param power fraction of the maximum
     */
    void Grant(double rate, double power);

    /**
     * Settle the time since the last call, or since the link was made.
     * @return what it has had: the bytes delivered, if its device counts them, and else what it was
     * granted; nothing if no time has passed, or it had nothing to send, so that it has not been
     * refused anything
     */
    std::optional<MogService> Settle();

  private:
    void DoDispose() override;

    uint32_t m_id;                   //!< the identity
    Ptr<MogDeviceControl> m_control; //!< the hand on the devices
    double m_weight;                 //!< worth of a bit against those of other links
    DataRate m_targetRate;           //!< rate that it should have in the mean
    Time m_since;                    //!< when it was settled last
    uint64_t m_delivered;            //!< bytes that had been delivered then, if they are counted
    bool m_hadTraffic;               //!< whether it had something to send then
    double m_granted;                //!< rate since then, bit/s
    double m_power;                  //!< power since then
};

} // namespace ns3

#endif /* MOG_LINK_H */
