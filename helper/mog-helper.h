/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_HELPER_H
#define MOG_HELPER_H

#include "ns3/mog-allocator.h"
#include "ns3/mog-resource-manager.h"
#include "ns3/net-device-container.h"
#include "ns3/node-container.h"
#include "ns3/object-factory.h"
#include "ns3/spectrum-channel.h"
#include "ns3/spectrum-model.h"

#include <functional>
#include <iostream>
#include <string>

namespace ns3
{

class MogDeviceControl;
class MogNetDevice;
class MogPropagationLossModel;

/**
 * @ingroup mog
 *
 * Makes links between nodes, or takes devices that exist already, and lets an allocator set their
 * powers and resource blocks. In a scenario whose nodes have positions:
 *
 * @code
 * MogHelper mog;
 * mog.SetAllocator("ns3::MogNeuralAllocator", "ModelFile", StringValue("policy.safetensors"));
 * NetDeviceContainer devices = mog.Install(transmitters, receivers);
 * @endcode
 *
 * The defaults are those of c-core's scenario d2d: 5 MHz at 2.4 GHz, noise of -169 dBm/Hz, 40 dBm,
 * and a channel with MogPropagationLossModel.
 *
 * In a scenario that has devices already, Manage() is what Install() is above.
 */
class MogHelper
{
  public:
    MogHelper();
    virtual ~MogHelper();

    /**
     * Set the type of allocator and its attributes.
     *
     * @tparam Args names of attributes (std::string) and their values (AttributeValue), by turns
     * @param type a subclass of ns3::MogAllocator
     * @param args the attributes
     */
    template <typename... Args>
    void SetAllocator(const std::string& type, const Args&... args);

    /**
     * Set an allocator that exists already.
     * @param allocator the allocator
     */
    void SetAllocator(Ptr<MogAllocator> allocator);

    /**
     * Set the type of channel estimator and its attributes.
     *
     * @tparam Args names of attributes (std::string) and their values (AttributeValue), by turns
     * @param type a subclass of ns3::MogChannelEstimator
     * @param args the attributes
     */
    template <typename... Args>
    void SetEstimator(const std::string& type, const Args&... args);

    /**
     * Set the type of utility, which says what rates are worth, and its attributes.
     *
     * @tparam Args names of attributes (std::string) and their values (AttributeValue), by turns
     * @param type a subclass of ns3::MogUtility
     * @param args the attributes
     */
    template <typename... Args>
    void SetUtility(const std::string& type, const Args&... args);

    /**
     * Set the type of rate adaptation and its attributes.
     *
     * @tparam Args names of attributes (std::string) and their values (AttributeValue), by turns
     * @param type a subclass of ns3::MogRateAdaptation
     * @param args the attributes
     */
    template <typename... Args>
    void SetRateAdaptation(const std::string& type, const Args&... args);

    /**
     * Set an attribute of the MogResourceManager. Like allocator, estimator, utility and rate
     * adaptation, it holds from the manager's next decision on if there is a manager already.
     *
     * @param name name of the attribute
     * @param value its value
     */
    void SetManagerAttribute(const std::string& name, const AttributeValue& value);

    /**
     * Set an attribute of every MogNetDevice to come.
     * @param name name of the attribute
     * @param value its value
     */
    void SetDeviceAttribute(const std::string& name, const AttributeValue& value);

    /**
     * Set an attribute of every MogNetDeviceControl that Install() and InstallUplink() make.
     * @param name name of the attribute
     * @param value its value
     */
    void SetControlAttribute(const std::string& name, const AttributeValue& value);

    /**
     * Set an attribute of the MogPropagationLossModel of the channel that this helper makes. Aborts
     * if the channel is there already.
     * @param name name of the attribute
     * @param value its value
     */
    void SetPropagationAttribute(const std::string& name, const AttributeValue& value);

    /**
     * Use a channel that exists already. If it has a MogPropagationLossModel, this learns which
     * paths are direct.
     * @param channel the channel
     */
    void SetChannel(Ptr<SpectrumChannel> channel);

