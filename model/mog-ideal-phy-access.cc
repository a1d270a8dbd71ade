/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#include "mog-ideal-phy-access.h"

#include "ns3/half-duplex-ideal-phy.h"
#include "ns3/spectrum-interference.h"
#include "ns3/spectrum-value.h"

namespace ns3
{

namespace
{

/// A transmit density in a physical layer.
using TxPsd = Ptr<SpectrumValue> HalfDuplexIdealPhy::*;
/// The interference in a physical layer.
using Interference = SpectrumInterference HalfDuplexIdealPhy::*;
/// The noise in an interference.
using Noise = Ptr<const SpectrumValue> SpectrumInterference::*;

/**
 * Find a private member by its type.
 * @param member where it is; out
 */
void Find(TxPsd& member);
/**
 * @copydoc Find(TxPsd&)
 */
void Find(Interference& member);
/**
 * @copydoc Find(TxPsd&)
 */
void Find(Noise& member);

/**
 * Defines Find() where it is instantiated explicitly. In such an instantiation, and nowhere else,
 * C++ lets private members be named ([temp.explicit]).
 *
 * @tparam MEMBER pointer to the member
 */
template <auto MEMBER>
struct Reveal
{
    /**
     * Find a private member by its type.
     * @param member where it is; out
     */
    friend void Find(decltype(MEMBER)& member)
    {
        member = MEMBER;
    }
};

template struct Reveal<&HalfDuplexIdealPhy::m_txPsd>;
template struct Reveal<&HalfDuplexIdealPhy::m_interference>;
template struct Reveal<&SpectrumInterference::m_noise>;

} // namespace

Ptr<const SpectrumValue>
MogGetTxPowerSpectralDensity(const HalfDuplexIdealPhy& phy)
{
    TxPsd psd;
    Find(psd);
    return phy.*psd;
}

Ptr<const SpectrumValue>
MogGetNoisePowerSpectralDensity(const HalfDuplexIdealPhy& phy)
{
    Interference interference;
    Find(interference);
    Noise noise;
    Find(noise);
    return phy.*interference.*noise;
}

} // namespace ns3
