/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-lte-helper.h"

#include "ns3/abort.h"
#include "ns3/log.h"
#include "ns3/lte-enb-net-device.h"
#include "ns3/lte-helper.h"
#include "ns3/lte-spectrum-value-helper.h"
#include "ns3/lte-ue-net-device.h"
#include "ns3/mog-device-control.h"
#include "ns3/mog-lte-ffr-algorithm.h"
#include "ns3/mog-lte-ue-control.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <algorithm>
#include <map>

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogLteHelper");

namespace
{

/**
 * Find the cell of a user.
 * @param device the user's device
 * @return the cell
 */
Ptr<LteEnbNetDevice>
FindCell(Ptr<NetDevice> device)
{
    const auto user = DynamicCast<LteUeNetDevice>(device);
    NS_ABORT_MSG_UNLESS(user,
                        "MogLteHelper: " << MogDescribeDevice(device)
                                         << " is no LteUeNetDevice; give those that "
                                            "LteHelper::InstallUeDevice() returned, and other "
                                            "devices with their receivers");
    NS_ABORT_MSG_UNLESS(user->GetTargetEnb(),
                        "MogLteHelper: " << MogDescribeDevice(device)
                                         << " has no cell; call LteHelper::Attach(user, cell) or "
                                            "AttachToClosestEnb() before MogLteHelper::Manage()");
    return user->GetTargetEnb();
}

/**
 * Get the first bands of a spectrum.
 * @param model the spectrum
 * @param number how many
 * @return the spectrum itself if that is all of it
 */
Ptr<SpectrumModel>
GetFirstBands(Ptr<SpectrumModel> model, std::size_t number)
{
    return number == model->GetNumBands()
               ? model
               : Create<SpectrumModel>(Bands(model->Begin(), model->Begin() + number));
}

} // namespace

MogLteHelper::MogLteHelper(Ptr<LteHelper> lteHelper)
    : m_lteHelper(lteHelper)
{
    NS_LOG_FUNCTION(this << lteHelper);
    m_lteHelper->SetFfrAlgorithmType("ns3::MogLteFfrAlgorithm");
    m_lteHelper->SetSchedulerAttribute("UlCqiFilter", StringValue("PUSCH_UL_CQI"));
    SetEstimator("ns3::MogLteChannelEstimator");
}

void
MogLteHelper::Manage(const NetDeviceContainer& users)
{
    NS_LOG_FUNCTION(this << users.GetN());
    std::map<Ptr<LteEnbNetDevice>, uint32_t> cells;
    uint32_t fullest = 0;
    for (auto user = users.Begin(); user != users.End(); ++user)
    {
        fullest = std::max(fullest, ++cells[FindCell(*user)]);
    }
    for (const auto& [cell, number] : cells)
    {
        const auto ffr = MogLteUeControl::GetFfrAlgorithm(cell);
        UintegerValue groups;
        if (ffr)
        {
            ffr->GetAttribute("RbGroups", groups);
        }
        if (ffr && groups.Get() == 0)
        {
            const uint32_t most = cell->GetUlBandwidth() / MogLteFfrAlgorithm::MIN_GROUP_SIZE;
            ffr->SetAttribute("RbGroups", UintegerValue(std::min(fullest, most)));
        }
    }
    for (auto user = users.Begin(); user != users.End(); ++user)
    {
        const auto cell = FindCell(*user);
        const auto control = MogDeviceControl::Create(*user, cell);
        Manage(control);
        if (!GetChannel())
        {
            const uint32_t groups = control->GetNRbs();
            const auto model = LteSpectrumValueHelper::GetSpectrumModel(cell->GetUlEarfcn(),
                                                                        cell->GetUlBandwidth());
            SetChannel(m_lteHelper->GetUplinkSpectrumChannel());
            SetBand(GetFirstBands(model, cell->GetUlBandwidth() / groups * groups), groups);
        }
    }
}

} // namespace ns3
