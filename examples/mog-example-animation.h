/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_EXAMPLE_ANIMATION_H
#define MOG_EXAMPLE_ANIMATION_H

#include "ns3/animation-interface.h"
#include "ns3/mog-device-control.h"
#include "ns3/mog-link.h"
#include "ns3/mog-resource-manager.h"
#include "ns3/net-device.h"
#include "ns3/node.h"

#include <cstdio>
#include <fstream>
#include <iterator>
#include <memory>
#include <stdexcept>
#include <string>

/**
 * @ingroup mog-examples
 *
 * An animation: transmitters in red, the redder the more power, and with their resource block if
 * there are several; receivers in blue; every link's power as a counter. The file is written beside
 * and renamed.
 */
class MogExampleAnimation
{
  public:
    /**
     * Start an animation.
     * @param path the file
     * @param manager whose powers to show
     */
    MogExampleAnimation(const std::string& path, ns3::Ptr<ns3::MogResourceManager> manager)
        : m_path(path),
          m_manager(manager)
    {
        m_animation = std::make_unique<ns3::AnimationInterface>(path + ".tmp");
        m_animation->SkipPacketTracing();
        m_counter = m_animation->AddNodeCounter("power", ns3::AnimationInterface::DOUBLE_COUNTER);
        manager->TraceConnectWithoutContext("Allocation",
                                            ns3::MakeCallback(&MogExampleAnimation::Show, this));
        for (uint32_t i = 0; i < manager->GetNLinks(); i++)
        {
            const auto receiver = manager->GetLink(i)->GetControl()->GetReceiver()->GetNode();
            m_animation->UpdateNodeDescription(receiver, "rx " + std::to_string(i));
            m_animation->UpdateNodeColor(receiver, 60, 90, 220);
            m_animation->UpdateNodeSize(receiver->GetId(), 10, 10);
        }
    }

    /// End the animation and put the file in its place.
    void Finish()
    {
        m_manager->TraceDisconnectWithoutContext(
            "Allocation",
            ns3::MakeCallback(&MogExampleAnimation::Show, this));
        m_animation.reset();
        const std::string temporary = m_path + ".tmp";
        std::ifstream file(temporary);
        const std::string text((std::istreambuf_iterator<char>(file)), {});
        const bool whole = text.find("</anim>") != std::string::npos;
        if (!whole || std::rename(temporary.c_str(), m_path.c_str()) != 0)
        {
            std::remove(temporary.c_str());
            throw std::runtime_error("cannot write " + m_path + ": is the disk full?");
        }
    }

  private:
    /**
     * Trace sink.
     * @param allocation the powers
     */
    void Show(const ns3::MogAllocation& allocation)
    {
        for (uint32_t i = 0; i < allocation.power.size(); i++)
        {
            const auto node = m_manager->GetLink(i)->GetControl()->GetTransmitter()->GetNode();
            const double power = allocation.power[i];
            const auto fade = static_cast<uint8_t>(230 * (1 - power));
            const auto rb = m_manager->GetLink(i)->GetControl()->GetNRbs() > 1
                                ? ", RB " + std::to_string(allocation.rb[i])
                                : "";
            m_animation->UpdateNodeDescription(node, "tx " + std::to_string(i) + rb);
            m_animation->UpdateNodeColor(node, 230, fade, fade);
            m_animation->UpdateNodeSize(node->GetId(), 10 + 15 * power, 10 + 15 * power);
            m_animation->UpdateNodeCounter(m_counter, node->GetId(), power);
        }
    }

    std::string m_path;                                   //!< the file
    ns3::Ptr<ns3::MogResourceManager> m_manager;          //!< whose powers to show
    std::unique_ptr<ns3::AnimationInterface> m_animation; //!< the animation
    uint32_t m_counter;                                   //!< counter of the power
};

#endif /* MOG_EXAMPLE_ANIMATION_H */
