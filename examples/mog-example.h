/*
 * Copyright (c) 2026 mog contributors
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */

#ifndef MOG_EXAMPLE_H
#define MOG_EXAMPLE_H

#ifdef MOG_HAVE_NETANIM
#include "mog-example-animation.h"
#endif
#include "mog-example-churn.h"
#include "mog-example-object.h"
#include "mog-example-report.h"
#include "mog-example-require.h"

#include "ns3/boolean.h"
#include "ns3/command-line.h"
#include "ns3/config.h"
#include "ns3/double.h"
#include "ns3/flow-monitor-helper.h"
#ifdef MOG_HAVE_HDF5
#include "ns3/mog-dataset-recorder.h"
#endif
#include "ns3/mog-channel-estimator.h"
#include "ns3/mog-helper.h"
#include "ns3/mog-neural-allocator.h"
#include "ns3/mog-traffic-helper.h"
#include "ns3/mog-utility.h"
#include "ns3/pointer.h"
#include "ns3/rng-seed-manager.h"
#include "ns3/simulator.h"
#include "ns3/string.h"
#include "ns3/uinteger.h"

#include <chrono>
#include <cmath>
#include <filesystem>
#include <memory>
#include <sstream>

/**
 * @ingroup mog-examples
 *
 * What the examples on mog's own devices share: the same drop is simulated once per allocator,
 * under saturated UDP traffic, and one row per allocator tells what the packets achieved beside
 * what Shannon allows for the same allocation. An example derives from this class and says what its
 * scenario is.
 *
 * Problems are exceptions with one line of text.
 */
class MogExample
{
  public:
    /// An allocator by its name on the command line.
    struct Allocator
    {
        std::string name; //!< name, also in the table
        std::string type; //!< type, with attributes in brackets
    };

    virtual ~MogExample() = default;

    /**
     * Do everything.
     * @param argc number of arguments
     * @param argv arguments
     * @return exit code
     */
    int Main(int argc, char* argv[])
    {
        // Large packets keep the share of UDP/IPv4 headers low.
        ns3::Config::SetDefault("ns3::MogNetDevice::Mtu", ns3::UintegerValue(9000));
        ns3::CommandLine cmd(m_name + ".cc");
        AddOptions(cmd);
        AddCommonOptions(cmd);
        cmd.Parse(argc, argv);
        try
        {
            Run();
        }
        catch (const std::exception& problem)
        {
            std::fprintf(stderr, "%s: %s\n", m_name.c_str(), problem.what());
            return 1;
        }
        return 0;
    }

  protected:
    /**
     * Constructor.
     * @param name name of the example
     * @param allocators allocators in the order of the table; neural ones get the policy file
     */
    MogExample(const std::string& name, const std::vector<Allocator>& allocators)
        : m_name(name),
          m_allocators(allocators)
    {
    }

    /**
     * Declare the example's own options.
     * @param cmd where
     */
    virtual void AddOptions(ns3::CommandLine& cmd) = 0;

    /// Check the example's own options and drop the nodes.
    virtual void Prepare() = 0;

    /**
     * Tell which policy is used unless option --model names one.
     * @return its file
     */
    virtual std::string GetDefaultModel() const = 0;

    /**
     * Tell how many links there are.
     * @return number of links
     */
    virtual uint32_t GetNLinks() const = 0;

    /**
     * Tell how many resource blocks there are.
     * @return number of resource blocks
     */
    virtual uint32_t GetNRbs() const
    {
        return 1;
    }

    /**
     * Tell which group of links a link belongs to, if the example has several.
     * @param link index of the link
     * @return name of the group
     */
    virtual std::string GetGroup(uint32_t link) const
    {
        return "";
    }

    /**
     * Tell why an allocator cannot be used in this scenario.
     * @param allocator the allocator
     * @return the reason; empty if it can
     */
    virtual std::string GetObjection(const Allocator& allocator) const
    {
        return "";
    }

    /**
     * Tell what the scenario is.
     * @param scenario its title and parameters are set
     */
    virtual void Describe(MogExampleScenario& scenario) const = 0;

    /**
     * Make nodes and links.
     * @param mog makes links; its allocator is set
     * @return the devices: transmitter and receiver of the first link, of the second, and so on
     */
    virtual ns3::NetDeviceContainer Install(ns3::MogHelper& mog) = 0;

