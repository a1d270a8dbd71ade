/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-pilot-signal-parameters.h"

#include "ns3/log.h"

namespace ns3
{

NS_LOG_COMPONENT_DEFINE("MogPilotSignalParameters");

MogPilotSignalParameters::MogPilotSignalParameters()
{
    NS_LOG_FUNCTION(this);
}

MogPilotSignalParameters::MogPilotSignalParameters(const MogPilotSignalParameters& other)
    : SpectrumSignalParameters(other)
{
    NS_LOG_FUNCTION(this << &other);
}

Ptr<SpectrumSignalParameters>
MogPilotSignalParameters::Copy() const
{
    NS_LOG_FUNCTION(this);
    return Create<MogPilotSignalParameters>(*this);
}

Ptr<SpectrumSignalParameters>
MogPilotSignalParameters::Copy()
{
    NS_LOG_FUNCTION(this);
    return Create<MogPilotSignalParameters>(*this);
}

} // namespace ns3