    /**
     * Let every resource block fade on its own: add a MogRbFadingLossModel to the channel that this
     * helper makes.
     *
     * @tparam Args names of attributes (std::string) and their values (AttributeValue), by turns
     * @param args the attributes of the loss model
     */
    template <typename... Args>
    void SetRbFading(const Args&... args);

    /**
     * Set the band that the links share. Concerns the links installed from now on.
     *
     * @param frequency its center in Hz; of a loss model's frequency it changes nothing
     * @param bandwidth its width in Hz
     * @param rbs number of resource blocks that it is divided into
     */
    void SetBand(double frequency, double bandwidth, uint32_t rbs = 1);

    /**
     * Set the resource blocks that the links share, at any place in the spectrum. Concerns the
     * links installed from now on.
     *
     * @param model the bands, for example those of another module's devices on the same channel;
     * each resource block is made of as many neighboring ones as the others, and as wide
     * @param rbs number of resource blocks
     */
    void SetBand(Ptr<SpectrumModel> model, uint32_t rbs);

    /**
     * Set the receivers' noise. Concerns the links installed from now on.
     * @param density noise power spectral density in dBm/Hz, noise figure included
     */
    void SetNoiseDensity(double density);

    /**
     * Make one link from each transmitter to the receiver of the same index. The first call starts
     * the manager; further ones add links to it. A node may be an end of several links.
     *
     * @param transmitters nodes with a mobility model
     * @param receivers as many nodes with a mobility model
     * @return the devices: transmitter and receiver of the first link, of the second, and so on
     */
    NetDeviceContainer Install(const NodeContainer& transmitters, const NodeContainer& receivers);

    /**
     * Make one link from each user to a base station, as Install() does from each transmitter to a
     * receiver of its own. The base station has a device for every user and takes all other users'
     * signals for noise. MogPropagationLossModel uses a cell's path loss on all paths that a base
     * station is an end of.
     *
     * @param users nodes with a mobility model
     * @param baseStation a node with a mobility model
     * @return the devices: a user and the base station's for it, the next user, and so on
     */
    NetDeviceContainer InstallUplink(const NodeContainer& users, Ptr<Node> baseStation);

    /**
     * Let the manager control devices that exist already: one link from each transmitter to the
     * receiver of the same index. Aborts if there is no MogDeviceControl for a pair.
     *
     * @param transmitters transmitting devices
     * @param receivers as many receiving devices; one may be the receiver of several links
     */
    void Manage(const NetDeviceContainer& transmitters, const NetDeviceContainer& receivers);

    /**
     * Let the manager control a link.
     * @param control the link
     */
    void Manage(Ptr<MogDeviceControl> control);

    /**
     * Get the manager.
     * @return the manager; nullptr before the first Install()
     */
    Ptr<MogResourceManager> GetManager() const;

    /**
     * Let the manager say at the end of the simulation, in Simulator::Destroy(), what its decisions
     * were like: how many, on how many links, how many of these were below full power or were given
     * nothing, and why decisions fell back.
     *
     * @param os where; has to be there then
     */
    void PrintSummary(std::ostream& os = std::clog);

    /**
     * Get the channel.
     * @return the channel; nullptr before the first Install() if none was set
     */
    Ptr<SpectrumChannel> GetChannel() const;

    /**
     * Assign fixed streams to the random variables of the channel, the allocator and the estimator.
     * The channel's come first, so that different allocators and estimators meet the same channel.
     * Called after Install().
     *
     * @param stream first stream index to use
     * @return the number of streams assigned
     */
    int64_t AssignStreams(int64_t stream);

  private:
    /**
     * Let a factory make something else.
     *
     * @tparam Args names of attributes (std::string) and their values (AttributeValue), by turns
     * @param factory the factory
     * @param type what it makes
     * @param args the attributes
     */
    template <typename... Args>
    static void SetFactory(ObjectFactory& factory, const std::string& type, const Args&... args);

    /**
     * Set no attribute: ends the recursion.
     * @param factory the factory
     */
    static void SetAttributes(ObjectFactory& factory);

