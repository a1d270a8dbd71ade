/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_EXAMPLE_CHURN_H
#define MOG_EXAMPLE_CHURN_H

#include "ns3/mog-device-control.h"
#include "ns3/mog-link.h"
#include "ns3/mog-resource-manager.h"
#include "ns3/random-variable-stream.h"
#include "ns3/simulator.h"

/**
 * @ingroup mog-examples
 *
 * Lets links come and go: each stays with the manager for an exponentially distributed time and
 * stays away for another one.
 */
class MogExampleChurn
{
  public:
    /**
     * Begin with all links that a manager has.
     * @param manager the manager
     * @param mean mean of both times in s
     * @param stream random stream to use
     */
    MogExampleChurn(ns3::Ptr<ns3::MogResourceManager> manager, double mean, int64_t stream)
        : m_manager(manager),
          m_mean(mean),
          m_time(ns3::CreateObject<ns3::ExponentialRandomVariable>())
    {
        m_time->SetStream(stream);
        for (uint32_t i = 0; i < manager->GetNLinks(); i++)
        {
            Schedule(manager->GetLink(i)->GetControl(), manager->GetLink(i));
        }
    }

  private:
    /**
     * Let a link change its mind later.
     * @param control the link's devices
     * @param link the link, or nullptr while it is not with the manager
     */
    void Schedule(ns3::Ptr<ns3::MogDeviceControl> control, ns3::Ptr<ns3::MogLink> link)
    {
        ns3::Simulator::Schedule(ns3::Seconds(m_time->GetValue(m_mean, 0)),
                                 &MogExampleChurn::Toggle,
                                 this,
                                 control,
                                 link);
    }

    /**
     * Let a link come or go.
     * @param control the link's devices
     * @param link the link, or nullptr while it is not with the manager
     */
    void Toggle(ns3::Ptr<ns3::MogDeviceControl> control, ns3::Ptr<ns3::MogLink> link)
    {
        if (link)
        {
            m_manager->RemoveLink(link);
            link = nullptr;
        }
        else
        {
            link = m_manager->AddLink(control);
        }
        Schedule(control, link);
    }

    ns3::Ptr<ns3::MogResourceManager> m_manager;     //!< whose links
    double m_mean;                                   //!< mean of both times in s
    ns3::Ptr<ns3::ExponentialRandomVariable> m_time; //!< the times
};

#endif /* MOG_EXAMPLE_CHURN_H */
