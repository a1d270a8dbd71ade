/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_LTE_TEST_SCENARIO_H
#define MOG_LTE_TEST_SCENARIO_H

#include "mog-test-scenario.h"

#include "ns3/config.h"
#include "ns3/eps-bearer.h"
#include "ns3/lte-helper.h"
#include "ns3/mog-allocator.h"
#include "ns3/mog-lte-helper.h"

#include <cmath>

/**
 * @ingroup mog-tests
 *
 * Allocates what it was told.
 */
class MogLteTestAllocator : public ns3::MogAllocator
{
  public:
    /**
     * Constructor.
     * @param allocation what to allocate
     */
    explicit MogLteTestAllocator(const ns3::MogAllocation& allocation)
        : m_allocation(allocation)
    {
    }

    ns3::MogAllocation Allocate(const ns3::MogNetworkState& state) override
    {
        return m_allocation;
    }

  private:
    ns3::MogAllocation m_allocation; //!< what to allocate
};

/**
 * @ingroup mog-tests
 *
 * Convert a power.
 * @param dbm dBm
 * @return W
 */
inline double
MogFromDbm(double dbm)
{
    return std::pow(10, (dbm - 30) / 10);
}

/**
 * @ingroup mog-tests
 *
 * Cells of 25 uplink resource blocks and users that have all the time something to send.
 */
class MogLteTestScenario
{
  public:
    MogLteTestScenario()
        : lteHelper(ns3::CreateObject<ns3::LteHelper>())
    {
    }

    /**
     * Install cells and users, each in the nearest cell.
     * @param cellPositions where the cells are
     * @param userPositions where the users are
     */
    void Install(const std::vector<ns3::Vector>& cellPositions,
                 const std::vector<ns3::Vector>& userPositions)
    {
        using namespace ns3;
        cells = lteHelper->InstallEnbDevice(MogTestScenario::CreateNodes(cellPositions));
        users = lteHelper->InstallUeDevice(MogTestScenario::CreateNodes(userPositions));
        lteHelper->AttachToClosestEnb(users, cells);
        lteHelper->ActivateDataRadioBearer(users, EpsBearer(EpsBearer::GBR_CONV_VOICE));
        lteHelper->AssignStreams(NetDeviceContainer(cells, users), 1000);
    }

    /**
     * Simulate.
     * @param start when bytes of RLC PDUs that reach a cell begin to count
     * @param stop the end
     * @return bytes
     */
    uint64_t Run(ns3::Time start, ns3::Time stop)
    {
        using namespace ns3;
        m_bytes = 0;
        Simulator::Schedule(start, &MogLteTestScenario::Connect, this);
        Simulator::Stop(stop);
        Simulator::Run();
        Simulator::Destroy();
        return m_bytes;
    }

    ns3::Ptr<ns3::LteHelper> lteHelper; //!< makes the devices
    ns3::NetDeviceContainer cells;      //!< the cells
    ns3::NetDeviceContainer users;      //!< the users

  private:
    /// Begin to count.
    void Connect()
    {
        ns3::Config::ConnectWithoutContext(
            "/NodeList/*/DeviceList/*/LteEnbRrc/UeMap/*/DataRadioBearerMap/*/LteRlc/RxPDU",
            ns3::MakeCallback(&MogLteTestScenario::NotifyRlcPdu, this));
    }

    /**
     * Trace sink.
     * @param rnti whose
     * @param lcid channel
     * @param bytes size
     * @param delay in ns
     */
    void NotifyRlcPdu(uint16_t rnti, uint8_t lcid, uint32_t bytes, uint64_t delay)
    {
        m_bytes += bytes;
    }

    uint64_t m_bytes{0}; //!< bytes counted
};

#endif /* MOG_LTE_TEST_SCENARIO_H */
