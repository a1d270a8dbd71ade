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

#include <string>

namespace ns3
{

class MogNetDevice;

/**
 * @ingroup mog
 *
 * Makes links between nodes and lets an allocator set their powers. In a scenario whose nodes have
 * positions:
 *
 * @code
 * MogHelper mog;
 * mog.SetAllocator("ns3::MogNeuralAllocator", "ModelFile", StringValue("policy.safetensors"));
 * NetDeviceContainer devices = mog.Install(transmitters, receivers);
 * @endcode
 *
 * The defaults are those of c-core's scenario d2d: 5 MHz at 2.4 GHz, noise of -169 dBm/Hz, 40 dBm,
 * and a channel with MogPropagationLossModel.
 */
class MogHelper
{
  public:
    MogHelper();

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
     * Set an attribute of the MogResourceManager. Like the allocator and the estimator, it concerns
     * the manager that the first Install() makes.
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
     * Set an attribute of every MogNetDeviceControl to come.
     * @param name name of the attribute
     * @param value its value
     */
    void SetControlAttribute(const std::string& name, const AttributeValue& value);

    /**
     * Set an attribute of the MogPropagationLossModel of the channel that this helper makes.
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
     * Set the band that the links share. Concerns the links installed from now on.
     *
     * @param frequency its center in Hz; of a loss model's frequency it changes nothing
     * @param bandwidth its width in Hz
     */
    void SetBand(double frequency, double bandwidth);

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
     * Get the manager.
     * @return the manager; nullptr before the first Install()
     */
    Ptr<MogResourceManager> GetManager() const;

    /**
     * Get the channel.
     * @return the channel; nullptr before the first Install() if none was set
     */
    Ptr<SpectrumChannel> GetChannel() const;

    /**
     * Assign fixed streams to the random variables of allocator and channel. Called after
     * Install().
     *
     * @param stream first stream index to use
     * @return the number of streams assigned
     */
    int64_t AssignStreams(int64_t stream);

  private:
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

    /// Make what the links share, as far as it is not there yet.
    void CreateShared();

    /**
     * Make a device on a node.
     * @param node the node
     * @return the device
     */
    Ptr<MogNetDevice> CreateDevice(Ptr<Node> node) const;

    ObjectFactory m_allocatorFactory;   //!< makes the allocator
    ObjectFactory m_estimatorFactory;   //!< makes the estimator
    ObjectFactory m_managerFactory;     //!< makes the manager
    ObjectFactory m_deviceFactory;      //!< makes devices
    ObjectFactory m_controlFactory;     //!< makes controls
    ObjectFactory m_propagationFactory; //!< makes the loss model
    double m_frequency;                 //!< center of the band in Hz
    double m_bandwidth;                 //!< width of the band in Hz
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
    m_allocatorFactory = ObjectFactory();
    m_allocatorFactory.SetTypeId(type);
    m_allocator = nullptr;
    SetAttributes(m_allocatorFactory, args...);
}

template <typename... Args>
void
MogHelper::SetEstimator(const std::string& type, const Args&... args)
{
    m_estimatorFactory = ObjectFactory();
    m_estimatorFactory.SetTypeId(type);
    SetAttributes(m_estimatorFactory, args...);
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