    /**
     * Set attributes of a factory.
     *
     * @tparam Args further names and values
     * @param factory the factory
     * @param name name of an attribute
     * @param value its value
     * @param args further names and values
     */
    template <typename... Args>
    static void SetAttributes(ObjectFactory& factory,
                              const std::string& name,
                              const AttributeValue& value,
                              const Args&... args);

    /**
     * Let the manager, if there is one already, use something new.
     * @param attribute where it has it
     * @param factory makes it
     */
    void Renew(const std::string& attribute, const ObjectFactory& factory);

    /// Make the manager, unless there is one.
    void CreateManager();

    /// Make band and channel, as far as they are not there yet.
    void CreateChannel();

    /**
     * Make a device on a node.
     * @param node the node
     * @return the device
     */
    Ptr<MogNetDevice> CreateDevice(Ptr<Node> node) const;

    /**
     * Make a link, and the manager its own.
     * @param transmitter transmitting node
     * @param receiver receiving node
     * @return the devices
     */
    NetDeviceContainer CreateLink(Ptr<Node> transmitter, Ptr<Node> receiver);

    /**
     * Call a function for each MogPropagationLossModel of the channel.
     * @param function the function
     */
    void ForEachLoss(const std::function<void(Ptr<MogPropagationLossModel>)>& function) const;

    ObjectFactory m_allocatorFactory;   //!< makes the allocator
    ObjectFactory m_estimatorFactory;   //!< makes the estimator
    ObjectFactory m_utilityFactory;     //!< makes the utility
    ObjectFactory m_adaptationFactory;  //!< makes the rate adaptation
    ObjectFactory m_managerFactory;     //!< makes the manager
    ObjectFactory m_deviceFactory;      //!< makes devices
    ObjectFactory m_controlFactory;     //!< makes controls
    ObjectFactory m_propagationFactory; //!< makes the loss model
    ObjectFactory m_fadingFactory;      //!< makes the loss model of RBs; without type for none
    double m_frequency;                 //!< center of the band in Hz
    double m_bandwidth;                 //!< width of the band in Hz
    uint32_t m_rbs;                     //!< number of resource blocks
    double m_noiseDensity;              //!< noise in dBm/Hz
    Ptr<MogAllocator> m_allocator;      //!< the allocator, if one was given
    Ptr<SpectrumModel> m_band;          //!< the band
    Ptr<SpectrumChannel> m_channel;     //!< the channel
    Ptr<MogResourceManager> m_manager;  //!< the manager
};

template <typename... Args>
void
MogHelper::SetAllocator(const std::string& type, const Args&... args)
{
    m_allocator = nullptr;
    SetFactory(m_allocatorFactory, type, args...);
    Renew("Allocator", m_allocatorFactory);
}

template <typename... Args>
void
MogHelper::SetEstimator(const std::string& type, const Args&... args)
{
    SetFactory(m_estimatorFactory, type, args...);
    Renew("Estimator", m_estimatorFactory);
}

template <typename... Args>
void
MogHelper::SetUtility(const std::string& type, const Args&... args)
{
    SetFactory(m_utilityFactory, type, args...);
    Renew("Utility", m_utilityFactory);
}

template <typename... Args>
void
MogHelper::SetRateAdaptation(const std::string& type, const Args&... args)
{
    SetFactory(m_adaptationFactory, type, args...);
    Renew("RateAdaptation", m_adaptationFactory);
}

template <typename... Args>
void
MogHelper::SetRbFading(const Args&... args)
{
    SetFactory(m_fadingFactory, "ns3::MogRbFadingLossModel", args...);
}

template <typename... Args>
void
MogHelper::SetFactory(ObjectFactory& factory, const std::string& type, const Args&... args)
{
    factory = ObjectFactory();
    factory.SetTypeId(type);
    SetAttributes(factory, args...);
}

template <typename... Args>
void
MogHelper::SetAttributes(ObjectFactory& factory,
                         const std::string& name,
                         const AttributeValue& value,
                         const Args&... args)
{
    factory.Set(name, value);
    SetAttributes(factory, args...);
}

} // namespace ns3

#endif /* MOG_HELPER_H */
