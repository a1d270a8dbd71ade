/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_OWNERSHIP_H
#define MOG_OWNERSHIP_H

#include "ns3/object.h"

namespace ns3
{

class NetDevice;

/**
 * @ingroup mog
 *
 * Mark on a transmitting device that says which manager it belongs to.
 */
class MogOwnership : public Object
{
  public:
    /**
     * Get the type ID.
     * @return the object TypeId
     */
    static TypeId GetTypeId();

    /**
     * Get the mark of a device.
     * @param device the device
     * @return its mark, made if there is none
     */
    static Ptr<MogOwnership> Of(Ptr<NetDevice> device);

    const void* owner{nullptr}; //!< the manager; never looked into
};

} // namespace ns3

#endif /* MOG_OWNERSHIP_H */
