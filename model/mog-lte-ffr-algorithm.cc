/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-lte-ffr-algorithm.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/pf-ff-mac-scheduler.h"
#include "ns3/uinteger.h"

#include <algorithm>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogLteFfrAlgorithm");

NS_OBJECT_ENSURE_REGISTERED(MogLteFfrAlgorithm);

TypeId
MogLteFfrAlgorithm::GetTypeId()
{
    static TypeId tid =
        TypeId("ns3::MogLteFfrAlgorithm")
            .SetParent<LteFfrAlgorithm>()
            .SetGroupName("Mog")
            .AddConstructor<MogLteFfrAlgorithm>()
            .AddAttribute("RbGroups",
                          "Number of equal groups that the uplink's resource blocks are divided "
                          "into, the same in all cells of a manager. What does not fill a group "
                          "stays unused. 0 is for MogLteHelper::Manage() to choose as many as the "
                          "fullest cell has users, and one group in a scenario without it.",
                          UintegerValue(0),
                          MakeUintegerAccessor(&MogLteFfrAlgorithm::m_groups),
                          MakeUintegerChecker<uint32_t>());
    return tid;
}

MogLteFfrAlgorithm::MogLteFfrAlgorithm()
    : m_ffrSapProvider(std::make_unique<MemberLteFfrSapProvider<MogLteFfrAlgorithm>>(this)),
      m_ffrRrcSapProvider(std::make_unique<MemberLteFfrRrcSapProvider<MogLteFfrAlgorithm>>(this)),
      m_proportionalFair(false),
      m_share(0)
{
    NS_LOG_FUNCTION(this);
}

MogLteFfrAlgorithm::~MogLteFfrAlgorithm()
{
    NS_LOG_FUNCTION(this);
}

uint32_t
MogLteFfrAlgorithm::GetNGroups() const
{
    return std::max(m_groups, 1U);
}

void
MogLteFfrAlgorithm::Assign(uint16_t rnti, uint32_t group, bool active)
{
    NS_LOG_FUNCTION(this << rnti << group << active);
    NS_ABORT_MSG_UNLESS(m_proportionalFair || GetNGroups() == 1,
                        "MogLteFfrAlgorithm: the scheduler of cell "
                            << m_cellId << " cannot keep users to one of " << GetNGroups()
                            << " groups of uplink resource blocks without starving some; use "
                               "LteHelper::SetSchedulerType(\"ns3::PfFfMacScheduler\"), or set "
                               "attribute RbGroups to 1");
    m_users[rnti] = {group, active, group};
    ShareGroups();
}

void
MogLteFfrAlgorithm::Release(uint16_t rnti)
{
    NS_LOG_FUNCTION(this << rnti);
    m_users.erase(rnti);
    ShareGroups();
}

void
MogLteFfrAlgorithm::ShareGroups()
{
    std::vector<uint32_t> users(GetNGroups(), 0);
    for (auto& entry : m_users)
    {
        auto& user = entry.second;
        if (user.active)
        {
            user.group = user.decided;
            users[user.group]++;
        }
    }
    for (auto& entry : m_users)
    {
        auto& user = entry.second;
        if (!user.active)
        {
            user.group = std::min_element(users.begin(), users.end()) - users.begin();
            users[user.group]++;
        }
    }
    m_share = *std::max_element(users.begin(), users.end());
}

std::vector<bool>
MogLteFfrAlgorithm::DoGetAvailableUlRbg()
{
    NS_LOG_FUNCTION(this);
    return std::vector<bool>(m_ulBandwidth, false); // false is for available
}

bool
MogLteFfrAlgorithm::DoIsUlRbgAvailableForUe(int rb, uint16_t rnti)
{
    NS_LOG_FUNCTION(this << rb << rnti);
    const auto user = m_users.find(rnti);
    const uint32_t size = m_ulBandwidth / GetNGroups();
    return user == m_users.end() || rb / size == user->second.group;
}

uint16_t
MogLteFfrAlgorithm::DoGetMinContinuousUlBandwidth()
{
    NS_LOG_FUNCTION(this);
    const uint32_t size = m_ulBandwidth / GetNGroups();
    return std::max(size / std::max(m_share, 1U), MIN_GROUP_SIZE);
}

std::vector<bool>
MogLteFfrAlgorithm::DoGetAvailableDlRbg()
{
    NS_LOG_FUNCTION(this);
    return std::vector<bool>(m_dlBandwidth / GetRbgSize(m_dlBandwidth), false);
}

bool
MogLteFfrAlgorithm::DoIsDlRbgAvailableForUe(int rbg, uint16_t rnti)
{
    NS_LOG_FUNCTION(this << rbg << rnti);
    return true;
}

uint8_t
MogLteFfrAlgorithm::DoGetTpc(uint16_t rnti)
{
    NS_LOG_FUNCTION(this << rnti);
    return 1; // leave the power as it is (3GPP TS 36.213, table 5.1.1.1-2, accumulated)
}

void
MogLteFfrAlgorithm::SetLteFfrSapUser(LteFfrSapUser* s)
{
    NS_LOG_FUNCTION(this << s);
    m_proportionalFair = dynamic_cast<MemberLteFfrSapUser<PfFfMacScheduler>*>(s);
}

void
MogLteFfrAlgorithm::SetLteFfrRrcSapUser(LteFfrRrcSapUser* s)
{
    NS_LOG_FUNCTION(this << s); // nothing to tell it
}

LteFfrSapProvider*
MogLteFfrAlgorithm::GetLteFfrSapProvider()
{
    return m_ffrSapProvider.get();
}

LteFfrRrcSapProvider*
MogLteFfrAlgorithm::GetLteFfrRrcSapProvider()
{
    return m_ffrRrcSapProvider.get();
}

void
MogLteFfrAlgorithm::Reconfigure()
{
    NS_LOG_FUNCTION(this); // groups follow from the bandwidth whenever they are needed
}

// The manager decides without what follows: it has an estimator of its own.

void
MogLteFfrAlgorithm::DoReportDlCqiInfo(
    const FfMacSchedSapProvider::SchedDlCqiInfoReqParameters& params)
{
    NS_LOG_FUNCTION(this);
}

void
MogLteFfrAlgorithm::DoReportUlCqiInfo(
    const FfMacSchedSapProvider::SchedUlCqiInfoReqParameters& params)
{
    NS_LOG_FUNCTION(this);
}

void
MogLteFfrAlgorithm::DoReportUlCqiInfo(std::map<uint16_t, std::vector<double>> ulCqiMap)
{
    NS_LOG_FUNCTION(this);
}

void
MogLteFfrAlgorithm::DoReportUeMeas(uint16_t rnti, LteRrcSap::MeasResults measResults)
{
    NS_LOG_FUNCTION(this << rnti);
}

void
MogLteFfrAlgorithm::DoRecvLoadInformation(EpcX2Sap::LoadInformationParams params)
{
    NS_LOG_FUNCTION(this);
}

} // namespace ns3
