/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_LTE_FFR_ALGORITHM_H
#define MOG_LTE_FFR_ALGORITHM_H

#include "ns3/lte-ffr-algorithm.h"
#include "ns3/lte-ffr-rrc-sap.h"
#include "ns3/lte-ffr-sap.h"

#include <cstdint>
#include <map>
#include <memory>

namespace ns3
{

/**
 * @ingroup mog
 *
 * Lets a resource manager say which part of the uplink each user of an LTE cell may use. The band
 * is divided into groups of neighboring resource blocks, as many as attribute RbGroups says, and
 * MogLteUeControl puts every user on one of them. The downlink is left alone.
 *
 * LTE's scheduler stays in charge within a group: users of one cell on the same group share it, in
 * frequency where at least 4 resource blocks are left for each, in time below that. Users nobody
 * has put on a group yet may be scheduled anywhere: one that is not connected needs a contiguous
 * block for its first message. Retransmissions use the resource blocks of the first transmission
 * even if the user has been put elsewhere since then.
 *
 * Several groups need ns3::PfFfMacScheduler, and this class copes with how that one works. It gives
 * all users blocks of one size: GetMinContinuousUlBandwidth(), here the size of a group over the
 * number of users on the fullest one, or the band over the number of users if that is less. Once a
 * user does not fit, it serves nobody else in that subframe, but begins with that user in the next.
 * A user that is silenced still takes a block, until its channel quality is found to be zero, and
 * is therefore kept away from groups that others use as long as there are free ones. And users
 * start with the lowest modulation and coding scheme, in which 3 resource blocks hold no data,
 * without which there is no channel quality to raise it by: hence the least size of 4.
 *
 * Of the other schedulers that ask, PssFfMacScheduler, CqaFfMacScheduler, TdTbfqFfMacScheduler and
 * FdTbfqFfMacScheduler begin every subframe with the same user, and those behind the first that
 * does not fit starve. The rest do not ask.
 */
class MogLteFfrAlgorithm : public LteFfrAlgorithm
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogLteFfrAlgorithm();
    ~MogLteFfrAlgorithm() override;

    /**
     * Get the number of groups.
     * @return the number of groups, 1 if attribute RbGroups is 0
     */
    uint32_t GetNGroups() const;

    /**
     * Put a user on a group. Aborts if there are several, and a scheduler that starves users then.
     *
     * @param rnti the user
     * @param group the group
     * @param active whether it transmits with more than the least power; otherwise another group
     * will do
     */
    void Assign(uint16_t rnti, uint32_t group, bool active);

    /**
     * Forget a user that has left the cell.
     * @param rnti the user; nobody will do
     */
    void Release(uint16_t rnti);

    /// The least number of resource blocks in a group.
    static constexpr uint32_t MIN_GROUP_SIZE = 4;

    void SetLteFfrSapUser(LteFfrSapUser* s) override;
    void SetLteFfrRrcSapUser(LteFfrRrcSapUser* s) override;
    LteFfrSapProvider* GetLteFfrSapProvider() override;
    LteFfrRrcSapProvider* GetLteFfrRrcSapProvider() override;

  private:
    /// Where a user of the cell may be.
    struct User
    {
        uint32_t decided; //!< group that was asked for
        bool active;      //!< whether it has to be that one
        uint32_t group;   //!< group in use
    };

    /// Choose groups for users to which any will do, and see how many have to share one.
    void ShareGroups();

    void Reconfigure() override;
    std::vector<bool> DoGetAvailableDlRbg() override;
    bool DoIsDlRbgAvailableForUe(int rbg, uint16_t rnti) override;
    std::vector<bool> DoGetAvailableUlRbg() override;
    bool DoIsUlRbgAvailableForUe(int rb, uint16_t rnti) override;
    void DoReportDlCqiInfo(
        const FfMacSchedSapProvider::SchedDlCqiInfoReqParameters& params) override;
    void DoReportUlCqiInfo(
        const FfMacSchedSapProvider::SchedUlCqiInfoReqParameters& params) override;
    void DoReportUlCqiInfo(std::map<uint16_t, std::vector<double>> ulCqiMap) override;
    uint8_t DoGetTpc(uint16_t rnti) override;
    uint16_t DoGetMinContinuousUlBandwidth() override;
    void DoReportUeMeas(uint16_t rnti, LteRrcSap::MeasResults measResults) override;
    void DoRecvLoadInformation(EpcX2Sap::LoadInformationParams params) override;

    friend class MemberLteFfrSapProvider<MogLteFfrAlgorithm>;
    friend class MemberLteFfrRrcSapProvider<MogLteFfrAlgorithm>;

    std::unique_ptr<LteFfrSapProvider> m_ffrSapProvider;       //!< what the scheduler asks
    std::unique_ptr<LteFfrRrcSapProvider> m_ffrRrcSapProvider; //!< what the RRC tells
    uint32_t m_groups;                                         //!< number of groups
    bool m_proportionalFair;          //!< whether the scheduler is PfFfMacScheduler
    uint32_t m_share;                 //!< number of users on the fullest group
    std::map<uint16_t, User> m_users; //!< users that have been put on a group, by RNTI
};

} // namespace ns3

#endif /* MOG_LTE_FFR_ALGORITHM_H */