  private:
    /**
     * Declare the options that all examples have.
     * @param cmd where
     */
    void AddCommonOptions(ns3::CommandLine& cmd)
    {
        std::string names;
        for (const auto& allocator : m_allocators)
        {
            names += allocator.name + ", ";
        }
        cmd.AddValue("duration",
                     "length of the measurement, s; rounded up to whole periods",
                     m_duration);
        cmd.AddValue(
            "start",
            "when the links start, s: with fading, later is another draw at the same place",
            m_start);
        cmd.AddValue("margin", "ns3::MogShannonRateAdaptation::Margin");
        cmd.AddValue("utility",
                     "what rates are worth: sum-rate, proportional-fair, minimum-rate, or a type "
                     "such as ns3::MogMinimumRateUtility[MinimumRate=2Mb/s]",
                     m_utility);
        cmd.AddValue("estimator",
                     "how the manager knows the channels, for example "
                     "ns3::MogNoisyChannelEstimator[ErrorDb=-10]",
                     m_estimator);
        cmd.AddValue("load",
                     "mean rate offered to each link, as in 2Mb/s, in bursts; idle links are left "
                     "out of decisions. 0: always something to send",
                     m_load);
        cmd.AddValue("churn",
                     "mean time for which a link stays, and stays away, s; 0: links stay",
                     m_churn);
        cmd.AddValue("ipv6", "send IPv6 packets", m_ipv6);
        cmd.AddValue("allocator", names + "or all", m_allocator);
        cmd.AddValue("model", "policy file, instead of a shipped one", m_model);
        cmd.AddValue("json", "write all results to this file", m_json);
        cmd.AddValue("plot",
                     "draw the results into this PNG file (gnuplot), script and data beside it",
                     m_plot);
        cmd.AddValue("anim", "write a NetAnim trace of the first allocator's run", m_anim);
        cmd.AddValue("flowmon",
                     "write FlowMonitor's results of the first allocator's run to this XML file",
                     m_flowmon);
        cmd.AddValue("record",
                     "send no packets, but write the channels of the duration, one per period, to "
                     "this data set (HDF5)",
                     m_record);
    }

    /**
     * Choose the allocators to compare.
     * @return the allocators
     */
    std::vector<Allocator> ChooseAllocators() const
    {
        std::vector<Allocator> chosen;
        std::string names;
        for (const auto& allocator : m_allocators)
        {
            names += allocator.name + ", ";
            const auto objection = GetObjection(allocator);
            if (m_allocator == allocator.name)
            {
                MogRequire(objection.empty(), "--allocator=" + m_allocator + ": " + objection);
            }
            if (objection.empty() && (m_allocator == "all" || m_allocator == allocator.name))
            {
                chosen.push_back(allocator);
            }
        }
        MogRequire(!chosen.empty(), "--allocator=" + m_allocator + ": there are " + names + "all");
        return chosen;
    }

    /**
     * Make an allocator. Bad policies are found here, before anything is simulated.
     * @param choice which one
     * @return the allocator
     */
    ns3::Ptr<ns3::MogAllocator> CreateAllocator(const Allocator& choice)
    {
        ns3::ObjectFactory factory;
        std::istringstream(choice.type) >> factory;
        auto allocator = factory.Create<ns3::MogAllocator>();
        if (auto neural = ns3::DynamicCast<ns3::MogNeuralAllocator>(allocator))
        {
            m_model = m_model.empty() ? GetDefaultModel() : m_model;
            neural->SetAttribute("ModelFile", ns3::StringValue(m_model));
            const auto reason = neural->Load(GetNLinks(), GetNRbs());
            MogRequire(reason.empty(), reason);
            if (m_load.GetBitRate() > 0 || m_churn > 0)
            {
                const auto objection = neural->Load(GetNLinks() + 1, GetNRbs());
                MogRequire(objection.empty(),
                           "with --load and --churn the number of links changes; take a policy for "
                           "any number: " +
                               objection);
            }
        }
        return allocator;
    }

    /// Check the common options' files: better now than after the simulation.
    void CheckFiles() const
    {
#ifndef MOG_HAVE_NETANIM
        MogRequire(m_anim.empty(), "--anim: this ns-3 was built without its module netanim");
#endif
#ifndef MOG_HAVE_HDF5
        MogRequire(m_record.empty(), "--record: mog was built without HDF5 (Debian's libhdf5-dev)");
#endif
        for (const auto& file : {m_json, m_plot, m_anim, m_flowmon, m_record})
        {
            if (!file.empty())
            {
                MogExampleFile probe(file);
            }
        }
        for (const auto& file : {m_plot, m_anim})
        {
            MogRequire(!std::filesystem::exists(file) || std::filesystem::is_regular_file(file),
                       "cannot write " + file + ": it is there and is no regular file");
        }
    }

