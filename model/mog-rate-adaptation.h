/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_RATE_ADAPTATION_H
#define MOG_RATE_ADAPTATION_H

#include "ns3/object.h"

#include <map>
#include <string>

namespace ns3
{

/**
 * @ingroup mog
 *
 * From the signal-to-interference ratio that is predicted for a link to the rate that it is given.
 */
class MogRateAdaptation : public Object
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogRateAdaptation();
    ~MogRateAdaptation() override;

    /**
     * Choose a rate.
     * @param sinr signal over interference and noise, linear
     * @return bit/s/Hz; 0: nothing gets through
     */
    virtual double GetRate(double sinr) const = 0;

    /**
     * Tell how much of a signal is of use. A link whose signal would be stronger by far even
     * without interference is given less power to decide on, as more would only disturb others.
     * @return the least SINR with the highest rate, linear; infinite in this class
     */
    virtual double GetUsefulSinr() const;
};

/**
 * @ingroup mog
 *
 * A share of what Shannon allows, Margin x log2(1 + SINR): devices whose error model is Shannon's,
 * as mog's own and all with HalfDuplexIdealPhy.
 */
class MogShannonRateAdaptation : public MogRateAdaptation
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogShannonRateAdaptation();
    ~MogShannonRateAdaptation() override;

    double GetRate(double sinr) const override;

  private:
    double m_margin; //!< rate over Shannon bound
};

/**
 * @ingroup mog
 *
 * The best of a table of modulation and coding schemes, each of which needs an SINR: what devices
 * of flesh and blood have. More than the best one needs is of no use.
 */
class MogSchemeRateAdaptation : public MogRateAdaptation
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    MogSchemeRateAdaptation();
    ~MogSchemeRateAdaptation() override;

    double GetRate(double sinr) const override;
    double GetUsefulSinr() const override;

  private:
    /**
     * Set the schemes.
     * @param schemes "SINR in dB:bit/s/Hz", one after the other, separated by spaces
     */
    void SetSchemes(std::string schemes);

    /**
     * Get the schemes.
     * @return what was set
     */
    std::string GetSchemes() const;

    std::string m_text;               //!< what was set
    std::map<double, double> m_rates; //!< bit/s/Hz by the least SINR, linear, that gives them
};

} // namespace ns3

#endif /* MOG_RATE_ADAPTATION_H */