    /// Check everything, simulate, report.
    void Run()
    {
        MogRequire(m_duration > 0 && m_duration <= 1e6,
                   "--duration=" + std::to_string(m_duration) + ": give seconds, more than 0");
        MogRequire(m_churn == 0 || (m_churn >= 1e-3 && m_churn <= 1e6),
                   "--churn=" + std::to_string(m_churn) +
                       ": give seconds from 0.001, or 0 for none");
        MogRequire(m_start >= 0 && m_start <= 1e6,
                   "--start=" + std::to_string(m_start) + ": give seconds, 0 or more");
        CreateEstimator();
        CreateUtility();
        Prepare();
#ifdef MOG_HAVE_HDF5
        if (!m_record.empty())
        {
            MogRequire(m_load.GetBitRate() == 0 && m_churn == 0,
                       "--record: a data set has all links in every sample; leave out --load and "
                       "--churn");
            MogRequire(
                m_json.empty() && m_plot.empty() && m_anim.empty() && m_flowmon.empty(),
                "--record: there are no packets to report on; leave out --json, --plot, --anim "
                "and --flowmon");
            CheckFiles();
            Record();
            return;
        }
#endif
        const auto chosen = ChooseAllocators();
        std::vector<ns3::Ptr<ns3::MogAllocator>> allocators;
        for (const auto& choice : chosen)
        {
            allocators.push_back(CreateAllocator(choice));
        }
        CheckFiles();

        MogExampleScenario scenario;
        scenario.seed = ns3::RngSeedManager::GetSeed();
        scenario.run = ns3::RngSeedManager::GetRun();
        scenario.utility = m_utility;
        scenario.model = std::filesystem::path(m_model).filename().string();
        Describe(scenario);
        std::vector<MogExampleRow> rows;
        for (std::size_t i = 0; i < chosen.size(); i++)
        {
            rows.push_back(Simulate(chosen[i].name, allocators[i], scenario, i == 0));
        }
        MogPrintTable(scenario, rows);
        if (!m_json.empty())
        {
            MogWriteJson(m_json, scenario, rows);
        }
        if (!m_plot.empty())
        {
            MogWritePlot(m_plot, scenario, rows);
        }
    }

    /**
     * Make what knows the channels.
     * @return the estimator of option --estimator
     */
    ns3::Ptr<ns3::MogChannelEstimator> CreateEstimator() const
    {
        return MogCreateFromText<ns3::MogChannelEstimator>("--estimator", m_estimator);
    }

    /**
     * Make what says what rates are worth.
     * @return the utility of option --utility
     */
    ns3::Ptr<ns3::MogUtility> CreateUtility() const
    {
        const std::map<std::string, std::string> types{
            {"sum-rate", "ns3::MogSumRateUtility"},
            {"proportional-fair", "ns3::MogProportionalFairUtility"},
            {"minimum-rate", "ns3::MogMinimumRateUtility"},
        };
        const auto type = types.find(m_utility);
        return MogCreateFromText<ns3::MogUtility>("--utility",
                                                  type == types.end() ? m_utility : type->second);
    }

    /**
     * Make links, which start when option --start says so.
     *
     * @param mog makes them; its allocator is set
     * @return the devices
     */
    ns3::NetDeviceContainer InstallLinks(ns3::MogHelper& mog)
    {
        const auto devices = Install(mog);
        const auto manager = mog.GetManager();
        manager->SetAttribute("SkipIdle", ns3::BooleanValue(m_load.GetBitRate() > 0));
        manager->SetAttribute("Estimator", ns3::PointerValue(CreateEstimator()));
        manager->SetAttribute("Utility", ns3::PointerValue(CreateUtility()));
        mog.AssignStreams(1);
        manager->Stop();
        ns3::Simulator::Schedule(ns3::Seconds(m_start), &ns3::MogResourceManager::Start, manager);
        return devices;
    }

    /**
     * Count the periods of the measurement; those longer than the duration are refused, because
     * they would make hours of a second.
     *
     * @param period a period
     * @return their number
     */
    int64_t CountPeriods(ns3::Time period) const
    {
        MogRequire(period.GetSeconds() < m_duration + 1e-9,
                   "--duration=" + std::to_string(m_duration) + " is shorter than the " +
                       std::to_string(period.GetSeconds()) +
                       " s between two decisions: give at least that, or set "
                       "--ns3::MogResourceManager::Period");
        return static_cast<int64_t>(std::ceil(m_duration / period.GetSeconds() - 1e-9));
    }

#ifdef MOG_HAVE_HDF5
    /// Write the drop's channels to a data set.
    void Record()
    {
        ns3::MogHelper mog;
        mog.SetAllocator(CreateAllocator(m_allocators.back())); // moves no packets
        InstallLinks(mog);
        auto recorder = ns3::CreateObject<ns3::MogDatasetRecorder>();
        recorder->SetAttribute("File", ns3::StringValue(m_record));
        recorder->Record(mog.GetManager());
        ns3::TimeValue period;
        mog.GetManager()->GetAttribute("Period", period);
        ns3::Simulator::Stop(ns3::Seconds(m_start) + period.Get() * CountPeriods(period.Get()));
        ns3::Simulator::Run();
        const auto samples = recorder->GetNRecorded();
        const auto reason = recorder->Write();
        MogRequire(reason.empty(), reason);
        ns3::Simulator::Destroy();
        std::printf("%u channels of %u links recorded in %s\n",
                    samples,
                    GetNLinks(),
                    m_record.c_str());
    }
#endif

    /**
     * Simulate the drop with one allocator.
     *
     * @param name name of the allocator
     * @param allocator the allocator
     * @param scenario completed with the manager's period and margin, and the duration
     * @param first whether this is the run that animation and flow monitor see
     * @return the row
     */
    MogExampleRow Simulate(const std::string& name,
                           ns3::Ptr<ns3::MogAllocator> allocator,
                           MogExampleScenario& scenario,
                           bool first)
    {
        ns3::MogHelper mog;
        mog.SetAllocator(allocator);
        const auto devices = InstallLinks(mog);
        const bool saturated = m_load.GetBitRate() == 0;
        const auto sinks =
            saturated ? ns3::MogTrafficHelper::Install(devices, m_ipv6)
                      : ns3::MogTrafficHelper::InstallOnOff(devices, m_load, STREAM, m_ipv6);
        const auto manager = mog.GetManager();

        // One period to get going, then whole periods.
        ns3::TimeValue period;
        ns3::PointerValue adaptation;
        ns3::DoubleValue margin;
        manager->GetAttribute("Period", period);
        manager->GetAttribute("RateAdaptation", adaptation);
        adaptation.GetObject()->GetAttribute("Margin", margin);
        scenario.period = period.Get().GetSeconds();
        scenario.margin = margin.Get();
        const auto periods = CountPeriods(period.Get());
        scenario.duration = periods * scenario.period;
        const ns3::Time begin = ns3::Seconds(m_start) + period.Get();
        const ns3::Time stop = begin + period.Get() * periods;
        ns3::MogLinkMonitor monitor(manager, sinks, begin, stop);
        const auto churn =
            m_churn > 0 ? std::make_unique<MogExampleChurn>(manager, m_churn, STREAM - 1) : nullptr;
#ifdef MOG_HAVE_NETANIM
        auto animation = !first || m_anim.empty()
                             ? nullptr
                             : std::make_unique<MogExampleAnimation>(m_anim, manager);
#endif
        ns3::FlowMonitorHelper flows;
        const auto flowMonitor = !first || m_flowmon.empty() ? nullptr : flows.InstallAll();

        ns3::Simulator::Stop(stop);
        const auto start = std::chrono::steady_clock::now();
        ns3::Simulator::Run();
        const std::chrono::duration<double> wall = std::chrono::steady_clock::now() - start;
#ifdef MOG_HAVE_NETANIM
        if (animation)
        {
            animation->Finish();
        }
#endif
        if (flowMonitor)
        {
            MogExampleFile file(m_flowmon);
            file.Print("%s", flowMonitor->SerializeToXmlString(0, false, false).c_str());
            file.Commit();
        }
        std::vector<std::string> groups;
        for (uint32_t i = 0; i < GetNLinks(); i++)
        {
            groups.push_back(GetGroup(i));
        }
        const auto& statistics = manager->GetStatistics();
        const MogExampleRow row{name,
                                monitor.GetLinks(),
                                groups,
                                monitor.GetStatistics(),
                                statistics.GetNFallbacks(),
                                statistics.GetDecisionSeconds() / statistics.GetDecisions(),
                                wall.count(),
                                statistics.GetTotalSeconds() / wall.count()};
        ns3::Simulator::Destroy();
        return row;
    }

    static constexpr int64_t STREAM = 100000; //!< first random stream of traffic

    std::string m_name;                                       //!< name of the example
    std::vector<Allocator> m_allocators;                      //!< all allocators
    double m_duration{5};                                     //!< length of the measurement in s
    double m_start{0};                                        //!< when the links start in s
    std::string m_utility{"sum-rate"};                        //!< what rates are worth
    std::string m_estimator{"ns3::MogIdealChannelEstimator"}; //!< how channels are known
    ns3::DataRate m_load{0};        //!< offered to each link; 0 for saturation
    double m_churn{0};              //!< mean time for which a link stays or stays away in s
    bool m_ipv6{false};             //!< whether packets are IPv6
    std::string m_allocator{"all"}; //!< which allocators
    std::string m_model;            //!< policy file
    std::string m_json;             //!< results as JSON
    std::string m_plot;             //!< results as a picture
    std::string m_anim;             //!< animation
    std::string m_flowmon;          //!< what FlowMonitor saw
    std::string m_record;           //!< data set of channels
};

#endif /* MOG_EXAMPLE_H */
